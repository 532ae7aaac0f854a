"""Symptoms of the legs as a sentence states them, with their places: what is affirmed, denied or over, and what counts.

Source: annotation guide, radicular_symptoms; clarifications 4, 14 and 20 to 22.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from rootnote.facts.causes.put_down import is_put_down
from rootnote.facts.conditions.denied_before import denied_of_before
from rootnote.facts.conditions.ended import is_in_part
from rootnote.facts.conditions.governed import is_tended
from rootnote.facts.conditions.mentions import FILLED_IN, NOT_SAID, weigh
from rootnote.facts.conditions.statement_words import statement_words
from rootnote.facts.exam.exam_words import exam_words
from rootnote.facts.exam.results import PATIENT_WORDS
from rootnote.facts.model import Assertion
from rootnote.facts.reading import Reading, Sentence, Target, follows
from rootnote.facts.spine.spine import Part, parts_of
from rootnote.facts.symptoms.place_words import place_words
from rootnote.facts.symptoms.symptom_endings import TESTS, is_old_attack, is_over, resolves
from rootnote.facts.symptoms.symptom_places import places_of
from rootnote.facts.wording import are_only, ends_in
from rootnote.language.categories import EXAMINED, FINAL, PAST, STUDIED, UNASSERTED
from rootnote.language.labels import LEG_PLACES, NEUROLOGIC, PAINS, REFLEXES, ROOT_DISEASES
from rootnote.language.verdicts import REFUTED_CUE

#: Sections that say nothing of the patient's own symptoms now.
NEVER = UNASSERTED | STUDIED | {"administrative", "medications", "allergies", "psh", "anesthesia", "operative_findings", "labs"}
#: The values of weakness, and that of the pain of a narrow canal.
WEAK, CLAUDICATION = frozenset({"weakness", "foot drop"}), "claudication"
#: Places whose symptoms, when denied, are those of another organ.
_BESIDE_LEG = frozenset({"groin", "saddle"})
#: What is looked out for, as a sign of danger ("no progressive deficit").
_FLAGS = frozenset({"saddle", "deficit"})
#: Parts of the body whose weakness is one of muscles that an examiner finds, and no complaint of the leg.
_HIP_MUSCLES = frozenset({"hip", "buttock"})
#: Tokens from "if" to what something depends on.
_IF_REACH = 4
#: Tokens from "to" to the test that a result is of.
_TEST_REACH = 1
#: What is tried in a leg, by name.
_TESTS = NEUROLOGIC | {"NEURO"}
#: What ends a way that is denied.
_BREAK = re.compile(r"[,;:.]|\b(?:but|except|only|now|and)\b", re.I)
#: The value of a way that a patient goes too, how one leads to a place, with the words behind it, and what may stand before it.
_WAY, _LEADING = "way", re.compile(r"(?:(?<=to)|\s*(?:down\s+|up\s+)?(?:in)?to\b)((?:[ \t]+[\w-]+)*)", re.I)
_ADVERB = re.compile(r"(?:\s+(?:still|also|now|just|\w+ly))*\s*$", re.I)
#: What leads from one symptom to the next.
_NEXT = re.compile(r"[,;:/]|\b(?:or|and|nor|but)\b", re.I)
#: The cues of a name that the author refutes.
_REFUTED = frozenset({"negated.refuted", "negated.withdrawn", "negated.verdict", "negated.ruled_out", REFUTED_CUE})


class Symptom(NamedTuple):
    """A symptom as said: the target that states it, its places, and the assertion."""

    stated: Target
    places: tuple[Target, ...]
    assertion: Assertion
    counts: bool


def without_tests(sentence: Sentence) -> Sentence:
    """The sentence without the places that are part of a test's name: the heels of a heel walk, the thigh of a thigh thrust."""
    tests = [(test.start, test.end) for test in sentence.of("WALK", "MUSCLE", *REFLEXES, "SLR", "OTHER_EXAM") if test.value != "foot drop"]
    if not tests:
        return sentence

    def is_part(target: Target) -> bool:
        return target.label in LEG_PLACES and any(start <= target.start and target.end <= end for start, end in tests)

    return sentence.with_targets(target for target in sentence.targets if not is_part(target))


