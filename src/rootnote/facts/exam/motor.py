"""Strength of the legs: grades, weakness, heel and toe walk.

Source: annotation guide, motor_exam; clarification 7; facts.md section 4.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import chain

from rootnote.anatomy import LUMBAR_ROOTS, Side
from rootnote.facts.exam.bare_grades import names_roots
from rootnote.facts.exam.exam import finding_of, is_abnormal, is_normal_neuro, is_of_nervous_system, left_open, settle, side_of_observation
from rootnote.facts.exam.observations import Observation, observe
from rootnote.facts.exam.pieces import HEADS
from rootnote.facts.model import Finding, FindingKind
from rootnote.facts.reading import Found, Reading, Target
from rootnote.language.labels import COMPLAINTS
from rootnote.language.measure_words import measure_words

_FULL = frozenset({"5", "5+"})
#: The side of a count.
_RIGHT_OR_LEFT = r"(?:(?P<right>r|rt|right)|(?P<left>l|lt|left)|both|each|bilat\w*)(?:\s+(?:side|leg|foot|one|heel))?"
#: What may also stand for a leg: "the right one".
_ONE = "one"
#: How many of the better side's raises the worse one does at most, that is weak: two of three.
_FEWER, _OF = 2, 3
#: What stands behind a question of a form: "Heel walk: ____".
_ASKED = re.compile(r"\s*:\D*$")
#: An exercise done in sets, or on a machine: "2 x 15".
_SETS = re.compile(r"\b[2-5]\s?x\s?\d|\b(?:machine|leg press|setting)\b", re.I)
_WEAKNESS = frozenset({"weakness", "deficit", "foot drop"})


def find_motor(reading: Reading) -> Found:
    """The strength findings of a note: AFFIRMED = weak; ``site`` is the muscle, movement or walk; ``grade`` such as "4/5"."""
    found = (finding for observation in observe(reading, FindingKind.MOTOR) for finding in _findings(reading, observation))
    return settle(chain(found, left_open(reading, FindingKind.MOTOR)))


def _findings(reading: Reading, observation: Observation) -> Iterator[Finding]:
    if (weaker := _weaker(_counted(reading, observation))) is not None:
        yield finding_of(reading, observation, abnormal=True, side=weaker, site="heel raise")
        return
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


def _counted(reading: Reading, observation: Observation) -> Mapping[Side, int]:
    """The heel raises that are counted on each side: "heel rise R 4, L 15"; a number without a side counts something else.

    Where a list can be read with its sides before the counts or behind them, it has them so throughout.
    """
    if not observation.heads or any(head.value != "heel raise" for head in observation.heads):
        return {}
    heads, sentence = observation.heads, observation.sentence
    others = [one for one in sentence.of(*HEADS, *COMPLAINTS) if one not in heads]
    start = max((one.end for one in others if one.end <= heads[0].start), default=sentence.start)
    end = min((one.start for one in others if one.start >= heads[-1].end), default=sentence.end)
    behind, before = (list(pattern.finditer(reading.text, start, end)) for pattern in _counts())
    matches, mixed = (before, behind) if before and (not behind or before[0].start() < behind[0].start()) else (behind, before)
    matches += [one for one in mixed if all(one.start() >= match.end() for match in matches)]  # "on the right only 3, 10 on the left"
    return {Side.RIGHT if match["right"] else Side.LEFT: _number(match["count"]) for match in matches if match["right"] or match["left"]}


@cache
def _counts() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A count with its side before it, and behind it: "R 20", "x3 on the left", "left: 6/20", "20 on each side", "ten on the right"."""
    words = "|".join(word for word in measure_words().repetition if word != _ONE)
    behind, before = (
        rf"x?\s?(?P<count>\d{{1,2}}|{listed})(?:/\d\d|\s?x\b)?(?:\s+(?:times|reps|raises|repetitions))?(?![\w/%]|\.\d)"
        for listed in (words, rf"{words}|{_ONE}")
    )
    return (
        re.compile(rf"\b{_RIGHT_OR_LEFT}\b[\s:=x,]{{0,3}}(?:only\s+|did\s+|just\s+)?{behind}", re.I),
        re.compile(
            rf"(?<![\w/.]){before}\s*(?:(?:(?:single|one)(?:[- ](?:leg(?:ged)?|limb))?\s+)?(?:heel|toe|calf)\s+(?:raises?|rises?)\s+)?"
            rf"(?:on\s+|with\s+|at\s+)?(?:the\s+|his\s+|her\s+)?{_RIGHT_OR_LEFT}\b",
            re.I,
        ),
    )


def _number(count: str) -> int:
    return int(count) if count.isdigit() else measure_words().repetition[count.lower()]


def _weaker(counts: Mapping[Side, int]) -> Side | None:
    """The side that does many fewer heel raises than the other; None when none does."""
    side = min(counts, key=lambda one: counts[one], default=None)
    return side if side is not None and len(counts) > 1 and _OF * counts[side] <= _FEWER * max(counts.values()) else None


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
