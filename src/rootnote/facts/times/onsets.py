"""What began the back or leg problem: words of beginning, events, and the clause in which they are told.

Source: annotation guide, chronicity; clarification 27.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from rootnote.facts.attach import distance
from rootnote.facts.conditions.statement_words import statement_words
from rootnote.facts.model import Assertion
from rootnote.facts.note.topics import Topic
from rootnote.facts.reading import Reading, Sentence, Target, follows
from rootnote.facts.symptoms.place_words import place_words
from rootnote.facts.times.time_words import time_words
from rootnote.facts.wording import has_word
from rootnote.language.categories import OPERATIVE_DIAGNOSES
from rootnote.language.labels import LEVELS, SPINE_TROUBLES, TIMES

#: What says that something began, and of it the verbs, which say of what.
_STARTS, VERB = frozenset({"start", "begin", "worse", "since"}), "begin"
#: The rule of what hurts in the thigh, which may hold a joint named with it.
_THIGH = "leg_symptom.thigh"
#: The values of what tells that the patient does badly or can do less, in words that name no problem.
_FAILING = frozenset({"ailing", "limited", "hard"})
#: The value of what labels a date of onset or injury; what names the back, and the labels of what else was hurt, or the leg too.
_DATED = "dated"
_ELSEWHERE, _OURS = ("ARM", "ELSEWHERE", "OTHER_PROBLEM"), SPINE_TROUBLES | {"LEG", "LUMBAR_WORD", "FOR_BACK"}
#: The characters beside a part of the body in which it is told to be hurt.
_HURT = 20
#: Tokens from an event to the word that makes it a beginning, or to its date.
_EVENT_REACH = 8
#: What closes the heading of what an operation is done for.
_HEADED = re.compile(r"[^\S\n]*\)?[^\S\n]*(?::|[–-] |\n|$)")
#: Tokens between a verb of beginning and what began, and the characters read on either side of it.
_BESIDE, _SPAN = 2, 60
#: Tokens from a problem to the "since" that it has been there.
_SINCE_REACH = 10
#: The value of the slip of a vertebra, and what stands between it and its level.
_SLIP, _AT_LEVEL = "spondylolisthesis", re.compile(r"\s+(?:at|of)\s+")
#: What ends the part of a sentence that tells since when something is there.
_THEN_ENDS = re.compile(r"\s*(?:then\b\s*)?(?:[.,;)\n]|$)", re.I)
#: The value of words that name what happened when it began.
_FROM_THEN = "from then"
#: Tokens from "since" to something else that it could be of.
_OTHER_REACH = 5
#: Sentences in which what happened is told before a "since" that refers to it.
_STORY = 3
#: What joins an operation to what it was done for.
_FOR = frozenset({"for"})
#: The words behind what began, in which is told what the patient did then.
_BEHIND = re.compile(r"(?:\s+[a-z'’]+){2,9}", re.I)
_WORD = re.compile(r"[^\W_]+|[,;:]")
#: A day written with its month only: "began 1/15".
_DAY = re.compile(r":?\s*(?:(?:on|in|or|about|around|approximately|~)\s*)*(?:\d{1,2}/\d{1,2}(?![\d/])|['’]\d{2}\b)", re.I)
#: The same behind an injury, and not its score: "lumbar strain of 3/3", "lumbar strain 3/10".
_INJURED = re.compile(r"\s*(?:(?:on|of|from|dated)\s*)?\(?\d{1,2}/(?!(?:5|10)\b(?!/))\d{1,2}(?:/\d{2,4})?\b", re.I)
#: What stands before the number of a labelled date.
_DIGIT_SOON = re.compile(r"\W{0,4}(?:\w{3,9}\W{0,2})?\d")
#: The day of an accident, written with its month only: "MVA on 5/3", "MVA 5/3".
_ON_DAY = re.compile(r"\s+(?:(?:on|of|dated)\s+)?\d{1,2}/\d{1,2}(?![\d/])")
#: The name of what happened, or what the patient did: "since Vietnam", "since lifting a crate".
_NAME = re.compile(r"[A-Z][a-z]{2,}|[a-z]{3,}ing|[A-Z]{3,}ING")


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


def starts_of(reading: Reading, clause: Clause) -> list[Target]:
    """The words that say that something began, but for those of something else."""
    return [
        cue for cue in clause.of("ONSET") if cue.value in _STARTS and not _of_other(reading, clause, cue) and _is_ours(reading, clause, cue)
    ]


def _is_ours(reading: Reading, clause: Clause, start: Target) -> bool:
    """Whether what began is the problem: named in the clause, or gone on with by "it" or no word at all, and not "bleeding began".

    After a person ("he developed ...") what comes next says it.
    """
    ailing = any(cue.value in _FAILING for cue in clause.of("ONSET"))
    if start.value not in (VERB, "since") or clause.problems or ailing:
        return True
    words = time_words()
    before = [word.lower() for word in _WORD.findall(reading.text, max(clause.sentence.start, start.start - _SPAN), start.start)]
    subject = next((word for word in reversed(before) if word not in words.beside_verb), ",")
    if subject in statement_words().person and start.value == VERB:
        after = [word.lower() for word in _WORD.findall(reading.text, start.end, min(clause.sentence.end, start.end + _SPAN))]
        thing = next((word for word in after if word not in words.beside_verb), ",")
        named = any(follows(t, start, _BESIDE) for t in clause.of("SYMPTOM", *TIMES))
        return named or thing in words.begins or thing[0].isdigit()
    return subject in words.began or any(follows(start, t, _BESIDE) for t in clause.of("SYMPTOM", "LEG", "REGION", "REFER"))


def _of_other(reading: Reading, clause: Clause, start: Target) -> bool:
    """Whether it is something else that began: what stands right beside the verb ("gabapentin was started", "began smoking").

    Not what a comma parts from it: "second visit, injured in May".
    """
    if start.value == "since" and any(follows(event, start, _BESIDE) for event in clause.of("EVENT")):
        return False  # "since her operation"
    failing = any(cue.value in _FAILING for cue in clause.of("ONSET"))
    return any(
        (follows(other, start, _BESIDE) or (follows(start, other, _BESIDE) and "," not in reading.gap(other, start)))
        and not _happened(clause, other)
        and not (failing and any(overlap(other, time) for time in clause.of("DURATION")))  # "unable to sit ten minutes since May"
        for other in clause.others
    )


def events(reading: Reading, clause: Clause) -> Iterator[Statement]:
    """An event that started the problem, by what kind of event it is.

    What happened to the patient counts as it stands, an accident after a word of time, an activity after a word of time or with a date,
    an operation where the pain is said to have come after it, a mere movement only where the text says that something began. What makes the
    pain worse is no event.
    """
    onsets = list(clause.of("ONSET"))
    starts = starts_of(reading, clause)
    ago = [cue for cue in onsets if cue.value == "ago"]
    dated = [*clause.of("DATE", "WHEN"), *(time for time in clause.of("DURATION") if any(follows(cue, time, 1) for cue in ago))]
    happened = any(event.value == "act" for event in clause.of("EVENT"))
    for event in clause.of("EVENT"):
        if event.assertion in (Assertion.NEGATED, Assertion.HYPOTHETICAL, Assertion.FAMILY) or _is_headed(reading, clause, event):
            continue
        if _aggravates(reading, clause, event) or _is_of_vertebra(reading, clause, event):
            continue
        after = [cue for cue in onsets if cue.value in ("after", "status") and cue.last <= event.first]
        beside = [cue for cue in (*starts, *after, *dated) if distance(reading, cue, event) <= _EVENT_REACH]
        if event.value == "act":
            counts = clause.sentence.section != "ros"
        elif event.value == "operation":
            began = any(cue in starts and cue.value != "since" for cue in beside)
            counts = began or any(cue.value == "after" and _is_from(reading, clause, cue, event) for cue in beside)
        elif event.value == "strain":
            counts = happened or any(cue in starts or cue in dated for cue in beside)
        else:
            counts = bool(beside) or (event.value == "accident" and _ON_DAY.match(reading.text, event.end) is not None)
        if counts:
            dates = [cue for cue in beside if cue in dated]
            yield Statement(ordered(*dict.fromkeys([event, *beside[:1], *dates[:1]])))  # "Nine weeks ago, while lifting"


def labelled(reading: Reading, clause: Clause) -> Iterator[Statement]:
    """A date of onset or injury under a label of its own, which may stand before any problem is named: "DATE OF INJURY: 1/11"."""
    for cue in clause.of("ONSET"):
        if cue.value == _DATED and _DIGIT_SOON.match(reading.text, cue.end):
            yield Statement((cue,))


def days_of_start(reading: Reading, clause: Clause) -> Iterator[Statement]:
    """A day, written with its month only or not, behind what began or behind an injury: "began 1/15", "lumbar strain of 3/3"."""
    for cue in (*starts_of(reading, clause), *(cue for cue in clause.of("ONSET") if cue.value == "injury")):
        dates = [date for date in clause.of("DATE", "WHEN") if cue.value == "injury" and follows(date, cue, 1)]
        if dates or (_INJURED if cue.value == "injury" else _DAY).match(reading.text, cue.end):
            yield Statement((cue, *dates[:1]))


def told_starts(reading: Reading, clause: Clause) -> Iterator[Statement]:
    """A beginning told by what the patient did then, whatever it was: "it came on when he hauled a sack", "it began the week he moved".

    Not "it begins when he walks".
    """
    came_on = time_words().came_on
    yield from (Statement((cue,)) for cue in starts_of(reading, clause) if cue.text.lower() in came_on and _did_then(reading, cue))


def _did_then(reading: Reading, cue: Target) -> bool:
    """Whether only a time stands between what began and the patient, who then did something: "began the very week she moved"."""
    behind, words = _BEHIND.match(reading.text, cue.end), time_words()
    told = behind.group().lower().split() if behind is not None else []
    patient = next((place for place, word in enumerate(told) if word in statement_words().person), None)
    if patient is None or patient + 1 >= len(told) or told[patient + 1] in words.posture:
        return False
    before = set(told[:patient])
    return before <= words.before_deed | words.time_of_deed and not words.time_of_deed.isdisjoint(before)


def thighs_with_joints(sentence: Sentence) -> Iterator[Target]:
    """The pains of the thigh told in one breath with a joint's, which is no symptom by itself: "thigh and knee pain"."""
    pains = {pain.end for pain in sentence.of("SYMPTOM")}
    for thigh in sentence.of("LEG_SYMPTOM"):
        if thigh.rule == _THIGH and thigh.end not in pains and thigh.assertion is not Assertion.NEGATED:
            yield thigh