def symptoms_of(reading: Reading, sentence: Sentence) -> Iterator[Symptom]:
    """The symptoms of the legs that a sentence states, in order; an examination states those that a test brings on, and answers."""
    examined = is_examination(sentence)
    denials = [(none.start, none.end) for none in sentence.of("NO_RADIATION")]
    denied = [(leg.start, leg.end) for leg in sentence.of("LEG_SYMPTOM") if leg.assertion is Assertion.NEGATED]
    for target in sentence.targets:
        if target.label == "SYMPTOM" and any(start <= target.start and target.end <= end for start, end in (*denials, *denied)):
            continue  # "leg pain 0/10"
        if target.label == "LEG_SYMPTOM" and any(target.start < start < target.end for start, _ in denials):
            continue  # the leg of "back 1/10, leg 0/10"
        if target.label == "NO_RADIATION":
            if not any(is_other(reading, sentence, target) for is_other in (_is_of_neck, _is_patients_way, _is_of_test)):
                before = denied_of_before(reading, target)
                assertion = Assertion.AFFIRMED if before is Assertion.AFFIRMED else Assertion.NEGATED
                yield Symptom(target, (), assertion, target.assertion not in NOT_SAID and before is not Assertion.HYPOTHETICAL)
        elif target.value == "path" and (
            _is_denied_way(reading, sentence, target) or _leads_to_test(sentence, target) or _is_in_symptom(sentence, target)
        ):
            continue
        elif not examined or _is_evoked(sentence, target) or _is_answer(sentence, target):
            places = places_of(reading, sentence, target)
            if places is not None:
                yield _symptom(reading, sentence, target, places)
            elif target.value == "radiating" and target.assertion is Assertion.NEGATED and target.cue in FILLED_IN:
                yield Symptom(target, (), Assertion.NEGATED, Part.LUMBAR in parts_of(reading, target))  # "Radiates? N"


def _is_denied_way(reading: Reading, sentence: Sentence, way: Target) -> bool:
    """Whether a way goes on with one that is denied: "never travelled past the beltline into the legs"."""
    return any(
        none.last <= way.first and not _BREAK.search(reading.text, none.end, way.start) and not sentence.has_between(none, way, *PAINS)
        for none in sentence.of("NO_RADIATION")
    )


def _is_of_test(reading: Reading, sentence: Sentence, denial: Target) -> bool:
    """Whether a leg that is well is only the place of a test: "strength in the legs is fine"."""
    tests = (test for test in sentence.of(*_TESTS) if test.end <= denial.start)
    return any(are_only(reading.text[test.end : denial.start], exam_words().to_side) for test in tests)


def _leads_to_test(sentence: Sentence, way: Target) -> bool:
    """Whether a way is the "to" of what was felt or not, and leads nowhere: "intact to light touch in both legs"."""
    return any(follows(test, way, _TEST_REACH) for test in sentence.of("SENSATION") if test.value not in PATIENT_WORDS)


def _is_in_symptom(sentence: Sentence, way: Target) -> bool:
    """Whether a way is the "to" in the words of a symptom, and leads nowhere: "unable to lift the great toe", "the foot goes to sleep"."""
    return any(one.start < way.start and way.end < one.end for one in sentence.of("SYMPTOM"))


def _is_patients_way(reading: Reading, sentence: Sentence, way: Target) -> bool:
    """Whether a way denied is one of the patient, and to no part of the body: "has not been to therapy", "he does not run"."""
    if way.value != _WAY:
        return False
    words = place_words()
    places = (place for place in sentence.of(*LEG_PLACES) if place.start >= way.start)
    if any(are_only(reading.text[way.end : place.start], words.before_part) for place in places):
        return False
    if leading := _LEADING.match(reading.text, way.end, sentence.end):
        named = next((word for word in leading[1].lower().split() if word not in words.before_part - words.body_part), None)
        return named not in words.body_part
    return ends_in(
        _ADVERB.sub("", reading.text[sentence.start : way.start]), statement_words().patient - {"they"}, 1
    )  # the pains do not spread either


def is_examination(sentence: Sentence) -> bool:
    """Whether a sentence is the examiner's, so that numbness or weakness in it is a finding and no symptom."""
    if sentence.has("REPORTED", "FOR_BACK"):
        return False
    told = sentence.section == "findings" or sentence.has("EXAMINER")
    return sentence.section in EXAMINED or (told and sentence.has(*TESTS))


def _is_evoked(sentence: Sentence, target: Target) -> bool:
    """Whether a symptom in an examination is one that a tension test brings on."""
    cues = [t for t in sentence.of("RESULT") if t.value in ("evokes", "positive") and t.assertion is Assertion.AFFIRMED]
    return sentence.has("SLR") and target.label != "RADIATION" and any(cue.first < target.first for cue in cues)


