"""What negspaCy, medspaCy and scispaCy say of targets and short forms."""

import pytest
from spacy.language import Language

from rootnote.audit.abbreviations import not_taken
from rootnote.audit.readers import SecondReading
from rootnote.facts.reading import read


def said(readers: Language, text: str, word: str, reader: str) -> SecondReading:
    """What a reader says of the target that is this word."""
    doc = readers(text)
    target = next(target for sentence in read(doc).sentences for target in sentence.targets if target.text == word)
    return doc[target.first : target.last]._.get(reader)


@pytest.mark.parametrize(
    ("text", "word", "reader", "assertion", "trigger"),
    [
        pytest.param("There is no evidence of sciatica.", "sciatica", "negspacy", "negated", "no evidence of", id="negspacy-before"),
        pytest.param("Sciatica was ruled out.", "Sciatica", "negspacy", "negated", "was ruled out", id="negspacy-after"),
        pytest.param("No fever but he has sciatica.", "sciatica", "negspacy", "affirmed", None, id="negspacy-ended"),
        pytest.param("Not only sciatica.", "sciatica", "negspacy", "affirmed", None, id="negspacy-pseudo"),
        pytest.param("No gout. Sciatica on the left.", "Sciatica", "negspacy", "affirmed", None, id="negspacy-other-sentence"),
        pytest.param("No evidence\nof sciatica.", "sciatica", "negspacy", "negated", "No evidence\nof", id="negspacy-over-a-line"),
        pytest.param("History of sciatica.", "sciatica", "medspacy", "historical", "History", id="medspacy-historical"),
        pytest.param("This is possible sciatica.", "sciatica", "medspacy", "uncertain", "possible", id="medspacy-uncertain"),
        pytest.param("Call us if sciatica returns.", "sciatica", "medspacy", "hypothetical", "if", id="medspacy-hypothetical"),
        pytest.param("His mother has sciatica.", "sciatica", "medspacy", "family", "mother", id="medspacy-family"),
        pytest.param("His mother denies sciatica.", "sciatica", "medspacy", "family", "mother", id="medspacy-two-triggers"),
        pytest.param("He has sciatica.", "sciatica", "medspacy", "affirmed", None, id="medspacy-none"),
        pytest.param("HISTORY: Left sciatica.", "sciatica", "medspacy", "affirmed", None, id="medspacy-heading"),
        pytest.param("MUSCULOSKELETAL: No sciatica.", "sciatica", "medspacy", "negated", "No", id="medspacy-behind-a-heading"),
    ],
)
def test_reading_and_trigger(readers: Language, text: str, word: str, reader: str, assertion: str, trigger: str | None) -> None:
    reading = said(readers, text, word, reader)
    assert (reading.assertion, reading.trigger and reading.trigger.text) == (assertion, trigger)
    assert bool(reading.rule) == (trigger is not None)
    if reading.trigger:
        assert text[reading.trigger.start : reading.trigger.end] == reading.trigger.text


@pytest.mark.parametrize("reader", ["negspacy", "medspacy"])
def test_targets_that_overlap_are_all_judged(readers: Language, reader: str) -> None:
    doc = readers("He denies lower extremity weakness.")
    targets = [target for target in read(doc).sentences[0].targets if "weakness" in target.text]
    assert len({target.text for target in targets}) > 1
    assert {doc[target.first : target.last]._.get(reader).assertion for target in targets} == {"negated"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("Left lumbosacral radiculopathy (LumR).", [("LumR", "lumbosacral radiculopathy")], id="not-taken"),
        pytest.param("This is LSSR (left sided sacral radiculopathy).", [("LSSR", "left sided sacral radiculopathy")], id="in-brackets"),
        pytest.param("Left lumbosacral radiculopathy (LSR).", [], id="taken"),
        pytest.param("The knee (right) is fine.", [], id="no-short-form"),
        pytest.param("Lumbosacral radiculopathy (LumR). No LumR (LumR).", [("LumR", "Lumbosacral radiculopathy")], id="once"),
    ],
)
def test_short_forms_that_the_default_pipeline_did_not_take(readers: Language, text: str, found: list[tuple[str, str]]) -> None:
    assert [(one.short.text, one.long.text) for one in not_taken(readers(text), "scispacy")] == found