def since_events(reading: Reading, clause: Clause) -> Iterator[Statement]:
    """Any event that the problem is said to have been there since: "low back pain since the army", and not "better since the spring".

    It may be what the patient did ("pain since he came off a horse"), or what happened in a sentence before: "Slipped on a step, landed on
    the wrist. Low back sore since."
    """
    words = statement_words()
    for cue in clause.of("ONSET"):
        if cue.value == _FROM_THEN:
            yield from (Statement((problem, cue)) for problem in clause.problems if follows(cue, problem, _SINCE_REACH))
        if cue.value != "since" or not cue.text.lower().endswith("since"):
            continue
        after = _WORD.search(reading.text, cue.end, clause.sentence.end)
        named = [problem for problem in clause.problems if follows(cue, problem, _SINCE_REACH)]
        told = after is not None and (after.group().lower() in words.patient or _is_own_deed(reading, clause, after))
        did = told and bool(named) and _is_deed_behind(reading, clause, named[-1], cue)
        other = any(
            follows(thing, cue, _OTHER_REACH) and not _happened(clause, thing) and not (did and thing.label == "TIME_OF_OTHER")
            for thing in clause.others
        )
        event = told or (after is not None and (after.group().lower() in words.determiner or _NAME.fullmatch(after.group()) is not None))
        dated = any(time.first == cue.last for time in clause.of("DATE", "WHEN"))  # told as the time that it is
        event = event or (_THEN_ENDS.match(reading.text, cue.end) is not None and _happened_before(reading, clause.sentence))
        if named and event and not dated and not other and not _eased(reading, clause, cue):
            yield Statement((named[-1], cue))


