"""Symptoms of the legs: present, denied or resolved, with side, place and root.

Source: annotation guide, radicular_symptoms and dermatomal_distribution; clarifications 4, 14 and 20 to 22.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from rootnote.anatomy import Side
from rootnote.facts.attach import distance, side_of
from rootnote.facts.mentions import FINAL
from rootnote.facts.exam import is_elsewhere, is_leg
from rootnote.facts.model import Assertion, Finding, FindingKind
from rootnote.facts.reading import Found, Reading, Sentence, Target
from rootnote.facts.sensory import places_of
from rootnote.facts.spine import Part, parts_of

_NEVER = frozenset({"family", "risks", "instructions", "administrative", "medications", "allergies", "psh", "anesthesia", "operative_findings", "emg", "imaging", "labs"})
_EXAM = frozenset({"exam", "vitals"})
_TESTS = ("SENSATION", "REFLEX", "STRENGTH", "MUSCLE", "WALK", "SLR", "NEURO")
_NOT_SAID = frozenset({Assertion.HYPOTHETICAL, Assertion.FAMILY, Assertion.ORDERED})
#: Places that are joints: a pain there is the joint's unless it comes from the back.
_JOINTS = frozenset({"hip", "knee", "ankle", "foot"})
_PLACES = ("LEG", "TERRITORY", "DERMATOME")
_ELSEWHERE = ("ARM", "ELSEWHERE", "REGION", "VERTEBRA", "LEVEL", "OTHER_SOURCE")
_SPINAL = ("RADICULOPATHY", "SCIATICA", "DISC", "STENOSIS", "SPONDYLOSIS", "ROOT_LESION", "BACK_PAIN")
_PAINS = ("SYMPTOM", "BACK_PAIN", "RADICULOPATHY", "SCIATICA", "RADIATION", "LEG_SYMPTOM")
#: How far, in tokens, a symptom may stand from its place, and from one place to the next of a list.
_NEAR, _NEXT = 8, 9
#: The most sentences of a text that is no whole note.
_FRAGMENT = 3


class Symptom(NamedTuple):
    """A symptom as said: the targets that state it, its places, and the assertion."""

    stated: tuple[Target, ...]
    places: tuple[Target, ...]
    assertion: Assertion
    counts: bool


def find_symptoms(reading: Reading, *, lumbar_context: bool, lumbar_past: bool = False) -> Found:
    """The leg symptoms of a note: AFFIRMED = present, NEGATED = denied or resolved; ``root`` of a named dermatome, else ``site``.

    ``lumbar_context`` says that the note holds a lumbar condition to be current: without one nothing counts in a whole note, since the leg
    then has its own trouble, or the brain's. With one of the past only, denials count.
    """
    kept: list[Finding] = []
    rejected: list[Finding] = []
    general: list[Finding] = []
    in_context = (lumbar_context and not _is_explained(reading)) or _is_fragment(reading)
    for sentence in reading.sentences:
        if sentence.section in _NEVER:
            continue
        for symptom in _of_sentence(reading, _without_tests(sentence)):
            heard = in_context or (lumbar_past and symptom.assertion is Assertion.NEGATED)
            target = kept if symptom.counts and heard else rejected
            target.extend(_findings(reading, sentence, symptom))
        general.extend(_general_denials(reading, sentence))
    past = _past(reading, kept)
    rejected.extend(past)
    kept = [finding for finding in kept if finding not in past]
    if (lumbar_context or lumbar_past) and not any(finding.assertion is Assertion.AFFIRMED for finding in kept):
        kept.extend(general)
    return Found(tuple(dict.fromkeys(kept)), tuple(dict.fromkeys(rejected)))


def _without_tests(sentence: Sentence) -> Sentence:
    """The sentence without the places that are part of a test's name: the heels of a heel walk, the toe of a toe extensor."""
    tests = [(test.start, test.end) for test in sentence.of("WALK", "MUSCLE", "REFLEX", "SLR") if test.value != "foot drop"]
    if not tests:
        return sentence
    return replace(
        sentence,
        targets=tuple(t for t in sentence.targets if t.label not in _PLACES or not any(start <= t.start and t.end <= end for start, end in tests)),
    )


