"""Strength of the legs: what counts, in the words of clinicians, and what only looks like it."""

from __future__ import annotations

import pytest
from spacy.language import Language

from rootnote.anatomy import Side
from rootnote.facts.model import Assertion
from rootnote.facts.motor import find_motor
from rootnote.facts.reading import read

WEAK, FULL, UNSAID = Assertion.AFFIRMED, Assertion.NEGATED, None

PHRASES = [
    pytest.param("4/5 strength in the left EHL.", WEAK, id="4-5-strength-left-ehl"),
    pytest.param("Motor strength is 5/5 in all groups except left EHL which is 4/5.", WEAK, id="motor-strength-5-5-all"),
    pytest.param("Strength: 5/5 throughout except 4+/5 right plantarflexion.", WEAK, id="strength-5-5-throughout-except"),
    pytest.param("There is 4+/5 weakness of the left tibialis anterior.", WEAK, id="there-4+-5-weakness-left"),
    pytest.param("Weakness of dorsiflexion on the left.", WEAK, id="weakness-dorsiflexion-left"),
    pytest.param("The patient has a foot drop on the right on examination.", WEAK, id="foot-drop-right-examination"),
    pytest.param("EXAM: She has difficulty with heel walking on the right.", WEAK, id="exam-difficulty-heel-walking-right"),
    pytest.param("Difficulty standing on left toes.", WEAK, id="difficulty-standing-left-toes"),
    pytest.param("Able to heel and toe walk without difficulty.", FULL, id="able-heel-toe-walk-without"),
    pytest.param("Heel walking and toe walking are intact.", FULL, id="heel-walking-toe-walking-intact"),
    pytest.param("Toe and heel walk performed well.", FULL, id="toe-heel-walk-performed-well"),
    pytest.param("He can walk on his heels and toes.", FULL, id="can-walk-heels-toes"),
    pytest.param("No focal motor deficits.", FULL, id="no-focal-motor-deficits"),
    pytest.param("Motor exam reveals full strength in both lower extremities.", FULL, id="motor-exam-reveals-full-strength"),
    pytest.param("Lower extremity strength is normal and symmetric.", FULL, id="lower-extremity-strength-normal-symmetric"),
    pytest.param(
        "Strength 5/5 bilateral hip flexion, knee extension, ankle dorsiflexion and plantarflexion.", FULL, id="strength-5-5-bilateral-hip"
    ),
    pytest.param("Right hip flexion 4/5, knee extension 4/5, dorsiflexion 5/5, plantarflexion 5/5.", WEAK, id="right-hip-flexion-4-5"),
    pytest.param("Left EHL is 4 out of 5.", WEAK, id="left-ehl-4-out-5"),
    pytest.param("Great toe extension weak on left.", WEAK, id="great-toe-extension-weak-left"),
    pytest.param("Diminished strength in right ankle plantar flexion.", WEAK, id="diminished-strength-right-ankle-plantar"),
    pytest.param("Decreased strength left quadriceps.", WEAK, id="decreased-strength-left-quadriceps"),
    pytest.param("Motor: RLE 4/5, LLE 5/5.", WEAK, id="motor-rle-4-5-lle"),
    pytest.param("Motor: LE strength R: IP 5, Q 5, TA 4, EHL 3, GS 5.", WEAK, id="motor-le-strength-r-ip"),
    pytest.param("Motor: IP 5/5 b/l, Q 5/5 b/l, H 5/5 b/l, TA 5/5 b/l, EHL 5/5 b/l, GS 5/5 b/l.", FULL, id="motor-ip-5-5-b"),
    pytest.param("Left leg: hip flexors 5/5, quads 5/5, TA 3/5.", WEAK, id="left-leg-hip-flexors-5"),
    pytest.param("She is unable to walk on her heels.", WEAK, id="unable-walk-heels"),
    pytest.param("Could not perform a single leg toe raise on the right.", WEAK, id="could-not-perform-single-leg"),
    pytest.param("Single leg heel raise x10 bilaterally without difficulty.", FULL, id="single-leg-heel-raise-x10"),
    pytest.param("There is no weakness in the lower extremities on exam.", FULL, id="there-no-weakness-lower-extremities"),
    pytest.param("EXAM: No weakness.", FULL, id="exam-no-weakness"),
    pytest.param("Strength: normal.", FULL, id="strength-normal"),
    pytest.param("Muscle strength 5/5 in all muscle groups of the lower extremities.", FULL, id="muscle-strength-5-5-all"),
    pytest.param("Gross motor function intact in the legs.", FULL, id="gross-motor-function-intact-legs"),
    pytest.param("Gait is normal with no limp.", UNSAID, id="gait-normal-no-limp"),
    pytest.param("Grip strength is 5/5 bilaterally.", UNSAID, id="grip-strength-5-5-bilaterally"),
    pytest.param("He reports weakness in his left leg.", UNSAID, id="reports-weakness-left-leg"),
    pytest.param("PLAN: Core strengthening.", UNSAID, id="plan-core-strengthening"),
    pytest.param("Upper extremity strength is 5/5.", UNSAID, id="upper-extremity-strength-5-5"),
    pytest.param("5/5 strength in the upper and lower extremities.", FULL, id="5-5-strength-upper-lower"),
    pytest.param("5/5 strength in the upper extremities. 4/5 in the right lower extremity.", WEAK, id="5-5-strength-upper-extremities"),
    pytest.param("Trace weakness of EHL on the right.", WEAK, id="trace-weakness-ehl-right"),
    pytest.param("Weak right EHL.", WEAK, id="weak-right-ehl"),
    pytest.param("Strength is graded at 3+/5 for left ankle dorsiflexion.", WEAK, id="strength-graded-3+-5-left"),
    pytest.param("Ankle dorsiflexors are 4/5 on the left compared with 5/5 on the right.", WEAK, id="ankle-dorsiflexors-4-5-left"),
    pytest.param("Strength symmetric at 5/5.", FULL, id="strength-symmetric-5-5"),
    pytest.param("Motor exam: left peroneals 4/5.", WEAK, id="motor-exam-left-peroneals-4"),
    pytest.param("Manual muscle testing: R glut med 4-/5, L glut med 5/5.", WEAK, id="manual-muscle-testing-r-glut"),
    pytest.param("L5 myotome 4/5 on the left.", WEAK, id="l5-myotome-4-5-left"),
    pytest.param("L2-S1 myotomes 5/5 bilaterally.", FULL, id="l2-s1-myotomes-5-5"),
    pytest.param("Giveaway weakness in the left leg on testing.", WEAK, id="giveaway-weakness-left-leg-testing"),
    pytest.param("Neurologic exam is normal.", FULL, id="neurologic-exam-normal"),
    pytest.param("NEURO: No focal deficits.", FULL, id="neuro-no-focal-deficits"),
    pytest.param("Neuro: Intact.", FULL, id="neuro-intact"),
    pytest.param("He is neurologically intact in the lower extremities.", FULL, id="neurologically-intact-lower-extremities"),
    pytest.param("Motor, sensory, and reflexes are intact.", FULL, id="motor-sensory-reflexes-intact"),
    pytest.param(
        "Strength, sensation and reflexes are normal in the lower extremities.", FULL, id="strength-sensation-reflexes-normal-lower"
    ),
    pytest.param("Strength 5/5, reflexes 2+, decreased sensation left L5.", FULL, id="strength-5-5-reflexes-2+"),
    pytest.param("Sensation intact, 4/5 left EHL, DTRs symmetric.", WEAK, id="sensation-intact-4-5-left"),
    pytest.param("Sensation and strength intact; left ankle jerk absent.", FULL, id="sensation-strength-intact-left-ankle"),
    pytest.param("Neurovascular checks every 2 hours.", UNSAID, id="neurovascular-checks-every-2-hours"),
    pytest.param("No neurologic complaints.", UNSAID, id="no-neurologic-complaints"),
    pytest.param("CN II-XII intact.", UNSAID, id="cn-ii-xii-intact"),
]


def said(nlp: Language, text: str) -> Assertion | None:
    """What a text says: any abnormal finding, else a normal one, else nothing."""
    held = {finding.assertion for finding in find_motor(read(nlp(text))).findings}
    return next((assertion for assertion in (WEAK, FULL) if assertion in held), UNSAID)


@pytest.mark.parametrize(("text", "expected"), PHRASES)
def test_phrase(nlp: Language, text: str, expected: Assertion | None) -> None:
    assert said(nlp, text) is expected


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
