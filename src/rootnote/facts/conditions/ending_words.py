"""The words beside the end, the relief or the return of a trouble, from ``data/rules/ending_words.toml``: too common to be targets."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from rootnote.language.rulefile import read_word_sets

_FILE = "ending_words.toml"


class EndingWords(NamedTuple):
    """The words of ``data/rules/ending_words.toml``, in the order of the file."""

    until_over: frozenset[str]
    opens_time: frozenset[str]
    over_by: frozenset[str]
    no_end: frozenset[str]
    before_return: frozenset[str]
    opens_return: frozenset[str]
    returned_now: frozenset[str]
    of_these_days: frozenset[str]
    after_return_over: frozenset[str]
    relieves: frozenset[str]
    relief: frozenset[str]
    relief_of: frozenset[str]
    relief_sought: frozenset[str]
    relief_denied: frozenset[str]
    beside_relief: frozenset[str]


@cache
def ending_words() -> EndingWords:
    """The words of ``ending_words.toml``. Raises ``RuleError`` when it has other keys, or no list of words for one."""
    return read_word_sets(_FILE, EndingWords)
