"""Where notes come from: files, folders, JSONL and standard input, each note with the text exactly as it stands there.

Nothing is normalised: line ends, spaces and control characters stay, so that offsets fit the untouched note. Only a byte order mark at the
very start is left out, for it is no character of the text (read such a file with ``encoding="utf-8-sig"`` to use the offsets).
What can't be read comes out as a ``Failure`` in its place and the rest goes on; its message names the file or row, never words of a note.
"""

from __future__ import annotations

import gzip
import json
import os
import sys
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from rootnote.errors import SourceError

#: The longest note that is read, in characters. It is also spaCy's own limit; the longest operative reports have a fiftieth of it.
MAX_CHARACTERS = 1_000_000

_MOST_BYTES = 4 * MAX_CHARACTERS  # no code point takes more than four bytes of UTF-8
_BOM = b"\xef\xbb\xbf"
_KINDS = "a .txt, .jsonl or .jsonl.gz file, a folder of .txt files, or - for standard input"


@dataclass(frozen=True, slots=True)
class Note:
    """One note: an id that is unique in its run, and the untouched text."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Failure:
    """A note that can't be read or processed. ``error`` holds no text of it."""

    id: str
    error: str


def read_notes(paths: Iterable[Path | str]) -> Iterator[Note | Failure]:
    """The notes of all paths, one by one, in the order given; those of a folder in the order of their relative paths.

    A path is a text file (id: its name without .txt), a folder (its .txt files, recursively; id: the path relative to the folder, without
    .txt), a .jsonl or .jsonl.gz file of objects with "id" and "text", or "-": standard input, JSONL when its first character is "{" and
    otherwise one note with the id "stdin". An id that comes a second time is a ``Failure`` under the name of its file and row.
    """
    seen: set[str] = set()
    for place, item in chain.from_iterable(_read_path(str(path)) for path in paths):
        if item.id in seen:
            yield Failure(place, f"{place}: the id {item.id!r} is already taken by an earlier note")
        else:
            seen.add(item.id)
            yield item


def _read_path(name: str) -> Iterator[tuple[str, Note | Failure]]:
    """The notes of one path, each with the place (file, and row where there are rows) that messages name."""
    try:
        yield from _read_by_kind(name, Path(name))
    except (OSError, EOFError, zlib.error) as error:
        yield _failure(name, _reason(error))


def _read_by_kind(name: str, path: Path) -> Iterator[tuple[str, Note | Failure]]:
    if name == "-":
        yield from _read_stdin()
    elif path.is_dir():
        yield from _read_folder(path)
    elif not path.exists():
        yield _failure(name, "there is no such file or folder")
    elif path.name.lower().endswith((".jsonl", ".jsonl.gz")):
        yield from _read_jsonl_file(path)
    elif path.suffix.lower() in ("", ".txt"):
        yield _read_text_file(path, _printable(_without_txt(path.name)))
    else:
        yield _failure(name, f"unknown kind of file, want {_KINDS}")


def _read_folder(folder: Path) -> Iterator[tuple[str, Note | Failure]]:
    """The .txt files of a folder and its subfolders; links to folders are not followed, for they can lead in circles."""
    unreadable: list[OSError] = []
    walk = os.walk(folder, onerror=unreadable.append)
    files = [Path(parent, name) for parent, _, names in walk for name in names if name.lower().endswith(".txt")]
    for error in unreadable:
        yield _failure(str(error.filename), _reason(error))
    if not files and not unreadable:
        yield _failure(str(folder), "the folder holds no .txt file")
    for relative, file in sorted((file.relative_to(folder).as_posix(), file) for file in files):
        yield _read_text_file(file, _printable(_without_txt(relative)))


def _read_text_file(path: Path, note_id: str) -> tuple[str, Note | Failure]:
    place = _printable(str(path))
    try:
        with path.open("rb") as handle:
            return place, Note(note_id, _decode(handle.read(_MOST_BYTES + 1)))
    except (OSError, SourceError) as error:
        return place, Failure(note_id, f"{place}: {_reason(error)}")


