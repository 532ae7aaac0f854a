"""Lone letters that are sides: the L of "Sciatica, L - improving", and of "Jerk absent L." before a new sentence."""

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from rootnote.language.measure_words import measure_words
from rootnote.language.notation import one_of
from rootnote.language.rulefile import read_word_sets

_FILE = "side_letters.toml"
_DASHES = frozenset("-–—")
_SHORTEST = 3
#: The letters of a side that close a statement: of a diagnosis behind a comma ("Lumbar radiculitis, L."), behind "on", behind a result, and
#: behind what has two sides; in characters.
_REACH = 30
_SIDE = r"\s?(?:[LR]|[LRlr]t)\.$"
_BEHIND = re.compile(r"\b(?:[a-z]{3,}|[A-Z]{5,}), [LR]\.$")
#: That of an angle, whatever comes behind it: "SLR + at 30 deg L. S1 dermatome decreased"; but none of a movement that has no side.
_OF_ANGLE = re.compile(rf"\d\s?(?:[°º]|deg(?:rees)?\b){_SIDE}")
_ON_SIDE = re.compile(rf"(?:\b(?i:on|to|than)|[\d+°%)]-?|\bdeg(?:rees)?){_SIDE}")
#: The sign of a test that opens a statement: "+ SLR".
_SIGNED = re.compile(r"[+-]+ ?(?:[A-Z]|slr\b)")


class _Words(NamedTuple):
    """The words of ``data/rules/side_letters.toml``."""

    result: frozenset[str]
    part: frozenset[str]
    told_of: frozenset[str]
    unsided: frozenset[str]
    sided: frozenset[str]
    eponym: frozenset[str]


class _Patterns(NamedTuple):
    """What a side is of that closes a statement: a result, a part; a movement of the trunk before an angle, which has no side.

    What the letter of a side is of, capital or not: a root or a muscle whose strength is told, and what may be: an eponym, a short form.
    """

    side_of: re.Pattern[str]
    of_trunk: re.Pattern[str]
    of_the_side: re.Pattern[str]
    name_of_side: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    """The patterns made of ``side_letters.toml``. Raises ``RuleError`` when it has other keys, or no list of words for one."""
    words = read_word_sets(_FILE, _Words)
    told_of = one_of([*words.told_of, *map(str.upper, words.told_of)])
    apart = "".join(f"(?<!{word} )" for word in sorted(words.sided))
    return _Patterns(
        side_of=re.compile(rf"\b(?:(?:on|to|at|over) the|{one_of(words.result | words.part, ' ')}){_SIDE}", re.I),
        of_trunk=re.compile(rf"\b{apart}(?:{one_of(words.unsided)})\b(?:(?!\b(?:{one_of(words.sided)})\b)[^.;,])*$", re.I),
        of_the_side=re.compile(rf"[CTLS]\d|[A-Z]{{2,5}}\s+(?:{told_of})"),
        name_of_side=re.compile(rf"(?i:{one_of(words.eponym)})|(?!SLR|DTR|MMT|ROM|FNST|LT\b|PP\b)[A-Z]{{2,4}}\b"),
    )


def closes_with_side(text: str, stop: int, start: int) -> bool:
    """Whether the letter of a side before a full stop ends what is said of it, and is none of a name or of what comes behind it.

    Both are characters: of the stop, and of what begins behind it.

    >>> closes_with_side("Jerk absent L. Sensation intact.", 13, 15), closes_with_side("Jerk absent L. Achilles.", 13, 15)
    (True, False)
    """
    if not (text[start].isupper() or _SIGNED.match(text, start)):
        return False
    at = max(0, stop - _REACH)
    known = _patterns()
    angle = _OF_ANGLE.search(text, at, stop + 1)
    if _BEHIND.search(text, at, stop + 1) or (angle and not known.of_trunk.search(text, max(0, angle.start() - _REACH), angle.start())):
        return True
    if known.of_the_side.match(text, start):
        return False
    return bool(
        _ON_SIDE.search(text, at, stop + 1) or (known.side_of.search(text, at, stop + 1) and not known.name_of_side.match(text, start))
    )


def is_side_of_item(words: Sequence[str], at: int) -> bool:
    """Whether a letter is the side of an item that a dash goes on with: "Sciatica, L - improving", and not "MRI, L - spine".

    So is one between two dashes behind a word: "Sciatica - L - x 3 months".
    """
    before, behind = words[at - 1 : at], [word.lower() for word in words[at + 1 : at + 3]]
    if at > 1 and words[at - 1] in _DASHES and behind[:1] and behind[0] in _DASHES:
        named = words[at - 2].isalpha() and len(words[at - 2]) >= _SHORTEST
        return named and measure_words().of_spine.isdisjoint(behind[1:])
    if list(before) != [","] or len(behind) < 2 or behind[0] not in _DASHES:
        return False
    return len(behind[1]) >= _SHORTEST and behind[1].isalpha() and behind[1] not in measure_words().of_spine
