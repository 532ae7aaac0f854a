"""The functions and the component that review one note: what they take, what they refuse, and how large a record may get."""

import pytest
from spacy.language import Language

from rootnote.coding.decisions import MOST_PLACES
from rootnote.reviewer import review

RUN_ON = [
    pytest.param("L5-S1 radiculopathy ", id="levels-and-diagnoses"),
    pytest.param("L4-5, L5-S1, ", id="levels"),
    pytest.param("left sciatica and low back pain, ", id="symptoms"),
    pytest.param("left ankle jerk absent, ", id="findings"),
]


@pytest.mark.parametrize("words", RUN_ON)
def test_the_record_of_a_run_on_note_grows_no_faster_than_the_note(nlp: Language, words: str) -> None:
    text = words * 100 + "left S1 radiculopathy"
    record = review(text, nlp=nlp)
    assert len(record.to_json()) < 20_000 + 20 * len(text)
    assert all(len(step.evidence) <= MOST_PLACES for detail in record.code_details for step in detail.steps)


def test_each_level_is_cited_with_the_nearest_mention(nlp: Language) -> None:
    (detail,) = review("ASSESSMENT: L4-5 radiculopathy, radicular pain and L3-4 radiculopathy.", nlp=nlp).code_details
    region = next(step for step in detail.steps if step.rule == "region.documented")
    assert [place.text for place in region.evidence] == ["L4-5 radiculopathy", "L3-4 radiculopathy"]
