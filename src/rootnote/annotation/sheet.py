"""What annotators' tools show of a note: labelled places, and fields of the whole note.

Each tool has its own module for the way it writes a sheet down; here is what they all write. Offsets are half-open and count code points of
the untouched note. A field is named after its key in the record, ``condition_...`` and ``element_...`` for the words of a condition or an
element; its values are words of the annotation guide, except for the comment.
Source: annotation guide, the JSON object of a note.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from itertools import pairwise
from typing import Final

from rootnote.anatomy import LUMBAR_LEVELS, LUMBAR_ROOTS, Region, Side, root_order
from rootnote.annotation.tools import Layer
from rootnote.coding.table import load_codes
from rootnote.documentation.elements import Element, Status, load_elements
from rootnote.errors import SourceError
from rootnote.facts.model import Assertion, Condition, Etiology, FindingKind, Laterality
from rootnote.record import ConditionStatus, NoteType

#: How a mention can be stated; an absent one has no place.
ASSERTIONS: Final = tuple(word for word in Assertion if word is not Assertion.ABSENT)

_LABEL = re.compile("(element|condition|code|finding)_(.+)", re.DOTALL)
_JOINT: Final = "="


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """A labelled place. ``name`` is an element, condition, code or kind of finding; ``assertion`` is None where the layer has none."""

    start: int
    end: int
    layer: Layer
    name: str
    assertion: Assertion | None = None

    @property
    def label(self) -> str:
        """Layer and name in one word, as tools show them: ``element_reflex_exam``."""
        return f"{self.layer}_{self.name}"

    @property
    def full_label(self) -> str:
        """The label with the assertion, for tools whose labels have no attributes: ``condition_sciatica=negated``."""
        return f"{self.label}{_JOINT}{self.assertion}" if self.assertion else self.label

    @staticmethod
    def of(start: int, end: int, label: str, assertion: str | None = None) -> Mark:
        """The mark with a label, full or not. An asserted mark for which nothing is said is affirmed.

        Raises ``ValueError`` for a label or assertion that is none of ours.
        """
        word, joint, stated = label.partition(_JOINT)
        parts = _LABEL.fullmatch(word)
        if parts is None or parts[2] not in names_of(Layer(parts[1])):
            raise ValueError("no label of rootnote's")
        layer = Layer(parts[1])
        said = (stated if joint else assertion) or None
        if not layer.is_asserted:
            return Mark(start, end, layer, parts[2])
        return Mark(start, end, layer, parts[2], Assertion(said) if said else Assertion.AFFIRMED)


@dataclass(frozen=True, slots=True)
class Field:
    """What a field can hold: one word or several of ``words``, or any text when there are none."""

    name: str
    words: tuple[str, ...] = ()
    several: bool = False

    @property
    def is_free(self) -> bool:
        """Whether it holds any text."""
        return not self.words


@dataclass(frozen=True, slots=True)
class Sheet:
    """A note with its marks in order and its fields: for each field that is filled in, its values."""

    id: str
    text: str
    marks: tuple[Mark, ...]
    fields: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Returned:
    """A sheet as it comes back: ``state`` is what the tool knows of the work on it."""

    sheet: Sheet
    state: ReviewState


class ReviewState(StrEnum):
    """Whether a sheet was worked on. Tools that don't say so return all sheets as reviewed."""

    REVIEWED = "reviewed"
    UNTOUCHED = "untouched"
    REJECTED = "rejected"


@cache
def names_of(layer: Layer) -> tuple[str, ...]:
    """The names that marks of a layer can have."""
    match layer:
        case Layer.ELEMENT:
            return tuple(Element)
        case Layer.CONDITION:
            return tuple(Condition)
        case Layer.FINDING:
            return tuple(FindingKind)
        case Layer.CODE:
            return tuple(code for code, row in load_codes().rows.items() if row.billable)


def labels_of(layers: Iterable[Layer]) -> tuple[str, ...]:
    """The labels of the marks of these layers, without assertion."""
    return tuple(f"{layer}_{name}" for layer in layers for name in names_of(layer))


