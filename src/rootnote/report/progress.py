"""What a person sees of a run while it goes on, and the summary at its end: all on standard error."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from rootnote.batch.outcomes import Outcome
from rootnote.batch.summary import Summary
from rootnote.documentation.warnings import load_warnings
from rootnote.source.folders import left_out

_MOST_FREQUENT = 6
_NONE: Counter[str] = Counter()


class RunDisplay:
    """The progress of a run and each failure as it comes; ``quiet`` leaves only the failures."""

    def __init__(self, summary: Summary, *, quiet: bool) -> None:
        self._summary = summary
        self._quiet = quiet
        self._console = Console(stderr=True, highlight=False)
        self._progress = Progress(
            SpinnerColumn(),
            TextColumn("{task.completed:,} notes"),
            TimeElapsedColumn(),
            console=self._console,
            transient=True,
            disable=quiet or not self._console.is_terminal,
        )
        self._task = self._progress.add_task("notes", total=None)
        self._started = time.perf_counter()

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._progress.stop()

    def show(self, outcome: Outcome) -> None:
        """Moves the progress on by one note, and names it when it failed."""
        self._progress.advance(self._task)
        if outcome.error is not None:
            self._console.print(f"rootnote: {_on_one_line(outcome.error)}", markup=False, soft_wrap=True)

    def close(self, paths: Iterable[str], output: Path | None, report: Path | None = None, kept: int = 0) -> None:
        """Shows the summary of the run over these paths, which kept so many results of earlier runs, and where results and report are."""
        if not self._quiet:
            seconds = time.perf_counter() - self._started
            self._console.print(summary_table(self._summary, seconds, kept, left_out(paths)))
            for name, place in (("records", output), ("report", report)):
                if place is not None:
                    self._console.print(f"{name}: {place}", markup=False, soft_wrap=True)


def summary_table(summary: Summary, seconds: float, kept: int = 0, others: Counter[str] = _NONE) -> Table:
    """The counts of a run that took so long and kept so many results of earlier runs, as a table of names and figures.

    ``others`` counts the files in its folders that are no notes, by ending.
    """
    table = Table("", "notes", "", show_edge=False, pad_edge=False, title="rootnote scan", title_justify="left")
    table.columns[1].justify = "right"
    rows = load_warnings().kinds
    if urgent := Counter({kind: count for kind, count in summary.warnings.items() if rows[kind].urgent}):
        table.add_row("urgent", "", _most_frequent(urgent), style="bold red")
    if kept:
        table.add_row("kept", f"{kept:,}", "results of earlier runs that still hold")
    fresh = summary.notes - kept
    table.add_row("read", f"{fresh:,}", f"{fresh / seconds:,.0f} a second" if seconds else "")
    table.add_row("in scope", f"{summary.in_scope:,}", "with a lumbar condition, sure or possible")
    table.add_row("with a code", f"{summary.coded:,}", _most_frequent(summary.codes))
    table.add_row("with a gap", f"{summary.with_gaps:,}", _most_frequent(summary.gaps))
    table.add_row("with a warning", f"{summary.with_warnings:,}", _most_frequent(summary.warnings))
    table.add_row(
        "failed",
        f"{summary.failures:,}",
        "each is a line with its id and error" if summary.failures else "",
        style="red" if summary.failures else "",
    )
    if others:
        table.add_row("left out", f"{others.total():,}", f"files that are not .txt: {_most_frequent(others)}")
    return table


def _most_frequent(counts: Counter[str]) -> str:
    """The most frequent names with their counts, in words; equal ones in alphabetical order, whatever the order of the notes."""
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    named = ", ".join(f"{name.replace('_', ' ')} {count:,}" for name, count in ranked[:_MOST_FREQUENT])
    rest = len(ranked) - _MOST_FREQUENT
    return f"{named} and {rest} more" if rest > 0 else named


def _on_one_line(message: str) -> str:
    """The message with line ends and control characters, which an id may hold, as escapes: nothing in it can steer a terminal."""
    return "".join(one if one.isprintable() else one.encode("unicode_escape").decode() for one in message)
