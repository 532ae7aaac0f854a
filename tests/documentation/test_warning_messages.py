"""What the messages of warnings name, and the evidence and queries beside them."""

from __future__ import annotations

from typing import Any

import pytest

from coding.factsets import finding
from documentation.warned import BARE, L5, S1, TWO, A, because, deed, disc, sign, warn
from rootnote.coding.setting import Setting


def test_both_statements_are_evidence() -> None:
    (raised,) = warn(**{**S1, "findings": [finding("reflex", "right ankle jerk absent", site="ankle", side="right")]})
    assert [item.text for item in raised.evidence] == ["on the left side", "right ankle jerk absent"]
    assert raised.message == "The problem is on the left, but the reflex finding is on the other side only."


def test_one_warning_names_all_that_is_on_the_other_side() -> None:
    found = [
        finding("slr", "SLR + R", site="slr", side="right"),
        finding("symptom", "right leg pain", site="leg", side="right"),
        finding("reflex", "right ankle jerk absent", site="ankle", side="right"),
    ]
    (raised,) = warn(**{**S1, "findings": found})
    assert (
        raised.message
        == "The problem is on the left, but the leg symptom, the reflex finding and the tension sign are on the other side only."
    )
    assert [item.text for item in raised.evidence] == ["on the left side", "SLR + R", "right leg pain", "right ankle jerk absent"]


def test_message_names_roots_and_levels_but_no_text_of_the_note() -> None:
    (raised,) = warn(**{**L5, "imaging_levels": ["L1-L2", "L2-L3"]})
    assert raised.message == "The note names L5, which a finding at L1-L2 and L2-L3 does not reach."


def test_message_names_the_zone_that_puts_a_root_out_of_reach() -> None:
    (raised,) = warn(**{**L5, "imaging_levels": ["L4-L5"], "findings": [finding("imaging", level="L4-L5", zone="foraminal")]})
    assert raised.message == "The note names L5, which a finding at L4-L5 (foraminal) does not reach."


def test_message_names_each_reading_of_misheard_words_once() -> None:
    (raised,) = warn(**S1, misheard=["S1", "radiculopathy", "S1"])
    assert "read as S1 and radiculopathy: low confidence" in raised.message
    assert [place.text for place in raised.evidence] == ["misheard for S1", "misheard for radiculopathy", "misheard for S1"]


PRINTED: list[Any] = [
    pytest.param({"printed": ["M54.16"]}, "prints M54.16, but its words do not state radiculopathy or sciatica as present.", id="unstated"),
    pytest.param({**S1, "printed": ["M51.26"]}, "do not state a disc disorder as present.", id="cause-unstated"),
    pytest.param({**S1, **disc("L5-S1"), "printed": ["M51.16"]}, "prints M51.16, but its words lead to M51.17.", id="another-region"),
    pytest.param({**S1, "printed": ["M54.16", "M51.17"]}, "prints M54.16 and M51.17, but its words lead to M54.17.", id="two-codes"),
    pytest.param({"stenosis": A, "printed": ["M48.062"]}, "its words lead to M48.061.", id="stenosis"),
    pytest.param({"low_back_pain": A, "printed": ["M54.5"]}, "prints M54.5: not valid in ICD-10-CM April 2026, further", id="heading"),
    pytest.param({"low_back_pain": A, "printed": ["M54.55"]}, "April 2026, there is no such code.", id="no-such-code"),
]


@pytest.mark.parametrize(("given", "message"), PRINTED)
def test_message_names_printed_codes_and_what_the_words_lead_to(given: dict[str, Any], message: str) -> None:
    (raised,) = warn(**given)
    assert message in raised.message
    assert {one for one in given["printed"] if one in raised.message} == {
        one.text for one in raised.evidence if one.text in given["printed"]
    }


def test_codes_under_both_policies_are_named_against_a_printed_one() -> None:
    raised, _ = warn(**{**S1, "disc_disorder": A, "candidates": ["disc L5-S1"], "printed": ["M51.27"]})
    assert "lead to M54.17, or M51.17 if the link is presumed." in raised.message


def test_an_uncertain_diagnosis_is_coded_for_an_inpatient_so_its_printed_code_is_right() -> None:
    assert warn(Setting.INPATIENT, **{**S1, "radiculopathy": "uncertain", "printed": ["M54.17"]}) == ()


def test_a_query_for_a_printed_code_leads_nowhere() -> None:
    (raised,) = warn(printed=["M54.16"])
    assert raised.query is not None
    assert raised.query.text().splitlines() == [
        "Diagnosis",
        "The note says: “M54.16” (assessment).",
        "What is the diagnosis, if there is one, for what is quoted?",
        *("☐ Diagnosis: __", "☐ No diagnosis yet; symptoms and findings: __", "☐ Not a problem of this visit"),
        *("☐ Other: __", "☐ Unable to determine"),
    ]


def test_message_of_an_unlinked_cause_names_both_codes() -> None:
    (raised,) = warn(**{**S1, "disc_disorder": A, "candidates": ["disc L5-S1"]})
    assert raised.message.endswith("M54.17 as written, M51.17 if the link is presumed.")
    assert [item.text for item in raised.evidence] == ["beside disc L5-S1"]


LOOKED_AT: list[Any] = [
    pytest.param({**BARE, **because("tumor")}, "G55", id="tumour"),
    pytest.param({**BARE, **because("trauma")}, "S34.21", id="injury-of-a-lumbar-root"),
    pytest.param({**BARE, **because("zoster")}, "B02.29", id="zoster"),
    pytest.param({**BARE, **because("diabetes")}, "E11.4", id="diabetes"),
    pytest.param({**S1, **because("spondylolisthesis")}, "M43.17", id="slip-at-L5-S1"),
    pytest.param({**BARE, **because("stenosis")}, "M48.061, or at M48.062 if", id="stenosis"),
    pytest.param(
        {**BARE, **because("stenosis"), "findings": [sign("claudication")]}, "M48.062, not at M48.061", id="stenosis-with-claudication"
    ),
    pytest.param({**BARE, "findings": [deed("facet")]}, "M47.816 or M47.817", id="facet"),
    pytest.param({**TWO, **disc("L5-S1")}, "M54.16 does not stand beside M51.17 unless", id="second-problem"),
    pytest.param(
        {"disc_disorder": A, "low_back_pain": A, "findings": [sign("disc degeneration")]},
        "M51.360 or M51.370",
        id="degeneration-with-back-pain-only",
    ),
    pytest.param({**BARE, "findings": [sign("postlaminectomy")]}, "M96.1", id="postlaminectomy"),
    pytest.param({**BARE, "findings": [sign("myelopathy")]}, "M51.06 or M47.16", id="myelopathy"),
    pytest.param(
        {"disc_disorder": A, "low_back_pain": A, "imaging_levels": ["L5-S1"], "findings": [sign("disc degeneration"), finding("symptom")]},
        "look at M51.372, which",
        id="degeneration-at-L5-S1-with-back-and-leg-pain",
    ),
    pytest.param(
        {"disc_disorder": A, "findings": [sign("disc degeneration"), finding("symptom")]},
        "M51.361 or M51.371",
        id="degeneration-at-no-level-with-leg-pain",
    ),
]


@pytest.mark.parametrize(("given", "codes"), LOOKED_AT)
def test_message_names_the_codes_a_coder_would_look_at(given: dict[str, Any], codes: str) -> None:
    (raised,) = warn(**given)
    assert codes in raised.message
