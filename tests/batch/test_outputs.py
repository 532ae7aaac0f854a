"""What is written of a run, and where."""

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from spacy.language import Language

from rootnote.batch.runner import Result, review_each
from rootnote.batch.summary import Summary
from rootnote.batch.writers import Format, csv_header, csv_line, jsonl_line, open_output
from rootnote.errors import OutputError
from rootnote.source import Failure, Note

CODED = Note("coded", "ASSESSMENT: Left S1 radiculopathy due to L5-S1 disc herniation.\n")
HEART = Note("heart", "EXAM: Heart has normal S1 and S2, no murmur.\n")
UNREADABLE = Failure("scan-7", "scan-7.txt: empty")


@pytest.fixture(scope="module")
def results(nlp: Language) -> list[Result]:
    return list(review_each([CODED, UNREADABLE, HEART], nlp=nlp))


def test_csv_has_a_row_for_each_result(results: list[Result]) -> None:
    rows = list(csv.DictReader(io.StringIO(csv_header() + "".join(map(csv_line, results)))))
    assert [(row["id"], row["error"], row["codes"]) for row in rows] == [
        ("coded", "", "M51.17"),
        ("scan-7", "scan-7.txt: empty", ""),
        ("heart", "", ""),
    ]
    assert rows[0]["radiculopathy"] == "affirmed"
    assert rows[0]["laterality"] == "left"
    assert "sensory_exam" in rows[0]["gaps"].split("; ")


@pytest.mark.parametrize("note_id", ["=1+1", "+1", "-1", "@now", "\t=1"])
def test_csv_cell_is_no_formula(note_id: str) -> None:
    assert next(csv.reader([csv_line(Failure(note_id, "empty"))]))[0] == f"'{note_id}"


def test_jsonl_failure_has_id_and_error() -> None:
    assert json.loads(jsonl_line(UNREADABLE)) == {"id": "scan-7", "error": "scan-7.txt: empty"}


def test_summary_counts_notes(results: list[Result]) -> None:
    summary = Summary()
    for result in results:
        summary.add(result)
    assert (summary.notes, summary.in_scope, summary.coded, summary.failures) == (3, 1, 1, 1)
    assert summary.codes == {"M51.17": 1}
    assert summary.gaps["reflex_exam"] == 1


@pytest.fixture
def old_file(tmp_path: Path) -> Iterator[Path]:
    """A file of an earlier run; whatever happens, nothing but it and a part may lie beside it."""
    file = tmp_path / "records.jsonl"
    file.write_text("old\n")
    yield file
    assert {file.name for file in tmp_path.iterdir()} <= {"records.jsonl", "records.jsonl.part"}


def test_file_has_its_name_only_when_it_is_whole(old_file: Path) -> None:
    with open_output(old_file, Format.JSONL) as write:
        write(UNREADABLE)
        assert old_file.read_text() == "old\n"
    assert old_file.read_text() == jsonl_line(UNREADABLE)
    assert not old_file.with_name("records.jsonl.part").exists()


@pytest.mark.parametrize(("error", "part_stays"), [(KeyboardInterrupt, True), (RuntimeError, False)])
def test_run_that_breaks_off_leaves_the_old_file(old_file: Path, error: type[BaseException], *, part_stays: bool) -> None:
    with pytest.raises(error), open_output(old_file, Format.JSONL) as write:
        write(UNREADABLE)
        raise error
    part = old_file.with_name("records.jsonl.part")
    assert part.exists() is part_stays
    assert old_file.read_text() == "old\n"
    if part_stays:
        assert part.read_text() == jsonl_line(UNREADABLE)


@pytest.mark.parametrize("place", ["missing/records.jsonl", ".", "/dev/full"])
def test_place_that_can_not_be_written_is_named(tmp_path: Path, place: str) -> None:
    path = tmp_path / place
    with pytest.raises(OutputError, match="can't be written") as caught, open_output(path, Format.CSV) as write:
        write(UNREADABLE)
    assert str(path) in str(caught.value)


def test_device_is_written_in_place() -> None:
    with open_output(Path("/dev/null"), Format.JSONL) as write:
        write(UNREADABLE)
    assert not Path("/dev/null").is_file()
