"""What an edit of a note changed in its record: codes and why, gaps closed and opened, warnings, elements, conditions."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from operator import attrgetter
from typing import Literal

from rootnote.coding.assign import CodeDetail
from rootnote.coding.decisions import Step
from rootnote.documentation.elements import Element, Status
from rootnote.facts.model import Condition, Evidence
from rootnote.record import ConditionStatus, GapRecord, NoteRecord, WarningRecord

CodeList = Literal["codes", "codes_presumed", "symptom_codes"]
_LISTS: tuple[CodeList, ...] = ("codes", "codes_presumed", "symptom_codes")
#: Steps that say of another code why it does not stand.
_BARRING = frozenset({"excludes1", "symptom.integral"})
#: How the rules of steps begin that choose among the codes of a heading.
_PLACES = ("region.", "side.")
#: What two records must have in common to be compared: always, for the edit to make the difference, for the rules to make it.
_IDS = "notes"
_ALWAYS = {
    _IDS: attrgetter("id"),
    "settings": attrgetter("setting"),
    "versions": attrgetter("versions.rootnote"),
    "code sets": attrgetter("versions.icd10cm"),
}
_OF_ONE_MAKING = {**_ALWAYS, "rules": attrgetter("versions.rules")}
_OF_ONE_TEXT = {**_ALWAYS, "texts": attrgetter("text_sha256")}
_WORDS = re.compile(r"[\w.]*\w")


@dataclass(frozen=True, slots=True)
class CodeChange:
    """A code that came into a list or left it, with the steps that say why; their evidence is in the newer note."""

    code: str
    description: str
    listed_in: CodeList
    change: Literal["added", "removed"]
    why: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class ElementChange:
    """An element whose status changed, and where the newer note documents it."""

    element: Element
    before: Status
    after: Status
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class ConditionChange:
    """A condition whose status changed, and where the newer note speaks of it."""

    condition: Condition
    before: ConditionStatus
    after: ConditionStatus
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed from one record to a newer one; every part may be empty. ``same_text``: not even a word of the note did."""

    codes: tuple[CodeChange, ...]
    gaps_closed: tuple[GapRecord, ...]
    gaps_opened: tuple[GapRecord, ...]
    warnings_settled: tuple[WarningRecord, ...]
    warnings_raised: tuple[WarningRecord, ...]
    elements: tuple[ElementChange, ...]
    conditions: tuple[ConditionChange, ...]
    completeness_before: float
    completeness_after: float
    same_text: bool

    @property
    def is_empty(self) -> bool:
        """Whether nothing changed but, perhaps, words."""
        parts = (
            self.codes,
            self.gaps_closed,
            self.gaps_opened,
            self.warnings_settled,
            self.warnings_raised,
            self.elements,
            self.conditions,
        )
        return not any(parts)

    def to_json(self) -> str:
        """The comparison as one line of JSON."""
        return json.dumps(asdict(self), ensure_ascii=False, separators=(",", ":"))


def compare(before: NoteRecord, after: NoteRecord, *, across_rules: bool = False, across_ids: bool = False) -> Comparison:
    """What changed from ``before`` to ``after``: two records of one note, such as a draft and its edit.

    With ``across_rules`` it is what other rules, such as those of a site, change in one and the same text. With ``across_ids`` the two may
    have ids of their own, such as one for each version of a draft.

    Raises ``TypeError`` for what is no record; ``ValueError`` for records of different ids (those of two notes say nothing of an edit), of
    different settings or made by different rules (those of a site included): then not the edit alone made the difference. With
    ``across_rules`` also for records of different texts, but not for those of different rules.

    >>> import rootnote
    >>> draft = rootnote.review("ASSESSMENT: Left lumbar radiculopathy.")
    >>> edited = rootnote.review("ASSESSMENT: Left lumbar radiculopathy due to L5-S1 disc herniation.")
    >>> changes = rootnote.compare(draft, edited)
    >>> [(one.code, one.change) for one in changes.codes if one.listed_in == "codes"]
    [('M54.16', 'removed'), ('M51.17', 'added')]
    >>> [gap.element.value for gap in changes.gaps_closed]
    ['nerve_root_or_region', 'etiology_statement']
    """
    for record in (before, after):
        if not isinstance(record, NoteRecord):
            raise TypeError(f"compare takes two records, not {type(record).__name__}")
    for what, of in (_OF_ONE_TEXT if across_rules else _OF_ONE_MAKING).items():
        if of(before) != of(after) and not (across_ids and what == _IDS):
            hint = "; across_ids=True compares them all the same" if what == _IDS else ""
            raise ValueError(f"the records are of different {what}: {of(before)} and {of(after)}{hint}")
    return Comparison(
        codes=tuple(change for name in _LISTS for change in _codes(before, after, name)),
        gaps_closed=_only_in(before.gaps, after.gaps),
        gaps_opened=_only_in(after.gaps, before.gaps),
        warnings_settled=_without(before.warnings, after.warnings),
        warnings_raised=_without(after.warnings, before.warnings),
        elements=tuple(
            ElementChange(element, old.status, new.status, new.evidence)
            for element in Element
            if (old := before.elements[element]).status is not (new := after.elements[element]).status
        ),
        conditions=tuple(
            ConditionChange(condition, was, now, _places(after, condition))
            for condition in Condition
            if (was := before.conditions[condition]) is not (now := after.conditions[condition])
        ),
        completeness_before=before.completeness,
        completeness_after=after.completeness,
        same_text=before.text_sha256 == after.text_sha256,
    )


