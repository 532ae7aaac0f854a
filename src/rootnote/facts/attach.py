"""What belongs to what inside a sentence: sides, levels, roots and grades to the findings beside them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence

from rootnote.anatomy import Side
from rootnote.facts.reading import Reading, Sentence, Target, follows
from rootnote.language.labels import LEVELS

#: A side in full or by its letter, which is none in "L/S", "L-spine" and "r/o".
_SIDE_WORD = re.compile(
    r"\b(?:(left|lle|lt|l(?!\s?[-/]?\s?s(?:p(?:ine)?)?\b))|(right|rle|rt|r(?!/o\b))|(bilateral\w*|b/l|both|ble))\b", re.I
)
_SOFT = re.compile(r",|\band\b", re.I)
#: What stands before a side that it is not, and the characters that it takes: "in the left leg and never the right".
_NOT, _NOT_REACH = re.compile(r"\b(?:never|not|nor)\s(?:(?:in|on|down|to|of|the|his|her)\s)*$", re.I), 24
#: How far, in tokens, a side may stand from what it belongs to, when nothing nearer is named.
_REACH = 14
#: What stands before a side that has none of it ("absent on the right, definite on the left"), and the characters that it takes.
_NOT_THERE = re.compile(r"\b(?:absent|none|negative|not (?:present|there|found|seen|evident))\s*(?:(?:on|at)(?: the)?\s*)?$", re.I)
_BEFORE = 24
#: How far a side may stand past the one that has none.
_REACH_PAST = 30
#: Tokens from what a side belongs to, to "that side", and the sentences before it in which the side is named.
_SAME, _LOOK_BACK = 6, 3
#: Characters of marks before a leg that heads its sentence, and what stands behind it.
_MARKS, _HEADED = 4, re.compile(r"\s*(?::|[-–—]\s)")


def side_value(target: Target) -> Side | None:
    """The side that a SIDE target names; None for "contralateral"."""
    return Side(target.value) if target.value in set(Side) else None


def names_side(text: str) -> bool:
    """Whether a text names a side, in full or by its letter.

    >>> names_side("R leg"), names_side("neither")
    (True, False)
    """
    return _SIDE_WORD.search(text) is not None


def own_side(target: Target) -> Side | None:
    """The side named inside a target's own words, such as "lateral aspect of the left foot"."""
    match = _SIDE_WORD.search(target.text) if target.label not in LEVELS else None
    if match is None or target.text[match.end() : match.end() + 1].isdigit():
        return None
    return Side.LEFT if match.group(1) else Side.RIGHT if match.group(2) else Side.BILATERAL


def distance(reading: Reading, one: Target, other: Target) -> int:
    """How far two targets of a sentence stand apart: tokens between them, and more for a comma, "and" or a break."""
    left, right = (one, other) if one.first <= other.first else (other, one)
    if right.first <= left.last:
        return 0
    start, end = left.end, right.start
    pauses, breaks = (bisect_left(places, end) - bisect_left(places, start) for places in (reading.pauses, reading.breaks))
    return right.first - left.last + 2 * pauses + 12 * breaks


def nearest(
    reading: Reading,
    sentence: Sentence,
    target: Target,
    labels: Iterable[str],
    *,
    reach: int = _REACH,
    accept: Callable[[Target], bool] | None = None,
) -> Target | None:
    """The nearest target with one of the labels in the same sentence, the one before winning a tie; None when none is within reach."""
    wanted = frozenset(labels)
    best: tuple[int, int, Target] | None = None
    for other in sentence.targets:
        if other.first - target.last > reach:
            break
        if target.first - other.last > reach or other.label not in wanted or other is target or (accept is not None and not accept(other)):
            continue
        apart = distance(reading, target, other)
        if apart <= reach and (best is None or (apart, other.first > target.first) < best[:2]):
            best = (apart, int(other.first > target.first), other)
    return best[2] if best else None


def level_beside(reading: Reading, finding: Target) -> str | None:
    """The level nearest to a finding in its sentence."""
    level = nearest(reading, reading.sentence_of(finding), finding, ("LEVEL",))
    return level.value if level is not None else None


def leg_sides(reading: Reading, sentence: Sentence) -> tuple[Target, ...]:
    """The SIDE targets of a sentence that are not an arm's, nor said not to be it: those right before an arm word are left out."""
    arms = list(sentence.of("ARM"))
    return tuple(
        side
        for side in sentence.of("SIDE")
        if _NOT.search(reading.text, max(0, side.start - _NOT_REACH), side.start) is None
        and not any(follows(arm, side, 2) and not _SOFT.search(reading.gap(side, arm)) for arm in arms)
    )


def side_of(reading: Reading, sentence: Sentence, target: Target, *, reach: int = _REACH) -> Side | None:
    """The side that belongs to a target: named in it, else the nearest one in its sentence; both sides near it make bilateral."""
    return own_side(target) or _nearest_side(reading, sentence, target, leg_sides(reading, sentence), reach)


def side_had(reading: Reading, sentence: Sentence, target: Target, *, reach: int = _REACH) -> Side | None:
    """The side that belongs to a target that is there, as in ``side_of``, without one that has none of it."""
    sides = leg_sides(reading, sentence)
    having = [side for side in sides if not has_none(reading, side)]
    reach = reach if len(having) == len(sides) else _REACH_PAST  # the side that has it follows the one that has none
    return own_side(target) or _nearest_side(reading, sentence, target, having, reach)


def _nearest_side(reading: Reading, sentence: Sentence, target: Target, sides: Sequence[Target], reach: int) -> Side | None:
    side = nearest(reading, sentence, target, ("SIDE",), reach=reach, accept=lambda other: other in sides)
    return side_value(side) if side is not None else None


def has_none(reading: Reading, side: Target) -> bool:
    """Whether a side is named as the one where a thing is not: "absent on the right"."""
    start = max(reading.sentence_of(side).start, side.start - _BEFORE)
    return _NOT_THERE.search(reading.text, start, side.start) is not None


def side_before(reading: Reading, sentence: Sentence, targets: Sequence[Target]) -> Side | None:
    """The side that "that leg" or "the same side" beside some targets goes back to: the last one of a leg named before; None for none."""
    words = sentence.of("SAME_SIDE")
    same = next((word for word in words if any(distance(reading, word, target) <= _SAME for target in targets)), None)
    if same is None:
        return None
    for number in range(sentence.number, max(-1, sentence.number - 1 - _LOOK_BACK), -1):
        earlier = reading.sentences[number]
        named = [side for side in leg_sides(reading, earlier) if side.end <= same.start and side_value(side)]
        if named:
            return side_value(named[-1])
        if number < sentence.number and earlier.has("ARM", "ELSEWHERE") and earlier.has("SIDE"):
            return None
    return None


def side_told(reading: Reading, sentence: Sentence, targets: Sequence[Target]) -> Side | None:
    """The side beside one of some targets, or the one named before that "that leg" or "the same side" beside them means."""
    beside = next((side for target in targets if (side := side_of(reading, sentence, target, reach=6)) is not None), None)
    return beside or side_before(reading, sentence, targets) or _heading_side(reading, sentence)


def _heading_side(reading: Reading, sentence: Sentence) -> Side | None:
    """The side of a leg that heads its sentence: "Left leg: no different, it still aches over the outside of the calf"."""
    side, leg = next(sentence.of("SIDE"), None), next(sentence.of("LEG"), None)
    if side is None or leg is None or not side.start <= leg.start <= side.end + 1 or side.start - sentence.start > _MARKS:
        return None
    return side_value(side) if _HEADED.match(reading.text, max(side.end, leg.end)) else None
