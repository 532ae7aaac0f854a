"""Marks of forms within the words of a finding, which the evidence quotes as they are written; words at the very end of a text."""

import pytest
from spacy.language import Language

from rootnote.reviewer import review
from soundness import faults

MARKED = [
    "low ☒ back pain",
    "Low☒back pain",
    "Low (X)back pain and numb left calf",
    "radicular■leg pain",
    "Lumbar ✓ radiculopathy, left S1",
]


@pytest.mark.parametrize("text", MARKED)
def test_evidence_quotes_the_mark(nlp: Language, text: str) -> None:
    assert list(faults(review(text, nlp=nlp), text)) == []


@pytest.mark.parametrize("text", ["EXAM: Neuro:\nDeficit", "Neurodeficit", "dnvd", "Low back pain. No focality"])
def test_a_noun_may_end_the_text(nlp: Language, text: str) -> None:
    assert list(faults(review(text, nlp=nlp), text)) == []
