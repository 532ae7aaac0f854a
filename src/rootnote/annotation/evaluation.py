"""How far records agree with gold records, field by field.

A record that is missing, or a field of it, counts as wrong; "notes_unpredicted" says how many notes have no record. The 13 elements
are scored on the notes with a lumbar condition affirmed or uncertain, and region, laterality and etiology on those with radiculopathy
affirmed or uncertain. Nothing here holds text of a note.
Source: annotation guide (the fields); the figures carry the names that the project's reference scorer gives them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import asdict, dataclass, field
from typing import TypeAlias

from rootnote.annotation.annotations import Annotation
from rootnote.annotation.counts import Overlap, Sample, Share
from rootnote.annotation.misses import Confusion, Miss, Pair, by_class, confusions, misses
from rootnote.documentation.elements import Element, Status
from rootnote.facts.model import Assertion, Condition

#: What of an annotation is compared as a set.
_View: TypeAlias = Callable[[Annotation], Set[object]]
#: In which notes a figure is scored, by their gold.
_Scope: TypeAlias = Callable[[Annotation], bool]

#: A count, a share, an overlap, or overlaps by condition or element.
Figure: TypeAlias = int | float | Overlap | Mapping[str, Overlap]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The figures by name, in the order to show them, the misses by note id, and what both come from.

    ``samples`` has the counts behind every figure that is no number of notes, note by note; a figure with parts has one for each
    part, named ``conditions.sciatica``. ``confusion`` has a table for each field that holds one word.
    """

    figures: Mapping[str, Figure]
    misses: tuple[Miss, ...] = field(repr=False)
    samples: Mapping[str, Sample] = field(repr=False)
    confusion: Mapping[str, Confusion] = field(repr=False)

    def as_dict(self) -> dict[str, object]:
        """The figures as plain numbers and dicts, ready for JSON."""
        return {name: _plain(figure) for name, figure in self.figures.items()}

    def details(self) -> dict[str, object]:
        """What lies behind the figures, ready for JSON: "confusion" by field, gold's word and predicted word; "errors" by class."""
        confusion: dict[str, dict[str, dict[str, int]]] = {}
        for name, counts in self.confusion.items():
            for (wanted, got), count in sorted(counts.items()):
                confusion.setdefault(name, {}).setdefault(wanted, {})[got] = count
        return {"confusion": confusion, "errors": {name: [asdict(miss) for miss in found] for name, found in by_class(self.misses).items()}}


def evaluate(gold: Mapping[str, Annotation], predicted: Mapping[str, Annotation], texts: Mapping[str, str] | None = None) -> Evaluation:
    """The figures and misses of predicted records against gold, both by note id. Records of notes that gold lacks are passed over.

    With the texts of the notes it is also scored whether evidence touches gold's evidence ("evidence_located"). "gaps_by_element" is about
    saying that an element is not documented, "statuses_by_element" about its other statuses.
    Raises ``RecordError`` when offsets of evidence do not hold their text.
    """
    texts = texts or {}
    pairs = [Pair(g, predicted.get(i) or Annotation(id=i), texts.get(i)) for i, g in gold.items()]
    counts: dict[str, Figure] = {
        "notes": len(pairs),
        "notes_coded": sum(map(_is_coded, gold.values())),
        "notes_radicular": sum(map(_is_radicular, gold.values())),
        "notes_lumbar": sum(map(_is_lumbar, gold.values())),
        "notes_unpredicted": sum(pair.predicted.says_nothing for pair in pairs),
    }
    samples = _samples(pairs, with_places=bool(texts))
    found = sorted((miss for pair in pairs for miss in misses(pair)), key=lambda miss: miss.id)
    return Evaluation({**counts, **_figures(samples)}, tuple(found), samples, confusions(pairs))


