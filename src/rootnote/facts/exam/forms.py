"""Forms of an examination that were not filled in: answers left to choose from, "intact / decreased". Boxes are read with the text.

Source: annotation guide, exams: what was found.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from rootnote.facts.exam.pieces import HEADS, SELF
from rootnote.facts.exam.results import says_abnormal
from rootnote.facts.reading import Reading, Sentence, Target

#: The answers that a form offers.
_ANSWERS = frozenset({"RESULT", "STRENGTH_GRADE", "REFLEX_GRADE", "UNTESTED"})


def without_choices(reading: Reading, sentence: Sentence) -> Sentence:
    """The sentence without the results that a form leaves to choose from: "intact / decreased"."""
    if not sentence.has("RESULT"):
        return sentence
    left = set(_choices(reading, sentence))
    if not left:
        return sentence
    return sentence.with_targets(target for target in sentence.targets if target.start not in left or not _is_finding(target))


def opens_with_box(reading: Reading, sentence: Sentence) -> bool:
    """Whether a sentence opens with a box, ticked or not."""
    start = sentence.start
    return reading.text[start : start + 1] != reading.written[start : start + 1]


def _is_finding(target: Target) -> bool:
    """Whether a target is an answer, or a test that is named by its result: the "weakness" of "(x) normal ( ) weakness"."""
    return target.label in _ANSWERS or (target.label in HEADS and target.value in SELF)


def _choices(reading: Reading, sentence: Sentence) -> Iterator[int]:
    """Where the results begin that a form leaves to choose from; with a side, two are those of the right and the left."""
    results = list(sentence.of("RESULT"))
    for one, other in pairwise(results) if not sentence.has("SIDE") else ():
        opposite = {says_abnormal(result.value, negated=False) for result in (one, other)} == {True, False}
        if opposite and other.start >= one.end and reading.gap(one, other).strip() == "/":
            yield from (one.start, other.start)
