"""The record of a note with markup: read from the page as it is seen, with its places in the untouched note."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from hashlib import sha256
from typing import Any

from rootnote.record import NoteRecord
from rootnote.source.markup import Page

_PLACE = frozenset({"start", "end", "text"})


def placed(record: NoteRecord, text: str, page: Page) -> NoteRecord:
    """The record of a page as that of the note that it is made of: offsets and words of all evidence are those of ``text``.

    Queries quote the page as it is seen.
    """
    moved: NoteRecord = _moved(record, text, page)
    return replace(moved, text_sha256=sha256(text.encode()).hexdigest())


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
