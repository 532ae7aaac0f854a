"""Sentences: where they begin in dictation, headings and lists, and that none is empty."""

import pytest
import spacy
from hypothesis import example, given, settings
from hypothesis import strategies as st
from spacy.language import Language

from rootnote.language.boundaries import boundaries
from rootnote.language.sentences import sentence_bounds


def sentences(text: str) -> list[str]:
    starts = boundaries(text)
    return [text[start:end].strip() for start, end in zip(starts, [*starts, len(text)][1:], strict=True)]


WRAPPED = (
    "The patient is a 54 year old man who has had pain in his lower back and his left\n"
    "leg since March. He denies any weakness, and there is no change in the function of\n"
    "his bowel or bladder. He was seen by Dr. Smith, who ordered an MRI of the lumbar\n"
    "Spine which he brought."
)

TABLE = [
    pytest.param("Back pain. No leg pain.", ["Back pain.", "No leg pain."], id="full-stops"),
    pytest.param("Radiculopathy? Yes! Left.", ["Radiculopathy?", "Yes!", "Left."], id="other-marks"),
    pytest.param('He said "it hurts." Then he left.', ['He said "it hurts."', "Then he left."], id="quotation-marks"),
    pytest.param("Pain (worse at night.) Sleeps badly.", ["Pain (worse at night.)", "Sleeps badly."], id="brackets"),
    pytest.param("Seen by Dr. Smith for sciatica.", ["Seen by Dr. Smith for sciatica."], id="title"),
    pytest.param("The L. leg is weak.", ["The L. leg is weak."], id="side-as-initial"),
    pytest.param("The L. Leg is weak.", ["The L. Leg is weak."], id="side-as-initial-before-a-capital"),
    pytest.param("TA 4/5 on R. SLR neg on L. KJ 2+ R.", ["TA 4/5 on R.", "SLR neg on L.", "KJ 2+ R."], id="side-behind-on"),
    pytest.param("Quad 4/5 L. Dull shin R. + SLR L.", ["Quad 4/5 L.", "Dull shin R.", "+ SLR L."], id="side-behind-a-result"),
    pytest.param("Knee jerk absent R. Sensation full.", ["Knee jerk absent R.", "Sensation full."], id="side-behind-absent"),
    pytest.param("Numb on the R. Gait normal.", ["Numb on the R.", "Gait normal."], id="side-behind-on-the"),
    pytest.param("TA 4/5 on Lt. SLR neg.", ["TA 4/5 on Lt.", "SLR neg."], id="side-in-two-letters"),
    pytest.param("R. TA 4/5 today.", ["R. TA 4/5 today."], id="side-before-a-muscle"),
    pytest.param("Dx: R. L5 radiculopathy.", ["Dx: R. L5 radiculopathy."], id="side-before-a-root"),
    pytest.param("Pain on the L. S1 dermatome.", ["Pain on the L. S1 dermatome."], id="side-of-a-root"),
    pytest.param("Absent R. Achilles reflex.", ["Absent R. Achilles reflex."], id="side-before-an-eponym"),
    pytest.param("Has 4/5 L. TA strength.", ["Has 4/5 L. TA strength."], id="side-of-a-strength"),
    pytest.param("L. sided pain, seen with Ann R. Poe.", ["L. sided pain, seen with Ann R. Poe."], id="initial-of-a-name"),
    pytest.param("John A. Smith has sciatica.", ["John A. Smith has sciatica."], id="initial"),
    pytest.param("L5 vs. S1 root.", ["L5 vs. S1 root."], id="versus"),
    pytest.param("Pain in the rt. leg.", ["Pain in the rt. leg."], id="abbreviated-side"),
    pytest.param("Takes 300 mg. No relief.", ["Takes 300 mg.", "No relief."], id="unit-at-the-end"),
    pytest.param("Takes it b.i.d. with food.", ["Takes it b.i.d. with food."], id="dosing-inside"),
    pytest.param("Disc height 2.5 mm. Normal.", ["Disc height 2.5 mm.", "Normal."], id="decimal"),
    pytest.param(WRAPPED, 3, id="line-broken-dictation"),
    pytest.param("Pain in the left\nleg and foot.", ["Pain in the left\nleg and foot."], id="line-broken-before-a-small-letter"),
    pytest.param("Back pain\n\nLeg pain", ["Back pain", "Leg pain"], id="blank-line"),
    pytest.param("Back pain\r\n\r\nLeg pain", ["Back pain", "Leg pain"], id="blank-line-of-windows"),
    pytest.param("Denies leg pain\nHas sciatica", ["Denies leg pain", "Has sciatica"], id="short-lines"),
    pytest.param("ASSESSMENT:\nSciatica", ["ASSESSMENT:\nSciatica"], id="field-and-its-value"),
    pytest.param("DURATION:\n3 weeks\nSide:\n\nleft", ["DURATION:\n3 weeks", "Side:\n\nleft"], id="fields-and-their-values"),
    pytest.param("ASSESSMENT:\nSciatica\nObesity", ["ASSESSMENT:", "Sciatica", "Obesity"], id="heading-with-colon"),
    pytest.param("ASSESSMENT\nSciatica", ["ASSESSMENT", "Sciatica"], id="heading-without-colon"),
    pytest.param("No numbness\nASSESSMENT\nSciatica", ["No numbness", "ASSESSMENT", "Sciatica"], id="heading-inside"),
    pytest.param("No numbness. PLAN: MRI.", ["No numbness.", "PLAN: MRI."], id="heading-in-a-line"),
    pytest.param("No numbness\nPlan: MRI", ["No numbness", "Plan: MRI"], id="heading-in-small-letters"),
    pytest.param("1. Sciatica\n2. Stenosis", ["1. Sciatica", "2. Stenosis"], id="numbered-lines"),
    pytest.param("1) Sciatica\n2) Stenosis", ["1) Sciatica", "2) Stenosis"], id="numbers-with-brackets"),
    pytest.param("Impression: 1. Sciatica 2. Stenosis", ["Impression:", "1. Sciatica", "2. Stenosis"], id="numbers-in-a-line"),
    pytest.param("Grade 2. Sciatica", ["Grade 2.", "Sciatica"], id="number-that-counts-nothing"),
    pytest.param("- no weakness\n- sciatica", ["- no weakness", "- sciatica"], id="dashes"),
    pytest.param("• no weakness\n• sciatica", ["• no weakness", "• sciatica"], id="bullets"),
    pytest.param("[ ] sciatica\n[x] stenosis", ["[ ] sciatica", "[x] stenosis"], id="boxes"),
    pytest.param("\n\n  Sciatica.  \n\n", ["Sciatica."], id="white-space-around"),
    pytest.param("", [], id="empty"),
    pytest.param(" \n\t ", [], id="white-space-only"),
    pytest.param(".", ["."], id="one-mark"),
]


