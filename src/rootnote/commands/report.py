"""``rootnote report``: the report of a run that is over."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rootnote.commands.options import IdColumnOption, TextColumnOption, TitleOption
from rootnote.commands.outputs import PAGE, Output, file_place, refuse_clashes


def report(
    records: Annotated[Path, typer.Argument(metavar="RECORDS.jsonl", help="What the run wrote.")],
    notes: Annotated[list[str], typer.Option(metavar="PATH", help="The notes that it read, in its order; give it again for each path.")],
    output: Annotated[str, typer.Option("--output", "-o", metavar="FILE.html", help="Where the report goes.")],
    title: TitleOption = None,
    id_column: IdColumnOption = "id",
    text_column: TextColumnOption = "text",
) -> None:
    """Make the report of a run from its records and its notes; records do not hold the notes' texts."""
    from rootnote.batch.written import written_outcomes
    from rootnote.report.page.writing import open_page
    from rootnote.source import Columns, read_notes, require_notes

    place, columns = file_place(output), Columns(id_column, text_column)
    require_notes(notes, columns)
    refuse_clashes([Output(place, PAGE)], [records, *notes])
    with open_page(place, title=title) as page:
        for outcome in written_outcomes(records, page.watch(read_notes(notes, columns))):
            page.add(outcome)
