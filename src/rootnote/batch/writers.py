"""Outcomes to their place: standard output, a file, or a folder of tables; files have their names only once they are whole."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from errno import EISDIR
from functools import partial
from importlib import import_module
from pathlib import Path
from stat import S_ISREG
from types import ModuleType
from typing import BinaryIO, TypeAlias

from rootnote.batch.formats import Format
from rootnote.batch.interrupts import undivided
from rootnote.batch.outcomes import Outcome, csv_header, csv_text, jsonl_line
from rootnote.batch.tables import NOTES, TABLES, Table
from rootnote.errors import OutputError

__all__ = ["Format", "is_device", "jsonl_line", "naming", "open_output", "opened"]

Write: TypeAlias = Callable[[Outcome], None]
OpenTable: TypeAlias = Callable[[ExitStack, Path, int], Write]


def lines_of(path: Path, layout: Format) -> Path:
    """Where the lines of a run stand: the output itself, or, until the tables are whole, a file in their folder."""
    return path if layout is Format.JSONL else path / "records.jsonl"


def table_file(folder: Path, table: Table, layout: Format) -> Path:
    """Where a table stands in the folder of its run."""
    return folder / f"{table.name}.{layout}"


def part_of(path: Path) -> Path:
    """Where a file stands until it is whole."""
    return path.with_name(f"{path.name}.part")


def earlier_of(path: Path) -> Path:
    """Where the lines of earlier runs stand that a resumed run takes from."""
    return path.with_name(f"{path.name}.earlier")


def is_device(path: Path) -> bool:
    """Whether a path is a device or a pipe, which are written in place."""
    return path.exists() and not path.is_file() and not path.is_dir()


@contextmanager
def open_output(path: Path | None, layout: Format) -> Iterator[Write]:
    """A function that writes one outcome.

    Without a path lines, or the CSV table of notes, go to standard output. Lines go to the file ``path``; tables go to the folder
    ``path``, one file each; folders that are missing are made. A file is written beside its place, under its name with ".part", and
    renamed at the end of the run. When the run breaks off, the part with the lines stays, to resume from; parts of tables stay when it was
    interrupted, whole as far as they go. Raises ``OutputError`` naming the file when it can't be written, or the extra that Parquet needs.
    """
    with ExitStack() as stack:
        if path is None:
            yield _to_stdout(layout)
            with naming("standard output"):
                sys.stdout.buffer.flush()
        elif layout is Format.JSONL:
            yield _writer(stack.enter_context(opened(path, lasting=True)), path, _line)
        else:
            open_table: OpenTable = _csv_file if layout is Format.CSV else partial(_parquet_file, parquet())
            folder = _made_folder(path, layout)
            part = part_of(lines_of(folder, layout))
            writers = [_writer(stack.enter_context(_written(part, part)), part, _line)]
            writers += [open_table(stack, folder, place) for place in range(len(TABLES))]
            yield partial(_write_all, writers)
    if path is not None:
        for leftover in (part_of(lines_of(path, layout)), earlier_of(lines_of(path, layout))):
            leftover.unlink(missing_ok=True)


def _to_stdout(layout: Format) -> Write:
    stream = sys.stdout.buffer
    if layout is Format.PARQUET:
        raise OutputError("Parquet can't go to standard output; name a folder for its tables with -o")
    if layout is Format.JSONL:
        return _writer(stream, "standard output", _line)
    return _writer(stream, "standard output", partial(_rows_as_text, TABLES.index(NOTES)), header=csv_header(NOTES))


def _csv_file(stack: ExitStack, folder: Path, place: int) -> Write:
    table = TABLES[place]
    path = table_file(folder, table, Format.CSV)
    return _writer(stack.enter_context(opened(path)), path, partial(_rows_as_text, place), header=csv_header(table))


def parquet() -> ModuleType:
    """The module that writes Parquet. Raises ``OutputError`` naming the extra that it needs."""
    try:
        return import_module("rootnote.batch.parquet")
    except ImportError:
        raise OutputError("Parquet needs pyarrow, which is not installed: pip install 'rootnote[parquet]'") from None


def _parquet_file(module: ModuleType, stack: ExitStack, folder: Path, place: int) -> Write:
    table = TABLES[place]
    path = table_file(folder, table, Format.PARQUET)
    stream = stack.enter_context(opened(path))
    add = stack.enter_context(module.open_parquet(stream, table))

    def write(outcome: Outcome) -> None:
        with naming(path):
            add(outcome.rows[place])

    return write


def _write_all(writers: Iterable[Write], outcome: Outcome) -> None:
    for write in writers:
        write(outcome)


def _line(outcome: Outcome) -> str:
    return outcome.line


def _rows_as_text(place: int, outcome: Outcome) -> str:
    rows = outcome.rows[place]
    return rows if isinstance(rows, str) else csv_text(rows)


def _writer(stream: BinaryIO, name: Path | str, text: Callable[[Outcome], str], header: str = "") -> Write:
    def write(outcome: Outcome) -> None:
        with naming(name), undivided():
            _write_whole(stream, text(outcome).encode())

    with naming(name):
        _write_whole(stream, header.encode())
    return write


def _write_whole(stream: BinaryIO, content: bytes) -> None:
    """Writes all of it: an unbuffered stream (PYTHONUNBUFFERED) may take a part only when a signal comes."""
    left = memoryview(content)
    while left:
        left = left[stream.write(left) :]


def _made_folder(path: Path, layout: Format) -> Path:
    if path.suffix.lower() in (".csv", ".parquet") or (path.exists() and not path.is_dir()):
        raise OutputError(f"{path}: {layout} is written as {len(TABLES)} tables; name a folder for them")
    with naming(path):
        path.mkdir(parents=True, exist_ok=True)
    return path


def make_folders_above(path: Path) -> None:
    """Makes the folders above a place that are missing."""
    if not path.parent.exists():
        path.parent.mkdir(parents=True, exist_ok=True)


@contextmanager
def opened(path: Path, *, lasting: bool = False) -> Iterator[BinaryIO]:
    """The part of a file, which gets the file's name at the end. A device or a pipe is written in place. Missing folders above are made.

    When the run fails, a ``lasting`` part stays and another one is removed.
    """
    in_place = is_device(path)
    target = path if in_place else part_of(path)
    with naming(path):
        if path.is_dir():
            raise IsADirectoryError(EISDIR, os.strerror(EISDIR))
        make_folders_above(path)
    try:
        with _written(target, path) as stream:
            yield stream
    except Exception:
        if not in_place and not lasting:
            target.unlink(missing_ok=True)
        raise
    if not in_place:
        with naming(path):
            target.replace(path)


@contextmanager
def _written(target: Path, name: Path) -> Iterator[BinaryIO]:
    """A new file, closed after everything in it has reached the disk."""
    with naming(name):
        stream = target.open("wb")
    try:
        yield stream
        with naming(name):
            stream.flush()
            if S_ISREG(os.fstat(stream.fileno()).st_mode):
                os.fsync(stream.fileno())
    finally:
        with naming(name):
            stream.close()


@contextmanager
def naming(place: Path | str) -> Iterator[None]:
    """Turns what the operating system says into an ``OutputError`` that names the place; a reader that went away is no error of ours."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputError(f"{place}: can't be written: {error.strerror or type(error).__name__}") from None
