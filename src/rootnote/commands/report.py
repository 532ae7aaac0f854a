"""``rootnote report``: the report of a run that is over."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rootnote.commands.options import IdColumnOption, TextColumnOption


def report(
    records: Annotated[Path, typer.Argument(metavar="RECORDS.jsonl", help="What the run wrote.")],
    notes: Annotated[list[str], typer.Option(metavar="PATH", help="The notes that it read, in its order; give it again for each path.")],
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE.html", help="Where the report goes.")],
    id_column: IdColumnOption = "id",
    text_column: TextColumnOption = "text",
) -> None:
    """Make the report of a run from its records and its notes; records do not hold the notes' texts."""
    from rootnote.batch.written import written_outcomes
    from rootnote.report.page.writing import open_page
    from rootnote.source import Columns, read_notes

    if output.is_file() and any(path.is_file() and output.samefile(path) for path in (records, *map(Path, notes))):
        raise typer.BadParameter("-o names a file that is to be read; neither notes nor records are written over")
    with open_page(output) as page:
        for outcome in written_outcomes(records, page.watch(read_notes(notes, Columns(id_column, text_column)))):
            page.add(outcome)
