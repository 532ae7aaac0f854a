"""What each sentence of a note is about: the back and leg problem, another problem, or nothing of its own.

Duration and treatment belong to a problem that is often named a sentence earlier ("She has low back pain. It started in May.").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import Enum
from functools import lru_cache

from rootnote.facts.attach import distance
from rootnote.facts.conditions.mentions import NOT_SAID, is_denied_whole, weigh
from rootnote.facts.model import Assertion
from rootnote.facts.reading import Reading, Sentence, Target, follows
from rootnote.facts.spine.spine import Part, part_of_cue, parts_of
from rootnote.facts.studies.study_parts import is_spine_note
from rootnote.facts.symptoms.listed_places import has_low_back_listed
from rootnote.facts.symptoms.places import DISTAL_JOINTS, is_elsewhere
from rootnote.facts.wording import are_listed
from rootnote.language.categories import FINAL, PAST, STORY, UNASSERTED
from rootnote.language.labels import LEG_PARTS, LEVELS, ROOT_DISEASES, SPINE_DISEASES, SPINE_TROUBLES, STRUCTURAL

#: Sections that open with the problem of the note as their topic, when the note is about the spine.
_HISTORY = STORY | {"assessment", "plan"}
#: Sections of what was or may be, and of others.
_NOT_NOW = PAST | UNASSERTED | {"plan", "administrative", "ros"}
#: Values of operations that free a root and of injections to it.
_OPERATIONS = frozenset({"decompression", "", "transforaminal", "interlaminar"})
#: Other problems that a sentence may name without turning to them.
_DISEASE = "disease"
#: The value of the neurogenic claudication, which comes from the spine wherever it is felt.
_CLAUDICATION = "claudication"
_NEUROPATHY = "neuropathy"
#: Diseases elsewhere that explain a whole leg, or all of it that the hip does.
_LEG_SOURCES = {("OTHER_SOURCE", ""), ("OTHER_SOURCE", "hip")}
#: How an event names the back.
_BACK = re.compile(r"\bback\b", re.I)
#: Sentences of a whole note to each that names the back or leg problem, beyond which the note speaks of it in passing.
_IN_PASSING = 15
#: Tokens from a level to the operation at it: "L3-4 far lateral discectomy".
_OF_LEVEL = 3
#: The value of what somebody treated in place of our problem.
_TREATED = "treated"
#: Tokens from "the diagnosis was" or "was taken for" to the diagnosis.
_NAMED = 4
#: Tokens between a word for pain and the part of the body that hurts.
_REACH = 7
#: Tokens from the name of a part to what is said to hurt in it, and what stands before the name when it is what hurts.
_AILS = 3
_OWNED = re.compile(r"(?:^|[,;.:]|\band|\bbut)\s*(?:his|her|my|their|the)\s+(?:other\s+)?$", re.I)


class Topic(Enum):
    """Whose problem a sentence speaks of."""

    SPINE = "spine"
    OTHER = "other"


def spine_problems(reading: Reading, sentence: Sentence) -> tuple[Target, ...]:
    """The targets of a sentence that name the back or leg problem as one the patient has or had, in order."""
    return tuple(
        target
        for target in sentence.of("BACK_PAIN", "SCIATICA", "SYMPTOM", *SPINE_DISEASES)
        if target.assertion is not Assertion.NEGATED and _is_spine_problem(reading, sentence, target)
    )


def _is_spine_problem(reading: Reading, sentence: Sentence, target: Target) -> bool:
    if target.label in ("BACK_PAIN", "SCIATICA") or target.value == _CLAUDICATION:
        return True
    if target.label in SPINE_DISEASES:
        return Part.LUMBAR in parts_of(reading, target)
    place = place_of(reading, sentence, target)
    if place is not None and _part_of_place(place) is Part.LUMBAR:
        return True
    return target.value == "pain" and has_low_back_listed(reading, sentence, target)


def place_of(reading: Reading, sentence: Sentence, symptom: Target) -> Target | None:
    """The part of the body named nearest to a symptom, the leg of an arm and a leg in one breath; None when none is near."""
    near = [
        (distance(reading, symptom, cue), cue)
        for cue in sentence.of(*LEG_PARTS, "REGION", "ARM", "ELSEWHERE", "LEVEL")
        if not cue.start <= symptom.start < cue.end and _part_of_place(cue) is not None
    ]
    apart, place = min(near, key=lambda row: row[0], default=(_REACH + 1, None))
    if place is None or apart > _REACH:
        return None
    return next(_legs_beside(reading, sentence, place), place) if place.label == "ARM" and place.start >= symptom.end else place


def _legs_beside(reading: Reading, sentence: Sentence, arm: Target) -> Iterator[Target]:
    """The leg that is named in one breath with an arm: "numbness of both hands and of both legs"."""
    legs = (leg for leg in sentence.of("LEG") if leg.first >= arm.last and not _is_joint(leg))
    return (leg for leg in legs if are_listed(reading.rest(arm, leg, "SIDE").replace(" of ", " ")))


def _part_of_place(place: Target) -> Part | None:
    return Part.OTHER if place.label == "ELSEWHERE" or _is_joint(place) else part_of_cue(place)


def is_of_back(reading: Reading, target: Target) -> bool:
    """Whether a trouble is one of the back: named so, a disorder of the spine, or a symptom placed in the low back, alone or in a list."""
    if target.label != "SYMPTOM":
        return target.label in SPINE_TROUBLES
    sentence = reading.sentence_of(target)
    place = place_of(reading, sentence, target)
    placed = place is not None and place.label == "REGION" and part_of_cue(place) is Part.LUMBAR
    return placed or (target.value == "pain" and has_low_back_listed(reading, sentence, target))


def _is_joint(place: Target) -> bool:
    """Whether a place of the leg is a joint whose trouble is mostly its own."""
    return place.label == "LEG" and place.value in DISTAL_JOINTS


def other_problems(reading: Reading, sentence: Sentence) -> Iterator[Target]:
    """The targets of a sentence that name another problem than that of the lumbar spine."""
    for target in sentence.of("OTHER_PROBLEM", "RADICULOPATHY"):
        if target.assertion is Assertion.NEGATED:
            continue
        if target.label == "OTHER_PROBLEM" or Part.LUMBAR not in parts_of(reading, target):
            yield target
    yield from (symptom for symptom in sentence.of("SYMPTOM") if _ails_elsewhere(reading, sentence, symptom))


def _ails_elsewhere(reading: Reading, sentence: Sentence, symptom: Target) -> bool:
    """Whether a sentence says of another part that it is that which hurts: "Her knee has hurt since a fall"."""
    if symptom.assertion is Assertion.NEGATED:
        return False
    place = next((part for part in sentence.of("LEG", "ARM", "REGION") if follows(symptom, part, _AILS)), None)
    return place is not None and _part_of_place(place) is Part.OTHER and _is_owned(reading, sentence, place)


def is_of_arm(reading: Reading, sentence: Sentence) -> bool:
    """Whether a sentence speaks of the arm and names no trouble of the spine: "The wrist was broken in a fall"."""
    return any(_is_owned(reading, sentence, part) for part in sentence.of("ARM")) and not spine_problems(reading, sentence)


def _is_owned(reading: Reading, sentence: Sentence, place: Target) -> bool:
    """Whether a part of the body is what a clause speaks of: "The wrist was broken", "and his right shoulder ..."."""
    side = next((side for side in sentence.of("SIDE") if side.last == place.first), place)
    return _OWNED.search(reading.text[sentence.start : side.start]) is not None


@lru_cache(maxsize=1)
def is_in_passing(reading: Reading) -> bool:
    """Whether a whole note names the back or leg problem in passing: in few of its sentences, and not as its first diagnosis."""
    named = sum(1 for sentence in reading.sentences if spine_problems(reading, sentence))
    return not reading.is_fragment and named * _IN_PASSING < len(reading.sentences) and not _is_first_diagnosis(reading)


def _is_first_diagnosis(reading: Reading) -> bool:
    """Whether the first problem that the author's assessment names is a disease of a lumbar root."""
    named = ("OTHER_PROBLEM", "OTHER_SOURCE", *SPINE_TROUBLES)
    first = next((one for one in reading.sentences if one.section in FINAL and one.has(*named)), None)
    diseases = [] if first is None else [t for t in first.of(*ROOT_DISEASES) if t.assertion is Assertion.AFFIRMED]
    return any(Part.LUMBAR in parts_of(reading, disease) for disease in diseases)


