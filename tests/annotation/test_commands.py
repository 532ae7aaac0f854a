"""``rootnote annotations`` and ``rootnote evaluate`` as a user runs them."""

import json
from pathlib import Path
from typing import Any

import pytest

from rootnote.annotation.formats import CODECS
from rootnote.annotation.tools import ToolFormat
from rootnote.cli import main

OWN = Path(__file__).parent.parent.parent / "annotations"
GOLD, NOTES = str(OWN / "gold.jsonl"), str(OWN / "notes")
FIRST = "clinic-01-left-s1-disc"
COUNT = len(list((OWN / "notes").iterdir()))


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str]) -> Any:
    def call(*arguments: object) -> tuple[object, str, str]:
        with pytest.raises(SystemExit) as exit_:
            main([str(argument) for argument in arguments])
        return (exit_.value.code, *capfd.readouterr())

    return call


@pytest.mark.parametrize("tool", ToolFormat)
def test_gold_goes_out_and_comes_back(tool: ToolFormat, run: Any, tmp_path: Path) -> None:
    code, out, err = run("annotations", "export", tool, GOLD, NOTES, tmp_path / "out", "--layer", "element")
    assert (code, out, err) == (0, "", f"rootnote: {COUNT} notes in {tmp_path / 'out'}\n")
    code, out, err = run("annotations", "import", tool, tmp_path / "out", GOLD, NOTES, "--untouched")
    assert code == 0
    assert err == f"rootnote: {COUNT} notes, 0 changes, 0 notes left out, 0 did not come back\n"
    (tmp_path / "back.jsonl").write_text(out, encoding="utf-8")
    code, out, _ = run("evaluate", GOLD, tmp_path / "back.jsonl", "--notes", NOTES, "--json")
    assert json.loads(out)["errors"] == {}


@pytest.mark.parametrize("tool", sorted(set(ToolFormat) - {ToolFormat.INCEPTION}))
def test_folder_of_another_tool_is_told(tool: ToolFormat, run: Any, tmp_path: Path) -> None:
    (tmp_path / "TypeSystem.xml").touch()
    code, out, err = run("annotations", "import", tool, tmp_path, GOLD, NOTES)
    assert (code, out) == (2, "")
    assert err.endswith(" in it; is it the folder of another tool?\n")


def test_what_a_reviewer_corrects_is_taken_and_listed(run: Any, tmp_path: Path) -> None:
    run("annotations", "export", "prodigy", GOLD, NOTES, tmp_path)
    tasks = [json.loads(line) for line in (tmp_path / "tasks.jsonl").read_text(encoding="utf-8").splitlines()]
    first, second, third = tasks[:3]
    first |= {"answer": "accept", "laterality": "right", "spans": first["spans"][1:]}
    second |= {"answer": "reject"}
    (tmp_path / "back.jsonl").write_text("".join(json.dumps(task) + "\n" for task in (first, second, third)), encoding="utf-8")
    files = ("-o", tmp_path / "gold.jsonl", "--changes", tmp_path / "changes.jsonl")
    code, out, err = run("annotations", "import", "prodigy", tmp_path / "back.jsonl", GOLD, NOTES, *files)
    assert (code, out) == (0, "")
    assert err.endswith(f"rootnote: 1 note, 2 changes, 2 notes left out, {COUNT - 3} did not come back\n")
    (row,) = map(json.loads, (tmp_path / "gold.jsonl").read_text(encoding="utf-8").splitlines())
    assert (row["id"], row["laterality"]) == (FIRST, "right")
    changes = [json.loads(line) for line in (tmp_path / "changes.jsonl").read_text(encoding="utf-8").splitlines()]
    assert changes[0] == {"id": FIRST, "kind": "field", "name": "laterality", "before": "left", "after": "right"}
    assert (changes[1]["kind"], changes[1]["after"]) == ("removed", "")
    code, _, err = run("annotations", "import", "prodigy", tmp_path / "back.jsonl", GOLD, NOTES)
    assert "laterality" in err


def test_note_that_was_not_sent_or_comes_twice_is_refused(run: Any, tmp_path: Path) -> None:
    run("annotations", "export", "doccano", GOLD, NOTES, tmp_path)
    lines = (tmp_path / "notes.jsonl").read_text(encoding="utf-8").splitlines()
    twice = tmp_path / "twice.jsonl"
    twice.write_text("\n".join([lines[0], lines[0]]), encoding="utf-8")
    assert run("annotations", "import", "doccano", twice, GOLD, NOTES)[::2] == (
        2,
        f"rootnote: {FIRST}: the note comes a second time; import one annotator at a time\n",
    )
    (tmp_path / "one.jsonl").write_text(Path(GOLD).read_text(encoding="utf-8").splitlines()[1], encoding="utf-8")
    assert run("annotations", "import", "doccano", tmp_path / "notes.jsonl", tmp_path / "one.jsonl", NOTES)[::2] == (
        2,
        f"rootnote: {FIRST}: there is no record of this note\n",
    )


def test_text_that_was_changed_is_refused(run: Any, tmp_path: Path) -> None:
    run("annotations", "export", "doccano", GOLD, NOTES, tmp_path)
    file = tmp_path / "notes.jsonl"
    file.write_text(file.read_text(encoding="utf-8").replace("Left S1 radiculopathy", "Left S2 radiculopathy"), encoding="utf-8")
    code, out, err = run("annotations", "import", "doccano", file, GOLD, NOTES)
    assert (code, out, err) == (2, "", f"rootnote: {FIRST}: the text is not that of the note\n")


