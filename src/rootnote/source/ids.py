"""The ids of a run, so that none comes twice: on disk, for ten million of them would take a gigabyte of memory."""

from __future__ import annotations

import sqlite3
from hashlib import blake2b


class SeenIds:
    """The ids so far. SQLite keeps them in a file of its own that it removes, and the last ones in a few MB of memory."""

    def __init__(self) -> None:
        self._table = sqlite3.connect("", check_same_thread=False)
        self._table.execute("PRAGMA journal_mode = OFF")
        self._table.execute("CREATE TABLE seen (id BLOB PRIMARY KEY) WITHOUT ROWID")

    def add(self, note_id: str) -> bool:
        """Whether the id is a new one. Ids are told apart by 16 bytes of their digest.

        >>> seen = SeenIds()
        >>> seen.add("a"), seen.add("a")
        (True, False)
        """
        digest = blake2b(note_id.encode(errors="surrogatepass"), digest_size=16).digest()
        return self._table.execute("INSERT OR IGNORE INTO seen VALUES (?)", (digest,)).rowcount > 0

    def close(self) -> None:
        """Gives the file back."""
        self._table.close()
