"""Observations: what an examiner tested, with the result as it was said. Each kind of exam reads its own from these.

Source: annotation guide, elements sensory_exam to straight_leg_raise.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from rootnote.facts.conditions.statement_words import statement_words
from rootnote.facts.exam.answers import with_answers
from rootnote.facts.exam.bare_grades import (
    has_sensory_grade,
    heads_roots,
    heads_strength_columns,
    is_strength_row,
    opens_with_pair,
)
from rootnote.facts.exam.clauses import Unit, in_general, shares, units
from rootnote.facts.exam.composed import with_composed_tests
from rootnote.facts.exam.ellipses import with_left_out, with_other_walk
from rootnote.facts.exam.exam_words import exam_words
from rootnote.facts.exam.examiners import TOLD, with_examiner, with_exams, with_listed
from rootnote.facts.exam.forms import opens_with_box, without_choices
from rootnote.facts.exam.grade_rows import Heading, as_row, heading_of, lists_apart
from rootnote.facts.exam.joining import ends_with_none
from rootnote.facts.exam.light_touch import may_hold_light_touch, with_light_touch
from rootnote.facts.exam.limbs import sentences_of_arms, with_short_reflexes
from rootnote.facts.exam.muscle_reflexes import with_muscle_reflexes
from rootnote.facts.exam.pains_told import without_told_of_pain
from rootnote.facts.exam.pieces import HEADS, NOUNS, PLACED
from rootnote.facts.exam.places_there import with_place_there
from rootnote.facts.exam.results import EVOKING, KINDS, carries_denial, fits, is_denied, is_noun, value_of
from rootnote.facts.exam.spoken import with_spoken_tests
from rootnote.facts.exam.tables import Columns, cells_of, has_side_columns, is_row, side_columns
from rootnote.facts.exam.time_columns import with_current_columns
from rootnote.facts.model import FindingKind
from rootnote.facts.reading import Reading, Sentence, Target, follows
from rootnote.facts.symptoms.places import PLACES, REFLEX_SITES, is_elsewhere
from rootnote.facts.wording import are_only
from rootnote.language.categories import UNASSERTED
from rootnote.language.labels import COMPLAINTS, GRADES, IMAGES, SYMPTOMS

#: Sections that never hold an examination of the patient's legs.
_NO_EXAM = UNASSERTED | {"administrative", "medications", "allergies", "labs", "psh", "social", "emg"}
_NUMBER = re.compile(r"\d")
#: A line of a table that is ruled and holds nothing.
_RULE = re.compile(r"[\s|:+=_-]*")
_ENDS = re.compile(r"[^\S\n]*(?:[,;.)|\n]|$)")
#: The two cells of a table's row that hold bare grades of a reflex.
_PAIR = re.compile(r"[\s|:.]*[0-4]\+?[\s|,/]+[0-4]\+?[\s|]*")
#: What stands between a result that opens a sentence and its place.
_TO_PLACE = re.compile(r"\s*(?:(?:at|in|on|over|to|from|throughout|below|the|both|his|her)\b\s*)*", re.I)
#: The test whose result can be a mere count.
_COUNTED = "heel raise"
#: What was not done: of a walk on the heels or toes, it says that it failed.
_UNDONE = "undone"
#: The movement of a hand that presses or resists, and the parts of the leg that are pushed up to stretch the nerve further.
_PRESSED, _STRETCHED = "push", frozenset({"foot", "ankle"})
#: What a leg raise answers with besides a word: an angle, and a pain.
_FELT = COMPLAINTS | {"ANGLE", "EXCEPT"}
#: What a study of the nerves measures, and no examiner sees.
_RESPONSE = "response"
#: Labels without which a sentence starts nothing: no test, no grade, no columns of a table.
_EXAMINED = HEADS | GRADES | {"SIDE"}


@dataclass(frozen=True, slots=True)
class Observation:
    """One result of one kind of exam, or a test named without one.

    ``value`` is how it was said: a value of the rules, the label of a grade, "missing" (the thing tested is denied), "exception" (named
    after "except"), "angle" or "none" (tested, no result said). ``arm`` says that the sentences before it examine an arm.
    """

    kind: FindingKind
    value: str
    negated: bool
    result: Target | None
    heads: tuple[Target, ...]
    places: tuple[Target, ...]
    sides: tuple[Target, ...]
    unit: Unit
    sentence: Sentence
    arm: bool = False


def observe(reading: Reading, kind: FindingKind) -> Iterator[Observation]:
    """The observations of one kind, in order."""
    arms = sentences_of_arms(reading)
    for examined in _examinations(reading):
        if examined.graded or any(kind in KINDS[head.label] for head in examined.heads):
            denied = False
            for unit in examined.units:
                row = list(_of_unit(reading, examined.sentence, unit, kind, denied))
                arm = examined.sentence.number in arms
                yield from (replace(one, arm=arm) if arm else one for one in _in_columns(row, examined.columns))
                denied = carries_denial(reading, unit, carried=denied)


class _Examined(NamedTuple):
    """A sentence that examines something: its tests, whether it holds grades or goes on with a topic, its units, its table's columns."""

    sentence: Sentence
    heads: tuple[Target, ...]
    graded: bool
    units: tuple[Unit, ...]
    columns: tuple[Target, ...]


