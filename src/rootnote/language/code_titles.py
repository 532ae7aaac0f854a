"""The official titles that notes print with diagnosis codes: they are no statements.

Source: annotation guide, clarification 28.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rootnote.language.measure_words import measure_words

_APART = r"[\s:,()\-–—]{1,4}"
#: What stands around a code in brackets behind its diagnosis, where another diagnosis follows: "disc bulge (M51.26), Sciatica".
_BEHIND, _NEXT = re.compile(r"[^\s\-–—•*·#(:.][ \t]*[(\[]$"), re.compile(r"[\w.]+[ \t]*[)\]][ \t]*[,;]")
_BEFORE = 12
#: A title within a line begins with a capital, behind a code in small letters with any letter.
_PRINTED = re.compile(
    rf"(?:(?:\b[A-TV-Z]\d{{2}}\.[0-9A-Z]{{1,4}}|\b\d{{3}}\.\d{{1,2}}){_APART}(?=[A-Z])|\b[a-tv-z]\d{{2}}\.[0-9a-z]{{1,4}}{_APART}(?=[A-Za-z]))"
    r"((?:[^;\n\r).]|\.(?=\S))*)"
)
_LINE = re.compile(r"[^\r\n]+")
#: The point of a code and what stands behind it, and the characters of the code before that.
_POINT, _CATEGORY = re.compile(r"\.(?<=\b[A-TV-Za-tv-z\d]\d\d\.)[0-9A-Za-z]{1,4}\b"), 3
#: The mark of an item that a line begins with.
_ITEM = re.compile(r"\s*(?:[-•*·#]+|\(?\d{1,2}[.)](?!\d))?\s*")
_HEAD_LIMIT = 40
_WORD = re.compile(r"[a-z]+\d*|\d+", re.I)
#: What ends a title, and the author may go on behind it.
_STOP = re.compile(r"\.(?=\s)")


def printed_titles(text: str) -> list[tuple[int, int]]:
    """The characters (half-open) of the official titles printed with diagnosis codes, in no order; they may overlap.

    They have a word of such titles, or stand in a list of codes: a line that begins with the name of a code set, or with a code below that.

    >>> text = "ICD-9: 724.4 lumbosacral radiculitis"
    >>> [text[start:end] for start, end in printed_titles(text)]
    [' lumbosacral radiculitis']
    """
    if _POINT.search(text) is None:
        return []
    within = [match.span(1) for match in _PRINTED.finditer(text) if _has_title(match.group(1)) and not _is_next(text, match.start())]
    return [*within, *_listed_titles(text)]


def _is_next(text: str, code: int) -> bool:
    """Whether what stands behind a code is the next diagnosis, the code having closed the one before."""
    return _NEXT.match(text, code) is not None and _BEHIND.search(text[max(0, code - _BEFORE) : code]) is not None


def _listed_titles(text: str) -> Iterator[tuple[int, int]]:
    """The titles on lines that begin with a code, and in lists of codes."""
    listed = False
    for line in _LINE.finditer(text):
        start, end = _ITEM.match(text, line.start(), line.end()).end(), line.end()  # type: ignore[union-attr]
        codes = [(match.start() - _CATEGORY, match.end()) for match in _POINT.finditer(text, start, end)]
        head = _head_end(text, start, codes[0][0] if codes else end)
        opens = bool(codes) and codes[0][0] == start
        listed = head is not None or (listed and opens)
        if not codes or not (listed or opens):
            continue
        begins = [start if head is None else head, *(stop for _, stop in codes)]
        for begin, stop in zip(begins, [*(first for first, _ in codes), end], strict=True):
            ended = _STOP.search(text, begin, stop)
            title = begin, ended.start() if ended else stop
            words = text[slice(*title)]
            if words.strip() and (listed or _has_title(words)):
                yield title


def _head_end(text: str, start: int, end: int) -> int | None:
    """Where the head of a list of codes ends that begins at a character, and before another: "ICD-10:", "Dx codes"."""
    colon = text.find(":", start, min(end, start + _HEAD_LIMIT))
    end = end if colon < 0 else colon + 1
    if end - start > _HEAD_LIMIT:
        return None
    known, words = measure_words(), [word.lower() for word in _WORD.findall(text, start, end)]
    named = bool(words) and (words[0] in known.code_set or not known.code_word.isdisjoint(words))
    return end if named and known.code_set | known.code_word | known.beside_code >= set(words) else None


def _has_title(text: str) -> bool:
    """Whether a text has a word of official titles."""
    return not measure_words().title.isdisjoint(re.findall(r"\w+", text.lower()))
