"""The status and evidence of the 13 elements."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from importlib.resources import files
from typing import Any

import pytest

from coding.factsets import finding, note
from rootnote.coding.tablefile import parse_table
from rootnote.documentation.elements import (
    ELEMENT_FILE,
    Element,
    ElementFile,
    ElementResult,
    Presentation,
    Status,
    assess_elements,
    check_elements,
    completeness,
    load_elements,
)
from rootnote.documentation.sites import SITE_FILE, SiteFile, SiteTable, load_sites
from rootnote.errors import RuleError
from rootnote.facts.model import Finding, FindingKind, NoteFacts


def assess(facts: NoteFacts) -> dict[Element, ElementResult]:
    return {result.element: result for result in assess_elements(facts, load_elements(), load_sites())}


STATUSES = [
    pytest.param("symptom", ["affirmed"], "radicular_symptoms", "documented", id="symptom"),
    pytest.param("symptom", ["negated"], "radicular_symptoms", "denied", id="symptom-denied"),
    pytest.param("symptom", ["negated", "affirmed"], "radicular_symptoms", "documented", id="one-symptom-outweighs-a-denial"),
    pytest.param("symptom", ["historical"], "radicular_symptoms", "not_documented", id="symptom-of-the-past"),
    pytest.param("sensory", ["affirmed", "negated"], "sensory_exam", "abnormal", id="sensation-lost-somewhere"),
    pytest.param("sensory", ["negated"], "sensory_exam", "normal", id="sensation-normal"),
    pytest.param("sensory", [], "sensory_exam", "not_documented", id="sensation-not-tested"),
    pytest.param("reflex", ["negated", "affirmed"], "reflex_exam", "abnormal", id="reflex-abnormal"),
    pytest.param("reflex", ["negated"], "reflex_exam", "normal", id="reflex-normal"),
    pytest.param("motor", ["affirmed"], "motor_exam", "abnormal", id="weakness"),
    pytest.param("motor", ["negated"], "motor_exam", "normal", id="strength-normal"),
    pytest.param("motor", ["uncertain"], "motor_exam", "not_documented", id="strength-unsure"),
    pytest.param("slr", ["negated", "affirmed"], "straight_leg_raise", "positive", id="slr-positive-on-one-side"),
    pytest.param("slr", ["negated"], "straight_leg_raise", "negative", id="slr-negative"),
    pytest.param("imaging", ["affirmed"], "imaging", "documented", id="imaging-abnormal"),
    pytest.param("imaging", ["negated"], "imaging", "documented", id="imaging-normal-is-a-result"),
    pytest.param("imaging", ["uncertain"], "imaging", "documented", id="imaging-unsure-is-a-result"),
    pytest.param("imaging", ["ordered"], "imaging", "not_documented", id="imaging-ordered"),
    pytest.param("electrodiagnostic", ["negated"], "electrodiagnostics", "documented", id="emg-normal-is-a-result"),
    pytest.param("electrodiagnostic", ["ordered"], "electrodiagnostics", "not_documented", id="emg-ordered"),
    pytest.param("duration", ["affirmed"], "chronicity", "documented", id="duration"),
    pytest.param("treatment", ["affirmed"], "conservative_treatment", "documented", id="treated-before"),
    pytest.param("treatment", ["negated"], "conservative_treatment", "not_documented", id="no-treatment"),
    pytest.param("treatment", ["ordered"], "conservative_treatment", "not_documented", id="treatment-planned"),
]


@pytest.mark.parametrize(("kind", "assertions", "element", "status"), STATUSES)
def test_status_from_findings(kind: str, assertions: Sequence[str], element: str, status: str) -> None:
    facts, text = note(findings=[finding(kind, f"{kind} {place}", assertion) for place, assertion in enumerate(assertions)])
    result = assess(facts)[Element(element)]
    assert result.status == status
    assert bool(result.evidence) == result.is_documented
    assert all(text[item.start : item.end] == item.text for item in result.evidence)


PLACED = [
    pytest.param(finding("symptom", site="lateral calf"), "documented", id="territory"),
    pytest.param(finding("symptom", site="saddle"), "documented", id="saddle"),
    pytest.param(finding("sensory", root="L5"), "documented", id="dermatome"),
    pytest.param(finding("sensory", assertion="negated", site="lateral foot"), "not_documented", id="territory-but-normal"),
    pytest.param(finding("symptom", assertion="negated", site="great toe"), "not_documented", id="territory-but-denied"),
    pytest.param(finding("symptom", site="leg"), "not_documented", id="leg-is-no-territory"),
    pytest.param(finding("symptom", site="calf"), "not_documented", id="calf-is-no-territory"),
    pytest.param(finding("symptom", site="knee"), "not_documented", id="knee-is-no-territory"),
    pytest.param(finding("symptom"), "not_documented", id="no-site"),
    pytest.param(finding("reflex", site="ankle"), "not_documented", id="reflex-is-no-distribution"),
    pytest.param(finding("motor", site="ehl", root="L5"), "not_documented", id="myotome-is-no-distribution"),
]


@pytest.mark.parametrize(("one", "status"), PLACED)
def test_distribution_needs_a_dermatome_or_territory(one: Finding, status: str) -> None:
    assert assess(note(findings=[one], low_back_pain="affirmed")[0])[Element.DERMATOMAL_DISTRIBUTION].status == status


@pytest.mark.parametrize("status", ["absent", "negated", "historical"])
def test_a_sensory_loss_in_a_note_without_a_lumbar_problem_is_no_distribution(status: str) -> None:
    facts, _ = note(findings=[finding("sensory", site="great toe")], radiculopathy=status)
    result = assess(facts)
    assert result[Element.DERMATOMAL_DISTRIBUTION].status == "not_documented"
    assert result[Element.SENSORY_EXAM].status == "abnormal"


STATED: list[Any] = [
    pytest.param({"location": "left S1 root"}, "nerve_root_or_region", "documented", id="root-named"),
    pytest.param({"regions": ["lumbar"]}, "nerve_root_or_region", "not_documented", id="bare-lumbar"),
    pytest.param({"laterality": "left"}, "laterality", "documented", id="side"),
    pytest.param({"laterality": "conflicting"}, "laterality", "documented", id="two-sides-are-stated"),
    pytest.param({}, "laterality", "not_documented", id="no-side"),
    pytest.param({"etiology": "disc", "links": ["disc L4-L5"]}, "etiology_statement", "documented", id="cause-linked"),
    pytest.param({"etiology": "other", "links": ["other"]}, "etiology_statement", "documented", id="other-cause"),
    pytest.param({"etiology": "not_stated"}, "etiology_statement", "not_documented", id="no-cause"),
    pytest.param({"etiology": "not_stated", "candidates": ["disc"]}, "etiology_statement", "not_documented", id="unlinked-is-no-cause"),
    pytest.param({"etiology": "not_stated", "excluded": ["not the disc"]}, "etiology_statement", "documented", id="cause-excluded"),
    pytest.param({"etiology": "not_applicable"}, "etiology_statement", "not_documented", id="nothing-to-cause"),
]


@pytest.mark.parametrize(("given", "element", "status"), STATED)
def test_status_from_facts_of_their_own(given: dict[str, Any], element: str, status: str) -> None:
    result = assess(note(**given)[0])[Element(element)]
    assert result.status == status
    assert bool(result.evidence) == (status == "documented")


def test_all_13_are_always_there_in_the_order_of_the_guide() -> None:
    results = assess(note()[0])
    assert list(results) == list(Element)
    assert {result.status for result in results.values()} == {Status.NOT_DOCUMENTED}
    assert completeness(results.values(), load_elements()) == 0


def test_only_what_decides_the_status_is_evidence_in_order_and_once() -> None:
    tested = [finding("motor", "quads full", "negated"), finding("motor", "EHL weak"), finding("motor", "cannot heel walk")]
    facts, _ = note(findings=tested)
    backwards_and_twice = replace(facts, findings=facts.findings[::-1] + facts.findings)
    assert [item.text for item in assess(backwards_and_twice)[Element.MOTOR_EXAM].evidence] == ["EHL weak", "cannot heel walk"]


def test_completeness_is_the_weighted_share() -> None:
    rows = load_elements()
    results = assess(note(location="S1", findings=[finding("reflex", assertion="negated")])[0])
    weights = {row.id: row.weight for row in rows}
    share = (weights[Element.NERVE_ROOT_OR_REGION] + weights[Element.REFLEX_EXAM]) / sum(weights.values())
    assert completeness(results.values(), rows) == round(share, 3)


def element_text() -> str:
    return files("rootnote").joinpath("data", ELEMENT_FILE).read_text(encoding="utf-8")


BAD_ELEMENTS = [
    pytest.param(lambda text: text.replace('title = "Side"', 'titel = "Side"'), "elements.toml: element 'laterality', ", id="unknown-key"),
    pytest.param(
        lambda text: text.replace("weight = 0.5", 'weight = "half"'), "elements.toml: element 'electrodiagnostics', weight", id="type"
    ),
    pytest.param(
        lambda text: text.replace('kinds = ["slr"]', 'kinds = ["lasegue"]'),
        "elements.toml: element 'straight_leg_raise', reading",
        id="kind",
    ),
    pytest.param(lambda text: text.replace('id = "imaging"', 'id = "x_ray"'), "elements.toml: element 'x_ray', id", id="unknown-element"),
    pytest.param(
        lambda text: text.replace('id = "laterality"', 'id = "imaging"', 1), "elements.toml: element: the rows must be", id="twice"
    ),
    pytest.param(
        lambda text: re.sub(r"reading = \{ kinds = \[\"slr\"\].*\n", "", text),
        "elements.toml: element 'straight_leg_raise', reading",
        id="no-reading",
    ),
]


@pytest.mark.parametrize(("spoil", "message"), BAD_ELEMENTS)
def test_loader_names_file_row_and_key(spoil: Any, message: str) -> None:
    spoiled = spoil(element_text())
    assert spoiled != element_text()
    with pytest.raises(RuleError, match=f"^{re.escape(message)}"):
        check_elements(parse_table(ELEMENT_FILE, spoiled, ElementFile))


BAD_SITES = [
    pytest.param(
        'name = "sole"\nroots = ["S1"]', 'name = "heel"\nroots = ["S1"]', "anatomy.toml: site 'heel' stands twice", id="site-twice"
    ),
    pytest.param('name = "ehl"\nroots = ["L5"]', 'name = "ehl"\nroots = ["C5"]', "anatomy.toml: 'ehl', roots", id="root-of-the-neck"),
    pytest.param('flag = "stocking_loss"', 'flag = "odd"', "anatomy.toml: part 'stocking', flag", id="unknown-flag"),
]


@pytest.mark.parametrize(("old", "new", "message"), BAD_SITES)
def test_site_loader_names_file_and_row(old: str, new: str, message: str) -> None:
    text = files("rootnote").joinpath("data", SITE_FILE).read_text(encoding="utf-8")
    assert old in text
    with pytest.raises(RuleError, match=f"^{re.escape(message)}"):
        SiteTable(parse_table(SITE_FILE, text.replace(old, new), SiteFile))


def test_rows_speak_of_known_presentations_and_every_kind_is_read() -> None:
    rows = load_elements()
    assert all(set(row.priority) <= set(Presentation) and row.weight > 0 and row.note_types for row in rows)
    beyond = {FindingKind.SIGN, FindingKind.SCALE, FindingKind.PROCEDURE}
    assert {kind for row in rows if row.reading for kind in row.reading.kinds} == set(FindingKind) - beyond
