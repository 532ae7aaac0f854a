"""A code of the code table as a sheet for the terminal."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from rootnote.coding.table import CodeTable

_NOTES = {"includes": "Includes", "inclusion_terms": "Inclusion terms", "excludes1": "Excludes1", "excludes2": "Excludes2"}


def code_list(table: CodeTable) -> RenderableType:
    """What rich prints for the codes and headings of the table, in its order: a line each, a heading with a hyphen behind it."""
    names = [row.code if row.billable or "-" in row.code else f"{row.code}-" for row in table.rows.values()]
    width = max(map(len, names), default=0) + 2
    styles = ("bold magenta" if row.billable else "cyan" for row in table.rows.values())
    lines = [
        Text.assemble((name.ljust(width), style), row.title) for name, style, row in zip(names, styles, table.rows.values(), strict=True)
    ]
    return Text("\n").join(lines)


def code_sheet(code: str, table: CodeTable) -> RenderableType:
    """What rich prints for a code of the table: title, use, and the notes that hold for it, by the heading that prints them."""
    row = table.rows[code]
    use = "billable" if row.billable else "not billable: a heading, or a further character is wanted"
    head = Text.assemble(
        (code, "bold magenta"), "  ", (row.title, "bold"), "\n", f"{use}; {table.edition}, in force from {table.effective}"
    )
    notes = Table.grid(padding=(0, 2))
    for one in table.lineage(code):
        for key, name in _NOTES.items():
            for number, note in enumerate(getattr(one, key)):
                notes.add_row(Text(one.code if number == 0 else "", "cyan"), Text(name if number == 0 else "", "yellow"), Text(note))
    barred = [other for other in table.rows.values() if other.billable and other.code != code and table.exclusion(code, other.code)]
    bars = (
        Text.assemble(("Never beside: ", "yellow"), ", ".join(other.code for other in barred))
        if barred
        else Text("Bars no other code here.")
    )
    return Group(head, "", notes, "", bars, Text(table.source, "bright_black"))
