"""A sentence that only tells where the radiculopathy named before it is, as "The right L5-S1 level is the likeliest" behind it.

Source: annotation guide, region, roots and laterality: what is only likely is the place, not the disease.
"""

from __future__ import annotations

from rootnote.facts.reading import Reading, Sentence, Target
from rootnote.facts.small_words import are_only, small_words
from rootnote.facts.spine import Part, parts_of

#: What such a sentence names, of which it needs a place.
_PLACES, _NAMED = ("LEVEL", "VERTEBRA"), ("LEVEL", "VERTEBRA", "SIDE")


def placed_by(reading: Reading, sentence: Sentence) -> Target | None:
    """The radiculopathy of the sentence before that a sentence only gives the place of, in the same section; None for none."""
    if not sentence.number or not sentence.has(*_PLACES) or any(not word.assertion.is_current for word in sentence.of(*_NAMED)):
        return None
    before = reading.sentences[sentence.number - 1]
    named = [target for target in before.of("RADICULOPATHY") if target.assertion.is_current and target.section == sentence.section]
    if not named or Part.LUMBAR not in parts_of(reading, named[-1]) or not are_only(_rest(reading, sentence), small_words().places_disease):
        return None
    return named[-1]


def _rest(reading: Reading, sentence: Sentence) -> str:
    """The text of a sentence without its places and sides, and without the mark that ends it."""
    at, rest = sentence.start, []
    for target in sentence.of(*_NAMED):
        rest.append(reading.text[at : max(at, target.start)])
        at = max(at, target.end)
    return " ".join([*rest, reading.text[at : sentence.end].rstrip(" \t\r\n.;")])
