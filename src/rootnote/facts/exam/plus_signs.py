"""Plus signs: whether one marks a test as positive or graded, or only stands for "and".

Source: annotation guide, straight_leg_raise and reflex_exam.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rootnote.facts.exam.clauses import Unit
from rootnote.facts.exam.exam_words import exam_words
from rootnote.facts.exam.pieces import HEADS
from rootnote.facts.model import FindingKind
from rootnote.facts.reading import Reading, Target, tokens_apart
from rootnote.facts.symptoms.places import PLACES
from rootnote.facts.wording import are_only
from rootnote.language.labels import GRADES

#: What may stand between a test or its side and a plus sign: an angle.
_AT_ANGLE = re.compile(r"[\s:@]*(?:(?:at|to)\s+)?(?:[1-9]\d\s*(?:°|deg(?:rees?|\.)?)?,?)?\s*", re.I)
#: The first word behind a plus sign.
_FIRST_WORD = re.compile(r"\s+([^\W\d_]+)")


def is_marked(reading: Reading, plus: Target, kind: FindingKind, heads: Sequence[Target], unit: Unit) -> bool:
    """Whether a plus sign in a unit belongs to one of the tests ``heads`` of a kind: to what it touches, a test or a side of it.

    "SLR: L + at 40, R neg": the sign marks the left.
    """
    if _joins(reading, plus):
        return False
    sides = unit.of("SIDE") if kind is FindingKind.SLR else unit.of("SIDE", *PLACES) if kind is FindingKind.REFLEX else ()
    opens = not unit.of(*HEADS) and unit.targets[0] is plus  # "SLR - R, + L"
    if any(tokens_apart(head, plus) <= 1 and "." not in reading.gap(head, plus) for head in heads):
        return True
    return any(
        _touches(reading, one, plus)
        for one in ((*heads, *sides) if not opens else sides)
        if opens or one.start < plus.start or one.end == plus.start  # the side of a column stands at its cell
    )


def _joins(reading: Reading, plus: Target) -> bool:
    """Whether a plus sign is an "and" behind a result: between sides, positions or tests ("SLR neg R + L", "neg sitting + supine")."""
    sentence = reading.sentence_of(plus)
    told = (one for one in sentence.of("RESULT", *GRADES) if one.last <= plus.first and one.text.strip("+"))
    result = max(told, key=lambda one: one.last, default=None)
    if result is None:
        return False
    words = exam_words()
    positions = words.sitting | words.prone | words.passive
    sides = [side for side in sentence.of("SIDE") if side.first >= result.last]
    before = [side for side in sides if side.last <= plus.first]
    edges = [result.end, *(edge for side in before for edge in (side.start, side.end)), plus.start]
    between = " ".join(reading.text[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True))
    if set(",;.") & set(between) or not are_only(between, positions):
        return False
    after = next((side for side in sides if side.first == plus.last), None)
    if after is not None:
        return bool(before) and before[-1].last == plus.first and before[-1].value != after.value
    position = _FIRST_WORD.match(reading.text, plus.end)
    return (position is not None and position.group(1).lower() in positions) or any(
        head.first == plus.last for head in sentence.of(*HEADS, "OTHER_EXAM")
    )


def _touches(reading: Reading, one: Target, plus: Target) -> bool:
    """Whether a plus sign stands behind what it marks, or its angle, or how the patient lies: "SLR R 55 +", "slump (seated) +"."""
    if plus.start < one.end:
        return not reading.gap(one, plus).strip()
    gap = reading.gap(one, plus)
    words = exam_words()
    return _AT_ANGLE.fullmatch(gap) is not None or (
        not set(",;.") & set(gap) and are_only(gap, words.sitting | words.prone | words.passive)
    )
