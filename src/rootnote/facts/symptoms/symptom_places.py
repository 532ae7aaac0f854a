"""Where a symptom is: the places of the leg that belong to a symptom, a radiation or a diagnosis that implies one.

Source: annotation guide, radicular_symptoms and dermatomal_distribution; clarification 4.
"""

from __future__ import annotations

import re

from rootnote.facts.attach import distance
from rootnote.facts.model import Assertion
from rootnote.facts.note.topics import Topic, topics
from rootnote.facts.reading import Reading, Sentence, Target, follows
from rootnote.facts.spine.spine import Part, parts_of
from rootnote.facts.symptoms.listed_places import TO_NEXT, Places, list_from, roots_beside
from rootnote.facts.symptoms.place_words import place_words
from rootnote.facts.symptoms.places import LEG_JOINTS, LOW_BACK, is_elsewhere
from rootnote.facts.symptoms.radiation import FINDINGS, NEAR, WAY, of_radiation
from rootnote.facts.wording import are_listed, are_only
from rootnote.language.categories import PAST_HISTORY, STUDIED, UNASSERTED
from rootnote.language.labels import LEG_PARTS, LEG_PLACES, LEVELS, PAINS, ROOT_DISEASES, SYMPTOMS

_HIP, _GROIN = "hip", "groin"
#: The places that make a back pain low when both hurt.
_BUTTOCK, _LEG = "buttock", "leg"
#: The value of a disease that makes a leg weak and no buttock painful.
_BRAIN = "brain"
#: The value of a leg that hurts as what was named before it does.
_TOO = "too"
#: Its last word, and what goes on behind that with more than a time, a way or another clause.
_ENDING = ("too", "also", "well")
_TOLD_MORE = re.compile(r"[ \t]+(?!(?:and|but|since|for|x|down|to|into|as far|all|when|with|in|at|on|after)\b)[^\W\d_]", re.I)
#: Sections that don't tell of the patient's present pain.
ASIDE = UNASSERTED | PAST_HISTORY | STUDIED | {"administrative", "medications", "allergies", "exam"}
#: The values of a symptom that the patient shows on the body, and of one in a drawing.
SHOWN, DRAWN = "shown", "drawn"
#: The values of symptoms that a joint has of its own.
_OF_JOINT = frozenset({"pain", "symptom", SHOWN})
#: What joins a leg to the arm behind it.
_WITH_ARM = frozenset({"and", "both", "the", "his", "her"})

#: How a pain is named that ends in the back.
_ENDS_IN_BACK = re.compile(r"\b(?:pain|pains|ache|aching|soreness|discomfort)\b.*\bback$|^c?lbp$", re.I)
#: What may enclose an aside between a place and a symptom.
_ASIDE_MARKS = " ,()–—-"

#: A preposition that leads from a symptom to its place, with what may stand before it: "the pain, she says, is in the left leg".
_LEADS = re.compile(
    r"\s*+(?:,[^,;:.\n]{1,24})?,?\s*+(?:is\s+)?(?:(?:mostly|mainly|felt|only)\s+)?(?:of|in|over|along|across|on|at|about|around|throughout|affecting|involving)\b[^;:.]*$",
    re.I,
)

#: What stands before and behind a place that is an item of a list.
_ITEM_BEFORE = re.compile(r"[,;:(–—-]([^,;:(–—-]*)$")
_ITEM_AFTER = re.compile(r"\s*(?:[,;.)/&+><\n×~]|(?:and|to|for|since|x)\b|x\d|$)", re.I)


def places_of(reading: Reading, sentence: Sentence, target: Target) -> Places | None:
    """The places of the leg that belong to a target, possibly none named; None when it is no symptom of a leg."""
    if target.label == "LEG_SYMPTOM":
        if target.value == _TOO and not _is_beside_pain(reading, sentence, target):
            return None
        within = (place for place in sentence.of("TERRITORY") if place.first < target.first < place.last)  # "fronts of both thighs burn"
        return list_from(reading, sentence, next(within, target))
    if target.label == "SYMPTOM":
        return _of_symptom(reading, sentence, target)
    if target.label == "RADIATION":
        return of_radiation(reading, sentence, target)
    if target.label == "BACK_PAIN":
        return _of_back_pain(reading, sentence, target)
    return _of_diagnosis(reading, sentence, target) if target.label in ROOT_DISEASES else None


