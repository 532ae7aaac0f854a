"""The titles of the table as the only diagnosis of a note: each gives its own code."""

from __future__ import annotations

import json

import pytest
from spacy.language import Language

import rootnote
from rootnote.coding.table import load_codes

_SYMPTOMS = ("M54.3", "M54.4", "M54.5")
#: Titles whose region is none of the annotation guide's, with the codes that it gives them instead.
_OTHERWISE = {
    "M54.10": ["M54.16"],  # a radiculopathy without a region is lumbar
    "M54.14": [],
    "M54.15": ["M54.16"],
    "M51.14": [],
    "M47.24": [],
}
_ASSIGNED = ("M54.1", "M51.1", "M47.2", *_SYMPTOMS)
_CODES = [row.code for row in load_codes().rows.values() if row.billable and row.family and row.code.startswith(_ASSIGNED)]


@pytest.mark.parametrize("heading", ["ASSESSMENT:\n", "Dx: "], ids=["below-a-heading", "behind-a-heading"])
@pytest.mark.parametrize("code", _CODES)
def test_title_gives_its_code(nlp: Language, code: str, heading: str) -> None:
    record = json.loads(rootnote.review(heading + load_codes().title(code), nlp=nlp).to_json())
    assert (record["codes"] or record["symptom_codes"]) == _OTHERWISE.get(code, [code])


@pytest.mark.parametrize("code", _CODES)
def test_title_behind_its_code_is_no_statement(nlp: Language, code: str) -> None:
    record = json.loads(rootnote.review(f"ASSESSMENT:\n{code} {load_codes().title(code)}", nlp=nlp).to_json())
    assert record["codes"] == record["symptom_codes"] == []
