"""Short forms that a note defines."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rootnote.language.abbreviations import definitions


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("lumbosacral radiculopathy ( LSR ) today", [("LSR", "lumbosacral radiculopathy")], id="two-letters-of-one-word"),
        pytest.param("seen for chronic low back pain ( CLBP ) .", [("CLBP", "chronic low back pain")], id="initials"),
        pytest.param("a disc herniation ( DH ) and back pain ( BP )", [("DH", "disc herniation"), ("BP", "back pain")], id="two"),
        pytest.param("radiculopathy ( LSR )", [], id="letters-not-there"),
        pytest.param("radiculopathy ( left )", [], id="a-word-in-brackets"),
        pytest.param("lumbosacral radiculopathy LSR", [], id="no-brackets"),
        pytest.param("foot drop ( R ) leg", [], id="one-letter-is-a-side"),
    ],
)
def test_definitions(text: str, expected: list[tuple[str, str]]) -> None:
    words = text.split()
    assert [(found.short, " ".join(words[found.start : found.end])) for found in definitions(words)] == expected


@given(words=st.lists(st.sampled_from(["(", ")", "LSR", "RAD", "lumbosacral", "radiculopathy", "root", "and"]), max_size=30))
def test_long_forms_stand_right_before_the_brackets(words: list[str]) -> None:
    for found in definitions(words):
        assert 0 <= found.start < found.end
        assert words[found.end : found.end + 3] == ["(", found.short, ")"]
