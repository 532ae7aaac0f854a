"""The disc that an operation removes to relieve a root, as the cause of its trouble.

Source: annotation guide, etiology ("or the operation removes the disc to relieve the root").
"""

from __future__ import annotations

from collections.abc import Sequence

from rootnote.facts.causes.causes import Link
from rootnote.facts.conditions.mentions import Said
from rootnote.facts.model import Assertion, Condition
from rootnote.facts.reading import Reading
from rootnote.facts.roots.root_lesions import BENEATH, root_lesions
from rootnote.facts.spine.spine import Part, parts_of
from rootnote.language.categories import NO_SECTION, OPERATIVE, OPERATIVE_DIAGNOSES

#: Sections that tell what an operation found, and those that tell what was done.
_SEEN, _DONE = OPERATIVE | {"findings"}, OPERATIVE | {NO_SECTION}


def operative_links(reading: Reading, said: Sequence[Said]) -> tuple[Link, ...]:
    """The disc that an operation removes to relieve a root: discectomy, and a freed root, or a root it was done for that was seen there.

    In the latter case a fusion removes the disc for the sake of the fusion.
    """
    lesions = [t for t in root_lesions(reading) if t.assertion is Assertion.AFFIRMED]
    fused = any(part.value == "implant" and part.section in _SEEN for part in reading.targets("HARDWARE"))
    if not lesions and not fused and any(root.section in _SEEN for root in reading.targets("NERVE_ROOT")):
        named = (t for t in reading.targets("RADICULOPATHY") if t.section in OPERATIVE_DIAGNOSES and t.assertion is Assertion.AFFIRMED)
        lesions = [target for target in named if Part.LUMBAR in parts_of(reading, target)]
    surgery = [t for t in reading.targets("DISC_SURGERY") if t.assertion is Assertion.AFFIRMED and t.section in _DONE]
    discs = [s.target for s in said if s.condition is Condition.DISC_DISORDER and s.assertion is Assertion.AFFIRMED]
    if not ((surgery or any(lesion.value == BENEATH for lesion in lesions)) and discs and lesions):
        return ()
    return tuple(Link(disc, lesions[0]) for disc in discs)
