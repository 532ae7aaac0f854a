"""Rows of the tables of an examination: cells under the two sides, grades under the names of muscles, grades behind a root.

A row is made into a sentence, or one for each side, that says in full what the heading of its columns says once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rootnote.anatomy import LUMBAR_ROOTS, Side
from rootnote.facts.attach import side_value
from rootnote.facts.bare_grades import names_roots
from rootnote.facts.model import Assertion
from rootnote.facts.pieces import RESULTS
from rootnote.facts.reading import Reading, Sentence, Target

_MUSCLES = frozenset({"MUSCLE", "MUSCLE_SHORT"})
#: Fewer names of muscles in a line make no columns of a table.
_COLUMNS = 3
#: What parts the cells of a row, and the words of a heading whose names have one word each.
_BAR, _WORDS = re.compile(r"[^\S\n]*\|[^\S\n]*|\t+|[^\S\n]{2,}"), re.compile(r"[^\S\n]*\|[^\S\n]*|[^\S\n]+")
_GRADE = r"[0-5][+-]?(?:\s?/\s?5)?(?![\w/+.-])"
_BARE = re.compile(r"[0-5][+-]?")
#: A cell that says no more than a number.
_NUMBER = re.compile(r"[\d\s/+°.-]*\d[\d\s/+°.-]*")
#: The sign of a test that is negative, as all that a cell holds.
_MINUS = re.compile(r"\(?[-–—]\)?")
#: A row of grades: of a side, of the legs as a whole, of a root.
_OF_SIDE = re.compile(rf"[\s|]*(?:(R|RT|RLE|right)|(?:L|LT|LLE|left))\b\.?[\s|:]*((?:{_GRADE}[\s|,]*){{3,}})", re.I)
_OF_LEGS = re.compile(
    rf"[\s|]*(?:LL|LE|LEs|BLE|lower (?:limb|extremit)\w*|legs?)\b[\s|:]*((?:{_GRADE}[\s|,]*){{1,2}})"
    r"((?:in )?all (?:groups|muscles)|throughout)?[\s|.]*",
    re.I,
)
_OF_ROOT = re.compile(rf"[\s|]*([LS]\d)(?:\s?[-/]\s?[LS]?\d)?[\s|:]+((?:{_GRADE}[\s|,]*){{1,2}})", re.I)
#: The grades of sensation on the two sides, of two each.
_OF_TWO = re.compile(r"([0-2])[\s|,]+([0-2])[\s|,]*")
#: A list of grades, one for each name of a list, and its parts; two could be one grade of so many.
_GRADES, _LISTED_GRADE = re.compile(r"(?<![\d/])[0-5][+-]?(?:/[0-5][+-]?){2,}(?![\d/])"), re.compile(r"[0-5][+-]?")
_NAMES = re.compile(r"[A-Za-z][A-Za-z .]*(?:/[A-Za-z][A-Za-z .]*){2,}")
_GRADED = _MUSCLES | {"REFLEX", "REFLEX_SHORT"}
_STRENGTH_RULE = "measure.strength_grade"


@dataclass(frozen=True, slots=True)
class Columns:
    """What heads the columns of a table: the two sides with their places among the cells, of so many; the muscles, None for other words."""

    sides: tuple[Target, ...] = ()
    places: tuple[int, ...] = ()
    cells: int = 0
    muscles: tuple[Target | None, ...] = ()


def side_columns(reading: Reading, sentence: Sentence) -> Columns:
    """The two sides that head the columns of a table, in their order; none when the sentence is no such heading."""
    if not has_side_columns(sentence):
        return Columns()
    sides = tuple(sentence.of("SIDE"))
    cells = list(_cells(reading, sentence, _BAR))
    places = tuple(number for side in sides for number, (start, end) in enumerate(cells) if start <= side.start < end)
    return Columns(sides, places, len(cells))


def has_side_columns(sentence: Sentence) -> bool:
    """Whether a sentence names the two sides and no result."""
    sides = [side_value(side) for side in sentence.of("SIDE")]
    return len(sides) == 2 and set(sides) == {Side.LEFT, Side.RIGHT} and not sentence.has("ANGLE", *RESULTS)


def is_row(reading: Reading, sentence: Sentence, columns: Columns) -> bool:
    """Whether a sentence has the cells of a table of the two sides."""
    return (
        len(columns.places) == 2 and len(list(_cells(reading, sentence, _BAR))) in (columns.cells, columns.cells + 1) and columns.cells > 1
    )


def muscle_columns(reading: Reading, sentence: Sentence) -> tuple[Target | None, ...]:
    """The muscles that head the columns of a table, None for words that name none; empty when the sentence is no such heading."""
    named = [target for target in sentence.targets if target.label in _MUSCLES]
    if len(named) < _COLUMNS or sentence.has(*RESULTS):
        return ()
    for pattern in (_BAR, _WORDS):
        columns = [next((one for one in named if start <= one.start < end), None) for start, end in _cells(reading, sentence, pattern)]
        if len([one for one in columns if one is not None]) == len(named):
            return tuple(columns)
    return ()


def cells_of(reading: Reading, sentence: Sentence, columns: Columns) -> tuple[Sentence, ...]:
    """A row of a table of the two sides as one sentence for each, with the tests that open the row; none where it holds numbers alone."""
    if len(columns.places) != 2:
        return ()
    cells = list(_cells(reading, sentence, _BAR))
    more = 1 if len(cells) == columns.cells + 1 else 0  # the column of the tests has no heading
    if len(cells) < 3 or len(cells) != columns.cells + more:
        return ()
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
        held = [_put(reading, sentence, "RESULT", "negative", "exam.negative", start, end)]
    named = _put(reading, sentence, "SIDE", side.value, side.rule, start, start)
    if held:
        named = named._replace(first=held[0].first, last=held[0].first)
    return replace(sentence, start=start, end=end).with_targets((*label, named, *held))


def as_row(reading: Reading, sentence: Sentence, muscles: Sequence[Target | None], topic: Sequence[Target]) -> Sentence:
    """A row of bare grades of strength with the names that its table's heading or its first word gives them; else the sentence itself."""
    if (listed := list(_listed(reading, sentence))) and not sentence.has(*RESULTS):
        return sentence.with_targets(sorted((*(one for one in sentence.targets if one.label == "SIDE"), *listed), key=_place))
    row = _OF_SIDE.fullmatch(reading.text, sentence.start, sentence.end) if muscles else None
    if row is not None:
        named = _under(row, muscles)
        return sentence.with_targets(_of_side(reading, sentence, row, named)) if named else sentence
    felt = next((head for head in topic if head.label == "SENSATION"), None)
    root = _OF_ROOT.fullmatch(reading.text, sentence.start, sentence.end) if felt is not None else None
    if felt is not None and root is not None and (pair := _OF_TWO.fullmatch(reading.text, *root.span(2))):
        place = _put(reading, sentence, "VERTEBRA", root.group(1).upper(), "measure.vertebra", *root.span(1))
        grades = (_put(reading, sentence, "SENSORY_GRADE", f"{pair.group(n)}/2", "measure.sensory_grade", *pair.span(n)) for n in (1, 2))
        return sentence.with_targets((_moved(felt, place), place, *grades))
    strength = next((head for head in topic if head.label == "STRENGTH"), None)
    if strength is not None and names_roots(strength):
        root = _OF_ROOT.fullmatch(reading.text, sentence.start, sentence.end)
        if root is not None and root.group(1).upper() in LUMBAR_ROOTS:
            place = _put(reading, sentence, "VERTEBRA", root.group(1).upper(), "measure.vertebra", *root.span(1))
            return sentence.with_targets((_moved(strength, place), place, *_grades(reading, sentence, root, 2)))
    legs = _OF_LEGS.fullmatch(reading.text, sentence.start, sentence.end) if not sentence.has(*RESULTS) else None
    if legs is not None and (legs.group(2) or strength is not None):
        leg = _put(reading, sentence, "LEG", "leg", "site.leg", legs.start(), legs.start(1))
        head = _put(reading, sentence, "STRENGTH", "any", "motor.any", leg.start, leg.start)
        return sentence.with_targets((head, leg, *_grades(reading, sentence, legs, 1)))
    return sentence


