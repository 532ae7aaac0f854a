"""The words beside a treatment or an operation, from ``data/rules/treatment_words.toml``: too common to be targets."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from rootnote.language.rulefile import read_word_sets

_FILE = "treatment_words.toml"


class TreatmentWords(NamedTuple):
    """The words of ``data/rules/treatment_words.toml``, in the order of the file."""

    copes: frozenset[str]
    unreal: frozenset[str]
    comes_to: frozenset[str]
    to_come: frozenset[str]
    starts: frozenset[str]
    no_deed: frozenset[str]
    lists_care: frozenset[str]
    care_deeds: frozenset[str]
    of_care: frozenset[str]
    tells_of: frozenset[str]
    beside_telling: frozenset[str]
    given_up: frozenset[str]
    relieved: frozenset[str]
    occasion: frozenset[str]
    other_operation: frozenset[str]
    side_effect: frozenset[str]
    counted: frozenset[str]
    comes_for: frozenset[str]
    dates_deed: frozenset[str]
    had_deed: frozenset[str]


@cache
def treatment_words() -> TreatmentWords:
    """The words of ``treatment_words.toml``. Raises ``RuleError`` when it has other keys, or no list of words for one."""
    return read_word_sets(_FILE, TreatmentWords)
