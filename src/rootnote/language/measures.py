"""Tokens that are measures: disc levels, vertebrae, strength and reflex grades, durations, dates, printed diagnosis codes.

They are read token by token, since no list of phrases could hold them. All functions work on the words of a compact Doc and give token
offsets in it.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Container, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from rootnote.anatomy import levels_between
from rootnote.language.durations import duration_at
from rootnote.language.grades import ANGLE, REFLEX_GRADE, STRENGTH_GRADE, Grade, grade_at, heard_grade_at
from rootnote.language.level_names import KNOWN, NAMES, below, follows, levels_of, listed_levels, names_of
from rootnote.language.measure_words import measure_words
from rootnote.language.numbered_levels import IN_WORDS, REACH, is_lumbar, level_by_numbers, pair_at
from rootnote.language.side_letters import is_side_of_item
from rootnote.language.weightings import is_weighting


class Measure(NamedTuple):
    """A measure: its label and canonical value, and its tokens (half-open)."""

    label: str
    value: str
    start: int
    end: int


LEVEL, VERTEBRA, SIDE, DATE, DURATION, PRINTED_CODE = "LEVEL", "VERTEBRA", "SIDE", "DATE", "DURATION", "PRINTED_CODE"
MEASURES = (LEVEL, VERTEBRA, SIDE, STRENGTH_GRADE, REFLEX_GRADE, ANGLE, DATE, DURATION, PRINTED_CODE)


_MISHEARD = "SI"  # for S1
_LONE = frozenset("LRSTC")
_COMMAS = re.compile(r"[LTS]\d{1,2}(?:,[LS]?\d)+", re.I)
# Each begins with the characters that it is about, so that the rest of a note is passed over quickly.
_JOIN = r"[-‐‑–—\s]*"
_NUMBER_WORD = r"(?:[oO][nN][eE]|[tT][wW][oO]|[tT][hH][rR][eE][eE]|[fF][oO][uU][rR]|[fF][iI][vV][eE])\b"
#: That no letter stands before a letter, but for one of a sign glued to it: "s/pL4-5 fusion".
_FIRST = r"(?:(?<![^\W\d_].)|(?<=/[^\W\d_].))"
_SACRAL = re.compile(rf"[sS]{_FIRST}{_JOIN}(?:\d|[iI]\b|{_NUMBER_WORD})")
_GRADE_WORD = r"[oOtTfF](?:ne|wo|hree|our|ive|NE|WO|HREE|OUR|IVE)\s+(?:plus|minus|over|of|out)\b"
#: An ICD-10-CM code of the back as printed, with or without its point. The block of the dorsopathies and its neighbours begins with these.
CODE = re.compile(r"[mM](?<![\w.].)(?:4\d|5[0-4])(?:\.\d{1,4}|\d{2,3})(?!\w|\.\d)")
#: For the raw text: where none of the patterns of a label is found, no measure of it stands (of vertebrae, none of the lumbar spine).
MAY_BE = {
    LEVEL: (
        re.compile(rf"[cCtTlLsS]{_FIRST}{_JOIN}(?:\d|[iI]\b|{_NUMBER_WORD})"),
        re.compile(r"[2-5](?<![\w.].)[-–/][13-5](?![\w/+-]|\.\d)"),
        IN_WORDS,
    ),
    VERTEBRA: (re.compile(rf"[lL]{_FIRST}{_JOIN}(?:\d|{_NUMBER_WORD})"),),
    SIDE: (re.compile(r"[LR](?<![^\W_].)(?![^\W_])"),),
    ANGLE: (re.compile(r"[1-9]\d\s?(?:[°º]|deg)", re.I),),
    "SENSATION": (re.compile(r"[lL][tT](?<![^\W_]..)(?![^\W_])"),),  # light touch, which is told from left by what stands beside it
    STRENGTH_GRADE: (
        re.compile(
            r"[0-5](?<!\d.)[-+]?(?:-[0-5][-+]?)?\s*(?:(?:plus|minus)\s*)?(?:/|over\b|(?:out\s+)?of\b)\s*(?:[45](?!\d)|five\b)", re.I
        ),
        re.compile(r"[0-5](?<!\d.)(?:-/[0-5]|[+]?/[0-5]-|[+-]?/V\b)"),
        re.compile(_GRADE_WORD),
    ),
    REFLEX_GRADE: (
        re.compile(r"[0-4](?<!\d.)\s?(?:\+|/\s?(?:4(?!\d)|IV\b)|plus\b|minus\b)|\+\s?[0-4](?!\d)"),
        re.compile(_GRADE_WORD),
        re.compile(r"[tTwW](?:oo?|u|ube|ow|on)\s+plus\b"),
    ),
    "SCALE": (re.compile(r"/\s?10"),),
    PRINTED_CODE: (CODE,),
}
_DASHES = frozenset("-‐‑–—/")
#: The number of a toe, which a side may stand before: "R 4th and 5th toes".
_ORDINAL = re.compile(r"\d(?:st|nd|rd|th)", re.I)
#: What places something at a level, and the words back from there to what that is.
_AT, _NOUN_REACH = "at", 7
_DATE = re.compile(r"\d{1,2}([/-])\d{1,2}\1\d{2,4}|\d{1,2}/(?:19|20)\d{2}|(?:19|20)\d{2}-\d{2}-\d{2}|(?:19|20)\d{2}")


def may_be_sacral(text: str) -> bool:
    """Whether a sacral vertebra may stand in a text; mostly it is a heart sound."""
    return _SACRAL.search(text) is not None


def read_measures(words: Sequence[str], opening: Container[int] = ()) -> list[Measure]:
    """All measures among the words, in order, none overlapping; ``opening`` are the places of words that open a sentence or an item."""
    words = [word.replace("×", "x") for word in words]  # "×7 weeks"
    found: list[Measure] = []
    number, between = measure_words().number, measure_words().between
    of_lumbar = cache(lambda: is_lumbar(words))  # of the whole note, for all its levels
    end = 0
    for at in [place for place, word in enumerate(words) if _may_start(word)]:
        if at < end:
            continue
        word = words[at]
        measure = None
        if code := CODE.search(word):  # a list without spaces is one word: "M54.16,M51.26"
            measure = Measure(PRINTED_CODE, code.group().upper(), at, at + 1)
        elif word in _LONE:
            measure = _spaced_at(words, at, last=at + 1 in opening)
        elif word[0] in "CTLSctls":
            measure = _level_at(words, at)
        elif word.lower() in between:
            measure = _between_at(words, at)
        if measure is None and word[0] in "0123456789+-":
            measure = (
                _continued_level(words, at, found)
                or _numbered(words, at, found, of_lumbar)
                or _graded(grade_at(words, at), at)
                or _duration(words, at)
                or _date_at(words, at)
            )
        elif measure is None and (word[0] in "xX" or word.lower() in number):
            measure = (
                _duration(words, at)
                or _continued_level(words, at, found)
                or _numbered(words, at, found, of_lumbar)
                or _graded(grade_at(words, at), at)
            )
        elif measure is None:
            measure = _graded(heard_grade_at(words, at), at)
        if measure is not None:
            found.append(measure)
            end = measure.end
    return found


@lru_cache(maxsize=50_000)
def _may_start(word: str) -> bool:
    """Whether a measure can begin with a word: one with a digit, a lone letter, or the word for a number."""
    if not word.isalpha() or word in _LONE or word == _MISHEARD:
        return True
    lower, known = word.lower(), measure_words()
    return lower in known.number or lower in known.between or lower in known.heard_as_two or lower in known.heard_as_one


def _spaced_at(words: Sequence[str], at: int, *, last: bool) -> Measure | None:
    """A lone capital: a vertebra before a bare number ("L 5"), if not ``last`` of its item, else a side ("TA 4/5 L", "sciatica, L")."""
    after = words[at + 1] if not last and at + 1 < len(words) else ""
    digit = measure_words().digit
    number = digit.get(after.lower())
    if number and words[at] in "LS":
        joined = "".join(words[at + 2 : at + 3]).lower() in ("to", "through", "-")
        lower = at + 2 + joined  # "L four five", "L four to five", "L five S one"
        letter = "".join(word for word in words[lower : lower + 1] if word in ("L", "S"))
        further = digit.get("".join(words[lower + len(letter) : lower + len(letter) + 1]).lower())
        if further and (levels := levels_of(names_of(f"{words[at]}{number}-{letter}{further}"))):
            return Measure(LEVEL, " ".join(levels), at, lower + len(letter) + 1)
        return Measure(VERTEBRA, words[at] + number, at, at + 2)
    if words[at] + after == _MISHEARD and "".join(words[at + 2 : at + 3]).lower() in measure_words().root_noun:
        return Measure(VERTEBRA, "S1", at, at + 2)
    if re.fullmatch(r"[1-5]|1[0-2]", after) and (name := words[at] + after) in NAMES:
        return Measure(VERTEBRA, name, at, at + 2)
    if re.fullmatch(r"\d[-–]\d", after) and (names := names_of(words[at] + after)):
        return Measure(LEVEL, " ".join(levels_of(names)), at, at + 2)
    sided = [word.lower() for word in words[at + 1 : at + 3]] == ["-", "sided"]
    if words[at] in "LR" and sided:
        return Measure(SIDE, "left" if words[at] == "L" else "right", at, at + 3)
    glued = (after[:1].isdigit() and not _ORDINAL.fullmatch(after)) or (after[:1] in "-–/'’.&" and after)
    if words[at] in "LR" and (is_side_of_item(words, at) or (not glued and after.lower() not in measure_words().between)):
        return Measure(SIDE, "left" if words[at] == "L" else "right", at, at + 1)
    return None


def _between_at(words: Sequence[str], at: int) -> Measure | None:
    """The level that "between L4 and L5" names."""
    if at + 3 < len(words) and words[at + 2].lower() in measure_words().joins:
        upper, lower = names_of(words[at + 1]), names_of(words[at + 3])
        if len(upper) == len(lower) == 1 and lower[0] in KNOWN and upper[0] in KNOWN and (levels := levels_between(upper[0], lower[0])):
            return Measure(LEVEL, " ".join(levels), at, at + 4)
    return None


def _level_at(words: Sequence[str], at: int) -> Measure | None:
    word = words[at]
    if "," in word and _COMMAS.fullmatch(word):  # "L4,5 disc", but the roots of "L4,5 radiculopathy"
        named = words[at + 1].lower() if at + 1 < len(words) else ""
        listed = [] if named in measure_words().root_noun else levels_of(names_of(word.replace(",", "-")))
        return Measure(LEVEL, " ".join(listed), at, at + 1) if listed else None
    if "/" in word and (listed := listed_levels(word)):
        return Measure(LEVEL, " ".join(listed), at, at + 1)
    names = names_of(word)
    after = words[at + 1].lower() if at + 1 < len(words) else ""
    if word == _MISHEARD and after in measure_words().root_noun:
        return Measure(VERTEBRA, "S1", at, at + 1)
    behind = at + 2 + ("".join(words[at + 2 : at + 3]).lower() in ("to", "through") and after not in _DASHES)  # "down to", "on through"
    if len(names) > 1:
        further = names_of(words[behind]) if behind < len(words) and after in measure_words().through - _DASHES else []
        if len(further) > 1 and (levels := levels_between(names[0], further[-1])):  # "L3-4 through L5-S1"
            return Measure(LEVEL, " ".join(levels), at, behind + 1)
        return Measure(LEVEL, " ".join(levels_of(names)), at, at + 1) if levels_of(names) else None
    if not names or is_weighting(words, at):
        return None
    upper = names[0]
    # "L4 - L5", "L4 / L5", "L4 to S1", "L3 through L5"
    if behind < len(words) and after in measure_words().through | _DASHES:
        lower, end = _lower_at(words, behind)
        lower = lower or _digit_below(upper, words[behind], words[at + 1])
        if len(lower) == 2:  # "L3-4 through L5-S1" seen from a vertebra: "L3 through L5-S1"
            lower = lower[1:]
        if len(lower) == 1 and {upper, lower[0]} <= KNOWN and (levels := levels_between(upper, lower[0])) and follows(upper, lower[0]):
            return Measure(LEVEL, " ".join(levels), at, end)
    noun = at + 2 < len(words) and words[at + 2].lower() in measure_words().level_noun
    beside = names_of(after) if noun or _is_at_level(words, at) else []
    if len(beside) == 1 and {upper, *beside} <= KNOWN and len(levels := levels_between(upper, beside[0])) == 1:
        return Measure(LEVEL, levels[0], at, at + 2)  # "L4 L5 disc"
    return Measure(VERTEBRA, upper, at, at + 1)


def _is_at_level(words: Sequence[str], at: int) -> bool:
    """Whether two vertebrae without a dash, the first at a place, are the level of what is named before: "a spur at L5 S1"."""
    listed = at > 2 and words[at - 1].lower() in measure_words().joins and bool(names_of(words[at - 2]) and names_of(words[at - 3]))
    following = "".join(words[at + 2 : at + 3])
    of_root = following.lower() in measure_words().root_noun or bool(names_of(following))
    if of_root or not (listed or (at and words[at - 1].lower() == _AT)):
        return False
    return not measure_words().level_noun.isdisjoint(word.lower() for word in words[max(0, at - _NOUN_REACH) : at])


def _lower_at(words: Sequence[str], at: int) -> tuple[list[str], int]:
    """The vertebrae behind a dash, also when they are misheard ("L5-SI") or half in words ("L5-S one"), and where they end."""
    digit = measure_words().digit.get(words[at + 1].lower()) if at + 1 < len(words) else None
    if words[at] in ("L", "S") and digit:
        return names_of(words[at] + digit), at + 2
    sacrum = at + (words[at].lower() == "the")
    if sacrum < len(words) and words[sacrum].lower() in measure_words().sacrum:  # "from L2 down to the sacrum"
        return ["S1"], sacrum + 1
    return names_of("S1" if words[at] == _MISHEARD else words[at]), at + 1


def _digit_below(upper: str, word: str, joint: str) -> list[str]:
    if joint in _DASHES and word.isdigit() and len(word) == 1 and (name := below(upper, int(word))) in NAMES:
        return [name]
    return []


def _continued_level(words: Sequence[str], at: int, found: Sequence[Measure]) -> Measure | None:
    """A bare "4-5" that goes on a list of levels: "L3-4, 4-5 and 5-1"."""
    pair = pair_at(words, at)
    if pair is None or not found or found[-1].label != LEVEL or not 0 < at - found[-1].end <= 2:
        return None
    if any(word.lower() not in measure_words().joins for word in words[found[-1].end : at]):
        return None
    letter = found[-1].value.split()[-1].split("-")[0][0]
    upper = f"{letter}{pair.upper}"
    lower = below(upper, int(pair.lower)) if upper in NAMES else ""
    if lower in KNOWN and upper in KNOWN and len(levels := levels_between(upper, lower)) == 1:
        return Measure(LEVEL, levels[0], at, pair.end)
    return None


def _numbered(words: Sequence[str], at: int, found: Sequence[Measure], of_lumbar: Callable[[], bool]) -> Measure | None:
    """A level of the lumbar spine named by its numbers, in digits or words."""
    recent = itertools.takewhile(lambda one: at - one.end <= REACH, reversed(found))
    before = next((one.end for one in recent if one.label == LEVEL), None)
    level = level_by_numbers(words, at, of_lumbar, behind=before)
    return Measure(LEVEL, level[0], at, level[1]) if level is not None else None


def _graded(grade: Grade | None, at: int) -> Measure | None:
    return Measure(grade.label, grade.value, at, grade.end) if grade is not None else None


def _date_at(words: Sequence[str], at: int) -> Measure | None:
    return Measure(DATE, words[at], at, at + 1) if _DATE.fullmatch(words[at]) else None


def _duration(words: Sequence[str], at: int) -> Measure | None:
    found = duration_at(words, at)
    return Measure(DURATION, found[0], at, found[1]) if found is not None else None
