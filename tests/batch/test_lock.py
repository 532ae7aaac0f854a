"""Two runs that write to the same place."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from commandline import CODED, Run
from rootnote.batch.lock import alone
from rootnote.errors import OutputError

HOLD = "import sys; from pathlib import Path; from rootnote.batch.lock import alone\n"
HOLD += "with alone(Path(sys.argv[1])): print('held', flush=True); sys.stdin.read()"


@contextmanager
def held_by_another(path: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds the place, until its input is closed or it is killed."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process


@pytest.mark.parametrize("place", ["records.jsonl", "tables"])
def test_place_is_refused_while_another_run_holds_it(tmp_path: Path, place: str) -> None:
    path = tmp_path / place
    with held_by_another(path):
        with pytest.raises(OutputError, match=f"{place}: another run is writing to it"), alone(path):
            pass
        with alone(tmp_path / "other.jsonl"):
            pass
    with alone(path):
        assert (tmp_path / f"{place}.lock").exists()
    assert list(tmp_path.iterdir()) == []


def test_lock_goes_with_a_run_that_is_killed(tmp_path: Path) -> None:
    path = tmp_path / "records.jsonl"
    with held_by_another(path) as process:
        process.send_signal(signal.SIGKILL)
    assert path.with_name("records.jsonl.lock").exists(), "the file outlives it, the lock does not"
    with alone(path):
        pass
    assert list(tmp_path.iterdir()) == []


def test_two_names_of_one_place_are_one_place(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path)
    with held_by_another(tmp_path / "records.jsonl"), pytest.raises(OutputError), alone(tmp_path / "link" / "records.jsonl"):
        pass


def test_place_where_no_file_can_be_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    place = tmp_path / "file" / "records.jsonl"
    with pytest.raises(OutputError, match=r"file/records\.jsonl: can't be written: Not a directory"), alone(place):
        pass


def test_folders_above_a_place_are_made(tmp_path: Path) -> None:
    with alone(tmp_path / "new" / "night" / "records.jsonl"):
        assert [file.name for file in (tmp_path / "new" / "night").iterdir()] == ["records.jsonl.lock"]


def test_nothing_is_kept_from_a_device() -> None:
    with alone(Path("/dev/null")), alone(Path("/dev/null")):
        assert not Path("/dev/null.lock").exists()


@pytest.mark.parametrize("more", [[], ["--resume"]])
def test_second_scan_exits_with_2_and_touches_nothing(run: Run, folder: Path, tmp_path: Path, more: list[str]) -> None:
    out = tmp_path / "records.jsonl"
    part = out.with_name("records.jsonl.part")
    part.write_text(json.dumps({"id": "a", "text": CODED}) + "\n")
    before = part.read_bytes()
    with held_by_another(out):
        done = run("scan", folder, "-o", out, *more)
    assert (done.code, done.out) == (2, "")
    assert done.err.splitlines() == [f"rootnote: {out}: another run is writing to it"]
    assert part.read_bytes() == before
    assert run("scan", folder, "-o", out, *more).code == 0
    assert sorted(file.name for file in tmp_path.iterdir()) == ["notes", "records.jsonl"]
