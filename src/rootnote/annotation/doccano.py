"""doccano: one JSON object a line for a project "Intent detection and slot filling", and its two lists of labels.

``entities`` holds the marks as ``[start, end, label]``, ``cats`` the fields of the note as ``laterality=left``. doccano gives rows
ids of its own and keeps keys that it doesn't know: ``note_id`` and ``comment`` come back as they were; comments written in doccano
replace the latter. Exports of sequence labelling, with ``label`` or with entities as objects, are read too. Offsets count code
points.
Source: doccano's data import and export (builders, labels, formatters).
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from rootnote.annotation.files import JsonObject, ToolFile, file_in, jsonl, read_jsonl
from rootnote.annotation.sheet import Mark, Returned, ReviewState, Sheet, checked, full_labels_of, load_fields
from rootnote.annotation.tools import Layer

NOTES: Final = "notes.jsonl"
_COMMENT: Final = "comment"
_COLOURS = ("#209CEE", "#FF6A00", "#23D160", "#8A4FFF", "#FFCC00", "#D33A6A")


def files(sheets: Sequence[Sheet], layers: Collection[Layer]) -> Iterator[ToolFile]:
    """The rows and doccano's two lists of labels."""
    yield ToolFile(NOTES, lambda: jsonl(row_of(sheet) for sheet in sheets))
    yield ToolFile("span_types.json", lambda: _label_types(full_labels_of(layers)))
    categories = [f"{field.name}={word}" for field in load_fields().values() for word in field.words]
    yield ToolFile("category_types.json", lambda: _label_types(categories))


def read(path: Path) -> Iterator[Returned]:
    """The sheets of a JSONL export, or of the exported file. Raises ``SourceError`` naming file and line."""
    return read_jsonl(file_in(path, NOTES), from_row)


def row_of(sheet: Sheet) -> JsonObject:
    """The row for a sheet."""
    entities = [[mark.start, mark.end, mark.full_label] for mark in sheet.marks]
    cats = [f"{name}={value}" for name, values in sheet.fields.items() if name != _COMMENT for value in values]
    return {"text": sheet.text, "cats": cats, "entities": entities, "note_id": sheet.id, _COMMENT: "".join(sheet.fields.get(_COMMENT, ()))}


def from_row(row: JsonObject) -> Returned:
    """The sheet of a row. doccano does not say whether a row was worked on, but can export those approved only."""
    found = row["entities"] if "entities" in row else row.get("label", ())
    fields: dict[str, tuple[str, ...]] = {}
    for cat in row.get("cats", ()):
        name, _, value = cat.partition("=")
        fields[name] = (*fields.get(name, ()), value)
    if comment := "\n".join(row.get("Comments") or ()) or row.get(_COMMENT):
        fields[_COMMENT] = (comment,)
    return Returned(checked(Sheet(row["note_id"], row["text"], tuple(_mark(one) for one in found), fields)), ReviewState.REVIEWED)


def _mark(entity: Any) -> Mark:
    start, end, label = (entity[key] for key in ("start_offset", "end_offset", "label")) if isinstance(entity, dict) else entity
    return Mark.of(start, end, label)


def _label_types(labels: Sequence[str]) -> str:
    types = [
        {"text": label, "prefixKey": None, "suffixKey": None, "backgroundColor": _COLOURS[number % len(_COLOURS)], "textColor": "#ffffff"}
        for number, label in enumerate(labels)
    ]
    return json.dumps(types, indent=1) + "\n"
