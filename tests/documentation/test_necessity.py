"""What a note documents of what an injection, an MRI or an operation wants."""

from __future__ import annotations

import re
from dataclasses import replace
from importlib.resources import files
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coding.factsets import finding, note
from coding.strategies import THOROUGH, notes
from rootnote.coding.tablefile import parse_table
from rootnote.documentation.checklists import NECESSITY_FILE, Checklists, NecessityFile, load_necessity
from rootnote.documentation.necessity import Item, Outcome, necessity
from rootnote.documentation.purpose import Purpose
from rootnote.errors import RuleError
from rootnote.facts.model import Evidence, NoteFacts
from rootnote.record import build_record

A = "affirmed"
ROOT = {"radiculopathy": A, "regions": ["lumbosacral"], "roots": ["S1 left"], "location": "left S1 radiculopathy", "laterality": "left"}


def items_of(purpose: str, **given: Any) -> dict[str, Item]:
    facts, text = note(**given)
    return {item.id: item for item in necessity(build_record("one", text, facts), purpose).items}


def scale(site: str) -> Any:
    return finding("scale", site=site)


def injected(root: str, **rest: Any) -> Any:
    return finding("procedure", site="transforaminal", root=root, section="plan", **rest)


def lasting(words: str, **rest: Any) -> Any:
    return finding("duration", words, **rest)


