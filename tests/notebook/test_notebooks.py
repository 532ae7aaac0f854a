"""The notebooks: stripped of what cells showed, readable, and run from top to bottom by a kernel of this interpreter."""

import json
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

from commandline import Run
from rootnote.notebook.outputs import strip
from rootnote.source import Note

CHECKOUT = Path(__file__).parent.parent.parent
FOLDER = CHECKOUT / "annotations" / "notebooks"
REVIEW, ERRORS, AGREEMENT, SITE_RULE = (
    "01-review-a-batch",
    "02-errors-against-gold",
    "03-agreement",
    "04-try-a-site-rule",
)
NAMES = (REVIEW, ERRORS, AGREEMENT, SITE_RULE)


def read(name: str) -> Any:
    return nbformat.read(FOLDER / f"{name}.ipynb", as_version=4)


def test_these_are_the_notebooks() -> None:
    assert sorted(file.name for file in FOLDER.iterdir() if not file.name.startswith(".")) == [f"{name}.ipynb" for name in NAMES]


@pytest.mark.parametrize("name", NAMES)
def test_notebooks_hold_no_outputs(name: str) -> None:
    for cell in read(name).cells:
        if cell.cell_type == "code":
            assert (cell.outputs, cell.execution_count) == ([], None), f"{name}: clear all outputs before you commit"
        assert cell.metadata.keys() <= {"tags"}
        assert "attachments" not in cell


@pytest.mark.parametrize("name", NAMES)
def test_notebooks_can_be_read(name: str) -> None:
    book = read(name)
    nbformat.validate(book)
    kinds = [cell.cell_type for cell in book.cells]
    assert kinds[:2] == ["markdown", "code"]
    assert "parameters" in book.cells[1].metadata.tags
    assert all("markdown" in pair for pair in pairwise(kinds)), "a code cell without a sentence before it"
    for cell in book.cells:
        if cell.cell_type == "code":
            assert not any(word in cell.source for word in ("def ", "class ", "lambda ")), "helpers live in the package"


# --- run


