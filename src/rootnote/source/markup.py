"""Notes that come as pieces of a web page or of a word processor: what a reader sees, and where each character of it stands in the note.

Systems export notes with the tags of their editor ("Left leg pain.<br>No weakness.&nbsp;") or with such tags escaped once more. A word of
rules finds nothing in them as they are. Only known elements are taken for tags: "<neg>" in a form is an answer, "BP <120" a number.
Word processors write hyphens of their own ("two–week history") and characters that nobody sees.

Source: WHATWG HTML, elements that begin a line and named character references.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from typing import NamedTuple

#: Elements that stand on lines of their own, those with an empty line around them, cells of a table, and what stands within a line.
_LINES = frozenset(
    {"br", "div", "li", "ul", "ol", "tr", "dl", "dt", "dd", "tbody", "thead", "section", "article", "header", "footer", "html", "body"}
)
_PARAGRAPHS = frozenset({"p", "table", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "pre", "blockquote"})
_CELLS = frozenset({"td", "th"})
_INLINE = frozenset({"span", "b", "i", "u", "strong", "em", "font", "a", "sup", "sub", "small", "label", "img", "center", "o:p"})
#: Elements whose content nobody sees.
_UNSEEN = frozenset({"style", "script", "head", "title"})
_KNOWN = _LINES | _PARAGRAPHS | _CELLS | _INLINE | _UNSEEN

_LESS, _MORE = r"(?:<|&(?:amp;)*lt;)", r"(?:>|&(?:amp;)*gt;)"
#: With a value, so that "<a week, >3" is none, and of a length that none exceeds.
_ATTRIBUTES = r"(?:\s{1,20}[a-zA-Z:-]{1,30}\s?=[^<>]{0,2000}?)?"
_NAME = "|".join(sorted(_KNOWN, key=lambda name: (-len(name), name)))
#: A tag, or a character reference, each of them escaped or not.
_MARK = re.compile(
    rf"{_LESS}(?P<close>/?)(?P<name>{_NAME}){_ATTRIBUTES}\s?/?{_MORE}|&(?:amp;)*(?:[a-zA-Z]{{2,8}}|\#\d{{1,6}}|\#[xX][0-9a-fA-F]{{1,6}});",
    re.I,
)
#: What shows that a text is of a page: a tag with a close or a line's end, or a reference to what markup writes by one.
_SURE = re.compile(
    rf"{_LESS}(?:/(?:{_NAME})\s?|br\s?/?|(?:p|div|span|li|ul|ol|tr|td|table|h[1-6]|body|html|font|strong){_ATTRIBUTES}\s?){_MORE}"
    r"|&(?:amp;)*(?:nbsp|amp|lt|gt|quot|apos|\#\d{2,6});",
    re.I,
)
#: Hyphens and apostrophes of typesetters within a word, and characters without width: in any text, also one without tags.
_TYPESET = {"‐": "-", "‑": "-", "–": "-", "’": "'", "\u00ad": "", "\u200b": "", "\u2060": "", "\ufeff": ""}
_TYPED = re.compile(r"(?<=\w)[‐‑–](?=\w)|(?<=[^\W\d_])’(?=[^\W\d_])|[\u00ad\u200b\u2060\ufeff]")
_MARK_OR_TYPED = re.compile(rf"{_MARK.pattern}|{_TYPED.pattern}", re.I)
_NEXT_LINE = re.compile(r"[ \t]*\r?\n")
_OPEN_LINES = re.compile(r"\n[ \t]*(?:\n[ \t]*)?\Z")


class Piece(NamedTuple):
    """A piece of the page as seen, and the characters of the note (half-open) that it stands for; one by one when they are the same."""

    shown: str
    start: int
    end: int
    same: bool


@dataclass(frozen=True, slots=True)
class Page:
    """The text that a reader of a page sees. Offsets are half-open and count code points."""

    text: str
    pieces: tuple[Piece, ...]
    places: tuple[int, ...]

    def in_note(self, start: int, end: int) -> tuple[int, int]:
        """The characters of the note that these characters of the page, at least one, stand for."""
        first, last = (self.pieces[bisect_right(self.places, at) - 1] for at in (start, end - 1))
        opened = first.start + (start - self._place(start) if first.same else 0)
        return opened, last.start + end - self._place(end - 1) if last.same else last.end

    def _place(self, at: int) -> int:
        return self.places[bisect_right(self.places, at) - 1]


def page_of(text: str) -> Page | None:
    r"""What a reader sees of a note with markup or a typesetter's characters; None for any other, which is seen as it stands.

    >>> page = page_of("Left leg pain.<br>SLR &lt; 40")
    >>> page.text
    'Left leg pain.\nSLR < 40'
    >>> page.in_note(15, 18)
    (18, 21)
    """
    marked = _SURE.search(text) is not None
    if not marked and _TYPED.search(text) is None:
        return None
    return page_of_pieces(_pieces(text, _MARK_OR_TYPED if marked else _TYPED))


def page_of_pieces(given: Iterable[Piece]) -> Page:
    """The page of some pieces in the order of the note; what shows nothing is left out."""
    pieces = tuple(piece for piece in given if piece.shown)
    places, at = [], 0
    for piece in pieces:
        places.append(at)
        at += len(piece.shown)
    return Page("".join(piece.shown for piece in pieces), pieces, tuple(places))


def _pieces(text: str, marks: re.Pattern[str]) -> Iterator[Piece]:
    at = 0
    shown = ""  # the end of what is seen so far
    unclosed: set[str] = set()
    while mark := marks.search(text, at):
        if mark.start() > at:
            yield Piece(text[at : mark.start()], at, mark.start(), True)
            shown = text[max(at, mark.start() - 80) : mark.start()]
        end = mark.end()
        name = (mark.groupdict().get("name") or "").lower()
        if name in _UNSEEN - unclosed and not mark["close"]:
            closing = re.compile(rf"{_LESS}/{name}\s?{_MORE}", re.I).search(text, end)
            end = closing.end() if closing else end
            if closing is None:
                unclosed.add(name)
        elif name in _LINES | _PARAGRAPHS and (line := _NEXT_LINE.match(text, end)):
            end = line.end()  # the end of a line in the page's source is none of what is seen
        new = _shown(mark, name, shown)
        yield Piece(new, mark.start(), end, False)
        shown = (shown + new)[-80:]
        at = end
    yield Piece(text[at:], at, len(text), True)


def _shown(mark: re.Match[str], name: str, before: str) -> str:
    """What a tag or reference looks like behind what is seen before it."""
    if not name:
        return _TYPESET[mark[0]] if mark[0] in _TYPESET else _character(mark[0])
    if name in _CELLS:
        return "\t" if mark["close"] else ""
    if name in _INLINE | _UNSEEN:
        return ""
    if name == "br":
        return "\n"
    wanted = 2 if name in _PARAGRAPHS else 1
    lines = _OPEN_LINES.search(before)
    new = "\n" * (wanted - (lines[0].count("\n") if lines else 0))
    return f"{new}- " if name == "li" and not mark["close"] else new


def _character(reference: str) -> str:
    """What a character reference stands for, escaped any number of times; one that stands for nothing as it is."""
    return unescape(re.sub(r"&(?:amp;)*", "&", reference)).replace("\xa0", " ")
