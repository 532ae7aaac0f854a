"""The words beside a root or a part of the body that a trouble is in, from ``data/rules/place_words.toml``: too common to be targets."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from rootnote.language.rulefile import read_word_sets

_FILE = "place_words.toml"


class PlaceWords(NamedTuple):
    """The words of ``data/rules/place_words.toml``, in the order of the file."""

    joins_root: frozenset[str]
    places_disease: frozenset[str]
    places_told_on: frozenset[str]
    at_place: frozenset[str]
    of_spine: frozenset[str]
    places_pain: frozenset[str]
    lists_places: frozenset[str]
    after_place: frozenset[str]
    likewise: frozenset[str]
    nowhere_else: frozenset[str]
    along_places: frozenset[str]
    changes_with: frozenset[str]
    place_field: frozenset[str]
    before_way: frozenset[str]
    before_item: frozenset[str]
    before_part: frozenset[str]
    body_part: frozenset[str]
    until_time: frozenset[str]


@cache
def place_words() -> PlaceWords:
    """The words of ``place_words.toml``. Raises ``RuleError`` when it has other keys, or no list of words for one."""
    return read_word_sets(_FILE, PlaceWords)
