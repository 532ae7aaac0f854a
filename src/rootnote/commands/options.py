"""Options that several commands take."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, TypeAlias

import typer

from rootnote.coding.linkage import Linkage
from rootnote.coding.setting import Setting

PathsArgument: TypeAlias = Annotated[
    list[str], typer.Argument(metavar="PATH", help="Folders of .txt files; .txt, .jsonl, .jsonl.gz, .csv or .parquet files; or -.")
]
SettingOption: TypeAlias = Annotated[
    Setting, typer.Option(help="Where the patient is cared for: inpatients' uncertain diagnoses are coded.")
]
LinkageOption: TypeAlias = Annotated[
    Linkage, typer.Option(help="Whether a cause must be linked by the author, or 'with' presumes the link.")
]
ConfigOption: TypeAlias = Annotated[
    Path | None, typer.Option(exists=True, dir_okay=False, help="A site's own rules (.toml), or another pipeline config than rootnote.cfg.")
]
IdColumnOption: TypeAlias = Annotated[str, typer.Option(help="The column of ids in tables: .jsonl, .csv and .parquet files.")]
TextColumnOption: TypeAlias = Annotated[str, typer.Option(help="The column of texts in them.")]
TitleOption: TypeAlias = Annotated[str | None, typer.Option(metavar="WORDS", help="What the report is of; stands at its head.")]
IdOption: TypeAlias = Annotated[str | None, typer.Option("--id", metavar="ID", help="Only the note with this id.")]
TimeoutOption: TypeAlias = Annotated[float, typer.Option(min=0, help="Seconds after which a note is given up; 0 for no limit.")]

SECONDS_PER_NOTE = 60.0


def complain(message: str) -> None:
    """Writes a message to standard error."""
    typer.echo(f"rootnote: {message}", err=True)
