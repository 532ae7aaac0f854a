"""The words that measures are made of, from ``data/rules/measures.toml``."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import tomli

from rootnote.errors import RuleError
from rootnote.language.rulefile import RULES


class Words(NamedTuple):
    """The words that measures are made of, from ``measures.toml``."""

    through: frozenset[str]
    joins: frozenset[str]
    degrees: frozenset[str]
    number: frozenset[str]
    unit: frozenset[str]
    filler: frozenset[str]
    not_duration_after: frozenset[str]
    ailment: frozenset[str]
    sacrum: frozenset[str]
    title: frozenset[str]
    between: frozenset[str]
    paired: frozenset[str]
    root_noun: frozenset[str]
    level_noun: frozenset[str]
    heard_as_one: frozenset[str]
    heard_as_two: frozenset[str]
    digit: dict[str, str]


@cache
def measure_words() -> Words:
    """The words of ``data/rules/measures.toml``. Raises ``RuleError`` for a missing or unknown key."""
    table = tomli.loads((RULES / "measures.toml").read_text(encoding="utf-8")).get("words", {})
    if set(table) != set(Words._fields):
        raise RuleError(f"measures.toml: expected the keys {', '.join(Words._fields)}")
    digits = {word: str(number) for number, word in enumerate(table["digit"], start=1)}
    return Words(**{key: frozenset(words) for key, words in table.items() if key != "digit"}, digit=digits)