@lru_cache(maxsize=1)
def _examinations(reading: Reading) -> tuple[_Examined, ...]:
    """The sentences that examine something, in order: the same for each kind of finding, so kept while one note is read."""
    return tuple(_examine(reading))


def _examine(reading: Reading) -> Iterator[_Examined]:
    topic: tuple[Target, ...] = ()
    columns = Columns()
    heading: Heading | None = None
    table: tuple[Target, ...] = ()
    section, headed = "", False
    for sentence in _as_examined(reading):
        # What was found earlier is told within its section, and today's examination goes on with its tests.
        home = reading.sentences[sentence.number].section if sentence.section == TOLD else sentence.section
        if home != section:
            section = home
            if not headed:  # a table's heading may pass for the heading of a section
                topic, columns, heading, table = (), Columns(), None, ()
        ruled = bool(columns.sides or heading)
        if sentence.section in _NO_EXAM or (ruled and _RULE.fullmatch(reading.text, sentence.start, sentence.end)):
            continue
        sentence, row = as_row(reading, sentence, heading, topic)
        headed_by = heading_of(reading, sentence)
        if not (topic or columns.sides or headed_by) and sentence.labels.isdisjoint(_EXAMINED):
            headed = False
            continue
        heads = tuple(target for target in sentence.targets if target.label in HEADS and not _is_in_result(sentence, target))
        goes_on = not heads and (
            _goes_on(reading, sentence, topic)
            or _is_reflex_row(reading, sentence, topic, columns.sides)
            or is_strength_row(reading, sentence, topic)
        )
        graded = goes_on or sentence.has(*GRADES)
        if graded or any(KINDS[head.label] for head in heads):
            for part in cells_of(reading, sentence, columns) or (sentence,):
                held = row or tuple(units(reading, part, topic if goes_on else (), table=table))
                yield _Examined(part, heads, graded, held, columns.sides)
        if heads or not sentence.has(*GRADES):
            sides = side_columns(reading, sentence)
            columns = sides if sides.sides else columns if goes_on or _is_row(reading, sentence, columns) else Columns()
            headed = bool(sides.sides or headed_by) or heads_strength_columns(sentence) or heads_roots(sentence)
            heading = headed_by or (heading if graded else None)
        table = (*table, *heads) if columns.sides else ()
        topic = heads or (topic if goes_on else _of_columns(sentence))


def _is_in_result(sentence: Sentence, head: Target) -> bool:
    """Whether a muscle is only named by a result or a pain: "a pull in the hamstring", "hamstring pain"."""
    if head.label != "MUSCLE":
        return False
    if any(one.first == head.last and one.value == "pain" for one in sentence.of(*SYMPTOMS)) and not sentence.has(*GRADES):
        return True
    return any(
        one.start <= head.start and head.end <= one.end and one.end - one.start > head.end - head.start for one in sentence.of("RESULT")
    )


