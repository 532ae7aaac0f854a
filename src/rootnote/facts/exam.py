"""Observations: what an examiner tested, with the result as it was said. Each kind of exam reads its own from these.

Source: annotation guide, elements sensory_exam to straight_leg_raise; clarifications 7, 19, 21, 22, 25.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from rootnote.anatomy import LUMBAR_ROOTS, Side
from rootnote.facts.attach import own_side, side_value
from rootnote.facts.clauses import HEADS, NOUNS, PLACED, PLACES, Unit, shares, units
from rootnote.facts.model import Assertion, Evidence, Finding, FindingKind
from rootnote.facts.reading import Found, Reading, Sentence, Target

SENSORY, MOTOR, REFLEX, SLR = FindingKind.SENSORY, FindingKind.MOTOR, FindingKind.REFLEX, FindingKind.SLR

_KINDS = {
    "SENSATION": (SENSORY,), "REFLEX": (REFLEX,), "STRENGTH": (MOTOR,), "MUSCLE": (MOTOR,), "MUSCLE_SHORT": (MOTOR,), "WALK": (MOTOR,),
    "SLR": (SLR,), "NEURO": (SENSORY, MOTOR), "OTHER_EXAM": (),
}  # fmt: skip
#: For each way a result is said: what it can be said of, and whether it is abnormal.
_VALUES: dict[str, tuple[frozenset[FindingKind], bool]] = {
    "normal": (frozenset({SENSORY, MOTOR, REFLEX, SLR}), False),
    "good": (frozenset({SENSORY, MOTOR, REFLEX}), False),
    "able": (frozenset({MOTOR}), False),
    "unable": (frozenset({MOTOR}), True),
    "present": (frozenset({REFLEX, SENSORY}), False),
    "loss": (frozenset({SENSORY, MOTOR, REFLEX}), True),
    "weakness": (frozenset({MOTOR}), True),
    "numbness": (frozenset({SENSORY}), True),
    "abnormal": (frozenset({SENSORY, MOTOR, REFLEX}), True),
    "weak": (frozenset({MOTOR}), True),
    "dull": (frozenset({SENSORY}), True),
    "reflex change": (frozenset({REFLEX}), True),
    "positive": (frozenset({SLR}), True),
    "negative": (frozenset({SLR}), False),
    "evokes": (frozenset({SLR}), True),
    "STRENGTH_GRADE": (frozenset({MOTOR}), True),
    "REFLEX_GRADE": (frozenset({REFLEX, MOTOR}), True),
}
#: Heads that patients use too: they count only as the examiner's.
_PATIENT_WORDS = frozenset({"weakness", "numbness", "foot drop"})
_OWN_RESULTS = _PATIENT_WORDS | {"deficit", "loss", "level"}
#: Sections that hold the author's own examination; those that never hold one; all others tell of one now and then.
OWN_EXAM = frozenset({"exam", "vitals", "findings", "none", "assessment"})
_NO_EXAM = frozenset(
    {"family", "risks", "instructions", "administrative", "medications", "allergies", "labs", "psh", "social", "emg"}
)
#: The narrative of an operation, where a leg is moved and a tendon seen, but nothing is examined.
_OPERATION = frozenset({"procedure", "operative_findings"})
_NOT_SAID = frozenset({Assertion.HYPOTHETICAL, Assertion.FAMILY})


@dataclass(frozen=True, slots=True)
class Observation:
    """One result of one kind of exam.

    ``value`` is how it was said: a value of the rules, the label of a grade, "missing" (the thing tested is denied), "exception" (named after
    "except"), "angle" or "none" (tested, no result said). ``reason`` says why it does not count; None when it does.
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
    reason: Assertion | None


def observe(reading: Reading, kind: FindingKind) -> Iterator[Observation]:
    """The observations of one kind, in order."""
    topic: tuple[Target, ...] = ()
    columns: tuple[Target, ...] = ()
    section = ""
    for sentence in reading.sentences:
        if sentence.section != section:
            topic, columns, section = (), (), sentence.section
        if section in _NO_EXAM:
            continue
        heads = tuple(target for target in sentence.targets if target.label in HEADS)
        if heads or _goes_on(sentence, topic) or sentence.has("REFLEX_GRADE", "STRENGTH_GRADE"):
            carried = False
            for unit in units(reading, sentence, () if heads else topic):
                yield from _in_columns(list(_of_unit(reading, sentence, unit, kind, carried)), columns)
                carried = _carries(unit)
        columns = _columns(sentence) or (columns if heads or sentence.has("REFLEX_GRADE", "STRENGTH_GRADE") else ())
        topic = heads or (topic if _goes_on(sentence, topic) else ())


