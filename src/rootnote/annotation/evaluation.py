"""How far records agree with gold records, field by field.

A record that is missing, or a field of it, counts as wrong. The 13 elements are scored on the notes with a lumbar condition affirmed or
uncertain, and region, laterality and etiology on those with radiculopathy affirmed or uncertain. Nothing here holds text of a note.
Source: annotation guide (the fields); the figures carry the names that the project's reference scorer gives them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from typing import TypeAlias

from rootnote.annotation.annotations import Annotation, RootMark
from rootnote.documentation.elements import Element, Status
from rootnote.facts.model import Assertion, Condition

#: What of an annotation is compared as a set.
_View: TypeAlias = Callable[[Annotation], Set[object]]


@dataclass(frozen=True, slots=True)
class Overlap:
    """Counts of what is in both, only predicted and only in gold, with the figures that follow. Overlaps of two parts add up.

    >>> Overlap.of([({"M54.16"}, {"M54.16", "M54.17"})]).recall
    1.0
    """

    both: int = 0
    only_predicted: int = 0
    only_gold: int = 0

    @staticmethod
    def of(pairs: Iterable[tuple[Set[object], Set[object]]]) -> Overlap:
        """The overlap of all (gold, predicted) pairs of sets together."""
        return sum((Overlap(len(gold & found), len(found - gold), len(gold - found)) for gold, found in pairs), Overlap())

    def __add__(self, other: Overlap) -> Overlap:
        return Overlap(self.both + other.both, self.only_predicted + other.only_predicted, self.only_gold + other.only_gold)

    @property
    def n(self) -> int:
        """How many gold has."""
        return self.both + self.only_gold

    @property
    def precision(self) -> float:
        """The share of the predicted that gold has too; 1 when nothing is predicted."""
        return self.both / (self.both + self.only_predicted) if self.both + self.only_predicted else 1.0

    @property
    def recall(self) -> float:
        """The share of gold that is predicted; 1 when gold has nothing."""
        return self.both / self.n if self.n else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    def as_dict(self) -> dict[str, float | int]:
        """The figures under the names p, r, f1 and n."""
        return {"p": self.precision, "r": self.recall, "f1": self.f1, "n": self.n}


#: A count, a share, an overlap, or overlaps by condition or element.
Figure: TypeAlias = int | float | Overlap | Mapping[str, Overlap]


@dataclass(frozen=True, slots=True)
class Miss:
    """One field in which one note is wrong: words of the record format, or offsets, never text of the note."""

    id: str
    field: str
    gold: str
    predicted: str


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The figures by name, in the order to show them, and the misses by note id."""

    figures: Mapping[str, Figure]
    misses: tuple[Miss, ...] = field(repr=False)

    def as_dict(self) -> dict[str, object]:
        """The figures as plain numbers and dicts, ready for JSON."""
        return {name: _plain(figure) for name, figure in self.figures.items()}


@dataclass(frozen=True, slots=True)
class _Pair:
    gold: Annotation
    predicted: Annotation
    text: str | None


