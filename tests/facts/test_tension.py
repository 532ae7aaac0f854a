"""Tension signs: what counts, in the words of clinicians, and what only looks like it."""

from __future__ import annotations

import pytest
from spacy.language import Language

from rootnote.anatomy import Side
from rootnote.facts.model import Assertion
from rootnote.facts.reading import read
from rootnote.facts.tension import find_tension_signs

POSITIVE, NEGATIVE, UNSAID = Assertion.AFFIRMED, Assertion.NEGATED, None

PHRASES = [
    pytest.param("Straight leg raise positive bilaterally at 30 degrees.", POSITIVE, id="straight-leg-raise-positive-bilaterally"),
    pytest.param(
        "SLR is positive on the left with reproduction of radicular pain.", POSITIVE, id="slr-positive-left-reproduction-radicular"
    ),
    pytest.param("Positive seated straight leg raise on the right.", POSITIVE, id="positive-seated-straight-leg-raise"),
    pytest.param("Left SLR reproduces leg pain at 45 degrees.", POSITIVE, id="left-slr-reproduces-leg-45"),
    pytest.param("Straight leg raise on the left produces pain in the calf.", POSITIVE, id="straight-leg-raise-left-produces"),
    pytest.param("SLR causes pain down the left leg at 50 degrees.", POSITIVE, id="slr-causes-down-left-leg"),
    pytest.param("Straight leg raise is negative bilaterally for radicular pain.", NEGATIVE, id="straight-leg-raise-negative-bilaterally"),
    pytest.param("SLR negative.", NEGATIVE, id="slr-negative"),
    pytest.param("SLR neg b/l.", NEGATIVE, id="slr-neg-b-l"),
    pytest.param("Negative SLR bilaterally, negative femoral stretch.", NEGATIVE, id="negative-slr-bilaterally-negative-femoral"),
    pytest.param("Straight leg raising produces only low back pain.", NEGATIVE, id="straight-leg-raising-produces-only"),
    pytest.param("Straight leg raise to 90 degrees bilaterally without radicular symptoms.", NEGATIVE, id="straight-leg-raise-90-degrees"),
    pytest.param("SLR produces hamstring tightness only.", NEGATIVE, id="slr-produces-hamstring-tightness-only"),
    pytest.param("Contralateral straight leg raise is positive.", POSITIVE, id="contralateral-straight-leg-raise-positive"),
    pytest.param("Positive Lasegue's on the left.", POSITIVE, id="positive-lasegue-s-left"),
    pytest.param("Positive slump.", POSITIVE, id="positive-slump"),
    pytest.param("Reverse straight leg raise reproduces anterior thigh pain.", POSITIVE, id="reverse-straight-leg-raise-reproduces"),
    pytest.param("No pain with straight leg raise.", NEGATIVE, id="no-straight-leg-raise"),
    pytest.param("Straight leg raise does not produce any leg pain.", NEGATIVE, id="straight-leg-raise-does-not"),
    pytest.param("Begin straight leg raises 3 sets of 10.", UNSAID, id="begin-straight-leg-raises-3"),
    pytest.param("SLR was not performed.", UNSAID, id="slr-not-performed"),
    pytest.param("Straight leg raise: Right: negative. Left: positive at 45.", POSITIVE, id="straight-leg-raise-right-negative"),
    pytest.param("SLR: +L, -R.", POSITIVE, id="slr-+l-r"),
    pytest.param("Supine SLR + at 40° on R", POSITIVE, id="supine-slr-+-40-r"),
    pytest.param("Sitting SLR is negative, supine SLR is negative.", NEGATIVE, id="sitting-slr-negative-supine-slr"),
    pytest.param("Dural tension signs present on the left.", POSITIVE, id="dural-tension-signs-present-left"),
    pytest.param("Neural tension signs negative.", NEGATIVE, id="neural-tension-signs-negative"),
    pytest.param("Straight leg raise: normal bilaterally.", NEGATIVE, id="straight-leg-raise-normal-bilaterally"),
    pytest.param("Straight leg raising is unremarkable.", NEGATIVE, id="straight-leg-raising-unremarkable"),
    pytest.param("Equivocal straight leg raise on left, positive on right.", POSITIVE, id="equivocal-straight-leg-raise-left"),
    pytest.param("Straight leg raise test was painless to 80 degrees.", NEGATIVE, id="straight-leg-raise-test-painless"),
    pytest.param("Straight leg raise positive for low back pain on the right.", POSITIVE, id="straight-leg-raise-positive-right"),
    pytest.param("Straight-leg raise is negative in the seated and supine positions.", NEGATIVE, id="straight-leg-raise-negative-seated"),
    pytest.param("Straight leg raise is limited to 30 degrees by leg pain on the left.", POSITIVE, id="straight-leg-raise-limited-30"),
    pytest.param("Straight leg raise is limited to 60 degrees by hamstring tightness.", NEGATIVE, id="straight-leg-raise-limited-60"),
    pytest.param("Right and left straight leg raise 80 degrees.", NEGATIVE, id="right-left-straight-leg-raise"),
    pytest.param("SLR bilaterally to 70 degrees causes back pain without radiation.", NEGATIVE, id="slr-bilaterally-70-degrees-causes"),
    pytest.param("SLR 90/90.", NEGATIVE, id="slr-90-90"),
]


def said(nlp: Language, text: str) -> Assertion | None:
    """What a text says: any abnormal finding, else a normal one, else nothing."""
    held = {finding.assertion for finding in find_tension_signs(read(nlp(text))).findings}
    return next((assertion for assertion in (POSITIVE, NEGATIVE) if assertion in held), UNSAID)


@pytest.mark.parametrize(("text", "expected"), PHRASES)
def test_phrase(nlp: Language, text: str, expected: Assertion | None) -> None:
    assert said(nlp, text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "SLR: neg L, pos R at 45 degrees.",
            [("slr", Side.LEFT, None, NEGATIVE), ("slr", Side.RIGHT, "45 degrees", POSITIVE)],
            id="each-side",
        ),
        pytest.param("Crossed SLR positive.", [("crossed", None, None, POSITIVE)], id="crossed"),
        pytest.param("Slump test negative bilaterally.", [("slump", Side.BILATERAL, None, NEGATIVE)], id="slump"),
        pytest.param("Femoral stretch positive on the left.", [("femoral", Side.LEFT, None, POSITIVE)], id="femoral"),
        pytest.param("Left SLR to 60.", [("slr", Side.LEFT, "60 degrees", NEGATIVE)], id="bare-angle"),
    ],
)
def test_test_side_and_angle(nlp: Language, text: str, expected: list[tuple[str, Side | None, str | None, Assertion]]) -> None:
    findings = find_tension_signs(read(nlp(text))).findings
    assert [(f.site, f.side, f.grade, f.assertion) for f in findings] == expected


def test_evidence_holds_test_and_result(nlp: Language) -> None:
    text = "Gait normal. Straight leg raise is positive at 40 degrees on the left; tender lumbar spine."
    assert [f.evidence.text for f in find_tension_signs(read(nlp(text))).findings] == [
        "Straight leg raise is positive at 40 degrees on the left"
    ]
