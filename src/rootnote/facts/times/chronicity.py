"""Onset, duration and course of the back or leg problem.

Source: annotation guide, chronicity; clarifications 9, 26 and 27.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from rootnote.facts.attach import distance
from rootnote.facts.causes.put_down import is_of_feet
from rootnote.facts.model import Assertion, Finding, FindingKind
from rootnote.facts.note.topics import (
    Topic,
    is_all_elsewhere,
    is_leg_elsewhere,
    is_of_arm,
    is_of_back,
    other_problems,
    spine_problems,
    topics,
)
from rootnote.facts.reading import Found, Reading, Sentence, Target, follows
from rootnote.facts.symptoms.places import TRUE_JOINTS
from rootnote.facts.times.claims import OTHER_REACH, SHORT, claimed, is_since_operation, limits
from rootnote.facts.times.courses import LOST, courses, is_of_joint, references
from rootnote.facts.times.lasting import OF, is_label, is_of_relief, lasts, place_before, stands_alone
from rootnote.facts.times.onset_columns import dated_rows
from rootnote.facts.times.onsets import (
    VERB,
    Clause,
    Statement,
    days_of_start,
    events,
    is_dated_elsewhere,
    labelled,
    ordered,
    overlap,
    since_events,
    starts_of,
    thighs_with_joints,
    told_starts,
)
from rootnote.facts.times.time_words import time_words
from rootnote.facts.treatment.treatment import is_treatment
from rootnote.facts.wording import has_word
from rootnote.language.categories import STORY, STUDIED, UNASSERTED
from rootnote.language.labels import COMPLAINTS, LEG_PARTS, SPINE_TROUBLES, SYMPTOMS, TIMES

_SILENT = UNASSERTED | {"medications", "allergies", "social", "vitals", "labs", "anesthesia"}
#: Sections in which only the course of a disorder is told, not when a complaint began; and those that tell more of what was done.
_COURSE_ONLY = frozenset({"plan", "psh", "operative_findings", "administrative"})
_FORMS = frozenset({"administrative"})
_DEEDS = STUDIED | {"procedure", "findings", "exam"}
_OTHERS = ("TREATMENT", "TIME_OF_OTHER", "DISC_SURGERY", "DEED", "MODALITY", "EMG")
#: What goes on with a problem at the start of a sentence.
_ON_PROBLEM = re.compile(
    r"\s*(?:(?:it|this|these|they|that)\s+(?:first\s+)?(?:has|have|had|began|started|came|appeared|dates?|developed)\b"
    r"|(?:the|his|her|these|this)\s+(?:pains?|symptoms?|complaints?|problems?|trouble|numbness|weakness)\s+(?:has|have|had|began|started|came|developed)\b)",
    re.I,
)
#: The same behind a time that opens the clause: "Five years ago this was a nuisance", and not "a year ago it was found that".
_THEN_IT = re.compile(
    r"\s*(?:,\s*)?(?:it|this|these|they|that|(?:his|her|the)\s+(?:legs?|back|feet|pains?|symptoms?|problems?|trouble))"
    r"\s+(?:has|have|had|was|were)\s+"
    r"(?!(?:been\s+)?(?:found|decided|discovered|noted|noticed|thought|felt|recommended|suggested|learned|seen|said|necessary|clear|possible)\b)",
    re.I,
)
#: Tokens from a time to its problem and to its cue.
_TIME_REACH, _CUE_REACH = 20, 5
#: What is felt, and the place by which a fall is told before it is told what hurts: "landed on his buttocks".
_FELT, _SEAT = COMPLAINTS | {"SCIATICA"}, "buttock"
_OPENING = re.compile(r"\W*(?:\w+[\s,:<>~–—-]+){0,2}")
#: What may stand behind a length of time that is all a sentence says, but for what it has been since: "x 3 mo since a fall".
_ENDS = re.compile(r"\s*(?:[;.)]|$|(?:ever\s+)?since\b)", re.I)
#: How a patient came upon a problem, before the time at which it was: "he woke two weeks ago with the foot dragging".
_CAME_UPON = re.compile(
    r"\b(?:woke|awoke|wakened|awakened|got up|noticed|noted|found|realized|realised|discovered|became aware)\s+"
    r"(?:(?:up|about|some|around|roughly|approximately|nearly|over|only|just)\s+)*$",
    re.I,
)
#: What tells a time before now; characters on either side of it that are read.
_AGO, _SPAN = re.compile(r"\s*ago\b", re.I), 60
#: What counts hours up to now, and the characters that it stands in.
_COUNTED, _COUNTED_SPAN = re.compile(r"(?:\bx|×|\bpast|\blast)\s*$", re.I), 6
#: Sentences behind what happened in which the trouble that it left is told.
_SOON = 3


def find_durations(reading: Reading, *, lumbar_context: bool, image_report: bool = False) -> Found:
    """Statements of onset, duration or course of the back or leg problem; all are rejected without lumbar context in the note.

    In an ``image_report`` a time since which something is there, outside of the patient's story, is that of an earlier image, but for
    a time since which something hurts, which no image shows.
    """
    found: list[Finding] = []
    about = topics(reading)
    elsewhere = is_leg_elsewhere(reading)
    for sentence in reading.sentences:
        if sentence.section in _SILENT or not sentence.has("COURSE", "EVENT", "ONSET", *TIMES) or is_of_arm(reading, sentence):
            continue
        for clause in _clauses(reading, sentence, about[sentence.number]):
            of_feet = is_of_feet(reading, sentence)
            for targets, course in _statements(reading, clause):
                if image_report and course is None and _is_of_earlier_image(sentence, targets):
                    continue
                if (elsewhere or of_feet) and _is_of_leg_elsewhere(reading, clause, targets):
                    continue
                evidence = reading.around(targets)
                found.append(
                    Finding(FindingKind.DURATION, Assertion.AFFIRMED, evidence, sentence.section, targets[0].rule, severity=course)
                )
    found.extend(
        Finding(FindingKind.DURATION, Assertion.AFFIRMED, reading.around(row), reading.sentence_of(row[1]).section, row[1].rule)
        for row in dated_rows(reading)
    )
    return Found(tuple(found)) if lumbar_context and not is_all_elsewhere(reading) else Found((), tuple(found))


def _is_of_earlier_image(sentence: Sentence, targets: Sequence[Target]) -> bool:
    """Whether a time since which something is there, in the report of an image, is that of an earlier one: outside of the story, unfelt."""
    since = any(one.value == "since" for one in targets)
    return since and sentence.section not in STORY and not any(one.label in _FELT for one in targets)


def _is_of_leg_elsewhere(reading: Reading, clause: Clause, targets: Sequence[Target]) -> bool:
    """Whether a statement is of a trouble of the leg and of none of the back: "numbness in both feet for two years".

    What it names decides, else what its clause names, else the problem named last before it.
    """
    start, end = targets[0].first, targets[-1].last
    held = [target for target in clause.of(*SYMPTOMS, *SPINE_TROUBLES) if start <= target.first < end] or list(clause.problems)
    if not held and any(clause.of(*LEG_PARTS)) and not any(clause.of("REGION")):
        return True  # "the feet burn for two years"
    held = held or list(_named_before(reading)[clause.sentence.number])
    return bool(held) and not any(is_of_back(reading, target) for target in held)


@lru_cache(maxsize=1)
def _named_before(reading: Reading) -> tuple[tuple[Target, ...], ...]:
    """For each sentence what the last one before it names that names a problem, within its section."""
    named: list[tuple[Target, ...]] = []
    last: tuple[Target, ...] = ()
    section = ""
    for sentence in reading.sentences:
        last, section = last if sentence.section == section else (), sentence.section
        named.append(last)
        last = tuple(spine_problems(reading, sentence)) or last
    return tuple(named)


def _clauses(reading: Reading, sentence: Sentence, topic: Topic | None) -> Iterator[Clause]:
    """The parts of a sentence between semicolons, in order, each with its problems and what else a time in it could be of."""
    problems = ordered(*spine_problems(reading, sentence), *thighs_with_joints(sentence))
    named = (other for other in sentence.of(*_OTHERS) if other.label != "TREATMENT" or is_treatment(reading, other))
    others = tuple(dict.fromkeys(other for other in (*other_problems(reading, sentence), *named) if not _is_part_of_cue(sentence, other)))
    text = reading.text[sentence.start : sentence.end]
    bounds = [sentence.start, *(sentence.start + match.start() for match in re.finditer(";", text)), sentence.end]
    for start, end in pairwise(bounds):
        yield Clause(sentence, _within(sentence.targets, start, end), _within(problems, start, end), _within(others, start, end), topic)


def _within(targets: Iterable[Target], start: int, end: int) -> tuple[Target, ...]:
    """Those of some targets that begin between two characters."""
    return tuple(target for target in targets if start <= target.start < end)


def _is_part_of_cue(sentence: Sentence, other: Target) -> bool:
    """Whether what a time could be of is a word of what tells the time: the course of "over the course of a year"."""
    return any(cue.start <= other.start and other.end <= cue.end for cue in sentence.of("ONSET"))


def _statements(reading: Reading, clause: Clause) -> Iterator[Statement]:
    """The statements of course and time that a clause makes of the back or leg problem; no time where it dates something else."""
    yield from courses(reading, clause)
    if is_dated_elsewhere(reading, clause):
        return
    section = clause.sentence.section
    if clause.topic is None and section not in _COURSE_ONLY - _FORMS:
        yield from labelled(reading, clause)
    if clause.topic is None and section in STORY and _hurts_next(reading, clause.sentence):
        yield from events(reading, clause)
    if section in _COURSE_ONLY or not clause.about_spine or (section in _DEEDS and not clause.problems and not _goes_on(reading, clause)):
        return
    yield from _times(reading, clause)
    yield from events(reading, clause)
    yield from since_events(reading, clause)
    yield from told_starts(reading, clause)
    yield from labelled(reading, clause)
    yield from days_of_start(reading, clause)


def _hurts_next(reading: Reading, sentence: Sentence) -> bool:
    """Whether a sentence that names no problem stands before those of what hurts since: "A crash in May. The neck ..., the low back ...".

    The back must be among it. One that names what was hurt tells of that.
    """
    behind = reading.sentences[sentence.number + 1 : sentence.number + 1 + _SOON]
    told = (problem for one in behind if one.section == sentence.section for problem in spine_problems(reading, one))
    elsewhere = sentence.has("ARM", "REGION", "ELSEWHERE") or any(place.value != _SEAT for place in sentence.of("LEG"))
    return not elsewhere and any(problem.assertion is Assertion.AFFIRMED for problem in told)


def _goes_on(reading: Reading, clause: Clause) -> bool:
    """Whether a sentence goes on with the problem of the one before, as the story over a procedure does: "It began in May."."""
    before = reading.sentences[max(0, clause.sentence.number - 1)]
    told = before.section == clause.sentence.section != "exam" and any(spine_problems(reading, before))
    return told and _ON_PROBLEM.match(reading.text, clause.sentence.start) is not None


def _times(reading: Reading, clause: Clause) -> Iterator[Statement]:
    """A length of time, or a date, with the problem that lasts it or began then."""
    onsets = list(clause.of("ONSET"))
    starts = starts_of(reading, clause)
    for time in clause.of(*TIMES):
        if time.assertion in LOST or (time.value in SHORT and not _is_short_onset(reading, clause, starts, time)):
            continue
        if is_since_operation(clause, time) and all(start.value == "since" for start in starts):
            continue
        place = place_before(reading, clause, time)
        if place is not None:
            yield Statement((place, time))
            continue
        labels = [cue for cue in onsets if is_label(reading, cue, time)]
        near = labels or [cue for cue in onsets if distance(reading, cue, time) <= _CUE_REACH]
        if not _is_timed(reading, clause, time, starts, near) or is_of_relief(reading, clause, time):
            continue
        apart, anchor = _nearest_anchor(reading, clause, time, starts)
        if anchor is not None and apart <= _TIME_REACH:
            if _is_of_anchor(reading, clause, time, anchor, apart):
                yield Statement(ordered(anchor, time))
        elif claimed(reading, clause, time, OTHER_REACH):
            continue
        elif _is_remark(reading, clause, time, near):
            yield Statement((time,))  # "2 yrs, creeping up."
        elif labels or _carried(reading, clause, time, near) or limits(reading, clause, time):
            yield Statement(ordered(*near[:1], time))


def _is_timed(reading: Reading, clause: Clause, time: Target, starts: Sequence[Target], near: Sequence[Target]) -> bool:
    """Whether something is told to have lasted a time, or to have begun then, by the cues ``near`` it or by where it stands."""
    if time.label != "DURATION":
        return time.value == "since" or bool(starts) or any(cue.value in ("after", "status") for cue in near)
    if near or lasts(reading, clause, time) or any(overlap(course, time) for course in clause.of("COURSE")):
        return True
    return stands_alone(reading, clause.sentence, time)


def _nearest_anchor(reading: Reading, clause: Clause, time: Target, starts: Sequence[Target]) -> tuple[int, Target | None]:
    """The problem or the word for a start that stands nearest to a time, with the tokens between; out of reach and None without one."""
    starts_here = [start for start in starts if not overlap(start, time)]
    anchors = [(distance(reading, time, anchor), anchor) for anchor in (*clause.problems, *starts_here)]
    return min(anchors, key=lambda row: row[0], default=(_TIME_REACH + 1, None))


def _is_of_anchor(reading: Reading, clause: Clause, time: Target, anchor: Target, apart: int) -> bool:
    """Whether a time is that of the problem or start so many tokens away, and of nothing that stands nearer."""
    own = lasts(reading, clause, time) and not any(time.last <= other.first < anchor.first for other in clause.others)
    return anchor.value in ("start", VERB) or own or not claimed(reading, clause, time, apart if clause.problems else OTHER_REACH)


def _is_short_onset(reading: Reading, clause: Clause, starts: Sequence[Target], time: Target) -> bool:
    """Whether hours are the time since something began, and no sitting: "began three hours ago", "some 20 hours after", "x 10 hrs"."""
    began = any(distance(reading, start, time) <= _CUE_REACH for start in starts)
    after = any(cue.value in ("ago", "after") and follows(cue, time, 1) for cue in clause.of("ONSET"))
    return began or (after and bool(starts)) or any(clause.of("EVENT")) or _is_count(reading, time)


def _is_count(reading: Reading, time: Target) -> bool:
    """Whether hours are counted up to now, as no sitting is: "x 10 hrs", "for the past 6 hours"."""
    return time.text[0] in "xX×" or _COUNTED.search(reading.text[max(0, time.start - _COUNTED_SPAN) : time.start]) is not None


def _is_remark(reading: Reading, clause: Clause, time: Target, near: Sequence[Target]) -> bool:
    """Whether a length of time opens a history's sentence, but for a word or two: not the age in "Re: Mrs Smith, 71 years".

    With a word of time it is all that the sentence says ("Present x several years.").
    """
    if clause.sentence.section not in STORY or not (time.label == "DURATION" or time.value == "since"):
        return False
    opens = _OPENING.fullmatch(reading.text, clause.sentence.start, time.start) and not OF.match(reading.text, time.end)
    onsets = list(clause.of("ONSET"))
    before = [t for t in clause.targets if t.start < time.start and not any(overlap(t, cue) for cue in onsets)]
    end = max([time.end, *(cue.end for cue in near if cue.value == "for" and -1 <= cue.first - time.last <= 1)])  # "9-mo hx."
    return bool(opens) and not before and (not near or _ENDS.match(reading.text, end, clause.sentence.end) is not None)


def _carried(reading: Reading, clause: Clause, time: Target, near: Sequence[Target]) -> bool:
    """Whether a clause without a problem of its own goes on about the one before ("It lasted a month.", "He struggled for a month.")."""
    ailing = any(cue.value == "ailing" for cue in clause.of("ONSET"))
    named = [word for word in references(clause, "SYMPTOM", "REGION", "LEG", "FOR_BACK") if word.value not in TRUE_JOINTS]
    words = [word for word in named if word.start < time.start or any(overlap(word, cue) for cue in near)]
    start = max(clause.sentence.start, reading.text.rfind(";", clause.sentence.start, time.start))
    end = max([time.end, *(cue.end for cue in near if cue.value == "ago" and cue.first == time.last)])
    then = _OPENING.fullmatch(reading.text, start, time.start) is not None and _THEN_IT.match(reading.text, end) is not None
    timed = bool(near) or time.value == "since" or stands_alone(reading, clause.sentence, time)
    goes_on = ailing or then or bool(words) or (bool(named) and _is_come_upon(reading, clause, time, end))
    return timed and not is_of_joint(clause) and goes_on


def _is_come_upon(reading: Reading, clause: Clause, time: Target, end: int) -> bool:
    """Whether a time that ends at character ``end`` is when a patient came upon a problem: "he woke two weeks ago with the foot ..."."""
    if _AGO.match(reading.text, time.end) is None:
        return False
    if _CAME_UPON.search(reading.text[max(clause.sentence.start, time.start - _SPAN) : time.start]) is None:
        return False
    return not has_word(reading.text[end : min(end + _SPAN, clause.sentence.end)], time_words().eased)
