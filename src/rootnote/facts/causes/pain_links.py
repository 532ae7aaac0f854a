"""Links of a cause in the lumbar spine to the pain in the leg: of a radiculopathy whose own name no cause is linked to.

Only words that say it outright link: "the pain in the leg comes from the herniation", "the herniation explains the leg pain". What is
named beside a pain ("with", in brackets) may be beside it.

Source: annotation guide, etiology and clarification 31; facts.md section 2 points 4 and 10.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rootnote.facts.causes.causes import CURRENT, Link, is_blamed_for, is_guessed
from rootnote.facts.model import Assertion
from rootnote.facts.reading import Reading, Sentence, Target, follows
from rootnote.facts.spine.set_aside import set_aside
from rootnote.facts.spine.spine import Part, parts_of
from rootnote.facts.symptoms.symptom_statements import symptoms_of
from rootnote.language.labels import STRUCTURAL, SYMPTOMS

#: Tokens from a pain to the word that links it, and from that to what it links: "the leg pain, which comes from a big extruded disc".
_BEFORE_LINK, _BEHIND_LINK = 6, 8
#: What stands between a pain and a cause that are told apart: "leg pain from a fall, MRI shows a herniation".
_APART = ("UNRELATED", "MODALITY", "SHOWS", "EVENT", "TREATMENT", "BACK_PAIN", "DISC_SURGERY", "OTHER_CAUSE", "OTHER_PROBLEM")
#: What stands between a pain and its cause in "The source of the leg pain is the disc".
_IS = re.compile(r"[^,;:]*(?::|\bis\b|\bwas\b|\bbeing\b)", re.I)


def find_pain_links(reading: Reading, status: Assertion) -> tuple[Link, ...]:
    """The links, in order; a radiculopathy with the status AFFIRMED takes no cause that is itself in doubt."""
    allowed = (Assertion.AFFIRMED,) if status is Assertion.AFFIRMED else CURRENT
    found: list[Link] = []
    for sentence in reading.sentences:
        if not (sentence.has(*STRUCTURAL) and sentence.has("LINK") and sentence.has(*SYMPTOMS)):
            continue
        dismissed = set_aside(reading, sentence).dismissed
        # what is broken or grown may hurt by itself, and not by way of a root
        causes = [cause for cause in sentence.of(*STRUCTURAL) if cause.assertion in allowed and cause not in dismissed]
        causes = [cause for cause in causes if Part.LUMBAR in parts_of(reading, cause)]
        found += links_between(reading, sentence, causes, list(_pains(reading, sentence))) if causes else ()
    return tuple(dict.fromkeys(found))


def _pains(reading: Reading, sentence: Sentence) -> Iterator[Target]:
    """The symptoms that the patient has in a leg."""
    for symptom in symptoms_of(reading, sentence):
        placed = symptom.stated.label == "LEG_SYMPTOM" or bool(symptom.places)
        if symptom.counts and symptom.assertion is Assertion.AFFIRMED and symptom.stated.label in SYMPTOMS and placed:
            yield symptom.stated


def links_between(reading: Reading, sentence: Sentence, causes: Sequence[Target], pains: Sequence[Target]) -> Iterator[Link]:
    """The links of some pains to some causes that the words of a sentence make outright."""
    for link in sentence.of("LINK"):
        if link.assertion is Assertion.AFFIRMED and not is_guessed(reading, link):
            yield from (Link(cause, pain) for pain in pains for cause in causes if _joins(reading, sentence, link, pain, cause))


def _joins(reading: Reading, sentence: Sentence, link: Target, pain: Target, cause: Target) -> bool:
    """Whether a word links a pain and a cause, each standing where that word has it."""
    if sentence.has_between(pain, cause, *_APART):
        return False
    if pain.start < cause.start:
        told = link.value in ("effect_cause", "attribute") and pain.last <= link.first and link.last <= cause.first
        if told:
            return link.first - pain.last <= _BEFORE_LINK and cause.first - link.last <= _BEHIND_LINK
        named = link.value == "cause_of" and follows(pain, link, _BEFORE_LINK)
        return named and _IS.match(reading.text, pain.end, cause.start) is not None
    if is_blamed_for(reading, sentence, cause, pain):
        return True
    told = link.value in ("cause_effect", "cause_of") and cause.last <= link.first and link.last <= pain.first
    return told and link.first - cause.last <= _BEHIND_LINK and pain.first - link.last <= _BEFORE_LINK
