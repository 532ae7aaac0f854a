"""Tables of an examination with a column for each visit: only the column of now is the examiner's current finding.

Source: annotation guide, exams: the current findings; facts.md section 6, forms.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from rootnote.facts.exam.pieces import HEADS
from rootnote.facts.exam.tables import BAR, cells_in
from rootnote.facts.reading import Reading, Sentence
from rootnote.facts.times.time_words import time_words
from rootnote.facts.wording import has_word
from rootnote.language.dates import MONTH

#: A date that heads a column: "3/14", "Jan 4", "12 Mar 2024".
_DATE = re.compile(rf"\b\d{{1,2}}[/.-]\d{{1,2}}(?:[/.-]\d{{2,4}})?\b|\b{MONTH}\b|\b(?:19|20)\d\d\b", re.I)
#: Characters of a cell that heads a column, at most: longer ones are sentences.
_SHORT = 30


def with_current_columns(reading: Reading, sentences: Iterable[Sentence]) -> Iterator[Sentence]:
    """The sentences in order, the rows of a table of visits without what an earlier visit found."""
    if BAR.search(reading.text) is None:
        yield from sentences
        return
    columns, current, head = 0, 0, 0
    for sentence in sentences:
        cells = list(cells_in(reading, sentence, BAR))
        found = _current_column(reading, sentence, cells)
        if found is not None:
            columns, current = len(cells), found
            head = 0 if _is_time(reading, cells[0]) else 1
        elif columns and (more := len(cells) - columns) in ((0, 1) if head == 0 else (0,)) and len(cells) > 1:
            yield _row(sentence, cells, current + more, head + more)
            continue
        elif cells:
            columns = 0
        yield sentence


def _current_column(reading: Reading, sentence: Sentence, cells: Sequence[tuple[int, int]]) -> int | None:
    """Which cell of a heading is that of now, the others of earlier visits; None where a sentence is no such heading."""
    if not 2 <= len(cells) <= 6 or any(end - start > _SHORT for start, end in cells):
        return None
    texts = [reading.text[start:end] for start, end in cells]
    timed = texts if _is_time(reading, cells[0]) else texts[1:]
    if len(timed) < 2 or not all(_is_time(reading, cell) for cell in cells[-len(timed) :]):
        return None
    first = len(texts) - len(timed)
    named = [number for number, text in enumerate(timed) if _is_current(text)]
    dated = not any(has_word(text, time_words().earlier_column | time_words().current_column) for text in timed)
    tests = [test.start for test in sentence.of(*HEADS)]
    if (dated and tests) or any(start >= cells[first][0] for start in [*tests, *(one.start for one in sentence.of("ANGLE", "RESULT"))]):
        return None  # "EHL  3/5  5/5" holds no dates
    return first + (named[-1] if named else len(timed) - 1)


def _is_time(reading: Reading, cell: tuple[int, int]) -> bool:
    text, words = reading.text[slice(*cell)], time_words()
    return _DATE.search(text) is not None or has_word(text, words.earlier_column | words.current_column)


def _is_current(text: str) -> bool:
    words = time_words()
    return has_word(text, words.current_column) and not has_word(text, words.earlier_column)


def _row(sentence: Sentence, cells: Sequence[tuple[int, int]], current: int, labels: int) -> Sentence:
    """A row with the tests that open it and the finding of now."""
    start, end = cells[current]
    opens = max(labels, 1)
    label = [target for target in sentence.targets if target.start < cells[opens - 1][1]]
    held = [target for target in sentence.targets if start <= target.start < end]
    return replace(sentence, start=start, end=end).with_targets((*label, *held))
