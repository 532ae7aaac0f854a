"""How far records agree with gold records: figures with intervals, confusion tables, and what is wrong by class."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rich.console import Group, RenderableType
from rich.markup import escape
from rich.table import Table

from rootnote.annotation.counts import Overlap, Sample, Share
from rootnote.annotation.evaluation import Evaluation, Figure
from rootnote.annotation.intervals import Interval
from rootnote.annotation.misses import Confusion, by_class

#: The intervals of a figure's parts, by the figure's name.
Intervals = Mapping[str, Mapping[str, Interval]]


def figures_table(first: str, *figures: str) -> Table:
    """An empty table whose columns hold figures, but for the first."""
    table = Table(first, show_edge=False, pad_edge=False)
    for name in figures:
        table.add_column(name, justify="right")
    return table


def listing(*columns: str) -> Table:
    """An empty table of words, in which nothing is cut off."""
    table = Table(show_edge=False, pad_edge=False)
    for name in columns:
        table.add_column(name, overflow="fold")
    return table


def scores(evaluation: Evaluation, intervals: Intervals, *, with_confusion: bool, with_misses: bool) -> RenderableType:
    """What rich prints for an evaluation: the figures and, if wanted, the confusion tables and each field that is wrong, class by class."""
    table = figures_table("", "precision", "recall", "F1", "95 %", "n")
    for name, figure in evaluation.figures.items():
        for row in _rows(name, name, figure, evaluation.samples, intervals):
            table.add_row(*row)
    confusion = [part for name, counts in evaluation.confusion.items() for part in _confusion(name, counts)] if with_confusion else []
    return Group(table, *confusion, *(_misses(evaluation) if with_misses else ()))


def _rows(title: str, name: str, figure: Figure, samples: Mapping[str, Sample], intervals: Intervals) -> Iterator[tuple[str, ...]]:
    """The rows of one figure, with a dash where nothing was counted; a share or a count stands alone, in the place of F1 or n."""
    words, found = title.replace("_", " "), intervals.get(name, {})
    if isinstance(figure, Overlap):
        precision, recall = _number(figure.precision, figure.predicted), _number(figure.recall, figure.n)
        counted = figure.predicted + figure.n
        yield words, precision, recall, _number(figure.f1, counted), _range(found.get("f1"), counted), str(figure.n)
    elif isinstance(figure, Mapping):
        yield (words,)
        for part, overlap in figure.items():
            yield from _rows(f"  {part}", f"{name}.{part}", overlap, samples, intervals)
    elif isinstance(figure, float):
        counted = sum(one.judged for one in samples[name] if isinstance(one, Share))
        yield words, "", "", _number(figure, counted), _range(found.get("value"), counted), ""
    else:
        yield words, "", "", "", "", str(figure)


def _number(figure: float, counted: int) -> str:
    return f"{figure:.3f}" if counted else "–"


def _range(interval: Interval | None, counted: int) -> str:
    return f"{interval[0]:.3f} to {interval[1]:.3f}" if interval and counted else ""


def _confusion(name: str, counts: Confusion) -> Iterator[RenderableType]:
    """The table of one field, gold in rows and predicted in columns; nothing when all is right."""
    if all(gold == predicted for gold, predicted in counts):
        return
    words = sorted({word for pair in counts for word in pair})
    table = figures_table("gold", *words)
    for gold in words:
        if any(counts.get((gold, predicted)) for predicted in words):
            table.add_row(gold, *(str(counts.get((gold, predicted)) or "") for predicted in words))
    yield from ("", f"{name}, predicted as", table)


def _misses(evaluation: Evaluation) -> Iterator[RenderableType]:
    for error_class, misses in by_class(evaluation.misses).items():
        table = listing("of", "note", "gold", "predicted")
        for miss in misses:
            table.add_row(miss.field, escape(miss.id), miss.gold, miss.predicted)
        yield from ("", f"{error_class}: {len(misses)}", table)
