"""Strength of the legs: grades, weakness, heel and toe walk.

Source: annotation guide, motor_exam; clarification 7; facts.md section 4.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rootnote.anatomy import LUMBAR_ROOTS
from rootnote.facts.bare_grades import names_roots
from rootnote.facts.exam import finding_of, is_abnormal, is_normal_neuro, is_of_nervous_system, settle, side_of_observation
from rootnote.facts.model import Finding, FindingKind
from rootnote.facts.observations import Observation, observe
from rootnote.facts.reading import Found, Reading, Target

_FULL = frozenset({"5", "5+"})
#: A count, alone or of so many: "x3", "6/20".
_COUNT = re.compile(r"(?<![\w/.])x?(\d{1,2})(?:/\d\d)?(?![\w/%]|\.\d)")
#: What stands behind a question of a form: "Heel walk: ____".
_ASKED = re.compile(r"\s*:\D*$")
#: An exercise done in sets, or on a machine: "2 x 15".
_SETS = re.compile(r"\b[2-5]\s?x\s?\d|\b(?:machine|leg press|setting)\b", re.I)
_WEAKNESS = frozenset({"weakness", "deficit", "foot drop"})


def find_motor(reading: Reading) -> Found:
    """The strength findings of a note: AFFIRMED = weak; ``site`` is the muscle, movement or walk; ``grade`` such as "4/5"."""
    return settle(finding for observation in observe(reading, FindingKind.MOTOR) for finding in _findings(reading, observation))


def _findings(reading: Reading, observation: Observation) -> Iterator[Finding]:
    weak = _is_weak(reading, observation)
    if weak is None:
        return
    side, grade = side_of_observation(observation), _grade(observation)
    sites = _sites(observation)
    for site in sites:
        yield finding_of(reading, observation, abnormal=weak, side=side, site=site, grade=grade)
    if not sites:
        yield finding_of(reading, observation, abnormal=weak, side=side, root=_root(observation), grade=grade)


def _is_weak(reading: Reading, observation: Observation) -> bool | None:
    result = observation.result
    if _is_unequal(reading, observation):
        return True
    if result is not None and result.label == "STRENGTH_GRADE":
        if _is_behind_dash(observation, result):
            return None
        return not _FULL.issuperset(result.value.split("/"))
    if result is not None and result.label == "REFLEX_GRADE":
        return _is_low(observation, result)
    if is_of_nervous_system(observation):
        return False if is_normal_neuro(observation) else None
    if observation.value == "none" and observation.heads and all(head.label == "WALK" for head in observation.heads):
        sentence = observation.sentence
        exercise = _SETS.search(reading.text, sentence.start, sentence.end) is not None
        asked = _ASKED.match(reading.text, observation.heads[-1].end, sentence.end) is not None
        return None if exercise or asked else False  # "he walks on his heels"
    if observation.value == "missing":
        return False if any(head.value in _WEAKNESS for head in observation.heads) else None
    return is_abnormal(observation)


def _is_behind_dash(observation: Observation, grade: Target) -> bool:
    """Whether a minus sign before a full grade may be a mere dash: "motor -5/5", where no other grade has none."""
    if grade.text[:2] != "-5" or any(head.label != "STRENGTH" for head in observation.heads):
        return False
    return all(other.text[:1] == "-" for other in observation.sentence.of("STRENGTH_GRADE"))


def _is_unequal(reading: Reading, observation: Observation) -> bool:
    """Whether heel raises are counted, and one side does many fewer: "heel rise R 4, L 15"."""
    if not observation.heads or any(head.value != "heel raise" for head in observation.heads):
        return False
    sentence = observation.sentence
    counts = [int(count) for count in _COUNT.findall(reading.text, sentence.start, sentence.end)]
    return len(counts) == 2 and 3 * min(counts) <= 2 * max(counts)


def _is_low(observation: Observation, grade: Target) -> bool | None:
    """Whether a grade that is written as for a reflex shows weakness: "4/4" is of four, unless other grades there are of five.

    A bare "4+" counts beside a muscle only, beside the short name of one only where strength is spoken of, and never beside a pulse.
    """
    sentence = observation.sentence
    if "/" in grade.text:
        return grade.value[0] != "4" or sentence.has("STRENGTH_GRADE")
    muscle = any(head.label == "MUSCLE" or names_roots(head) for head in observation.heads) or (
        any(head.label == "MUSCLE_SHORT" for head in observation.heads) and sentence.has("MUSCLE", "STRENGTH", "STRENGTH_GRADE")
    )
    return grade.value[0] != "5" if muscle and not any(other.value == "pulse" for other in sentence.of("OTHER_EXAM")) else None


def _grade(observation: Observation) -> str | None:
    result = observation.result
    if result is None or not result.label.endswith("GRADE"):
        return None
    return f"{result.value}/5" if result.label == "STRENGTH_GRADE" else result.text


def _sites(observation: Observation) -> tuple[str, ...]:
    return tuple(dict.fromkeys(head.value for head in observation.heads if head.label in ("MUSCLE", "MUSCLE_SHORT", "WALK")))


def _root(observation: Observation) -> str | None:
    return next((place.value for place in observation.places if place.label == "VERTEBRA" and place.value in LUMBAR_ROOTS), None)
