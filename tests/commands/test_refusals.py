"""What no command writes over: what it reads, under whatever name, and what no earlier run of the same kind has written."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from commandline import CODED, Done, Run
from rootnote.annotation.tools import ToolFormat

ROWS = json.dumps({"id": "back", "text": CODED}) + "\n"


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, by its path."""
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


@pytest.fixture
def place(tmp_path: Path, folder: Path) -> Path:
    """Beside the folder of notes: tables of notes, links to notes, a site's rules."""
    (tmp_path / "notes.jsonl").write_text(ROWS)
    (tmp_path / "tables").mkdir()
    (tmp_path / "tables" / "notes.csv").write_text("id,text\n1,Sciatica.\n")
    (tmp_path / "far.txt").write_text("Sciatica.\n")
    (folder / "near.txt").symlink_to(tmp_path / "far.txt")
    (folder / "lost.txt").symlink_to(tmp_path / "gone.txt")
    (folder / "sub").mkdir()
    (folder / "sub" / "back.txt").write_text("Sciatica.\n")
    (tmp_path / "link").symlink_to(folder)
    (tmp_path / "note-by-link").symlink_to(folder / "back.txt")
    (tmp_path / "note-by-number").hardlink_to(folder / "heart.txt")
    (tmp_path / "site.toml").write_text('[[rule]]\nid = "x"\n')
    return tmp_path


#: Paths that are read, and an output that clashes with them.
CLASHES = [
    pytest.param(["notes.jsonl"], "notes.jsonl", id="the-file"),
    pytest.param(["notes.jsonl"], "notes/../notes.jsonl", id="the-file-in-another-spelling"),
    pytest.param(["notes"], "notes/back.txt", id="a-note"),
    pytest.param(["notes"], "notes/sub/back.txt", id="a-note-in-a-subfolder"),
    pytest.param(["notes"], "link/back.txt", id="a-note-through-a-link"),
    pytest.param(["link"], "notes/back.txt", id="a-note-of-a-linked-folder"),
    pytest.param(["notes"], "note-by-link", id="a-link-to-a-note"),
    pytest.param(["notes"], "note-by-number", id="another-name-of-a-note"),
    pytest.param(["notes"], "far.txt", id="what-a-note-links-to"),
    pytest.param(["notes"], "gone.txt", id="what-a-note-links-to-without-it"),
    pytest.param(["notes"], "notes/new.txt", id="a-new-text-among-the-notes"),
    pytest.param(["notes"], "link/sub/NEW.TXT", id="a-new-text-through-a-link"),
    pytest.param(["notes.jsonl", "notes"], "notes/sub/deep/new.txt", id="a-new-text-in-a-new-folder"),
    pytest.param(["tables/notes.csv", "notes.jsonl"], "notes.jsonl", id="the-second-path"),
]


def refused(done: Done) -> None:
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("rootnote: ")
    assert len(done.err.splitlines()) == 1


@pytest.mark.parametrize(("paths", "output"), CLASHES)
@pytest.mark.parametrize(
    "command", [("scan", "-o"), ("scan", "--report"), ("scan", "-o", "new.jsonl", "--report"), ("audit", "-o"), ("report", "-o")]
)
def test_what_is_read_is_never_written_over(
    run: Run, place: Path, monkeypatch: pytest.MonkeyPatch, paths: list[str], output: str, command: tuple[str, ...]
) -> None:
    monkeypatch.chdir(place)
    read = [word for path in paths for word in ("--notes", path)] if command[0] == "report" else paths
    before = contents(place)
    done = run(command[0], *(["far.jsonl"] if command[0] == "report" else ()), *read, *command[1:], output)
    refused(done)
    assert "never written over" in done.err or "would be read as one" in done.err
    assert contents(place) == before


def test_what_standard_input_comes_from_is_never_written_over(place: Path) -> None:
    command = [sys.executable, "-m", "rootnote", "scan", "-", "--report", "notes.jsonl"]
    with (place / "notes.jsonl").open("rb") as notes:
        done = subprocess.run(command, stdin=notes, cwd=place, capture_output=True, text=True, check=False)
    refused(Done(done.returncode, done.stdout, done.stderr))
    assert (place / "notes.jsonl").read_text() == ROWS


