"""Lengths of time among the words of a text: "6 weeks", "2 to 3 years", "a year and a half", "x3d", and the British "3/12"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rootnote.language.measure_words import Words, measure_words

_NUMBER = re.compile(r"\d{1,3}(?:\.\d)?\+?|\d{1,2}[-–]\d{1,2}")
#: A length of time in one word ("6wks", "x3d"); a single letter is a unit only after an x.
_FUSED_TIME = re.compile(r"(x?)\d{1,3}(?:\.\d)?\+?([a-z]{1,6})", re.I)
#: Months as the British write them, behind a trouble or its side; elsewhere they may be a day.
_TWELFTHS, _MONTHS = re.compile(r"(?:[1-9]|1[01])/12"), "months"
_SIDES = frozenset({",", "l", "r", "left", "right", "lt", "rt", "b/l", "bilat", "bilateral"})
#: The letter of the unit that ages are told in; words from a trouble to how old it is.
_YEAR = "y"
_AILMENT_REACH = 5
#: Behind a number it says how often.
_EACH, _TIMES, _DASHES = "a", "x", frozenset({"-", "–"})
#: What stands before a word that makes a length of time only about right: "twenty years or so".
_OR = "or"
#: What stands behind a time in one word with a single letter: "back pain, 10d.".
_CLOSES = frozenset({"", ",", ".", ";", ")"})
#: What joins the rest of a length of time to it: "a year and a half", "2 years and 3 months", "1 yr 6 mos".
_AND, _HALVES = frozenset({"and", "&", ","}), frozenset({"half", "1/2", "½"})
#: How the units of months begin.
_OF_MONTHS = ("mo", "mt", "mn")
#: Words from a number to its unit.
_UNIT_REACH = 6


def duration_at(words: Sequence[str], at: int) -> tuple[str, int] | None:
    """The unit of the length of time that starts at a word, in lower case, and where it ends; None for an age, a dose and anything else.

    >>> duration_at("for a year and a half of pain".split(), 1), duration_at("a 6 year old".split(), 1)
    (('year', 6), None)
    """
    known = measure_words()
    found = _one_at(words, at, known)
    if found is None:
        return None
    unit, end = found
    if [word.lower() for word in words[end : end + 1]] == [_OR] and "".join(words[end + 1 : end + 2]).lower() in known.about_behind:
        return unit, end + 2  # "twenty years or so"
    behind = end + (words[end : end + 1] != [] and words[end].lower() in _AND)
    rest = [word.lower() for word in words[behind : behind + 2]]
    if behind > end and rest and (rest[0] in _HALVES or (rest[0] == _EACH and rest[1:] and rest[1] in _HALVES)):
        return unit, behind + 1 + (rest[0] == _EACH)
    if unit[0] == _YEAR and len(rest) == 2 and _NUMBER.fullmatch(rest[0]) and rest[1] in known.unit and rest[1].startswith(_OF_MONTHS):
        return unit, behind + 2
    return found


def _one_at(words: Sequence[str], at: int, known: Words) -> tuple[str, int] | None:
    """The unit of the first length of time that starts at a word, and where it ends: "a year" of "a year and a half"."""
    first = words[at].lower()
    behind = "".join(words[at + 1 : at + 2]).lower()
    counted = (
        at > 0 and words[at - 1].lower() == _TIMES
    ) or behind in known.told_behind  # "x 3d", "3d ago": without it "d" may be anything
    counted = counted or (behind in _CLOSES and _is_behind_ailment(words, at, known))
    if (fused := _FUSED_TIME.fullmatch(first)) and fused.group(2) in known.unit and (fused.group(1) or counted or len(fused.group(2)) > 1):
        return fused.group(2), at + 1
    if _TWELFTHS.fullmatch(first) and _is_behind_ailment(words, at, known):
        return _MONTHS, at + 1
    if not (_NUMBER.fullmatch(first.removeprefix("x")) or first in known.number):  # "x6 weeks"
        return None
    if first == _EACH and at and _NUMBER.fullmatch(words[at - 1]):
        return None
    for end in range(at + 1, min(at + _UNIT_REACH, len(words))):
        word = words[end].lower()
        if word == _EACH and end == at + 1 and _NUMBER.fullmatch(first):
            return None  # "3 a day"
        if word in known.unit:
            after = [w.lower() for w in words[end + 1 : end + 3]]
            if known.not_duration_after.intersection(after) and not _is_of_ailment(words, at, word, known):
                return None
            return word, end + 1
        ranged = _FUSED_TIME.fullmatch(word) if words[end - 1] in _DASHES else None
        if ranged is not None and ranged.group(2) in known.unit and (counted or len(ranged.group(2)) > 1):
            return ranged.group(2), end + 1  # "2-3wks"
        if not (word in known.filler or word in known.number or _NUMBER.fullmatch(word)):
            return None
    return None


def _is_of_ailment(words: Sequence[str], at: int, unit: str, known: Words) -> bool:
    """Whether what is so old is a trouble and no person: "the numbness is 2 weeks old"; in years only "it is now two years old"."""
    before = [word.lower() for word in words[max(0, at - _AILMENT_REACH) : at]]
    return "it" in before[-3:] or (unit[0] != _YEAR and not known.ailment.isdisjoint(before))


def _is_behind_ailment(words: Sequence[str], at: int, known: Words) -> bool:
    """Whether the word before a place, but for a comma and a side, is a trouble: "leg pain 3/12", "sciatica, L 4/12"."""
    before = at - 1
    while before > max(0, at - 3) and words[before].lower() in _SIDES:
        before -= 1
    return before >= 0 and words[before].lower() in known.ailment
