"""Ctrl-C at every point of a run: a real signal, sent at the n-th call of a function of ours, for n up to the last."""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import pytest

import rootnote
from commandline import CODED
from rootnote.__main__ import main
from rootnote.batch.interrupts import undivided, unheard_by_children

OURS = (str(Path(rootnote.__file__).parent), "contextlib.py")
#: What runs before there is anything to interrupt but the reading of arguments, and what works on one note, are passed over.
FOLDERS = ("batch", "commands", "source", "report")


@contextmanager
def interrupted_at(number: int) -> Iterator[list[int]]:
    """Sends the signal at the call of this number in this process, none when it is 0; gives the count of the calls."""
    calls, process = [0], os.getpid()

    def count(frame: FrameType, event: str, argument: object) -> None:
        name = frame.f_code.co_filename
        ours = name.startswith(OURS[0]) and any(f"{os.sep}{folder}{os.sep}" in name for folder in FOLDERS)
        if event == "call" and (ours or name.endswith(OURS[1])) and os.getpid() == process:
            calls[0] += 1
            if calls[0] == number:
                sys.setprofile(None)
                signal.raise_signal(signal.SIGINT)

    sys.setprofile(count)
    try:
        yield calls
    finally:
        sys.setprofile(None)


# A file that was opened at that very call is closed by the collector.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("more", [[], ["--timeout", "0", "--format", "csv"]], ids=["processes", "tables-in-one-process"])
def test_ctrl_c_at_any_point_exits_with_130_and_can_be_resumed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, more: list[str]) -> None:
    notes = tmp_path / "notes"
    notes.mkdir()
    for number in range(3):
        (notes / f"{number}.txt").write_text(f"{CODED}Visit {number}.")

    def scan(out: Path, *options: str, interrupt: int = 0) -> tuple[object, int]:
        monkeypatch.setattr(sys, "argv", ["rootnote", "scan", str(notes), "-q", "-o", str(out), *more, *options])
        with pytest.raises(SystemExit) as exit_, interrupted_at(interrupt) as calls:
            main()
        return exit_.value.code, calls[0]

    def content(out: Path) -> dict[str, bytes]:
        return {file.name: file.read_bytes() for file in sorted(out.iterdir())} if out.is_dir() else {"": out.read_bytes()}

    scan(tmp_path / "first")  # imports what it needs
    code, calls = scan(tmp_path / "whole")
    assert (code, calls > 200) == (0, True)
    for number in range(1, calls, calls // 12):
        out = tmp_path / f"out-{number}"
        code, made = scan(out, interrupt=number)
        if made < number:
            continue  # it asks for what its processes have done as often as they take: this time it was over before
        assert code == 130, f"at call {number} of {calls}"
        assert scan(out, "--resume")[0] == 0
        assert content(out) == content(tmp_path / "whole")
    gc.collect()  # here, where it is expected to find such a file


def test_interrupt_waits_for_the_end_and_a_second_one_does_not() -> None:
    done = []
    with pytest.raises(KeyboardInterrupt), undivided():
        signal.raise_signal(signal.SIGINT)
        done.append("first")
    with pytest.raises(KeyboardInterrupt), undivided():
        signal.raise_signal(signal.SIGINT)
        signal.raise_signal(signal.SIGINT)
        done.append("second")
    assert done == ["first"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no masks of signals")
def test_children_are_started_deaf() -> None:
    with unheard_by_children():
        assert signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, [])
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, [])
