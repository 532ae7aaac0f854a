"""No message, log or traceback ever holds text of a note: a name planted in notes must not come out anywhere but in records."""

import json
import os
import subprocess
import sys
import traceback
from pathlib import Path

import pytest
from spacy.language import Language
from spacy.tokens import Doc

import rootnote.reviewer
from rootnote.cli import main
from rootnote.errors import NoteError
from rootnote.reviewer import review

NAME = "Zebedee Quillfeather"
NOTE = f"HISTORY: {NAME} has left leg pain.\nASSESSMENT: Left S1 radiculopathy.\n"

BAD_NOTES = {
    "binary.txt": NOTE.encode() + b"\0",
    "mixed.txt": f"{NOTE} 40° flexion, 40".encode() + b"\xb0",
    "utf16.txt": NOTE.encode("utf-16"),
    "long.txt": NOTE.encode() * 20_000,
    "rows.jsonl": "\n".join(
        [
            json.dumps({"text": NOTE}),
            json.dumps({"id": 7, "text": NOTE}),
            json.dumps({"id": "list", "text": [NOTE]}),
            json.dumps({"id": "half", "text": f"{NOTE}\ud800"}),
            json.dumps({"id": "torn", "text": NOTE})[:-3],
            json.dumps([NOTE]),
            json.dumps(NOTE),
        ]
    ).encode(),
}


def assert_discreet(*outputs: str) -> None:
    for output in outputs:
        for word in NAME.split():
            assert word not in output


def test_bad_notes_are_named_without_their_words(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    for name, content in BAD_NOTES.items():
        (tmp_path / name).write_bytes(content)
    with pytest.raises(SystemExit) as exit_:
        main(["scan", str(tmp_path), str(tmp_path / "rows.jsonl")])
    assert exit_.value.code == 1
    out, err = capfd.readouterr()
    assert len(out.splitlines()) == 4 + 7
    assert all("error" in json.loads(line) for line in out.splitlines())
    assert_discreet(out, err)


@pytest.fixture
def component_that_quotes(monkeypatch: pytest.MonkeyPatch) -> None:
    """A stage whose error message quotes the note, from within an error that does so too."""

    def quote(doc: Doc) -> None:
        try:
            json.loads(doc.text)
        except ValueError as error:
            raise ValueError(f"can't make sense of {doc.text!r}") from error

    monkeypatch.setattr(rootnote.reviewer, "collect", quote)


@pytest.mark.usefixtures("component_that_quotes")
@pytest.mark.parametrize("command", ["scan", "explain"])
def test_error_of_a_component_is_named_without_its_message(tmp_path: Path, capfd: pytest.CaptureFixture[str], command: str) -> None:
    (tmp_path / "n.txt").write_text(NOTE)
    with pytest.raises(SystemExit) as exit_:
        main([command, str(tmp_path / "n.txt")])
    assert exit_.value.code == 1
    out, err = capfd.readouterr()
    assert "n: ValueError" in err
    assert_discreet(out, err)


@pytest.mark.usefixtures("component_that_quotes")
def test_traceback_of_the_api_holds_no_text(nlp: Language) -> None:
    with pytest.raises(NoteError) as caught:
        review(NOTE, nlp=nlp)
    error = caught.value
    assert error.__cause__ is None
    assert error.__context__ is None
    assert_discreet("".join(traceback.format_exception(error)))


def test_error_in_the_command_itself_is_named_without_its_message(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def quote(record: object) -> str:
        raise LookupError(NOTE)

    monkeypatch.setattr(rootnote.NoteRecord, "to_json", quote)
    (tmp_path / "n.txt").write_text(NOTE)
    with pytest.raises(SystemExit) as exit_:
        main(["scan", str(tmp_path), "-o", str(tmp_path / "out.jsonl")])
    assert exit_.value.code == 1
    out, err = capfd.readouterr()
    assert "LookupError in rootnote." in err
    assert_discreet(out, err)


def test_no_log_at_any_level_holds_text(tmp_path: Path) -> None:
    """In a fresh process, where nothing has tamed loguru or logging, with every warning shown."""
    (tmp_path / "n.txt").write_text(NOTE)
    listen = "import logging; logging.basicConfig(level=0); from rootnote.cli import main; main()"
    for command in ("scan", "explain"):
        done = subprocess.run(
            [sys.executable, "-X", "dev", "-W", "always", "-c", listen, command, "n.txt"],
            cwd=tmp_path,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True,
            text=True,
            check=True,
        )
        assert_discreet(done.stderr)
        assert done.stdout


WATCHED = """
import os, sys

def watch(event, arguments):
    if event.startswith(("socket.connect", "socket.get", "socket.send", "urllib.")):
        os.write(2, f"{event}\\n".encode())
    if event == "open" and isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
        os.write(2, f"writes {os.fsdecode(arguments[0])}\\n".encode())

sys.addaudithook(watch)
from rootnote.cli import main
main()
"""


@pytest.mark.parametrize(
    "options",
    [
        pytest.param(("-o", "out/records.jsonl", "--report", "out/report.html", "--jobs", "2"), id="report"),
        pytest.param(("-o", "out/tables", "--format", "csv", "--resume"), id="tables"),
    ],
)
def test_nothing_is_sent_and_nothing_written_but_beside_the_outputs(tmp_path: Path, options: tuple[str, ...]) -> None:
    """By what Python itself reports of each connection, and of each file that is opened to be written."""
    for folder in ("notes", "out"):
        (tmp_path / folder).mkdir()
    (tmp_path / "notes" / "n.txt").write_text(NOTE)
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path), "PYTHONDONTWRITEBYTECODE": "1"}
    run = [sys.executable, "-W", "ignore", "-c", WATCHED, "scan", "notes", *options]
    done = subprocess.run(run, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True)
    lines = done.stderr.splitlines()
    assert not [line for line in lines if line.startswith(("socket.", "urllib."))]
    written = {tmp_path / line.removeprefix("writes ") for line in lines if line.startswith("writes ")}
    shared_memory = {path for path in written if path.parent == Path("/dev/shm")}  # noqa: S108
    places = {path if path.is_dir() else path.parent for path in written - shared_memory}  # a file without a name is opened by its folder
    assert places - {tmp_path / "out" / "tables"} == {tmp_path / "out"}
