"""Places on the body: which are of the leg, which are elsewhere, and what a finding names them by."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rootnote.anatomy import LUMBAR_ROOTS
from rootnote.facts.reading import Target
from rootnote.language.labels import LEG_PARTS, LEG_PLACES, LEVELS

#: The labels of places, those of the spine among them.
PLACES = LEG_PLACES | LEVELS | {"ARM", "ELSEWHERE", "REGION", "BACK_PAIN"}
#: The joints and ends of the leg, whose trouble is their own unless it comes from the back; without the foot, which a root's pain reaches.
LEG_JOINTS = frozenset({"hip", "knee", "ankle", "foot"})
TRUE_JOINTS = LEG_JOINTS - {"foot"}
#: Those that make a symptom beside them another problem: a hip that hurts is the back's as often, and a foot that is numb the root's.
DISTAL_JOINTS = TRUE_JOINTS - {"hip"}
#: Those that a treatment is for, and whose side is not that of a leg's pain. No text of the tests tells either from all the joints.
TREATED_JOINTS = LEG_JOINTS - {"ankle"}
SIDED_JOINTS = frozenset({"hip", "knee"})
#: The parts of the leg that have a reflex; one opens a row of a table of reflexes.
REFLEX_SITES = frozenset({"knee", "ankle"})
#: The regions that are the low back.
LOW_BACK = frozenset({"lumbar", "lumbosacral"})
#: A loss that follows no root.
_STOCKING = "stocking"


def is_leg(place: Target) -> bool:
    """Whether a place is one of the leg, or a root that serves it."""
    if place.label in LEVELS:
        return place.value.split("-")[-1].split()[0] in LUMBAR_ROOTS
    return place.label in LEG_PARTS


def is_elsewhere(place: Target) -> bool:
    """Whether a place is in the arm, the neck, the face or the trunk."""
    if place.label in LEVELS:
        return place.value[0] == "C"
    return place.label in ("ARM", "ELSEWHERE") or (place.label == "REGION" and place.value in ("cervical", "thoracic"))


def roots_and_sites(places: Sequence[Target]) -> Iterator[tuple[str | None, str | None]]:
    """The (root, site) pairs that places of the leg name: roots of dermatomes, then territories, else parts of the leg; possibly none."""
    if any(place.value == _STOCKING for place in places):
        yield None, _STOCKING
        return
    roots = dict.fromkeys(root for place in places if place.label in LEVELS for root in _roots(place))
    territories = dict.fromkeys(place.value for place in places if place.label == "TERRITORY")
    parts = dict.fromkeys(place.value for place in places if place.label == "LEG")
    yield from ((root, None) for root in roots)
    yield from ((None, site) for site in territories)
    if not roots and not territories:
        yield from ((None, site) for site in parts)


def _roots(place: Target) -> Iterator[str]:
    for name in dict.fromkeys(part for level in place.value.split() for part in level.split("-")):
        if name in LUMBAR_ROOTS:
            yield name
