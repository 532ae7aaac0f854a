"""Notes that stand in the rows of a table: JSONL, CSV and Parquet, with named columns for id and text."""

from __future__ import annotations

import csv
import gzip
import json
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from io import BufferedReader
from itertools import chain, islice
from pathlib import Path
from typing import Any, TypeAlias

from rootnote.errors import SourceError
from rootnote.source.columns import Columns
from rootnote.source.notes import BOM, MOST_BYTES, Failure, Note, NothingRead, checked, decode, printable

#: A note or failure with the place (file, and row where there are rows) that messages name.
Placed: TypeAlias = tuple[str, Note | Failure]

_DELIMITERS = (",", ";", "\t")
_ROWS_PER_BATCH = 256
#: A column that none of so many rows has is not there.
_FIRST_ROWS = 100
#: Keys of the lines that a run writes.
_OF_RECORDS = frozenset({"schema_version", "error"})
_UTF16 = "it looks like UTF-16; convert it to UTF-8"


def nothing(name: str, reason: str) -> Placed:
    """The failure of a path that gives no note at all."""
    place = printable(name)
    return place, NothingRead(place, f"{place}: {reason}")


def failed(name: str, reason: str) -> Placed:
    """The failure of a row, or of the rest of a file, that gives no id of its own."""
    place = printable(name)
    return place, Failure(place, f"{place}: {reason}")


def read_jsonl(path: Path, columns: Columns) -> Iterator[Placed]:
    """The notes of a .jsonl or .jsonl.gz file, one row at a time."""
    with _lines_of(path) as lines:
        yield from read_json_rows(str(path), lines, columns)


def _lines_of(path: Path) -> BufferedReader | gzip.GzipFile:
    return gzip.open(path, "rb") if path.suffix.lower() == ".gz" else path.open("rb")


def read_json_rows(name: str, lines: Iterable[bytes], columns: Columns) -> Iterator[Placed]:
    """The notes of lines of JSON objects; blank lines are none."""
    place = None
    for number, line in _filled(lines):
        place = f"{printable(name)} row {number}"
        yield place, _note_of_json(place, line, columns)
    if place is None:
        yield nothing(name, "empty")


def _filled(lines: Iterable[bytes]) -> Iterator[tuple[int, bytes]]:
    """The lines that hold something, by number, without a byte order mark."""
    for number, line in enumerate(lines, start=1):
        row = line.removeprefix(BOM) if number == 1 else line
        if row.strip():
            yield number, row


def jsonl_fault(path: Path, columns: Columns) -> str | None:
    """Why no row of a JSONL file can give a note, by its first rows; None when one may. Raises what reading the file raises."""
    with _lines_of(path) as lines:
        first = [line for _, line in islice(_filled(lines), _FIRST_ROWS)]
    if first and _is_utf16(first[0]):
        return _UTF16
    names = list(dict.fromkeys(name for line in first for name, _ in _json_object(line) or ()))
    if columns.text not in names and not _OF_RECORDS.isdisjoint(names):
        return "these are records, not notes"
    return columns.fault(names) if names else None


def _json_object(line: bytes) -> tuple[tuple[str, object], ...] | None:
    """The keys and values of a JSON object, those that come twice included; None for anything else."""
    try:
        row = json.loads(line.decode(), object_pairs_hook=tuple)
    except (ValueError, RecursionError):
        return None
    return row if isinstance(row, tuple) else None


def _note_of_json(place: str, line: bytes, columns: Columns) -> Note | Failure:
    row = _json_object(line)
    if row is None:
        return Failure(place, f"{place}: not a JSON object in UTF-8")
    cells = dict(row)
    if len(cells) < len(row) and (fault := columns.fault([name for name, _ in row])):
        return Failure(place, f"{place}: {fault}")
    return note_of_typed_cells(place, cells.get(columns.id), cells.get(columns.text), columns)


