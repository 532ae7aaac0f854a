"""Marks of forms within the words of a finding: the evidence quotes the note as it is written."""

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
