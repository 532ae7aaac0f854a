"""The words beside a cause and what links it to its effect, from ``data/rules/cause_words.toml``: too common to be targets."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from rootnote.language.rulefile import read_word_sets

_FILE = "cause_words.toml"


class CauseWords(NamedTuple):
    """The words of ``data/rules/cause_words.toml``, in the order of the file."""

    cause_column: frozenset[str]
    blames: frozenset[str]
    turns_from_cause: frozenset[str]
    blamed_with: frozenset[str]
    blamed_alone: frozenset[str]
    blamed_for: frozenset[str]
    holds_true: frozenset[str]
    both_press: frozenset[str]
    called: frozenset[str]
    placed_cause: frozenset[str]
    linked_once: frozenset[str]
    before_reference: frozenset[str]
    pressing: frozenset[str]
    gapped_before: frozenset[str]
    gapped: frozenset[str]
    in_mind: frozenset[str]
    mind_ends: frozenset[str]
    before_disc: frozenset[str]
    worn: frozenset[str]
    guess: frozenset[str]
    seem: frozenset[str]
    held_how: frozenset[str]
    held_where: frozenset[str]
    goes_to: frozenset[str]


@cache
def cause_words() -> CauseWords:
    """The words of ``cause_words.toml``. Raises ``RuleError`` when it has other keys, or no list of words for one."""
    return read_word_sets(_FILE, CauseWords)