def _columns(sentence: Sentence) -> tuple[Target, ...]:
    """The two sides that head the columns of a table, in their order; none when the sentence is no such heading."""
    sides = tuple(sentence.of("SIDE"))
    pair = {side_value(side) for side in sides} == {Side.LEFT, Side.RIGHT} and len(sides) == 2
    return sides if pair and not sentence.has("RESULT", "REFLEX_GRADE", "STRENGTH_GRADE", "ANGLE") else ()


def _in_columns(row: list[Observation], columns: Sequence[Target]) -> Iterator[Observation]:
    """The observations of a table's row, each with the side of its column."""
    if len(columns) != len(row) or any(observation.sides for observation in row):
        yield from row
        return
    for observation, side in zip(row, columns, strict=True):
        yield replace(observation, sides=(side,))


def _goes_on(sentence: Sentence, topic: Sequence[Target]) -> bool:
    """Whether a sentence without a test of its own goes on with the topic: by a pronoun, or as a line of places and results."""
    if not topic or not sentence.has("RESULT", "REFLEX_GRADE", "STRENGTH_GRADE"):
        return False
    first = sentence.targets[0]
    return sentence.has("ANAPHOR", "REFLEX_GRADE", "STRENGTH_GRADE") or first.label in PLACES | {"SIDE"}


def _of_unit(reading: Reading, sentence: Sentence, unit: Unit, kind: FindingKind, carried: bool) -> Iterator[Observation]:
    heads = tuple(head for head in unit.heads if kind in _KINDS[head.label])
    if not heads and (unit.heads or not _is_graded(unit, kind)):
        return
    results = [result for result in unit.results if _fits(reading, result, kind, heads, unit)]
    if any(target.label == "STRENGTH_GRADE" for target in results):
        results = [result for result in results if result.label == "STRENGTH_GRADE" or result.value not in NOUNS]
    places = shares(unit, results, PLACES)
    sides = shares(unit, results, {"SIDE"})
    placed = shares(unit, results, PLACED | {"REFLEX"})
    for result in results:
        value = result.value if result.label == "RESULT" else result.label
        own_heads = tuple(head for head in placed[result.start] if head in heads) or heads
        yield _observation(
            reading, sentence, unit, kind, value, _negated(unit, result, carried), result, own_heads,
            places[result.start] or unit.places, sides[result.start] or _sides_before(sentence, unit),
        )  # fmt: skip
    if not results and (kind is SLR or not unit.results):
        value = _without_result(unit, heads)
        yield _observation(reading, sentence, unit, kind, value, False, None, heads, unit.places, unit.of("SIDE"))


def _is_graded(unit: Unit, kind: FindingKind) -> bool:
    """Whether a unit without a test says by its grade and place what was tested."""
    if kind is MOTOR:
        return bool(unit.of("STRENGTH_GRADE"))
    return kind is REFLEX and bool(unit.of("REFLEX_GRADE")) and any(place.value in ("knee", "ankle") for place in unit.places)


def _without_result(unit: Unit, heads: Sequence[Target]) -> str:
    if unit.exception:
        return "exception"
    if any(0 <= head.first - cue.last <= 3 for head in heads for cue in unit.of("NEGATOR")) or unit.of("NEGATOR_AFTER"):
        return "missing"
    return "angle" if unit.of("ANGLE") else "none"


def _fits(reading: Reading, result: Target, kind: FindingKind, heads: Sequence[Target], unit: Unit) -> bool:
    """Whether a result can be one of this kind here; of several tests in a unit the nearest that it can be said of takes it."""
    if result.label == "ANGLE":
        return False
    kinds = _VALUES[result.value if result.label == "RESULT" else result.label][0]
    if kind not in kinds:
        return False
    if not result.text.strip("+") and not any(_apart(head, result) <= 1 and "." not in reading.gap(head, result) for head in heads):
        return False  # a plus sign belongs to what it touches
    if result.label == "RESULT" and result.value in ("able", "unable") and not any(head.label in PLACED for head in heads):
        return False
    if result.label == "RESULT" and heads and all(head.label == "MUSCLE_SHORT" for head in heads):
        return False
    if not unit.of(*HEADS) or (len(unit.results) == 1 and not unit.of("OTHER_EXAM")):
        return True
    others = [head for head in unit.heads if not _KINDS[head.label] or kinds & set(_KINDS[head.label])]
    nearest = min(others, key=lambda head: _apart(head, result), default=None)
    return nearest is None or kind in _KINDS[nearest.label] or any(_apart(head, nearest) <= 1 for head in heads)