def _as_examined(reading: Reading) -> Iterator[Sentence]:
    """The sentences as an examination reads them."""
    touch = may_hold_light_touch(reading.text)
    read = (
        without_choices(reading, one) for one in with_answers(reading, with_examiner(reading, with_listed(reading, with_exams(reading))))
    )
    read = (with_place_there(reading, without_told_of_pain(reading, _without_others(reading, one))) for one in read)
    read = (with_muscle_reflexes(reading, with_short_reflexes(reading, one)) for one in read)
    read = (with_light_touch(reading, one) if touch else one for one in read)
    spoken = with_spoken_tests(reading, with_current_columns(reading, read))
    for one in spoken:
        yield from lists_apart(reading, with_other_walk(reading, with_left_out(reading, with_composed_tests(reading, one))))


def _without_others(reading: Reading, sentence: Sentence) -> Sentence:
    """The sentence without what it says of another examination alone: "the cranial nerves were without focal deficit", "EEG: nonfocal"."""
    if not sentence.has("NEURO") or not sentence.has("OTHER_EXAM", "OTHER_IMAGE"):
        return sentence
    kept: list[Target] = []
    other: Target | None = None
    for target in sentence.targets:
        if target.label == "NEURO" and other is not None and _is_said_of(reading, sentence, other, target):
            continue
        kept.append(target)
        other = target if target.label in ("OTHER_EXAM", "OTHER_IMAGE") else other
    return sentence.with_targets(kept) if len(kept) < len(sentence.targets) else sentence


def _is_said_of(reading: Reading, sentence: Sentence, other: Target, neuro: Target) -> bool:
    """Whether a finding of the nervous system is said of what else was examined, right before it."""
    finding = neuro.value == "focal" or any(
        neuro.start <= one.start and one.end <= neuro.end and one.value in NOUNS for one in sentence.of("RESULT")
    )
    gap = reading.gap(other, neuro)
    return finding and "," not in gap and are_only(gap, statement_words().predicate)


def _goes_on(reading: Reading, sentence: Sentence, topic: Sequence[Target]) -> bool:
    """Whether a sentence without a test of its own goes on with the topic: by a pronoun, or as a line of places and results."""
    sensory = any(head.label == "SENSATION" for head in topic) and sentence.has("VERTEBRA") and has_sensory_grade(reading, sentence)
    kinds = {kind for head in topic for kind in KINDS[head.label]}
    if FindingKind.REFLEX in kinds and sentence.has("LEG", "ARM") and opens_with_pair(reading, sentence):
        return True
    if not topic or not (sensory or sentence.has(*GRADES) or _has_result(sentence)) or sentence.has(*IMAGES, "EMG"):
        return False
    if any(one.value == _RESPONSE for one in sentence.of("EMG")):
        return False  # "Left sural response absent."
    if (opens_with_box(reading, sentence) or topic[-1].label == "NEURO") and _answers_heading(reading, sentence, topic[-1]):
        return True
    if (sentence.has("REFLEX_GRADE") and FindingKind.REFLEX not in kinds) or (
        sentence.has("STRENGTH_GRADE") and FindingKind.MOTOR not in kinds
    ):
        return False
    if FindingKind.SLR in kinds and _is_of_other_maneuver(sentence):
        return False
    if sentence.has("ANAPHOR", *GRADES) or sentence.targets[0].label == "SIDE":
        return kinds != {FindingKind.SLR} or not _is_of_maneuver(reading, sentence)
    if kinds == {FindingKind.SLR}:
        return any(now.start == sentence.targets[0].start for now in sentence.of("NOW"))  # "Now negative to 80."
    return _opens_with_place(sentence) or _opens_with_result(reading, sentence)


