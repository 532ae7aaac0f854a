"""Paths to notes: which kind of file each is, and that no id comes twice."""

from __future__ import annotations

import gzip
import sys
import zlib
from collections import Counter
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing
from io import BufferedReader
from itertools import chain
from pathlib import Path

from rootnote.errors import SourceError
from rootnote.source.columns import DEFAULT_COLUMNS, Columns
from rootnote.source.folders import left_out, names_in
from rootnote.source.ids import SeenIds
from rootnote.source.notes import BOM, MOST_BYTES, Failure, Note, NothingRead, decode, printable
from rootnote.source.rows import Placed, failed, jsonl_fault, nothing, read_csv, read_json_rows, read_jsonl, read_parquet

_JSONL = (".jsonl", ".jsonl.gz")
_UNREADABLE = (OSError, EOFError, zlib.error)
_ENCOUNTERS = "; where a patient has several notes, an id of the visit or note is wanted (--id-column)"
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
                hint = _ENCOUNTERS if place.rpartition(" row ")[1] else ""
                yield Failure(place, f"{place}: the id {item.id!r} is already taken by an earlier note{hint}")


def notes_named(path: str, note_id: str | None, columns: Columns = DEFAULT_COLUMNS) -> Iterator[Note | Failure]:
    """The notes of one path, or only that with an id.

    Raises ``SourceError`` when the path gives no note at all (see ``require_notes``), or none with the id.
    """
    require_notes([path], columns)
    if note_id is None:
        yield from read_notes([path], columns)
        return
    named = next((note for note in read_notes([path], columns) if note.id == note_id), None)
    if named is None:
        raise SourceError(f"{path}: there is no note with the id {note_id!r}")
    yield named


def require_notes(paths: Iterable[Path | str], columns: Columns = DEFAULT_COLUMNS) -> None:
    """Looks at the beginning of each path, without taking anything from standard input.

    Raises ``SourceError``, with a line for each path that gives no note at all: it is not there, is of another kind, is empty, lacks the
    columns, or holds records. A note that can't be read is not looked for.
    """
    faults = [fault for path in paths if (fault := _fault(str(path), columns))]
    if faults:
        raise SourceError("\n".join(faults))


def _fault(name: str, columns: Columns) -> str | None:
    if name == "-":
        return None if _is_given() else "stdin: empty"
    path = Path(name)
    if path.exists() and not path.is_dir() and (_is_text(path) or not path.is_file()):  # a pipe can be read only once
        return None
    try:
        if path.is_file() and path.name.lower().endswith(_JSONL) and (reason := jsonl_fault(path, columns)):
            return f"{printable(name)}: {reason}"
    except _UNREADABLE as error:
        return f"{printable(name)}: {_reason(error)}"
    with closing(_read_path(name, columns)) as items:
        _, first = next(items)
    return first.error if isinstance(first, NothingRead) else None


def _is_given() -> bool:
    """Whether standard input holds anything, as far as that can be told without taking it. Waits for its first byte."""
    stream = sys.stdin.buffer
    return not isinstance(stream, BufferedReader) or bool(stream.peek(1))


def _read_path(name: str, columns: Columns) -> Generator[Placed, None, None]:
    """The notes of one path, each with the place (file, and row where there are rows) that messages name."""
    fault = nothing
    try:
        with closing(_read_by_kind(name, Path(name), columns)) as items:  # closed by the collector, it would swallow Ctrl-C
            for placed in items:
                fault = failed
                yield placed
    except _UNREADABLE as error:
        yield fault(name, _reason(error))


def _read_by_kind(name: str, path: Path, columns: Columns) -> Generator[Placed, None, None]:
    lower = path.name.lower()
    if name == "-":
        yield from _read_stdin(columns)
    elif path.is_dir():
        yield from _read_folder(path)
    elif not path.exists():
        yield nothing(name, "there is no such file or folder")
    elif lower.endswith(_JSONL):
        yield from read_jsonl(path, columns)
    elif lower.endswith(".csv"):
        yield from read_csv(path, columns)
    elif lower.endswith(".parquet"):
        yield from read_parquet(path, columns)
    elif _is_text(path):
        yield _read_text_file(path, printable(_without_txt(path.name)))
    else:
        yield nothing(name, f"unknown kind of file, want {_KINDS}")


def _read_folder(folder: Path) -> Iterator[Placed]:
    """The .txt files of a folder and its subfolders in the order of their relative paths; the names of one folder are kept at a time."""
    empty = True
    waiting = [""]
    while waiting:
        name = waiting.pop()
        if name and not name.endswith("/"):
            empty = False
            yield _read_entry(folder / name, printable(_without_txt(name)))
            continue
        try:
            waiting.extend(f"{name}{one}" for one in sorted(names_in(folder / name), reverse=True))
        except OSError as error:
            yield (failed if name else nothing)(str(folder / name), _reason(error))
            empty = False
    if empty:
        yield nothing(str(folder), f"the folder holds no .txt file{_but(left_out([folder]))}")


def _but(others: Counter[str]) -> str:
    """What a folder holds instead of text files, by ending."""
    return f", but {', '.join(f'{count:,} {ending}' for ending, count in sorted(others.items()))}" if others else ""


def _read_entry(path: Path, note_id: str) -> Placed:
    """The text file of a folder; a pipe there, which nobody named, would be waited for without end."""
    if not path.is_file() and path.exists():
        return (place := printable(str(path))), Failure(note_id, f"{place}: a pipe or a device, no file")
    return _read_text_file(path, note_id)


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


def _is_text(path: Path) -> bool:
    return path.suffix.lower() in ("", ".txt")


def _without_txt(name: str) -> str:
    return name[: -len(".txt")] if name.lower().endswith(".txt") else name
