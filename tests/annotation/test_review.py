"""From records to sheets and back to gold rows, and what a reviewer changed on the way."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from spacy.language import Language

from annotation.sheets import sheets
from rootnote.annotation.annotations import Annotation, read_annotations, read_texts
from rootnote.annotation.review import Change, ChangeKind, changes
from rootnote.annotation.rows import Row, doubts, gold_row, read_sheet_rows, sheet_of
from rootnote.annotation.sheet import Mark, Sheet, checked, load_fields
from rootnote.annotation.tools import Layer
from rootnote.errors import RecordError, SourceError
from rootnote.facts.model import Assertion
from rootnote.reviewer import review

OWN = Path(__file__).parent.parent.parent / "annotations"
GOLD = read_sheet_rows(OWN / "gold.jsonl")
TEXTS = read_texts(OWN / "notes", GOLD)
NOTE = "Left S1 radiculopathy due to L5-S1 disc herniation. MRI: L5-S1 disc herniation. No back pain."


def sheet(nlp: Language, *layers: Layer) -> Sheet:
    row = Row.model_validate_json(review(NOTE, nlp=nlp, note_id="a").to_json())
    return sheet_of(row, NOTE, layers or tuple(Layer))


@pytest.mark.parametrize("note_id", GOLD)
def test_gold_row_of_a_gold_row_is_the_same(note_id: str) -> None:
    """All but the order of evidence, which follows the note, and of codes, which follows the table."""
    lines = (OWN / "gold.jsonl").read_text(encoding="utf-8").splitlines()
    gold = next(row for row in map(json.loads, lines) if row["id"] == note_id)
    made = json.loads(gold_row(sheet_of(GOLD[note_id], TEXTS[note_id])))
    assert list(made) == list(gold)
    assert without_order(made) == without_order(gold)


def without_order(row: Any) -> Any:
    if isinstance(row, dict):
        return {key: without_order(value) for key, value in row.items()}
    return sorted((without_order(item) for item in row), key=str) if isinstance(row, list) else row


def test_gold_row_is_read_as_gold(nlp: Language, tmp_path: Path) -> None:
    for offsets in (False, True):
        (tmp_path / "gold.jsonl").write_text(gold_row(sheet(nlp), offsets=offsets), encoding="utf-8")
        gold = read_annotations(tmp_path / "gold.jsonl", complete=True)["a"]
        record = Annotation.model_validate_json(review(NOTE, nlp=nlp, note_id="a").to_json())
        assert gold.model_copy(update={"elements": record.elements}) == record
        assert {e: m.status for e, m in gold.elements.items()} == {e: m.status for e, m in record.elements.items()}


def test_record_shows_evidence_of_every_layer(nlp: Language) -> None:
    found = {(mark.label, mark.assertion, NOTE[mark.start : mark.end]) for mark in sheet(nlp).marks}
    assert ("condition_low_back_pain", Assertion.NEGATED, "back pain") in found
    assert {label for label, _, _ in found} >= {"element_laterality", "code_M51.17", "condition_radiculopathy", "finding_imaging"}
    assert {mark.layer for mark in sheet(nlp, Layer.ELEMENT).marks} == {Layer.ELEMENT}


def test_quote_is_marked_where_it_stands_first() -> None:
    row = Row.model_validate_json('{"id": "a", "elements": {"imaging": {"status": "documented", "evidence": ["L5-S1 disc herniation"]}}}')
    assert sheet_of(row, NOTE).marks == (Mark(29, 50, Layer.ELEMENT, "imaging"),)


@pytest.mark.parametrize(
    "row",
    [
        pytest.param({"text_sha256": "0" * 64}, id="another text"),
        pytest.param({"elements": {"imaging": {"status": "documented", "evidence": ["Quimby"]}}}, id="quote that is nowhere"),
        pytest.param({"code_details": [{"code": "M51.17", "evidence": [{"start": 0, "end": 6, "text": "Quimby"}]}]}, id="wrong offsets"),
    ],
)
def test_row_of_another_text_is_refused_without_quoting(row: dict[str, Any]) -> None:
    with pytest.raises(RecordError, match="^a: ") as caught:
        sheet_of(Row.model_validate_json(json.dumps({"id": "a", **row})), NOTE)
    assert "Quimby" not in str(caught.value)


def test_word_that_gold_needs_must_be_filled_in(nlp: Language) -> None:
    one = sheet(nlp)
    with pytest.raises(SourceError, match=r"^a: etiology: not filled in$"):
        gold_row(replace(one, fields={name: values for name, values in one.fields.items() if name != "etiology"}))


def test_element_that_is_not_documented_has_no_evidence(nlp: Language) -> None:
    one = replace(sheet(nlp), fields={**sheet(nlp).fields, "element_imaging": ("not_documented",), "element_chronicity": ("documented",)})
    assert json.loads(gold_row(one))["elements"]["imaging"] == {"status": "not_documented", "evidence": []}
    assert list(doubts(one)) == ["imaging: labelled, but not documented", "chronicity: documented, but nothing is labelled"]
    assert list(doubts(sheet(nlp))) == []


@pytest.mark.parametrize(
    ("end", "expected"),
    [
        pytest.param("left ankle", [], id="words"),
        pytest.param("absent.", [], id="sentence"),
        pytest.param("Sleeps badly.", [], id="two-sentences"),
        pytest.param("Walks", ["element reflex_exam: labelled over 3 sentences, 6 to 56"], id="into-a-third"),
        pytest.param("dog.", ["element reflex_exam: labelled over 3 sentences, 6 to 65"], id="three-sentences"),
    ],
)
def test_a_label_that_runs_on_is_doubted(end: str, expected: list[str]) -> None:
    text = "EXAM: Jerk of the left ankle absent. Sleeps badly. Walks the dog.\n"
    mark = Mark(6, text.index(end) + len(end), Layer.ELEMENT, "reflex_exam")
    assert list(doubts(Sheet("a", text, (mark,), {"element_reflex_exam": ("abnormal",)}))) == expected


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        pytest.param({"laterality": ("left", "right")}, "laterality: more than one", id="two words for one"),
        pytest.param({"laterality": ("Quimby",)}, "laterality: none of the words", id="no word"),
        pytest.param({"Quimby": ("left",)}, "1 fields are none", id="no field"),
    ],
)
def test_sheet_that_can_not_be_is_refused(fields: dict[str, tuple[str, ...]], message: str) -> None:
    with pytest.raises(SourceError, match=message) as caught:
        checked(Sheet("a", NOTE, (), fields))
    assert "Quimby" not in str(caught.value)


# --- changes


@given(sheets())
def test_what_stays_is_no_change(one: Sheet) -> None:
    assert list(changes(one, one)) == []


def mark(start: int, end: int, assertion: Assertion | None = None) -> Mark:
    return Mark(start, end, Layer.CONDITION, "sciatica", assertion) if assertion else Mark(start, end, Layer.ELEMENT, "imaging")


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param([], [mark(0, 4)], (ChangeKind.ADDED, "element_imaging", "", "0-4"), id="added"),
        pytest.param([mark(0, 4)], [], (ChangeKind.REMOVED, "element_imaging", "0-4", ""), id="removed"),
        pytest.param([mark(0, 4)], [mark(2, 7)], (ChangeKind.MOVED, "element_imaging", "0-4", "2-7"), id="moved"),
        pytest.param(
            [mark(0, 4, Assertion.AFFIRMED)],
            [mark(0, 4, Assertion.NEGATED)],
            (ChangeKind.RESTATED, "condition_sciatica", "0-4 affirmed", "0-4 negated"),
            id="restated",
        ),
    ],
)
def test_changed_mark_is_named(before: list[Mark], after: list[Mark], expected: tuple[ChangeKind, str, str, str]) -> None:
    sent, back = (Sheet("a", NOTE, tuple(marks), {}) for marks in (before, after))
    assert list(changes(sent, back)) == [Change("a", *expected)]


def test_mark_elsewhere_is_removed_and_added() -> None:
    found = list(changes(Sheet("a", NOTE, (mark(0, 4),), {}), Sheet("a", NOTE, (mark(4, 8),), {})))
    assert [change.kind for change in found] == [ChangeKind.REMOVED, ChangeKind.ADDED]


def test_changed_fields_are_named_with_their_words() -> None:
    sent = Sheet("a", NOTE, (), {"laterality": ("left",), "codes": ("M54.16", "M54.17")})
    back = Sheet("a", NOTE, (), {"laterality": ("right",), "roots": ("S1",)})
    assert [(c.name, c.before, c.after) for c in changes(sent, back)] == [
        ("laterality", "left", "right"),
        ("codes", "M54.16, M54.17", ""),
        ("roots", "", "S1"),
    ]


def test_layers_that_were_not_sent_are_passed_over() -> None:
    sent, back = Sheet("a", NOTE, (mark(0, 4, Assertion.AFFIRMED),), {}), Sheet("a", NOTE, (), {})
    assert list(changes(sent, back, [Layer.ELEMENT])) == []


def test_every_word_of_a_gold_row_has_a_field() -> None:
    known = load_fields()
    for note_id, row in GOLD.items():
        assert set(sheet_of(row, TEXTS[note_id]).fields) <= set(known)
