"""Why what a note says is not coded: the steps that led to no code, each with the sentence that would change it.

Source: ICD-10-CM guidelines I.A.19, I.B.5, II.H, III.B and IV.H; facts.md section 2 points 1, 2, 5 and 10; annotation guide, c.12 and c.31.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from rootnote.coding.assign import BARS_BACK_PAIN, Coding, assign_codes, evidence_of
from rootnote.coding.decisions import Step, as_title, listed, take
from rootnote.coding.linkage import CAUSE_NAME, CONDITION_OF, settle_doubt
from rootnote.coding.setting import Setting, is_coded
from rootnote.coding.table import CodeTable
from rootnote.facts.model import (
    CLINICAL_KINDS,
    Assertion,
    Cause,
    CauseFact,
    Condition,
    ConditionFact,
    Etiology,
    Evidence,
    FindingKind,
    NoteFacts,
)
from rootnote.language.note_words import REPORT_TYPES

CONDITION_NAME = {
    Condition.RADICULOPATHY: "radiculopathy",
    Condition.SCIATICA: "sciatica",
    Condition.LOW_BACK_PAIN: "low back pain",
    Condition.DISC_DISORDER: "a disc disorder",
    Condition.SPONDYLOSIS: "spondylosis",
    Condition.STENOSIS: "stenosis",
    Condition.OTHER_REGION_RADICULOPATHY: "a cervical or thoracic root problem",
}
_STATES = {
    Assertion.UNCERTAIN: "only possible",
    Assertion.NEGATED: "denied",
    Assertion.HISTORICAL: "a thing of the past",
}
#: What suggests a radiculopathy without being one, and how many places of each kind are shown.
_SUGGESTIVE = (*CLINICAL_KINDS, FindingKind.ELECTRODIAGNOSTIC, FindingKind.IMAGING)
_SHOWN_OF_EACH = 1


def find_reasons(facts: NoteFacts, coding: Coding, table: CodeTable, setting: Setting) -> tuple[Step, ...]:
    """The steps that led to no code, the radiculopathy first; empty when all that is current is coded.

    A note with codes still tells of the causes that were not taken and of the regions that are not coded.
    """
    steps: list[Step] = []
    if not coding.codes:
        steps += _conditions(facts, coding, table, setting)
    else:
        steps += _causes(settle_doubt(facts, setting), table, setting)
    other = Condition.OTHER_REGION_RADICULOPATHY
    if facts.status(other).is_current:
        steps.append(take("region.other", evidence_of(facts, other)))
    return tuple(steps)


def _conditions(facts: NoteFacts, coding: Coding, table: CodeTable, setting: Setting) -> Iterator[Step]:
    """Why neither radiculopathy nor, where there is no symptom code either, a symptom is coded."""
    yield _status(facts, Condition.RADICULOPATHY, table, setting)
    if facts.status(Condition.RADICULOPATHY) is Assertion.ABSENT and (shown := _suggestive(facts)):
        yield take("status.not_inferred", shown)
    if coding.symptom_codes:
        return
    if facts.status(Condition.SCIATICA) is not Assertion.ABSENT:
        yield _status(facts, Condition.SCIATICA, table, setting)
    if not is_coded(facts, Condition.LOW_BACK_PAIN, setting):
        if facts.status(Condition.LOW_BACK_PAIN) is not Assertion.ABSENT:
            yield _status(facts, Condition.LOW_BACK_PAIN, table, setting)
    elif barring := [one for one in BARS_BACK_PAIN if is_coded(facts, one, setting)]:
        evidence = (*evidence_of(facts, Condition.LOW_BACK_PAIN), *(place for one in barring for place in evidence_of(facts, one)[:1]))
        alone = replace(facts, conditions={**facts.conditions, **dict.fromkeys(barring, ConditionFact(Assertion.ABSENT))})
        codes = listed(assign_codes(alone, table, setting=setting).symptom_codes) or None
        yield take("symptom.barred", evidence, conditions=listed(CONDITION_NAME[one] for one in barring), codes=codes)


def _status(facts: NoteFacts, condition: Condition, table: CodeTable, setting: Setting) -> Step:
    """Why a condition is not coded by what the author says of it."""
    status = facts.status(condition)
    report = setting is Setting.INPATIENT and facts.note_type in REPORT_TYPES and status.is_current
    rule = "status.report" if report else f"status.{status}"
    name = CONDITION_NAME[condition]
    return take(
        rule, evidence_of(facts, condition), name=name, title=as_title(name), codes=_codes_if_affirmed(facts, condition, table, setting)
    )


def _codes_if_affirmed(facts: NoteFacts, condition: Condition, table: CodeTable, setting: Setting) -> str | None:
    """The codes if the author affirmed a condition; ``None`` when there would be none."""
    fact = ConditionFact(Assertion.AFFIRMED, facts.conditions[condition].mentions)
    affirmed = replace(facts, conditions={**facts.conditions, condition: fact}, note_type="clinic")
    if condition is Condition.RADICULOPATHY and facts.etiology.value is Etiology.NOT_APPLICABLE:
        affirmed = replace(affirmed, etiology=replace(facts.etiology, value=Etiology.NOT_STATED))
    coding = assign_codes(affirmed, table, setting=setting)
    return listed(coding.codes or coding.symptom_codes) or None


def _suggestive(facts: NoteFacts) -> tuple[Evidence, ...]:
    return tuple(
        finding.evidence
        for kind in _SUGGESTIVE
        for finding in [one for one in facts.findings if one.kind is kind and one.assertion is Assertion.AFFIRMED][:_SHOWN_OF_EACH]
    )


def _causes(facts: NoteFacts, table: CodeTable, setting: Setting) -> Iterator[Step]:
    """Why a disc disorder or spondylosis that the note speaks of is not the coded cause."""
    named = {link.cause for link in facts.etiology.links}
    doubtful = {fact.cause: fact for fact in facts.etiology.doubtful if fact.cause not in named}
    for cause, fact in doubtful.items():
        yield take(
            "cause.doubtful",
            fact.evidence,
            cause_title=as_title(CAUSE_NAME[cause]),
            codes=_codes_if_linked(facts, fact, table, setting),
        )
    for cause, condition in CONDITION_OF.items():
        if cause in named or cause in doubtful:
            continue
        status, title = facts.status(condition), as_title(CAUSE_NAME[cause])
        beside = [fact for fact in facts.candidates if fact.cause is cause]
        if status in _STATES and not is_coded(facts, condition, setting):
            codes = _codes_if_linked(facts, CauseFact(cause), table, setting)
            yield take("cause.not_current", evidence_of(facts, condition), cause_title=title, state=_STATES[status], codes=codes)
        elif beside and facts.etiology.value is Etiology.OTHER and is_coded(facts, condition, setting):
            evidence = tuple(place for fact in beside for place in fact.evidence)
            link = CauseFact(cause, tuple(level for fact in beside for level in fact.levels), beside[0].region)
            yield take("cause.blocked", evidence, cause_title=title, codes=_codes_if_linked(facts, link, table, setting))


def _codes_if_linked(facts: NoteFacts, link: CauseFact, table: CodeTable, setting: Setting) -> str | None:
    """The codes if the author linked a cause and were sure of it; ``None`` for a cause that changes no code."""
    if link.cause is Cause.OTHER:
        return None
    condition = CONDITION_OF[link.cause]
    affirmed = ConditionFact(Assertion.AFFIRMED, facts.conditions[condition].mentions)
    value = {Cause.DISC: Etiology.DISC, Cause.SPONDYLOSIS: Etiology.SPONDYLOSIS}[link.cause]
    linked = replace(
        facts,
        conditions={**facts.conditions, condition: affirmed},
        etiology=replace(facts.etiology, value=value, links=(link,), doubtful=()),
    )
    return listed(assign_codes(linked, table, setting=setting).codes) or None
