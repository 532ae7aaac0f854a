"""What a form has ticked: boxes, blanks and circles line by line, columns of answers, and what is circled among answers.

A table whose head ends in YES and NO has a lone mark in each line: it answers for the column that it stands under. Of answers parted by
strokes, the one in angle brackets is circled: "Leg pain: yes / <no>", "SLR: <neg> / pos"; of a list in braces, the one behind its colon is
chosen. ``boxrows.py`` tells what the boxes of a line are for. What is not ticked counts for nothing: ``silent`` gives its characters, and a
reading leaves out what stands there.

Source: facts.md section 6: unticked boxes.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from spacy.tokens import Doc

from rootnote.language.boxrows import ANSWER, DENIED, MARK, SIGN, TICKED, UNTICKED, Item, Said, boxes_of, items_of
from rootnote.language.placed import Placed
from rootnote.language.sentences import note_text
from rootnote.language.verdict_words import verdict_words

_LINE = re.compile(r"[^\r\n]+")
#: The head of a table of answers, and the mark at the end of one of its lines, or alone between two bars.
_HEAD = re.compile(r"(?:^|[ \t|])(yes|y|no|n)[ \t|]+(yes|y|no|n)[ \t|]*$", re.I)
_MARK = re.compile(r"[xX✓✔☑☒●](?:(?<=[ \t|][ \t|].)|(?<=\|.))[ \t]*+(?:(?:\|[ \t|]*)?$|\|)")
#: For the whole text: where it is not found, no line is such a head.
_MAY_BE_HEAD = re.compile(r"[yYnN](?:es|o|ES|O)?[ \t|]+(?:[yY](?:es|ES)?|[nN][oO]?)[ \t|]*(?:[\r\n]|\Z)")
#: What a line with a box or a circled answer holds.
_SIGN = re.compile(rf"{SIGN.pattern[:-1]}<{{]")
#: Answers parted by strokes with one of them in angle brackets.
_CIRCLED = re.compile(r"<[ \t]*+([\w+ -]{1,24})[ \t]*>")
_OPTION_BEFORE, _OPTION_BEHIND = re.compile(r"[\w+-]+[ \t]*/[ \t]*$"), re.compile(r"[ \t]*/[ \t]*[\w+-]+")
_OPTION_REACH = 30
#: A list of answers in braces with the one chosen behind a colon, or what stands for none: "{intact/reduced:intact}", "{POS/NEG:1234}".
_LIST = re.compile(r"\{[^{}:\n]{0,200}[/,|][^{}:\n]{0,200}:([^{}\n]{0,80})\}")
_NO_CHOICE = re.compile(r"[\s\d*_\"'@.-]*")
#: What of a target's assertion a ticked answer does away with: doubt and supposition, which a question's mark or an empty box lends it.
_OPEN = frozenset({"uncertain", "hypothetical", "negated.label", "negated.boxes", "negated.leader", "answer.negated", "negated.sign"})


class _Columns(NamedTuple):
    """The columns of a table of answers: where in a line the middles of their heads stand."""

    yes: float
    no: float

    def answer(self, mark: float) -> Said:
        """What a mark at a place in a line says."""
        return TICKED if abs(mark - self.yes) < abs(mark - self.no) else DENIED


def boxed(doc: Doc, targets: Sequence[Placed], said: Mapping[tuple[int, int], Said]) -> dict[tuple[int, int], Said]:
    """Assertion and cue by tokens of the targets, given in order, that a form has ticked, denied or left, over what else is said."""
    found: dict[tuple[int, int], Said] = {}
    offsets: list[int] | None = None
    for start, end, answer in _items(note_text(doc)):
        if answer in (MARK, ANSWER):
            continue
        offsets = offsets or [doc[target.start].idx for target in targets]
        for target in targets[bisect_left(offsets, start) : bisect_left(offsets, end)]:
            place = (target.start, target.end)
            if answer != TICKED or not _OPEN.isdisjoint(said.get(place, TICKED)):
                found[place] = answer
    return found


def silent(text: str) -> list[tuple[int, int]]:
    """The characters (half-open) of what a form has left without a mark, and of the marks themselves, in order.

    >>> [text[start:end] for text in ("SLR: [x] neg [ ] pos",) for start, end in silent(text)]
    ['[x]', '[ ] pos']
    """
    return sorted((item.start, item.end) for item in _items(text) if item.said in (UNTICKED, MARK))


def unmarked(text: str) -> list[tuple[int, int]]:
    """The characters (half-open) of what a form has left without a mark, and of its answers, in order.

    >>> [text[start:end] for text in ("Leg pain? [ ] yes [x] no",) for start, end in unmarked(text)]
    ['[ ] yes', '[x] no']
    """
    return sorted((item.start, item.end) for item in _items(text) if item.said in (UNTICKED, ANSWER))


@lru_cache(maxsize=1)
def _items(text: str) -> tuple[Item, ...]:
    """What marks are for, and what is said of it by that: kept for the next component that asks for the same note."""
    return tuple(_read(text))


def _read(text: str) -> Iterator[Item]:
    """The characters that marks are for, and what is said of them by that."""
    columns: _Columns | None = None
    for start, end in _lines(text):
        line = text[start:end]
        columns = _columns(line) or columns
        mark = _MARK.search(line) if columns else None
        if columns and mark:
            yield Item(start, start + mark.start(), columns.answer(_place(line, mark.start())))
            yield Item(start + mark.start(), start + mark.end(), MARK)
            continue
        yield from _chosen(text, start, end)
        yield from _circled(text, start, end)
        if row := boxes_of(text, start, end):
            yield from items_of(text, start, end, row)


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


def _chosen(text: str, start: int, end: int) -> Iterator[Item]:
    """What lists of answers in braces leave without a choice."""
    for match in _LIST.finditer(text, start, end):
        if _NO_CHOICE.fullmatch(match[1]):  # that nobody has filled it in tells of what stands around it
            yield Item(match.start(), match.end(), MARK)
        else:
            yield Item(match.start(), match.start(1), UNTICKED)


def _circled(text: str, start: int, end: int) -> Iterator[Item]:
    """What is circled among answers parted by strokes: it answers what is asked before them, or leaves the others without a mark."""
    opened = start
    for match in _CIRCLED.finditer(text, start, end):
        first, last = match.span()
        while option := _OPTION_BEFORE.search(text, max(opened, first - _OPTION_REACH), first):
            first = option.start()
        while option := _OPTION_BEHIND.match(text, last, end):
            last = option.end()
        if (first, last) == match.span():
            continue
        word = match[1].strip().lower()
        if word in verdict_words().answer_yes | verdict_words().answer_no:
            yield Item(opened, first, TICKED if word in verdict_words().answer_yes else DENIED)
        yield Item(first, match.start(), UNTICKED)
        yield Item(match.end(), last, UNTICKED)
        opened = last
