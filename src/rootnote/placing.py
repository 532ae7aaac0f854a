"""Notes that are read otherwise than they stand: as a browser shows them, without the queries put in them, with the
marks that are spoken, with capitals.

Their records are put back to the places in the untouched note.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from hashlib import sha256
from typing import Any

from rootnote.documentation.answered import answered
from rootnote.language.spoken_marks import dictated
from rootnote.record import NoteRecord
from rootnote.source.markup import Page, page_of
from rootnote.source.small_letters import capitalised

_PLACE = frozenset({"start", "end", "text"})


def pages_of(text: str) -> tuple[str, tuple[tuple[str, Page], ...]]:
    """The words of a note as they are read, and how they came about: each text on the way with the page that was made of it, in order."""
    pages: list[tuple[str, Page]] = []
    for reader in (page_of, answered, dictated, capitalised):
        if page := reader(text):
            pages.append((text, page))
            text = page.text
    return text, tuple(pages)


def placed(record: NoteRecord, pages: Sequence[tuple[str, Page]]) -> NoteRecord:
    """The record of the words read as that of the note: offsets and words of all evidence are those of the first of the texts.

    Queries quote the note as it is read.
    """
    for text, page in reversed(pages):
        moved: NoteRecord = _moved(record, text, page)
        record = replace(moved, text_sha256=sha256(text.encode()).hexdigest())
    return record


def _moved(value: Any, text: str, page: Page) -> Any:
    """A part of a record with every place in it moved; what holds none is the same."""
    if isinstance(value, tuple):
        return tuple(_moved(one, text, page) for one in value)
    if isinstance(value, Mapping):
        return {key: _moved(one, text, page) for key, one in value.items()}
    if not is_dataclass(value) or isinstance(value, type):
        return value
    members = {field.name: getattr(value, field.name) for field in fields(value)}
    if members.keys() >= _PLACE and members["start"] < members["end"]:
        start, end = page.in_note(members["start"], members["end"])
        return replace(value, start=start, end=end, text=text[start:end])
    return replace(value, **{name: _moved(one, text, page) for name, one in members.items()})
