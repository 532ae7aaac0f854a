"""Quotations in their clause."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coding.strategies import THOROUGH
from rootnote.documentation.quotation import in_context
from rootnote.facts.model import Evidence


def clause_of(words: str, text: str) -> str:
    start = text.index(words)
    return in_context(Evidence(start, start + len(words), words), text).text


@pytest.mark.parametrize(
    ("text", "clause"),
    [
        pytest.param("radiculopathy", "radiculopathy", id="alone"),
        pytest.param("ASSESSMENT: Left S1 radiculopathy. Stable.", "Left S1 radiculopathy", id="sentence-behind-a-heading"),
        pytest.param("1. Lumbar radiculopathy\n2. Asthma", "Lumbar radiculopathy", id="numbered-item"),
        pytest.param("Dx: 1. Left radiculopathy 2. Asthma", "Left radiculopathy", id="numbered-in-one-line"),
        pytest.param("Dx: 1) Asthma 2) Left radiculopathy 3) Gout", "Left radiculopathy", id="numbered-with-brackets"),
        pytest.param("Dx: (1) Left radiculopathy (2) Gout", "Left radiculopathy", id="numbered-in-brackets"),
        pytest.param("Left radiculopathy, pain is 7. Worse at night", "Left radiculopathy, pain is 7", id="number-of-no-list"),
        pytest.param("- Left radiculopathy\n- Asthma", "Left radiculopathy", id="bullet"),
        pytest.param("A known\nradiculopathy of S1.\nStable", "A known\nradiculopathy of S1", id="wrapped-line"),
        pytest.param("Known\n\nradiculopathy", "radiculopathy", id="empty-line"),
        pytest.param("Known\r\nLeft radiculopathy\r\nAsthma", "Left radiculopathy", id="carriage-returns"),
        pytest.param('The "radiculopathy." Stable.', 'The "radiculopathy', id="full-stop-in-quotation-marks"),
        pytest.param("HPI: radiculopathy: not stated. Stable", "radiculopathy: not stated", id="what-a-heading-heads"),
        pytest.param("Old; radiculopathy; new", "radiculopathy", id="semicolons"),
        pytest.param("Pain 4.5 with radiculopathy", "Pain 4.5 with radiculopathy", id="decimal"),
        pytest.param("Dr. Roe finds radiculopathy", "Dr. Roe finds radiculopathy", id="title"),
        pytest.param("far " * 40 + "radiculopathy" + " off" * 40, "far " * 19 + "radiculopathy" + " off" * 19, id="cut-between-words"),
        pytest.param("x" * 99 + " radiculopathy " + "y" * 99, "radiculopathy", id="long-words-beside"),
    ],
)
def test_clause(text: str, clause: str) -> None:
    assert clause_of("radiculopathy", text) == clause


def test_long_evidence_is_left_as_it_is() -> None:
    words = "pain down the leg " * 4
    assert clause_of(words, f"He has {words} now.") == words


@THOROUGH
@given(st.text("aB .:\n\r-1", max_size=300), st.data())
def test_a_clause_holds_its_evidence_and_stands_in_the_note(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    clause = in_context(Evidence(start, end, text[start:end]), text)
    assert text[clause.start : clause.end] == clause.text
    assert clause.start <= start
    assert clause.end >= end or not text[clause.end : end].strip()
