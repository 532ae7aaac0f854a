"""What a clause leaves out, since it stands in the one before: "no muscle is weak on the right; the left EHL is", "but not on his toes".

Source: annotation guide, exams: what is denied of one side is said of the other; motor_exam: heel and toe walk.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rootnote.facts.exam.pieces import HEADS
from rootnote.facts.exam.told_exams import patterns
from rootnote.facts.model import Assertion
from rootnote.facts.reading import Reading, Sentence, Target, follows
from rootnote.facts.symptoms.places import PLACES
from rootnote.facts.wording import are_only

#: A clause that names a thing and ends with its verb, what it says left out.
_LEFT_OUT = re.compile(
    r"(?:[;,]|\b(?:but|while|whereas|and)\b)\s*(?:but\s+|and\s+|while\s+)?([^;,.:]{2,50}?)\s(?:it\s|they\s|there\s)?"
    r"(is|are|was|were|does|do|did)\s*(?=[;,.\n]|$)",
    re.I,
)
#: The words of such a clause, besides the thing.
_SMALL = frozenset({"the", "a", "on", "in", "at", "of", "his", "her", "one", "ones", "side", "both", "for", "over"})
#: What can be left out, what is abnormal where it is not denied, and how it is said where a noun would go on with what is denied.
_SAID = frozenset({"weak", "weakness", "loss", "abnormal", "numbness", "dull", "lesser", "reflex change", "positive"})
_PLAIN = {"weakness": "weak", "numbness": "dull", "loss": "abnormal"}
_NAMED = HEADS | PLACES | {"SIDE"}

#: The values of the walks that are denied behind one that is done, without their verb.
_WALKS = {"heel": "heel walk", "toe": "toe walk"}
#: What the parts of such a clause are read as where they stand elsewhere.
_REPLACED = frozenset({"RESULT", "EXCEPT", "NEGATOR", "LEG", "TERRITORY", "WALK", "TRIED"})


def with_other_walk(reading: Reading, sentence: Sentence) -> Sentence:
    """The sentence with the walk on the heels or toes that it denies without its verb, behind the one that it tells as done."""
    walks = [walk for walk in sentence.of("WALK") if walk.value in _WALKS.values()]
    match = patterns().not_done.search(reading.text, walks[0].end, sentence.end) if walks else None
    if match is None or _WALKS[match.group(3).lower()] == walks[0].value:
        return sentence
    kept = [one for one in sentence.targets if not (one.label in _REPLACED and match.start() <= one.start and one.end <= match.end())]
    if not any(one.label in ("RESULT", "NEGATOR", "UNTESTED") and one.end <= match.start() for one in kept):
        kept = [part for one in kept for part in (_as_done(one) if one is walks[0] else (one,))]
    before = walks[0]._replace(label="RESULT", assertion=Assertion.AFFIRMED, cue="")
    denied = _at(reading, before, *match.span(1), value="unable", rule="exam.unable")
    sided = any(one.label == "SIDE" and match.start() <= one.start < match.end() for one in kept)
    part = match.group(3).lower()
    walk = _at(reading, denied, match.start(3 if sided else 2), match.end(2), value=_WALKS[part], rule=f"motor.{part}_walk")
    return sentence.with_targets([*kept, denied, walk._replace(label="WALK")])


def _as_done(walk: Target) -> tuple[Target, ...]:
    """A walk that is told as done as its verb, the result, and what was walked on; itself where it has no verb of its own."""
    verb, _, rest = walk.text.partition(" ")
    if not rest:
        return (walk,)
    end = walk.start + len(verb)
    able = walk._replace(label="RESULT", value="able", rule="exam.able", text=verb, end=end, last=walk.first + 1)
    return able, walk._replace(text=rest, start=end + 1, first=walk.first + 1)


def _at(reading: Reading, before: Target, start: int, end: int, *, value: str, rule: str) -> Target:
    """A target like the one before it, at other characters; its tokens are counted by words."""
    first = before.last + len(reading.text[before.end : start].split())
    text = reading.text[start:end]
    return before._replace(value=value, rule=rule, text=text, start=start, end=end, first=first, last=first + len(text.split()))


def with_left_out(reading: Reading, sentence: Sentence) -> Sentence:
    """The sentence with the results that its clauses leave out."""
    if not sentence.has("NEGATOR") or not sentence.has("RESULT", "SLR"):
        return sentence
    found = list(_left_out(reading, sentence))
    return sentence.with_targets([*sentence.targets, *found]) if found else sentence


def _left_out(reading: Reading, sentence: Sentence) -> Iterator[Target]:
    for match in _LEFT_OUT.finditer(reading.text, sentence.start, sentence.end):
        named = [target for target in sentence.of(*_NAMED) if match.start(1) <= target.start and target.end <= match.end(1)]
        said = _denied_before(sentence, match.start())
        if not named or said is None or not are_only(reading.words_left(*match.span(1), named), _SMALL):
            continue
        start, end = match.span(2)
        yield said._replace(start=start, end=end, first=named[-1].last, last=named[-1].last + 1, text=match.group(2))


def _denied_before(sentence: Sentence, end: int) -> Target | None:
    """What the last clause before a character denies, as a result: the "weak" of "no muscle is weak", a tension that there is none of."""
    cues = [cue for cue in sentence.of("NEGATOR") if cue.end <= end]
    results = [target for target in sentence.of("RESULT") if target.end <= end and target.value in _SAID]
    if results and cues and cues[-1].last <= results[-1].first:
        return results[-1]._replace(value=_PLAIN.get(results[-1].value, results[-1].value))
    tests = [target for target in sentence.of("SLR") if target.end <= end]
    denied = bool(tests and cues) and not results and follows(tests[-1], cues[-1], 1)
    return tests[-1]._replace(label="RESULT", value="positive", rule="exam.positive") if denied else None
