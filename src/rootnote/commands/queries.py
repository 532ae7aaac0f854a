"""``rootnote queries``: queries to providers, checked for compliance."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rootnote.commands.options import complain

if TYPE_CHECKING:
    from rootnote.documentation.queries import Query

app = typer.Typer(help="Queries to providers.", no_args_is_help=True)


@app.command("list")
def list_queries() -> None:
    """List what is asked for each element that a note does not document; words in braces come from the note."""
    from rich.console import Console

    from rootnote.documentation.elements import load_elements
    from rootnote.report.questions import question_list

    Console(highlight=False).print(question_list(load_elements()))


@app.command()
def check(
    path: Annotated[str, typer.Argument(metavar="FILE", help="A text with queries, records as JSON lines, or - for standard input.")],
) -> None:
    """Check queries against the rules of compliant queries; exit with 1 when one breaks a rule. No words of a query are printed."""
    from rootnote.documentation.queries import load_query_rules
    from rootnote.errors import SourceError, why_unreadable
    from rootnote.report.words import counted

    try:
        text = sys.stdin.buffer.read().decode() if path == "-" else Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(f"{path}: {why_unreadable(error)}") from None
    rules = load_query_rules()
    found = checked = 0
    for place, query in _queries(text, path):
        checked += 1
        for fault in rules.faults(query):
            found += 1
            typer.echo(f"{place}: {fault.part}: {fault.reason} ({fault.rule})")
    complain(f"{counted(checked, 'query', 'queries')}, {counted(found, 'fault')}")
    if found:
        raise typer.Exit(1)


def _queries(text: str, path: str) -> Iterator[tuple[str, Query]]:
    """The queries of a text, or of the gaps and warnings of records, each with its place."""
    from rootnote.documentation.querytext import read_queries
    from rootnote.errors import SourceError

    if not (path.endswith(".jsonl") or text.removeprefix("\ufeff").lstrip().startswith("{")):
        for number, query in enumerate(read_queries(text), start=1):
            yield f"query {number}", query
        return
    for row, line in enumerate(text.split("\n"), start=1):
        try:
            record = json.loads(line) if line.strip() else {}
            asked = [(gap["element"], gap["query"]) for gap in record.get("gaps", ())]
            asked += [(warning["kind"], warning["query"]) for warning in record.get("warnings", ()) if warning["query"]]
            queries = [(about, query) for about, words in asked for query in read_queries(words)]
        except (ValueError, LookupError, TypeError, AttributeError):
            raise SourceError(f"{path}, row {row}: not a record") from None
        yield from ((f"row {row}, {about}", query) for about, query in queries)
