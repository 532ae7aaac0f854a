"""Rule files: TOML in, frozen rules out, strictly.

A rule file holds ``[[rule]]`` tables. Their phrases are written in the notation of ``notation`` and compared word by word through the
norms of ``words.toml``, so a rule is written in one spelling only.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import MISSING, dataclass, fields
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, Literal, NamedTuple, TypeAlias, TypeVar, get_args, get_type_hints

import tomli

from rootnote.errors import RuleError, why_unreadable
from rootnote.language.notation import parts_of, written_out

RULES = files("rootnote") / "data" / "rules"
#: The folder of ``RULES`` whose files hold the context rules.
CONTEXT_FOLDER = "context"

R = TypeVar("R")
Words = TypeVar("Words", bound=NamedTuple)
#: The top-level tables that hold words and their spellings, each written once; the others hold a rule each and are written often.
SPELLING_TABLES = ("norm", "misheard", "words")
_LABEL = re.compile(r"[A-Z][A-Z0-9_]*")

#: What a context rule makes of the targets in its scope; the last three only end or forbid scopes.
Category: TypeAlias = Literal["family", "hypothetical", "negated", "ordered", "uncertain", "historical", "terminate", "pseudo", "present"]
#: Where a context rule's scope lies, seen from its phrase.
Direction: TypeAlias = Literal["FORWARD", "BACKWARD", "BIDIRECTIONAL", "TERMINATE", "PSEUDO"]


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
    category: Category
    direction: Direction
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


@dataclass(frozen=True, slots=True)
class PhraseRule:
    """Phrases that tell one thing of a sentence or passage, such as of whom it speaks."""

    id: str
    phrases: tuple[str, ...]


AnyRule: TypeAlias = Rule | ContextRule | SectionHeading
#: Rules that have an id, each its own.
Told = TypeVar("Told", Rule, ContextRule)


def read_rules(source: Traversable | Path, kind: type[R], table: str = "rule") -> tuple[R, ...]:
    """The rules of one file, in file order.

    Raises ``RuleError`` naming file, rule and key for anything that is not exactly a list of such tables.
    """
    return to_rules(source.name, read_toml(source, {table}).get(table), kind, table)


def read_toml(source: Traversable | Path, tables: set[str]) -> Mapping[str, Any]:
    """The content of a TOML file. Raises ``RuleError`` when it can't be read or holds anything but some of these top-level tables."""
    return to_tables(source.name, read_text(source), tables)


def read_text(source: Traversable | Path) -> str:
    """The text of a file, without a byte order mark. Raises ``RuleError`` when it can't be read."""
    try:
        return source.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise RuleError(f"{source.name}: {why_unreadable(error)}") from None


def to_tables(name: str, text: str, tables: set[str]) -> Mapping[str, Any]:
    """The content of a file of this name and text. Raises ``RuleError`` when it is no TOML or holds anything but some of these tables."""
    try:
        content = tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        raise RuleError(f"{name}: not readable as TOML: {error}") from None
    if extra := sorted(set(content) - tables):
        raise RuleError(f"{name}: unknown key {extra[0]!r}; known are {', '.join(_header(table) for table in sorted(tables))}")
    return content


def _header(table: str) -> str:
    """How a table is written: lists of rules have two brackets, tables of spellings one."""
    return f"[{table}]" if table in SPELLING_TABLES else f"[[{table}]]"


def to_rules(name: str, rows: Any, kind: type[R], table: str) -> tuple[R, ...]:
    """The tables of one file as rules, in file order. Raises ``RuleError`` with a line for each table that is wrong."""
    if not isinstance(rows, list):
        raise RuleError(f"{name}: expected [[{table}]] tables, found none")
    rules: list[R] = []
    problems: list[str] = []
    seen: set[str] = set()
    for index, row in enumerate(rows, start=1):
        try:
            rule = _to_rule(name, index, row, kind)
        except RuleError as error:
            problems.append(str(error))
            continue
        key = _name_of(row)
        if key in seen:
            problems.append(f"{name}: {key}: stands twice")
        seen.add(key)
        rules.append(rule)
    if problems:
        raise RuleError("\n".join(problems))
    return tuple(rules)


def _name_of(row: Mapping[str, Any]) -> str:
    return str(row.get("id") or row.get("category") or "")


@cache
def _hints(kind: type[Any]) -> Mapping[str, Any]:
    return get_type_hints(kind)


def _to_rule(name: str, index: int, row: Any, kind: type[R]) -> R:
    if not isinstance(row, dict):
        raise RuleError(f"{name}: table {index}: not a table")
    place = f"{name}: {_name_of(row) or f'table {index}'}"
    known: Mapping[str, Any] = _hints(kind)  # type: ignore[arg-type]
    for key in row:
        if key not in known:
            raise RuleError(f"{place}: unknown key {key!r}; known are {', '.join(known)}")
    values = {key: _to_value(f"{place}: {key!r}", key, value, known[key]) for key, value in row.items()}
    try:
        rule = kind(**values)
    except TypeError:
        required = {field.name for field in fields(kind) if field.default is MISSING}  # type: ignore[arg-type]
        raise RuleError(f"{place}: without {', '.join(sorted(required - set(row)))}") from None
    for phrase in (*getattr(rule, "phrases", ()), *getattr(rule, "headings", ())):
        _in_notation(parts_of, phrase, place)
    return rule


