"""Tokens of spine notes: what stays whole, what is split off, and exact offsets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

WHOLE = [
    *("L4-5", "L4/5", "L4-L5", "L4/L5", "L45", "L5/S1", "L5S1", "L5-S1", "L3-4-5", "L3-L4-L5", "L4-S1", "L5-1", "T12-L1", "C5-6"),
    *("L4–5", "L5–S1", "L4—L5", "L4‑5", "l5-s1", "S1", "L5", "T12"),
    *("2+/4", "5/5", "4+/5", "5-/5", "3-4/5", "0/4", "+2", "2+", "1-2"),
    *("w/", "w/o", "c/w", "C/W", "2/2", "s/p", "S/P", "h/o", "r/o", "r/o'd", "b/l", "B/L", "d/t", "s/t", "f/u", "c/o", "2°"),
    *("(-)", "(+)", "+/-", "R>L", "L>R", "R>>L", "R=L"),
]
#: What stands around a token in notes, and stays outside it.
FRAMES = ["{}", "({})", "{}, ", "{}; ", "at {}: ", "\n{}\n", "pain {} pain", "{} "]


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize("text", WHOLE)
def test_form_is_one_token_at_its_place(nlp: Language, text: str, frame: str) -> None:
    note = frame.format(text)
    span = nlp.make_doc(note).char_span(note.index(text), note.index(text) + len(text))
    assert span is not None
    assert [token.text for token in span] == [text]


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        pytest.param("L4 to S1", ["L4", "to", "S1"], id="range-in-words"),
        pytest.param("L4 - L5", ["L4", "-", "L5"], id="range-with-spaces"),
        pytest.param("(L) leg", ["(", "L", ")", "leg"], id="side-in-brackets"),
        pytest.param("L5-S1.", ["L5-S1", "."], id="full-stop-after-a-level"),
        pytest.param("strength 5/5.", ["strength", "5/5", "."], id="full-stop-after-a-grade"),
        pytest.param("R>L.", ["R>L", "."], id="full-stop-after-an-order-of-sides"),
        pytest.param("40°", ["40", "°"], id="angle"),
        pytest.param("5cm", ["5", "cm"], id="length"),
        pytest.param("SLR(+)", ["SLR", "(+)"], id="sign-glued-behind"),
        pytest.param("(-)SLR", ["(-)", "SLR"], id="sign-glued-before"),
        pytest.param("?S1", ["?", "S1"], id="question-mark-before"),
        pytest.param("~6 weeks", ["~", "6", "weeks"], id="about"),
        pytest.param("pain/numbness", ["pain", "/", "numbness"], id="slash-between-words"),
        pytest.param("Assessment:radiculopathy", ["Assessment", ":", "radiculopathy"], id="colon-without-space"),
        pytest.param("EHL=4/5", ["EHL", "=", "4/5"], id="equals"),
        pytest.param("pain->foot", ["pain", "-", ">", "foot"], id="arrow-without-space"),
        pytest.param("LBP→calf", ["LBP", "→", "calf"], id="arrow-sign"),
        pytest.param("seen 3/14/2020", ["seen", "3/14/2020"], id="date"),
        pytest.param("non-radicular", ["non", "-", "radicular"], id="hyphen"),
        pytest.param("(right)leg", ["(", "right", ")", "leg"], id="bracket-without-space"),
        pytest.param("8am", ["8am"], id="clock-time-is-not-split"),
        pytest.param("CANNOT WALK", ["CAN", "NOT", "WALK"], id="contraction-in-capitals"),
        pytest.param("HASN'T", ["HAS", "N'T"], id="contraction-in-capitals-with-an-apostrophe"),
        pytest.param("IM injection, ID", ["IM", "injection", ",", "ID"], id="capitals-that-are-no-contraction"),
    ],
)
def test_text_is_split_into_tokens(nlp: Language, text: str, tokens: list[str]) -> None:
    assert [token.text for token in nlp.make_doc(text)] == tokens


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("L4-5\r\nL5-S1\ttab  two", id="white-space"),
        pytest.param("Müller—naïve L4–5 “quoted” 2° 𝛼", id="beyond-ascii"),
        pytest.param("w/oL5/S1S1,,R>L>R((+)", id="run-together"),
    ],
)
def test_tokens_put_together_are_the_text(nlp: Language, text: str) -> None:
    doc = nlp.make_doc(text)
    assert doc.text == text
    assert all(text[token.idx : token.idx + len(token)] == token.text for token in doc)


@given(st.lists(st.one_of(st.sampled_from([*WHOLE, " ", "\n", ",", ".", ":", "(", ")", "pain"]), st.text(max_size=4)), max_size=20))
def test_offsets_are_exact_whatever_the_text(nlp: Language, parts: list[str]) -> None:
    text = "".join(parts)
    doc = nlp.make_doc(text)
    assert doc.text == text
    assert all(text[token.idx : token.idx + len(token)] == token.text for token in doc)
