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
_WORD_PARAGRAPH = "w:p"
_PARAGRAPHS = frozenset({"p", "table", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "pre", "blockquote"})
_CELLS = frozenset({"td", "th"})
_INLINE = frozenset({"span", "b", "i", "u", "strong", "em", "font", "a", "sup", "sub", "small", "label", "img", "center", "wbr", "o:p"})
_INLINE |= {"ins", "mark", "big", "tt", "nobr", "code", "abbr", "q"}
#: A box of a form, which is ticked where it says so.
_BOX, _TO_TICK, _TICKED = (
    "input",
    re.compile(r"\btype\s*=\s*[\"']?(?:checkbox|radio)\b", re.I),
    re.compile(r"\bchecked\b(?!\s*=\s*[\"']?false)", re.I),
)
#: Elements whose content nobody sees, or is struck out; those of the head only before anything is seen.
_UNSEEN, _HEAD = frozenset({"style", "script", "head", "title", "s", "strike", "del"}), frozenset({"head", "title"})
_KNOWN = _LINES | _PARAGRAPHS | _CELLS | _INLINE | _UNSEEN | {_BOX}

_LESS, _MORE = r"(?:<|&(?:amp;)*lt;)", r"(?:>|&(?:amp;)*gt;)"
#: With a value, so that "<a week, >3" is none, and of a length that none exceeds.
_ATTRIBUTES = r"(?:\s{1,20}(?:[a-zA-Z-]{1,30}\s{1,5})?[a-zA-Z:-]{1,30}\s?=[^<>]{0,2000}?)?"
_NAME = "|".join([*sorted(_KNOWN, key=lambda name: (-len(name), name)), "[a-z][a-z0-9]{0,7}:[a-z][a-z0-9]{0,19}"])
#: A tag, or a character reference, each of them escaped or not.
_MARK = re.compile(
    rf"{_LESS}(?P<close>/?)(?P<name>{_NAME}){_ATTRIBUTES}\s?/?{_MORE}|(?P<comment>{_LESS}!--)|&(?:amp;)*(?:[a-zA-Z]{{2,8}}|\#\d{{1,6}}|\#[xX][0-9a-fA-F]{{1,6}});",
    re.I,
)
#: What shows that a text is of a page: a tag with a close or a line's end, or a reference to what markup writes by one.
_SURE = re.compile(
    rf"{_LESS}(?:/(?:{_NAME})\s?|w?br\s?/?|(?:p|div|span|li|ul|ol|tr|td|table|h[1-6]|body|html|font|strong){_ATTRIBUTES}\s?){_MORE}"
    r"|&(?:amp;)*(?:nbsp|amp|lt|gt|quot|apos|shy|[nm]dash|[lr][sd]quo|bull|deg|\#\d{2,6}|\#x[0-9a-f]{2,6});",
    re.I,
)
_COMMENT_END = re.compile(rf"--{_MORE}")
#: Marks of emphasis, hyphens and apostrophes of typesetters within a word, and characters without width: in any text, also one without
#: tags; the sign of a negative test as they write it ("(–)"); and contractions without their apostrophe ("doesnt").
_TYPESET = {"**": "", "‐": "-", "‑": "-", "–": "-", "—": "-", "−": "-", "’": "'", "\u00ad": "", "\u200b": "", "\u2060": "", "\ufeff": ""}
_STOPS = frozenset(".!?")
_STEMS = ("do", "does", "did", "is", "was", "were", "has", "have", "had", "are", "could", "would", "should", "ca", "wo")
_CONTRACTED = "[tT]\\b(?:" + "|".join(f"(?<=\\b(?i:{stem}nt))" for stem in _STEMS) + ")"
#: The marks around what a draft has in bold ("**Plan:** rest"), behind the first of them; "[**name**]" stands for what is left out.
_BOLD = r"(?<=\*)\*(?:(?<![\w*\[]..)(?=[^\s*\]])|(?<=[^\s*\[]..)(?![\w*\]]))"
# Told by its first character: a choice is tried at every character of a note.
_TYPED = re.compile(
    rf"[‐‑–—−’\u00ad\u200b\u2060\ufeffnN*](?:(?<=\w[‐‑–])(?=\w)|(?<=\([‐‑–—−])(?=\))|(?<=[^\W\d_]’)(?=[^\W\d_])|(?<=[\u00ad\u200b\u2060\ufeff])"
    rf"|{_CONTRACTED}|{_BOLD})"
)
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
        """The characters of the note that these characters of the page, at least one, stand for.

        Where the last of them stand before the first in the note, only those of the first piece.
        """
        first, last = (self.pieces[bisect_right(self.places, at) - 1] for at in (start, end - 1))
        opened = first.start + (start - self._place(start) if first.same else 0)
        closed = last.start + end - self._place(end - 1) if last.same else last.end
        return opened, closed if opened < closed else first.end

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
    unclosed: set[re.Pattern[str]] = set()
    begun = False
    while mark := marks.search(text, at):
        if mark.start() > at:
            yield Piece(text[at : mark.start()], at, mark.start(), True)
            shown = text[max(at, mark.start() - 80) : mark.start()]
            begun = begun or not shown.isspace()
        end = mark.end()
        name = (mark.groupdict().get("name") or "").lower()
        hidden = _hidden(mark, name, begun=begun)
        if hidden is not None and hidden not in unclosed:
            closing = hidden.search(text, end)
            end = closing.end() if closing else end
            if closing is None:
                unclosed.add(hidden)
        elif name in _LINES | _PARAGRAPHS and (line := _NEXT_LINE.match(text, end)):
            end = line.end()  # the end of a line in the page's source is none of what is seen
        new = _shown(mark, name, shown)
        yield Piece(new, mark.start(), end, False)
        shown = (shown + new)[-80:]
        at = end
    yield Piece(text[at:], at, len(text), True)