def _is_beside_pain(reading: Reading, sentence: Sentence, leg: Target) -> bool:
    """Whether a leg that is named "too" stands behind a pain of the patient, and not in the words of an examination.

    Not one that the sentence goes on to tell of: "left leg too short".
    """
    if leg.text.lower().endswith(_ENDING) and _TOLD_MORE.match(reading.text, leg.end, sentence.end):
        return False
    if any(follows(leg, way, WAY) for way in sentence.of("RADIATION")):
        return False  # "into the thigh as well", which the way tells
    told = any(pain.last <= leg.first and pain.assertion is leg.assertion for pain in sentence.of(*PAINS))
    return told and not sentence.has(*FINDINGS)


def has_leg_pain_of_back(reading: Reading) -> bool:
    """Whether a note tells of a pain or numbness of the leg, and of no disease of the hip, the knee or the vessels.

    Where the back hurts too, that is the low back (clarification 26), wherever in the note it is told. A pain of a joint alone is its own;
    one that goes to the groin or to a joint is of the leg where the buttock hurts too.
    """
    if any(source.assertion.is_current and source.value != _BRAIN for source in reading.targets("OTHER_SOURCE")):
        return False
    sites: set[str] = set()
    for sentence in reading.sentences:
        if sentence.section in ASIDE or not sentence.has(*SYMPTOMS) or sentence.has("OTHER_PROBLEM"):
            continue
        for pain in sentence.of(*SYMPTOMS, "RADIATION"):
            if pain.assertion is Assertion.AFFIRMED and pain.value not in ("claudication", "deficit", "weakness"):
                places, is_way = places_of(reading, sentence, pain), pain.label == "RADIATION"
                sites |= {place.value for place in places or () if is_way or place.value not in LEG_JOINTS}
                sites |= {_LEG} if pain.label == "LEG_SYMPTOM" and places == () else set()
    near = {site for site in sites if site in LEG_JOINTS or site in (_GROIN, _BUTTOCK)}
    return bool(sites - near) or (_BUTTOCK in near and len(near) > 1)


def _of_symptom(reading: Reading, sentence: Sentence, target: Target) -> Places | None:
    """The places of a symptom; a pain in a joint counts only when it comes from the back."""
    if target.value in ("claudication", "foot drop"):
        return list_from(reading, sentence, target)
    if target.value == DRAWN:
        return _on_drawing(sentence, target)
    if target.value == "deficit":
        return list_from(reading, sentence, target) if Part.LUMBAR in parts_of(reading, target) else None
    place = _nearest_place(reading, sentence, target)
    if place is not None and place.label == "ARM":
        place = _leg_beside(reading, sentence, place)
    if place is None or place.label not in LEG_PLACES:
        return None
    if any(target.last <= word.first <= place.first for word in sentence.of("NO_RADIATION")):
        return None
    places = list_from(reading, sentence, _head_of_list(reading, sentence, place), target)
    joint = _are_joints(sentence, places) and (target.value in _OF_JOINT or topics(reading)[sentence.number] is Topic.OTHER)
    carried = any(way.first < place.first for way in sentence.of("RADIATION")) and sentence.has("BACK_PAIN", "REGION")
    return None if joint and not carried else places


def _of_back_pain(reading: Reading, sentence: Sentence, pain: Target) -> Places | None:
    """The places listed behind the low back that a pain is of: "pain of the low back and left leg", "LBP, both legs".

    Of what is the back of a leg, that and those before it: "pain in the left buttock and back of the thigh".
    """
    if not _ENDS_IN_BACK.search(pain.text):
        return None
    if (place := own_back(sentence, pain)) is not None:
        return list_from(reading, sentence, _head_of_list(reading, sentence, place))
    behind = next((place for place in sentence.of(*LEG_PARTS) if place.first >= pain.last), None)
    if behind is None or not are_listed(reading.rest(pain, behind, "SIDE")) or not _ITEM_AFTER.match(reading.text, behind.end):
        return None
    places = list_from(reading, sentence, behind)
    return None if _are_joints(sentence, places) else places


