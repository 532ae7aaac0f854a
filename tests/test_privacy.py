"""No message, log or traceback ever holds text of a note: a name planted in notes must not come out anywhere but in records."""

import json
import os
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterator
from multiprocessing import get_all_start_methods
from pathlib import Path
from typing import Any, cast

import pytest
from spacy.language import Language
from spacy.tokens import Doc

import rootnote.reviewer
from rootnote.annotation.annotations import read_annotations
from rootnote.annotation.formats import CODECS
from rootnote.annotation.rows import read_sheet_rows
from rootnote.annotation.tools import ToolFormat
from rootnote.batch.identity import Settings
from rootnote.batch.outcomes import jsonl_line
from rootnote.batch.runner import finish_each, review_many
from rootnote.batch.written import written_outcomes
from rootnote.cli import main
from rootnote.errors import NoteError, RootnoteError, SourceError
from rootnote.notebook.batch import read_batch
from rootnote.record import NoteRecord
from rootnote.reviewer import review
from rootnote.source import Failure, Note
from rootnote.source.notes import decode

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
            json.dumps({"id": 7.5, "text": NOTE}),
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


HALF = f"{NOTE}\ud800"


def told_by(error: BaseException, seen: set[int] | None = None) -> Iterator[object]:
    """All that whoever catches an error can get at: it, what it holds, and the errors it came from, shown or not."""
    known = {id(error)} if seen is None else seen
    held = (getattr(error, name, None) for name in dir(error) if not name.startswith("__") and name != "with_traceback")
    yield from (str(error), error.args, *(one for one in held if not callable(one)))
    for other in (error.__cause__, error.__context__):
        if other is not None and id(other) not in known:
            known.add(id(other))
            yield from told_by(other, known)


def assert_silent(error: BaseException) -> None:
    assert_discreet("".join(traceback.format_exception(error)), *map(repr, told_by(error)))


def file_of(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


NOT_JSON = json.dumps({"id": "a", "text": NOTE})[:-3]
WRONG_RECORD = json.dumps({"id": "a", "laterality": NOTE, "elements": NOTE})
NOT_UTF8 = json.dumps({"id": "a", "text": NOTE}).encode() + b"\xff"
BAD_FILES = [pytest.param(content, id=name) for name, content in (("json", NOT_JSON), ("record", WRONG_RECORD), ("utf-8", NOT_UTF8))]


@pytest.mark.parametrize("text", [HALF, NOTE.encode(), [NOTE], NOTE * 20_000], ids=["half-a-pair", "bytes", "list", "long"])
def test_error_for_what_is_no_text_holds_none_of_it(nlp: Language, text: Any) -> None:
    with pytest.raises(NoteError) as caught:
        review(text, nlp=nlp)
    assert_silent(caught.value)
    with pytest.raises(NoteError) as caught:
        list(review_many([Note("a", text)], nlp=nlp))
    assert_silent(caught.value)
    failures: list[Failure] = []
    kept = [record.id for record in review_many([Note("a", NOTE), Note("b", text), Note("c", NOTE)], nlp=nlp, on_failure=failures.append)]
    assert (kept, [failure.id for failure in failures]) == (["a", "c"], ["b"])
    assert_discreet(*map(repr, failures))


@pytest.mark.parametrize("start_method", get_all_start_methods())
def test_what_is_no_text_is_a_failure_in_processes_too(start_method: str, capfd: pytest.CaptureFixture[str]) -> None:
    notes = [Note("a", NOTE), Note("b", HALF), Note("c", cast(Any, NOTE.encode()))]
    settings = Settings()
    lines = list(finish_each(notes, jsonl_line, settings=settings, jobs=2, start_method=start_method))
    assert ["error" in json.loads(line) for line in lines] == [False, True, True]
    assert_discreet(*lines[1:], *capfd.readouterr())


def quote(result: object) -> str:
    raise LookupError(f"{NAME}: {result!r}")


def test_error_of_another_process_is_named_without_its_message(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(RootnoteError, match="^stopped by an error in rootnote itself: LookupError in rootnote") as caught:
        list(finish_each([Note("a", NOTE)], quote, settings=Settings(), jobs=2))
    assert_silent(caught.value)
    assert_discreet(*capfd.readouterr())


@pytest.mark.parametrize("content", BAD_FILES)
def test_error_for_a_file_holds_none_of_it(tmp_path: Path, content: str | bytes) -> None:
    file = file_of(tmp_path, "rows.jsonl", content)
    notes = file_of(tmp_path, "a.txt", NOTE).parent
    readers: list[Callable[[], object]] = [
        lambda: NoteRecord.from_json(file.read_bytes()),
        lambda: read_annotations(file),
        lambda: read_sheet_rows(file),
        lambda: read_batch(notes, file),
        lambda: list(written_outcomes(file, [Note("a", NOTE)])),
        *(lambda name=name: list(CODECS[name].read(file)) for name in ToolFormat),
    ]
    for reader in readers:
        with pytest.raises(RootnoteError) as caught:
            reader()
        assert_silent(caught.value)


def test_error_for_the_bytes_of_a_note_holds_none_of_them() -> None:
    for content in (NOTE.encode() + b"\0", f"{NOTE} 40° flexion, 40".encode() + b"\xb0", NOTE.encode() * 60_000):
        with pytest.raises(SourceError) as caught:
            decode("a", content)
        assert_silent(caught.value)


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
