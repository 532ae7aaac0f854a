"""A batch: read from records or from notes, narrowed down, listed."""

import json
from pathlib import Path
from typing import cast

import pytest
from spacy.language import Language

from rootnote.annotation.tools import Layer
from rootnote.errors import RecordError, SourceError
from rootnote.notebook.batch import Batch, read_batch, review_batch
from rootnote.notebook.note import codes_table, fields_table, gaps_table, warnings_table
from rootnote.source import Failure, Note


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        pytest.param({"gap": "etiology_statement", "priority": "A"}, "clinic-02 clinic-04 record-05", id="gap-of-a-priority"),
        pytest.param({"code": "M51.16"}, "clinic-02", id="presumed-code"),
        pytest.param({"warning": "side_conflict"}, "clinic-04", id="warning"),
        pytest.param({"note_type": "imaging"}, "img-03", id="note-type"),
        pytest.param({"note_type": "imaging", "code": "M51.16"}, "", id="both"),
    ],
)
def test_where_keeps_the_notes_for_which_all_holds(batch: Batch, given: dict[str, str], wanted: str) -> None:
    assert [note_id.rsplit("-", note_id.count("-") - 1)[0] for note_id in batch.where(**given).records] == wanted.split()


def test_where_without_anything_keeps_all(batch: Batch) -> None:
    assert batch.where().records == batch.records
    assert set(batch.where(code="M51.16").texts) == set(batch.where(code="M51.16").records)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        pytest.param({"gap": "reflexes"}, "gap: 'reflexes' is none of nerve_root_or_region, ", id="gap"),
        pytest.param({"priority": "D"}, "priority: 'D' is none of A, B, C", id="priority"),
        pytest.param({"code": "M54.99"}, "code: 'M54.99' is none of ", id="code"),
        pytest.param({"warning": "sides"}, "warning: 'sides' is none of ", id="warning"),
        pytest.param({"note_type": "letter"}, "note_type: 'letter' is none of clinic, ", id="note-type"),
    ],
)
def test_a_word_that_is_none_is_refused_with_those_there_are(batch: Batch, given: dict[str, str], message: str) -> None:
    with pytest.raises(SourceError) as raised:
        batch.where(**given)
    assert str(raised.value).startswith(message)


def test_a_word_that_is_no_layer_is_refused(batch: Batch) -> None:
    (note_id, *_) = batch.records
    with pytest.raises(SourceError, match="^layer: 'bad' is none of element, condition, code, finding$"):
        batch.show(note_id, Layer.CODE, cast(Layer, "bad"))
    assert batch.show(note_id, cast(Layer, "condition")) == batch.show(note_id, Layer.CONDITION)


@pytest.mark.parametrize("name", ["nope", "nope.jsonl", "empty"])
def test_a_place_without_notes_is_no_empty_batch(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(SourceError, match=name):
        read_batch(tmp_path / name)
    with pytest.raises(SourceError, match=name):
        read_batch(tmp_path / name, tmp_path / "records.jsonl")


def test_table_has_a_row_for_each_note(batch: Batch) -> None:
    table = batch.table()
    assert list(table["note"]) == list(batch.records)
    row = table.set_index("note").loc["clinic-02-right-l5-unlinked-disc"]
    assert (row["codes"], row["presumed"], row["warnings"]) == ("M54.16", "M51.16", "unlinked cause")
    assert row["gaps"] == row["A"] + row["B"] + row["C"] == len(batch.records[row.name].gaps)


def test_chart_counts_gaps_by_priority(batch: Batch) -> None:
    (axes,) = batch.gaps_chart().figure.axes
    lengths = sum(bar.get_width() for bar in axes.patches)
    assert lengths == sum(len(record.gaps) for record in batch.records.values())
    assert Batch({}, {}).gaps_chart()._repr_png_()


def test_tables_of_a_note(batch: Batch) -> None:
    record = batch.record("clinic-02-right-l5-unlinked-disc")
    assert list(codes_table(record)["code"].str.split("\n").str[0].unique()) == ["M54.16", "M51.16"]
    gap = gaps_table(record).iloc[0]
    assert (gap["priority"], gap["missing"]) == ("A", "etiology statement")
    assert gap["nearest"] == "“disc degeneration”\n(not linked by the author)"
    assert gap["question"].splitlines()[-1] == "☐ Unable to determine"
    assert list(warnings_table(record)["warning"]) == ["unlinked cause"]
    fields = fields_table(batch.sheet(record.id)).set_index("field")
    assert fields.loc["roots", "now"] == "L5 right"
    assert fields.loc["element_reflex_exam", "can be"] == "abnormal, normal, not_documented"


def test_a_note_is_shown_with_the_layers_asked_for(batch: Batch) -> None:
    note_id = "clinic-13-low-back-pain-only"
    assert "reflex exam" in batch.show(note_id).markup
    assert "radiculopathy: negated" in batch.show(note_id, Layer.CONDITION).markup
    with pytest.raises(SourceError, match="^nobody: this batch has no such note$"):
        batch.show("nobody")


@pytest.fixture
def written(batch: Batch, few_notes: list[Note], tmp_path: Path) -> tuple[Path, Path]:
    """The notes in a folder and their records in a file, with a line for a note that failed."""
    for note in few_notes:
        (tmp_path / "notes" / f"{note.id}.txt").parent.mkdir(exist_ok=True)
        (tmp_path / "notes" / f"{note.id}.txt").write_bytes(note.text.encode())
    lines = [*(record.to_json() for record in batch.records.values()), json.dumps({"id": "empty", "error": "empty: empty"})]
    (tmp_path / "records.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return tmp_path / "notes", tmp_path / "records.jsonl"


def test_records_are_read_back(batch: Batch, written: tuple[Path, Path]) -> None:
    assert read_batch(*written) == Batch(batch.records, batch.texts, (Failure("empty", "empty: empty"),))


def test_records_of_another_text_are_refused(written: tuple[Path, Path]) -> None:
    (written[0] / "record-05.txt").write_text("Another note.")
    with pytest.raises(RecordError, match=r"records.jsonl: record-05: the record was made from another text than the note's$"):
        read_batch(*written)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        pytest.param("{", "record: json invalid", id="no-json"),
        pytest.param('{"id": "x"}', "schema_version: missing", id="no-record"),
        pytest.param(None, "the id comes a second time", id="twice"),
    ],
)
def test_lines_that_are_no_records_are_named(written: tuple[Path, Path], line: str | None, message: str) -> None:
    notes, records = written
    lines = records.read_text(encoding="utf-8").splitlines()
    records.write_text("\n".join([*lines, line if line is not None else lines[0]]), encoding="utf-8")
    with pytest.raises(SourceError, match=f"records.jsonl, line {len(lines) + 1}: {message}$"):
        read_batch(notes, records)


def test_a_bad_note_is_left_out_and_told(nlp: Language) -> None:
    found = review_batch([Failure("bad", "bad: empty"), Note("heart", "Heart: S1 and S2 normal.")], nlp)
    assert (list(found.records), found.failures) == (["heart"], (Failure("bad", "bad: empty"),))
