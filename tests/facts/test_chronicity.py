"""Onset, duration and course of the back or leg problem, against every other time in a note."""

import pytest
from spacy.language import Language

from rootnote.facts.reading import read
from rootnote.facts.times.chronicity import find_durations

SAID = [
    pytest.param("Low back pain for about four months.", id="for"),
    pytest.param("Sciatica x 10 days.", id="x"),
    pytest.param("LBP x2wks, no trauma.", id="x-fused"),
    pytest.param("A 3 year history of low back and left leg pain.", id="history-of"),
    pytest.param("HPI: The patient has a two month h/o LBP.", id="h-o"),
    pytest.param("Nine months of lumbar radiculopathy.", id="of"),
    pytest.param("Low back pain, 6 wks, worse sitting.", id="item"),
    pytest.param("Back pain has been present since 2015. Lumbar spine is stiff.", id="since-year"),
    pytest.param("Low back pain ever since a car accident.", id="since-event"),
    pytest.param("The low back pain came on gradually over the past year.", id="gradually"),
    pytest.param("She developed low back pain after lifting her grandson.", id="developed"),
    pytest.param("He was shoveling snow on Tuesday when his low back went out.", id="went-out"),
    pytest.param("HPI: Low back pain. It began three weeks ago.", id="it-began"),
    pytest.param("CC: Low back pain\nHPI: Symptoms started in March without injury.", id="symptoms-started"),
    pytest.param("CC: low back pain\nOnset: 6 weeks ago\nDuration: constant", id="onset-label"),
    pytest.param("Low back injury. Date of injury: 02/14/2022.", id="date-of-injury"),
    pytest.param("HPI: Low back pain. Two weeks ago he slipped on ice and landed on his back.", id="slipped"),
    pytest.param("He fell from a ladder and has had low back pain since then.", id="fell"),
    pytest.param("Acute right L5 radiculopathy.", id="acute"),
    pytest.param("Assessment: lumbar radiculopathy, chronic.", id="chronic-behind"),
    pytest.param("The low back pain is longstanding.", id="longstanding"),
    pytest.param("Recurrent L4-5 disc herniation.", id="recurrent"),
    pytest.param("Patient returns with recurrence of low back pain.", id="recurrence"),
    pytest.param("This is his third episode of low back pain.", id="third-episode"),
    pytest.param("Low back pain on and off for years.", id="on-and-off"),
    pytest.param("She has had low back pain for many years.", id="many-years"),
    pytest.param("The left leg pain began the day after surgery in May.", id="after-surgery"),
    pytest.param("Right buttock and leg pain over the last 2-3 weeks.", id="over-the-last"),
    pytest.param("Her left sciatica has lasted half a year.", id="half-a-year"),
    pytest.param("INDICATIONS: The patient has an 18-month history of leg pain from L4-5 stenosis.", id="indications"),
    pytest.param("IMPRESSION: Subacute low back pain.", id="subacute"),
    pytest.param("Worsening low back pain these last five days.", id="these-last"),
    pytest.param("HPI: Back pain began while moving a couch; it now goes down the left leg.", id="while-moving"),
    pytest.param("Low back pain that began while bending to tie his shoes.", id="began-bending"),
    pytest.param("Low back pain after lifting a box.", id="after-lifting"),
    pytest.param("CC: back pain\nHPI: Yesterday he was pulling a boat when his lower back locked up.", id="yesterday"),
    pytest.param("Sciatica, now in its second month.", id="in-its-second-month"),
    pytest.param("Low back pain following a motor vehicle collision on 3/2/2024.", id="following"),
]

NOT_SAID = [
    pytest.param("Low back pain radiating to the left leg.", id="nothing"),
    pytest.param("Persistent low back pain.", id="persistent"),
    pytest.param("Low back pain. Recheck in 2 weeks.", id="recheck"),
    pytest.param("Low back pain. He sits for 20 minutes at most.", id="sits"),
    pytest.param("Low back pain. Diabetes since 2010.", id="diabetes"),
    pytest.param("Low back pain. She has smoked for 15 years.", id="smoked"),
    pytest.param("Low back pain. Physical therapy for 8 weeks did not help.", id="therapy"),
    pytest.param("Low back pain. Gabapentin was started three weeks ago.", id="gabapentin"),
    pytest.param("Low back pain. Appendectomy in 1998.", id="appendectomy"),
    pytest.param("Low back pain. MRI from 2 weeks ago shows a bulge.", id="mri"),
    pytest.param("Low back pain. Neck pain for six months.", id="neck"),
    pytest.param("Low back pain. Alert, in no acute distress.", id="distress"),
    pytest.param("Low back pain. Chronic obstructive pulmonary disease.", id="copd"),
    pytest.param("Low back pain worse with bending and lifting.", id="worse-with"),
    pytest.param("Low back pain, aggravated when driving or getting out of a chair.", id="aggravated-when"),
    pytest.param("Low back pain. It hurts after running and when he coughs or is sneezing.", id="hurts-after"),
    pytest.param("Low back pain. He returned for physical therapy.", id="returned-for"),
    pytest.param("Low back pain is relieved after stretching and lying down.", id="relieved-after"),
    pytest.param("Low back pain. Injection took the pain away for two weeks.", id="away-for"),
    pytest.param("Low back pain. Avoid lifting and twisting.", id="avoid"),
    pytest.param("Low back pain. Denies trauma or falls.", id="denies"),
    pytest.param("A 62-year-old woman with low back pain.", id="age"),
    pytest.param("Low back pain. Has been a nurse for 12 years and works nights.", id="work"),
    pytest.param("PLAN: Low back pain: ibuprofen for 10 days.", id="plan"),
    pytest.param("Low back pain. Relief lasted three weeks after the injection.", id="relief"),
    pytest.param("Low back pain. Off work for 3 weeks.", id="off-work"),
]


@pytest.mark.parametrize("text", SAID)
def test_a_time_of_the_problem_is_found(nlp: Language, text: str) -> None:
    assert find_durations(read(nlp(text)), lumbar_context=True).findings


@pytest.mark.parametrize("text", NOT_SAID)
def test_other_times_are_not(nlp: Language, text: str) -> None:
    assert [finding.evidence.text for finding in find_durations(read(nlp(text)), lumbar_context=True).findings] == []


def test_without_lumbar_context_nothing_counts(nlp: Language) -> None:
    found = find_durations(read(nlp("Chronic low back pain.")), lumbar_context=False)
    assert not found.findings
    assert [finding.evidence.text for finding in found.rejected] == ["Chronic low back pain"]


def test_an_event_is_told_with_its_date(nlp: Language) -> None:
    findings = find_durations(
        read(nlp("HPI: Nine weeks ago, while lifting a box, he felt a pull in the low back.")), lumbar_context=True
    ).findings
    assert "Nine weeks ago, while lifting" in [finding.evidence.text for finding in findings]


def test_the_course_is_the_severity(nlp: Language) -> None:
    (finding,) = find_durations(read(nlp("Acute on chronic low back pain.")), lumbar_context=True).findings
    assert finding.severity == "acute on chronic"
