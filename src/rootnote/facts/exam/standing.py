"""Why an observation may not count: not of the leg, not tested, only aimed at, the patient's own words, told of the past.

Source: annotation guide, clarifications 7, 19 and 22.
"""

from __future__ import annotations

from rootnote.facts.conditions.mentions import NOT_OF_PATIENT
from rootnote.facts.exam.clauses import REFLEX_MUSCLES
from rootnote.facts.exam.exam_words import exam_words
from rootnote.facts.exam.examiners import EXAM, OWN_EXAM
from rootnote.facts.exam.observations import Observation
from rootnote.facts.exam.results import EVOKING, PATIENT_WORDS, is_grade, is_noun, says_abnormal
from rootnote.facts.model import Assertion, FindingKind
from rootnote.facts.reading import Reading, Target, follows
from rootnote.facts.symptoms.places import is_elsewhere, is_leg
from rootnote.facts.wording import has_word
from rootnote.language.categories import OPERATIVE, OPERATIVE_DIAGNOSES, PRESENT_ILLNESS
from rootnote.language.labels import IMAGES
from rootnote.language.measure_words import measure_words

#: The value of a cue for an examination that a note of a procedure can hold too.
_EXAMINED = "exam"
#: The value of a cue for what keeps a patient from a walk that is not weakness.
_HINDERED = "hindered"
#: The values of cues for a hammer that was not there, and for a test that pain did not allow.
_NO_HAMMER, _INTOLERANT = "hammer", "intolerant"
_HISTORY = OPERATIVE_DIAGNOSES | {"ros"}
#: The section of why a study was asked for: the weakness told there is the complaint.
_ASKED = "reason"
#: The walk that is a habit of some.
_TOE_WALK = "toe walk"
#: Too much sensation, which histories tell of in the same words as examinations: "hyperesthesia".
_EXCESS = "excess"
#: The level below which the cord feels nothing.
_LEVEL = "level"
#: Tests whose name says the result.
_OWN_RESULTS = PATIENT_WORDS | {"deficit", "loss", _EXCESS, _LEVEL}
#: Tests in plain words, as the patient may tell of them too.
_SAID = "said"
#: The value of words by which what stands before them is the patient's too.
_RECALLED = "recalled"
#: The value of what is only told of life at home, unless an examination tells it: "weak on stairs".
_AT_HOME = "at home"
_LEG_TESTS = frozenset({"MUSCLE", "MUSCLE_SHORT", "WALK", "SLR"})
_LEG_REFLEXES = frozenset({"knee", "ankle", "hamstring", "knee and ankle"})
#: Tests that are named by a muscle, a tendon, a movement or the nervous system, which are more than what is tested.
_NAMED_BY_BODY = frozenset({"MUSCLE", "MUSCLE_SHORT", "REFLEX_SHORT", "NEURO"})
_JOINT_MOVEMENTS = frozenset({"hip flexion", "hip extension", "hip abduction", "hip adduction", "knee flexion", "knee extension"})
#: Results of strength alone, and words for a muscle that go with its strength.
_WEAK, _WASTING = frozenset({"weak", "weakness"}), ("atroph", "wast", "bulk", "girth", "circumference")
#: Tokens from a loss to the word that it has gone.
_RESOLVED_REACH = 6


def objection(reading: Reading, observation: Observation) -> Assertion | None:
    """Why an observation does not count: ABSENT, HYPOTHETICAL or HISTORICAL; None when it does."""
    if not _is_of_leg(observation) or _is_untested(observation):
        return Assertion.ABSENT
    if _is_aim(observation):
        return Assertion.HYPOTHETICAL
    graded = observation.result is not None and is_grade(observation.result)
    section = observation.sentence.section
    told = not graded and not observation.sentence.has("EXAMINER")
    # a leg is moved there and a tendon seen, but nothing is examined
    operated = section in OPERATIVE and not any(cue.value == _EXAMINED for cue in observation.sentence.of("EXAMINER"))
    if not graded and (operated or _is_of_tissue(observation)):
        return Assertion.ABSENT
    tendon = bool(observation.heads) and all(head.label == "REFLEX_SHORT" for head in observation.heads)
    if told and section not in OWN_EXAM and tendon and says_abnormal(observation.value, negated=observation.negated) is not True:
        return Assertion.ABSENT  # the tendon, and no reflex
    if observation.kind in (FindingKind.REFLEX, FindingKind.SLR):
        listed = observation.value == "areflexia" and observation.negated and section not in OWN_EXAM
        return Assertion.HISTORICAL if listed and told else None  # else patients do not speak of these
    if observation.sentence.has("EMG"):
        return Assertion.ABSENT
    if _is_habit(observation):
        return Assertion.HISTORICAL
    if told and observation.value == "none" and section not in OWN_EXAM:
        return Assertion.HISTORICAL  # "tired after a day of walking on her toes"
    if (
        section in _HISTORY
        or _is_resolved(observation)
        or (told and (section == "imaging" or _is_reported(reading, observation) or (section == _ASKED and _is_weakness(observation))))
    ):
        return Assertion.HISTORICAL
    return Assertion.HISTORICAL if not graded and _is_patients_word(reading, observation) else None