def test_failed_notes_are_left_out(run: Any, tmp_path: Path) -> None:
    records = tmp_path / "records.jsonl"
    records.write_text(Path(GOLD).read_text(encoding="utf-8") + '{"id": "x", "error": "empty"}\n', encoding="utf-8")
    assert run("annotations", "export", "brat", records, NOTES, tmp_path / "out")[2].endswith("; 1 that could not be read are left out\n")


def test_folder_that_can_not_be_written_is_named(run: Any, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    for tool in ToolFormat:
        code, _, err = run("annotations", "export", tool, GOLD, NOTES, tmp_path / "file" / "out")
        assert (code, "can't be written" in err) == (2, True)
    assert set(CODECS) == set(ToolFormat)


def test_agree_prints_figures(run: Any) -> None:
    code, out, _ = run("annotations", "agree", GOLD, GOLD, "--notes", NOTES)
    assert code == 0
    assert "condition radiculopathy" in out
    assert "overlapping F1" in out
    code, out, _ = run("annotations", "agree", GOLD, GOLD, GOLD, "--json")
    found = json.loads(out)
    assert (found["annotators"], found["notes"], found["spans"]) == (3, COUNT, [])
    assert {field["alpha"] for field in found["fields"]} == {1.0}


def test_evaluate_prints_intervals_confusion_and_errors(run: Any, tmp_path: Path) -> None:
    rows = [json.loads(line) for line in Path(GOLD).read_text(encoding="utf-8").splitlines()]
    rows[0]["laterality"] = "right"
    (tmp_path / "predicted.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    code, out, _ = run("evaluate", GOLD, tmp_path / "predicted.jsonl", "--confusion", "--errors")
    assert code == 0
    for words in ("95 %", "1.000 to 1.000", "laterality, predicted as", "laterality confused: 1", FIRST):
        assert words in out
    code, out, _ = run("evaluate", GOLD, tmp_path / "predicted.jsonl", "--json")
    found = json.loads(out)
    assert found["intervals"]["codes"]["f1"] == [1.0, 1.0]
    assert found["confusion"]["laterality"]["left"]["right"] == 1
    assert found["errors"] == {"laterality confused": [{"id": FIRST, "field": "laterality", "gold": "left", "predicted": "right"}]}


def test_evaluate_says_how_many_gold_notes_have_no_record(run: Any, tmp_path: Path) -> None:
    lines = Path(GOLD).read_text(encoding="utf-8").splitlines(keepends=True)
    predicted = tmp_path / "predicted.jsonl"
    predicted.write_text("".join(lines[2:]) + json.dumps({"id": FIRST, "error": f"{FIRST}: empty"}), encoding="utf-8")
    code, out, err = run("evaluate", GOLD, predicted, "--json")
    assert (code, json.loads(out)["notes_unpredicted"]) == (0, 2)
    assert err == (
        f"rootnote: 2 of {COUNT} gold notes have no record in {predicted}, 1 of them because the note failed; "
        "all that gold says of them counts as missed\n"
    )
    code, out, err = run("evaluate", GOLD, GOLD)
    assert (code, err) == (0, "")
    assert "notes unpredicted" in out


def test_evaluate_refuses_empty_gold(run: Any, tmp_path: Path) -> None:
    gold = tmp_path / "gold.jsonl"
    gold.touch()
    code, out, err = run("evaluate", gold, GOLD)
    assert (code, out, err) == (2, "", f"rootnote: {gold}: there is no gold record in it\n")


@pytest.mark.parametrize("rows", [[], [{"id": FIRST, "error": f"{FIRST}: empty"}], [{"id": "of-another-run", "codes": []}]])
def test_evaluate_of_other_notes_is_an_error(run: Any, tmp_path: Path, rows: list[dict[str, Any]]) -> None:
    predicted = tmp_path / "predicted.jsonl"
    predicted.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    code, out, err = run("evaluate", GOLD, predicted)
    assert (code, out) == (2, "")
    assert err == f"rootnote: {predicted}: none of the {COUNT} gold notes has a record there; are they of the same notes?\n"


def test_evaluate_names_a_failed_note_among_gold(run: Any, tmp_path: Path) -> None:
    gold = tmp_path / "gold.jsonl"
    gold.write_text(Path(GOLD).read_text(encoding="utf-8") + '{"id": "x", "error": "x: empty"}\n', encoding="utf-8")
    code, out, err = run("evaluate", gold, GOLD)
    assert (code, out, err) == (2, "", f"rootnote: {gold}, line {COUNT + 1}: a failed note, not a gold record\n")


def test_evaluate_shows_a_dash_where_nothing_is_counted(run: Any, tmp_path: Path) -> None:
    row = json.loads(Path(GOLD).read_text(encoding="utf-8").splitlines()[0])
    row |= {"codes": [], "imaging_levels": [], "conditions": dict.fromkeys(row["conditions"], "absent")}
    gold, predicted = tmp_path / "gold.jsonl", tmp_path / "predicted.jsonl"
    gold.write_text(json.dumps(row), encoding="utf-8")
    predicted.write_text(json.dumps(row | {"imaging_levels": ["L4-L5"]}), encoding="utf-8")
    lines = [line.replace("│", " ").split() for line in run("evaluate", gold, predicted)[1].splitlines()]
    assert ["codes", "–", "–", "–", "0"] in lines
    assert ["imaging", "levels", "0.000", "–", "0.000", "0.000", "to", "0.000", "0"] in lines
    assert ["laterality", "–"] in lines
    assert ["codes", "exact", "1.000", "1.000", "to", "1.000"] in lines
