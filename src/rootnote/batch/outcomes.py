"""What a run keeps of a result: made where the note is read, so that the process that writes has little to do."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from rootnote.batch.formats import Format
from rootnote.batch.identity import ReviewFailure, as_row
from rootnote.batch.summary import Tally, tally_of
from rootnote.batch.tables import TABLES, Cell, Row, Table
from rootnote.source import Failure

if TYPE_CHECKING:
    from rootnote.batch.identity import Result

#: The rows of one table: as CSV, or as they are.
Rows: TypeAlias = str | tuple[Row, ...]

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


@dataclass(frozen=True, slots=True)
class Outcome:
    """A result, ready to be counted and written: its JSON line, and its rows in each of ``TABLES`` where tables are wanted."""

    id: str
    error: str | None
    tally: Tally
    line: str
    rows: tuple[Rows, ...] = ()


def outcome_of(result: Result, layout: Format) -> Outcome:
    """What a run in this layout keeps of the result."""
    match layout:
        case Format.JSONL:
            rows: tuple[Rows, ...] = ()
        case Format.CSV:
            rows = tuple(csv_text(table.rows(result)) for table in TABLES)
        case Format.PARQUET:
            rows = tuple(tuple(table.rows(result)) for table in TABLES)
    return Outcome(result.id, result.error if isinstance(result, Failure) else None, tally_of(result), jsonl_line(result), rows)


def jsonl_line(result: Result) -> str:
    """One JSON object and a line feed: the record, or ``{"id", "error"}`` and, when the note was read, what the error depends on."""
    if isinstance(result, Failure):
        depends_on = as_row(result.identity) if isinstance(result, ReviewFailure) else {}
        return json.dumps({"id": result.id, "error": result.error} | depends_on, ensure_ascii=False) + "\n"
    return result.to_json() + "\n"


def csv_header(table: Table) -> str:
    """The names of the columns, as a line of CSV."""
    return csv_text([tuple(table.columns)])


def csv_text(rows: Iterable[Row]) -> str:
    """The rows as CSV (RFC 4180). Several texts in a cell are separated by a semicolon.

    A cell that a spreadsheet would run as a formula gets an apostrophe before it.
    """
    lines = io.StringIO(newline="")
    csv.writer(lines).writerows([_csv_cell(cell) for cell in row] for row in rows)
    return lines.getvalue()


def _csv_cell(cell: Cell) -> Cell:
    text = "; ".join(cell) if isinstance(cell, tuple) else cell
    return f"'{text}" if isinstance(text, str) and text.startswith(_FORMULA) else text
