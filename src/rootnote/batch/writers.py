"""Results to lines, and lines to their place: standard output, or a file that has its name only once it is whole.

The command line imports this before it knows what to do, so nothing here loads an NLP library.
"""

from __future__ import annotations

import csv
import io
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from errno import EISDIR
from functools import partial
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from rootnote.errors import OutputError
from rootnote.facts.model import Condition
from rootnote.source import Failure

if TYPE_CHECKING:
    from rootnote.batch.runner import Result
    from rootnote.record import NoteRecord


class Format(StrEnum):
    """How results are written."""

    JSONL = "jsonl"
    CSV = "csv"


def jsonl_line(result: Result) -> str:
    """One JSON object and a line feed: the record, or ``{"id", "error"}``."""
    if isinstance(result, Failure):
        return json.dumps({"id": result.id, "error": result.error}, ensure_ascii=False) + "\n"
    return result.to_json() + "\n"


def csv_header() -> str:
    """The names of the columns that ``csv_line`` fills."""
    return _csv_row(["id", "error", *_COLUMNS])


def csv_line(result: Result) -> str:
    """One row of the table of notes. Several values in a cell are separated by a semicolon; words of the note never stand in it."""
    if isinstance(result, Failure):
        return _csv_row([result.id, result.error, *("" for _ in _COLUMNS)])
    return _csv_row([result.id, "", *(value(result) for value in _COLUMNS.values())])


def _condition(condition: Condition, record: NoteRecord) -> str:
    return record.conditions[condition]


def _joined(values: Iterable[str]) -> str:
    return "; ".join(values)


_COLUMNS: dict[str, Callable[[NoteRecord], object]] = {
    "scope": attrgetter("scope"),
    "note_type": attrgetter("note_type"),
    **{condition: partial(_condition, condition) for condition in Condition},
    "roots": lambda record: _joined(f"{root.root} {root.side or ''}".strip() for root in record.roots),
    "region": lambda record: _joined(record.region),
    "laterality": attrgetter("laterality"),
    "imaging_levels": lambda record: _joined(record.imaging_levels),
    "etiology": attrgetter("etiology"),
    "unlinked_candidates": lambda record: _joined(record.unlinked_candidates),
    "codes": lambda record: _joined(record.codes),
    "codes_presumed": lambda record: _joined(record.codes_presumed),
    "symptom_codes": lambda record: _joined(record.symptom_codes),
    "gaps": lambda record: _joined(gap.element for gap in record.gaps),
    "warnings": lambda record: _joined(warning.kind for warning in record.warnings),
    "completeness": attrgetter("completeness"),
}


def _csv_row(cells: list[object]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow([_neutral(cell) if isinstance(cell, str) else cell for cell in cells])
    return line.getvalue()


def _neutral(cell: str) -> str:
    """The cell, with an apostrophe before what a spreadsheet would run as a formula."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


_LAYOUTS = {Format.JSONL: ("", jsonl_line), Format.CSV: (csv_header(), csv_line)}


@contextmanager
def open_output(path: Path | None, layout: Format) -> Iterator[Callable[[Result], None]]:
    """A function that writes one result, to standard output when there is no path.

    A file is written beside its place, under its name with ".part", and renamed at the end. When the run is interrupted the part stays,
    with the results so far; when it fails, nothing stays. Raises ``OutputError`` naming the file when it can't be written.
    """
    if path is None:
        yield _writer(sys.stdout.buffer, layout, "standard output")
        sys.stdout.buffer.flush()
        return
    is_device = path.exists() and not path.is_file() and not path.is_dir()  # nothing can be renamed to a device or a pipe
    target = path if is_device else path.with_name(path.name + ".part")
    try:
        with _opened(target, path) as stream:
            yield _writer(stream, layout, path)
    except Exception:
        if not is_device:
            target.unlink(missing_ok=True)
        raise
    if not is_device:
        with _naming(path):
            target.replace(path)


@contextmanager
def _opened(target: Path, name: Path) -> Iterator[BinaryIO]:
    with _naming(name):
        if name.is_dir():
            raise IsADirectoryError(EISDIR, os.strerror(EISDIR))
        stream = target.open("wb")
    try:
        yield stream
    finally:
        with _naming(name):
            stream.close()


def _writer(stream: BinaryIO, layout: Format, name: Path | str) -> Callable[[Result], None]:
    header, line = _LAYOUTS[layout]

    def write(result: Result) -> None:
        with _naming(name):
            stream.write(line(result).encode())

    with _naming(name):
        stream.write(header.encode())
    return write


@contextmanager
def _naming(place: Path | str) -> Iterator[None]:
    """Turns what the operating system says into an ``OutputError`` that names the place; a reader that went away is no error of ours."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputError(f"{place}: can't be written: {error.strerror}") from None