OUTCOMES: list[Any] = [
    pytest.param("tfesi", {**ROOT}, "indication", "met", id="radiculopathy"),
    pytest.param("tfesi", {"radiculopathy": "uncertain"}, "indication", "unknown", id="only-possible"),
    pytest.param("tfesi", {"radiculopathy": "negated", "low_back_pain": A}, "indication", "not_met", id="denied"),
    pytest.param("esi", {"findings": [finding("sign", site="claudication")]}, "indication", "met", id="claudication"),
    pytest.param("esi", {"findings": [finding("symptom", "", "negated")]}, "indication", "not_met", id="axial-pain"),
    pytest.param("esi", {"findings": [finding("symptom")]}, "indication", "unknown", id="leg-pain-is-not-called-radicular"),
    pytest.param("tfesi", {**ROOT, "findings": [finding("reflex", site="ankle")]}, "examination", "met", id="reflex-of-the-root"),
    pytest.param(
        "tfesi", {**ROOT, "findings": [finding("motor", site="quadriceps")]}, "examination", "not_met", id="muscle-of-another-root"
    ),
    pytest.param("tfesi", {**ROOT, "findings": [finding("reflex", "", "negated")]}, "examination", "unknown", id="normal-examination"),
    pytest.param("tfesi", {**ROOT, "findings": [finding("imaging")]}, "imaging", "met", id="image"),
    pytest.param("tfesi", {**ROOT, "imaging_levels": ["L1-L2"], "findings": [finding("imaging")]}, "imaging", "not_met", id="other-level"),
    pytest.param("tfesi", {**ROOT, "findings": [finding("imaging", "", "negated")]}, "imaging", "unknown", id="normal-image"),
    pytest.param("tfesi", {**ROOT}, "imaging", "unknown", id="no-image"),
    pytest.param(
        "tfesi",
        {**ROOT, "findings": [finding("motor", site="heel raise"), finding("reflex", site="knee")]},
        "examination",
        "met",
        id="examination-agrees-in-part",
    ),
    pytest.param("tfesi", {**ROOT}, "side", "met", id="side"),
    pytest.param("tfesi", {**ROOT, "laterality": "conflicting"}, "side", "not_met", id="two-sides"),
    pytest.param("tfesi", {**ROOT}, "location", "met", id="root"),
    pytest.param("esi", {"findings": [lasting("for three weeks")]}, "duration_4_weeks", "not_met", id="three-weeks"),
    pytest.param("esi", {"findings": [lasting("6-week history")]}, "duration_4_weeks", "met", id="six-weeks"),
    pytest.param("esi", {"findings": [lasting("3 to 4 months")]}, "duration_4_weeks", "met", id="range-of-months"),
    pytest.param("esi", {"findings": [lasting("a couple of weeks")]}, "duration_4_weeks", "not_met", id="couple-of-weeks"),
    pytest.param("esi", {"findings": [lasting("over the past several weeks")]}, "duration_4_weeks", "unknown", id="several-weeks"),
    pytest.param("esi", {"findings": [lasting("for several months")]}, "duration_4_weeks", "met", id="several-months"),
    pytest.param("esi", {"findings": [lasting("weeks of pain")]}, "duration_4_weeks", "unknown", id="weeks-of"),
    pytest.param("esi", {"findings": [lasting("since last week")]}, "duration_4_weeks", "not_met", id="last-week"),
    pytest.param("esi", {"findings": [lasting("for the past year")]}, "duration_4_weeks", "met", id="past-year"),
    pytest.param("esi", {"findings": [lasting("months of pain")]}, "duration_4_weeks", "met", id="months-of"),
    pytest.param("esi", {"findings": [lasting("days of pain", severity="chronic")]}, "duration_4_weeks", "not_met", id="days-of"),
    pytest.param("esi", {"findings": [lasting("chronic pain", severity="chronic")]}, "duration_4_weeks", "met", id="chronic"),
    pytest.param("esi", {"findings": [lasting("since March")]}, "duration_4_weeks", "unknown", id="since-a-month"),
    pytest.param("esi", {"findings": [lasting("2 days"), lasting("for 9 weeks")]}, "duration_4_weeks", "met", id="the-longest-counts"),
    pytest.param(
        "mri", {**ROOT, "findings": [lasting("2 days"), finding("motor")]}, "duration_6_weeks", "met", id="weakness-waits-for-nothing"
    ),
    pytest.param("esi", {"findings": [finding("treatment")]}, "conservative_care", "met", id="treated"),
    pytest.param("esi", {"findings": [finding("treatment", "failed therapy")]}, "response", "met", id="treatment-failed"),
    pytest.param("esi", {"findings": [finding("treatment", "had therapy")]}, "response", "unknown", id="response-not-said"),
    pytest.param("esi", {"findings": [finding("treatment", "prednisone")]}, "response", "unknown", id="beginnings-of-words-only"),
    pytest.param("esi", {"findings": [finding("treatment", "without any relief")]}, "response", "met", id="without-relief"),
    pytest.param("surgery", {**ROOT, "findings": [finding("sign", site="saddle")]}, "response_unless_urgent", "met", id="urgent"),
    pytest.param("tfesi", {**ROOT, "findings": [injected("S1")]}, "agreement", "met", id="injected-where-diagnosed"),
    pytest.param("tfesi", {**ROOT, "findings": [injected("L3")]}, "agreement", "not_met", id="injected-elsewhere"),
    pytest.param("tfesi", {**ROOT, "findings": [injected("S1", side="right")]}, "agreement", "unknown", id="injected-on-the-other-side"),
    pytest.param("esi", {"findings": [finding("treatment", site="injection")]}, "sessions", "unknown", id="earlier-sessions"),
    pytest.param(
        "esi", {**ROOT, "findings": [finding("procedure", site="facet", section="plan")]}, "facet", "not_met", id="facet-procedure-beside"
    ),
    pytest.param("esi", {"findings": [scale("pain")]}, "pain_scale", "met", id="pain-scale"),
    pytest.param("esi", {"findings": [scale("pain")]}, "function_scale", "unknown", id="no-function-scale"),
    pytest.param("esi", {"findings": [finding("procedure", site="image guidance")]}, "guidance", "met", id="guidance"),
    pytest.param("esi", {"findings": [finding("procedure", site="contrast")]}, "contrast", "met", id="contrast"),
    pytest.param(
        "tfesi",
        {"findings": [finding("procedure", site="transforaminal", root=root, section="plan") for root in ("L4", "L5")]},
        "two_levels",
        "met",
        id="two-roots",
    ),
    pytest.param(
        "tfesi",
        {"findings": [finding("procedure", site="transforaminal", root=root, section="plan") for root in ("L4", "L5", "S1")]},
        "two_levels",
        "not_met",
        id="three-roots",
    ),
    pytest.param(
        "tfesi",
        {
            "findings": [
                finding("procedure", site="transforaminal", section="plan", **place)
                for place in ({"level": "L3-L4"}, {"root": "L3"}, {"level": "L4-L5"}, {"root": "L4"})
            ]
        },
        "two_levels",
        "met",
        id="two-levels-with-their-roots",
    ),
    pytest.param(
        "tfesi",
        {"findings": [finding("procedure", site="transforaminal", root=root, section="hpi") for root in ("L4", "L5", "S1")]},
        "two_levels",
        "unknown",
        id="roots-of-the-past",
    ),
    pytest.param("surgery", {"findings": [finding("imaging", level="L4-L5")]}, "imaging_level", "met", id="level-of-the-image"),
    pytest.param("mri", {"low_back_pain": A, "findings": [finding("sign", site="saddle")]}, "imaging_indication", "met", id="urgent-sign"),
    pytest.param("mri", {"radiculopathy": "uncertain"}, "imaging_indication", "met", id="possible-is-enough-for-an-image"),
    pytest.param("mri", {"findings": [finding("sensory", "", "negated")]}, "neurological_examination", "met", id="normal-counts"),
]


