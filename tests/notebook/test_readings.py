"""Readings of the same notes side by side."""

from pathlib import Path

import pytest

from rootnote.annotation.annotations import read_annotations
from rootnote.errors import SourceError
from rootnote.notebook.batch import Batch
from rootnote.notebook.corrections import Corrections
from rootnote.notebook.readings import Readings

OWN = Path(__file__).parent.parent.parent / "annotations"
NOTE = "clinic-01-left-s1-disc"


@pytest.fixture
def readings(batch: Batch, tmp_path: Path) -> Readings:
    """The records of a batch, and a reader who sees another side in one note, and other evidence for it."""
    other = Corrections.open(batch, tmp_path / "other.jsonl")
    other.accept(*batch.records)
    other.correct(NOTE, laterality="right", evidence={"laterality": ["LOW"] if "LOW" in batch.texts[NOTE] else [batch.texts[NOTE][:5]]})
    other.save()
    return Readings.read({"rootnote": batch, "other": other.file}, OWN / "notes")


def test_the_least_agreed_on_comes_first(readings: Readings, batch: Batch) -> None:
    field = readings.fields().iloc[0]
    assert (field["field"], field["agree"], field["notes"]) == ("laterality", (len(batch) - 1) / len(batch), len(batch))
    assert 0 < field["alpha"] < 1
    assert set(readings.fields()["agree"][1:]) == {1.0}
    places = readings.places().set_index("evidence for")["exact F1"]
    assert places["laterality"] < 1 == places["chronicity"]


def test_charts_show_what_differs(readings: Readings) -> None:
    (axes,) = readings.fields_chart().figure.axes
    assert [label.get_text() for label in axes.get_yticklabels()] == ["laterality"]
    (axes,) = readings.places_chart().figure.axes
    assert len(axes.patches) == 2 * len(readings.places())


def test_disagreements_are_side_by_side(readings: Readings) -> None:
    assert readings.disagreements().to_dict("records") == [{"note": NOTE, "of": "laterality", "rootnote": "left", "other": "right"}]
    assert readings.disagreements("codes").empty
    with pytest.raises(SourceError, match="'side' is no field; known are "):
        readings.disagreements("side")


def test_evidence_of_both_is_shown(readings: Readings) -> None:
    markup = readings.show(NOTE, "laterality").markup
    assert "rootnote: laterality" in markup
    assert "other: laterality" in markup
    assert "chronicity" not in markup
    assert "other: chronicity" in readings.show(NOTE, "codes").markup
    for wrong in ({"note_id": "nobody", "of": "codes"}, {"note_id": NOTE, "of": "codes", "first": "third"}):
        with pytest.raises(SourceError, match="there is no such note or annotator; annotators are rootnote, other$"):
            readings.show(**wrong)


def test_only_common_notes_are_compared(batch: Batch, gold: Path) -> None:
    found = Readings.read({"gold": gold, "rootnote": batch, "part": batch.where(note_type="imaging")}, OWN / "notes")
    assert set(found.texts) == set(batch.where(note_type="imaging").records)
    assert found.agreement.annotators == 3
    assert len(read_annotations(gold)) > len(found.texts)


def test_nothing_in_common_is_refused(batch: Batch, gold: Path) -> None:
    with pytest.raises(SourceError, match="^the annotators have no note in common$"):
        Readings.read({"gold": gold, "nobody": Batch({}, {})}, OWN / "notes")
