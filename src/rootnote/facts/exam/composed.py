"""Tests that are told by their parts: a leg lifted by the examiner, a foot that pushes against a hand, a toe that is strong.

Source: annotation guide, sensory_exam, motor_exam and straight_leg_raise, in plain words; ``movements.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rootnote.facts.conditions.statement_words import statement_words
from rootnote.facts.exam.exam_words import exam_words
from rootnote.facts.exam.examiners import EXAM, OWN_EXAM
from rootnote.facts.exam.pieces import HEADS
from rootnote.facts.exam.results import EVOKING, KINDS, kinds_of
from rootnote.facts.model import FindingKind
from rootnote.facts.reading import Reading, Sentence, Target, follows, tokens_apart
from rootnote.facts.symptoms.place_words import place_words
from rootnote.facts.symptoms.places import PLACES, REFLEX_SITES, is_leg
from rootnote.facts.wording import are_only, ends_in, has_word
from rootnote.language.categories import OPERATIVE
from rootnote.language.labels import LEG_PARTS, LEVELS, RADICULAR, REFLEXES

#: Sections where what is done to a leg is no test of it.
_OPERATION = OPERATIVE | {"plan", "instructions"}
#: Tokens from a movement to the part of the leg that moves, from a result to the part that it is said of.
_BESIDE, _MOVED, _SAID_OF = 1, 5, 9
#: What opens the other one of two tests: "while seated the knee could be extended".
_AGAIN = re.compile(r"(?:\bwhile|\bwhereas|\bbut|\band|[;,])\s+(?:when\s+|while\s+|in\s+)?(?:seated|sitting)\b", re.I)
_STOP, _CLAUSE = re.compile(r"[;:.]\s"), re.compile(r"[;:.]\s|,")
#: Words for no reflex, and what comes behind them.
_NOTHING = frozenset({"nothing", "nil", "none"})
_ENDS = re.compile(r"\s*(?:[,;.)|\n]|$|(?:on|either|both|even|despite|with|w/)(?=\W))", re.I)
#: What a leg resists an examiner's hand with: "he resisted me strongly with both feet".
_RESISTS, _WITH = re.compile(r"resist", re.I), frozenset({"with"})
_WORDS = re.compile(r"[a-z]+")
#: The way that a part of the leg is pushed.
_WAY = re.compile(r"\s+(?:down|over|up)\b", re.I)
#: The end of an angle without a unit: "lifted to 80", "past 45".
_BARE = re.compile(r"\b(?:to|past|above|at|beyond|until)\s+(?:about\s+)?[1-9]\d(?![\d/%]|\.\d|\s*(?:lbs?|kg|times|reps|min|sec))", re.I)
_REPRODUCES = "reproduces"
#: How a leg is told that the examiner holds up: "with the left leg up".
_HELD = "with "
_ANSWERED = EVOKING | {"negative", "positive"}
_LEG = frozenset({"leg"})
_KNEE, _HEEL = _LEG | {"knee"}, _LEG | {"heel"}


#: A grade of five that opens an examination, of all that was tested: "PE: 5/5 throughout".
_ALL = (
    r"([0-5][+-]?\s?/\s?5)\s*(?:throughout|globally|everywhere|(?:in\s+)?(?:the\s+|both\s+)?"
    r"(?:all\s+(?:\w+\s+)?(?:groups|muscles|extremities|limbs)|arms\s*(?:and|&|[+/])\s*legs|legs\s*(?:and|&|[+/])\s*arms"
    r"|ues?\s*(?:and|&|[+/])\s*les?|les?\s*(?:and|&|[+/])\s*ues?|uppers?\s*(?:and|&|[+/])\s*lowers?))\b"
)
_HEADING = r"\s*(?:pe|px|(?:physical |neuro\w* )?exam\w*|neuro\w*|objective|obj|o)\s*:\s*"
_OF_ALL = re.compile(rf"(?:{_HEADING})?{_ALL}|{_HEADING}([0-5][+-]?\s?/\s?5)\s*(?:[,;.]|$)", re.I)
#: The same behind a short form whose stop ends a sentence: "DTRs equal R/L. 5/5 all groups".
_ALL_BEHIND = re.compile(rf"(?<=[.;])\s+{_ALL}", re.I)


class _Test(NamedTuple):
    """What makes a target of a test: its label, value and the rule that names it in other words."""

    label: str
    value: str
    rule: str


_RAISE = _Test("SLR", "slr", "slr.passive")
_SEATED = _Test("SLR", "slr", "slr.seated")
_FEMORAL = _Test("SLR", "femoral", "slr.femoral")
_STRENGTH = _Test("STRENGTH", "said", "motor.said")
_SENSATION = _Test("SENSATION", "said", "sensory.said")
#: The value of a dermatome that is called so.
_NAMED = "dermatome"
#: The value of results in words that no patient uses.
_LOSS = "loss"
#: What is tested, by the value of a result that can be said of one test only, and of what is done to the leg.
_SAYS = {"motor": (_STRENGTH, FindingKind.MOTOR), "sensory": (_SENSATION, FindingKind.SENSORY), _LOSS: (_SENSATION, FindingKind.SENSORY)}
_DOES = {
    "push": (_Test("MUSCLE", "resisted movement", "motor.said"), FindingKind.MOTOR),
    "feel": (_SENSATION, FindingKind.SENSORY),
    "raise": (_Test("WALK", "heel raise", "motor.heel_raise"), FindingKind.MOTOR),
}


def with_composed_tests(reading: Reading, sentence: Sentence) -> Sentence:
    """The sentence with a target for each test in it that is told by its parts."""
    lone = sentence.section in EXAM and sentence.has("LEG")
    if sentence.section in EXAM and sentence.has("STRENGTH_GRADE") and (whole := _of_all(reading, sentence)):
        sentence = sentence.with_targets([*sentence.targets, *whole])
    if not (lone or sentence.has("MOVE", "TOLD", "ANGLE", "DERMATOME", "REFLEX_GRADE")) or sentence.section in _OPERATION:
        return sentence
    sentence = _with_pushed(reading, sentence)
    found = [
        *_tension(reading, sentence),
        *_done(reading, sentence),
        *_told(reading, sentence),
        *_dermatomes(reading, sentence),
        *_jerks(reading, sentence),
    ]
    return sentence.with_targets([*sentence.targets, *found]) if found else sentence


def _of_all(reading: Reading, sentence: Sentence) -> tuple[Target, ...]:
    """The test of strength whose grade opens an examination with nothing named before it, or a sentence of it."""
    first = _OF_ALL.match(reading.text, sentence.start, sentence.end)
    match = first or _ALL_BEHIND.search(reading.text, sentence.start, sentence.end)
    grade = next(
        (one for one in sentence.of("STRENGTH_GRADE") if match is not None and one.start == match.start(match.lastindex or 0)), None
    )
    if grade is None or (first and any(one.label in HEADS | PLACES and one.start < grade.start for one in sentence.targets)):
        return ()
    head = grade._replace(label=_STRENGTH.label, value="any", rule="motor.any", text="", end=grade.start, last=grade.first)
    return (head,)


def _tension(reading: Reading, sentence: Sentence) -> Iterator[Target]:
    """The tension tests: a leg that is raised, a knee straightened while sitting or bent while prone, with an angle or an answer."""
    if sentence.has("AIM") or not sentence.has(*LEG_PARTS) or not _is_answered(reading, sentence):
        return
    found: list[_Test] = []
    for move in sentence.of("MOVE"):
        test, parts = _tension_of(reading, sentence, move, found)
        part = next((one for one in _near(sentence, move, _MOVED) if one.value in parts), None)
        if (
            test is not None
            and part is not None
            and not _is_resisted(sentence, move)
            and not _is_named(sentence, move)
            and _STOP.search(reading.gap(part, move)) is None
        ):
            found.append(test)
            yield _joined(reading, test, move, part)
    if found or sentence.has("SLR"):
        return
    part = next((one for one in sentence.of("LEG") if one.value in _LEG and _is_carried(reading, sentence, one)), None)
    if part is not None:
        yield _joined(reading, _RAISE, part, part)


def _is_resisted(sentence: Sentence, move: Target) -> bool:
    """Whether a movement is the patient's, against a hand: strength, and no stretch of a nerve."""
    pushes = (one for one in sentence.of("MOVE") if one.value == "push" and one.text.lower().startswith(("against", "resist")))
    return any(follows(one, move, _MOVED) for one in pushes)


