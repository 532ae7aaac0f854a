"""Assertion: each category, the words that end a scope, what only looks like a trigger, and scopes of so many words."""

import pytest
import spacy
from spacy.language import Language

from rootnote.language.context import PRECEDENCE, assertions
from rootnote.language.rulefile import ContextRule, context_rules


def assertion_of(nlp: Language, text: str, words: str = "radiculopathy") -> str:
    """The assertion of the target with these words, at their last place in the text."""
    doc = nlp(text)
    place = text.lower().rindex(words)
    found = [span._.assertion for span in doc.spans["targets"] if span.start_char <= place and place + len(words) <= span.end_char]
    assert found, "no target there"
    return min(found, key=PRECEDENCE.index)


CATEGORIES = {
    "negated": [
        "No lumbar radiculopathy.",
        "There is no evidence of lumbar radiculopathy.",
        "Denies lumbar radiculopathy.",
        "Without lumbar radiculopathy.",
        "Negative for lumbar radiculopathy.",
        "(-) lumbar radiculopathy",
        "Lumbar radiculopathy: No",
        "Lumbar radiculopathy: none",
        "Lumbar radiculopathy negative.",
        "Lumbar radiculopathy was ruled out.",
        "Lumbar radiculopathy is unlikely.",
        "Neither stenosis nor lumbar radiculopathy.",
        "No stenosis, sciatica, or lumbar radiculopathy.",
        "EMG rules out lumbar radiculopathy.",
        "Plexopathy rather than lumbar radiculopathy.",
        "Plexopathy, not radiculopathy.",
        "ø lumbar radiculopathy",
        "This does not represent lumbar radiculopathy.",
        "Lumbar radiculopathy is absent.",
        "Denies:\n- stenosis\n- lumbar radiculopathy",
    ],
    "uncertain": [
        "Possible lumbar radiculopathy.",
        "Probable lumbar radiculopathy.",
        "Suspected lumbar radiculopathy.",
        "? lumbar radiculopathy",
        "R/o lumbar radiculopathy.",
        "Rule out lumbar radiculopathy.",
        "Findings c/w lumbar radiculopathy.",
        "Consistent with lumbar radiculopathy.",
        "Concern for lumbar radiculopathy.",
        "Suggestive of lumbar radiculopathy.",
        "Cannot exclude lumbar radiculopathy.",
        "Lumbar radiculopathy cannot be excluded.",
        "Plexopathy vs lumbar radiculopathy.",
        "Lumbar radiculopathy is suspected.",
        "This may represent lumbar radiculopathy.",
        "MRI to evaluate for:\n- stenosis\n- lumbar radiculopathy",
    ],
    "historical": [
        "History of lumbar radiculopathy.",
        "H/o lumbar radiculopathy.",
        "Remote lumbar radiculopathy.",
        "Resolved lumbar radiculopathy.",
        "Previously diagnosed with lumbar radiculopathy.",
        "She no longer has lumbar radiculopathy.",
        "He had lumbar radiculopathy in 1998.",
    ],
    "hypothetical": [
        "Return if lumbar radiculopathy develops.",
        "Risks include lumbar radiculopathy.",
        "Call for lumbar radiculopathy.",
        "Boxes for lumbar radiculopathy",
        "RISKS AND BENEFITS:\nLumbar radiculopathy.",
        "DISCHARGE INSTRUCTIONS:\nLumbar radiculopathy.",
        "She read about lumbar radiculopathy.",
    ],
    "family": [
        "Her mother has lumbar radiculopathy.",
        "Family history of lumbar radiculopathy.",
        "Lumbar radiculopathy runs in the family.",
        "FAMILY HISTORY:\nLumbar radiculopathy.",
    ],
    "affirmed": [
        "Lumbar radiculopathy.",
        "Evidence of lumbar radiculopathy.",
        "(+) lumbar radiculopathy",
        "[x] lumbar radiculopathy",
        "Lumbar radiculopathy: yes",
        "Chronic lumbar radiculopathy.",
        "He has lumbar radiculopathy.",
        "Her daughter drove her here. Lumbar radiculopathy.",
        "EMG confirms lumbar radiculopathy.",
        "Positive for lumbar radiculopathy.",
        "A six week history of lumbar radiculopathy.",
    ],
}


@pytest.mark.parametrize(
    ("category", "text"),
    [pytest.param(category, text, id=f"{category}-{text}") for category, texts in CATEGORIES.items() for text in texts],
)
def test_assertion_of_a_target(nlp: Language, category: str, text: str) -> None:
    assert assertion_of(nlp, text) == category


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("We will order an MRI.", "ordered", id="to-be-ordered"),
        pytest.param("MRI is pending.", "ordered", id="pending"),
        pytest.param("MRI was reviewed.", "affirmed", id="reviewed"),
        pytest.param("MRI shows stenosis.", "affirmed", id="with-a-result"),
    ],
)
def test_assertion_of_a_study(nlp: Language, text: str, expected: str) -> None:
    assert assertion_of(nlp, text, "mri") == expected