def _is_of_leg(observation: Observation) -> bool:
    """Whether an observation is of the legs or of the whole body: not when only the arms, neck, trunk or face are named."""
    if any(head.label in _LEG_TESTS or head.value in _LEG_REFLEXES for head in observation.heads):
        return True
    if any(head.value == _LEVEL for head in observation.heads):
        return True  # all below it
    reflexes = observation.kind is FindingKind.REFLEX and any(one.value in REFLEX_MUSCLES for one in observation.unit.heads)
    said = [head for head in observation.heads if head.label == "STRENGTH" and head.value == _SAID]
    named = any(not measure_words().paired.isdisjoint(head.text.lower().split()) for head in said)  # "legs are strong"
    leg = reflexes or named or any(is_leg(place) for place in observation.places)
    elsewhere = observation.arm or any(is_elsewhere(place) for place in observation.places)
    if observation.heads:
        return leg or not elsewhere
    return leg and (not elsewhere or _is_graded_last(observation))


def _is_graded_last(observation: Observation) -> bool:
    """Whether a leg is the last that a list names before the one grade behind it: "the other arm and both legs are 5/5"."""
    result, graded = observation.result, [one for one in observation.unit.results if is_grade(one)]
    before = [place for place in observation.places if result is not None and place.end <= result.start]
    return len(graded) == 1 and bool(before) and is_leg(max(before, key=lambda place: place.start))


def _is_untested(observation: Observation) -> bool:
    if observation.value == "unable":  # a failed walk, unless something else than weakness hindered it
        return any(cue.value == _HINDERED for cue in observation.sentence.of("UNTESTED"))
    cues = [cue for cue in observation.sentence.of("UNTESTED") if not _is_reached(observation, cue)]
    if observation.kind is FindingKind.REFLEX and any(cue.value == _NO_HAMMER for cue in cues):
        return says_abnormal(observation.value, negated=observation.negated) is not False and observation.value != "REFLEX_GRADE"
    unsaid = observation.value in ("none", "angle")
    return any(unsaid or cue in observation.unit.targets for cue in cues)


def _is_reached(observation: Observation, cue: Target) -> bool:
    """Whether a test that pain did not allow was done up to an angle: "could not tolerate SLR beyond 30 degrees"."""
    return cue.value == _INTOLERANT and observation.sentence.has("ANGLE")


def _is_of_tissue(observation: Observation) -> bool:
    """Whether a muscle or tendon is spoken of as tissue, or a movement for its range, and not for strength or a reflex."""
    if not observation.heads or any(head.label not in _NAMED_BY_BODY for head in observation.heads):
        return False
    strength = observation.value in _WEAK or bool(observation.unit.of("STRENGTH"))
    wasted = strength and all(one.text.lower().startswith(_WASTING) for one in observation.unit.of("TISSUE"))
    if (observation.unit.of("TISSUE") and not wasted) or (
        observation.value in ("normal", "good", "abnormal", "lesser") and observation.unit.of("ANGLE")
    ):
        return True
    if observation.value == "normal" and observation.sentence.has(*IMAGES):
        return all(head.label != "NEURO" for head in observation.heads)
    return observation.result is not None and _is_full_range(observation, observation.result)


def _is_full_range(observation: Observation, result: Target) -> bool:
    """Whether the range of a joint is said to be full: "full knee extension", where strength is not spoken of."""
    full = result.text.lower() == "full" and not observation.sentence.has("STRENGTH")
    return full and any(head.value in _JOINT_MOVEMENTS and head.first == result.last for head in observation.heads)


def _is_aim(observation: Observation) -> bool:
    named = (*observation.heads, *((observation.result,) if observation.result is not None else ()))
    return observation.sentence.has("AIM") or any(target.assertion in NOT_OF_PATIENT for target in named)