def _tension_of(reading: Reading, sentence: Sentence, move: Target, found: Sequence[_Test]) -> tuple[_Test | None, frozenset[str]]:
    """The test that a movement can be, if it was not found before, and the parts of the leg that it moves.

    Behind a leg that was raised, the seated test is one of its own only when the words for it stand between.
    """
    said = _said(reading, sentence)
    if found:
        between = reading.text[sentence.start : move.start]
        seated = move.value == "straighten" and _SEATED not in found and _AGAIN.search(between) is not None
        return (_SEATED if seated else None), _KNEE | _LEG
    if move.value == "raise":
        return _RAISE, _HEEL if has_word(said, exam_words().couch) else _LEG
    if move.value == "straighten" and has_word(said, exam_words().sitting):
        return _SEATED, _KNEE
    return (_FEMORAL, frozenset({"knee"})) if move.value == "bend" and has_word(said, exam_words().prone) else (None, _LEG)


def _is_carried(reading: Reading, sentence: Sentence, part: Target) -> bool:
    """Whether a leg is brought to an angle: "I could bring each straight leg up to 75 degrees", "straight leg left 25 deg", "leg to 85"."""
    bare = _BARE.search(reading.text, part.end, sentence.end)
    angles = [one.start for one in sentence.of("ANGLE") if one.first >= part.last] + ([bare.start()] if bare else [])
    if not angles:
        return False
    before, words = reading.text[max(sentence.start, part.start - 30) : part.start], exam_words()
    straight = bool(before.strip()) and ends_in(before, words.passive, 1)
    at_once = bare is not None and not reading.text[part.end : bare.start()].strip()
    return straight or at_once or has_word(before + reading.text[part.end : min(angles)], words.carried)


