"""``rootnote diff``: what an edit of a note changed."""

from __future__ import annotations

from typing import Annotated

import typer

from rootnote.coding.linkage import Linkage
from rootnote.coding.setting import Setting
from rootnote.commands.options import (
    ConfigOption,
    IdColumnOption,
    IdOption,
    LinkageOption,
    SettingOption,
    TextColumnOption,
    complain,
)


def diff(
    old: Annotated[str, typer.Argument(metavar="OLD", help="The note before the edit; with --id, a folder or table that has it.")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="The note after it, or - for standard input.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print the changes as one JSON object.")] = False,
    note_id: IdOption = None,
    id_column: IdColumnOption = "id",
    text_column: TextColumnOption = "text",
    setting: SettingOption = Setting.OUTPATIENT,
    linkage: LinkageOption = Linkage.EXPLICIT,
    config: ConfigOption = None,
) -> None:
    """Show what an edit of a note changed: codes and why, gaps closed and opened, warnings."""
    from itertools import islice

    from rich.console import Console

    from rootnote.batch.runner import review_each
    from rootnote.comparison import compare
    from rootnote.report.changes import changes
    from rootnote.source import Columns, Failure, Note
    from rootnote.source.reading import notes_named

    columns = Columns(id_column, text_column)
    notes = [note for path in (old, new) for note in islice(notes_named(path, note_id, columns), 2)]
    if len(notes) != 2:
        raise typer.BadParameter("OLD and NEW must be one note each; --id takes one from a folder or table")
    results = [result for note in notes for result in review_each([note], config=config, setting=setting, linkage=linkage)]
    records = [result for result in results if not isinstance(result, Failure)]
    for result in results:
        if isinstance(result, Failure):
            complain(result.error)
    if len(records) < len(results):
        raise typer.Exit(1)
    comparison = compare(*records, across_ids=True)  # files have names of their own
    if as_json:
        typer.echo(comparison.to_json().encode())  # data is UTF-8, whatever the terminal is
    else:
        newer = notes[-1]
        Console().print(changes(comparison, linkage, newer.text if isinstance(newer, Note) else ""))
