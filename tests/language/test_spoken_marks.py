"""Dictation with its marks written out as words: what is read of it, and where that stands in the note."""

from __future__ import annotations

import time

import pytest
from spacy.language import Language

from rootnote.language.spoken_marks import dictated
from rootnote.reviewer import review

READ = {
    "stop-and-comma": ("calf pain comma worse at night period", "calf pain, worse at night.\n"),
    "heading": ("left sciatica period plan colon injection period", "left sciatica.\nplan: injection.\n"),
    "paragraphs": ("leg pain period new paragraph exam normal period", "leg pain.\n\n\nexam normal.\n"),
    "full-stop-in-capitals": ("Leg pain Full Stop Exam normal Full Stop", "Leg pain.\nExam normal.\n"),
    "between-vertebrae": ("l4 dash l5 bulge comma foot 4 slash 5 period", "l4-l5 bulge, foot 4/5.\n"),
    "brackets": ("root open paren left close paren irritated period seen comma", "root (left) irritated.\nseen, "),
    "a-time-between-marks": ("over a six week period better comma then worse period", "over a six week period better, then worse.\n"),
    "an-organ-between-marks": ("colon cancer comma leg pain period", "colon cancer, leg pain.\n"),
    "a-word-and-a-mark": (
        "pain for months period the recovery period was long comma he says",
        "pain for months.\nthe recovery period was long, he says",
    ),
}
#: The same words as what they mean, and marks too few to tell.
KEPT = {
    "lengths-of-time": "Back pain over a period of six weeks. Heavy menstrual period. Last period in May.",
    "organs": "Colon polyps removed. Colon resection 2012. Colonoscopy due.",
    "few-words": "rest period then a recovery period of six weeks, low back pain",
    "one-mark": "left sciatica for six weeks period",
    "more-stops-than-marks": "Leg pain. Exam normal. SLR negative. He said comma. Then period.",
    "nothing": "",
}


@pytest.mark.parametrize("name", READ)
def test_spoken_marks_are_read_as_written(name: str) -> None:
    text, expected = READ[name]
    page = dictated(text)
    assert page is not None
    assert page.text == expected


@pytest.mark.parametrize("name", KEPT)
def test_words_are_no_marks(name: str) -> None:
    assert dictated(KEPT[name]) is None


DICTATION = (
    "right calf pain for about three months period on exam the right ankle jerk is absent comma straight leg raise is positive on the "
    "right period new paragraph the lumbar mri shows a right l5 dash s1 disc extrusion compressing the right s1 root period new paragraph "
    "impression colon right s1 radiculopathy due to the l5 dash s1 disc extrusion period"
)


def test_a_dictation_has_its_facts_with_evidence_in_the_note(nlp: Language) -> None:
    record = review(DICTATION, nlp=nlp)
    assert (record.codes, record.imaging_levels, record.laterality.value) == (("M51.17",), ("L5-S1",), "right")
    assert record.elements["chronicity"].status == "documented"
    assert record.elements["reflex_exam"].status == "abnormal"
    quoted = [one for element in record.elements.values() for one in element.evidence]
    assert quoted
    assert all(DICTATION[one.start : one.end] == one.text for one in quoted)


@pytest.mark.parametrize("unit", [" period", "   ", "comma ", "a period of ", " colon colon", "  period\t "])
def test_marks_are_found_in_linear_time(unit: str) -> None:
    text = unit * (100_000 // len(unit))
    started = time.perf_counter()
    dictated(text)
    assert time.perf_counter() - started < 5
