"""What is missing, why it matters here, where it was looked for, and what came nearest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given

from coding.factsets import finding, note
from coding.strategies import THOROUGH, notes
from rootnote.coding.assign import assign_codes
from rootnote.coding.table import load_codes
from rootnote.documentation.elements import Element, Presentation, Priority, assess_elements, load_elements
from rootnote.documentation.gaps import Gap, Rejection, find_gaps, is_in_scope, presentation_of
from rootnote.documentation.queries import load_query_rules
from rootnote.documentation.sites import load_sites
from rootnote.facts.model import Assertion, Condition, ConditionFact, Evidence, Mention, NoteFacts

A = "affirmed"
BARE: Mapping[str, Any] = {"radiculopathy": A, "regions": ["lumbar"]}


def gaps_in(facts: NoteFacts, text: str) -> dict[Element, Gap]:
    rows = load_elements()
    results = assess_elements(facts, rows, load_sites())
    coding = assign_codes(facts, load_codes())
    return {gap.element: gap for gap in find_gaps(facts, text, coding, results, rows, load_query_rules())}


def gaps_of(**given: Any) -> dict[Element, Gap]:
    return gaps_in(*note(**given))


PRIORITIES: list[Any] = [
    pytest.param(BARE, "nerve_root_or_region", "A", id="region-chooses-the-code"),
    pytest.param(BARE, "etiology_statement", "A", id="cause-chooses-the-code"),
    pytest.param(BARE, "laterality", "C", id="side-of-a-radiculopathy"),
    pytest.param({"sciatica": A}, "laterality", "A", id="side-of-coded-sciatica"),
    pytest.param({"sciatica": "uncertain", "low_back_pain": A}, "laterality", "C", id="side-of-sciatica-that-is-not-coded"),
    pytest.param({"low_back_pain": A, "findings": [finding("symptom", site="leg")]}, "laterality", "C", id="side-of-leg-symptoms"),
    pytest.param({"low_back_pain": A}, "laterality", None, id="back-pain-has-no-side"),
    pytest.param({"low_back_pain": A}, "nerve_root_or_region", None, id="back-pain-has-no-root"),
    pytest.param({"low_back_pain": A}, "etiology_statement", None, id="no-radiculopathy-to-cause"),
    pytest.param({"low_back_pain": A}, "radicular_symptoms", "B", id="back-pain-leg-symptoms-asked"),
    pytest.param({"low_back_pain": A}, "straight_leg_raise", "C", id="back-pain-slr"),
    pytest.param(BARE, "straight_leg_raise", "B", id="radiculopathy-slr"),
    pytest.param(BARE, "dermatomal_distribution", "B", id="radiculopathy-distribution"),
    pytest.param({"sciatica": A}, "dermatomal_distribution", "C", id="sciatica-distribution"),
    pytest.param(BARE, "conservative_treatment", "C", id="treatment-in-a-visit"),
    pytest.param({**BARE, "note_type": "procedure"}, "conservative_treatment", "B", id="treatment-before-an-injection"),
    pytest.param({**BARE, "note_type": "operative"}, "chronicity", "B", id="duration-before-an-operation"),
    pytest.param({**BARE, "note_type": "operative"}, "reflex_exam", None, id="no-reflexes-in-an-operation-note"),
    pytest.param({**BARE, "note_type": "imaging"}, "straight_leg_raise", None, id="no-slr-in-an-imaging-report"),
    pytest.param({**BARE, "note_type": "imaging"}, "etiology_statement", None, id="a-radiologist-is-not-asked-for-the-cause"),
    pytest.param({**BARE, "note_type": "emg"}, "electrodiagnostics", "B", id="an-emg-report-has-a-result"),
    pytest.param({"other_region_radiculopathy": A}, "nerve_root_or_region", None, id="neck-is-out-of-scope"),
    pytest.param({}, "chronicity", None, id="nothing-is-out-of-scope"),
    pytest.param({"radiculopathy": "historical"}, "chronicity", None, id="history-is-out-of-scope"),
]


@pytest.mark.parametrize(("given", "element", "priority"), PRIORITIES)
def test_priority(given: dict[str, Any], element: str, priority: str | None) -> None:
    gap = gaps_of(**given).get(Element(element))
    assert (gap.priority if gap else None) == priority


@pytest.mark.parametrize(
    ("given", "presentation"),
    [
        pytest.param(BARE, Presentation.RADICULOPATHY, id="radiculopathy"),
        pytest.param({"radiculopathy": "uncertain", "sciatica": A}, Presentation.RADICULOPATHY, id="uncertain-radiculopathy"),
        pytest.param({"sciatica": A}, Presentation.SCIATICA, id="sciatica"),
        pytest.param({"sciatica": "uncertain"}, Presentation.LEG_SYMPTOMS, id="uncertain-sciatica-is-not-coded"),
        pytest.param({"low_back_pain": A, "findings": [finding("symptom")]}, Presentation.LEG_SYMPTOMS, id="leg-symptoms"),
        pytest.param({"low_back_pain": A, "findings": [finding("symptom", "", "negated")]}, Presentation.BACK, id="denied-leg-symptoms"),
        pytest.param({"stenosis": A}, Presentation.BACK, id="stenosis"),
    ],
)
def test_presentation(given: dict[str, Any], presentation: Presentation) -> None:
    facts, _ = note(**given)
    assert presentation_of(facts, assign_codes(facts, load_codes()), assess_elements(facts, load_elements(), load_sites())) is presentation


def test_documented_elements_are_no_gaps_and_a_gaps_come_first() -> None:
    gaps = gaps_of(**BARE, findings=[finding("reflex", "", "negated"), finding("imaging")])
    assert Element.REFLEX_EXAM not in gaps
    assert Element.IMAGING not in gaps
    assert [gap.priority for gap in gaps.values()] == sorted(gap.priority for gap in gaps.values())
    assert next(iter(gaps)) is Element.NERVE_ROOT_OR_REGION


def test_why_says_what_it_would_do_to_the_code_of_this_note() -> None:
    gaps = gaps_of(**BARE)
    assert gaps[Element.NERVE_ROOT_OR_REGION].why.endswith(
        "If a root or level of another region were named: lumbosacral M54.17, sacral M54.18."
    )
    assert gaps[Element.ETIOLOGY_STATEMENT].why.endswith("If the disc were the cause: M51.16; spondylosis: M47.26.")
    assert gaps_of(sciatica=A)[Element.LATERALITY].why.endswith("If a side were stated: right M54.31, left M54.32.")


def test_searched_are_the_usual_sections_that_the_note_has() -> None:
    assert gaps_of(**BARE, sections=["hpi", "exam", "plan"])[Element.REFLEX_EXAM].searched == ("exam",)
    assert gaps_of(**BARE, sections=["hpi", "plan"])[Element.REFLEX_EXAM].searched == ("hpi", "plan")
    assert gaps_of(**BARE, sections=[])[Element.REFLEX_EXAM].searched == ()


def rejected(kind: str, words: str, assertion: str, **rest: Any) -> dict[str, Any]:
    return {"rejected": [finding(kind, words, assertion, **rest)]}


NEAREST: list[Any] = [
    pytest.param(
        {"rejected": [finding("imaging", "old film", "historical"), finding("imaging", "MRI was ordered", "ordered")]},
        "imaging",
        ("MRI was ordered", "ordered"),
        id="ordered-is-nearer-than-past",
    ),
    pytest.param(rejected("treatment", "start it", "ordered"), "conservative_treatment", ("start it", "ordered"), id="planned"),
    pytest.param(rejected("treatment", "no therapy", "negated"), "conservative_treatment", ("no therapy", "negated"), id="negated"),
    pytest.param(rejected("imaging", "old MRI", "historical"), "imaging", ("old MRI", "historical"), id="historical"),
    pytest.param(rejected("imaging", "an MRI", "absent"), "imaging", ("an MRI", "no_result"), id="named-without-a-result"),
    pytest.param(rejected("imaging", "C5-6 disc", A, level="C5-C6"), "imaging", ("C5-6 disc", "another_region"), id="another-region"),
    pytest.param(rejected("sensory", "numb toes", "historical"), "sensory_exam", ("numb toes", "reported"), id="told-not-examined"),
    pytest.param(
        rejected("sensory", "numb toes", "historical"), "dermatomal_distribution", ("numb toes", "no_territory"), id="told-of-no-territory"
    ),
    pytest.param(rejected("motor", "weak arm", A), "motor_exam", ("weak arm", "another_problem"), id="another-problem"),
    pytest.param(rejected("symptom", "if numb", "hypothetical"), "radicular_symptoms", ("if numb", "hypothetical"), id="hypothetical"),
    pytest.param(rejected("duration", "her mother for years", "family"), "chronicity", ("her mother for years", "family"), id="family"),
    pytest.param(
        {"findings": [finding("symptom", "pain down the leg", site="leg")]},
        "dermatomal_distribution",
        ("pain down the leg", "no_territory"),
        id="plain-leg",
    ),
    pytest.param(
        {"findings": [finding("sensory", "loss in the L5 dermatome", root="L5")]},
        "nerve_root_or_region",
        ("loss in the L5 dermatome", "finding_only"),
        id="dermatome-is-no-root",
    ),
    pytest.param(
        {"findings": [finding("imaging", "left bulge", side="left")]}, "laterality", ("left bulge", "finding_only"), id="side-of-an-image"
    ),
    pytest.param(
        {"disc_disorder": A, "candidates": ["disc L4-L5"]},
        "etiology_statement",
        ("beside disc L4-L5", "not_linked"),
        id="unlinked-candidate",
    ),
    pytest.param(
        {"disc_disorder": A, "candidates": ["disc L4-L5"], "doubtful": ["other:scar"]},
        "etiology_statement",
        ("perhaps from other:scar", "uncertain"),
        id="a-likely-cause-is-nearer-than-one-beside",
    ),
    pytest.param(rejected("slr", "SLR equivocal", "uncertain"), "straight_leg_raise", ("SLR equivocal", "uncertain"), id="left-open"),
    pytest.param(rejected("motor", "arm weakness", "negated"), "reflex_exam", None, id="another-kind-is-not-near"),
    pytest.param({}, "chronicity", None, id="nothing-near"),
]


@pytest.mark.parametrize(("given", "element", "expected"), NEAREST)
def test_nearest_rejected_and_why(given: dict[str, Any], element: str, expected: tuple[str, str] | None) -> None:
    nearest = gaps_of(**BARE, **given)[Element(element)].nearest_rejected
    assert (nearest and (nearest.evidence.text, nearest.because)) == expected


def test_every_reason_to_reject_has_a_case() -> None:
    told = {case.values[2][1] for case in NEAREST if case.values[2]}
    assert told == set(Rejection)


def test_query_of_the_cause_offers_what_the_note_holds() -> None:
    gap = gaps_of(**BARE, disc_disorder=A, stenosis="uncertain", candidates=["disc L4-L5"])[Element.ETIOLOGY_STATEMENT]
    assert gap.query.question == "What is the relationship, if any, of “affirmed radiculopathy” and the findings quoted?"
    assert gap.query.options[:4] == (
        "Due to “affirmed disc_disorder”",
        "Due to “uncertain stenosis”",
        "Unrelated to “affirmed disc_disorder”",
        "Unrelated to “uncertain stenosis”",
    )
    assert [one.text for one in gap.query.indicators] == ["affirmed radiculopathy", "affirmed disc_disorder", "uncertain stenosis"]


def test_query_of_the_cause_is_open_when_the_note_holds_none() -> None:
    gap = gaps_of(**BARE)[Element.ETIOLOGY_STATEMENT]
    assert gap.query.question == "What is the cause of “affirmed radiculopathy”, if it is known?"
    assert gap.query.options == ("Due to __", "Cause unknown", "Other: __", "Unable to determine")


def test_query_quotes_indicators_with_their_place_and_leaves_normal_ones_out() -> None:
    given = [finding("symptom", "pain to the foot", section="hpi"), finding("motor", "EHL 4/5"), finding("motor", "quads 5/5", "negated")]
    text = gaps_of(**BARE, findings=given)[Element.SENSORY_EXAM].query.text()
    assert "The note says: “affirmed radiculopathy” (assessment); “pain to the foot” (hpi); “EHL 4/5” (exam)." in text.splitlines()


@pytest.mark.parametrize(
    ("mentions", "quoted"),
    [
        pytest.param([("hpi", "herniation"), ("imaging", "herniated L4-5 disc")], "herniated L4-5 disc", id="the-fuller-words"),
        pytest.param(
            [("hpi", "a herniated L4-5 disc"), ("assessment", "disc herniation")], "disc herniation", id="where-the-note-concludes"
        ),
        pytest.param([("hpi", "old disc"), ("hpi", "new disc")], "old disc", id="the-first-of-equals"),
    ],
)
def test_query_quotes_the_mention_that_speaks_for_a_condition(mentions: list[tuple[str, str]], quoted: str) -> None:
    facts, _ = note(**BARE, disc_disorder=A)
    said = tuple(Mention(Assertion.AFFIRMED, Evidence(0, len(words), words), section, "test") for section, words in mentions)
    facts = replace(facts, conditions={**facts.conditions, Condition.DISC_DISORDER: ConditionFact(Assertion.AFFIRMED, said)})
    text = "old disc " * 9
    assert gaps_in(facts, text)[Element.ETIOLOGY_STATEMENT].query.options[0] == f"Due to “{quoted}”"


@THOROUGH
@given(notes())
def test_gaps_are_undocumented_elements_of_notes_in_scope(one: tuple[NoteFacts, str]) -> None:
    facts, text = one
    results = {result.element: result for result in assess_elements(facts, load_elements(), load_sites())}
    gaps = gaps_in(facts, text)
    assert is_in_scope(facts) or not gaps
    for gap in gaps.values():
        assert not results[gap.element].is_documented
        assert gap.priority in Priority
        assert set(gap.searched) <= set(facts.sections)
        if near := gap.nearest_rejected:
            assert text[near.evidence.start : near.evidence.end] == near.evidence.text
        for indicator in gap.query.indicators:
            assert indicator.text in text
