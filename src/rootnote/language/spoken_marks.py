"""Dictation whose marks were written out as words: "left leg pain for four months period exam shows a positive slr comma left period".

A recogniser that is given no punctuation writes the spoken marks as words, which part no sentence and no heading. They are taken for marks
only in a text that has more of them than stops, so that "a period of rest" and "colon cancer" stay what they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import NamedTuple

from rootnote.errors import RuleError
from rootnote.language.notation import one_of
from rootnote.language.rulefile import RULES, read_toml, read_word_sets
from rootnote.source.markup import Page, Piece, page_of_pieces

#: The fewest spoken marks that make a dictation.
_FEWEST = 2
#: A stop as it is written.
_STOP = re.compile(r"[a-z0-9%)]\.(?=\s|$)", re.I)
#: Marks that stand only between two numbers or vertebrae: "l5 dash s1", "4 slash 5".
_BETWEEN = frozenset({"dash", "hyphen", "slash"})
_JOINT = re.compile(r"[lstc]?\s?\d", re.I)
_WORD_BEFORE, _WORD_BEHIND = re.compile(r"([\w-]+)[ \t]*$"), re.compile(r"[ \t]*([\w-]+)")
#: Characters before a mark in which the word before it stands.
_SPAN = 40
_FILE = "spoken_marks.toml"


class MarkWords(NamedTuple):
    """The words of ``data/rules/spoken_marks.toml`` before and behind a word that make it a word and no mark."""

    before_period: frozenset[str]
    behind_period: frozenset[str]
    before_colon: frozenset[str]
    behind_colon: frozenset[str]
    before_mark: frozenset[str]
    behind_line: frozenset[str]


class _Marks(NamedTuple):
    """What each spoken mark is written as, the first words of those that make a dictation, the words before and behind its last word that
    make it no mark, and the pattern that finds them with the space behind.
    """

    written: Mapping[str, str]
    heads: frozenset[str]
    no_mark_behind: Mapping[str, frozenset[str]]
    no_mark_before: Mapping[str, frozenset[str]]
    pattern: re.Pattern[str]


@cache
def marks() -> _Marks:
    """The marks of ``spoken_marks.toml``. Raises ``RuleError`` as ``read_word_sets``, and for a mark that is written as no text."""
    written = read_toml(RULES / _FILE, {"marks", "words"}).get("marks")
    if not isinstance(written, dict) or not written or not all(isinstance(mark, str) and mark for mark in written.values()):
        raise RuleError(f"{_FILE}: expected [marks] with the text of each")
    nouns = read_word_sets(_FILE, MarkWords, "marks")
    words = one_of(written, r"[ \t]+")
    pattern = re.compile(rf"(?<=\s)({words})\b(?![-'’/])[ \t]*+", re.I)
    heads = frozenset(mark.split()[0] for mark in written if mark not in _BETWEEN)
    behind = {"period": nouns.before_period, "colon": nouns.before_colon, "mark": nouns.before_mark}
    before = {"period": nouns.behind_period, "colon": nouns.behind_colon, "line": nouns.behind_line}
    return _Marks(written, heads, behind, before, pattern)


def dictated(text: str) -> Page | None:
    r"""A dictation with its spoken marks as they are written; None for any other text.

    >>> dictated("left leg pain since may period exam colon normal period").text
    'left leg pain since may.\nexam: normal.\n'
    """
    known = marks()
    lower = text.lower()
    if not any(head in lower for head in known.heads):
        return None
    found = [match for match in known.pattern.finditer(text) if _is_mark(text, match, known)]
    sure = [match for match in found if _name(match) not in _BETWEEN]
    if len(sure) < _FEWEST or len(sure) <= len(_STOP.findall(text)):
        return None
    return page_of_pieces(_pieces(text, found, known))


def _name(match: re.Match[str]) -> str:
    """The mark that a match speaks of, in lower case and single spaces."""
    return " ".join(match[1].lower().split())


def _is_mark(text: str, match: re.Match[str], known: _Marks) -> bool:
    """Whether a word is spoken as a mark, and not for what it means."""
    name = _name(match)
    before = _WORD_BEFORE.search(text, max(0, match.start() - _SPAN), match.start())
    behind = _WORD_BEHIND.match(text, match.end())
    if name in _BETWEEN:
        joined = _JOINT.match(text, match.end()) is not None
        return joined and before is not None and before[1][-1].isdigit()
    last = name.split()[-1]
    follows = before is not None and before[1].lower() in known.no_mark_behind.get(last, ())
    return not (follows or (behind is not None and behind[1].lower() in known.no_mark_before.get(last, ())))


def _pieces(text: str, found: list[re.Match[str]], known: _Marks) -> Iterator[Piece]:
    at = 0
    for match in found:
        start = at + len(text[at : match.start()].rstrip(" \t"))
        if start > at:
            yield Piece(text[at:start], at, start, True)
        name = _name(match)
        written = known.written[name]
        spaced = written if written[-1] in "\n-/(" else f"{written} "
        yield Piece(f" {spaced}" if written == "(" else spaced, start, match.end(), False)
        at = match.end()
    if at < len(text):
        yield Piece(text[at:], at, len(text), True)
