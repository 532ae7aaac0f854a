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
from rootnote.facts.conditions.mentions import NOT_OF_PATIENT
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
from rootnote.facts.times.claims import SHORT, claimed, is_since_operation, limits
from rootnote.facts.times.lasting import ALONE_AFTER, LASTING, OF, apart_over_places, is_of_relief, lasts, place_before
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
from rootnote.language.categories import FINAL, STORY, STUDIED, UNASSERTED
from rootnote.language.labels import COMPLAINTS, LEG_PARTS, SPINE_TROUBLES, SYMPTOMS, TIMES

_SILENT = UNASSERTED | {"medications", "allergies", "social", "vitals", "labs", "anesthesia"}
#: Sections in which only the course of a disorder is told, not when a complaint began; and those that tell more of what was done.
_COURSE_ONLY = frozenset({"plan", "psh", "operative_findings", "administrative"})
_FORMS = frozenset({"administrative"})
_DEEDS = STUDIED | {"procedure", "findings", "exam"}
_OTHERS = ("TREATMENT", "TIME_OF_OTHER", "DISC_SURGERY", "DEED", "MODALITY", "EMG")
#: The rules of the British short forms, "3/52" and "6/12 hx", which hold the words that make them durations.
_BRITISH = frozenset({"duration.fifty_two", "duration.twelve", "duration.seven"})
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
_LOST = NOT_OF_PATIENT | {Assertion.NEGATED}
#: Tokens from a course to the disorder after it and before it, from a time to its problem, its cue and what else it could be of.
_COURSE_REACH, _COURSE_BACK, _TIME_REACH, _CUE_REACH, _OTHER_REACH = 10, 12, 20, 5, 8
#: Tokens from a disorder to a course that closes what is listed of it, and the sections whose sentences list what a disorder is like.
_COURSE_APPENDED, _DESCRIBED = 40, FINAL | {"imaging", "findings"}
#: What is felt, and the place by which a fall is told before it is told what hurts: "landed on his buttocks".
_FELT, _SEAT = COMPLAINTS | {"SCIATICA"}, "buttock"
#: Tokens from "down to" to the joint that a pain goes to.
_PATH = 2
_ALONE_BEFORE = re.compile(r"(?:^|[,;:(~<>≥–—-])\s*(?:\w+\.?\s+)?$")
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
#: What may stand between the name of a field and the time in it: "Duration: 8 weeks", "Duration ...... 8 weeks", "| Duration | 8 weeks |".
_LEADER = re.compile(r"\s*(?:[:=|?–—-]|\.{2,}|…|(?<=:)(?=\s))[\s.…:|\"'“”‘’]*")
#: Names of a field that need no colon: "Duration roughly three years".
_FIELDS = frozenset({"duration", "dur"})
#: What counts hours up to now, and the characters that it stands in.
_COUNTED, _COUNTED_SPAN = re.compile(r"(?:\bx|×|\bpast|\blast)\s*$", re.I), 6
#: The values of what asks for a time or a course.
_ASKED = frozenset({"start", "for"})
#: Sentences behind what happened in which the trouble that it left is told.
_SOON = 3
_QUOTES = " \t\r\n\"'“”‘’"


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
                seen = image_report and sentence.section not in STORY and course is None and not any(one.label in _FELT for one in targets)
                if seen and any(one.value == "since" for one in targets):
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
    yield from _courses(reading, clause)
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


def _courses(reading: Reading, clause: Clause) -> Iterator[Statement]:
    """A word for the course beside the disorder it is said of."""
    for course in clause.of("COURSE"):
        if course.assertion in _LOST:
            continue
        back = _COURSE_APPENDED if _is_appended(reading, clause.sentence, course) else _COURSE_BACK
        near = [(apart_over_places(reading, clause, course, problem), problem) for problem in clause.problems]
        near = [(apart, p) for apart, p in near if apart <= (_COURSE_REACH if p.start > course.start else back)]
        apart, problem = min(near, key=lambda row: row[0], default=(0, None))
        if problem is not None and not claimed(reading, clause, course, apart):
            yield Statement(ordered(course, problem), course.value)
        elif (
            not clause.problems
            and clause.about_spine
            and (_refers_back(clause, course) or _remarks(reading, clause, course) or _answers(reading, clause, course))
            and not claimed(reading, clause, course, _OTHER_REACH)
        ):
            yield Statement((course,), course.value)


