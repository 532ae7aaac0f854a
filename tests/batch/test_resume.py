"""Runs that were ended at any point, and go on to the same bytes."""

import json
import random
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

import rootnote.reviewer
from rootnote.batch import identity
from rootnote.batch.formats import Format
from rootnote.batch.identity import Settings
from rootnote.batch.resume import EarlierResults, _whole_lines
from rootnote.batch.scanning import scan_each
from rootnote.batch.writers import lines_of
from rootnote.coding.linkage import Linkage
from rootnote.coding.setting import Setting
from rootnote.source import Encoding, Failure, Note

CODED = "ASSESSMENT: Left S1 radiculopathy.\n"
NOTES: list[Note | Failure] = [
    Note("1", "Heart: S1 and S2 normal.\n"),
    Failure("scan-7", "scan-7.txt: empty"),
    Note("../2\n", CODED),
    Note("é", "Sciatica, 40°.\n", Encoding.WINDOWS_1252),
    Note("broken", "Zebrafish.\n"),
    Note("5", "Denies leg pain.\n"),
]

CHECKOUT = Path(__file__).parents[2]
Scan = Callable[..., int]


@pytest.fixture
def scan(nlp: Language) -> Scan:
    """Runs over notes, and gives the number of results that were kept from earlier runs."""

    def run(
        path: Path,
        notes: list[Note | Failure] = NOTES,
        *,
        layout: Format = Format.JSONL,
        retry_failed: bool = False,
        stop_after: int | None = None,
        settings: Settings = Settings(),  # noqa: B008
    ) -> int:
        with EarlierResults(lines_of(path, layout), settings, retry_failed=retry_failed) as earlier:
            with closing(scan_each(notes, path, layout, settings=settings, earlier=earlier, nlp=nlp)) as run:
                for number, _ in enumerate(run, start=1):
                    if number == stop_after:
                        break
            return earlier.kept

    return run


@pytest.fixture
def fragile(monkeypatch: pytest.MonkeyPatch) -> dict[str, bool]:
    """The facts of any note that speaks of zebrafish can't be collected, until it is mended."""
    state = {"mended": False}
    collect = rootnote.reviewer.collect

    def collect_or_fail(doc: object) -> object:
        if "Zebrafish" in str(doc) and not state["mended"]:
            raise ValueError(f"unexpected: {doc}")
        return collect(doc)

    monkeypatch.setattr(rootnote.reviewer, "collect", collect_or_fail)
    return state


@pytest.mark.usefixtures("fragile")
def test_run_killed_at_200_points_goes_on_to_the_same_bytes(scan: Scan, tmp_path: Path) -> None:
    whole = tmp_path / "whole.jsonl"
    scan(whole)
    content = whole.read_bytes()
    chosen = random.Random(20)  # noqa: S311
    for number in range(200):
        # Killed once, and in half of the cases a second time after it had gone on.
        kills = sorted(chosen.randrange(len(content) + 1) for _ in range(1 + number % 2))
        path = tmp_path / str(number) / "records.jsonl"
        path.parent.mkdir()
        for name, size in zip((".earlier", ".part")[-len(kills) :], chosen.sample(kills, len(kills)), strict=True):
            Path(f"{path}{name}").write_bytes(content[:size])
        kept = scan(path)
        assert path.read_bytes() == content
        assert kept == sum(b'"text_sha256"' in line for line in content[: max(kills)].splitlines(keepends=True) if line.endswith(b"\n"))
        assert [file.name for file in path.parent.iterdir()] == ["records.jsonl"]
        shutil.rmtree(path.parent)


def test_blocks_that_a_power_failure_left_empty_are_read_again(scan: Scan, tmp_path: Path) -> None:
    path = tmp_path / "records.jsonl"
    scan(path)
    content = path.read_bytes()
    middle = len(content) // 2
    path.with_name("records.jsonl.part").write_bytes(content[:middle] + b"\0" * 500 + content[middle + 500 :])
    path.unlink()
    assert 0 < scan(path) < 5
    assert path.read_bytes() == content


@pytest.mark.usefixtures("fragile")
@pytest.mark.parametrize("layout", [Format.CSV, Format.PARQUET])
@pytest.mark.parametrize("done", range(1, len(NOTES)))
def test_tables_go_on_to_the_same_bytes(scan: Scan, tmp_path: Path, layout: Format, done: int) -> None:
    if layout is Format.PARQUET:
        pytest.importorskip("pyarrow", reason="pyarrow is not installed")
    scan(tmp_path / "whole", layout=layout)
    scan(tmp_path / "resumed", layout=layout, stop_after=done)
    assert scan(tmp_path / "resumed", layout=layout) == sum(isinstance(note, Note) for note in NOTES[:done])
    for folder in ("whole", "resumed"):
        assert len(list((tmp_path / folder).iterdir())) == 4
    for file in (tmp_path / "whole").iterdir():
        assert file.read_bytes() == (tmp_path / "resumed" / file.name).read_bytes()


