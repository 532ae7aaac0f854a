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
        pytest.param(["scan", "{notes}", "--resume"], "-o", id="resume-nowhere"),
        pytest.param(["scan", "{notes}", "-o", "{tmp}/out.jsonl", "--retry-failed"], "--resume", id="retry-without-resume"),
        pytest.param(["scan", "{notes}", "--timeout", "-1"], "--timeout", id="no-time"),
        pytest.param(["scan", "{notes}", "--jobs", "0"], "--jobs", id="no-jobs"),
        pytest.param(["scan", "{notes}", "--linkage", "guessed"], "guessed", id="unknown-linkage"),
        pytest.param(["scan", "{notes}", "--config", "gone.cfg"], "gone.cfg", id="missing-config"),
        pytest.param(["scan", "{notes}", "--config", "{tmp}/broken.cfg"], "broken.cfg", id="broken-config"),
        pytest.param(["scan", "{notes}", "-o", "{tmp}/broken.cfg/out.jsonl"], "broken.cfg/out.jsonl", id="output-below-a-file"),
        pytest.param(["scan", "{notes}", "-o", "{tmp}/new/"], "it names a folder", id="output-with-a-slash"),
        pytest.param(["scan", "{notes}", "--report", "{tmp}/new/"], "it names a folder", id="report-with-a-slash"),
        pytest.param(["scan", "{notes}", "{tmp}/gone"], "gone: there is no such file or folder", id="path-missing"),
        pytest.param(["scan", "{notes}", "{tmp}/broken.cfg"], "unknown kind of file", id="path-of-another-kind"),
        pytest.param(["explain", "{tmp}/gone"], "gone: there is no such file or folder", id="note-missing"),
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


COMPONENT = '[nlp]\nlang = "en"\npipeline = ["x"]\n[components]\n[components.x]\nfactory = '
BAD_CONFIGS = [
    pytest.param("", "no [nlp] section", id="empty"),
    pytest.param("back pain", "it must have sections", id="no-config"),
    pytest.param("[nlp]\nlang = 'en'\n[nlp]\nlang = 'en'\n", "section 'nlp' already exists", id="section-twice"),
    pytest.param(COMPONENT + '"zebra"\n', "'zebra'", id="unknown-factory"),
    pytest.param(
        COMPONENT + '"rootnote_sections"\nzebra = 1\n',
        "zebra: extra fields not permitted",
        id="unknown-setting",
    ),
    pytest.param(
        COMPONENT + '"rootnote_sections"\nrules = "gone.toml"\n',
        "gone.toml: there is no such file",
        id="rules-not-there",
    ),
]


@pytest.mark.parametrize(("content", "reason"), BAD_CONFIGS)
@pytest.mark.parametrize("jobs", [1, 2])
def test_bad_config_is_a_usage_error_that_names_it(run: Run, folder: Path, tmp_path: Path, content: str, reason: str, jobs: int) -> None:
    config = tmp_path / "x.txt"
    config.write_text(content)
    done = run("scan", folder, "--config", config, "--jobs", jobs)
    assert (done.code, done.out) == (2, "")
    assert reason in done.err
    assert "rootnote itself" not in done.err
    assert ("x.txt" in done.err) != ("gone.toml" in done.err)


def test_schema_is_one_json_object(run: Run) -> None:
    done = run("schema")
    assert done.code == 0
    assert json.loads(done.out)["type"] == "object"


def test_version(run: Run) -> None:
    assert run("--version").out == f"rootnote {rootnote.__version__}\n"