def own_back(sentence: Sentence, pain: Target) -> Target | None:
    """The part of the leg whose back is what the words of a back pain end in: "pain in the left buttock and back of the thigh"."""
    return next((place for place in sentence.of("TERRITORY") if place.start < pain.end < place.end), None)


def _on_drawing(sentence: Sentence, drawing: Target) -> Places | None:
    """The places that a drawing of the patient's pain is marked at: those behind it, up to what is denied ("nothing on the right")."""
    marked: list[Target] = []
    for target in sentence.targets:
        if target.first >= drawing.last and (target.label in ("NEGATOR", "NO_RADIATION") or is_elsewhere(target)):
            break
        if target.first >= drawing.last and target.label in LEG_PARTS:
            marked.append(target)
    return tuple(marked) if marked and not _are_joints(sentence, tuple(marked)) else None


def _are_joints(sentence: Sentence, places: Places) -> bool:
    """Whether places are joints and nothing else; the groin is one beside the hip, which hurts there."""
    of_hip = any(place.value == _HIP for place in sentence.of("LEG"))
    return all((place.label == "LEG" and place.value in LEG_JOINTS) or (of_hip and place.value == _GROIN) for place in places)


def _nearest_place(reading: Reading, sentence: Sentence, target: Target) -> Target | None:
    """The nearest place, on the leg or elsewhere, the one behind winning a tie; a distribution counts when a root is beside it."""
    best: tuple[int, Target] | None = None
    taken = {problem.first for problem in sentence.of("OTHER_PROBLEM") if problem.value == "disease"}  # the leg of "left leg swelling"
    for place in sentence.targets:
        if place.label in LEVELS or not (place.label in LEG_PLACES or is_elsewhere(place)):
            continue
        if (place.label == "DERMATOME" and not roots_beside(reading, sentence, place)) or place.last in taken:
            continue
        if place.first >= target.last and place.first - target.last <= NEAR and _is_governed(reading, sentence, target, place):
            return place
        apart = _apart(reading, target, _begin(reading, sentence, place, target)) + int(place.first < target.first)
        if apart <= NEAR and (best is None or apart < best[0]):
            best = apart, place
    return best[1] if best else None


def _begin(reading: Reading, sentence: Sentence, place: Target, symptom: Target) -> Target:
    """What a place begins with behind a symptom: of a dermatome the first of its roots, "aching, follows the L3 and L4 dermatomes"."""
    roots = roots_beside(reading, sentence, place) if place.label == "DERMATOME" else []
    return next((root for root in roots if symptom.last <= root.first < place.first), place)


def _apart(reading: Reading, target: Target, place: Target) -> int:
    """How far a symptom and a place stand apart, which an aside of sides adds nothing to: "the legs, left more than right, go numb"."""
    far = distance(reading, target, place)
    beside = far > 1 and (not reading.rest(target, place, "SIDE").strip(_ASIDE_MARKS) or _is_behind_back(reading, target, place))
    return min(far, 1) if beside else far


def _is_behind_back(reading: Reading, pain: Target, place: Target) -> bool:
    """Whether a place stands by itself behind the low back in the list of a pain's places: "pain, low back and left leg, recurring"."""
    if place.first < pain.last or place.label not in LEG_PLACES or not _ITEM_AFTER.match(reading.text, place.end):
        return False
    backs = list(reading.sentence_of(pain).between(pain, place, "REGION"))
    low = bool(backs) and all(back.value in LOW_BACK for back in backs)
    return low and are_only(reading.rest(pain, place, "SIDE", "REGION"), place_words().lists_places)


def _is_governed(reading: Reading, sentence: Sentence, target: Target, place: Target) -> bool:
    """Whether a place is what a preposition right behind the symptom leads to: "calf pain with numbness of the bottom of the foot"."""
    return _LEADS.match(reading.text, target.end, place.end) is not None and not sentence.has_between(target, place, *PAINS)


