"""Whether a length of time is that of a problem named beside it, before or behind.

Source: annotation guide, chronicity; clarification 27.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rootnote.facts.attach import distance
from rootnote.facts.conditions.ending_words import ending_words
from rootnote.facts.note.topics import place_of
from rootnote.facts.reading import Reading, Sentence, Target, follows
from rootnote.facts.symptoms.place_words import place_words
from rootnote.facts.symptoms.places import LOW_BACK, TRUE_JOINTS
from rootnote.facts.times.onsets import Clause
from rootnote.facts.times.time_words import time_words
from rootnote.facts.wording import are_only, has_word

#: What joins a problem to the length of time that it has lasted: "back pain of several weeks".
_LASTING = re.compile(
    r"\s*(?:(?:of|at)\s+)?"
    r"(?:(?:about|around|some|approximately|roughly|nearly|over|only|a good|the past|the last|the|these)\s+|[<>≤≥~]\s*)*",
    re.I,
)
#: A side between a problem and its time: "sciatica L 4/12".
_SIDED = re.compile(r",?\s(?:left|right|lt|rt|l|r|b/l|bilat)\b", re.I)
#: What joins a length of time to the problem behind it, and the tokens between them.
OF, _OF_REACH = re.compile(r"\.?\s+(?:\w+\s+){0,2}?of\b", re.I), 8
#: What stands before and behind a time that is an item of its own, or is said of a place alone.
_ALONE_BEFORE = re.compile(r"(?:^|[,;:(~<>≥–—-])\s*(?:\w+\.?\s+)?$")
_ALONE_AFTER = re.compile(r"\s*(?:[,;.()–—-]|$)")
#: The rules of the British short forms, "3/52" and "6/12 hx", which hold the words that make them durations.
_BRITISH = frozenset({"duration.fifty_two", "duration.twelve", "duration.seven"})
#: What may stand between the name of a field and the time in it: "Duration: 8 weeks", "Duration ...... 8 weeks", "| Duration | 8 weeks |".
_LEADER = re.compile(r"\s*(?:[:=|?–—-]|\.{2,}|…|(?<=:)(?=\s))[\s.…:|\"'“”‘’]*")
#: Names of a field that need no colon: "Duration roughly three years".
_FIELDS = frozenset({"duration", "dur"})
#: What a problem and its length of time may have between them besides small words: where it is felt and where it goes.
_PLACES = ("LEG", "TERRITORY", "REGION", "SIDE", "DERMATOME", "RADIATION")
#: What a problem may have before it when its length of time stands there: "3 months left leg pain", "6 wks severe LBP".
_KINDS = ("LEG", "TERRITORY", "REGION", "SIDE", "COURSE", "SEVERITY")
#: Tokens between a length of time and the problem that it opens, and the characters before and behind that are read.
_LEAD_REACH, _SPAN = 5, 40
#: What a time behind a mark is of instead, a drug or therapy or a visit to come, and the tokens between: "Naproxen - 2 weeks".
_OTHER_TIMES, _PART_REACH = ("TREATMENT", "PLANNED", "WHEN"), 4
#: What stands before a length of time that opens what the patient has: "53M w/ 3 mos LBP".
_OPENS = re.compile(
    r"(?:^|[,;:(–—•*-]|\b(?:with|has|had|have|having|reports?|reporting|describes?|describing|complain(?:s|ing)? of|notes)"
    r"|\bc/o|\bw/|\bp/w)"
    r"\s*(?:\b(?:a|an|about|around|some|approx\.?|approximately|roughly|nearly|over|almost|now|the past|the last)\s+|[<>≤≥~]\s*)*$",
    re.I,
)
#: What leads to how long something eased a pain.
_FOR, _WORD = frozenset({"for"}), re.compile(r"[^\W\d_]+")
#: The words from what seeks relief to it: "here for some lasting relief of".
_SOUGHT = 3
#: Words behind a problem by which it is over or better at that time: "6 weeks LBP resolved".
_EASED = 3


def lasts(reading: Reading, clause: Clause, time: Target) -> bool:
    """Whether a time is the length of a problem named beside it.

    "back pain of several weeks", "back pain two months", "8 mos. of pain", "3 months LBP", "pain in the back and left leg for 5 months".
    """
    return any(
        _follows(reading, clause, problem, time) or _is_of(reading, time, problem) or _leads(reading, clause, time, problem)
        for problem in _told(reading, clause)
    )


def is_of_relief(reading: Reading, clause: Clause, time: Target) -> bool:
    """Whether a time is how long something eased a problem: "the injection took away the leg pain for two months"."""
    return any(_is_eased(reading, clause, problem, time) for problem in _told(reading, clause))


def _is_eased(reading: Reading, clause: Clause, problem: Target, time: Target) -> bool:
    if problem.end > time.start or not has_word(reading.gap(problem, time), _FOR):
        return False
    words = ending_words()
    text = reading.text[max(clause.sentence.start, problem.start - _SPAN) : problem.start]
    before = [word.lower() for word in _WORD.findall(text)]
    verb = next((place for place in reversed(range(len(before))) if before[place] not in words.beside_relief), None)
    if verb is None or not _tells_relief(before, verb) or not words.relief_denied.isdisjoint(before[:verb]):
        return False
    return are_only(reading.rest(problem, time, *_PLACES), place_words().until_time)


def _tells_relief(before: Sequence[str], place: int) -> bool:
    """Whether a word before a problem says that it was eased: a verb, or a noun of it that is not only sought, "relief of"."""
    words = ending_words()
    if before[place] in words.relieves:
        return True
    joined = before[place] in words.relief and not words.relief_of.isdisjoint(before[place + 1 : place + 2])
    return joined and words.relief_sought.isdisjoint(before[max(0, place - _SOUGHT) : place])


def _told(reading: Reading, clause: Clause) -> Iterator[Target]:
    """The problems of a clause, and the symptoms that no place is named for."""
    yield from clause.problems
    yield from (pain for pain in clause.of("SYMPTOM") if pain not in clause.problems and not place_of(reading, clause.sentence, pain))


def _follows(reading: Reading, clause: Clause, problem: Target, time: Target) -> bool:
    """Whether a time stands right behind a problem, or behind no more than where it is felt, and is of nothing else itself."""
    if problem.end > time.start:
        return False
    side = _SIDED.match(reading.text, problem.end, time.start)
    if _LASTING.fullmatch(reading.text, side.end() if side is not None else problem.end, time.start):
        return True
    return is_behind_places(reading, clause, problem, time) and not OF.match(reading.text, time.end)


def is_behind_places(reading: Reading, clause: Clause, problem: Target, time: Target) -> bool:
    """Whether a time or course stands behind no more than where a problem is felt: "pain, low back and left leg, recurring"."""
    if problem.end > time.start:
        return False
    placed = clause.sentence.has_between(problem, time, *_PLACES)
    return placed and are_only(reading.rest(problem, time, *_PLACES), place_words().until_time)


def is_before_places(reading: Reading, clause: Clause, course: Target, problem: Target) -> bool:
    """Whether a course stands before no more than where a problem is felt: "chronic left buttock, thigh and calf pain"."""
    if course.end > problem.start or not clause.sentence.has_between(course, problem, *_PLACES):
        return False
    return are_only(reading.rest(course, problem, *_PLACES), time_words().kind_of_pain | place_words().until_time)


def apart_over_places(reading: Reading, clause: Clause, course: Target, problem: Target) -> int:
    """How many tokens a course stands from a problem, which the places that it is felt in add nothing to."""
    between = is_behind_places(reading, clause, problem, course) or is_before_places(reading, clause, course, problem)
    return 1 if between else distance(reading, course, problem)


def _is_of(reading: Reading, time: Target, problem: Target) -> bool:
    return follows(problem, time, _OF_REACH) and (time.text.endswith(" of") or OF.match(reading.text, time.end) is not None)


def _leads(reading: Reading, clause: Clause, time: Target, problem: Target) -> bool:
    """Whether a length of time opens what a patient has: "3 months back pain", "53M w/ 3 mos LBP", and not "at 3 months LBP was gone"."""
    if time.label != "DURATION" or not follows(problem, time, _LEAD_REACH):
        return False
    start = max(clause.sentence.start, time.start - _SPAN)
    cut = "" if start == clause.sentence.start else "…"
    if not _OPENS.search(cut + reading.text[start : time.start]):
        return False
    if not are_only(reading.rest(time, problem, *_KINDS), time_words().kind_of_pain):
        return False
    if any(follows(time, one, _PART_REACH) for one in clause.of(*_OTHER_TIMES)):
        return False
    behind = reading.text[problem.end : min(clause.sentence.end, problem.end + _SPAN)].split()[:_EASED]
    return time_words().eased.isdisjoint(word.strip(".,;").lower() for word in behind)


def place_before(reading: Reading, clause: Clause, time: Target) -> Target | None:
    """The part of the leg or the low back that is all that is said of how long it has hurt: "L leg 5 wk, down to the calf"."""
    if time.label != "DURATION" or not _ALONE_AFTER.match(reading.text, time.end, clause.sentence.end):
        return None
    for place in clause.of("LEG", "REGION"):
        ours = place.value in LOW_BACK if place.label == "REGION" else place.value not in TRUE_JOINTS
        side = next((side for side in clause.of("SIDE") if side.last == place.first), place)
        before = reading.text[clause.sentence.start : side.start]
        if ours and place.end <= time.start and not before.strip() and _LASTING.fullmatch(reading.text, place.end, time.start):
            return place
    return None


def is_label(reading: Reading, cue: Target, time: Target) -> bool:
    """Whether a cue is the name of the field that a time stands in: "Duration: 8 weeks", "How long: about 2 months"."""
    leader = _LEADER.match(reading.text, cue.end)
    start = leader.end() if leader is not None else cue.end
    named = leader is not None or cue.text.endswith(":") or cue.text.lower() in _FIELDS
    return named and cue.end <= time.start and (start == time.start or _LASTING.fullmatch(reading.text, start, time.start) is not None)


def stands_alone(reading: Reading, sentence: Sentence, time: Target) -> bool:
    """Whether a time is an item of its own between commas or brackets, or a multiple ("LBP, 2 yrs, no leg pain", "LBP x3d")."""
    if time.text[0] in "xX×" or time.rule in _BRITISH:
        return True
    before = reading.text[sentence.start : time.start]
    return _ALONE_BEFORE.search(before) is not None and _ALONE_AFTER.match(reading.text, time.end, sentence.end) is not None
