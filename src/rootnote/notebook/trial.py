"""A site's own rules on trial: the same notes read with and without them, and what that changes, before anyone adopts them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
from spacy.language import Language

from rootnote.annotation.annotations import read_annotations
from rootnote.annotation.counts import Overlap
from rootnote.annotation.evaluation import Figure, evaluate
from rootnote.annotation.files import write_file
from rootnote.annotation.sheet import Mark
from rootnote.annotation.tools import Layer
from rootnote.comparison import CodeChange, Comparison, compare
from rootnote.errors import SourceError
from rootnote.notebook.batch import Batch, review_batch
from rootnote.notebook.display import Chart, Html, bars, overlaid
from rootnote.report.words import in_words
from rootnote.rulecheck import load_checked
from rootnote.source import Failure, Note

_COLOURS = {"gained": "#66a182", "lost": "#d1495b", "closed": "#66a182", "opened": "#d1495b"}


def write_rules(file: Path, rules: str) -> Language:
    """Writes a site's rules in TOML to a file and returns the pipeline that has them, once they are checked.

    Raises ``RuleError`` with a line for each problem when a key, a label or an example is wrong; ``OutputError`` when it can't be written.
    """
    write_file(file, rules)
    return load_checked(file)


@dataclass(frozen=True, slots=True)
class Trial:
    """The notes of a batch read without and with a site's rules; ``changed`` has a comparison for each note whose record differs."""

    before: Batch
    after: Batch
    changed: Mapping[str, Comparison]

    @staticmethod
    def of(batch: Batch, nlp: Language) -> Trial:
        """The trial, on a batch that was read without a site's rules, of the pipeline that has them."""
        notes: list[Note | Failure] = [Note(i, text, batch.records[i].encoding) for i, text in batch.texts.items()]
        after = review_batch(notes, nlp)
        compared = {i: compare(batch.records[i], record, across_rules=True) for i, record in after.records.items()}
        changed = {note_id: comparison for note_id, comparison in compared.items() if not comparison.is_empty}
        return Trial(batch, after, changed)

    def summary(self) -> pd.DataFrame:
        """How many notes change at all, and in which way."""
        found = self.changed.values()
        counts = {
            "notes read": len(self.after),
            "records that change": len(found),
            "notes that gain a code": _having(_codes(one, "added") for one in found),
            "notes that lose a code": _having(_codes(one, "removed") for one in found),
            "notes with a gap closed": _having(one.gaps_closed for one in found),
            "notes with a gap opened": _having(one.gaps_opened for one in found),
            "notes with a warning raised": _having(one.warnings_raised for one in found),
            "notes with a warning settled": _having(one.warnings_settled for one in found),
        }
        return pd.DataFrame(counts.items(), columns=["", "notes"])

    def table(self) -> pd.DataFrame:
        """A row for each note whose record changes."""
        columns = ["note", "codes gained", "codes lost", "gaps closed", "gaps opened", "warnings", "diagnoses and elements"]
        return pd.DataFrame([_row(note_id, one) for note_id, one in self.changed.items()], columns=columns)

    def codes_chart(self) -> Chart:
        """Which codes how many notes gain and lose; a code of two lists counts once for a note."""
        ways = {"gained": "added", "lost": "removed"}
        counts = {
            way: Counter(code for one in self.changed.values() for code in {change.code for change in _codes(one, change_word)})
            for way, change_word in ways.items()
        }
        return _two_ways(counts, "Codes that notes gain and lose")

    def gaps_chart(self) -> Chart:
        """Which gaps close and open, in how many notes."""
        counts = {
            "closed": Counter(in_words(gap.element) for one in self.changed.values() for gap in one.gaps_closed),
            "opened": Counter(in_words(gap.element) for one in self.changed.values() for gap in one.gaps_opened),
        }
        return _two_ways(counts, "Gaps that close and open")

    def against(self, gold: Path) -> pd.DataFrame:
        """Each figure that the rules change against gold records of these notes: before, after, and the difference.

        Raises ``SourceError`` when the file can't be read or has none of the notes.
        """
        wanted = {i: one for i, one in read_annotations(gold, complete=True).items() if i in self.after.records}
        if not wanted:
            raise SourceError(f"{gold}: it has none of the notes of this batch")
        before, after = (_shares(evaluate(wanted, batch.rows(), batch.texts).figures) for batch in (self.before, self.after))
        rows = [(name, before[name], value, value - before[name]) for name, value in after.items() if value != before[name]]
        return pd.DataFrame(rows, columns=["figure", "without", "with", "difference"])

    def show(self, note_id: str) -> Html:
        """A note that changes, with the evidence that only one of the two records has, each record's in its colour.

        Raises ``SourceError`` for a note whose record does not change.
        """
        if note_id not in self.changed:
            raise SourceError(f"{note_id}: its record does not change")
        before, after = (set(batch.sheet(note_id, Layer.ELEMENT, Layer.CONDITION).marks) for batch in (self.before, self.after))
        readings: dict[str, Iterable[Mark]] = {"without": before - after, "with": after - before}
        return overlaid(self.after.texts[note_id], readings)


def _codes(comparison: Comparison, change: str) -> list[CodeChange]:
    return [one for one in comparison.codes if one.change == change]


def _having(parts: Iterable[object]) -> int:
    return sum(bool(part) for part in parts)


def _row(note_id: str, one: Comparison) -> tuple[str, ...]:
    warnings = [f"+ {in_words(w.kind)}" for w in one.warnings_raised] + [f"− {in_words(w.kind)}" for w in one.warnings_settled]
    statuses = [f"{in_words(c.condition)}: {c.before} → {c.after}" for c in one.conditions]
    statuses += [f"{in_words(e.element)}: {in_words(e.before)} → {in_words(e.after)}" for e in one.elements]
    return (
        note_id,
        "\n".join(f"{change.code} ({in_words(change.listed_in)})" for change in _codes(one, "added")),
        "\n".join(f"{change.code} ({in_words(change.listed_in)})" for change in _codes(one, "removed")),
        "\n".join(in_words(gap.element) for gap in one.gaps_closed),
        "\n".join(in_words(gap.element) for gap in one.gaps_opened),
        "\n".join(warnings),
        "\n".join(statuses),
    )


def _two_ways(counts: Mapping[str, Counter[str]], title: str) -> Chart:
    """Bars to the right for the first of two ways, to the left for the second."""
    rows = sorted({row for counter in counts.values() for row in counter})
    (first, gained), (second, lost) = counts.items()
    frame = pd.DataFrame({first: [gained[row] for row in rows], second: [-lost[row] for row in rows]}, index=rows)
    return bars(frame, title, _COLOURS, stacked=True)


def _shares(figures: Mapping[str, Figure], above: str = "") -> dict[str, float]:
    """Every figure as one number, that of an overlap its F1; counts of notes are left out."""
    found: dict[str, float] = {}
    for name, figure in figures.items():
        if isinstance(figure, Mapping):
            found |= _shares(figure, f"{in_words(name)}: ")
        elif isinstance(figure, Overlap):
            found[above + in_words(name)] = figure.f1
        elif isinstance(figure, float):
            found[above + in_words(name)] = figure
    return found
