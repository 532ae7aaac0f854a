"""Places of the leg alone in a sentence behind the one that tells of the pain: "Left sciatica. Back of thigh and calf, to the heel.".

Source: annotation guide, dermatomal_distribution and radicular_symptoms.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rootnote.anatomy import Side
from rootnote.facts.attach import side_of
from rootnote.facts.model import Assertion, Finding, FindingKind
from rootnote.facts.places import is_elsewhere, roots_and_sites
from rootnote.facts.reading import Reading, Sentence, Target
from rootnote.facts.small_words import are_only, small_words
from rootnote.facts.spine import LEG_JOINTS
from rootnote.language.labels import ROOT_DISEASES

#: Sections in which a pain and its way are told in such sentences; None is that of a note without headings.
_TOLD = frozenset({"hpi", "chief_complaint", "none", ""})
#: What the sentence before tells of, and what a sentence of places alone does not hold.
_PAINS = ("LEG_SYMPTOM", "SYMPTOM", *ROOT_DISEASES)
_MORE = (
    "SENSATION",
    "STRENGTH",
    "REFLEX",
    "SLR",
    "MUSCLE",
    "WALK",
    "TISSUE",
    "EMG",
    "OTHER_PROBLEM",
    "OTHER_SOURCE",
    "NO_RADIATION",
    "NEGATOR",
    "TREATMENT",
    *_PAINS,
)
#: What ends the first clause of a sentence.
_CLAUSE_END = re.compile(r"[,.;(\n]|\s[-–—]\s|$")
#: The first word behind that clause; none where the sentence ends with it.
_FIRST_BEHIND = re.compile(r"\W*(\w*)")


def places_alone(reading: Reading) -> Iterator[Finding]:
    """The symptoms of the places that a sentence names alone behind a pain of the leg or a root's disease, with the side of that."""
    for sentence in reading.sentences:
        if sentence.number == 0 or sentence.section not in _TOLD or sentence.has(*_MORE) or not sentence.has("TERRITORY", "LEG"):
            continue
        before = reading.sentences[sentence.number - 1]
        pain = _pain_of(before) if before.section == sentence.section else None
        places = _places(reading, sentence) if pain is not None else ()
        if pain is None or not places:
            continue
        of_pain = side_of(reading, before, pain)
        side = next((side for place in places if (side := side_of(reading, sentence, place)) is not None), of_pain)
        if {side, of_pain} == {Side.LEFT, Side.RIGHT}:
            continue  # "left sciatica. Right calf, from a kick, bruised"
        evidence = reading.around(places)
        for root, site in roots_and_sites(places):
            yield Finding(
                FindingKind.SYMPTOM, Assertion.AFFIRMED, evidence, sentence.section, places[0].rule, side=side, root=root, site=site
            )


def _pain_of(sentence: Sentence) -> Target | None:
    """The pain of the leg that a sentence tells as there, when it tells nothing of the arm, the neck or an examination."""
    if any(map(is_elsewhere, sentence.targets)) or sentence.has("REFLEX", "SLR", "STRENGTH_GRADE", "MODALITY", "EXAMINER"):
        return None
    pains = [pain for pain in sentence.of(*_PAINS) if pain.label != "SYMPTOM" or sentence.has("LEG", "TERRITORY")]
    return pains[-1] if pains and all(pain.assertion is Assertion.AFFIRMED for pain in pains) else None


def _places(reading: Reading, sentence: Sentence) -> Sequence[Target]:
    """The places that a sentence is made of, with sides and ways between them and what makes it worse behind; none when it tells more."""
    end = _CLAUSE_END.search(reading.text, sentence.start, sentence.end)
    stop = end.start() if end is not None else sentence.end
    places = tuple(place for place in sentence.of("TERRITORY", "LEG") if place.end <= stop)
    if all(place.value in LEG_JOINTS for place in places) or (len(places) == 1 and places[0].label != "TERRITORY"):
        return ()
    at, rest = sentence.start, []
    for target in (target for target in sentence.of("TERRITORY", "LEG", "SIDE", "RADIATION") if target.end <= stop):
        rest.append(reading.text[at : max(at, target.start)])
        at = max(at, target.end)
    rest.append(reading.text[at:stop])
    behind = _FIRST_BEHIND.match(reading.text, stop, sentence.end)
    alone = behind is None or not behind.group(1) or behind.group(1).lower() in small_words().changes_with
    return places if alone and are_only(" ".join(rest), small_words().until_time) else ()