def _apart(one: Target, other: Target) -> int:
    return max(one.first - other.last, other.first - one.last, 0)


def _negated(unit: Unit, result: Target, carried: bool) -> bool:
    """Whether a result is denied: a noun by any negation before it, any other only by one right before it."""
    noun = result.label == "RESULT" and result.value in NOUNS
    between = [target for target in unit.results if target.first >= 0 and target.last <= result.first and target is not result]
    if result.value == "evokes" and any(0 <= cue.first - result.last <= 1 for cue in unit.of("NEGATOR")):
        return True
    for cue in reversed(unit.of("NEGATOR")):
        if cue.last <= result.first:
            if noun and not any(cue.last <= t.first and not (t.label == "RESULT" and t.value in NOUNS) for t in between):
                return True
            return result.first - cue.last <= 2 and not any(t.first >= cue.last for t in between)
    if any(0 <= t.first - result.last <= 4 for t in unit.of("NEGATOR_AFTER")):
        return True
    if unit.targets[-1].label == "NEGATOR" and 0 <= unit.targets[-1].first - result.last <= 2:
        return True  # "weakness: no"
    if result.value == "present" and any(t.value == "unable" and 0 <= result.first - t.last <= 3 for t in unit.of("RESULT")):
        return True
    return noun and carried and not any(t.label in ("STRENGTH_GRADE", "REFLEX_GRADE") for t in unit.results)


def _carries(unit: Unit) -> bool:
    """Whether a denial in this unit goes on to the nouns of the next: "no weakness, atrophy or sensory loss"."""
    results = unit.results
    return bool(results) and results[-1].value in NOUNS and _negated(unit, results[-1], carried=False)


def _sides_before(sentence: Sentence, unit: Unit) -> tuple[Target, ...]:
    """The sides of a unit without its own: those inside, else the last one before it that stands at the head of the sentence."""
    inside = unit.of("SIDE")
    if inside or not unit.targets:
        return inside
    first = sentence.targets[0]
    return (first,) if first.label == "SIDE" and first.first < unit.targets[0].first else ()


def _observation(
    reading: Reading, sentence: Sentence, unit: Unit, kind: FindingKind, value: str, negated: bool, result: Target | None,
    heads: tuple[Target, ...], places: tuple[Target, ...], sides: tuple[Target, ...],
) -> Observation:  # fmt: skip
    reason = _reason(sentence, unit, kind, value, negated, result, heads, places)
    return Observation(kind, value, negated, result, heads, places, sides, unit, sentence, reason)


def _reason(
    sentence: Sentence, unit: Unit, kind: FindingKind, value: str, negated: bool, result: Target | None, heads: Sequence[Target], places: Sequence[Target]
) -> Assertion | None:
    """Why an observation does not count: another part of the body, not tested, aimed at, the patient's own words, told of the past."""
    if not _is_of_leg(heads, places) or (not heads and not _names_leg(places, unit)):
        return Assertion.ABSENT
    if unit.of("UNTESTED") or (value in ("none", "angle") and sentence.has("UNTESTED")):
        return Assertion.ABSENT
    if any(head.assertion in _NOT_SAID for head in heads) or (result is not None and result.assertion in _NOT_SAID) or sentence.has("AIM"):
        return Assertion.HYPOTHETICAL
    graded = result is not None and result.label in ("STRENGTH_GRADE", "REFLEX_GRADE")
    found = sentence.has("EXAMINER")
    if sentence.section in _OPERATION and not graded and not found:
        return Assertion.ABSENT
    if kind in (REFLEX, SLR):
        return None
    if sentence.section in ("preop_diagnosis", "postop_diagnosis", "ros") or (sentence.section == "imaging" and not graded and not found):
        return Assertion.HISTORICAL
    if sentence.has("EMG", "EMG_FINDING"):
        return Assertion.ABSENT
    anchor = min((t.first for t in (*heads, *((result,) if result else ()))), default=0)
    if not graded and not found and any(cue.first < anchor for cue in sentence.of("REPORTED")):
        return Assertion.HISTORICAL
    if graded or not heads:
        return None
    abnormal = value in _VALUES and _VALUES[value][1] is not negated
    if sentence.section == "assessment" and abnormal and all(head.value in _OWN_RESULTS for head in heads):
        return Assertion.HISTORICAL
    if all(head.value in _PATIENT_WORDS for head in heads):
        placed = any(is_leg(place) for place in places) or bool(unit.of("MUSCLE", "SIDE"))
        if not (found or _is_examined(sentence, unit)) or (abnormal and not placed):
            return Assertion.HISTORICAL
    return None


