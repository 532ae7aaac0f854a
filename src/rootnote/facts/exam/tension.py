"""Tension signs: straight leg raise, Lasegue, slump, femoral stretch.

Source: annotation guide, straight_leg_raise; clarifications 7 and 25.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain

from rootnote.facts.exam.exam import doubts_of, finding_of, is_abnormal, left_open, settle, side_of_observation
from rootnote.facts.exam.exam_words import exam_words
from rootnote.facts.exam.observations import Observation, observe
from rootnote.facts.exam.results import EVOKING
from rootnote.facts.model import Assertion, Finding, FindingKind
from rootnote.facts.reading import Found, Reading, Target, follows
from rootnote.facts.symptoms.places import LOW_BACK
from rootnote.facts.wording import ends_in
from rootnote.language.labels import LEG_PARTS, LEVELS, NEUROLOGIC, RADICULAR, REFLEXES, ROOT_DISEASES, SYMPTOMS
from rootnote.language.measure_words import measure_words

_LEG = LEG_PARTS | ROOT_DISEASES | {"LEG_SYMPTOM"}
#: Tests that a sentence goes on with: what comes behind them is no answer of the leg raise.
_OTHER_TESTS = NEUROLOGIC | REFLEXES | {"WALK"}
#: Tests that are named by what a patient can feel as well.
_SENSED = frozenset({"numbness", "weakness"})
#: A test of the nerve that is one of a muscle's length as well.
_OF_LENGTH = "slr.ely"
#: A test of the nerve that is one of the sacroiliac joint as well, and words for that.
_OF_JOINT, _JOINT = "slr.nachlas", re.compile(r"\bSIJ?\b|\bsacro-?iliac\b|\bLBP\b|\blocal(?:ly|ized)?\b|\bback\b", re.I)
#: The word that an answer begins with; one of four letters, such as "hams", is not taken for a result.
_WORD = re.compile(r"[\s:,(=–-]*([^\W\d_]{5,})")
#: An exercise done in sets or repetitions: "SLR 3 x 10", "slump x15".
_SETS = re.compile(r"[\s,:(]*(?:\d{1,2}\s?x\s?\d|x\s?\d{1,2}\b|\d{1,2}\s?(?:reps?|sets?|repetitions)\b)", re.I)
#: What the author makes of what a test gave: "read as negative", "I score the test as negative".
_READ = "exam.read_negative"
_READ_AS = re.compile(
    r"\b(?:(?:call|deem|judge|consider)(?:s|d|ed|ing)?\s+(?:\w+\s+){1,5}|(?:read|interpret|judge|consider|score|record|regard|take|call|grade|count|rate|mark)(?:s|d|ed|ing)?\s+(?:\w+\s+){0,6}(?:as|is)\s+(?:a\s+)?)$",
    re.I,
)
#: A leg that goes no further "without pain": it hurts.
_NOT_WITHOUT = re.compile(
    r"\b(?:cannot|can\s?['’n]o?t|could\s?(?:not|n['’]t)|unable\s+to|not\s+able\s+to|won['’]t)\b[^.;]{0,60}?\bwithout\b", re.I
)
#: Characters behind a test in which the word "sign" ends.
_SIGN_REACH = 8
#: Characters before "negative" in which the author's verb stands.
_READ_REACH = 80
#: Tightness there is none of the nerve.
_HAMSTRING = "hamstring"
#: Tokens from a negation to the place where no pain came up: "without any leg pain".
_DENIED_REACH = 1
#: Tokens from a negation to a pain of the leg that it denies: "no leg pain", "no referred leg pain".
_OF_LEG = 2
#: What parts a test from what was said before it.
_NEW_CLAUSE = re.compile(r"[;,]\s+(?:and|but|while)\b", re.I)
#: Words from "when" to the test that a pain came with.
_TO_TEST = 3
#: What a pain comes with behind an angle, and what presses for it instead of a test of the nerve.
_AT_ANGLE = re.compile(r"\b\d{2}\b[^.;\d]{0,40}?\b(?:with|causing|producing|because of|due to|limited by|from)\b", re.I)
_PRESSED = re.compile(r"\s+(?:on|to|with|upon)\s+(?:(?:deep|light|firm|gentle)\s+)?(?:palpation|pressure|percussion)\b", re.I)
#: How a pull is told that goes along the nerve, and is no tight muscle: "a pull into the buttock".
_ONWARD = re.compile(r"\b(?:into|down)\b", re.I)
#: How a part of the leg is held in a test, and no place of pain: "with the knee straight".
_STRAIGHT = re.compile(r"\s+(?:(?:kept|held|fully|out)\s+)?(?:straight(?!\s+leg)|extended|in extension|locked)\b", re.I)
_HIP = frozenset({"groin", "hip"})
#: A test named as something that a leg has is positive: "a straight leg raise sign at 40 degrees", and not "Lasegue's sign: 70 degrees".
_A_SIGN, _SIGN = (
    re.compile(r"\ban?\s+(?:(?:left|right|bilateral|contralateral|crossed|ipsilateral|well[- ]leg|clear|definite)[\s-]+)*$", re.I),
    re.compile(r"(?<!\w)sign\b", re.I),
)
#: What shows that an examination is of the back too.
_SPINE = LEVELS | {"BACK_PAIN", "REGION"}


def find_tension_signs(reading: Reading) -> Found:
    """The tension signs of a note: AFFIRMED = positive; ``site`` is the test, ``grade`` the angle, such as "40 degrees"."""
    read = ((observation, _is_positive(reading, observation)) for observation in observe(reading, FindingKind.SLR))
    told = ((observation, positive) for observation, positive in read if positive or not doubts_of(observation))
    found = (_finding(reading, observation, positive) for observation, positive in told if positive is not None)
    return settle(chain(found, left_open(reading, FindingKind.SLR)))


def _finding(reading: Reading, observation: Observation, positive: bool) -> Finding:
    """The finding of a tension sign, with its test and the first angle in its unit."""
    angle = next((f"{target.value} degrees" for target in observation.unit.of("ANGLE")), None)
    side, test = side_of_observation(observation), observation.heads[0].value
    return finding_of(reading, observation, abnormal=positive, side=side, site=test, grade=angle)


def _is_positive(reading: Reading, observation: Observation) -> bool | None:
    """Positive when the author says so or it evokes pain below the back; pain in the back alone, or an angle alone, is negative."""
    if observation.value == "missing" or (observation.negated and observation.value in EVOKING):
        return False
    if observation.heads[0].rule == _OF_LENGTH and observation.unit.of("TISSUE"):
        return None  # of the muscle
    if _is_of_joint(reading, observation) or _SETS.match(reading.text, observation.heads[-1].end, observation.sentence.end):
        return None
    if observation.value == "angle" and _is_answered_in_unknown(reading, observation):
        return None
    if observation.value in EVOKING | {"angle", "none"} and _is_read_negative(reading, observation):
        return False
    if observation.value in EVOKING | {"angle", "none"} or _is_felt(observation):
        return _evokes_pain(reading, observation)
    if observation.value == "normal" and _is_of_knee(reading, observation):
        return None
    if observation.value == "exception":  # "all tension tests negative except the slump"
        return True if observation.unit.of("SLR") and _says_negative(observation) else None
    return is_abnormal(observation)


def _is_answered_in_unknown(reading: Reading, observation: Observation) -> bool:
    """Whether a word that is not known, and may be a result, stands between a test and its angle: "Lasègue positivo a 40 grados"."""
    head, angle = observation.heads[-1], next(iter(observation.unit.of("ANGLE")))
    word = _WORD.match(reading.text, head.end, max(head.end, angle.start))
    if word is None or _is_no_result(word[1].lower()):
        return False
    return not any(target.start <= word.start(1) < target.end for target in observation.sentence.targets)


def _is_no_result(word: str) -> bool:
    """Whether a word, in lower case, is known to stand between a test and its angle: one that is listed, or an English adverb."""
    known = measure_words()
    return word in known.beside_angle or (word.endswith(tuple(known.adverb_end)) and word not in known.telling_adverb)


def _is_felt(observation: Observation) -> bool:
    """Whether a result is a word of the patient's feeling, which is normal of a touch only: "he felt a sharp pain"."""
    result = observation.result
    return result is not None and any(move.value == "feel" and move.start == result.start for move in observation.sentence.of("MOVE"))


