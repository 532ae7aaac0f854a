"""Tables with a column for when each trouble began or how long it has lasted: "| Region | Onset | Pain |".

Source: annotation guide, chronicity; clarification 27.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeAlias

from rootnote.facts.exam.tables import BAR, cells_in
from rootnote.facts.reading import Reading, Sentence, Target
from rootnote.facts.spine.spine import Part, part_of_cue
from rootnote.facts.symptoms.places import LEG_JOINTS
from rootnote.language.labels import SPINE_TROUBLES, TIMES

#: The values of the words that may head such a column.
_HEADS = frozenset({"start", "begin", "for", "since", "dated"})
#: What a row may open with.
_TROUBLES = SPINE_TROUBLES | {"LEG_SYMPTOM"}
_Cells: TypeAlias = Sequence[tuple[int, int]]


def dated_rows(reading: Reading) -> Iterator[tuple[Target, Target]]:
    """The part of the back or leg, or the trouble of it, that opens a row of such a table, and the time in that column."""
    head: tuple[int, int] | None = None
    for sentence in reading.sentences:
        cells = list(cells_in(reading, sentence, BAR))
        if len(cells) < 2:
            head = None
            continue
        column = _onset_column(sentence, cells)
        if column is not None:
            head = column, len(cells)
        elif head is not None and len(cells) == head[1]:
            yield from _row(sentence, cells, head[0])


def _onset_column(sentence: Sentence, cells: _Cells) -> int | None:
    """Which cell of a heading asks for a time; none where the sentence holds one."""
    if sentence.has(*TIMES):
        return None
    asked = {cue.start: cue.end for cue in sentence.of("ONSET") if cue.value in _HEADS}
    return next((number for number, (start, end) in enumerate(cells) if number and asked.get(start) == end), None)


def _row(sentence: Sentence, cells: _Cells, column: int) -> Iterator[tuple[Target, Target]]:
    opened = [one for one in sentence.targets if one.end <= cells[0][1]]
    ours = next((one for one in opened if _is_ours(one)), None)
    time = next((one for one in sentence.of(*TIMES) if cells[column][0] <= one.start < cells[column][1]), None)
    if ours is not None and time is not None and not any(one.value in LEG_JOINTS or part_of_cue(one) is Part.OTHER for one in opened):
        yield ours, time


def _is_ours(one: Target) -> bool:
    return one.label in _TROUBLES or (one.label in ("REGION", "LEG", "TERRITORY", "LEVEL") and part_of_cue(one) is Part.LUMBAR)
