"""Muscles that a sentence names for their reflexes ("Reflexes: 2 at biceps, quadriceps"), and reflexes for their muscles.

Source: annotation guide, reflex_exam: the reflex of a muscle says nothing of its strength.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rootnote.facts.exam.clauses import REFLEX_MUSCLES
from rootnote.facts.exam.pieces import HEADS
from rootnote.facts.reading import Reading, Sentence, Target, follows
from rootnote.language.labels import REFLEXES

_RULES = {"knee": "reflex.knee", "ankle": "reflex.ankle", "hamstring": "reflex.hamstring"}
#: The reflex that is named as its muscle is, that muscle, and tokens to the grade of its strength.
_HAMSTRING, _MUSCLE, _TO_GRADE = _RULES["hamstring"], "hamstrings", 2
_REFLEX = re.compile("reflex", re.I)
#: What tells of strength, by its label, and by the value of a result.
_STRENGTH = ("STRENGTH", "STRENGTH_GRADE", "WALK")
_OF_STRENGTH = frozenset({"weak", "weakness", "good", "able", "unable", "lesser"})
#: What tells of a muscle as tissue: "tight hamstrings".
_TISSUE = "TISSUE"
#: A grade of strength in short, higher than a reflex has or of five.
_HIGH = re.compile(r"(?<![\w/.])(?:[45][+-]?(?![\w.])|[0-5][+-]?/5)")


def with_muscle_reflexes(reading: Reading, sentence: Sentence) -> Sentence:
    """The sentence of reflexes with the reflex of each muscle that it goes on with, where nothing behind tells of strength.

    In one that grades strength, what is short for a reflex and its muscle is the muscle: "medial hamstrings 5/5".
    """
    if sentence.has("STRENGTH_GRADE") and sentence.has("REFLEX"):
        return sentence.with_targets(list(_with_muscles(sentence)))
    if not (sentence.has("REFLEX") and sentence.has("MUSCLE")) or sentence.has(*_STRENGTH):
        return sentence
    named: list[Target] = []
    listed = False
    for target in sentence.targets:
        if target.label == "MUSCLE":
            listed = listed and target.value in REFLEX_MUSCLES
            if listed:
                site = REFLEX_MUSCLES[target.value]
                target = target._replace(label="REFLEX", value=site, rule=_RULES[site])
        elif target.label in HEADS and target.label != "OTHER_EXAM":
            listed = target.label in REFLEXES and not _tells_of_strength(reading, sentence, target)
        named.append(target)
    return sentence.with_targets(named)


def _with_muscles(sentence: Sentence) -> Iterator[Target]:
    grades = list(sentence.of("STRENGTH_GRADE"))
    for target in sentence.targets:
        graded = target.rule == _HAMSTRING and any(follows(grade, target, _TO_GRADE) for grade in grades)
        named = not graded or _REFLEX.search(target.text) is not None
        yield target if named else target._replace(label="MUSCLE", value=_MUSCLE, rule=f"motor.{_MUSCLE}")


def _tells_of_strength(reading: Reading, sentence: Sentence, reflex: Target) -> bool:
    """Whether anything behind a reflex is said of strength, or of a muscle as tissue."""
    behind = [target for target in sentence.of("RESULT", _TISSUE) if target.start >= reflex.end]
    words = any(target.label == _TISSUE or target.value in _OF_STRENGTH for target in behind)
    return words or _HIGH.search(reading.text, reflex.end, sentence.end) is not None
