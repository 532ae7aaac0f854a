"""The place that a "there" behind a test goes back to: "The ribs are sore. No sensory change there.".

Source: annotation guide, elements: findings of the legs; clarification 20.
"""

from __future__ import annotations

import re

from rootnote.facts.reading import Reading, Sentence, Target
from rootnote.facts.symptoms.places import PLACES, is_elsewhere, is_leg
from rootnote.language.labels import NEUROLOGIC

#: The word for a place right behind what is tested there, and the sentences looked back over for the place.
_THERE, _LOOK_BACK = re.compile(r"\s+(there)\b", re.I), 3


def with_place_there(reading: Reading, sentence: Sentence) -> Sentence:
    """The sentence with the place named last before it where it tests something "there" and names no place before that word."""
    there = _there(reading, sentence)
    if there is None or any(place.start < there.start for place in sentence.of(*PLACES)):
        return sentence
    place = _named_before(reading, sentence)
    if place is None:
        return sentence
    at = there._replace(label=place.label, value=place.value, rule=place.rule)
    return sentence.with_targets([*sentence.targets, at])


def _there(reading: Reading, sentence: Sentence) -> Target | None:
    """The word of a sentence with a test that stands for its place: "no loss there", and "strength there is full"."""
    for test in sentence.of(*NEUROLOGIC):
        if behind := _THERE.match(reading.text, test.end, sentence.end):
            start, end = behind.span(1)
            return test._replace(label="THERE", text=behind[1], start=start, end=end, first=test.last, last=test.last + 1)
    return next(sentence.of("THERE"), None) if sentence.has(*NEUROLOGIC) else None


def _named_before(reading: Reading, sentence: Sentence) -> Target | None:
    """The place of the body named last in the sentences before, in the same section."""
    for earlier in reading.before(reading.sentences[sentence.number], _LOOK_BACK):
        if places := [place for place in earlier.of(*PLACES) if is_leg(place) or is_elsewhere(place)]:
            return max(places, key=lambda place: (place.end, -place.start))  # the lateral calf, and not the calf in it
    return None
