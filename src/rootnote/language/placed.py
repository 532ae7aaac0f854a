"""Spans as plain rows: what rootnote's own stages ask of a span, without the span, which takes longer to make than to find."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from spacy.tokens import Doc, Span

#: Where the rows of a Doc are kept.
_KEPT = "rootnote_placed"


class Placed(NamedTuple):
    """A span: its tokens (half-open), label, canonical value, and the rule that found it. Named as in a span where the engine asks."""

    start: int
    end: int
    label_: str
    value: str
    rule: str


def placed(spans: Iterable[Span]) -> list[Placed]:
    """The rows of some spans, in their order."""
    return [Placed(span.start, span.end, span.label_, span.kb_id_, span.id_) for span in spans]


def keep(doc: Doc, group: str, rows: Sequence[Placed]) -> None:
    """Keeps with a Doc the rows that a group of its spans is being made from."""
    doc.user_data[_KEPT] = group, len(doc), rows


def rows_of(doc: Doc, group: str) -> Sequence[Placed]:
    """The rows of a group: those kept for it, or of its spans where another component has changed them or the tokens since."""
    spans = doc.spans.get(group, ())
    of, length, rows = doc.user_data.get(_KEPT, ("", 0, ()))
    if (of, length, len(rows)) != (group, len(doc), len(spans)):
        return placed(spans)
    # a Doc that was saved and loaded holds lists in place of tuples
    return rows if not rows or isinstance(rows[0], Placed) else [Placed(*row) for row in rows]
