"""The gold notes as a regression: every figure stays above its stored floor, and what is wrong is named."""

import json
import tomllib
from pathlib import Path

import pytest
from spacy.language import Language

from model_build import model_build
from rootnote.annotation.counts import Overlap
from rootnote.annotation.evaluation import Evaluation

FLOORS = tomllib.loads((Path(__file__).parent / "floors.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def evaluations(nlp: Language) -> dict[str, Evaluation]:
    """The evaluation of each corpus that is here."""
    return {name: model_build.evaluated(*paths, nlp) for name, paths in model_build.CORPORA.items() if paths[1].exists()}


def of(evaluations: dict[str, Evaluation], corpus: str) -> Evaluation:
    if corpus not in evaluations:
        pytest.skip(f"the {corpus} notes are not here: {model_build.CORPORA[corpus][1].name}")
    return evaluations[corpus]


@pytest.mark.parametrize(
    ("corpus", "figure", "floor"),
    [pytest.param(corpus, figure, floor, id=f"{corpus}-{figure}") for corpus, floors in FLOORS.items() for figure, floor in floors.items()],
)
def test_figure_stays_above_its_floor(evaluations: dict[str, Evaluation], corpus: str, figure: str, floor: float) -> None:
    evaluation = of(evaluations, corpus)
    value = evaluation.figures[figure]
    reached = value.f1 if isinstance(value, Overlap) else value
    assert isinstance(reached, float)
    wrong = [f"{miss.id}: {miss.field}" for miss in evaluation.misses]
    assert reached >= floor, f"{figure} is {reached:.3f}; wrong: {wrong}"


@pytest.mark.parametrize("corpus", model_build.CORPORA)
def test_published_figures_are_those_measured(evaluations: dict[str, Evaluation], corpus: str) -> None:
    stored = json.loads(model_build.STORED.read_text(encoding="utf-8"))
    assert model_build.published(of(evaluations, corpus)) == stored[corpus], (
        "run `make model`: it writes the figures where they are published"
    )