def _is_own_deed(reading: Reading, clause: Clause, subject: re.Match[str]) -> bool:
    """Whether "I" is the patient, who speaks of nobody treated: "since I moved a piano", and not "since I last saw her"."""
    if subject.group() != "I":
        return False
    words = statement_words()
    behind = reading.text[subject.end() : min(clause.sentence.end, subject.end() + _SPAN)]
    return not has_word(behind, words.patient | words.person - {"i", "me"} | time_words().eased)


def _is_deed_behind(reading: Reading, clause: Clause, problem: Target, cue: Target) -> bool:
    """Whether a problem is told since the patient did something: "low back pain since she moved house", and not "since he was seen".

    Nothing else may stand between, which that would be the time of: "low back pain, off work since he retired".
    """
    verb = _WORD.findall(reading.text, cue.end, min(clause.sentence.end, cue.end + _SPAN))[1:2]
    between = reading.gap(problem, cue)
    apart = "," in between or any(problem.last <= thing.first < cue.first for thing in clause.others)
    did = bool(verb) and not verb[0].endswith("s") and verb[0].lower() not in statement_words().being  # not "since she takes warfarin"
    return did and not apart


def is_dated_elsewhere(reading: Reading, clause: Clause) -> bool:
    """Whether the day of an injury is given with what else was hurt, and nothing of the back: "Date of injury 5/14, broke the wrist"."""
    sentence = clause.sentence
    dated = next((cue for cue in clause.of("ONSET") if cue.value == _DATED), None)
    if (
        dated is None
        or clause.problems
        or sentence.has(*_OURS)
        or has_word(reading.text[sentence.start : sentence.end], place_words().of_spine)
    ):
        return False
    return any(
        has_word(reading.text[max(dated.end, part.start - _HURT) : part.end + _HURT], time_words().hurt) for part in clause.of(*_ELSEWHERE)
    )


