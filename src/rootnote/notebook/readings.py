"""Two annotators or more: how far they agree, field by field, and where they do not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from rootnote.annotation.agreement import Agreement, agree, said
from rootnote.annotation.annotations import read_texts
from rootnote.annotation.rows import Row, read_sheet_rows, sheet_of
from rootnote.annotation.sheet import Mark
from rootnote.annotation.tools import Layer
from rootnote.errors import SourceError
from rootnote.notebook.batch import Batch
from rootnote.notebook.display import Chart, Html, bars, dots, overlaid
from rootnote.notebook.tracing import element_of
from rootnote.report.words import in_words


@dataclass(frozen=True, slots=True)
class Readings:
    """What annotators say of the notes that they have in common, by the annotator's name."""

    rows: Mapping[str, Mapping[str, Row]]
    texts: Mapping[str, str]
    agreement: Agreement

    @staticmethod
    def read(annotators: Mapping[str, Path | Batch], notes: Path) -> Readings:
        """The readings of JSONL files of gold records or records, or of batches, by the name to show for each; and the notes' texts.

        Raises ``SourceError`` when a file can't be read, or no note is common to all; ``RecordError`` when evidence is not in its note.
        """
        rows = {name: one.rows() if isinstance(one, Batch) else read_sheet_rows(one) for name, one in annotators.items()}
        common = [i for i in next(iter(rows.values()), {}) if all(i in one and not one[i].is_failure for one in rows.values())]
        if not common:
            raise SourceError("the annotators have no note in common")
        texts = read_texts(notes, common)
        kept = {name: {i: one[i] for i in common} for name, one in rows.items()}
        return Readings(kept, texts, agree(list(kept.values()), texts))

    def fields(self) -> pd.DataFrame:
        """A row for each field, the least agreed on first: the share of pairs that agree, kappas, alpha, in how many notes it is given."""
        rows = [(one.field, one.observed, one.cohen, one.fleiss, one.alpha, one.n) for one in self.agreement.fields]
        frame = pd.DataFrame(rows, columns=["field", "agree", "Cohen", "Fleiss", "alpha", "notes"])
        return frame.sort_values(["agree", "field"], ignore_index=True)

    def places(self) -> pd.DataFrame:
        """A row for each element: F1 of the places that are the same, and of those that overlap."""
        rows = [(in_words(one.element), one.exact, one.overlapping, one.n) for one in self.agreement.spans]
        return pd.DataFrame(rows, columns=["evidence for", "exact F1", "overlapping F1", "places"])

    def fields_chart(self) -> Chart:
        """Agreement and alpha of each field that is not fully agreed on; a field in which only one word occurs has no alpha."""
        frame = self.fields().query("agree < 1").set_index("field")[["agree", "alpha"]].astype(float)
        return dots(frame, "Fields not fully agreed on", {"agree": "#9aa5b1", "alpha": "#3d6f99"})

    def places_chart(self) -> Chart:
        """F1 of the places, by element."""
        frame = self.places().set_index("evidence for")[["exact F1", "overlapping F1"]]
        return bars(frame, "Where evidence is marked", {"exact F1": "#9aa5b1", "overlapping F1": "#3d6f99"})

    def disagreements(self, field: str | None = None) -> pd.DataFrame:
        """A row for each note and field in which the annotators differ, with a column for each: in this field, or in all.

        Raises ``SourceError``, which lists the fields, for another.
        """
        known = [one.field for one in self.agreement.fields]
        if field is not None and field not in known:
            raise SourceError(f"{field!r} is no field; known are {', '.join(known)}")
        return pd.DataFrame(list(self._differing(field)), columns=["note", "of", *self.rows])

    def _differing(self, wanted: str | None) -> Iterator[tuple[str, ...]]:
        for note_id in self.texts:
            by_field = [said(one[note_id]) for one in self.rows.values()]
            for field in by_field[0]:
                found = [one[field] for one in by_field]
                if wanted in (None, field) and len(set(found)) > 1:
                    yield (note_id, field, *("not given" if word is None else word or "none" for word in found))

    def show(self, note_id: str, of: str, first: str | None = None, second: str | None = None) -> Html:
        """A note with the evidence of two annotators for a field, each in its colour, striped where both marked it.

        Without names these are the first two. Conditions and codes have no evidence in gold records: then that of all elements is shown.
        Raises ``SourceError`` for a note or an annotator that is not there.
        """
        names = [first or next(iter(self.rows)), second or list(self.rows)[1 if len(self.rows) > 1 else 0]]
        if note_id not in self.texts or not set(names) <= self.rows.keys():
            raise SourceError(f"{note_id}: there is no such note or annotator; annotators are {', '.join(self.rows)}")
        element = element_of(of)
        return overlaid(self.texts[note_id], {name: [m for m in self._marks(name, note_id) if element in (None, m.name)] for name in names})

    def _marks(self, name: str, note_id: str) -> tuple[Mark, ...]:
        return sheet_of(self.rows[name][note_id], self.texts[note_id], (Layer.ELEMENT,)).marks
