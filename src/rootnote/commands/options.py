"""Options that several commands take."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, TypeAlias

import typer

from rootnote.coding.linkage import Linkage
from rootnote.coding.setting import Setting

SettingOption: TypeAlias = Annotated[
    Setting, typer.Option(help="Where the patient is cared for: inpatients' uncertain diagnoses are coded.")
]
LinkageOption: TypeAlias = Annotated[
    Linkage, typer.Option(help="Whether a cause must be linked by the author, or 'with' presumes the link.")
]
ConfigOption: TypeAlias = Annotated[
    Path | None, typer.Option(exists=True, dir_okay=False, help="A site's own rules (.toml), or another pipeline config than rootnote.cfg.")
]


def complain(message: str) -> None:
    """Writes a message to standard error."""
    typer.echo(f"rootnote: {message}", err=True)