def _is_of_joint(reading: Reading, observation: Observation) -> bool:
    """Whether a test that can be one of the sacroiliac joint hurts there or in the back alone: "Nachlas (+) L, SI joint"."""
    if observation.heads[0].rule != _OF_JOINT or observation.value != "positive" or observation.sentence.has(*LEG_PARTS):
        return False
    return _JOINT.search(reading.text, observation.heads[0].end, observation.sentence.end) is not None


def _is_read_negative(reading: Reading, observation: Observation) -> bool:
    """Whether the author reads what a test gave as negative, of the one side that the sentence names: "I score it as negative"."""
    sentence = observation.sentence
    if len({side.value for side in sentence.of("SIDE")}) > 1:
        return False
    read = (one for one in sentence.of("RESULT") if one.value == "negative" and one.start > observation.heads[0].start)
    return any(one.rule == _READ or _READ_AS.search(reading.text[sentence.start : one.start][-_READ_REACH:]) for one in read)


def _says_negative(observation: Observation) -> bool:
    """Whether a sentence calls a tension test negative."""
    return any(result.value == "negative" for result in observation.sentence.of("RESULT"))


def _evokes_pain(reading: Reading, observation: Observation) -> bool | None:
    """Whether a test evoked a pain below the back; None where its sentence tells of none, and of none that it did not evoke."""
    told_before = _is_told_before(reading, observation)
    targets = _evoked(reading, observation, told_before=told_before)
    leg = any(
        (target.label in _LEG and not target.text.lower().startswith(_HAMSTRING)) or target.value == "radiating" for target in targets
    )
    if leg and _is_of_hip(observation, targets):
        return False
    pain = any(target.label in RADICULAR and target.value != "weakness" for target in targets)
    back = any(_is_back(target) for target in targets) or any(True for _ in _stretched(observation))
    if observation.value in EVOKING and not pain:
        travels = observation.result is not None and _ONWARD.search(observation.result.text) is not None
        tight = any(_is_of_result(target, observation) for target in targets if target.label == "TISSUE") and not travels
        return not tight and (leg or (observation.value == "reproduces" and not back))
    if pain or any(target.label == "RADIATION" and target.value == "radiating" for target in targets):
        return leg or not back
    if observation.value == "angle" and not observation.negated and _is_a_sign(reading, observation):
        return True
    return False if observation.value == "angle" or _denies_pain(observation) or (told_before and back) else None


