"""Tension signs: which, on which side, at which angle."""

from __future__ import annotations

import pytest
from spacy.language import Language

from rootnote.anatomy import Side
from rootnote.facts.exam.tension import find_tension_signs
from rootnote.facts.model import Assertion
from rootnote.facts.reading import read

POSITIVE, NEGATIVE = Assertion.AFFIRMED, Assertion.NEGATED


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
