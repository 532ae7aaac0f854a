"""The words of what is said of whom and what a denial leaves open, from ``data/rules/statement_words.toml``: too common to be targets."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from rootnote.language.rulefile import read_word_sets

_FILE = "statement_words.toml"


class StatementWords(NamedTuple):
    """The words of ``data/rules/statement_words.toml``, in the order of the file."""

    patient: frozenset[str]
    person: frozenset[str]
    relative: frozenset[str]
    determiner: frozenset[str]
    predicate: frozenset[str]
    being: frozenset[str]
    said_of_pain: frozenset[str]
    only_more: frozenset[str]
    only_now: frozenset[str]
    of_place: frozenset[str]
    denied_itself: frozenset[str]
    denied_here: frozenset[str]


@cache
def statement_words() -> StatementWords:
    """The words of ``statement_words.toml``. Raises ``RuleError`` when it has other keys, or no list of words for one."""
    return read_word_sets(_FILE, StatementWords)
