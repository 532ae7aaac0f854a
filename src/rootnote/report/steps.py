"""Parts that several views for the terminal show: quotations in their clause, steps of a decision, queries."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from rootnote.coding.decisions import Step
from rootnote.documentation.quotation import QUOTE_LENGTH, in_context
from rootnote.facts.model import Evidence
from rootnote.report.characters import shown

QUIET = "bright_black"
_EVIDENCE, _CONTEXT = "bold cyan", "cyan"
_QUOTATIONS = 2
#: Characters of a choice beyond which each choice has its own line.
_LONG_CHOICE = 32


def quotations(evidence: Iterable[Evidence], text: str) -> Text:
    """The first places of some evidence, each in its clause of the note; what stands in a clause already quoted is marked there."""
    clauses: list[tuple[Evidence, list[Evidence]]] = []
    for place in evidence:
        home = next((places for clause, places in clauses if clause.start <= place.start and place.end <= clause.end), None)
        if home is None:
            clauses.append((in_context(place, text), [place]))
        else:
            home.append(place)
    told = {_flat(clause.text).lower(): (clause, places) for clause, places in reversed(clauses)}
    first = list(reversed(told.values()))[:_QUOTATIONS]
    line = Text(", ").join(_marked(clause, places) for clause, places in first)
    more = len(told) - len(first)
    return line.append(f" and {more} more", QUIET) if more > 0 else line


def _marked(clause: Evidence, places: Sequence[Evidence]) -> Text:
    """A clause in quotation marks, with the evidence in it emphasised; cut where it is too long."""
    line, end = Text("“", _CONTEXT), clause.start
    for place in sorted(places, key=lambda place: (place.start, -place.end)):
        if place.end > end:
            line.append(_flat(clause.text[end - clause.start : max(end, place.start) - clause.start]), _CONTEXT)
            line.append(_flat(clause.text[max(end, place.start) - clause.start : place.end - clause.start]), _EVIDENCE)
            end = place.end
    line.append(_flat(clause.text[end - clause.start :]), _CONTEXT)
    if len(line) > QUOTE_LENGTH:
        line.truncate(QUOTE_LENGTH)
        line.append("…", _CONTEXT)
    return line.append("”", _CONTEXT)


def _flat(text: str) -> str:
    return re.sub(r"\s+", " ", shown(text)).replace("“", '"').replace("”", '"')


def steps_grid(steps: Iterable[Step], text: str, told: Mapping[Step, str] = MappingProxyType({})) -> RenderableType:
    """The steps of a decision, numbered: what was decided, by which rule, from which words, and what would change it.

    ``told`` names steps that are shown already, each with where.
    """
    grid = Table.grid(padding=(0, 1))
    grid.add_column(justify="right", style=QUIET)
    grid.add_column(overflow="fold")
    for number, step in enumerate(steps, start=1):
        if step in told:
            grid.add_row(str(number), Text(f"{step.decided} As for {told[step]}.", QUIET))
            continue
        grid.add_row(str(number), Text.assemble(step.decided, (f" [{step.source}]", QUIET)))
        if step.evidence:
            grid.add_row("", quotations(step.evidence, text))
        if step.would_change:
            grid.add_row("", Text(f"↳ {step.would_change}", "yellow"))
    return grid


def question(query: str, *, quoting: bool = True) -> RenderableType:
    """A query as a record holds it: what it quotes (unless that is shown already), the question, and the choices."""
    _, *lines = shown(query).splitlines()
    choices = [line for line in lines if line.startswith("☐")]
    *quoted, asked = [line for line in lines if not line.startswith("☐")]
    between = "\n" if max(map(len, choices)) > _LONG_CHOICE else "   "
    return Group(
        *(Text(line, QUIET) for line in quoted if quoting), Text(asked, "bold"), Padding(Text(between.join(choices)), (0, 0, 0, 2))
    )


def title(query: str) -> str:
    """The title of a query as a record holds it."""
    return shown(query).splitlines()[0]