def _is_explained(reading: Reading) -> bool:
    """Whether the author's diagnosis is a cause elsewhere, and none in the spine."""
    final = [t for t in reading.targets("OTHER_SOURCE", *_SPINAL) if t.section in FINAL and t.assertion.is_current]
    return bool(final) and all(target.label == "OTHER_SOURCE" for target in final)


def _is_fragment(reading: Reading) -> bool:
    """Whether a text is a line or two that speak of nothing but the leg."""
    elsewhere = any(is_elsewhere(target) or target.label == "OTHER_SOURCE" for target in reading.targets(*_ELSEWHERE))
    return len(reading.sentences) <= _FRAGMENT and not elsewhere


def _past(reading: Reading, findings: Sequence[Finding]) -> list[Finding]:
    """The symptoms that are over: those told before a resolution that nothing takes back, or denied by the author's final word."""
    present = [finding for finding in findings if finding.assertion is Assertion.AFFIRMED]
    if {finding.assertion for finding in findings if finding.section in FINAL} == {Assertion.NEGATED}:
        return present
    denied = [finding.evidence.start for finding in findings if finding.assertion is Assertion.NEGATED]
    over = [s for s in reading.sentences if s.has("RESOLVED") and not s.has("RETURNED") and any(s.start <= start < s.end for start in denied)]
    if not over or any(target.start > over[-1].end for target in reading.targets("RETURNED")):
        return []
    return [finding for finding in present if finding.evidence.start < over[-1].start and finding.section not in FINAL]


def _of_sentence(reading: Reading, sentence: Sentence) -> Iterator[Symptom]:
    examined = _is_examination(sentence)
    for target in sentence.targets:
        places: tuple[Target, ...] | None = None
        if target.label == "NO_RADIATION":
            if not _of_neck(reading, sentence, target):
                yield Symptom((target,), (), Assertion.NEGATED, target.assertion not in _NOT_SAID)
            continue
        if examined and not _is_evoked(sentence, target) and not _is_denied_in_leg(reading, sentence, target):
            continue
        if target.label == "LEG_SYMPTOM":
            places = _chain(reading, sentence, target)
        elif target.label == "SYMPTOM":
            places = _symptom_places(reading, sentence, target)
        elif target.label == "RADIATION":
            places = _radiation_places(reading, sentence, target)
        elif target.label in ("RADICULOPATHY", "SCIATICA"):
            places = _diagnosis_places(reading, sentence, target)
        if places is not None:
            yield _symptom(reading, sentence, target, places)


def _is_examination(sentence: Sentence) -> bool:
    """Whether a sentence is the examiner's, so that numbness or weakness in it is a finding and no symptom."""
    if sentence.has("REPORTED"):
        return False
    return sentence.section in _EXAM or (sentence.section == "findings" and sentence.has(*_TESTS))


def _symptom(reading: Reading, sentence: Sentence, target: Target, places: tuple[Target, ...]) -> Symptom:
    assertion = target.assertion
    counts = assertion not in _NOT_SAID and not _is_put_down(sentence, target)
    if target.value == "saddle" and assertion is not Assertion.AFFIRMED:
        counts = False  # a red flag denied says nothing of pain in the leg
    if assertion is Assertion.HISTORICAL:
        resolved = sentence.has("RESOLVED")
        counts = counts and (resolved or target.section not in FINAL)
        assertion = Assertion.NEGATED if resolved else Assertion.AFFIRMED
    elif _is_over(reading, sentence, target):
        assertion = Assertion.NEGATED
    if assertion is Assertion.UNCERTAIN:
        assertion = Assertion.AFFIRMED
    return Symptom((target,), places, assertion, counts)


