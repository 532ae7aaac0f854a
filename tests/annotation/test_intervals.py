"""Bootstrap intervals, confusion tables and classes of errors."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotation.test_evaluation import OWN, annotations, blank, damaged, rows
from rootnote.annotation.annotations import read_texts
from rootnote.annotation.counts import Overlap, Sample, Share
from rootnote.annotation.evaluation import Evaluation, evaluate
from rootnote.annotation.intervals import intervals
from rootnote.annotation.misses import Miss, by_class


@pytest.fixture(scope="module")
def evaluation() -> Evaluation:
    from random import Random

    gold, texts = rows(OWN / "gold.jsonl"), read_texts(OWN / "notes", rows(OWN / "gold.jsonl"))
    return evaluate(annotations(gold), annotations(damaged(gold, texts, Random(7))), texts)  # noqa: S311


def test_every_figure_lies_in_its_interval(evaluation: Evaluation) -> None:
    found = intervals(evaluation.samples)
    for name, figure in evaluation.figures.items():
        parts = figure if isinstance(figure, dict) else {"": figure}
        for part, value in parts.items():
            if isinstance(value, int):
                continue
            ends = found[f"{name}.{part}" if part else name]
            for key, exact in value.as_dict().items() if isinstance(value, Overlap) else [("value", value)]:
                if key != "n":
                    assert ends[key][0] <= exact + 1e-4, (name, part, key)
                    assert exact - 1e-4 <= ends[key][1], (name, part, key)


def test_intervals_are_always_the_same(evaluation: Evaluation) -> None:
    assert intervals(evaluation.samples) == intervals(evaluation.samples)


def test_interval_is_that_of_a_share() -> None:
    """90 of 100 right: the normal approximation gives 0.841 to 0.959."""
    sample: Sample = tuple(Share(int(n < 90), 1) for n in range(100))
    low, high = intervals({"codes_exact": sample})["codes_exact"]["value"]
    assert (low, high) == (pytest.approx(0.84, abs=0.015), pytest.approx(0.95, abs=0.015))


@given(st.integers(1, 9))
def test_what_is_all_right_or_never_scored_has_no_width(notes: int) -> None:
    found = intervals({"codes": (Overlap(both=1),) * notes, "region": (Overlap(),) * notes, "laterality": (Share(),) * notes}, draws=20)
    assert {ends for parts in found.values() for ends in parts.values()} == {(1.0, 1.0)}


def test_no_notes_no_intervals() -> None:
    assert intervals(evaluate({}, {}).samples) == {}


def test_samples_add_up_to_the_figures(evaluation: Evaluation) -> None:
    gaps = [one for one in evaluation.samples["gaps"] if isinstance(one, Overlap)]
    assert sum(gaps, Overlap()) == evaluation.figures["gaps"]
    by_element = evaluation.figures["gaps_by_element"]
    assert isinstance(by_element, dict)
    assert sum(by_element.values(), Overlap()) == evaluation.figures["gaps"]


@pytest.mark.parametrize(
    ("field", "gold", "predicted", "expected"),
    [
        pytest.param("codes", "M54.16, M54.17", "M54.17", "codes overlooked", id="a code less"),
        pytest.param("codes", "M54.17", "M54.16, M54.17", "codes invented", id="a code more"),
        pytest.param("codes", "M54.17", "M54.16", "codes confused", id="another code"),
        pytest.param("codes", "none", "missing", "codes overlooked", id="no record"),
        pytest.param("condition stenosis", "absent", "affirmed", "condition invented", id="condition out of nothing"),
        pytest.param("condition stenosis", "negated", "affirmed", "condition confused", id="condition with another word"),
        pytest.param("element imaging", "documented", "not_documented", "element overlooked", id="element"),
        pytest.param("etiology", "not_stated", "disc", "etiology invented", id="cause"),
        pytest.param("laterality", "left", "not_stated", "laterality overlooked", id="side"),
        pytest.param("roots", "S1 left", "S1 right", "roots confused", id="root on another side"),
        pytest.param("evidence imaging", "touched", "elsewhere", "evidence elsewhere", id="evidence"),
    ],
)
def test_errors_have_classes(field: str, gold: str, predicted: str, expected: str) -> None:
    assert Miss("a", field, gold, predicted).error_class == expected


def test_most_frequent_class_comes_first() -> None:
    misses = [Miss("a", "laterality", "left", "right"), *(Miss(i, "codes", "M54.17", "none") for i in "ba")]
    found = by_class(misses)
    assert list(found) == ["codes overlooked", "laterality confused"]
    assert [miss.id for miss in found["codes overlooked"]] == ["a", "b"]


def test_confusion_counts_the_notes_in_which_a_field_is_scored() -> None:
    gold = {"a": blank("a"), "b": blank("b")}
    gold["a"]["conditions"]["radiculopathy"] = "affirmed"
    predicted = json.loads(json.dumps(gold))
    predicted["a"]["laterality"] = predicted["b"]["laterality"] = "left"
    del predicted["a"]["elements"]["imaging"]
    confusion = evaluate(annotations(gold), annotations(predicted)).confusion
    assert confusion["laterality"] == {("not_stated", "left"): 1}
    assert confusion["condition radiculopathy"] == {("affirmed", "affirmed"): 1, ("absent", "absent"): 1}
    assert confusion["element imaging"] == {("not_documented", "missing"): 1}


def test_everything_is_plain_for_json(evaluation: Evaluation) -> None:
    details = json.loads(json.dumps(evaluation.details()))
    assert set(details) == {"confusion", "errors"}
    assert sum(len(found) for found in details["errors"].values()) == len(evaluation.misses)
    assert sum(details["confusion"]["condition stenosis"]["absent"].values()) > 0
