"""A reviewer's corrections of records: checked strictly, kept with what they changed, saved as gold records that ``evaluate`` takes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pandas as pd

from rootnote.annotation.exchange import TakenBack, take_back
from rootnote.annotation.files import write_file
from rootnote.annotation.review import Change, ChangeKind
from rootnote.annotation.rows import gold_row, read_sheet_rows, sheet_of
from rootnote.annotation.sheet import Field, Mark, Returned, ReviewState, Sheet, checked, load_fields
from rootnote.annotation.tools import Layer
from rootnote.documentation.elements import Element, Status
from rootnote.errors import SourceError
from rootnote.notebook.batch import Batch
from rootnote.notebook.display import Html, highlighted

_LAYERS = (Layer.ELEMENT,)
_PREFIX = "element_"


@dataclass(slots=True)
class Corrections:
    """The notes of a batch that were reviewed, accepted as they are or corrected, until ``save`` writes them to ``file``.

    A note that was never accepted nor corrected is not saved: nobody has read it.
    """

    batch: Batch
    file: Path
    _reviewed: dict[str, Sheet] = field(default_factory=dict)

    @staticmethod
    def open(batch: Batch, file: Path) -> Corrections:
        """The corrections of a batch, with those that the file holds already.

        Raises ``SourceError`` when it can't be read or also holds notes that are not in the batch: saving would lose them.
        """
        corrections = Corrections(batch, file)
        earlier = read_sheet_rows(file) if file.exists() else {}
        if strange := len(earlier.keys() - batch.records.keys()):
            raise SourceError(f"{file}: {strange} of its notes are not in this batch; save to another file, or open the whole batch")
        corrections._reviewed.update({note_id: sheet_of(row, batch.texts[note_id], _LAYERS) for note_id, row in earlier.items()})
        return corrections

    def sheet(self, note_id: str) -> Sheet:
        """The note as it is now: corrected, or as its record has it."""
        return self._reviewed.get(note_id) or self.batch.sheet(note_id, *_LAYERS)

    def show(self, note_id: str) -> Html:
        """The note as it is now, with the evidence of its elements highlighted. Raises ``SourceError`` when it is not in the batch."""
        sheet = self.sheet(note_id)
        return highlighted(sheet.text, sheet.marks)

    def accept(self, *note_ids: str) -> None:
        """Takes the records of these notes as right, as they are now. Raises ``SourceError`` for a note that is not in the batch."""
        self._reviewed.update({note_id: self.sheet(note_id) for note_id in note_ids})

    def correct(self, note_id: str, evidence: Mapping[str, Sequence[str]] | None = None, **fields: str | Sequence[str]) -> pd.DataFrame:
        """Sets fields of a note, and with ``evidence`` the quotations of an element, and returns all that is changed in it by now.

        A field takes one of its words, or a list of them where it can have several ([] for none); ``fields_table`` lists all. An element
        that is set to not_documented loses its evidence. A quotation is marked where it stands first: quote more to mark a later place.

        Raises ``SourceError``, naming note and field, for an unknown note, field or word, for a quotation that the note does not have and
        for evidence of what is not documented; then nothing is changed.
        """
        sheet = self.sheet(note_id)
        said = {**sheet.fields, **{name: _values(note_id, name, value) for name, value in fields.items()}}
        quoted = {_element(note_id, name): quotations for name, quotations in (evidence or {}).items()}
        missing = {element for element in Element if said.get(f"{_PREFIX}{element}") == (Status.NOT_DOCUMENTED,)}
        if contradicted := [element for element, quotations in quoted.items() if quotations and element in missing]:
            raise SourceError(f"{note_id}: {contradicted[0]}: it can't have evidence and be not_documented")
        marks = [mark for mark in sheet.marks if mark.name not in missing | quoted.keys()]
        marks += [mark for element, quotations in quoted.items() for mark in _marks(sheet, element, quotations)]
        self._reviewed[note_id] = checked(replace(sheet, marks=tuple(marks), fields=said))
        return self.changes(note_id)

    def withdraw(self, note_id: str) -> None:
        """Forgets what was decided about a note: it counts as not reviewed, and is as its record has it."""
        self.batch.record(note_id)
        self._reviewed.pop(note_id, None)

    def changes(self, *note_ids: str) -> pd.DataFrame:
        """What was changed, a row for each change: in these notes, or in all."""
        wanted = note_ids or tuple(self.batch.records)
        rows = [
            (one.id, str(one.kind), one.name, *(self._shown(one, words) for words in (one.before, one.after)))
            for one in self._taken_back().changes
            if one.id in wanted
        ]
        return pd.DataFrame(rows, columns=["note", "change", "of", "before", "after"])

    def _shown(self, change: Change, words: str) -> str:
        """The words of a field as they are; of a place ("12-20") what stands there."""
        if change.kind is ChangeKind.FIELD or not words:
            return words
        start, _, end = words.partition("-")
        return f"“{self.batch.texts[change.id][int(start) : int(end)]}”"

    def progress(self) -> pd.DataFrame:
        """How many notes were corrected, accepted as they were, and not read yet."""
        changed = {one.id for one in self._taken_back().changes}
        counts = {
            "corrected": len(changed),
            "accepted as they were": len(self._reviewed) - len(changed),
            "not read yet": len(self.batch) - len(self._reviewed),
        }
        return pd.DataFrame(counts.items(), columns=["state", "notes"])

    def doubts(self) -> tuple[str, ...]:
        """What can't be right in the reviewed notes: an element with a status but no evidence, or with evidence but no status."""
        return self._taken_back().doubts

    def save(self) -> str:
        """Writes the reviewed notes as gold records, evidence with its offsets, in the order of the batch, and says how many.

        Raises ``OutputError`` when the file can't be written.
        """
        kept = self._taken_back().sheets
        write_file(self.file, "".join(f"{gold_row(sheet, offsets=True)}\n" for sheet in kept))
        return f"{len(kept)} notes in {self.file}"

    def _taken_back(self) -> TakenBack:
        sent = {note_id: self.batch.sheet(note_id, *_LAYERS) for note_id in self.batch.records if note_id in self._reviewed}
        return take_back((Returned(sheet, ReviewState.REVIEWED) for sheet in self._reviewed.values()), sent, _LAYERS)


