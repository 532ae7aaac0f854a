"""What a command may write over: nothing that it reads, and of all else only what an earlier run of the same kind has written."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rootnote.batch.formats import Format
from rootnote.errors import OutputError, why_unreadable

if TYPE_CHECKING:
    from rootnote.batch.tables import Table

_LONGEST_LINE = 500_000_000
_PAGE_STARTS = 4_000
#: So many columns tell a table; further ones may be added by a later version.
_FIRST_COLUMNS = 3
_OF_NOTES = frozenset({"text"})


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file that is written: what messages call it, and whether a file that holds something is one."""

    name: str
    is_one: Callable[[Path], bool]


@dataclass(frozen=True, slots=True)
class Output:
    """A file that a command is to write."""

    path: Path
    kind: Kind | None = None
    """What may be replaced there; None for anything that the command does not read."""


def refuse_clashes(outputs: Iterable[Output], read: Iterable[Path | str | None]) -> None:
    """Raises ``OutputError`` before anything is touched: when a file that is to be written is read, or would be read as a note once it is
    there; when two outputs are one file; and when something else stands there than an output of that kind.

    ``read`` has all paths that the command reads: notes as ``read_notes`` takes them, and other files. Devices and pipes may be anything.
    """
    from rootnote.batch.writers import is_device
    from rootnote.source.places import Identity, first_read, identity

    files = [output for output in outputs if not is_device(output.path)]
    if clash := first_read([output.path for output in files], [path for path in read if path is not None]):
        if clash.exists():
            raise OutputError(f"{clash}: it is to be read; notes, and what else is read, are never written over")
        raise OutputError(f"{clash}: a text file among the notes would be read as one; name another place")
    seen: set[Identity] = set()
    for output in files:
        place = identity(output.path)
        if place in seen:
            raise OutputError(f"{output.path}: two outputs can't be one file")
        seen.add(place)
        if output.kind and output.path.is_file():
            _refuse_other(output.path, output.kind)


def file_place(name: str) -> Path:
    """The path of an output that is one file. Raises ``OutputError`` for what names a folder."""
    path = Path(name)
    if name.endswith(("/", os.sep)) or path.is_dir():
        raise OutputError(f"{name}: can't be written: it names a folder, and a file is wanted")
    return path


def run_outputs(place: str, layout: Format) -> list[Output]:
    """The files that a run writes in a layout. Raises ``OutputError`` when lines are to go to a folder."""
    from rootnote.batch.tables import TABLES
    from rootnote.batch.writers import table_file

    if layout is Format.JSONL:
        return [Output(file_place(place), RECORDS)]
    return [Output(table_file(Path(place), table, layout), _table_kind(table, layout)) for table in TABLES]


def _refuse_other(path: Path, kind: Kind) -> None:
    try:
        if path.stat().st_size == 0 or kind.is_one(path):
            return
    except OSError as error:
        raise OutputError(f"{path}: can't be replaced: {why_unreadable(error)}") from None
    raise OutputError(f"{path}: this is not {kind.name} of rootnote, and nothing else is replaced; name another place, or remove it")


def _has_keys(path: Path, *, wanted: frozenset[str], one_of: frozenset[str] | None = None, lacking: frozenset[str] = _OF_NOTES) -> bool:
    """Whether the first line of a file is a JSON object with these keys, one of those, and none of the last."""
    row = _first_row(path).keys()
    return wanted <= row and (one_of is None or not one_of.isdisjoint(row)) and lacking.isdisjoint(row)


def _first_row(path: Path) -> Mapping[str, Any]:
    with path.open("rb") as lines:
        first = lines.readline(_LONGEST_LINE)
    try:
        row = json.loads(first)
    except (ValueError, RecursionError):
        return {}
    return row if isinstance(row, dict) else {}


def _is_page(path: Path) -> bool:
    with path.open("rb") as page:
        return b"<title>rootnote report</title>" in page.read(_PAGE_STARTS)


def _table_kind(table: Table, layout: Format) -> Kind:
    columns_of = _csv_columns if layout is Format.CSV else _parquet_columns
    return Kind(f"the table of {table.name}", partial(_has_columns, columns_of, list(table.columns)[:_FIRST_COLUMNS]))


def _has_columns(columns_of: Callable[[Path], list[str]], wanted: list[str], path: Path) -> bool:
    return columns_of(path)[: len(wanted)] == wanted


def _csv_columns(path: Path) -> list[str]:
    with path.open(encoding="utf-8", errors="replace", newline="") as lines:
        return lines.readline(_PAGE_STARTS).split(",")


def _parquet_columns(path: Path) -> list[str]:
    from rootnote.batch.writers import parquet

    names: list[str] = parquet().columns_of(path)
    return names


RECORDS = Kind("a records file", partial(_has_keys, wanted=frozenset({"id"}), one_of=frozenset({"schema_version", "error"})))
GOLD = Kind(
    "a file of gold records",
    partial(_has_keys, wanted=frozenset({"id", "note_type", "conditions", "elements"}), lacking=_OF_NOTES | {"schema_version"}),
)
CHANGES = Kind("a file of changes", partial(_has_keys, wanted=frozenset({"id", "kind", "name", "before", "after"})))
DISAGREEMENTS = Kind("a file of an audit", partial(_has_keys, wanted=frozenset({"id", "kind", "depends"})))
PAGE = Kind("a report", _is_page)
