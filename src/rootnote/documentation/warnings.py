"""Contradictions, urgent signs and doubtful pairs in a note. A warning never changes a code.

Source: facts.md section 2 points 3, 5, 6, 8 and 11, and section 4.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

from rootnote.anatomy import LUMBAR_LEVELS, Region, Side, exiting_root, root_order, traversing_root
from rootnote.coding.assign import Coding, evidence_of
from rootnote.coding.decisions import listed
from rootnote.coding.linkage import PRESUMING
from rootnote.coding.setting import Setting
from rootnote.coding.table import UNSPECIFIED, CodeTable, Family
from rootnote.coding.tablefile import STRICT, load_table, require_unique
from rootnote.documentation.elements import in_order
from rootnote.documentation.gaps import is_in_scope
from rootnote.documentation.sites import Flag, SiteTable
from rootnote.facts.model import (
    Assertion,
    Cause,
    Condition,
    Etiology,
    Evidence,
    Finding,
    FindingKind,
    Laterality,
    NoteFacts,
)

WARNING_FILE = "warnings.toml"

_EXAM = (FindingKind.SENSORY, FindingKind.REFLEX, FindingKind.MOTOR)
_SIDED = {
    FindingKind.SYMPTOM: "the leg symptom",
    FindingKind.SENSORY: "the sensory finding",
    FindingKind.REFLEX: "the reflex finding",
    FindingKind.MOTOR: "the weakness",
    FindingKind.IMAGING: "the imaging finding",
}
_OPPOSITE = {Laterality.LEFT: Side.RIGHT, Laterality.RIGHT: Side.LEFT}
_EXITING_ZONES = frozenset({"foraminal", "far lateral", "extraforaminal"})
_TRAVERSING_ZONES = frozenset({"central", "paracentral", "subarticular", "lateral recess"})
_FIRST_SACRAL = frozenset({"S1", "S2"})


@dataclass(frozen=True, slots=True)
class WarningRow:
    """A kind of warning, in words, with its source."""

    __pydantic_config__ = STRICT

    kind: str
    source: str
    message: str
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class WarningFile:
    """The file as it is written."""

    __pydantic_config__ = STRICT

    warning: tuple[WarningRow, ...]


@dataclass(frozen=True, slots=True)
class NoteWarning:
    """One warning about one note, with the statements that give rise to it. The message holds no text of the note."""

    kind: str
    message: str
    evidence: tuple[Evidence, ...]
    urgent: bool


@cache
def load_warnings() -> dict[str, WarningRow]:
    """The kinds of warnings.

    Raises ``RuleError`` when the file does not fit.
    """
    content = load_table(WARNING_FILE, WarningFile)
    require_unique(WARNING_FILE, "warning", [row.kind for row in content.warning])
    return {row.kind: row for row in content.warning}


@dataclass(frozen=True, slots=True)
class _Case:
    """What every check looks at."""

    facts: NoteFacts
    coding: Coding
    table: CodeTable
    sites: SiteTable
    setting: Setting

    def found(self, *kinds: FindingKind) -> list[Finding]:
        """The findings of some kinds that are there: abnormal, positive, present."""
        return [finding for finding in self.facts.findings if finding.kind in kinds and finding.assertion is Assertion.AFFIRMED]

    def flagged(self, flag: Flag) -> list[Finding]:
        """The findings, sure or possible, whose site raises a flag."""
        return [finding for finding in self.facts.findings if finding.assertion.is_current and self.sites.flag(finding) is flag]

    def codes(self, *places: tuple[Family, str]) -> list[str]:
        """The codes of the table at some places."""
        return [code for family, where in places if (code := self.table.find(family, where))]

    def affirms(self, condition: Condition) -> bool:
        """Whether a condition is affirmed."""
        return self.facts.status(condition) is Assertion.AFFIRMED


_Raised: TypeAlias = Iterator[tuple[str, Iterable[Evidence], dict[str, str]]]


def find_warnings(facts: NoteFacts, coding: Coding, table: CodeTable, sites: SiteTable, setting: Setting) -> tuple[NoteWarning, ...]:
    """The warnings of a note, the urgent ones first, then in the order of ``warnings.toml``; possibly none.

    A note without a lumbar condition is only warned of signs of the cauda equina.
    """
    rows = load_warnings()
    case = _Case(facts, coding, table, sites, setting)
    checks = _CHECKS if is_in_scope(facts) else (_cauda_equina,)
    raised = [
        NoteWarning(kind, rows[kind].message.format_map(fields), in_order(evidence), rows[kind].urgent)
        for check in checks
        for kind, evidence, fields in check(case)
    ]
    places = list(rows)
    return tuple(sorted(raised, key=lambda one: (not one.urgent, places.index(one.kind))))


def _cauda_equina(case: _Case) -> _Raised:
    if found := case.flagged(Flag.CAUDA_EQUINA):
        yield Flag.CAUDA_EQUINA, _places(found), {"code": listed(case.codes((Family.CAUDA_EQUINA, UNSPECIFIED)))}


def _upper_motor_neurone(case: _Case) -> _Raised:
    hyperactive = [one for one in case.found(FindingKind.REFLEX) if one.grade in case.sites.hyperactive_grades]
    if found := [*hyperactive, *case.flagged(Flag.UPPER_MOTOR_NEURONE)]:
        codes = case.codes((Family.DISC_WITH_MYELOPATHY, Region.LUMBAR), (Family.SPONDYLOSIS_WITH_MYELOPATHY, Region.LUMBAR))
        yield Flag.UPPER_MOTOR_NEURONE, _places(found), {"codes": listed(codes, "or")}


def _unusual_findings(case: _Case) -> _Raised:
    for flag in (Flag.STOCKING_LOSS, Flag.TRANSITIONAL_ANATOMY):
        if found := case.flagged(flag):
            yield flag, _places(found), {}


def _sides(case: _Case) -> _Raised:
    laterality = case.facts.laterality
    if laterality.value is Laterality.CONFLICTING:
        yield "side_conflict", laterality.evidence, {}
    opposite = _OPPOSITE.get(laterality.value)
    if opposite is None:
        return
    named = [root for root in case.facts.roots if root.side is not None]
    if named and all(root.side is opposite for root in named):
        places = (item for root in named for item in root.evidence)
        yield "side_discordance", (*laterality.evidence, *places), {"side": laterality.value, "what": "the named root"}
    for kind, what in _SIDED.items():
        sided = [finding for finding in case.found(kind) if finding.side is not None]
        if sided and all(finding.side is opposite for finding in sided):
            yield "side_discordance", (*laterality.evidence, *_places(sided)), {"side": laterality.value, "what": what}


def _root_and_level(case: _Case) -> _Raised:
    """A named root that no level with a finding reaches: the linked levels, or those of the imaging when none is linked."""
    facts = case.facts
    linked = {level: link.evidence for link in facts.etiology.links if link.cause is not Cause.OTHER for level in link.levels}
    levels = linked or {fact.level: fact.evidence for fact in facts.imaging_levels}
    places = {level: levels[level] for level in LUMBAR_LEVELS if level in levels}
    zones = {level: {one.zone for one in case.found(FindingKind.IMAGING) if one.level == level} for level in places}
    reached = {root for level in places for root in _reached(level, zones[level])}
    missed = [root for root in facts.roots if places and root.root not in reached and root_order(root.root) <= root_order("S1")]
    if missed:
        evidence = [item for root in missed for item in root.evidence] + [item for found in places.values() for item in found]
        where = listed(" ".join([level, *(f"({zone})" for zone in sorted(zone for zone in zones[level] if zone))]) for level in places)
        yield "root_level_discordance", evidence, {"roots": listed(_roots(root.root for root in missed)), "levels": where}


def _reached(level: str, zones: Set[str | None]) -> tuple[str, ...]:
    """The roots that findings at a level can reach: all foraminal the upper one, all central or lateral recess the lower, else both."""
    if zones and zones <= _EXITING_ZONES:
        return (exiting_root(level),)
    if zones and zones <= _TRAVERSING_ZONES:
        return (traversing_root(level),)
    return (exiting_root(level), traversing_root(level))


def _root_and_exam(case: _Case) -> _Raised:
    named = {root.root for root in case.facts.roots}
    other = [one for one in case.found(*_EXAM) if (roots := case.sites.roots(one)) and named.isdisjoint(roots)]
    if named and other:
        places = [item for root in case.facts.roots for item in root.evidence]
        found = _roots(root for one in other for root in case.sites.roots(one))
        yield "exam_root_discordance", (*places, *_places(other)), {"found": listed(found), "roots": listed(_roots(named))}


def _unspecific_region(case: _Case) -> _Raised:
    """Only "lumbar" is named, while every abnormal examination finding with a root is one of S1."""
    facts = case.facts
    if not facts.status(Condition.RADICULOPATHY).is_current or facts.location or facts.roots or set(facts.regions) - {Region.LUMBAR}:
        return
    placed = [one for one in case.found(*_EXAM) if case.sites.roots(one)]
    if placed and all(_FIRST_SACRAL.issuperset(case.sites.roots(one)) for one in placed):
        families = [family for code in case.coding.codes if (family := case.table.family(code))] or [Family.RADICULOPATHY]
        codes = case.codes(*((family, Region.LUMBOSACRAL) for family in families))
        evidence = (*evidence_of(facts, Condition.RADICULOPATHY), *_places(placed))
        yield "region_unspecific", evidence, {"code": listed(codes)}


def _other_region(case: _Case) -> _Raised:
    facts = case.facts
    current = facts.status(Condition.OTHER_REGION_RADICULOPATHY).is_current
    mentions = evidence_of(facts, Condition.OTHER_REGION_RADICULOPATHY) if current else ()
    levels = [one for one in (*facts.findings, *facts.rejected) if one.level and one.level not in LUMBAR_LEVELS]
    if mentions or levels:
        yield "other_region", (*mentions, *_places(levels)), {}


def _sciatica(case: _Case) -> _Raised:
    coding = case.coding
    if not case.affirms(Condition.SCIATICA):
        return
    evidence = evidence_of(case.facts, Condition.SCIATICA)
    if coding.codes and case.facts.status(Condition.RADICULOPATHY).is_current:
        yield "sciatica_with_radiculopathy", evidence, {"codes": listed(coding.codes)}
    if coding.symptom_codes and case.affirms(Condition.DISC_DISORDER):
        both = case.affirms(Condition.LOW_BACK_PAIN)
        degeneration = Family.DISC_DEGENERATION_BACK_AND_LEG_PAIN if both else Family.DISC_DEGENERATION_LEG_PAIN
        regions = (Region.LUMBAR, Region.LUMBOSACRAL)
        fields = {
            "codes": listed(case.codes(*((Family.DISC_WITH_RADICULOPATHY, region) for region in regions)), "or"),
            "degeneration": listed(case.codes(*((degeneration, region) for region in regions)), "or"),
        }
        yield "sciatica_with_disc", (*evidence, *evidence_of(case.facts, Condition.DISC_DISORDER)), fields


def _unlinked_cause(case: _Case) -> _Raised:
    coding = case.coding
    if coding.codes != coding.codes_presumed:
        presumed = [step for detail in coding.details if detail.policy == "presumed" for step in detail.steps if step.rule in PRESUMING]
        evidence = [item for step in presumed for item in step.evidence]
        yield "unlinked_cause", evidence, {"codes": listed(coding.codes), "presumed": listed(coding.codes_presumed)}


def _uncertain(case: _Case) -> _Raised:
    for condition, name in ((Condition.RADICULOPATHY, "Radiculopathy"), (Condition.SCIATICA, "Sciatica")):
        if case.setting is Setting.OUTPATIENT and case.facts.status(condition) is Assertion.UNCERTAIN:
            yield "uncertain_diagnosis", evidence_of(case.facts, condition), {"condition": name}


def _other_cause(case: _Case) -> _Raised:
    if case.facts.etiology.value is not Etiology.OTHER or not case.coding.codes:
        return
    evidence = [item for link in case.facts.etiology.links for item in link.evidence]
    if case.affirms(Condition.STENOSIS):
        codes = case.codes((Family.STENOSIS, Region.LUMBAR), (Family.STENOSIS_WITH_CLAUDICATION, Region.LUMBAR))
        yield "stenosis_besides", (*evidence, *evidence_of(case.facts, Condition.STENOSIS)), {"codes": listed(codes, "or")}
    else:
        instead = case.codes(
            (Family.ROOT_COMPRESSION_IN_DISEASE, UNSPECIFIED),
            (Family.ROOT_INJURY, Region.LUMBAR),
            (Family.POSTHERPETIC_RADICULOPATHY, UNSPECIFIED),
            (Family.DIABETIC_NEUROPATHY, UNSPECIFIED),
        )
        yield "other_cause", evidence, {"codes": listed(case.coding.codes), "instead": listed(instead, "or")}


def _places(findings: Iterable[Finding]) -> tuple[Evidence, ...]:
    return tuple(finding.evidence for finding in findings)


def _roots(roots: Iterable[str]) -> list[str]:
    return sorted(set(roots), key=root_order)


_CHECKS = (
    _cauda_equina,
    _upper_motor_neurone,
    _sides,
    _root_and_level,
    _root_and_exam,
    _unspecific_region,
    _other_region,
    _sciatica,
    _unlinked_cause,
    _uncertain,
    _other_cause,
    _unusual_findings,
)
