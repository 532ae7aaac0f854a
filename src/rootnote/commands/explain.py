"""``rootnote explain``: a note with its evidence, its codes and why, and what is missing."""

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
from rootnote.documentation.purpose import Purpose


def explain(
    path: Annotated[str, typer.Argument(metavar="PATH", help="A note; each of those in a folder or table; or - for standard input.")],
    purpose: Annotated[
        Purpose | None, typer.Option("--for", help="Also what an injection, an MRI or an operation wants documented.")
    ] = None,
    note_id: IdOption = None,
    id_column: IdColumnOption = "id",
    text_column: TextColumnOption = "text",
    setting: SettingOption = Setting.OUTPATIENT,
    linkage: LinkageOption = Linkage.EXPLICIT,
    config: ConfigOption = None,
) -> None:
    """Show a note with its evidence, its codes and why, and its gaps with a question for each."""
    from rich.console import Console

    from rootnote.batch.runner import review_each
    from rootnote.documentation.necessity import necessity
    from rootnote.report.terminal import explanation
    from rootnote.source import Columns, Failure, Note
    from rootnote.source.reading import notes_named

    failed = False
    for note in notes_named(path, note_id, Columns(id_column, text_column)):
        (result,) = review_each([note], config=config, setting=setting, linkage=linkage)
        if isinstance(result, Failure):
            complain(result.error)
            failed = True
        elif isinstance(note, Note):
            Console().print(explanation(note.text, result, necessity(result, purpose, note.text) if purpose else None))
    if failed:
        raise typer.Exit(1)
