"""Two jobs beside one, on the same notes in one run: the wall clock, and the processor time of the parent and of its workers.

    python benchmarks/jobs.py [--jobs N] [--copies N] [--rounds N] [PATH...]

Without a PATH: the shared corpus when it lies beside the checkout, otherwise the project's own notes, each as often as there are copies.
A run goes from the file of notes to the file of records, as ``rootnote scan`` does; its clock starts with the first record, when all is
loaded. Where other programs use the cores, the wall clock says more about these: the last line is what the processor time allows for:
the time of one job over that of several, when each of these has a core and their parent has none of its own.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from collections import deque
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

CHECKOUT = Path(__file__).resolve().parent.parent


def default_notes() -> Path:
    """The notes to measure on."""
    shared = CHECKOUT.parent / "shared" / "notes" / "corpus.jsonl.gz"
    return shared if shared.is_file() else CHECKOUT / "annotations" / "notes"


def write_copies(paths: list[Path], copies: int, file: Path) -> int:
    """Writes the notes of the paths so many times, each with an id of its own; gives how many there are."""
    from rootnote.source import Note, read_notes

    notes = [note for note in read_notes(paths) if isinstance(note, Note)]
    with file.open("w", encoding="utf-8") as lines:
        for copy in range(copies):
            lines.writelines(json.dumps({"id": f"{note.id}-{copy}", "text": note.text}) + "\n" for note in notes)
    return len(notes) * copies


def scan(notes: Path, output: Path, jobs: int) -> None:
    """One run, in a process of its own; prints its seconds as JSON: wall, parent, workers."""
    from rootnote.batch.identity import Settings
    from rootnote.batch.scanning import scan_each
    from rootnote.source import read_notes

    run = scan_each(read_notes([notes]), output, settings=Settings(), jobs=jobs, timeout=60)
    next(run)
    started, before = time.perf_counter(), processor_seconds(resource.RUSAGE_SELF)
    deque(run, maxlen=0)
    wall, parent = time.perf_counter() - started, processor_seconds(resource.RUSAGE_SELF) - before
    print(json.dumps({"wall": wall, "parent": parent, "workers": processor_seconds(resource.RUSAGE_CHILDREN)}))  # noqa: T201


def processor_seconds(whose: int) -> float:
    """User and system time of this process, or of its children that have ended."""
    usage = resource.getrusage(whose)
    return usage.ru_utime + usage.ru_stime


def main(
    paths: Annotated[list[Path] | None, typer.Argument()] = None,
    jobs: int = 2,
    copies: int = 4,
    rounds: int = 3,
    only: Annotated[str, typer.Option(hidden=True)] = "",
) -> None:
    """Measures in rounds, one job and then several, and prints the medians and the ratio of each round."""
    if only:
        scan(Path(only), Path(only).with_suffix(".records.jsonl"), jobs)
        return
    from rich.console import Console
    from rich.table import Table

    runs: dict[int, list[dict[str, float]]] = {1: [], jobs: []}
    with TemporaryDirectory() as folder:
        file = Path(folder) / "notes.jsonl"
        count = write_copies(paths or [default_notes()], copies, file)
        for _ in range(rounds):
            for number, done in runs.items():
                command = [sys.executable, __file__, "--only", str(file), "--jobs", str(number)]
                done.append(json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout))  # noqa: S603
    load = f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
    table = Table(title=f"{count:,} notes, medians of rounds: {rounds}; {load}")
    for heading in ("jobs", "wall s", "notes/s", "parent s", "workers s", "parent's share"):
        table.add_column(heading, justify="right")
    middle = {number: {name: median(run[name] for run in done) for name in done[0]} for number, done in runs.items()}
    for number, one in middle.items():
        share = one["parent"] / (one["parent"] + one["workers"])
        seconds = (f"{one[name]:.1f}" for name in ("parent", "workers"))
        table.add_row(str(number), f"{one['wall']:.1f}", f"{count / one['wall']:,.0f}", *seconds, f"{share:.1%}")
    console = Console()
    console.print(table)
    pairs = list(zip(*runs.values(), strict=True))
    by_clock = [one["wall"] / several["wall"] for one, several in pairs]
    by_processor = [one["workers"] / ((several["workers"] + several["parent"]) / jobs) for one, several in pairs]
    for what, ratios in (("the wall clock", by_clock), (f"the processor time, on {jobs} cores that nobody else uses", by_processor)):
        spread = f"{min(ratios):.2f} to {max(ratios):.2f}"
        console.print(f"{jobs} jobs are {median(ratios):.2f} times as fast as one by {what} (rounds: {spread})", soft_wrap=True)


if __name__ == "__main__":
    typer.run(main)
