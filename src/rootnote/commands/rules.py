"""``rootnote rules``: the rules, shown, and a site's own rules checked."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from rootnote.language.rulefile import AnyRule

app = typer.Typer(help="The rules that rootnote reads notes with.", no_args_is_help=True)

SiteFile = Annotated[Path, typer.Argument(metavar="FILE", exists=True, dir_okay=False, help="A site's own rules (.toml).")]


@app.command()
def show(
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE", exists=True, dir_okay=False, help="A site's own rules; rootnote's without it.")
    ] = None,
    label: Annotated[str | None, typer.Option(help="Only rules with this label or category, such as DISC or negated.")] = None,
) -> None:
    """List rules: what each matches, what it makes of it, and where it comes from."""
    from rich.console import Console

    from rootnote.commands.options import complain
    from rootnote.language.pipeline import shipped_rules
    from rootnote.language.siterules import read_site_rules
    from rootnote.report.rules import label_of, rule_sheet

    rules: list[tuple[str, AnyRule]] = []
    if file is None:
        rules += shipped_rules()
    else:
        site = read_site_rules(file)
        rules += [(site.file, rule) for part in (site.rules, site.context, site.headings) for rule in part]
    wanted = [(name, rule) for name, rule in rules if label is None or label_of(rule).lower() == label.lower()]
    if not wanted:
        complain(f"no rule has the label {label!r}; known are {', '.join(sorted({label_of(rule) for _, rule in rules}))}")
        raise typer.Exit(1)
    console = Console(highlight=False, soft_wrap=True)
    for name, rule in wanted:
        console.print(rule_sheet(rule, name))


@app.command()
def check(file: SiteFile) -> None:
    """Check a site's own rules: every key, every label and every example; exit with 1 when anything is wrong."""
    from rootnote.errors import RuleError
    from rootnote.rulecheck import load_checked

    problems: list[str] = []
    try:
        load_checked(file)
    except RuleError as error:
        problems = str(error).splitlines()
    for problem in problems:
        typer.echo(problem)
    typer.echo(f"{file.name}: {f'{len(problems)} wrong' if problems else 'all right'}", err=True)
    if problems:
        raise typer.Exit(1)
