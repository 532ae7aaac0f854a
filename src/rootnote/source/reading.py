"""Paths to notes: which kind of file each is, and that no id comes twice."""

from __future__ import annotations

import gzip
import os
import sys
import zlib
from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import chain
from pathlib import Path

from rootnote.errors import SourceError
from rootnote.source.ids import SeenIds
from rootnote.source.notes import BOM, MOST_BYTES, Failure, Note, decode, printable
from rootnote.source.rows import DEFAULT_COLUMNS, Columns, Placed, failed, read_csv, read_json_rows, read_jsonl, read_parquet

_KINDS = "a .txt, .jsonl, .jsonl.gz, .csv or .parquet file, a folder of .txt files, or - for standard input"


def read_notes(paths: Iterable[Path | str], columns: Columns = DEFAULT_COLUMNS) -> Iterator[Note | Failure]:
    """The notes of all paths, one by one, in the order given; those of a folder in the order of their relative paths.

    A path is a text file (id: its name without .txt), a folder (its .txt files, recursively; id: the path relative to the folder, without
    .txt), a .jsonl, .jsonl.gz, .csv or .parquet file with the ``columns`` that hold id and text, or "-": standard input, JSONL when its
    first character is "{" and otherwise one note with the id "stdin". An id that comes a second time is a ``Failure`` under the name of
    its file and row.
    """
    with closing(SeenIds()) as seen:
        for place, item in chain.from_iterable(_read_path(str(path), columns) for path in paths):
            if seen.add(item.id):
                yield item
            else:
                yield Failure(place, f"{place}: the id {item.id!r} is already taken by an earlier note")


def _read_path(name: str, columns: Columns) -> Iterator[Placed]:
    """The notes of one path, each with the place (file, and row where there are rows) that messages name."""
    try:
        yield from _read_by_kind(name, Path(name), columns)
    except (OSError, EOFError, zlib.error) as error:
        yield failed(name, _reason(error))


def _read_by_kind(name: str, path: Path, columns: Columns) -> Iterator[Placed]:
    lower = path.name.lower()
    if name == "-":
        yield from _read_stdin(columns)
    elif path.is_dir():
        yield from _read_folder(path)
    elif not path.exists():
        yield failed(name, "there is no such file or folder")
    elif lower.endswith((".jsonl", ".jsonl.gz")):
        yield from read_jsonl(path, columns)
    elif lower.endswith(".csv"):
        yield from read_csv(path, columns)
    elif lower.endswith(".parquet"):
        yield from read_parquet(path, columns)
    elif path.suffix.lower() in ("", ".txt"):
        yield _read_text_file(path, printable(_without_txt(path.name)))
    else:
        yield failed(name, f"unknown kind of file, want {_KINDS}")


def _read_folder(folder: Path) -> Iterator[Placed]:
    """The .txt files of a folder and its subfolders in the order of their relative paths; the names of one folder are kept at a time."""
    empty = True
    waiting = [""]
    while waiting:
        name = waiting.pop()
        if name and not name.endswith("/"):
            empty = False
            yield _read_text_file(folder / name, printable(_without_txt(name)))
            continue
        try:
            waiting.extend(f"{name}{one}" for one in sorted(_names_in(folder / name), reverse=True))
        except OSError as error:
            empty = False
            yield failed(str(folder / name), _reason(error))
    if empty:
        yield failed(str(folder), "the folder holds no .txt file")


def _names_in(folder: Path) -> Iterator[str]:
    """Text files and, with a slash, folders: so a folder sorts among files as the paths below it do.

    Links to folders are left out, for they can lead in circles.
    """
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                if not entry.is_symlink():
                    yield f"{entry.name}/"
            elif entry.name.lower().endswith(".txt"):
                yield entry.name


def _read_text_file(path: Path, note_id: str) -> Placed:
    place = printable(str(path))
    try:
        with path.open("rb") as handle:
            return place, decode(note_id, handle.read(MOST_BYTES + 1))
    except (OSError, SourceError) as error:
        return place, Failure(note_id, f"{place}: {_reason(error)}")


def _read_stdin(columns: Columns) -> Iterator[Placed]:
    """The rows or the one note on standard input; rows are read one at a time."""
    lines = iter(sys.stdin.buffer.readline, b"")
    opening: list[bytes] = []
    for line in lines:
        opening.append(line)
        if line.removeprefix(BOM).strip():
            break
    lines = chain(opening, lines)
    if opening and opening[-1].removeprefix(BOM).lstrip().startswith(b"{"):
        yield from read_json_rows("stdin", lines, columns)
        return
    try:
        yield "stdin", decode("stdin", b"".join(lines))
    except SourceError as error:
        yield failed("stdin", str(error))


def _reason(error: Exception) -> str:
    """What the operating system or gzip says, in its words about the file, which hold none of the content."""
    if isinstance(error, gzip.BadGzipFile | EOFError | zlib.error):
        return "not a whole gzip file"
    return (error.strerror if isinstance(error, OSError) else None) or str(error)


def _without_txt(name: str) -> str:
    return name[: -len(".txt")] if name.lower().endswith(".txt") else name