def _is_of_maneuver(reading: Reading, sentence: Sentence) -> bool:
    """Whether what a sentence behind a leg raise brings on, it does by what it names first: "Tapping over the right ASIS brings it on"."""
    if sentence.targets[0].label != "SIDE" or not any(one.value in EVOKING for one in sentence.of("RESULT")):
        return False
    return not are_only(reading.text[sentence.start : sentence.targets[0].start], exam_words().to_side)


def _is_of_other_maneuver(sentence: Sentence) -> bool:
    """Whether a sentence opens with another test that brings something on: "Resisted abduction reproduced it", not the foot pushed up."""
    first = sentence.targets[0]
    evokes = any(one.value in EVOKING for one in sentence.of("RESULT"))
    return first.label == "MOVE" and first.value == _PRESSED and evokes and not any(one.value in _STRETCHED for one in sentence.of("LEG"))


def _has_result(sentence: Sentence) -> bool:
    """Whether a sentence holds a result in words that is no part of a place: not the "low" of the low back."""
    places = [(place.start, place.end) for place in sentence.of(*PLACES)]
    return any(not any(start <= one.start and one.end < end for start, end in places) for one in sentence.of("RESULT"))


def _answers_heading(reading: Reading, sentence: Sentence, heading: Target) -> bool:
    """Whether a sentence opens with the result of a heading alone on the line before: "Neurological / Grossly intact."."""
    result = next(sentence.of("RESULT"), None)
    return result is not None and not reading.text[heading.end : result.start].strip(" \t\r\n:-")


def _opens_with_place(sentence: Sentence) -> bool:
    """Whether the first that a sentence names is a place, whatever else the same word names: "Foot/toes (L5): decreased"."""
    return any(target.label in PLACES for target in sentence.targets if target.start == sentence.targets[0].start)


def _opens_with_result(reading: Reading, sentence: Sentence) -> bool:
    """Whether a sentence is a result and its place: "Absent at the ankles."."""
    result, place = next(sentence.of("RESULT"), None), next(sentence.of(*PLACES), None)
    if result is None or place is None or reading.text[sentence.start : result.start].strip():
        return False
    return result.end <= place.start and _TO_PLACE.fullmatch(reading.rest(result, place, "SIDE")) is not None


def _is_row(reading: Reading, sentence: Sentence, columns: Columns) -> bool:
    """Whether a sentence can be a row of a table: it holds a number, or as many cells as the heading."""
    return _NUMBER.search(reading.text, sentence.start, sentence.end) is not None or is_row(reading, sentence, columns)


def _is_reflex_row(reading: Reading, sentence: Sentence, topic: Sequence[Target], columns: Sequence[Target]) -> bool:
    """Whether a sentence is a row of a table of reflexes that opens with their site: "ankle  2  1"."""
    sited = bool(columns) and bool(sentence.targets) and sentence.targets[0].label == "LEG" and sentence.targets[0].value in REFLEX_SITES
    if not sited or not any(head.label == "REFLEX" for head in topic):
        return False
    return _PAIR.fullmatch(reading.text, sentence.targets[0].end, sentence.end) is not None


def _of_columns(sentence: Sentence) -> tuple[Target, ...]:
    """The test that a heading of columns names by its dermatomes ("Dermatome | Right | Left")."""
    return tuple(target._replace(label="SENSATION") for target in sentence.of("DERMATOME")) if has_side_columns(sentence) else ()


def _in_columns(row: list[Observation], columns: Sequence[Target]) -> Iterator[Observation]:
    """The observations of a table's row, each with the side of its column."""
    if len(columns) != len(row) or any(observation.sides for observation in row):
        yield from row
        return
    for observation, side in zip(row, columns, strict=True):
        yield replace(observation, sides=(side,))


