"""How far annotators agree: coefficients for each field, and F1 of the places that they give for each element.

The coefficients are those of libraries: Cohen's kappa, for more than two annotators the mean over pairs, and Fleiss' kappa (as the
multi-pi of Siegel and Castellan 1988, which is the same) from NLTK; Krippendorff's alpha, nominal, from krippendorff. The kappas are
about the notes that all annotators have, alpha also about the others. A field with several values counts as one word: the set must be
the same. Source: Cohen 1960; Fleiss 1971; Krippendorff, Content Analysis; Artstein and Poesio 2008.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from importlib import import_module
from itertools import combinations
from operator import attrgetter
from typing import Any

from rootnote.annotation.annotations import Annotation, RootMark, Span
from rootnote.annotation.counts import Overlap
from rootnote.documentation.elements import Element
from rootnote.errors import SourceError
from rootnote.facts.model import Condition

#: The annotations of one annotator by note id.
Annotations = Mapping[str, Annotation]

_SETS = ("roots", "region", "imaging_levels", "unlinked_candidates", "codes", "codes_presumed", "symptom_codes")


@dataclass(frozen=True, slots=True)
class FieldAgreement:
    """The agreement on one field. ``observed`` is the share of pairs that agree; a coefficient is None where only one word was used."""

    field: str
    n: int
    observed: float
    cohen: float | None
    fleiss: float | None
    alpha: float | None


@dataclass(frozen=True, slots=True)
class SpanAgreement:
    """F1 of the places for one element, over all pairs of annotators: of the same places, and of those that overlap at all."""

    element: str
    n: int
    exact: float
    overlapping: float


@dataclass(frozen=True, slots=True)
class Agreement:
    """What annotators agree on. ``spans`` is empty when the texts of the notes were not at hand."""

    annotators: int
    notes: int
    fields: tuple[FieldAgreement, ...]
    spans: tuple[SpanAgreement, ...]

    def as_dict(self) -> dict[str, object]:
        """The figures as plain numbers, ready for JSON."""
        return asdict(self)


def agree(annotators: Sequence[Annotations], texts: Mapping[str, str] | None = None) -> Agreement:
    """The agreement of two annotators or more. With the texts of the notes, also on where evidence stands.

    Raises ``SourceError`` when no note is common to all, or without the libraries; ``RecordError`` when evidence is not in its note.
    """
    common = sorted(set.intersection(*(set(one) for one in annotators)))
    if not common:
        raise SourceError("the annotators have no note in common")
    fields = tuple(_on_field(name, word, annotators, common) for name, word in _words().items())
    spans = tuple(_on_spans(annotators, common, texts)) if texts else ()
    return Agreement(len(annotators), len(common), fields, spans)


def said(annotation: Annotation) -> dict[str, str | None]:
    """What an annotation says in each field that agreement is measured on, as one word; None where it says nothing.

    >>> said(Annotation(id="a", codes=frozenset({"M54.17", "M54.16"})))["codes"]
    'M54.16, M54.17'
    """
    return {name: word(annotation) for name, word in _words().items()}


def _words() -> dict[str, Callable[[Annotation], str | None]]:
    """What each field of an annotation says, as one word; None when it is not given."""
    return {
        "note_type": attrgetter("note_type"),
        **{f"condition {c}": partial(_condition, c) for c in Condition},
        "laterality": attrgetter("laterality"),
        "etiology": attrgetter("etiology"),
        **{name: partial(_joined, name) for name in _SETS},
        **{f"element {e}": partial(_status, e) for e in Element},
    }


def _condition(condition: Condition, annotation: Annotation) -> str | None:
    return annotation.conditions.get(condition)


def _status(element: Element, annotation: Annotation) -> str | None:
    return annotation.status(element)


def _joined(name: str, annotation: Annotation) -> str | None:
    values: Iterable[object] | None = getattr(annotation, name)
    if values is None:
        return None
    return ", ".join(sorted(f"{v.root} {v.side}" if isinstance(v, RootMark) else str(v) for v in values))


def _on_field(
    name: str, word: Callable[[Annotation], str | None], annotators: Sequence[Annotations], common: Sequence[str]
) -> FieldAgreement:
    said = [{i: found for i, a in one.items() if (found := word(a)) is not None} for one in annotators]
    rated = [i for i in common if all(i in one for one in said)]
    pairs = [one[i] == other[i] for one, other in combinations(said, 2) for i in rated]
    return FieldAgreement(
        field=name,
        n=len(rated),
        observed=sum(pairs) / len(pairs) if pairs else 1.0,
        **kappas([[one[i] for i in rated] for one in said]),
        alpha=alpha(said),
    )


def kappas(ratings: Sequence[Sequence[str]]) -> dict[str, float | None]:
    """Cohen's ("cohen", the mean over pairs) and Fleiss' kappa ("fleiss") of the annotators' words for the same notes in the same order.

    None where all words are the same, for then chance alone agrees fully. Raises ``SourceError`` without NLTK.

    >>> kappas([["yes", "yes", "no", "no"], ["yes", "no", "no", "no"]])["cohen"]
    0.5
    """
    if len({word for words in ratings for word in words}) < 2:
        return {"cohen": None, "fleiss": None}
    task = _library("nltk.metrics.agreement").AnnotationTask(
        data=[(str(who), str(note), word) for who, words in enumerate(ratings) for note, word in enumerate(words)]
    )
    return {"cohen": _defined(task.kappa), "fleiss": _defined(task.pi)}


def alpha(ratings: Sequence[Mapping[str, str]]) -> float | None:
    """Krippendorff's alpha, nominal, of each annotator's words by note id; an annotator may lack notes.

    None when no note has two words, or all words are the same. Raises ``SourceError`` without krippendorff.
    """
    notes = sorted({i for one in ratings for i in one if sum(i in other for other in ratings) > 1})
    words = sorted({one[i] for one in ratings for i in notes if i in one})
    if len(words) < 2:
        return None
    counts = [[sum(one.get(i) == word for one in ratings) for word in words] for i in notes]
    return float(_library("krippendorff").alpha(value_counts=counts, level_of_measurement="nominal"))


def _defined(coefficient: Callable[[], float]) -> float | None:
    try:
        return float(coefficient())
    except ZeroDivisionError:
        return None


def _library(name: str) -> Any:
    try:
        return import_module(name)
    except ModuleNotFoundError:
        raise SourceError(f"agreement needs {name.partition('.')[0]}: pip install 'rootnote[annotations]'") from None


def _on_spans(annotators: Sequence[Annotations], common: Sequence[str], texts: Mapping[str, str]) -> Iterator[SpanAgreement]:
    """By element, then over all elements."""
    by_element = {e.value: [[set(one[i].first_spans(e, texts[i])) for i in common] for one in annotators] for e in Element}
    overall = [[places for found in by_element.values() for places in found[number]] for number in range(len(annotators))]
    for name, found in {**by_element, "all elements": overall}.items():
        pairs = [pair for one, other in combinations(found, 2) for pair in zip(one, other, strict=True)]
        n = sum(len(places) for one in found for places in one)
        yield SpanAgreement(name, n, Overlap.of(pairs).f1, _overlapping_f1(pairs))


def _overlapping_f1(pairs: Sequence[tuple[set[Span], set[Span]]]) -> float:
    """The harmonic mean of the shares of either side's places that touch one of the other's; 1 when there are none at all."""
    met_one, met_other = (sum(_touches(place, other) for one, other in way for place in one) for way in (pairs, [p[::-1] for p in pairs]))
    all_one, all_other = (sum(len(pair[side]) for pair in pairs) for side in (0, 1))
    one, other = (met / total if total else 1.0 for met, total in ((met_one, all_one), (met_other, all_other)))
    return 2 * one * other / (one + other) if one + other else 0.0


def _touches(place: Span, others: Iterable[Span]) -> bool:
    return any(place[0] < end and start < place[1] for start, end in others)