@pytest.mark.parametrize(("purpose", "given", "item", "outcome"), OUTCOMES)
def test_outcome(purpose: str, given: dict[str, Any], item: str, outcome: str) -> None:
    assert items_of(purpose, **given)[item].outcome == outcome


def test_relief_is_asked_only_after_an_earlier_injection() -> None:
    earlier = finding("treatment", "one injection", site="injection")
    assert "relief" not in items_of("tfesi", **ROOT)
    assert items_of("tfesi", **ROOT, findings=[earlier])["relief"].outcome is Outcome.UNKNOWN
    for grade, outcome in (("60", Outcome.MET), ("40", Outcome.NOT_MET)):
        relief = finding("procedure", site="relief", grade=grade)
        assert items_of("tfesi", **ROOT, findings=[earlier, relief])["relief"].outcome is outcome


def test_the_clause_of_a_treatment_says_how_it_worked_where_the_note_is_at_hand() -> None:
    text = "Treated with ibuprofen, which did not help at all. Better since."
    start = text.index("ibuprofen")
    facts = replace(note(**ROOT)[0], findings=(replace(finding("treatment"), evidence=Evidence(start, start + 9, "ibuprofen")),))
    record = build_record("one", text, facts)
    outcomes = [
        {item.id: item.outcome for item in one.items}["response"] for one in (necessity(record, "esi"), necessity(record, "esi", text))
    ]
    assert outcomes == [Outcome.UNKNOWN, Outcome.MET]


def test_what_does_not_apply_is_not_asked() -> None:
    asked = items_of("tfesi", **ROOT)
    assert not asked.keys() & {"relief", "sessions", "facet", "agreement"}


def test_evidence_is_what_decides() -> None:
    item = items_of("esi", findings=[lasting("for nine weeks"), lasting("for two days")])["duration_4_weeks"]
    assert [place.text for place in item.evidence] == ["for nine weeks"]


def test_codes_of_the_procedures_are_named() -> None:
    facts, text = note(**ROOT)
    named = {purpose: necessity(build_record("one", text, facts), purpose).procedures for purpose in Purpose}
    assert [one[:5] for one in named[Purpose.ESI]] == ["62322", "62323"]
    assert [one[:5] for one in named[Purpose.TFESI]] == ["64483", "64484"]


