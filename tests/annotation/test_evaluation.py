"""The figures equal those of the reference scorer, and what can't be read is refused by file and line."""

import copy
import importlib.util
import json
from pathlib import Path
from random import Random
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rootnote.annotation.annotations import Annotation, read_annotations, read_texts
from rootnote.annotation.counts import Overlap
from rootnote.annotation.evaluation import evaluate
from rootnote.annotation.misses import Miss
from rootnote.documentation.elements import Element, Status
from rootnote.errors import RecordError, SourceError
from rootnote.facts.model import Assertion, Condition, Etiology, Laterality

CHECKOUT = Path(__file__).parent.parent.parent
SHARED = CHECKOUT.parent / "shared"
SCORER = SHARED / "tools" / "score_records.py"
OWN = CHECKOUT / "annotations"

needs_scorer = pytest.mark.skipif(not SCORER.exists(), reason="the reference scorer is no part of this project and is not beside it")

Row = dict[str, Any]

NOTE = "Pain down the left leg.\nMRI: L5-S1 disc herniation. Pain is old."


def rows(path: Path) -> dict[str, Row]:
    return {row["id"]: row for row in map(json.loads, path.read_text(encoding="utf-8").splitlines())}


def annotations(table: dict[str, Row]) -> dict[str, Annotation]:
    return {i: Annotation.model_validate_json(json.dumps(row)) for i, row in table.items()}


def blank(note_id: str = "a", **changes: Any) -> Row:
    """A gold record of a note in which nothing is documented."""
    return {
        "id": note_id,
        "note_type": "clinic",
        "conditions": dict.fromkeys(Condition, "absent"),
        "roots": [],
        "region": [],
        "laterality": "not_stated",
        "imaging_levels": [],
        "etiology": "not_applicable",
        "unlinked_candidates": [],
        "codes": [],
        "codes_presumed": [],
        "symptom_codes": [],
        "elements": {e: {"status": "not_documented", "evidence": []} for e in Element},
        **changes,
    }


def with_evidence(status: str, *evidence: Any) -> Row:
    """A record with low back pain and one documented element."""
    row = blank()
    row["conditions"]["low_back_pain"] = "affirmed"
    row["elements"]["chronicity"] = {"status": status, "evidence": list(evidence)}
    return row


# --- against the reference scorer


def load_scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("score_records", SCORER)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def damaged(table: dict[str, Row], texts: dict[str, str], chance: Random) -> dict[str, Row]:
    """A copy of gold with notes lost, fields lost or changed, and evidence moved or written in one of its three forms."""
    copied = copy.deepcopy(table)
    codes = sorted({code for row in table.values() for code in row["codes"]})
    for note_id in list(copied):
        if chance.random() < 0.1:
            del copied[note_id]
            continue
        row = copied[note_id]
        for key in ("codes", "codes_presumed", "symptom_codes", "imaging_levels", "region", "roots"):
            if chance.random() < 0.15:
                row[key] = row[key][1:]
            if chance.random() < 0.05:
                del row[key]
        if chance.random() < 0.2:
            row["codes"] = [chance.choice(codes)]
        row["laterality"] = chance.choice([row["laterality"], chance.choice(list(Laterality))])
        row["etiology"] = chance.choice([row["etiology"], chance.choice(list(Etiology))])
        for condition in Condition:
            if chance.random() < 0.1:
                row["conditions"][condition] = chance.choice(["affirmed", "uncertain", "negated", "historical", "absent"])
        for element in Element:
            if chance.random() < 0.05:
                del row["elements"][element]
            elif chance.random() < 0.2:
                row["elements"][element]["status"] = chance.choice(list(Status))
            else:
                mark = row["elements"][element]
                mark["evidence"] = [reshaped(quote, texts[note_id], chance) for quote in mark["evidence"]]
    return copied


def reshaped(quote: str, text: str, chance: Random) -> Any:
    start = text.index(quote) if chance.random() < 0.7 else chance.randrange(len(text) - len(quote) + 1)
    end = start + len(quote)
    return chance.choice([quote, [start, end], {"start": start, "end": end, "text": text[start:end]}])


def same_figures(gold: dict[str, Row], predicted: dict[str, Row], folder: Path) -> None:
    theirs, wrong = load_scorer().score(gold, predicted, folder)
    ours = evaluate(annotations(gold), annotations(predicted), read_texts(folder, gold))
    figures = ours.as_dict()
    assert set(theirs) == set(figures) - {"statuses_by_element", "notes_unpredicted"}
    for name, figure in theirs.items():
        if isinstance(figure, dict) and "f1" not in figure:
            assert figures[name] == {part: pytest.approx(scores) for part, scores in figure.items()}, name
        else:
            assert figures[name] == pytest.approx(figure), name
    assert set(wrong) <= {miss.id for miss in ours.misses}


CORPORA = [
    pytest.param(SHARED / "notes" / "dev.jsonl", SHARED / "notes" / "dev", id="dev"),
    pytest.param(OWN / "gold.jsonl", OWN / "notes", id="own"),
]


