"""The command line: what goes where, exit codes, and every kind of bad input."""

import io
import json
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import rootnote.reviewer
from rootnote.cli import main
from rootnote.coding.table import CODE_FILE, CodeFile, CodeTable
from rootnote.coding.tablefile import load_table
from rootnote.source import MAX_CHARACTERS

CODED = "ASSESSMENT: Left S1 radiculopathy due to L5-S1 disc herniation.\n"


class Done(NamedTuple):
    """A finished command."""

    code: object
    out: str
    err: str

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The JSON objects on standard output."""
        return [json.loads(line) for line in self.out.splitlines()]


Run = Callable[..., Done]


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str]) -> Run:
    """Runs the command with arguments, in this process."""

    def run_command(*arguments: str | Path) -> Done:
        with pytest.raises(SystemExit) as exit_:
            main([str(argument) for argument in arguments])
        return Done(exit_.value.code, *capfd.readouterr())

    return run_command


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one note that is coded and one that has nothing to code."""
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "back.txt").write_text(CODED)
    (folder / "heart.txt").write_text("EXAM: Heart has normal S1 and S2, no murmur.\n")
    return folder


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
    assert run("scan", folder, "--format", "csv").out.splitlines()[1].startswith("back,,radiculopathy,")


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
    pytest.param("gone.txt", None, "no such file", id="missing-path"),
    pytest.param("bad.txt", b"", "empty", id="empty-file"),
    pytest.param("bad.txt", b"Zebrafish\0\1", "binary", id="binary-file"),
    pytest.param("bad.txt", "Zebrafish é".encode("latin-1"), "not UTF-8", id="wrongly-encoded-file"),
    pytest.param("bad.txt", b"Zebrafish " * 500_000, f"{MAX_CHARACTERS:,} characters", id="file-of-5-MB"),
    pytest.param("bad.jsonl", b'{"text": "Zebrafish"}\n', 'row 1: "id"', id="row-without-id"),
    pytest.param("bad.jsonl", b'\n{"id": "z"}\n', 'row 2: "text"', id="row-without-text"),
    pytest.param("bad.jsonl", b'{"id": "back", "text": "Zebrafish"}\n', "row 1: the id 'back'", id="duplicate-id"),
    pytest.param("bad.jsonl", b'{"id": "z", "text": "Zebrafish\n', "row 1: not a JSON", id="torn-row"),
]


@pytest.mark.parametrize(("name", "content", "reason"), BAD_INPUT)
def test_bad_input_is_named_and_the_others_complete(
    run: Run, folder: Path, tmp_path: Path, name: str, content: bytes | None, reason: str
) -> None:
    bad = tmp_path / name
    if content is not None:
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


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        pytest.param(["scan"], "Missing argument", id="no-path"),
        pytest.param(["scan", "{notes}", "--format", "parquet"], "parquet", id="format-not-there"),
        pytest.param(["scan", "{notes}", "--jobs", "0"], "--jobs", id="no-jobs"),
        pytest.param(["scan", "{notes}", "--linkage", "guessed"], "guessed", id="unknown-linkage"),
        pytest.param(["scan", "{notes}", "--config", "gone.cfg"], "gone.cfg", id="missing-config"),
        pytest.param(["scan", "{notes}", "--config", "{tmp}/broken.cfg"], "broken.cfg", id="broken-config"),
        pytest.param(["scan", "{notes}", "-o", "{tmp}/gone/out.jsonl"], "gone/out.jsonl", id="output-folder-missing"),
        pytest.param(["scan", "{notes}", "-o", "{notes}"], "notes", id="output-is-a-folder"),
        pytest.param(["scan", "{notes}", "-o", "/dev/full"], "/dev/full", id="disk-full"),
        pytest.param(["revue"], "revue", id="unknown-command"),
        pytest.param(["explain"], "Missing argument", id="explain-nothing"),
    ],
)
def test_usage_errors_exit_with_2_and_name_the_cause(run: Run, folder: Path, tmp_path: Path, arguments: list[str], reason: str) -> None:
    (tmp_path / "broken.cfg").write_text("[nlp\nlang=")
    done = run(*(argument.format(notes=folder, tmp=tmp_path) for argument in arguments))
    assert done.code == 2
    assert done.out == ""
    assert reason in "".join(done.err.split("\n")) or reason in done.err
    assert "Traceback" not in done.err


def test_run_with_gaps_fails_when_asked_to(run: Run, folder: Path) -> None:
    assert run("scan", folder, "--fail-on", "gaps").code == 1
    assert run("scan", folder / "heart.txt", "--fail-on", "gaps").code == 0


