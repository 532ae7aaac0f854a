"""What else a time or a course could be of than the back or leg problem: a treatment, a visit, an activity, another complaint.

Source: annotation guide, clarification 9.
"""

from __future__ import annotations

import re

from rootnote.facts.attach import distance
from rootnote.facts.conditions.statement_words import statement_words
from rootnote.facts.reading import Reading, Target, follows
from rootnote.facts.times.onsets import Clause, is_since_then
from rootnote.facts.wording import has_word
from rootnote.language.labels import TIMES

#: Tokens from a time or course to what else it could be of, where the problem is not named.
OTHER_REACH = 8
#: Units of a time too short to be how long a problem lasts, unless it is so long ago.
SHORT = frozenset({"minute", "minutes", "min", "hour", "hours", "hr", "hrs"})
#: The values of words for what the patient can do less of, for what is hard to do, and for a decline that names no problem.
_LIMITED, HARD, _AILING = "limited", "hard", "ailing"
#: What counts a time from an operation, and the tokens from the time to it and from it to the operation.
_SINCE = frozenset({"since", "after", "status"})
_NEXT, _DEED_REACH = 1, 4
#: Tokens between two complaints of one list.
_LIST_REACH = 6
_PAUSE = re.compile(r"\s*(?:now\b\s*)?(?:,|and\b|but\b)", re.I)
_AFTER_COMMA = re.compile(
    r",\s*(?:(?:and|have|has|done|been so|for|x|over|now|about|approximately|almost|nearly|at least|more than|the (?:past|last)"
    r"|(?:gradual|slow|progressive|steadi|increasing)(?:ly)?|(?:getting )?worse|worsening|creeping up|building up"
    r"|on and off|off and on)\s+)*$",
    re.I,
)
#: What joins a length of time to the visit or deed that it lasted up to.
_UP_TO = re.compile(
    r"\s*(?:before|by the time|prior to|preceding|leading up to|up to|until)\s+"
    r"(?:(?:this|that|the|his|her|hospital|he|she|i|we|was|were|when|first)\s+)*",
    re.I,
)
#: Characters behind a time in which a clause that was not set off names the patient again.
_NEXT_SPAN = 9
#: What stands before a limit that there is none of, and the characters that it takes: "denies any difficulty walking".
_NONE, _NONE_SPAN = re.compile(r"\b(?:no|not|never|without|den(?:y|ies|ied))\s+(?:(?:any|much|real|significant|had|having)\s+)*$", re.I), 40
#: What stands before an activity that brings on the pain: "pain on walking".
_ON_DOING = re.compile(r"\b(?:on|with|when|while|by|upon|during)\s+(?:\w+\s+)?$", re.I)


def claimed(reading: Reading, clause: Clause, target: Target, apart: int) -> bool:
    """Whether something else stands nearer to a time or course than the problem does, this many tokens away."""
    if any(_is_denied(reading, clause, cue) for cue in clause.of("ONSET") if cue.value == HARD and distance(reading, target, cue) < apart):
        return True  # "no trouble standing for two weeks"
    if target.label in TIMES and is_since_then(reading, clause, target):
        return False
    return any(
        distance(reading, target, other) < apart
        and not (
            _listed_with_problem(reading, clause, other)
            or _is_apart(reading, clause, target, other)
            or _is_limit(reading, clause, target, other)
        )
        for other in clause.others
        if other is not target
    )


def _is_apart(reading: Reading, clause: Clause, time: Target, other: Target) -> bool:
    """Whether something else is not what a time is of: after "since", or with a comma or "and" between ("by sitting, for 2 years").

    What stands before "reported that" is of the one who reports, and before "who" of the person: "a retired teacher who for two years".
    """
    if time.label not in TIMES:
        return False
    if other.last <= time.first:
        if clause.sentence.has_between(other, time, "REPORTED") or has_word(reading.gap(other, time), statement_words().relative):
            return True
        if other.value == "activity" and _brings_on(reading, clause, other, time):
            return True
        return other.label == "TIME_OF_OTHER" and _AFTER_COMMA.search(reading.text[other.end : time.start]) is not None
    # "for three weeks before admission"
    if other.label == "TIME_OF_OTHER" and other.value != "activity" and _UP_TO.fullmatch(reading.text, time.end, other.start):
        return True
    goes_on = has_word(reading.text[time.end : time.end + _NEXT_SPAN], statement_words().patient)  # "for two months she has tried naproxen"
    return time.value == "since" or goes_on or _PAUSE.match(reading.text, time.end) is not None


def _brings_on(reading: Reading, clause: Clause, activity: Target, time: Target) -> bool:
    """Whether an activity is what brings on a pain that lasts so long: "leg pain on standing, worse over two years"."""
    felt = any(problem.last <= activity.first for problem in clause.problems)
    return felt and time.value not in SHORT and _ON_DOING.search(reading.text[clause.sentence.start : activity.start]) is not None


def _dwindles(reading: Reading, clause: Clause) -> bool:
    """Whether a clause tells how much less the patient can do than before: "in a year he went from hiking to a walker"."""
    return any(cue.value == _LIMITED or (cue.value == HARD and not _is_denied(reading, clause, cue)) for cue in clause.of("ONSET"))


def _is_denied(reading: Reading, clause: Clause, cue: Target) -> bool:
    return _NONE.search(reading.text, max(clause.sentence.start, cue.start - _NONE_SPAN), cue.start) is not None


def _is_limit(reading: Reading, clause: Clause, time: Target, other: Target) -> bool:
    """Whether an activity is one that the problem limits, and the time that of the limit: "for two years he has been unable to sit"."""
    limited = [result for result in clause.of("RESULT") if result.value in ("able", "unable")]
    lost = [cue for cue in clause.of("ONSET") if cue.value == _AILING and other.label == "TIME_OF_OTHER"]
    between = any(time.last <= limit.first and limit.last <= other.first for limit in (*limited, *lost))
    before = other.value == "activity" and any(
        cue.last == other.first or (time.last <= other.first and other.last <= cue.first) for cue in lost
    )
    return time.label in TIMES and (_dwindles(reading, clause) or between or before)


def is_since_operation(clause: Clause, time: Target) -> bool:
    """Whether a length of time is counted from an operation: "one month since microdiscectomy", "six weeks after the fusion"."""
    if time.label != "DURATION":
        return False
    cues = [cue for cue in clause.of("ONSET") if cue.value in _SINCE and follows(cue, time, _NEXT)]
    deeds = [deed for deed in clause.of("EVENT") if deed.value == "operation"]
    return any(follows(deed, cue, _DEED_REACH) for cue in cues for deed in deeds)


def _listed_with_problem(reading: Reading, clause: Clause, other: Target) -> bool:
    """Whether another complaint is named in one breath with the back or leg problem ("neck and low back pain since the accident")."""
    return other.label == "OTHER_PROBLEM" and any(distance(reading, other, problem) <= _LIST_REACH for problem in clause.problems)


def limits(reading: Reading, clause: Clause, time: Target) -> bool:
    """Whether a time is how long the problem has kept the patient from an activity: "for two years he could not sit"."""
    return _dwindles(reading, clause) or any(
        _is_limit(reading, clause, time, other) for other in clause.others if other.value == "activity"
    )
