"""Leg symptoms: where they are, on which side, and where they are told."""

from __future__ import annotations

import pytest
from spacy.language import Language

from rootnote.anatomy import Side
from rootnote.facts.model import Assertion
from rootnote.facts.reading import read
from rootnote.facts.symptoms.symptoms import find_symptoms

PRESENT, DENIED, UNSAID = Assertion.AFFIRMED, Assertion.NEGATED, None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Low back pain radiating to the right calf.", [(None, "calf", Side.RIGHT)], id="part-of-the-leg"),
        pytest.param(
            "Low back pain with tingling over the dorsum of the left foot.", [(None, "dorsum of foot", Side.LEFT)], id="territory"
        ),
        pytest.param("Low back pain, numbness in a left S1 distribution.", [("S1", None, Side.LEFT)], id="dermatome"),
        pytest.param(
            "Low back pain radiating to the left buttock, posterior thigh and little toe.",
            [(None, "posterior thigh", Side.LEFT), (None, "lateral foot", Side.LEFT)],
            id="list-of-places",
        ),
        pytest.param("Low back pain; numbness of the whole leg.", [(None, "leg", None)], id="no-side"),
    ],
)
def test_place_root_and_side(nlp: Language, text: str, expected: list[tuple[str | None, str | None, Side | None]]) -> None:
    findings = find_symptoms(read(nlp(text)), lumbar_context=True, lumbar_past=False).findings
    assert set(expected) <= {(f.root, f.site, f.side) for f in findings}


NOTE = "CC: left leg pain.\nEXAM: Heart regular. Lungs clear. Abdomen soft.\nASSESSMENT: Calf strain."


@pytest.mark.parametrize(
    ("text", "lumbar_context", "lumbar_past", "expected"),
    [
        pytest.param(NOTE, False, False, UNSAID, id="no-lumbar-condition"),
        pytest.param(NOTE, False, True, UNSAID, id="lumbar-condition-of-the-past"),
        pytest.param(NOTE, True, False, PRESENT, id="current-lumbar-condition"),
        pytest.param("CC: recheck.\nNo leg pain.\nHeart regular.\nLungs clear.", False, True, DENIED, id="denial-after-a-past-one"),
    ],
)
def test_symptoms_need_a_lumbar_condition(
    nlp: Language, text: str, lumbar_context: bool, lumbar_past: bool, expected: Assertion | None
) -> None:
    findings = find_symptoms(read(nlp(text)), lumbar_context=lumbar_context, lumbar_past=lumbar_past).findings
    assert {f.assertion for f in findings} == ({expected} if expected else set())


def test_the_author_s_final_word_settles_what_is_over(nlp: Language) -> None:
    text = "HISTORY: Low back and right leg pain since May.\nASSESSMENT: Low back pain. The leg pain is no longer present."
    found = find_symptoms(read(nlp(text)), lumbar_context=True, lumbar_past=False)
    assert {f.assertion for f in found.findings} == {DENIED}
    assert any(f.assertion is PRESENT for f in found.rejected)


def test_a_diagnosis_elsewhere_explains_the_leg(nlp: Language) -> None:
    text = "HISTORY: Right groin and thigh pain, some stiffness.\nASSESSMENT: Right hip osteoarthritis."
    assert find_symptoms(read(nlp(text)), lumbar_context=True, lumbar_past=False).findings == ()


def test_an_earlier_attack_that_is_over_does_not_unsay_the_present_one(nlp: Language) -> None:
    text = (
        "HISTORY: Severe pain appeared over the left anterior thigh.\n\nPAST MEDICAL HISTORY: Right sciatica ten years ago, resolved.\n\n"
        "ASSESSMENT: Left L3 radiculopathy."
    )
    found = find_symptoms(read(nlp(text)), lumbar_context=True, lumbar_past=False)
    assert any(finding.assertion is PRESENT and finding.site == "anterior thigh" for finding in found.findings)


def test_what_never_returned_is_over(nlp: Language) -> None:
    text = "HISTORY: She had severe calf pain. This cleared completely and has never returned. She denies any leg pain today."
    found = find_symptoms(read(nlp(text)), lumbar_context=True, lumbar_past=False)
    assert {finding.assertion for finding in found.findings} == {DENIED}