def test_interrupted_run_exits_with_130_and_says_where_the_part_is(
    run: Run, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    collect = rootnote.reviewer.collect

    def interrupted(doc: object) -> object:
        if "Heart" in str(doc):
            signal.raise_signal(signal.SIGINT)
        return collect(doc)

    monkeypatch.setattr(rootnote.reviewer, "collect", interrupted)
    done = run("scan", folder, "-o", tmp_path / "records.jsonl")
    assert done.code == 130
    assert "records.jsonl.part" in done.err
    assert [json.loads(line)["id"] for line in (tmp_path / "records.jsonl.part").read_text().splitlines()] == ["back"]


def test_reader_that_goes_away_is_no_error_of_ours(folder: Path) -> None:
    command = [sys.executable, "-m", "rootnote", "scan", str(folder), "--quiet"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        process.stdout.close()
        assert process.stderr is not None
        assert process.stderr.read() == ""


def test_explain_shows_text_codes_and_questions(run: Run, folder: Path) -> None:
    done = run("explain", folder / "back.txt")
    assert done.code == 0
    for words in ("Left S1 radiculopathy", "M51.17", "lumbosacral region", "Sensory examination of the legs", "?"):
        assert words in done.out


@pytest.mark.parametrize(
    ("purpose", "words"),
    [
        pytest.param("esi", ["62322", "62323", "? Pain scale", "One level"], id="esi"),
        pytest.param("tfesi", ["64483", "64484", "✓ Indication", "At most two levels"], id="tfesi"),
        pytest.param("mri", ["MRI of the lumbar spine", "✓ Indication"], id="mri"),
        pytest.param("surgery", ["Decompression of a lumbar root", "Function scale"], id="surgery"),
    ],
)
def test_explain_says_what_a_procedure_wants_item_by_item(run: Run, folder: Path, purpose: str, words: list[str]) -> None:
    done = run("explain", folder / "back.txt", "--for", purpose)
    assert done.code == 0
    for one in (*words, "Unknown."):
        assert one in done.out


def test_explain_begins_with_what_is_urgent(run: Run, tmp_path: Path) -> None:
    (tmp_path / "n.txt").write_text("EXAM: Saddle anesthesia. ASSESSMENT: Left S1 radiculopathy. Cauda equina syndrome.\n")
    lines = run("explain", tmp_path / "n.txt").out.splitlines()
    assert "URGENT" in lines[1]
    assert "G83.4" in "".join(lines[2:5])


def test_explain_neutralises_markup_and_control_characters(run: Run, tmp_path: Path) -> None:
    (tmp_path / "n.txt").write_text("[bold]Back pain[/bold] \x1b[31mred\x1b[0m [/nonsense]\r\nLeft S1 radiculopathy.\n")
    done = run("explain", tmp_path / "n.txt")
    assert done.code == 0
    assert "[bold]Back pain[/bold]" in done.out
    assert "\x1b" not in done.out


def test_explain_names_what_it_can_not_read(run: Run, tmp_path: Path) -> None:
    done = run("explain", tmp_path / "gone.txt")
    assert (done.code, done.out) == (1, "")
    assert "gone.txt" in done.err


@pytest.mark.parametrize("code", ["M54.17", "m54.17", "M5417"])
def test_codes_show_prints_a_code_with_the_notes_of_its_headings(run: Run, code: str) -> None:
    done = run("codes", "show", code)
    assert done.code == 0
    for words in ("Radiculopathy, lumbosacral region", "billable", "April 2026", "2026-04-01", "radiculopathy with spondylosis (M47.2-)"):
        assert words in " ".join(done.out.split())
    assert "M51.17" in done.out.partition("Never beside")[2]


def test_codes_show_of_a_code_that_is_not_there(run: Run) -> None:
    done = run("codes", "show", "Z99.9")
    assert (done.code, done.out) == (1, "")
    assert "'Z99.9' is not in the code table" in done.err


def test_codes_check_agrees_with_the_tabular_list(run: Run) -> None:
    pytest.importorskip("simple_icd_10_cm", reason="simple-icd-10-cm, the source of the code table, is not installed")
    done = run("codes", "check")
    assert (done.code, done.out) == (0, "")
    assert "0 differences" in done.err


def test_codes_check_fails_on_a_difference_and_names_it(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("simple_icd_10_cm", reason="simple-icd-10-cm, the source of the code table, is not installed")
    content = load_table(CODE_FILE, CodeFile)
    wrong = CodeTable(replace(content, code=tuple(replace(row, title="x") if row.code == "M54.17" else row for row in content.code)))
    monkeypatch.setattr("rootnote.coding.table.load_codes", lambda: wrong)
    done = run("codes", "check")
    assert done.code == 1
    assert done.out.startswith("M54.17: title: the table has 'x', the tabular list 'Radiculopathy, lumbosacral region'")


def test_queries_of_our_own_records_are_compliant(run: Run, folder: Path, tmp_path: Path) -> None:
    (folder / "more.txt").write_text("Possible right L5 radiculopathy. Sciatica, left. L4-5 disc bulge. Back pain.\n")
    records = tmp_path / "records.jsonl"
    run("scan", folder, "-o", records)
    done = run("queries", "check", records)
    assert (done.code, done.out) == (0, "")
    asked = sum(
        len(row["gaps"]) + sum(1 for one in row["warnings"] if one["query"]) for row in map(json.loads, records.read_text().splitlines())
    )
    assert asked > 10
    assert f"{asked} queries, 0 faults" in done.err


BAD_QUERIES = """Missing diagnosis of Jane Zebrafish
Please document M54.17 for payment, wouldn't you agree.
☐ Yes

Side of the leg symptoms
The note says: "numb left foot".
On which side are they?
[ ] Right
[ ] Left
[ ] Other: __
[ ] Unable to determine
"""


def test_queries_check_names_rules_but_no_words_of_a_query(run: Run, tmp_path: Path) -> None:
    (tmp_path / "queries.txt").write_text(BAD_QUERIES)
    done = run("queries", "check", tmp_path / "queries.txt")
    assert done.code == 1
    for rule in ("leading_title", "directive", "diagnosis_code", "payment", "leading", "yes_no", "closing_options", "indicators"):
        assert f"({rule})" in done.out
    assert "query 2" not in done.out
    assert "2 queries" in done.err
    assert "Zebrafish" not in done.out + done.err


def test_queries_check_reads_stdin(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(BAD_QUERIES.encode())))
    assert run("queries", "check", "-").code == 1


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        pytest.param("gone.txt", None, "not readable", id="missing"),
        pytest.param("bad.txt", b"\xff\xfe", "not readable", id="not-utf-8"),
        pytest.param("bad.jsonl", b'{"id": "a"}\n{"Zebrafish\n', "row 2: not a record", id="torn-row"),
        pytest.param("bad.jsonl", b'{"gaps": ["Zebrafish"]}\n', "row 1: not a record", id="no-record"),
    ],
)
def test_queries_check_names_what_it_can_not_read(run: Run, tmp_path: Path, name: str, content: bytes | None, reason: str) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    done = run("queries", "check", tmp_path / name)
    assert (done.code, done.out) == (2, "")
    assert f"{name}" in done.err
    assert reason in done.err
    assert "Zebrafish" not in done.err


