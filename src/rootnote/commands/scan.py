"""``rootnote scan``: many notes, a record for each."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rootnote.batch.formats import Format
from rootnote.coding.linkage import Linkage
from rootnote.coding.setting import Setting
from rootnote.commands.options import (
    SECONDS_PER_NOTE,
    ConfigOption,
    IdColumnOption,
    LinkageOption,
    SettingOption,
    TextColumnOption,
    TimeoutOption,
    complain,
)

if TYPE_CHECKING:
    from rootnote.report.page.writing import PageWriter


class FailOn(StrEnum):
    """What makes a run that came to its end exit with 1."""

    ERRORS = "errors"
    GAPS = "gaps"


def scan(
    paths: Annotated[
        list[str], typer.Argument(metavar="PATH", help="Folders of .txt files; .txt, .jsonl, .jsonl.gz, .csv or .parquet files; or -.")
    ],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="A file for JSONL, a folder for tables; standard output without it.")
    ] = None,
    report: Annotated[
        Path | None, typer.Option(metavar="FILE.html", help="A report, one HTML page; without -o it is all that is written.")
    ] = None,
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
    from contextlib import ExitStack, closing

    from rootnote.batch.identity import Settings
    from rootnote.batch.lock import alone
    from rootnote.batch.resume import EarlierResults
    from rootnote.batch.scanning import scan_each
    from rootnote.batch.summary import Summary
    from rootnote.batch.writers import lines_of, part_of
    from rootnote.report.progress import RunDisplay
    from rootnote.source import Columns, read_notes

    _refuse_what_clashes(paths, output, report)
    if resume and output is None:
        raise typer.BadParameter("--resume needs a place to resume in; name it with -o")
    if retry_failed and not resume:
        raise typer.BadParameter("--retry-failed goes with --resume")
    notes = read_notes(paths, Columns(id_column, text_column))
    settings = Settings(setting, linkage, config)
    summary = Summary()
    display = RunDisplay(summary, quiet=quiet)
    try:
        with ExitStack() as stack:
            if output is not None:
                stack.enter_context(alone(output))
            earlier = None
            if resume and output is not None:
                earlier = stack.enter_context(EarlierResults(lines_of(output, layout), settings, retry_failed=retry_failed))
            page = stack.enter_context(_open_page(report))
            run = scan_each(
                page.watch(notes) if page else notes,
                output,
                layout,
                settings=settings,
                earlier=earlier,
                jobs=jobs,
                timeout=timeout or None,
                written=output is not None or page is None,
            )
            stack.enter_context(closing(run))
            stack.enter_context(display)
            for outcome in run:
                summary.add(outcome.tally)
                display.show(outcome)
                if page:
                    page.add(outcome)
    except KeyboardInterrupt:
        part = None if output is None else part_of(lines_of(output, layout))
        where = f"; the results so far are in {part}, and --resume goes on from there" if part and part.exists() else ""
        complain(f"interrupted{where}")
        raise typer.Exit(130) from None
    display.close(output, report, kept=earlier.kept if earlier else 0)
    if summary.failures or (fail_on is FailOn.GAPS and summary.gaps):
        raise typer.Exit(1)


def _open_page(report: Path | None) -> AbstractContextManager[PageWriter | None]:
    if report is None:
        return nullcontext()
    from rootnote.report.page.writing import open_page

    return open_page(report)


def _refuse_what_clashes(paths: list[str], output: Path | None, report: Path | None) -> None:
    """Raises ``BadParameter`` when a run would write over a file of notes, or two things into one file."""
    for option, place in (("-o", output), ("--report", report)):
        if place is not None and place.is_file() and any(Path(path).is_file() and place.samefile(path) for path in paths):
            raise typer.BadParameter(f"{option} names a file of notes that is to be read; notes are never written over")
    if output is not None and report is not None and output.absolute() == report.absolute():
        raise typer.BadParameter("-o and --report name the same file")
