"""Quotations from a note, as queries and views show them."""

from __future__ import annotations

import re

from rootnote.facts.model import Evidence

#: Characters of the note that a quotation shows at most.
QUOTE_LENGTH = 160
#: Words of fewer characters than this are shown within their clause, of which so many characters are taken on each side.
_SHORT, _REACH = 60, 80

#: What ends a clause: a full stop (not of a title), colon or semicolon before a space, an empty line, a new line not in lower case.
_END = re.compile(r"(?<!\bDr)(?<!\bMr)(?<!\bMs)(?<!\bMrs)[.:;!?][\"”’)]*(?=\s|\Z)|[\r\n](?=[ \t]*(?:[\r\n]|[^a-z \t]))")
#: The number of an item of a list that goes on in its line: "radiculopathy 2. Postlaminectomy syndrome".
_ITEM = re.compile(r"\s+\(?(\d{1,2})[.)](?=\s+[A-Z])")
_LIST_REACH = 400
_BULLET = re.compile(r"[\s#*•▪●○◦>–-]*(?:\(?\d{1,2}[.)]\s+)?")


def quote(text: str) -> str:
    r"""A quotation of note text: in quotation marks, line breaks as spaces, cut at ``QUOTE_LENGTH`` characters.

    >>> quote('left  leg\npain')
    '“left leg pain”'
    """
    words = " ".join(text.replace("“", '"').replace("”", '"').split())
    return f"“{words}”" if len(words) <= QUOTE_LENGTH else f"“{words[:QUOTE_LENGTH].rstrip()}…”"


def in_context(evidence: Evidence, text: str) -> Evidence:
    """The clause of the note that short evidence stands in, cut between words where it is long; longer evidence as it is.

    >>> note = "ASSESSMENT: Left S1 radiculopathy due to disc herniation. Follow up."
    >>> in_context(Evidence(20, 33, "radiculopathy"), note).text
    'Left S1 radiculopathy due to disc herniation'
    """
    if evidence.end - evidence.start >= _SHORT:
        return evidence
    start = max(0, evidence.start - _REACH)
    breaks = [start + space.end() for space in re.finditer(r"\s", text[start : evidence.start])] if start else [0]
    start = next(iter(breaks), evidence.start)
    for stop in _END.finditer(text, start, evidence.start + 1):
        if stop.end() > evidence.start:
            break
        start = stop.end()
    start = max([start, *(item.end() for item in _ITEM.finditer(text, start, evidence.start + 1) if _is_next_item(item, text))])
    bullet = _BULLET.match(text, start, evidence.start)
    start = bullet.end() if bullet else start
    end = _clause_end(evidence.end, text)
    return Evidence(start, end, text[start:end])


def _clause_end(place: int, text: str) -> int:
    """Where the clause ends that goes on at a place, or the last word that is within reach."""
    high = min(len(text), place + _REACH)
    heads = text.startswith(":", place)  # evidence that is itself a heading goes with what it heads
    stop = _END.search(text, place + heads, high + 2)  # what must follow a stop is one character
    item = next((one for one in _ITEM.finditer(text, place, high + 3) if _is_next_item(one, text)), None)
    if item is not None and item.start() <= high:
        high = item.start() if stop is None else min(item.start(), stop.start())
    elif stop is not None and stop.start() <= high:
        high = stop.start()
    elif high < len(text):
        high = max([place, *(place + space.start() for space in re.finditer(r"\s", text[place:high]))])
    return place + len(text[place:high].rstrip())


def _is_next_item(number: re.Match[str], text: str) -> bool:
    """Whether a number is that of an item of a list, whose item before stands before it."""
    before = int(number.group(1)) - 1
    marked = re.compile(rf"(?<![\w.]){before}[.)]\s")
    return before > 0 and marked.search(text, max(0, number.start() - _LIST_REACH), number.start()) is not None
