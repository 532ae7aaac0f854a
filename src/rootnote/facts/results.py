"""Results of an examination: what a result can be said of, whether it is abnormal, and whether it is denied."""

from __future__ import annotations

from collections.abc import Sequence

from rootnote.facts.clauses import HEADS, NOUNS, PLACED, Unit, is_other_exam
from rootnote.facts.model import FindingKind
from rootnote.facts.reading import Reading, Target

_SENSORY, _MOTOR, _REFLEX, _SLR = FindingKind.SENSORY, FindingKind.MOTOR, FindingKind.REFLEX, FindingKind.SLR
#: What each test is a test of.
KINDS: dict[str, tuple[FindingKind, ...]] = {
    "SENSATION": (_SENSORY,),
    "REFLEX": (_REFLEX,),
    "REFLEX_SHORT": (_REFLEX,),
    "STRENGTH": (_MOTOR,),
    "MUSCLE": (_MOTOR,),
    "MUSCLE_SHORT": (_MOTOR,),
    "WALK": (_MOTOR,),
    "SLR": (_SLR,),
    "NEURO": (_SENSORY, _MOTOR),
    "OTHER_EXAM": (),
}
#: For each value of a result in the rules, or label of a grade: what it can be said of, and whether it is abnormal when not denied.
_VALUES: dict[str, tuple[frozenset[FindingKind], bool]] = {
    "normal": (frozenset({_SENSORY, _MOTOR, _REFLEX, _SLR}), False),
    "good": (frozenset({_SENSORY, _MOTOR, _REFLEX}), False),
    "able": (frozenset({_MOTOR}), False),
    "unable": (frozenset({_MOTOR}), True),
    "present": (frozenset({_REFLEX, _SENSORY}), False),
    "loss": (frozenset({_SENSORY, _MOTOR, _REFLEX}), True),
    "weakness": (frozenset({_MOTOR}), True),
    "numbness": (frozenset({_SENSORY}), True),
    "abnormal": (frozenset({_SENSORY, _MOTOR, _REFLEX}), True),
    "lesser": (frozenset({_SENSORY, _MOTOR}), True),
    "weak": (frozenset({_MOTOR}), True),
    "dull": (frozenset({_SENSORY}), True),
    "reflex change": (frozenset({_REFLEX}), True),
    "positive": (frozenset({_SLR}), True),
    "negative": (frozenset({_SLR}), False),
    "evokes": (frozenset({_SLR}), True),
    "STRENGTH_GRADE": (frozenset({_MOTOR}), True),
    "REFLEX_GRADE": (frozenset({_REFLEX, _MOTOR}), True),
    "SENSORY_GRADE": (frozenset({_SENSORY}), True),
}


def value_of(result: Target) -> str:
    """How a result is said: its value in the rules, or the label of a grade."""
    return result.value if result.label == "RESULT" else result.label


def is_grade(result: Target) -> bool:
    """Whether a result is a grade."""
    return result.label in ("STRENGTH_GRADE", "REFLEX_GRADE", "SENSORY_GRADE")


def is_noun(result: Target) -> bool:
    """Whether a result is a noun, such as "weakness", which a negation reaches over a list."""
    return result.label == "RESULT" and result.value in NOUNS


def says_abnormal(value: str, *, negated: bool) -> bool | None:
    """Whether a word says that a finding is abnormal; None for what is no word: a grade, an angle, nothing."""
    if value not in _VALUES or value.endswith("GRADE"):
        return None
    return _VALUES[value][1] is not negated


def fits(reading: Reading, result: Target, kind: FindingKind, heads: Sequence[Target], unit: Unit) -> bool:
    """Whether a result can be one of this kind in its unit, whose tests of the kind are ``heads``.

    Of several tests in a unit, the nearest that the result can be said of takes it, with what is tested in one breath with that.
    """
    kinds = _VALUES[value_of(result)][0]
    if kind not in kinds:
        return False
    if kind is _MOTOR and result.label == "REFLEX_GRADE" and any(head.label == "REFLEX" for head in unit.heads):
        return False
    if not result.text.strip("+"):  # a plus sign belongs to what it touches: the test, or a side of it ("SLR: L + at 40, R neg")
        sides = unit.of("SIDE") if kind is _SLR else ()
        return any(_apart(head, result) <= 1 and "." not in reading.gap(head, result) for head in heads) or any(
            not reading.gap(side, result).strip() for side in sides if side.start < result.start
        )
    if result.label == "RESULT" and heads:
        if result.value in ("able", "unable") and not any(head.label in PLACED for head in heads):
            return False
        if all(head.label == "MUSCLE_SHORT" for head in heads) or (
            result.value == "good" and all(head.label == "REFLEX_SHORT" for head in heads)
        ):
            return False
    if not unit.of(*HEADS) or (len(unit.results) == 1 and not unit.of("OTHER_EXAM")):
        return True
    others = [head for head in unit.heads if not KINDS[head.label] or kinds & set(KINDS[head.label])]
    if result.label == "STRENGTH_GRADE":
        others = [head for head in others if not is_other_exam(head)]
    nearest = min(others, key=lambda head: _apart(head, result), default=None)
    return nearest is None or kind in KINDS[nearest.label] or any(_apart(head, nearest) <= 1 for head in heads)


def _apart(one: Target, other: Target) -> int:
    return max(one.first - other.last, other.first - one.last, 0)


def is_denied(unit: Unit, result: Target, *, carried: bool) -> bool:
    """Whether a result is denied: a noun by any negation before it, any other only by one right before it.

    ``carried`` says that the unit before it ended with a denied noun, whose list this one may go on with.
    """
    if any(0 <= cue.first - result.last <= 4 for cue in unit.of("NEGATOR_AFTER")):
        return True
    after = [cue for cue in unit.of("NEGATOR") if cue.first >= result.last]
    if after and after[0].first - result.last <= 2 and (result.value == "evokes" or after[0] is unit.targets[-1]):
        return True  # "causes no pain", "weakness: no"
    if result.value == "present" and any(t.value == "unable" and 0 <= result.first - t.last <= 3 for t in unit.of("RESULT")):
        return True
    before = [cue for cue in unit.of("NEGATOR") if cue.last <= result.first]
    if not before:
        return is_noun(result) and carried and not any(is_grade(other) for other in unit.results)
    between = [other for other in unit.results if before[-1].last <= other.first and other.last <= result.first and other is not result]
    if is_noun(result):
        return all(is_noun(other) for other in between)
    return not between and result.first - before[-1].last <= 2


def carries_denial(unit: Unit) -> bool:
    """Whether a denial in a unit goes on to the nouns of the next: "no weakness, atrophy or sensory loss"."""
    return bool(unit.results) and is_noun(unit.results[-1]) and is_denied(unit, unit.results[-1], carried=False)