def _listed(reading: Reading, sentence: Sentence) -> Iterator[Target]:
    """The tests of a list and the list of their grades: "HF/KE/DF/EHL R 5/5/5/4, L 5/5/5/5"."""
    for match in _GRADES.finditer(reading.text, sentence.start, sentence.end):
        grades = list(_LISTED_GRADE.finditer(reading.text, *match.span()))
        names = next(
            (one for one in _NAMES.finditer(reading.text, sentence.start, match.start()) if len(one.group().split("/")) == len(grades)),
            None,
        )
        if names is None:
            continue
        at = names.start()
        for name, grade in zip(names.group().split("/"), grades, strict=True):
            head = next((one for one in sentence.targets if one.label in _GRADED and one.start < at + len(name) and at < one.end), None)
            if head is not None:  # "patella/Achilles" is one test of two
                head = head._replace(value=head.value.split(" and ")[-1 if head.start < at else 0])
            at += len(name) + 1
            if head is not None:
                label = "STRENGTH_GRADE" if head.label in _MUSCLES else "REFLEX_GRADE"
                found = _put(reading, sentence, label, grade.group(), f"measure.{label.lower()}", *grade.span())
                yield _moved(head, found)
                yield found


def _place(target: Target) -> int:
    return target.start


def _under(row: re.Match[str], muscles: Sequence[Target | None]) -> list[tuple[Target, re.Match[str]]]:
    """The muscles with the grade below each; none where the row does not fit the heading, whose first word may head no column."""
    grades = list(re.compile(_GRADE).finditer(row.string, *row.span(2)))
    columns = muscles[1:] if len(grades) == len(muscles) - 1 and muscles[0] is None else muscles
    if len(grades) != len(columns):
        return []
    return [(muscle, grade) for muscle, grade in zip(columns, grades, strict=True) if muscle is not None]


