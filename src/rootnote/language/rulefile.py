r"""Rule files: TOML in, frozen rules out, strictly.

A rule file holds ``[[rule]]`` tables. A phrase is written in a small notation that expands to plain token sequences:

    (a|b c)      one of the alternatives
    [a]          there or not
    exam[ination], disc[ogenic|al]   brackets without a space between glue to the word
    a~b          a and b as two words, with or without a hyphen between them
    \\( \\)        a bracket in the text

Phrases are compared word by word through the norms of ``words.toml``, so a rule is written in one spelling only.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, TypeVar

from rootnote.errors import RuleError

RULES = files("rootnote") / "data" / "rules"

R = TypeVar("R")
#: Every sequence costs load time and memory; a phrase that needs more is better said by two targets side by side.
_MOST_SEQUENCES = 3_000


@dataclass(frozen=True, slots=True)
class Rule:
    """A target rule: the phrases that make a span with this label (and canonical value) in a Doc."""

    id: str
    label: str
    phrases: tuple[str, ...]
    source: str
    yes: tuple[str, ...]
    no: tuple[str, ...]
    value: str = ""


@dataclass(frozen=True, slots=True)
class ContextRule:
    """A ConText rule: the phrases that change the assertion of targets in their scope (tokens, None = to the sentence's end)."""

    id: str
    category: str
    direction: str
    phrases: tuple[str, ...]
    source: str
    yes: tuple[str, ...] = ()
    no: tuple[str, ...] = ()
    max_scope: int | None = None
    max_targets: int | None = None
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SectionHeading:
    """The headings that open a section of one category."""

    category: str
    headings: tuple[str, ...]


def read_rules(source: Traversable | Path, kind: type[R], table: str = "rule") -> tuple[R, ...]:
    """The rules of one file, in file order.

    Raises ``RuleError`` naming file, rule and key for anything that is not exactly a list of such tables.
    """
    name = source.name
    try:
        content = tomllib.loads(source.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise RuleError(f"{name}: not readable as TOML ({type(error).__name__})") from None
    extra = sorted(set(content) - {table})
    if extra or not isinstance(content.get(table), list):
        raise RuleError(f"{name}: expected only [[{table}]] tables, found {extra or 'none'}")
    rules = tuple(_to_rule(name, index, row, kind) for index, row in enumerate(content[table], start=1))
    ids = [getattr(rule, "id", None) or getattr(rule, "category", None) for rule in rules]
    for rule_id in ids:
        if ids.count(rule_id) > 1:
            raise RuleError(f"{name}: {rule_id}: stands twice")
    return rules


def _to_rule(name: str, index: int, row: Any, kind: type[R]) -> R:
    place = f"{name}: {row.get('id') or row.get('category') or f'table {index}'}" if isinstance(row, dict) else f"{name}: table {index}"
    if not isinstance(row, dict):
        raise RuleError(f"{place}: not a table")
    known = {field.name: str(field.type) for field in fields(kind)}  # type: ignore[arg-type]
    for key in row:
        if key not in known:
            raise RuleError(f"{place}: unknown key {key!r}")
    values: dict[str, Any] = {}
    for key, value in row.items():
        expected = known[key]
        if expected.startswith("tuple"):
            if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
                raise RuleError(f"{place}: {key!r} must be a list of words")
            values[key] = tuple(value)
        elif expected.startswith("int"):
            if not isinstance(value, int) or value < 1:
                raise RuleError(f"{place}: {key!r} must be a whole number above 0")
            values[key] = value
        else:
            if not isinstance(value, str):
                raise RuleError(f"{place}: {key!r} must be text")
            values[key] = value
    try:
        rule = kind(**values)
    except TypeError:
        missing = sorted(set(known) - set(row))
        raise RuleError(f"{place}: a key is missing (absent: {', '.join(missing)})") from None
    for phrase in getattr(rule, "phrases", ()):
        try:
            count = len(expand(phrase))
        except ValueError as error:
            raise RuleError(f"{place}: phrase {phrase!r}: {error}") from None
        if count > _MOST_SEQUENCES:
            raise RuleError(f"{place}: phrase {phrase!r}: stands for {count} sequences, more than {_MOST_SEQUENCES}; split it into parts")
    return rule


@cache
def target_rules(names: tuple[str, ...]) -> tuple[Rule, ...]:
    """The target rules of the named files in ``data/rules``; ids are unique over all files."""
    rules = tuple(rule for name in names for rule in read_rules(RULES / name, Rule))
    seen: dict[str, str] = {}
    for rule in rules:
        if rule.id in seen:
            raise RuleError(f"{rule.id}: stands in two rule files")
        seen[rule.id] = rule.label
    return rules


def read_words(source: Traversable | Path) -> dict[str, str]:
    """The norms of ``words.toml``: spelling variant (lower case) to the one spelling that rules are written in."""
    content = tomllib.loads(source.read_text(encoding="utf-8"))
    norms: dict[str, str] = {}
    for norm, variants in content.get("norm", {}).items():
        if not isinstance(variants, list):
            raise RuleError(f"{source.name}: {norm}: must be a list of spellings")
        for variant in variants:
            if norms.get(variant, norm) != norm:
                raise RuleError(f"{source.name}: {variant}: stands under two norms")
            norms[variant] = norm
    return norms


def expand(phrase: str) -> tuple[tuple[str, ...], ...]:
    """All token sequences that a phrase in rule notation stands for, without repetition, in notation order.

    Raises ``ValueError`` for unbalanced brackets or a phrase that can be empty.

    >>> expand("exam[ination] (of|for) gait")
    (('exam', 'of', 'gait'), ('exam', 'for', 'gait'), ('examination', 'of', 'gait'), ('examination', 'for', 'gait'))
    >>> expand("straight~leg")
    (('straight', 'leg'), ('straight', '-', 'leg'))
    """
    texts, rest = _alternatives(phrase.replace("~", "( | - )"), 0)
    if rest != len(phrase.replace("~", "( | - )")):
        raise ValueError("a closing bracket has no opening one")
    unique = tuple(dict.fromkeys(tuple(text.split()) for text in texts))
    if () in unique:
        raise ValueError("can be empty")
    return unique


def _alternatives(phrase: str, at: int) -> tuple[list[str], int]:
    """The texts of the alternatives from a place to the closing bracket or the end, and that place; brackets glue to what touches them."""
    branches: list[str] = []
    texts = [""]
    while at < len(phrase) and phrase[at] not in ")]":
        mark = phrase[at]
        if mark == "\\" and at + 1 < len(phrase):
            at += 1
            texts = [text + phrase[at] for text in texts]
        elif mark == "|":
            branches += texts
            texts = [""]
        elif mark in "([":
            inner, at = _alternatives(phrase, at + 1)
            if at >= len(phrase) or phrase[at] != {"(": ")", "[": "]"}[mark]:
                raise ValueError("an opening bracket is not closed")
            options = ["", *inner] if mark == "[" else inner
            texts = [text + option for text in texts for option in options]
        else:
            texts = [text + mark for text in texts]
        at += 1
    return branches + texts, at


def sequences(phrases: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """The token sequences of several phrases, in order."""
    for phrase in phrases:
        yield from expand(phrase)
