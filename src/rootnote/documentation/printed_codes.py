"""Printed diagnosis codes against the words of the note: codes that are not valid, that no words support, or that the words contradict.

A code that the words lead to under either linkage policy is silent, and so is one of a plain additional diagnosis.
Source: annotation guide, clarification 28; facts.md section 1, section 2 points 2 to 7 and section 6.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from rootnote.anatomy import LUMBAR_LEVELS, region_of_level
from rootnote.coding.assign import assign_codes, evidence_of
from rootnote.coding.decisions import listed
from rootnote.coding.table import CodeTable, Family
from rootnote.coding.uncoded import CONDITION_NAME
from rootnote.documentation.case import Case, Raised, places
from rootnote.facts.model import (
    ROOT_CONDITIONS,
    Assertion,
    Condition,
    ConditionFact,
    Etiology,
    EtiologyFact,
    Evidence,
    FindingKind,
    PrintedCode,
)

#: What a disorder that is coded without radiculopathy is coded as with one.
_WITH_RADICULOPATHY = {
    Condition.DISC_DISORDER: Family.DISC_WITH_RADICULOPATHY,
    Condition.SPONDYLOSIS: Family.SPONDYLOSIS_WITH_RADICULOPATHY,
}
#: Places of the author's words that are shown beside a printed code.
_SHOWN = 2

#: Codes by how they are printed, each with its places.
_Printed = Mapping[str, Sequence[PrintedCode]]


class _Led(NamedTuple):
    """Codes that the words lead to, as a message names them, and where the words stand."""

    codes: str
    evidence: tuple[Evidence, ...]


def check_printed_codes(case: Case) -> Raised:
    """Printed codes that are not valid, that stand for what no words state, and that the words contradict."""
    printed = _looked_for(case.facts.printed_codes, case.table)
    if not printed:
        return
    yield from _invalid(printed, case.table)
    unstated: dict[str, list[str]] = {}
    contradicted: dict[_Led, list[str]] = {}
    supported, led = _supported(case), _led(case)
    agreeing = supported.intersection(printed)
    for code in (one for one in printed if one not in supported):
        if what := _unstated(case, code):
            unstated.setdefault(what, []).append(code)
        elif other := _stenosis(case, code) or (led if led and _is_contradicted(case, code, printed, agreeing) else None):
            contradicted.setdefault(other, []).append(code)
    for what, codes in unstated.items():
        yield "printed_code", _evidence(printed, codes), {"codes": listed(codes), "what": what}
    for other, codes in contradicted.items():
        evidence = (*_evidence(printed, codes), *other.evidence)
        yield "printed_code_discordance", evidence, {"printed": listed(codes), "codes": other.codes}


def _looked_for(found: Iterable[PrintedCode], table: CodeTable) -> _Printed:
    """The codes that stand for something here: not a heading that a dash leaves open, and without a point only one of the table."""
    printed: dict[str, list[PrintedCode]] = {}
    for one in found:
        row = table.rows.get(one.code)
        is_heading = one.is_open and not (row and row.billable)
        if table.condition(one.code) and not is_heading and (row or "." in one.evidence.text):
            printed.setdefault(one.code, []).append(one)
    return printed


def _evidence(printed: _Printed, codes: Iterable[str]) -> tuple[Evidence, ...]:
    return tuple(one.evidence for code in codes for one in printed[code])


def _invalid(printed: _Printed, table: CodeTable) -> Raised:
    """Headings, which need further characters, and codes without a row, though every code of what is looked for has one."""
    short = [code for code in printed if code in table.rows and not table.rows[code].billable]
    unknown = [code for code in printed if code not in table.rows]
    for codes, why in ((short, "further characters are needed"), (unknown, "there is no such code")):
        if codes:
            yield "printed_code_invalid", _evidence(printed, codes), {"codes": listed(codes), "edition": table.edition, "why": why}


def _supported(case: Case) -> set[str]:
    """The codes that the words support: all that are assigned, and those of a sciatica that is stated beside a radiculopathy."""
    coding = case.coding
    supported = {*coding.codes, *coding.codes_presumed, *coding.symptom_codes}
    if coding.codes and case.facts.status(Condition.RADICULOPATHY).is_current:
        conditions = {**case.facts.conditions, Condition.RADICULOPATHY: ConditionFact(Assertion.ABSENT)}
        alone = replace(case.facts, conditions=conditions, etiology=EtiologyFact(Etiology.NOT_APPLICABLE))
        supported |= {*assign_codes(alone, case.table, setting=case.setting).symptom_codes}
    return supported


def _led(case: Case) -> _Led | None:
    """The codes of the radiculopathy or sciatica that the words state; ``None`` when they state neither."""
    coding = case.coding
    sciatica = [code for code in coding.symptom_codes if case.table.family(code) is not Family.LOW_BACK_PAIN]
    if not (codes := listed(coding.codes or sciatica)):
        return None
    if coding.codes != coding.codes_presumed:
        codes += f", or {listed(coding.codes_presumed)} if the link is presumed"
    radicular = coding.codes and case.facts.status(Condition.RADICULOPATHY).is_current
    stated = Condition.RADICULOPATHY if radicular else Condition.SCIATICA
    return _Led(codes, evidence_of(case.facts, stated)[:_SHOWN])


def _family(case: Case, code: str) -> Family | None:
    return case.table.family(code) if code in case.table.rows else None


def _unstated(case: Case, code: str) -> str | None:
    """What a code stands for that the words do not state as present; ``None`` when they do, and of a cause when nothing is coded."""
    condition = case.table.condition(code)
    if condition in ROOT_CONDITIONS and not any(case.affirms(one) for one in ROOT_CONDITIONS) and not case.coding.codes:
        return listed((CONDITION_NAME[one] for one in ROOT_CONDITIONS), "or")
    if condition in _WITH_RADICULOPATHY and _family(case, code) and case.coding.codes and not case.affirms(condition):
        return CONDITION_NAME[condition]
    return None


def _is_contradicted(case: Case, code: str, printed: _Printed, agreeing: set[str]) -> bool:
    """Whether the words, which state a radiculopathy or sciatica, lead elsewhere than a code that they do not support."""
    condition, family = case.table.condition(code), _family(case, code)
    if condition in ROOT_CONDITIONS:  # whether a disc that is stated beside sciatica is its cause is asked elsewhere
        beside = family is Family.DISC_WITH_RADICULOPATHY and not case.coding.codes and case.affirms(Condition.DISC_DISORDER)
        return not beside
    if condition is Condition.OTHER_REGION_RADICULOPATHY:
        return not (agreeing or any(one.is_elsewhere for one in printed[code]) or _speaks_of_other_region(case))
    if condition in _WITH_RADICULOPATHY and family:
        return _is_of_radiculopathy(case, code, _WITH_RADICULOPATHY[condition], agreeing)
    return False


def _speaks_of_other_region(case: Case) -> bool:
    facts = case.facts
    levels = (one.level for one in (*facts.findings, *facts.rejected) if one.level)
    return facts.status(Condition.OTHER_REGION_RADICULOPATHY) is not Assertion.ABSENT or any(one not in LUMBAR_LEVELS for one in levels)


def _is_of_radiculopathy(case: Case, code: str, family: Family, agreeing: set[str]) -> bool:
    """Whether the disorder of a code without radiculopathy is coded with it: linked, or presumed where the code stands alone.

    A code for another region than that of the cause is one of a further level, if the note has a finding at one.
    """
    linked, presumed = (
        [one for one in codes if case.table.family(one) is family] for codes in (case.coding.codes, case.coding.codes_presumed)
    )
    where = set(case.table.rows[code].where)
    caused = linked or ([] if agreeing else presumed)
    if any(where.intersection(case.table.rows[one].where) for one in caused):
        return True
    return bool(caused) and not any(region_of_level(fact.level) in where for fact in case.facts.imaging_levels)


def _stenosis(case: Case, code: str) -> _Led | None:
    """The code of the stenosis that is stated, where it differs by neurogenic claudication."""
    claudication = [one for one in case.found(FindingKind.SIGN) if one.site == "claudication"]
    families = (Family.STENOSIS_WITH_CLAUDICATION, Family.STENOSIS)
    stated, other = families if claudication else families[::-1]
    if _family(case, code) is not other or not case.affirms(Condition.STENOSIS):
        return None
    evidence = (*evidence_of(case.facts, Condition.STENOSIS)[:_SHOWN], *places(claudication[:1]))
    return _Led(listed(case.codes([stated])), evidence)
