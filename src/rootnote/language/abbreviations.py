"""Short forms that a note defines itself: "lumbosacral radiculopathy (LSR)".

Source: Schwartz and Hearst 2003, A simple algorithm for identifying abbreviation definitions in biomedical text.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple


class Definition(NamedTuple):
    """A short form, and the tokens (half-open) of the words that it stands for."""

    short: str
    start: int
    end: int


def definitions(words: Sequence[str]) -> Iterator[Definition]:
    """The definitions among the words of a note, in order: a short form in brackets behind its long form."""
    for at in [place for place, word in enumerate(words) if word == "("]:
        if at + 2 < len(words) and words[at + 2] == ")" and _is_short(words[at + 1]):
            start = _long_form(words, at, words[at + 1])
            if start is not None:
                yield Definition(words[at + 1], start, at)


def _is_short(word: str) -> bool:
    return 2 <= len(word) <= 6 and word.isalpha() and word.isupper()


def _long_form(words: Sequence[str], end: int, short: str) -> int | None:
    """The first token of the long form that ends before a token; it has the letters of the short form in order, the first one first."""
    letters = short.lower()
    left = len(letters) - 1
    for at in range(end - 1, max(-1, end - 1 - min(len(short) + 5, 2 * len(short))), -1):
        word = words[at].lower()
        for place in range(len(word) - 1, -1, -1):
            if word[place] == letters[left] and (left or not place):
                left -= 1
                if left < 0:
                    return at
    return None
