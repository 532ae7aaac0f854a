"""Symptoms of the legs: present, denied or resolved, with side, place and root.

Source: annotation guide, radicular_symptoms and dermatomal_distribution; clarifications 4, 14 and 20 to 22.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from rootnote.anatomy import ONE_SIDE
from rootnote.facts.attach import distance, side_of, side_told
from rootnote.facts.causes.put_down import FEET, NEUROPATHY
from rootnote.facts.exam.earlier import recorded
from rootnote.facts.exam.exam_words import exam_words
from rootnote.facts.model import Assertion, Evidence, Finding, FindingKind
from rootnote.facts.note.topics import is_diagnosed, is_found, is_leg_elsewhere, is_root_denied
from rootnote.facts.reading import Found, Reading, Sentence, Target
from rootnote.facts.symptoms.legs_put_down import of_other_cause
from rootnote.facts.symptoms.likewise import of_leg_as_of_back, of_other_side
from rootnote.facts.symptoms.listed_places import roots_beside
from rootnote.facts.symptoms.places import is_elsewhere, roots_and_sites
from rootnote.facts.symptoms.places_alone import places_alone
from rootnote.facts.symptoms.symptom_columns import Told, symptoms_by_side
from rootnote.facts.symptoms.symptom_endings import NOT_OVER, ended, is_loss
from rootnote.facts.symptoms.symptom_statements import (
    CLAUDICATION,
    NEVER,
    WEAK,
    Symptom,
    is_examination,
    is_told_beside_leg,
    symptoms_of,
    without_tests,
)
from rootnote.facts.symptoms.symptom_stories import ended_since
from rootnote.facts.wording import ends_in
from rootnote.language.categories import EXAMINED, FINAL, STUDIED
from rootnote.language.labels import LEG_PARTS, ROOT_DISEASES, SYMPTOMS, TIMES

_DRUGS = "medications"
#: What an image shows, and what shows it.
_IMAGED = ("MODALITY", "OTHER_IMAGE", "IMAGE_FINDING", "IMAGE_NORMAL", "LEVEL", "DISC", "STENOSIS", "SPONDYLOSIS", "NERVE_ROOT", "COMPRESS")
_ELSEWHERE = ("ARM", "ELSEWHERE", "REGION", "VERTEBRA", "LEVEL", "OTHER_SOURCE")
#: The labels of all that would be of a root.
_ROOTS = (*ROOT_DISEASES, "ROOT_LESION", "STENOSIS")
#: Where diseases of a part of the leg are felt, by the value of their words.
_FELT = {
    "sole": frozenset({"heel", "sole", "foot"}),
    "calf": frozenset({"calf", "posterior calf", "medial calf", "lateral calf"}),
    "hip": frozenset({"groin", "hip", "thigh", "anterior thigh", "medial thigh"}),
}
#: Where a neuropathy is felt besides the feet.
_BELOW_KNEES = frozenset({"leg", "calf", "anterior shin"})
#: The value of a pain, and that of the leg as a whole.
_PAIN, _LEG, _LEGS = "pain", "leg", frozenset({"LEG", "LEG_SYMPTOM"})
#: Where a disease of the sacroiliac joint is felt.
_NEAR_JOINT = frozenset({"buttock", "hip", "groin", "thigh", "posterior thigh", "lateral thigh", "anterior thigh"})
#: Tokens from what is denied to another part of the body that it is denied of.
_DENIED_REACH = 8
#: The section that asks after each system of the body, and how one opens that asks after the nerves.
_ASKED, _SYSTEM = "ros", re.compile(r"\W*(?:neuro(?:logic(?:al)?)?|cns|nervous system)\s*:", re.I)
#: Sensations that are felt in a limb, and limbs that may be the legs.
_IN_LIMB = re.compile(r"tingl|paresth|paraesth|pins|prick|n\s?/\s?t", re.I)
_LIMB = re.compile(r"\b(?:limbs?|extremit(?:y|ies)|legs?|feet|foot|toes?)\b", re.I)


def find_symptoms(
    reading: Reading, *, lumbar_context: bool, lumbar_past: bool, root_denied: bool = False, asked: bool = False, no_sciatica: bool = False
) -> Found:
    """The leg symptoms of a note: AFFIRMED = present, NEGATED = denied or resolved; ``root`` of a named dermatome, else ``site``.

    ``lumbar_context`` says that the note holds a lumbar condition to be current: without one nothing counts in a whole note, since the
    leg then has its own trouble, or the brain's. With one of the past only, denials count, unless the leg has another trouble.
    ``asked`` says that a root's disease was asked after and is denied: so is a pain in the leg as a whole then.
    ``no_sciatica`` says that the note holds its sciatica to be none: then the name, as others gave it, tells of no symptom.
    ``root_denied`` says that the spine is ill and the leg's trouble not from there: what a root would cause is denied by its name then.
    """
    elsewhere = is_leg_elsewhere(reading) and not (lumbar_past and is_placed_on_root(reading))
    lumbar_past = lumbar_past and not elsewhere  # "calf claudication; a slipped disc in his twenties, the other leg fine"
    present = (lumbar_context and not elsewhere) or _is_fragment(reading)
    kept: list[Finding] = []
    rejected: list[Finding] = []
    heard = [s for s in reading.sentences if s.section not in NEVER or _is_of_patient(s) or _is_history(s) or _heads_row(reading, s)]
    columns = symptoms_by_side(reading)
    for cell in (cell for row in columns.values() for cell in row):
        (kept if present else rejected).extend(_of_column(reading, cell))
    for sentence in heard:
        if sentence.number in columns:
            continue
        for symptom in symptoms_of(reading, without_tests(sentence)):
            ours = lumbar_past or (root_denied and symptom.stated.label == "RADICULOPATHY")
            ours = ours or (asked and _is_of_whole_leg(symptom))
            denied = ours and symptom.assertion is Assertion.NEGATED and sentence.section not in NOT_OVER
            own = _is_history(sentence) or _heads_row(reading, sentence)
            aside = sentence.section in NEVER and symptom.assertion is not Assertion.NEGATED and not own
            misnamed = no_sciatica and symptom.stated.label == "SCIATICA" and symptom.assertion is Assertion.AFFIRMED
            counts = symptom.counts and (present or denied) and not (aside or misnamed)
            (kept if counts else rejected).extend(_findings(reading, sentence, symptom))
    kept.extend(of_other_side(reading, kept))
    if present:
        kept.extend(of_leg_as_of_back(reading))
        kept.extend(places_alone(reading))
    kept, others = _without_recorded(reading, kept)
    over, of_feet = (
        [*ended(reading, kept), *ended_since(reading, kept)],
        dict.fromkeys(
            [*_of_neuropathy(reading, kept), *_of_part(reading, kept), *_of_joint(reading, kept), *of_other_cause(reading, kept)]
        ),
    )
    past = dict.fromkeys([*over, *of_feet])
    kept = [f for f in kept if f not in past] or [replace(f, assertion=Assertion.NEGATED) for f in over if f not in of_feet]
    told = any(finding.assertion is Assertion.AFFIRMED for finding in kept)
    if not told and (spared := _of_spared_leg(reading, kept)):
        kept, others = [f for f in kept if f not in spared], [*others, *spared]
    if (lumbar_context or lumbar_past) and not told and not elsewhere:
        kept.extend(finding for sentence in heard for finding in _plain_denials(reading, sentence))
    return Found(tuple(dict.fromkeys(kept)), tuple(dict.fromkeys([*rejected, *others, *past])))


def _is_of_whole_leg(symptom: Symptom) -> bool:
    """Whether a symptom is a pain of the legs, with no part and no side of theirs named: "no leg pain", "denies pain down the leg"."""
    stated, places = symptom.stated, symptom.places
    if stated.label == "NO_RADIATION":
        return {_PAIN, _LEG} <= set(stated.text.lower().split())
    if stated.label != "LEG_SYMPTOM" and not (places and (stated.value == _PAIN or stated.label == "RADIATION")):
        return False
    return all(place.label in _LEGS and place.value == _LEG and place.first >= stated.first for place in places)


def _of_spared_leg(reading: Reading, findings: Sequence[Finding]) -> list[Finding]:
    """The denials of one leg where a root's disease is told of the other: "left S1 radiculopathy; the right leg has stayed clean"."""
    denied = [f for f in findings if f.side in ONE_SIDE]
    if not denied:
        return []
    ills = (ill for ill in reading.targets(*ROOT_DISEASES) if ill.assertion is Assertion.AFFIRMED and ill.section not in NEVER)
    sides = {side_of(reading, reading.sentence_of(ill), ill, reach=6) for ill in ills}
    return [f for f in denied if f.side is not None and sides and sides == {f.side.other}]