def _is_answer(sentence: Sentence, target: Target) -> bool:
    """Whether an examination says that there is no pain in the leg, which is the patient's answer."""
    return target.label == "LEG_SYMPTOM" and target.value == "leg" and target.assertion is Assertion.NEGATED and not sentence.has("SLR")


def _is_of_neck(reading: Reading, sentence: Sentence, target: Target) -> bool:
    limb = next((t for t in sentence.targets if t.first >= target.first and t.label in ("ARM", "LEG")), None)
    return limb.label == "ARM" if limb is not None else Part.LUMBAR not in parts_of(reading, target)


def _symptom(reading: Reading, sentence: Sentence, target: Target, places: tuple[Target, ...]) -> Symptom:
    """A symptom with its assertion: one that is over is denied, one of doubt or long standing is there."""
    counts = target.assertion not in NOT_SAID and not is_put_down(reading, sentence) and not _is_of_hip(target, places)
    before = denied_of_before(reading, target)
    begun = before is Assertion.AFFIRMED
    counts = counts and not _is_condition(reading, sentence, target) and before is not Assertion.HYPOTHETICAL
    counts = counts and not _is_way_of_past(reading, sentence, target) and not _is_entry_of_past(reading, target)
    historical = target.assertion is Assertion.HISTORICAL
    over = resolves(reading, sentence) if historical else is_over(reading, sentence, target)
    over = over and not is_in_part(reading, target)
    if historical and target.label in ROOT_DISEASES and is_old_attack(sentence):
        over = False
    if historical and not over:
        counts = counts and target.section not in FINAL and not _is_past(reading, target)
    negated = over or (target.assertion is Assertion.NEGATED and not (begun or is_tended(reading, sentence, target)))
    if negated and (target.value in _FLAGS or (places and all(place.value in _BESIDE_LEG for place in places))):
        counts = False  # a red flag or a groin pain denied says nothing of pain in the leg
    if target.label in ROOT_DISEASES and target.cue in _REFUTED:
        counts = False  # what it is not says nothing of where it hurts
    return Symptom(target, places, Assertion.NEGATED if negated else Assertion.AFFIRMED, counts)


def is_told_beside_leg(reading: Reading, sentence: Sentence, target: Target) -> bool:
    """Whether a symptom is told of the saddle or groin and no other place: "no numbness in the saddle region", "saddle area not numb"."""
    places = places_of(reading, sentence, target) or ()
    beside = bool(places) and all(place.value in _BESIDE_LEG for place in places)
    return beside and not _NEXT.search(reading.gap(places[0], target).lstrip(": "))


def _is_past(reading: Reading, target: Target) -> bool:
    """Whether a target is a root's disease of the past, which the note names nowhere as one of now."""
    of_past = target.assertion is Assertion.HISTORICAL or _is_entry_of_past(reading, target)
    return target.label in ROOT_DISEASES and of_past and target.label not in _diseases_now(reading)


def _is_entry_of_past(reading: Reading, target: Target) -> bool:
    """Whether a root's disease is an entry of a past history, which names what was and tells of no symptom: "PMH: sciatica 2011"."""
    return target.section in PAST and target.label in ROOT_DISEASES and weigh(reading, target) is Assertion.HISTORICAL


@lru_cache(maxsize=1)
def _diseases_now(reading: Reading) -> frozenset[str]:
    """The labels of the root's disease that a note affirms anywhere, or tells to have come back."""
    return frozenset(target.label for target in reading.targets(*ROOT_DISEASES) if weigh(reading, target) is Assertion.AFFIRMED)


def _is_way_of_past(reading: Reading, sentence: Sentence, way: Target) -> bool:
    """Whether a way is that of a root's disease of the past: "she had sciatica down the left leg in college"."""
    before = [pain for pain in sentence.of(*PAINS) if pain.last <= way.first] if way.label == "RADIATION" else []
    return bool(before) and _is_past(reading, before[-1])


def _is_of_hip(target: Target, places: Sequence[Target]) -> bool:
    """Whether a weakness is of the hip or the glutei alone, which is a finding of its muscles and no complaint of the leg."""
    weak = target.value == "weakness" or (target.label == "LEG_SYMPTOM" and target.text.lower().endswith("weakness"))
    return weak and bool(places) and all(place.value in _HIP_MUSCLES for place in places)


def _is_condition(reading: Reading, sentence: Sentence, target: Target) -> bool:
    """Whether a symptom is what something depends on: "to phone if he has leg pain again", and not "if he sits, the leg aches"."""
    before = (cue for cue in sentence.of("PURPOSE") if cue.value == "if" and follows(target, cue, _IF_REACH))
    return any("," not in reading.gap(cue, target) for cue in before)
