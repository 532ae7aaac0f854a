"""The package en_rootnote: built, installed and loaded away from the checkout; and pipelines that are saved and loaded again."""

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import spacy
from spacy.language import Language

import rootnote
from model_build import model_build

RECORDS = """
import sys
from pathlib import Path

import rootnote
import spacy

nlp = spacy.load("en_rootnote")
assert "en_rootnote-" in str(nlp.path), nlp.path
for note in sorted(Path(sys.argv[1]).glob("clinic-0*.txt")):
    print(rootnote.review(note.read_text(encoding="utf-8"), nlp=nlp, note_id=note.stem).to_json())
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    scores = json.loads(model_build.STORED.read_text(encoding="utf-8"))
    built: Path = model_build.build_wheel(
        model_build.meta_of(scores), tmp_path_factory.mktemp("model"), tmp_path_factory.mktemp("a folder")
    )
    return built


def pip(*arguments: str | Path) -> str:
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "--no-index", *map(str, arguments)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def test_the_package_gives_the_records_of_the_pipeline(wheel: Path, tmp_path: Path, sample_notes: Path, nlp: Language) -> None:
    pip("--no-deps", "--target", tmp_path, wheel)
    run = [sys.executable, "-W", "ignore::DeprecationWarning", "-c", RECORDS, str(sample_notes)]
    done = subprocess.run(run, env={"PYTHONPATH": str(tmp_path)}, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    notes = sorted(sample_notes.glob("clinic-0*.txt"))
    wanted = [rootnote.review(note.read_text(encoding="utf-8"), nlp=nlp, note_id=note.stem).to_json() for note in notes]
    assert done.stdout.splitlines() == wanted


def test_pip_finds_here_all_that_the_package_needs(wheel: Path) -> None:
    assert f"Would install en_rootnote-{rootnote.__version__}" in pip("--dry-run", "--force-reinstall", "--no-deps", wheel)
    with zipfile.ZipFile(wheel) as package:
        told = package.read(f"en_rootnote-{rootnote.__version__}.dist-info/METADATA").decode()
    needed = [line.removeprefix("Requires-Dist: ") for line in told.splitlines() if line.startswith("Requires-Dist: ")]
    assert f"rootnote=={rootnote.__version__}" in needed
    assert [name for name in needed if name.startswith("spacy")] == ["spacy<3.8.0,>=3.7.5"]
    assert len(needed) == 2


def test_the_package_says_what_it_is(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as package:
        meta = json.loads(package.read("en_rootnote/meta.json"))
        card = package.read(f"en_rootnote/en_rootnote-{rootnote.__version__}/README.md").decode()
    assert (meta["name"], meta["version"], meta["requirements"]) == (
        "rootnote",
        rootnote.__version__,
        [f"rootnote=={rootnote.__version__}"],
    )
    assert meta["performance"].keys() == {"own", "dev"}
    assert all(source["license"] for source in meta["sources"])
    assert card == model_build.CARD.read_text(encoding="utf-8")


def test_the_package_holds_no_word_of_a_note(wheel: Path) -> None:
    """A pipeline remembers the words it has read, and saves them; this one has read none but those of its rules and of English."""
    with zipfile.ZipFile(wheel) as package:
        saved = set(json.loads(package.read(f"en_rootnote/en_rootnote-{rootnote.__version__}/vocab/strings.json")))
    assert saved == set(rootnote.load().vocab.strings)


def test_a_saved_pipeline_splits_words_as_before(tmp_path: Path, nlp: Language) -> None:
    nlp.to_disk(tmp_path / "saved")
    text = "(L5S1)foo, L4-5/x; 4+/5. R>L, w/o 2+/4abc: L45-x 8am c/w S1-nerve " + "-" * 300
    assert [token.text for token in spacy.load(tmp_path / "saved").make_doc(text)] == [token.text for token in nlp.make_doc(text)]


def test_pages_hold_the_figures_of_the_last_build() -> None:
    scores = json.loads(model_build.STORED.read_text(encoding="utf-8"))
    for page in model_build.PAGES:
        text = page.read_text(encoding="utf-8")
        assert model_build.figures_table(scores) in text, f"{page.name}: run `make model`"
        assert model_build.with_figures(text, scores) == text
