"""Sensation in the legs.

Source: annotation guide, sensory_exam and dermatomal_distribution; clarifications 7 and 19; facts.md section 4.
"""

from __future__ import annotations

from collections.abc import Iterator

from rootnote.anatomy import LUMBAR_ROOTS
from rootnote.facts.exam import SENSORY, Observation, finding_of, is_abnormal, observe, settle, side_of_observation
from rootnote.facts.model import Finding
from rootnote.facts.motor import is_normal_neuro, of_nervous_system
from rootnote.facts.reading import Found, Reading, Target


#: A loss that follows no root.
_STOCKING = "stocking"


def find_sensory(reading: Reading) -> Found:
    """The sensory findings of a note: AFFIRMED = abnormal; ``root`` of a named dermatome, else ``site``, a territory or part of the leg."""
    found: list[tuple[Finding, bool]] = []
    for observation in observe(reading, SENSORY):
        abnormal = _is_abnormal(observation)
        if abnormal is None:
            continue
        side = side_of_observation(observation)
        level = any(head.value == "level" for head in observation.heads)
        for root, site in ([] if level else list(places_of(observation.places))) or [(None, None)]:
            found.append((finding_of(reading, observation, abnormal=abnormal, side=side, root=root, site=site), observation.reason is None))
    return settle(found)


def _is_abnormal(observation: Observation) -> bool | None:
    if of_nervous_system(observation):
        return False if is_normal_neuro(observation) else None
    if observation.value == "missing" and any(head.value in ("loss", "numbness") for head in observation.heads):
        return False
    return is_abnormal(observation)


def places_of(places: tuple[Target, ...]) -> Iterator[tuple[str | None, str | None]]:
    """The (root, site) pairs that places of the leg name: roots of dermatomes, then territories, then parts of the leg when nothing else."""
    if any(place.value == _STOCKING for place in places):
        yield None, _STOCKING
        return
    roots = dict.fromkeys(root for place in places if place.label in ("VERTEBRA", "LEVEL") for root in _roots(place))
    territories = dict.fromkeys(place.value for place in places if place.label == "TERRITORY")
    parts = dict.fromkeys(place.value for place in places if place.label == "LEG")
    yield from ((root, None) for root in roots)
    yield from ((None, site) for site in territories)
    if not roots and not territories:
        yield from ((None, site) for site in parts)


def _roots(place: Target) -> Iterator[str]:
    for name in dict.fromkeys(part for level in place.value.split() for part in level.split("-")):
        if name in LUMBAR_ROOTS:
            yield name
