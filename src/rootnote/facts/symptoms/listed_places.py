"""Places named in a list: those of the leg that follow one another, and the low back as one of several places of a pain.

Source: annotation guide, radicular_symptoms and dermatomal_distribution; conditions: low_back_pain.
"""

from __future__ import annotations

import re

from rootnote.facts.attach import distance
from rootnote.facts.reading import Reading, Sentence, Target, follows
from rootnote.facts.symptoms.place_words import place_words
from rootnote.facts.symptoms.places import LOW_BACK, is_elsewhere, is_leg
from rootnote.facts.wording import are_listed, are_only
from rootnote.language.labels import LEG_PLACES, LEVELS

#: Tokens from one place of a list to the next, and between the word dermatome and its roots.
TO_NEXT, _TO_ROOT = 9, 3
#: Tokens from a pain to the last of its places, and the labels of places.
_REACH, _SITES = 24, ("SIDE", "REGION", "ARM", "LEG", "TERRITORY", "OTHER_EXAM", "ELSEWHERE", "LUMBAR_WORD")
#: The word behind a place, and the tokens to what is told of it that is no pain.
_NEXT = re.compile(r"[^\S\n]*,?[^\S\n]*([^\W\d_]+)")
_TOLD, _TOLD_OF = 3, ("IMAGE_NORMAL", "IMAGE_FINDING", "DISC_SURGERY", "HARDWARE", "MODALITY", "WALK")

Places = tuple[Target, ...]


def list_from(reading: Reading, sentence: Sentence, first: Target, stated: Target | None = None) -> Places:
    """A place and those that follow it in a list, with the roots of a dermatome beside them; a symptom that is not ``stated`` ends it."""
    held = [first] if first.label in LEG_PLACES else []
    last = first
    for target in sentence.targets:
        if target.first < first.first or target is first or target is stated:
            continue
        if target.first - last.last > TO_NEXT or target.label == "SYMPTOM" or is_elsewhere(target):
            if target.first >= last.last:
                break
        elif target.label in LEG_PLACES:
            held.append(target)
            last = target
    roots = [root for place in held if place.label == "DERMATOME" for root in roots_beside(reading, sentence, place)]
    return tuple(dict.fromkeys([*held, *roots]))


def roots_beside(reading: Reading, sentence: Sentence, dermatome: Target) -> list[Target]:
    """The vertebrae beside the word dermatome or distribution, and those listed before them: "L3, L4 and L5 dermatomes"."""
    named = [t for t in sentence.of(*LEVELS) if is_leg(t)]
    held = [t for t in named if distance(reading, t, dermatome) <= _TO_ROOT]
    for root in reversed(named):
        if held and root.last <= held[0].first and are_listed(reading.gap(root, held[0])):
            held.insert(0, root)
    return held


def has_low_back_listed(reading: Reading, sentence: Sentence, pain: Target) -> bool:
    """Whether the low back stands in the list of the places behind a pain: "pain in the neck and shoulders and in the low back".

    What begins behind a comma with the low back is another matter: "pain in the neck, lumbar spine normal", "and low back surgery".
    """
    places = (place for place in sentence.of("REGION") if place.value in LOW_BACK and place.first >= pain.last)
    return any(_is_listed(reading, sentence, pain, place) for place in places)


def _is_listed(reading: Reading, sentence: Sentence, pain: Target, place: Target) -> bool:
    """Whether only other places stand between a pain and a place, and nothing else is told of that."""
    if distance(reading, place, pain) > _REACH or not are_only(reading.rest(pain, place, *_SITES), place_words().lists_places):
        return False
    after = _NEXT.match(reading.text, place.end, sentence.end)
    goes_on = after is None or after.group(1).lower() in place_words().after_place
    return goes_on and not any(follows(told, place, _TOLD) for told in sentence.of(*_TOLD_OF))
