"""Results of an examination: what a result can be said of, whether it is abnormal, and whether it is denied."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rootnote.facts.conditions.mentions import FILLED_IN
from rootnote.facts.conditions.statement_words import statement_words
from rootnote.facts.exam.clauses import Unit, is_other_exam
from rootnote.facts.exam.exam_words import exam_words
from rootnote.facts.exam.pieces import HEADS, NOUNS, PLACED, is_strength_elsewhere
from rootnote.facts.exam.plus_signs import is_marked
from rootnote.facts.model import Assertion, FindingKind
from rootnote.facts.reading import Reading, Target, follows, tokens_apart
from rootnote.facts.symptoms.place_words import place_words
from rootnote.facts.symptoms.places import REFLEX_SITES
from rootnote.facts.wording import are_only
from rootnote.language.labels import LEG_PARTS, LEVELS, REFLEXES, SYMPTOMS

_SENSORY, _MOTOR, _REFLEX, _SLR = FindingKind.SENSORY, FindingKind.MOTOR, FindingKind.REFLEX, FindingKind.SLR
#: Tests that patients have words for too: those words count only as the examiner's.
PATIENT_WORDS = frozenset({"weakness", "numbness", "foot drop", "palsy"})
#: What each test is a test of.
KINDS: dict[str, tuple[FindingKind, ...]] = {
    "SENSATION": (_SENSORY,),
    "REFLEX": (_REFLEX,),
    "REFLEX_SHORT": (_REFLEX,),
    "STRENGTH": (_MOTOR,),
    "MUSCLE": (_MOTOR,),
    "MUSCLE_SHORT": (_MOTOR,),
    "WALK": (_MOTOR,),
    "SLR": (_SLR,),
    "NEURO": (_SENSORY, _MOTOR),
    "OTHER_EXAM": (),
}
#: For each value of a result in the rules, or label of a grade: what it can be said of, and whether it is abnormal when not denied.
_VALUES: dict[str, tuple[frozenset[FindingKind], bool]] = {
    "normal": (frozenset({_SENSORY, _MOTOR, _REFLEX, _SLR}), False),
    "good": (frozenset({_SENSORY, _MOTOR, _REFLEX}), False),
    "able": (frozenset({_MOTOR}), False),
    "unable": (frozenset({_MOTOR}), True),
    "present": (frozenset({_REFLEX, _SENSORY}), False),
    "loss": (frozenset({_SENSORY, _MOTOR, _REFLEX}), True),
    "weakness": (frozenset({_MOTOR}), True),
    "numbness": (frozenset({_SENSORY}), True),
    "abnormal": (frozenset({_SENSORY, _MOTOR, _REFLEX}), True),
    "lesser": (frozenset({_SENSORY, _MOTOR}), True),
    "weak": (frozenset({_MOTOR}), True),
    "dull": (frozenset({_SENSORY}), True),
    "reflex change": (frozenset({_REFLEX}), True),
    "areflexia": (frozenset({_REFLEX}), True),
    "positive": (frozenset({_SLR}), True),
    "negative": (frozenset({_SLR}), False),
    "evokes": (frozenset({_SLR}), True),
    "reproduces": (frozenset({_SLR}), True),
    "STRENGTH_GRADE": (frozenset({_MOTOR}), True),
    "REFLEX_GRADE": (frozenset({_REFLEX, _MOTOR}), True),
    "SENSORY_GRADE": (frozenset({_SENSORY}), True),
}


#: "Absent" in short, and tokens back to the reflex that it is said of.
_ABS, _TO_ABS = "abs", 2
#: How the word for what is weak begins.
_WEAK = "weak"
#: Results that bring up what comes behind them.
EVOKING = frozenset({"evokes", "reproduces"})
#: What may stand between the name of a tendon and the loss of its reflex, and what may come behind it: no noun that it belongs to.
_TO_TENDON = re.compile(
    r"[\s,:/&=(-]*(?:(?:is|are|was|were|had|been|the|his|her|and|at|on|in|only|also|still|now|side)\b[\s,:/&(]*)*", re.I
)
_PAST_TENDON = re.compile(r"(?!-\w)\s*(?:[^\w\s]|\d|$|(?:is|are|was|were|had|and|or|at|on|in|but)\b)", re.I)
_COPULA = re.compile(r"\b(?:is|are|was|were|be|tests?|tested|feels?|felt|seems?|proved|found)\s+(?:\w+\s+n?or\s+)?$", re.I)
#: The verb, and the characters in which it stands, between a result and the test before it, of which it then is.
_IS, _IS_REACH = re.compile(r"(?<!\bthere )\b(?:is|are|was|were|it'?s)\s+(?:[a-z]+ly\s+|quite\s+)?$", re.I), 16
#: What denies whatever it stands before; a word, and what parts a subject from what is told of another: "no pain, the left leg is weak".
_NEITHER = frozenset({"neither", "none", "nor"})
_WORD, _BROKEN = re.compile(r"[^\W\d_]+"), re.compile(r"[,;:]|\bbut\b")
_TENDONS = ("tendon", "tendons")
_ENDS = re.compile(r"\s*(?:[,;.)|\n]|$)")
#: Tokens from "cannot" to how strongly a movement can't be done.
_UNABLE_TO = 3
#: What parts the names that marks stand behind, and a name that is no mere letter or two.
_CHUNK, _NAME = re.compile(r"[^\w\s'-]|\d|\n"), re.compile(r"[^\W\d_]{3}")
#: What stands between a noun that heads an answer and the answer, and how that says there is none.
_ASKED = re.compile(r"[^.;:\n]{0,60}(?::|=|\s[-–])\s*")
_NONE, _ABSENT = frozenset({"none", "nil", "no", "nothing"}), frozenset({"absent", "negative"})
#: Another name in brackets right before a result: "piriformis (FAIR) positive".
_ASIDE = re.compile(r"\s*\([^()\n]{1,30}\)\s*$")
#: What stands between the tests of a list, and between the list and its one result.
_LIST = re.compile(r"[\s,/&+]*(?:(?:and|or)\b[\s,]*)?", re.I)
_LIST_END = re.compile(
    r"[\s,:–-]*(?:(?:is|are|was|were|all|both|to|for|in|also|grossly|entirely|completely|exam(?:ination)?s?|test(?:s|ing)?)\b[\s:]*)*", re.I
)


def value_of(result: Target) -> str:
    """How a result is said: its value in the rules, or the label of a grade."""
    return result.value if result.label == "RESULT" else result.label


def kinds_of(result: Target) -> frozenset[FindingKind]:
    """What a result can be said of; plus signs alone grade no strength."""
    kinds = _VALUES[value_of(result)][0]
    return kinds - {_MOTOR} if result.label == "REFLEX_GRADE" and not result.text.strip("+/ \t") else kinds


def is_grade(result: Target) -> bool:
    """Whether a result is a grade."""
    return result.label in ("STRENGTH_GRADE", "REFLEX_GRADE", "SENSORY_GRADE")


def is_noun(result: Target) -> bool:
    """Whether a result is a noun, such as "weakness", which a negation reaches over a list."""
    return result.label == "RESULT" and result.value in NOUNS


def says_abnormal(value: str, *, negated: bool) -> bool | None:
    """Whether a word says that a finding is abnormal; None for what is no word: a grade, an angle, nothing."""
    if value not in _VALUES or value.endswith("GRADE"):
        return None
    return _VALUES[value][1] is not negated


def fits(reading: Reading, result: Target, kind: FindingKind, heads: Sequence[Target], unit: Unit) -> bool:
    """Whether a result can be one of this kind in its unit, whose tests of the kind are ``heads``.

    Of several tests in a unit, the nearest that the result can be said of takes it, with what is tested in one breath with that.
    """
    if kind not in kinds_of(result) or _is_of_other_test(reading, result, kind, heads, unit):
        return False
    if not result.text.strip("+"):
        return is_marked(reading, result, kind, heads, unit)
    if result.text[:1] == "[" and unit.targets[0].label == "RESULT":  # "[+] Kemp [-] SLR": a mark belongs to the test behind it
        return any(head.first == result.last for head in heads)
    if result.label == "RESULT" and heads and not _can_be_said_of(reading, result, heads, unit):
        return False
    if not unit.of(*HEADS) or (len(unit.results) == 1 and not unit.of("OTHER_EXAM")):
        return True
    return _is_of_nearest(reading, result, kind, heads, unit)


def _is_of_other_test(reading: Reading, result: Target, kind: FindingKind, heads: Sequence[Target], unit: Unit) -> bool:
    """Whether a result that tests of a kind can have is that of another: of a reflex, of a test not known here, of muscles."""
    if kind is _MOTOR and result.label == "REFLEX_GRADE" and any(head.label == "REFLEX" for head in unit.heads):
        return True
    if (not unit.of(*HEADS) and _is_of_unknown(reading, result, heads)) or (kind is _REFLEX and _is_of_muscles(reading, result)):
        return True
    return result.text.lower() == _ABS and not any(
        follows(result, head, _TO_ABS) and head.label in REFLEXES and "," not in reading.gap(head, result) for head in heads
    )  # the abdominal muscles


def _can_be_said_of(reading: Reading, result: Target, heads: Sequence[Target], unit: Unit) -> bool:
    """Whether a word can be said of the tests in its unit: "able" of what can be done, a bare muscle's name takes grades alone."""
    if result.value in ("able", "unable") and not any(head.label in PLACED for head in heads):
        return False
    if all(head.label == "MUSCLE_SHORT" for head in heads):
        return False
    return any(head.label != "REFLEX_SHORT" for head in heads) or _is_of_tendon_reflex(reading, result, heads, unit)