@needs_scorer
@pytest.mark.parametrize(("gold_file", "folder"), CORPORA)
def test_gold_against_itself_is_as_the_scorer_says(gold_file: Path, folder: Path) -> None:
    gold = rows(gold_file)
    same_figures(gold, gold, folder)


@needs_scorer
@pytest.mark.parametrize(("gold_file", "folder"), CORPORA)
@settings(max_examples=10, deadline=None)
@given(chance=st.randoms(use_true_random=True))
def test_damaged_gold_is_as_the_scorer_says(gold_file: Path, folder: Path, chance: Random) -> None:
    gold = rows(gold_file)
    same_figures(gold, damaged(gold, read_texts(folder, gold), chance), folder)


# --- the figures by themselves


def test_gold_against_itself_is_perfect() -> None:
    gold = read_annotations(OWN / "gold.jsonl", complete=True)
    result = evaluate(gold, gold, read_texts(OWN / "notes", gold))
    assert result.misses == ()
    assert {f for f in result.figures.values() if isinstance(f, float)} == {1.0}
    assert {o.f1 for f in result.figures.values() if isinstance(f, dict) for o in f.values() if o.n} == {1.0}


def test_nothing_predicted_is_wrong_everywhere() -> None:
    gold = read_annotations(OWN / "gold.jsonl", complete=True)
    result = evaluate(gold, {})
    assert {miss.id for miss in result.misses} == set(gold)
    assert result.figures["notes_unpredicted"] == len(gold)
    assert result.figures["codes_exact"] == 0
    assert result.figures["elements_status"] == 0
    assert result.figures["codes"] == Overlap(only_gold=sum(len(a.codes or ()) for a in gold.values()))


def test_records_of_other_notes_are_passed_over() -> None:
    gold = annotations({"a": blank("a")})
    assert evaluate(gold, annotations({"a": blank("a"), "b": blank("b", codes=["M54.16"])})).misses == ()


def test_misses_name_field_and_both_values() -> None:
    gold = blank(codes=["M54.17"], codes_presumed=["M54.17"], roots=[{"root": "S1", "side": "left"}], region=["lumbosacral"])
    gold["conditions"]["radiculopathy"] = "affirmed"
    predicted = copy.deepcopy(gold) | {"codes": [], "roots": [{"root": "S1", "side": None}]}
    predicted["elements"]["imaging"]["status"] = "documented"
    assert evaluate(annotations({"a": gold}), annotations({"a": predicted})).misses == (
        Miss("a", "codes", "M54.17", "none"),
        Miss("a", "roots", "S1 left", "S1 no side"),
        Miss("a", "element imaging", "not_documented", "documented"),
    )


def test_elements_are_scored_only_where_there_is_a_lumbar_condition() -> None:
    gold = blank()
    predicted = copy.deepcopy(gold)
    predicted["elements"]["imaging"]["status"] = "documented"
    result = evaluate(annotations({"a": gold}), annotations({"a": predicted}))
    assert result.figures["notes_lumbar"] == 0
    assert result.misses == ()


def test_statuses_by_element_tell_wrong_from_overlooked() -> None:
    gold = {i: with_evidence("documented") | {"id": i} for i in "abc"}
    gold["a"]["elements"]["reflex_exam"]["status"] = "abnormal"
    gold["b"]["elements"]["reflex_exam"]["status"] = "normal"
    predicted = copy.deepcopy(gold)
    predicted["a"]["elements"]["reflex_exam"]["status"] = "normal"
    predicted["b"]["elements"]["reflex_exam"]["status"] = "not_documented"
    figures = evaluate(annotations(gold), annotations(predicted)).figures
    assert isinstance(figures["statuses_by_element"], dict)
    assert isinstance(figures["gaps_by_element"], dict)
    assert figures["statuses_by_element"]["reflex_exam"] == Overlap(both=0, only_predicted=1, only_gold=2)
    assert figures["gaps_by_element"]["reflex_exam"] == Overlap(both=1, only_predicted=1, only_gold=0)


def test_figures_are_plain_for_json() -> None:
    gold = annotations({"a": with_evidence("documented", "Pain")})
    figures = evaluate(gold, gold, {"a": NOTE}).as_dict()
    assert json.loads(json.dumps(figures)) == figures


# --- where evidence stands


@pytest.mark.parametrize(
    ("evidence", "located"),
    [
        pytest.param("Pain", True, id="quote"),
        pytest.param([0, 2], True, id="pair"),
        pytest.param({"start": 0, "end": 4, "text": "Pain"}, True, id="offsets"),
        pytest.param({"start": 52, "end": 63, "text": "Pain is old"}, True, id="second place of the gold quote"),
        pytest.param([4, 10], False, id="pair that only borders on it"),
        pytest.param("MRI", False, id="quote elsewhere"),
        pytest.param("not in the note", False, id="quote that is nowhere"),
        pytest.param("", False, id="empty quote"),
    ],
)
def test_evidence_is_located_when_it_touches(evidence: Any, located: bool) -> None:
    gold, predicted = with_evidence("documented", "Pain"), with_evidence("documented", evidence)
    result = evaluate(annotations({"a": gold}), annotations({"a": predicted}), {"a": NOTE})
    assert result.figures["evidence_located"] == located
    assert bool(result.misses) is not located