def _without_recorded(reading: Reading, kept: Sequence[Finding]) -> tuple[list[Finding], list[Finding]]:
    """The symptoms without those that a review of records tells, and these; all of them where the patient is not heard otherwise."""
    reviewed, starts = recorded(reading), [sentence.start for sentence in reading.sentences]
    own: list[Finding] = []
    others: list[Finding] = []
    for finding in kept:
        (others if bisect_right(starts, finding.evidence.start) - 1 in reviewed else own).append(finding)
    return (own, others) if own else (list(kept), [])


def is_placed_on_root(reading: Reading) -> bool:
    """Whether a pain of the leg is told to follow a lumbar root: "left leg pain in an L5 distribution"."""
    pains = (
        pain for pain in reading.targets("LEG_SYMPTOM") if pain.assertion is Assertion.AFFIRMED and pain.section not in NEVER | EXAMINED
    )
    return any(
        roots_beside(reading, sentence, place)
        for pain in pains
        for sentence in [reading.sentence_of(pain)]
        for place in sentence.of("DERMATOME")
    )


def _is_of_patient(sentence: Sentence) -> bool:
    """Whether a sentence among those of an image goes on with the patient: "MRI: L2 fracture. Pain stays in the back, no leg pain.".

    Only what it denies counts.
    """
    return sentence.section == "imaging" and sentence.has("NO_RADIATION", "LEG_SYMPTOM", "REPORTED") and not sentence.has(*_IMAGED)


