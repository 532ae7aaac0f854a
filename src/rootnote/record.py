"""The record of one note, and its JSON.

A record is made of frozen dataclasses, so that building one costs nothing; pydantic reads those types for the JSON Schema and to check
records that come from outside.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from enum import StrEnum
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Annotated, Any, Literal, get_args

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError

from rootnote.anatomy import Region, Side, level_order
from rootnote.coding.assign import CodeDetail, assign_codes
from rootnote.coding.decisions import Step
from rootnote.coding.linkage import FROM_ABOVE, Linkage
from rootnote.coding.setting import Setting
from rootnote.coding.table import load_codes
from rootnote.coding.uncoded import find_reasons
from rootnote.documentation.elements import Element, Priority, Status, assess_elements, completeness, load_elements
from rootnote.documentation.gaps import Gap, Rejection, find_gaps, is_in_scope
from rootnote.documentation.queries import load_query_rules
from rootnote.documentation.sites import load_sites
from rootnote.documentation.warnings import NoteWarning, find_warnings
from rootnote.errors import RecordError
from rootnote.facts.model import Assertion, Condition, Etiology, Evidence, Finding, FindingKind, Laterality, NoteFacts
from rootnote.source import Encoding

SCHEMA_VERSION: Literal[1] = 1

Scope = Literal["radiculopathy", "lumbar", "none"]
UnlinkedCause = Literal["disc", "spondylosis"]


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
class Versions:
    """What made the record: the program, its rules (a digest of every table, and after a plus that of a site's own file), the code set."""

    rootnote: str
    rules: str
    icd10cm: str


@dataclass(frozen=True, slots=True)
class ConditionEvidence:
    """One mention of a condition: evidence with what it says, its section and the rule that read it."""

    start: int
    end: int
    text: str
    assertion: Assertion
    section: str
    rule: str


@dataclass(frozen=True, slots=True)
class NamedRoot:
    """A nerve root that the author names as affected."""

    root: str
    side: Side | None


@dataclass(frozen=True, slots=True)
class ElementRecord:
    """The status of one documentation element and where it is documented."""

    status: Status
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class GapRecord:
    """An element that is missing, why it matters here, and the question to ask."""

    element: Element
    priority: Priority
    why: str
    query: str
    searched: tuple[str, ...]
    nearest_rejected: tuple[Evidence, ...] | None
    rejected_because: Rejection | None


@dataclass(frozen=True, slots=True)
class WarningRecord:
    """A contradiction, urgent sign or doubtful pair, with the question that would settle it where there is one."""

    kind: str
    message: str
    urgent: bool
    evidence: tuple[Evidence, ...]
    query: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingRecord:
    """A typed finding; what it does not say is left out of the JSON."""

    kind: FindingKind
    assertion: Assertion
    side: Side | None = None
    root: str | None = None
    level: str | None = None
    site: str | None = None
    grade: str | None = None
    severity: str | None = None
    zone: str | None = None
    section: str
    rule: str
    evidence: tuple[Evidence, ...]


AllConditions = Field(min_length=len(Condition), max_length=len(Condition))
AllElements = Field(min_length=len(Element), max_length=len(Element))


@dataclass(frozen=True, slots=True)
class NoteRecord:
    """All that rootnote says of one note. Offsets are half-open and count code points of the untouched text.

    The keys of the annotation guide keep its names and words, so that a record compares with a gold annotation field by field.
    """

    __pydantic_config__ = ConfigDict(extra="forbid", strict=True)

    schema_version: Literal[1]
    id: str
    text_sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
    encoding: Encoding
    note_type: NoteType
    scope: Scope
    setting: Setting
    linkage: Linkage
    versions: Versions
    conditions: Annotated[Mapping[Condition, ConditionStatus], AllConditions]
    condition_evidence: Annotated[Mapping[Condition, tuple[ConditionEvidence, ...]], AllConditions]
    roots: tuple[NamedRoot, ...]
    region: tuple[Region, ...]
    laterality: Laterality
    imaging_levels: tuple[str, ...]
    etiology: Etiology
    unlinked_candidates: tuple[UnlinkedCause, ...]
    codes: tuple[str, ...]
    codes_presumed: tuple[str, ...]
    symptom_codes: tuple[str, ...]
    code_details: tuple[CodeDetail, ...]
    decisions: Annotated[tuple[Step, ...], Field(description="The steps that led to no code: why a condition or a cause is not coded.")]
    elements: Annotated[Mapping[Element, ElementRecord], AllElements]
    completeness: Annotated[float, Field(ge=0, le=1)]
    gaps: tuple[GapRecord, ...]
    warnings: tuple[WarningRecord, ...]
    findings: tuple[FindingRecord, ...]

    def to_json(self) -> str:
        """The record as one line of JSON: the same record always gives the same characters."""
        return json.dumps(self, default=_as_object, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str | bytes) -> NoteRecord:
        """The record that a line of JSON holds.

        Raises ``RecordError``, which names the first key that does not fit and never a value.
        """
        try:
            return _adapter().validate_json(text)
        except ValidationError as error:
            first = error.errors(include_input=False, include_context=False, include_url=False)[0]
            reason = f"{_place(first['loc'])}: {first['type'].replace('_', ' ')}"
        raise RecordError(reason)

    @staticmethod
    def json_schema() -> dict[str, Any]:
        """The JSON Schema (draft 2020-12) of a record."""
        return {"$schema": "https://json-schema.org/draft/2020-12/schema", **_adapter().json_schema()}


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


def current_versions(rules: str) -> Versions:
    """What a record made now, with rules of this version, names as its versions."""
    return Versions(_program_version(), rules, load_codes().edition)


def rules_version(added: str = "") -> str:
    """The version of the shipped rules, with a plus and the digest of what was added to them (a site file, another config), if anything."""
    return f"{shipped_rules_version()}+{added}" if added else shipped_rules_version()


@cache
def shipped_rules_version() -> str:
    """The digest of every table and rule file that rootnote ships: the first 12 hexadecimal digits of its SHA-256."""
    digest = sha256()
    for name, content in sorted(_tables(files("rootnote").joinpath("data"))):
        digest.update(f"{name}\n{len(content)}\n".encode() + content)
    return digest.hexdigest()[:12]


def _tables(folder: Traversable, above: str = "") -> Iterator[tuple[str, bytes]]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _tables(entry, f"{above}{entry.name}/")
        elif entry.name.endswith(".toml"):
            # Line ends as git gives them on any system, so that the digest is the same everywhere.
            yield f"{above}{entry.name}", entry.read_bytes().replace(b"\r\n", b"\n")


@cache
def _program_version() -> str:
    try:
        return version("rootnote")
    except PackageNotFoundError:
        return "0+checkout"


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
