"""Many notes: order, several processes, what fails, what is written where."""

import csv
import io
import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from spacy.language import Language

import rootnote
import rootnote.reviewer
from rootnote.batch.runner import Item, Result, in_processes, review_each, review_many
from rootnote.batch.summary import Summary
from rootnote.batch.writers import Format, csv_header, csv_line, jsonl_line, open_output
from rootnote.errors import NoteError, OutputError
from rootnote.record import NoteRecord
from rootnote.source import Failure, Note, read_notes

CODED = Note("coded", "ASSESSMENT: Left S1 radiculopathy due to L5-S1 disc herniation.\n")
HEART = Note("heart", "EXAM: Heart has normal S1 and S2, no murmur.\n")
UNREADABLE = Failure("scan-7", "scan-7.txt: empty")


@pytest.fixture
def failing_on_heart(monkeypatch: pytest.MonkeyPatch) -> None:
    """The facts of any note that speaks of the heart can't be collected."""
    collect = rootnote.reviewer.collect

    def collect_or_fail(doc: object) -> object:
        if "Heart" in str(doc):
            raise ValueError(f"unexpected: {doc}")
        return collect(doc)

    monkeypatch.setattr(rootnote.reviewer, "collect", collect_or_fail)


def test_review_many_keeps_the_order(nlp: Language) -> None:
    assert [record.id for record in review_many([HEART, CODED], nlp=nlp)] == ["heart", "coded"]


@pytest.mark.usefixtures("failing_on_heart")
def test_failing_note_is_reported_and_the_rest_goes_on(nlp: Language) -> None:
    failures: list[Failure] = []
    records = list(review_many([CODED, HEART, Note("last", CODED.text)], nlp=nlp, on_failure=failures.append))
    assert [record.id for record in records] == ["coded", "last"]
    assert [failure.id for failure in failures] == ["heart"]
    assert failures[0].error == "heart: ValueError in rootnote.reviewer line " + failures[0].error.split()[-1]


@pytest.mark.usefixtures("failing_on_heart")
def test_failing_note_raises_without_a_callback(nlp: Language) -> None:
    with pytest.raises(NoteError, match="^heart: ValueError"):
        list(review_many([HEART], nlp=nlp))


def test_failures_of_the_source_stay_in_their_place(nlp: Language) -> None:
    assert [result.id for result in review_each([CODED, UNREADABLE, HEART], nlp=nlp)] == ["coded", "scan-7", "heart"]


def test_pipeline_is_not_shared_between_processes(nlp: Language) -> None:
    with pytest.raises(ValueError, match="config instead of nlp"):
        review_each([CODED], nlp=nlp, jobs=2)


def test_two_processes_give_the_same_bytes(nlp: Language, sample_notes: Path) -> None:
    notes = list(read_notes([sample_notes, "no-such-file"]))
    alone = [jsonl_line(result) for result in review_each(notes, nlp=nlp)]
    together = [jsonl_line(result) for result in review_each(notes, jobs=2)]
    assert together == alone
    assert len(alone) > 24


def test_order_of_the_notes_changes_no_record(nlp: Language, sample_notes: Path) -> None:
    notes = list(read_notes([sample_notes]))
    forwards = [jsonl_line(result) for result in review_each(notes, nlp=nlp)]
    backwards = [jsonl_line(result) for result in review_each(notes[::-1], nlp=nlp)]
    assert backwards == forwards[::-1]


def echo_or_die(chunk: tuple[Item, ...]) -> list[Result]:
    """Stands in for the review in a process of its own: what it is given comes back as failures, and one note kills it."""
    for item in chunk:
        if item.id == "40":
            os._exit(1)
    return [Failure(item.id, "seen") for item in chunk]


def test_note_that_kills_its_process_is_a_failure_and_the_rest_goes_on() -> None:
    notes = [Note(str(number), "") for number in range(100)]
    results = list(in_processes(notes, echo_or_die, jobs=2))
    assert [result.id for result in results] == [note.id for note in notes]
    assert {result.id for result in results if isinstance(result, Failure) and result.error != "seen"} == {"40"}
    assert results[40] == Failure("40", "40: the process that read it died")


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


def test_public_review_many_is_this_one() -> None:
    assert rootnote.review_many is review_many
    assert rootnote.NoteRecord is NoteRecord
