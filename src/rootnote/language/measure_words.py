"""The words that measures are made of, from ``data/rules/measures.toml``."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from rootnote.language.rulefile import RULES, read_toml, word_lists

_FILE = "measures.toml"


class Words(NamedTuple):
    """The words that measures are made of, from ``measures.toml``."""

    through: frozenset[str]
    joins: frozenset[str]
    degrees: frozenset[str]
    beside_angle: frozenset[str]
    adverb_end: frozenset[str]
    telling_adverb: frozenset[str]
    number: frozenset[str]
    unit: frozenset[str]
    told_behind: frozenset[str]
    about_behind: frozenset[str]
    filler: frozenset[str]
    not_duration_after: frozenset[str]
    ailment: frozenset[str]
    sacrum: frozenset[str]
    title: frozenset[str]
    code_set: frozenset[str]
    code_word: frozenset[str]
    beside_code: frozenset[str]
    between: frozenset[str]
    paired: frozenset[str]
    root_noun: frozenset[str]
    level_noun: frozenset[str]
    before_bare: frozenset[str]
    told_of_level: frozenset[str]
    lumbar_word: frozenset[str]
    upper_word: frozenset[str]
    heard_as_one: frozenset[str]
    heard_as_two: frozenset[str]
    weighting: frozenset[str]
    of_weighting: frozenset[str]
    before_weighting: frozenset[str]
    of_spine: frozenset[str]
    person_title: frozenset[str]
    degree: frozenset[str]
    degree_or_care: frozenset[str]
    brings_person: frozenset[str]
    may_bring_person: frozenset[str]
    seen: frozenset[str]
    person_role: frozenset[str]
    person_does: frozenset[str]
    not_name: frozenset[str]
    digit: dict[str, str]
    repetition: dict[str, int]


@cache
def measure_words() -> Words:
    """The words of ``data/rules/measures.toml``. Raises ``RuleError`` when it has other keys, or no list of words for one."""
    words = word_lists(_FILE, read_toml(RULES / _FILE, {"words"}).get("words"), Words._fields)
    digits = {word: str(number) for number, word in enumerate(words.pop("digit"), start=1)}
    counts = {word: number for number, word in enumerate(words.pop("repetition"), start=1)}
    return Words(**{key: frozenset(listed) for key, listed in words.items()}, digit=digits, repetition=counts)