@pytest.mark.parametrize(("text", "expected"), TABLE)
def test_sentences_begin_where_they_should(text: str, expected: list[str] | int) -> None:
    found = sentences(text)
    assert len(found) == expected if isinstance(expected, int) else found == expected


PIECES = [
    *("pain", "no", "L4-5", "Dr.", "L.", "leg", "ASSESSMENT:", "PLAN", "1.", "2.", "-", "•", "[ ]", "sciatica", ".", ",", "?", "(", ")"),
    *("\n", "\r\n", "\r", "\n\n", " ", "  ", "\t", "\xa0"),
]
NOTES = st.one_of(
    st.text(max_size=80), st.lists(st.sampled_from(PIECES), max_size=60).map(" ".join), st.lists(st.sampled_from(PIECES)).map("".join)
)


@pytest.fixture(scope="module")
def splitter() -> Language:
    """A pipeline of nothing but the sentences, in anyone's tokenizer."""
    nlp = spacy.blank("en")
    nlp.add_pipe("rootnote_sentences")
    return nlp


@given(text=NOTES)
def test_boundaries_ascend_and_stand_on_text(text: str) -> None:
    starts = boundaries(text)
    assert starts == sorted(set(starts))
    assert not any(text[start].isspace() for start in starts)
    assert bool(starts) == bool(text.strip())
    assert not text[: starts[0]].strip() if starts else True


@given(text=NOTES)
def test_sentences_partition_the_tokens(splitter: Language, text: str) -> None:
    doc = splitter(text)
    assert [token.i for sentence in doc.sents for token in sentence] == list(range(len(doc)))


@given(text=NOTES.map(str.lstrip))
def test_no_sentence_is_blank(splitter: Language, text: str) -> None:
    assert all(sentence.text.strip() for sentence in splitter(text).sents)


@pytest.mark.parametrize("text", ["\nBack pain.", "\r0", "  \n  Back pain. Leg pain."])
def test_white_space_at_the_head_belongs_to_the_first_sentence(splitter: Language, text: str) -> None:
    assert all(sentence.text.strip() for sentence in splitter(text).sents)


@given(text=NOTES)
def test_bounds_are_those_of_the_sentences(splitter: Language, text: str) -> None:
    doc = splitter(text)
    assert sentence_bounds(doc) == [(sentence.start, sentence.end) for sentence in doc.sents]


@settings(max_examples=20, deadline=None)
@example(word=",", count=303)  # a comma as the last token of all
@given(word=st.sampled_from(["pain", "L4-5", ",", "no"]), count=st.integers(min_value=300, max_value=3_000))
def test_no_sentence_is_longer_than_anyone_writes(splitter: Language, word: str, count: int) -> None:
    assert max(len(sentence) for sentence in splitter(" ".join([word] * count)).sents) < 300
