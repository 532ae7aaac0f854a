"""The gold notes as a regression: every figure stays above its stored floor, and what is wrong is named."""

import os
import tomllib
from pathlib import Path

import pytest
from spacy.language import Language

from rootnote.annotation.annotations import Annotation, read_annotations
from rootnote.annotation.evaluation import Evaluation, Overlap, evaluate
from rootnote.reviewer import review

CHECKOUT = Path(__file__).parents[2]
SHARED = Path(os.environ.get("ROOTNOTE_SHARED", CHECKOUT.parent / "shared")) / "notes"
FLOORS = tomllib.loads((Path(__file__).parent / "floors.toml").read_text(encoding="utf-8"))
OWN = CHECKOUT / "annotations"
CORPORA = {"own": (OWN / "notes", OWN / "gold.jsonl"), "dev": (SHARED / "dev", SHARED / "dev.jsonl")}


@pytest.fixture(scope="module")
def evaluations(nlp: Language) -> dict[str, Evaluation]:
    """The evaluation of each corpus that is here."""
    return {name: _evaluate(*paths, nlp) for name, paths in CORPORA.items() if paths[1].exists()}


def _evaluate(notes: Path, gold_file: Path, nlp: Language) -> Evaluation:
    gold = read_annotations(gold_file, complete=True)
    texts = {name: (notes / f"{name}.txt").read_bytes().decode("utf-8") for name in gold}
    predicted = {name: Annotation.model_validate_json(review(text, nlp=nlp, note_id=name).to_json()) for name, text in texts.items()}
    return evaluate(gold, predicted, texts)


@pytest.mark.parametrize(
    ("corpus", "figure", "floor"),
    [pytest.param(corpus, figure, floor, id=f"{corpus}-{figure}") for corpus, floors in FLOORS.items() for figure, floor in floors.items()],
)
def test_figure_stays_above_its_floor(evaluations: dict[str, Evaluation], corpus: str, figure: str, floor: float) -> None:
    if corpus not in evaluations:
        pytest.skip(f"the {corpus} notes are not here: {CORPORA[corpus][1].name}")
    value = evaluations[corpus].figures[figure]
    reached = value.f1 if isinstance(value, Overlap) else value
    assert isinstance(reached, float)
    wrong = [f"{miss.id}: {miss.field}" for miss in evaluations[corpus].misses]
    assert reached >= floor, f"{figure} is {reached:.3f}; wrong: {wrong}"