def _is_reported(reading: Reading, observation: Observation) -> bool:
    """Whether the patient says it: "she reports decreased sensation", "strength was normal by his recollection".

    In an examination what stands behind a semicolon is the examiner's again: "she reports numbness of the calf; touch is normal there",
    and how long it has been so is said of no finding: "vibration lost to the shins, longstanding per his wife".
    """
    named = (*observation.heads, *((observation.result,) if observation.result is not None else ()))
    start = min((target.first for target in named), default=0)
    sentence = observation.sentence
    cues = [cue for cue in sentence.of("REPORTED") if cue.first < start or cue.value in (_RECALLED, _AT_HOME)]
    first = min(named, key=lambda target: target.start) if named else None
    if first is not None:  # "no symptoms, neuro normal"
        cues = [cue for cue in cues if cue.assertion is not Assertion.NEGATED or "," not in reading.gap(cue, first)]
    if sentence.section in EXAM and first is not None:
        lasting = {time.last for time in sentence.of("COURSE", "DURATION")}
        cues = [
            cue
            for cue in cues
            if cue.value != _AT_HOME and (cue.first not in lasting if cue.value == _RECALLED else ";" not in reading.gap(cue, first))
        ]
    return bool(cues)


def _is_habit(observation: Observation) -> bool:
    """Whether a walk on the toes without a result of its own is how someone always walks: "he has walked on his toes since age two"."""
    toes = bool(observation.heads) and all(head.value == _TOE_WALK for head in observation.heads)
    unsaid = observation.value in ("none", "abnormal")
    return toes and unsaid and observation.sentence.has("HABIT") and observation.sentence.section not in EXAM


def _is_weakness(observation: Observation) -> bool:
    """Whether an observation is a weakness by that name: "quadriceps weakness"."""
    return observation.kind is FindingKind.MOTOR and observation.value == "weakness" and not observation.negated


def _is_resolved(observation: Observation) -> bool:
    """Whether a loss is told that has gone: "the weakness has resolved"."""
    result = observation.result
    if result is None or not is_noun(result):
        return False
    return any(follows(cue, result, _RESOLVED_REACH) for cue in observation.sentence.of("RESOLVED"))


def _is_told_before_exam(reading: Reading, observation: Observation) -> bool:
    """Whether the patient says it before the sentence comes to the examination: "he reports numbness; on testing sensation is intact"."""
    result = observation.result
    if result is None or result.value not in PATIENT_WORDS or not _is_reported(reading, observation):
        return False
    examined = [cue.first for cue in observation.sentence.of("EXAMINER")]
    return bool(examined) and min(examined) >= result.last


def _is_listed_with_complaints(observation: Observation) -> bool:
    """Whether a loss is denied in one list with what nobody examines: "no sensory change, chest pain or cough"."""
    sentence, result = observation.sentence, observation.result
    if result is None or not observation.negated or not is_noun(result) or sentence.section in EXAM or sentence.has("EXAMINER"):
        return False
    denied = (other for other in sentence.of("OTHER_PROBLEM") if other.assertion is Assertion.NEGATED)
    return any(has_word(other.text, exam_words().felt_only) for other in denied)


def _is_patients_word(reading: Reading, observation: Observation) -> bool:
    """Whether an observation is in words that patients use too, and nothing shows that they are the examiner's here."""
    values = {head.value for head in observation.heads}
    abnormal = says_abnormal(observation.value, negated=observation.negated) is True
    section = observation.sentence.section
    if section == "assessment" and abnormal and values and values <= _OWN_RESULTS:
        return True
    if _is_told_before_exam(reading, observation) or _is_listed_with_complaints(observation):
        return True
    if values == {"numbness"} and (observation.unit.of("SLR") or any(one.value in EVOKING for one in observation.unit.results)):
        return True  # "slump reproduced the tingling"
    walked = bool(values) and all(head.label == "WALK" for head in observation.heads)
    if (values in ({_SAID}, {_EXCESS}) or walked) and section in PRESENT_ILLNESS and not observation.sentence.has("EXAMINER"):
        return True
    numb = any(test.value == "numbness" for test in observation.sentence.of("SENSATION"))
    if values == {_SAID} and numb and section not in EXAM and not observation.sentence.has("EXAMINER"):
        return True  # "his legs are not weak or numb"
    if not values or not values <= PATIENT_WORDS:
        return False
    muscle = any(head.value != "foot drop" for head in observation.unit.of("MUSCLE"))
    if not (observation.sentence.has("EXAMINER") or section in EXAM or (muscle and section in OWN_EXAM)):
        return True
    return (
        abnormal
        and "palsy" not in values
        and not (any(is_leg(place) for place in observation.places) or observation.unit.of("MUSCLE", "SIDE"))
    )
