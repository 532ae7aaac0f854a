"""What a reviewer changed: sheets as they left and as they came back. Nothing here holds text of a note, except a comment's."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum

from rootnote.annotation.sheet import Mark, Sheet
from rootnote.annotation.tools import Layer


class ChangeKind(StrEnum):
    """What became of a field or a mark."""

    FIELD = "field"
    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    RESTATED = "restated"


@dataclass(frozen=True, slots=True)
class Change:
    """One change: of a field with its words before and after, or of a mark with its places ("12-20", with the assertion if it has one)."""

    id: str
    kind: ChangeKind
    name: str
    before: str
    after: str

    def as_dict(self) -> dict[str, str]:
        """The change as a JSON object."""
        return {"id": self.id, "kind": self.kind, "name": self.name, "before": self.before, "after": self.after}


def changes(sent: Sheet, returned: Sheet, layers: Collection[Layer] = tuple(Layer)) -> Iterator[Change]:
    """What was changed in a sheet: fields first, then marks of these layers by place.

    A removed mark and an added one that overlap under the same label are one mark that was moved, or restated when only its assertion
    differs.
    """
    for name in {**sent.fields, **returned.fields}:
        before, after = (sheet.fields.get(name, ()) for sheet in (sent, returned))
        if before != after:
            yield Change(sent.id, ChangeKind.FIELD, name, ", ".join(before), ", ".join(after))
    gone, new = (
        [m for m in one.marks if m not in other.marks and m.layer in layers] for one, other in ((sent, returned), (returned, sent))
    )
    for mark in gone:
        successor = next((one for one in new if one.label == mark.label and one.start < mark.end and mark.start < one.end), None)
        if successor is None:
            yield Change(sent.id, ChangeKind.REMOVED, mark.label, _place(mark), "")
            continue
        new.remove(successor)
        stays = (successor.start, successor.end) == (mark.start, mark.end)
        yield Change(sent.id, ChangeKind.RESTATED if stays else ChangeKind.MOVED, mark.label, _place(mark), _place(successor))
    for mark in new:
        yield Change(sent.id, ChangeKind.ADDED, mark.label, "", _place(mark))


def _place(mark: Mark) -> str:
    return f"{mark.start}-{mark.end}" + (f" {mark.assertion}" if mark.assertion else "")