def full_labels_of(layers: Iterable[Layer]) -> tuple[str, ...]:
    """The labels of the marks of these layers, each asserted one with every assertion."""
    return tuple(
        f"{layer}_{name}{ending}"
        for layer in layers
        for name in names_of(layer)
        for ending in ([f"{_JOINT}{word}" for word in ASSERTIONS] if layer.is_asserted else [""])
    )


@cache
def load_fields() -> Mapping[str, Field]:
    """The fields of a sheet by name, in the order of the annotation guide."""
    codes = names_of(Layer.CODE)
    roots = sorted(LUMBAR_ROOTS, key=root_order)
    return {
        field.name: field
        for field in (
            Field("note_type", tuple(NoteType)),
            *(Field(f"condition_{condition}", tuple(ConditionStatus)) for condition in Condition),
            Field("roots", tuple(f"{root}{side}" for root in roots for side in ("", *(f" {side}" for side in Side))), several=True),
            Field("region", tuple(Region), several=True),
            Field("laterality", tuple(Laterality)),
            Field("imaging_levels", LUMBAR_LEVELS, several=True),
            Field("etiology", tuple(Etiology)),
            Field("unlinked_candidates", ("disc", "spondylosis"), several=True),
            Field("codes", codes, several=True),
            Field("codes_presumed", codes, several=True),
            Field("symptom_codes", codes, several=True),
            *(Field(f"element_{element}", _statuses(element)) for element in Element),
            Field("confidence", ("high", "medium", "low")),
            Field("comment"),
        )
    }


def _statuses(element: Element) -> tuple[str, ...]:
    reading = next(row.reading for row in load_elements() if row.id is element)
    said = tuple(reading.statuses.values()) if reading else (Status.DOCUMENTED,)
    return tuple(dict.fromkeys((*said, Status.NOT_DOCUMENTED)))  # several assertions may share a word


def checked(sheet: Sheet) -> Sheet:
    """The same sheet, marks in order and each once, fields in order and only those that say something.

    Raises ``SourceError``, naming note and field but never a value, for what no sheet can hold: a mark outside the text, a word that the
    field does not have, two words in a field for one.
    """
    marks = tuple(sorted(set(sheet.marks)))
    if any(not 0 <= mark.start < mark.end <= len(sheet.text) for mark in marks):
        raise SourceError(f"{sheet.id}: a label stands outside the text")
    known = load_fields()
    if unknown := sheet.fields.keys() - known.keys():
        raise SourceError(f"{sheet.id}: {len(unknown)} fields are none of rootnote's")
    for name, values in sheet.fields.items():
        field = known[name]
        if len(values) > 1 and not field.several:
            raise SourceError(f"{sheet.id}: {name}: more than one value")
        if not field.is_free and not set(values) <= set(field.words):
            raise SourceError(f"{sheet.id}: {name}: none of the words for it")
    fields = {name: _in_order(sheet.fields.get(name, ()), field) for name, field in known.items()}
    return replace(sheet, marks=marks, fields={name: values for name, values in fields.items() if values})


def _in_order(values: tuple[str, ...], field: Field) -> tuple[str, ...]:
    if field.is_free:
        return tuple(line for value in values if (line := " ".join(visible(value).split())))  # one line, as the guide wants it
    return tuple(str(word) for word in field.words if word in values)


def aligned(sheet: Sheet, text: str) -> Sheet:
    """The sheet upon the untouched text of its note.

    Tools may turn CR LF into LF, and characters that XML does not allow into blanks; offsets are moved accordingly.
    Raises ``SourceError`` when the sheet's text is another one.
    """
    if sheet.text == text:
        return sheet
    if (shown := visible(text)) == visible(sheet.text):
        return replace(sheet, text=text)
    if shown.replace("\r\n", "\n") != visible(sheet.text):
        raise SourceError(f"{sheet.id}: the text is not that of the note")
    kept = [place for place, (one, next_one) in enumerate(pairwise(text + "\n")) if not (one == "\r" and next_one == "\n")]
    if text.endswith("\r"):
        kept.append(len(text) - 1)
    marks = (replace(mark, start=kept[mark.start], end=kept[mark.end - 1] + 1) for mark in sheet.marks)
    return checked(replace(sheet, text=text, marks=tuple(marks)))


_UNSEEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def visible(text: str) -> str:
    """The text with a blank in place of each character that XML 1.0 does not allow."""
    return _UNSEEN.sub(" ", text)