def _is_appended(reading: Reading, sentence: Sentence, course: Target) -> bool:
    """Whether a course is the last of what a diagnosis lists of one disorder: "L5-S1 protrusion, left paracentral, calcified, chronic"."""
    return sentence.section in _DESCRIBED and _stands_alone(reading, sentence, course)


def _refers_back(clause: Clause, course: Target) -> bool:
    """Whether a course is told of what the sentence before named: "It has come and gone for years."."""
    return (
        clause.sentence.section in STORY
        and not _is_of_joint(clause)
        and any(overlap(word, course) or follows(course, word, _COURSE_REACH) for word in _references(clause))
    )


def _answers(reading: Reading, clause: Clause, course: Target) -> bool:
    """Whether a course stands in the field that asks for it: "Onset: chronic", "Duration: longstanding"."""
    return any(cue.value in _ASKED and _is_label(reading, cue, course) for cue in clause.of("ONSET"))


def _is_of_joint(clause: Clause) -> bool:
    """Whether a clause names a joint or the arm and no other part of the leg: "he broke his ankle and it has swollen since".

    Not a joint that a pain goes to: "it goes down to the knee".
    """
    paths = list(clause.of("RADIATION"))
    joints = [place for place in clause.of("LEG") if place.value in TRUE_JOINTS and not any(follows(place, path, _PATH) for path in paths)]
    return bool(joints or any(clause.of("ARM"))) and not any(place not in joints for place in clause.of("LEG"))


def _references(clause: Clause, *labels: str) -> Iterator[Target]:
    """The words that refer back, or with some labels, but for those behind another disease: "had a cancer and is free of it"."""
    disease = next((other.last for other in clause.others if other.label == "OTHER_PROBLEM"), None)
    return (word for word in clause.of("REFER", "ANAPHOR", *labels) if disease is None or word.first < disease)


def _remarks(reading: Reading, clause: Clause, course: Target) -> bool:
    """Whether a course opens a remark on the problem named last before it: "Lumbar radiculitis, left. Subacute, improving."."""
    sentence = clause.sentence
    text = reading.text[sentence.start : sentence.end]
    opens = course.start == sentence.start + len(text) - len(text.lstrip(_QUOTES))
    return opens and sentence.section in FINAL | STORY and _diagnosed_before(reading)[sentence.number]


@lru_cache(maxsize=1)
def _diagnosed_before(reading: Reading) -> tuple[bool, ...]:
    """For each sentence, whether the problem named last before it in its section is that of the spine."""
    found: list[bool] = []
    section, diagnosed = "", False
    for sentence in reading.sentences:
        diagnosed = diagnosed and sentence.section == section
        section = sentence.section
        found.append(diagnosed)
        diagnosed = not any(other_problems(reading, sentence)) and (diagnosed or bool(spine_problems(reading, sentence)))
    return tuple(found)