@pytest.fixture
def edit(tmp_path: Path) -> tuple[Path, Path]:
    """A draft and its edit, which names the cause."""
    old, new = tmp_path / "old.txt", tmp_path / "new.txt"
    old.write_text("ASSESSMENT: Left S1 radiculopathy.\n")
    new.write_text(CODED)
    return old, new


def test_diff_shows_what_an_edit_changed_and_why(run: Run, edit: tuple[Path, Path]) -> None:
    done = run("diff", *edit)
    assert done.code == 0
    words = " ".join(done.out.split())
    assert "− M54.17 Radiculopathy, lumbosacral region (as the author links it) 1 Not coded beside M51.17: M54.17; M54.1 Excludes1" in words
    assert "+ M51.17 Intervertebral disc disorders with radiculopathy" in words
    assert "“Left S1 radiculopathy due to L5-S1 disc herniation”" in words
    assert "closed A etiology statement" in words


def test_diff_as_json_is_one_object(run: Run, edit: tuple[Path, Path]) -> None:
    (changes,) = run("diff", *edit, "--json").rows
    assert [(one["code"], one["change"]) for one in changes["codes"] if one["listed_in"] == "codes"] == [
        ("M54.17", "removed"),
        ("M51.17", "added"),
    ]


def test_diff_puts_a_new_urgent_sign_first(run: Run, edit: tuple[Path, Path]) -> None:
    edit[1].write_text(CODED + "EXAM: Saddle anesthesia.\n")
    assert run("diff", *edit).out.startswith("URGENT")


def test_diff_of_equal_notes(run: Run, edit: tuple[Path, Path]) -> None:
    assert run("diff", edit[0], edit[0]).out == "Nothing changed but words.\n"


def test_diff_names_what_it_can_not_read(run: Run, edit: tuple[Path, Path], tmp_path: Path) -> None:
    done = run("diff", edit[0], tmp_path / "gone.txt")
    assert (done.code, done.out) == (1, "")
    assert "gone.txt" in done.err


def test_diff_of_folders_is_a_usage_error(run: Run, folder: Path) -> None:
    done = run("diff", folder, folder)
    assert (done.code, done.out) == (2, "")
    assert "one note each" in done.err


def test_schema_is_one_json_object(run: Run) -> None:
    done = run("schema")
    assert done.code == 0
    assert json.loads(done.out)["type"] == "object"


def test_version(run: Run) -> None:
    assert run("--version").out == f"rootnote {rootnote.__version__}\n"
