"""Tables of an examination with a column for each side: a row is made into a sentence for each, with the tests that open it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rootnote.anatomy import ONE_SIDE
from rootnote.facts.attach import side_value
from rootnote.facts.exam.pieces import RESULTS
from rootnote.facts.model import Assertion
from rootnote.facts.reading import Reading, Sentence, Target

#: What parts the cells of a row.
BAR = re.compile(r"[^\S\n]*\|[^\S\n]*|\t+|[^\S\n]{2,}")
#: A cell that says no more than a number.
_NUMBER = re.compile(r"[\d\s/+°.-]*\d[\d\s/+°.-]*")
#: The sign of a test that is negative, as all that a cell holds.
_MINUS = re.compile(r"\(?[-–—]\)?")


@dataclass(frozen=True, slots=True)
class Columns:
    """The two sides that head the columns of a table, their places among its cells, and how many cells it has."""

    sides: tuple[Target, ...] = ()
    places: tuple[int, ...] = ()
    cells: int = 0


def side_columns(reading: Reading, sentence: Sentence) -> Columns:
    """The two sides that head the columns of a table, in their order; none when the sentence is no such heading."""
    if not has_side_columns(sentence):
        return Columns()
    sides = tuple(sentence.of("SIDE"))
    cells = list(cells_in(reading, sentence, BAR))
    places = tuple(number for side in sides for number, (start, end) in enumerate(cells) if start <= side.start < end)
    return Columns(sides, places, len(cells))


def has_side_columns(sentence: Sentence) -> bool:
    """Whether a sentence names the two sides and no result."""
    sides = [side_value(side) for side in sentence.of("SIDE")]
    return len(sides) == 2 and set(sides) == ONE_SIDE and not sentence.has("ANGLE", *RESULTS)


def is_row(reading: Reading, sentence: Sentence, columns: Columns) -> bool:
    """Whether a sentence has the cells of a table of the two sides."""
    if len(columns.places) != 2 or columns.cells < 2:
        return False
    return len(list(cells_in(reading, sentence, BAR))) in (columns.cells, columns.cells + 1)


def cells_of(reading: Reading, sentence: Sentence, columns: Columns) -> tuple[Sentence, ...]:
    """A row of a table of the two sides as one sentence for each, with the tests that open the row; none where it holds numbers alone."""
    if not is_row(reading, sentence, columns):
        return ()
    cells = list(cells_in(reading, sentence, BAR))
    more = len(cells) - columns.cells  # the column of the tests may have no heading
    places = [number + more for number in columns.places]
    texts = [reading.text[slice(*cells[place])] for place in places]
    if min(places) == 0 or all(map(_NUMBER.fullmatch, texts)):
        return ()
    first, last = cells[min(places)], cells[max(places)]
    if any(target.label in RESULTS and target.start < last[0] < target.end for target in sentence.targets):
        return ()  # one result for both
    label = [target._replace(end=min(target.end, first[0])) for target in sentence.targets if target.start < first[0]]
    return tuple(_cell(reading, sentence, label, side, cells[place]) for side, place in zip(columns.sides, places, strict=True))


def _cell(reading: Reading, sentence: Sentence, label: Sequence[Target], side: Target, cell: tuple[int, int]) -> Sentence:
    start, end = cell
    held = [target for target in sentence.targets if start <= target.start < end]
    of_tension = any(target.label == "SLR" for target in label)
    if of_tension and not held and _MINUS.fullmatch(reading.text, start, end):
        held = [put(reading, sentence, "RESULT", "negative", "exam.negative", start, end)]
    named = put(reading, sentence, "SIDE", side.value, side.rule, start, start)
    if held:
        named = named._replace(first=held[0].first, last=held[0].first)
    return replace(sentence, start=start, end=end).with_targets((*label, named, *held))


def put(reading: Reading, sentence: Sentence, label: str, value: str, rule: str, start: int, end: int) -> Target:
    """A target that a row holds at a place, its tokens counted by words."""
    first = len(reading.text[sentence.start : start].split())
    text = reading.text[start:end].strip()
    last = first + len(text.split())
    return Target(label, value, rule, text, start, end, first, last, sentence.number, sentence.section, Assertion.AFFIRMED, "")


def cells_in(reading: Reading, sentence: Sentence, parting: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """Where the cells of a row stand, in characters; empty ones are none."""
    at = sentence.start
    for match in [*parting.finditer(reading.text, sentence.start, sentence.end), None]:
        end = match.start() if match is not None else sentence.end
        text = reading.text[at:end]
        if text.strip():
            yield at + len(text) - len(text.lstrip()), at + len(text.rstrip())
        at = match.end() if match is not None else end