def test_rules_of_a_site_are_never_written_over(run: Run, place: Path) -> None:
    before = contents(place)
    refused(run("scan", place / "notes", "--config", place / "site.toml", "--report", place / "site.toml"))
    assert contents(place) == before


def test_tables_are_never_written_over_notes(run: Run, place: Path) -> None:
    before = contents(place)
    refused(run("scan", place / "tables" / "notes.csv", "--format", "csv", "-o", place / "tables"))
    assert contents(place) == before


def test_two_outputs_are_not_one_file(run: Run, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(place)
    refused(run("scan", "notes", "-o", "new", "--report", "./new"))
    refused(run("scan", "notes", "--format", "csv", "-o", "out", "--report", "out/notes.csv"))
    assert not (place / "new").exists()
    assert not (place / "out").exists()


@pytest.mark.parametrize("tool", ToolFormat)
def test_exports_are_never_written_over_notes_or_records(run: Run, folder: Path, tmp_path: Path, tool: ToolFormat) -> None:
    (folder / "back.txt").write_bytes(CODED.encode() + b"40\xb0")
    work = tmp_path / "work"
    work.mkdir()
    (folder / "heart.txt").rename(work / "heart.txt")
    records = work / {"prodigy": "tasks.jsonl", "doccano": "notes.jsonl"}.get(tool, "records.jsonl")
    run("scan", folder, "-o", records)
    (work / "TypeSystem.xml").symlink_to(folder / "back.txt")
    (work / "tasks.json").symlink_to(folder / "back.txt")
    before = contents(tmp_path)
    refused(run("annotations", "export", tool, records, folder, folder if tool is ToolFormat.BRAT else work))
    assert contents(tmp_path) == before


def test_export_as_texts_stays_out_of_the_notes(run: Run, folder: Path, tmp_path: Path) -> None:
    records = tmp_path / "records.jsonl"
    run("scan", folder, "-o", records)
    refused(run("annotations", "export", "brat", records, folder, folder / "review"))
    assert not (folder / "review").exists()
    assert run("annotations", "export", "prodigy", records, folder, folder / "review").code == 0


@pytest.mark.parametrize(
    ("tool", "name"),
    [
        pytest.param(ToolFormat.BRAT, "heart.ann", id="brat-saves-where-it-reads"),
        pytest.param(ToolFormat.BRAT, "annotation.conf", id="settings-of-another-project"),
        pytest.param(ToolFormat.LABEL_STUDIO, "tasks.json", id="tasks-of-another-project"),
        pytest.param(ToolFormat.INCEPTION, "heart.xmi", id="inception"),
    ],
)
def test_export_keeps_what_others_saved_unless_it_is_asked(run: Run, folder: Path, tmp_path: Path, tool: ToolFormat, name: str) -> None:
    if tool is ToolFormat.INCEPTION:
        pytest.importorskip("cassis", reason="dkpro-cassis, which writes XMI, is not installed")
    run("scan", folder, "-o", tmp_path / "records.jsonl")
    export = ("annotations", "export", tool, tmp_path / "records.jsonl", folder, tmp_path / "sent")
    assert [run(*export).code for _ in range(2)] == [0, 0]  # what it has written itself, it writes again
    whole = contents(tmp_path / "sent")
    (tmp_path / "sent" / name).write_text("saved by an annotator", encoding="utf-8")
    saved = contents(tmp_path / "sent")
    done = run(*export)
    refused(done)
    assert f"{name}: it holds something else than this export; nothing is written" in done.err
    assert contents(tmp_path / "sent") == saved
    assert run(*export, "--overwrite").code == 0
    assert contents(tmp_path / "sent") == whole


def test_export_of_corrected_sheets_that_became_empty_is_refused(run: Run, folder: Path, tmp_path: Path) -> None:
    run("scan", folder, "-o", tmp_path / "records.jsonl")
    export = ("annotations", "export", "brat", tmp_path / "records.jsonl", folder, tmp_path / "sent")
    run(*export)
    for sheet in (tmp_path / "sent").glob("*.ann"):
        sheet.write_bytes(b"")  # every label was taken away
    done = run(*export)
    refused(done)
    assert ", as do " in done.err
    assert all(sheet.read_bytes() == b"" for sheet in (tmp_path / "sent").glob("*.ann"))


@pytest.mark.parametrize("option", ["-o", "--changes"])
def test_import_is_never_written_over_what_it_reads(run: Run, folder: Path, tmp_path: Path, option: str) -> None:
    records = tmp_path / "records.jsonl"
    run("scan", folder, "-o", records)
    run("annotations", "export", "doccano", records, folder, tmp_path / "sent")
    sent = tmp_path / "sent" / "notes.jsonl"
    before = contents(tmp_path)
    for place in (records, sent, folder / "back.txt"):
        refused(run("annotations", "import", "doccano", sent, records, folder, "--untouched", option, place))
    assert contents(tmp_path) == before


#: Files that are no outputs of ours.
OTHERS = [
    pytest.param(b"Dear Jane Zebrafish,\n", id="letter"),
    pytest.param(ROWS.encode(), id="notes"),
    pytest.param(b"\xff\xd8\xff\xe0\0\x10JFIF", id="picture"),
    pytest.param(b"id,text\n1,Zebrafish\n", id="table"),
    pytest.param(b"<!doctype html><title>Zebrafish</title>", id="page"),
    pytest.param(b"[" * 100_000, id="nested-too-deep"),
]


@pytest.mark.parametrize("content", OTHERS)
@pytest.mark.parametrize("options", [("-o",), ("--resume", "-o"), ("--report",)])
def test_file_of_another_kind_is_not_replaced(run: Run, folder: Path, tmp_path: Path, content: bytes, options: tuple[str, ...]) -> None:
    other = tmp_path / "other"
    other.write_bytes(content)
    done = run("scan", folder, *options, other)
    refused(done)
    assert f"{other}: this is not a {'report' if '--report' in options else 'records file'} of rootnote" in done.err
    assert "Zebrafish" not in done.err
    assert {file.name for file in tmp_path.iterdir()} == {"other", "notes"}
    assert other.read_bytes() == content


@pytest.mark.parametrize("layout", ["csv", "parquet"])
def test_table_of_another_kind_is_not_replaced(run: Run, folder: Path, tmp_path: Path, layout: str) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / f"codes.{layout}").write_bytes(b"code,price\nM54.16,3\n")
    done = run("scan", folder, "--format", layout, "-o", out)
    refused(done)
    assert "this is not the table of codes of rootnote" in done.err
    assert contents(out) == {f"codes.{layout}": b"code,price\nM54.16,3\n"}


