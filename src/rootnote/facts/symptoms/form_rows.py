"""Lines of a form between a sentence and what it goes on with: "Right leg pain. / Duration: 3 months / Goes to the outer calf".

Source: annotation guide, radicular_symptoms.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from rootnote.facts.reading import Reading, Sentence

#: A line of a form, how many such lines may stand between, and the sentences that are looked back to beyond them.
_ROW, _ROWS, _TOLD = re.compile(r"\s*[A-Za-z][\w /-]{2,24}:\s*\S"), 3, 2


def told_before(reading: Reading, sentence: Sentence, labels: Collection[str]) -> list[Sentence]:
    """The two sentences before one, without the lines that answer a heading of their own and hold none of some labels."""
    earlier = reading.sentences[max(0, sentence.number - _ROWS - _TOLD) : sentence.number]
    rows = [one for one in earlier if not one.has(*labels) and _ROW.match(reading.text, one.start, one.end)]
    return [one for one in earlier if one not in rows][-_TOLD:]
