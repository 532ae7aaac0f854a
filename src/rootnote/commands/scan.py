"""``rootnote scan``: many notes, a record for each."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from rootnote.batch.formats import Format
from rootnote.coding.linkage import Linkage
from rootnote.coding.setting import Setting
from rootnote.commands.options import ConfigOption, LinkageOption, SettingOption, complain

_SECONDS_PER_NOTE = 60.0


class FailOn(StrEnum):
    """What makes a run that came to its end exit with 1."""

    ERRORS = "errors"
    GAPS = "gaps"


def scan(
    paths: Annotated[
        list[str], typer.Argument(metavar="PATH...", help="Folders of .txt files; .txt, .jsonl, .jsonl.gz, .csv or .parquet files; or -.")
    ],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="A file for JSONL, a folder for tables; standard output without it.")
    ] = None,
    layout: Annotated[Format, typer.Option("--format", help="How to write.")] = Format.JSONL,
    id_column: Annotated[str, typer.Option(help="The column of ids in .jsonl, .csv and .parquet files.")] = "id",
    text_column: Annotated[str, typer.Option(help="The column of texts in them.")] = "text",
    jobs: Annotated[int, typer.Option(min=1, help="How many processes read notes.")] = 1,
    timeout: Annotated[float, typer.Option(min=0, help="Seconds after which a note is given up; 0 for no limit.")] = _SECONDS_PER_NOTE,
    setting: SettingOption = Setting.OUTPATIENT,
    linkage: LinkageOption = Linkage.EXPLICIT,
    config: ConfigOption = None,
    fail_on: Annotated[FailOn, typer.Option(help="Exit with 1 when notes failed, or also when one has gaps.")] = FailOn.ERRORS,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no summary; failures are still named.")] = False,
) -> None:
    """Read many notes and write a record for each."""
    from functools import partial

    from rootnote.batch.outcomes import outcome_of
    from rootnote.batch.runner import Settings, finish_each
    from rootnote.batch.summary import Summary
    from rootnote.batch.writers import open_output
    from rootnote.report.progress import RunDisplay
    from rootnote.source import Columns, read_notes

    notes = read_notes(paths, Columns(id_column, text_column))
    settings = Settings(setting, linkage, config)
    finish = partial(outcome_of, layout=layout)
    summary = Summary()
    display = RunDisplay(summary, quiet=quiet)
    try:
        with display, open_output(output, layout) as write:
            for outcome in finish_each(notes, finish, settings=settings, jobs=jobs, timeout=timeout or None):
                write(outcome)
                summary.add(outcome.tally)
                display.show(outcome)
    except KeyboardInterrupt:
        complain("interrupted" if output is None else f"interrupted; the results so far are in {output}.part")
        raise typer.Exit(130) from None
    display.close(output)
    if summary.failures or (fail_on is FailOn.GAPS and summary.gaps):
        raise typer.Exit(1)