@pytest.mark.parametrize("layout", ["jsonl", "csv", "parquet"])
def test_outputs_of_earlier_runs_are_replaced(run: Run, folder: Path, tmp_path: Path, layout: str) -> None:
    options = ("--format", layout, "-o", tmp_path / "out", "--report", tmp_path / "report.html")
    for text in ("", CODED, "Sciatica.\n"):  # the first run has only a failed note
        (folder / "back.txt").write_text(text)
        (folder / "heart.txt").unlink(missing_ok=True)
        assert run("scan", folder, *options).code == (0 if text else 1)


def test_empty_file_is_replaced(run: Run, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "out.jsonl").touch()
    (tmp_path / "report.html").touch()
    assert run("scan", folder, "-o", tmp_path / "out.jsonl", "--report", tmp_path / "report.html").code == 0


@pytest.mark.parametrize(("option", "name"), [("-o", "a file of gold records"), ("--changes", "a file of changes")])
def test_import_replaces_only_its_own(run: Run, folder: Path, tmp_path: Path, option: str, name: str) -> None:
    run("scan", folder, "-o", tmp_path / "records.jsonl")
    run("annotations", "export", "prodigy", tmp_path / "records.jsonl", folder, tmp_path / "sent")
    back = ("annotations", "import", "prodigy", tmp_path / "sent", tmp_path / "records.jsonl", folder, "--untouched")
    (tmp_path / "night.jsonl").write_bytes((tmp_path / "records.jsonl").read_bytes())
    done = run(*back, option, tmp_path / "night.jsonl")
    refused(done)
    assert f"this is not {name} of rootnote" in done.err
    for _ in range(2):
        assert run(*back, "-o", tmp_path / "gold.jsonl").code == 0