def _in_notation(read: Callable[[str], R], phrase: str, place: str) -> R:
    """What a function of ``notation`` reads of a phrase. Raises ``RuleError`` when it is not in the notation."""
    try:
        return read(phrase)
    except ValueError as error:
        raise RuleError(f"{place}: phrase {phrase!r}: {error}") from None


def _to_value(place: str, key: str, value: Any, expected: Any) -> Any:
    """A value of a rule as its field wants it. Raises ``RuleError`` when it is of another kind."""
    if expected == tuple[str, ...]:
        if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
            raise RuleError(f"{place} must be a list of words, none of them empty")
        if not value and key in ("phrases", "headings"):
            raise RuleError(f"{place} must not be empty")
        if key == "labels" and not all(map(_LABEL.fullmatch, value)):
            raise RuleError(f"{place} must be labels, in capitals")
        return tuple(value)
    if expected == int | None:
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            raise RuleError(f"{place} must be a whole number above 0")
        return value
    if not isinstance(value, str) or not value.strip():
        raise RuleError(f"{place} must be text")
    if expected is not str and value not in get_args(expected):
        raise RuleError(f"{place} must be one of {', '.join(get_args(expected))}")
    if key == "label" and not _LABEL.fullmatch(value):
        raise RuleError(f"{place} must be a label, in capitals")
    return value


def word_lists(name: str, table: Any, keys: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """The words of a file's [words] table by key, in file order, with all that a phrase in rule notation stands for.

    Raises ``RuleError`` when it has not exactly these keys, or one of them no list of words: a text would be taken for its letters.
    """
    if not isinstance(table, dict) or set(table) != set(keys):
        raise RuleError(f"{name}: expected [words] with the keys {', '.join(keys)}")
    lists: dict[str, tuple[str, ...]] = {}
    for key, words in table.items():
        place = f"{name}: words: {key!r}"
        if not isinstance(words, list) or not words or not all(isinstance(word, str) and word.strip() for word in words):
            raise RuleError(f"{place} must be a list of words, none of them empty")
        lists[key] = tuple(text for word in words for text in _in_notation(written_out, word, place))
    return lists


def read_word_lists(file: str, kind: type[Words], *beside: str) -> Words:
    """The words of a file in ``data/rules``, as a named tuple with a tuple for each key; ``beside`` are its other top-level tables.

    Raises ``RuleError`` as ``read_toml`` and ``word_lists``.
    """
    words = word_lists(file, read_toml(RULES / file, {"words", *beside}).get("words"), kind._fields)
    return kind._make(words[key] for key in kind._fields)


def read_word_sets(file: str, kind: type[Words], *beside: str) -> Words:
    """The words of a file as ``read_word_lists`` gives them, with a set for each key."""
    return kind._make(map(frozenset, read_word_lists(file, kind, *beside)))


@cache
def target_rules(names: tuple[str, ...]) -> tuple[Rule, ...]:
    """The target rules of the named files in ``data/rules``. Raises ``RuleError`` for an id that stands in two of them."""
    return tuple(_of_files([RULES / name for name in names], Rule))


@cache
def context_rules(folder: str) -> Mapping[ContextRule, str]:
    """The context rules of a folder of ``data/rules``, file by file in the order of their names, each with the file that it stands in.

    Raises ``RuleError`` for a folder without rule files, or an id that stands in two of them.
    """
    place = RULES / folder
    found = [file for file in place.iterdir() if file.name.endswith(".toml")] if place.is_dir() else []
    if not found:
        raise RuleError(f"{folder}: no folder of rule files")
    return _of_files(sorted(found, key=lambda file: file.name), ContextRule)


def _of_files(found: Iterable[Traversable], kind: type[Told]) -> Mapping[Told, str]:
    """The rules of some files in order, each with the file that it stands in. Raises ``RuleError`` for an id that stands in two of them."""
    names: dict[str, str] = {}
    rules: dict[Told, str] = {}
    for file in found:
        for rule in read_rules(file, kind):
            if rule.id in names:
                raise RuleError(f"{file.name}: {rule.id}: stands in {names[rule.id]} too")
            rules[rule] = names[rule.id] = file.name
    return rules


def read_words(source: Traversable | Path) -> dict[str, str]:
    """The norms of ``words.toml``: spelling variant (lower case) to the one spelling that rules are written in.

    Raises ``RuleError`` for an unknown table, a spelling that is no lower-case word, or one that stands under two norms.
    """
    return _read_spellings(source, ("norm", "misheard"))


def read_misheard(source: Traversable | Path) -> dict[str, str]:
    """Those of the norms of ``words.toml`` whose variants are misspelled or misheard, not just inflected. Raises as ``read_words``."""
    return _read_spellings(source, ("misheard",))


def _read_spellings(source: Traversable | Path, tables: Iterable[str]) -> dict[str, str]:
    norms: dict[str, str] = {}
    held = read_toml(source, {"norm", "misheard"})
    for norm, variants in [row for table in tables for row in held.get(table, {}).items()]:
        if not isinstance(variants, list) or not all(isinstance(word, str) and word.strip() and word == word.lower() for word in variants):
            raise RuleError(f"{source.name}: {norm}: must be a list of spellings in lower case")
        for variant in variants:
            if norms.get(variant, norm) != norm:
                raise RuleError(f"{source.name}: {variant}: stands under two norms")
            norms[variant] = norm
    return norms
