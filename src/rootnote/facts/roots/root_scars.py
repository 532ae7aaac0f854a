"""The scar around a root that an operation or a block frees: adhesions about the root are the cause where nothing else is told as one.

Source: annotation guide, etiology: another cause (scar); facts.md section 2 point 6.
"""

from __future__ import annotations

from rootnote.facts.attach import nearest
from rootnote.facts.causes.causes import Link
from rootnote.facts.model import Assertion
from rootnote.facts.reading import Reading, Target
from rootnote.facts.roots.root_lesions import root_beside
from rootnote.language.categories import NO_SECTION, OPERATIVE

_SCAR = "scar"
#: Sections that tell what was found and done.
_DONE = OPERATIVE | {"findings", "imaging", NO_SECTION}
#: The tokens between a scar and the root that it lies about.
_ABOUT = 8


def scar_links(reading: Reading) -> tuple[Link, ...]:
    """The scars about a root in the text of an operation or procedure that frees one and removes no disc, each linked to what is freed."""
    freed = [verb for verb in reading.targets("DECOMPRESS") if verb.assertion is Assertion.AFFIRMED and _is_of_root(reading, verb)]
    if not freed or any(surgery.assertion is Assertion.AFFIRMED for surgery in reading.targets("DISC_SURGERY")):
        return ()
    return tuple(Link(scar, freed[0]) for scar in reading.targets("OTHER_CAUSE") if _is_about_root(reading, scar))


def _is_of_root(reading: Reading, verb: Target) -> bool:
    return root_beside(reading, reading.sentence_of(verb), verb) is not None


def _is_about_root(reading: Reading, cause: Target) -> bool:
    if cause.value != _SCAR or cause.assertion is not Assertion.AFFIRMED or cause.section not in _DONE:
        return False
    return nearest(reading, reading.sentence_of(cause), cause, ("NERVE_ROOT",), reach=_ABOUT) is not None
