"""Places of the leg alone in a sentence behind the one that tells of the pain: "Left sciatica. Back of thigh and calf, to the heel.".

Source: annotation guide, dermatomal_distribution and radicular_symptoms.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rootnote.anatomy import Side
from rootnote.facts.attach import side_of
from rootnote.facts.model import Assertion, Finding, FindingKind
from rootnote.facts.reading import Reading, Sentence, Target
from rootnote.facts.symptoms.place_words import place_words
from rootnote.facts.symptoms.places import LEG_JOINTS, is_elsewhere, roots_and_sites
from rootnote.facts.wording import are_only
from rootnote.language.categories import NO_SECTION, PRESENT_ILLNESS
from rootnote.language.labels import LEG_PARTS, RADICULAR

#: Sections in which a pain and its way are told in such sentences; None is that of a note without headings.
_TOLD = PRESENT_ILLNESS | {NO_SECTION, ""}
#: What a sentence of places alone does not hold.
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
    "OTHER_EXAM",
    "NO_RADIATION",
    "NEGATOR",
    "TREATMENT",
    *RADICULAR,
)
#: What parts the clauses of a sentence.
_CLAUSE_END = re.compile(r"[,.;(\n]|\s[-–—]\s|$")
#: The first word of what follows; none where the sentence ends.
_FIRST_BEHIND = re.compile(r"\W*(\w*)")
#: A field before the places, and how many sentences back the pain may stand that it is of: "Leg: buttock and calf", "P2 - outer calf".
_FIELD, _LOOK_BACK = re.compile(r"\W*([A-Za-z]+(?: (?:of )?[A-Za-z]+)?)\d?(?:[ \t]*:|[ \t]+[-–—=][ \t]|[ \t]{2,})"), 3


def places_alone(reading: Reading) -> Iterator[Finding]:
    """The symptoms of the places that a sentence names alone behind a pain of the leg or a root's disease, with the side of that."""
    for sentence in reading.sentences:
        if sentence.number == 0 or sentence.section not in _TOLD or sentence.has(*_MORE) or not sentence.has(*LEG_PARTS):
            continue
        field = _FIELD.match(reading.text, sentence.start, sentence.end)
        start = field.end() if field is not None and are_only(field[1], place_words().place_field) else sentence.start
        told = _pain_before(reading, sentence, _LOOK_BACK if start > sentence.start else 1)
        places = _places(reading, sentence, start) if told is not None else ()
        if told is None or not places:
            continue
        of_pain = side_of(reading, *told)
        side = next((side for place in places if (side := side_of(reading, sentence, place)) is not None), of_pain)
        if {side, of_pain} == {Side.LEFT, Side.RIGHT}:
            continue  # "left sciatica. Right calf, from a kick, bruised"
        evidence = reading.around(places)
        for root, site in roots_and_sites(places):
            yield Finding(
                FindingKind.SYMPTOM, Assertion.AFFIRMED, evidence, sentence.section, places[0].rule, side=side, root=root, site=site
            )


def _pain_before(reading: Reading, sentence: Sentence, back: int) -> tuple[Sentence, Target] | None:
    """The pain of the leg told last in some sentences before one, with its sentence; only a pain of the back may stand between.

    "Left sciatica. Vein harvested. Site: medial calf": the place is that of another matter.
    """
    for before in reading.before(sentence, back):
        if before.has(*_MORE):
            pain = _pain_of(before)
            return None if pain is None else (before, pain)
        if not before.has("BACK_PAIN"):
            return None
    return None


def _pain_of(sentence: Sentence) -> Target | None:
    """The pain of the leg that a sentence tells as there, when it tells nothing of the arm, the neck or an examination."""
    if any(map(is_elsewhere, sentence.targets)) or sentence.has("REFLEX", "SLR", "STRENGTH_GRADE", "MODALITY", "EXAMINER"):
        return None
    of_leg = any(place.label == "TERRITORY" or place.value not in LEG_JOINTS for place in sentence.of(*LEG_PARTS))
    pains = [pain for pain in sentence.of(*RADICULAR) if pain.label != "SYMPTOM" or of_leg]
    return pains[-1] if pains and all(pain.assertion is Assertion.AFFIRMED for pain in pains) else None


def _places(reading: Reading, sentence: Sentence, start: int) -> Sequence[Target]:
    """The places that the clauses of a sentence are made of from a character on, with sides and ways between, up to what changes it.

    Possibly none, when it tells more.
    """
    held = [target for target in sentence.of(*LEG_PARTS, "SIDE", "RADIATION") if target.start >= start]
    stop, at = start, start
    for end in _CLAUSE_END.finditer(reading.text, start, sentence.end):
        if not _is_of_places(reading, [target for target in held if at <= target.start and target.end <= end.start()], at, end.start()):
            break
        stop, at = end.start(), end.end()
    places = tuple(place for place in held if place.label in LEG_PARTS and place.end <= stop)
    if all(place.value in LEG_JOINTS for place in places) or (len(places) == 1 and places[0].label != "TERRITORY"):
        return ()
    behind = _FIRST_BEHIND.match(reading.text, stop, sentence.end)
    alone = behind is None or not behind.group(1) or behind.group(1).lower() in place_words().changes_with
    return places if alone else ()


def _is_of_places(reading: Reading, held: Sequence[Target], start: int, end: int) -> bool:
    """Whether a clause is made of some places, sides and ways, and of small words."""
    at, rest = start, []
    for target in held:
        rest.append(reading.text[at : max(at, target.start)])
        at = max(at, target.end)
    rest.append(reading.text[at:end])
    return bool(held) and are_only(" ".join(rest).replace("+", " "), place_words().along_places)
