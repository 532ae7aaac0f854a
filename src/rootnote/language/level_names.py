"""The vertebrae and disc levels that one token names: "L5", "L4-S1", "L45", "L3-4/4-5"."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from rootnote.anatomy import VERTEBRAE, levels_between

#: The vertebrae, and the roots that are named as they are.
KNOWN = frozenset(VERTEBRAE)
NAMES = KNOWN | {"C8"}  # a root without a vertebra
_VERTEBRA = re.compile(r"([CTLS])-?(\d{1,2})", re.I)
_RANGE = re.compile(r"([CTLS])-?(\d{1,2})((?:[-‐‑–—/][CTLS]?\d{1,2})+)", re.I)
_RANGE_PART = re.compile(r"[-‐‑–—/]([CTLS]?)(\d{1,2})", re.I)
_FUSED = re.compile(r"([CTL])(\d)(?:([LS])(\d)|(\d))", re.I)
_HYPHEN = re.compile("[-‐‑–—]")


def listed_levels(word: str) -> list[str]:
    """The levels of a list of levels in one token, such as "L4-5/L5-S1" or "L3-4/4-5"; none for a single level or range."""
    levels: dict[str, None] = {}
    letter = ""
    for part in word.split("/"):
        names = names_of(part if part[:1].isalpha() else letter + part) if _HYPHEN.search(part) else []
        if len(names) < 2:
            return []
        levels |= dict.fromkeys(levels_of(names))
        letter = names[-2][0]
    return list(levels)


def follows(upper: str, lower: str) -> bool:
    """Whether one vertebra stands near enough below another to end a range with it."""
    return VERTEBRAE.index(lower) - VERTEBRAE.index(upper) <= 8


def names_of(word: str) -> list[str]:
    """The vertebrae that one token names, in order: one for "L5", two or more for a range, none otherwise."""
    if match := _VERTEBRA.fullmatch(word):
        name = match.group(1).upper() + str(int(match.group(2)))
        if name in NAMES:
            return [name]
    if match := _RANGE.fullmatch(word):
        return _range_names(match)
    if match := _FUSED.fullmatch(word):
        letter, first, letter2, digit2, bare = match.groups()
        upper = f"{letter.upper()}{first}"
        lower = f"{letter2.upper()}{digit2}" if letter2 else below(upper, int(bare))
        if upper in KNOWN and lower in KNOWN and levels_between(upper, lower):
            return [upper, lower]
    return []


def _range_names(match: re.Match[str]) -> list[str]:
    names = [match.group(1).upper() + str(int(match.group(2)))]
    for letter, digits in _RANGE_PART.findall(match.group(3)):
        number = int(digits)
        name = f"{letter.upper()}{number}" if letter else below(names[-1], number)
        if name not in NAMES:
            return []
        names.append(name)
    return names if names[0] in NAMES else []


def below(upper: str, number: int) -> str:
    """The vertebra that a bare number after a dash means: "L4-5" is L5, "L5-1" is S1, "T12-1" is L1."""
    same = f"{upper[0]}{number}"
    if same in KNOWN and upper in KNOWN and levels_between(upper, same):
        return same
    following = {"C": "T", "T": "L", "L": "S"}.get(upper[0], "")
    return f"{following}{number}"


def levels_of(names: Sequence[str]) -> list[str]:
    """The disc levels of a range written with its parts, such as L3, L4, L5 or L4, S1."""
    levels: list[str] = []
    if not KNOWN.issuperset(names):
        return []
    for upper, lower in itertools.pairwise(names):
        between = levels_between(upper, lower)
        if not between or not follows(upper, lower):
            return []
        levels += between
    return levels
