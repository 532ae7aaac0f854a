"""The report while a run goes on: what comes of each note is added in order, and the page is written when the run has come to its end.

What it holds depends on the notes and their results alone, so it has the same bytes for any number of jobs, and when results of earlier
runs were kept. A run that breaks off leaves no report; a resumed one makes it whole. In memory are the figures and the rows of the list.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from errno import EISDIR
from pathlib import Path

from rootnote.batch.lock import alone
from rootnote.batch.outcomes import Outcome
from rootnote.batch.writers import is_device, naming, opened
from rootnote.record import NoteRecord
from rootnote.report.characters import shown
from rootnote.report.page.blocks import Blocks
from rootnote.report.page.entries import entry_of, row_of
from rootnote.report.page.figures import Figures
from rootnote.report.page.rendering import Listing, render
from rootnote.source import Failure, Note

#: The notes in scope or with a warning that a report lists, and as many failed ones; figures are over all.
MOST_NOTES = 20_000


class PageWriter:
    """The report of one run. ``watch`` the notes as they are read, ``add`` their outcomes as they come, in the same order."""

    def __init__(self, path: Path, blocks: Blocks, most: int = MOST_NOTES, title: str | None = None) -> None:
        self._path = path
        self._title = shown(title or "")
        self._blocks = blocks
        self._figures = Figures()
        self._listing = Listing(most)
        self._texts: deque[str] = deque()

    def watch(self, notes: Iterable[Note | Failure]) -> Iterator[Note | Failure]:
        """The same notes. The text of each is kept until its outcome is added."""
        for note in notes:
            self._texts.append(note.text if isinstance(note, Note) else "")
            yield note

    def add(self, outcome: Outcome) -> None:
        """Adds what came of the next note. It is listed when it is in scope, failed, or has a warning though it is out of scope."""
        text, tally = self._texts.popleft(), outcome.tally
        listed = bool(tally.in_scope or tally.warnings)
        needed = outcome.error is None and (listed or not self._figures.made)
        record = NoteRecord.from_json(outcome.line) if needed else None
        self._figures.add(tally, record)
        if outcome.error is not None:
            self._listing.add_failure([shown(outcome.id), shown(outcome.error)])
        elif listed and record is not None and self._listing.add(row_of(record)):
            with naming(self._path):
                self._blocks.add(shown(text), entry_of(record, text))

    def write(self) -> None:
        """Writes the page. Raises ``OutputError`` naming the file when that can't be."""
        with opened(self._path) as stream, naming(self._path):
            for part in render(self._figures, self._listing, self._blocks, self._title):
                stream.write(part.encode())


@contextmanager
def open_page(path: Path, most: int = MOST_NOTES, title: str | None = None) -> Iterator[PageWriter]:
    """A writer whose page is written, beside its place and renamed, when the block ends without an error; a title stands at its head.

    Raises ``OutputError`` naming the file when nothing can be written there, or another run is writing it.
    """
    with naming(path):
        if path.is_dir():
            raise IsADirectoryError(EISDIR, os.strerror(EISDIR))
    with alone(path):
        with naming(path):
            blocks = Blocks(None if is_device(path) else path.parent)
        with blocks:
            page = PageWriter(path, blocks, most, title)
            yield page
            page.write()
