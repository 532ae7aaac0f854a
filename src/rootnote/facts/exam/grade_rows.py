"""Rows of bare grades in an examination, made into sentences that name the test of each grade, or into a unit for each.

The names stand in the heading of the columns ("HF KE DF" above "R 5 5 4"), in a list before the grades ("HF/KE/DF R 5/5/4") or at the head
of the row ("L4 5 5" under "Myotomes").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from rootnote.anatomy import LUMBAR_ROOTS, Side
from rootnote.facts.attach import side_value
from rootnote.facts.exam.bare_grades import names_roots
from rootnote.facts.exam.clauses import Unit
from rootnote.facts.exam.pieces import HEADS, RESULTS
from rootnote.facts.exam.tables import BAR, cells_in, put
from rootnote.facts.reading import Reading, Sentence, Target
from rootnote.facts.symptoms.places import PLACES, REFLEX_SITES
from rootnote.language.labels import MUSCLES, REFLEXES

_NAMED = MUSCLES | REFLEXES | {"VERTEBRA", "LEG"}
#: Fewer names of muscles or roots, or of reflexes, in a line make no columns of a table.
_COLUMNS, _REFLEX_COLUMNS = 3, 2
#: What parts the words of a heading whose names have one word each.
_WORDS = re.compile(r"[^\S\n]*\|[^\S\n]*|[^\S\n]+")
_GRADE = r"[0-5][+-]?(?:\s?/\s?5)?(?![\w/+.-])"
#: A grade of any test: digits, plus signs, and words for a reflex that is not there; none is two of these: a row is read one way.
_ANY = rf"(?:{_GRADE}|[0-4]\+(?=[\w/+.-])|\+{{1,4}}(?!\+)|[-–](?=[\s|]|$)|tr(?:ace)?\b|abs(?:ent)?\b)"
_ANY_GRADE, _STRENGTH_GRADE = re.compile(_ANY, re.I), re.compile(_GRADE)
_SIDE = r"(R|RT|RLE|right)|(L|LT|LLE|left)"
_TEST = r"(?:motor|power|strength|mmt|myotomes?|sens\w*|lt|pp|pin\w*|derm\w*|reflex\w*|dtrs?)"
#: A row of grades: of a side, of the legs as a whole, of a root.
_OF_SIDE = re.compile(rf"[\s|]*({_TEST}[\s|:]+)?(?:{_SIDE})\b\.?[\s|:]*((?:{_ANY}[\s|,]*){{2,}})", re.I)
_OF_LEGS = re.compile(
    rf"[\s|]*(?:LL|LE|LEs|BLE|lower (?:limb|extremit)\w*|legs?)\b[\s|:]*((?:{_GRADE}[\s|,]*){{1,2}})"
    r"((?:in )?all (?:groups|muscles)|throughout)?[\s|.]*",
    re.I,
)
_OF_ROOT = re.compile(rf"[\s|]*([LS]\d)(?:\s?[-/]\s?[LS]?\d)?[\s|:]+((?:{_GRADE}[\s|,]*){{1,2}})", re.I)
#: The grades of sensation on the two sides, of two each.
_OF_TWO = re.compile(r"([0-2])[\s|,]+([0-2])[\s|,]*")
#: A list of grades, one for each name of a list, and its parts; two could be one grade of so many.
_GRADES = re.compile(r"(?<![\d/-])(?:[0-5][+-]?(?:/[0-5][+-]?){2,}(?![\d/])|[0-5]\+?(?:-[0-5]\+?){2,}(?![\d-]))")
_LISTED_GRADE, _DASHED_GRADE = re.compile(r"[0-5][+-]?"), re.compile(r"[0-5]\+?")
_NAMES = re.compile(r"[A-Za-z][A-Za-z .]{0,20}(?:/[A-Za-z][A-Za-z .]{0,20}){2,11}")
#: Characters before a list of grades in which that of its names stands.
_NAMES_REACH = 120
#: The side right before a list of grades, and right behind it.
_SIDE_BEFORE = re.compile(rf"(?<![\w/])(?:{_SIDE})\b\.?[\s:=–-]*\Z", re.I)
_SIDE_AFTER = re.compile(rf"[\s,(]*(?:(?:on|of|for)\s+(?:the\s+)?|in\s+the\s+)?(?:{_SIDE})\b", re.I)
_SIDE_REACH = 12
#: Words for the test of sensation at the head of a table of roots or of its row.
_FELT = re.compile(r"\b(?:sens|lt\b|pp\b|pin|derm)", re.I)
#: Grades of strength that none of sensation can be.
_STRONG = frozenset("345")


class Heading(NamedTuple):
    """What heads the columns of a table of grades: tests, None for words that name none here, and whether roots are of sensation."""

    tests: tuple[Target | None, ...]
    felt: bool


class Row(NamedTuple):
    """A row as a sentence that names the tests of its grades, and a unit for each grade where each has a name of its own."""

    sentence: Sentence
    units: tuple[Unit, ...] = ()


def heading_of(reading: Reading, sentence: Sentence) -> Heading | None:
    """The heading of a table of grades that a sentence is: muscles, reflexes or roots, and no result."""
    if sentence.labels.isdisjoint(_NAMED) or sentence.has(*RESULTS):
        return None
    reflexes = any(head.value == "any" for head in sentence.of("REFLEX"))
    named = [target for target in sentence.targets if _heads_column(target, reflexes)]
    fewest = _REFLEX_COLUMNS if named and all(target.label in REFLEXES | {"LEG"} for target in named) else _COLUMNS
    if len(named) < fewest:
        return None
    for pattern in (BAR, _WORDS):
        tests = [next((one for one in named if start <= one.start < end), None) for start, end in cells_in(reading, sentence, pattern)]
        if len([one for one in tests if one is not None]) == len(named):
            return Heading(tuple(tests), _FELT.search(reading.text, sentence.start, sentence.end) is not None)
    return None


def _heads_column(target: Target, reflexes: bool) -> bool:
    if target.label == "VERTEBRA":
        return target.value in LUMBAR_ROOTS
    if target.label == "LEG":
        return reflexes and target.value in REFLEX_SITES
    return target.label in MUSCLES or (target.label in REFLEXES and target.value in REFLEX_SITES)


def as_row(reading: Reading, sentence: Sentence, heading: Heading | None, topic: Sequence[Target]) -> Row:
    """A row of bare grades with the names that its table's heading, its list or its first word gives them; else the sentence itself."""
    row = _OF_SIDE.fullmatch(reading.text, sentence.start, sentence.end) if heading is not None else None
    if heading is not None and row is not None:
        named = _under(row, heading.tests)
        return _row(sentence, _of_side(reading, sentence, row, named, heading)) if named else Row(sentence)
    if sentence.has(*RESULTS):
        return Row(sentence)
    if not sentence.labels.isdisjoint(MUSCLES | REFLEXES) and (listed := list(_listed(reading, sentence))):
        return _row(sentence, listed)
    return Row(_of_first_word(reading, sentence, topic))


