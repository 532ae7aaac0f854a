"""Whether a text is made of some words, ends in one of them or holds one."""

from __future__ import annotations

import re

from rootnote.facts.studies.study_words import study_words

_WORD = re.compile(r"[a-z]+|\(", re.I)
#: The size of a finding, in brackets or not.
_SIZE = re.compile(r"\(?(?<![\w.])\d{1,2}(?:\.\d)?\s?(?:mm|cm)\b\)?")
_LETTERS = re.compile(r"[^\W\d_]+")
_BESIDE = " \t\r\n,:/&()-–"
_JOINING = " \t\r\n,/&+>"


def are_listed(gap: str) -> bool:
    """Whether the text between two levels only joins them to a list.

    >>> are_listed(", and to a lesser extent at the "), are_listed(" 3 mm, "), are_listed(" is normal, ")
    (True, True, False)
    """
    gap = _SIZE.sub("", gap)
    words = _WORD.findall(gap)
    return not _WORD.sub("", gap).strip(_JOINING) and all(word.lower() in study_words().level_list for word in words)


def are_only(text: str, words: frozenset[str]) -> bool:
    """Whether a text holds nothing but some words, commas, colons, slashes, dashes and brackets.

    >>> are_only(", of the ", frozenset({"of", "the"})), are_only(" beside the ", frozenset({"of", "the"}))
    (True, False)
    """
    return not _LETTERS.sub("", text).strip(_BESIDE) and all(word.lower() in words for word in _LETTERS.findall(text))


def ends_in(text: str, words: frozenset[str], within: int) -> bool:
    """Whether one of the last words of a text, so many of them, is one of some words.

    >>> ends_in("a bulge at the ", frozenset({"at", "of"}), 2)
    True
    """
    return any(word.lower() in words for word in _WORD.findall(text)[-within:])


def has_word(text: str, words: frozenset[str]) -> bool:
    """Whether a text holds any of some words.

    >>> has_word("seated, the knee is straightened", frozenset({"seated", "sitting"}))
    True
    """
    return any(word.lower() in words for word in _WORD.findall(text))
