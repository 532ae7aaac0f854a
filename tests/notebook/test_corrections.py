"""A reviewer's corrections: strict, told, saved as gold that evaluates."""

import json
from pathlib import Path
from typing import Any

import pytest

from commandline import Run
from rootnote.annotation.annotations import read_annotations
from rootnote.errors import SourceError
from rootnote.notebook.batch import Batch
from rootnote.notebook.corrections import Corrections

NOTE = "clinic-13-low-back-pain-only"
OTHER = "clinic-01-left-s1-disc"
DENIAL = "denies leg pain, numbness, tingling and weakness"


@pytest.fixture
def corrections(batch: Batch, tmp_path: Path) -> Corrections:
    return Corrections.open(batch, tmp_path / "corrected.jsonl")


def rows(file: Path) -> dict[str, dict[str, Any]]:
    return {row["id"]: row for row in map(json.loads, file.read_text(encoding="utf-8").splitlines())}


def test_what_is_corrected_is_told_and_saved(corrections: Corrections, batch: Batch) -> None:
    told = corrections.correct(
        NOTE,
        element_chronicity="not_documented",
        codes=["M54.17", "M54.16"],
        evidence={"radicular_symptoms": [DENIAL]},
        element_radicular_symptoms="denied",
        comment="hard",
    )
    fields = {row.of: (row.before, row.after) for row in told.itertuples() if row.change == "field"}
    assert fields["codes"] == ("", "M54.16, M54.17")
    assert fields["element_chronicity"] == ("documented", "not_documented")
    assert fields["comment"] == ("", "hard")
    places = [(row.of, row.after) for row in told.itertuples() if row.change in ("added", "moved")]
    assert ("element_radicular_symptoms", f"“{DENIAL}”") in places
    assert corrections.save() == f"1 notes in {corrections.file}"
    row = rows(corrections.file)[NOTE]
    assert row["elements"]["radicular_symptoms"] == {
        "status": "denied",
        "evidence": [{"start": (start := batch.texts[NOTE].index(DENIAL)), "end": start + len(DENIAL), "text": DENIAL}],
    }
    assert row["elements"]["chronicity"] == {"status": "not_documented", "evidence": []}
    assert (row["codes"], row["comment"]) == (["M54.16", "M54.17"], "hard")
    assert corrections.doubts() == ()


WRONG = [
    pytest.param({"laterallity": "left"}, "'laterallity' is no field; known are note_type, ", id="field"),
    pytest.param({"laterality": "both"}, "laterality: 'both' is none of left, right, bilateral, ", id="word"),
    pytest.param({"laterality": ["left", "right"]}, "laterality: one word is wanted", id="two-for-one"),
    pytest.param({"laterality": []}, "laterality: one word is wanted", id="none-for-one"),
    pytest.param({"laterality": None}, "laterality: one word is wanted", id="nothing-for-one"),
    pytest.param({"codes": "M51.17"}, "codes: a list of words is wanted, [] for none", id="word-for-a-list"),
    pytest.param({"roots": "S1 left"}, "roots: a list of words is wanted, [] for none", id="root-for-a-list"),
    pytest.param({"region": None}, "region: a list of words is wanted, [] for none", id="nothing-for-a-list"),
    pytest.param({"roots": [1]}, "roots: a list of words is wanted, [] for none", id="number-in-a-list"),
    pytest.param({"comment": 7}, "comment: one word is wanted", id="number-for-a-text"),
    pytest.param({"codes": ["M54.16", "54.17"]}, "codes: '54.17' is none of ", id="one-of-several"),
    pytest.param({"element_reflex_exam": "documented"}, "element_reflex_exam: 'documented' is none of abnormal, normal, ", id="status"),
    pytest.param({"evidence": {"reflexes": ["2+"]}}, "evidence: 'reflexes' is no element; known are ", id="element"),
    pytest.param({"evidence": {"reflex_exam": "2+"}}, "evidence: reflex_exam: must be a list of quotations", id="no-list"),
    pytest.param(
        {"evidence": {"reflex_exam": ["2+", "Quimby"]}},
        "evidence: reflex_exam: the note does not have quotation 2, character by character",
        id="quotation",
    ),
    pytest.param({"evidence": {"reflex_exam": [" "]}}, "evidence: reflex_exam: the note does not have quotation 1", id="blank"),
    pytest.param(
        {"element_reflex_exam": "not_documented", "evidence": {"element_reflex_exam": ["2+"]}},
        "reflex_exam: it can't have evidence and be not_documented",
        id="evidence-for-nothing",
    ),
    pytest.param({"evidence": {"laterality": ["Low"]}}, "laterality: it can't have evidence and be not_documented", id="as-it-was"),
]