def _row(sentence: Sentence, groups: Iterable[tuple[Target, ...]]) -> Row:
    """The row of some grades, each with its test, place and side."""
    units = tuple(
        Unit(group, tuple(one for one in group if one.label in HEADS), tuple(one for one in group if one.label in PLACES), False)
        for group in groups
    )
    targets = dict.fromkeys(target for unit in units for target in unit.targets)
    return Row(sentence.with_targets(targets), units)


def _of_first_word(reading: Reading, sentence: Sentence, topic: Sequence[Target]) -> Sentence:
    """A row that opens with a root or the legs, with the test that stands above it."""
    test = next((head for head in topic if head.label == "SENSATION" or (head.label == "STRENGTH" and names_roots(head))), None)
    root = _OF_ROOT.fullmatch(reading.text, sentence.start, sentence.end) if test is not None else None
    if test is not None and root is not None and root.group(1).upper() in LUMBAR_ROOTS:
        place = put(reading, sentence, "VERTEBRA", root.group(1).upper(), "measure.vertebra", *root.span(1))
        grades = _felt(reading, sentence, root) if test.label == "SENSATION" else list(_grades(reading, sentence, root, 2))
        return sentence.with_targets((_moved(test, place), place, *grades)) if grades else sentence
    legs = _OF_LEGS.fullmatch(reading.text, sentence.start, sentence.end)
    if legs is not None and (legs.group(2) or any(head.label == "STRENGTH" for head in topic)):
        leg = put(reading, sentence, "LEG", "leg", "site.leg", legs.start(), legs.start(1))
        head = put(reading, sentence, "STRENGTH", "any", "motor.any", leg.start, leg.start)
        return sentence.with_targets((head, leg, *_grades(reading, sentence, legs, 1)))
    return sentence


