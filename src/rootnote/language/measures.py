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

from rootnote.anatomy import VERTEBRAE, levels_between
from rootnote.language.durations import duration_at
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


MEASURES = LEVEL, VERTEBRA, SIDE, STRENGTH_GRADE, REFLEX_GRADE, ANGLE, DATE, DURATION, PRINTED_CODE = (
    "LEVEL", "VERTEBRA", "SIDE", "STRENGTH_GRADE", "REFLEX_GRADE", "ANGLE", "DATE", "DURATION", "PRINTED_CODE",
)  # fmt: skip


_KNOWN = frozenset(VERTEBRAE)
_MISHEARD = "SI"  # for S1
_NAMES = _KNOWN | {"C8"}  # a root without a vertebra
_LONE = frozenset("LRSTC")
_VERTEBRA = re.compile(r"([CTLS])-?(\d{1,2})", re.I)
_RANGE = re.compile(r"([CTLS])-?(\d{1,2})((?:[-‐‑–—/][CTLS]?\d{1,2})+)", re.I)
_RANGE_PART = re.compile(r"[-‐‑–—/]([CTLS]?)(\d{1,2})", re.I)
_COMMAS = re.compile(r"[LTS]\d{1,2}(?:,[LS]?\d)+", re.I)
_FUSED = re.compile(r"([CTL])(\d)(?:([LS])(\d)|(\d))", re.I)
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
_STRENGTH = re.compile(r"([+-]?)([0-5][+-]?(?:-[0-5][+-]?)?)/(?:5|V)([+-]?)")
#: Grades of the right and the left, one of them with a minus sign, as no reflex has: "4-/4-", "2/2-".
_STRENGTH_PAIR = re.compile(r"[0-5][+-]?/[0-5]-|[0-5]-/[0-5][+-]?")
_REFLEX = re.compile(r"\+([0-4])|([0-4])\+|([0-4]\+?)/(?:4|IV)")
_DASHES = frozenset("-‐‑–—/")
_HYPHEN = re.compile("[-‐‑–—]")
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
                or _grade_at(words, at)
                or _duration(words, at)
                or _date_at(words, at)
            )
        elif measure is None and (word[0] in "xX" or word.lower() in number):
            measure = (
                _duration(words, at) or _continued_level(words, at, found) or _numbered(words, at, found, of_lumbar) or _grade_at(words, at)
            )
        elif measure is None:
            measure = _heard_grade_at(words, at)
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
        if further and (levels := _levels(_names(f"{words[at]}{number}-{letter}{further}"))):
            return Measure(LEVEL, " ".join(levels), at, lower + len(letter) + 1)
        return Measure(VERTEBRA, words[at] + number, at, at + 2)
    if words[at] + after == _MISHEARD and "".join(words[at + 2 : at + 3]).lower() in measure_words().root_noun:
        return Measure(VERTEBRA, "S1", at, at + 2)
    if re.fullmatch(r"[1-5]|1[0-2]", after) and (name := words[at] + after) in _NAMES:
        return Measure(VERTEBRA, name, at, at + 2)
    if re.fullmatch(r"\d[-–]\d", after) and (names := _names(words[at] + after)):
        return Measure(LEVEL, " ".join(_levels(names)), at, at + 2)
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
        upper, lower = _names(words[at + 1]), _names(words[at + 3])
        if len(upper) == len(lower) == 1 and lower[0] in _KNOWN and upper[0] in _KNOWN and (levels := levels_between(upper[0], lower[0])):
            return Measure(LEVEL, " ".join(levels), at, at + 4)
    return None


