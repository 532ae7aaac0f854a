"""Onset, duration and course of the back or leg problem.

Source: annotation guide, chronicity; clarifications 9, 26 and 27.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from rootnote.facts.attach import distance
from rootnote.facts.mentions import FINAL
from rootnote.facts.model import Assertion, Finding, FindingKind
from rootnote.facts.reading import Found, Reading, Sentence, Target
from rootnote.facts.small_words import small_words
from rootnote.facts.topics import Topic, is_all_elsewhere, other_problems, spine_problems, topics
from rootnote.facts.treatment import is_treatment

_SILENT = frozenset({"medications", "allergies", "family", "social", "risks", "instructions", "vitals", "labs", "anesthesia"})
#: Sections in which only the course of a disorder is told, not when a complaint began; and those that tell more of what was done.
_COURSE_ONLY = frozenset({"plan", "psh", "operative_findings", "administrative"})
_TOLD = frozenset({"none", "hpi", "chief_complaint"})
_DEEDS = frozenset({"procedure", "imaging", "findings", "emg", "exam"})
_TIMES = ("DURATION", "DATE", "WHEN")
#: What says that something began, and of it the verbs, which say of what.
_STARTS, _VERB = frozenset({"start", "begin", "worse", "since"}), "begin"
_OTHERS = ("TREATMENT", "TIME_OF_OTHER", "DISC_SURGERY", "MODALITY", "EMG")
#: The rules of the British short forms, "3/52" and "6/12 hx", which hold the words that make them durations.
_BRITISH = frozenset({"duration.fifty_two", "duration.twelve", "duration.seven"})
#: Units of a time too short to be how long a problem lasts, unless it is so long ago.
_SHORT = frozenset({"minute", "minutes", "min", "hour", "hours", "hr", "hrs"})
_LOST = (Assertion.NEGATED, Assertion.HYPOTHETICAL, Assertion.FAMILY)
#: Tokens from a course to the disorder after it and before it, from a time to its problem, its cue and what else it could be of.
_COURSE_REACH, _COURSE_BACK, _TIME_REACH, _CUE_REACH, _OTHER_REACH = 10, 12, 20, 5, 8
#: Tokens from an event to the word that makes it a beginning, or to its date.
_EVENT_REACH = 8
#: Joints, whose trouble is their own.
_JOINTS = frozenset({"hip", "knee", "ankle"})
#: Tokens between two complaints of one list.
_LIST_REACH = 6
#: Tokens between a verb of beginning and what began, and the characters read on either side of it.
_BESIDE, _SPAN = 2, 60
_PAUSE = re.compile(r"\s*(?:,|and\b|but\b)", re.I)
_AFTER_COMMA = re.compile(r",\s*(?:(?:for|x|over|now|about|approximately|almost|nearly|at least|more than|the past|the last)\s+)*$", re.I)
_ALONE_BEFORE = re.compile(r"(?:^|[,;:(~<>≥–—-])\s*(?:\w+\.?\s+)?$")
_ALONE_AFTER = re.compile(r"\s*(?:[,;.)–—-]|$)")
_DIGIT_SOON = re.compile(r"\W{0,4}(?:\w{3,9}\W{0,2})?\d")
_OPENING = re.compile(r"\W*(?:\w+[\s,:<>~–—-]+){0,2}")
#: What may stand behind a length of time that is all a sentence says.
_ENDS = re.compile(r"\s*(?:[;.)]|$)")
#: What may stand between the name of a field and the time in it: "Duration: 8 weeks", "Duration ...... 8 weeks", "| Duration | 8 weeks |".
_LEADER = re.compile(r"\s*(?:[:=|–—-]|\.{2,}|…)[\s.…:|]*")
#: What joins a problem to the length of time that it has lasted: "back pain of several weeks".
_LASTING = re.compile(r"\s*(?:of\s+)?(?:(?:about|around|some|approximately|roughly|nearly|over|only|the past|the last)\s+)*", re.I)
#: What joins a length of time to the problem behind it, and the tokens between them.
_OF, _OF_REACH = re.compile(r"\.?\s+(?:\w+\s+){0,2}?of\b", re.I), 8
#: A day written with its month only: "began 1/15".
_WORD = re.compile(r"[^\W_]+|[,;:]")
_DAY = re.compile(r":?\s*(?:(?:on|in|or|about|around|approximately|~)\s*)*(?:\d{1,2}/\d{1,2}(?![\d/])|['’]\d{2}\b)")


class Clause(NamedTuple):
    """The part of a sentence between semicolons: its targets, the problems it names, and what else a time in it could be of."""

    sentence: Sentence
    targets: tuple[Target, ...]
    problems: tuple[Target, ...]
    others: tuple[Target, ...]
    topic: Topic | None

    @property
    def about_spine(self) -> bool:
        """Whether it speaks of the back or leg problem."""
        return self.topic is Topic.SPINE

    def of(self, *labels: str) -> Iterator[Target]:
        """The targets with one of some labels."""
        return (target for target in self.targets if target.label in labels)


class Statement(NamedTuple):
    """A statement of time or course: its targets in order, and the word for the course where it has one."""

    targets: tuple[Target, ...]
    course: str | None = None


def find_durations(reading: Reading, *, lumbar_context: bool = True) -> Found:
    """Statements of onset, duration or course of the back or leg problem; all are rejected without lumbar context in the note."""
    found: list[Finding] = []
    about = topics(reading)
    for sentence in reading.sentences:
        if sentence.section in _SILENT or not sentence.has("COURSE", "EVENT", "ONSET", *_TIMES):
            continue
        for clause in _clauses(reading, sentence, about[sentence.number]):
            for targets, course in _statements(reading, clause):
                evidence = reading.around(targets)
                found.append(
                    Finding(FindingKind.DURATION, Assertion.AFFIRMED, evidence, sentence.section, targets[0].rule, severity=course)
                )
    return Found(tuple(found)) if lumbar_context and not is_all_elsewhere(reading) else Found((), tuple(found))


def _clauses(reading: Reading, sentence: Sentence, topic: Topic | None) -> Iterator[Clause]:
    problems = spine_problems(reading, sentence)
    named = (other for other in sentence.of(*_OTHERS) if other.label != "TREATMENT" or is_treatment(reading, other))
    others = tuple(dict.fromkeys([*other_problems(reading, sentence), *named]))
    text = reading.text[sentence.start : sentence.end]
    bounds = [sentence.start, *(sentence.start + match.start() for match in re.finditer(";", text)), sentence.end]
    for start, end in pairwise(bounds):

        def inside(targets: Iterable[Target], start: int = start, end: int = end) -> tuple[Target, ...]:
            return tuple(target for target in targets if start <= target.start < end)

        yield Clause(sentence, inside(sentence.targets), inside(problems), inside(others), topic)


def _statements(reading: Reading, clause: Clause) -> Iterator[Statement]:
    yield from _courses(reading, clause)
    section = clause.sentence.section
    if clause.topic is None and section not in _COURSE_ONLY:
        yield from _labelled(reading, clause)
    if section in _COURSE_ONLY or not clause.about_spine or (section in _DEEDS and not clause.problems):
        return
    yield from _times(reading, clause)
    yield from _events(reading, clause)
    yield from _since(reading, clause)
    yield from _labelled(reading, clause)
    for cue in _starts(reading, clause):
        if _DAY.match(reading.text, cue.end):
            yield Statement((cue,))


def _labelled(reading: Reading, clause: Clause) -> Iterator[Statement]:
    """A date of onset or injury under a label of its own, which may stand before any problem is named: "DATE OF INJURY: 1/11"."""
    for cue in clause.of("ONSET"):
        if cue.value == "dated" and _DIGIT_SOON.match(reading.text, cue.end):
            yield Statement((cue,))


def _courses(reading: Reading, clause: Clause) -> Iterator[Statement]:
    """A word for the course beside the disorder it is said of."""
    for course in clause.of("COURSE"):
        if course.assertion in _LOST:
            continue
        near = [(distance(reading, course, problem), problem) for problem in clause.problems]
        near = [(apart, p) for apart, p in near if apart <= (_COURSE_REACH if p.start > course.start else _COURSE_BACK)]
        apart, problem = min(near, key=lambda row: row[0], default=(0, None))
        if problem is not None and not _claimed(reading, clause, course, apart):
            yield Statement(_ordered(course, problem), course.value)
        elif (
            not clause.problems
            and clause.about_spine
            and (_refers_back(clause, course) or _remarks(reading, clause, course))
            and not _claimed(reading, clause, course, _OTHER_REACH)
        ):
            yield Statement((course,), course.value)


def _refers_back(clause: Clause, course: Target) -> bool:
    """Whether a course is told of what the sentence before named: "It has come and gone for years."."""
    return clause.sentence.section in _TOLD and any(
        word.last <= course.first <= word.last + _COURSE_REACH for word in clause.of("REFER", "ANAPHOR")
    )


def _remarks(reading: Reading, clause: Clause, course: Target) -> bool:
    """Whether a course opens a remark on the diagnosis named last before it: "Lumbar radiculitis, left. Subacute, improving."."""
    sentence = clause.sentence
    text = reading.text[sentence.start : sentence.end]
    opens = course.start == sentence.start + len(text) - len(text.lstrip())
    return opens and sentence.section in FINAL and _diagnosed_before(reading)[sentence.number]


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
    starts = _starts(reading, clause)
    for time in clause.of(*_TIMES):
        if time.assertion in _LOST or (time.value in _SHORT and not starts and not any(clause.of("EVENT"))):
            continue
        labels = [cue for cue in onsets if _is_label(reading, cue, time)]
        near = labels or [cue for cue in onsets if distance(reading, cue, time) <= _CUE_REACH]
        if time.label == "DURATION":
            said = (
                bool(near)
                or _lasts(reading, clause, time)
                or any(_overlap(course, time) for course in clause.of("COURSE"))
                or _stands_alone(reading, clause.sentence, time)
            )
        else:
            said = time.value == "since" or bool(starts) or any(cue.value in ("after", "status") for cue in near)
        if not said:
            continue
        starts_here = [start for start in starts if not _overlap(start, time)]
        anchors = [(distance(reading, time, anchor), anchor) for anchor in (*clause.problems, *starts_here)]
        apart, anchor = min(anchors, key=lambda row: row[0], default=(_TIME_REACH + 1, None))
        if anchor is not None and apart <= _TIME_REACH:
            if anchor.value in ("start", _VERB) or not _claimed(reading, clause, time, apart if clause.problems else _OTHER_REACH):
                yield Statement(_ordered(anchor, time))
        elif _claimed(reading, clause, time, _OTHER_REACH):
            continue
        elif _is_remark(reading, clause, time, near):
            yield Statement((time,))  # "2 yrs, creeping up."
        elif labels or _carried(reading, clause, time, near) or _limits(clause, time):
            yield Statement(_ordered(*near[:1], time))


def _starts(reading: Reading, clause: Clause) -> list[Target]:
    """The words that say that something began, but for those of something else."""
    return [cue for cue in clause.of("ONSET") if cue.value in _STARTS and not _of_other(clause, cue) and _is_ours(reading, clause, cue)]


def _is_ours(reading: Reading, clause: Clause, start: Target) -> bool:
    """Whether what began is the problem: named in the clause, or gone on with by "it" or no word at all, and not "bleeding began".

    After a person ("he developed ...") what comes next says it.
    """
    ailing = any(cue.value == "ailing" for cue in clause.of("ONSET"))
    if start.value not in (_VERB, "since") or clause.problems or ailing:
        return True
    words = small_words()
    before = [word.lower() for word in _WORD.findall(reading.text, max(clause.sentence.start, start.start - _SPAN), start.start)]
    subject = next((word for word in reversed(before) if word not in words.beside_verb), ",")
    if subject in words.person and start.value == _VERB:
        after = [word.lower() for word in _WORD.findall(reading.text, start.end, min(clause.sentence.end, start.end + _SPAN))]
        thing = next((word for word in after if word not in words.beside_verb), ",")
        named = any(0 <= t.first - start.last <= _BESIDE for t in clause.of("SYMPTOM", *_TIMES))
        return named or thing in words.begins or thing[0].isdigit()
    return subject in words.began or any(0 <= start.first - t.last <= _BESIDE for t in clause.of("SYMPTOM", "LEG", "REGION", "REFER"))


def _lasts(reading: Reading, clause: Clause, time: Target) -> bool:
    """Whether a time is the length of a problem named beside it: "back pain of several weeks", "back pain two months", "8 mos. of pain"."""
    for problem in clause.problems:
        if problem.end <= time.start and _LASTING.fullmatch(reading.text, problem.end, time.start):
            return True
        if 0 <= problem.first - time.last <= _OF_REACH and _OF.match(reading.text, time.end):
            return True
    return False


def _overlap(one: Target, other: Target) -> bool:
    return one.first < other.last and other.first < one.last


def _of_other(clause: Clause, start: Target) -> bool:
    """Whether it is something else that began: what stands right beside the verb ("gabapentin was started", "began smoking")."""
    if start.value == "since" and any(0 <= event.first - start.last <= _BESIDE for event in clause.of("EVENT")):
        return False  # "since her operation"
    return any(0 <= other.first - start.last <= _BESIDE or 0 <= start.first - other.last <= _BESIDE for other in clause.others)


def _is_remark(reading: Reading, clause: Clause, time: Target, near: Sequence[Target]) -> bool:
    """Whether a length of time opens a history's sentence, but for a word or two: not the age in "Re: Mrs Smith, 71 years".

    With a word of time it is all that the sentence says ("Present x several years.").
    """
    if clause.sentence.section not in _TOLD or not (time.label == "DURATION" or time.value == "since"):
        return False
    opens = _OPENING.fullmatch(reading.text, clause.sentence.start, time.start) and not _OF.match(reading.text, time.end)
    onsets = list(clause.of("ONSET"))
    before = [t for t in clause.targets if t.start < time.start and not any(_overlap(t, cue) for cue in onsets)]
    return bool(opens) and not before and (not near or _ENDS.match(reading.text, time.end, clause.sentence.end) is not None)


def _is_label(reading: Reading, cue: Target, time: Target) -> bool:
    """Whether a cue is the name of the field that a time stands in: "Duration: 8 weeks"."""
    leader = _LEADER.match(reading.text, cue.end)
    return leader is not None and leader.end() == time.start


def _carried(reading: Reading, clause: Clause, time: Target, near: Sequence[Target]) -> bool:
    """Whether a clause without a problem of its own goes on about the one before ("It lasted a month.", "He struggled for a month.")."""
    joints = [place for place in clause.of("LEG") if place.value in _JOINTS]
    of_arm = bool(joints or any(clause.of("ARM"))) and not any(place not in joints for place in clause.of("LEG"))
    ailing = any(cue.value == "ailing" for cue in clause.of("ONSET"))
    words = [word for word in clause.of("REFER", "ANAPHOR", "SYMPTOM", "REGION", "LEG") if word.start < time.start and word not in joints]
    timed = bool(near) or _stands_alone(reading, clause.sentence, time)
    return timed and not of_arm and (ailing or bool(words))


def _limits(clause: Clause, time: Target) -> bool:
    """Whether a time is how long the problem has kept the patient from an activity: "for two years he could not sit"."""
    return any(_is_limit(clause, time, other) for other in clause.others if other.value == "activity")


def _events(reading: Reading, clause: Clause) -> Iterator[Statement]:
    """An event that started the problem, by what kind of event it is.

    What happened to the patient counts as it stands, an accident after a word of time, an activity after a word of time or with a date,
    an operation where the pain is said to have come after it, a mere movement only where the text says that something began. What makes the
    pain worse is no event.
    """
    onsets = list(clause.of("ONSET"))
    starts = _starts(reading, clause)
    ago = [cue for cue in onsets if cue.value == "ago"]
    dated = [*clause.of("DATE", "WHEN"), *(time for time in clause.of("DURATION") if any(0 <= cue.first - time.last <= 1 for cue in ago))]
    happened = any(event.value == "act" for event in clause.of("EVENT"))
    for event in clause.of("EVENT"):
        if event.assertion in (Assertion.NEGATED, Assertion.HYPOTHETICAL) or _aggravates(reading, clause, event):
            continue
        after = [cue for cue in onsets if cue.value in ("after", "status") and cue.last <= event.first]
        beside = [cue for cue in (*starts, *after, *dated) if distance(reading, cue, event) <= _EVENT_REACH]
        if event.value == "act":
            counts = clause.sentence.section != "ros"
        elif event.value == "operation":
            counts = any(cue in starts or (cue.value == "after" and bool(clause.problems)) for cue in beside)
        elif event.value == "strain":
            counts = happened or any(cue in starts or cue in dated for cue in beside)
        else:
            counts = bool(beside)
        if counts:
            dates = [cue for cue in beside if cue in dated]
            yield Statement(_ordered(*dict.fromkeys([event, *beside[:1], *dates[:1]])))  # "Nine weeks ago, while lifting"


def _since(reading: Reading, clause: Clause) -> Iterator[Statement]:
    """Any event that the problem is said to have been there since: "low back pain since the army", and not "better since the spring"."""
    words = small_words()
    for cue in clause.of("ONSET"):
        if cue.value != "since" or not cue.text.lower().endswith("since"):
            continue
        after = _WORD.search(reading.text, cue.end, clause.sentence.end)
        before = {word.lower() for word in _WORD.findall(reading.text, max(clause.sentence.start, cue.start - _SPAN), cue.start)}
        named = [problem for problem in clause.problems if 0 <= cue.first - problem.last <= _COURSE_REACH]
        other = any(0 <= thing.first - cue.last <= _CUE_REACH for thing in clause.others)
        if named and after and after.group().lower() in words.determiner and not other and words.eased.isdisjoint(before):
            yield Statement((named[-1], cue))


def _aggravates(reading: Reading, clause: Clause, event: Target) -> bool:
    return any(cue.last <= event.first and distance(reading, cue, event) <= _EVENT_REACH for cue in clause.of("AGGRAVATES"))


def _claimed(reading: Reading, clause: Clause, target: Target, apart: int) -> bool:
    """Whether something else stands nearer to a time or course than the problem does, this many tokens away."""
    return any(
        distance(reading, target, other) < apart
        and not (
            _listed_with_problem(reading, clause, other) or _is_apart(reading, clause, target, other) or _is_limit(clause, target, other)
        )
        for other in clause.others
        if other is not target
    )


def _is_apart(reading: Reading, clause: Clause, time: Target, other: Target) -> bool:
    """Whether something else is not what a time is of: after "since", or with a comma or "and" between ("by sitting, for 2 years").

    What stands before "reported that" is of the one who reports.
    """
    if time.label not in _TIMES:
        return False
    if other.last <= time.first:
        if any(clause.sentence.between(other, time, "REPORTED")):
            return True
        return other.label == "TIME_OF_OTHER" and _AFTER_COMMA.search(reading.text[other.end : time.start]) is not None
    return time.value == "since" or _PAUSE.match(reading.text, time.end) is not None


def _is_limit(clause: Clause, time: Target, other: Target) -> bool:
    """Whether an activity is one that the problem limits, and the time that of the limit: "for two years he has been unable to sit"."""
    limits = (result for result in clause.of("RESULT") if result.value in ("able", "unable"))
    return time.label in _TIMES and any(time.last <= result.first and result.last <= other.first for result in limits)


def _listed_with_problem(reading: Reading, clause: Clause, other: Target) -> bool:
    """Whether another complaint is named in one breath with the back or leg problem ("neck and low back pain since the accident")."""
    return other.label == "OTHER_PROBLEM" and any(distance(reading, other, problem) <= _LIST_REACH for problem in clause.problems)


def _stands_alone(reading: Reading, sentence: Sentence, time: Target) -> bool:
    """Whether a time is an item of its own between commas or brackets, or a multiple ("LBP, 2 yrs, no leg pain", "LBP x3d")."""
    if time.text[0] in "xX" or time.rule in _BRITISH:
        return True
    before = reading.text[sentence.start : time.start]
    return _ALONE_BEFORE.search(before) is not None and _ALONE_AFTER.match(reading.text, time.end, sentence.end) is not None


def _ordered(*targets: Target) -> tuple[Target, ...]:
    return tuple(sorted(targets, key=lambda target: target.start))
