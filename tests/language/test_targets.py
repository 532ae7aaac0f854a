"""Targets: what the component finds with rules of a test's own: layers, masks, spellings, places."""

from typing import Any

import pytest
from spacy.language import Language
from spacy.tokens import Doc

from rootnote.language.placed import rows_of
from rootnote.language.rulefile import Rule
from rootnote.language.targets import TARGETS, Targets


def rule(rule_id: str, label: str, *phrases: str, value: str = "") -> Rule:
    return Rule(rule_id, label, phrases, "a test", (), (), value)


LEAK = rule("leak", "LEAK", "disc leak", value="leak")
DISC = rule("disc", "DISC", "disc")
ROOT = rule("root", "ROOT", "(l5|s1) root")
BULGE = rule("bulge", "BULGE", "bulging disc [material]")
GOLF = rule("golf", "MASK", "disc golf")
SUITE = rule("suite", "MASK", "suite l5")


def find(nlp: Language, layers: list[list[Rule]], text: str) -> list[tuple[str, str]]:
    """Rule id and text of each target, in the order of the Doc."""
    doc = Targets(nlp, layers)(nlp.make_doc(text))
    return [(span.id_, span.text) for span in doc.spans[TARGETS]]


@pytest.mark.parametrize(
    ("layers", "text", "expected"),
    [
        pytest.param([[DISC]], "The disc bulges.", [("disc", "disc")], id="one-word"),
        pytest.param([[DISC]], "The discs bulge.", [("disc", "discs")], id="other-spelling"),
        pytest.param([[DISC]], "The DISC bulges.", [("disc", "DISC")], id="capitals"),
        pytest.param([[DISC]], "A discussion.", [], id="no-part-of-a-word"),
        pytest.param([[ROOT]], "the L5 root", [("root", "L5 root"), ("measure.vertebra", "L5")], id="measures-stand-beside-rules"),
        pytest.param([[LEAK]], "a disc\n  leak", [("leak", "disc\n  leak")], id="phrase-over-two-lines"),
        pytest.param([[LEAK]], "a disc. Leak", [], id="phrase-over-a-full-stop"),
        pytest.param([[DISC, LEAK]], "a disc leak", [("leak", "disc leak")], id="longer-hides-shorter-in-a-layer"),
        pytest.param([[DISC], [LEAK]], "a disc leak", [("disc", "disc"), ("leak", "disc leak")], id="layers-do-not-hide-each-other"),
        pytest.param([[BULGE]], "bulging disc material", [("bulge", "bulging disc material")], id="longest-alternative"),
        pytest.param([[BULGE, LEAK]], "a bulging disc leak", [("bulge", "bulging disc")], id="first-of-two-that-overlap"),
        pytest.param([[DISC, rule("disk", "OTHER", "disc")]], "a disc", [("disc", "disc"), ("disk", "disc")], id="same-words-both-stay"),
        pytest.param([[DISC, GOLF]], "disc golf", [], id="mask-hides-in-its-layer"),
        pytest.param([[DISC, GOLF]], "golf disc", [("disc", "disc")], id="mask-hides-only-its-phrase"),
        pytest.param([[DISC], [GOLF]], "disc golf", [("disc", "disc")], id="mask-hides-in-no-other-layer"),
        pytest.param([[DISC], [SUITE]], "Suite L5", [], id="mask-of-any-layer-hides-measures"),
        pytest.param([[DISC], [SUITE]], "L5", [("measure.vertebra", "L5")], id="measure-without-a-mask"),
        pytest.param([[DISC]], "", [], id="empty"),
        pytest.param([[DISC]], " \n ", [], id="white-space"),
    ],
)
def test_targets_of_a_text(nlp: Language, layers: list[list[Rule]], text: str, expected: list[tuple[str, str]]) -> None:
    assert sorted(find(nlp, layers, text)) == sorted(expected)


def test_span_carries_label_value_and_rule(nlp: Language) -> None:
    doc = Targets(nlp, [[LEAK]])(nlp.make_doc("a disc leak"))
    assert [(span.label_, span.kb_id_, span.id_, span.start_char) for span in doc.spans[TARGETS]] == [("LEAK", "leak", "leak", 2)]


def test_targets_stand_in_the_order_of_their_starts(nlp: Language) -> None:
    doc: Doc = nlp("Left S1 radiculopathy. MRI: L4-5 disc herniation. EHL 4/5 on the left for 6 weeks.")
    starts = [span.start for span in doc.spans[TARGETS]]
    assert starts == sorted(starts)
    assert len(starts) > 10


def test_component_knows_its_rules(nlp: Language) -> None:
    assert Targets(nlp, [[DISC], [LEAK, GOLF]]).rules == (DISC, LEAK, GOLF)


@pytest.mark.parametrize(
    ("text", "label", "values"),
    [
        pytest.param("no leg weakness", "SYMPTOM", ["weakness"], id="symptom"),
        pytest.param("right-handed", "SIDE", [], id="handedness-is-no-side"),
        pytest.param("Heart: normal S1 and S2.", "VERTEBRA", [], id="heart-sounds-are-no-roots"),
        pytest.param("discitis", "DISC", [], id="discitis-is-no-disc-disorder"),
        pytest.param("spondylolisthesis", "SPONDYLOSIS", [], id="listhesis-is-no-spondylosis"),
        pytest.param("tooth root canal", "NERVE_ROOT", [], id="root-canal"),
        pytest.param("strength training", "STRENGTH", [], id="strength-training"),
    ],
)
def test_default_rules_find_what_they_should(nlp: Language, text: str, label: str, values: list[Any]) -> None:
    doc = nlp(text)
    assert [span.kb_id_ for span in doc.spans[TARGETS] if span.label_ == label] == values


def test_rows_follow_spans_that_another_component_changes(nlp: Language) -> None:
    doc = nlp("Left S1 radiculopathy.")
    assert [row.label_ for row in rows_of(doc, TARGETS)] == [span.label_ for span in doc.spans[TARGETS]]
    doc.spans[TARGETS] = [span for span in doc.spans[TARGETS] if span.label_ == "RADICULOPATHY"]
    assert [row.label_ for row in rows_of(doc, TARGETS)] == ["RADICULOPATHY"]


def test_rows_outlast_a_saved_doc(nlp: Language) -> None:
    doc = nlp("Left S1 radiculopathy.")
    again = Doc(nlp.vocab).from_bytes(doc.to_bytes())
    assert rows_of(again, TARGETS) == rows_of(doc, TARGETS)