@lru_cache(maxsize=1)
def is_explained_elsewhere(reading: Reading) -> bool:
    """Whether the author's diagnosis is a cause elsewhere, and none in the spine but for what is called incidental or asymptomatic.

    Where no section names one it is what the text calls so: "The diagnosis was meralgia paresthetica.".
    """
    named = [target for target in reading.targets("OTHER_SOURCE", *SPINE_TROUBLES) if is_found(reading, target)]
    final = [t for t in named if t.section in FINAL] or _diagnosed(reading, named)
    of_root = any(t.label in ROOT_DISEASES and Part.LUMBAR in parts_of(reading, t) for t in named)
    ours = final if of_root else [t for t in final if t.label not in SPINE_DISEASES or Part.LUMBAR in parts_of(reading, t)]
    held = [t for t in ours if not (t.label in STRUCTURAL and reading.sentence_of(t).has("UNRELATED"))]
    return bool(held) and all(target.label == "OTHER_SOURCE" for target in held)


@lru_cache(maxsize=1)
def is_leg_elsewhere(reading: Reading) -> bool:
    """Whether the author puts the leg's trouble down to a disease elsewhere: the only diagnosis, or one beside which a root's is denied.

    "1. Meralgia paresthetica. Not a lumbar radiculopathy. 2. Mechanical low back ache."
    """
    if is_explained_elsewhere(reading):
        return True
    final = [t for t in reading.targets("OTHER_SOURCE", "STENOSIS", *ROOT_DISEASES) if t.section in FINAL]
    lumbar = [t for t in final if t.label == "OTHER_SOURCE" or Part.LUMBAR in parts_of(reading, t)]
    roots = {t: weigh(reading, t) for t in lumbar if t.label in ROOT_DISEASES}
    last = next(reversed(roots), None)
    settled = last is not None and roots[last] is Assertion.NEGATED and is_denied_whole(reading, last)  # all that was queried before
    queried = Assertion.UNCERTAIN in roots.values() and not settled
    if queried or Assertion.AFFIRMED in roots.values() or not any(said is Assertion.NEGATED for said in roots.values()):
        return False
    held = {(t.label, t.value) for t in lumbar if t not in roots and is_found(reading, t)}
    return bool(held) and held <= _LEG_SOURCES