def test_only_new_and_changed_notes_are_done_when_a_whole_run_is_resumed(scan: Scan, tmp_path: Path) -> None:
    path = tmp_path / "records.jsonl"
    scan(path)
    changed = [Note("new", CODED), *NOTES[:2], Note("../2\n", "Back pain.\n"), *reversed(NOTES[3:5])]
    assert scan(path, changed) == 3
    resumed = path.read_bytes()
    path.unlink()
    assert scan(path, changed) == 0
    assert path.read_bytes() == resumed


@pytest.mark.parametrize(
    "note",
    [
        pytest.param(Note("n", CODED + " "), id="text"),
        pytest.param(Note("m", CODED), id="id"),
        pytest.param(Note("n", CODED, Encoding.WINDOWS_1252), id="encoding"),
    ],
)
def test_changed_note_is_done_again(scan: Scan, tmp_path: Path, note: Note) -> None:
    path = tmp_path / "records.jsonl"
    scan(path, [Note("n", CODED)])
    assert scan(path, [note]) == 0
    assert scan(path, [note]) == 1


@pytest.mark.parametrize("settings", [Settings(setting=Setting.INPATIENT), Settings(linkage=Linkage.PRESUMED)])
def test_other_settings_are_done_again(scan: Scan, tmp_path: Path, settings: Settings) -> None:
    path = tmp_path / "records.jsonl"
    scan(path)
    assert scan(path, settings=settings) == 0
    assert scan(path, settings=settings) == 5


def test_rules_of_a_site_are_another_version(scan: Scan, tmp_path: Path) -> None:
    path = tmp_path / "records.jsonl"
    scan(path)
    assert scan(path, settings=Settings(config=CHECKOUT / "pipelines" / "site.example.toml"), stop_after=1) == 0


@pytest.mark.parametrize("name", ["rootnote", "rules", "icd10cm"])
def test_other_versions_are_done_again(scan: Scan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    path = tmp_path / "records.jsonl"
    scan(path)
    versions = replace(identity._versions(None), **{name: "another"})
    monkeypatch.setattr(identity, "_versions", lambda config: versions)
    assert scan(path) == 0


def errors(path: Path) -> list[str]:
    return [row["id"] for row in map(json.loads, path.read_text().splitlines()) if "error" in row]


def test_known_failures_are_kept_until_a_retry_is_asked_for(scan: Scan, tmp_path: Path, fragile: dict[str, bool]) -> None:
    path = tmp_path / "records.jsonl"
    scan(path)
    assert errors(path) == ["scan-7", "broken"]
    fragile["mended"] = True
    assert scan(path) == 5
    assert errors(path) == ["scan-7", "broken"]
    assert scan(path, retry_failed=True, stop_after=5) == 3
    assert scan(path) == 5, "what the retry made is kept, too"
    assert errors(path) == ["scan-7"]


@given(st.binary())
def test_whole_lines_are_those_with_an_end(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    file = tmp_path_factory.mktemp("lines") / "part"
    file.write_bytes(content)
    with file.open("rb") as lines:
        found = list(_whole_lines(lines))
    assert b"".join(line for _, line in found) == content[: content.rfind(b"\n") + 1]
    assert all(content[start : start + len(line)] == line for start, line in found)


def test_file_that_is_no_run_of_ours_is_replaced_only_once_the_run_is_whole(scan: Scan, tmp_path: Path) -> None:
    path = tmp_path / "records.jsonl"
    path.write_text('[]\n{"id": 1}\nwords\n' + "[" * 100_000 + "\n")
    assert scan(path, stop_after=1) == 0
    assert path.read_text().startswith("[]\n")
    scan(path)
    assert len(path.read_text().splitlines()) == len(NOTES)


def test_killed_command_goes_on_to_the_same_bytes(tmp_path: Path) -> None:
    notes = "".join(json.dumps({"id": str(number), "text": f"{CODED}Visit {number}."}) + "\n" for number in range(150))
    (tmp_path / "notes.jsonl").write_text(notes)
    command = [sys.executable, "-m", "rootnote", "scan", "--quiet", "--jobs", "2", "-o"]
    subprocess.run([*command, "whole.jsonl", "notes.jsonl"], cwd=tmp_path, check=True)
    with subprocess.Popen([*command, "killed.jsonl", "-"], cwd=tmp_path, stdin=subprocess.PIPE) as process:
        assert process.stdin is not None
        process.stdin.write(notes.encode())
        process.stdin.flush()  # and stays open: the run waits for more
        while not ((part := tmp_path / "killed.jsonl.part").exists() and part.stat().st_size):
            assert process.poll() is None
        process.send_signal(signal.SIGKILL)
    assert not (tmp_path / "killed.jsonl").exists()
    done = subprocess.run([*command, "killed.jsonl", "notes.jsonl", "--resume"], cwd=tmp_path, check=True, capture_output=True)
    assert done.stderr == b""
    assert (tmp_path / "killed.jsonl").read_bytes() == (tmp_path / "whole.jsonl").read_bytes()
