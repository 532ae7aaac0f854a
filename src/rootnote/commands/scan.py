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
    PathsArgument,
    SettingOption,
    TextColumnOption,
    TimeoutOption,
    complain,
)
from rootnote.commands.outputs import PAGE, Output, file_place, refuse_clashes, run_outputs

if TYPE_CHECKING:
    from rootnote.report.page.writing import PageWriter


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
    from rootnote.source import Columns, read_notes, require_notes

    if resume and output is None:
        raise typer.BadParameter("--resume needs a place to resume in; name it with -o")
    if retry_failed and not resume:
        raise typer.BadParameter("--retry-failed goes with --resume")
    place, page_place = Path(output) if output else None, file_place(report) if report else None
    columns = Columns(id_column, text_column)
    outputs = [*(run_outputs(output, layout) if output else ()), *((Output(page_place, PAGE),) if page_place else ())]
    require_notes(paths, columns)
    refuse_clashes(outputs, [*paths, config])
    notes = read_notes(paths, columns)
    settings = Settings(setting, linkage, config)
    summary = Summary()
    display = RunDisplay(summary, quiet=quiet)
    try:
        with ExitStack() as stack:
            if place is not None:
                stack.enter_context(alone(place))
            earlier = None
            if resume and place is not None:
                earlier = stack.enter_context(EarlierResults(lines_of(place, layout), settings, retry_failed=retry_failed))
            page = stack.enter_context(_open_page(page_place))
            run = scan_each(
                page.watch(notes) if page else notes,
                place,
                layout,
                settings=settings,
                earlier=earlier,
                jobs=jobs,
                timeout=timeout or None,
                written=place is not None or page is None,
            )
            stack.enter_context(closing(run))
            stack.enter_context(display)
            for outcome in run:
                summary.add(outcome.tally)
                display.show(outcome)
                if page:
                    page.add(outcome)
    except KeyboardInterrupt:
        part = None if place is None else part_of(lines_of(place, layout))
        where = f"; the results so far are in {part}, and --resume goes on from there" if part and part.exists() else ""
        complain(f"interrupted{where}")
        raise typer.Exit(130) from None
    display.close(paths, place, page_place, kept=earlier.kept if earlier else 0)
    if summary.failures or (fail_on is FailOn.GAPS and summary.gaps):
        raise typer.Exit(1)


def _open_page(report: Path | None) -> AbstractContextManager[PageWriter | None]:
    if report is None:
        return nullcontext()
    from rootnote.report.page.writing import open_page

    return open_page(report)
