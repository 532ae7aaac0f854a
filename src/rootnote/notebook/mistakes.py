"""Where the records of a batch differ from gold: by class, with the rules behind it, and each seen in its note."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
from spacy.language import Language

from rootnote.annotation.annotations import read_annotations
from rootnote.annotation.evaluation import Evaluation, evaluate
from rootnote.annotation.misses import ErrorKind, Miss, by_class
from rootnote.annotation.rows import Row, read_sheet_rows, sheet_of
from rootnote.annotation.sheet import Sheet
from rootnote.annotation.tools import Layer
from rootnote.errors import SourceError
from rootnote.notebook.batch import Batch
from rootnote.notebook.display import Chart, Html, bars, overlaid
from rootnote.notebook.tracing import Trace, Tracer, element_of

#: The colour of each way to be wrong.
_KINDS = {
    ErrorKind.OVERLOOKED: "#d1495b",
    ErrorKind.INVENTED: "#edae49",
    ErrorKind.CONFUSED: "#66a182",
    ErrorKind.ELSEWHERE: "#9aa5b1",
}


@dataclass(frozen=True, slots=True)
class Mistakes:
    """The misses of a batch against gold, by class. ``left_out`` counts gold notes that the batch does not have."""

    batch: Batch
    evaluation: Evaluation
    left_out: int
    _gold: Mapping[str, Row]
    _tracer: Tracer

    @staticmethod
    def of(batch: Batch, gold: Path, nlp: Language) -> Mistakes:
        """The misses of the records of a batch, read by ``nlp``, against a JSONL file of gold records.

        Raises ``SourceError`` when the file can't be read or has none of the notes; ``RecordError`` when its evidence is not in its note.
        """
        wanted = read_annotations(gold, complete=True)
        common = {note_id: annotation for note_id, annotation in wanted.items() if note_id in batch.records}
        if not common:
            raise SourceError(f"{gold}: it has none of the notes of this batch")
        evaluation = evaluate(common, batch.rows(), batch.texts)
        rows = read_sheet_rows(gold)
        return Mistakes(batch, evaluation, len(wanted) - len(common), {i: rows[i] for i in common}, Tracer(nlp))

    def classes(self) -> pd.DataFrame:
        """A row for each class of errors, the most frequent first: how many, in how many notes, and in which fields."""
        return pd.DataFrame(
            [
                (name, len(found), len({miss.id for miss in found}), ", ".join(dict.fromkeys(miss.field for miss in found)))
                for name, found in by_class(self.evaluation.misses).items()
            ],
            columns=["class", "errors", "notes", "fields"],
        )

    def chart(self) -> Chart:
        """How often which field is wrong, and in which way."""
        counts = pd.Series([(miss.field, miss.kind) for miss in self.evaluation.misses], dtype=object).value_counts()
        frame = pd.DataFrame({str(k): {f: int(n) for (f, kind), n in counts.items() if kind is k} for k in _KINDS}).fillna(0).astype(int)
        frame = frame.loc[sorted(frame.index, key=lambda name: (-frame.loc[name].sum(), name)), frame.any()]
        return bars(frame, f"What is wrong in {self.notes} notes", {str(kind): colour for kind, colour in _KINDS.items()}, stacked=True)

    @property
    def notes(self) -> int:
        """How many notes were compared."""
        return len(self._gold)

    def table(self, error_class: str | None = None) -> pd.DataFrame:
        """A row for each error of a class, or of all: both words, the rules behind the record's word, and what came nearest to gold's.

        Raises ``SourceError``, which lists the classes, for another.
        """
        classes = by_class(self.evaluation.misses)
        if error_class is not None and error_class not in classes:
            raise SourceError(f"there is no {error_class!r} here; the classes are {', '.join(classes) or 'none'}")
        found = classes[error_class] if error_class else [miss for misses in classes.values() for miss in misses]
        return pd.DataFrame([self._row(miss) for miss in found], columns=["note", "of", "gold", "rootnote", "fired", "nearest to gold"])

    def _row(self, miss: Miss) -> tuple[str, ...]:
        fired = self._tracer.behind(self.batch.records[miss.id], self.batch.texts[miss.id], miss.field)
        return miss.id, miss.field, miss.gold, miss.predicted, _lines(fired) or "no rule", self._nearest(miss)

    def _nearest(self, miss: Miss) -> str:
        if miss.kind is ErrorKind.INVENTED:
            return "gold has nothing here"
        element = element_of(miss.field)
        if element is None and not miss.field.startswith("condition "):
            others = [other.field for other in self.evaluation.misses if other.id == miss.id and other.field != miss.field]
            return f"follows from: {', '.join(others)}" if others else "no phrase of its own; see the steps of the codes"
        near = self._tracer.nearest(self.batch.texts[miss.id], miss.field, self._passages(miss))
        return f"{_lines(near)}\n({near[0].nearness})" if near else "no rule has a word of it"

    def _passages(self, miss: Miss) -> list[tuple[int, int]]:
        element = element_of(miss.field)
        return [(mark.start, mark.end) for mark in self._gold_sheet(miss.id).marks if mark.name == element]

    def _gold_sheet(self, note_id: str) -> Sheet:
        return sheet_of(self._gold[note_id], self.batch.texts[note_id], (Layer.ELEMENT,))

    def show(self, note_id: str, of: str) -> Html:
        """A note with the evidence of two sides for a field, each in its colour, striped where both have it: gold's and the record's.

        Gold has none for conditions and codes: then what came nearest stands in its place, if it is in the note. ``of`` is a field as the
        table names it. Raises ``SourceError`` for a note that is not compared.
        """
        if note_id not in self._gold:
            raise SourceError(f"{note_id}: gold or the batch has no such note")
        text = self.batch.texts[note_id]
        if element := element_of(of):
            sheets = {"gold": self._gold_sheet(note_id), "rootnote": self.batch.sheet(note_id)}
            return overlaid(text, {side: [mark for mark in sheet.marks if mark.name == element] for side, sheet in sheets.items()})
        found = self.batch.sheet(note_id, Layer.CONDITION, Layer.CODE).marks
        _, _, name = of.partition(" ")
        near = [trace.mark(name) for trace in self._tracer.nearest(text, of, ()) if trace.place] if name else []
        return overlaid(text, {"nearest": near, "rootnote": [one for one in found if not name or one.name == name]})


def _lines(traces: tuple[Trace, ...], most: int = 3) -> str:
    """The first different traces, a line each."""
    lines = list(dict.fromkeys(map(str, traces)))
    more = [f"and {len(lines) - most} more"] if len(lines) > most else []
    return "\n".join([*lines[:most], *more])