def _of_side(reading: Reading, sentence: Sentence, row: re.Match[str], named: Sequence[tuple[Target, re.Match[str]]]) -> Iterator[Target]:
    side = Side.RIGHT if row.group(1) else Side.LEFT
    yield _put(reading, sentence, "SIDE", side, "measure.side", row.start(), row.start(2))
    for muscle, match in named:
        grade = _grade(reading, sentence, match)
        yield _moved(muscle, grade)
        yield grade


def _grades(reading: Reading, sentence: Sentence, row: re.Match[str], group: int) -> Iterator[Target]:
    return (_grade(reading, sentence, match) for match in re.compile(_GRADE).finditer(row.string, *row.span(group)))


def _grade(reading: Reading, sentence: Sentence, match: re.Match[str]) -> Target:
    value = _BARE.match(match.group())
    return _put(reading, sentence, "STRENGTH_GRADE", value.group() if value else match.group(), _STRENGTH_RULE, *match.span())


def _moved(head: Target, place: Target) -> Target:
    """A test as if it were named right before a place in a row."""
    return head._replace(start=place.start, end=place.start, first=place.first, last=place.first, sentence=place.sentence)


def _put(reading: Reading, sentence: Sentence, label: str, value: str, rule: str, start: int, end: int) -> Target:
    """A target of a row, its tokens counted by words."""
    first = len(reading.text[sentence.start : start].split())
    text = reading.text[start:end].strip()
    return Target(
        label, value, rule, text, start, end, first, first + len(text.split()), sentence.number, sentence.section, Assertion.AFFIRMED, ""
    )


def _cells(reading: Reading, sentence: Sentence, parting: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """Where the cells of a row stand, in characters; empty ones are none."""
    at = sentence.start
    for match in [*parting.finditer(reading.text, sentence.start, sentence.end), None]:
        end = match.start() if match is not None else sentence.end
        text = reading.text[at:end]
        if text.strip():
            yield at + len(text) - len(text.lstrip()), at + len(text.rstrip())
        at = match.end() if match is not None else end
