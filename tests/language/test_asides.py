"""Asides: where a passage that is of no patient begins and ends."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rootnote.language.asides import ASIDE, KINDS, LEAFLET_PUT_IN, SPOKEN, Called, spans_of

_PIECES = ["HANDOUT", "handout", "PLAN", "PART B", "1. ", ": ", ". ", "\n", "\n\n", "\r\n", "-- ", "it is so", "x" * 70]


def found(text: str, kind: str) -> list[str]:
    """The asides of a text in which HANDOUT calls one, and PLAN is a heading that a rule names, OTHER one that none does."""
    called = [Called(kind, match.start(), match.end()) for match in re.finditer("(?i)handout", text)]
    headings = {match.start(): match.group() == "PLAN" for match in re.finditer("(?m)^(PLAN|OTHER)", text)}
    return [text[start:end] for start, end in spans_of(text, called, headings)]


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        pytest.param("Ill.\nHandout\na\n\nb\nPLAN\nc", ASIDE, ["Handout\na\n\nb\n"], id="a-line-of-its-own-up-to-a-heading"),
        pytest.param("Handout\na\nOTHER\nb", ASIDE, ["Handout\na\n"], id="up-to-any-heading"),
        pytest.param("Handout\na\nOTHER\nb\nPLAN", LEAFLET_PUT_IN, ["Handout\na\nOTHER\nb\n"], id="over-headings-of-its-own"),
        pytest.param("Handout: a\nb\n\nc", ASIDE, ["Handout: a\nb"], id="in-a-line-up-to-the-paragraph"),
        pytest.param("-- 2. Handout (for all):\na", ASIDE, ["Handout (for all):\na"], id="behind-marks-and-numbers"),
        pytest.param("Handout\na\nPart B\nc", LEAFLET_PUT_IN, ["Handout\na\n"], id="up-to-a-part-of-a-form"),
        pytest.param("Handout. a\n\nb", SPOKEN, ["Handout. a"], id="said"),
        pytest.param("Handout. a\n\nb", ASIDE, [], id="a-sentence"),
        pytest.param("He got a handout.\na", ASIDE, [], id="told"),
        pytest.param(f"{'so ' * 30}handout: a", ASIDE, [], id="far-into-a-line"),
    ],
)
def test_where_an_aside_stands(text: str, kind: str, expected: list[str]) -> None:
    assert found(text, kind) == expected


@given(st.lists(st.sampled_from(_PIECES), max_size=25), st.sampled_from(sorted(KINDS)))
def test_asides_are_apart_and_in_order(pieces: list[str], kind: str) -> None:
    text = "".join(pieces)
    called = [Called(kind, match.start(), match.end()) for match in re.finditer("(?i)handout", text)]
    last = 0
    for start, end in spans_of(text, called, {match.start(): True for match in re.finditer("PLAN", text)}):
        assert last <= start < end <= len(text)
        last = end
