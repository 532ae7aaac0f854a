"""The words beside labels and verdicts, from ``data/rules/verdicts.toml``: too common to be phrases."""

from functools import cache
from typing import NamedTuple

from rootnote.language.rulefile import read_word_sets

_FILE = "verdicts.toml"


class VerdictWords(NamedTuple):
    """The single words of ``verdicts.toml``, by what they tell."""

    title: frozenset[str]
    author: frozenset[str]
    documenting: frozenset[str]
    telling: frozenset[str]
    between_telling: frozenset[str]
    granting: frozenset[str]
    placing: frozenset[str]
    holding: frozenset[str]
    joined: frozenset[str]
    leading: frozenset[str]
    quote: frozenset[str]
    yes: frozenset[str]
    no: frozenset[str]
    answer_yes: frozenset[str]
    answer_no: frozenset[str]
    column_no: frozenset[str]
    course: frozenset[str]
    course_beside: frozenset[str]
    denial: frozenset[str]
    paper: frozenset[str]
    describing: frozenset[str]
    topic: frozenset[str]
    opening: frozenset[str]
    closing: frozenset[str]
    open: frozenset[str]


@cache
def verdict_words() -> VerdictWords:
    """The words of ``verdicts.toml``. Raises ``RuleError`` when it has other keys, or no list of words for one."""
    return read_word_sets(_FILE, VerdictWords, "verdict")
