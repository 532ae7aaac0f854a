"""Printed diagnosis codes: which of them a note prints for its patient now, and what is warned of them; they are never statements."""

from typing import Any

import pytest
from spacy.language import Language

from rootnote.facts.collect import collect
from rootnote.record import build_record
from rootnote.reviewer import review

#: A note about something else, to stand around what is tried.
KNEE = (
    "HPI: The right knee has hurt since a fall.\nEXAM: Swollen knee, stable.\n{}ASSESSMENT: Knee sprain.\nPLAN: Ice. Rest. Recheck in May."
)


def printed(nlp: Language, text: str) -> list[str]:
    """The codes that are found in a text; each stands in it as its evidence says."""
    found = collect(nlp(text)).printed_codes
    assert all(text[one.evidence.start : one.evidence.end] == one.evidence.text for one in found)
    return [one.code for one in found]


FOUND: list[Any] = [
    pytest.param("Dx: M54.16", ["M54.16"], id="alone"),
    pytest.param("Dx (M51.17), [M54.32]; m47.26.", ["M51.17", "M54.32", "M47.26"], id="in-brackets-and-lower-case"),
    pytest.param("Codes:M54.16,M51.26/M48.061", ["M54.16", "M51.26", "M48.061"], id="without-spaces"),
    pytest.param("ICD10 M5417, code(M54.50)", ["M54.17", "M54.50"], id="without-point-and-glued"),
    pytest.param("M54.16-Radiculopathy, lumbar region", ["M54.16"], id="title-glued"),
    pytest.param("[x] M54.16 [ ] M54.17", ["M54.16"], id="ticked"),
    pytest.param("S13.4XXA, G89.29, I10, CPT 64483, room M5, BM54.16, M54.1x, M54.16.2", [], id="no-codes-of-the-back"),
    pytest.param("MRN: M5416", [], id="a-number-of-a-chart"),
    pytest.param("T12-L1, L5-S1, 4/5, 12.5 mg", [], id="levels-grades-doses"),
    # Only spoken of.
    pytest.param("M54.16 to M54.18 are of the low back.", [], id="range"),
    pytest.param("M54.16-M54.18", [], id="range-with-a-dash"),
    pytest.param("M54.16 - M51.26", ["M54.16", "M51.26"], id="two-categories-are-no-range"),
    pytest.param("M54.16 vs M54.17", [], id="choice"),
    pytest.param("M54.16 (lumbar) or M54.17 (lumbosacral)", [], id="choice-with-words"),
    pytest.param("Spondylosis without myelopathy or radiculopathy M47.816", ["M47.816"], id="or-within-a-title"),
    pytest.param("Not M54.17 but M54.16.", ["M54.16"], id="set-aside"),
    pytest.param("M51.16 rather than M54.16", ["M51.16"], id="set-aside-behind"),
    pytest.param("Not to be coded as M54.16.", [], id="set-aside-with-a-verb"),
    pytest.param("The payer denied M54.17; the diagnosis stays M54.16.", ["M54.16"], id="denied-by-others"),
    pytest.param("Prior diagnosis M54.17, now M54.16.", ["M54.16"], id="of-before"),
    pytest.param("Numbness is not improving (M54.16).", ["M54.16"], id="what-is-denied-is-another-thing"),
    pytest.param("Codes such as M54.16, M51.16 and M47.26 name the root.", [], id="examples"),
    pytest.param("Excludes1: radiculopathy with disc disorder (M51.17)", [], id="a-note-of-the-code-set"),
    pytest.param("M54.16, M54.17 and M54.18", [], id="a-list-of-a-family"),
    pytest.param("M54.16 and M54.17", ["M54.16", "M54.17"], id="two-of-a-family"),
]


@pytest.mark.parametrize(("text", "codes"), FOUND)
def test_codes_that_are_found(nlp: Language, text: str, codes: list[str]) -> None:
    assert printed(nlp, text) == codes


@pytest.mark.parametrize(
    ("passage", "codes"),
    [
        pytest.param("DIAGNOSIS CODES: M54.16\n", ["M54.16"], id="todays"),
        pytest.param("Problem list: M54.16 (2016)\n", [], id="old-problems"),
        pytest.param("Patient Active Problem List\n- M54.16 2016\n", [], id="old-problems-as-printed"),
        pytest.param("PAST MEDICAL HISTORY: M51.16.\n", [], id="past"),
        pytest.param("FAMILY HISTORY: Father: M51.16.\n", [], id="family"),
        pytest.param("PATIENT INSTRUCTIONS: Sciatica is M54.30.\n", [], id="handout"),
    ],
)
def test_codes_of_the_past_or_of_others_are_not_todays(nlp: Language, passage: str, codes: list[str]) -> None:
    assert printed(nlp, KNEE.format(passage)) == codes


