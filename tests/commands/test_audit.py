"""``rootnote audit``."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from commandline import Run

pytest.importorskip("negspacy", reason="negspacy, of the extra audit, is not installed")
pytest.importorskip("scispacy", reason="scispacy, of the extra audit, is not installed")

CODE = "ASSESSMENT: Six year history of left sciatica.\n"
NOTHING = "ASSESSMENT: Left S1 radiculopathy.\nHPI: He denies having pain in the ears.\n"
SHORT = "HPI: Possible lumbosacral radiculopathy (LumR).\nASSESSMENT: Left LumR, EMG agrees.\n"


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    folder = tmp_path / "notes"
    folder.mkdir()
    for name, text in (("a", NOTHING), ("b", CODE), ("c", SHORT), ("d", "Gout.\n")):
        (folder / f"{name}.txt").write_text(text)
    return folder


def test_audit_shows_both_readings_and_their_triggers(run: Run, notes: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "160")
    done = run("audit", notes)
    assert done.code == 0
    words = " ".join(done.out.split())
    for part in (
        "− M54.32",
        "“Six year history of left sciatica”",
        "rootnote affirmed",
        "sciatica: affirmed → historical",
        "medspacy historical “history”",
        "“LumR” for “lumbosacral radiculopathy”",
        "negspacy negated “denies” preceding: denies",
    ):
        assert part in words
    assert words.index("b assessment") < words.index("c hpi") < words.index("a hpi")
    assert "4 notes, 3 disagreements: code 2, nothing 1" in done.err


def test_audit_as_json_lines(run: Run, notes: Path, tmp_path: Path) -> None:
    (notes / "torn.txt").write_bytes(b"\0")
    done = run("audit", notes, "--json", "--top", "1")
    assert [(row["id"], row["kind"], row["depends"]) for row in done.rows] == [("b", "assertion", "code")]
    assert done.code == 1
    assert "torn.txt: binary" in done.err
    assert "5 notes, 3 disagreements, the first 1 listed: code 2, nothing 1" in done.err


def test_audit_in_another_process_writes_the_same_bytes_and_says_nothing_of_the_notes(run: Run, notes: Path, tmp_path: Path) -> None:
    """In a fresh process, where nothing has tamed loguru or logging, with every warning shown."""
    first = run("audit", notes, "--top", "0", "-o", tmp_path / "first.jsonl")
    assert (first.code, first.out) == (0, "")
    done = subprocess.run(
        [
            *(sys.executable, "-W", "always", "-c"),
            "import logging; logging.basicConfig(level=0); from rootnote.cli import main; main()",
            *("audit", str(notes), "--top", "0", "-o", str(tmp_path / "second.jsonl")),
        ],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path), "PYTHONHASHSEED": "7"},
        capture_output=True,
        text=True,
        check=True,
    )
    content = (tmp_path / "first.jsonl").read_bytes()
    assert (tmp_path / "second.jsonl").read_bytes() == content
    assert [json.loads(line)["id"] for line in content.splitlines()] == ["b", "c", "a"]
    own = [line for line in done.stderr.splitlines() if line.startswith("rootnote: ")]
    assert own == first.err.splitlines()
    for word in ("sciatica", "radiculopathy", "LumR", "EMG", "ears"):
        assert word not in done.stderr


def test_audit_never_writes_over_notes(run: Run, notes: Path) -> None:
    done = run("audit", notes / "b.txt", "-o", notes / "b.txt")
    assert done.code == 2
    assert (notes / "b.txt").read_text() == CODE


def test_audit_without_its_libraries_names_the_extra(run: Run, notes: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "negspacy.negation", None)
    done = run("audit", notes)
    assert (done.code, done.out) == (2, "")
    assert done.err == "rootnote: rootnote audit needs the extra audit: pip install 'rootnote[audit]'\n"