def _is_history(sentence: Sentence) -> bool:
    """Whether a sentence among those of a test tells how long the patient has had a symptom: "EMG. Numb top of the foot for 8 months."."""
    told = sentence.has(*SYMPTOMS) and sentence.has(*TIMES)
    return sentence.section in STUDIED and told and not sentence.has(*_IMAGED, "REFLEX", "MUSCLE", "EMG", "RADICULOPATHY")


def _heads_row(reading: Reading, sentence: Sentence) -> bool:
    """Whether a symptom of the legs heads a row among those of the drugs: "Medication: naproxen", and then "Leg symptoms: left calf"."""
    first = next(sentence.of("LEG_SYMPTOM"), None)
    if sentence.section != _DRUGS or first is None or first.start != sentence.start:
        return False
    return reading.text[first.end : first.end + 1] == ":"


def _of_column(reading: Reading, told: Told) -> Iterator[Finding]:
    """What a column of a table or form says of one leg."""
    start, end = min(told.stated.start, told.start), max(told.stated.end, told.end)
    evidence, stated = reading.evidence(start, end), told.stated
    assertion = Assertion.NEGATED if told.denied else Assertion.AFFIRMED
    for root, site in list(roots_and_sites(told.places)) or [(None, None)]:
        yield Finding(FindingKind.SYMPTOM, assertion, evidence, stated.section, stated.rule, side=told.side, root=root, site=site)


def _is_fragment(reading: Reading) -> bool:
    """Whether a text is a line or two that speak of nothing but the leg."""
    elsewhere = any(_is_of_other_part(target) for target in reading.targets(*_ELSEWHERE))
    return reading.is_fragment and not elsewhere


def _is_of_other_part(target: Target) -> bool:
    """Whether a target names another source, or a part that serves no leg; T12 stands beside the lumbar spine."""
    thoracic = target.label == "VERTEBRA" and target.value[0] == "T" and target.value != "T12"
    return thoracic or is_elsewhere(target) or target.label == "OTHER_SOURCE"


def _of_part(reading: Reading, findings: Sequence[Finding]) -> list[Finding]:
    """What is felt where the disease of a part of the leg is felt, in a note whose diagnosis is that, and none of the disc or a root.

    "Left heel hurts. A: plantar fasciitis. Low back pain." Source: clarification 4.
    """
    final = [t for t in reading.targets("OTHER_SOURCE", "DISC", *_ROOTS) if t.section in FINAL and t.assertion.is_current]
    if any(target.label != "OTHER_SOURCE" for target in final):
        return []
    sites = frozenset(site for target in final for site in _FELT.get(target.value, ()))
    own = [f for f in findings if f.assertion is Assertion.AFFIRMED and not f.root and not f.rule.startswith("radiation")]
    shared = {f.evidence for f in own if f.site not in sites}
    return [f for f in own if f.site in sites and f.evidence not in shared]


