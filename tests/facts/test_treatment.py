"""Conservative treatment tried or being taken for the back or leg, against planned, refused and other treatment."""

import pytest
from spacy.language import Language

from rootnote.facts.reading import read
from rootnote.facts.treatment.treatment import find_treatments

TRIED = [
    pytest.param("Low back pain. She completed 12 sessions of physical therapy.", id="completed"),
    pytest.param("Low back pain that failed NSAIDs.", id="failed"),
    pytest.param("Low back pain. Meloxicam did not help.", id="did-not-help"),
    pytest.param("Low back pain. Tylenol takes the edge off.", id="edge"),
    pytest.param("Low back pain. He is on gabapentin 300 mg three times a day.", id="on"),
    pytest.param("Low back pain. Two epidural steroid injections in 2021 gave short relief.", id="injections"),
    pytest.param("She is here for her third epidural steroid injection for lumbar radiculopathy.", id="third"),
    pytest.param("Low back pain. Chiropractic care for a month without benefit.", id="chiropractic"),
    pytest.param("Low back pain despite physical therapy, bracing and medication management.", id="despite"),
    pytest.param("Low back pain, refractory to conservative management.", id="refractory"),
    pytest.param("Low back pain. PLAN: Continue home exercise program.", id="continue"),
    pytest.param("Low back pain. Currently in physical therapy.", id="currently"),
    pytest.param("Low back pain.\nMEDICATIONS: lisinopril, tramadol, atorvastatin", id="medication-list"),
    pytest.param("HPI: Low back pain. Prior treatment has included:\n- Physical therapy\n- TENS unit\n- Naproxen", id="list"),
    pytest.param("HPI: Low back pain. Ibuprofen 600 mg with some relief.", id="some-relief"),
    pytest.param("Low back pain, treated with a Medrol Dosepak in the ER last week.", id="treated-with"),
    pytest.param("Low back pain. Was prescribed Flexeril by his family doctor, minimal improvement.", id="was-prescribed"),
    pytest.param("Low back pain. Heat and massage help a little.", id="heat"),
    pytest.param("Low back pain. He has exhausted nonoperative measures.", id="exhausted"),
    pytest.param("INDICATIONS: Lumbar stenosis that has not responded to therapy and injections.", id="not-responded"),
    pytest.param("Low back pain. He saw a chiropractor twice.", id="saw"),
    pytest.param("Low back pain. Has tried acupuncture but not injections.", id="one-of-two"),
    pytest.param("Low back pain. She takes ibuprofen for her back and levothyroxine.", id="for-her-back"),
    pytest.param("Low back pain. Could not tolerate gabapentin.", id="not-tolerated"),
]

NOT_TRIED = [
    pytest.param("Low back pain. Start physical therapy.", id="start"),
    pytest.param("Low back pain. I have referred her to physical therapy.", id="referred"),
    pytest.param("Low back pain. PLAN: Naproxen 500 mg twice a day. Physical therapy.", id="plan"),
    pytest.param("Low back pain. Prescription for cyclobenzaprine given.", id="prescription"),
    pytest.param("Low back pain. We discussed epidural injections.", id="discussed"),
    pytest.param("Low back pain. He may benefit from chiropractic care.", id="may-benefit"),
    pytest.param("Low back pain. She has never had injections.", id="never"),
    pytest.param("Low back pain. No prior physical therapy or injections.", id="no-prior"),
    pytest.param("Low back pain. He refuses injections.", id="refuses"),
    pytest.param("Low back pain. Takes naproxen for migraine.", id="migraine"),
    pytest.param("Low back pain. Had a cortisone injection in the right shoulder.", id="shoulder"),
    pytest.param("Low back pain.\nALLERGIES: ibuprofen, codeine", id="allergies"),
    pytest.param("Low back pain. Toradol 60 mg IM given in the ER today.", id="today"),
    pytest.param("Low back pain.\nMEDICATIONS: metformin, lisinopril", id="other-drugs"),
    pytest.param(
        "PREOPERATIVE DIAGNOSIS: Low back pain.\nPROCEDURE: The epidural space was reached and the steroid "
        "injected. Two needles were used.",
        id="procedure",
    ),
    pytest.param("Low back pain. Conservative treatment is recommended.", id="recommended"),
    pytest.param("Low back pain. Return if ibuprofen does not help.", id="if"),
    pytest.param("Low back pain. Schedule a repeat injection if relief is short.", id="schedule"),
    pytest.param("Low back pain. He is status post L4-5 laminectomy.", id="surgery"),
]


@pytest.mark.parametrize("text", TRIED)
def test_what_was_tried_is_found(nlp: Language, text: str) -> None:
    assert find_treatments(read(nlp(text)), lumbar_context=True).findings


@pytest.mark.parametrize("text", NOT_TRIED)
def test_what_was_not_tried_is_rejected(nlp: Language, text: str) -> None:
    assert [finding.evidence.text for finding in find_treatments(read(nlp(text)), lumbar_context=True).findings] == []


def test_without_lumbar_context_nothing_counts(nlp: Language) -> None:
    found = find_treatments(read(nlp("Completed physical therapy.")), lumbar_context=False)
    assert not found.findings
    assert found.rejected


def test_the_kind_of_treatment_is_the_site(nlp: Language) -> None:
    (finding,) = find_treatments(read(nlp("Low back pain. Failed chiropractic care.")), lumbar_context=True).findings
    assert (finding.site, finding.evidence.text) == ("chiropractic", "Failed chiropractic care")


def test_a_drug_now_and_then_is_no_treatment_that_the_author_denies(nlp: Language) -> None:
    text = "HPI: Low back pain. Took ibuprofen once. He has not tried conservative measures."
    assert not find_treatments(read(nlp(text)), lumbar_context=True).findings
