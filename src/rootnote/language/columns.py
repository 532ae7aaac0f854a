"""What a line denies in a column of its own, a tab, some spaces or a bar taking the place of a colon: "Radiculopathy      none".

A line is cut at its wide gaps and bars into cells. A cell that holds only an answer is that of the last cell before it that holds more;
where a question has several, as one for each side, all of them have to deny. Tests answer in words of their own, and are left alone.

Source: facts.md section 6: forms and negation.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from spacy.tokens import Doc

from rootnote.language.labels import ASKED
from rootnote.language.placed import Placed
from rootnote.language.sentences import note_text
from rootnote.language.verdict_words import verdict_words
from rootnote.language.verdicts import PLAIN

#: The words of a note that are looked for at all: an answer behind a gap or bar, up to the next or to the end of its line.
_ANSWER = re.compile(r"(?:(?<=[ \t][ \t])|(?<=\t)|(?<=\|)|(?<=\| ))[A-Za-zøØ]{1,8}[.,;]?(?=[ \t]?(?:[\r\n(|\t]|\Z|[ \t]))")
_LINE = re.compile(r"[^\r\n]*")
#: The cells of a line, a comment in brackets being none.
_CELL = re.compile(r"[^\s(|](?:[^\s(|]|[ ](?=[^\s(|]))*|\([^()\r\n]*\)?")
#: A level of the spine as the first of many cells: a row of a table, whose cells answer the heads of its columns, if not one another.
_LEVEL, _ROW = re.compile(r"[TL]\d{1,2}\s?[-/]\s?[TLS]?\d{1,2}", re.I), 4
#: What a question stands behind in its cell; the characters that it may take, what it does not end in, and the marks before it.
_STOPS = (". ", ": ", "; ", "! ", "? ")
_LONGEST, _SENTENCE, _BULLET = 60, re.compile(r"[.;!]$"), re.compile(r"^[-*•·\d.) ]+")
#: What a question denied in such a column has for an assertion and cue, as one denied behind a colon.
_DENIED = ("negated", "negated.label")


def denied_in_columns(
    doc: Doc, targets: Sequence[Placed], said: Mapping[tuple[int, int], tuple[str, str]]
) -> dict[tuple[int, int], tuple[str, str]]:
    """Assertion and cue by tokens of the targets, given in order, that a column denies where nothing else is said of them."""
    found: dict[tuple[int, int], tuple[str, str]] = {}
    questions = _questions(note_text(doc))
    if not questions:
        return found
    offsets = [doc[target.start].idx for target in targets]
    for start, end in questions:
        for target in targets[bisect_left(offsets, start) : bisect_left(offsets, end)]:
            place = (target.start, target.end)
            if target.label_ in ASKED and said.get(place, PLAIN) == PLAIN:
                found[place] = _DENIED
    return found


@lru_cache(maxsize=1)
def _questions(text: str) -> tuple[tuple[int, int], ...]:
    """The characters (half-open) of the questions that columns deny, in order."""
    found: list[tuple[int, int]] = []
    end = 0
    for answer in _ANSWER.finditer(text):
        if answer.start() < end or not _is_no(answer[0]):
            continue
        start = max(text.rfind("\n", end, answer.start()), text.rfind("\r", end, answer.start()), end - 1) + 1
        line = _LINE.match(text, start)
        end = line.end() if line else len(text)
        found += _of_line(text, start, end)
    return tuple(found)


def _of_line(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The questions of a line that its cells deny.

    >>> text = "Sciatica    no     Numbness     no, or rarely"
    >>> [text[start:end] for start, end in _of_line(text, 0, len(text))]
    ['Sciatica']
    """
    question: tuple[int, int] | None = None
    answers: list[bool] = []
    cells = list(_CELL.finditer(text, start, end))
    if len(cells) >= _ROW and _LEVEL.fullmatch(cells[0][0]) and not _alternates([_is_answer(cell[0]) for cell in cells[1:]]):
        return
    for cell in [*cells, None]:
        if cell is not None and (cell[0].startswith("(") or _is_answer(cell[0])):
            if not cell[0].startswith("("):
                answers.append(_is_no(cell[0]))
            continue
        if question is not None and answers and all(answers):
            yield question
        question, answers = (_question(cell) if cell is not None else None), []


def _alternates(answers: Sequence[bool]) -> bool:
    """Whether several questions have an answer each, given which of the cells are answers: no row that the heads of columns ask."""
    return len(answers) % 2 == 0 and not any(answers[::2]) and all(answers[1::2])


def _question(cell: re.Match[str]) -> tuple[int, int] | None:
    """Where the question of a cell stands, the last part of it."""
    before = max(cell[0].rfind(stop) for stop in _STOPS) + 1
    return (cell.start() + before, cell.end()) if _asks(cell[0][before:].strip()) else None


def _asks(words: str) -> bool:
    """Whether a cell names something that may be there or not: it is short, no sentence, and denies nothing itself."""
    first = _BULLET.sub("", words).partition(" ")[0].lower()
    return len(words) <= _LONGEST and _SENTENCE.search(words) is None and first not in verdict_words().denial


def _is_no(word: str) -> bool:
    return word.rstrip(".,;").lower() in verdict_words().column_no


def _is_answer(word: str) -> bool:
    return _is_no(word) or word.rstrip(".,;").lower() in verdict_words().yes
