"""Reflexes of the legs: abnormal when absent, diminished, brisk or different on the two sides.

Source: annotation guide, reflex_exam; clarification 7; facts.md section 4.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rootnote.anatomy import Side
from rootnote.facts.exam import REFLEX, Observation, evidence_of, finding_of, is_abnormal, observe, settle, side_of_observation
from rootnote.facts.model import Finding
from rootnote.facts.reading import Found, Reading, Target

_BARE = re.compile(r"(?<![\w/.,+-])([0-4]\+?)(?:\s*/\s*([0-4]\+?))?(?![\w/+°-])(?!\s*[.)]\s*[A-Z])")
_NORMAL_GRADES = frozenset({"1", "1+", "2", "2+"})
_SITES = frozenset({"knee", "ankle"})


class Graded(NamedTuple):
    """A grade with the site and side it was found at."""

    observation: Observation
    site: str | None
    side: Side | None
    grade: str


def find_reflexes(reading: Reading) -> Found:
    """The reflex findings of a note: AFFIRMED = abnormal; ``site`` knee, ankle or hamstring; ``grade`` as written."""
    observations = list(observe(reading, REFLEX))
    graded = [item for observation in observations for item in _grades(reading, observation)]
    found: list[tuple[Finding, bool]] = []
    for observation in observations:
        own = [item for item in graded if item.observation is observation]
        for item in own:
            found.append((_graded(reading, item, graded), observation.reason is None))
        abnormal = is_abnormal(observation)
        if abnormal is not None and not own:
            for site in _sites(observation) or (None,):
                found.append((_said(reading, observation, abnormal, site), observation.reason is None))
    return settle(found)


def _said(reading: Reading, observation: Observation, abnormal: bool, site: str | None) -> Finding:
    grade = observation.result.text.lower() if observation.result is not None and abnormal else None
    return finding_of(reading, observation, abnormal=abnormal, side=side_of_observation(observation), site=site, grade=grade)


def _graded(reading: Reading, item: Graded, others: Sequence[Graded]) -> Finding:
    """A grade is abnormal outside 1+ and 2+, and when it is the lower of two different grades of one reflex."""
    abnormal = item.grade not in _NORMAL_GRADES or any(
        other.site == item.site and _number(other.grade) > _number(item.grade) and _is_compared(item, other) for other in others
    )
    return finding_of(reading, item.observation, abnormal=abnormal, side=item.side, site=item.site, grade=item.grade)


def _is_compared(one: Graded, other: Graded) -> bool:
    """Whether two grades of one reflex are those of the two sides."""
    return one.observation.sentence is other.observation.sentence and other.observation.reason is None


def _number(grade: str) -> int:
    return int(grade[0]) if grade[0].isdigit() else 0


def _grades(reading: Reading, observation: Observation) -> Iterator[Graded]:
    """The grades of an observation: those of the measures, else bare digits beside the reflex, "2+/1+" being the right and the left."""
    sites = _sites(observation) or (None,)
    side = side_of_observation(observation)
    if observation.value == "REFLEX_GRADE" and observation.result is not None:
        for site in sites:
            yield Graded(observation, site, side, observation.result.value)
    elif observation.value == "none":
        place = evidence_of(reading, observation)
        targets = observation.unit.targets
        end = min((t.start for t in observation.sentence.targets if t.start >= targets[-1].end), default=observation.sentence.end)
        for match in _BARE.finditer(reading.text, place.start, end):
            if any(target.start <= match.start() < target.end for target in targets if target not in observation.heads):
                continue
            pair = [grade for grade in match.groups() if grade]
            for grade, of_pair in zip(pair, (Side.RIGHT, Side.LEFT) if len(pair) == 2 else (side,), strict=True):
                for site in sites:
                    yield Graded(observation, site, of_pair, grade)


def _sites(observation: Observation) -> tuple[str, ...]:
    named = [site for head in observation.heads for site in head.value.split(" and ") if head.value not in ("any", "changed")]
    named += [place.value for place in observation.places if place.label == "LEG" and place.value in _SITES]
    return tuple(dict.fromkeys(named))