def _is_answered(reading: Reading, sentence: Sentence) -> bool:
    """Whether a movement is a test that was done: in an examination with an angle or an answer, elsewhere told as an examiner tells it."""
    angle = sentence.has("ANGLE") or (sentence.has("MOVE") and _BARE.search(reading.text, sentence.start, sentence.end) is not None)
    results = {result.value for result in sentence.of("RESULT")}
    answered = sentence.has(*RADICULAR) or not results.isdisjoint(_ANSWERED)
    if sentence.section in EXAM:
        return angle or answered
    words = exam_words()
    told = (
        _REPRODUCES in results
        or sentence.has("EXAMINER")
        or has_word(_said(reading, sentence), words.passive | words.sitting | words.prone)
        or any(move.text.lower().startswith(_HELD) for move in sentence.of("MOVE"))
    )
    return answered and (angle or (sentence.section in OWN_EXAM and told))


def _said(reading: Reading, sentence: Sentence) -> str:
    return reading.text[sentence.start : sentence.end]


def _done(reading: Reading, sentence: Sentence) -> Iterator[Target]:
    """The tests told by what is done: a part of the leg that pushes, is moved against a hand or feels a touch, with a result of that."""
    if not _is_examined(sentence):
        return
    for move in sentence.of("MOVE"):
        reach = _BESIDE if move.value == "raise" else _SAID_OF
        part = next(_near(sentence, move, reach), None)
        if (
            move.value not in _DOES
            or _is_named(sentence, move)
            or part is None
            or (move.value == "raise" and part.value not in _HEEL - _LEG)
        ):
            continue
        test, kind = _DOES[move.value]
        tested = any(kind in KINDS[head.label] for head in _tests(sentence))
        if not tested and any(kind in kinds_of(result) for result in _results(sentence)):
            yield _joined(reading, test, move, move)


def _results(sentence: Sentence) -> Iterator[Target]:
    """The results of a sentence, without the words for what a test gives where pain is spoken of: "pulling the heel up gives pain"."""
    given = {one.start for one in sentence.of("RESULT") if one.value in EVOKING} if sentence.has(*RADICULAR) else set()
    return (one for one in sentence.of("RESULT") if one.start not in given)