@pytest.fixture
def kernel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A kernel of this interpreter, which finds rootnote in this checkout, without the settings of whoever runs the tests."""
    name = "rootnote-tests"
    folder = tmp_path / "jupyter" / "kernels" / name
    folder.mkdir(parents=True)
    spec = {
        "argv": [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"],
        "display_name": name,
        "language": "python",
        "env": {"PYTHONPATH": str(CHECKOUT / "src"), "IPYTHONDIR": str(tmp_path / "ipython"), "MPLCONFIGDIR": str(tmp_path / "matplotlib")},
    }
    (folder / "kernel.json").write_text(json.dumps(spec))
    for variable in ("JUPYTER_PATH", "JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR"):
        monkeypatch.setenv(variable, str(tmp_path / "jupyter"))
    return name


@pytest.fixture
def notes(few_notes: list[Note], tmp_path: Path) -> Path:
    folder = tmp_path / "notes"
    folder.mkdir()
    for note in few_notes:
        (folder / f"{note.id}.txt").write_bytes(note.text.encode())
    return folder


def executed(name: str, kernel: str, **parameters: Path) -> list[Any]:
    """What a notebook shows with other parameters than its own: all outputs in order, none of them an error or a warning."""
    book = read(name)
    book.cells[1].source += "".join(f"\n{key} = Path({str(value)!r})" for key, value in parameters.items())
    NotebookClient(book, kernel_name=kernel, timeout=300, startup_timeout=120, resources={"metadata": {"path": str(FOLDER)}}).execute()
    outputs = [output for cell in book.cells if cell.cell_type == "code" for output in cell.outputs]
    assert [output.text for output in outputs if output.get("name") == "stderr"] == []
    return outputs


def html(outputs: list[Any]) -> str:
    return "".join(output.data.get("text/html", "") for output in outputs if "data" in output)


def charts(outputs: list[Any]) -> int:
    return sum("image/png" in output.data for output in outputs if "data" in output)


def test_a_batch_is_reviewed_and_what_was_corrected_evaluates(kernel: str, notes: Path, tmp_path: Path, run: Run) -> None:
    saved = tmp_path / "corrected.jsonl"
    shown = executed(REVIEW, kernel, NOTES=notes, SAVE_TO=saved)
    assert charts(shown) == 1
    for words in ("unlinked cause", "nerve root or region", "Unable to determine", "a distribution in plain words", "not read yet"):
        assert words in html(shown)
    rows = [json.loads(line) for line in saved.read_text(encoding="utf-8").splitlines()]
    assert [row["id"] for row in rows] == ["clinic-02-right-l5-unlinked-disc", "clinic-11-lumbago-bilateral-sciatica"]
    assert rows[1]["elements"]["dermatomal_distribution"]["status"] == "documented"
    assert run("scan", notes, "-o", tmp_path / "records.jsonl", "--quiet")[0] == 0
    assert run("evaluate", saved, tmp_path / "records.jsonl", "--notes", notes)[0] == 0


def test_errors_are_shown_with_their_rules(kernel: str, notes: Path, tmp_path: Path) -> None:
    """Territories are left out, so that there are errors whatever the rules have learned since."""
    config = (CHECKOUT / "pipelines" / "rootnote.cfg").read_text(encoding="utf-8")
    assert '["territories.toml"],' in config
    (tmp_path / "fewer.cfg").write_text(config.replace('["territories.toml"],', ""), encoding="utf-8")
    shown = executed(ERRORS, kernel, NOTES=notes, CONFIG=tmp_path / "fewer.cfg")
    assert charts(shown) == 1
    assert "element overlooked" in html(shown)
    assert "territory." in html(shown)
    assert "did not fire; its phrases share words with the passage" in html(shown)
    assert "gold: dermatomal distribution" in html(shown)


def test_agreement_is_measured_and_shown(kernel: str, notes: Path) -> None:
    shown = executed(AGREEMENT, kernel, NOTES=notes)
    assert charts(shown) == 2
    assert "rootnote" in next(output.text for output in shown if output.get("name") == "stdout")
    assert "alpha" in html(shown)


def test_a_site_rule_is_tried(kernel: str, notes: Path, tmp_path: Path) -> None:
    shown = executed(SITE_RULE, kernel, NOTES=notes, SITE=tmp_path / "site.toml")
    assert charts(shown) == 2
    for words in ("M54.16 (codes)", "codes exact", "with: radiculopathy", "records that change"):
        assert words in html(shown)
    assert "site.vacuum" in (tmp_path / "site.toml").read_text(encoding="utf-8")


# --- outputs


def test_jupyter_saves_without_outputs(tmp_path: Path) -> None:
    """As ``make notebooks`` sets Jupyter up; what is no notebook is saved as it is."""
    from jupyter_server.services.contents.filemanager import FileContentsManager

    manager = FileContentsManager(root_dir=str(tmp_path), pre_save_hook="rootnote.notebook.outputs.strip")
    cell = nbformat.v4.new_code_cell("print(1)", execution_count=3, outputs=[nbformat.v4.new_output("stream", text="Pain in the leg")])
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("Words"), cell])
    manager.save({"type": "notebook", "format": "json", "content": book}, "a.ipynb")
    manager.save({"type": "file", "format": "text", "content": "outputs"}, "a.txt")
    saved = nbformat.read(tmp_path / "a.ipynb", as_version=4)
    assert [one.source for one in saved.cells] == ["Words", "print(1)"]
    assert (saved.cells[1].outputs, saved.cells[1].execution_count) == ([], None)
    assert (tmp_path / "a.txt").read_text() == "outputs"


def test_make_notebooks_saves_without_outputs() -> None:
    recipe = (CHECKOUT / "Makefile").read_text(encoding="utf-8")
    assert f"pre_save_hook={strip.__module__}.{strip.__name__}" in recipe