def _is_of_nearest(reading: Reading, result: Target, kind: FindingKind, heads: Sequence[Target], unit: Unit) -> bool:
    """Whether the nearest test that a result can be said of is of this kind, or named in one breath or one list with one that is."""
    read = {one for other in unit.results if (other.start, other.end) == (result.start, result.end) for one in kinds_of(other)}
    others = [head for head in unit.heads if not KINDS[head.label] or read & set(KINDS[head.label])]
    if result.label == "STRENGTH_GRADE":
        others = [head for head in others if not is_other_exam(head)]
    if _IS.search(reading.text, max(0, result.start - _IS_REACH), result.start):  # "strength is fine straight leg raise is positive"
        others = [head for head in others if head.last <= result.first and KINDS[head.label]] or others
    nearest = min(others, key=lambda head: tokens_apart(head, result), default=None)
    if nearest is None or kind in KINDS[nearest.label] or any(_beside(head, nearest, result) for head in heads):
        return True
    if not result.text.strip("+-()[] ") and nearest.first < result.first:
        return False  # a sign belongs to the test before it: "Yeoman (+) L. Lasegue (-)"
    listed = result.label == "RESULT" or is_strength_elsewhere(nearest)  # "4+ right wrist extension and knee flexion"
    return listed and any(head in heads for head in _listed(reading, unit, result))


