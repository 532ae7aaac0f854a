"""How far annotators agree, and what a reviewer changed, as tables."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Group, RenderableType
from rich.markup import escape

from rootnote.annotation.agreement import Agreement
from rootnote.annotation.review import Change
from rootnote.report.scores import figures_table, listing


def agreement(found: Agreement) -> RenderableType:
    """What rich prints for an agreement: a row for each field and, if there are places, for each element."""
    fields = figures_table(f"{found.annotators} annotators", "agree", "Cohen", "Fleiss", "alpha", "n")
    for one in found.fields:
        fields.add_row(one.field, _number(one.observed), _number(one.cohen), _number(one.fleiss), _number(one.alpha), str(one.n))
    spans = figures_table("places", "exact F1", "overlapping F1", "n")
    for place in found.spans:
        spans.add_row(place.element, _number(place.exact), _number(place.overlapping), str(place.n))
    return Group(fields, "", spans) if found.spans else fields


def changes_table(changes: Iterable[Change]) -> RenderableType:
    """What rich prints for a reviewer's changes, in their order."""
    table = listing("note", "change", "of", "before", "after")
    for change in changes:
        table.add_row(*(escape(cell) for cell in (change.id, change.kind, change.name, change.before, change.after)))
    return table


def _number(figure: float | None) -> str:
    return "–" if figure is None else f"{figure:.3f}"
