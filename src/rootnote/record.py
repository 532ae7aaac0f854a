"""The record of one note, and its JSON.

A record is made of frozen dataclasses, so that building one costs nothing; pydantic reads those types for the JSON Schema and to check
records that come from outside.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from enum import StrEnum
from functools import cache
from hashlib import sha256
from typing import Annotated, Any, Literal, get_args

from pydantic import ConfigDict, Field, GetPydanticSchema, TypeAdapter, ValidationError

from rootnote.anatomy import Region, Side, level_order
from rootnote.coding.assign import CodeDetail, assign_codes
from rootnote.coding.decisions import Step
from rootnote.coding.linkage import FROM_ABOVE, Linkage
from rootnote.coding.setting import Setting
from rootnote.coding.table import Code, load_codes
from rootnote.coding.uncoded import find_reasons
from rootnote.documentation.elements import Element, Priority, Status, assess_elements, completeness, load_elements
from rootnote.documentation.gaps import Gap, Rejection, find_gaps, is_in_scope
from rootnote.documentation.queries import load_query_rules
from rootnote.documentation.sites import load_sites
from rootnote.documentation.warnings import NoteWarning, find_warnings
from rootnote.errors import RecordError
from rootnote.facts.model import Assertion, Condition, Etiology, Evidence, Finding, FindingKind, Laterality, NoteFacts
from rootnote.source import Encoding
from rootnote.versions import Versions, current_versions, shipped_rules_version

SCHEMA_VERSION: Literal[1] = 1

Scope = Literal["radiculopathy", "lumbar", "none"]
UnlinkedCause = Literal["disc", "spondylosis"]
Root = Annotated[str, Field(pattern=r"^[CTLS]\d{1,2}$")]
Level = Annotated[str, Field(pattern=r"^[CTLS]\d{1,2}-[CTLS]\d{1,2}$")]


class NoteType(StrEnum):
    """The kinds of notes of the annotation guide."""

    CLINIC = "clinic"
    OPERATIVE = "operative"
    PROCEDURE = "procedure"
    IMAGING = "imaging"
    EMG = "emg"
    IME = "ime"
    DISCHARGE = "discharge"
    OTHER = "other"


class ConditionStatus(StrEnum):
    """What a note says of a condition, in the end."""

    AFFIRMED = "affirmed"
    UNCERTAIN = "uncertain"
    NEGATED = "negated"
    HISTORICAL = "historical"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class ConditionEvidence:
    """One mention of a condition: evidence with what it says, its section and the rule that read it."""

    start: Annotated[int, Field(ge=0, description="Where the mention starts, in code points.")]
    end: Annotated[int, Field(ge=0, description="Where it ends: the first code point after it.")]
    text: Annotated[str, Field(description="The words there.")]
    assertion: Annotated[Assertion, Field(description="What the author says of this mention.")]
    section: Annotated[str, Field(description="The section that it stands in; none without a heading.")]
    rule: Annotated[str, Field(description="The rule that found it.")]


@dataclass(frozen=True, slots=True)
class NamedRoot:
    """A nerve root that the author names as affected."""

    root: Annotated[Root, Field(description="The root, such as S1.")]
    side: Annotated[Side | None, Field(description="Its side; null when none is stated.")]


@dataclass(frozen=True, slots=True)
class ElementRecord:
    """The status of one documentation element and where it is documented."""

    status: Annotated[Status, Field(description="Whether it is documented and, for an examination, with what result.")]
    evidence: Annotated[tuple[Evidence, ...], Field(description="Where the note documents it; empty when it does not.")]


@dataclass(frozen=True, slots=True)
class GapRecord:
    """An element that is missing, why it matters here, and the question to ask."""

    element: Annotated[Element, Field(description="What is missing.")]
    priority: Annotated[
        Priority, Field(description="A changes the code, B supports the diagnosis, C is asked for by those who authorize treatment.")
    ]
    why: Annotated[str, Field(description="Why it matters for this note.")]
    query: Annotated[str, Field(description="The question to the author: title, what the note says, question, choices; a line each.")]
    searched: Annotated[tuple[str, ...], Field(description="The sections that were searched for it.")]
    nearest_rejected: Annotated[
        tuple[Evidence, ...] | None, Field(description="What came nearest and does not count; null when nothing did.")
    ]
    rejected_because: Annotated[Rejection | None, Field(description="Why that does not count.")]


@dataclass(frozen=True, slots=True)
class WarningRecord:
    """A contradiction, urgent sign or doubtful pair, with the question that would settle it where there is one."""

    kind: Annotated[str, Field(description="The kind of warning, such as side_conflict.")]
    message: Annotated[str, Field(description="What is wrong, in a sentence without words of the note.")]
    urgent: Annotated[bool, Field(description="Whether it may not wait: signs of the cauda equina or of the spinal cord.")]
    evidence: Annotated[tuple[Evidence, ...], Field(description="The statements that give rise to it.")]
    query: Annotated[str | None, Field(description="The question that would settle it; null where the author can't.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingRecord:
    """A typed finding; what it does not say is left out of the JSON."""

    kind: Annotated[FindingKind, Field(description="The kind of finding.")]
    assertion: Annotated[Assertion, Field(description="Affirmed is abnormal, positive or present; negated is normal or denied.")]
    side: Annotated[Side | None, Field(description="The side of the body.")] = None
    root: Annotated[Root | None, Field(description="The root that is named for it, such as S1.")] = None
    level: Annotated[Level | None, Field(description="The disc level, such as L5-S1.")] = None
    site: Annotated[str | None, Field(description="The muscle, reflex, territory, procedure or sign.")] = None
    grade: Annotated[str | None, Field(description="A grade or a figure as written, such as 4/5.")] = None
    severity: Annotated[str | None, Field(description="How severe, or of a duration, which course.")] = None
    zone: Annotated[str | None, Field(description="The zone of the canal or foramen, such as paracentral.")] = None
    section: Annotated[str, Field(description="The section that it stands in; none without a heading.")]
    rule: Annotated[str, Field(description="The rule that found it.")]
    evidence: Annotated[tuple[Evidence, ...], Field(description="Where it stands.")]


_ABOUT = (
    "All that rootnote says of one note. Offsets are half-open and count Unicode code points of the untouched text. "
    'A note that failed has a line {"id", "error"} instead of a record: two strings, of which the error says why and holds no text of the '
    "note; when the note could be read, text_sha256, encoding, setting, linkage and versions stand there as well, as they do here."
)
#: Keys are a ``Condition`` or an ``Element`` each, and are asked for by that or by its word: ``record.elements["reflex_exam"]``.
ConditionKey = Annotated[str, GetPydanticSchema(lambda _, schema: schema(Condition))]
ElementKey = Annotated[str, GetPydanticSchema(lambda _, schema: schema(Element))]
AllConditions = Field(min_length=len(Condition), max_length=len(Condition))
AllElements = Field(min_length=len(Element), max_length=len(Element))


@dataclass(frozen=True, slots=True)
class NoteRecord:
    """All that rootnote says of one note. Offsets are half-open and count code points of the untouched text.

    The keys of the annotation guide keep its names and words, so that a record compares with a gold annotation field by field.
    """

    __pydantic_config__ = ConfigDict(extra="forbid", strict=True)

    schema_version: Annotated[Literal[1], Field(description="The version of this form of record.")]
    id: Annotated[str, Field(description="The note's id: that of its row, or the path of its file without .txt.")]
    text_sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$", description="The SHA-256 of the note's text in UTF-8.")]
    encoding: Annotated[Encoding, Field(description="The encoding that makes the note's bytes the text that offsets count in.")]
    note_type: Annotated[NoteType, Field(description="What kind of note it is.")]
    scope: Annotated[Scope, Field(description="What it is about: a radiculopathy, another lumbar problem, or neither.")]
    setting: Annotated[Setting, Field(description="For whom codes were assigned: inpatients' uncertain diagnoses are coded.")]
    linkage: Annotated[Linkage, Field(description="Which list of codes leads in reports; the record has both.")]
    versions: Annotated[Versions, Field(description="What made the record.")]
    conditions: Annotated[
        Mapping[ConditionKey, ConditionStatus], AllConditions, Field(description="What the note says of each condition, in the end.")
    ]
    condition_evidence: Annotated[
        Mapping[ConditionKey, tuple[ConditionEvidence, ...]],
        AllConditions,
        Field(description="The mentions of each condition, in order; empty when it is absent."),
    ]
    roots: Annotated[tuple[NamedRoot, ...], Field(description="The roots that the author names as affected, from above.")]
    region: Annotated[tuple[Region, ...], Field(description="The regions of the radiculopathy, from above; empty without one.")]
    laterality: Annotated[Laterality, Field(description="The side of the radiculopathy or leg symptoms.")]
    imaging_levels: Annotated[tuple[Level, ...], Field(description="The lumbar disc levels with an abnormal imaging result, from above.")]
    etiology: Annotated[Etiology, Field(description="What the note says causes the radiculopathy.")]
    unlinked_candidates: Annotated[tuple[UnlinkedCause, ...], Field(description="Causes that the note affirms but does not link.")]
    codes: Annotated[tuple[Code, ...], Field(description="The codes with the links that the author makes, in order of listing.")]
    codes_presumed: Annotated[tuple[Code, ...], Field(description="The codes with the links that 'with' in ICD-10-CM presumes as well.")]
    symptom_codes: Annotated[tuple[Code, ...], Field(description="Codes of sciatica or low back pain, where the note supports no other.")]
    code_details: Annotated[tuple[CodeDetail, ...], Field(description="Each code of the three lists, and how it came about.")]
    decisions: Annotated[tuple[Step, ...], Field(description="The steps that led to no code: why a condition or a cause is not coded.")]
    elements: Annotated[Mapping[ElementKey, ElementRecord], AllElements, Field(description="The 13 documentation elements.")]
    completeness: Annotated[float, Field(ge=0, le=1, description="The share of the elements that is documented, by weight.")]
    gaps: Annotated[tuple[GapRecord, ...], Field(description="What is missing, with a question each, the most important first.")]
    warnings: Annotated[tuple[WarningRecord, ...], Field(description="Contradictions, urgent signs and doubtful pairs, the urgent first.")]
    findings: Annotated[tuple[FindingRecord, ...], Field(description="The typed findings behind all this, in order of their place.")]

    def to_json(self) -> str:
        """The record as one line of JSON: the same record always gives the same characters."""
        return json.dumps(self, default=_as_object, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str | bytes) -> NoteRecord:
        """The record that a line of JSON holds.

        Raises ``RecordError``, which names the first key that does not fit and never a value. Codes must be of the code set, where the
        record names the edition at hand, and each of a list must have its details.
        """
        try:
            record = _adapter().validate_json(text)
        except ValidationError as error:
            first = error.errors(include_input=False, include_context=False, include_url=False)[0]
            reason = f"{_place(first['loc'])}: {first['type'].replace('_', ' ')}"
        else:
            if (fault := _code_fault(record)) is None:
                return record
            reason = fault
        raise RecordError(reason)

    @staticmethod
    def json_schema() -> dict[str, Any]:
        """The JSON Schema (draft 2020-12) of a record; its description also tells what a line for a note that failed looks like."""
        return {"$schema": "https://json-schema.org/draft/2020-12/schema", **_adapter().json_schema(), "description": _ABOUT}


def build_record(
    note_id: str,
    text: str,
    facts: NoteFacts,
    *,
    setting: Setting = Setting.OUTPATIENT,
    linkage: Linkage = Linkage.EXPLICIT,
    rules_version: str | None = None,
) -> NoteRecord:
    """The record of a note from its facts.

    ``linkage`` names the code list that leads in a report; the record has both. ``rules_version`` names the rules when they are not
    those that rootnote ships.
    """
    table, rows, sites = load_codes(), load_elements(), load_sites()
    coding = assign_codes(facts, table, setting=setting)
    results = assess_elements(facts, rows, sites)
    return NoteRecord(
        schema_version=SCHEMA_VERSION,
        id=note_id,
        text_sha256=sha256(text.encode()).hexdigest(),
        encoding=Encoding.UTF_8,
        note_type=NoteType(facts.note_type),
        scope=_scope(facts),
        setting=setting,
        linkage=linkage,
        versions=current_versions(rules_version or shipped_rules_version()),
        conditions={condition: ConditionStatus(facts.status(condition)) for condition in Condition},
        condition_evidence={condition: _mentions(facts, condition) for condition in Condition},
        roots=tuple(dict.fromkeys(NamedRoot(root.root, root.side) for root in facts.roots)),
        region=tuple(sorted(facts.regions, key=FROM_ABOVE.index)),
        laterality=facts.laterality.value,
        imaging_levels=tuple(sorted({fact.level for fact in facts.imaging_levels}, key=level_order)),
        etiology=facts.etiology.value,
        unlinked_candidates=_unlinked(facts),
        codes=coding.codes,
        codes_presumed=coding.codes_presumed,
        symptom_codes=coding.symptom_codes,
        code_details=coding.details,
        decisions=find_reasons(facts, coding, table, setting),
        elements={result.element: ElementRecord(result.status, result.evidence) for result in results},
        completeness=completeness(results, rows),
        gaps=tuple(_gap(gap) for gap in find_gaps(facts, text, coding, results, rows, load_query_rules())),
        warnings=tuple(_warning(one) for one in find_warnings(facts, text, coding, table, sites, setting)),
        findings=tuple(_finding(finding) for finding in facts.findings),
    )


def _scope(facts: NoteFacts) -> Scope:
    if facts.status(Condition.RADICULOPATHY).is_current:
        return "radiculopathy"
    return "lumbar" if is_in_scope(facts) else "none"


def _mentions(facts: NoteFacts, condition: Condition) -> tuple[ConditionEvidence, ...]:
    return tuple(
        ConditionEvidence(one.evidence.start, one.evidence.end, one.evidence.text, one.assertion, one.section, one.rule)
        for one in facts.conditions[condition].mentions
    )


def _unlinked(facts: NoteFacts) -> tuple[UnlinkedCause, ...]:
    if not facts.status(Condition.RADICULOPATHY).is_current:
        return ()
    causes = {candidate.cause.value for candidate in facts.candidates}
    return tuple(cause for cause in get_args(UnlinkedCause) if cause in causes)


def _gap(gap: Gap) -> GapRecord:
    nearest = gap.nearest_rejected
    places, because = ((nearest.evidence,), nearest.because) if nearest else (None, None)
    return GapRecord(gap.element, gap.priority, gap.why, gap.query.text(), gap.searched, places, because)


def _warning(warning: NoteWarning) -> WarningRecord:
    return WarningRecord(warning.kind, warning.message, warning.urgent, warning.evidence, warning.query.text() if warning.query else None)


def _finding(finding: Finding) -> FindingRecord:
    return FindingRecord(
        kind=finding.kind,
        assertion=finding.assertion,
        side=finding.side,
        root=finding.root,
        level=finding.level,
        site=finding.site,
        grade=finding.grade,
        severity=finding.severity,
        zone=finding.zone,
        section=finding.section,
        rule=finding.rule,
        evidence=(finding.evidence,),
    )


@cache
def _keys(kind: type[Any]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def _as_object(value: object) -> dict[str, object]:
    """The JSON object of a part of a record, keys in the order of its fields."""
    if not is_dataclass(value) or isinstance(value, type):
        raise TypeError(f"no part of a record: {type(value).__name__}")
    members = {key: getattr(value, key) for key in _keys(type(value))}
    return {key: item for key, item in members.items() if item is not None} if isinstance(value, FindingRecord) else members


@cache
def _adapter() -> TypeAdapter[NoteRecord]:
    return TypeAdapter(NoteRecord)


def _code_fault(record: NoteRecord) -> str | None:
    """The first place with a code that no record has, and why; None when there is none."""
    table = load_codes()
    known = {code for code, row in table.rows.items() if row.billable} if record.versions.icd10cm == table.edition else None
    explained = {detail.code for detail in record.code_details}
    lists = {"codes": record.codes, "codes_presumed": record.codes_presumed, "symptom_codes": record.symptom_codes}
    placed = [(f"{name}.{place}", code) for name, codes in lists.items() for place, code in enumerate(codes)]
    placed += [(f"code_details.{place}.code", detail.code) for place, detail in enumerate(record.code_details)]
    for place, code in placed:
        if known is not None and code not in known:
            return f"{place}: no code of the code set"
        if code not in explained:
            return f"{place}: not among code_details"
    return None


def _place(loc: tuple[int | str, ...]) -> str:
    """The path of an error down to the first key that is not one of a record's own: a stray key may be anything."""
    known = _known_keys()
    path: list[str] = []
    for part in loc:
        if isinstance(part, str) and part not in known:
            break
        path.append(str(part))
    return ".".join(path) or "record"


@cache
def _known_keys() -> frozenset[str]:
    schema = NoteRecord.json_schema()
    objects: Iterable[dict[str, Any]] = (schema, *schema["$defs"].values())
    return frozenset(key for one in objects for key in one.get("properties", {})) | frozenset(Condition) | frozenset(Element)