def _is_of_unknown(reading: Reading, result: Target, heads: Sequence[Target]) -> bool:
    """Whether a result stands behind the name of a test that is not known here: "SLR (-), Prone instability (+)".

    A word is told from a mark in that it can go on with the test before it ("seated it is positive"), and not with one behind.
    """
    if result.text.strip("+-()[] "):
        behind = bool(heads) and all(head.start >= result.end for head in heads)
        return behind and result.value in ("positive", "negative") and _names_test(reading, result)
    sentence = reading.sentence_of(result)
    name = _CHUNK.split(reading.text[sentence.start : result.start])[-1]
    if _NAME.search(name) is None:
        return False
    start = result.start - len(name)
    known = any(start <= target.start < result.start for target in sentence.of("SIDE", "LEG", *LEVELS, "SLR", "ANGLE"))
    words = exam_words()
    return not known and not are_only(
        name, words.sitting | words.prone | words.passive | statement_words().predicate | place_words().places_pain
    )


def _names_test(reading: Reading, result: Target) -> bool:
    """Whether the clause of a result opens with words that can name a test: "piriformis positive", not "bilaterally positive"."""
    before = _ASIDE.sub("", reading.text[reading.sentence_of(result).start : result.start])
    name, words = _CHUNK.split(before)[-1], exam_words()
    return _NAME.search(name) is not None and not are_only(
        name, statement_words().predicate | place_words().places_pain | words.sitting | words.passive
    )