def _hidden(mark: re.Match[str], name: str, *, begun: bool) -> re.Pattern[str] | None:
    """What ends the part of a page that nobody sees behind a mark; None for a mark that hides nothing."""
    if mark.groupdict().get("comment"):
        return _COMMENT_END
    opens = name in _UNSEEN and not mark["close"] and not (name in _HEAD and begun)
    return re.compile(rf"{_LESS}/{name}\s?{_MORE}", re.I) if opens else None


def _shown(mark: re.Match[str], name: str, before: str) -> str:
    """What a tag or reference looks like behind what is seen before it."""
    if not name:
        return _typed(mark)
    if name == _BOX:
        return ("[x] " if _TICKED.search(mark[0]) else "[ ] ") if _TO_TICK.search(mark[0]) else ""
    if name in _CELLS:
        return "\t" if mark["close"] else ""
    if name in _INLINE | _UNSEEN or ":" in name:
        return "\n" if name == _WORD_PARAGRAPH and mark["close"] else ""
    if name == "br":
        return "\n"
    wanted = 2 if name in _PARAGRAPHS else 1
    lines = _OPEN_LINES.search(before)
    new = "\n" * (wanted - (lines[0].count("\n") if lines else 0))
    return f"{new}- " if name == "li" and not mark["close"] else new


def _typed(mark: re.Match[str]) -> str:
    """What a comment, a typesetter's character, the end of a contraction or a character reference looks like."""
    found = mark[0]
    if mark.groupdict().get("comment"):
        return ""
    if found in _TYPESET:
        ended = not _TYPESET[found] and mark.string[max(0, mark.start() - 1) : mark.start()] in _STOPS
        return " " if ended else _TYPESET[found]
    if found.lower() == "nt":
        return f"{found[0]}'{found[1]}"
    shown = unescape(re.sub(r"&(?:amp;)*", "&", found)).replace("\xa0", " ")  # a reference to nothing stays as it is
    within = mark.string[mark.start() - 1 : mark.start()].isalnum() and mark.string[mark.end() : mark.end() + 1].isalnum()
    return _TYPESET.get(shown, shown) if within else shown
