"""Strict reading of the tables in ``data/``: each file is one frozen dataclass, and what does not fit is refused at load."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import Any, TypeVar

import tomli
from pydantic import ConfigDict, TypeAdapter, ValidationError

from rootnote.errors import RuleError

T = TypeVar("T")

#: What every row type of a table sets as ``__pydantic_config__``: a key it does not know is an error.
STRICT = ConfigDict(extra="forbid", strict=True)


def load_table(file: str, table: type[T]) -> T:
    """The table that a file of ``data/`` holds.

    Raises ``RuleError`` as ``parse_table`` does.
    """
    return parse_table(file, files("rootnote").joinpath("data", file).read_text(encoding="utf-8"), table)


def parse_table(file: str, text: str, table: type[T]) -> T:
    """The table written in ``text``; ``file`` is its name in messages.

    Raises ``RuleError``, naming file, row and key, when the text is no TOML, a key is unknown or missing, or a value is of the wrong
    type or not among the words allowed.
    """
    try:
        data = tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        raise RuleError(f"{file}: {error}") from None
    try:
        # Strict JSON mode takes arrays for tuples and words for enums, which strict Python mode does not.
        return TypeAdapter(table).validate_json(json.dumps(data, default=str))
    except ValidationError as error:
        first = error.errors()[0]
        raise RuleError(f"{file}: {_place(data, first['loc'])}: {first['msg']}") from None


def require_unique(file: str, what: str, names: Sequence[str]) -> None:
    """Nothing; raises ``RuleError`` naming the first name that stands twice."""
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise RuleError(f"{file}: {what} '{name}' stands twice")
        seen.add(name)


def _place(data: Mapping[str, Any], loc: tuple[int | str, ...]) -> str:
    """The row and key of a validation error, the row by its first value: ``code 'M54.17', title``."""
    match loc:
        case (str(table), int(index), *keys):
            row = data[table][index]
            name = next(iter(row.values()), index) if isinstance(row, dict) else index
            return ", ".join([f"{table} '{name}'", *map(str, keys)])
        case _:
            return ", ".join(map(str, loc))
