"""How time grows with the length of a note: ordinary ones and the worst that can come, from 10 kB to 1 MB.

    PYTHONPATH=tests python benchmarks/linear.py [--most CHARACTERS] [KIND...]

Each cell is the seconds of one core for a note of that size, from text to the JSON of its record, and how many times as long as for half
the size: 2 is linear. A kind goes no further once a note of it takes a minute, which is when a scan gives it up. Last comes the size of
the record of its longest note.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from itertools import chain, count, cycle, islice, takewhile
from pathlib import Path
from typing import Annotated

import typer

from robustness.pathological import KINDS, Maker

CHECKOUT = Path(__file__).resolve().parent.parent

_SHORTEST = 10_000
_GIVEN_UP_AFTER = 60.0


def ordinary(characters: int) -> str:
    """The project's own notes, one after the other, as often as it takes."""
    texts = [path.read_text(encoding="utf-8") for path in sorted((CHECKOUT / "annotations" / "notes").glob("*.txt"))]
    return "".join(islice(chain.from_iterable(cycle(texts)), characters))


def main(
    kinds: Annotated[list[str] | None, typer.Argument(metavar="[KIND]...", help="Kinds of notes; all without it.")] = None,
    most: Annotated[int, typer.Option(help="Characters of the longest note.")] = 1_000_000,
) -> None:
    """Prints the table."""
    from rich.console import Console
    from rich.table import Table

    import rootnote
    from rootnote.loading import settle

    nlp = rootnote.load()
    makers: Mapping[str, Maker] = {"ordinary notes": ordinary, **KINDS}
    sizes = [*takewhile(lambda size: size < most, (_SHORTEST * 2**step for step in count())), most]
    rootnote.review(ordinary(sizes[0]), nlp=nlp)
    settle()  # as the processes of a scan do
    table = Table("kind", *(f"{size // 1000} kB" for size in sizes), "record", title="seconds, and times as long as for half the size")
    for column in table.columns[1:]:
        column.justify = "right"
    for kind in kinds or makers:
        cells: list[str] = []
        before = written = 0.0
        for size, shorter in zip(sizes, [0, *sizes], strict=False):
            text = makers[kind](size)
            started = time.process_time()
            written = len(rootnote.review(text, nlp=nlp).to_json())
            took = time.process_time() - started
            cells.append(f"{took:.2f}" + (f" ×{2 * took / before * shorter / size:.1f}" if before else ""))
            before = took
            if took > _GIVEN_UP_AFTER:
                break
        table.add_row(kind, *cells, *[""] * (len(sizes) - len(cells)), f"{written / 1000:,.0f} kB")
    Console(width=200).print(table)


if __name__ == "__main__":
    typer.run(main)