def _is_of_muscles(reading: Reading, result: Target) -> bool:
    """Whether a part of the leg that has no reflex is called weak: "reflexes normal, but a weak left big toe"."""
    if not result.text.lower().startswith(_WEAK):
        return False
    parts = list(reading.sentence_of(result).of(*LEG_PARTS))
    before = next((one for one in reversed(parts) if one.end <= result.start), None)
    if before is not None and reading.gap(before, result).strip() and are_only(reading.gap(before, result), statement_words().predicate):
        return before.value not in REFLEX_SITES  # "the left great toe was weak, jerks were equal"
    part = next((one for one in parts if one.start >= result.end), None)
    return part is not None and part.value not in REFLEX_SITES and not reading.rest(result, part, "SIDE").strip()


def _beside(head: Target, nearest: Target, result: Target) -> bool:
    """Whether a test is named in one breath with the one that is nearest to a result, on the same side of it."""
    return tokens_apart(head, nearest) <= 1 and (head.first < result.first) == (nearest.first < result.first)


def _listed(reading: Reading, unit: Unit, result: Target) -> Iterator[Target]:
    """The tests of the list that a result ends or opens: "strength, gait and reflexes all normal", "normal tone, power and reflexes"."""
    after = [head for head in unit.heads if head.first >= result.last]
    qualifies = bool(after) and not reading.gap(after[0], result).strip()  # "Motor: normal bulk and tone" says nothing of strength
    before = [] if qualifies else [head for head in reversed(unit.heads) if head.last <= result.first]
    for heads in (before, after):
        last = result
        for head in heads:
            joint = _LIST_END if last is result else _LIST
            if joint.fullmatch(reading.rest(head, last, "SIDE")) is None:
                break
            yield head
            last = head


def _is_of_tendon_reflex(reading: Reading, result: Target, tendons: Sequence[Target], unit: Unit) -> bool:
    """Whether a word beside the bare name of a tendon is said of its reflex: a loss right beside it, or reflexes are spoken of."""
    sentence = reading.sentence_of(result)
    if (
        sentence.has("REFLEX", "REFLEX_GRADE")
        or unit.of("REFLEX_GRADE")
        or any(other.value == "reflex" for other in sentence.of("OTHER_EXAM"))
    ):
        return result.value != "good"
    if result.value not in ("abnormal", "reflex change"):
        return False
    return any(
        _TO_TENDON.fullmatch(reading.rest(tendon, result, "SIDE", "REFLEX_SHORT", "RESULT"))
        and _stands_alone(reading, tendon)
        and not tendon.text.lower().endswith(_TENDONS)
        for tendon in tendons
    )


def _stands_alone(reading: Reading, tendon: Target) -> bool:
    """Whether the name of a tendon is no adjective: "patella absent", not "patellar facet"."""
    if _PAST_TENDON.match(reading.text, tendon.end):
        return True
    return any(other.first == tendon.last for other in reading.sentence_of(tendon).of("RESULT", "SIDE"))


