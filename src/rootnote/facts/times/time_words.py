"""The words beside the beginning of a trouble and its time, from ``data/rules/time_words.toml``: too common to be targets."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from rootnote.language.rulefile import read_word_sets

_FILE = "time_words.toml"


class TimeWords(NamedTuple):
    """The words of ``data/rules/time_words.toml``, in the order of the file."""

    beside_verb: frozenset[str]
    began: frozenset[str]
    begins: frozenset[str]
    came_on: frozenset[str]
    time_of_deed: frozenset[str]
    before_deed: frozenset[str]
    posture: frozenset[str]
    hurt: frozenset[str]
    eased: frozenset[str]
    kind_of_pain: frozenset[str]
    recalled: frozenset[str]
    ongoing: frozenset[str]
    lapsed: frozenset[str]
    problem_list: frozenset[str]
    earlier_column: frozenset[str]
    current_column: frozenset[str]


@cache
def time_words() -> TimeWords:
    """The words of ``time_words.toml``. Raises ``RuleError`` when it has other keys, or no list of words for one."""
    return read_word_sets(_FILE, TimeWords)
