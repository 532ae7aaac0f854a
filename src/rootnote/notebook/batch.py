"""A batch of notes with their records: narrowed down, listed, and one of them seen in full."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import pandas as pd
from spacy.language import Language

from rootnote.annotation.annotations import read_texts
from rootnote.annotation.files import BOM, read_file
from rootnote.annotation.rows import Row, sheet_of
from rootnote.annotation.sheet import Sheet, names_of
from rootnote.annotation.tools import Layer
from rootnote.batch.runner import review_many
from rootnote.documentation.elements import Element, Priority
from rootnote.documentation.warnings import load_warnings
from rootnote.errors import RecordError, SourceError
from rootnote.notebook.display import PRIORITIES, Chart, Html, bars, highlighted
from rootnote.record import NoteRecord, NoteType
from rootnote.report.words import PRIORITY, in_words
from rootnote.source import Failure, Note, read_notes
from rootnote.source.reading import require_notes


@dataclass(frozen=True, slots=True)
class Batch:
    """Records and the texts that they were made from, both by note id and in one order; ``failures`` are the notes without a record."""

    records: Mapping[str, NoteRecord]
    texts: Mapping[str, str]
    failures: tuple[Failure, ...] = ()

    def __len__(self) -> int:
        return len(self.records)

    def record(self, note_id: str) -> NoteRecord:
        """The record of a note. Raises ``SourceError`` when the batch has none with this id."""
        if note_id not in self.records:
            raise SourceError(f"{note_id}: this batch has no such note")
        return self.records[note_id]

    def rows(self) -> dict[str, Row]:
        """What of each record compares with gold, by note id."""
        return {note_id: self.row(note_id) for note_id in self.records}

    def sheet(self, note_id: str, *layers: Layer) -> Sheet:
        """The sheet of a note, with marks of these layers; without any: of the elements. Raises ``SourceError`` for a word that is none."""
        for layer in layers:
            _word("layer", layer, Layer)
        return sheet_of(self.row(note_id), self.texts[note_id], layers or (Layer.ELEMENT,))

    def row(self, note_id: str) -> Row:
        """What of a record compares with gold. Raises ``SourceError`` when the batch has none with this id."""
        return Row.model_validate_json(self.record(note_id).to_json())

    def show(self, note_id: str, *layers: Layer) -> Html:
        """A note with the evidence of its record highlighted: that of these layers, without any that of the elements.

        Raises ``SourceError`` when the batch has no such note, and for a word that is no layer.
        """
        sheet = self.sheet(note_id, *layers)
        return highlighted(sheet.text, sheet.marks)

    def where(
        self,
        *,
        gap: str | None = None,
        priority: str | None = None,
        code: str | None = None,
        warning: str | None = None,
        note_type: str | None = None,
    ) -> Batch:
        """The notes for which all that is given holds; each is a word of the record format, ``priority`` that of the gap or of any.

        Raises ``SourceError`` for a word that the format does not have.
        """
        element, worth, kind = _word("gap", gap, Element), _word("priority", priority, Priority), _word("note_type", note_type, NoteType)
        _word("code", code, names_of(Layer.CODE))
        _word("warning", warning, load_warnings().kinds)

        def fits(record: NoteRecord) -> bool:
            gaps = [one for one in record.gaps if element in (None, one.element) and worth in (None, one.priority)]
            return (
                (bool(gaps) or (element is None and worth is None))
                and (code is None or code in (*record.codes, *record.codes_presumed, *record.symptom_codes))
                and (warning is None or warning in {one.kind for one in record.warnings})
                and kind in (None, record.note_type)
            )

        return self._only(fits)

    def _only(self, fits: Callable[[NoteRecord], bool]) -> Batch:
        kept = {note_id: record for note_id, record in self.records.items() if fits(record)}
        return Batch(kept, {note_id: self.texts[note_id] for note_id in kept}, self.failures)

    def table(self) -> pd.DataFrame:
        """A row for each note, in their order: what it is, its codes, its gaps by priority, its warnings, how much is documented."""
        columns = ["note", "type", "scope", "codes", "presumed", "gaps", "A", "B", "C", "warnings", "documented %"]
        return pd.DataFrame([_row(record) for record in self.records.values()], columns=columns)

    def gaps_chart(self) -> Chart:
        """How many notes have which gap, by priority, the most frequent first."""
        counts = Counter((in_words(gap.element), str(gap.priority)) for record in self.records.values() for gap in record.gaps)
        meanings = {priority: f"{priority} {PRIORITY[priority]}" for priority in PRIORITIES}
        colours = {meanings[priority]: colour for priority, colour in PRIORITIES.items()}
        return bars(_spread(counts).rename(columns=meanings), f"Gaps of {len(self)} notes", colours, stacked=True)


def read_batch(notes: Path, records: Path | None = None, *, nlp: Language | None = None) -> Batch:
    """The batch of a JSONL file that ``rootnote scan`` wrote and of the notes in a folder or file; without records, notes are read now.

    They are then read by ``nlp`` if it is given, else by the default pipeline. Raises ``SourceError`` and ``RecordError``, naming file and
    line or note, for what can't be read, for a place that holds no note, and for a record that was made from another text.
    """
    require_notes([notes])
    if records is None:
        return review_batch(list(read_notes([notes])), nlp)
    found, failures = _read_records(records)
    texts = read_texts(notes, found)
    for note_id, record in found.items():
        if record.text_sha256 != sha256(texts[note_id].encode()).hexdigest():
            raise RecordError(f"{records}: {note_id}: the record was made from another text than the note's")
    return Batch(found, texts, failures)


def review_batch(notes: list[Note | Failure], nlp: Language | None = None) -> Batch:
    """The batch of notes, read now by ``nlp``, or else by the default pipeline."""
    failures = [note for note in notes if isinstance(note, Failure)]
    whole = [note for note in notes if isinstance(note, Note)]
    records = {record.id: record for record in review_many(whole, nlp=nlp, on_failure=failures.append)}
    return Batch(records, {note.id: note.text for note in whole if note.id in records}, tuple(failures))


def _read_records(path: Path) -> tuple[dict[str, NoteRecord], tuple[Failure, ...]]:
    found: dict[str, NoteRecord] = {}
    failures: list[Failure] = []
    for number, line in enumerate(read_file(path).removeprefix(BOM).split("\n"), start=1):
        if not line.strip():
            continue
        try:
            result = _result(line)
        except RecordError as error:
            raise SourceError(f"{path}, line {number}: {error}") from None
        if isinstance(result, Failure):
            failures.append(result)
        elif result.id in found:
            raise SourceError(f"{path}, line {number}: the id comes a second time")
        else:
            found[result.id] = result
    return found, tuple(failures)


def _result(line: str) -> NoteRecord | Failure:
    try:
        row = json.loads(line)
    except ValueError:
        row = None  # which is no record either
    if isinstance(row, dict) and isinstance(row.get("error"), str):
        return Failure(str(row.get("id")), row["error"])
    return NoteRecord.from_json(line)


def _word(name: str, given: str | None, known: Iterable[str]) -> str | None:
    """The word given, if it is one of those known. Raises ``SourceError``, which lists them, for another."""
    options = tuple(known)
    if given is not None and given not in options:
        raise SourceError(f"{name}: {given!r} is none of {', '.join(options)}")
    return given


def _row(record: NoteRecord) -> tuple[object, ...]:
    counts = Counter(gap.priority for gap in record.gaps)
    return (
        record.id,
        str(record.note_type),
        record.scope,
        ", ".join(record.codes or record.symptom_codes),
        ", ".join(record.codes_presumed),
        len(record.gaps),
        *(counts[priority] for priority in Priority),
        ", ".join(in_words(warning.kind) for warning in record.warnings),
        round(100 * record.completeness),
    )


def _spread(counts: Mapping[tuple[str, str], int]) -> pd.DataFrame:
    """Counts by row and column as a table with the fullest row first."""
    frame = pd.DataFrame(0, index=sorted({row for row, _ in counts}), columns=[p for p in PRIORITIES if any(p == c for _, c in counts)])
    for (row, column), count in counts.items():
        frame.loc[row, column] = count
    return frame.loc[sorted(frame.index, key=lambda row: (-int(frame.loc[row].sum()), row))]
