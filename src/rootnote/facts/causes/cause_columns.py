"""Tables with a column for the cause of each trouble: "| Problem | Status | Cause |".

Source: annotation guide, etiology: the cell of a row under the name of the cause links it to what opens the row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rootnote.facts.causes.cause_words import cause_words
from rootnote.facts.causes.causes import CAUSES, EFFECTS, Link
from rootnote.facts.exam.tables import BAR, cells_in
from rootnote.facts.model import Assertion
from rootnote.facts.reading import Reading, Sentence

#: The characters of a cell that heads a column, at most, and its words.
_HEAD, _WORD = 28, re.compile(r"\w+")


def by_column(reading: Reading, allowed: Sequence[Assertion]) -> Iterator[Link]:
    """The links of the rows of such tables: the last effect before the column, and each cause in it."""
    if BAR.search(reading.text) is None:
        return
    column, width = 0, 0
    for sentence in reading.sentences:
        cells = list(cells_in(reading, sentence, BAR))
        if len(cells) < 2:
            width = 0
            continue
        headed = _cause_column(reading, sentence, cells)
        if headed:
            column, width = headed, len(cells)
        elif len(cells) == width:
            yield from _row(sentence, cells[column], allowed)


def _cause_column(reading: Reading, sentence: Sentence, cells: Sequence[tuple[int, int]]) -> int:
    """Which cell of a heading asks for the cause, 0 where none does or the sentence is a row."""
    if sentence.has(*EFFECTS, *CAUSES) or any(end - start > _HEAD for start, end in cells):
        return 0
    heads = (" ".join(_WORD.findall(reading.text[start:end].lower())) for start, end in cells)
    return next((number for number, head in enumerate(heads) if number and head in cause_words().cause_column), 0)


def _row(sentence: Sentence, cell: tuple[int, int], allowed: Sequence[Assertion]) -> Iterator[Link]:
    effects = [one for one in sentence.of(*EFFECTS) if one.end <= cell[0] and one.assertion.is_current]
    causes = (one for one in sentence.of(*CAUSES) if cell[0] <= one.start < cell[1] and one.assertion in allowed)
    yield from (Link(cause, effects[-1]) for cause in causes if effects)
