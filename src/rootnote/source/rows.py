"""Notes that stand in the rows of a table: JSONL, CSV and Parquet, with named columns for id and text."""

from __future__ import annotations

import csv
import gzip
import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any, TypeAlias

from rootnote.errors import SourceError
from rootnote.source.notes import BOM, MOST_BYTES, Failure, Note, checked, decode, printable

#: A note or failure with the place (file, and row where there are rows) that messages name.
Placed: TypeAlias = tuple[str, Note | Failure]

_DELIMITERS = (",", ";", "\t")
_ROWS_PER_BATCH = 256


@dataclass(frozen=True, slots=True)
class Columns:
    """The names of the columns, or keys, that hold a note's id and text."""

    id: str = "id"
    text: str = "text"


DEFAULT_COLUMNS = Columns()


def failed(name: str, reason: str) -> Placed:
    """The failure of a file or row that gives no id of its own."""
    place = printable(name)
    return place, Failure(place, f"{place}: {reason}")


def read_jsonl(path: Path, columns: Columns) -> Iterator[Placed]:
    """The notes of a .jsonl or .jsonl.gz file, one row at a time."""
    opener = gzip.open if path.suffix.lower() == ".gz" else Path.open
    with opener(path, "rb") as lines:
        yield from read_json_rows(str(path), lines, columns)


def read_json_rows(name: str, lines: Iterable[bytes], columns: Columns) -> Iterator[Placed]:
    """The notes of lines of JSON objects; blank lines are none."""
    place = None
    for number, line in enumerate(lines, start=1):
        row = line.removeprefix(BOM) if number == 1 else line
        if row.strip():
            place = f"{printable(name)} row {number}"
            yield place, _note_of_json(place, row, columns)
    if place is None:
        yield failed(name, "empty")


def _note_of_json(place: str, line: bytes, columns: Columns) -> Note | Failure:
    try:
        row = json.loads(line.decode())
    except (ValueError, RecursionError):
        return Failure(place, f"{place}: not a JSON object in UTF-8")
    if not isinstance(row, dict):
        return Failure(place, f"{place}: not a JSON object")
    return _note_of_cells(place, row.get(columns.id), row.get(columns.text), columns)


def read_csv(path: Path, columns: Columns) -> Iterator[Placed]:
    """The notes of a .csv file whose first row names the columns; commas, semicolons or tabs stand between cells."""
    csv.field_size_limit(MOST_BYTES)
    # What is no UTF-8 comes through as surrogates, so that each note gets its own encoding, and a wrong one harms no other.
    with path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as lines:
        header = lines.readline()
        heads = {delimiter: next(csv.reader([header], delimiter=delimiter), []) for delimiter in _DELIMITERS}
        fitting = [delimiter for delimiter, names in heads.items() if columns.id in names and columns.text in names]
        if not fitting:
            yield failed(str(path), f"its first row names no columns '{columns.id}' and '{columns.text}'")
            return
        names = heads[fitting[0]]
        yield from _read_csv_rows(str(path), csv.reader(lines, delimiter=fitting[0], strict=True), names, columns)


def _read_csv_rows(name: str, rows: Iterator[list[str]], names: list[str], columns: Columns) -> Iterator[Placed]:
    number = 1
    try:
        for number, row in enumerate(rows, start=2):
            place = f"{printable(name)} row {number}"
            if len(row) > len(names):
                yield failed(place, "it has more cells than the first row")
            elif any(row):
                cells = dict(zip(names, row, strict=False))
                yield place, _note_of_cells(place, cells.get(columns.id), _as_read(cells.get(columns.text)), columns)
    except csv.Error:
        yield failed(f"{name} row {number + 1}", "its quotes are wrong, or a cell is too long; no row after it is read")
        return
    if number == 1:
        yield failed(name, "empty")


def _as_read(text: str | None) -> str | bytes | None:
    """The text, or its bytes where they are no UTF-8."""
    return text if text is None or text.isascii() or printable(text) == text else text.encode(errors="surrogateescape")


def read_parquet(path: Path, columns: Columns) -> Iterator[Placed]:
    """The notes of a .parquet file, one batch of rows at a time. Ids may be integers, texts may be bytes."""
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        yield failed(str(path), "Parquet needs pyarrow, which is not installed: pip install 'rootnote[parquet]'")
        return
    number = 0
    try:
        with pq.ParquetFile(path) as file:
            if not {columns.id, columns.text} <= set(file.schema_arrow.names):
                yield failed(str(path), f"it has no columns '{columns.id}' and '{columns.text}'")
                return
            batches = file.iter_batches(_ROWS_PER_BATCH, columns=[columns.id, columns.text])
            for note_id, text in chain.from_iterable(rows_of(batch.column(columns.id), batch.column(columns.text)) for batch in batches):
                number += 1
                place = f"{printable(str(path))} row {number}"
                yield place, note_of_typed_cells(place, note_id, text, columns)
    except pa.ArrowException:
        yield failed(str(path), f"not readable as Parquet after row {number}")
        return
    if not number:
        yield failed(str(path), "empty")


def rows_of(*columns: Any) -> Iterator[tuple[Any, ...]]:
    """The rows of some of Arrow's columns. A cell that is said to be a string and is no UTF-8 comes as its bytes."""
    return zip(*map(_cells, columns), strict=True)


def _cells(column: Any) -> Sequence[Any]:
    with suppress(UnicodeDecodeError):
        cells: list[Any] = column.to_pylist()
        return cells
    return [_as_text(cell) for cell in column.cast("large_binary").to_pylist()]


def _as_text(cell: bytes | None) -> str | bytes | None:
    with suppress(UnicodeDecodeError):
        return cell and cell.decode()
    return cell


def note_of_typed_cells(place: str, note_id: object, text: object, columns: Columns) -> Note | Failure:
    """The note of a row of a table with typed columns, or the failure: an id may be an integer."""
    return _note_of_cells(place, str(note_id) if isinstance(note_id, int) else note_id, text, columns)


def _note_of_cells(place: str, note_id: object, text: object, columns: Columns) -> Note | Failure:
    """The note of one row, or the failure, under the row's own id when it has one."""
    if not isinstance(note_id, str) or not note_id:
        return Failure(place, f'{place}: "{columns.id}" is {"missing" if note_id is None else "not a string with characters"}')
    name = printable(note_id)
    if not isinstance(text, str | bytes):
        return Failure(name, f'{place}: "{columns.text}" is {"missing" if text is None else "not a string"}')
    try:
        if isinstance(text, bytes):
            return decode(name, text)
        return Note(name, checked(text))
    except SourceError as error:
        return Failure(name, f"{place}: {error}")