def _with_pushed(reading: Reading, sentence: Sentence) -> Sentence:
    """The sentence with the result that a part of the leg gives way to the examiner, or does not: "I was able to push the toe down"."""
    for move in sentence.of("MOVE") if _is_examined(sentence) else ():
        part = next((one for one in _near(sentence, move, _SAID_OF) if one.start > move.end), None)
        before = reading.text[sentence.start : move.start]
        behind = _WAY.match(reading.text, part.end) if part is not None and move.value == "push" else None
        if part is None or behind is None or not _is_examiners(before):
            continue
        start, end = behind.end() - len(behind.group().strip()), behind.end()
        kept = [
            one
            for one in sentence.targets
            if not (one.label == "RESULT" and one.start < end) and not (one.label == "OTHER_EXAM" and one.start < end and start < one.end)
        ]
        failed = any(one.value == "unable" for one in sentence.of("RESULT") if one.end <= move.start)
        failed = failed or any(one.end <= move.start for one in sentence.of("NEGATOR"))
        way = part._replace(label="RESULT", value="good" if failed else "weak", rule="exam.good" if failed else "exam.weak")
        return sentence.with_targets([*kept, way._replace(start=start, end=end)])
    return sentence


def _is_examiners(before: str) -> bool:
    """Whether the last person named before a movement is the examiner: not in "when we saw him he could not pull the toe up"."""
    words = exam_words()
    named = [word for word in _WORDS.findall(before.lower()) if word in words.examiner | statement_words().patient]
    return bool(named) and named[-1] in words.examiner


def _told(reading: Reading, sentence: Sentence) -> Iterator[Target]:
    """The tests told by a result that can be said of one only, beside a part of the leg and no other test."""
    for told in sentence.of("TOLD"):
        if told.value != _LOSS and not _is_examined(sentence):
            continue
        test, kind = _SAYS[told.value]
        if any(kind in KINDS[head.label] for head in _tests(sentence)) or _is_of_other(reading, sentence, told, kind):
            continue
        if any(_is_said_of(reading, told, part) for part in _near(sentence, told, _SAID_OF)):
            yield _joined(reading, test, told, told)


def _dermatomes(reading: Reading, sentence: Sentence) -> Iterator[Target]:
    """The test of sensation told by the dermatomes that it was done in: "dermatomes and reflexes all normal"."""
    told = sentence.section in OWN_EXAM and sentence.has("REFLEX", "STRENGTH")  # "Dermatomes, myotomes, reflexes: NAD"
    if sentence.has("SENSATION") or not any(FindingKind.SENSORY in kinds_of(result) for result in sentence.of("RESULT")):
        return
    place = next((one for one in sentence.of("DERMATOME") if one.value == _NAMED), None)
    if place is not None and (told or sentence.section in EXAM or _heads_result(reading, sentence, place)):
        yield _joined(reading, _SENSATION, place, place)


def _heads_result(reading: Reading, sentence: Sentence, place: Target) -> bool:
    """Whether the dermatomes open a sentence as its test, with the result right behind: "Dermatomes WNL", not "L5 dermatome: pain"."""
    result = next((one for one in sentence.of("RESULT") if one.start >= place.end), None)
    named = [one for one in sentence.of("SIDE", *LEVELS) if one.end <= place.start]  # "L2-S1 dermatomes"
    between = not named or not reading.rest(named[0], place, "SIDE", *LEVELS).strip()
    start = named[0].start if named else place.start
    opens = sentence.section in OWN_EXAM and between and not reading.text[sentence.start : start].strip()
    return opens and result is not None and are_only(reading.rest(place, result, "SIDE", *LEVELS), statement_words().predicate)


def _jerks(reading: Reading, sentence: Sentence) -> Iterator[Target]:
    """The reflexes told by their place and grade alone, or by nothing: "knees 2+, ankles 2+ R, 0 L", "left ankle nothing"."""
    if any(map(_is_other, sentence.of(*HEADS))) or not (
        sentence.has("REFLEX_GRADE") or (sentence.has("NEGATOR") and _goes_on_with_reflexes(reading, sentence))
    ):
        return
    for place in sentence.of("LEG"):
        if place.value in REFLEX_SITES and (_is_graded(reading, sentence, place) or _is_silent(reading, sentence, place)):
            yield place._replace(label="REFLEX", rule=f"reflex.{place.value}")