def _told_of_test(observation: Observation) -> list[Target]:
    """The test, its angles and its result."""
    return [observation.heads[0], *observation.unit.of("ANGLE"), *([observation.result] if observation.result is not None else [])]


def _is_told_before(reading: Reading, observation: Observation) -> bool:
    """Whether what a test brought up is told before it: "pain to the calf when I lift the leg"."""
    places = {observation.heads[0].start, min(target.start for target in _told_of_test(observation))}
    before = (reading.text[observation.sentence.start : place] for place in places)
    return any(ends_in(text, exam_words().evoked_by, _TO_TEST) for text in before)


def _span(observation: Observation, *, told_before: bool) -> tuple[int, int]:
    """The tokens in which a sentence tells what a test brought up, half-open: from the test, or what is told before it, to the next one."""
    said = _told_of_test(observation) + (list(observation.unit.targets) if told_before else [])
    tests = [head for head in observation.sentence.of(*_OTHER_TESTS) if head.value not in _SENSED]
    tests = sorted([*tests, *_later_tests(observation)], key=lambda head: head.first)
    end = next((head.first for head in tests if head.first >= observation.heads[-1].last), observation.sentence.targets[-1].last)
    return min(target.first for target in said), end  # "she grabbed her calf when I raised the leg"


def _evoked(reading: Reading, observation: Observation, *, told_before: bool) -> list[Target]:
    """What a test brought up and where, in order, without what is denied, pressed on, or only held: "with the knee straight"."""
    sentence, heads = observation.sentence, observation.heads
    start, end = _span(observation, told_before=told_before)
    hindered = _NOT_WITHOUT.search(reading.text, heads[0].start, min(sentence.end, heads[-1].end + _READ_REACH)) is not None
    denied_before = hindered or (not told_before and _is_denial_before(reading, observation))
    negators, excepted, stretched = list(sentence.of("NEGATOR")), list(sentence.of("EXCEPT")), list(_stretched(observation))
    return [
        t
        for t in sentence.targets
        if start <= t.first < end
        and (t.label in SYMPTOMS or not _is_inside(t, heads))  # "the leg hurts when raised"
        and not (t.label in _LEG | {"SYMPTOM"} and _is_inside(t, stretched))
        and not (t.label == "LEG" and _STRAIGHT.match(reading.text, t.end))
        and (t.assertion is not Assertion.NEGATED or denied_before or _is_of_next_angle(reading, observation, t))
        and not _PRESSED.match(reading.text, t.end)
        and (hindered or not any(follows(t, no, _DENIED_REACH) for no in negators))
        and not _is_inside(t, excepted)  # "but not in the leg"
    ]