def _under(row: re.Match[str], tests: Sequence[Target | None]) -> list[tuple[Target, re.Match[str]]]:
    """The tests with the grade below each; none where the row does not fit the heading, whose first word may head no column."""
    grades = list(_ANY_GRADE.finditer(row.string, *row.span(4)))
    columns = tests[1:] if len(grades) == len(tests) - 1 and tests[0] is None else tests
    if len(grades) != len(columns):
        return []
    return [(test, grade) for test, grade in zip(columns, grades, strict=True) if test is not None]


def _of_side(
    reading: Reading, sentence: Sentence, row: re.Match[str], named: Sequence[tuple[Target, re.Match[str]]], heading: Heading
) -> Iterator[tuple[Target, ...]]:
    """The tests of a row with their grades and side; those of roots are of strength unless sensation is named, or no grade says so."""
    felt = _FELT.search(row.group(1)) is not None if row.group(1) else heading.felt
    strong = row.group(1) is not None or any(match.group()[0] in _STRONG for _, match in named)
    side = put(reading, sentence, "SIDE", Side.RIGHT if row.group(2) else Side.LEFT, "measure.side", row.start(), row.start(4))
    for test, match in named:
        start, digit = match.start(), match.group()[0]
        if test.label == "VERTEBRA" and felt and digit in "012":
            head = put(reading, sentence, "SENSATION", "test", "sensory.test", start, start)
            root = _moved(test, put(reading, sentence, "VERTEBRA", test.value, test.rule, start, start))
            yield side, head, root, put(reading, sentence, "SENSORY_GRADE", f"{digit}/2", "measure.sensory_grade", *match.span())
        elif test.label == "VERTEBRA" and not felt and strong and digit.isdigit():
            head = put(reading, sentence, "STRENGTH", "any", "motor.any", start, start)
            root = _moved(test, put(reading, sentence, "VERTEBRA", test.value, test.rule, start, start))
            yield side, head, root, _grade(reading, sentence, match)
        elif test.label in MUSCLES and digit.isdigit():
            grade = _grade(reading, sentence, match)
            yield side, _moved(test, grade), grade
        elif test.label in REFLEXES | {"LEG"}:
            grade = put(reading, sentence, "REFLEX_GRADE", _reflex(match.group()), "measure.reflex_grade", *match.span())
            yield side, _moved(test, grade)._replace(label="REFLEX", rule=f"reflex.{test.value}"), grade


def _reflex(grade: str) -> str:
    """The grade of a reflex that a cell says: signs are counted, a trace or none is none."""
    if grade[0] == "+":
        return f"{len(grade)}+"
    return grade.split("/")[0] if grade[0].isdigit() else "0"


def _felt(reading: Reading, sentence: Sentence, root: re.Match[str]) -> list[Target]:
    """The grades of sensation of a root on the two sides."""
    pair = _OF_TWO.fullmatch(reading.text, *root.span(2))
    if pair is None:
        return []
    return [put(reading, sentence, "SENSORY_GRADE", f"{pair.group(n)}/2", "measure.sensory_grade", *pair.span(n)) for n in (1, 2)]


def lists_apart(reading: Reading, sentence: Sentence) -> tuple[Sentence, ...]:
    """A sentence with a list of tests and their grades beside other results as what stands before the list, the list, and what follows."""
    if sentence.labels.isdisjoint(MUSCLES | REFLEXES) or not sentence.has(*RESULTS):
        return (sentence,)
    lists = list(_GRADES.finditer(reading.text, sentence.start, sentence.end))
    named = [names for match in lists if (names := _names_before(reading, sentence, match, len(_grades_of(match))))]
    if not named or not any(_named_at(sentence, *names.span()) for names in named):
        return (sentence,)
    start, side = min(names.start() for names in named), _SIDE_AFTER.match(reading.text, lists[-1].end(), sentence.end)
    test = next(
        (one for one in sentence.targets if one.label in HEADS and one.end <= start and not reading.text[one.end : start].strip(" :(")),
        None,
    )
    start, end = test.start if test is not None else start, side.end() if side is not None else lists[-1].end()
    if any(one.label in RESULTS and start <= one.start < end for one in sentence.targets):
        return (sentence,)
    spans = ((sentence.start, start), (start, end), (end, sentence.end))
    parts = ((span, [one for one in sentence.targets if span[0] <= one.start < span[1]]) for span in spans)
    return tuple(replace(sentence, start=span[0], end=span[1]).with_targets(held) for span, held in parts if held)


