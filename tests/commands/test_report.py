"""``rootnote report``: the page of a run that is over."""

import json
from pathlib import Path

import pytest

from commandline import CODED, Run
from rootnote.source import MAX_CHARACTERS


@pytest.fixture
def scanned(run: Run, folder: Path, tmp_path: Path) -> Path:
    """The records of a run, with a failed note among them, beside its report."""
    (folder / "empty.txt").write_bytes(b"")
    (folder / "long.txt").write_text("x" * (MAX_CHARACTERS + 1))
    assert run("scan", folder, "-o", tmp_path / "records.jsonl", "--report", tmp_path / "scan.html").code == 1
    return tmp_path / "records.jsonl"


def test_report_is_that_of_the_run(run: Run, folder: Path, scanned: Path, tmp_path: Path) -> None:
    done = run("report", scanned, "--notes", folder, "-o", tmp_path / "again.html")
    assert (done.code, done.out, done.err) == (0, "", "")
    assert (tmp_path / "again.html").read_bytes() == (tmp_path / "scan.html").read_bytes()


WRONG = [
    pytest.param("changed", "line 1: not of the next note", id="changed-note"),
    pytest.param("added", "line 1: not of the next note", id="note-before"),
    pytest.param("later", "line 5: not of the next note", id="note-after"),
    pytest.param("torn", "line 4: not a record (not JSON)", id="torn-line"),
    pytest.param("foreign", "line 1: not a record (schema_version: missing)", id="no-record"),
    pytest.param("gone", "no such file", id="no-file"),
]


@pytest.mark.parametrize(("what", "reason"), WRONG)
def test_what_does_not_go_together_is_named(run: Run, folder: Path, scanned: Path, tmp_path: Path, what: str, reason: str) -> None:
    if what == "changed":
        (folder / "back.txt").write_text(CODED.replace("Left", "Right"))
    elif what in ("added", "later"):
        (folder / f"{'a' if what == 'added' else 'z'}.txt").write_text(CODED)
    elif what == "torn":
        scanned.write_bytes(scanned.read_bytes()[:-9])
    elif what == "foreign":
        scanned.write_text(json.dumps({"id": "back"}) + "\n")
    else:
        scanned.unlink()
    done = run("report", scanned, "--notes", folder, "-o", tmp_path / "again.html")
    assert done.code == 2
    assert f"{scanned}" in done.err
    assert reason in done.err
    assert not (tmp_path / "again.html").exists()


def test_report_is_never_written_over_what_it_reads(run: Run, folder: Path, scanned: Path) -> None:
    before = scanned.read_bytes()
    assert run("report", scanned, "--notes", folder, "-o", scanned).code == 2
    assert scanned.read_bytes() == before
