"""The command line: arguments only. What a command needs is imported inside it, so that ``--help`` answers at once."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from io import TextIOWrapper
from typing import Annotated, NoReturn

import typer

from rootnote import __version__
from rootnote.commands import codes, queries, rules
from rootnote.commands.annotations import app as annotations_app
from rootnote.commands.audit import audit
from rootnote.commands.diff import diff
from rootnote.commands.evaluate import evaluate
from rootnote.commands.explain import explain
from rootnote.commands.options import complain
from rootnote.commands.report import report
from rootnote.commands.scan import scan
from rootnote.commands.spark import spark
from rootnote.errors import RootnoteError
from rootnote.incidents import where_raised

app = typer.Typer(
    help="Reads spine notes: which ICD-10-CM codes they support, why, and what is missing. It suggests; a person codes.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,  # they show local variables, and those hold notes
)


app.add_typer(annotations_app, name="annotations")
app.add_typer(codes.app, name="codes")
app.add_typer(queries.app, name="queries")
app.add_typer(rules.app, name="rules")
app.command()(scan)
app.command()(explain)
app.command()(report)
app.command()(audit)
app.command()(spark)
app.command()(diff)
app.command()(evaluate)


@app.command()
def schema() -> None:
    """Print the JSON Schema of a record."""
    import json

    from rootnote.record import NoteRecord

    typer.echo(json.dumps(NoteRecord.json_schema(), indent=2))


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"rootnote {__version__}")
        raise typer.Exit


@app.callback()
def _common(
    version: Annotated[bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Print the version.")] = False,
) -> None:
    pass


def _print_whatever_stands_in_a_note() -> None:
    """Lets a terminal that is not UTF-8 show "?" for a character it does not have. Records are written as bytes, always in UTF-8."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper) and stream.errors == "strict":
            stream.reconfigure(errors="replace")


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Never returns: exits with 0 all done, 1 some notes failed, 2 usage, 130 interrupted.

    An error that nobody foresaw is named by its kind and place only: its message may quote a note.
    """
    _print_whatever_stands_in_a_note()
    try:
        app(arguments, prog_name="rootnote")
    except RootnoteError as error:
        complain(str(error))
        sys.exit(2)
    except Exception as error:
        complain(f"stopped by an error in rootnote itself: {where_raised(error)}")
    sys.exit(1)
