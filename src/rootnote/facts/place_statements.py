"""A sentence that only tells where the radiculopathy named before it is, as "The right L5-S1 level is the likeliest" behind it.

Source: annotation guide, region, roots and laterality: what is only likely is the place, not the disease.
"""

from __future__ import annotations

import re

from rootnote.facts.reading import Reading, Sentence, Target
from rootnote.facts.small_words import are_only, small_words
from rootnote.facts.spine import Part, parts_of

#: What such a sentence names, of which it needs a place.
_PLACES, _NAMED = ("LEVEL", "VERTEBRA"), ("LEVEL", "VERTEBRA", "SIDE")
#: The name of a field for the root, and the sentences behind it that may tell the disease.
_ROOT_FIELD, _FIELDS = re.compile(r"\W*(?:(?:affected|involved) )?(?:nerve )?roots?(?: (?:level|involved|affected))?\s*:", re.I), 2
#: How a sentence goes on to say which root it is: "I agree that the root at fault is L5".
_ROOT_IS = re.compile(r"\bthe (?:nerve )?root (?:at fault|to blame|involved|affected|concerned|in question) (?:is|was)\b", re.I)
#: What a root stands behind that is the diagnosis itself, and the characters that it takes.
_DIAGNOSED, _BEFORE = re.compile(r"\bdiagnosis\s*[:=–—-]\s*(?:(?:left|right|bilateral)(?:-sided)?\s+)?$", re.I), 40


def is_diagnosis(reading: Reading, disease: Target, root: Target) -> bool:
    """Whether a root is the diagnosis that a sentence makes of a radiculopathy before it: "suspected, and now a diagnosis: left L4"."""
    behind = max(disease.end, root.start - _BEFORE)
    return disease.label == "RADICULOPATHY" and _DIAGNOSED.search(reading.text, behind, root.start) is not None


def placed_by(reading: Reading, sentence: Sentence) -> Target | None:
    """The radiculopathy of the sentence before that a sentence only gives the place of, in the same section; None for none."""
    if not sentence.has(*_PLACES) or any(not word.assertion.is_current for word in sentence.of(*_NAMED)):
        return None
    field = _ROOT_FIELD.match(reading.text, sentence.start) or _ROOT_IS.search(reading.text, sentence.start, sentence.end)
    if field is not None:
        return _behind_field(reading, sentence, field.end())
    if not sentence.number:
        return None
    before = reading.sentences[sentence.number - 1]
    named = [target for target in before.of("RADICULOPATHY") if target.assertion.is_current and target.section == sentence.section]
    if (
        not named
        or Part.LUMBAR not in parts_of(reading, named[-1])
        or not are_only(_rest(reading, sentence, sentence.start), small_words().places_disease)
    ):
        return None
    return named[-1]


def _behind_field(reading: Reading, sentence: Sentence, start: int) -> Target | None:
    """The radiculopathy, without a place of its own, next to a field that names its root: "Root: S1 / Side: left / Diagnosis: ..."."""
    if not are_only(_rest(reading, sentence, start), small_words().places_disease):
        return None
    behind = reading.sentences[sentence.number + 1 : sentence.number + 1 + _FIELDS]
    before = reading.sentences[max(0, sentence.number - _FIELDS) : sentence.number]
    for other in (*behind, *reversed(before)):
        named = [target for target in other.of("RADICULOPATHY") if target.assertion.is_current and Part.LUMBAR in parts_of(reading, target)]
        if named and not other.has(*_PLACES):
            return named[-1]
    return None


def _rest(reading: Reading, sentence: Sentence, start: int) -> str:
    """The text of a sentence from a character on, without its places and sides, and without the mark that ends it."""
    at, rest = start, []
    for target in sentence.of(*_NAMED):
        rest.append(reading.text[at : max(at, target.start)])
        at = max(at, target.end)
    return " ".join([*rest, reading.text[at : sentence.end].rstrip(" \t\r\n.;")])
