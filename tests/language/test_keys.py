"""Keys: no phrase that matches is missed, whatever spelling of its words stands in the text."""

from itertools import chain, islice, product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

from rootnote.language.keys import Keys, runs_of
from rootnote.language.notation import parts_of
from rootnote.language.phrases import Phrases, compact, spellings_of
from rootnote.language.pipeline import shipped_rules
from rootnote.language.rulefile import Rule

RULES = tuple(rule for _, rule in shipped_rules() if isinstance(rule, Rule))

ROWS = [
    pytest.param("disc [space] (herniation|bulge)", "a Disk bulge", True, id="spelling"),
    pytest.param("disc [space] (herniation|bulge)", "a disc", False, id="part-missing"),
    pytest.param("straight~leg raise", "straight-leg raising", True, id="hyphen"),
    pytest.param("straight~leg raise", "the leg was raised", False, id="word-missing"),
    pytest.param("(a [lot]|plenty) of pain", "a lot of pain", True, id="parts-of-several-lengths"),
    pytest.param(r"\( l \)", "weak (L) leg", True, id="brackets"),
    pytest.param("+ve", "SLR +ve", True, id="sign"),
    pytest.param("[left] radiculopathy", "Radiculopathies/pain", True, id="joined-words"),
]


@pytest.mark.parametrize(("phrase", "text", "expected"), ROWS)
def test_keys_of_one_phrase(phrase: str, text: str, expected: bool) -> None:
    assert Keys.of([phrase]).may_match(runs_of(text)) is expected


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_no_sentence_that_a_rule_matches_is_missed(rule: Rule) -> None:
    keys = Keys.of(rule.phrases)
    written = (" ".join(chain(*choice)) for phrase in rule.phrases for choice in islice(product(*parts_of(phrase)), 200))
    missed = [words for words in written if not keys.may_match(runs_of(words))]
    assert missed == []


@given(st.data())
def test_no_spelling_is_missed(nlp: Language, data: st.DataObject) -> None:
    rule = data.draw(st.sampled_from(RULES))
    words = [word for part in parts_of(data.draw(st.sampled_from(rule.phrases))) for word in data.draw(st.sampled_from(part))]
    text = " ".join(data.draw(st.sampled_from(spellings_of(word))) for word in words)
    matched = Phrases(nlp.tokenizer, [(rule.id, rule.phrases)])(compact(nlp.make_doc(text)))
    if matched:
        assert Keys.of(rule.phrases).may_match(runs_of(text))


def test_keys_within_a_text_tell_the_same_of_its_parts() -> None:
    keys = Keys.of(["disc bulge", "nerve root", "back pain"])
    text = "The disc is dark. A bulge is seen. The back is free of pain."
    within = keys.within(runs_of(text))
    assert within.first
    assert [within.may_match(runs_of(part)) for part in text.split(". ")] == [keys.may_match(runs_of(part)) for part in text.split(". ")]
    assert not keys.within({"heart"}).first