def _listed(reading: Reading, sentence: Sentence) -> Iterator[tuple[Target, ...]]:
    """The tests of a list with their grades and side: "HF/KE/DF/EHL R 5/5/5/4, L 5/5/5/5", "HF/KE/DF 5/5/4 on the left"."""
    lists = list(_GRADES.finditer(reading.text, sentence.start, sentence.end))
    behind = bool(lists) and _side_before(reading, sentence, lists[0]) is None
    for match in lists:
        grades = _grades_of(match)
        names = _names_before(reading, sentence, match, len(grades))
        side = (_side_after if behind else _side_before)(reading, sentence, match) or _only_side(sentence)
        at = names.start() if names is not None else 0
        for name, grade in zip(names.group().split("/") if names is not None else (), grades, strict=False):
            head = _named_at(sentence, at, at + len(name))
            at += len(name) + 1
            if head is not None:
                label = "STRENGTH_GRADE" if head.label in MUSCLES else "REFLEX_GRADE"
                found = put(reading, sentence, label, grade.group(), f"measure.{label.lower()}", *grade.span())
                yield (*side, _moved(head, found), found) if side else (_moved(head, found), found)


def _grades_of(listed: re.Match[str]) -> list[re.Match[str]]:
    """The grades of a list, between bars or dashes: a dash there is no minus sign."""
    grade = _LISTED_GRADE if "/" in listed.group() else _DASHED_GRADE
    return list(grade.finditer(listed.string, *listed.span()))


def _names_before(reading: Reading, sentence: Sentence, grades: re.Match[str], number: int) -> re.Match[str] | None:
    """The list of as many names before a list of grades, or before the grades of the other side."""
    lists = _NAMES.finditer(reading.text, max(sentence.start, grades.start() - _NAMES_REACH), grades.start())
    return next((one for one in lists if len(one.group().split("/")) == number), None)


def _side_before(reading: Reading, sentence: Sentence, grades: re.Match[str]) -> tuple[Target, ...] | None:
    match = _SIDE_BEFORE.search(reading.text, max(sentence.start, grades.start() - _SIDE_REACH), grades.start())
    return _as_side(reading, sentence, match) if match is not None else None


def _side_after(reading: Reading, sentence: Sentence, grades: re.Match[str]) -> tuple[Target, ...] | None:
    match = _SIDE_AFTER.match(reading.text, grades.end(), sentence.end)
    return _as_side(reading, sentence, match) if match is not None else None


def _as_side(reading: Reading, sentence: Sentence, match: re.Match[str]) -> tuple[Target, ...]:
    right = match.group(1) is not None
    span = match.span(1) if right else (match.start(2), match.end(2))
    return (put(reading, sentence, "SIDE", Side.RIGHT if right else Side.LEFT, "measure.side", *span),)


def _only_side(sentence: Sentence) -> tuple[Target, ...]:
    """The side of a sentence that names one and no other."""
    sides = tuple(sentence.of("SIDE"))
    return sides[:1] if len({side_value(side) for side in sides}) == 1 else ()


def _named_at(sentence: Sentence, start: int, end: int) -> Target | None:
    """The test that an item of a list names; "patella/Achilles" is one test of two."""
    head = next((one for one in sentence.of(*MUSCLES, *REFLEXES) if one.start < end and start < one.end), None)
    return head._replace(value=head.value.split(" and ")[-1 if head.start < start else 0]) if head is not None else None


def _grades(reading: Reading, sentence: Sentence, row: re.Match[str], group: int) -> Iterator[Target]:
    return (_grade(reading, sentence, match) for match in _STRENGTH_GRADE.finditer(row.string, *row.span(group)))


def _grade(reading: Reading, sentence: Sentence, match: re.Match[str]) -> Target:
    value = _LISTED_GRADE.match(match.group())
    return put(reading, sentence, "STRENGTH_GRADE", value.group() if value else match.group(), "measure.strength_grade", *match.span())


def _moved(head: Target, place: Target) -> Target:
    """A test as if it were named right before a place in a row."""
    return head._replace(start=place.start, end=place.start, first=place.first, last=place.first, sentence=place.sentence)
