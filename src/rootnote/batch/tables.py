"""Records as four tidy tables: notes, codes, elements with their gaps, findings. All are joined by the note's ``id``.

A place in a note is written ``start-end``: half-open, in code points of the untouched note.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from operator import attrgetter
from typing import TYPE_CHECKING, TypeAlias

from rootnote.documentation.elements import Element
from rootnote.facts.model import Condition, Evidence
from rootnote.source import Failure

if TYPE_CHECKING:
    from rootnote.batch.identity import Result
    from rootnote.record import NoteRecord

Cell: TypeAlias = str | int | float | bool | tuple[str, ...] | None
Row: TypeAlias = tuple[Cell, ...]


class Kind(StrEnum):
    """What a column holds. Any cell may be empty."""

    TEXT = "text"
    TEXTS = "several texts"
    INTEGER = "integer"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its declared columns, and the rows that one result has in it."""

    name: str
    columns: Mapping[str, Kind]
    rows: Callable[[Result], Iterable[Row]]


def _status(condition: Condition, record: NoteRecord) -> str:
    return record.conditions[condition]


_NOTE_COLUMNS: dict[str, tuple[Kind, Callable[[NoteRecord], Cell]]] = {
    "note_type": (Kind.TEXT, attrgetter("note_type")),
    "scope": (Kind.TEXT, attrgetter("scope")),
    **{condition.value: (Kind.TEXT, partial(_status, condition)) for condition in Condition},
    "roots": (Kind.TEXTS, lambda record: tuple(f"{root.root} {root.side or ''}".strip() for root in record.roots)),
    "region": (Kind.TEXTS, attrgetter("region")),
    "laterality": (Kind.TEXT, attrgetter("laterality")),
    "imaging_levels": (Kind.TEXTS, attrgetter("imaging_levels")),
    "etiology": (Kind.TEXT, attrgetter("etiology")),
    "unlinked_candidates": (Kind.TEXTS, attrgetter("unlinked_candidates")),
    "codes": (Kind.TEXTS, attrgetter("codes")),
    "codes_presumed": (Kind.TEXTS, attrgetter("codes_presumed")),
    "symptom_codes": (Kind.TEXTS, attrgetter("symptom_codes")),
    "gaps": (Kind.TEXTS, lambda record: tuple(gap.element for gap in record.gaps)),
    "warnings": (Kind.TEXTS, lambda record: tuple(warning.kind for warning in record.warnings)),
    "completeness": (Kind.NUMBER, attrgetter("completeness")),
    "setting": (Kind.TEXT, attrgetter("setting")),
    "linkage": (Kind.TEXT, attrgetter("linkage")),
    "encoding": (Kind.TEXT, attrgetter("encoding")),
    "text_sha256": (Kind.TEXT, attrgetter("text_sha256")),
    "rootnote_version": (Kind.TEXT, attrgetter("versions.rootnote")),
    "rules_version": (Kind.TEXT, attrgetter("versions.rules")),
    "icd10cm_version": (Kind.TEXT, attrgetter("versions.icd10cm")),
}


def _note_rows(result: Result) -> Iterator[Row]:
    if isinstance(result, Failure):
        yield ((), result.id, result.error, *(None for _ in _NOTE_COLUMNS))
    else:
        urgent = tuple(warning.kind for warning in result.warnings if warning.urgent)
        yield (urgent, result.id, None, *(value(result) for _, value in _NOTE_COLUMNS.values()))


def _code_rows(result: Result) -> Iterator[Row]:
    if isinstance(result, Failure):
        return
    details = {detail.code: detail for detail in result.code_details}
    lists = {"codes": result.codes, "codes_presumed": result.codes_presumed, "symptom_codes": result.symptom_codes}
    for name, codes in lists.items():
        for position, code in enumerate(codes, start=1):
            detail = details[code]
            steps = tuple(step.decided for step in detail.steps)
            yield result.id, name, position, code, detail.description, steps, _places(detail.evidence)


def _element_rows(result: Result) -> Iterator[Row]:
    if isinstance(result, Failure):
        return
    gaps = {gap.element: gap for gap in result.gaps}
    for element in Element:
        found, gap = result.elements[element], gaps.get(element)
        missing = (gap.priority, gap.why, gap.query, gap.searched) if gap else (None, None, None, ())
        yield result.id, element, found.status, _places(found.evidence), *missing


def _finding_rows(result: Result) -> Iterator[Row]:
    if isinstance(result, Failure):
        return
    for one in result.findings:
        what = (one.kind, one.assertion, one.side, one.root, one.level, one.site, one.grade, one.severity, one.zone, one.section, one.rule)
        for evidence in one.evidence:
            yield result.id, *what, evidence.start, evidence.end, evidence.text


def _places(evidence: tuple[Evidence, ...]) -> tuple[str, ...]:
    return tuple(f"{one.start}-{one.end}" for one in evidence)


NOTES = Table(
    "notes",
    {"urgent": Kind.TEXTS, "id": Kind.TEXT, "error": Kind.TEXT, **{name: kind for name, (kind, _) in _NOTE_COLUMNS.items()}},
    _note_rows,
)
CODES = Table(
    "codes",
    {
        **{"id": Kind.TEXT, "list": Kind.TEXT, "position": Kind.INTEGER, "code": Kind.TEXT, "description": Kind.TEXT},
        **{"steps": Kind.TEXTS, "evidence": Kind.TEXTS},
    },
    _code_rows,
)
ELEMENTS = Table(
    "elements",
    {
        **{"id": Kind.TEXT, "element": Kind.TEXT, "status": Kind.TEXT, "evidence": Kind.TEXTS},
        **{"gap_priority": Kind.TEXT, "gap_why": Kind.TEXT, "gap_query": Kind.TEXT, "gap_searched": Kind.TEXTS},
    },
    _element_rows,
)
FINDINGS = Table(
    "findings",
    {
        **dict.fromkeys(
            ("id", "kind", "assertion", "side", "root", "level", "site", "grade", "severity", "zone", "section", "rule"), Kind.TEXT
        ),
        **{"start": Kind.INTEGER, "end": Kind.INTEGER, "text": Kind.TEXT},
    },
    _finding_rows,
)

#: In the order in which a run writes them.
TABLES = (NOTES, CODES, ELEMENTS, FINDINGS)
