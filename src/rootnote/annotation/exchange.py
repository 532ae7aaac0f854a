"""Records out to a reviewer and back: the sheets that leave, and what is made of those that return."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from rootnote.annotation.annotations import read_texts
from rootnote.annotation.review import Change, changes
from rootnote.annotation.rows import doubts, read_sheet_rows, sheet_of
from rootnote.annotation.sheet import Returned, ReviewState, Sheet, aligned
from rootnote.annotation.tools import Layer
from rootnote.errors import SourceError


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What came back: the sheets to keep, in the order in which they left, what was changed in them, and what in them can't be right.

    ``left_out`` counts those that were rejected or not worked on, ``missing`` those that did not come back.
    """

    sheets: tuple[Sheet, ...]
    changes: tuple[Change, ...]
    doubts: tuple[str, ...]
    left_out: int
    missing: int


def read_sheets(records: Path, notes: Path, layers: Collection[Layer]) -> tuple[dict[str, Sheet], int]:
    """The sheets of the records of a file by id, and how many rows only say that a note failed.

    Raises ``SourceError`` for what can't be read and ``RecordError`` for a record that was made from another text.
    """
    rows = read_sheet_rows(records)
    whole = {note_id: row for note_id, row in rows.items() if not row.is_failure}
    texts = read_texts(notes, whole)
    return {note_id: sheet_of(row, texts[note_id], layers) for note_id, row in whole.items()}, len(rows) - len(whole)


def take_back(returned: Iterable[Returned], sent: Mapping[str, Sheet], layers: Collection[Layer], *, untouched: bool = False) -> TakenBack:
    """What is made of returned sheets, with those not worked on if ``untouched``.

    A sheet without any field, from a project that labels places only, keeps the fields that it had.

    Raises ``SourceError``, naming the note, for one that was not sent, comes twice, or has another text.
    """
    kept: dict[str, Sheet] = {}
    seen: set[str] = set()
    for one in returned:
        note_id = one.sheet.id
        if note_id not in sent:
            raise SourceError(f"{note_id}: there is no record of this note")
        if note_id in seen:
            raise SourceError(f"{note_id}: the note comes a second time; import one annotator at a time")
        seen.add(note_id)
        sheet = aligned(one.sheet, sent[note_id].text)
        if one.state is ReviewState.REVIEWED or (untouched and one.state is ReviewState.UNTOUCHED):
            kept[note_id] = replace(sheet, fields=sheet.fields or sent[note_id].fields)
    in_order = [kept[note_id] for note_id in sent if note_id in kept]
    return TakenBack(
        sheets=tuple(in_order),
        changes=tuple(change for sheet in in_order for change in changes(sent[sheet.id], sheet, layers)),
        doubts=tuple(f"{sheet.id}: {doubt}" for sheet in in_order for doubt in doubts(sheet)),
        left_out=len(seen) - len(kept),
        missing=len(sent.keys() - seen),
    )
