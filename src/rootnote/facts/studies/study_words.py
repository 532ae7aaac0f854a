"""The words beside a study, its result or the levels that it shows, from ``data/rules/study_words.toml``: too common to be targets."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from rootnote.language.rulefile import read_word_sets

_FILE = "study_words.toml"


class StudyWords(NamedTuple):
    """The words of ``data/rules/study_words.toml``, in the order of the file."""

    level_list: frozenset[str]
    parts_finding: frozenset[str]
    told_alike: frozenset[str]
    before_level: frozenset[str]
    before_finding: frozenset[str]
    normal_level: frozenset[str]
    level_column: frozenset[str]
    no_finding: frozenset[str]
    cell_denies: frozenset[str]
    other_entry: frozenset[str]
    before_test: frozenset[str]
    seen_on: frozenset[str]
    unproven: frozenset[str]
    made_long_before: frozenset[str]
    made_before: frozenset[str]
    has_result: frozenset[str]
    verdict: frozenset[str]


@cache
def study_words() -> StudyWords:
    """The words of ``study_words.toml``. Raises ``RuleError`` when it has other keys, or no list of words for one."""
    return read_word_sets(_FILE, StudyWords)
