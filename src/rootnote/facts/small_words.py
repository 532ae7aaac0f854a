"""Small words beside a level or the name of a test, looked for in the text itself: as targets they would outnumber all others."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from rootnote.language.rulefile import read_word_sets

_FILE = "small_words.toml"
_WORD = re.compile(r"[a-z]+|\(", re.I)
#: The size of a finding, in brackets or not.
_SIZE = re.compile(r"\(?(?<![\w.])\d{1,2}(?:\.\d)?\s?(?:mm|cm)\b\)?")
_LETTERS = re.compile(r"[^\W\d_]+")
_BESIDE = " \t\r\n,:/&()-–"
_JOINING = " \t\r\n,/&+>"


class SmallWords(NamedTuple):
    """The words of ``data/rules/small_words.toml``, by where they stand."""

    level_list: frozenset[str]
    told_alike: frozenset[str]
    before_level: frozenset[str]
    before_finding: frozenset[str]
    normal_level: frozenset[str]
    before_test: frozenset[str]
    seen_on: frozenset[str]
    unproven: frozenset[str]
    made_long_before: frozenset[str]
    made_before: frozenset[str]
    has_result: frozenset[str]
    verdict: frozenset[str]
    joins_root: frozenset[str]
    holds_true: frozenset[str]
    lapsed: frozenset[str]
    places_disease: frozenset[str]
    places_told_on: frozenset[str]
    likewise: frozenset[str]
    before_reference: frozenset[str]
    gapped_before: frozenset[str]
    gapped: frozenset[str]
    cause_column: frozenset[str]
    level_column: frozenset[str]
    cell_denies: frozenset[str]
    changes_with: frozenset[str]
    no_finding: frozenset[str]
    blames: frozenset[str]
    turns_from_cause: frozenset[str]
    blamed_with: frozenset[str]
    both_press: frozenset[str]
    called: frozenset[str]
    placed_cause: frozenset[str]
    linked_once: frozenset[str]
    blamed_alone: frozenset[str]
    blamed_for: frozenset[str]
    in_mind: frozenset[str]
    mind_ends: frozenset[str]
    pressing: frozenset[str]
    no_end: frozenset[str]
    over_by: frozenset[str]
    opens_time: frozenset[str]
    before_return: frozenset[str]
    returned_now: frozenset[str]
    of_these_days: frozenset[str]
    after_return_over: frozenset[str]
    opens_return: frozenset[str]
    comes_for: frozenset[str]
    given_up: frozenset[str]
    dates_deed: frozenset[str]
    had_deed: frozenset[str]
    places_pain: frozenset[str]
    lists_places: frozenset[str]
    after_place: frozenset[str]
    beside_verb: frozenset[str]
    only_more: frozenset[str]
    only_now: frozenset[str]
    of_place: frozenset[str]
    denied_itself: frozenset[str]
    denied_here: frozenset[str]
    determiner: frozenset[str]
    nowhere_else: frozenset[str]
    eased: frozenset[str]
    person: frozenset[str]
    relative: frozenset[str]
    recalled: frozenset[str]
    ongoing: frozenset[str]
    problem_list: frozenset[str]
    began: frozenset[str]
    begins: frozenset[str]
    relieved: frozenset[str]
    sitting: frozenset[str]
    prone: frozenset[str]
    passive: frozenset[str]
    to_side: frozenset[str]
    examiner: frozenset[str]
    examiners_weakness: frozenset[str]
    couch: frozenset[str]
    carried: frozenset[str]
    evoked_by: frozenset[str]
    predicate: frozenset[str]
    stated: frozenset[str]
    said_of_pain: frozenset[str]
    alternative: frozenset[str]
    slightly: frozenset[str]
    all_the_same: frozenset[str]
    before_disc: frozenset[str]
    worn: frozenset[str]
    at_place: frozenset[str]
    of_spine: frozenset[str]
    patient: frozenset[str]
    copes: frozenset[str]
    unreal: frozenset[str]
    comes_to: frozenset[str]
    other_entry: frozenset[str]
    code_choice: frozenset[str]
    code_set_aside: frozenset[str]
    leads_to_code: frozenset[str]
    about_codes: frozenset[str]
    to_come: frozenset[str]
    being: frozenset[str]
    earlier_column: frozenset[str]
    current_column: frozenset[str]
    occasion: frozenset[str]
    other_operation: frozenset[str]
    side_effect: frozenset[str]
    no_deed: frozenset[str]
    until_time: frozenset[str]
    along_places: frozenset[str]
    place_field: frozenset[str]
    before_way: frozenset[str]
    before_item: frozenset[str]
    lists_care: frozenset[str]
    care_deeds: frozenset[str]
    of_care: frozenset[str]
    tells_of: frozenset[str]
    beside_telling: frozenset[str]
    until_over: frozenset[str]
    relieves: frozenset[str]
    relief: frozenset[str]
    relief_of: frozenset[str]
    relief_sought: frozenset[str]
    beside_relief: frozenset[str]
    relief_denied: frozenset[str]
    kind_of_pain: frozenset[str]
    denied_subject: frozenset[str]
    before_subject: frozenset[str]
    before_part: frozenset[str]
    body_part: frozenset[str]
    felt_only: frozenset[str]
    counted: frozenset[str]
    hurt: frozenset[str]
    starts: frozenset[str]
    came_on: frozenset[str]
    time_of_deed: frozenset[str]
    before_deed: frozenset[str]
    posture: frozenset[str]


@cache
def small_words() -> SmallWords:
    """The words of ``small_words.toml``. Raises ``RuleError`` when it has other keys, or no list of words for one."""
    return read_word_sets(_FILE, SmallWords)


def are_listed(gap: str) -> bool:
    """Whether the text between two levels only joins them to a list.

    >>> are_listed(", and to a lesser extent at the "), are_listed(" 3 mm, "), are_listed(" is normal, ")
    (True, True, False)
    """
    gap = _SIZE.sub("", gap)
    words = _WORD.findall(gap)
    return not _WORD.sub("", gap).strip(_JOINING) and all(word.lower() in small_words().level_list for word in words)


def are_only(text: str, words: frozenset[str]) -> bool:
    """Whether a text holds nothing but some words, commas, colons, slashes, dashes and brackets.

    >>> are_only(", of the ", small_words().joins_root), are_only(" beside the ", small_words().joins_root)
    (True, False)
    """
    return not _LETTERS.sub("", text).strip(_BESIDE) and all(word.lower() in words for word in _LETTERS.findall(text))


def ends_in(text: str, words: frozenset[str], within: int) -> bool:
    """Whether one of the last words of a text, so many of them, is one of some words.

    >>> ends_in("a bulge at the ", small_words().before_level, 2)
    True
    """
    return any(word.lower() in words for word in _WORD.findall(text)[-within:])


def has_word(text: str, words: frozenset[str]) -> bool:
    """Whether a text holds any of some words.

    >>> has_word("seated, the knee is straightened", small_words().sitting)
    True
    """
    return any(word.lower() in words for word in _WORD.findall(text))