def test_another_purpose_is_refused() -> None:
    facts, text = note()
    with pytest.raises(ValueError, match="^purpose must be one of 'esi', 'tfesi', 'mri', 'surgery'$"):
        necessity(build_record("one", text, facts), "massage")


OTHER_TEXTS: list[Any] = [
    pytest.param("Quillfeather has another note.", ValueError, "^the record was made from another text than this$", id="another"),
    pytest.param("", ValueError, "^the record was made from another text than this$", id="empty"),
    pytest.param("Quillfeather\ud800", ValueError, "^the record was made from another text than this$", id="no-unicode"),
    pytest.param(b"Quillfeather", TypeError, "^the text must be a str, not bytes$", id="bytes"),
]


@pytest.mark.parametrize(("other", "kind", "message"), OTHER_TEXTS)
def test_a_text_that_is_not_the_records_is_refused(other: Any, kind: type[Exception], message: str) -> None:
    facts, text = note(radiculopathy="affirmed")
    record = build_record("one", text, facts)
    assert necessity(record, "esi", text)
    with pytest.raises(TypeError, match="^necessity takes a record, not NoneType$"):
        necessity(cast(Any, None), "esi")
    with pytest.raises(kind, match=message) as caught:
        necessity(record, "esi", other)
    assert caught.value.__context__ is None


def test_every_item_is_asked_for_some_purpose_and_every_clause_can_hold() -> None:
    lists = load_necessity()
    assert {item.id for items in lists.items.values() for item in items} == {row.id for row in content().item}
    assert all(row.source for row in lists.purposes.values())


@THOROUGH
@given(notes(), st.sampled_from(Purpose))
def test_evidence_stands_in_the_note(one: tuple[NoteFacts, str], purpose: Purpose) -> None:
    facts, text = one
    for item in necessity(build_record("one", text, facts), purpose).items:
        assert item.outcome in Outcome
        assert all(text[place.start : place.end] == place.text for place in item.evidence)


def content() -> NecessityFile:
    return parse_table(NECESSITY_FILE, text_of_file(), NecessityFile)


def text_of_file() -> str:
    return files("rootnote").joinpath("data", NECESSITY_FILE).read_text(encoding="utf-8")


BAD: list[Any] = [
    pytest.param('id = "esi"', 'id = "massage"', "necessity.toml: purpose 'massage', id", id="unknown-purpose"),
    pytest.param('id = "tfesi"', 'id = "esi"', "necessity.toml: purpose: the rows must be", id="purpose-twice"),
    pytest.param('id = "pain_scale"', 'id = "pain"', "necessity.toml: purpose 'esi', items: no item 'pain_scale'", id="item-missing"),
    pytest.param('id = "pain_scale"', 'id = "side"', "necessity.toml: item 'side' stands twice", id="item-twice"),
    pytest.param("{ weeks = 4 }", "{ weeks = 4, below_weeks = 6 }", "necessity.toml: item 'duration_4_weeks': a clause", id="two-subjects"),
    pytest.param('kind = "scale"', 'kind = "scales"', "necessity.toml: item 'pain_scale', met", id="unknown-kind"),
    pytest.param('says = "no_relief"', 'says = "relief"', "necessity.toml: item 'response', says: no words 'relief'", id="unknown-words"),
    pytest.param("plural = ", "plurals = ", "necessity.toml: vague: no row 'plural'", id="plural-missing"),
    pytest.param("wanted = ", "want = ", "necessity.toml: item 'indication', ", id="unknown-key"),
]


@pytest.mark.parametrize(("old", "new", "message"), BAD)
def test_loader_names_file_row_and_key(old: str, new: str, message: str) -> None:
    with pytest.raises(RuleError, match=f"^{re.escape(message)}"):
        Checklists(parse_table(NECESSITY_FILE, text_of_file().replace(old, new, 1), NecessityFile))