def _head_of_list(reading: Reading, sentence: Sentence, place: Target) -> Target:
    """The first place of the list that ends in a place: the thigh of "thigh, calf and foot pain"."""
    for other in reversed(list(sentence.of(*LEG_PARTS))):
        named = other.label == "TERRITORY" and other.first <= place.first < other.last  # the outer foot, not the foot of it
        listed = other.last <= place.first and (are_listed(reading.rest(other, place, "SIDE")) or _leads_on(sentence, other, place))
        if named or listed:
            place = other
    return place


def _leads_on(sentence: Sentence, other: Target, place: Target) -> bool:
    """Whether a way leads from one place to the next, and no symptom is named on it: "the front of the thigh, down to the kneecap"."""
    if place.first - other.last > TO_NEXT:
        return False
    on_way = list(sentence.between(other, place, "RADIATION", *PAINS))
    return bool(on_way) and all(word.value == "path" for word in on_way)


def _leg_beside(reading: Reading, sentence: Sentence, arm: Target) -> Target | None:
    """The leg that is named in one breath with an arm: "numbness in the left arm and leg", "her legs and both hands are numb"."""
    behind = (leg for leg in sentence.of("LEG") if leg.first > arm.first and distance(reading, arm, leg) <= WAY + 1)
    before = (leg for leg in sentence.of("LEG") if leg.end <= arm.start and are_only(reading.rest(leg, arm, "SIDE"), _WITH_ARM))
    return next(behind, None) or next(before, None)


def _of_diagnosis(reading: Reading, sentence: Sentence, target: Target) -> Places | None:
    """The places of a diagnosis that implies leg symptoms: radicular pain, sciatica, or a radiculopathy said to be of a leg.

    A radiculopathy asked after or excluded tells of no symptom.
    """
    if target.label == "RADICULOPATHY" and target.value != "radicular" and target.assertion.is_doubted:
        return None
    free = [(none.start, none.end) for none in sentence.of("NO_RADIATION")]  # "L5 radiculopathy: leg quiet"
    named = [p for p in sentence.of(*LEG_PARTS, "ARM") if not any(start <= p.start < end for start, end in free)]
    near = [place for place in named if distance(reading, target, place) <= WAY - 1]
    territories = sentence.of("TERRITORY")
    near += [t for t in territories if _is_governed(reading, sentence, target, t) or _is_named_behind(reading, target, t)]
    near += [leg for leg in sentence.of("LEG") if _is_right_behind(reading, target, leg) and _is_named_behind(reading, target, leg)]
    implied = target.label == "SCIATICA" or (target.value == "radicular" and len(target.text.split()) > 1)
    near += [dermatome for dermatome in sentence.of("DERMATOME") if implied and _is_spread_on(reading, sentence, target, dermatome)]
    if any(place.label == "ARM" for place in near):
        return None
    leg = next((place for place in near if place.value != "hip"), None)
    if leg is not None:
        return list_from(reading, sentence, leg)
    return () if implied and Part.LUMBAR in parts_of(reading, target) else None


def _is_spread_on(reading: Reading, sentence: Sentence, diagnosis: Target, dermatome: Target) -> bool:
    """Whether a dermatome with its root stands behind a diagnosis as the place of its pain: "sciatica in an S1 distribution"."""
    begin = _begin(reading, sentence, dermatome, diagnosis)
    if begin is dermatome or distance(reading, diagnosis, begin) > WAY:
        return False
    return not sentence.has_between(diagnosis, dermatome, *PAINS, *FINDINGS)


def _is_named_behind(reading: Reading, diagnosis: Target, place: Target) -> bool:
    """Whether a territory stands by itself in the list behind a diagnosis: "L4 radiculopathy, front of the thigh, since May"."""
    if place.first < diagnosis.last or reading.sentence_of(place).has(*FINDINGS):
        return False
    before = _ITEM_BEFORE.search(reading.rest(diagnosis, place, "LEG", "SIDE"))
    return before is not None and are_only(before[1], place_words().before_item) and _ITEM_AFTER.match(reading.text, place.end) is not None


def _is_right_behind(reading: Reading, diagnosis: Target, leg: Target) -> bool:
    """Whether nothing but marks and a side parts a diagnosis and a leg: "Radiculopathy, right leg", "Radiculitis: L leg"."""
    return leg.first >= diagnosis.last and not reading.rest(diagnosis, leg, "SIDE").strip(_ASIDE_MARKS + ":")
