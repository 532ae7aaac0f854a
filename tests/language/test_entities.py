"""Assertion of entities that someone else has set, in a pipeline with no other part of rootnote."""

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Span


@pytest.fixture(scope="module")
def someone_elses() -> Language:
    """A pipeline with no other part of rootnote: a blank tokenizer and an entity ruler."""
    nlp = spacy.blank("en")
    ruler = nlp.add_pipe("entity_ruler", config={"phrase_matcher_attr": "LOWER"})
    words = (
        "pneumonia",
        "chest pain",
        "fever",
        "chills",
        "gallbladder wall thickening",
        "cough",
        "murmurs",
        "DVT",
        "mass",
        "MRI",
        "change in vision",
        "lungs show no opacities",
    )
    ruler.add_patterns([{"label": "FINDING", "pattern": word} for word in words])
    nlp.add_pipe("rootnote_sentences")
    nlp.add_pipe("rootnote_context", config={"group": "ents"})
    return nlp


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("No pneumonia, but a cough.", {"pneumonia": "negated", "cough": "affirmed"}, id="scope-ends"),
        pytest.param("Denies fever, chills or chest pain.", dict.fromkeys(("fever", "chills", "chest pain"), "negated"), id="list"),
        pytest.param("Possible DVT.", {"DVT": "uncertain"}, id="uncertain"),
        pytest.param("DVT was ruled out.", {"DVT": "negated"}, id="behind"),
        pytest.param("Rule out pneumonia.", {"pneumonia": "uncertain"}, id="rule-out"),
        pytest.param("History of pneumonia.", {"pneumonia": "historical"}, id="historical"),
        pytest.param("Her mother had a DVT.", {"DVT": "family"}, id="family"),
        pytest.param("Return if fever develops.", {"fever": "hypothetical"}, id="hypothetical"),
        pytest.param("No gallbladder wall thickening.", {"gallbladder wall thickening": "negated"}, id="several-words"),
        pytest.param("No murmurs. Cough for a week.", {"murmurs": "negated", "Cough": "affirmed"}, id="two-sentences"),
        pytest.param("Heart: no murmurs", {"murmurs": "negated"}, id="after-a-colon"),
        pytest.param("No significant change in the mass.", {"mass": "affirmed"}, id="pseudo"),
        pytest.param("She has a cough.", {"cough": "affirmed"}, id="affirmed"),
        pytest.param("The lungs show no opacities.", {"lungs show no opacities": "affirmed"}, id="trigger-inside-an-entity"),
        pytest.param("The lungs show no opacities or mass.", {"lungs show no opacities": "affirmed", "mass": "negated"}, id="and-behind"),
        pytest.param("No change in vision.", {"change in vision": "negated"}, id="pseudo-trigger-that-runs-into-an-entity"),
        pytest.param("The weather is fine.", {}, id="no-entity"),
        pytest.param("", {}, id="empty"),
    ],
)
def test_component_works_on_entities_of_someone_else(someone_elses: Language, text: str, expected: dict[str, str]) -> None:
    doc = someone_elses(text)
    assert {entity.text: entity._.assertion for entity in doc.ents} == expected


def test_component_changes_no_entity(someone_elses: Language) -> None:
    doc = someone_elses("No pneumonia, but a cough.")
    assert [(entity.text, entity.label_) for entity in doc.ents] == [("pneumonia", "FINDING"), ("cough", "FINDING")]
    assert "targets" not in doc.spans


def test_component_works_without_sentences() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("entity_ruler").add_patterns([{"label": "FINDING", "pattern": "fever"}])
    nlp.add_pipe("rootnote_context", config={"group": "ents"})
    assert [entity._.assertion for entity in nlp("He has no fever").ents] == ["negated"]


def test_component_works_on_a_span_group_of_any_name() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("rootnote_sentences")
    context = nlp.add_pipe("rootnote_context", config={"group": "problems"})
    doc = nlp.make_doc("No fever. Cough.")
    doc.spans["problems"] = [Span(doc, 1, 2, label="FEVER"), Span(doc, 3, 4, label="COUGH")]
    doc = context(nlp.get_pipe("rootnote_sentences")(doc))
    assert [span._.assertion for span in doc.spans["problems"]] == ["negated", "affirmed"]


def test_several_processes_give_the_same(someone_elses: Language) -> None:
    texts = ["No pneumonia, but a cough.", "Possible DVT."] * 3
    docs = list(someone_elses.pipe(texts, n_process=2))
    assert [[entity._.assertion for entity in doc.ents] for doc in docs] == [["negated", "affirmed"], ["uncertain"]] * 3
