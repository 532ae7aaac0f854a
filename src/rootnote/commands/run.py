"""A run over many notes: records to their place, a report beside them, and what a person sees of it. ``scan`` has the arguments."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path

from rootnote.batch.formats import Format
from rootnote.batch.identity import Settings
from rootnote.batch.lock import alone
from rootnote.batch.resume import EarlierResults
from rootnote.batch.scanning import scan_each
from rootnote.batch.summary import Summary
from rootnote.batch.writers import lines_of, part_of
from rootnote.report.progress import RunDisplay
from rootnote.source import Failure, Note


@dataclass(frozen=True, slots=True)
class Run:
    """What a run reads notes with, and where it writes: records and a report, either of which may be None.

    Without both, records go to standard output; with a report alone, there are none. ``title`` is that of the report.
    """

    place: Path | None
    layout: Format
    page: Path | None
    title: str | None
    settings: Settings
    jobs: int
    timeout: float | None

    def read(self, notes: Iterable[Note | Failure], summary: Summary, display: RunDisplay, *, resume: bool, retry_failed: bool) -> int:
        """Reads the notes and writes what comes of them, counted and shown as it comes; with the number of earlier results that were kept.

        ``resume`` needs a place for records. Raises ``OutputError`` as ``scan_each`` and ``open_page``.
        """
        with ExitStack() as stack:
            if self.place is not None:
                stack.enter_context(alone(self.place))
            earlier = None
            if resume and self.place is not None:
                lines = lines_of(self.place, self.layout)
                earlier = stack.enter_context(EarlierResults(lines, self.settings, retry_failed=retry_failed))
            page = None
            if self.page is not None:
                from rootnote.report.page.writing import open_page

                page = stack.enter_context(open_page(self.page, title=self.title))
            run = scan_each(
                page.watch(notes) if page else notes,
                self.place,
                self.layout,
                settings=self.settings,
                earlier=earlier,
                jobs=self.jobs,
                timeout=self.timeout,
                written=self.place is not None or page is None,
            )
            stack.enter_context(closing(run))
            stack.enter_context(display)
            for outcome in run:
                summary.add(outcome.tally)
                display.show(outcome)
                if page:
                    page.add(outcome)
        return earlier.kept if earlier else 0

    @property
    def part(self) -> Path | None:
        """Where an interrupted run has left its results, to go on from; None where it has none."""
        part = None if self.place is None else part_of(lines_of(self.place, self.layout))
        return part if part and part.exists() else None
