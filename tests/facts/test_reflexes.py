"""Reflexes of the legs: what counts, in the words of clinicians, and what only looks like it."""

from __future__ import annotations

import pytest
from spacy.language import Language

from rootnote.anatomy import Side
from rootnote.facts.model import Assertion
from rootnote.facts.reading import read
from rootnote.facts.reflexes import find_reflexes

ABNORMAL, NORMAL, UNSAID = Assertion.AFFIRMED, Assertion.NEGATED, None

PHRASES = [
    pytest.param("Left Achilles reflex diminished compared to the right.", ABNORMAL, id="left-achilles-reflex-diminished-compared"),
    pytest.param("Knee jerk 2+ bilaterally, ankle jerk trace on the left.", ABNORMAL, id="knee-jerk-2+-bilaterally-ankle"),
    pytest.param("DTRs 2+ at knees, 1+ left ankle, 2+ right ankle.", ABNORMAL, id="dtrs-2+-knees-1+-left"),
    pytest.param("Patellar and Achilles reflexes 2/4 and symmetric.", NORMAL, id="patellar-achilles-reflexes-2-4"),
    pytest.param("Unable to elicit ankle reflexes bilaterally.", ABNORMAL, id="unable-elicit-ankle-reflexes-bilaterally"),
    pytest.param("Ankle reflexes could not be obtained on either side.", ABNORMAL, id="ankle-reflexes-could-not-be"),
    pytest.param(
        "Reflexes are physiologic and symmetric in the lower extremities.", NORMAL, id="reflexes-physiologic-symmetric-lower-extremities"
    ),
    pytest.param("Reflexes: 2+ patella bilaterally, absent right Achilles.", ABNORMAL, id="reflexes-2+-patella-bilaterally-absent"),
    pytest.param("3+ patellar reflexes with sustained clonus.", ABNORMAL, id="3+-patellar-reflexes-sustained-clonus"),
    pytest.param("Deep tendon reflexes: patellar 2+ b/l, achilles 2+ b/l.", NORMAL, id="deep-tendon-reflexes-patellar-2+"),
    pytest.param("Right patellar reflex 0/4, left 2/4.", ABNORMAL, id="right-patellar-reflex-0-4"),
    pytest.param("KJ 2/2, AJ 1/0.", ABNORMAL, id="kj-2-2-aj-1"),
    pytest.param("KJ 2+/2+, AJ 1+/1+.", NORMAL, id="kj-2+-2+-aj-1+"),
    pytest.param("Reflexes normoactive throughout.", NORMAL, id="reflexes-normoactive-throughout"),
    pytest.param("The left ankle jerk is lost.", ABNORMAL, id="left-ankle-jerk-lost"),
    pytest.param("No ankle jerk on the right.", ABNORMAL, id="no-ankle-jerk-right"),
    pytest.param("No reflex abnormalities.", NORMAL, id="no-reflex-abnormalities"),
    pytest.param(
        "Muscle stretch reflexes are equal and active in the lower extremities.", NORMAL, id="muscle-stretch-reflexes-equal-active"
    ),
    pytest.param("Hyporeflexic at the left ankle.", ABNORMAL, id="hyporeflexic-left-ankle"),
    pytest.param("Reflexes are globally diminished.", ABNORMAL, id="reflexes-globally-diminished"),
    pytest.param("Left knee jerk is slightly depressed.", ABNORMAL, id="left-knee-jerk-slightly-depressed"),
    pytest.param("Symmetrical deep tendon reflexes at the knees and ankles.", NORMAL, id="symmetrical-deep-tendon-reflexes-knees"),
    pytest.param("Plantar reflexes are downgoing bilaterally.", UNSAID, id="plantar-reflexes-downgoing-bilaterally"),
    pytest.param("Biceps, triceps and brachioradialis reflexes 2+ and symmetric.", UNSAID, id="biceps-triceps-brachioradialis-reflexes-2+"),
    pytest.param("Reflexes 2+ in the biceps, triceps, knees, and ankles.", NORMAL, id="reflexes-2+-biceps-triceps-knees"),
    pytest.param("Reflexes 2+ in the upper extremities, absent at the ankles.", ABNORMAL, id="reflexes-2+-upper-extremities-absent"),
    pytest.param("Upper extremity reflexes 1+, lower extremity reflexes 2+.", NORMAL, id="upper-extremity-reflexes-1+-lower"),
    pytest.param("Achilles reflexes present and symmetric.", NORMAL, id="achilles-reflexes-present-symmetric"),
    pytest.param("Achilles reflex was not elicited on the left.", ABNORMAL, id="achilles-reflex-not-elicited-left"),
    pytest.param("Achilles reflex 1+ on the left as compared to 2+ on the right.", ABNORMAL, id="achilles-reflex-1+-left-compared"),
    pytest.param(
        "Patellar reflexes equal bilaterally. Achilles reflexes equal bilaterally.",
        NORMAL,
        id="patellar-reflexes-equal-bilaterally-achilles",
    ),
    pytest.param("Asymmetric ankle reflexes, left less than right.", ABNORMAL, id="asymmetric-ankle-reflexes-left-less"),
    pytest.param("DTR's: Patellar: Right 2+ Left 1+. Achilles: Right 2+ Left 2+.", ABNORMAL, id="dtr-s-patellar-right-2+"),
    pytest.param("DTR's: Patellar: Right 2+ Left 2+. Achilles: Right 2+ Left 2+.", NORMAL, id="dtr-s-patellar-right-2+-left"),
    pytest.param("The ankle jerks are both absent.", ABNORMAL, id="ankle-jerks-both-absent"),
    pytest.param("Reflexes intact and symmetric.", NORMAL, id="reflexes-intact-symmetric"),
    pytest.param("Neurologic exam is normal.", UNSAID, id="neurologic-exam-normal"),
    pytest.param("Motor, sensory, and reflexes are intact.", NORMAL, id="motor-sensory-reflexes-intact"),
    pytest.param(
        "Strength, sensation and reflexes are normal in the lower extremities.", NORMAL, id="strength-sensation-reflexes-normal-lower"
    ),
    pytest.param("Strength 5/5, reflexes 2+, decreased sensation left L5.", NORMAL, id="strength-5-5-reflexes-2+"),
    pytest.param("Sensation intact, 4/5 left EHL, DTRs symmetric.", NORMAL, id="sensation-intact-4-5-left"),
    pytest.param("Sensation and strength intact; left ankle jerk absent.", ABNORMAL, id="sensation-strength-intact-left-ankle"),
]


def said(nlp: Language, text: str) -> Assertion | None:
    """What a text says: any abnormal finding, else a normal one, else nothing."""
    held = {finding.assertion for finding in find_reflexes(read(nlp(text))).findings}
    return next((assertion for assertion in (ABNORMAL, NORMAL) if assertion in held), UNSAID)


@pytest.mark.parametrize(("text", "expected"), PHRASES)
def test_phrase(nlp: Language, text: str, expected: Assertion | None) -> None:
    assert said(nlp, text) is expected


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
