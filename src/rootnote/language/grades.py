"""Grades of strength and reflexes and angles, as an examination gives them: "4-/5", "2+", "4 out of 5", "60 degrees"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from rootnote.language.measure_words import measure_words

STRENGTH_GRADE, REFLEX_GRADE, ANGLE = "STRENGTH_GRADE", "REFLEX_GRADE", "ANGLE"
_STRENGTH = re.compile(r"([+-]?)([0-5][+-]?(?:-[0-5][+-]?)?)/(?:5|V)([+-]?)")
#: Grades of the right and the left, one of them with a minus sign, as no reflex has: "4-/4-", "2/2-".
_STRENGTH_PAIR = re.compile(r"[0-5][+-]?/[0-5]-|[0-5]-/[0-5][+-]?")
_REFLEX = re.compile(r"\+([0-4])|([0-4])\+|([0-4]\+?)/(?:4|IV)")


class Grade(NamedTuple):
    """A grade or an angle: its label and canonical value, and where its words end."""

    label: str
    value: str
    end: int


def heard_grade_at(words: Sequence[str], at: int) -> Grade | None:
    """The grade of a reflex that dictation hears as another word: "too plus", "won plus"; not "to plus two"."""
    behind = [word.lower() for word in words[at + 1 : at + 3]]
    if behind[:1] != ["plus"] or any(word.isdigit() or word in measure_words().digit for word in behind[1:]):
        return None
    known, heard = measure_words(), words[at].lower()
    grade = "2+" if heard in known.heard_as_two else "1+" if heard in known.heard_as_one else None
    return Grade(REFLEX_GRADE, grade, at + 2) if grade is not None else None


def grade_at(words: Sequence[str], at: int) -> Grade | None:
    """The grade or angle that begins with a word."""
    word = words[at]
    if match := _STRENGTH.fullmatch(word):
        sign = match.group(3) or match.group(1).strip("+")  # "-4/5" is "4-/5"
        return Grade(STRENGTH_GRADE, match.group(2) + sign, at + 1)
    if _STRENGTH_PAIR.fullmatch(word):
        return Grade(STRENGTH_GRADE, word, at + 1)
    # "4 out of 5", "4 of 5", "4+ out of 5", "4 / 5", "4 plus of 5", "four out of five"
    word = measure_words().digit.get(word.lower(), word)
    lowered = [w.lower() for w in words[at : at + 5]]
    if re.fullmatch(r"[0-5][+-]?", word):
        rest = lowered[1:]
        sign = ""
        if rest[:1] in (["plus"], ["minus"]):
            sign, rest = ("+" if rest[0] == "plus" else "-"), rest[1:]
        for joint in (("out", "of"), ("of",), ("over",), ("/",)):
            length = len(joint)
            if tuple(rest[:length]) == joint and rest[length : length + 1] in (["5"], ["4"], ["five"], ["four"]):
                label = REFLEX_GRADE if rest[length] in ("4", "four") else STRENGTH_GRADE
                return Grade(label, word + sign, at + 1 + bool(sign) + length + 1)
        if sign and word.isdigit():
            return Grade(REFLEX_GRADE, word + sign, at + 2)
    if match := _REFLEX.fullmatch(word):
        grade = next(group for group in match.groups() if group)
        return Grade(REFLEX_GRADE, grade if match.group(3) else grade + "+", at + 1)
    if re.fullmatch(r"\d{1,3}", word) and lowered[1:2] and lowered[1] in measure_words().degrees:
        return Grade(ANGLE, word, at + 2)
    return None