def evaluate(gold: Mapping[str, Annotation], predicted: Mapping[str, Annotation], texts: Mapping[str, str] | None = None) -> Evaluation:
    """The figures and misses of predicted records against gold, both by note id. Records of notes that gold lacks are passed over.

    With the texts of the notes it is also scored whether evidence touches gold's evidence ("evidence_located"). "gaps_by_element" is about
    saying that an element is not documented, "statuses_by_element" about its other statuses.
    Raises ``RecordError`` when offsets of evidence do not hold their text.
    """
    texts = texts or {}
    pairs = [_Pair(g, predicted.get(i) or Annotation(id=i), texts.get(i)) for i, g in gold.items()]
    coded = [p for p in pairs if p.gold.codes]
    radicular = [p for p in pairs if p.gold.is_radicular]
    lumbar = [p for p in pairs if p.gold.is_lumbar]
    gaps = {e.value: _overlap(lumbar, _gap(e)) for e in Element}
    located = [hit for p in lumbar for e in Element if (hit := _located(p, e)) is not None]
    figures: dict[str, Figure] = {
        "notes": len(pairs),
        "notes_coded": len(coded),
        "notes_radicular": len(radicular),
        "notes_lumbar": len(lumbar),
        "codes_exact": _share(p.gold.codes == p.predicted.codes for p in pairs),
        "codes_exact_on_coded": _share(p.gold.codes == p.predicted.codes for p in coded),
        "codes_presumed_exact": _share(p.gold.codes_presumed == p.predicted.codes_presumed for p in pairs),
        "codes": _overlap(pairs, lambda a: a.codes or frozenset()),
        "codes_presumed": _overlap(pairs, lambda a: a.codes_presumed or frozenset()),
        "symptom_codes_exact": _share(p.gold.symptom_codes == p.predicted.symptom_codes for p in pairs if not p.gold.codes),
        "conditions_status": _share(p.gold.condition(c) == p.predicted.condition(c) for p in pairs for c in Condition),
        "conditions": {c.value: _overlap(pairs, _affirmed(c)) for c in Condition},
        "roots": _overlap(pairs, lambda a: {mark.root for mark in a.roots}),
        "roots_with_side": _overlap(pairs, lambda a: a.roots),
        "imaging_levels": _overlap(pairs, lambda a: a.imaging_levels),
        "region": _overlap(radicular, lambda a: a.region),
        "laterality": _share(p.gold.laterality == p.predicted.laterality for p in radicular),
        "etiology": _share(p.gold.etiology == p.predicted.etiology for p in radicular),
        "gaps": sum(gaps.values(), Overlap()),
        "gaps_radicular": _overlap(radicular, lambda a: {e for e in Element if a.status(e) is Status.NOT_DOCUMENTED}),
        "gaps_by_element": gaps,
        "statuses_by_element": {e.value: _overlap(lumbar, _documented(e)) for e in Element},
        "elements_status": _share(p.gold.status(e) == p.predicted.status(e) for p in lumbar for e in Element),
    }
    if texts:
        figures["evidence_located"] = _share(located)
    misses = sorted((miss for p in pairs for miss in _misses(p)), key=lambda miss: miss.id)
    return Evaluation(figures, tuple(misses))


def _overlap(pairs: Iterable[_Pair], view: _View) -> Overlap:
    return Overlap.of((view(p.gold), view(p.predicted)) for p in pairs)


def _affirmed(condition: Condition) -> _View:
    return lambda annotation: {annotation.condition(condition)} & {Assertion.AFFIRMED}


def _gap(element: Element) -> _View:
    return lambda annotation: {annotation.status(element)} & {Status.NOT_DOCUMENTED}


def _documented(element: Element) -> _View:
    return lambda annotation: {annotation.status(element)} - {Status.NOT_DOCUMENTED, None}


def _share(values: Iterable[bool]) -> float:
    """The share that is true; 1 when there is nothing to judge."""
    judged = tuple(values)
    return sum(judged) / len(judged) if judged else 1.0


def _located(pair: _Pair, element: Element) -> bool | None:
    """Whether the evidence of both touches; None when one of them documents nothing or the text is not at hand."""
    if pair.text is None or any(a.status(element) in (None, Status.NOT_DOCUMENTED) for a in (pair.gold, pair.predicted)):
        return None
    gold, found = (tuple(a.spans(element, pair.text)) for a in (pair.gold, pair.predicted))
    return any(start < other_end and other_start < end for start, end in gold for other_start, other_end in found)


def _misses(pair: _Pair) -> Iterator[Miss]:
    """What is wrong in one note; fields that are not scored for it are left out."""
    gold, found = pair.gold, pair.predicted
    rows: list[tuple[str, object, object]] = [(name, getattr(gold, name), getattr(found, name)) for name in ("codes", "codes_presumed")]
    if not gold.codes:
        rows.append(("symptom_codes", gold.symptom_codes, found.symptom_codes))
    rows += [(f"condition {c}", gold.condition(c), found.condition(c)) for c in Condition]
    rows += [("roots", gold.roots, found.roots), ("imaging_levels", gold.imaging_levels, found.imaging_levels)]
    if gold.is_radicular:
        rows += [(name, getattr(gold, name), getattr(found, name)) for name in ("region", "laterality", "etiology")]
    if gold.is_lumbar:
        rows += [(f"element {e}", gold.status(e), found.status(e)) for e in Element]
        rows += [(f"evidence {e}", "touched", "elsewhere") for e in Element if _located(pair, e) is False]
    return (Miss(gold.id, name, _words(wanted), _words(got)) for name, wanted, got in rows if wanted != got)


def _words(value: object) -> str:
    if isinstance(value, frozenset):
        return ", ".join(sorted(f"{v.root} {v.side or 'no side'}" if isinstance(v, RootMark) else str(v) for v in value)) or "none"
    return "missing" if value is None else str(value)


def _plain(figure: Figure) -> object:
    if isinstance(figure, Overlap):
        return figure.as_dict()
    if isinstance(figure, Mapping):
        return {name: overlap.as_dict() for name, overlap in figure.items()}
    return figure
