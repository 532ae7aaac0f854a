"""Strength of the legs: grades, weakness, heel and toe walk.

Source: annotation guide, motor_exam; clarification 7; facts.md section 4.
"""

from __future__ import annotations

from rootnote.anatomy import LUMBAR_ROOTS
from rootnote.facts.exam import MOTOR, Observation, finding_of, is_abnormal, observe, settle, side_of_observation
from rootnote.facts.model import Finding
from rootnote.facts.reading import Found, Reading

_FULL = frozenset({"5", "5+"})


def find_motor(reading: Reading) -> Found:
    """The strength findings of a note: AFFIRMED = weak; ``site`` is the muscle, movement or walk; ``grade`` such as "4/5"."""
    found: list[tuple[Finding, bool]] = []
    for observation in observe(reading, MOTOR):
        abnormal = _is_weak(observation)
        if abnormal is None:
            continue
        side = side_of_observation(observation)
        root = _root(observation)
        for site in _sites(observation) or (None,):
            finding = finding_of(reading, observation, abnormal=abnormal, side=side, root=None if site else root, site=site, grade=_grade(observation))
            found.append((finding, observation.reason is None))
    return settle(found)


def _is_weak(observation: Observation) -> bool | None:
    result = observation.result
    if result is not None and result.label == "STRENGTH_GRADE":
        return result.value not in _FULL
    if result is not None and result.label == "REFLEX_GRADE":
        if "/" in result.text:  # of a scale to four
            return result.value[0] != "4"
        return result.value[0] != "5" if any(head.label in ("MUSCLE", "MUSCLE_SHORT") for head in observation.heads) else None
    if of_nervous_system(observation):
        return False if is_normal_neuro(observation) else None
    if observation.value == "none" and observation.heads and all(head.label == "WALK" for head in observation.heads):
        return False
    if observation.value == "missing":
        return False if any(head.value in ("weakness", "foot drop") for head in observation.heads) else None
    return is_abnormal(observation)


def _grade(observation: Observation) -> str | None:
    result = observation.result
    if result is None or not result.label.endswith("GRADE"):
        return None
    return f"{result.value}/5" if result.label == "STRENGTH_GRADE" else result.text


def _sites(observation: Observation) -> tuple[str, ...]:
    return tuple(dict.fromkeys(head.value for head in observation.heads if head.label in ("MUSCLE", "MUSCLE_SHORT", "WALK")))


def _root(observation: Observation) -> str | None:
    return next((place.value for place in observation.places if place.label == "VERTEBRA" and place.value in LUMBAR_ROOTS), None)


def of_nervous_system(observation: Observation) -> bool:
    """Whether an observation is of the nervous system as a whole; only a normal one says anything of strength and sensation."""
    return any(head.label == "NEURO" and head.value != "both" for head in observation.heads)


def is_normal_neuro(observation: Observation) -> bool:
    """Whether the nervous system as a whole is said to be normal."""
    return observation.value in ("normal", "loss") and is_abnormal(observation) is False