def _is_a_sign(reading: Reading, observation: Observation) -> bool:
    """Whether a test is named as a sign that is there, by its article: "she has a straight leg raise sign at 40 degrees"."""
    head = observation.heads[0]
    if head.assertion is Assertion.NEGATED or any(no.end <= head.start for no in observation.unit.of("NEGATOR")):
        return False
    named = _SIGN.search(reading.text, head.start, head.end + _SIGN_REACH) is not None
    return named and _A_SIGN.search(reading.text[observation.sentence.start : head.start][-_READ_REACH:]) is not None


def _is_of_next_angle(reading: Reading, observation: Observation, felt: Target) -> bool:
    """Whether a denial ended before a pain, at the angle of the other side: "75 right without pain, and 50 left with pain"."""
    denials = observation.sentence.of("NEGATOR", "RESULT")
    denied = [no for no in denials if no.last <= felt.first and (no.label == "NEGATOR" or no.value == "negative")]
    return felt in observation.unit.targets and bool(denied) and _AT_ANGLE.search(reading.text, denied[-1].end, felt.start) is not None


def _is_of_result(tissue: Target, observation: Observation) -> bool:
    """Whether tightness is what a test gave, and not what it gave at another angle: "70 on the right (tight), 40 left (shoots to foot)"."""
    result = observation.result
    return result is None or not any(tissue.end <= angle.start < result.start for angle in observation.sentence.of("ANGLE"))


def _is_of_hip(observation: Observation, targets: Sequence[Target]) -> bool:
    """Whether a leg raise hurts in the groin alone, and another stretch of the nerve is called negative beside it."""
    places = [target for target in targets if target.label in LEG_PARTS]
    others = [other for other in observation.sentence.of("SLR") if other not in observation.heads]
    return bool(others) and _says_negative(observation) and bool(places) and all(place.value in _HIP for place in places)


def _is_of_knee(reading: Reading, observation: Observation) -> bool:
    """Whether a leg raise that is intact is that of the quadriceps: at the examination of a knee, with no word of the back."""
    if observation.result is None or not observation.result.text.lower().endswith("intact"):
        return False
    return observation.sentence.section in _sections_of_knee(reading)


@lru_cache(maxsize=1)  # asked for each leg raise that is intact
def _sections_of_knee(reading: Reading) -> frozenset[str]:
    """The sections that name a knee and nothing of the back."""
    knees = {one.section for one in reading.sentences if any(place.value == "knee" for place in one.of("LEG", "OTHER_EXAM"))}
    return frozenset(knees - {one.section for one in reading.sentences if one.has(*_SPINE)})


def _later_tests(observation: Observation) -> Iterator[Target]:
    """The tension tests of a sentence that an observation is not about, where they have an answer of their own."""
    units = (other for other in observation.sentence.of("SLR") if other not in observation.heads and other not in observation.unit.targets)
    return (head for head in units if head.first >= observation.heads[-1].last)


def _is_denial_before(reading: Reading, observation: Observation) -> bool:
    """Whether what is denied before a test is something else: "he could not hold the toe up, and raising the leg was painful"."""
    head = observation.heads[0]
    cues = [one for one in observation.sentence.targets if one.end <= head.start and (one.label == "NEGATOR" or one.value == "unable")]
    if head.assertion is not Assertion.NEGATED or not cues or observation.unit.of("NEGATOR"):
        return False
    return _NEW_CLAUSE.search(reading.text, cues[-1].end, head.start) is not None


def _stretched(observation: Observation) -> Iterator[Target]:
    """The results that place a mere pull in the leg: "a pulling sensation behind the knee"."""
    places = list(observation.sentence.of(*LEG_PARTS))
    return (one for one in observation.unit.of("RESULT") if one.value == "negative" and any(_is_inside(place, [one]) for place in places))


def _is_inside(target: Target, others: Sequence[Target]) -> bool:
    """Whether a target stands within one of others."""
    return any(other.start <= target.start and target.end <= other.end for other in others)


def _denies_pain(observation: Observation) -> bool:
    """Whether a test is told by the pain that it did not give: "when the legs were raised there was no pain"."""
    held = observation.unit.targets
    if any(result.value == "unable" for result in observation.unit.results):
        return False  # "he cannot lift his leg without pain"
    denied = -1
    for target in held:
        if target.label == "NEGATOR":
            denied = target.last
        elif target.label in RADICULAR and 0 <= target.first - denied <= _OF_LEG and denied >= 0:
            return True
    return False


def _is_back(target: Target) -> bool:
    """Whether a place is the low back, or a hamstring, whose tightness is no pain of the nerve."""
    if target.label == "LEG":
        return target.text.lower().startswith(_HAMSTRING)
    return target.label == "BACK_PAIN" or (target.label == "REGION" and target.value in LOW_BACK)