def _element(note_id: str, name: str) -> Element:
    """The element of a name, with or without "element_" before it."""
    try:
        return Element(name.removeprefix(_PREFIX))
    except ValueError:
        raise SourceError(f"{note_id}: evidence: {name!r} is no element; known are {', '.join(Element)}") from None


def _marks(sheet: Sheet, element: Element, quotations: Sequence[str]) -> Iterable[Mark]:
    if isinstance(quotations, str):
        raise SourceError(f"{sheet.id}: evidence: {element}: must be a list of quotations")
    for number, quotation in enumerate(quotations, start=1):
        start = sheet.text.find(quotation) if quotation.strip() else -1
        if start < 0:
            raise SourceError(f"{sheet.id}: evidence: {element}: the note does not have quotation {number}, character by character")
        yield Mark(start, start + len(quotation), Layer.ELEMENT, element)


def _values(note_id: str, name: str, given: str | Sequence[str]) -> tuple[str, ...]:
    """The values of a field. Raises ``SourceError``, which lists what the field can have, for anything else."""
    known = load_fields().get(name)
    if known is None:
        raise SourceError(f"{note_id}: {name!r} is no field; known are {', '.join(load_fields())}")
    if wrong := _fault(known, given):
        raise SourceError(f"{note_id}: {name}: {wrong}")
    return (given,) if isinstance(given, str) else tuple(given)


def _fault(known: Field, given: object) -> str | None:
    if known.several and isinstance(given, str):
        return "a list of words is wanted, [] for none"
    values = [given] if isinstance(given, str) else given
    if not isinstance(values, Collection) or not all(isinstance(value, str) for value in values):
        return "a list of words is wanted, [] for none" if known.several else "one word is wanted"
    if not known.several and len(values) != 1:
        return "one word is wanted"
    if not known.is_free and (strange := [value for value in values if value not in known.words]):
        return f"{strange[0]!r} is none of {', '.join(known.words)}"
    return None
