"""Prodigy: one JSON object a line for the interfaces ``spans_manual`` and ``text_input`` in ``blocks``, and the settings for them.

Each task has ``text``, ``tokens``, ``spans`` (``start``, ``end``, ``token_start``, ``token_end``, ``label``) and ``meta``; each
field of the note is a key of the task under its name, which is the ``field_id`` of a text box. Offsets count code points.
Source: Prodigy's documentation, annotation interfaces and custom interfaces.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Final

from rootnote.annotation.files import JsonObject, ToolFile, file_in, jsonl, read_jsonl
from rootnote.annotation.sheet import Field, Mark, Returned, ReviewState, Sheet, checked, full_labels_of, load_fields
from rootnote.annotation.tools import Layer

TASKS: Final = "tasks.jsonl"
_BETWEEN: Final = "; "
_STATES = {"accept": ReviewState.REVIEWED, "reject": ReviewState.REJECTED, "ignore": ReviewState.REJECTED}
#: Words with their combining characters, single signs, single blanks.
_TOKEN = re.compile("\\w[\\w\u0300-\u036f]*|[^\\w\\s]|\\s")


def files(sheets: Sequence[Sheet], layers: Collection[Layer]) -> Iterator[ToolFile]:
    """The tasks and Prodigy's settings."""
    yield ToolFile(TASKS, lambda: jsonl(task(sheet) for sheet in sheets))
    yield ToolFile("prodigy.json", lambda: json.dumps(settings(layers), indent=2) + "\n")


def read(path: Path) -> Iterator[Returned]:
    """The sheets of a JSONL file that ``prodigy db-out`` wrote, or of the exported one. Raises ``SourceError`` naming file and line."""
    return read_jsonl(file_in(path, TASKS), from_task)


def task(sheet: Sheet) -> JsonObject:
    """The task for a sheet."""
    tokens = list(_tokens(sheet.text, {mark.start for mark in sheet.marks}, {mark.end for mark in sheet.marks}))
    starts = {token["start"]: token["id"] for token in tokens}
    ends = {token["end"]: token["id"] for token in tokens}
    spans = [
        {
            "start": mark.start,
            "end": mark.end,
            "token_start": starts[mark.start],
            "token_end": ends[mark.end],
            "label": mark.full_label,
        }
        for mark in sheet.marks
    ]
    filled = {name: _BETWEEN.join(sheet.fields.get(name, ())) for name in load_fields()}
    return {"text": sheet.text, "meta": {"id": sheet.id}, "tokens": tokens, "spans": spans, **filled}


def from_task(row: JsonObject) -> Returned:
    """The sheet of a task. One without an answer is untouched, one rejected or ignored is rejected."""
    marks = tuple(Mark.of(span["start"], span["end"], span["label"]) for span in row.get("spans", ()))
    fields = {name: _values(field, row.get(name) or "") for name, field in load_fields().items()}
    state = _STATES[row["answer"]] if "answer" in row else ReviewState.UNTOUCHED
    return Returned(checked(Sheet(row["meta"]["id"], row["text"], marks, fields)), state)


def _values(field: Field, written: str) -> tuple[str, ...]:
    if not written:
        return ()
    return tuple(value.strip() for value in written.split(_BETWEEN.strip()) if value.strip()) if field.several else (written,)


def settings(layers: Collection[Layer]) -> JsonObject:
    """What prodigy.json has to hold for the tasks."""
    boxes = [
        {
            "view_id": "text_input",
            "field_id": field.name,
            "field_label": field.name.replace("_", " "),
            "field_rows": 1,
            "field_suggestions": field.words,
        }
        for field in load_fields().values()
    ]
    return {
        "labels": full_labels_of(layers),
        "blocks": [{"view_id": "spans_manual"}, *boxes],
        "allow_newline_highlight": True,
    }


def _tokens(text: str, begun: Collection[int], ended: Collection[int]) -> Iterator[JsonObject]:
    """Tokens through which no mark is cut, given where marks begin and end. As in spaCy a token takes the blank behind it with it."""
    pieces = [piece for found in _TOKEN.finditer(text) for piece in _cut(found.start(), found.end(), {*begun, *ended})]
    number = place = 0
    while place < len(pieces):
        start, end = pieces[place]
        has_blank = text[end : end + 1] == " " and end not in begun and end + 1 not in ended
        yield {"text": text[start:end], "start": start, "end": end, "id": number, "ws": has_blank}
        number += 1
        place += 2 if has_blank else 1


def _cut(start: int, end: int, cuts: Collection[int]) -> Iterator[tuple[int, int]]:
    return pairwise([start, *sorted(cut for cut in cuts if start < cut < end), end])
