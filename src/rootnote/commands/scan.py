"""``rootnote scan``: many notes, a record for each."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from rootnote.batch.formats import Format
from rootnote.coding.linkage import Linkage
from rootnote.coding.setting import Setting
from rootnote.commands.options import (
    SECONDS_PER_NOTE,
    ConfigOption,
    IdColumnOption,
    LinkageOption,
    PathsArgument,
    SettingOption,
    TextColumnOption,
    TimeoutOption,
    TitleOption,
    complain,
)
from rootnote.commands.outputs import PAGE, Output, file_place, refuse_clashes, run_outputs


class FailOn(StrEnum):
    """What makes a run that came to its end exit with 1."""

    ERRORS = "errors"
    GAPS = "gaps"


def scan(
    paths: PathsArgument,
    output: Annotated[
        str | None,
        typer.Option("--output", "-o", metavar="PLACE", help="A file for JSONL, a folder for tables; standard output without it."),
    ] = None,
    report: Annotated[
        str | None, typer.Option(metavar="FILE.html", help="A report, one HTML page; without -o it is all that is written.")
    ] = None,
    title: TitleOption = None,
    layout: Annotated[Format, typer.Option("--format", help="How to write.")] = Format.JSONL,
    id_column: IdColumnOption = "id",
    text_column: TextColumnOption = "text",
    jobs: Annotated[int, typer.Option(min=1, help="How many processes read notes.")] = 1,
    timeout: TimeoutOption = SECONDS_PER_NOTE,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on from what an earlier run wrote; only new and changed notes are read.")
    ] = False,
    retry_failed: Annotated[bool, typer.Option("--retry-failed", help="With --resume: read notes that failed before again.")] = False,
    setting: SettingOption = Setting.OUTPATIENT,
    linkage: LinkageOption = Linkage.EXPLICIT,
    config: ConfigOption = None,
    fail_on: Annotated[FailOn, typer.Option(help="Exit with 1 when notes failed, or also when one has gaps.")] = FailOn.ERRORS,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no summary; failures are still named.")] = False,
) -> None:
    """Read many notes and write a record for each."""
    from rootnote.batch.identity import Settings
    from rootnote.batch.summary import Summary
    from rootnote.commands.run import Run
    from rootnote.report.progress import RunDisplay
    from rootnote.source import Columns, read_notes, require_notes

    if resume and output is None:
        raise typer.BadParameter("--resume needs a place to resume in; name it with -o")
    if title and report is None:
        raise typer.BadParameter("--title goes with --report")
    if retry_failed and not resume:
        raise typer.BadParameter("--retry-failed goes with --resume")
    place, page = Path(output) if output else None, file_place(report) if report else None
    columns = Columns(id_column, text_column)
    outputs = [*(run_outputs(output, layout) if output else ()), *((Output(page, PAGE),) if page else ())]
    require_notes(paths, columns)
    refuse_clashes(outputs, [*paths, config])
    run = Run(place, layout, page, title, Settings(setting, linkage, config), jobs, timeout or None)
    summary = Summary()
    display = RunDisplay(summary, quiet=quiet)
    try:
        kept = run.read(read_notes(paths, columns), summary, display, resume=resume, retry_failed=retry_failed)
    except KeyboardInterrupt:
        complain(f"interrupted; the results so far are in {run.part}, and --resume goes on from there" if run.part else "interrupted")
        raise typer.Exit(130) from None
    display.close(paths, place, page, kept=kept)
    if summary.failures or (fail_on is FailOn.GAPS and summary.gaps):
        raise typer.Exit(1)
