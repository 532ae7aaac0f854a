"""The command where it meets the terminal: encodings that lack a note's characters, and Ctrl-C at any time."""

import json
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from commandline import Run
from rootnote.__main__ import main

NOTE = "HPI: Pain — 3 weeks ≥ 7/10, “sharp”, 40°.\nASSESSMENT: Left S1 radiculopathy\n"


def command(encoding: str, *arguments: object) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "rootnote", *map(str, arguments)],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path), "PYTHONIOENCODING": encoding},
        capture_output=True,
        check=False,
    )


@pytest.fixture
def edit(tmp_path: Path) -> tuple[Path, Path]:
    """A draft and its edit, with characters that not every encoding has."""
    old, new = tmp_path / "old.txt", tmp_path / "new.txt"
    old.write_text(NOTE, encoding="utf-8")
    new.write_text(f"{NOTE} due to the “L5–S1” disc herniation.", encoding="utf-8")
    return old, new


@pytest.mark.parametrize("encoding", ["latin-1", "ascii"])
@pytest.mark.parametrize("arguments", [("explain", "{old}"), ("diff", "{old}", "{new}")])
def test_characters_that_a_terminal_lacks_become_question_marks(edit: tuple[Path, Path], encoding: str, arguments: tuple[str, ...]) -> None:
    old, new = edit
    done = command(encoding, *(one.format(old=old, new=new) for one in arguments))
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"?" in done.stdout


def test_data_is_utf_8_whatever_the_terminal_is(edit: tuple[Path, Path]) -> None:
    assert "“L5–S1” disc herniation" in command("ascii", "diff", "--json", *edit).stdout.decode()
    assert json.loads(command("ascii", "scan", "-q", edit[1]).stdout.decode())["codes"] == ["M51.17"]


def interrupt(name: str) -> object:
    raise KeyboardInterrupt


@pytest.mark.parametrize("attribute", ["main", "__getattr__"], ids=["while-it-runs", "while-it-is-imported"])
def test_ctrl_c_exits_quietly_with_130(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], attribute: str) -> None:
    module = ModuleType("rootnote.cli")
    setattr(module, attribute, interrupt if attribute == "__getattr__" else lambda: interrupt("main"))
    monkeypatch.setitem(sys.modules, "rootnote.cli", module)
    with pytest.raises(SystemExit) as exit_:
        main()
    assert exit_.value.code == 130
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("arguments", "usage"),
    [
        pytest.param(["scan"], "PATH...", id="several"),
        pytest.param(["explain"], "PATH", id="one"),
        pytest.param(["rules", "show"], "[FILE]", id="perhaps-one"),
    ],
)
def test_help_marks_an_argument_once(run: Run, arguments: list[str], usage: str) -> None:
    """Some versions of typer put a required argument in braces."""
    line = run(*arguments, "--help").out.split("\n")[1].strip()
    assert line.translate({ord("{"): None, ord("}"): None}) == f"Usage: rootnote {' '.join(arguments)} [OPTIONS] {usage}"
