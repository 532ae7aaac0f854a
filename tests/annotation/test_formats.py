"""What leaves for a tool comes back the same, in the words that the tool itself uses."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotation.sheets import ids, sheets, texts
from rootnote.annotation import brat, doccano, inception, label_studio, prodigy
from rootnote.annotation.files import id_of, name_of
from rootnote.annotation.formats import CODECS
from rootnote.annotation.sheet import Mark, ReviewState, Sheet, aligned, checked, full_labels_of, labels_of, load_fields
from rootnote.annotation.tools import Layer, ToolFormat
from rootnote.errors import SourceError
from rootnote.facts.model import Assertion

ALL = tuple(Layer)
TEXT = "HPI: pain \U0001f600 down\r\nthe left leg.\r\nMRI: L5-S1 disc herniation."
MARKS = (
    Mark(5, 26, Layer.ELEMENT, "laterality"),
    Mark(38, 43, Layer.CODE, "M51.17"),
    Mark(44, 59, Layer.CONDITION, "disc_disorder", Assertion.UNCERTAIN),
)
SHEET = checked(
    Sheet("n/1", TEXT, MARKS, {"laterality": ("left",), "roots": ("S1 left", "L5"), "codes": ("M51.17",), "comment": ("hard; very",)})
)


# --- identity


@pytest.mark.parametrize("tool", ToolFormat)
@settings(max_examples=60, deadline=None)
@given(sent=st.lists(sheets(), min_size=1, max_size=3, unique_by=lambda sheet: sheet.id))
def test_what_leaves_comes_back_the_same(tool: ToolFormat, sent: list[Sheet], tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp(tool)
    CODECS[tool].write(sent, folder, ALL)
    returned = {one.sheet.id: one.sheet for one in CODECS[tool].read(folder)}
    assert {i: aligned(sheet, next(s.text for s in sent if s.id == i)) for i, sheet in returned.items()} == {s.id: s for s in sent}


@given(ids)
def test_file_name_gives_the_id_back(note_id: str) -> None:
    name = name_of(note_id)
    assert id_of(name) == note_id
    assert not {"", ".", ".."} & set(Path(f"{name}.ann").parts)
    assert not Path(name).is_absolute()


@given(texts, st.data())
def test_offsets_follow_line_ends_that_a_tool_changed(text: str, data: st.DataObject) -> None:
    changed = text.replace("\r\n", "\n")
    start = data.draw(st.integers(0, len(changed) - 1))
    end = data.draw(st.integers(start + 1, len(changed)))
    back = aligned(Sheet("a", changed, (Mark(start, end, Layer.ELEMENT, "imaging"),), {}), text)
    assert back.text == text
    (mark,) = back.marks
    assert text[mark.start : mark.end].replace("\r\n", "\n") == changed[start:end]


def test_sheet_of_another_text_is_refused_without_quoting() -> None:
    with pytest.raises(SourceError, match=r"^n/1: the text is not that of the note$"):
        aligned(SHEET, TEXT + "!")


# --- the words of each tool


def test_brat_writes_standoff() -> None:
    assert brat.standoff(SHEET).splitlines() == [
        "T1\tNote 0 4\tHPI:",
        "T2\telement_laterality 5 16;18 26\tpain \U0001f600 down the left",
        "T3\tcode_M51-17 38 43\tL5-S1",
        "T4\tcondition_disc_disorder 44 59\tdisc herniation",
        "A1\tassertion T4 uncertain",
        "A2\tlaterality T1 left",
        "#1\tAnnotatorNotes T1\troots: L5, S1 left; codes: M51.17; comment: hard; very",
    ]


def test_brat_reads_what_brat_adds() -> None:
    lines = "T5\telement_imaging 33 36\tMRI\nR1\tlink Arg1:T5 Arg2:T3\nE1\tx:T5\n*\tEquiv T3 T5\n#2\tAnnotatorNotes T5\tsee page 2\n"
    sheet = brat.from_standoff("n/1", TEXT, brat.standoff(SHEET) + lines)
    assert set(sheet.marks) - set(SHEET.marks) == {Mark(33, 36, Layer.ELEMENT, "imaging")}
    assert sheet.fields == SHEET.fields


def test_brat_reads_parts_with_words_between_as_places_of_their_own() -> None:
    sheet = brat.from_standoff("n", "left and right leg", "T1\telement_laterality 0 4;9 14\tleft right\n")
    assert [(m.start, m.end) for m in sheet.marks] == [(0, 4), (9, 14)]


def test_brat_configuration_has_four_sections_and_legal_types() -> None:
    lines = brat.configuration(ALL).splitlines()
    assert [line for line in lines if line.startswith("[")] == ["[entities]", "[relations]", "[events]", "[attributes]"]
    types = lines[1 : lines.index("[relations]")]
    assert [name for name in types if name and not name.replace("_", "").replace("-", "").isalnum()] == []
    assert "laterality\tArg:Note, Value:left|right|bilateral|not_stated|conflicting" in lines


def test_prodigy_writes_a_task() -> None:
    task = prodigy.task(SHEET)
    assert task["meta"] == {"id": "n/1"}
    assert "".join(token["text"] + " " * token["ws"] for token in task["tokens"]) == TEXT
    assert [token["id"] for token in task["tokens"]] == list(range(len(task["tokens"])))
    for span in task["spans"]:
        first, last = task["tokens"][span["token_start"]], task["tokens"][span["token_end"]]
        assert (span["start"], span["end"]) == (first["start"], last["end"])
    assert [span["label"] for span in task["spans"]] == ["element_laterality", "code_M51.17", "condition_disc_disorder=uncertain"]
    assert (task["laterality"], task["roots"], task["etiology"]) == ("left", "L5; S1 left", "")
    assert prodigy.settings(ALL)["blocks"][0] == {"view_id": "spans_manual"}
    assert {box["field_id"] for box in prodigy.settings(ALL)["blocks"][1:]} == set(load_fields())


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        pytest.param({}, ReviewState.UNTOUCHED, id="exported"),
        pytest.param({"answer": "accept"}, ReviewState.REVIEWED, id="accepted"),
        pytest.param({"answer": "reject"}, ReviewState.REJECTED, id="rejected"),
        pytest.param({"answer": "ignore"}, ReviewState.REJECTED, id="ignored"),
    ],
)
def test_prodigy_answers_are_states(answer: dict[str, str], state: ReviewState) -> None:
    assert prodigy.from_task({**prodigy.task(SHEET), **answer, "_task_hash": 1}).state is state


def results(sheet: Sheet = SHEET) -> list[dict[str, Any]]:
    return json.loads(json.dumps(label_studio.task(sheet)["predictions"][0]["result"]))


def test_label_studio_writes_a_task_with_predictions() -> None:
    first, *_, code, condition, stated, laterality = [one for one in results() if one["id"].startswith("mark") or one["id"] == "laterality"]
    place = {"start": 5, "end": 26, "text": TEXT[5:26]}
    assert first == {
        "id": "mark1",
        "from_name": "label",
        "to_name": "text",
        "type": "labels",
        "value": {**place, "labels": ["element_laterality"]},
    }
    assert code["value"]["labels"] == ["code_M51.17"]
    assert (condition["id"], stated["from_name"], stated["type"]) == (stated["id"], "assertion", "choices")
    assert stated["value"]["choices"] == ["uncertain"]
    assert (laterality["type"], laterality["value"]) == ("choices", {"choices": ["left"]})
    assert label_studio.task(SHEET)["data"] == {"text": TEXT, "id": "n/1"}


def test_label_studio_configuration_names_every_result() -> None:
    view = ElementTree.fromstring(label_studio.configuration(ALL))  # noqa: S314
    assert {one.get("value") for one in view.iter("Label")} == set(labels_of(ALL))
    assert {one["from_name"] for one in results()} <= {one.get("name") for one in view.iter()}
    assert {one.get("toName") for tag in ("Labels", "Choices", "TextArea") for one in view.iter(tag)} == {"text"}


def in_utf16_units(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    for one in found:
        for key in {"start", "end"} & one["value"].keys():
            one["value"][key] = len(TEXT[: one["value"][key]].encode("utf-16-le")) // 2
    return found


@pytest.mark.parametrize("convert", [pytest.param(list, id="code points"), pytest.param(in_utf16_units, id="UTF-16 units")])
def test_label_studio_offsets_are_told_by_the_texts(convert: Any) -> None:
    annotation = {"result": convert(results()), "was_cancelled": False}
    for one in annotation["result"]:
        if "text" in one["value"] and one["type"] == "labels":
            one["value"]["text"] = one["value"]["text"].replace("\r", "\n")  # as a browser has it
    returned = label_studio.from_task({"id": 7, "data": {"text": TEXT, "id": "n/1"}, "annotations": [annotation]})
    assert returned.sheet == SHEET
    assert returned.state is ReviewState.REVIEWED


def test_label_studio_takes_the_latest_annotation_that_was_not_cancelled() -> None:
    versions = [
        {"result": results(replace(SHEET, fields={"laterality": (side,)})), "was_cancelled": side == "bilateral", "updated_at": when}
        for side, when in (("left", "2024-05-02"), ("right", "2024-05-03"), ("bilateral", "2024-05-04"))
    ]
    task = {"data": {"text": TEXT, "id": "n/1"}, "annotations": versions}
    assert label_studio.from_task(task).sheet.fields["laterality"] == ("right",)
    assert label_studio.from_task({**task, "annotations": versions[2:]}).state is ReviewState.REJECTED
    assert label_studio.from_task({**task, "annotations": []}).state is ReviewState.UNTOUCHED


def test_doccano_writes_and_reads_its_rows() -> None:
    row = doccano.row_of(SHEET)
    assert row["entities"] == [
        [5, 26, "element_laterality"],
        [38, 43, "code_M51.17"],
        [44, 59, "condition_disc_disorder=uncertain"],
    ]
    assert row["cats"] == ["roots=L5", "roots=S1 left", "laterality=left", "codes=M51.17"]
    objects = [{"id": 3, "start_offset": s, "end_offset": e, "label": label} for s, e, label in row["entities"]]
    returned = doccano.from_row({**row, "id": 12, "entities": objects, "Comments": ["not sure"]}).sheet
    assert (returned.marks, returned.fields["comment"]) == (SHEET.marks, ("not sure",))
    labels = {"id": 12, "text": TEXT, "label": row["entities"], "note_id": "n/1", "Comments": []}
    assert doccano.from_row(labels).sheet == replace(SHEET, fields={})


def test_inception_writes_utf16_offsets_and_document_metadata() -> None:
    root = ElementTree.fromstring(inception.xmi(SHEET))  # noqa: S314
    element = next(one for one in root if one.tag == "{http:///webanno/custom.ecore}Element")
    assert (element.get("begin"), element.get("end"), element.get("label")) == ("5", "27", "laterality")
    fields = [(one.get("field"), one.get("value")) for one in root if one.tag.endswith("NoteField")]
    assert ("id", "n/1") in fields
    assert ("roots", "S1 left") in fields
    assert next(one for one in root if one.tag.endswith("Sofa")).get("sofaString") == TEXT


def test_inception_reads_the_zip_of_a_project(tmp_path: Path) -> None:
    import zipfile

    with zipfile.ZipFile(tmp_path / "project.zip", "w") as archive:
        archive.writestr("annotation/n1.txt/reader.xmi", inception.xmi(SHEET))
        archive.writestr("TypeSystem.xml", "")
    assert [one.sheet for one in inception.read(tmp_path / "project.zip")] == [SHEET]


# --- only the layers asked for


def test_labels_are_those_of_the_layers(tmp_path: Path) -> None:
    for tool, file in (
        (ToolFormat.BRAT, "annotation.conf"),
        (ToolFormat.PRODIGY, "prodigy.json"),
        (ToolFormat.LABEL_STUDIO, "labeling_config.xml"),
        (ToolFormat.DOCCANO, "span_types.json"),
        (ToolFormat.INCEPTION, "TypeSystem.xml"),
    ):
        CODECS[tool].write([], tmp_path / tool, [Layer.ELEMENT])
        content = (tmp_path / tool / file).read_text(encoding="utf-8").lower()
        assert "element" in content, tool
        assert "finding_" not in content, tool
        assert "custom.finding" not in content, tool
    assert len(full_labels_of([Layer.ELEMENT])) == 13


# --- what can't be read


@pytest.mark.parametrize(
    ("tool", "name", "content", "message"),
    [
        pytest.param("prodigy", "x.jsonl", "{", "line 1: not in the format", id="no JSON"),
        pytest.param("prodigy", "x.jsonl", '{"text": "Quimby"}', "line 1: not in the format", id="no id"),
        pytest.param(
            "doccano", "x.jsonl", '{"text": "Quimby", "note_id": "a", "entities": [[0, 99, "element_imaging"]]}', "outside", id="place"
        ),
        pytest.param(
            "doccano", "x.jsonl", '{"text": "Quimby", "note_id": "a", "cats": ["laterality=Quimby"]}', "laterality: none", id="word"
        ),
        pytest.param("doccano", "x.jsonl", '{"text": "Quimby", "note_id": "a", "cats": ["Quimby=1"]}', "1 fields are none", id="field"),
        pytest.param(
            "doccano", "x.jsonl", '{"text": "Quimby", "note_id": "a", "entities": [[0, 1, "Quimby"]]}', "not in the format", id="label"
        ),
        pytest.param("label-studio", "x.json", '[{"data": {"text": "Quimby"}}]', "task 1: not in the format", id="no id in a task"),
        pytest.param("label-studio", "x.json", "[", "not in the format", id="no list"),
        pytest.param("brat", "x.ann", "T1\telement_imaging 0 1\tQuimby\n", r"x\.txt: No such file", id="no text beside it"),
        pytest.param("inception", "x.xmi", "<Quimby", "not in the format", id="no XML"),
        pytest.param("inception", "x.zip", "Quimby", "not a whole zip", id="no zip"),
    ],
)
def test_bad_file_is_named_without_its_words(tool: str, name: str, content: str, message: str, tmp_path: Path) -> None:
    file = tmp_path / name
    file.write_text(content, encoding="utf-8")
    with pytest.raises(SourceError, match=message) as caught:
        list(CODECS[ToolFormat(tool)].read(file))
    assert "Quimby" not in str(caught.value)


@pytest.mark.parametrize("tool", [ToolFormat.BRAT, ToolFormat.INCEPTION])
def test_empty_folder_is_named(tool: ToolFormat, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="there is no"):
        list(CODECS[tool].read(tmp_path))
