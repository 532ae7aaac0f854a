"""A page of the documentation, followed as a reader follows it: from top to bottom, in a folder that looks like the checkout.

A fenced block is one of these, by the word behind its fence; any other word is an error:

    sh        commands, a line each; all must exit with 0
    python    a snippet; the snippets of a page share their names
    output    what the block before it printed, with "..." for what differs from run to run or is too long to show
    diff      a change to a file of the checkout, named in the first line: from here on the page works on a copy of rootnote's source
    text      a picture or a layout: nothing to run
    ANY file=NAME    the content of a file, or with "+file=" what is added at its end
    ANY cluster      for a cluster, which is not here: tests/batch/test_spark.py runs what can be run on local cores
"""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from shutil import copytree

from commandline import Run

CHECKOUT = Path(__file__).parent.parent
SHARED = Path(os.environ.get("ROOTNOTE_SHARED", CHECKOUT.parent / "shared"))
#: The notes that pages work on: enough to show what they show.
NOTES = "clinic-[01]*.txt"

#: Programs that are not run, and why.
NOT_RUN = {
    "make": "sets up an environment of its own, or runs the tests that run this; that the target is there is checked",
    "pip": "changes the environment that the tests run in; test_model.py and test_wheel.py install what is built",
}
_FENCED = re.compile(r"^```(.*)\n((?:.*\n)*?)```$", re.MULTILINE)
_SHELL = set("|&;<>$*")


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: the words behind its fence, its text, and where it stands."""

    language: str
    options: tuple[str, ...]
    text: str
    place: str


def blocks(page: Path) -> Iterator[Block]:
    """The fenced blocks of a page, in order."""
    text = page.read_text(encoding="utf-8")
    for match in _FENCED.finditer(text):
        language, *options = match.group(1).split() or [""]
        line = text.count("\n", 0, match.start()) + 1
        yield Block(language, tuple(options), match.group(2), f"{page.name}:{line}")


class Reader:
    """Follows the blocks of one page; what each prints is returned."""

    def __init__(self, folder: Path, run: Run, printed: Callable[[], str]) -> None:
        self._folder = _lay_out(folder)
        self._run = run
        self._printed = printed
        self._names: dict[str, object] = {"__name__": "page"}
        self._copied = False

    @property
    def folder(self) -> Path:
        """Where commands are run."""
        return self._folder

    def follow(self, block: Block) -> str:
        """Does what a block says and returns what it printed on standard output."""
        if block.options == ("cluster",):
            return ""
        if block.options:
            self._write(block)
            return ""
        if block.language == "sh":
            return "".join(self._command(line, block) for line in block.text.splitlines() if line.strip())
        if block.language == "python":
            return self._snippet(block)
        if block.language == "diff":
            self._change(block)
        elif block.language != "text":
            raise AssertionError(f"{block.place}: what is to be done with {block.language!r}?")
        return ""

    def _write(self, block: Block) -> None:
        name = block.options[0].removeprefix("+").removeprefix("file=")
        self._copy_if_source(name)
        path = self._folder / name
        before = path.read_text(encoding="utf-8") + "\n" if block.options[0].startswith("+") else ""
        path.write_text(before + block.text, encoding="utf-8")

    def _change(self, block: Block) -> None:
        name, *lines = block.text.splitlines()
        name = name.removeprefix("+++ ")
        self._copy_if_source(name)
        path = self._folder / name
        before, after = ("".join(f"{line[1:]}\n" for line in lines if line[:1] != left_out) for left_out in "+-")
        text = path.read_text(encoding="utf-8")
        assert text.count(before) == 1, f"{block.place}: these lines stand {text.count(before)} times in {name}"
        path.write_text(text.replace(before, after), encoding="utf-8")

    def _copy_if_source(self, name: str) -> None:
        if name.startswith("src/") and not self._copied:
            (self._folder / "src").unlink()
            copytree(CHECKOUT / "src", self._folder / "src")
            self._copied = True

    def _command(self, line: str, block: Block) -> str:
        program, *arguments = shlex.split(line, comments=True)
        if program in NOT_RUN:
            if program == "make":
                subprocess.run(["make", "-n", *arguments], cwd=CHECKOUT, check=True, capture_output=True)  # noqa: S607
            return ""
        if "../shared" in line and not SHARED.exists():
            return ""
        if program == "rootnote" and not self._copied and _SHELL.isdisjoint(line.split(" #")[0]):
            done = self._run(*arguments)
            code, out, err = done.code, done.out, done.err
        else:
            code, out, err = self._elsewhere("bash", "-c", line)
        assert code == 0, f"{block.place}: {line}\n{err}"
        return out

    def _snippet(self, block: Block) -> str:
        if self._copied:
            code, out, err = self._elsewhere(sys.executable, "-W", "ignore", "-c", block.text)
            assert code == 0, f"{block.place}: {err}"
            return out
        exec(compile(block.text, block.place, "exec"), self._names)  # noqa: S102
        return self._printed()

    def _elsewhere(self, *command: str) -> tuple[int, str, str]:
        """Exit code, standard output and standard error of another process, with this Python and the rootnote of the page first."""
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        environment = {**os.environ, "PATH": path, "PYTHONPATH": str(self._folder / "src")}
        done = subprocess.run(command, env=environment, cwd=self._folder, capture_output=True, text=True, encoding="utf-8", check=False)
        return done.returncode, done.stdout, done.stderr


def _lay_out(folder: Path) -> Path:
    """A folder that looks like a fresh checkout, with some of its notes; the shared notes beside it, if they are here."""
    checkout = folder / "a checkout"
    (checkout / "annotations" / "notes").mkdir(parents=True)
    for name in ("src", "pipelines", "models", "benchmarks"):
        (checkout / name).symlink_to(CHECKOUT / name)
    if SHARED.exists():
        (folder / "shared").symlink_to(SHARED)
    own = CHECKOUT / "annotations"
    kept = {note.stem for note in own.glob(f"notes/{NOTES}")}
    for note in kept:
        (checkout / "annotations" / "notes" / f"{note}.txt").symlink_to(own / "notes" / f"{note}.txt")
    gold = (line for line in (own / "gold.jsonl").read_text(encoding="utf-8").splitlines() if json.loads(line)["id"] in kept)
    (checkout / "annotations" / "gold.jsonl").write_text("\n".join(gold) + "\n", encoding="utf-8")
    return checkout