def _is_over(reading: Reading, sentence: Sentence, target: Target) -> bool:
    """Whether a symptom is said to be over: right behind the cue, or before it with no other symptom between."""
    if sentence.has("RETURNED"):
        return False
    for cue in sentence.of("RESOLVED"):
        if 0 <= target.first - cue.last <= 2:
            return True
        between = [t for t in sentence.of("SYMPTOM", "LEG_SYMPTOM", "BACK_PAIN") if target.last <= t.first and t.last <= cue.first]
        if target.last <= cue.first and not any(distance(reading, target, t) > t.first - target.last for t in between):
            return True
    return False


def _is_evoked(sentence: Sentence, target: Target) -> bool:
    """Whether a symptom in an examination is one that a tension test brings on."""
    cues = [t for t in sentence.of("RESULT") if t.value in ("evokes", "positive") and t.assertion is Assertion.AFFIRMED]
    return sentence.has("SLR") and target.label != "RADIATION" and any(cue.first < target.first for cue in cues)


def _is_denied_in_leg(reading: Reading, sentence: Sentence, target: Target) -> bool:
    """Whether an examination says that there is no pain in the leg, which is the patient's answer."""
    return target.label == "LEG_SYMPTOM" and target.value == "leg" and target.assertion is Assertion.NEGATED and not sentence.has("SLR")


def _is_put_down(sentence: Sentence, target: Target) -> bool:
    """Whether the sentence puts the symptom down to something that is not the spine."""
    sources = [source for source in sentence.of("OTHER_SOURCE") if source.assertion in (Assertion.AFFIRMED, Assertion.UNCERTAIN)]
    return bool(sources) and not sentence.has("BACK_PAIN", "RADICULOPATHY", "SCIATICA", "DERMATOME")


def _of_neck(reading: Reading, sentence: Sentence, target: Target) -> bool:
    places = [t for t in sentence.targets if t.first >= target.first and t.label in ("ARM", "LEG")]
    if places:
        return places[0].label == "ARM"
    return Part.LUMBAR not in parts_of(reading, target)


def _symptom_places(reading: Reading, sentence: Sentence, target: Target) -> tuple[Target, ...] | None:
    """The places of a symptom, or None when it is not in a leg; a pain in a joint counts only when it comes from the back."""
    if target.value in ("claudication", "foot drop"):
        return _chain(reading, sentence, target)
    if target.value == "deficit":
        return _chain(reading, sentence, target) if Part.LUMBAR in parts_of(reading, target) else None
    best = None
    for place in sentence.targets:
        if place.label in _PLACES or (place.label == "VERTEBRA" and is_leg(place)) or is_elsewhere(place):
            apart = distance(reading, target, place) + (1 if place.first < target.first else 0)
            if place.label == "DERMATOME" and not _root_of(reading, sentence, place):
                continue
            if apart <= _NEAR and place.label != "VERTEBRA" and (best is None or apart < best[0]):
                best = (apart, place)
    if best is not None and best[1].label == "ARM":
        best = _leg_beside(reading, sentence, best[1])
    if best is None or best[1].label not in _PLACES:
        return None
    if target.value in ("pain", "symptom") and best[1].label == "LEG" and best[1].value in _JOINTS:
        if not any(t.first < best[1].first for t in sentence.of("RADIATION")) or not sentence.has("BACK_PAIN", "REGION"):
            return None
    return _chain(reading, sentence, best[1])


def _leg_beside(reading: Reading, sentence: Sentence, arm: Target) -> tuple[int, Target] | None:
    """The leg that is named in one breath with an arm: "numbness in the left arm and leg"."""
    beside = ((distance(reading, arm, leg), leg) for leg in sentence.of("LEG") if leg.first > arm.first)
    return next(((apart, leg) for apart, leg in beside if apart <= 5), None)


def _radiation_places(reading: Reading, sentence: Sentence, target: Target) -> tuple[Target, ...] | None:
    """The places that a radiation leads to; a plain "into" or "to" needs a pain before it."""
    ahead = [t for t in sentence.targets if t.first >= target.last and (t.label in _PLACES or is_elsewhere(t))]
    if not ahead or ahead[0].label not in _PLACES or distance(reading, target, ahead[0]) > _NEAR:
        return None
    if target.value == "path" and not any(t.first < target.first for t in sentence.of(*_PAINS)) and not _goes_on(reading, sentence):
        return None
    if target.value == "path" and distance(reading, target, ahead[0]) > 4:
        return None
    places = _chain(reading, sentence, ahead[0])
    if all(place.label == "LEG" and place.value in ("hip", "knee") for place in places) and not _from_back(sentence):
        return None
    return places


