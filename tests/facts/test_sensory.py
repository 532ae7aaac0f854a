"""Sensation in the legs: what counts, in the words of clinicians, and what only looks like it."""

from __future__ import annotations

import pytest
from spacy.language import Language

from rootnote.anatomy import Side
from rootnote.facts.model import Assertion
from rootnote.facts.reading import read
from rootnote.facts.sensory import find_sensory

LOST, INTACT, UNSAID = Assertion.AFFIRMED, Assertion.NEGATED, None

PHRASES = [
    pytest.param(
        "Decreased pinprick sensation over the lateral aspect of the left foot.", LOST, id="decreased-pinprick-sensation-over-lateral"
    ),
    pytest.param("Hypesthesia in the L5 distribution on the left.", LOST, id="hypesthesia-l5-distribution-left"),
    pytest.param("Sensation diminished to light touch over right S1.", LOST, id="sensation-diminished-light-touch-over"),
    pytest.param("Sensory: diminished pin L4 dermatome on the right.", LOST, id="sensory-diminished-pin-l4-dermatome"),
    pytest.param("Numbness to light touch in the right lateral thigh.", LOST, id="numbness-light-touch-right-lateral"),
    pytest.param("Light touch is reduced over the dorsum of the left foot, otherwise intact.", LOST, id="light-touch-reduced-over-dorsum"),
    pytest.param(
        "Sensation is grossly intact to light touch in both lower extremities.", INTACT, id="sensation-grossly-intact-light-touch"
    ),
    pytest.param("Intact to light touch and pinprick in all dermatomes.", INTACT, id="intact-light-touch-pinprick-all"),
    pytest.param("Sensory examination intact L2 through S1.", INTACT, id="sensory-examination-intact-l2-through"),
    pytest.param("No sensory deficits.", INTACT, id="no-sensory-deficits"),
    pytest.param("Neurovascularly intact distally.", INTACT, id="neurovascularly-intact-distally"),
    pytest.param("Sensory exam is unremarkable.", INTACT, id="sensory-exam-unremarkable"),
    pytest.param("Sensation is equal bilaterally.", INTACT, id="sensation-equal-bilaterally"),
    pytest.param("Vibration is absent at the toes.", LOST, id="vibration-absent-toes"),
    pytest.param("Subjective decrease in sensation along the lateral calf.", LOST, id="subjective-decrease-sensation-along-lateral"),
    pytest.param("He has patchy decreased sensation in both feet.", LOST, id="patchy-decreased-sensation-both-feet"),
    pytest.param("Sensation: decreased left L5.", LOST, id="sensation-decreased-left-l5"),
    pytest.param("There is hypoesthesia to pinprick in the left S1 dermatome.", LOST, id="there-hypoesthesia-pinprick-left-s1"),
    pytest.param("Pinprick, light touch and proprioception are normal.", INTACT, id="pinprick-light-touch-proprioception-normal"),
    pytest.param("He complains of decreased sensation in the left foot.", UNSAID, id="complains-decreased-sensation-left-foot"),
    pytest.param("Decreased sensation in the right thumb and index finger.", UNSAID, id="decreased-sensation-right-thumb-index"),
    pytest.param("Sensation deferred.", UNSAID, id="sensation-deferred"),
    pytest.param("Sensation intact except decreased over left lateral foot.", LOST, id="sensation-intact-except-decreased-over"),
    pytest.param("Sensation to pin is dull over the lateral border of the left foot.", LOST, id="sensation-pin-dull-over-lateral"),
    pytest.param("Altered sensation in the right L5 dermatome.", LOST, id="altered-sensation-right-l5-dermatome"),
    pytest.param("SILT L2-S1 b/l.", INTACT, id="silt-l2-s1-b-l"),
    pytest.param("Dermatomes intact to light touch.", INTACT, id="dermatomes-intact-light-touch"),
    pytest.param("Exam: sensory loss in the right L5 distribution.", LOST, id="exam-sensory-loss-right-l5"),
    pytest.param("Impaired light touch on the plantar aspect of the right foot.", LOST, id="impaired-light-touch-plantar-aspect"),
    pytest.param("Neurologic exam is normal.", INTACT, id="neurologic-exam-normal"),
    pytest.param("NEURO: No focal deficits.", INTACT, id="neuro-no-focal-deficits"),
    pytest.param("Neuro: Intact.", INTACT, id="neuro-intact"),
    pytest.param("He is neurologically intact in the lower extremities.", INTACT, id="neurologically-intact-lower-extremities"),
    pytest.param("Motor, sensory, and reflexes are intact.", INTACT, id="motor-sensory-reflexes-intact"),
    pytest.param(
        "Strength, sensation and reflexes are normal in the lower extremities.", INTACT, id="strength-sensation-reflexes-normal-lower"
    ),
    pytest.param("Strength 5/5, reflexes 2+, decreased sensation left L5.", LOST, id="strength-5-5-reflexes-2+"),
    pytest.param("Sensation intact, 4/5 left EHL, DTRs symmetric.", INTACT, id="sensation-intact-4-5-left"),
    pytest.param("Sensation and strength intact; left ankle jerk absent.", INTACT, id="sensation-strength-intact-left-ankle"),
    pytest.param("Neurovascular checks every 2 hours.", UNSAID, id="neurovascular-checks-every-2-hours"),
    pytest.param("No neurologic complaints.", UNSAID, id="no-neurologic-complaints"),
    pytest.param("CN II-XII intact.", UNSAID, id="cn-ii-xii-intact"),
]


