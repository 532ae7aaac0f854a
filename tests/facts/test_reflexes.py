"""Reflexes of the legs: which, on which side, of which grade."""

from __future__ import annotations

import pytest
from spacy.language import Language

from rootnote.anatomy import Side
from rootnote.facts.exam.reflexes import find_reflexes
from rootnote.facts.model import Assertion
from rootnote.facts.reading import read

ABNORMAL, NORMAL = Assertion.AFFIRMED, Assertion.NEGATED


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Patellar: 2+ bilaterally. Achilles: 2+ left, 1+ right.",
            [("knee", Side.BILATERAL, "2+", NORMAL), ("ankle", Side.LEFT, "2+", NORMAL), ("ankle", Side.RIGHT, "1+", ABNORMAL)],
            id="each-side-of-each-reflex",
        ),
        pytest.param(
            "REFLEXES   R   L\nKnee       2+  2+\nAnkle      2+  1+",
            [
                ("knee", Side.RIGHT, "2+", NORMAL),
                ("knee", Side.LEFT, "2+", NORMAL),
                ("ankle", Side.RIGHT, "2+", NORMAL),
                ("ankle", Side.LEFT, "1+", ABNORMAL),
            ],
            id="table",
        ),
        pytest.param(
            "DTRs: knee 2/2, ankle 1/2.",
            [
                ("knee", Side.RIGHT, "2", NORMAL),
                ("knee", Side.LEFT, "2", NORMAL),
                ("ankle", Side.RIGHT, "1", ABNORMAL),
                ("ankle", Side.LEFT, "2", NORMAL),
            ],
            id="right-and-left-by-a-slash",
        ),
        pytest.param("Absent left ankle jerk.", [("ankle", Side.LEFT, "absent", ABNORMAL)], id="word-as-grade"),
        pytest.param(
            "DTRs 2+ except absent right ankle jerk.",
            [(None, None, "2+", NORMAL), ("ankle", Side.RIGHT, "absent", ABNORMAL)],
            id="exception",
        ),
    ],
)
def test_site_side_and_grade(nlp: Language, text: str, expected: list[tuple[str | None, Side | None, str, Assertion]]) -> None:
    findings = find_reflexes(read(nlp(text))).findings
    assert [(f.site, f.side, f.grade, f.assertion) for f in sorted(findings, key=lambda f: f.evidence.start)] == expected


@pytest.mark.parametrize(
    ("text", "assertion"),
    [
        pytest.param("Biceps reflexes absent.", None, id="of-the-arm-is-no-reflex-of-the-leg"),
        pytest.param("If the ankle reflexes are absent, order an EMG.", Assertion.HYPOTHETICAL, id="condition"),
        pytest.param("Goal: ankle reflexes 2+.", Assertion.HYPOTHETICAL, id="goal"),
    ],
)
def test_what_does_not_count_is_kept_apart(nlp: Language, text: str, assertion: Assertion | None) -> None:
    found = find_reflexes(read(nlp(text)))
    assert found.findings == ()
    assert {f.assertion for f in found.rejected} == ({assertion} if assertion else set())


def test_the_author_s_own_exam_wins_over_what_the_history_tells(nlp: Language) -> None:
    text = "HISTORY: Dr. Low found absent ankle jerks.\n\nEXAM: Ankle jerks 2+ and symmetric."
    found = find_reflexes(read(nlp(text)))
    assert {f.assertion for f in found.findings} == {NORMAL}
    assert [f.evidence.text for f in found.rejected] == ["absent ankle jerks"]