def _samples(pairs: Sequence[Pair], *, with_places: bool) -> dict[str, Sample]:
    def overlaps(view: _View, scope: _Scope = _is_any) -> tuple[Overlap, ...]:
        return tuple(Overlap.of([(view(p.gold), view(p.predicted))] if scope(p.gold) else ()) for p in pairs)

    def shares(judge: Callable[[Pair], Iterable[bool]], scope: _Scope = _is_any) -> tuple[Share, ...]:
        return tuple(Share.of(judge(p) if scope(p.gold) else ()) for p in pairs)

    def same(name: str) -> Callable[[Pair], Iterable[bool]]:
        return lambda p: [getattr(p.gold, name) == getattr(p.predicted, name)]

    samples: dict[str, Sample] = {
        "codes_exact": shares(same("codes")),
        "codes_exact_on_coded": shares(same("codes"), _is_coded),
        "codes_presumed_exact": shares(same("codes_presumed")),
        "codes": overlaps(lambda a: a.codes or frozenset()),
        "codes_presumed": overlaps(lambda a: a.codes_presumed or frozenset()),
        "symptom_codes_exact": shares(same("symptom_codes"), lambda a: not a.codes),
        "conditions_status": shares(lambda p: [p.gold.condition(c) == p.predicted.condition(c) for c in Condition]),
        **{f"conditions.{c}": overlaps(_affirmed(c)) for c in Condition},
        "roots": overlaps(lambda a: {mark.root for mark in a.roots}),
        "roots_with_side": overlaps(lambda a: a.roots),
        "imaging_levels": overlaps(lambda a: a.imaging_levels),
        "region": overlaps(lambda a: a.region, _is_radicular),
        "laterality": shares(same("laterality"), _is_radicular),
        "etiology": shares(same("etiology"), _is_radicular),
        "gaps": overlaps(_gaps, _is_lumbar),
        "gaps_radicular": overlaps(_gaps, _is_radicular),
        **{f"gaps_by_element.{e}": overlaps(_gap(e), _is_lumbar) for e in Element},
        **{f"statuses_by_element.{e}": overlaps(_documented(e), _is_lumbar) for e in Element},
        "elements_status": shares(lambda p: [p.gold.status(e) == p.predicted.status(e) for e in Element], _is_lumbar),
    }
    if with_places:
        samples["evidence_located"] = shares(lambda p: [hit for e in Element if (hit := p.located(e)) is not None], _is_lumbar)
    return samples


def _figures(samples: Mapping[str, Sample]) -> dict[str, Figure]:
    """The figure of each sample; those with parts under one name."""
    figures: dict[str, Figure] = {}
    parts: dict[str, dict[str, Overlap]] = {}
    for name, sample in samples.items():
        total = _total(sample)
        whole, _, part = name.partition(".")
        if part and isinstance(total, Overlap):
            figures[whole] = parts.setdefault(whole, {})
            parts[whole][part] = total
        else:
            figures[whole] = total.value if isinstance(total, Share) else total
    return figures


def _total(sample: Sample) -> Overlap | Share:
    overlaps = [one for one in sample if isinstance(one, Overlap)]
    return sum(overlaps, Overlap()) if overlaps else sum((one for one in sample if isinstance(one, Share)), Share())


def _is_any(_: Annotation) -> bool:
    return True


def _is_coded(gold: Annotation) -> bool:
    return bool(gold.codes)


def _is_radicular(gold: Annotation) -> bool:
    return gold.is_radicular


def _is_lumbar(gold: Annotation) -> bool:
    return gold.is_lumbar


def _affirmed(condition: Condition) -> _View:
    return lambda annotation: {annotation.condition(condition)} & {Assertion.AFFIRMED}


def _gap(element: Element) -> _View:
    return lambda annotation: {annotation.status(element)} & {Status.NOT_DOCUMENTED}


def _documented(element: Element) -> _View:
    return lambda annotation: {annotation.status(element)} - {Status.NOT_DOCUMENTED, None}


def _gaps(annotation: Annotation) -> Set[object]:
    return {e for e in Element if annotation.status(e) is Status.NOT_DOCUMENTED}


def _plain(figure: Figure) -> object:
    if isinstance(figure, Overlap):
        return figure.as_dict()
    if isinstance(figure, Mapping):
        return {name: overlap.as_dict() for name, overlap in figure.items()}
    return figure