def _read_stdin() -> Iterator[tuple[str, Note | Failure]]:
    """The rows or the one note on standard input; rows are read one at a time."""
    lines = iter(sys.stdin.buffer.readline, b"")
    opening: list[bytes] = []
    for line in lines:
        opening.append(line)
        if line.removeprefix(_BOM).strip():
            break
    lines = chain(opening, lines)
    if opening and opening[-1].removeprefix(_BOM).lstrip().startswith(b"{"):
        yield from _read_rows("stdin", lines)
        return
    try:
        yield "stdin", Note("stdin", _decode(b"".join(lines)))
    except SourceError as error:
        yield _failure("stdin", str(error))


def _read_jsonl_file(path: Path) -> Iterator[tuple[str, Note | Failure]]:
    opener = gzip.open if path.suffix.lower() == ".gz" else Path.open
    with opener(path, "rb") as lines:
        yield from _read_rows(str(path), lines)


def _read_rows(name: str, lines: Iterable[bytes]) -> Iterator[tuple[str, Note | Failure]]:
    place = None
    for number, line in enumerate(lines, start=1):
        row = line.removeprefix(_BOM) if number == 1 else line
        if row.strip():
            place = f"{_printable(name)} row {number}"
            yield place, _note_of_row(place, row)
    if place is None:
        yield _failure(name, "empty")


def _note_of_row(place: str, line: bytes) -> Note | Failure:
    """The note of one JSONL row, or the failure under the row's own id when it has one."""
    try:
        row = json.loads(line.decode())
    except (ValueError, RecursionError):
        return Failure(place, f"{place}: not a JSON object in UTF-8")
    if not isinstance(row, dict):
        return Failure(place, f"{place}: not a JSON object")
    note_id, text = row.get("id"), row.get("text")
    if not isinstance(note_id, str) or not note_id:
        return Failure(place, f'{place}: "id" is {"missing" if note_id is None else "not a string with characters"}')
    if not isinstance(text, str):
        return Failure(_printable(note_id), f'{place}: "text" is {"missing" if text is None else "not a string"}')
    try:
        return Note(_printable(note_id), _checked(text))
    except SourceError as error:
        return Failure(_printable(note_id), f"{place}: {error}")


def _decode(content: bytes) -> str:
    """The text of a note's bytes without a byte order mark. Raises ``SourceError`` for bytes that are no readable note."""
    if b"\0" in content:
        raise SourceError("binary: it holds NUL bytes (UTF-16 text must be converted to UTF-8)")
    if len(content) > _MOST_BYTES:
        raise SourceError(f"longer than {MAX_CHARACTERS:,} characters")
    try:
        return _checked(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        position = error.start
    raise SourceError(f"not UTF-8 (byte {position}); convert it first")


def _checked(text: str) -> str:
    """The same text. Raises ``SourceError`` when it is empty, too long or no valid Unicode."""
    if not text.strip():
        raise SourceError("empty")
    if len(text) > MAX_CHARACTERS:
        raise SourceError(f"longer than {MAX_CHARACTERS:,} characters")
    if not text.isascii() and _printable(text) != text:
        raise SourceError("half a surrogate pair stands in it, which is no valid Unicode")
    return text


def _failure(name: str, reason: str) -> tuple[str, Failure]:
    place = _printable(name)
    return place, Failure(place, f"{place}: {reason}")


def _reason(error: Exception) -> str:
    """What the operating system or gzip says, in its words about the file, which hold none of the content."""
    if isinstance(error, gzip.BadGzipFile | EOFError | zlib.error):
        return "not a whole gzip file"
    return (error.strerror if isinstance(error, OSError) else None) or str(error)


def _printable(name: str) -> str:
    """The name with "?" for what can't stand in UTF-8 output: bytes of a file name that are no UTF-8, halves of surrogate pairs."""
    return name.encode(errors="replace").decode()


def _without_txt(name: str) -> str:
    return name[: -len(".txt")] if name.lower().endswith(".txt") else name