def _times(reading: Reading, clause: Clause) -> Iterator[Statement]:
    """A length of time, or a date, with the problem that lasts it or began then."""
    onsets = list(clause.of("ONSET"))
    starts = starts_of(reading, clause)
    for time in clause.of(*TIMES):
        if time.assertion in _LOST or (time.value in SHORT and not _is_short_onset(reading, clause, starts, time)):
            continue
        if is_since_operation(clause, time) and all(start.value == "since" for start in starts):
            continue
        place = place_before(reading, clause, time)
        if place is not None:
            yield Statement((place, time))
            continue
        labels = [cue for cue in onsets if _is_label(reading, cue, time)]
        near = labels or [cue for cue in onsets if distance(reading, cue, time) <= _CUE_REACH]
        if time.label == "DURATION":
            said = (
                bool(near)
                or lasts(reading, clause, time)
                or any(overlap(course, time) for course in clause.of("COURSE"))
                or _stands_alone(reading, clause.sentence, time)
            )
        else:
            said = time.value == "since" or bool(starts) or any(cue.value in ("after", "status") for cue in near)
        if not said:
            continue
        if is_of_relief(reading, clause, time):
            continue
        starts_here = [start for start in starts if not overlap(start, time)]
        anchors = [(distance(reading, time, anchor), anchor) for anchor in (*clause.problems, *starts_here)]
        apart, anchor = min(anchors, key=lambda row: row[0], default=(_TIME_REACH + 1, None))
        if anchor is not None and apart <= _TIME_REACH:
            own = lasts(reading, clause, time) and not any(time.last <= other.first < anchor.first for other in clause.others)
            if anchor.value in ("start", VERB) or own or not claimed(reading, clause, time, apart if clause.problems else _OTHER_REACH):
                yield Statement(ordered(anchor, time))
        elif claimed(reading, clause, time, _OTHER_REACH):
            continue
        elif _is_remark(reading, clause, time, near):
            yield Statement((time,))  # "2 yrs, creeping up."
        elif labels or _carried(reading, clause, time, near) or limits(reading, clause, time):
            yield Statement(ordered(*near[:1], time))


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


def _is_label(reading: Reading, cue: Target, time: Target) -> bool:
    """Whether a cue is the name of the field that a time stands in: "Duration: 8 weeks", "How long: about 2 months"."""
    leader = _LEADER.match(reading.text, cue.end)
    start = leader.end() if leader is not None else cue.end
    named = leader is not None or cue.text.endswith(":") or cue.text.lower() in _FIELDS
    return named and cue.end <= time.start and (start == time.start or LASTING.fullmatch(reading.text, start, time.start) is not None)


def _carried(reading: Reading, clause: Clause, time: Target, near: Sequence[Target]) -> bool:
    """Whether a clause without a problem of its own goes on about the one before ("It lasted a month.", "He struggled for a month.")."""
    ailing = any(cue.value == "ailing" for cue in clause.of("ONSET"))
    named = [word for word in _references(clause, "SYMPTOM", "REGION", "LEG", "FOR_BACK") if word.value not in TRUE_JOINTS]
    words = [word for word in named if word.start < time.start or any(overlap(word, cue) for cue in near)]
    start = max(clause.sentence.start, reading.text.rfind(";", clause.sentence.start, time.start))
    end = max([time.end, *(cue.end for cue in near if cue.value == "ago" and cue.first == time.last)])
    then = _OPENING.fullmatch(reading.text, start, time.start) is not None and _THEN_IT.match(reading.text, end) is not None
    found = (
        bool(named)
        and _AGO.match(reading.text, time.end) is not None
        and _CAME_UPON.search(reading.text[max(clause.sentence.start, time.start - _SPAN) : time.start]) is not None
    )
    found = found and not has_word(reading.text[end : min(end + _SPAN, clause.sentence.end)], time_words().eased)
    timed = bool(near) or time.value == "since" or _stands_alone(reading, clause.sentence, time)
    return timed and not _is_of_joint(clause) and (ailing or then or found or bool(words))


def _stands_alone(reading: Reading, sentence: Sentence, time: Target) -> bool:
    """Whether a time is an item of its own between commas or brackets, or a multiple ("LBP, 2 yrs, no leg pain", "LBP x3d")."""
    if time.text[0] in "xX×" or time.rule in _BRITISH:
        return True
    before = reading.text[sentence.start : time.start]
    return _ALONE_BEFORE.search(before) is not None and ALONE_AFTER.match(reading.text, time.end, sentence.end) is not None
