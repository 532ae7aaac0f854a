"""Conservative treatment tried for the back or leg problem, or being taken for it.

Source: annotation guide, conservative_treatment; clarifications 9 and 26.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rootnote.facts.attach import distance
from rootnote.facts.model import Assertion, Finding, FindingKind
from rootnote.facts.reading import Found, Reading, Sentence, Target
from rootnote.facts.spine import Part, part_of_cue
from rootnote.facts.topics import Topic, other_problems, spine_problems, topics

_CUES = ("TRIED", "PLANNED", "NOT_TRIED")
#: Sections that tell nothing of what was tried: what is done in this note, and what may go wrong or is hurtful.
_SILENT = frozenset(
    {"allergies", "family", "risks", "instructions", "anesthesia", "vitals", "labs", "imaging", "emg", "findings", "exam", "administrative"}
)
#: Sections in which a treatment that nothing is said about is one of this visit.
_NOW = frozenset(
    {"plan", "assessment", "procedure", "preop_diagnosis", "postop_diagnosis", "operative_findings", "reason", "chief_complaint"}
)
_LOST = (Assertion.HYPOTHETICAL, Assertion.FAMILY)
#: Tokens from a treatment to what it was given for, and to a word of the kind "on" that must stand right before it.
_REASON_REACH = 7
_ON_REACH = 3
#: Tokens from a treatment to the cue that governs it.
_REACH = 34
_INTRODUCES = re.compile(r":\s*$")
_ITEM = re.compile(r"\s*(?:[-•*·▪●○◦–—>]|\(?\d{1,2}[.)])")


def find_treatments(reading: Reading, *, lumbar_context: bool = True) -> Found:
    """Treatments tried before or being taken for the back or leg problem; rejected are those planned now, not tried, or for something else.

    Without lumbar context (no lumbar condition in the note) nothing counts.
    """
    found: list[Finding] = []
    rejected: list[Finding] = []
    about = topics(reading)
    carried: Target | None = None
    before: Sentence | None = None
    for sentence in reading.sentences:
        carried = _carried(reading, sentence, before, carried)
        before = sentence
        if sentence.section in _SILENT:
            continue
        for target in sentence.of("TREATMENT"):
            ours = lumbar_context and about[sentence.number] is not Topic.OTHER and _is_for_spine(reading, sentence, target)
            assertion, cue = _status(reading, sentence, target, carried)
            beside = [cue] if cue is not None and cue.sentence == target.sentence else []
            finding = Finding(
                FindingKind.TREATMENT,
                assertion,
                reading.around([target, *beside]),
                sentence.section,
                target.rule,
                site=target.value or None,
            )
            (found if ours and assertion is Assertion.AFFIRMED else rejected).append(finding)
    return Found(tuple(found), tuple(rejected))


def _carried(reading: Reading, sentence: Sentence, before: Sentence | None, carried: Target | None) -> Target | None:
    """The cue that the items of a list take from the line that introduces it ("Tried so far:")."""
    if before is None or (before.section != sentence.section and not _ITEM.match(reading.text, sentence.start)):
        return None
    if _INTRODUCES.search(reading.text, before.start, before.end):
        cues = [cue for cue in before.of(*_CUES)]
        return cues[-1] if cues else None
    return carried if _ITEM.match(reading.text, sentence.start) else None


def _status(reading: Reading, sentence: Sentence, target: Target, carried: Target | None) -> tuple[Assertion, Target | None]:
    """What the note says of a treatment, and the cue it says it with: AFFIRMED when it was tried or is taken."""
    if target.assertion in _LOST:
        return target.assertion, None
    cue = _governing(reading, sentence, target) or carried
    if (cue is not None and cue.label == "NOT_TRIED") or target.assertion is Assertion.NEGATED:
        return Assertion.NEGATED, cue
    if cue is not None:
        return (Assertion.AFFIRMED if cue.label == "TRIED" else Assertion.ORDERED), cue
    if target.assertion is Assertion.HISTORICAL:
        return Assertion.AFFIRMED, None
    taken = target.value == "medication" and sentence.section in ("medications", "hpi")
    return (Assertion.AFFIRMED if taken else Assertion.ORDERED), None


def _governing(reading: Reading, sentence: Sentence, target: Target) -> Target | None:
    """The cue nearest to a treatment on the side where it can govern it."""
    best: tuple[int, int, Target] | None = None
    for cue in sentence.of(*_CUES):
        if cue.first < target.last and target.first < cue.last:
            continue
        leads = cue.last <= target.first
        if (cue.value == "after" and leads) or (cue.value != "after" and not leads):
            continue
        apart = distance(reading, cue, target)
        if apart > (_ON_REACH if cue.value == "on" else _REACH) or (cue.value == "on" and target.value != "medication"):
            continue
        row = (apart + (2 if not leads else 0), cue.start, cue)
        if best is None or row[:2] < best[:2]:
            best = row
    return best[2] if best else None


def _is_for_spine(reading: Reading, sentence: Sentence, target: Target) -> bool:
    """Whether a treatment is for the back or leg: not given for, or into, something else named close by."""
    elsewhere = min((distance(reading, target, other) for other in _elsewhere(reading, sentence, target)), default=None)
    if elsewhere is None or elsewhere > _REASON_REACH:
        return True
    here = [problem for problem in spine_problems(reading, sentence)]
    here += [cue for cue in sentence.of("REGION", "LEVEL", "LEVEL_NAME") if part_of_cue(cue) is not Part.OTHER]
    return any(distance(reading, target, other) <= elsewhere for other in here)


def _elsewhere(reading: Reading, sentence: Sentence, target: Target) -> Iterator[Target]:
    yield from other_problems(reading, sentence)
    for cue in sentence.of("REGION", "LEVEL", "ARM", "ELSEWHERE"):
        if cue.label == "ELSEWHERE" or part_of_cue(cue) is Part.OTHER:
            yield cue
    if target.value == "injection":
        yield from (cue for cue in sentence.of("LEG") if cue.value in ("knee", "hip", "foot"))
