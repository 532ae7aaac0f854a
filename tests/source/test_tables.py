"""Notes that stand in the rows of CSV and Parquet files."""

import csv
import io
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rootnote.source import Columns, Encoding, Failure, Note, read_notes

TEXT = 'Pain, "sharp"; left leg.\r\nL5-S1 disc.\rEnd\n\n'


def read(path: Path, columns: Columns | None = None) -> list[Note | Failure]:
    return list(read_notes([path], columns or Columns()))


def write_csv(path: Path, rows: list[list[str]], delimiter: str = ",", encoding: str = "utf-8") -> Path:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))
    return path


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_csv_keeps_the_text(tmp_path: Path, delimiter: str, encoding: str) -> None:
    file = write_csv(tmp_path / "n.csv", [["date", "id", "text"], ["", "7", TEXT], ["", "8", "é"]], delimiter, encoding)
    assert read(file) == [Note("7", TEXT), Note("8", "é")]


@given(st.lists(st.text().filter(str.strip), min_size=1))
def test_any_text_comes_back_from_csv(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    rows = [["id", "text"], *([str(number), text] for number, text in enumerate(texts))]
    file = write_csv(tmp_path_factory.mktemp("rows") / "n.csv", rows)
    assert read(file) == [Note(str(number), text) for number, text in enumerate(texts)]


def test_csv_in_windows_1252_names_it(tmp_path: Path) -> None:
    file = write_csv(tmp_path / "n.csv", [["id", "text"], ["a", "40°"], ["b", "40"]], encoding="cp1252")
    assert read(file) == [Note("a", "40°", Encoding.WINDOWS_1252), Note("b", "40")]


def test_blanks_around_names_and_ids_of_csv_are_layout(tmp_path: Path) -> None:
    (tmp_path / "n.csv").write_text("id , date, text\n 7 , May,  two blanks  \n' ',June,x\n")
    assert read(tmp_path / "n.csv")[0] == Note("7", "  two blanks  ")


def test_other_columns_may_come_twice(tmp_path: Path) -> None:
    (tmp_path / "n.csv").write_text("id,date,date,text\n7,May,June,one\n")
    assert read(tmp_path / "n.csv") == [Note("7", "one")]


def test_columns_are_named(tmp_path: Path) -> None:
    columns = Columns("NOTE_ID", "NOTE_TEXT")
    file = write_csv(tmp_path / "n.csv", [["NOTE_TEXT", "id", "NOTE_ID"], ["one", "7", "a"]])
    assert read(file, columns) == [Note("a", "one")]
    (tmp_path / "n.jsonl").write_text('{"NOTE_ID": "a", "NOTE_TEXT": "one", "id": 7}\n{"id": "a", "text": "one"}\n')
    first, second = read(tmp_path / "n.jsonl", columns)
    assert first == Note("a", "one")
    assert isinstance(second, Failure)
    assert '"NOTE_ID" is missing' in second.error


@pytest.mark.parametrize(
    ("content", "expected_id", "reason"),
    [
        pytest.param(b"id,text\n7\n", "7", '"text" is missing', id="no-text"),
        pytest.param(b'id,text\n7," "\n', "7", "empty", id="empty-text"),
        pytest.param(b'id,text\n,"Zebrafish"\n', None, '"id" is empty', id="no-id"),
        pytest.param(b"id,text\n7,Zebrafish, swims\n", None, "more cells", id="unquoted-comma"),
        pytest.param(b"id,text\n7,Zebrafish \xe9\x8d\n", "7", "not UTF-8", id="wrong-encoding"),
    ],
)
def test_bad_row_is_a_failure_and_the_rest_goes_on(tmp_path: Path, content: bytes, expected_id: str | None, reason: str) -> None:
    file = tmp_path / "n.csv"
    file.write_bytes(content + b"\nlast,fine\n")
    bad, last = read(file)
    assert last == Note("last", "fine")
    assert isinstance(bad, Failure)
    assert bad.id == (expected_id or f"{file} row 2")
    assert f"{file} row 2" in bad.error
    assert reason in bad.error
    assert "Zebrafish" not in bad.error


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        pytest.param("n.csv", b"", "names no column 'id' (--id-column names another) and no column 'text'", id="no-bytes"),
        pytest.param("n.csv", b"Zebrafish,text\n7,Zebrafish\n", "names no column 'id' (--id-column names another)", id="no-id-column"),
        pytest.param("n.csv", b"Zebrafish;id\n7;8\n", "names no column 'text' (--text-column names another)", id="no-text-column"),
        pytest.param("n.csv", b"id,text,text\n7,Zebrafish,fine\n", "names more than one column 'text'", id="column-twice"),
        pytest.param("n.csv", b"id,text, text\n7,Zebrafish,fine\n", "names more than one column 'text'", id="column-twice-with-blanks"),
        pytest.param("n.csv", b"id|date|text\n7|May|Zebrafish\n", "looks separated by '|'", id="pipes"),
        pytest.param("n.csv", "id\ttext\n7\tZebrafish\n".encode("utf-16"), "looks like UTF-16", id="utf-16"),
        pytest.param("n.csv", "id,text\n7,Zebrafish\n".encode("utf-16-le"), "looks like UTF-16", id="utf-16-without-mark"),
        pytest.param("n.csv", b"id,text\n", "empty", id="no-rows"),
        pytest.param("n.csv", b'id,text\n7,"Zebrafish\n8,fine\n', "row 2: its quotes are wrong", id="quote-without-end"),
        pytest.param("n.csv", b'id,text\n7,"Zebrafish" swims\n', "row 2: its quotes are wrong", id="quote-within"),
        pytest.param("n.csv", b'id,text\n7,"' + b"Zebrafish " * 500_000 + b'"\n', "a cell is too long", id="5-MB"),
        pytest.param("n.parquet", b"PAR1Zebrafish", "not readable as Parquet", id="no-parquet"),
    ],
)
def test_bad_table_is_a_failure(tmp_path: Path, name: str, content: bytes, reason: str) -> None:
    if name.endswith("parquet"):
        pytest.importorskip("pyarrow", reason="pyarrow is not installed")
    (tmp_path / name).write_bytes(content)
    (failure,) = read(tmp_path / name)
    assert isinstance(failure, Failure)
    assert name in failure.error
    assert reason in failure.error
    assert "Zebrafish" not in failure.error