def _goes_on(reading: Reading, sentence: Sentence) -> bool:
    """Whether a sentence goes on with the pain of the one or two before it: "It runs to the calf."."""
    before = reading.sentences[max(0, sentence.number - 2) : sentence.number]
    return sentence.has("ANAPHOR", "REFER") and any(s.section == sentence.section and s.has(*_PAINS) for s in before)


def _from_back(sentence: Sentence) -> bool:
    return sentence.has("BACK_PAIN", "RADICULOPATHY", "SCIATICA") or any(t.value in ("lumbar", "lumbosacral") for t in sentence.of("REGION"))


def _diagnosis_places(reading: Reading, sentence: Sentence, target: Target) -> tuple[Target, ...] | None:
    """The places of a diagnosis that implies leg symptoms: radicular pain, or a radiculopathy or sciatica said to be of a leg or side."""
    near = [place for place in sentence.of("LEG", "ARM") if distance(reading, target, place) <= 3]
    if any(place.label == "ARM" for place in near):
        return None
    legs = [place for place in near if place.value != "hip"]
    if legs:
        return _chain(reading, sentence, legs[0])
    if Part.LUMBAR not in parts_of(reading, target):
        return None
    if target.label == "SCIATICA":
        return ()
    return () if target.value == "radicular" and len(target.text.split()) > 1 else None


def _chain(reading: Reading, sentence: Sentence, first: Target) -> tuple[Target, ...]:
    """A place and the places that follow it in a list, and the root of a dermatome beside it."""
    held = [first] if first.label in _PLACES else []
    last = first
    for place in sentence.targets:
        if place.first < first.first or place is first or place.label not in _PLACES:
            continue
        between = [t for t in sentence.targets if t.first >= last.last and t.last <= place.first]
        if place.first - last.last > _NEXT or any(t.label == "SYMPTOM" or is_elsewhere(t) for t in between):
            break
        held.append(place)
        last = place
    roots = [root for place in held if place.label == "DERMATOME" for root in _root_of(reading, sentence, place)]
    return tuple(dict.fromkeys([*held, *roots]))


def _root_of(reading: Reading, sentence: Sentence, dermatome: Target) -> list[Target]:
    """The vertebrae beside the word dermatome or distribution."""
    return [t for t in sentence.of("VERTEBRA", "LEVEL") if is_leg(t) and distance(reading, t, dermatome) <= 3]


def _findings(reading: Reading, sentence: Sentence, symptom: Symptom) -> Iterator[Finding]:
    held = (*symptom.stated, *symptom.places)
    side = _side(reading, sentence, held)
    for root, site in list(places_of(symptom.places)) or [(None, None)]:
        yield Finding(
            FindingKind.SYMPTOM, symptom.assertion, reading.around(held), sentence.section, symptom.stated[0].rule, side=side, root=root, site=site
        )


def _side(reading: Reading, sentence: Sentence, held: Sequence[Target]) -> Side | None:
    for target in (*held[1:], held[0]):
        if (side := side_of(reading, sentence, target, reach=6)) is not None:
            return side
    return None


def _general_denials(reading: Reading, sentence: Sentence) -> Iterator[Finding]:
    """Numbness, tingling or weakness denied with no place named: a denial of leg symptoms when the note affirms none."""
    if _is_examination(sentence):
        return
    denied = [t for t in sentence.of("SYMPTOM") if t.assertion is Assertion.NEGATED and t.value in ("numbness", "weakness")]
    if denied and not any(is_elsewhere(t) for t in sentence.targets):
        yield Finding(FindingKind.SYMPTOM, Assertion.NEGATED, reading.around(denied), sentence.section, denied[0].rule)
