"""The parts of one record as tables: codes with their steps, gaps with their questions, warnings, and the words of every field."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from rootnote.annotation.sheet import Sheet, load_fields
from rootnote.documentation.gaps import Rejection
from rootnote.facts.model import Evidence
from rootnote.record import NoteRecord
from rootnote.report.words import BECAUSE, POLICY, in_words


def codes_table(record: NoteRecord) -> pd.DataFrame:
    """A row for each step to each code, and for each step that led to none: what was decided, by which source, from which words."""
    steps = [(f"{detail.code}\n{POLICY[detail.policy]}", step) for detail in record.code_details for step in detail.steps]
    steps += [("not coded", step) for step in record.decisions]
    return pd.DataFrame(
        [(code, step.decided, _quoted(step.evidence), step.would_change or "", step.source) for code, step in steps],
        columns=["code", "decided", "the note says", "what would change it", "source"],
    )


def gaps_table(record: NoteRecord) -> pd.DataFrame:
    """A row for each gap, the most important first: why it matters, what came nearest, and the question to ask."""
    return pd.DataFrame(
        [
            (str(gap.priority), in_words(gap.element), gap.why, _nearest(gap.nearest_rejected, gap.rejected_because), gap.query)
            for gap in record.gaps
        ],
        columns=["priority", "missing", "why it matters", "nearest", "question"],
    )


def warnings_table(record: NoteRecord) -> pd.DataFrame:
    """A row for each warning, the urgent first."""
    return pd.DataFrame(
        [("yes" if one.urgent else "", in_words(one.kind), one.message, _quoted(one.evidence), one.query or "") for one in record.warnings],
        columns=["urgent", "warning", "what is wrong", "the note says", "question"],
    )


def fields_table(sheet: Sheet) -> pd.DataFrame:
    """A row for each field that a reviewer can correct: its name as ``correct`` takes it, what it says now, and the words it can have."""
    return pd.DataFrame(
        [
            (name, ", ".join(sheet.fields.get(name, ())), "any text" if field.is_free else ", ".join(field.words), _number(field.several))
            for name, field in load_fields().items()
        ],
        columns=["field", "now", "can be", "how many"],
    )


def _number(several: bool) -> str:
    return "several" if several else "one"


def _nearest(places: Iterable[Evidence] | None, because: Rejection | None) -> str:
    return f"{_quoted(places)}\n({BECAUSE[because]})" if places and because else ""


def _quoted(places: Iterable[Evidence]) -> str:
    """The words of some evidence in quotation marks, each once."""
    return "\n".join(dict.fromkeys(f"“{' '.join(place.text.split())}”" for place in places))
