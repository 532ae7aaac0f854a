"""Onset, duration and course of the back or leg problem.

Source: annotation guide, chronicity; clarifications 9, 26 and 27.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rootnote.facts.attach import distance
from rootnote.facts.model import Assertion, Finding, FindingKind
from rootnote.facts.reading import Found, Reading, Sentence, Target
from rootnote.facts.topics import Topic, other_problems, spine_problems, topics

_SILENT = frozenset({"medications", "allergies", "family", "social", "risks", "instructions", "vitals", "administrative", "labs", "anesthesia"})
#: Sections in which only the course of a disorder is told, not when a complaint began.
_COURSE_ONLY = frozenset({"imaging", "findings", "emg", "exam", "plan", "procedure", "psh", "operative_findings"})
_TIMES = ("DURATION", "DATE", "WHEN")
#: Units of a time too short to be how long a problem lasts, unless it is so long ago.
_SHORT = frozenset({"minute", "minutes", "min", "hour", "hours", "hr", "hrs", "d", "w"})
_LOST = (Assertion.NEGATED, Assertion.HYPOTHETICAL, Assertion.FAMILY)
#: Tokens between a course and its disorder, a time and its problem, a time and the word that makes it an onset or a duration.
_COURSE_REACH = 7
_TIME_REACH = 18
_CUE_REACH = 5


def find_durations(reading: Reading, *, lumbar_context: bool = True) -> Found:
    """Statements of onset, duration or course of the back or leg problem; rejected are those of something else.

    Without lumbar context (no lumbar condition in the note) nothing counts.
    """
    found: list[Finding] = []
    rejected: list[Finding] = []
    about = topics(reading)
    for sentence in reading.sentences:
        if sentence.section in _SILENT:
            continue
        problems = spine_problems(reading, sentence)
        others = (*other_problems(reading, sentence), *sentence.of("TREATMENT", "TIME_OF_OTHER", "DISC_SURGERY", "MODALITY", "EMG"))
        for targets, value in _statements(reading, sentence, about[sentence.number], problems, others):
            finding = Finding(FindingKind.DURATION, Assertion.AFFIRMED, reading.around(targets), sentence.section, targets[0].rule, severity=value)
            (found if lumbar_context else rejected).append(finding)
    return Found(tuple(found), tuple(rejected))


def _statements(
    reading: Reading, sentence: Sentence, topic: Topic | None, problems: Sequence[Target], others: Sequence[Target]
) -> Iterator[tuple[tuple[Target, ...], str | None]]:
    """The targets of each statement in a sentence, and its course word where it has one."""
    for course in sentence.of("COURSE"):
        if course.assertion not in _LOST and (problem := _nearest(reading, course, problems, _COURSE_REACH)) is not None:
            if _nearest(reading, course, others, distance(reading, course, problem) - 1) is None:
                yield (course, problem), course.value
    if sentence.section in _COURSE_ONLY or topic is not Topic.SPINE:
        return
    for time in sentence.of(*_TIMES):
        cues = [cue for cue in sentence.of("ONSET") if distance(reading, cue, time) <= _CUE_REACH]
        if time.assertion in _LOST or not (cues or time.value == "since"):
            continue
        if time.value in _SHORT and not any(cue.value == "start" for cue in sentence.of("ONSET")):
            continue
        starts = [cue for cue in sentence.of("ONSET") if cue.value in ("start", "since")]
        anchors = (*problems, *starts)
        if time.label != "DURATION" and not starts and time.value != "since" and not any(cue.value == "after" for cue in cues):
            continue
        anchor = _nearest(reading, time, anchors, _TIME_REACH)
        if anchor is None:
            continue
        if _nearest(reading, time, others, distance(reading, time, anchor) - 1) is None:
            yield tuple(sorted((anchor, time), key=lambda target: target.start)), None
    for event in sentence.of("EVENT"):
        if event.assertion in _LOST:
            continue
        cues = [cue for cue in sentence.of("ONSET") if cue.value in ("start", "since", "after") and distance(reading, cue, event) <= 8]
        if event.value == "act" and sentence.section != "ros" or cues:
            yield (*cues[:1], event), None


def _nearest(reading: Reading, target: Target, others: Sequence[Target], reach: int) -> Target | None:
    best = min(((distance(reading, target, other), other.start, other) for other in others if other is not target), default=None, key=lambda row: row[:2])
    return best[2] if best is not None and best[0] <= reach else None