def test_every_category_is_tested() -> None:
    assert {*CATEGORIES, "ordered"} == set(PRECEDENCE)


@pytest.mark.parametrize(
    "end",
    [
        *("but", "however,", "except for", "apart from", "aside from", "other than", "with the exception of", "; there is", ". There is"),
        *(", although there is", "but there is still", ", yet there is", "; exam shows", "\n- ", "\n2. ", "\n\nASSESSMENT: "),
    ],
)
def test_negation_ends_at(nlp: Language, end: str) -> None:
    assert assertion_of(nlp, f"1. No stenosis {end} lumbar radiculopathy.") == "affirmed"


@pytest.mark.parametrize("joint", [",", "or", ", or", "and", "/", "nor", ", numbness, or", "with"])
def test_negation_goes_on_over(nlp: Language, joint: str) -> None:
    assert assertion_of(nlp, f"No stenosis {joint} lumbar radiculopathy.") == "negated"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Not only stenosis but lumbar radiculopathy.", "affirmed", id="not-only"),
        pytest.param("No change in the lumbar radiculopathy.", "affirmed", id="no-change"),
        pytest.param("No relief of the lumbar radiculopathy.", "affirmed", id="no-relief"),
        pytest.param("No improvement in lumbar radiculopathy.", "affirmed", id="no-improvement"),
        pytest.param("The lumbar radiculopathy has not resolved.", "affirmed", id="not-resolved"),
        pytest.param("No doubt this is lumbar radiculopathy.", "affirmed", id="no-doubt"),
        pytest.param("Lumbar radiculopathy with negative straight leg raise.", "affirmed", id="negative-test-behind"),
        pytest.param("Lumbar radiculopathy, negative straight leg raise.", "affirmed", id="negative-test-behind-a-comma"),
        pytest.param("She presents with symptoms of lumbar radiculopathy.", "affirmed", id="symptoms-of"),
        pytest.param("Although there is no stenosis, lumbar radiculopathy is plain.", "affirmed", id="subordinate-clause-first"),
        pytest.param("Lumbar radiculopathy without relief from naproxen.", "affirmed", id="without-relief"),
        pytest.param("No further imaging is needed for the lumbar radiculopathy.", "affirmed", id="nothing-to-be-done"),
    ],
)
def test_what_only_looks_like_a_trigger(nlp: Language, text: str, expected: str) -> None:
    assert assertion_of(nlp, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Possible family history of lumbar radiculopathy.", "family", id="family-over-uncertain"),
        pytest.param("History of possible lumbar radiculopathy.", "uncertain", id="uncertain-over-historical"),
        pytest.param("No history of lumbar radiculopathy.", "negated", id="negated-over-historical"),
        pytest.param("No possible lumbar radiculopathy.", "negated", id="negated-over-uncertain"),
        pytest.param("FAMILY HISTORY:\nNo lumbar radiculopathy.", "family", id="section-over-sentence"),
    ],
)
def test_stronger_category_wins(nlp: Language, text: str, expected: str) -> None:
    assert assertion_of(nlp, text) == expected


FILLER = ("well", "liked", "teacher", "bakes", "bread", "every", "morning", "early", "at", "home", "gladly", "alone", "quickly", "also")
LIMITED = [rule for rule in context_rules("context") if rule.id in ("uncertain.query", "historical.forward")]


@pytest.mark.parametrize(
    ("rule", "trigger"),
    [pytest.param(rule, {"uncertain.query": "?", "historical.forward": "history of"}[rule.id], id=rule.id) for rule in LIMITED],
)
def test_scope_reaches_so_many_words(nlp: Language, rule: ContextRule, trigger: str) -> None:
    assert rule.max_scope is not None
    inside = " ".join(FILLER[: rule.max_scope - 2])
    outside = " ".join(FILLER[: rule.max_scope])
    assert assertion_of(nlp, f"{trigger} {inside} radiculopathy") == rule.category
    assert assertion_of(nlp, f"{trigger} {outside} radiculopathy") == "affirmed"


def test_cue_names_the_rule(nlp: Language) -> None:
    doc = nlp("No evidence of lumbar radiculopathy. Sciatica.")
    cues = {span.text: span._.cue for span in doc.spans["targets"] if span.label_ in ("RADICULOPATHY", "SCIATICA")}
    assert cues == {"radiculopathy": "negated.forward", "Sciatica": ""}


def test_doc_holds_nothing_that_does_not_serialise(nlp: Language) -> None:
    doc = nlp("No lumbar radiculopathy.")
    again = spacy.tokens.Doc(nlp.vocab).from_bytes(doc.to_bytes())
    assert assertions(again) == assertions(doc) != {}
