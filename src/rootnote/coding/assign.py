"""The codes that the facts of a note support, under both linkage policies, each with the steps that led to it.

Source: annotation guide, codes, and clarifications 2, 12, 16, 29 to 31; facts.md sections 1 and 2.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Literal

from pydantic import Field

from rootnote.anatomy import LUMBAR_REGIONS, Region, Side
from rootnote.coding.conflicts import Barred, keep_compatible
from rootnote.coding.decisions import Step, as_title, listed, take
from rootnote.coding.linkage import CAUSE_NAME, PRESUMING, CodedCause, Linkage, causes_of, radicular_regions, settle_doubt
from rootnote.coding.sequence import treated_regions
from rootnote.coding.setting import Setting, is_coded
from rootnote.coding.table import CODE_FILE, UNSPECIFIED, Code, CodeTable, Family
from rootnote.errors import RuleError
from rootnote.facts.model import STRUCTURAL_CONDITIONS, Assertion, Cause, Condition, Etiology, Evidence, NoteFacts
from rootnote.language.categories import CONCLUDING

Policy = Literal["explicit", "presumed", "both", "symptom"]

_CAUSE_FAMILY = {Cause.DISC: Family.DISC_WITH_RADICULOPATHY, Cause.SPONDYLOSIS: Family.SPONDYLOSIS_WITH_RADICULOPATHY}
_SYMPTOM_FAMILIES = (Family.LUMBAGO_WITH_SCIATICA, Family.SCIATICA, Family.LOW_BACK_PAIN)
BARS_BACK_PAIN = STRUCTURAL_CONDITIONS


@dataclass(frozen=True, slots=True)
class CodeDetail:
    """One code and how it came about. ``policy`` names the list it stands in; "both" is ``codes`` and ``codes_presumed``."""

    code: Annotated[Code, Field(description="The code.")]
    description: Annotated[str, Field(description="Its title in the tabular list.")]
    policy: Annotated[Policy, Field(description="The list that it stands in; both is codes and codes_presumed.")]
    steps: Annotated[tuple[Step, ...], Field(description="The decisions that led to it, in order.")]
    excludes1: Annotated[tuple[Barred, ...], Field(description="The codes that it keeps from standing beside it.")]
    evidence: Annotated[tuple[Evidence, ...], Field(description="All that its steps cite, in order of the places.")]


@dataclass(frozen=True, slots=True)
class Coding:
    """The codes of one note in order of listing; any list may be empty."""

    codes: tuple[str, ...] = ()
    codes_presumed: tuple[str, ...] = ()
    symptom_codes: tuple[str, ...] = ()
    details: tuple[CodeDetail, ...] = ()


@dataclass(frozen=True, slots=True)
class _Proposal:
    """A code that facts support by themselves, before Excludes1, the steps to it, and the region that it is for."""

    code: str
    steps: tuple[Step, ...]
    region: Region | None = None


def assign_codes(facts: NoteFacts, table: CodeTable, *, setting: Setting = Setting.OUTPATIENT) -> Coding:
    """The codes of a note under both policies, or its symptom codes when there are none, with details in that order.

    The lists never hold two codes that Excludes1 keeps apart, and no code without a condition that is coded in this setting.
    """
    facts = settle_doubt(facts, setting)
    symptoms = _symptoms(facts, table, setting)
    lists = [_radicular(facts, table, setting, linkage, symptoms) for linkage in Linkage]
    explicit, presumed = ({detail.code: detail for detail in details} for details in lists)
    if not explicit:
        details = tuple(_detail(one, "symptom", table) for one in symptoms)
        return Coding(symptom_codes=tuple(detail.code for detail in details), details=details)
    return Coding(
        codes=tuple(explicit),
        codes_presumed=tuple(presumed),
        details=(
            *(replace(detail, policy="both") if code in presumed else detail for code, detail in explicit.items()),
            *(detail for code, detail in presumed.items() if code not in explicit),
        ),
    )


def _radicular(
    facts: NoteFacts, table: CodeTable, setting: Setting, linkage: Linkage, symptoms: Sequence[_Proposal]
) -> tuple[CodeDetail, ...]:
    """The codes of the radiculopathy, or of the sciatica that the disc causes, in order of listing; empty when there is neither."""
    causes = causes_of(facts, setting, linkage)
    if is_coded(facts, Condition.RADICULOPATHY, setting):
        status = facts.status(Condition.RADICULOPATHY)
        rule = "status.affirmed" if status is Assertion.AFFIRMED else "status.uncertain_inpatient"
        basis = take(rule, evidence_of(facts, Condition.RADICULOPATHY))
        uncaused = _uncaused(facts, table)
    elif is_coded(facts, Condition.SCIATICA, setting) and (causes := _linked_disc(causes)):
        basis = take("status.sciatica_from_disc", evidence_of(facts, Condition.SCIATICA), symptom=listed(one.code for one in symptoms))
        uncaused = ()
    else:
        return ()
    without_cause = listed(one.code for one in uncaused or symptoms)
    caused = tuple(one for cause in causes for one in _caused(cause, table, without_cause))
    proposals = (*caused, *uncaused, *symptoms)
    kept, barred = keep_compatible([one.code for one in proposals], table)
    integral = [code for code in kept if table.family(code) in _SYMPTOM_FAMILIES]
    integral_steps = (take("symptom.integral", barred=listed(integral)),) if integral else ()
    listed_codes = {one.code: one for one in proposals if one.code in kept and one.code not in integral}
    leading = _treated(listed_codes.values(), facts)
    details = {
        code: _detail(_Proposal(code, (basis, *one.steps)), linkage.value, table, barred, (*integral_steps, *leading.get(code, ())))
        for code, one in listed_codes.items()
    }
    return tuple(details[code] for code in sorted(table.in_order(details), key=lambda code: code not in leading))


def _treated(proposals: Collection[_Proposal], facts: NoteFacts) -> Mapping[str, tuple[Step, ...]]:
    """The codes that are listed first because theirs is the level treated, with the step that says so; none when all or none are."""
    treated = treated_regions(facts)
    first = {one.code: (take("sequence.treated", treated[one.region]),) for one in proposals if one.region and one.region in treated}
    return first if len(first) < len(proposals) else {}


def _linked_disc(causes: Iterable[CodedCause]) -> tuple[CodedCause, ...]:
    """The linked disc disorder among the causes: all that sciatica without radiculopathy can be coded to."""
    return tuple(cause for cause in causes if cause.cause is Cause.DISC and cause.rule not in PRESUMING)


def _caused(cause: CodedCause, table: CodeTable, without_cause: str) -> tuple[_Proposal, ...]:
    """A code for each region of a cause that has one."""
    name = CAUSE_NAME[cause.cause]
    proposals = []
    for place in cause.places:
        if code := table.find(_CAUSE_FAMILY[cause.cause], place.region):
            link = take(cause.rule, place.evidence, cause=name, uncaused=without_cause)
            where = take(
                place.rule,
                cause=name,
                cause_title=as_title(name),
                levels=listed(place.levels),
                region=place.region,
                alternatives=_alternatives(_CAUSE_FAMILY[cause.cause], code, table),
            )
            proposals.append(_Proposal(code, (link, where), place.region))
    return tuple(proposals)


def _uncaused(facts: NoteFacts, table: CodeTable) -> tuple[_Proposal, ...]:
    """A code for each region of the radiculopathy, as if no disc disorder or spondylosis caused it."""
    if facts.etiology.value is Etiology.OTHER:
        rule, evidence = "cause.other", tuple(item for link in facts.etiology.links for item in link.evidence)
    elif facts.etiology.excluded:
        rule, evidence = "cause.excluded", facts.etiology.excluded
    else:
        rule, evidence = "cause.none", ()
    region_rule = "region.documented" if facts.regions else "region.default"
    proposals = []
    for region in radicular_regions(facts):
        if code := table.find(Family.RADICULOPATHY, region):
            cause = take(
                rule,
                evidence,
                disc=table.find(Family.DISC_WITH_RADICULOPATHY, region),
                spondylosis=table.find(Family.SPONDYLOSIS_WITH_RADICULOPATHY, region),
            )
            where = take(region_rule, facts.location, region=region, alternatives=_alternatives(Family.RADICULOPATHY, code, table))
            proposals.append(_Proposal(code, (cause, where), region))
    return tuple(proposals)


def _symptoms(facts: NoteFacts, table: CodeTable, setting: Setting) -> tuple[_Proposal, ...]:
    """The symptom codes that the note supports by itself: sciatica by side, with or without low back pain, or low back pain alone."""
    back_pain = is_coded(facts, Condition.LOW_BACK_PAIN, setting)
    back_evidence = evidence_of(facts, Condition.LOW_BACK_PAIN) if back_pain else ()
    if is_coded(facts, Condition.SCIATICA, setting):
        family, other = _SYMPTOM_FAMILIES[:2] if back_pain else _SYMPTOM_FAMILIES[1::-1]
        evidence = (*evidence_of(facts, Condition.SCIATICA), *back_evidence)
        disc = listed(_codes(Family.DISC_WITH_RADICULOPATHY, table), "or")
        proposals = []
        for side in _sides(facts.sciatica_sides):
            step = take(f"symptom.{family}", evidence, disc=disc, other=table.find(other, side))
            proposals.append(_Proposal(_found(table, family, side), (step, _side_step(facts, table, family, side))))
        return tuple(proposals)
    if back_pain and not any(is_coded(facts, one, setting) for one in BARS_BACK_PAIN):
        step = take(
            "symptom.low_back_pain",
            back_evidence,
            radiculopathy=table.find(Family.RADICULOPATHY, Region.LUMBAR),
            sciatica=table.find(Family.LUMBAGO_WITH_SCIATICA),
        )
        return (_Proposal(_found(table, Family.LOW_BACK_PAIN), (step,)),)
    return ()


def _sides(sides: Iterable[Side]) -> tuple[str, ...]:
    """The sides that sciatica is coded for: both when bilateral, "unspecified" when none is stated."""
    stated = set(sides)
    if Side.BILATERAL in stated:
        stated = {Side.RIGHT, Side.LEFT}
    return tuple(side for side in (Side.RIGHT, Side.LEFT) if side in stated) or (UNSPECIFIED,)


def _side_step(facts: NoteFacts, table: CodeTable, family: Family, side: str) -> Step:
    right, left = table.find(family, Side.RIGHT), table.find(family, Side.LEFT)
    if side == UNSPECIFIED:
        return take("side.unstated", right=right, left=left)
    if len(_sides(facts.sciatica_sides)) > 1:
        return take("side.bilateral", facts.laterality.evidence)
    return take("side.stated", facts.laterality.evidence, side=side, other_side=left if side == Side.RIGHT else right)


def evidence_of(facts: NoteFacts, condition: Condition) -> tuple[Evidence, ...]:
    """The places where the note says of a condition what its status says, where it concludes first; all its mentions when none does."""
    fact = facts.conditions[condition]
    agreeing = [mention for mention in fact.mentions if mention.assertion is fact.status] or fact.mentions
    return tuple(mention.evidence for mention in sorted(agreeing, key=lambda mention: mention.section not in CONCLUDING))


def _detail(proposal: _Proposal, policy: Policy, table: CodeTable, barred: Iterable[Barred] = (), more: Iterable[Step] = ()) -> CodeDetail:
    met = tuple(one for one in barred if one.by == proposal.code)
    notes: dict[tuple[str, str], list[str]] = {}
    for one in met:
        notes.setdefault((one.listed_under, one.note), []).append(one.code)
    excluded = (
        take("excludes1", code=proposal.code, barred=listed(codes), listed_under=under, note=note) for (under, note), codes in notes.items()
    )
    steps = (*proposal.steps, *excluded, *more)
    evidence = sorted({item for step in steps for item in step.evidence}, key=lambda item: (item.start, item.end))
    return CodeDetail(proposal.code, table.title(proposal.code), policy, steps, met, tuple(evidence))


def _alternatives(family: Family, code: str, table: CodeTable) -> str:
    """The other codes of the same family for lumbar and sacral regions, each with its first: "lumbar M54.16, sacral M54.18"."""
    regions: dict[str, Region] = {}
    for region in LUMBAR_REGIONS:
        if (other := table.find(family, region)) and other != code:
            regions.setdefault(other, region)
    return ", ".join(f"{region} {other}" for other, region in regions.items())


def _codes(family: Family, table: CodeTable) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code for region in LUMBAR_REGIONS if (code := table.find(family, region))))


def _found(table: CodeTable, family: Family, where: str = UNSPECIFIED) -> str:
    """The code of a family that the engine cannot do without. Raises ``RuleError`` when the table lacks it."""
    if code := table.find(family, where):
        return code
    raise RuleError(f"{CODE_FILE}: {family}: no code for '{where}'")
