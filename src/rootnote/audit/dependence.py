"""What depends on a reading: what of the record would be another if the other reading were right."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeAlias

from rootnote.coding.linkage import Linkage
from rootnote.comparison import Comparison
from rootnote.documentation.elements import Priority

#: What would change, by kind, without texts: ready for JSON, and the same for the same changes.
Summary: TypeAlias = dict[str, list[dict[str, str]]]


class Dependence(StrEnum):
    """The most important thing that would change, the most important first.

    ``WARNING``: one comes or goes. ``STATUS``: that of a condition or element, or what a warning that stays says.
    """

    CODE = "code"
    GAP_A = "gap A"
    GAP_B = "gap B"
    GAP_C = "gap C"
    WARNING = "warning"
    STATUS = "status"
    NOTHING = "nothing"


ORDER = tuple(Dependence)
_GAPS = {Priority.A: Dependence.GAP_A, Priority.B: Dependence.GAP_B, Priority.C: Dependence.GAP_C}


def dependence(changes: Comparison) -> Dependence:
    """The most important of some changes."""
    found = [_GAPS[gap.priority] for gap in (*changes.gaps_closed, *changes.gaps_opened)]
    if changes.codes:
        found.append(Dependence.CODE)
    if any(warning_kinds(changes)[:2]):
        found.append(Dependence.WARNING)
    if changes.conditions or changes.elements or any(warning_kinds(changes)):
        found.append(Dependence.STATUS)
    return min(found, key=ORDER.index, default=Dependence.NOTHING)


def warning_kinds(changes: Comparison) -> tuple[list[str], list[str], list[str]]:
    """The kinds of the warnings that would be settled, of those raised, and of those that would stay with other words; each once."""
    settled, raised = (dict.fromkeys(one.kind for one in part) for part in (changes.warnings_settled, changes.warnings_raised))
    return (
        [one for one in settled if one not in raised],
        [one for one in raised if one not in settled],
        [one for one in settled if one in raised],
    )


def leads(changes: Comparison, linkage: Linkage) -> bool:
    """Whether a code of the list that leads, or of a symptom, would change."""
    leading = "codes" if linkage is Linkage.EXPLICIT else "codes_presumed"
    return any(change.listed_in in (leading, "symptom_codes") for change in changes.codes)


def summary(changes: Comparison) -> Summary:
    """The changes without their reasons, questions and places; every key is there, and the lists may be empty."""
    settled, raised, reworded = warning_kinds(changes)
    return {
        "codes": [{"code": one.code, "listed_in": one.listed_in, "change": one.change} for one in changes.codes],
        "gaps_closed": [{"element": gap.element, "priority": gap.priority} for gap in changes.gaps_closed],
        "gaps_opened": [{"element": gap.element, "priority": gap.priority} for gap in changes.gaps_opened],
        "warnings_settled": [{"kind": one} for one in settled],
        "warnings_raised": [{"kind": one} for one in raised],
        "warnings_reworded": [{"kind": one} for one in reworded],
        "elements": [{"element": one.element, "before": one.before, "after": one.after} for one in changes.elements],
        "conditions": [{"condition": one.condition, "before": one.before, "after": one.after} for one in changes.conditions],
    }
