"""Queries: how they read, and that every query rootnote makes is compliant."""

from __future__ import annotations

import os
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

import rootnote
from coding.factsets import read_factsets
from coding.strategies import THOROUGH, notes
from documentation.test_gaps import gaps_in
from rootnote.coding.tablefile import parse_table
from rootnote.documentation.elements import QueryText, load_elements
from rootnote.documentation.queries import (
    QUERY_FILE,
    Indicator,
    Query,
    QueryFile,
    QueryRules,
    assemble,
    load_query_rules,
)
from rootnote.documentation.querytext import read_queries
from rootnote.documentation.quotation import QUOTE_LENGTH, quote
from rootnote.errors import RuleError
from rootnote.facts.model import NoteFacts
from rootnote.source import Note, read_notes

ROOT = Path(__file__).parents[2]

CLOSING = ("Other: __", "Unable to determine")
GOOD = Query("Side of the leg symptoms", (Indicator("numb foot", "hpi"),), "On which side are they?", ("Right", "Left", *CLOSING))


def faults(query: Query) -> set[str]:
    return {fault.rule for fault in load_query_rules().faults(query)}


FAULTS: list[Any] = [
    pytest.param({}, set(), id="compliant"),
    pytest.param({"question": "Is this M54.17?"}, {"diagnosis_code"}, id="diagnosis-code"),
    pytest.param({"options": ("Use ICD 10 F", *CLOSING)}, {"diagnosis_code"}, id="names-the-code-set"),
    pytest.param({"question": "Is it L5-S1 or T12-L1?"}, set(), id="levels-are-no-codes"),
    pytest.param({"question": "Was 62323 done?"}, {"procedure_code"}, id="procedure-code"),
    pytest.param({"title": "For the payer"}, {"payment"}, id="payer"),
    pytest.param({"question": "Is it needed for authorization?"}, {"payment"}, id="authorization"),
    pytest.param({"question": "Please document the side?"}, {"directive"}, id="please-document"),
    pytest.param({"options": ("It should be left", *CLOSING)}, {"directive"}, id="should"),
    pytest.param({"question": "Would you agree that it is left?"}, {"leading"}, id="leading"),
    pytest.param({"title": "Missing side"}, {"leading_title"}, id="title-finds-fault"),
    pytest.param({"title": "Lumbar disc herniation"}, {"leading_title"}, id="title-names-a-diagnosis"),
    pytest.param({"question": "Is it the disc herniation?"}, set(), id="question-may-name-a-diagnosis"),
    pytest.param({"options": ("Yes", "No", *CLOSING)}, {"yes_no"}, id="yes-no"),
    pytest.param({"options": ("Right", "Left")}, {"closing_options"}, id="no-way-out"),
    pytest.param({"options": (*CLOSING, "Right")}, {"closing_options"}, id="way-out-not-last"),
    pytest.param({"options": ("Right", "Right", *CLOSING)}, {"repeated"}, id="choice-twice"),
    pytest.param({"question": "Give the side."}, {"question"}, id="no-question"),
    pytest.param({"indicators": ()}, {"indicators"}, id="nothing-quoted"),
    pytest.param({"question": "Which side has “M54.16 please document payer”?"}, set(), id="quotations-are-not-judged"),
]


@pytest.mark.parametrize(("changes", "expected"), FAULTS)
def test_faults(changes: dict[str, Any], expected: set[str]) -> None:
    assert faults(replace(GOOD, **changes)) == expected


def test_every_rule_has_a_case() -> None:
    rules = {row.id for row in _content().forbidden} | {"closing_options", "repeated", "question", "indicators"}
    assert {rule for case in FAULTS for rule in case.values[1]} == rules


def test_a_fault_holds_no_words_of_the_query() -> None:
    (fault,) = load_query_rules().faults(replace(GOOD, question="Please document Jane Roe?"))
    assert "Jane" not in f"{fault.rule} {fault.part} {fault.reason}"


def test_text_of_a_query() -> None:
    assert GOOD.text().splitlines() == [
        "Side of the leg symptoms",
        "The note says: “numb foot” (hpi).",
        "On which side are they?",
        "☐ Right",
        "☐ Left",
        "☐ Other: __",
        "☐ Unable to determine",
    ]


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        pytest.param("left leg\n  pain", "“left leg pain”", id="line-break"),
        pytest.param("“so-called” pain", '“"so-called" pain”', id="quotation-in-a-quotation"),
        pytest.param("x" * QUOTE_LENGTH, f"“{'x' * QUOTE_LENGTH}”", id="longest"),
        pytest.param("x" * (QUOTE_LENGTH + 1), f"“{'x' * QUOTE_LENGTH}…”", id="too-long"),
    ],
)
def test_quotation(text: str, quoted: str) -> None:
    assert quote(text) == quoted


def test_choice_with_a_finding_is_repeated_or_left_out() -> None:
    text = QueryText("T", "What of {diagnosis}?", "And {diagnosis}?", ("Due to {finding}", "Unknown"))
    with_two = assemble(text, "“it”", ["“a”", "“b”"], [], CLOSING)
    assert (with_two.question, with_two.options) == ("What of “it”?", ("Due to “a”", "Due to “b”", "Unknown", *CLOSING))
    without = assemble(text, "“it”", [], [], CLOSING)
    assert (without.question, without.options) == ("And “it”?", ("Unknown", *CLOSING))


@pytest.mark.parametrize("factset", [pytest.param(one, id=one.id) for one in read_factsets()])
def test_queries_of_every_fact_set_are_compliant(factset: Any) -> None:
    for gap in gaps_in(factset.facts, factset.text).values():
        assert not load_query_rules().faults(gap.query), gap.element


@settings(THOROUGH, max_examples=max(2000, THOROUGH.max_examples))
@given(notes())
def test_any_query_of_2000_fact_sets_is_compliant(one: tuple[NoteFacts, str]) -> None:
    for gap in gaps_in(*one).values():
        assert not load_query_rules().faults(gap.query)


FOLDERS = [
    pytest.param(ROOT / "annotations" / "notes", id="our-own"),
    pytest.param(Path(os.environ.get("ROOTNOTE_SHARED", ROOT.parent / "shared")) / "notes" / "dev", id="development"),
]


@pytest.mark.parametrize("folder", FOLDERS)
def test_queries_of_the_gold_notes_are_compliant_and_read_back_as_they_were(folder: Path) -> None:
    if not folder.is_dir():
        pytest.skip("the shared folder with the development notes is not beside the checkout")
    asked = 0
    for note in read_notes([str(folder)]):
        assert isinstance(note, Note)
        record = rootnote.review(note.text, note_id=note.id)
        written = [gap.query for gap in record.gaps] + [warning.query for warning in record.warnings if warning.query]
        for text in written:
            (query,) = read_queries(text)
            assert not load_query_rules().faults(query), note.id
            assert text.startswith(query.title)
            assert text.splitlines()[-len(query.options) :] == [f"☐ {option}" for option in query.options]
        asked += len(written)
    assert asked > 100


def test_every_element_has_a_query_with_choices() -> None:
    for row in load_elements():
        assert row.query.options
        assert row.query.question.endswith("?")


def _content() -> QueryFile:
    return parse_table(QUERY_FILE, files("rootnote").joinpath("data", QUERY_FILE).read_text(encoding="utf-8"), QueryFile)


def test_a_pattern_that_does_not_compile_is_refused_by_name() -> None:
    first, *rest = _content().forbidden
    with pytest.raises(RuleError, match=f"^queries.toml: forbidden '{first.id}', pattern"):
        QueryRules(replace(_content(), forbidden=(replace(first, pattern="("), *rest)))
