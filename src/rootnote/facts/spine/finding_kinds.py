"""The words of ``finding_kinds.toml`` as patterns: which kind of a condition a finding is named by.

Source: annotation guide, conditions.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from rootnote.language.notation import one_of
from rootnote.language.rulefile import read_word_sets

_FILE = "finding_kinds.toml"


class _Words(NamedTuple):
    """The words of ``data/rules/finding_kinds.toml``."""

    displaced: frozenset[str]
    displaced_short: frozenset[str]
    displaced_seldom: frozenset[str]
    protruded: frozenset[str]
    bulging: frozenset[str]
    worn: frozenset[str]
    worn_short: frozenset[str]
    dry: frozenset[str]
    dark: frozenset[str]
    lower: frozenset[str]
    fragment: frozenset[str]
    torn: frozenset[str]
    central: frozenset[str]
    foraminal: frozenset[str]
    recess: frozenset[str]
    facet: frozenset[str]
    spur: frozenset[str]
    spondylosis: frozenset[str]


@cache
def _words() -> _Words:
    """The words of ``finding_kinds.toml``. Raises ``RuleError`` when it has other keys, or no list of words for one."""
    return read_word_sets(_FILE, _Words)


@cache
def disc_kinds() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """The kinds of disc disorder: what is displaced, what only bulges, what is worn."""
    words = _words()
    displaced = _named(words.displaced | words.protruded | words.fragment, words.displaced_short)
    return displaced, _named(words.bulging), _named(words.worn | words.dry | words.lower, words.worn_short)


def is_displaced(text: str) -> bool:
    """Whether the words of a finding name a displaced disc, and no bulge.

    >>> is_displaced("disc protrusion"), is_displaced("bulging disc")
    (True, False)
    """
    return disc_kinds()[0].search(text) is not None


@cache
def kinds() -> Mapping[str, re.Pattern[str]]:
    """The kinds of one condition by name, each with the pattern of its words."""
    words = _words()
    return {
        "displaced": _named(words.displaced, words.displaced_short | words.displaced_seldom),
        "bulging": _named(words.bulging | words.protruded),
        "worn": _named(words.worn | words.lower | words.dark, words.worn_short),
        "fragment": re.compile(rf"{_named(words.fragment).pattern}|\bpiece", re.I),
        "torn": _named(words.torn),
        "central": _named(words.central),
        "foraminal": _named(words.foraminal),
        "recess": _named(words.recess),
        "facet": _named(words.facet),
        "spur": _named(words.spur),
        "spondylosis": _named(words.spondylosis),
    }


def _named(begun: frozenset[str], whole: frozenset[str] = frozenset()) -> re.Pattern[str]:
    """A pattern of any of some words, by how they begin or whole."""
    return re.compile(one_of(begun) + (rf"|\b(?:{one_of(whole)})\b" if whole else ""), re.I)
