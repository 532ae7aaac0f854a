"""The command line as a whole: usage errors, schema, version."""

import json
from pathlib import Path

import pytest

import rootnote
import rootnote.reviewer
from commandline import Run


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        pytest.param(["scan"], "Missing argument", id="no-path"),
        pytest.param(["scan", "{notes}", "--format", "xlsx"], "xlsx", id="format-not-there"),
        pytest.param(["scan", "{notes}", "--format", "parquet"], "-o", id="parquet-to-stdout"),
        pytest.param(["scan", "{notes}", "--timeout", "-1"], "--timeout", id="no-time"),
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


def test_schema_is_one_json_object(run: Run) -> None:
    done = run("schema")
    assert done.code == 0
    assert json.loads(done.out)["type"] == "object"


def test_version(run: Run) -> None:
    assert run("--version").out == f"rootnote {rootnote.__version__}\n"
