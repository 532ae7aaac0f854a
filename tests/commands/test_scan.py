"""``rootnote scan``: what goes where, exit codes, and every kind of bad input."""

import io
import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import rootnote
import rootnote.reviewer
from commandline import CODED, Run
from rootnote.source import MAX_CHARACTERS, Columns, Note


def test_scan_writes_records_to_stdout_and_the_summary_to_stderr(run: Run, folder: Path) -> None:
    done = run("scan", folder)
    assert done.code == 0
    assert [(row["id"], row["codes"]) for row in done.rows] == [("back", ["M51.17"]), ("heart", [])]
    assert "in scope" in done.err
    assert "a second" in done.err


def test_scan_says_first_that_a_note_has_an_urgent_sign(run: Run, folder: Path) -> None:
    assert "urgent" not in run("scan", folder).err
    (folder / "urgent.txt").write_text("EXAM: Saddle anesthesia. ASSESSMENT: Left S1 radiculopathy.\n")
    err = run("scan", folder).err
    assert 0 < err.index("urgent") < err.index("read")
    assert "cauda equina 1" in err


def test_scan_quietly_writes_nothing_to_stderr(run: Run, folder: Path) -> None:
    assert run("scan", folder, "--quiet").err == ""


def test_scan_writes_a_file_and_says_where(run: Run, folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "out put.jsonl"
    done = run("scan", folder, "-o", file)
    assert (done.code, done.out) == (0, "")
    assert str(file) in done.err
    assert [json.loads(line)["id"] for line in file.read_text().splitlines()] == ["back", "heart"]


def test_scan_writes_csv(run: Run, folder: Path) -> None:
    assert run("scan", folder, "--format", "csv").out.splitlines()[1].startswith(",back,,")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param(CODED, ["stdin"], id="one-note"),
        pytest.param(json.dumps({"id": "a", "text": CODED}) + "\n" + json.dumps({"id": "b", "text": "Heart"}), ["a", "b"], id="jsonl"),
    ],
)
def test_scan_reads_stdin(run: Run, monkeypatch: pytest.MonkeyPatch, content: str, expected: list[str]) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content.encode())))
    done = run("scan", "-")
    assert done.code == 0
    assert [row["id"] for row in done.rows] == expected


def test_settings_reach_the_record(run: Run, tmp_path: Path) -> None:
    (tmp_path / "n.txt").write_text("DIAGNOSIS: Possible left S1 radiculopathy.\n")
    assert run("scan", tmp_path).rows[0]["codes"] == []
    inpatient = run("scan", tmp_path, "--setting", "inpatient").rows[0]
    assert (inpatient["setting"], inpatient["codes"]) == ("inpatient", ["M54.17"])


BAD_INPUT = [
    pytest.param("bad.txt", b"", "empty", id="empty-file"),
    pytest.param("bad.txt", b"Zebrafish\0\1", "binary", id="binary-file"),
    pytest.param("bad.txt", "Zebrafish é".encode() + b"\xe9", "not UTF-8", id="wrongly-encoded-file"),
    pytest.param("bad.txt", b"Zebrafish " * 500_000, f"{MAX_CHARACTERS:,} characters", id="file-of-5-MB"),
    pytest.param("bad.jsonl", b'{"id": "back", "text": "Zebrafish"}\n', "row 1: the id 'back'", id="duplicate-id"),
    pytest.param("bad.jsonl", b'{"id": "z", "text": "Zebrafish\n', "row 1: not a JSON", id="torn-row"),
]


@pytest.mark.parametrize(("name", "content", "reason"), BAD_INPUT)
def test_bad_input_is_named_and_the_others_complete(run: Run, folder: Path, tmp_path: Path, name: str, content: bytes, reason: str) -> None:
    bad = tmp_path / name
    bad.write_bytes(content)
    done = run("scan", folder, bad)
    assert done.code == 1
    assert [row["codes"] for row in done.rows if "codes" in row] == [["M51.17"], []]
    failed = [row for row in done.rows if "error" in row]
    assert [row.keys() for row in failed] == [{"id", "error"}]
    message = " ".join(done.err.split())
    for part in (name, reason):
        assert part in str(failed[0]["error"])
        assert part in message
    assert "Zebrafish" not in done.out + done.err