def test_a_code_beside_a_disease_of_nobody_is_nobodys(nlp: Language) -> None:
    text = (
        "What is it? Sciatica (M54.30) is pain along a nerve. It goes away. Few people need surgery. Stay active. Call us with questions."
    )
    facts = collect(nlp(text))
    assert facts.unattributed
    assert facts.printed_codes == ()


def test_a_report_repeats_the_code_of_the_request(nlp: Language) -> None:
    report = "MRI LUMBAR SPINE\nREASON FOR EXAM: M54.16\nTECHNIQUE: T1, T2.\nFINDINGS: L4-5: bulge.\nIMPRESSION: Bulge at L4-5{}."
    assert printed(nlp, report.format("")) == []
    assert printed(nlp, report.format(", M51.26")) == ["M51.26"]


def test_the_diagnosis_after_an_operation_replaces_that_before_it(nlp: Language) -> None:
    before = "PREOPERATIVE DIAGNOSIS: Left L5 radiculopathy, M54.16.\n"
    after = "POSTOPERATIVE DIAGNOSIS: L4-5 disc herniation with radiculopathy, M51.16.\n"
    deed = "PROCEDURE: Left L4-5 microdiscectomy."
    assert printed(nlp, before + after + deed) == ["M51.16"]
    assert printed(nlp, before + deed) == ["M54.16"]


WARNED: list[Any] = [
    pytest.param("IMPRESSION:\n1. M54.17 Radiculopathy, lumbosacral region", ["printed_code"], id="a-title-is-no-statement"),
    pytest.param("IMPRESSION:\n1. M54.17 Left S1 radiculopathy", [], id="words-beside-the-code"),
    pytest.param("Right L5 radiculopathy, M54.13.", ["printed_code_discordance"], id="cervicothoracic-for-lumbar"),
    pytest.param("Right C7 radiculopathy, M54.12. Right L5 radiculopathy.", ["other_region"], id="cervical-for-cervical"),
    pytest.param("L4-5 protrusion with right L5 radiculopathy (M51.17).", ["printed_code_discordance"], id="region"),
    pytest.param("L4-5 protrusion with right L5 radiculopathy (M51.16).", [], id="right-region"),
    pytest.param("Low back pain down the left leg, M54.42.", ["printed_code"], id="leg-pain-is-no-sciatica"),
    pytest.param("Low back pain with left sciatica, M54.42.", [], id="sciatica-in-words"),
    pytest.param("Lumbar DDD (M51.36).", ["printed_code_invalid"], id="split"),
    pytest.param("Lumbar DDD (M51.369).", [], id="billable"),
    pytest.param("Lumbar radiculopathy (M54.1-).", [], id="family"),
]


@pytest.mark.parametrize(("text", "kinds"), WARNED)
def test_warnings(nlp: Language, text: str, kinds: list[str]) -> None:
    assert [one.kind for one in review(text, nlp=nlp).warnings] == kinds


@pytest.mark.parametrize("code", ["M54.16", "M51.17", "M54.32", "M48.062", "M54.5", "M54.12"])
def test_a_printed_code_changes_nothing_but_warnings(nlp: Language, code: str) -> None:
    without, with_code = (review(KNEE.format(passage), nlp=nlp) for passage in ("CODING: none\n", f"CODING: {code}\n"))
    assert with_code.codes == with_code.codes_presumed == with_code.symptom_codes == ()
    assert (with_code.scope, with_code.conditions, with_code.gaps) == (without.scope, without.conditions, without.gaps)


def test_the_prefilter_passes_over_no_code(nlp: Language) -> None:
    text = KNEE.format("He sleeps well. He eats well. He drives. He walks a mile. Visit code M54.16. He reads. He cooks. He swims.\n")
    record = review(text, nlp=nlp)
    assert [one.kind for one in record.warnings] == ["printed_code"]
    assert record.to_json() == build_record("note", text, collect(nlp(text))).to_json()
