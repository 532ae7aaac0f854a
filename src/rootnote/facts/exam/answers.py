"""A test told in one sentence, or named by one, and what it gave in the next.

Such as "I straightened the right knee. No flinch, no leg complaint.", and "SLR:" with "Positive on the left" on the line below.

Source: annotation guide, straight_leg_raise, in plain words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial

from rootnote.facts.exam.exam_words import exam_words
from rootnote.facts.exam.examiners import OWN_EXAM
from rootnote.facts.exam.pieces import HEADS, RESULTS
from rootnote.facts.exam.results import EVOKING, KINDS
from rootnote.facts.reading import Reading, Sentence
from rootnote.facts.wording import has_word
from rootnote.language.labels import LEG_PARTS, RADICULAR

#: Movements that stretch a nerve, and what one is that gave something.
_MOVED = frozenset({"raise", "straighten", "bend"})
#: The test that is counted, and how a line begins with a count.
_COUNTED, _COUNT = "heel raise", re.compile(r"\s*x?\d{1,2}\b(?![./])")
#: What tells more of a test in the sentence itself.
_TOLD = ("RESULT", "STRENGTH_GRADE", "AIM", "UNTESTED", "REPORTED", *RADICULAR)


def with_answers(reading: Reading, sentences: Iterable[Sentence]) -> Iterator[Sentence]:
    """The sentences in order, one that only moves a leg, or names a test, joined with the one behind it that tells what it gave."""
    waiting: Sentence | None = None
    answers: Callable[[Sentence, Sentence], bool] | None = None
    for sentence in sentences:
        if waiting is not None and answers is not None and answers(waiting, sentence):
            yield replace(waiting, end=sentence.end).with_targets((*waiting.targets, *sentence.targets))
            waiting = None
            continue
        if waiting is not None:
            yield waiting
        answers = _answers if _moves(reading, sentence) else _results if _names(reading, sentence) else None
        answers = answers or (partial(_counts, reading) if _raises(reading, sentence) else None)
        waiting = sentence if answers else None
        if waiting is None:
            yield sentence
    if waiting is not None:
        yield waiting


def _names(reading: Reading, sentence: Sentence) -> bool:
    """Whether a line is the name of a test and a colon, and no more."""
    if sentence.section not in OWN_EXAM or not any(KINDS[one.label] for one in sentence.of(*KINDS)) or sentence.has(*_TOLD, *RESULTS):
        return False
    return reading.text[sentence.start : sentence.end].rstrip().endswith(":")


def _results(named: Sentence, sentence: Sentence) -> bool:
    """Whether a line tells a result, and no test that it is of."""
    return sentence.section == named.section and HEADS.isdisjoint(sentence.labels) and sentence.has(*RESULTS)


def _raises(reading: Reading, sentence: Sentence) -> bool:
    """Whether a line is the name of the heel raise, and no more."""
    tests = [head for head in sentence.of(*HEADS) if KINDS[head.label]]
    if sentence.section not in OWN_EXAM or not tests or any(head.value != _COUNTED for head in tests) or sentence.has(*_TOLD, *RESULTS):
        return False
    return not reading.text[tests[-1].end : sentence.end].strip(" \t\r\n:")


def _counts(reading: Reading, named: Sentence, sentence: Sentence) -> bool:
    """Whether the line behind the name of the heel raise opens with how many were done, and names a side and no test."""
    opens = _COUNT.match(reading.text, sentence.start) is not None
    return opens and sentence.section == named.section and HEADS.isdisjoint(sentence.labels) and sentence.has("SIDE")


def _moves(reading: Reading, sentence: Sentence) -> bool:
    """Whether a sentence tells that the examiner moved a leg, and no more."""
    if sentence.section not in OWN_EXAM or not sentence.has("LEG") or sentence.has(*_TOLD) or not HEADS.isdisjoint(sentence.labels):
        return False
    text = reading.text[sentence.start : sentence.end]
    return any(move.value in _MOVED for move in sentence.of("MOVE")) and has_word(text, exam_words().examiner | exam_words().sitting)


def _answers(moved: Sentence, sentence: Sentence) -> bool:
    """Whether a sentence tells what a movement gave: a pain, felt or not, in a leg or by an angle, and no test of its own."""
    if sentence.section != moved.section or not HEADS.isdisjoint(sentence.labels):
        return False
    if sentence.has("REPORTED") and not sentence.has("NEGATOR"):
        return False
    felt = sentence.has(*RADICULAR) or any(result.value in EVOKING for result in sentence.of("RESULT"))
    return felt and sentence.has(*LEG_PARTS, "ANGLE", "NO_RADIATION")
