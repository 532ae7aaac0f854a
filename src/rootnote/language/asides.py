"""Asides: passages of a note that are of no patient, such as a handout put in, a policy quoted, a form's printed text, a word to students.

An aside opens with what it is called, at the head of a line ("Guideline text, for the residents:", "HANDOUT", "Teaching point."). One
that goes on behind that in the same line ends with the paragraph; one called so in a line of its own goes on to the next heading. The
title of a trial or talk is one line.

Source: annotation guide, conditions ("absent": hypothetical talk); the words stand in ``talk.toml``.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

#: What calls a passage an aside: over paragraphs and headings that no rule names, up to the next heading, with a mere full stop, or of one
#: line.
ASIDE, LEAFLET_PUT_IN, SPOKEN, LINE = "aside", "aside.leaflet", "aside.spoken", "aside.line"
KINDS = frozenset({ASIDE, LEAFLET_PUT_IN, SPOKEN, LINE})
#: The most characters from the head of a line to the end of what it calls the passage, and of a line that is a heading.
_HEAD, _LINE = 60, 110
_MARKS = re.compile(r"[^\w\n\r]*(?:\d{1,2}[.)][^\w\n\r]+)?")
_LINE_END = re.compile(r"[\r\n]|\Z")
_BLANK = re.compile(r"\r?\n[ \t]*\r?\n|\r[ \t]*\r")
#: A part of a form, which ends the one before: "PART D", "Section 4".
_FORM_PART = re.compile(r"^[^\w\r\n]*(?:part|section|item|question|box|page) (?:[a-z]|\d{1,2}|[ivx]{1,4})\b", re.I | re.M)


class Called(NamedTuple):
    """A phrase that calls a passage an aside: its kind, and its characters (half-open)."""

    kind: str
    start: int
    end: int


def spans_of(text: str, called: Iterable[Called], headings: Mapping[int, bool]) -> Iterator[tuple[int, int]]:
    """The characters (half-open) of the asides of a text, in order.

    ``called`` are the phrases found, by start; ``headings`` the characters at which headings start, ascending, with whether a rule names
    them.
    """
    known = [start for start, named in headings.items() if named]
    every = list(headings)
    done = 0
    for one in called:
        if one.start < done:
            continue
        line = text.rfind("\n", max(0, one.start - _LINE), one.start) + 1
        if not line and one.start > _LINE:
            continue
        start = _head(text, line)
        if start < done or one.end - start > _HEAD:
            continue
        line_end = _end(_LINE_END, text, one.end)
        opened = _opened(text, one, start, line_end)
        if opened is None:
            continue
        if text[opened:line_end].strip(" \t*_-–—=\"'"):
            end = line_end if one.kind == LINE else _end(_BLANK, text, opened)
        else:
            end = _next(known if one.kind == LEAFLET_PUT_IN else every, line_end, len(text))
            part = _FORM_PART.search(text, line_end, end)
            end = part.start() if part else end
        done = max(end, line_end)
        yield max(start, text.rfind(". ", start, one.start) + 1), done  # "Lumbar radiculopathy. Handout given: ..."


def _head(text: str, line: int) -> int:
    """The first character of a line behind its marks and spaces."""
    match = _MARKS.match(text, line)
    return match.end() if match else line


def _opened(text: str, one: Called, start: int, line_end: int) -> int | None:
    """Where the text of an aside begins behind what it is called; None when the line is no heading and no lead."""
    colon = text.find(":", one.end, min(line_end, start + _LINE))
    if colon >= 0:
        return colon + 1
    rest = text[one.end : line_end].rstrip(" \t*_-–—=")
    stop = rest.find(". ")
    if stop < 0 and line_end - start <= _LINE and rest[-1:] not in (".", ",", ";", "?"):
        return line_end
    return one.end + stop + 1 if one.kind == SPOKEN and 0 <= stop <= start + _HEAD - one.end else None


def _end(pattern: re.Pattern[str], text: str, start: int) -> int:
    match = pattern.search(text, start)
    return match.start() if match else len(text)


def _next(places: Sequence[int], start: int, last: int) -> int:
    """The first of some places behind a character."""
    at = bisect_left(places, start)
    return places[at] if at < len(places) else last
