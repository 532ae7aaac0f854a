"""The questions that gaps raise, as a table for the terminal."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import RenderableType
from rich.markup import escape

from rootnote.documentation.elements import ElementRow
from rootnote.report.scores import listing


def question_list(rows: Iterable[ElementRow]) -> RenderableType:
    """What rich prints for the elements: the priorities that a gap can have, its question, and the choices of its own."""
    table = listing("element", "", "question", "choices")
    for row in rows:
        priorities = ", ".join(sorted({str(priority) for priority in row.priority.values()}))
        table.add_row(row.title, priorities, escape(row.query.question), escape("; ".join(row.query.options)))
    return table
