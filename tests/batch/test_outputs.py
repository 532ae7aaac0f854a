"""What is written of a run, and where."""

import csv
import io
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

from rootnote.batch.formats import Format
from rootnote.batch.identity import Result
from rootnote.batch.outcomes import Outcome, csv_text, outcome_of
from rootnote.batch.runner import review_each
from rootnote.batch.summary import Summary
from rootnote.batch.tables import FINDINGS, NOTES, TABLES, Kind
from rootnote.batch.writers import jsonl_line, open_output
from rootnote.errors import OutputError
from rootnote.source import Failure, Note

CODED = Note("coded", "ASSESSMENT: Left S1 radiculopathy due to L5-S1 disc herniation. Saddle anesthesia.\n")
HEART = Note("heart", "EXAM: Heart has normal S1 and S2, no murmur.\n")
UNREADABLE = Failure("scan-7", "scan-7.txt: empty")
FILES = {layout: {f"{table.name}.{layout}" for table in TABLES} for layout in (Format.CSV, Format.PARQUET)}


@pytest.fixture(scope="module")
def results(nlp: Language) -> list[Result]:
    return list(review_each([CODED, UNREADABLE, HEART], nlp=nlp))


def write_all(path: Path | None, layout: Format, results: list[Result]) -> None:
    with open_output(path, layout) as write:
        for result in results:
            write(outcome_of(result, layout))


def lines_of(result: Result) -> Outcome:
    return outcome_of(result, Format.JSONL)


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def test_csv_folder_has_a_table_of_notes(tmp_path: Path, results: list[Result]) -> None:
    write_all(tmp_path / "out", Format.CSV, results)
    assert {file.name for file in (tmp_path / "out").iterdir()} == FILES[Format.CSV]
    notes = read_csv(tmp_path / "out" / "notes.csv")
    assert [(row["urgent"], row["id"], row["error"], row["codes"]) for row in notes] == [
        ("cauda_equina", "coded", "", "M51.17"),
        ("", "scan-7", "scan-7.txt: empty", ""),
        ("", "heart", "", ""),
    ]
    assert next(iter(notes[0])) == "urgent"
    assert (notes[0]["radiculopathy"], notes[0]["laterality"]) == ("affirmed", "left")
    assert "sensory_exam" in notes[0]["gaps"].split("; ")


def test_csv_folder_has_tidy_tables_beside_it(tmp_path: Path, results: list[Result]) -> None:
    write_all(tmp_path, Format.CSV, results)
    codes, elements, findings = (read_csv(tmp_path / f"{name}.csv") for name in ("codes", "elements", "findings"))
    assert [(row["id"], row["list"], row["position"], row["code"]) for row in codes] == [
        ("coded", "codes", "1", "M51.17"),
        ("coded", "codes_presumed", "1", "M51.17"),
    ]
    assert [(row["id"], row["element"]) for row in elements][:2] == [("coded", "nerve_root_or_region"), ("coded", "laterality")]
    assert len(elements) == 26
    (sensory,) = [row for row in elements if (row["id"], row["element"]) == ("coded", "sensory_exam")]
    assert (sensory["status"], sensory["gap_priority"]) == ("not_documented", "B")
    assert "☐" in sensory["gap_query"]
    assert findings
    assert all(CODED.text[int(row["start"]) : int(row["end"])] == row["text"] for row in findings)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@now", "\t=1", "\r=1", "\n=1", "＝1"])
def test_csv_cell_is_no_formula(text: str) -> None:
    failed = outcome_of(Failure(text, text), Format.CSV)
    row = next(csv.DictReader(io.StringIO(csv_text([tuple(NOTES.columns)]) + failed.rows[0], newline="")))
    assert (row["id"], row["error"]) == (f"'{text}", f"'{text}")


@given(st.lists(st.tuples(st.text(), st.none() | st.integers()), min_size=1))
def test_any_text_comes_back_from_csv(rows: list[tuple[str, int | None]]) -> None:
    found = list(csv.reader(io.StringIO(csv_text(rows), newline="")))
    assert [(text.removeprefix("'"), number) for text, number in found] == [
        (text.removeprefix("'"), "" if number is None else str(number)) for text, number in rows
    ]


def test_csv_on_standard_output_is_the_table_of_notes(results: list[Result], capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    write_all(None, Format.CSV, results)
    rows = list(csv.DictReader(io.StringIO(capfdbinary.readouterr().out.decode(), newline="")))
    assert [row["id"] for row in rows] == ["coded", "scan-7", "heart"]


def test_parquet_holds_the_rows_of_every_table_under_declared_schemas(tmp_path: Path, results: list[Result]) -> None:
    pq = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed")
    write_all(tmp_path / "out", Format.PARQUET, results)
    assert {file.name for file in (tmp_path / "out").iterdir()} == FILES[Format.PARQUET]
    types = {Kind.TEXT: "string", Kind.TEXTS: "list<element: string>", Kind.INTEGER: "int32", Kind.NUMBER: "double"}
    for table in TABLES:
        found = pq.read_table(tmp_path / "out" / f"{table.name}.parquet")
        assert {field.name: str(field.type) for field in found.schema} == {name: types[kind] for name, kind in table.columns.items()}
        rows = [tuple(tuple(cell) if isinstance(cell, list) else cell for cell in row.values()) for row in found.to_pylist()]
        assert rows == [row for result in results for row in table.rows(result)]


def test_parquet_of_nothing_still_has_its_schema(tmp_path: Path) -> None:
    pq = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed")
    write_all(tmp_path / "out", Format.PARQUET, [])
    assert pq.read_schema(tmp_path / "out" / "findings.parquet").names == list(FINDINGS.columns)


def test_parquet_is_written_one_row_group_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pq = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed")
    monkeypatch.setattr("rootnote.batch.parquet._ROWS_PER_GROUP", 10)
    write_all(tmp_path / "out", Format.PARQUET, [Failure(str(number), "empty") for number in range(25)])
    notes = pq.ParquetFile(tmp_path / "out" / "notes.parquet")
    assert [notes.metadata.row_group(group).num_rows for group in range(notes.num_row_groups)] == [10, 10, 5]


def test_parquet_without_pyarrow_names_the_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "rootnote.batch.parquet", raising=False)
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(OutputError, match=r"pip install 'rootnote\[parquet\]'"):
        write_all(tmp_path / "out", Format.PARQUET, [])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("layout", [Format.CSV, Format.PARQUET])