def is_root_denied(reading: Reading) -> bool:
    """Whether the author's diagnosis denies a disease of a lumbar root."""
    final = (t for t in reading.targets(*ROOT_DISEASES) if t.section in FINAL and Part.LUMBAR in parts_of(reading, t))
    return any(weigh(reading, target) is Assertion.NEGATED for target in final)


def is_found(reading: Reading, target: Target) -> bool:
    """Whether a disease is there, or may be: not a neuropathy that the study could not have found."""
    unseen = target.value == _NEUROPATHY and reading.sentence_of(target).has("BEYOND_STUDY")
    said = weigh(reading, target) if target.label in ROOT_DISEASES else target.assertion
    return said.is_current and not unseen


def _diagnosed(reading: Reading, named: Sequence[Target]) -> list[Target]:
    """What the text calls the diagnosis; a neuropathy of the feet leaves a back that hurts as well, and what comes from it."""
    found = [target for target in named if is_diagnosed(reading, target)]
    of_feet = bool(found) and all(target.value == _NEUROPATHY for target in found)
    return [] if of_feet and any(target.label == "BACK_PAIN" for target in named) else found


def is_of_neck(reading: Reading) -> bool:
    """Whether the author's diagnoses name the roots of the neck or chest, and nothing of the lumbar spine."""
    final = [target for target in reading.targets(*SPINE_TROUBLES) if target.section in FINAL and target.assertion.is_current]
    roots = any(target.label == "RADICULOPATHY" for target in final)
    return roots and not any(target.label in ("BACK_PAIN", "SCIATICA") or Part.LUMBAR in parts_of(reading, target) for target in final)


