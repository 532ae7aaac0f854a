"""Results of leg EMG and nerve conduction, against ordered, arm and monitoring studies."""

import pytest
from spacy.language import Language

from rootnote.facts.model import Assertion
from rootnote.facts.reading import read
from rootnote.facts.studies.electrodiagnostics import find_electrodiagnostics

RESULTS = [
    pytest.param("EMG of the right leg revealed denervation in the L5 muscles.", "affirmed", id="emg"),
    pytest.param("EMG/NCS: chronic left S1 radiculopathy.", "affirmed", id="colon"),
    pytest.param(
        "Electrodiagnostic testing from May was consistent with an acute right L5 radiculopathy.", "affirmed", id="electrodiagnostic"
    ),
    pytest.param("NCV of both lower extremities was within normal limits.", "negated", id="normal"),
    pytest.param("EMG of the legs showed no evidence of radiculopathy.", "negated", id="no-radiculopathy"),
    pytest.param("An EMG was done in June. It showed fibrillations in the left gastrocnemius.", "affirmed", id="next-sentence"),
    pytest.param("Left S1 radiculopathy confirmed by EMG.", "affirmed", id="before-its-test"),
    pytest.param("NERVE CONDUCTION STUDIES:\nRight peroneal motor amplitude is low. Sural responses are normal.", "affirmed", id="section"),
    pytest.param("Tibial H-reflex is prolonged on the left.", "affirmed", id="h-reflex"),
    pytest.param("Nerve studies: EMG/NCV of all four limbs shows a length-dependent neuropathy.", "affirmed", id="four-limbs"),
    pytest.param("Needle EMG of the left arm and leg was normal.", "negated", id="arm-and-leg"),
    pytest.param("The EMG that was ordered by her neurologist showed an L4 radiculopathy.", "affirmed", id="ordered-then-done"),
]

NO_RESULT = [
    pytest.param("Schedule EMG/NCS of both legs.", id="schedule"),
    pytest.param("EMG to rule out radiculopathy.", id="purpose"),
    pytest.param("EMG of the left leg is pending.", id="pending"),
    pytest.param("If no better, EMG for possible S1 radiculopathy.", id="if"),
    pytest.param("EMG of the right arm shows carpal tunnel syndrome.", id="arm"),
    pytest.param("Nerve conduction study: right ulnar slowing across the elbow.", id="ulnar"),
    pytest.param("Continuous EMG monitoring showed no abnormal activity during screw placement.", id="monitoring"),
    pytest.param("EMG has not been done.", id="not-done"),
    pytest.param("ECG shows atrial fibrillation.", id="fibrillation"),
    pytest.param("The EMG results were discussed with him.", id="discussed"),
]


@pytest.mark.parametrize(("text", "assertion"), RESULTS)
def test_a_result_is_found(nlp: Language, text: str, assertion: str) -> None:
    findings = find_electrodiagnostics(read(nlp(text))).findings
    assert assertion in [finding.assertion for finding in findings]


@pytest.mark.parametrize("text", NO_RESULT)
def test_what_tells_no_result_is_none(nlp: Language, text: str) -> None:
    assert [finding.evidence.text for finding in find_electrodiagnostics(read(nlp(text))).findings] == []


def test_root_side_and_acuity(nlp: Language) -> None:
    (finding, *_) = find_electrodiagnostics(read(nlp("EMG: chronic left L5 radiculopathy."))).findings
    assert (finding.root, finding.side, finding.severity) == ("L5", "left", "chronic")


def test_an_ordered_study_is_rejected(nlp: Language) -> None:
    (rejected,) = find_electrodiagnostics(read(nlp("Order EMG of the left leg."))).rejected
    assert rejected.assertion is Assertion.ORDERED
