"""Records and gold rows to sheets, sheets to gold rows.

Source: annotation guide, the JSON object of a note; design.md, the record.
"""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Mapping
from hashlib import sha256
from pathlib import Path

from pydantic import BaseModel

from rootnote.annotation.annotations import FRAME, Annotation, Place, read_rows
from rootnote.annotation.sheet import Mark, Sheet, checked, load_fields
from rootnote.annotation.tools import Layer
from rootnote.documentation.elements import Element, Status
from rootnote.errors import RecordError, SourceError
from rootnote.facts.model import Assertion, Condition, FindingKind
from rootnote.language.boundaries import boundaries

#: Sentences that one label runs through at most: no evidence of a record or gold record has more.
_SENTENCES = 2


class MentionMark(Place):
    """A mention of a condition, as a record gives it."""

    assertion: Assertion


class CodeMark(BaseModel):
    """A code with what it rests on."""

    model_config = FRAME
    code: str
    evidence: tuple[Place, ...]


class FindingMark(BaseModel):
    """A typed finding with its evidence."""

    model_config = FRAME
    kind: FindingKind
    assertion: Assertion
    evidence: tuple[Place, ...]


class Row(Annotation):
    """A record or gold row, with all that a sheet shows of it. Gold rows have no evidence but that of the elements."""

    text_sha256: str | None = None
    confidence: str | None = None
    comment: str = ""
    condition_evidence: Mapping[Condition, tuple[MentionMark, ...]] = {}
    code_details: tuple[CodeMark, ...] = ()
    findings: tuple[FindingMark, ...] = ()

    @property
    def is_failure(self) -> bool:
        """Whether it says only that the note could not be read."""
        return not self.elements


def read_sheet_rows(path: Path) -> dict[str, Row]:
    """The records or gold rows of a JSONL file by id, in file order.

    Raises ``SourceError``, naming file, line and key, for what can't be read or does not fit.
    """
    return read_rows(path, Row)


def sheet_of(row: Row, text: str, layers: Collection[Layer] = tuple(Layer)) -> Sheet:
    """The sheet of a record or gold row. A quote that stands in the note several times is marked where it stands first.

    Raises ``RecordError`` when the row was not made from this text.
    """
    if row.text_sha256 not in (None, sha256(text.encode()).hexdigest()):
        raise RecordError(f"{row.id}: the record was made from another text than the note's")
    marks = [mark for mark in _marks(row, text) if mark.layer in layers]
    return checked(Sheet(row.id, text, tuple(marks), _fields(row)))


def _marks(row: Row, text: str) -> Iterator[Mark]:
    for element in row.elements:
        for start, end in row.first_spans(element, text):
            yield Mark(start, end, Layer.ELEMENT, element)
    for condition, mentions in row.condition_evidence.items():
        for mention in mentions:
            yield Mark(*mention.span(text, row.id), Layer.CONDITION, condition, mention.assertion)
    for code in row.code_details:
        for place in code.evidence:
            yield Mark(*place.span(text, row.id), Layer.CODE, code.code)
    for finding in row.findings:
        for place in finding.evidence:
            yield Mark(*place.span(text, row.id), Layer.FINDING, finding.kind, finding.assertion)


def _fields(row: Row) -> dict[str, tuple[str, ...]]:
    one: dict[str, object] = {
        "note_type": row.note_type,
        "laterality": row.laterality,
        "etiology": row.etiology,
        "confidence": row.confidence,
        "comment": row.comment or None,
        **{f"condition_{condition}": word for condition, word in row.conditions.items()},
        **{f"element_{element}": mark.status for element, mark in row.elements.items()},
    }
    several: dict[str, Collection[object]] = {
        "roots": {f"{mark.root} {mark.side}" if mark.side else mark.root for mark in row.roots},
        "region": row.region,
        "imaging_levels": row.imaging_levels,
        "unlinked_candidates": row.unlinked_candidates,
        "codes": row.codes or (),
        "codes_presumed": row.codes_presumed or (),
        "symptom_codes": row.symptom_codes or (),
    }
    return {name: (str(value),) for name, value in one.items() if value is not None} | {
        name: tuple(str(value) for value in values) for name, values in several.items()
    }


def gold_row(sheet: Sheet, *, offsets: bool = False) -> str:
    """The sheet as one line of JSON in the format of ``annotations/gold.jsonl``; a field that is not filled in has its empty value.

    Evidence is quoted or, with ``offsets``, given as ``{"start", "end", "text"}``. An element that is not documented has none.
    Raises ``SourceError`` when a word that every gold row has is not filled in.
    """
    values = {name: sheet.fields.get(name, ()) for name in load_fields()}

    def word(name: str) -> str:
        if not values[name]:
            raise SourceError(f"{sheet.id}: {name}: not filled in")
        return values[name][0]

    row = {
        "id": sheet.id,
        "note_type": word("note_type"),
        "conditions": {condition: word(f"condition_{condition}") for condition in Condition},
        "roots": [{"root": root, "side": side or None} for root, _, side in (value.partition(" ") for value in values["roots"])],
        "region": values["region"],
        "laterality": word("laterality"),
        "imaging_levels": values["imaging_levels"],
        "etiology": word("etiology"),
        **{name: values[name] for name in ("unlinked_candidates", "codes", "codes_presumed", "symptom_codes")},
        "elements": {e: {"status": word(f"element_{e}"), "evidence": _evidence(sheet, e, offsets)} for e in Element},
        **{name: values[name][0] for name in ("confidence", "comment") if values[name]},
    }
    return json.dumps(row, ensure_ascii=False)


def _evidence(sheet: Sheet, element: Element, offsets: bool) -> list[object]:
    if sheet.fields.get(f"element_{element}") == (Status.NOT_DOCUMENTED,):
        return []
    quotes = [(mark.start, mark.end, sheet.text[mark.start : mark.end]) for mark in _of_element(sheet, element)]
    if offsets:
        return [{"start": start, "end": end, "text": quote} for start, end, quote in quotes]
    return list(dict.fromkeys(quote for _, _, quote in quotes))


def _of_element(sheet: Sheet, element: Element) -> list[Mark]:
    return [mark for mark in sheet.marks if mark.layer is Layer.ELEMENT and mark.name == element]


def doubts(sheet: Sheet) -> Iterator[str]:
    """What of a sheet can't be right: a status without a place, places without a status, labels that run on. Words of the format only."""
    for element in Element:
        is_documented = sheet.fields.get(f"element_{element}", (Status.NOT_DOCUMENTED,)) != (Status.NOT_DOCUMENTED,)
        if is_documented != bool(_of_element(sheet, element)):
            yield f"{element}: {'documented, but nothing is labelled' if is_documented else 'labelled, but not documented'}"
    starts = boundaries(sheet.text)
    for mark in sheet.marks:
        sentences = 1 + bisect_left(starts, mark.end) - bisect_right(starts, mark.start)
        if sentences > _SENTENCES:
            yield f"{mark.layer} {mark.name}: labelled over {sentences} sentences, {mark.start} to {mark.end}"
