"""Boxes that stand behind what they are for: "Sciatica [ ]   Low back pain [x]", "Sciatica ........ [ ]", "Sciatica  Yes [ ]  No [x]".

A line of nothing but a box for yes and one for no answers the question that ends right before it.

A table whose head ends in YES and NO has a lone mark in each line: it answers for the column that it stands under.

Told line by line from the raw text: where words stand before the first box of a line and none behind its last, each box is that of the
words before it; behind a question, a box before "yes" and one before "no" answer it. A row of blanks, or of empty and full circles, may
also stand before its words; boxes in brackets that do are read by rules of ``context.toml``.

Source: facts.md section 6: unticked boxes.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from spacy.tokens import Doc

from rootnote.language.placed import Placed
from rootnote.language.sentences import note_text
from rootnote.language.verdicts import verdict_words

#: A box, a bracket or a blank, and the mark in it. Told by its first character: a pattern that begins with a choice is tried at every one.
_FULL = "☑☒■✓✔●"
_SIGN = re.compile(rf"[\[(_☐□○{_FULL}]")
_BOX = re.compile(
    rf"{_SIGN.pattern}(?:(?<=\[)[ \t]*([xX✓✔]?)[ \t]*\]|(?<=\()[ \t]*([xX✓✔]?)[ \t]*\)|(?<=[^\[(_])"
    r"|(?<=_)(?<![^\W_]_)_*([xX✓✔])_+(?![^\W_])|(?<=_)_+|(?<=_)(?<![^\W_]_)(?=[ \t]))"
)
_LINE = re.compile(r"[^\r\n]+")
#: The head of a table of answers, and the mark at the end of one of its lines.
_HEAD = re.compile(r"(?:^|[ \t|])(yes|y|no|n)[ \t|]+(yes|y|no|n)[ \t|]*$", re.I)
_MARK = re.compile(r"[xX✓✔☑☒●](?<=[ \t|][ \t|].)[ \t|]*$")
#: For the whole text: where it is not found, no line is such a head.
_MAY_BE_HEAD = re.compile(r"[yYnN](?:es|o|ES|O)?[ \t|]+(?:[yY](?:es|ES)?|[nN][oO]?)[ \t|]*(?:[\r\n]|\Z)")
_LETTER = re.compile(r"[^\W_]")
_WORD = re.compile(r"[^\W\d_]+")
#: What parts a question from what stands before it, and the characters that it may take.
_PARTED, _QUESTION = re.compile(r"[.?!:;]\s|\n[ \t\r]*\n"), 300
_BLANK, _EMPTY_CIRCLE, _FULL_CIRCLE = "_", "○", "●"
#: The boxes of an answer, and the characters before a box in which the answer that it is for stands.
_TWO, _ANSWER_REACH = 2, 20
_UNTICKED, _TICKED, _DENIED = ("hypothetical", "unticked"), ("affirmed", ""), ("negated", "negated.boxes")


class _Box(NamedTuple):
    """A box in characters (half-open), and whether it is marked."""

    start: int
    end: int
    marked: bool


class _Columns(NamedTuple):
    """The columns of a table of answers: where in a line the middles of their heads stand."""

    yes: float
    no: float

    def answer(self, mark: float) -> tuple[str, str]:
        """What a mark at a place in a line says."""
        return _TICKED if abs(mark - self.yes) < abs(mark - self.no) else _DENIED


def boxed(doc: Doc, targets: Sequence[Placed]) -> dict[tuple[int, int], tuple[str, str]]:
    """Assertion and cue by tokens of the targets, given in order, that a box behind them, or a blank or circle before them, is for."""
    text = note_text(doc)
    found: dict[tuple[int, int], tuple[str, str]] = {}
    offsets: list[int] | None = None
    for start, end, said in _items(text):
        offsets = offsets or [doc[target.start].idx for target in targets]
        for target in targets[bisect_left(offsets, start) : bisect_left(offsets, end)]:
            found[target.start, target.end] = said
    return found


def _items(text: str) -> Iterator[tuple[int, int, tuple[str, str]]]:
    """The characters that boxes are for, and what is said of them by that."""
    columns: _Columns | None = None
    for start, end in _lines(text):
        line = text[start:end]
        columns = _columns(line) or columns
        mark = _MARK.search(line) if columns else None
        if columns and mark:
            yield start, start + mark.start(), columns.answer(_place(line, mark.start()))
            continue
        row = [_Box(*match.span(), match[0][0] in _FULL or any(match.groups())) for match in _BOX.finditer(text, start, end)]
        answer = _answer_alone(text, start, end, row) if len(row) == _TWO else None
        question = _question_before(text, start) if answer else None
        if answer and question:
            yield *question, answer
        elif row:
            yield from _row(text, start, end, row)


def _answer_alone(text: str, start: int, end: int, row: Sequence[_Box]) -> tuple[str, str] | None:
    """What a line says that holds nothing but a box for yes and one for no, each before its word or behind it: "[ ] Yes   [X] No"."""
    gaps = [(start, row[0].start), (row[0].end, row[1].start), (row[1].end, end)]
    words = [_WORD.findall(text, *gap) for gap in gaps]
    if [len(found) for found in words] == [0, 1, 1]:
        words = words[1:]
    elif [len(found) for found in words] == [1, 1, 0]:
        words = words[:2]
    else:
        return None
    return _answer([found[0].lower() for found in words], row)


def _question_before(text: str, line: int) -> tuple[int, int] | None:
    """The characters of the question that ends right before a line."""
    end = len(text[max(0, line - _QUESTION) : line].rstrip()) + max(0, line - _QUESTION)
    if text[max(0, end - 1) : end] != "?":
        return None
    begin = max(0, end - _QUESTION)
    parted = [match.end() for match in _PARTED.finditer(text, begin, end - 1)]
    return (parted[-1] if parted else begin), end


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """The lines of a text, in characters (half-open), that can hold a box; all of them where there can be a head of columns."""
    if _MAY_BE_HEAD.search(text):
        yield from (line.span() for line in _LINE.finditer(text))
        return
    end = 0
    while sign := _SIGN.search(text, end):
        start = max(text.rfind("\n", end, sign.start()), text.rfind("\r", end, sign.start()), end - 1) + 1
        line = _LINE.match(text, start)
        end = line.end() if line else len(text)
        yield start, end


def _columns(line: str) -> _Columns | None:
    """The columns that a line is the head of."""
    head = _HEAD.search(line)
    if head is None or head[1][0].lower() == head[2][0].lower():
        return None
    first, second = (_place(line, (head.start(word) + head.end(word)) / 2) for word in (1, 2))
    return _Columns(first, second) if head[1][0] in "yY" else _Columns(second, first)


def _place(line: str, at: float) -> float:
    """Where in a line a character stands: by the bars before it, else by characters."""
    return line.count("|", 0, int(at)) if "|" in line else at


def _row(text: str, start: int, end: int, row: Sequence[_Box]) -> Iterator[tuple[int, int, tuple[str, str]]]:
    """The items of one line, given by its characters and its boxes."""
    if any(text[box.start] != _BLANK for box in row):  # among boxes, a blank is a place to write: "[x] intact [ ] decreased: ____"
        row = [box for box in row if text[box.start] != _BLANK]
    before, behind = _LETTER.search(text, start, row[0].start), _LETTER.search(text, row[-1].end, end)
    signs = {text[box.start] for box in row}
    opened = [start, *(box.end for box in row)]
    if before and not behind:
        if signs == {_BLANK} and len(row) == 1 and not text[start : row[0].start].rstrip().endswith("?"):
            return  # a line to sign on
        if answer := _answer([_last_word(text[begin : box.start]) for begin, box in zip(opened, row, strict=False)], row):
            yield start, row[0].start, answer
            return
        for begin, box in zip(opened, row, strict=False):
            yield begin, box.start, _TICKED if box.marked else _UNTICKED
    elif before and behind and text[start : row[0].start].rstrip().endswith("?"):
        ends = [*(box.start for box in row[1:]), end]
        if answer := _answer([text[box.end : until].strip().lower() for box, until in zip(row, ends, strict=True)], row):
            yield start, row[0].start, answer
    elif behind and not before and (signs == {_BLANK} or {_EMPTY_CIRCLE, _FULL_CIRCLE} <= signs):
        for box, closed in zip(row, [*(box.start for box in row[1:]), end], strict=True):
            yield box.end, closed, _TICKED if box.marked else _UNTICKED


def _answer(words: Sequence[str], row: Sequence[_Box]) -> tuple[str, str] | None:
    """What a box for yes and one for no, given by the words before them, say of a question; None when they are for something else."""
    known = verdict_words()
    yes, no = (next((box for word, box in zip(words, row, strict=True) if word in of), None) for of in (known.yes, known.no))
    if len(row) != _TWO or yes is None or no is None:
        return None
    if yes.marked == no.marked:
        return _UNTICKED
    return _TICKED if yes.marked else _DENIED


def _last_word(text: str) -> str:
    words = re.findall(r"\w+", text[-_ANSWER_REACH:])
    return words[-1].lower() if words else ""
