"""What the README shows works as it stands there."""

import re
import shlex
from pathlib import Path

import pytest

from rootnote.cli import main

CHECKOUT = Path(__file__).parent.parent


def blocks(language: str) -> list[str]:
    """The fenced blocks of the README, and of what it points to, in a language."""
    pages = [(CHECKOUT / page).read_text(encoding="utf-8") for page in ("README.md", "annotations/formats.md")]
    return [block for page in pages for block in re.findall(rf"^```{language}\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)]


def test_python_examples_run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(CHECKOUT)
    names: dict[str, object] = {}
    for block in blocks("python"):
        exec(block, names)  # noqa: S102
    printed = capsys.readouterr().out
    assert "('M54.17',) ('M51.17',)" in printed
    assert "visit-2 none" in printed
    assert "('M51.16',)\n" in printed
    assert "['etiology_statement']" in printed
    assert printed.endswith("negated negated.forward\n")


def test_commands_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "notes").symlink_to(CHECKOUT / "annotations" / "notes")
    (tmp_path / "gold.jsonl").symlink_to(CHECKOUT / "annotations" / "gold.jsonl")
    monkeypatch.chdir(tmp_path)
    commands = [shlex.split(line, comments=True) for block in blocks("sh") for line in block.splitlines()]
    assert commands
    for program, *arguments in commands:
        assert program == "rootnote"
        with pytest.raises(SystemExit) as exit_:
            main(arguments)
        assert exit_.value.code == 0, capfd.readouterr().err
