"""When symptoms of the legs are over: told to have ended, denied as of now, or denied by the author's final word.

Source: annotation guide, clarification 14.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from rootnote.anatomy import ONE_SIDE, Side
from rootnote.facts.attach import distance
from rootnote.facts.conditions.told_next import NONE_SINCE
from rootnote.facts.model import Assertion, Finding
from rootnote.facts.reading import Reading, Sentence, Target, follows
from rootnote.facts.times.claims import SHORT
from rootnote.language.categories import FINAL
from rootnote.language.labels import COMPLAINTS, LEG_PLACES, NEUROLOGIC, PAINS, RADICULAR, REFLEXES, SYMPTOMS

#: Sections whose "resolved" does not unsay what is told elsewhere: an operation tells of the relief after it, a history of earlier attacks.
NOT_OVER = frozenset({"procedure", "pmh", "inactive"})
#: What is tested of a leg.
TESTS = NEUROLOGIC | {"MUSCLE", "WALK", "SLR", "NEURO"}
#: The values of the words that say what is over behind them, and of those that treatments and work are over with too; what stops.
_AHEAD, _STOPPED = "ahead", "stopped"
_STOPS = RADICULAR | {"RADIATION", "LEG", "REFER", "ANAPHOR"}
#: The tokens from a reflex to the word that it is gone: "ankle jerk gone", "the knee jerk on that side was gone".
_JERK_REACH = 6
_FELT = PAINS | {"RADIATION"}
#: The rules of numbness and weakness, and how they are named of a leg.
_LOSSES, _LOSS = (
    frozenset({"symptom.numbness", "symptom.asleep", "symptom.weakness"}),
    re.compile(r"numb|tingl|paresth|paraesth|weak", re.I),
)
#: What goes on with something else behind what is over.
_JOINED = re.compile(r"\s*(?:[,;:]|and\b)", re.I)
#: The tokens to a time too short for something to be over.
_SOON = 3
#: Tokens from a length of time to what there was none of in it.
_SPELL_REACH = 4
#: Tokens from "this", "it" or "both" to what is over.
_BACK_REACH, _BOTH = 2, "both"
#: What may be denied as of now, and the tokens from "now" to it.
_DENIED_NOW, _NOW_REACH = frozenset({"pain", "leg", "way", ""}), 5
_ROOT_PAIN = "RADICULOPATHY"
_PAINS = SYMPTOMS | {"NO_RADIATION", _ROOT_PAIN}
#: What stands behind a "now" that ends its clause.
_CLOSED = re.compile(r"\s*(?:[.;)\n]|$|and\b|but\b)", re.I)
#: What opens a sentence that tells how it has been up to now.
_SINCE = re.compile(r"\W*(?:(?:and|but)\s+)?(?:ever\s+)?since (?:then|that time)\b", re.I)


#: The pain of the back and no leg's, behind a word that it persists and as what a clause before that word tells of.
_OF_BACK = r"(?:(?:the|his|her|my|some|a|mild|moderate|dull|chronic|nagging|residual|low|lower|axial|mechanical|lumbar|lumbosacral)\s+)*"
_OF_BACK += r"(?:(?:back|axial|lumbar|lumbosacral)\s+(?:pain|ache|soreness|discomfort)|backache|lbp)"
_BACK_AHEAD = re.compile(
    rf"\s+(?:is\s+|are\s+)?{_OF_BACK}\b(?!\s*(?:[,/&]|and\b|or\b|with\b)\s*(?:\w+\s+)?(?:leg|buttock|thigh|calf|foot|radi))", re.I
)
_BACK_BEFORE = re.compile(
    rf"(?:[,;:–—-]\s*(?:(?:and|but|though|while|only)\s+)?|\b(?:but|though|while|only)\s+|^\W*){_OF_BACK}\s+"
    r"(?:(?:still|only|alone|now|just|also|has|have|had|is|was)\s+)*$",
    re.I,
)


class _Over(NamedTuple):
    """Symptoms that are over as of a place in the text, in characters: those of some sides, or only a numbness or weakness of them."""

    place: int
    sides: frozenset[Side | None]
    is_loss: bool = False


def is_over(reading: Reading, sentence: Sentence, target: Target) -> bool:
    """Whether a symptom is said to be over: right behind the cue, or before it with no other symptom between."""
    for cue in _endings(reading, sentence) if resolves(reading, sentence) else ():
        if (follows(target, cue, 2) and not _starts_anew(reading, sentence, cue, target)) or cue.first < target.first < cue.last:
            return True  # "stairs no longer trouble her legs"
        if cue.value == _AHEAD and any(follows(t, cue, 2) for t in sentence.of(*COMPLAINTS)):
            continue  # "the shin burns, the knee no longer buckles"
        between = [t for t in sentence.of(*COMPLAINTS) if target.last <= t.first and t.last <= cue.first]
        if target.last <= cue.first and not any(distance(reading, target, t) > t.first - target.last for t in between):
            return True
    return False


def _starts_anew(reading: Reading, sentence: Sentence, cue: Target, target: Target) -> bool:
    """Whether a symptom opens what is there now, behind what is over: "left leg pain gone; now it is the right one"."""
    return _JOINED.match(reading.text, cue.end, target.start) is not None and any(
        cue.last <= now.first <= target.first for now in sentence.of("NOW")
    )


def ended(reading: Reading, findings: Sequence[Finding]) -> list[Finding]:
    """The symptoms that are past: told before a resolution that nothing takes back, or denied by the author's final word.

    What is over on one side leaves the other side as it was.
    """
    present = [finding for finding in findings if finding.assertion is Assertion.AFFIRMED]
    final = [finding for finding in findings if finding.section in FINAL]
    if {finding.assertion for finding in final} == {Assertion.NEGATED}:
        return _of_sides(present, [_Over(len(reading.text), frozenset(finding.side for finding in final))])
    told = [s for s in reading.sentences if s.section not in NOT_OVER and resolves(reading, s) and not is_old_attack(s)]
    placed = sorted(findings, key=_start)
    ended = [over for sentence in told if (over := _over(reading, sentence, placed)).sides]
    before = _told_of_before(reading, present, findings)
    present = [finding for finding in present if finding not in before]
    denied = _denied_now(reading, findings)
    if not any(finding.evidence.start > denied.place for finding in present):
        ended.append(denied)
    last = max((over.place for over in ended), default=0)
    if _comes_back(reading, last):
        return before
    return before + _of_sides([finding for finding in present if finding.section not in FINAL], ended)


def _told_of_before(reading: Reading, present: Sequence[Finding], findings: Sequence[Finding]) -> list[Finding]:
    """The symptoms told of the time before an operation where a pain of the legs is denied later and has not come back."""
    denied = {finding.evidence.start: finding.side for finding in findings if finding.assertion is Assertion.NEGATED}
    pains = [pain.start for pain in reading.targets(*SYMPTOMS, "NO_RADIATION") if pain.value in _DENIED_NOW]
    last = max((start for start in pains if start in denied and denied[start] in (None, Side.BILATERAL)), default=-1)
    if _comes_back(reading, last):
        return []
    spans = [
        (cue.start, reading.sentence_of(cue).end)
        for cue in reading.targets("EARLIER")
        if any(cue.start <= event.start < cue.end for event in reading.sentence_of(cue).of("EVENT"))
    ]
    return [one for one in present if one.evidence.start < last and any(start < one.evidence.start < end for start, end in spans)]


def is_old_attack(sentence: Sentence) -> bool:
    """Whether a sentence tells of an attack with none after it, which leaves the present complaint."""
    return sentence.has("RESOLVED") and all(cue.value == NONE_SINCE for cue in sentence.of("RESOLVED"))


def _denied_now(reading: Reading, findings: Sequence[Finding]) -> _Over:
    """Where pain of the legs is last denied as of now, not of a posture ("now there is no pain in either leg"); -1 = nowhere."""
    denied = {finding.evidence.start: finding.side for finding in findings if finding.assertion is Assertion.NEGATED}
    places = [
        pain.start
        for pain in reading.targets(*_PAINS)
        if (pain.value in _DENIED_NOW or pain.label == _ROOT_PAIN)
        and pain.start in denied
        and _is_of_now(reading, reading.sentence_of(pain), pain)
    ]
    last = max(places, default=-1)
    return _Over(last, frozenset({denied.get(last)}))


def _is_of_now(reading: Reading, sentence: Sentence, pain: Target) -> bool:
    """Whether a denial is as of now: behind "now" or a "since then" that opens its sentence, or before a "now" that ends its clause."""
    activities = (other for other in sentence.of("TIME_OF_OTHER") if other.value == "activity")
    rests = any(sentence.of("REST")) or not all(map(_JOINED.search, (reading.gap(pain, other) for other in activities)))
    if rests:
        return False
    since = _SINCE.match(reading.text, sentence.start, pain.start)
    return since is not None or any(
        follows(pain, cue, _NOW_REACH)
        or (cue.start == sentence.start and cue.end <= pain.start)
        or (follows(cue, pain, 1) and _CLOSED.match(reading.text, cue.end, sentence.end))
        for cue in sentence.of("NOW")
    )


def _of_sides(present: Sequence[Finding], ended: Sequence[_Over]) -> list[Finding]:
    """The symptoms that ended at some places of the text, with the sides that did; one without a side ends unless another side goes on.

    A numbness or weakness that ended leaves the pain as it was.
    """
    until: dict[tuple[frozenset[Side | None], bool], int] = {}
    for over in ended:
        what = over.sides, over.is_loss
        until[what] = max(over.place, until.get(what, 0))

    def is_ended(finding: Finding) -> bool:
        over = [sides for (sides, loss), place in until.items() if finding.evidence.start < place and (not loss or is_loss(finding))]
        return any(finding.side is None or not sides.isdisjoint({None, Side.BILATERAL, finding.side}) for sides in over)

    past = [finding for finding in present if is_ended(finding)]
    goes_on = any(finding.side is not None and not is_ended(finding) for finding in present)
    one_sided = {side for over in ended for side in over.sides} <= ONE_SIDE
    return [finding for finding in past if finding.side is not None] if goes_on and one_sided else past


def is_loss(finding: Finding) -> bool:
    """Whether a symptom is a numbness or weakness, and no pain."""
    return finding.rule in _LOSSES or (finding.rule.startswith("leg_symptom") and _LOSS.search(finding.evidence.text) is not None)


def _start(finding: Finding) -> int:
    return finding.evidence.start


def _over(reading: Reading, sentence: Sentence, placed: Sequence[Finding]) -> _Over:
    """What a sentence says is over: the sides of the leg symptoms, None for one without a side; none when something else is over.

    They are named in it, or in the sentence before that "this" or "it" goes back to; ``placed`` are in order of their place.
    """
    cues = _endings(reading, sentence)
    pains = list(sentence.of("BACK_PAIN"))  # "he had some back pain, but this has subsided"
    both = (word for word in sentence.of("ANAPHOR") if word.text.lower() == _BOTH)
    words = [word for word in (*sentence.of("REFER"), *both) if not any(pain.end <= word.start for pain in pains)]
    back = sentence.number > 0 and any(follows(cue, word, _BACK_REACH) for word in words for cue in cues)
    before = reading.sentences[sentence.number - 1]

    def is_meant(finding: Finding) -> bool:
        if finding.assertion is Assertion.NEGATED:
            return sentence.start <= _start(finding)
        return back and finding.assertion is Assertion.AFFIRMED and _start(finding) < before.end

    begin, end = (bisect_left(placed, place, key=_start) for place in (before.start if back else sentence.start, sentence.end))
    meant = list(filter(is_meant, placed[begin:end]))
    return _Over(sentence.start, frozenset(finding.side for finding in meant), all(map(is_loss, meant)))


def _comes_back(reading: Reading, last: int) -> bool:
    """Whether a symptom came back behind a character."""
    return any(returned.start > last and _is_back(reading, returned) for returned in reading.targets("RETURNED"))


def _is_back(reading: Reading, returned: Target) -> bool:
    """Whether a symptom came back: said as a fact, and not of a power regained ("the foot came back", "her strength has returned")."""
    if not returned.assertion.is_current or _is_of_back(reading, returned):
        return False
    sentence = reading.sentence_of(returned)
    before = [t for t in sentence.targets if follows(returned, t, _BACK_REACH) and t.label in LEG_PLACES | TESTS]
    return not before or sentence.has(*COMPLAINTS)


def resolves(reading: Reading, sentence: Sentence) -> bool:
    """Whether a sentence says that something is over, and not that it came back."""
    return bool(_endings(reading, sentence)) and all(_is_of_back(reading, word) for word in sentence.of("RETURNED"))


def _is_of_back(reading: Reading, returned: Target) -> bool:
    """Whether what came back or persists is no pain of a leg: "leg pain resolved, persistent back pain", "remains free of leg pain"."""
    sentence = reading.sentence_of(returned)
    if any(reading.text[returned.end : cue.start].isspace() for cue in sentence.of("RESOLVED") if cue.start > returned.end):
        return True
    ahead = _BACK_AHEAD.match(reading.text, returned.end, sentence.end)
    return ahead is not None or _BACK_BEFORE.search(reading.text[sentence.start : returned.start]) is not None


def _endings(reading: Reading, sentence: Sentence) -> list[Target]:
    """The words that say that something is over, but for an ease of minutes, of a posture or between two attacks.

    "If he sits it is gone within five minutes", "an ache, gone the minute she sits", "has gone a week without it".
    """
    spells = list(sentence.of("DURATION"))
    short = [time for time in spells if time.value in SHORT]
    short += [other for other in sentence.of("TIME_OF_OTHER") if other.value == "activity"]

    def eases(cue: Target) -> bool:
        soon = (time for time in short if follows(time, cue, _SOON))
        return any(not _JOINED.match(reading.text, cue.end, time.start) for time in soon)

    def lacks(cue: Target) -> bool:
        times = [time for time in spells if follows(time, cue, _SOON)]
        return any(
            follows(word, time, _SPELL_REACH) for time in times for word in sentence.of("NEGATOR") if word.text.startswith("without")
        )

    def is_of_other(cue: Target) -> bool:
        return cue.value == _STOPPED and not any(follows(cue, word, 1) for word in sentence.of(*_STOPS))

    def is_of_reflex(cue: Target) -> bool:
        jerk = next((one for one in reversed(list(sentence.of(*REFLEXES))) if follows(cue, one, _JERK_REACH)), None)
        return jerk is not None and not sentence.has_between(jerk, cue, *_FELT)

    return [cue for cue in sentence.of("RESOLVED") if not (eases(cue) or lacks(cue) or is_of_other(cue) or is_of_reflex(cue))]