def test_parquet(tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow", reason="pyarrow is not installed")
    pq = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed")
    file = tmp_path / "n.parquet"
    pq.write_table(pa.table({"text": [TEXT, None, "three"], "note": [7, 8, 9], "other": [1, 2, 3]}), file)
    first, second, third = read(file, Columns(id="note"))
    assert (first, third) == (Note("7", TEXT), Note("9", "three"))
    assert second == Failure("8", f'{file} row 2: "text" is missing')
    (failure,) = read(file)
    assert isinstance(failure, Failure)
    assert "it has no column 'id' (--id-column names another)" in failure.error


def test_parquet_of_bytes_and_many_row_groups(tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow", reason="pyarrow is not installed")
    pq = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed")
    file = tmp_path / "n.parquet"
    rows = {"id": [str(number) for number in range(1000)], "text": ["40°".encode("cp1252")] * 1000}
    pq.write_table(pa.table(rows), file, row_group_size=100)
    assert read(file) == [Note(str(number), "40°", Encoding.WINDOWS_1252) for number in range(1000)]


def test_strings_of_parquet_that_are_no_utf_8_are_read_each_by_itself(tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow", reason="pyarrow is not installed")
    pq = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed")
    file = tmp_path / "n.parquet"
    cells = pa.array(["grün".encode(), "40°".encode("cp1252"), None, "é".encode() + b" Zebrafish \xff"], pa.binary())
    validity, offsets, data = cells.buffers()
    strings = pa.StringArray.from_buffers(len(cells), offsets, data, validity, cells.null_count)  # as writers do that don't look
    pq.write_table(pa.table({"id": ["a", "b", "c", "d"], "text": strings}), file)
    first, second, *failures = read(file)
    assert [first, second] == [Note("a", "grün"), Note("b", "40°", Encoding.WINDOWS_1252)]
    assert [type(failure) for failure in failures] == [Failure, Failure]
    assert "Zebrafish" not in str(failures)


def test_parquet_without_pyarrow_names_the_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "n.parquet").write_bytes(b"PAR1")
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    (failure,) = read(tmp_path / "n.parquet")
    assert isinstance(failure, Failure)
    assert "pip install 'rootnote[parquet]'" in failure.error
