"""What is wrong in which note, and of which class: words of the record format, or offsets, never text of a note."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from rootnote.annotation.annotations import Annotation, RootMark
from rootnote.documentation.elements import Element, Status
from rootnote.facts.model import Assertion, Condition, Etiology, Laterality

#: How often which word of gold met which predicted one.
Confusion: TypeAlias = Mapping[tuple[str, str], int]

_MISSING = "missing"
#: Words that say that there is nothing.
_NOTHING = frozenset(
    {_MISSING, "none", Status.NOT_DOCUMENTED, Assertion.ABSENT, Laterality.NOT_STATED, Etiology.NOT_STATED, Etiology.NOT_APPLICABLE}
)


class ErrorKind(StrEnum):
    """How a field can be wrong."""

    OVERLOOKED = "overlooked"
    INVENTED = "invented"
    CONFUSED = "confused"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True)
class Miss:
    """One field in which one note is wrong: words of the record format, or offsets, never text of the note."""

    id: str
    field: str
    gold: str
    predicted: str

    @property
    def kind(self) -> ErrorKind:
        """Overlooked: only a part of gold is predicted; invented: gold is only a part of that; elsewhere: evidence; else confused."""
        if self.field.startswith("evidence "):
            return ErrorKind.ELSEWHERE
        gold, predicted = (set(words.split(", ")) - _NOTHING for words in (self.gold, self.predicted))
        if predicted < gold or self.predicted == _MISSING:
            return ErrorKind.OVERLOOKED
        return ErrorKind.INVENTED if gold < predicted else ErrorKind.CONFUSED

    @property
    def error_class(self) -> str:
        """What was wrong in which way, such as "element overlooked" or "codes confused"."""
        return f"{self.field.partition(' ')[0]} {self.kind}"


@dataclass(frozen=True, slots=True)
class Pair:
    """A gold record and the predicted one of the same note, with its text if it is at hand."""

    gold: Annotation
    predicted: Annotation
    text: str | None = None

    def located(self, element: Element) -> bool | None:
        """Whether the evidence of both touches; None when one of them documents nothing or the text is not at hand."""
        if self.text is None or any(a.status(element) in (None, Status.NOT_DOCUMENTED) for a in (self.gold, self.predicted)):
            return None
        gold, found = (tuple(a.spans(element, self.text)) for a in (self.gold, self.predicted))
        return any(start < other_end and other_start < end for start, end in gold for other_start, other_end in found)


def by_class(found: Iterable[Miss]) -> dict[str, tuple[Miss, ...]]:
    """The misses by class, the most frequent first; within a class by field and note."""
    listed = tuple(found)
    frequency = Counter(miss.error_class for miss in listed)
    return {
        name: tuple(sorted((miss for miss in listed if miss.error_class == name), key=lambda miss: (miss.field, miss.id)))
        for name, _ in sorted(frequency.items(), key=lambda item: (-item[1], item[0]))
    }


def confusions(pairs: Iterable[Pair]) -> dict[str, Confusion]:
    """The confusion table of every field that holds one word, over the notes in which it is scored."""
    tables: dict[str, Counter[tuple[str, str]]] = {name: Counter() for name in _ONE_WORD}
    for pair in pairs:
        for name, gold, predicted in _single_words(pair):
            tables[name][_words(gold), _words(predicted)] += 1
    return dict(tables)


_ONE_WORD = (*(f"condition {c}" for c in Condition), "laterality", "etiology", *(f"element {e}" for e in Element))


def _single_words(pair: Pair) -> Iterator[tuple[str, object, object]]:
    gold, found = pair.gold, pair.predicted
    yield from ((f"condition {c}", gold.condition(c), found.condition(c)) for c in Condition)
    if gold.is_radicular:
        yield from ((name, getattr(gold, name), getattr(found, name)) for name in ("laterality", "etiology"))
    if gold.is_lumbar:
        yield from ((f"element {e}", gold.status(e), found.status(e)) for e in Element)


def misses(pair: Pair) -> Iterator[Miss]:
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
        rows += [(f"evidence {e}", "touched", "elsewhere") for e in Element if pair.located(e) is False]
    return (Miss(gold.id, name, _words(wanted), _words(got)) for name, wanted, got in rows if wanted != got)


def _words(value: object) -> str:
    if isinstance(value, frozenset):
        return ", ".join(sorted(f"{v.root} {v.side or 'no side'}" if isinstance(v, RootMark) else str(v) for v in value)) or "none"
    return _MISSING if value is None else str(value)
