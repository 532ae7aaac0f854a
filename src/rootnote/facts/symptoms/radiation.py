"""Where a pain goes: the places of the leg that a radiation leads to, as an arrow, a way out of the back or one on a line of its own.

Source: annotation guide, radicular_symptoms and dermatomal_distribution; clarification 4.
"""

from __future__ import annotations

import re

from rootnote.facts.attach import distance
from rootnote.facts.model import Assertion
from rootnote.facts.reading import Reading, Sentence, Target, follows
from rootnote.facts.symptoms.listed_places import Places, list_from
from rootnote.facts.symptoms.place_words import place_words
from rootnote.facts.symptoms.places import LOW_BACK, is_elsewhere
from rootnote.facts.wording import are_only, has_word
from rootnote.language.labels import LEG_PARTS, LEG_PLACES, NEUROLOGIC, PAINS, ROOT_DISEASES

#: The values of ways that count beside a pain only, and the one of where a pain is felt.
_FELT = "felt"
_PATHS = frozenset({"path", _FELT})
#: How a way that leaves the back is said.
_DOWNWARD = ("into", "down", "all the way down", "runs down", "goes down")
#: What an examiner finds, whose place is not that of a pain.
FINDINGS = NEUROLOGIC | {"SLR"}
#: The mark of an item and how bad a pain is, before its way.
_GRADE = re.compile(r"[-•*·>#]+|\d+(?:\.\d+)?")
#: How a way is said that may be that of anything, and what leads to where one starts.
_PLAIN, _FROM = "to", frozenset({"from"})
#: What stands between the back and a way out of it: "low back, down the left leg".
_OUT_OF_BACK = re.compile(r"[\s,:–—-]*(?:and )?$", re.I)
#: How far, in tokens, a symptom may stand from its place, and a way from where it leads.
NEAR, WAY = 8, 4
#: A line of a form, how many such lines may stand between a sentence and what it goes on with, and the sentences looked back to beyond.
_ROW, _ROWS, _TOLD = re.compile(r"\s*[A-Za-z][\w /-]{2,24}:\s*\S"), 3, 2


def of_radiation(reading: Reading, sentence: Sentence, target: Target) -> Places | None:
    """The places that a radiation leads to; a plain "into" or "to" needs a pain before it, the hip and the knee a pain of the back."""
    behind = (t for t in sentence.targets if t.first >= target.first and t.last > target.last)  # "both" is part of the way and of the place
    ahead = next((t for t in behind if t.label in LEG_PLACES or is_elsewhere(t)), None)
    plain = target.value in _PATHS
    if target.value == _FELT and any(deed.first < target.first for deed in sentence.of("TREATMENT", "TISSUE", *FINDINGS)):
        return None  # "an injection, which she gets in the buttock", "touch is felt in the calf"
    if ahead is not None and plain and _is_arrow(sentence, target, ahead):
        return list_from(reading, sentence, ahead)
    if ahead is None or ahead.label not in LEG_PLACES or distance(reading, target, ahead) > (WAY if plain else NEAR):
        return None
    if plain and not (_starts_with_pain(sentence, target) or _leaves_back(reading, sentence, target) or _goes_on(reading, sentence)):
        return None
    places = list_from(reading, sentence, ahead)
    only_joints = all(place.label == "LEG" and place.value in ("hip", "knee") for place in places)
    return None if only_joints and not _is_of_back(reading, sentence) else places


def _is_arrow(sentence: Sentence, way: Target, ahead: Target) -> bool:
    """Whether an arrow leads from one part of the leg, or the back, to another: "L buttock → lateral calf"."""
    if way.text[-1].isalpha() or ahead.label not in LEG_PLACES or ahead.first - way.last > WAY:
        return False
    from_places = (place for place in sentence.of(*LEG_PARTS, "REGION") if follows(way, place, 1))
    return any((place.label, place.value) != (ahead.label, ahead.value) for place in from_places)


def _starts_with_pain(sentence: Sentence, target: Target) -> bool:
    """Whether a pain stands before a way, or another way that tells of one."""
    return any(t.first < target.first for t in sentence.targets if t.label in PAINS or t.value == "radiating")


def _leaves_back(reading: Reading, sentence: Sentence, way: Target) -> bool:
    """Whether a way down or into the leg starts at the back, no pain being named: "low back into R leg", "lower back, down the left leg".

    A plain "to" may lead anywhere: "a warm compress from the low back to the leg".
    """
    if not way.text.lower().startswith(_DOWNWARD) or sentence.has("TREATMENT"):
        return False
    backs = (place for place in sentence.of("REGION") if place.value == "lumbar" and place.text.lower().endswith("back"))
    return any(back.end <= way.start and _OUT_OF_BACK.fullmatch(reading.text, back.end, way.start) for back in backs)


def _goes_on(reading: Reading, sentence: Sentence) -> bool:
    """Whether a sentence goes on with the pain of the one or two before it: "It runs to the calf.", "R buttock -> R leg"."""
    ways = list(sentence.of("RADIATION"))
    onward = sentence.has("ANAPHOR", "REFER") or any(not way.text[-1].isalpha() for way in ways) or _begins_with_way(reading, sentence)
    it_goes = any(it.last == way.first for it in sentence.of("ANAPHOR") for way in ways)  # under a heading of its own
    return onward and any((it_goes or s.section == sentence.section) and s.has(*PAINS) for s in _told_before(reading, sentence))


def _told_before(reading: Reading, sentence: Sentence) -> list[Sentence]:
    """The two sentences before one, without the lines of a form that tell no pain: "Right leg pain. / Duration: 3 months / Goes to ..."."""
    earlier = reading.sentences[max(0, sentence.number - _ROWS - _TOLD) : sentence.number]
    return [one for one in earlier if one.has(*PAINS) or not _ROW.match(reading.text, one.start, one.end)][-_TOLD:]


def _begins_with_way(reading: Reading, sentence: Sentence) -> bool:
    """Whether a sentence begins with a way, no pain being named: "8/10, goes down the left leg", "- into R calf"; a plain "to" is none."""
    way = next(sentence.of("RADIATION"), None)
    if way is None or way.text.lower().startswith(_PLAIN) or not (" " in way.text or way.text.lower().startswith(_DOWNWARD)):
        return False
    before = _GRADE.sub("", reading.text[sentence.start : way.start])
    return are_only(before, place_words().before_way) or _comes_from(reading, sentence, way)


def _comes_from(reading: Reading, sentence: Sentence, way: Target) -> bool:
    """Whether a sentence begins with where a way starts: "From the left buttock down the calf"."""
    place = next(sentence.of(*LEG_PLACES), None)
    if place is None or place.end > way.start:
        return False
    before, words = reading.text[sentence.start : place.start], place_words().until_time
    return has_word(before, _FROM) and are_only(before, words) and are_only(reading.rest(place, way, *LEG_PLACES), words)


def _is_of_back(reading: Reading, sentence: Sentence) -> bool:
    """Whether a sentence speaks of the back or a root's disease, or goes on in its section with a pain behind such a disease."""
    before = reading.sentences[max(0, sentence.number - 1)]
    goes_on = before.section == sentence.section and not sentence.has("ARM", "ELSEWHERE")
    of_root = goes_on and any(ill.assertion is Assertion.AFFIRMED for ill in before.of(*ROOT_DISEASES))
    return of_root or sentence.has("BACK_PAIN", *ROOT_DISEASES) or any(region.value in LOW_BACK for region in sentence.of("REGION"))
