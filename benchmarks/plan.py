"""What a cluster must have for a million notes and for a hundred million, from figures measured on this machine.

    python benchmarks/plan.py [--notes N]

Measured are two kinds of notes: a mix as a hospital has it, most of them about anything but the spine, and notes in scope. For each kind
Spark runs on the cores of this machine as ``rootnote spark`` does: to get warm, then on a quarter of the notes and on all. Measured are the
processor time that all its processes take for each further note, the most memory that they take, and the bytes that they write. Beside it
stands what the pipeline alone takes; the difference is what Spark costs. The plan multiplies, with nothing added for machines that wait for
each other. Processor time is measured, so the plan holds also where other programs use the cores meanwhile. It takes some minutes.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import cycle, islice
from math import ceil
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Thread
from typing import TYPE_CHECKING

import psutil
import typer

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

    from rootnote.source import Note

CHECKOUT = Path(__file__).resolve().parent.parent
SHARED = CHECKOUT.parent / "shared" / "notes"
OWN = CHECKOUT / "annotations" / "notes"
KINDS = {
    "a hospital's mix": SHARED / "corpus.jsonl.gz" if SHARED.is_dir() else OWN,
    "notes in scope": SHARED / "dev" if SHARED.is_dir() else OWN,
}
CORES = os.cpu_count() or 1
PLANNED = (1_000_000, 100_000_000)
CLUSTERS = (16, 128)
NIGHT = 8  # hours
PARTITIONS = 200  # the least, as of the command
GB = 1e9


@dataclass(frozen=True, slots=True)
class Measured:
    """Figures for one note of a kind; seconds are those of a processor. ``memory`` is that of Java and Python together, for one core."""

    alone: float
    in_spark: float
    bytes_in: float
    bytes_out: float
    memory: float
    in_scope: float


def notes_of(path: Path) -> list[Note]:
    """The notes of a kind, no two of them alike."""
    from rootnote.source import Note, read_notes

    return [note for note in read_notes([path]) if isinstance(note, Note)]


def repeated(notes: list[Note], count: int) -> list[Note]:
    """So many notes, each as often as it takes, with ids of their own."""
    return [replace(note, id=f"{note.id}-{place}") for place, note in enumerate(islice(cycle(notes), count))]


def alone(notes: list[Note]) -> tuple[float, float]:
    """Seconds for a note from its text to its line and rows, and the share of notes in scope."""
    from rootnote.batch.formats import Format
    from rootnote.batch.identity import Settings
    from rootnote.batch.outcomes import outcome_of
    from rootnote.batch.runner import finish_each

    outcomes = finish_each(notes, partial(outcome_of, layout=Format.PARQUET), settings=Settings())
    next(outcomes)
    started = time.process_time()
    in_scope = sum(outcome.tally.in_scope for outcome in outcomes)
    return (time.process_time() - started) / len(notes), in_scope / len(notes)


class Watch:
    """The processes that this one has started: their processor time, and the most memory that they took at any time."""

    def __init__(self) -> None:
        self.memory = 0.0
        self._ended = Event()
        self._thread = Thread(target=self._look, daemon=True)

    def __enter__(self) -> Watch:
        self._before = self._seconds()
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()
        self.seconds = self._seconds() - self._before

    def _seconds(self) -> float:
        return sum(sum(process.cpu_times()[:4]) for process in psutil.Process().children(recursive=True))

    def _look(self) -> None:
        while not self._ended.wait(0.5):
            self.memory = max(self.memory, sum(self._memory()))

    def _memory(self) -> Iterator[float]:
        for process in psutil.Process().children(recursive=True):
            try:
                yield process.memory_full_info().pss  # what processes share counts once
            except psutil.NoSuchProcess:
                continue


def measure(spark: SparkSession, path: Path, count: int) -> Measured:
    """Runs so many notes of a kind alone and with Spark."""
    from rootnote.batch.spark import review_notes
    from rootnote.batch.sparkfiles import read_frame, write_tables

    unlike = notes_of(path)[:count]
    few, many = repeated(unlike, count // 4), repeated(unlike, count)
    seconds, in_scope = alone(many)
    with TemporaryDirectory() as folder:
        source, output = Path(folder) / "in.jsonl", Path(folder) / "out"

        def run(notes: list[Note], partitions: int) -> Watch:
            source.write_text("".join(json.dumps({"id": note.id, "text": note.text}) + "\n" for note in notes), encoding="utf-8")
            with Watch() as watch:
                reviewed = review_notes(read_frame(spark, str(source)), timeout=60, partitions=partitions)
                write_tables(reviewed, str(output), overwrite=True)
            return watch

        run(unlike, CORES)  # the files of notes that are alike would be smaller than real ones
        written = sum(file.stat().st_size for file in output.rglob("*.parquet"))
        few_seconds, watch = run(few, 2 * CORES).seconds, run(many, 2 * CORES)
    return Measured(
        alone=seconds,
        in_spark=(watch.seconds - few_seconds) / (len(many) - len(few)),
        bytes_in=sum(len(note.text.encode()) for note in unlike) / len(unlike),
        bytes_out=written / len(unlike),
        memory=watch.memory / CORES,
        in_scope=in_scope,
    )


def show(measured: dict[str, Measured], count: int) -> None:
    """Prints what was measured and the plan."""
    from rich import box
    from rich.console import Console
    from rich.table import Table

    console = Console(width=160)
    clusters = " / ".join(map(str, CLUSTERS))
    table = Table(title=f"measured on {count:,} notes of each kind, {CORES} cores", box=box.MARKDOWN)
    for heading in ("notes", "in scope", "kB", "notes/s a core", "the same with Spark", "Spark costs", "kB written", "GB a core"):
        table.add_column(heading, justify="left" if heading == "notes" else "right")
    for kind, one in measured.items():
        speeds = (f"{1 / one.alone:,.0f}", f"{1 / one.in_spark:,.0f}", f"{one.in_spark / one.alone - 1:.0%}")
        sizes = (f"{one.bytes_out / 1e3:.1f}", f"{one.memory / GB:.2f}")
        table.add_row(kind, f"{one.in_scope:.0%}", f"{one.bytes_in / 1e3:.1f}", *speeds, *sizes)
    console.print(table)
    table = Table(title="the plan", box=box.MARKDOWN)
    times = ("core-hours", f"hours on {clusters} cores", f"cores for {NIGHT} hours", f"GB of memory on {clusters} cores")
    for heading in ("notes", *times, "GB read", "GB written", "partitions"):
        table.add_column(heading, justify="left" if heading == "notes" else "right")
    for notes in PLANNED:
        for kind, one in measured.items():
            table.add_row(f"{notes / 1e6:,.0f} million, {kind}", *planned(notes, one))
    console.print(table)


def planned(notes: int, one: Measured) -> Iterator[str]:
    """The cells of the plan for so many notes."""
    core_hours = notes * one.in_spark / 3600
    yield brief(core_hours)
    yield " / ".join(brief(core_hours / cores) for cores in CLUSTERS)
    yield f"{ceil(core_hours / NIGHT):,}"
    yield " / ".join(f"{one.memory * cores / GB:,.0f}" for cores in CLUSTERS)
    yield brief(notes * one.bytes_in / GB)
    yield brief(notes * one.bytes_out / GB)
    yield f"{max(PARTITIONS, notes // 10_000):,}"


def brief(figure: float) -> str:
    """A figure to two places."""
    return f"{figure:,.0f}" if figure >= 10 else f"{figure:.2g}"


def main(notes: int = 2_000) -> None:
    """Measures on so many notes of each kind, and prints the plan."""
    from rootnote.commands.spark import spark_session

    with spark_session() as spark:
        measured = {kind: measure(spark, path, notes) for kind, path in KINDS.items()}
    show(measured, notes)


if __name__ == "__main__":
    typer.run(main)
