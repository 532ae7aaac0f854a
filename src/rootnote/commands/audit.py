"""``rootnote audit``: where other libraries read notes otherwise, ranked by what depends on it."""

from __future__ import annotations

from typing import Annotated

import typer

from rootnote.coding.linkage import Linkage
from rootnote.coding.setting import Setting
from rootnote.commands.options import (
    ConfigOption,
    IdColumnOption,
    LinkageOption,
    PathsArgument,
    SettingOption,
    TextColumnOption,
    complain,
)
from rootnote.commands.outputs import DISAGREEMENTS, Output, file_place, refuse_clashes


def audit(
    paths: PathsArgument,
    top: Annotated[int, typer.Option(min=0, help="How many to list, those that most depends on first; 0 for all.")] = 20,
    output: Annotated[str | None, typer.Option("--output", "-o", metavar="FILE", help="Write JSON lines to this file, no table.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON lines, no table.")] = False,
    id_column: IdColumnOption = "id",
    text_column: TextColumnOption = "text",
    setting: SettingOption = Setting.OUTPATIENT,
    linkage: LinkageOption = Linkage.EXPLICIT,
    config: ConfigOption = None,
) -> None:
    """List where second readers (negspaCy, medspaCy, scispaCy) read notes otherwise, ranked by what depends on it: a code, a gap.

    Each is shown with both readings and what they go by. The second readers are installed with the extra audit.
    """
    from rich.console import Console
    from rich.progress import track

    from rootnote.annotation.files import jsonl, write_file
    from rootnote.audit.entries import Auditor, as_dict
    from rootnote.audit.pipeline import load_audit, missing_models
    from rootnote.audit.ranking import audit_notes
    from rootnote.report.audit import audit_table, tally
    from rootnote.source import Columns, read_notes, require_notes

    place, columns = file_place(output) if output else None, Columns(id_column, text_column)
    require_notes(paths, columns)
    refuse_clashes([Output(place, DISAGREEMENTS)] if place else [], [*paths, config])
    nlp = load_audit(config)
    for model in missing_models(nlp):
        complain(f"the model {model} is not installed; the other second readers judge without it")
    console = Console(stderr=True, highlight=False)
    notes = track(read_notes(paths, columns), "notes", console=console, transient=True, disable=not console.is_terminal)
    found = audit_notes(notes, Auditor(nlp, setting, linkage), top or None)
    for failure in found.failures:
        complain(failure.error)
    if place:
        write_file(place, jsonl(map(as_dict, found.entries)))
    elif as_json:
        typer.echo(jsonl(map(as_dict, found.entries)).encode(), nl=False)  # data is UTF-8, whatever the terminal is
    elif found.entries:
        Console(highlight=False).print(audit_table(found))
    complain(tally(found))
    if found.failures:
        raise typer.Exit(1)
