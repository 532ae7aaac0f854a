"""``rootnote codes``: the code table, shown and compared with the tabular list."""

from __future__ import annotations

from typing import Annotated

import typer

from rootnote.commands.options import complain

app = typer.Typer(help="The ICD-10-CM codes that rootnote knows.", no_args_is_help=True)


@app.command()
def check() -> None:
    """Compare every row of the code table with the tabular list in simple-icd-10-cm; exit with 1 on any difference."""
    from rootnote.coding.table import load_codes
    from rootnote.coding.tabular import load_tabular_list, table_differences
    from rootnote.report.words import counted

    table = load_codes()
    found = list(table_differences(table, load_tabular_list()))
    for difference in found:
        typer.echo(difference)
    typer.echo(f"{len(table.rows)} codes and headings of {table.edition}, {counted(len(found), 'difference')}", err=True)
    if found:
        raise typer.Exit(1)


@app.command("list")
def list_codes() -> None:
    """List the codes and headings that rootnote knows, with their titles; a heading ends with a hyphen, for it is no code by itself."""
    from rich.console import Console

    from rootnote.coding.table import load_codes
    from rootnote.report.code import code_list

    Console(highlight=False, soft_wrap=True).print(code_list(load_codes()))


@app.command()
def show(code: Annotated[str, typer.Argument(metavar="CODE", help="A code or heading, such as M54.17 or M54.1-.")]) -> None:
    """Show a code, written with or without its point, with its title and the notes that hold for it, those of its headings included."""
    from rich.console import Console

    from rootnote.coding.table import load_codes
    from rootnote.report.code import code_sheet

    table = load_codes()
    wanted = code.strip().upper()
    if wanted not in table.rows:
        wanted = wanted.removesuffix("-")  # as codes list prints a heading
    if wanted not in table.rows and "." not in wanted:
        wanted = f"{wanted[:3]}.{wanted[3:]}"
    if wanted not in table.rows:
        complain(
            f"'{code}' is not in the code table, which holds only the {len(table.rows)} codes and headings that rootnote knows; "
            "rootnote codes list lists them"
        )
        raise typer.Exit(2)
    Console(highlight=False).print(code_sheet(wanted, table))
