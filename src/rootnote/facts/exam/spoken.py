"""An examination as it was spoken: the examiner asks or tells the patient what to do, and says later what that gave.

Such as "Does it feel the same when I touch here? ... the right calf is a bit less than the left. Now push down. Strong on both sides."

Source: annotation guide, sensory_exam and motor_exam, in plain words.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import lru_cache

from rootnote.facts.exam.pieces import HEADS
from rootnote.facts.exam.results import kinds_of
from rootnote.facts.model import FindingKind
from rootnote.facts.reading import Reading, Sentence, Target
from rootnote.language.categories import NO_SECTION

_SECTIONS = frozenset({"exam", "findings", NO_SECTION})
#: What an examiner asks for in so many words.
_TELL = re.compile(r"\b(?:tell me|let me know|say (?:when|if|yes|now))\b", re.I)
#: What stands before a movement that the patient is told to make: "Okay, now push".
_LEAD = re.compile(r"[\s\"“'.,-]*(?:(?:now|okay|ok|and|then|good|great|all right|alright|so|just|go ahead and)\b[\s,.]*)*", re.I)
#: A word of praise that opens a sentence, and is no result: "Okay, now the left".
_PRAISE = re.compile(r"(?:okay|ok|good|great|fine|perfect)$", re.I)
#: Results that pain has as well: "the right side is worse".
_OF_PAIN = frozenset({"worse", "low", "fair"})
_PAUSE = re.compile(r"\s*[,.]")
_PLACES = ("LEG", "TERRITORY", "SIDE")
#: Sentences from what was asked to what it gave.
_REACH = 5
#: What is tested by the movement that is asked for: the label of its test, the rule, the kind of finding.
_ASKED = {"feel": ("SENSATION", "sensory.said", FindingKind.SENSORY), "push": ("STRENGTH", "motor.said", FindingKind.MOTOR)}


def with_spoken_tests(reading: Reading, sentences: Iterable[Sentence]) -> Iterator[Sentence]:
    """The sentences, those that say what a spoken test gave with that test, and those that ask for one without a result."""
    asked: tuple[str, int] | None = None
    for sentence in sentences:
        test = _asks_for(reading, sentence) if sentence.section in _SECTIONS else None
        if test is not None:
            asked = test, sentence.number
            yield sentence.with_targets(one for one in sentence.targets if one.label != "RESULT") if test == "feel" else sentence
        elif asked is not None and sentence.number - asked[1] <= _REACH and HEADS.isdisjoint(sentence.labels):
            yield _with_test(reading, sentence, asked[0])
        else:
            yield sentence


def _asks_for(reading: Reading, sentence: Sentence) -> str | None:
    """The value of the movement that a sentence asks a patient for, in words that are quoted as spoken."""
    moves = [move for move in sentence.of("MOVE") if move.value in _ASKED]
    feels = any(test.text.lower().startswith("feel") for test in sentence.of("SENSATION", "TOLD"))
    if not moves and not feels:
        return None
    place = moves[0].start if moves else sentence.end
    if not _is_spoken(reading.text, place + 1):
        return None
    told = moves and moves[0].value == "push" and _LEAD.fullmatch(reading.text, sentence.start, moves[0].start) is not None
    if told:
        return None if sentence.has("SIDE") and sentence.has("STRENGTH", "STRENGTH_GRADE") else "push"
    felt = not moves or any(move.value == "feel" for move in moves)
    asks = reading.asks(sentence) or _TELL.search(reading.text, sentence.start, sentence.end) is not None
    return "feel" if felt and asks else None


def _is_spoken(text: str, place: int) -> bool:
    """Whether a place of a text, in characters, is within quotation marks."""
    straight, opened, closed = (bisect_left(marks, place) for marks in _quotes(text))
    return straight % 2 == 1 or opened > closed


@lru_cache(maxsize=1)
def _quotes(text: str) -> tuple[list[int], ...]:
    """Where the straight, the opening and the closing quotation marks of a text stand."""
    return tuple([match.start() for match in re.finditer(mark, text)] for mark in '"“”')


def _with_test(reading: Reading, sentence: Sentence, asked: str) -> Sentence:
    label, rule, kind = _ASKED[asked]
    kept = [one for one in sentence.targets if not _is_praise(reading, one)]
    results = [one for one in kept if one.label == "RESULT" and kind in kinds_of(one) and one.text.lower() not in _OF_PAIN]
    if not results or reading.asks(sentence) or not sentence.has(*_PLACES):
        return sentence
    first = kept[0]
    test = first._replace(label=label, value="said", rule=rule, text="", start=first.start, end=first.start, last=first.first)
    examiner: Target = test._replace(label="EXAMINER", value="exam", rule="exam.examined")
    return sentence.with_targets((examiner, test, *kept))


def _is_praise(reading: Reading, target: Target) -> bool:
    return target.label == "RESULT" and _PRAISE.match(target.text) is not None and _PAUSE.match(reading.text, target.end) is not None