def read_csv(path: Path, columns: Columns) -> Iterator[Placed]:
    """The notes of a .csv file whose first row names the columns; commas, semicolons or tabs stand between cells.

    Blanks around a name, and spaces around an id, are layout; a text is as it stands there.
    """
    csv.field_size_limit(MOST_BYTES)
    # What is no UTF-8 comes through as surrogates, so that each note gets its own encoding, and a wrong one harms no other.
    with path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as lines:
        header = lines.readline()
        delimiter, names = _split(header, columns)
        if fault := columns.fault(names):
            yield nothing(str(path), _other_table(header) or f"its first row names {fault}")
            return
        yield from _read_csv_rows(str(path), csv.reader(lines, delimiter=delimiter, strict=True), names, columns)


def _split(header: str, columns: Columns) -> tuple[str, list[str]]:
    """What separates the names of a first row, so that most of ours are among them, and the names."""
    heads = {delimiter: [name.strip() for name in next(csv.reader([header], delimiter=delimiter), [])] for delimiter in _DELIMITERS}
    return max(heads.items(), key=lambda one: len({columns.id, columns.text}.intersection(one[1])))


def _other_table(header: str) -> str | None:
    """What a first row without our columns looks like; None when it looks like a table that is read."""
    if _is_utf16(header.encode(errors="surrogateescape")):
        return _UTF16
    if header.count("|") > max(map(header.count, _DELIMITERS)):
        return "its first row looks separated by '|'; want commas, semicolons or tabs"
    return None


def _is_utf16(start: bytes) -> bool:
    return b"\0" in start or start.startswith((BOM_UTF16_LE, BOM_UTF16_BE))


def _read_csv_rows(name: str, rows: Iterator[list[str]], names: list[str], columns: Columns) -> Iterator[Placed]:
    number = 1
    try:
        for number, row in enumerate(rows, start=2):
            place = f"{printable(name)} row {number}"
            if len(row) > len(names):
                yield failed(place, "it has more cells than the first row")
            elif any(row):
                cells = dict(zip(names, row, strict=False))
                note_id = cells.get(columns.id)
                yield place, _note_of_cells(place, note_id and note_id.strip(" "), _as_read(cells.get(columns.text)), columns)
    except csv.Error:
        yield failed(f"{name} row {number + 1}", "its quotes are wrong, or a cell is too long; no row after it is read")
        return
    if number == 1:
        yield nothing(name, "empty")


def _as_read(text: str | None) -> str | bytes | None:
    """The text, or its bytes where they are no UTF-8."""
    return text if text is None or text.isascii() or printable(text) == text else text.encode(errors="surrogateescape")


def read_parquet(path: Path, columns: Columns) -> Iterator[Placed]:
    """The notes of a .parquet file, one batch of rows at a time. Ids may be integers, texts may be bytes."""
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        yield nothing(str(path), "Parquet needs pyarrow, which is not installed: pip install 'rootnote[parquet]'")
        return
    number = 0
    try:
        with pq.ParquetFile(path) as file:
            if fault := columns.fault(file.schema_arrow.names):
                yield nothing(str(path), f"it has {fault}")
                return
            batches = file.iter_batches(_ROWS_PER_BATCH, columns=[columns.id, columns.text])
            for note_id, text in chain.from_iterable(rows_of(batch.column(columns.id), batch.column(columns.text)) for batch in batches):
                number += 1
                place = f"{printable(str(path))} row {number}"
                yield place, note_of_typed_cells(place, note_id, text, columns)
    except pa.ArrowException:
        yield (failed if number else nothing)(str(path), f"not readable as Parquet after row {number}")
        return
    if not number:
        yield nothing(str(path), "empty")


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
    is_integer = isinstance(note_id, int) and not isinstance(note_id, bool)
    return _note_of_cells(place, str(note_id) if is_integer else note_id, text, columns)


def _note_of_cells(place: str, note_id: object, text: object, columns: Columns) -> Note | Failure:
    """The note of one row, or the failure, under the row's own id when it has one."""
    if not isinstance(note_id, str) or not note_id:
        fault = "missing" if note_id is None else "empty" if note_id == "" else "neither a string nor an integer"
        return Failure(place, f'{place}: "{columns.id}" is {fault}')
    name = printable(note_id)
    if not isinstance(text, str | bytes):
        return Failure(name, f'{place}: "{columns.text}" is {"missing" if text is None else "not a string"}')
    try:
        if isinstance(text, bytes):
            return decode(name, text)
        return Note(name, checked(text))
    except SourceError as error:
        return Failure(name, f"{place}: {error}")
