"""Notes packed for the page: blocks of some notes each, compressed, so that a browser opens only those that it shows or searches."""

from __future__ import annotations

import json
import zlib
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryFile
from types import TracebackType
from typing import Any, Self

#: A block is closed when it has so many characters of JSON, or so many notes.
_MOST_CHARACTERS = 1 << 18
_MOST_NOTES = 64


class Blocks:
    """The blocks of a report, kept in a file without a name until the page is written. Use it in a ``with`` statement.

    The file is in ``folder``, or where the system keeps temporary files. Raises ``OSError`` when it can't be made there.
    """

    def __init__(self, folder: Path | None) -> None:
        self.starts: list[int] = []
        self._count = 0
        self._texts: list[str] = []
        self._entries: list[str] = []
        self._size = 0
        self._spool = TemporaryFile(dir=folder)  # noqa: SIM115 - closed by __exit__

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._spool.close()

    def add(self, text: str, entry: Any) -> None:
        """Adds a note's text, and whatever JSON says of it."""
        if not self._texts:
            self.starts.append(self._count)
        self._texts.append(_json(text))
        self._entries.append(_json(entry))
        self._count += 1
        self._size += len(self._texts[-1]) + len(self._entries[-1])
        if self._size >= _MOST_CHARACTERS or len(self._texts) >= _MOST_NOTES:
            self._close_block()

    def packed(self) -> Iterator[tuple[str, str]]:
        """The texts and the entries of each block, in the order of the notes: JSON arrays, zlib, base64."""
        if self._texts:
            self._close_block()
        self._spool.seek(0)
        for texts in self._spool:
            yield texts.decode().rstrip(), self._spool.readline().decode().rstrip()

    def _close_block(self) -> None:
        for parts in (self._texts, self._entries):
            self._spool.write(b64encode(zlib.compress(f"[{','.join(parts)}]".encode())) + b"\n")
            parts.clear()
        self._size = 0


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
