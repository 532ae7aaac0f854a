"""Symptoms in columns of the two sides: a table with a column for each, or a row that names both legs ("RLE: none  LLE: moderate"); and the
boxes of a row, which may be those of the two legs ("Radiates to: [ ] R leg  [x] L leg  [ ] neither").

Source: annotation guide, radicular_symptoms and laterality; facts.md section 6, forms.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from rootnote.anatomy import ONE_SIDE, Side
from rootnote.facts.attach import names_side, side_value
from rootnote.facts.conditions.mentions import FILLED_IN
from rootnote.facts.exam.tables import BAR, Columns, cells_in, is_row, side_columns
from rootnote.facts.reading import Reading, Sentence, Target
from rootnote.facts.symptoms.place_words import place_words
from rootnote.facts.wording import are_only
from rootnote.language.categories import EXAMINED, STUDIED
from rootnote.language.labels import LEG_PARTS, SYMPTOMS

#: Sections whose tables are of what an examiner found, and those of other people or tests.
_NOT_TOLD = EXAMINED | STUDIED | {"findings", "family", "labs", "psh", "procedure"}
#: What makes a row that of another part, or of a test.
_OTHERS = ("ARM", "ELSEWHERE", "OTHER_PROBLEM", "BACK_PAIN", "REFLEX", "MUSCLE", "STRENGTH_GRADE", "SLR", "WALK")
#: What a cell says that is no word of a rule: a score, or the sign of nothing.
_SCORE = re.compile(r"\(?\+?(\d{1,2})(?:\s?/\s?10)?\)?\s*(?:%|\(|$)")
_NOTHING = re.compile(r"(?:[-–—]|n/?a)$", re.I)
#: A box, and the mark in it; how a way is said that heads no row of boxes.
_BOX, _TICKED = re.compile(r"\[[ _xX✓✔]*\]|\([ _xX✓✔]*\)|[☐□☑☒■]"), re.compile(r"[xX✓✔☑☒■]")
_WAY = "path"
#: Marks that are no answer.
_MARKS = " \t\r\n|,;."
#: The scores of both legs behind the symptom that they rate, in a line: "Leg pain (VAS): R 0/10, L 5/10".
_SIDE = r"\b(?P<{0}>R|L|(?i:rt|lt|right|left))\b\.?[ \t]*(?:leg[ \t]*)?(?:is[ \t]+|[:=@][ \t]*)?"
_RATED = r"(?P<{0}>(?:10|\d)(?:\.\d)?)(?:\s?/\s?10)?(?![\w%°]|\.\d|\s?/\s?\d|-\d)"
_BOTH = re.compile(
    r"[ \t]*+(?:\([^()\n]{1,16}\)|\b(?i:vas|nrs|nprs|score|scores|rated|on|is|today|now)\b)?[ \t]*+[:=,–-]?[ \t]*+"
    + (_SIDE.format("one") + _RATED.format("first"))
    + r"[ \t]*[,;/|]?[ \t]*(?:and[ \t]+|&[ \t]*)?"
    + (_SIDE.format("other") + _RATED.format("second"))
)
#: What stands behind a side before its answer.
_LEAD = re.compile(r"\s*[:=]\s*|\s+")
#: What in a cell says that the symptom is there: how bad, where, or yes.
_THERE, _YES = ("SEVERITY", "COURSE", "TERRITORY", "LEG", "SYMPTOM"), "positive"


class Told(NamedTuple):
    """What a cell says of one leg, or of no side: the symptom that heads its row, the places named in it, whether it denies the symptom."""

    stated: Target
    places: tuple[Target, ...]
    side: Side | None
    denied: bool
    start: int
    end: int


class _Cell(NamedTuple):
    """The side of a cell, where its answer stands in characters (half-open), and where the cell opens, its side included."""

    side: Side | None
    start: int
    end: int
    opened: int


def symptoms_by_side(reading: Reading) -> Mapping[int, Sequence[Told]]:
    """What rows with an answer for each leg say, by the number of their sentence; a row of no leg says nothing."""
    found: dict[int, list[Told]] = {}
    columns, head = Columns(), 0
    for sentence in reading.sentences:
        if sentence.section in _NOT_TOLD:
            columns = Columns()
            continue
        boxes = list(_BOX.finditer(reading.written, sentence.start, sentence.end))
        if len(boxes) > 1 and (ticked := _in_boxes(reading, sentence, boxes)) is not None:
            found[sentence.number] = ticked
            if asked := _asked(reading, sentence):
                found[asked.number] = []
            continue
        if scored := _scored(reading, sentence):
            found[sentence.number] = scored
            continue
        rows = _in_row(reading, sentence)
        if not rows and (heads := side_columns(reading, sentence)).sides:
            columns, head = heads, sentence.number
            continue
        columns = columns if is_row(reading, sentence, columns) else Columns()
        rows = rows or _in_table(reading, sentence, columns)
        if not rows:
            continue
        stated = _stated(sentence, rows[0], goes_on=sentence.number - 1 in found)
        if stated is not None and (told := list(_told(reading, sentence, stated, rows))):
            found[sentence.number] = told
            if columns.sides:
                found[head] = []
    return found


def _in_boxes(reading: Reading, sentence: Sentence, boxes: Sequence[re.Match[str]]) -> list[Told] | None:
    """What the boxes behind a symptom are ticked for, with nothing ticked nothing; None where they tell no leg, or of something else."""
    heads = (t for t in sentence.of("RADIATION", *SYMPTOMS) if t.value != _WAY and t.end <= boxes[0].start())
    asked = _asked(reading, sentence)
    stated = next(heads, None) or (next(asked.of(*SYMPTOMS), None) if asked else None)
    if stated is None or sentence.has(*_OTHERS) or stated.cue in FILLED_IN:
        return None  # a box for No tells of no leg, whatever stands behind it
    before = reading.written[stated.end : boxes[0].start()]
    behind = names_side(before)
    starts = [stated.end, *(box.end() for box in boxes[:-1])] if behind else [box.end() for box in boxes]
    ends = [box.start() for box in boxes] if behind else [*(box.start() for box in boxes[1:]), sentence.end]
    answers = [_Cell(None, start, end, start) for start, end in zip(starts, ends, strict=True)]
    of_sides = sum(names_side(reading.written[cell.start : cell.end]) for cell in answers) > 1
    if not (of_sides if behind else are_only(before.replace("?", ""), place_words().places_pain)):
        return None
    ticked = [cell for box, cell in zip(boxes, answers, strict=True) if _TICKED.search(box.group())]
    told = [one for cell in ticked if (one := _of_box(reading, sentence, stated, cell)) is not None]
    return told if told or not ticked else None


def _asked(reading: Reading, sentence: Sentence) -> Sentence | None:
    """The question before a row that opens with boxes: "Do you have leg pain?  [x] right  [ ] left"."""
    before = reading.sentences[sentence.number - 1] if sentence.number else None
    opens = _BOX.match(reading.written, sentence.start) is not None
    return before if before is not None and opens and reading.asks(before) and not before.has(*_OTHERS) else None


def _of_box(reading: Reading, sentence: Sentence, stated: Target, cell: _Cell) -> Told | None:
    """What a ticked box says: the side or the parts of the leg that it is for, or that there is nothing."""
    held = [target for target in sentence.targets if cell.start <= target.start < cell.end]
    side = next((side_value(target) for target in held if target.label == "SIDE"), None)
    places = tuple(target for target in held if target.label in LEG_PARTS)
    if side is not None or places:
        return Told(stated, places, side, False, cell.start, cell.end)
    denied = any(target.label == "NEGATOR" for target in held) or _is_nothing(reading, cell)
    return Told(stated, (), None, True, cell.start, cell.end) if denied else None


def _is_nothing(reading: Reading, cell: _Cell) -> bool:
    return _NOTHING.fullmatch(reading.text[cell.start : cell.end].strip(_MARKS)) is not None


def _stated(sentence: Sentence, first: _Cell, *, goes_on: bool) -> Target | None:
    """The symptom that heads a row; behind a row of symptoms, the leg that its first answer is of ("Intermittent  RLE: mild")."""
    if sentence.has(*_OTHERS):
        return None
    heads = [target for target in sentence.of(*SYMPTOMS) if target.end <= first.opened]
    legs = [target for target in sentence.of("LEG") if target.end <= first.start] if goes_on else []
    return next(iter([*heads, *legs]), None)


def _in_table(reading: Reading, sentence: Sentence, columns: Columns) -> list[_Cell]:
    """The cells of a row under two sides; none where no table stands."""
    cells = list(cells_in(reading, sentence, BAR))
    more = len(cells) - columns.cells  # the column of the symptoms may have no heading
    found = []
    for side, place in zip(columns.sides, columns.places, strict=True):
        value = side_value(side)
        if value is not None and place + more > 0:
            found.append(_Cell(value, *cells[place + more], opened=cells[place + more][0]))
    return found if len(found) == len(columns.sides) else []


def _in_row(reading: Reading, sentence: Sentence) -> list[_Cell]:
    """The answers behind the two legs that a row names, each right behind its leg."""
    sides = [side for side in sentence.of("SIDE") if side_value(side) in ONE_SIDE]
    if len(sides) != 2 or side_value(sides[0]) == side_value(sides[1]):
        return []
    of_leg = any(head.end <= sides[0].start for head in sentence.of("LEG_SYMPTOM"))  # "Leg pain: right 2/10, left 6/10"
    found = []
    for side, end in zip(sides, [sides[1].start, sentence.end], strict=True):
        leg = next((leg for leg in sentence.of("LEG") if side.start <= leg.start <= side.end + 1), None)
        lead = _LEAD.match(reading.text, side.end if leg is None else leg.end, end)
        value = side_value(side)
        if lead is None or value is None or not (answer := reading.text[lead.end() : end].strip(_MARKS)):
            return []
        if leg is None and not (of_leg and (_SCORE.match(answer) or any(lead.end() <= no.start < end for no in sentence.of("NEGATOR")))):
            return []
        found.append(_Cell(value, lead.end(), end, side.start))
    return found


def _scored(reading: Reading, sentence: Sentence) -> list[Told]:
    """What the scores of both legs say, behind the symptom of the legs that they rate; nothing where none is rated so."""
    for stated in sentence.of("LEG_SYMPTOM"):
        match = _BOTH.match(reading.text, stated.end, sentence.end)
        sides = [Side.LEFT if match[key][0] in "lL" else Side.RIGHT for key in ("one", "other")] if match is not None else []
        if match is not None and len(set(sides)) == len(sides):
            places = [match.span(key) for key in ("first", "second")]
            return [
                Told(stated, (), side, not float(reading.text[start:end]), start, end)
                for side, (start, end) in zip(sides, places, strict=True)
            ]
    return []


def _told(reading: Reading, sentence: Sentence, stated: Target, cells: Sequence[_Cell]) -> Iterator[Told]:
    answers = [_answer(reading, sentence, cell) for cell in cells]
    if None in answers:
        return
    for cell, answer in zip(cells, answers, strict=True):
        places = tuple(t for t in sentence.of(*LEG_PARTS) if cell.start <= t.start < cell.end)
        yield Told(stated, places, cell.side, answer is False, cell.start, cell.end)


def _answer(reading: Reading, sentence: Sentence, cell: _Cell) -> bool | None:
    """Whether a cell says that the symptom is there; None where it says neither."""
    text = reading.text[cell.start : cell.end].strip(_MARKS)
    if score := _SCORE.match(text):
        return int(score.group(1)) > 0
    held = [target for target in sentence.targets if cell.start <= target.start < cell.end]
    if _NOTHING.fullmatch(text) or any(target.label == "NEGATOR" for target in held):
        return False
    if any(target.label in _THERE or (target.label == "RESULT" and target.value == _YES) for target in held):
        return True
    return None