def _of_joint(reading: Reading, findings: Sequence[Finding]) -> list[Finding]:
    """What the buttock and thigh feel in a note whose diagnosis is the sacroiliac joint, and that a root's disease is denied in.

    "Right buttock pain to the thigh. A: SI joint dysfunction; exam argues against radiculopathy." Source: clarification 4.
    """
    final = [target for target in reading.targets("JOINT_SOURCE", *ROOT_DISEASES) if target.section in FINAL]
    held = {target.label for target in final if target.assertion.is_current}
    if held != {"JOINT_SOURCE"} or not is_root_denied(reading):
        return []
    own = [f for f in findings if f.assertion is Assertion.AFFIRMED and not f.root]
    far = {f.evidence for f in own if f.site is not None and f.site not in _NEAR_JOINT}
    return [f for f in own if f.evidence not in far]


def _of_neuropathy(reading: Reading, findings: Sequence[Finding]) -> list[Finding]:
    """What both feet feel in a note whose diagnosis is a neuropathy, and no trouble of a root (clarification 4).

    Where the diagnosis denies a root's disease, a narrow canal that does not claudicate is no trouble of one, and numbness is the
    neuropathy's up to the calves: "feet numb to mid-calf. A: diabetic polyneuropathy, no radiculopathy; stenosis on the MRI".
    """
    named = [target for target in reading.targets("OTHER_SOURCE", *_ROOTS) if is_found(reading, target)]
    final = [target for target in named if target.section in FINAL or is_diagnosed(reading, target)]
    denied = is_root_denied(reading)
    pains = (target for target in reading.targets("SYMPTOM", "CLAUDICATION") if target.assertion.is_current)
    walks = any(target.label == "CLAUDICATION" or target.value == CLAUDICATION for target in pains)
    held = {target.value if target.label == "OTHER_SOURCE" else target.label for target in final}
    if held - ({"STENOSIS"} if denied and not walks else set()) != {NEUROPATHY}:
        return []
    told = [f for f in findings if f.assertion is Assertion.AFFIRMED and not f.root and f.side not in ONE_SIDE]
    lost = [f for f in told if denied and f.site in _BELOW_KNEES and is_loss(f)]
    feet = [f.evidence for f in told if f.site in FEET or f in lost]
    ways = (f for f in told if f.site is None or (denied and f.site in _BELOW_KNEES and f.rule.startswith("radiation")))
    return [*(f for f in told if f.site in FEET), *lost, *(f for f in ways if any(_meet(f.evidence, place) for place in feet))]


def _meet(one: Evidence, other: Evidence) -> bool:
    return one.start < other.end and other.start < one.end


def _findings(reading: Reading, sentence: Sentence, symptom: Symptom) -> Iterator[Finding]:
    evidence = reading.around((symptom.stated, *symptom.places))
    side = side_told(reading, sentence, (*symptom.places, symptom.stated))
    weak = symptom.stated.value in WEAK  # a weak great toe moves badly, and tells of no skin
    places = [place for place in symptom.places if not (weak and place.label == "TERRITORY")]
    for root, site in list(roots_and_sites(places)) or [(None, None)]:
        yield Finding(
            FindingKind.SYMPTOM, symptom.assertion, evidence, sentence.section, symptom.stated.rule, side=side, root=root, site=site
        )


def _plain_denials(reading: Reading, sentence: Sentence) -> Iterator[Finding]:
    """Numbness, tingling or weakness denied with no place named: a denial of leg symptoms when the note affirms none."""
    if is_examination(sentence):
        return
    elsewhere = [target for target in sentence.targets if is_elsewhere(target)]
    denied = [t for t in sentence.of("SYMPTOM") if t.assertion is Assertion.NEGATED and t.value in ("numbness", "weakness")]
    denied = [t for t in denied if not is_told_beside_leg(reading, sentence, t)]
    if _is_of_any_part(reading, sentence, denied):
        return
    if denied and not any(distance(reading, denied[-1], place) <= _DENIED_REACH or place.first < denied[0].first for place in elsewhere):
        yield Finding(FindingKind.SYMPTOM, Assertion.NEGATED, reading.around(denied), sentence.section, denied[0].rule)


def _is_of_any_part(reading: Reading, sentence: Sentence, denied: Sequence[Target]) -> bool:
    """Whether what is denied is what any disease of the nerves brings, wherever: "Neuro: denies numbness, weakness".

    Tingling is felt in a limb, and a limb that is named may be the leg.
    """
    if sentence.has(*LEG_PARTS) or any(_IN_LIMB.search(target.text) for target in denied):
        return False
    if _LIMB.search(reading.text, sentence.start, sentence.end):
        return False
    asked = sentence.section == _ASKED or _SYSTEM.match(reading.text, sentence.start) is not None
    focal = exam_words().examiners_weakness
    return asked or any(ends_in(reading.text[sentence.start : target.start], focal, 2) for target in denied)