def _is_other(head: Target) -> bool:
    """Whether a test is none that reflexes are graded beside: "knees 3+ with crossed adductors, ankles 3+ with clonus"."""
    return head.value not in ("reflex", "hip adduction")


def _is_graded(reading: Reading, sentence: Sentence, place: Target) -> bool:
    grade = next((one for one in sentence.of("REFLEX_GRADE") if one.start >= place.end), None)
    return grade is not None and not reading.rest(place, grade, "SIDE").strip(" :")


def _goes_on_with_reflexes(reading: Reading, sentence: Sentence) -> bool:
    """Whether the sentence before grades reflexes."""
    before = reading.sentences[sentence.number - 1] if sentence.number else sentence
    return before.has(*REFLEXES, "REFLEX_GRADE")


def _is_silent(reading: Reading, sentence: Sentence, place: Target) -> bool:
    """Whether a place is said to answer nothing: "L ankle nothing, even with reinforcement"."""
    cue = next((one for one in sentence.of("NEGATOR") if one.start >= place.end), None)
    if cue is None or cue.text.lower() not in _NOTHING or reading.rest(place, cue, "SIDE").strip(" :="):
        return False
    return _ENDS.match(reading.text, cue.end) is not None


def _is_said_of(reading: Reading, told: Target, part: Target) -> bool:
    """Whether a result and a part of the leg stand in one clause; commas may part a list before it: "thighs, calves, feet strong"."""
    if part.start > told.start:
        between = reading.rest(told, part, "MOVE", "SIDE", *LEG_PARTS, *LEVELS, "RESULT")
        return are_only(between, place_words().places_pain | (_WITH if _RESISTS.match(told.text) else set()))
    return _STOP.search(reading.gap(told, part)) is None


def _tests(sentence: Sentence) -> Iterator[Target]:
    """The tests named in a sentence; the nervous system as a whole is none of them."""
    return (head for head in sentence.of(*KINDS) if head.label != "NEURO" or head.value == "both")


def _is_examined(sentence: Sentence) -> bool:
    return (
        sentence.section in EXAM
        or (sentence.section in OWN_EXAM and sentence.has("EXAMINER"))
        or (sentence.has("EXAMINER") and not sentence.has("REPORTED"))
        or any(cue.value == "author" for cue in sentence.of("EXAMINER"))
    )


def _is_of_other(reading: Reading, sentence: Sentence, told: Target, kind: FindingKind) -> bool:
    """Whether another test takes a result: one in its clause, or the last before it when that can have it too."""
    heads = list(_tests(sentence))
    if any(_CLAUSE.search(reading.gap(head, told)) is None for head in heads):
        return True
    before = [head for head in heads if head.last <= told.first]
    taken = {one for result in sentence.of("RESULT") if result.start < told.end and told.start < result.end for one in kinds_of(result)}
    return bool(before) and bool(set(KINDS[before[-1].label]) & (taken - {kind}))


def _near(sentence: Sentence, one: Target, reach: int) -> Iterator[Target]:
    """The parts of the leg, and the dermatomes of its roots, within so many tokens of a target, the nearest first."""
    parts = [
        place
        for place in sentence.of(*PLACES)
        if (place.label in LEG_PARTS or _is_dermatome(sentence, place)) and is_leg(place) and tokens_apart(place, one) <= reach
    ]
    return iter(sorted(parts, key=lambda place: tokens_apart(place, one)))


def _is_dermatome(sentence: Sentence, place: Target) -> bool:
    """Whether a root is named for its dermatome: "felt less over the L5 distribution"."""
    return place.label in LEVELS and any(follows(one, place, 1) for one in sentence.of("DERMATOME"))


def _is_named(sentence: Sentence, move: Target) -> bool:
    """Whether a movement is part of the name of a test."""
    return any(head.start <= move.start and move.end <= head.end for head in _tests(sentence))


def _joined(reading: Reading, test: _Test, one: Target, other: Target) -> Target:
    """The target of a test that reaches from one target to another."""
    start, end = min(one.start, other.start), max(one.end, other.end)
    return one._replace(
        label=test.label,
        value=test.value,
        rule=test.rule,
        text=reading.text[start:end],
        start=start,
        end=end,
        first=min(one.first, other.first),
        last=max(one.last, other.last),
    )
