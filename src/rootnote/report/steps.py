"""Parts that several views for the terminal show: text of a note made safe, quotations, the steps of a decision."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from rootnote.coding.decisions import Step
from rootnote.documentation.quotation import quote
from rootnote.facts.model import Evidence

QUIET = "bright_black"
_QUOTATIONS = 3

#: Control characters as pictures of the same length, so that a note can't send commands to the terminal and offsets still fit.
_PICTURES = (
    {code: 0x2400 + code for code in range(32) if chr(code) not in "\n\t"} | {0x7F: 0x2421} | dict.fromkeys(range(0x80, 0xA0), 0x2426)
)


def shown(text: str) -> str:
    """The text as it may be printed, every character in its place: a carriage return ends a line only where no line feed follows."""
    return text.replace("\r\n", " \n").replace("\r", "\n").translate(_PICTURES)


def quotations(evidence: Iterable[Evidence]) -> Text:
    """The first places of some evidence, quoted; what stands inside another or is said again is left out."""
    told: list[Evidence] = []
    for place in sorted(evidence, key=lambda place: (place.start, -place.end)):
        if not any(place.end <= other.end or place.text.lower() == other.text.lower() for other in told):
            told.append(place)
    words = ", ".join(shown(quote(place.text)) for place in told[:_QUOTATIONS])
    more = len(told) - _QUOTATIONS
    return Text(f"{words} and {more} more" if more > 0 else words, "italic cyan")


def steps_grid(steps: Iterable[Step]) -> RenderableType:
    """The steps of a decision, numbered: what was decided, from which words, by which rule, and what would change it."""
    grid = Table.grid(padding=(0, 1))
    grid.add_column(justify="right", style=QUIET)
    grid.add_column(overflow="fold")
    for number, step in enumerate(steps, start=1):
        grid.add_row(str(number), Text.assemble(step.decided, ("  " + step.source, QUIET)))
        if step.evidence:
            grid.add_row("", quotations(step.evidence))
        if step.would_change:
            grid.add_row("", Text(f"↳ {step.would_change}", "yellow"))
    return grid