def is_denied(reading: Reading, unit: Unit, result: Target, *, carried: bool) -> bool:
    """Whether a result is denied: a noun by any negation before it, any other only by one right before it.

    ``carried`` says that the unit before it ended with a denied noun, whose list this one may go on with.
    """
    if any(follows(cue, result, 4) for cue in unit.of("NEGATOR_AFTER")):
        return True
    if is_noun(result) and result.assertion is Assertion.NEGATED and result.cue in FILLED_IN:
        return True  # "Sensory deficit: N"
    if is_noun(result) and _is_answered_none(reading, result):
        return True
    after = [cue for cue in unit.of("NEGATOR") if cue.first >= result.last]
    if after and after[0].first - result.last <= 2:
        alone = after[0].end >= unit.targets[-1].end and _ENDS.match(reading.text, after[0].end)
        same = any(side.start == result.start for side in unit.of("SIDE"))  # "slump L=R nil"
        if result.value in EVOKING or (alone and not same):
            return True  # "causes no pain", "weakness: no"
    if result.value == "present" and any(t.value == "unable" and follows(result, t, 3) for t in unit.of("RESULT")):
        return True
    if result.value == "present" and _is_of_no_reflex(unit):
        return True
    before = [cue for cue in unit.of("NEGATOR") if cue.last <= result.first]
    if _denies_subject(reading, unit, result, before):
        return True
    if result.value == "good" and any(t.value == "unable" and follows(result, t, _UNABLE_TO) for t in unit.of("RESULT")):
        return True  # "the left toe cannot lift as strongly"
    if not before:
        return is_noun(result) and carried and not any(is_grade(other) for other in unit.results)
    between = [other for other in unit.results if before[-1].last <= other.first and other.last <= result.first and other is not result]
    if is_noun(result):
        return all(is_noun(other) or other.last == result.first for other in between)  # "no weakness or loss", "no abnormal findings"
    return not between and result.first - before[-1].last <= 2 and "," not in reading.gap(before[-1], result)  # "pain nil, neuro NAD"


def _is_answered_none(reading: Reading, result: Target) -> bool:
    """Whether a noun heads an answer of none: "Reflex change at knee or ankle: none.", "Focal weakness of the legs - absent"."""
    sentence = reading.sentence_of(result)
    answers = [one for one in sentence.targets if one.start >= result.end and _is_none(one)]
    return any(_ASKED.fullmatch(reading.text, result.end, one.start) and _ENDS.match(reading.text, one.end) for one in answers)


def _is_none(target: Target) -> bool:
    """Whether a word answers that there is none."""
    return (target.label == "NEGATOR" and target.text.lower() in _NONE) or (target.label == "RESULT" and target.text.lower() in _ABSENT)


def _is_of_no_reflex(unit: Unit) -> bool:
    """Whether the reflex that could be brought out is none: "neither ankle jerk could be elicited", "I obtained neither knee jerk"."""
    return any(follows(reflex, cue, 1) for cue in unit.of("NEGATOR") for reflex in unit.of(*REFLEXES))


def _denies_subject(reading: Reading, unit: Unit, result: Target, before: Sequence[Target]) -> bool:
    """Whether what a result is said of is denied: "neither slump nor Lasegue provoked anything", "no muscle in the legs is weak"."""
    if result.label != "RESULT" or not _VALUES[result.value][1] or not before:
        return False
    if result.value in EVOKING:
        denied = [one for one in unit.of("SLR", *SYMPTOMS) if one.last <= result.first]
        return any(follows(one, before[-1], 1) for one in denied)
    if _COPULA.search(gap := reading.gap(before[-1], result)) is None:
        return False
    if before[0] is unit.targets[0] and before[0].text.lower() in _NEITHER:
        return True
    words = _WORD.findall(gap.lower())
    subject = next((word for word in words if word not in exam_words().before_subject), "")
    return subject in exam_words().denied_subject and not _BROKEN.search(gap)


def carries_denial(reading: Reading, unit: Unit, *, carried: bool) -> bool:
    """Whether a denial in a unit, or one carried to it, goes on to the nouns of the next: "no weakness, atrophy or sensory loss"."""
    return bool(unit.results) and is_noun(unit.results[-1]) and is_denied(reading, unit, unit.results[-1], carried=carried)
