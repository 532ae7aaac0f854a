"""Errors by class, each with its rules and its place."""

import json
from pathlib import Path
from typing import Any

import pytest
from spacy.language import Language

from rootnote.annotation.annotations import read_annotations
from rootnote.errors import SourceError
from rootnote.notebook.batch import Batch
from rootnote.notebook.corrections import Corrections
from rootnote.notebook.mistakes import Mistakes

NOTE = "clinic-01-left-s1-disc"
DENIED = "clinic-13-low-back-pain-only"


@pytest.fixture
def mistakes(batch: Batch, nlp: Language, tmp_path: Path) -> Mistakes:
    """Gold that says what the records say, but for these five fields of two notes."""
    corrections = Corrections.open(batch, tmp_path / "gold.jsonl")
    corrections.accept(*batch.records)
    corrections.correct(NOTE, laterality="right", element_sensory_exam="not_documented", element_motor_exam="normal")
    corrections.correct(NOTE, codes=["M54.17"])
    corrections.correct(
        DENIED, element_electrodiagnostics="documented", evidence={"electrodiagnostics": ["no imaging"]}, condition_stenosis="negated"
    )
    corrections.save()
    return Mistakes.of(batch, corrections.file, nlp)


def test_classes_count_errors_and_notes(mistakes: Mistakes, batch: Batch) -> None:
    found = {row[0]: row[1:] for row in mistakes.classes().itertuples(index=False)}
    assert found["element overlooked"] == (1, 1, "element electrodiagnostics")
    assert found["element invented"] == (1, 1, "element sensory_exam")
    assert found["laterality confused"] == (1, 1, "laterality")
    assert sum(count for count, *_ in found.values()) == len(mistakes.evaluation.misses) == len(mistakes.table())
    assert (mistakes.notes, mistakes.left_out) == (len(batch), 0)


def test_chart_counts_every_error(mistakes: Mistakes) -> None:
    (axes,) = mistakes.chart().figure.axes
    assert sum(bar.get_width() for bar in axes.patches) == len(mistakes.evaluation.misses)


def test_rows_name_what_fired_and_what_came_nearest(mistakes: Mistakes) -> None:
    rows = {(row.note, row.of): row for row in mistakes.table().rename(columns={"nearest to gold": "nearest"}).itertuples()}
    invented = rows[NOTE, "element sensory_exam"]
    assert "sensory.test [SENSATION] “Light touch”, affirmed" in invented.fired.splitlines()
    assert invented.nearest == "gold has nothing here"
    overlooked = rows[DENIED, "element electrodiagnostics"]
    assert (overlooked.gold, overlooked.rootnote, overlooked.fired) == ("documented", "not_documented", "no rule")
    assert overlooked.nearest.endswith("(did not fire; its phrases share words with the passage)")
    assert rows[NOTE, "codes"].nearest.startswith("follows from: ")
    assert (
        rows[DENIED, "condition stenosis"].nearest == "no rule has a word of it" or "STENOSIS" in rows[DENIED, "condition stenosis"].nearest
    )


def test_table_of_one_class(mistakes: Mistakes) -> None:
    assert list(mistakes.table("laterality confused")["of"]) == ["laterality"]
    with pytest.raises(SourceError, match="there is no 'side confused' here; the classes are "):
        mistakes.table("side confused")


def test_both_sides_are_shown_in_the_note(mistakes: Mistakes) -> None:
    markup = mistakes.show(NOTE, "element motor_exam").markup
    assert "gold: motor exam · rootnote: motor exam" in markup
    assert "rootnote: low back pain" in mistakes.show(DENIED, "condition low_back_pain").markup
    assert "rootnote: M51.17" in mistakes.show(NOTE, "codes").markup
    with pytest.raises(SourceError, match="^nobody: gold or the batch has no such note$"):
        mistakes.show("nobody", "codes")


def test_no_errors_are_no_rows(batch: Batch, nlp: Language, tmp_path: Path) -> None:
    corrections = Corrections.open(batch, tmp_path / "gold.jsonl")
    corrections.accept(*batch.records)
    corrections.save()
    found = Mistakes.of(batch, corrections.file, nlp)
    assert found.classes().empty
    assert found.table().empty
    assert found.chart()._repr_png_()


def test_own_gold_is_compared_where_the_batch_has_the_note(batch: Batch, nlp: Language, gold: Path) -> None:
    found = Mistakes.of(batch, gold, nlp)
    assert (found.notes, found.left_out) == (len(batch), len(read_annotations(gold)) - len(batch))


def test_gold_of_other_notes_is_refused(batch: Batch, nlp: Language, gold: Path, tmp_path: Path) -> None:
    row: dict[str, Any] = {**json.loads(gold.read_text(encoding="utf-8").splitlines()[0]), "id": "another"}
    (tmp_path / "gold.jsonl").write_text(json.dumps(row), encoding="utf-8")
    with pytest.raises(SourceError, match="gold.jsonl: it has none of the notes of this batch$"):
        Mistakes.of(batch, tmp_path / "gold.jsonl", nlp)
