"""The rule behind a field, and the nearest to what was overlooked."""

from collections import Counter

import pytest
from spacy.language import Language

from rootnote.annotation.annotations import Span
from rootnote.documentation.elements import Element, Status
from rootnote.facts.model import Condition
from rootnote.language.measures import MEASURES
from rootnote.language.pipeline import shipped_rules
from rootnote.language.rulefile import Rule
from rootnote.notebook.batch import Batch
from rootnote.notebook.tracing import LABELS, Nearness, Tracer
from rootnote.reviewer import review


@pytest.fixture(scope="module")
def tracer(nlp: Language) -> Tracer:
    return Tracer(nlp)


def test_every_element_and_condition_has_labels_that_rules_have() -> None:
    labels = {rule.label for _, rule in shipped_rules() if isinstance(rule, Rule)} | set(MEASURES)
    assert list(LABELS) == [*Element, *Condition]
    assert {name: found - labels for name, found in LABELS.items() if found - labels} == {}


def test_what_a_record_documents_has_a_rule_behind_it(batch: Batch, tracer: Tracer) -> None:
    traced: Counter[bool] = Counter()
    for note_id, record in batch.records.items():
        for element, found in record.elements.items():
            traces = tracer.behind(record, batch.texts[note_id], f"element {element}")
            if found.status is Status.NOT_DOCUMENTED:
                assert traces == ()
            else:
                traced[bool(traces)] += 1
        for condition in Condition:
            mentions = record.condition_evidence[condition]
            traces = tracer.behind(record, batch.texts[note_id], f"condition {condition}")
            assert {trace.rule for trace in traces} <= {mention.rule for mention in mentions}
            assert bool(traces) == any(one.assertion.value == record.conditions[condition].value for one in mentions)
    assert traced[True] > 40
    assert not traced[False]


def test_codes_are_traced_to_the_rules_in_their_steps(tracer: Tracer, nlp: Language) -> None:
    text = "ASSESSMENT: Left S1 radiculopathy due to L5-S1 disc herniation."
    found = {trace.rule for trace in tracer.behind(review(text, nlp=nlp), text, "codes")}
    assert {"radiculopathy.disease", "disc"} <= found


def place(text: str, words: str) -> Span:
    return text.index(words), text.index(words) + len(words)


EXAM = "EXAM: Denies leg pain. Ankle jerk was brisk. Father has sciatica."

NEAR = [
    pytest.param("element radicular_symptoms", "leg pain", Nearness.FIRED, "leg_symptom", "negated", id="in-the-passage"),
    pytest.param("element reflex_exam", "brisk", Nearness.FIRED_NEARBY, "reflex.ankle", "affirmed", id="in-the-sentence"),
    pytest.param("condition sciatica", None, Nearness.ELSEWHERE, "sciatica", "family", id="in-the-note"),
]


@pytest.mark.parametrize(("field", "words", "nearness", "rule", "assertion"), NEAR)
def test_what_fired_near_is_named_with_what_was_said_of_it(
    tracer: Tracer, field: str, words: str | None, nearness: Nearness, rule: str, assertion: str
) -> None:
    found = tracer.nearest(EXAM, field, [place(EXAM, words)] if words else [])
    assert {trace.nearness for trace in found} == {nearness}
    assert (rule, assertion) in {(trace.rule, trace.assertion) for trace in found}
    for trace in found:
        assert trace.place is not None
        assert EXAM[slice(*trace.place)].split() == list(trace.words)


def test_else_it_is_the_rule_that_shares_most_words(tracer: Tracer) -> None:
    text = "EXAM: The leg, straight, was raised."
    (found,) = tracer.nearest(text, "element straight_leg_raise", [place(text, "The leg, straight, was raised")])
    assert (found.nearness, found.label, found.place) == (Nearness.SHARES_WORDS, "SLR", None)
    assert {"leg", "straight"} <= set(found.words)
    with pytest.raises(ValueError, match="no place"):
        found.mark("sciatica")


def test_a_rule_of_another_label_is_named_only_when_none_of_the_right_one_shares_a_word(tracer: Tracer) -> None:
    text = "Naproxen helped."
    (found,) = tracer.nearest(text, "element straight_leg_raise", [place(text, "Naproxen helped")])
    assert (found.rule, found.label, found.words) == ("treatment.medication", "TREATMENT", ("naproxen",))


def test_nothing_is_claimed_where_no_rule_shares_a_word(tracer: Tracer) -> None:
    text = "Zyx qwv."
    assert tracer.nearest(text, "element straight_leg_raise", [(0, len(text))]) == ()
    assert tracer.nearest(text, "condition sciatica", []) == ()
    assert tracer.nearest(text, "codes", []) == ()


def test_a_rule_that_is_left_out_is_the_nearest(nlp: Language) -> None:
    """The examples of rules as gold's passages, read by a pipeline without targets: the nearest is a rule of their label."""
    rules = [rule for _, rule in shipped_rules() if isinstance(rule, Rule) and rule.label == "TERRITORY"]
    silent = Tracer(_without_targets(nlp))
    for rule in rules:
        for text in rule.yes:
            (found, *_) = silent.nearest(text, "element dermatomal_distribution", [(0, len(text))])
            assert (found.nearness, found.label) == (Nearness.SHARES_WORDS, "TERRITORY"), rule.id


def _without_targets(nlp: Language) -> Language:
    import spacy

    from rootnote.language.targets import TARGETS

    silent = spacy.blank("en")
    silent.add_pipe("sentencizer")

    @Language.component("no_targets_for_tests")
    def no_targets(doc: spacy.tokens.Doc) -> spacy.tokens.Doc:
        doc.spans[TARGETS] = []
        return doc

    silent.add_pipe("no_targets_for_tests")
    return silent
