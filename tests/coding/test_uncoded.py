"""Why what a note says is not coded, and what would change it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coding.factsets import finding, note
from coding.strategies import THOROUGH, notes
from rootnote.coding.assign import assign_codes
from rootnote.coding.decisions import Step
from rootnote.coding.setting import Setting
from rootnote.coding.table import load_codes
from rootnote.coding.uncoded import find_reasons
from rootnote.facts.model import Condition, NoteFacts

A = "affirmed"


def reasons(facts: NoteFacts, setting: Setting = Setting.OUTPATIENT) -> tuple[Step, ...]:
    return find_reasons(facts, assign_codes(facts, load_codes(), setting=setting), load_codes(), setting)


def rules(setting: Setting = Setting.OUTPATIENT, **given: Any) -> list[str]:
    return [step.rule for step in reasons(note(**given)[0], setting)]


CASES: list[Any] = [
    pytest.param({"radiculopathy": A, "regions": ["lumbar"]}, [], id="coded"),
    pytest.param({}, ["status.absent"], id="nothing"),
    pytest.param({"radiculopathy": "uncertain"}, ["status.uncertain"], id="possible"),
    pytest.param({"radiculopathy": "negated", "low_back_pain": A}, ["status.negated"], id="denied-with-a-symptom-code"),
    pytest.param({"radiculopathy": "historical"}, ["status.historical"], id="past"),
    pytest.param({"radiculopathy": "negated", "sciatica": "historical"}, ["status.negated", "status.historical"], id="denied-and-past"),
    pytest.param({"sciatica": "uncertain"}, ["status.absent", "status.uncertain"], id="possible-sciatica"),
    pytest.param({"low_back_pain": "negated"}, ["status.absent", "status.negated"], id="no-back-pain"),
    pytest.param({"low_back_pain": A, "stenosis": A}, ["status.absent", "symptom.barred"], id="back-pain-of-a-stenosis"),
    pytest.param({"low_back_pain": A}, ["status.absent"], id="back-pain-coded"),
    pytest.param({"findings": [finding("symptom"), finding("slr")]}, ["status.absent", "status.not_inferred"], id="signs"),
    pytest.param({"findings": [finding("symptom", "", "negated")]}, ["status.absent"], id="denied-signs"),
    pytest.param({"other_region_radiculopathy": A}, ["status.absent", "region.other"], id="neck"),
    pytest.param({"radiculopathy": A, "other_region_radiculopathy": A}, ["region.other"], id="neck-besides"),
    pytest.param({"radiculopathy": A, "disc_disorder": "uncertain"}, ["cause.not_current"], id="disc-possible"),
    pytest.param({"radiculopathy": A, "disc_disorder": "historical"}, ["cause.not_current"], id="disc-removed"),
    pytest.param({"radiculopathy": A, "disc_disorder": "uncertain", "doubtful": ["disc L4-L5"]}, ["cause.doubtful"], id="disc-likely"),
    pytest.param({"radiculopathy": A, "doubtful": ["other:scar"]}, ["cause.doubtful"], id="scar-likely"),
    pytest.param({"radiculopathy": A, "disc_disorder": A, "candidates": ["disc"]}, [], id="unlinked-is-told-by-the-presumed-code"),
]


@pytest.mark.parametrize(("given", "expected"), CASES)
def test_reasons(given: dict[str, Any], expected: list[str]) -> None:
    assert rules(**given) == expected


def test_report_of_a_test_is_not_coded_for_an_inpatient() -> None:
    given = {"radiculopathy": A, "note_type": "emg", "regions": ["lumbosacral"]}
    assert rules(**given) == []
    (step,) = reasons(note(**given)[0], Setting.INPATIENT)
    assert (step.rule, step.would_change) == ("status.report", "If the provider stated it: M54.17.")


CHANGES: list[Any] = [
    pytest.param(
        {"radiculopathy": "uncertain", "regions": ["lumbosacral"]}, "status.uncertain", "If the author affirmed it: M54.17.", id="possible"
    ),
    pytest.param(
        {"radiculopathy": "uncertain", "disc_disorder": A, "regions": ["lumbosacral"], "etiology": "disc", "links": ["disc L5-S1"]},
        "status.uncertain",
        "If the author affirmed it: M51.17.",
        id="possible-from-a-disc",
    ),
    pytest.param({"sciatica": "uncertain", "low_back_pain": A}, "status.absent", "If the author stated it: M54.16, or", id="absent"),
    pytest.param({"sciatica": "historical", "sciatica_sides": ["left"]}, "status.historical", "If it were current: M54.32.", id="past"),
    pytest.param({"low_back_pain": A, "stenosis": A, "spondylosis": A}, "symptom.barred", "If it stood alone: M54.50.", id="barred"),
    pytest.param(
        {"radiculopathy": A, "disc_disorder": "uncertain", "regions": ["lumbosacral"], "doubtful": ["disc L5-S1"]},
        "cause.doubtful",
        "If the author were sure of it: M51.17.",
        id="likely-cause",
    ),
    pytest.param({"radiculopathy": A, "doubtful": ["other:scar"]}, "cause.doubtful", None, id="likely-scar-changes-no-code"),
]


@pytest.mark.parametrize(("given", "rule", "change"), CHANGES)
def test_what_would_change_it(given: dict[str, Any], rule: str, change: str | None) -> None:
    (step,) = [one for one in reasons(note(**given)[0]) if one.rule == rule]
    assert step.would_change == change if change is None else (step.would_change or "").startswith(change)


def test_evidence_is_the_mention_that_decides() -> None:
    (step,) = reasons(note(radiculopathy="uncertain")[0])
    assert [place.text for place in step.evidence] == ["uncertain radiculopathy"]


@THOROUGH
@given(notes(), st.sampled_from(Setting))
def test_a_note_without_a_code_always_has_a_reason(one: tuple[NoteFacts, str], setting: Setting) -> None:
    facts, text = one
    coding = assign_codes(facts, load_codes(), setting=setting)
    steps = find_reasons(facts, coding, load_codes(), setting)
    assert coding.codes or any(step.rule.startswith("status.") for step in steps)
    for step in steps:
        assert step.source
        assert not any(sign in f"{step.decided}{step.would_change}" for sign in ("{", "}"))
        assert "None" not in step.decided
        assert all(text[place.start : place.end] == place.text for place in step.evidence)
    if facts.status(Condition.RADICULOPATHY) == A and setting is Setting.OUTPATIENT:
        assert not [step for step in steps if step.rule.startswith("status.")]
