"""Results of earlier runs that still hold: after a kill, a power failure or a full disk, and when notes were added or changed.

Lines are written in order to ``FILE.part``, so that whatever ends a run leaves whole lines and at most one torn one. A resumed run moves
them to ``FILE.earlier`` and takes from there, and from ``FILE`` itself, each line whose key is that of a note; ``FILE.earlier`` is removed
once ``FILE`` is whole. It can be ended itself at any point.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from rootnote.batch.identity import ReviewFailure, Settings, as_row, identify, key_of
from rootnote.batch.writers import earlier_of, part_of
from rootnote.errors import OutputError, RecordError
from rootnote.record import NoteRecord
from rootnote.source import Failure, Note


@dataclass(frozen=True, slots=True)
class Kept:
    """A note and the line of its earlier result."""

    note: Note
    line: str


class EarlierResults:
    """The lines of earlier runs by the keys of their notes. The index is on disk, so that memory stays flat.

    ``kept`` counts the lines that were used. Known failures are kept like records, unless ``retry_failed``. Use it in a ``with`` statement.
    Raises ``OutputError`` when a file can't be read or moved.
    """

    def __init__(self, path: Path, settings: Settings, *, retry_failed: bool) -> None:
        self.kept = 0
        self._settings = settings
        self._retry_failed = retry_failed
        self._files: list[BinaryIO] = []
        self._index = sqlite3.connect("")  # a file of its own that SQLite removes
        try:
            self._collect(path, part_of(path), earlier_of(path))
        except OSError as error:
            self.close()
            raise OutputError(f"{error.filename or path}: can't be resumed: {error.strerror}") from None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Closes all files."""
        self._index.close()
        for file in self._files:
            file.close()

    def keep(self, item: Note | Failure) -> Note | Failure | Kept:
        """The note with its earlier line, where there is one that still holds; the item itself otherwise."""
        if isinstance(item, Failure):
            return item
        key = key_of(as_row(identify(item, self._settings)))
        found = self._index.execute("SELECT file, start FROM line WHERE key = ? AND failed <= ?", (key, not self._retry_failed)).fetchone()
        if found is None:
            return item
        number, start = found
        self._files[number].seek(start)
        self.kept += 1
        return Kept(item, self._files[number].readline().decode())

    def _collect(self, path: Path, part: Path, earlier: Path) -> None:
        self._index.execute("CREATE TABLE line (key BLOB PRIMARY KEY, file INTEGER, start INTEGER, failed INTEGER) WITHOUT ROWID")
        if part.is_file() and not earlier.exists():
            part.replace(earlier)
        for source in (path, earlier):
            if source.is_file():
                self._files.append(source.open("rb"))
                for start, line in _whole_lines(self._files[-1]):
                    self._add(line, start)
        if part.is_file():
            self._move(part, earlier)

    def _add(self, line: bytes, start: int) -> bool:
        """Adds a line of the last file, and says whether it was news: no line, or only a failure, was there for its note."""
        try:
            row = json.loads(line)
            key, failed = key_of(row), "error" in row
        except (ValueError, TypeError, RecursionError):
            return False
        return key is not None and self._index.execute(_ADD, (key, len(self._files) - 1, start, failed)).rowcount > 0

    def _move(self, part: Path, earlier: Path) -> None:
        """Adds to the earlier lines those of a resumed run that was ended, too."""
        with part.open("rb") as lines, earlier.open("ab") as end:
            start = earlier.stat().st_size
            torn = start > 0 and not _ends_line(self._files[-1])
            start += end.write(b"\n" if torn else b"")
            for _, line in _whole_lines(lines):
                if self._add(line, start):
                    start += end.write(line)
            end.flush()
            os.fsync(end.fileno())
        part.unlink()


_ADD = """
INSERT INTO line VALUES (?, ?, ?, ?)
ON CONFLICT (key) DO UPDATE SET file = excluded.file, start = excluded.start, failed = excluded.failed WHERE failed > excluded.failed
"""


def _whole_lines(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """The lines and where each starts, without a torn one at the end."""
    start = 0
    for line in file:
        if line.endswith(b"\n"):
            yield start, line
        start += len(line)


def _ends_line(file: BinaryIO) -> bool:
    file.seek(-1, os.SEEK_END)
    return file.read(1) == b"\n"


def earlier_result(kept: Kept, settings: Settings) -> NoteRecord | ReviewFailure | None:
    """The result that an earlier run wrote; None when it fits no record of this version."""
    try:
        return NoteRecord.from_json(kept.line)
    except RecordError:
        error = json.loads(kept.line).get("error")
    return ReviewFailure(kept.note.id, error, identify(kept.note, settings)) if isinstance(error, str) else None