def _happened_before(reading: Reading, sentence: Sentence) -> bool:
    """Whether something has happened to the patient in one of the few sentences before."""
    before = reading.sentences[max(0, sentence.number - _STORY) : sentence.number]
    return any(event.value == "act" and event.assertion is Assertion.AFFIRMED for one in before for event in one.of("EVENT"))


def is_since_then(reading: Reading, clause: Clause, time: Target) -> bool:
    """Whether a problem is told to have been there since a time before it, whatever was done then: "moved a month ago, back pain since"."""
    cues = [cue for cue in clause.of("ONSET") if cue.value == "since" and _THEN_ENDS.match(reading.text, cue.end, clause.sentence.end)]
    return any(
        time.last <= problem.first and follows(cue, problem, _SINCE_REACH) and not _eased(reading, clause, cue)
        for cue in cues
        for problem in clause.problems
    )


def _is_from(reading: Reading, clause: Clause, cue: Target, event: Target) -> bool:
    """Whether a problem is named that came after something: not "pain improved after the fusion", "after a fusion for pain"."""
    came = any(problem.first < event.first or not has_word(reading.gap(event, problem), _FOR) for problem in clause.problems)
    return came and not _eased(reading, clause, cue)


def _eased(reading: Reading, clause: Clause, cue: Target) -> bool:
    """Whether the words before a "since" say that the problem only eased or was none then."""
    before = _WORD.findall(reading.text, max(clause.sentence.start, cue.start - _SPAN), cue.start)
    return not time_words().eased.isdisjoint(word.lower() for word in before)


def _happened(clause: Clause, thing: Target) -> bool:
    """Whether something else is itself told as what happened: the fusion of "since the fusion"."""
    return any(overlap(event, thing) for event in clause.of("EVENT"))


def _is_headed(reading: Reading, clause: Clause, event: Target) -> bool:
    """Whether an operation stands in the heading of what it was done for: "Diagnosis before and after operation:"."""
    return clause.sentence.section in OPERATIVE_DIAGNOSES and _HEADED.match(reading.text, event.end) is not None


def _is_of_vertebra(reading: Reading, clause: Clause, event: Target) -> bool:
    """Whether what would be an accident is the slip of a vertebra: "due to the slip at L4-5", "the L5-S1 slip"."""
    slips = any(cause.value == _SLIP and overlap(cause, event) for cause in clause.of("OTHER_CAUSE"))
    levels = clause.of(*LEVELS) if slips else ()
    return any(
        _AT_LEVEL.fullmatch(reading.text, event.end, level.start)
        if level.start >= event.end
        else reading.text[level.end : event.start] == " "
        for level in levels
    )


def _aggravates(reading: Reading, clause: Clause, event: Target) -> bool:
    return any(
        cue.last <= event.first
        and distance(reading, cue, event) <= _EVENT_REACH
        and not any(cue.last <= start.first < event.first for start in clause.of("ONSET") if start.value == "since")
        for cue in clause.of("AGGRAVATES")
    )


def overlap(one: Target, other: Target) -> bool:
    """Whether two targets share a token."""
    return one.first < other.last and other.first < one.last


def ordered(*targets: Target) -> tuple[Target, ...]:
    """Some targets in the order of the text."""
    return tuple(sorted(targets, key=lambda target: target.start))
