"""Tables of levels with a column for each finding: "| Level | Disc | Stenosis |" and then "| L4-5 | bulge | none |".

A finding that heads a column of none is not there, and none in one cell denies nothing in another.

Source: annotation guide, conditions: a finding that is denied; facts.md section 6, forms.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from rootnote.facts.exam.tables import BAR, cells_in
from rootnote.facts.model import Assertion
from rootnote.facts.reading import Reading, Sentence, Target
from rootnote.facts.studies.image_results import ABNORMAL
from rootnote.facts.studies.study_words import study_words
from rootnote.facts.wording import are_only, has_word
from rootnote.language.labels import PASSAGES

#: What else the name of a column holds that can be the finding.
_NAMED = ABNORMAL | PASSAGES | {"DISC_SPACE"}
#: The characters of a cell that heads a column, at most.
_HEAD = 28
#: The line between the heading of a table and its rows.
_RULED = re.compile(r"[\s|:+-]*")
_EMPTY = re.compile(r"[\s()–—-]*")


def with_level_tables(reading: Reading) -> Reading:
    """The reading with the findings of such tables asserted as their cells say."""
    if BAR.search(reading.text) is None:
        return reading
    otherwise: dict[Target, Assertion] = {}
    for heading, rows in _tables(reading):
        cells = [list(cells_in(reading, sentence, BAR)) for sentence in (heading, *rows)]
        for column in range(1, len(cells[0])):
            if all(_is_none(reading.text[slice(*row[column])]) for row in cells[1:]):
                otherwise.update(dict.fromkeys(_within(heading, cells[0][column], _NAMED), Assertion.NEGATED))
        for row, held in zip(rows, cells[1:], strict=True):
            for cell in held[1:]:
                denies = has_word(reading.text[slice(*cell)], study_words().cell_denies)
                if not denies and not any(cell[0] <= no.start < cell[1] for no in row.of("NEGATOR")):
                    denied = (one for one in _within(row, cell, ABNORMAL) if one.assertion is Assertion.NEGATED)
                    otherwise.update(dict.fromkeys(denied, Assertion.AFFIRMED))
    return reading.asserting(otherwise) if otherwise else reading


def _tables(reading: Reading) -> Iterator[tuple[Sentence, tuple[Sentence, ...]]]:
    """The headings of the tables of levels, each with its rows."""
    heading: Sentence | None = None
    rows: list[Sentence] = []
    width = 0
    for sentence in reading.sentences:
        cells = list(cells_in(reading, sentence, BAR)) if len(sentence.targets) or heading is not None else []
        if heading is not None and len(cells) == width and any(one.start < cells[0][1] for one in sentence.of("LEVEL")):
            rows.append(sentence)
            continue
        if heading is not None and not rows and _RULED.fullmatch(reading.text, sentence.start, sentence.end):
            continue
        if heading is not None and rows:
            yield heading, tuple(rows)
        heading, rows, width = (sentence if _is_heading(reading, sentence, cells) else None), [], len(cells)
    if heading is not None and rows:
        yield heading, tuple(rows)


def _is_heading(reading: Reading, sentence: Sentence, cells: Sequence[tuple[int, int]]) -> bool:
    """Whether a sentence names columns, the first of levels and another of a finding."""
    if len(cells) < 2 or sentence.has("LEVEL") or any(end - start > _HEAD for start, end in cells):
        return False
    levels = are_only(reading.text[slice(*cells[0])], study_words().level_column)
    return levels and any(_within(sentence, cell, ABNORMAL) for cell in cells[1:])


def _within(sentence: Sentence, cell: tuple[int, int], labels: Collection[str]) -> tuple[Target, ...]:
    return tuple(one for one in sentence.of(*labels) if cell[0] <= one.start < cell[1])


def _is_none(cell: str) -> bool:
    """Whether a cell says that there is nothing, or no more than a dash."""
    return _EMPTY.fullmatch(cell) is not None or are_only(cell, study_words().no_finding)
