"""Reflexes of the legs: abnormal when absent, diminished, brisk or different on the two sides.

Source: annotation guide, reflex_exam; clarification 7; facts.md section 4.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from rootnote.anatomy import ONE_SIDE, Side
from rootnote.facts.attach import side_value
from rootnote.facts.exam.clauses import REFLEX_MUSCLES
from rootnote.facts.exam.exam import finding_of, is_abnormal, left_open, settle, side_of_observation
from rootnote.facts.exam.exam_words import exam_words
from rootnote.facts.exam.observations import Observation, observe
from rootnote.facts.exam.standing import objection
from rootnote.facts.model import Assertion, Finding, FindingKind
from rootnote.facts.reading import Found, Reading, Target
from rootnote.facts.symptoms.places import REFLEX_SITES
from rootnote.facts.wording import are_only, has_word

_NORMAL_GRADES = frozenset({"1", "1+", "2", "2+"})
#: What makes a change less than one, and the characters before the change in which it stands.
_IF_ANYTHING, _REACH = re.compile(r"\bif anything,?(?: [a-z]+){0,3} ?$", re.I), 40


class Graded(NamedTuple):
    """A grade with the site and side it was found at."""

    observation: Observation
    site: str | None
    side: Side | None
    grade: str


def find_reflexes(reading: Reading) -> Found:
    """The reflex findings of a note: AFFIRMED = abnormal; ``site`` knee, ankle or hamstring; ``grade`` as written, "2+" or "absent"."""
    observations = list(observe(reading, FindingKind.REFLEX))
    graded = [item for observation in observations for item in _grades(observation)]
    measured = [item.grade for item in graded if objection(reading, item.observation) is None]
    if measured and _NORMAL_GRADES.issuperset(measured):
        observations = [observation for observation in observations if not _is_hedged(reading, observation)]
    by_sentence: dict[int, list[Graded]] = {}
    for item in graded:
        by_sentence.setdefault(item.observation.sentence.number, []).append(item)
    return settle(
        [
            *(_graded(reading, item, _beside(item, by_sentence)) for item in graded),
            *(finding for observation in observations for finding in _said(reading, observation)),
            *left_open(reading, FindingKind.REFLEX),
        ]
    )


def _is_hedged(reading: Reading, observation: Observation) -> bool:
    """Whether a change is only the other end of what is called normal: "normal, at most a shade lively".

    It sums up grades that were measured, and says no more than they do.
    """
    result = observation.result
    if result is None or is_abnormal(observation) is not True or ONE_SIDE & {side_value(side) for side in observation.sentence.of("SIDE")}:
        return False  # a change of one side is one
    if _IF_ANYTHING.search(reading.text, max(observation.sentence.start, result.start - _REACH), result.start):
        return True
    normal = (one for one in observation.sentence.of("RESULT") if one.value == "normal" and one.assertion is not Assertion.NEGATED)
    return any(_is_other_end(reading, one, result) for one in normal)


def _is_other_end(reading: Reading, normal: Target, change: Target) -> bool:
    """Whether a change is told as one that may be none, before or behind the word "normal"."""
    gap, words = reading.gap(normal, change), exam_words()
    if change.start < normal.start:
        return are_only(gap, words.all_the_same)
    return has_word(gap, words.alternative) and are_only(gap, words.alternative | words.slightly)


def _said(reading: Reading, observation: Observation) -> Iterator[Finding]:
    """The findings of a result in words."""
    abnormal = is_abnormal(observation)
    if abnormal is None:
        return
    grade = observation.result.text.lower() if observation.result is not None and abnormal else None
    for site in _sites(observation) or (None,):
        yield finding_of(reading, observation, abnormal=abnormal, side=side_of_observation(observation), site=site, grade=grade)


def _beside(item: Graded, by_sentence: Mapping[int, Sequence[Graded]]) -> Sequence[Graded]:
    """The grades that one is compared with: those of its sentence, and of its reflex on the other side in the line before or behind it."""
    number = item.observation.sentence.number
    near = (other for line in (number - 1, number + 1) for other in by_sentence.get(line, ()))
    across = (other for other in near if item.site is not None and {item.side, other.side} == ONE_SIDE)
    section = item.observation.sentence.section
    return [*by_sentence[number], *(other for other in across if other.observation.sentence.section == section)]


def _graded(reading: Reading, item: Graded, beside: Sequence[Graded]) -> Finding:
    """The finding of a grade: abnormal outside 1+ and 2+, and when it is the lower of two grades of one reflex in its sentence."""
    abnormal = item.grade not in _NORMAL_GRADES or any(
        _is_compared(item, other) and _number(other.grade) > _number(item.grade) and objection(reading, other.observation) is None
        for other in beside
    )
    return finding_of(reading, item.observation, abnormal=abnormal, side=item.side, site=item.site, grade=item.grade)


def _is_compared(item: Graded, other: Graded) -> bool:
    """Whether two grades are of one reflex, or the first of a side is an exception to the second: "2+ except the left AJ, which is 1+"."""
    excepted = item.observation.unit.exception and item.side in ONE_SIDE and other.site is None
    return other.site == item.site or excepted


def _number(grade: str) -> int:
    return int(grade[0])


def _grades(observation: Observation) -> Iterator[Graded]:
    """The grades of an observation at each of its sites; "2+/1+" is one for the right and one for the left, "2+/4+" one of four."""
    result = observation.result
    if observation.value != "REFLEX_GRADE" or result is None:
        return
    pair = [grade.strip() for grade in result.value.split("/")]
    pair = pair[:1] if pair[-1].startswith("4") else pair
    sides = (Side.RIGHT, Side.LEFT) if len(pair) == 2 else (side_of_observation(observation),)
    for grade, side in zip(pair, sides, strict=True):
        for site in _sites(observation) or (None,):
            yield Graded(observation, site, side, grade)


def _sites(observation: Observation) -> tuple[str, ...]:
    named = [site for head in observation.heads for site in head.value.split(" and ") if head.value not in ("any", "changed")]
    named += [REFLEX_MUSCLES[muscle.value] for muscle in observation.unit.heads if muscle.value in REFLEX_MUSCLES]
    named += [place.value for place in observation.places if place.label == "LEG" and place.value in REFLEX_SITES]
    return tuple(dict.fromkeys(named))
