"""Strength of the legs: muscle, side and grade of each finding."""

from __future__ import annotations

import pytest
from spacy.language import Language

from rootnote.anatomy import Side
from rootnote.facts.exam.motor import find_motor
from rootnote.facts.model import Assertion
from rootnote.facts.reading import read

WEAK, FULL = Assertion.AFFIRMED, Assertion.NEGATED


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "MOTOR: IP 5/5, Q 5/5, TA 4/5 L, EHL 3/5 L, GS 5/5",
            [
                ("iliopsoas", None, "5/5", FULL),
                ("quadriceps", None, "5/5", FULL),
                ("tibialis anterior", Side.LEFT, "4/5", WEAK),
                ("ehl", Side.LEFT, "3/5", WEAK),
                ("gastrocnemius", None, "5/5", FULL),
            ],
            id="one-line",
        ),
        pytest.param(
            "Motor 5/5 hip flexors, quads and gastrocs bilaterally.",
            [
                ("hip flexion", Side.BILATERAL, "5/5", FULL),
                ("quadriceps", Side.BILATERAL, "5/5", FULL),
                ("gastrocnemius", Side.BILATERAL, "5/5", FULL),
            ],
            id="grade-first",
        ),
        pytest.param(
            "Quads and TA 5/5; EHL 4/5 on the right.",
            [("quadriceps", None, "5/5", FULL), ("tibialis anterior", None, "5/5", FULL), ("ehl", Side.RIGHT, "4/5", WEAK)],
            id="grade-last",
        ),
        pytest.param(
            "STRENGTH       R    L\nHip flexion    5/5  5/5\nEHL            5/5  4-/5",
            [
                ("hip flexion", Side.RIGHT, "5/5", FULL),
                ("hip flexion", Side.LEFT, "5/5", FULL),
                ("ehl", Side.RIGHT, "5/5", FULL),
                ("ehl", Side.LEFT, "4-/5", WEAK),
            ],
            id="table",
        ),
        pytest.param("EHL is four out of five on the left.", [("ehl", Side.LEFT, "4/5", WEAK)], id="in-words"),
        pytest.param("Unable to heel walk on the left.", [("heel walk", Side.LEFT, None, WEAK)], id="walk"),
    ],
)
def test_muscle_side_and_grade(nlp: Language, text: str, expected: list[tuple[str, Side | None, str | None, Assertion]]) -> None:
    findings = find_motor(read(nlp(text))).findings
    assert [(f.site, f.side, f.grade, f.assertion) for f in findings] == expected


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("RISKS: weakness of all four extremities, 3/5 or worse.", id="consent"),
        pytest.param("Goals: strength 5/5 in both legs in six weeks.", id="therapy-goal"),
        pytest.param("EMG: tibialis anterior with reduced recruitment.", id="needle-study"),
        pytest.param("PROCEDURE: The foot was held in dorsiflexion, strong traction applied.", id="positioning"),
        pytest.param("POSTOPERATIVE DIAGNOSIS: Disc herniation with weakness of dorsiflexion.", id="diagnosis"),
        pytest.param("REVIEW OF SYSTEMS: Musculoskeletal: leg weakness, stiff joints.", id="review-of-systems"),
    ],
)
def test_what_is_no_exam_of_strength_does_not_count(nlp: Language, text: str) -> None:
    assert find_motor(read(nlp(text))).findings == ()


def test_evidence_is_the_muscle_with_its_grade(nlp: Language) -> None:
    text = "Strength 5/5 throughout except left EHL 4/5."
    weak = [f for f in find_motor(read(nlp(text))).findings if f.assertion is WEAK]
    assert [f.evidence.text for f in weak] == ["left EHL 4/5"]