def test_offsets_that_do_not_hold_their_text_are_refused_without_quoting() -> None:
    predicted = annotations({"a": with_evidence("documented", {"start": 1, "end": 5, "text": "Pain"})})
    with pytest.raises(RecordError, match="^a: chronicity: the evidence at 1 to 5 is not what the note has there$"):
        evaluate(annotations({"a": with_evidence("documented", "Pain")}), predicted, {"a": NOTE})


# --- reading


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param(["{", ""], "line 1: the line: json invalid", id="no JSON"),
        pytest.param(['{"codes": []}'], "line 1: id: missing", id="no id"),
        pytest.param(["", '{"id": 7}'], "line 2: id: string type", id="id of the wrong type"),
        pytest.param(['{"id": "a", "codes": "M54.16"}'], "line 1: codes: frozen set type", id="codes no list"),
        pytest.param(['{"id": "a", "laterality": "Quimby"}'], "line 1: laterality: enum", id="word that is none of the format's"),
        pytest.param(['{"id": "a", "elements": {"Quimby": {"status": "normal"}}}'], "line 1: elements: enum", id="no element"),
        pytest.param(['{"id": "a"}', '{"id": "a"}'], "line 2: the id comes a second time", id="id twice"),
    ],
)
def test_bad_row_is_named_by_file_and_line_without_its_words(content: list[str], message: str, tmp_path: Path) -> None:
    path = tmp_path / "records.jsonl"
    path.write_text("\n".join(content), encoding="utf-8")
    with pytest.raises(SourceError) as caught:
        read_annotations(path)
    assert str(caught.value) == f"{path}, {message}"


@pytest.mark.parametrize("key", ["note_type", "unlinked_candidates", "codes", "laterality", "conditions", "elements"])
def test_gold_must_be_complete(key: str, tmp_path: Path) -> None:
    row = blank()
    del row[key]
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps(row), encoding="utf-8")
    with pytest.raises(SourceError, match=f"line 1: not given: {key}"):
        read_annotations(path, complete=True)
    assert read_annotations(path)["a"].id == "a"


def test_gold_must_have_every_condition_and_element(tmp_path: Path) -> None:
    row = blank()
    del row["conditions"]["stenosis"], row["elements"]["imaging"]
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps(row), encoding="utf-8")
    with pytest.raises(SourceError, match="line 1: not given: stenosis, imaging$"):
        read_annotations(path, complete=True)


@pytest.mark.parametrize("content", ["", "\n\n"])
def test_gold_without_a_row_is_refused(content: str, tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(SourceError, match="gold.jsonl: there is no gold record in it$"):
        read_annotations(path, complete=True)
    assert read_annotations(path) == {}


@pytest.mark.parametrize(
    ("content", "message"),
    [pytest.param(None, "No such file", id="missing"), pytest.param(b"\xff\xfe\x00", "not UTF-8", id="other encoding")],
)
def test_file_that_cannot_be_read_is_named(content: bytes | None, message: str, tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(SourceError, match=f"{path.name}: .*{message}"):
        read_annotations(path)


def test_texts_are_untouched_and_a_missing_one_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"one\r\ntwo\n")
    assert read_texts(tmp_path, ["a"]) == {"a": "one\r\ntwo\n"}
    with pytest.raises(SourceError, match=r"there is no b\.txt"):
        read_texts(tmp_path, ["a", "b"])


def test_text_in_another_encoding_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\x81")
    with pytest.raises(SourceError, match=r"a"):
        read_texts(tmp_path, ["a"])


def test_record_of_a_failed_note_counts_as_wrong(tmp_path: Path) -> None:
    path = tmp_path / "records.jsonl"
    path.write_text('{"id": "a", "error": "the note is empty"}\n', encoding="utf-8")
    gold = annotations({"a": blank()})
    assert evaluate(gold, read_annotations(path)).figures["codes_exact"] == 0


@given(st.sets(st.integers(0, 9)), st.sets(st.integers(0, 9)), st.sets(st.integers(0, 9)))
def test_overlaps_add_up(one: set[int], two: set[int], three: set[int]) -> None:
    assert Overlap.of([(one, two)]) + Overlap.of([(two, three)]) == Overlap.of([(one, two), (two, three)])
    assert 0 <= Overlap.of([(one, two)]).f1 <= 1


def test_assertions_beyond_the_format_are_absent_from_gold() -> None:
    words = {a.condition(c) for a in read_annotations(OWN / "gold.jsonl", complete=True).values() for c in Condition}
    assert words == {Assertion.AFFIRMED, Assertion.UNCERTAIN, Assertion.NEGATED, Assertion.HISTORICAL, Assertion.ABSENT}