def _level_at(words: Sequence[str], at: int) -> Measure | None:
    word = words[at]
    if "," in word and _COMMAS.fullmatch(word):  # "L4,5 disc", but the roots of "L4,5 radiculopathy"
        named = words[at + 1].lower() if at + 1 < len(words) else ""
        listed = [] if named in measure_words().root_noun else _levels(_names(word.replace(",", "-")))
        return Measure(LEVEL, " ".join(listed), at, at + 1) if listed else None
    if "/" in word and (listed := _listed_levels(word)):
        return Measure(LEVEL, " ".join(listed), at, at + 1)
    names = _names(word)
    after = words[at + 1].lower() if at + 1 < len(words) else ""
    if word == _MISHEARD and after in measure_words().root_noun:
        return Measure(VERTEBRA, "S1", at, at + 1)
    behind = at + 2 + ("".join(words[at + 2 : at + 3]).lower() in ("to", "through") and after not in _DASHES)  # "down to", "on through"
    if len(names) > 1:
        further = _names(words[behind]) if behind < len(words) and after in measure_words().through - _DASHES else []
        if len(further) > 1 and (levels := levels_between(names[0], further[-1])):  # "L3-4 through L5-S1"
            return Measure(LEVEL, " ".join(levels), at, behind + 1)
        return Measure(LEVEL, " ".join(_levels(names)), at, at + 1) if _levels(names) else None
    if not names or is_weighting(words, at):
        return None
    upper = names[0]
    # "L4 - L5", "L4 / L5", "L4 to S1", "L3 through L5"
    if behind < len(words) and after in measure_words().through | _DASHES:
        lower, end = _lower_at(words, behind)
        lower = lower or _digit_below(upper, words[behind], words[at + 1])
        if len(lower) == 2:  # "L3-4 through L5-S1" seen from a vertebra: "L3 through L5-S1"
            lower = lower[1:]
        if len(lower) == 1 and {upper, lower[0]} <= _KNOWN and (levels := levels_between(upper, lower[0])) and _follows(upper, lower[0]):
            return Measure(LEVEL, " ".join(levels), at, end)
    noun = at + 2 < len(words) and words[at + 2].lower() in measure_words().level_noun
    beside = _names(after) if noun or _is_at_level(words, at) else []
    if len(beside) == 1 and {upper, *beside} <= _KNOWN and len(levels := levels_between(upper, beside[0])) == 1:
        return Measure(LEVEL, levels[0], at, at + 2)  # "L4 L5 disc"
    return Measure(VERTEBRA, upper, at, at + 1)


def _is_at_level(words: Sequence[str], at: int) -> bool:
    """Whether two vertebrae without a dash, the first at a place, are the level of what is named before: "a spur at L5 S1"."""
    listed = at > 2 and words[at - 1].lower() in measure_words().joins and bool(_names(words[at - 2]) and _names(words[at - 3]))
    following = "".join(words[at + 2 : at + 3])
    of_root = following.lower() in measure_words().root_noun or bool(_names(following))
    if of_root or not (listed or (at and words[at - 1].lower() == _AT)):
        return False
    return not measure_words().level_noun.isdisjoint(word.lower() for word in words[max(0, at - _NOUN_REACH) : at])


def _lower_at(words: Sequence[str], at: int) -> tuple[list[str], int]:
    """The vertebrae behind a dash, also when they are misheard ("L5-SI") or half in words ("L5-S one"), and where they end."""
    digit = measure_words().digit.get(words[at + 1].lower()) if at + 1 < len(words) else None
    if words[at] in ("L", "S") and digit:
        return _names(words[at] + digit), at + 2
    sacrum = at + (words[at].lower() == "the")
    if sacrum < len(words) and words[sacrum].lower() in measure_words().sacrum:  # "from L2 down to the sacrum"
        return ["S1"], sacrum + 1
    return _names("S1" if words[at] == _MISHEARD else words[at]), at + 1


def _listed_levels(word: str) -> list[str]:
    """The levels of a list of levels in one token, such as "L4-5/L5-S1" or "L3-4/4-5"; none for a single level or range."""
    levels: dict[str, None] = {}
    letter = ""
    for part in word.split("/"):
        names = _names(part if part[:1].isalpha() else letter + part) if _HYPHEN.search(part) else []
        if len(names) < 2:
            return []
        levels |= dict.fromkeys(_levels(names))
        letter = names[-2][0]
    return list(levels)


def _follows(upper: str, lower: str) -> bool:
    return VERTEBRAE.index(lower) - VERTEBRAE.index(upper) <= 8


def _names(word: str) -> list[str]:
    """The vertebrae that one token names, in order: one for "L5", two or more for a range, none otherwise."""
    if match := _VERTEBRA.fullmatch(word):
        name = match.group(1).upper() + str(int(match.group(2)))
        if name in _NAMES:
            return [name]
    if match := _RANGE.fullmatch(word):
        return _range_names(match)
    if match := _FUSED.fullmatch(word):
        letter, first, letter2, digit2, bare = match.groups()
        upper = f"{letter.upper()}{first}"
        lower = f"{letter2.upper()}{digit2}" if letter2 else _below(upper, int(bare))
        if upper in _KNOWN and lower in _KNOWN and levels_between(upper, lower):
            return [upper, lower]
    return []


def _range_names(match: re.Match[str]) -> list[str]:
    names = [match.group(1).upper() + str(int(match.group(2)))]
    for letter, digits in _RANGE_PART.findall(match.group(3)):
        number = int(digits)
        name = f"{letter.upper()}{number}" if letter else _below(names[-1], number)
        if name not in _NAMES:
            return []
        names.append(name)
    return names if names[0] in _NAMES else []


