"""What an edit changes: codes and why, gaps, warnings, elements, conditions."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coding.factsets import finding, note
from coding.strategies import THOROUGH, notes
from rootnote.coding.setting import Setting
from rootnote.comparison import Comparison, compare
from rootnote.documentation.elements import Element
from rootnote.facts.model import NoteFacts
from rootnote.record import NoteRecord, build_record

A = "affirmed"
BARE: dict[str, Any] = {"radiculopathy": A, "regions": ["lumbar"]}
DISC: dict[str, Any] = {**BARE, "disc_disorder": A, "etiology": "disc", "links": ["disc L4-L5"], "location": "L4-5"}


LEFT: dict[str, Any] = {"sciatica": A, "laterality": "left", "sciatica_sides": ["left"]}
RIGHT: dict[str, Any] = {"sciatica": A, "laterality": "right", "sciatica_sides": ["right"]}
UNLINKED: dict[str, Any] = {**BARE, "disc_disorder": A, "candidates": ["disc L4-L5"]}
SACRAL: dict[str, Any] = {**DISC, "regions": ["lumbosacral"], "links": ["disc L5-S1"]}


def record(**given: Any) -> NoteRecord:
    facts, text = note(**given)
    return build_record("draft", text, facts)


def changes(before: dict[str, Any], after: dict[str, Any]) -> Comparison:
    return compare(record(**before), record(**after))


def codes(comparison: Comparison) -> list[str]:
    return [f"{one.listed_in} {one.change} {one.code}" for one in comparison.codes]


def test_a_cause_named_changes_the_code_and_closes_two_gaps() -> None:
    edit = changes(BARE, DISC)
    assert codes(edit) == [
        "codes removed M54.16",
        "codes added M51.16",
        "codes_presumed removed M54.16",
        "codes_presumed added M51.16",
    ]
    assert [gap.element for gap in edit.gaps_closed] == [Element.NERVE_ROOT_OR_REGION, Element.ETIOLOGY_STATEMENT]
    assert edit.gaps_opened == ()
    assert [(one.condition, one.before, one.after) for one in edit.conditions] == [("disc_disorder", "absent", "affirmed")]
    assert edit.completeness_after > edit.completeness_before


def test_an_added_code_says_which_step_is_new() -> None:
    (added,) = [one for one in changes(BARE, DISC).codes if one.change == "added" and one.listed_in == "codes"]
    assert [step.rule for step in added.why] == ["cause.linked", "region.level"]
    assert [place.text for step in added.why for place in step.evidence] == ["due to disc L4-L5"]


REMOVED: list[Any] = [
    pytest.param(BARE, DISC, "M54.16", ["excludes1"], id="barred"),
    pytest.param(BARE, {**BARE, "radiculopathy": "uncertain"}, "M54.16", ["status.uncertain"], id="only-possible-now"),
    pytest.param(BARE, {**BARE, "radiculopathy": "negated"}, "M54.16", ["status.negated"], id="denied-now"),
    pytest.param(DISC, {**BARE, "location": "L4"}, "M51.16", ["cause.none"], id="link-lost"),
    pytest.param({"low_back_pain": A}, BARE | {"low_back_pain": A}, "M54.50", ["symptom.integral"], id="symptom-of-a-radiculopathy"),
]


@pytest.mark.parametrize(("before", "after", "code", "rules"), REMOVED)
def test_a_removed_code_says_why(before: dict[str, Any], after: dict[str, Any], code: str, rules: list[str]) -> None:
    (removed,) = [one for one in changes(before, after).codes if one.code == code and one.listed_in != "codes_presumed"]
    assert removed.change == "removed"
    assert [step.rule for step in removed.why] == rules


@pytest.mark.parametrize(
    ("before", "after", "code", "rules"),
    [
        pytest.param({**UNLINKED, "location": "L4"}, SACRAL, "M51.16", ["region.level"], id="another-level-though-linked-now"),
        pytest.param({**UNLINKED, "location": "L4"}, {**BARE, "location": "L4"}, "M51.16", ["cause.none"], id="nothing-to-presume"),
        pytest.param(BARE, {**BARE, "regions": ["lumbosacral"]}, "M54.16", ["region.documented"], id="another-region"),
        pytest.param(LEFT, RIGHT, "M54.32", ["side.stated"], id="another-side"),
        pytest.param(
            LEFT,
            {**LEFT, "low_back_pain": A},
            "M54.32",
            ["symptom.lumbago_with_sciatica"],
            id="back-pain-beside-it",
        ),
    ],
)
def test_a_code_that_gives_way_to_another_says_where_the_ways_part(
    before: dict[str, Any], after: dict[str, Any], code: str, rules: list[str]
) -> None:
    removed = [one for one in changes(before, after).codes if one.code == code and one.change == "removed"]
    assert [step.rule for step in removed[-1].why] == rules


def test_elements_and_warnings() -> None:
    before = {**BARE, "laterality": "conflicting"}
    after = {**BARE, "laterality": "left", "findings": [finding("reflex"), finding("symptom", site="bladder")]}
    edit = changes(before, after)
    assert [one.kind for one in edit.warnings_settled] == ["side_conflict"]
    assert [one.kind for one in edit.warnings_raised] == ["cauda_equina"]
    assert ("reflex_exam", "not_documented", "abnormal") in [(one.element, one.before, one.after) for one in edit.elements]


def test_json_is_one_object() -> None:
    edit = json.loads(changes(BARE, DISC).to_json())
    assert edit["codes"][1]["code"] == "M51.16"
    assert edit["gaps_closed"][0]["element"] == "nerve_root_or_region"


def test_records_of_different_settings_are_refused() -> None:
    facts, text = note(**BARE)
    with pytest.raises(ValueError, match="setting"):
        compare(build_record("one", text, facts), build_record("one", text, facts, setting=Setting.INPATIENT))


def test_other_rules_are_compared_on_request_only_and_for_one_text() -> None:
    facts, text = note(**BARE)
    linked, other_text = note(**DISC)
    plain, site = build_record("one", text, facts), build_record("one", text, linked, rules_version="shipped+site")
    with pytest.raises(ValueError, match="different rules"):
        compare(plain, site)
    with pytest.raises(ValueError, match="^the records are of different notes: one and two; across_ids=True compares them all the same$"):
        compare(plain, replace(plain, id="two"))
    assert compare(plain, replace(plain, id="two"), across_ids=True).is_empty
    with pytest.raises(TypeError, match="^compare takes two records, not NoneType$"):
        compare(plain, cast(Any, None))
    with pytest.raises(ValueError, match="of different rules"):
        compare(plain, replace(site, id="two"), across_ids=True)
    assert codes(compare(plain, site, across_rules=True))[:2] == ["codes removed M54.16", "codes added M51.16"]
    with pytest.raises(ValueError, match="different texts"):
        compare(plain, build_record("one", other_text, linked), across_rules=True)


@settings(THOROUGH, max_examples=50)
@given(notes(), notes(), st.sampled_from(Setting))
def test_any_two_records_compare(one: tuple[NoteFacts, str], other: tuple[NoteFacts, str], setting: Setting) -> None:
    before, after = (build_record("note", text, facts, setting=setting) for facts, text in (one, other))
    assert compare(before, before).is_empty
    there, back = compare(before, after), compare(after, before)
    assert {gap.element for gap in there.gaps_opened} == {gap.element for gap in back.gaps_closed}
    assert {change.code for change in there.codes} == {change.code for change in back.codes}
    for change in there.codes:
        assert change.why
    for name in ("codes", "codes_presumed", "symptom_codes"):
        held = set(getattr(before, name))
        held |= {change.code for change in there.codes if change.listed_in == name and change.change == "added"}
        held -= {change.code for change in there.codes if change.listed_in == name and change.change == "removed"}
        assert held == set(getattr(after, name))
    json.loads(there.to_json())
