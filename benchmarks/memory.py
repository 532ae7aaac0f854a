"""Memory of a scan of many notes, which must stay flat: the whole command, JSONL in and out, watched from outside.

    python benchmarks/memory.py [--count NOTES] [--jobs N]

The notes are the project's own, each under its own id and with words of its own, as real notes have (names, dates, numbers): spaCy keeps
every word it ever saw. For each quarter of the run the table has the most that the command's own process, and any of its workers, held at
a look.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

CHECKOUT = Path(__file__).resolve().parent.parent
_WORDS_OF_ITS_OWN = 5


def notes(count: int) -> Iterator[dict[str, str]]:
    """So many notes, no two alike."""
    texts = [path.read_text(encoding="utf-8") for path in sorted((CHECKOUT / "annotations" / "notes").glob("*.txt"))]
    chosen = Random(0)  # noqa: S311
    for number, text in enumerate(islice(cycle(texts), count)):
        words = " ".join(f"{chosen.getrandbits(40):x}" for _ in range(_WORDS_OF_ITS_OWN))
        yield {"id": f"ward-{number % 97}/{number}", "text": f"{text}\nMRN: left {words}\n"}


def resident(process: int) -> float:
    """The memory of a process in MB, 0 when it is gone."""
    try:
        pages = int(Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        return 0.0
    return pages * 4096 / 1e6


def children(process: int) -> list[int]:
    """The processes that a process has started."""
    try:
        return [int(one) for one in Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii").split()]
    except OSError:
        return []


def main(
    count: Annotated[int, typer.Option(help="How many notes.")] = 100_000,
    jobs: Annotated[int, typer.Option(help="How many processes read them.")] = 1,
) -> None:
    """Prints the table (Linux only)."""
    from rich.console import Console
    from rich.table import Table

    with TemporaryDirectory() as folder:
        source, output = Path(folder, "notes.jsonl"), Path(folder, "records.jsonl")
        with source.open("w", encoding="utf-8") as lines:
            lines.writelines(json.dumps(note) + "\n" for note in notes(count))
        command = [sys.executable, "-m", "rootnote", "scan", str(source), "-o", str(output), "--jobs", str(jobs), "-q"]
        started = time.perf_counter()
        looks: list[tuple[int, float, float]] = []
        with subprocess.Popen(command) as run:  # noqa: S603
            part = output.with_name("records.jsonl.part")
            while run.poll() is None:
                size = part.stat().st_size if part.exists() else 0
                looks.append((size, resident(run.pid), max(map(resident, children(run.pid)), default=0.0)))
                time.sleep(0.2)
        took = time.perf_counter() - started
        whole = output.stat().st_size
    table = Table("of the output", "the command, MB", "its largest worker, MB", title=f"{count:,} notes in {took:,.0f} s, {jobs} job(s)")
    for quarter in range(4):
        held = [look for look in looks if quarter * whole <= 4 * look[0] < (quarter + 1) * whole or (quarter == 3 and look[0] == whole)]
        table.add_row(f"quarter {quarter + 1}", *(f"{max((look[place] for look in held), default=0):,.0f}" for place in (1, 2)))
    Console().print(table)


if __name__ == "__main__":
    typer.run(main)