def _below(upper: str, number: int) -> str:
    """The vertebra that a bare number after a dash means: "L4-5" is L5, "L5-1" is S1, "T12-1" is L1."""
    same = f"{upper[0]}{number}"
    if same in _KNOWN and upper in _KNOWN and levels_between(upper, same):
        return same
    following = {"C": "T", "T": "L", "L": "S"}.get(upper[0], "")
    return f"{following}{number}"


def _digit_below(upper: str, word: str, joint: str) -> list[str]:
    if joint in _DASHES and word.isdigit() and len(word) == 1 and (name := _below(upper, int(word))) in _NAMES:
        return [name]
    return []


def _levels(names: Sequence[str]) -> list[str]:
    """The disc levels of a range written with its parts, such as L3, L4, L5 or L4, S1."""
    levels: list[str] = []
    if not _KNOWN.issuperset(names):
        return []
    for upper, lower in itertools.pairwise(names):
        between = levels_between(upper, lower)
        if not between or not _follows(upper, lower):
            return []
        levels += between
    return levels


def _heard_grade_at(words: Sequence[str], at: int) -> Measure | None:
    """The grade of a reflex that dictation hears as another word: "too plus", "won plus"; not "to plus two"."""
    behind = [word.lower() for word in words[at + 1 : at + 3]]
    if behind[:1] != ["plus"] or any(word.isdigit() or word in measure_words().digit for word in behind[1:]):
        return None
    known, heard = measure_words(), words[at].lower()
    grade = "2+" if heard in known.heard_as_two else "1+" if heard in known.heard_as_one else None
    return Measure(REFLEX_GRADE, grade, at, at + 2) if grade is not None else None


def _continued_level(words: Sequence[str], at: int, found: Sequence[Measure]) -> Measure | None:
    """A bare "4-5" that goes on a list of levels: "L3-4, 4-5 and 5-1"."""
    pair = pair_at(words, at)
    if pair is None or not found or found[-1].label != LEVEL or not 0 < at - found[-1].end <= 2:
        return None
    if any(word.lower() not in measure_words().joins for word in words[found[-1].end : at]):
        return None
    letter = found[-1].value.split()[-1].split("-")[0][0]
    upper = f"{letter}{pair.upper}"
    lower = _below(upper, int(pair.lower)) if upper in _NAMES else ""
    if lower in _KNOWN and upper in _KNOWN and len(levels := levels_between(upper, lower)) == 1:
        return Measure(LEVEL, levels[0], at, pair.end)
    return None


def _numbered(words: Sequence[str], at: int, found: Sequence[Measure], of_lumbar: Callable[[], bool]) -> Measure | None:
    """A level of the lumbar spine named by its numbers, in digits or words."""
    recent = itertools.takewhile(lambda one: at - one.end <= REACH, reversed(found))
    before = next((one.end for one in recent if one.label == LEVEL), None)
    level = level_by_numbers(words, at, of_lumbar, behind=before)
    return Measure(LEVEL, level[0], at, level[1]) if level is not None else None


def _grade_at(words: Sequence[str], at: int) -> Measure | None:
    word = words[at]
    if match := _STRENGTH.fullmatch(word):
        sign = match.group(3) or match.group(1).strip("+")  # "-4/5" is "4-/5"
        return Measure(STRENGTH_GRADE, match.group(2) + sign, at, at + 1)
    if _STRENGTH_PAIR.fullmatch(word):
        return Measure(STRENGTH_GRADE, word, at, at + 1)
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
                return Measure(label, word + sign, at, at + 1 + bool(sign) + length + 1)
        if sign and word.isdigit():
            return Measure(REFLEX_GRADE, word + sign, at, at + 2)
    if match := _REFLEX.fullmatch(word):
        grade = next(group for group in match.groups() if group)
        return Measure(REFLEX_GRADE, grade if match.group(3) else grade + "+", at, at + 1)
    if re.fullmatch(r"\d{1,3}", word) and lowered[1:2] and lowered[1] in measure_words().degrees:
        return Measure(ANGLE, word, at, at + 2)
    return None


def _date_at(words: Sequence[str], at: int) -> Measure | None:
    return Measure(DATE, words[at], at, at + 1) if _DATE.fullmatch(words[at]) else None


def _duration(words: Sequence[str], at: int) -> Measure | None:
    found = duration_at(words, at)
    return Measure(DURATION, found[0], at, found[1]) if found is not None else None
