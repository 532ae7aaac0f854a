"""What the documentation shows also passes a type checker that is strict, as users' own code does."""

import subprocess
import sys
from pathlib import Path

import pytest

from pages import CHECKOUT, blocks

PAGES = ("README.md", "docs/annotators.md", "docs/privacy.md", "docs/record.md", "docs/scribes.md")

#: What else may be written, and what may not: those lines end with the kind of error.
EXPRESSIONS = """
from collections.abc import Iterator
from pathlib import Path

import rootnote
from rootnote import Comparison, Condition, Element, Encoding, Failure, GapRecord, Necessity, Note, NoteRecord, Priority, WarningRecord

record: NoteRecord = rootnote.review("Left S1 radiculopathy.", setting="inpatient", linkage="presumed")
by_word: str = record.elements["reflex_exam"].status
by_member: str = record.elements[Element.REFLEX_EXAM].status
mentions = [place.text for place in record.condition_evidence["stenosis"] + record.condition_evidence[Condition.STENOSIS]]
stated: bool = record.conditions["stenosis"] == "affirmed" or record.conditions[Condition.STENOSIS] == "absent"
urgent: list[GapRecord] = [gap for gap in record.gaps if gap.priority is Priority.A or gap.priority == "B"]
warnings: tuple[WarningRecord, ...] = record.warnings
changes: Comparison = rootnote.compare(record, record)
wanted: Necessity = rootnote.necessity(record, "tfesi", "Left S1 radiculopathy.")
notes = (Note(name, "Left S1 radiculopathy.", Encoding.UTF_8) for name in "ab")
failures: list[Failure] = []
many: Iterator[NoteRecord] = rootnote.review_many(notes, config="site.toml", jobs=2, timeout=5, on_failure=failures.append)
more = rootnote.review_many([], config=Path("site.toml"), setting="outpatient")
nlp = rootnote.load("site.toml") or rootnote.load(Path("site.toml"))
rootnote.review(b"Left S1 radiculopathy.")  # arg-type
rootnote.review("Left S1 radiculopathy.", note_id=4711)  # arg-type
record.elements[1]  # index
record.element  # attr-defined
"""


def checked(files: list[Path], folder: Path) -> str:
    options = ["--strict", "--follow-imports=silent", "--config-file=", "--no-error-summary", f"--cache-dir={folder / 'cache'}"]
    done = subprocess.run(
        [sys.executable, "-m", "mypy", *options, *files],
        env={"MYPYPATH": str(CHECKOUT / "src"), "PATH": ""},
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    return done.stdout


def test_what_is_documented_passes_mypy(tmp_path: Path) -> None:
    pytest.importorskip("mypy", reason="mypy is not installed")
    files = []
    for page in PAGES:
        snippets = [block.text for block in blocks(CHECKOUT / page) if block.language == "python" and not block.options]
        files.append(tmp_path / f"{Path(page).stem.lower()}_page.py")
        files[-1].write_text("\n".join(snippets), encoding="utf-8")
        for block in blocks(CHECKOUT / page):
            if block.language == "python" and block.options:
                files.append(tmp_path / block.options[0].removeprefix("file="))
                files[-1].write_text(block.text, encoding="utf-8")
    wrong = tmp_path / "expressions.py"
    wrong.write_text(EXPRESSIONS, encoding="utf-8")
    expected = [(number, line.rpartition("# ")[2]) for number, line in enumerate(EXPRESSIONS.splitlines(), start=1) if "  # " in line]
    lines = checked([*files, wrong], tmp_path).splitlines()
    found = [(int(line.split(":")[1]), line.rpartition("[")[2].rstrip("]")) for line in lines if line.startswith("expressions.py")]
    assert (found, [line for line in lines if not line.startswith("expressions.py")]) == (expected, [])
