"""Files of annotators' tools: read and written as UTF-8, line ends untouched, errors named by file and line without words of a note."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ParamSpec, TypeVar
from urllib.parse import quote, unquote

from rootnote.errors import OutputError, SourceError, why_unreadable

_Item = TypeVar("_Item")
_Given = ParamSpec("_Given")

#: What some editors put before the first character of a file.
BOM = "\ufeff"

#: Names that Windows keeps for devices, with any ending.
_DEVICE = re.compile(r"(?i)(?:con|prn|aux|nul|com\d|lpt\d)(?=\.|$)")
_LONGEST = 200  # most systems take 255 bytes; an ending needs some
_GOES_ON = "%/"  # no digits after the sign: it stands for no character

#: One object as JSON gives it.
JsonObject = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ToolFile:
    """A file for a tool: its name, relative to the folder that the files go to, and what makes its content."""

    name: str
    content: Callable[[], str]


def read_file(path: Path) -> str:
    """The text of a file as it stands there. Raises ``SourceError`` naming the file."""
    try:
        return path.read_bytes().decode()
    except OSError as error:
        reason = error.strerror or "not readable"
    except UnicodeDecodeError:
        reason = "this is not UTF-8"
    # Raised out here, as wherever a library's error holds what it stumbled over: not even the context leads back to it.
    raise SourceError(f"{path}: {reason}")


def differs(path: Path, file: ToolFile) -> bool:
    """Whether something else stands at a path than the content of a file. Raises ``OutputError`` naming what can't be read."""
    try:
        there = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError as error:
        raise OutputError(f"{path}: can't be replaced: {why_unreadable(error)}") from None
    return there != file.content().encode()


def write_file(path: Path, content: str) -> None:
    """Writes a file, with the folders above it. Raises ``OutputError`` naming the file."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode())
    except OSError as error:
        raise OutputError(f"{path}: can't be written: {error.strerror}") from None


def jsonl(rows: Iterable[JsonObject]) -> str:
    """The rows as lines of JSON."""
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def read_jsonl(path: Path, read: Callable[[JsonObject], _Item]) -> Iterator[_Item]:
    """What ``read`` makes of each row. Raises ``SourceError`` as ``understood`` does."""
    for number, line in enumerate(read_file(path).removeprefix(BOM).split("\n"), start=1):
        if line.strip():
            yield understood(f"{path}, line {number}", _parsed, read, line)


def _parsed(read: Callable[[JsonObject], _Item], line: str) -> _Item:
    return read(json.loads(line))


def understood(place: str, read: Callable[_Given, _Item], *given: _Given.args, **named: _Given.kwargs) -> _Item:
    """What ``read`` returns for what is given.

    Raises ``SourceError``, naming the place, when it meets something that the format does not have.
    """
    try:
        return read(*given, **named)
    except SourceError as error:
        reason = str(error)
    except (ValueError, LookupError, TypeError, AttributeError, SyntaxError):
        reason = "not in the format that was exported"
    raise SourceError(f"{place}: {reason}")


def file_in(path: Path, name: str) -> Path:
    """The file itself, or the one of this name in a folder. Raises ``SourceError`` when the folder has none."""
    if not path.is_dir():
        return path
    if not (path / name).exists():
        raise SourceError(f"{path}: there is no {name} in it; is it the folder of another tool?")
    return path / name


def files_of(path: Path, ending: str) -> list[Path]:
    """The file itself, or the files of a folder with this ending, recursively and in order. Raises ``SourceError`` when there are none."""
    found = sorted(path.rglob(f"*{ending}")) if path.is_dir() else [path]
    if not found:
        raise SourceError(f"{path}: there is no {ending} file in it; is it the folder of another tool?")
    return found


def name_of(note_id: str) -> str:
    """A relative path, without ending, that can stand for the note on any system; ``id_of`` gives the id back.

    What no system takes as a name is written as a percent sign and digits, or as a folder and the rest of the name in it.

    >>> name_of("clinic/visit 1")
    'clinic/visit%201'
    """
    parts = note_id.split("/")
    return "/".join(map(_as_name, [note_id] if "" in parts else parts))


def _as_name(part: str) -> str:
    name = quote(part, safe="")
    if _DEVICE.match(name):
        name = f"%{ord(name[0]):02X}{name[1:]}"
    if name.endswith("."):
        name = f"{name[:-1]}%2E"
    return _GOES_ON.join(name[start : start + _LONGEST] for start in range(0, len(name), _LONGEST))


def id_of(name: str) -> str:
    """The id of the note that ``name_of`` named so."""
    return unquote(name.replace(_GOES_ON, ""))
