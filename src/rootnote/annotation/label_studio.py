"""Label Studio: a JSON list of tasks with predictions, and the labelling configuration for them.

A mark is a region: a result of the type ``labels`` and, with the same id, one of the type ``choices`` for its assertion. A field of
the note is a result of the type ``choices``, or ``textarea`` for the comment. What comes back are the annotations, without them the
predictions.

Offsets: since 1.4 Label Studio counts code points, before that UTF-16 units. Code points are written; in what comes back the text
that each region carries tells which it is.
Source: Label Studio's documentation (task format, Labels, Choices, TextArea) and its editor (selection tools, RichText: "in codepoints").
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final
from xml.etree import ElementTree

from rootnote.annotation.files import BOM, JsonObject, ToolFile, file_in, read_file, understood
from rootnote.annotation.sheet import ASSERTIONS, Field, Mark, Returned, ReviewState, Sheet, checked, labels_of, load_fields
from rootnote.annotation.tools import Layer

TASKS: Final = "tasks.json"
_LABELS: Final = "label"
_ASSERTION: Final = "assertion"
_TEXT: Final = "text"
_MODEL: Final = "rootnote"


def files(sheets: Sequence[Sheet], layers: Collection[Layer]) -> Iterator[ToolFile]:
    """The tasks and the configuration of the project."""
    yield ToolFile(TASKS, lambda: json.dumps([task(sheet) for sheet in sheets], ensure_ascii=False, indent=1) + "\n")
    yield ToolFile("labeling_config.xml", lambda: configuration(layers))


def read(path: Path) -> Iterator[Returned]:
    """The sheets of a JSON export ("JSON", not "JSON-MIN"), or of the exported file. Raises ``SourceError`` naming file and task."""
    file = file_in(path, TASKS)
    tasks = understood(str(file), json.loads, read_file(file).removeprefix(BOM))
    for number, one in enumerate(tasks, start=1):
        yield understood(f"{file}, task {number}", from_task, one)


def task(sheet: Sheet) -> JsonObject:
    """The task for a sheet, with what rootnote found as its prediction."""
    results = [result for number, mark in enumerate(sheet.marks, start=1) for result in _region(f"mark{number}", mark, sheet.text)]
    results += [_choice(load_fields()[name], values) for name, values in sheet.fields.items()]
    return {"data": {_TEXT: sheet.text, "id": sheet.id}, "predictions": [{"model_version": _MODEL, "result": results}]}


def from_task(row: JsonObject) -> Returned:
    """The sheet of a task: its latest annotation that was not cancelled, without one its prediction."""
    text, annotations = row["data"][_TEXT], row.get("annotations") or ()
    kept = [one for one in annotations if not one.get("was_cancelled")]
    if kept:
        results, state = max(kept, key=lambda one: one.get("updated_at") or "")["result"], ReviewState.REVIEWED
    else:
        results = next(iter(row.get("predictions") or ()), {"result": ()})["result"]
        state = ReviewState.REJECTED if annotations else ReviewState.UNTOUCHED
    return Returned(checked(Sheet(row["data"]["id"], text, tuple(_marks(results, text)), _fields(results))), state)


def configuration(layers: Collection[Layer]) -> str:
    """The labelling configuration for these layers."""
    view = ElementTree.Element("View")
    ElementTree.SubElement(view, "Style").text = ".htx-text { white-space: pre-wrap; }"
    labels = ElementTree.SubElement(view, "Labels", name=_LABELS, toName=_TEXT)
    for label in labels_of(layers):
        ElementTree.SubElement(labels, "Label", value=label)
    ElementTree.SubElement(view, "Text", name=_TEXT, value=f"${_TEXT}")
    if any(layer.is_asserted for layer in layers):
        _add_choices(view, _ASSERTION, ASSERTIONS, choice="single", perRegion="true")
    for field in load_fields().values():
        ElementTree.SubElement(view, "Header", value=field.name.replace("_", " "))
        if field.is_free:
            ElementTree.SubElement(view, "TextArea", name=field.name, toName=_TEXT)
        else:
            _add_choices(view, field.name, field.words, choice="multiple" if field.several else "single", showInline="true")
    ElementTree.indent(view)
    return ElementTree.tostring(view, encoding="unicode") + "\n"


def _add_choices(view: ElementTree.Element, name: str, words: Sequence[str], **settings: str) -> None:
    choices = ElementTree.SubElement(view, "Choices", {"name": name, "toName": _TEXT, **settings})
    for word in words:
        ElementTree.SubElement(choices, "Choice", value=word)


def _region(region: str, mark: Mark, text: str) -> Iterator[JsonObject]:
    place = {"start": mark.start, "end": mark.end, "text": text[mark.start : mark.end]}
    yield {"id": region, "from_name": _LABELS, "to_name": _TEXT, "type": "labels", "value": {**place, "labels": [mark.label]}}
    if mark.assertion:
        stated = {**place, "choices": [mark.assertion]}
        yield {"id": region, "from_name": _ASSERTION, "to_name": _TEXT, "type": "choices", "value": stated}


def _choice(field: Field, values: tuple[str, ...]) -> JsonObject:
    kind, key = ("textarea", "text") if field.is_free else ("choices", "choices")
    return {"id": field.name, "from_name": field.name, "to_name": _TEXT, "type": kind, "value": {key: list(values)}}


def _fields(results: Collection[JsonObject]) -> dict[str, tuple[str, ...]]:
    known = load_fields()
    fields = {}
    for result in results:
        if field := known.get(result["from_name"]):
            values = result["value"]["text" if field.is_free else "choices"]
            # A text area gives a list of entries, and a string when it was filled in through the API.
            fields[field.name] = ("\n".join([values] if isinstance(values, str) else values),) if field.is_free else tuple(values)
    return fields


def _marks(results: Collection[JsonObject], text: str) -> Iterator[Mark]:
    regions = [result for result in results if result["type"] == "labels"]
    stated = {result["id"]: result["value"]["choices"][0] for result in results if result["from_name"] == _ASSERTION}
    place = _counting(text, [region["value"] for region in regions])
    for region in regions:
        start, end = (place(region["value"][key]) for key in ("start", "end"))
        yield from (Mark.of(start, end, label, stated.get(region["id"])) for label in region["value"]["labels"])


def _counting(text: str, values: Sequence[Mapping[str, Any]]) -> Callable[[int], int]:
    """How the offsets of these regions become code points: as they are if that gives the texts they carry, else from UTF-16 units.

    Raises ``ValueError`` when neither does.
    """
    units = [place for place, sign in enumerate(text) for _ in range(1 + (ord(sign) > 0xFFFF))] + [len(text)]

    def fits(place: Callable[[int], int]) -> bool:
        return all(
            _shown(text[place(one["start"]) : place(one["end"])]) == _shown(one["text"]) for one in values if one.get("text") is not None
        )

    def from_units(at: int) -> int:
        return units[at]

    if fits(int):
        return int
    if fits(from_units):
        return from_units
    raise ValueError("offsets and texts of the regions disagree")


def _shown(text: str) -> str:
    """The text as a browser gives it back: each line end, CR or LF, is a line feed."""
    return text.replace("\r", "\n")