@pytest.mark.parametrize(("given", "message"), WRONG)
def test_what_is_wrong_is_refused_and_changes_nothing(corrections: Corrections, given: Any, message: str) -> None:
    with pytest.raises(SourceError) as raised:
        corrections.correct(NOTE, **given)
    assert str(raised.value).startswith(f"{NOTE}: {message}")
    assert "Quimby" not in str(raised.value)
    assert corrections.changes().empty
    assert list(corrections.progress()["notes"])[:2] == [0, 0]


def test_a_note_that_is_not_there_is_refused(corrections: Corrections) -> None:
    for act in (corrections.correct, corrections.accept, corrections.withdraw, corrections.show):
        with pytest.raises(SourceError, match="^nobody: this batch has no such note$"):
            act("nobody")


def test_only_what_was_read_is_saved_in_the_order_of_the_batch(corrections: Corrections, batch: Batch) -> None:
    corrections.accept("record-05", NOTE)
    corrections.correct(OTHER, laterality="right")
    corrections.accept(OTHER)  # keeps what was corrected
    assert list(corrections.progress()["notes"]) == [1, 2, len(batch) - 3]
    corrections.withdraw("record-05")
    assert corrections.save() == f"2 notes in {corrections.file}"
    assert list(rows(corrections.file)) == [OTHER, NOTE]
    assert list(corrections.changes()["note"].unique()) == [OTHER]


def test_work_goes_on_where_it_stopped(corrections: Corrections, batch: Batch) -> None:
    corrections.correct(NOTE, laterality="left", element_laterality="documented", evidence={"laterality": ["Low back pain"]})
    corrections.accept(OTHER)
    corrections.save()
    again = Corrections.open(batch, corrections.file)
    assert again.changes().equals(corrections.changes())
    assert "laterality" in again.show(NOTE).markup
    again.correct(NOTE, comment="seen twice")
    again.save()
    assert rows(again.file)[NOTE]["laterality"] == "left"
    assert rows(again.file)[NOTE]["comment"] == "seen twice"


def test_corrections_of_other_notes_are_not_lost(corrections: Corrections, batch: Batch) -> None:
    corrections.accept(*batch.records)
    corrections.save()
    with pytest.raises(SourceError, match=f"corrected.jsonl: {len(batch) - 1} of its notes are not in this batch"):
        Corrections.open(batch.where(note_type="imaging"), corrections.file)


def test_doubts_name_what_is_inconsistent(corrections: Corrections) -> None:
    corrections.correct(NOTE, element_electrodiagnostics="documented")
    assert corrections.doubts() == (f"{NOTE}: electrodiagnostics: documented, but nothing is labelled",)


def test_evaluate_takes_what_was_saved(corrections: Corrections, batch: Batch, run: Run, tmp_path: Path) -> None:
    corrections.correct(OTHER, laterality="right")
    corrections.accept(NOTE)
    corrections.save()
    assert set(read_annotations(corrections.file, complete=True)) == {NOTE, OTHER}
    records = tmp_path / "records.jsonl"
    records.write_text("".join(f"{record.to_json()}\n" for record in batch.records.values()), encoding="utf-8")
    code, out, err = run("evaluate", corrections.file, records, "--json")
    assert (code, err) == (0, "")
    assert json.loads(out)["errors"] == {
        "laterality confused": [{"id": OTHER, "field": "laterality", "gold": "right", "predicted": "left"}]
    }