def _of_unit(reading: Reading, sentence: Sentence, unit: Unit, kind: FindingKind, denied: bool) -> Iterator[Observation]:
    heads = tuple(head for head in unit.heads if kind in KINDS[head.label])
    carried = unit.heads and not (kind is FindingKind.MOTOR and not unit.of(*HEADS))  # "SLR negative, 5/5 in the legs"
    if not heads and (carried or not _is_graded(sentence, unit, kind)):
        return
    results = [result for result in unit.results if fits(reading, result, kind, heads, unit)]
    if any(result.label == "STRENGTH_GRADE" for result in results):  # "4/5 weakness" is one result
        results = [result for result in results if not is_noun(result)]
    places, sides, tests = (shares(unit, results, labels) for labels in (PLACES, {"SIDE"}, PLACED | {"REFLEX", "REFLEX_SHORT"}))
    for result in results:
        yield Observation(
            kind,
            value_of(result),
            is_denied(reading, unit, result, carried=denied),
            result,
            tuple(head for head in tests[result.start] if head in heads) or _untold(heads, places[result.start]),
            places[result.start] or unit.places,
            sides[result.start] or _sides_of(sentence, unit),
            unit,
            sentence,
        )
    if not results and kind is FindingKind.SLR and not unit.of(*HEADS, *_FELT):
        return  # what goes on with a leg raise and tells of no pain: "This may be no more than a sore nerve on the right"
    counted = bool(heads) and all(head.value == _COUNTED for head in heads)
    if not results and (kind is FindingKind.SLR or counted or not unit.results):
        yield Observation(kind, _without_result(reading, unit, heads), False, None, heads, unit.places, unit.of("SIDE"), unit, sentence)


def _untold(heads: tuple[Target, ...], places: Sequence[Target]) -> tuple[Target, ...]:
    """The tests of a result that names none beside it: of an arm, the muscle or reflex of a leg is none ("Bi 2+ Tri 1+ Pat 2+")."""
    return tuple(map(in_general, heads)) if places and all(map(is_elsewhere, places)) else heads


def _is_graded(sentence: Sentence, unit: Unit, kind: FindingKind) -> bool:
    """Whether a unit without a test says by its grade and place what was tested."""
    if kind is FindingKind.MOTOR:
        of_four = unit.of("REFLEX_GRADE") and sentence.has("STRENGTH_GRADE") and not sentence.has("REFLEX")  # "4/4 and 5/5"
        return bool(unit.of("STRENGTH_GRADE") or of_four)
    return kind is FindingKind.REFLEX and bool(unit.of("REFLEX_GRADE")) and any(place.value in REFLEX_SITES for place in unit.places)


def _without_result(reading: Reading, unit: Unit, heads: Sequence[Target]) -> str:
    if unit.exception:
        return "exception"
    if heads and all(head.label == "WALK" for head in heads) and any(cue.value == _UNDONE for cue in unit.of("UNTESTED")):
        return "unable"
    tests = [head for head in heads if head.label != "REFLEX_SHORT" and not _is_testing(head)]
    near = ((cue, head) for head in tests for cue in unit.of("NEGATOR") if follows(head, cue, 3))
    if any(":" not in reading.gap(cue, head) for cue, head in near) or unit.of("NEGATOR_AFTER"):
        return "missing"
    last = unit.targets[-1].end
    if heads and ends_with_none(unit.targets) and not any(map(_is_testing, heads)):
        return "missing"  # "SLR: none on either side"
    if (
        heads
        and not any(map(_is_testing, heads))
        and _ENDS.match(reading.text, last)
        and any(cue.end == last for cue in unit.of("NEGATOR"))
    ):
        return "missing"  # "SLR: no"
    return "angle" if unit.of("ANGLE") else "none"


def _is_testing(head: Target) -> bool:
    """Whether a head is the test of the reflexes, whose denial denies no reflex."""
    return head.label == "REFLEX" and head.text.lower().rpartition(" ")[2] in ("testing", "exam", "examination")


def _sides_of(sentence: Sentence, unit: Unit) -> tuple[Target, ...]:
    """The sides inside a unit, else the one that stands at the head of the sentence."""
    inside = unit.of("SIDE")
    if inside or not unit.targets:
        return inside
    first = sentence.targets[0]
    return (first,) if first.label == "SIDE" and first.first < unit.targets[0].first else ()
