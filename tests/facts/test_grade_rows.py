"""Lists and tables of bare grades: the muscle or reflex, side and grade of each finding, and no finding beside them."""

from __future__ import annotations

import pytest
from spacy.language import Language

from rootnote.anatomy import Side
from rootnote.facts.exam.motor import find_motor
from rootnote.facts.exam.reflexes import find_reflexes
from rootnote.facts.reading import read

L, R = Side.LEFT, Side.RIGHT


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "EXAM: Power KE/DF/PF R 5/4/5",
            [("knee extension", R, "5/5"), ("dorsiflexion", R, "4/5"), ("plantar flexion", R, "5/5")],
            id="one-side",
        ),
        pytest.param(
            "EXAM: KE/DF/EHL R 5/5/3 L 5/5/5",
            [
                ("knee extension", R, "5/5"),
                ("dorsiflexion", R, "5/5"),
                ("ehl", R, "3/5"),
                ("knee extension", L, "5/5"),
                ("dorsiflexion", L, "5/5"),
                ("ehl", L, "5/5"),
            ],
            id="two-sides",
        ),
        pytest.param(
            "EXAM: KE/DF/EHL 5/4/4 L, 5/5/5 R",
            [
                ("knee extension", L, "5/5"),
                ("dorsiflexion", L, "4/5"),
                ("ehl", L, "4/5"),
                ("knee extension", R, "5/5"),
                ("dorsiflexion", R, "5/5"),
                ("ehl", R, "5/5"),
            ],
            id="side-behind",
        ),
        pytest.param(
            "EXAM: KE/DF/EHL 5/5/2 on the left",
            [("knee extension", L, "5/5"), ("dorsiflexion", L, "5/5"), ("ehl", L, "2/5")],
            id="side-in-words",
        ),
        pytest.param(
            "EXAM: Left KE/DF/EHL 5/5/2",
            [("knee extension", L, "5/5"), ("dorsiflexion", L, "5/5"), ("ehl", L, "2/5")],
            id="side-before-the-names",
        ),
        pytest.param(
            "EXAM: KE/DF/EHL 5/5/2",
            [("knee extension", None, "5/5"), ("dorsiflexion", None, "5/5"), ("ehl", None, "2/5")],
            id="no-side",
        ),
        pytest.param(
            "EXAM: Motor KE/DF/EHL R 5/5/5 L 5/4/4, light touch normal, SLR negative on the right.",
            [
                ("knee extension", R, "5/5"),
                ("dorsiflexion", R, "5/5"),
                ("ehl", R, "5/5"),
                ("knee extension", L, "5/5"),
                ("dorsiflexion", L, "4/5"),
                ("ehl", L, "4/5"),
            ],
            id="beside-other-results",
        ),
        pytest.param(
            "EXAM\nMotor KE DF PF\nR 5 4 5\nL 5 5 5",
            [
                ("knee extension", R, "5/5"),
                ("dorsiflexion", R, "4/5"),
                ("plantar flexion", R, "5/5"),
                ("knee extension", L, "5/5"),
                ("dorsiflexion", L, "5/5"),
                ("plantar flexion", L, "5/5"),
            ],
            id="table",
        ),
    ],
)
def test_each_grade_is_of_its_own_muscle_and_side(nlp: Language, text: str, expected: list[tuple[str, Side | None, str]]) -> None:
    found = find_motor(read(nlp(text))).findings
    assert [(finding.site, finding.side, finding.grade) for finding in found] == expected


def test_each_grade_is_of_its_own_root(nlp: Language) -> None:
    found = find_motor(read(nlp("EXAM\nMyotomes L3 L4 L5\nR 5 5 5\nL 5 5 4"))).findings
    assert [(finding.root, finding.side, finding.grade) for finding in found] == [
        ("L3", R, "5/5"),
        ("L4", R, "5/5"),
        ("L5", R, "5/5"),
        ("L3", L, "5/5"),
        ("L4", L, "5/5"),
        ("L5", L, "4/5"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "EXAM: Reflexes (biceps/patella/Achilles) R 2/2/0 L 2/2/2",
            [("knee", R, "2"), ("ankle", R, "0"), ("knee", L, "2"), ("ankle", L, "2")],
            id="list",
        ),
        pytest.param(
            "EXAM\nReflexes knee ankle\nR 2 2\nL 2 0",
            [("knee", R, "2"), ("ankle", R, "2"), ("knee", L, "2"), ("ankle", L, "0")],
            id="table",
        ),
    ],
)
def test_each_grade_is_of_its_own_reflex_and_side(nlp: Language, text: str, expected: list[tuple[str, Side, str]]) -> None:
    found = find_reflexes(read(nlp(text))).findings
    assert [(finding.site, finding.side, finding.grade) for finding in found] == expected
