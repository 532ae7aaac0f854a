"""Levels of the lumbar spine named by their numbers alone: "5-1 herniation", "a bulge at 4-5", as dictated "the four five disc".

The same two numbers are a date, a grade or a score of pain; what stands beside them tells.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from rootnote.language.measure_words import measure_words

_PAIR = re.compile(r"(\d)[-–/](\d)")
#: For the raw text: two numbers in words that may name a level.
IN_WORDS = re.compile(
    r"[tTfF](?<!\w.)(?:[wW][oO]|[hH][rR][eE][eE]|[oO][uU][rR]|[iI][vV][eE])[-–/\s]{1,3}(?:[oO][nN][eE]|[tT][hH][rR][eE][eE]|[fF][oO][uU][rR]|[fF][iI][vV][eE])\b"
)
#: The lumbar levels that two numbers can name, the names of cervical and thoracic ones, and the words around "at" that name a disc.
_LOWEST = "L5-S1"
_LUMBAR_PAIRS = {"23": "L2-L3", "34": "L3-L4", "45": "L4-L5", "51": _LOWEST}
_UPPER = re.compile(r"c[2-8](?!\d)|t(?:[3-9]|1[0-2])(?!\d)")
_AT, _NEAR, REACH = "at", 6, 40
_JOINTS, _JOINED = frozenset("-–/"), re.compile("[-–/]")


class Pair(NamedTuple):
    """Two numbers said together, as digits, and the token behind them."""

    upper: str
    lower: str
    end: int


def pair_at(words: Sequence[str], at: int) -> Pair | None:
    """The two numbers that begin at a token: "4-5", "four five", "four-five"; None where none do.

    >>> pair_at(["the", "four", "five", "disc"], 1)
    Pair(upper='4', lower='5', end=3)
    """
    if match := _PAIR.fullmatch(words[at]):
        return Pair(match.group(1), match.group(2), at + 1)
    digit = measure_words().digit
    parts = _JOINED.split(words[at].lower())
    if len(parts) == len(("upper", "lower")) and digit.keys() >= set(parts):
        return Pair(digit[parts[0]], digit[parts[1]], at + 1)
    below = at + 1 + (words[at + 1] in _JOINTS if at + 1 < len(words) else 0)
    upper, lower = digit.get(words[at].lower()), digit.get(words[below].lower()) if below < len(words) else None
    return Pair(upper, lower, below + 1) if upper and lower else None


def level_by_numbers(words: Sequence[str], at: int, of_lumbar: Callable[[], bool], *, behind: int | None) -> tuple[str, int] | None:
    """The level that two numbers at a token name, and the token behind them; but for 5-1 only where no other spine is named.

    ``behind`` is the token behind the level named last before: "the 4-5 disc is dark, 5-1 is fine".
    """
    pair = pair_at(words, at)
    if pair is None or not (level := _LUMBAR_PAIRS.get(pair.upper + pair.lower, "")):
        return None
    if not _is_named(words, at, pair, behind=behind, lowest=level == _LOWEST):
        return None
    if not (level == _LOWEST or is_lumbar(words[slice(*_sentence(words, at))]) or of_lumbar()):
        return None
    return level, pair.end


def _is_named(words: Sequence[str], at: int, pair: Pair, *, behind: int | None, lowest: bool, ahead: bool = False) -> bool:
    """Whether what stands beside two numbers makes them a level's: a disc, or what is told of the next one in a list.

    ``ahead``: they are that next one.
    """
    known = measure_words()
    before = words[at - 1].lower() if at else ""
    after = "".join(words[pair.end : pair.end + 1]).lower()
    opened = before in known.before_bare or not before
    if after in known.level_noun and opened:
        return True
    if before == _AT and "/" not in words[at]:  # "strength is at 4/5"
        around = itertools.takewhile(lambda word: word != ".", (*reversed(words[max(0, at - _NEAR) : at]), *words[pair.end : at + _NEAR]))
        return not known.level_noun.isdisjoint(word.lower() for word in around)
    following = pair_at(words, pair.end + 1) if opened and after in known.joins and pair.end + 1 < len(words) else None
    if not ahead and following is not None and following.upper + following.lower in _LUMBAR_PAIRS:
        return _is_named(words, pair.end + 1, following, behind=pair.end, lowest=lowest, ahead=True)  # "three four, four five are narrow"
    listed = behind is not None and behind >= _sentence(words, at)[0]
    return opened and after in known.told_of_level and (lowest or listed)


def _sentence(words: Sequence[str], at: int) -> tuple[int, int]:
    """The words around one, half-open, up to a full stop and not more than some."""
    first, last = max(0, at - REACH), min(len(words), at + REACH)
    return (
        next((place + 1 for place in range(at, first, -1) if words[place] == "."), first),
        next((place for place in range(at, last) if words[place] == "."), last),
    )


def is_lumbar(words: Sequence[str]) -> bool:
    """Whether some words name the lumbar spine or the leg, and nothing of the neck, the thorax or the arm."""
    known = measure_words()
    lower = {word.lower() for word in words}
    ours = not lower.isdisjoint(known.lumbar_word) or not lower.isdisjoint(("5-1", "5/1"))
    return ours and lower.isdisjoint(known.upper_word) and not any(map(_UPPER.match, lower))
