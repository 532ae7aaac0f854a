"""The side of the radiculopathy or leg symptoms, at note level.

Source: annotation guide, laterality; clarification 14; facts.md sections 4 and 6.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rootnote.anatomy import Side
from rootnote.facts.attach import side_of, side_value
from rootnote.facts.conditions import FINAL, Said
from rootnote.facts.model import Assertion, Condition, Evidence, Finding, FindingKind, Laterality, LateralityFact
from rootnote.facts.reading import Reading, Target

Sided = tuple[Side, Evidence]

_EXAMS = frozenset({FindingKind.SLR, FindingKind.REFLEX, FindingKind.MOTOR, FindingKind.SENSORY})


def laterality(reading: Reading, said: Iterable[Said], roots: Iterable[tuple[Target, Target]], findings: Sequence[Finding]) -> LateralityFact:
    """The side, from the author's diagnosis, else the symptoms, else abnormal signs; with the evidence that gives it.

    A diagnosis and symptoms on opposite sides conflict.
    """
    diagnosis, named = _of_mentions(reading, said)
    for root, namer in roots:
        if (side := side_of(reading, reading.sentence_of(root), root, reach=4)) is not None:
            (diagnosis if root.section in FINAL else named).append((side, reading.around([root, namer])))
    named += _labelled(reading)
    symptoms = _sided(f for f in findings if f.kind is FindingKind.SYMPTOM and f.assertion is Assertion.AFFIRMED)
    signs = _sided(f for f in findings if f.kind in _EXAMS and f.assertion is Assertion.AFFIRMED)
    for group in (diagnosis, named, symptoms, signs):
        if group:
            value = _merge(group)
            others = [*named, *symptoms] if group is diagnosis else [*symptoms] if group is named else []
            if _opposed(value, _merge(others) if others else None):
                return LateralityFact(Laterality.CONFLICTING, tuple(dict.fromkeys(e for _, e in [*group, *others])))
            return LateralityFact(Laterality(value.value), tuple(dict.fromkeys(e for side, e in [*group, *others] if value is Side.BILATERAL or side in (value, Side.BILATERAL))))
    return LateralityFact(Laterality.NOT_STATED)


def _of_mentions(reading: Reading, said: Iterable[Said]) -> tuple[list[Sided], list[Sided]]:
    """The sided mentions of radiculopathy and sciatica: those of the author's diagnosis, and the others."""
    final: list[Sided] = []
    other: list[Sided] = []
    for mention in said:
        if mention.condition not in (Condition.RADICULOPATHY, Condition.SCIATICA) or not mention.assertion.is_current:
            continue
        sentence = reading.sentence_of(mention.target)
        side = side_of(reading, sentence, mention.target)
        if side is not None:
            place = reading.evidence(max(sentence.start, mention.target.start - 30), mention.target.end)
            (final if mention.target.section in FINAL else other).append((side, place))
    return final, other


def _labelled(reading: Reading) -> list[Sided]:
    """A side given under a label of its own: "Side: left"."""
    return [
        (value, reading.around([label, side]))
        for sentence in reading.sentences
        for label in sentence.of("SIDE_LABEL")
        for side in sentence.of("SIDE")
        if side.first >= label.last and (value := side_value(side)) is not None
    ]


def _sided(findings: Iterable[Finding]) -> list[Sided]:
    return [(finding.side, finding.evidence) for finding in findings if finding.side is not None]


def _merge(group: Sequence[Sided]) -> Side:
    sides = {side for side, _ in group}
    return next(iter(sides)) if len(sides) == 1 else Side.BILATERAL


def _opposed(one: Side, other: Side | None) -> bool:
    return {one, other} == {Side.LEFT, Side.RIGHT}
