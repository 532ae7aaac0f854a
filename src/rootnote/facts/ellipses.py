"""Results that a clause leaves out, since the one before it denies them: "no muscle is weak on the right; the left EHL is".

Source: annotation guide, exams: what is denied of one side is said of the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rootnote.facts.pieces import HEADS
from rootnote.facts.places import PLACES
from rootnote.facts.reading import Reading, Sentence, Target
from rootnote.facts.small_words import are_only

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


def with_left_out(reading: Reading, sentence: Sentence) -> Sentence:
    """The sentence with the results that its clauses leave out."""
    if not sentence.has("NEGATOR") or not sentence.has("RESULT", "SLR"):
        return sentence
    found = list(_left_out(reading, sentence))
    return sentence.with_targets(sorted([*sentence.targets, *found], key=lambda target: target.start)) if found else sentence


def _left_out(reading: Reading, sentence: Sentence) -> Iterator[Target]:
    for match in _LEFT_OUT.finditer(reading.text, sentence.start, sentence.end):
        named = [target for target in sentence.targets if match.start(1) <= target.start and target.end <= match.end(1)]
        thing = next((target for target in reversed(named) if target.label in _NAMED), None)
        said = _denied_before(sentence, match.start())
        if thing is None or said is None or not are_only(_rest(reading, match, named), _SMALL):
            continue
        start, end = match.span(2)
        yield said._replace(start=start, end=end, first=thing.last, last=thing.last + 1, text=match.group(2))


def _denied_before(sentence: Sentence, end: int) -> Target | None:
    """What the last clause before a character denies, as a result: the "weak" of "no muscle is weak", a tension that there is none of."""
    cues = [cue for cue in sentence.of("NEGATOR") if cue.end <= end]
    results = [target for target in sentence.of("RESULT") if target.end <= end and target.value in _SAID]
    if results and cues and cues[-1].last <= results[-1].first:
        return results[-1]._replace(value=_PLAIN.get(results[-1].value, results[-1].value))
    tests = [target for target in sentence.of("SLR") if target.end <= end]
    denied = bool(tests and cues) and not results and 0 <= tests[-1].first - cues[-1].last <= 1
    return tests[-1]._replace(label="RESULT", value="positive", rule="exam.positive") if denied else None


def _rest(reading: Reading, match: re.Match[str], named: list[Target]) -> str:
    """The words of a clause that name nothing."""
    at, rest = match.start(1), []
    for target in named:
        if target.label in _NAMED:
            rest.append(reading.text[at : max(at, target.start)])
            at = max(at, target.end)
    return " ".join([*rest, reading.text[at : match.end(1)]])