def test_run_with_gaps_fails_when_asked_to(run: Run, folder: Path) -> None:
    assert run("scan", folder, "--fail-on", "gaps").code == 1
    assert run("scan", folder / "heart.txt", "--fail-on", "gaps").code == 0


def test_interrupted_run_exits_with_130_and_says_where_the_part_is(
    run: Run, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read_and_interrupt(paths: list[str], columns: Columns) -> Iterator[Note]:
        yield from (Note(str(number), CODED) for number in range(200))
        signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr(rootnote.source, "read_notes", read_and_interrupt)
    done = run("scan", folder, "-o", tmp_path / "records.jsonl")
    assert done.code == 130
    assert "records.jsonl.part" in done.err
    ids = [json.loads(line)["id"] for line in (tmp_path / "records.jsonl.part").read_text().splitlines()]
    assert 0 < len(ids) < 200
    assert ids == [str(number) for number in range(len(ids))]


def test_reader_that_goes_away_is_no_error_of_ours(folder: Path) -> None:
    command = [sys.executable, "-m", "rootnote", "scan", str(folder), "--quiet"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        process.stdout.close()
        assert process.stderr is not None
        assert process.stderr.read() == ""


def test_scan_writes_tables_into_a_folder(run: Run, folder: Path, tmp_path: Path) -> None:
    done = run("scan", folder, "--format", "csv", "-o", tmp_path / "tables")
    assert (done.code, done.out) == (0, "")
    assert {file.name for file in (tmp_path / "tables").iterdir()} == {"notes.csv", "codes.csv", "elements.csv", "findings.csv"}


def test_failed_note_can_not_steer_the_terminal(run: Run, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "bad.jsonl").write_text(json.dumps({"id": "\x1b[2J\n", "text": ""}) + "\n" + json.dumps({"id": "\x1b[2J\n", "text": "x"}))
    done = run("scan", tmp_path / "bad.jsonl", "-q")
    assert done.code == 1
    assert "\x1b" not in done.err
    assert len(done.err.splitlines()) == 2


def test_scan_reads_named_columns_and_names_the_encoding(run: Run, tmp_path: Path) -> None:
    (tmp_path / "n.csv").write_bytes(f"NOTE_ID;NOTE_TEXT\n7;{CODED.strip()} SLR positive at 40°.\n8;Heart\n".encode("cp1252"))
    done = run("scan", tmp_path / "n.csv", "--id-column", "NOTE_ID", "--text-column", "NOTE_TEXT")
    assert done.code == 0
    assert [(row["id"], row["encoding"], row["codes"]) for row in done.rows] == [("7", "windows-1252", ["M51.17"]), ("8", "utf-8", [])]


def test_scan_resumes_and_says_what_it_kept(run: Run, folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "records.jsonl"
    run("scan", folder, "-o", out)
    (folder / "new.txt").write_text("Sciatica, left.\n")
    done = run("scan", folder, "-o", out, "--resume")
    assert done.code == 0
    assert "kept" in done.err
    assert [json.loads(line)["id"] for line in out.read_text().splitlines()] == ["back", "heart", "new"]


NOTHING_TO_READ = [
    pytest.param("notse", None, "there is no such file or folder", id="missing-path"),
    pytest.param("empty", {}, "the folder holds no .txt file", id="empty-folder"),
    pytest.param("notes2", {"a.docx": b"", "b.docx": b"", "c.J Zebrafish": b""}, "but 2 .docx, 1 without an ending", id="other-kinds"),
    pytest.param("n.pdf", b"%PDF", "unknown kind of file", id="unknown-kind"),
    pytest.param("n.jsonl", b"", "empty", id="empty-table"),
    pytest.param("n.csv", b"id,text\n", "empty", id="table-without-rows"),
    pytest.param("n.csv", b"mrn,text\n1,Zebrafish\n", "no column 'id' (--id-column names another)", id="csv-without-ids"),
    pytest.param("n.jsonl", b'{"id": "1", "note": "Zebrafish"}\n' * 200, "no column 'text' (--text-column", id="jsonl-without-texts"),
    pytest.param("n.jsonl", '{"id": "1", "text": "Zebrafish"}\n'.encode("utf-16"), "it looks like UTF-16", id="jsonl-in-utf-16"),
    pytest.param("n.jsonl.gz", b"Zebrafish", "not a whole gzip file", id="no-gzip"),
    pytest.param("n.jsonl", b'{"id": "1", "error": "1: empty"}\n', "these are records, not notes", id="failed-records"),
]


@pytest.mark.parametrize(("name", "content", "reason"), NOTHING_TO_READ)
@pytest.mark.parametrize("options", [(), ("--resume",)], ids=["anew", "resumed"])
def test_path_that_gives_no_note_is_a_usage_error_and_leaves_earlier_records(
    run: Run, folder: Path, tmp_path: Path, name: str, content: bytes | dict[str, bytes] | None, reason: str, options: tuple[str, ...]
) -> None:
    records, path = tmp_path / "last.jsonl", tmp_path / name
    run("scan", folder, "-o", records)
    before = records.read_bytes()
    if isinstance(content, bytes):
        path.write_bytes(content)
    elif content is not None:
        path.mkdir()
        for file, inside in content.items():
            (path / file).write_bytes(inside)
    done = run("scan", folder, path, "-o", records, *options)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"rootnote: {path}: ")
    assert reason in done.err
    assert "Zebrafish" not in done.err
    assert records.read_bytes() == before
    assert sorted(file.name for file in tmp_path.iterdir() if file != path) == ["last.jsonl", "notes"]


def test_scan_of_records_says_so(run: Run, folder: Path, tmp_path: Path) -> None:
    run("scan", folder, "-o", tmp_path / "records.jsonl")
    for command in ("scan", "explain", "audit"):
        done = run(command, tmp_path / "records.jsonl")
        assert (done.code, done.out) == (2, "")
        assert done.err == f"rootnote: {tmp_path / 'records.jsonl'}: these are records, not notes\n"


def test_id_and_text_are_not_one_column(run: Run, tmp_path: Path) -> None:
    (tmp_path / "n.csv").write_text("id,text\n1,Zebrafish\n")
    done = run("scan", tmp_path / "n.csv", "--id-column", "text")
    assert (done.code, done.out) == (2, "")
    assert "Zebrafish" not in done.err


def test_empty_standard_input_leaves_earlier_records(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "last.jsonl").write_text('{"id": "a", "error": "empty"}\n')
    command = [sys.executable, "-m", "rootnote", "scan", "-", "-o", str(tmp_path / "last.jsonl"), "--quiet"]
    done = subprocess.run(command, input=b"", capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (2, b"rootnote: stdin: empty\n")
    assert (tmp_path / "last.jsonl").read_text() == '{"id": "a", "error": "empty"}\n'


def test_pipe_that_is_named_is_read_once(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "rootnote", "scan", "/dev/stdin", "--quiet"]
    done = subprocess.run(command, input=CODED.encode(), capture_output=True, check=True)
    assert json.loads(done.stdout)["codes"] == ["M51.17"]


def test_summary_says_what_was_left_out_of_folders(run: Run, folder: Path) -> None:
    assert "left out" not in run("scan", folder).err
    for name in ("a.docx", "b.DOCX", "table.csv"):
        (folder / name).touch()
    (folder / "sub").mkdir()
    (folder / "sub" / "scan.pdf").touch()
    (folder / "link").symlink_to(folder / "sub")
    words = " ".join(run("scan", folder).err.replace("│", " ").split())
    assert "left out 5 files that are not .txt: .docx 2, .csv 1, .pdf 1, links to folders 1" in words
    assert run("scan", folder, "--quiet").err == ""


def test_duplicate_id_in_a_table_hints_at_encounters(run: Run, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "n.csv").write_text("id,text\n1,Sciatica.\n1,Heart.\n")
    assert "an id of the visit or note is wanted" in run("scan", tmp_path / "n.csv", "-q").err
    assert "an id of the visit" not in run("scan", folder, folder, "-q").err