def _codes(before: NoteRecord, after: NoteRecord, name: CodeList) -> Iterable[CodeChange]:
    old: Sequence[str] = getattr(before, name)
    new: Sequence[str] = getattr(after, name)
    details = {detail.code: detail for detail in (*before.code_details, *after.code_details)}
    for code in old:
        if code not in new:
            yield CodeChange(code, details[code].description, name, "removed", _why_removed(code, name, before, after))
    for code in new:
        if code not in old:
            yield CodeChange(code, details[code].description, name, "added", _why_added(details[code], before))


def _why_added(detail: CodeDetail, before: NoteRecord) -> tuple[Step, ...]:
    """The steps to a code that the older note did not lead to, or all when it led to every one of them."""
    known = {(step.rule, step.decided) for old in before.code_details for step in old.steps}
    fresh = tuple(step for step in detail.steps if (step.rule, step.decided) not in known and step.rule not in _BARRING)
    return fresh or detail.steps


def _why_removed(code: str, name: CodeList, before: NoteRecord, after: NoteRecord) -> tuple[Step, ...]:
    """The steps of the newer note that bar a code from a list; where none does, why nothing is coded, or what led to another code."""
    listed = [detail for detail in after.code_details if detail.code in getattr(after, name)]
    barring = [step for detail in listed or after.code_details for step in detail.steps if _bars(step, code)]
    kin = [detail for detail in listed if _heading(detail.code) == _heading(code)]
    old = next(detail for detail in before.code_details if detail.code == code)
    instead = [step for detail in kin or listed or after.code_details for step in _parting(old, detail)]
    if name == "symptom_codes" and listed:
        return tuple(dict.fromkeys(barring or instead))
    return tuple(dict.fromkeys(barring or after.decisions or instead))


def _bars(step: Step, code: str) -> bool:
    return step.rule in _BARRING and code in _WORDS.findall(step.decided)


def _parting(old: CodeDetail, new: CodeDetail) -> tuple[Step, ...]:
    """Where the way to a code parts from that to an older one: the step of region or side for codes of one heading, else an earlier."""
    known = {(step.rule, step.decided) for step in old.steps}
    steps = [step for step in new.steps if step.rule not in _BARRING]
    fresh = [step for step in steps if (step.rule, step.decided) not in known] or steps
    is_kin = _heading(old.code) == _heading(new.code)
    wanted = [step for step in fresh if step.rule.startswith(_PLACES) is is_kin]
    return tuple((wanted or fresh)[:1])


def _heading(code: str) -> str:
    return code[:-1]


def _only_in(gaps: Sequence[GapRecord], others: Sequence[GapRecord]) -> tuple[GapRecord, ...]:
    known = {gap.element for gap in others}
    return tuple(gap for gap in gaps if gap.element not in known)


def _without(warnings: Sequence[WarningRecord], others: Sequence[WarningRecord]) -> tuple[WarningRecord, ...]:
    known = {(one.kind, one.message) for one in others}
    return tuple(one for one in warnings if (one.kind, one.message) not in known)


def _places(record: NoteRecord, condition: Condition) -> tuple[Evidence, ...]:
    return tuple(Evidence(one.start, one.end, one.text) for one in record.condition_evidence[condition])
