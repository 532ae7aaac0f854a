"""Agreement: published examples, and what must hold of any annotators."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rootnote.annotation.agreement import agree, alpha, kappas
from rootnote.annotation.annotations import Annotation
from rootnote.errors import RecordError, SourceError

#: Fleiss 1971, as in its usual summary: 10 subjects, 14 raters, 5 categories, how many raters chose which.
FLEISS = (
    *((0, 0, 0, 0, 14), (0, 2, 6, 4, 2), (0, 0, 3, 5, 6), (0, 3, 9, 2, 0), (2, 2, 8, 1, 1)),
    *((7, 7, 0, 0, 0), (3, 2, 6, 3, 0), (2, 5, 3, 2, 2), (6, 5, 2, 1, 0), (0, 2, 2, 3, 7)),
)
#: Krippendorff 2011, "Computing Krippendorff's alpha-reliability", section C: 4 observers, 12 units, gaps.
KRIPPENDORFF = ("1 2 3 3 2 1 4 1 2 . . .", "1 2 3 3 2 2 4 1 2 5 . 3", ". 3 3 3 2 3 4 2 2 5 1 .", "1 2 3 3 2 4 4 1 2 5 1 .")
NOTE = "Left leg pain. MRI: L5-S1 disc herniation. Left leg pain is old."


def annotation(note_id: str = "a", **changes: Any) -> Annotation:
    return Annotation.model_validate_json(json.dumps({"id": note_id, **changes}))


def imaging(*evidence: Any) -> dict[str, Annotation]:
    return {"a": annotation(elements={"imaging": {"status": "documented", "evidence": list(evidence)}})}


def test_fleiss_example() -> None:
    words = [[str(word) for word, count in enumerate(row) for _ in range(count)] for row in FLEISS]
    assert kappas(list(zip(*words, strict=True)))["fleiss"] == pytest.approx(0.210, abs=0.0005)


def test_cohen_example() -> None:
    """Cohen's 2 by 2 example of textbooks: 20 yes-yes, 5 yes-no, 10 no-yes, 15 no-no."""
    cells = {("yes", "yes"): 20, ("yes", "no"): 5, ("no", "yes"): 10, ("no", "no"): 15}
    one, other = zip(*(pair for pair, count in cells.items() for _ in range(count)), strict=True)
    assert kappas([one, other])["cohen"] == pytest.approx(0.4)


def test_krippendorff_example() -> None:
    observers = [{str(unit): word for unit, word in enumerate(row.split()) if word != "."} for row in KRIPPENDORFF]
    assert alpha(observers) == pytest.approx(0.743, abs=0.0005)


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), min_size=1))
def test_coefficients_do_not_depend_on_the_order(pairs: list[tuple[str, str]]) -> None:
    one, other = zip(*pairs, strict=True)
    assert kappas([one, other])["cohen"] == pytest.approx(kappas([other, one])["cohen"])
    assert kappas([one, other])["fleiss"] == pytest.approx(kappas([other[::-1], one[::-1]])["fleiss"])


def test_who_says_the_same_agrees_fully() -> None:
    notes = {
        str(n): annotation(str(n), laterality=word, codes=codes) for n, (word, codes) in enumerate([("left", []), ("right", ["M54.16"])])
    }
    found = {one.field: one for one in agree([notes, notes, notes]).fields}
    for name in ("laterality", "codes"):
        assert (found[name].observed, found[name].cohen, found[name].fleiss, found[name].alpha) == (1, 1, 1, 1)
    assert (found["etiology"].n, found["etiology"].cohen, found["etiology"].alpha) == (0, None, None)


def test_one_word_only_leaves_coefficients_undefined() -> None:
    notes = {"a": annotation("a", laterality="left"), "b": annotation("b", laterality="left")}
    one = next(one for one in agree([notes, notes]).fields if one.field == "laterality")
    assert (one.n, one.observed, one.cohen, one.fleiss, one.alpha) == (2, 1.0, None, None, None)


def test_sets_of_codes_agree_as_a_whole() -> None:
    one = {"a": annotation("a", codes=["M54.16", "M54.17"]), "b": annotation("b", codes=[])}
    other = {"a": annotation("a", codes=["M54.17", "M54.16"]), "b": annotation("b", codes=["M54.17"])}
    assert next(found for found in agree([one, other]).fields if found.field == "codes").observed == 0.5


@pytest.mark.parametrize(
    ("one", "other", "exact", "overlapping"),
    [
        pytest.param(["MRI"], [[15, 18]], 1, 1, id="same place"),
        pytest.param(["Left leg pain"], [[0, 13]], 1, 1, id="quote where it stands first"),
        pytest.param(["L5-S1 disc"], ["disc herniation"], 0, 1, id="overlap"),
        pytest.param(["L5-S1"], ["disc"], 0, 0, id="beside each other"),
        pytest.param(["MRI", "L5-S1", "disc"], ["MRI: L5-S1"], 0, 0.8, id="two of three within one"),
        pytest.param([], [], 1, 1, id="none"),
        pytest.param(["MRI"], [], 0, 0, id="none on one side"),
    ],
)
def test_places_agree_exactly_or_overlap(one: list[Any], other: list[Any], exact: float, overlapping: float) -> None:
    spans = {found.element: found for found in agree([imaging(*one), imaging(*other)], {"a": NOTE}).spans}
    for name in ("imaging", "all elements"):
        assert (spans[name].exact, spans[name].overlapping) == (exact, pytest.approx(overlapping))


def test_places_need_the_notes() -> None:
    assert agree([imaging("MRI"), imaging("MRI")]).spans == ()
    with pytest.raises(RecordError, match="^a: imaging: evidence that is not in the note$"):
        agree([imaging("Quimby"), imaging("MRI")], {"a": NOTE})


def test_no_common_note_is_an_error() -> None:
    with pytest.raises(SourceError, match="no note in common"):
        agree([{"a": annotation("a")}, {"b": annotation("b")}])


def test_figures_are_plain_for_json() -> None:
    found = agree([imaging("MRI"), imaging("MRI")], {"a": NOTE}).as_dict()
    assert json.loads(json.dumps(found))["spans"][0]["element"] == "nerve_root_or_region"
