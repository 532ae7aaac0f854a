"""The comparable part of records and gold records, and how both are read.

Source: annotation guide, the JSON object of a note; design.md, the record (evidence with offsets).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TypeAlias, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from rootnote.anatomy import Side
from rootnote.annotation.files import BOM, read_file
from rootnote.documentation.elements import Element, Status
from rootnote.errors import RecordError, SourceError
from rootnote.facts.model import LUMBAR_CONDITIONS, Assertion, Condition, Etiology, Laterality
from rootnote.record import NoteType
from rootnote.source import Failure, read_notes, require_notes

FRAME = ConfigDict(frozen=True, strict=True)

#: Half-open offsets into the note, in code points.
Span: TypeAlias = tuple[int, int]


class Place(BaseModel):
    """Evidence with its offsets, as a record gives it."""

    model_config = FRAME
    start: int
    end: int
    text: str

    def span(self, note: str, about: str) -> Span:
        """The offsets. Raises ``RecordError``, naming what it is about, when the note has something else there."""
        if note[self.start : self.end] != self.text:
            raise RecordError(f"{about}: the evidence at {self.start} to {self.end} is not what the note has there")
        return self.start, self.end


class ElementMark(BaseModel):
    """What is said of one element. A quote as evidence stands for every place in the note where it occurs."""

    model_config = FRAME
    status: Status
    evidence: tuple[Place | Span | str, ...] = ()


class RootMark(BaseModel):
    """A nerve root named as affected."""

    model_config = FRAME
    root: str
    side: Side | None


class Annotation(BaseModel):
    """The comparable part of a record or gold record. Keys that only a full record has are passed over."""

    model_config = FRAME
    id: str
    note_type: NoteType | None = None
    conditions: Mapping[Condition, Assertion] = {}
    roots: frozenset[RootMark] = frozenset()
    region: frozenset[str] = frozenset()
    laterality: Laterality | None = None
    imaging_levels: frozenset[str] = frozenset()
    etiology: Etiology | None = None
    unlinked_candidates: frozenset[str] = frozenset()
    codes: frozenset[str] | None = None
    codes_presumed: frozenset[str] | None = None
    symptom_codes: frozenset[str] | None = None
    elements: Mapping[Element, ElementMark] = {}

    def condition(self, condition: Condition) -> Assertion:
        """The status of a condition; one that is not given is absent."""
        return self.conditions.get(condition, Assertion.ABSENT)

    def status(self, element: Element) -> Status | None:
        """The status of an element, None when it is not given."""
        mark = self.elements.get(element)
        return mark.status if mark else None

    @property
    def says_nothing(self) -> bool:
        """Whether it holds nothing but the id, as the row of a note that failed."""
        return self.model_fields_set == {"id"}

    @property
    def is_radicular(self) -> bool:
        """Whether radiculopathy is affirmed or uncertain."""
        return self.condition(Condition.RADICULOPATHY).is_current

    @property
    def is_lumbar(self) -> bool:
        """Whether any lumbar condition is affirmed or uncertain."""
        return any(self.condition(c).is_current for c in LUMBAR_CONDITIONS)

    def spans(self, element: Element, text: str) -> Iterator[Span]:
        """Where in the note the evidence of an element stands, as half-open offsets; a quote gives every place where it occurs.

        Raises ``RecordError`` when offsets do not hold their text.
        """
        mark = self.elements.get(element)
        for item in mark.evidence if mark else ():
            if isinstance(item, str):
                yield from _occurrences(item, text)
            else:
                yield item.span(text, f"{self.id}: {element}") if isinstance(item, Place) else item

    def first_spans(self, element: Element, text: str) -> Iterator[Span]:
        """The same, with a quote only where it stands first. Raises ``RecordError`` also for a quote that the note does not have."""
        mark = self.elements.get(element)
        for item in mark.evidence if mark else ():
            if not isinstance(item, str):
                yield item.span(text, f"{self.id}: {element}") if isinstance(item, Place) else item
            elif (start := text.find(item)) >= 0:
                yield start, start + len(item)
            else:
                raise RecordError(f"{self.id}: {element}: evidence that is not in the note")


_Row = TypeVar("_Row", bound=Annotation)


def read_annotations(path: Path, *, complete: bool = False) -> dict[str, Annotation]:
    """The annotations of a JSONL file by id, in file order. Gold is read with ``complete``: then no field, condition or element may lack.

    Raises ``SourceError``, naming file, line and key, for what can't be read or does not fit the format, and for an id that comes twice;
    with ``complete`` also for a file without any row.
    """
    found = read_rows(path, Annotation)
    if complete:
        if not found:
            raise SourceError(f"{path}: there is no gold record in it")
        for place, annotation in zip((place for place, _ in _lines(path)), found.values(), strict=True):
            if annotation.says_nothing:
                raise SourceError(f"{place}: a failed note, not a gold record")
            if lacking := _lacking(annotation):
                raise SourceError(f"{place}: not given: {', '.join(lacking)}")
    return found


def read_rows(path: Path, kind: type[_Row]) -> dict[str, _Row]:
    """The rows of a JSONL file by id, in file order, each read as ``kind``.

    Raises ``SourceError``, naming file, line and key, for what can't be read or does not fit, and for an id that comes twice.
    """
    found: dict[str, _Row] = {}
    for place, line in _lines(path):
        row = _row(place, line, kind)
        if row.id in found:
            raise SourceError(f"{place}: the id comes a second time")
        found[row.id] = row
    return found


def _row(place: str, line: str, kind: type[_Row]) -> _Row:
    try:
        return kind.model_validate_json(line)
    except ValidationError as error:
        # Only where and what kind: pydantic's own message quotes the input.
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    raise SourceError(f"{place}: {first['loc'][0] if first['loc'] else 'the line'}: {first['type'].replace('_', ' ')}")


def read_texts(folder: Path, ids: Iterable[str]) -> dict[str, str]:
    """The notes with these ids from a folder of .txt files or a file that ``scan`` reads.

    Raises ``SourceError``, naming the file, when one is missing or can't be read.
    """
    require_notes([folder])
    notes = {note.id: note for note in read_notes([folder])}
    texts = {}
    for note_id in ids:
        note = notes.get(note_id)
        if note is None:
            raise SourceError(f"{folder}: there is no {note_id}{'.txt' if folder.is_dir() else ''}")
        if isinstance(note, Failure):
            raise SourceError(note.error)
        texts[note_id] = note.text
    return texts


def _occurrences(quote: str, text: str) -> Iterator[Span]:
    start = text.find(quote) if quote else -1
    while start >= 0:
        yield start, start + len(quote)
        start = text.find(quote, start + 1)


def _lines(path: Path) -> Iterator[tuple[str, str]]:
    """The filled lines of a file, each with the place that messages name."""
    content = read_file(path).removeprefix(BOM)
    return ((f"{path}, line {number}", line) for number, line in enumerate(content.split("\n"), 1) if line.strip())


def _lacking(annotation: Annotation) -> list[str]:
    fields = [name for name in Annotation.model_fields if name not in annotation.model_fields_set]
    return [*fields, *(c for c in Condition if c not in annotation.conditions), *(e for e in Element if e not in annotation.elements)]
