"""How far records agree with gold records, as a table, and what is wrong in which note."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rich.console import Group, RenderableType
from rich.markup import escape
from rich.table import Table

from rootnote.annotation.evaluation import Evaluation, Figure, Overlap


def scores(evaluation: Evaluation, *, with_misses: bool) -> RenderableType:
    """What rich prints for an evaluation: the figures and, if wanted, each field that is wrong, note by note."""
    table = Table("", "precision", "recall", "F1", "n", show_edge=False, pad_edge=False)
    for column in table.columns[1:]:
        column.justify = "right"
    for name, figure in evaluation.figures.items():
        for row in _rows(name, figure):
            table.add_row(*row)
    return Group(table, *(_misses(evaluation) if with_misses else ()))


def _rows(name: str, figure: Figure) -> Iterator[tuple[str, ...]]:
    """The rows of one figure; a share or a count stands alone, in the place of F1 or n."""
    words = name.replace("_", " ")
    if isinstance(figure, Overlap):
        yield words, f"{figure.precision:.3f}", f"{figure.recall:.3f}", f"{figure.f1:.3f}", str(figure.n)
    elif isinstance(figure, Mapping):
        yield (words,)
        for part, overlap in figure.items():
            yield from _rows(f"  {part}", overlap)
    elif isinstance(figure, float):
        yield words, "", "", f"{figure:.3f}", ""
    else:
        yield words, "", "", "", str(figure)


def _misses(evaluation: Evaluation) -> Iterator[RenderableType]:
    table = Table("note", "field", "gold", "predicted", show_edge=False, pad_edge=False)
    for miss in evaluation.misses:
        table.add_row(escape(miss.id), miss.field, miss.gold, miss.predicted)
    yield ""
    yield table
