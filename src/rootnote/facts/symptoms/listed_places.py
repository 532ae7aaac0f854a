"""The low back as one of several places of a pain: "pain in the neck, across both shoulders and in the low back".

Source: annotation guide, conditions: low_back_pain.
"""

from __future__ import annotations

import re

from rootnote.facts.attach import distance
from rootnote.facts.reading import Reading, Sentence, Target, follows
from rootnote.facts.symptoms.place_words import place_words
from rootnote.facts.symptoms.places import LOW_BACK
from rootnote.facts.wording import are_only

#: Tokens from a pain to the last of its places, and the labels of places.
_REACH, _SITES = 24, ("SIDE", "REGION", "ARM", "LEG", "TERRITORY", "OTHER_EXAM", "ELSEWHERE", "LUMBAR_WORD")
#: The word behind a place, and the tokens to what is told of it that is no pain.
_NEXT = re.compile(r"[^\S\n]*,?[^\S\n]*([^\W\d_]+)")
_TOLD, _TOLD_OF = 3, ("IMAGE_NORMAL", "IMAGE_FINDING", "DISC_SURGERY", "HARDWARE", "MODALITY", "WALK")


def has_low_back_listed(reading: Reading, sentence: Sentence, pain: Target) -> bool:
    """Whether the low back stands in the list of the places behind a pain.

    What begins behind a comma with the low back is another matter: "pain in the neck, lumbar spine normal", "and low back surgery".
    """
    places = (place for place in sentence.of("REGION") if place.value in LOW_BACK and place.first >= pain.last)
    return any(_is_listed(reading, sentence, pain, place) for place in places)


def _is_listed(reading: Reading, sentence: Sentence, pain: Target, place: Target) -> bool:
    if distance(reading, place, pain) > _REACH or not are_only(reading.rest(pain, place, *_SITES), place_words().lists_places):
        return False
    after = _NEXT.match(reading.text, place.end, sentence.end)
    goes_on = after is None or after.group(1).lower() in place_words().after_place
    return goes_on and not any(follows(told, place, _TOLD) for told in sentence.of(*_TOLD_OF))