def _is_examined(sentence: Sentence, unit: Unit) -> bool:
    """Whether a word that patients use too is the examiner's by where it stands or what stands beside it."""
    if sentence.section in ("exam", "vitals", "findings"):
        return True
    return sentence.section in OWN_EXAM and any(head.value != "foot drop" for head in unit.of("MUSCLE"))


def _is_of_leg(heads: Sequence[Target], places: Sequence[Target]) -> bool:
    """Whether a finding is of the legs or of the whole body: not when only the arms, neck, trunk or face are named."""
    if any(head.label in ("MUSCLE", "MUSCLE_SHORT", "WALK", "SLR") or head.value in ("knee", "ankle", "hamstring", "knee and ankle") for head in heads):
        return not any(place.label == "ARM" for place in places) or any(place.label in ("LEG", "TERRITORY") for place in places) or len(heads) > 0
    elsewhere = [place for place in places if is_elsewhere(place)]
    return not elsewhere or any(is_leg(place) for place in places)


def is_leg(place: Target) -> bool:
    """Whether a place is one of the leg, or a root that serves it."""
    if place.label in ("VERTEBRA", "LEVEL"):
        return place.value.split("-")[-1].split()[0] in LUMBAR_ROOTS
    return place.label in ("LEG", "TERRITORY")


def is_elsewhere(place: Target) -> bool:
    """Whether a place is in the arm, the neck, the face or the trunk."""
    if place.label in ("VERTEBRA", "LEVEL"):
        return place.value[0] == "C"
    return place.label in ("ARM", "ELSEWHERE") or (place.label == "REGION" and place.value in ("cervical", "thoracic"))


def _names_leg(places: Sequence[Target], unit: Unit) -> bool:
    return any(is_leg(place) for place in places) and not any(is_elsewhere(place) for place in places)


def is_abnormal(observation: Observation) -> bool | None:
    """Whether an observation is abnormal, from its word alone; None for a grade or when no result was said."""
    if observation.value in ("missing", "exception"):
        return True
    if observation.value in ("none", "angle") or observation.value.endswith("GRADE"):
        return None
    return _VALUES[observation.value][1] is not observation.negated


def side_of_observation(observation: Observation) -> Side | None:
    """The side of an observation; both sides make bilateral."""
    sides = {side for target in observation.sides if (side := side_value(target)) is not None}
    sides.update(side for target in (*observation.places, *observation.heads) if (side := own_side(target)) is not None)
    if len(sides) > 1:
        return Side.BILATERAL
    return next(iter(sides), None)


def evidence_of(reading: Reading, observation: Observation) -> Evidence:
    """The shortest stretch that states an observation: test, result, place and side, without a test named far off."""
    inside = [target for target in (*observation.places, *observation.sides) if target in observation.unit.targets]
    heads = [head for head in observation.heads if head.sentence == observation.sentence.number]
    held = [*inside, *heads, *((observation.result,) if observation.result else ())]
    return reading.around(held or observation.unit.targets)


def finding_of(
    reading: Reading, observation: Observation, *, abnormal: bool, side: Side | None = None, root: str | None = None, site: str | None = None, grade: str | None = None
) -> Finding:
    """The finding that an observation makes."""
    assertion = observation.reason or (Assertion.AFFIRMED if abnormal else Assertion.NEGATED)
    rule = (observation.result or observation.heads[0]).rule
    return Finding(
        observation.kind, assertion, evidence_of(reading, observation), observation.sentence.section, rule, side=side, root=root, site=site, grade=grade
    )


def settle(findings: Iterable[tuple[Finding, bool]]) -> Found:
    """The findings that count and those that don't, each given with whether it counts by itself.

    Where the author's own examination says anything, what is told elsewhere in the note does not count.
    """
    kept, rejected = [], []
    held = list(findings)
    own = any(counts and finding.section in OWN_EXAM for finding, counts in held)
    for finding, counts in held:
        (kept if counts and (not own or finding.section in OWN_EXAM) else rejected).append(finding)
    return Found(tuple(dict.fromkeys(kept)), tuple(dict.fromkeys(rejected)))