def is_taken_for(sentence: Sentence, other: Target, *, treated: bool = True) -> bool:
    """Whether another problem is what somebody took ours for: "his doctor treated a bursitis", "it was thought to be a sprain".

    ``treated`` says that what was only treated counts as well.
    """
    cues = (cue for cue in sentence.of("TAKEN_FOR") if treated or cue.value != _TREATED)
    return any(follows(other, cue, _NAMED) for cue in cues)


def is_diagnosed(reading: Reading, target: Target) -> bool:
    """Whether the text calls something the diagnosis outside of a section for it: "The diagnosis was meralgia paresthetica."."""
    return any(follows(target, cue, _NAMED) for cue in reading.sentence_of(target).of("DIAGNOSED"))


def is_all_elsewhere(reading: Reading) -> bool:
    """Whether the author's diagnosis is a cause elsewhere, and the note tells of no pain in the back."""
    return is_explained_elsewhere(reading) and not any(
        _hurts_in_back(reading, target) for target in reading.targets("BACK_PAIN", "SYMPTOM")
    )


def _hurts_in_back(reading: Reading, target: Target) -> bool:
    """Whether a target is a pain in the back that the patient has: "backache", "some aching in the low back"."""
    told = target.label == "BACK_PAIN" or (target.value == "pain" and target.section != "exam" and is_of_back(reading, target))
    return told and target.assertion.is_current


def has_source_elsewhere(reading: Reading) -> bool:
    """Whether a note names a cause of leg symptoms outside of the spine that the patient has now."""
    return any(source.assertion.is_current and source.section not in _NOT_NOW for source in reading.targets("OTHER_SOURCE"))


def is_of_treated_spine(reading: Reading) -> bool:
    """Whether a note is of a lumbar spine that was injured, operated on or is exercised, and names no source of leg symptoms elsewhere."""
    if has_source_elsewhere(reading):
        return False
    operations = (deed for deed in reading.targets("DEED", "DISC_SURGERY") if _is_of_level(reading, deed))
    cared = (care for care in (*reading.targets("SPINE_CARE"), *operations) if care.section not in _NOT_NOW)
    done = [care for care in cared if care.assertion is not Assertion.NEGATED and care.assertion not in NOT_SAID]
    of_level = any(care.label != "SPINE_CARE" for care in done)
    return bool(done) and (is_spine_note(reading) or (of_level and not any(map(is_elsewhere, reading.targets("ARM", "REGION", "LEVEL")))))


def _is_of_level(reading: Reading, deed: Target) -> bool:
    """Whether an operation to free the root or an injection to it stands beside a lumbar level: "after L4-5 laminectomy"."""
    levels = (level for level in reading.sentence_of(deed).of(*LEVELS) if part_of_cue(level) is Part.LUMBAR)
    return deed.value in _OPERATIONS and any(follows(deed, level, _OF_LEVEL) for level in levels)


def is_back_hurt(sentence: Sentence) -> bool:
    """Whether a sentence tells that the back was hurt, and names no pain: "three weeks before she strained her lower back"."""
    return any(_BACK.search(event.text) and event.assertion is not Assertion.NEGATED for event in sentence.of("EVENT"))


@lru_cache(maxsize=1)
def topics(reading: Reading) -> tuple[Topic | None, ...]:
    """The topic of each sentence, carried on from the sentence before within a section; None where nothing has been named."""
    default = Topic.SPINE if is_spine_note(reading) else None
    found: list[Topic | None] = []
    topic: Topic | None = None
    section = ""
    for sentence in reading.sentences:
        if not found or sentence.section != section:
            section = sentence.section
            topic = (topic or default) if section in _HISTORY else None
        if sentence.has("FOR_BACK") or is_back_hurt(sentence) or spine_problems(reading, sentence):
            topic = Topic.SPINE
        elif not sentence.has("UNRELATED") and any(
            other.value != _DISEASE and not is_taken_for(sentence, other) for other in other_problems(reading, sentence)
        ):
            topic = Topic.OTHER
        found.append(topic)
    return tuple(found)
