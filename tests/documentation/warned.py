"""Facts for tests of warnings, and what is warned of for them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from coding.factsets import finding, note
from rootnote.coding.assign import assign_codes
from rootnote.coding.setting import Setting
from rootnote.coding.table import load_codes
from rootnote.documentation.sites import load_sites
from rootnote.documentation.warnings import NoteWarning, find_warnings
from rootnote.facts.model import Finding

A = "affirmed"
S1: Mapping[str, Any] = {"radiculopathy": A, "regions": ["lumbosacral"], "roots": ["S1 left"], "location": "left S1", "laterality": "left"}
L5: Mapping[str, Any] = {"radiculopathy": A, "regions": ["lumbar"], "roots": ["L5"], "location": "L5"}
BARE: Mapping[str, Any] = {"radiculopathy": A, "regions": ["lumbar"]}

CROSSED: Mapping[str, Any] = {"radiculopathy": A, "regions": ["lumbosacral"], "roots": ["L5 right", "S1 left"], "location": "L5 and S1"}
TWO: Mapping[str, Any] = {"radiculopathy": A, "regions": ["lumbar", "lumbosacral"], "location": "L3 and S1"}


def warn(setting: Setting = Setting.OUTPATIENT, **given: Any) -> tuple[NoteWarning, ...]:
    facts, text = note(**given)
    raised = find_warnings(facts, text, assign_codes(facts, load_codes(), setting=setting), load_codes(), load_sites(), setting)
    assert all(text[item.start : item.end] == item.text for one in raised for item in one.evidence)
    return raised


def because(kind: str) -> dict[str, Any]:
    """Another cause of a kind, linked."""
    return {"etiology": "other", "links": [f"other:{kind}"]}


def disc(levels: str) -> dict[str, Any]:
    """A linked disc disorder, at some levels."""
    return {"disc_disorder": A, "etiology": "disc", "links": [f"disc {levels}".strip()]}


def sign(site: str, assertion: str = A) -> Finding:
    return finding("sign", "", assertion, site=site)


def deed(site: str, section: str = "plan", **rest: Any) -> Finding:
    return finding("procedure", site=site, section=section, **rest)