def said(nlp: Language, text: str) -> Assertion | None:
    """What a text says: any abnormal finding, else a normal one, else nothing."""
    held = {finding.assertion for finding in find_sensory(read(nlp(text))).findings}
    return next((assertion for assertion in (LOST, INTACT) if assertion in held), UNSAID)


@pytest.mark.parametrize(("text", "expected"), PHRASES)
def test_phrase(nlp: Language, text: str, expected: Assertion | None) -> None:
    assert said(nlp, text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Decreased pinprick in the left L5 dermatome.", [("L5", None, Side.LEFT)], id="dermatome"),
        pytest.param(
            "Light touch reduced over L5 and S1 on the right.", [("L5", None, Side.RIGHT), ("S1", None, Side.RIGHT)], id="two-roots"
        ),
        pytest.param("Sensation reduced in an L5-S1 distribution.", [("L5", None, None), ("S1", None, None)], id="two-roots-by-level"),
        pytest.param("Pinprick dull over the lateral left calf.", [(None, "lateral calf", Side.LEFT)], id="territory"),
        pytest.param("Sensation decreased in both feet.", [(None, "foot", Side.BILATERAL)], id="part-of-the-leg"),
        pytest.param("Sensation decreased in a stocking pattern to the shins.", [(None, "stocking", None)], id="stocking"),
        pytest.param("There is a T10 sensory level.", [(None, None, None)], id="level-of-the-cord"),
    ],
)
def test_where_sensation_is_lost(nlp: Language, text: str, expected: list[tuple[str | None, str | None, Side | None]]) -> None:
    findings = find_sensory(read(nlp(text))).findings
    assert [(f.root, f.site, f.side) for f in findings] == expected
    assert {f.assertion for f in findings} == {LOST}


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("REVIEW OF SYSTEMS: Neurologic: denies numbness, decreased sensation or weakness.", id="review-of-systems"),
        pytest.param("Tinel is positive at the ankle.", id="tinel"),
        pytest.param("Facial sensation is decreased.", id="face"),
        pytest.param("Sensation of heaviness in the chest.", id="sensation-of-something"),
        pytest.param("Sural sensory responses are absent on nerve conduction study.", id="nerve-conduction"),
    ],
)
def test_what_is_no_exam_of_sensation_does_not_count(nlp: Language, text: str) -> None:
    assert find_sensory(read(nlp(text))).findings == ()
