"""Which codes are listed first: those of the level that is treated.

Source: ICD-10-CM guidelines IV.G and II.C; facts.md section 2 point 9.
"""

from __future__ import annotations

from collections.abc import Mapping

from rootnote.anatomy import LUMBAR_LEVELS, Region, region_of_level, region_of_root
from rootnote.facts.model import Assertion, Evidence, Finding, FindingKind, NoteFacts
from rootnote.language.categories import CONCLUDING, OPERATIVE

#: Procedures that treat a root.
_TREATING = frozenset({"transforaminal", "interlaminar", "decompression"})
#: Sections in which a procedure is that of this note.
_PRESENT = OPERATIVE | CONCLUDING | {"plan"}


def is_present(procedure: Finding) -> bool:
    """Whether a procedure is done or planned in this note, not one of the past."""
    return procedure.section in _PRESENT


def treatments(facts: NoteFacts) -> tuple[Finding, ...]:
    """The procedures of this note that treat a root, in order; possibly none."""
    return tuple(
        one
        for one in facts.findings
        if one.kind is FindingKind.PROCEDURE and one.assertion is Assertion.AFFIRMED and one.site in _TREATING and is_present(one)
    )


def treated_regions(facts: NoteFacts) -> Mapping[Region, tuple[Evidence, ...]]:
    """The regions of the roots and levels that are treated, with where the note says so; empty when no place is named."""
    treated: dict[Region, tuple[Evidence, ...]] = {}
    for one in treatments(facts):
        region = None
        if one.root:
            region = region_of_root(one.root)
        elif one.level in LUMBAR_LEVELS:
            region = region_of_level(one.level)
        if region is not None:
            treated[region] = (*treated.get(region, ()), one.evidence)
    return treated
