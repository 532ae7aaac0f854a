"""Notes written without capitals: sentences begin behind each stop and each line's end all the same, and a lone "r" or "l" is a side.

Capitals of acronyms ("MRI", "L5-S1") may stand in them.
"""

from __future__ import annotations

import re

from rootnote.source.markup import Page, Piece

#: A word with a capital, and one without: a note with none of the former is written in small letters.
_CAPITALISED, _SMALL = re.compile(r"[A-Z][a-z]"), re.compile(r"[a-z]{4}")
#: What begins a sentence or a line, and the letter of a side; not the first letter of a level or code.
_BEGINNING = re.compile(r"(?:\A[^\w\n]{0,20}|[.!?][\"”)]{0,2}\s{1,20}|[\n:][^\w\n]{0,20})[a-z](?!\d)")
_SIDE = re.compile(r"(?<![\w/.-])[rl](?![\w/'’-]|\.\w)")


def capitalised(text: str) -> Page | None:
    """A note in small letters as if it had capitals, of the same length; None for any other.

    >>> capitalised("left leg pain. ehl r 4/5").text
    'Left leg pain. Ehl R 4/5'
    """
    if not text or _CAPITALISED.search(text) or not _SMALL.search(text):
        return None
    seen = _SIDE.sub(_capital, _BEGINNING.sub(_capital, text))
    return Page(seen, (Piece(seen, 0, len(text), True),), (0,))


def _capital(match: re.Match[str]) -> str:
    return f"{match[0][:-1]}{match[0][-1].upper()}"