@pytest.mark.parametrize("name", ["table.csv", "table.parquet", "file"])
def test_tables_want_a_folder(tmp_path: Path, layout: Format, name: str) -> None:
    (tmp_path / "file").write_text("old\n")
    with pytest.raises(OutputError, match=f"{name}: {layout} is written as 4 tables"):
        write_all(tmp_path / name, layout, [])
    assert (tmp_path / "file").read_text() == "old\n"


def test_parquet_wants_a_place() -> None:
    with pytest.raises(OutputError, match="-o"):
        write_all(None, Format.PARQUET, [])


@pytest.mark.parametrize("layout", [Format.CSV, Format.PARQUET])
@pytest.mark.parametrize(("error", "parts"), [(KeyboardInterrupt, ".part"), (RuntimeError, None)])
def test_tables_that_break_off_leave_the_old_ones(tmp_path: Path, layout: Format, error: type[BaseException], parts: str | None) -> None:
    write_all(tmp_path, layout, [UNREADABLE])
    old = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    with pytest.raises(error), open_output(tmp_path, layout) as write:
        write(outcome_of(UNREADABLE, layout))
        raise error
    assert {file.name for file in tmp_path.iterdir()} == {*old, *(f"{name}{parts}" for name in old if parts), "records.jsonl.part"}
    assert (tmp_path / "records.jsonl.part").read_text() == jsonl_line(UNREADABLE)
    for name, content in old.items():
        assert (tmp_path / name).read_bytes() == content
        if parts:
            assert (tmp_path / f"{name}{parts}").read_bytes() == content, "not whole"


HOSTILE = ["../escape", "/escape", "a/../../b", "line\nfeed", "nul\0", "..", "C:\\x", "\x1b[31m", 'q"uote,']


@pytest.mark.parametrize("layout", Format)
def test_no_id_leads_out_of_the_output(tmp_path: Path, layout: Format, results: list[Result], nlp: Language) -> None:
    if layout is Format.PARQUET:
        pytest.importorskip("pyarrow", reason="pyarrow is not installed")
    place = tmp_path / "work" / "out"
    place.parent.mkdir()
    write_all(place, layout, list(review_each([Note(note_id, HEART.text) for note_id in HOSTILE], nlp=nlp)))
    assert {file.relative_to(tmp_path).parts[:2] for file in tmp_path.rglob("*") if file.is_file()} == {("work", "out")}
    if layout is Format.JSONL:
        assert [json.loads(line)["id"] for line in place.read_text().split("\n")[:-1]] == HOSTILE
    elif layout is Format.CSV:
        assert [row["id"] for row in read_csv(place / "notes.csv")] == HOSTILE


def test_jsonl_failure_has_id_and_error() -> None:
    assert json.loads(jsonl_line(UNREADABLE)) == {"id": "scan-7", "error": "scan-7.txt: empty"}


def test_summary_counts_notes(results: list[Result]) -> None:
    summary = Summary()
    for result in results:
        summary.add(lines_of(result).tally)
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
        write(lines_of(UNREADABLE))
        assert old_file.read_text() == "old\n"
    assert old_file.read_text() == jsonl_line(UNREADABLE)
    assert not old_file.with_name("records.jsonl.part").exists()


@pytest.mark.parametrize("error", [KeyboardInterrupt, RuntimeError])
def test_run_that_breaks_off_leaves_the_old_file_and_its_part(old_file: Path, error: type[BaseException]) -> None:
    with pytest.raises(error), open_output(old_file, Format.JSONL) as write:
        write(lines_of(UNREADABLE))
        raise error
    assert old_file.read_text() == "old\n"
    assert old_file.with_name("records.jsonl.part").read_text() == jsonl_line(UNREADABLE)


@pytest.mark.parametrize(
    ("place", "layout"),
    [
        pytest.param("file/records.jsonl", Format.JSONL, id="below-a-file"),
        pytest.param(".", Format.JSONL, id="a-folder"),
        pytest.param("/dev/full", Format.JSONL, id="full"),
        pytest.param("file/tables", Format.CSV, id="tables-below-a-file"),
        pytest.param("file/tables", Format.PARQUET, id="parquet-below-a-file"),
    ],
)
def test_place_that_can_not_be_written_is_named(tmp_path: Path, place: str, layout: Format) -> None:
    (tmp_path / "file").touch()
    path = tmp_path / place
    with pytest.raises(OutputError, match="can't be written") as caught:
        write_all(path, layout, [UNREADABLE])
    assert str(path) in str(caught.value)


@pytest.mark.parametrize("layout", Format)
def test_folders_that_are_missing_are_made(tmp_path: Path, layout: Format) -> None:
    place = tmp_path / "new" / "night" / "out"
    write_all(place, layout, [UNREADABLE])
    assert place.exists()


def test_device_is_written_in_place() -> None:
    write_all(Path("/dev/null"), Format.JSONL, [UNREADABLE])
    assert not Path("/dev/null").is_file()
