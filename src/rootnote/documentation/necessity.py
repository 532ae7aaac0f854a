"""What payers want documented before an injection, an MRI or an operation, item by item, and whether a record has it.

Source: facts.md section 5; the items stand in ``data/necessity.toml``, each purpose with its source.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from math import inf
from typing import Protocol

from rootnote.coding.setting import chosen
from rootnote.documentation.checklists import Checklists, Clause, ItemRow, load_necessity
from rootnote.documentation.elements import Status, in_order
from rootnote.documentation.purpose import Purpose
from rootnote.documentation.quotation import in_context
from rootnote.facts.model import Assertion, Evidence, FindingKind
from rootnote.language.categories import PAST

#: Sections that tell of procedures of the past.
_PAST = PAST | {"hpi"}
#: Weeks that a problem called chronic has lasted at least.
_CHRONIC_WEEKS = 12.0
_EVIDENCE = 4


class Outcome(StrEnum):
    """Whether a note has what is wanted."""

    MET = "met"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"


class _Place(Protocol):
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def text(self) -> str: ...


class _ElementLike(Protocol):
    @property
    def status(self) -> Status: ...
    @property
    def evidence(self) -> tuple[Evidence, ...]: ...


class _FindingLike(Protocol):
    @property
    def kind(self) -> FindingKind: ...
    @property
    def assertion(self) -> Assertion: ...
    @property
    def root(self) -> str | None: ...
    @property
    def level(self) -> str | None: ...
    @property
    def site(self) -> str | None: ...
    @property
    def grade(self) -> str | None: ...
    @property
    def severity(self) -> str | None: ...
    @property
    def section(self) -> str: ...
    @property
    def evidence(self) -> tuple[Evidence, ...]: ...


class _WarningLike(Protocol):
    @property
    def kind(self) -> str: ...
    @property
    def evidence(self) -> tuple[Evidence, ...]: ...


class Reviewed(Protocol):
    """What a checklist looks at in a record."""

    @property
    def text_sha256(self) -> str: ...
    @property
    def conditions(self) -> Mapping[str, str]: ...
    @property
    def condition_evidence(self) -> Mapping[str, Sequence[_Place]]: ...
    @property
    def elements(self) -> Mapping[str, _ElementLike]: ...
    @property
    def findings(self) -> Sequence[_FindingLike]: ...
    @property
    def warnings(self) -> Sequence[_WarningLike]: ...


@dataclass(frozen=True, slots=True)
class Item:
    """One item for one note, with the places that decide it, or that come near when it is unknown."""

    id: str
    title: str
    wanted: str
    outcome: Outcome
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Necessity:
    """What one note documents for one purpose. It is a help for the author, not a payer's decision."""

    purpose: Purpose
    title: str
    procedures: tuple[str, ...]
    items: tuple[Item, ...]


def necessity(record: Reviewed, purpose: Purpose | str, text: str | None = None) -> Necessity:
    """What a record documents of what a purpose wants ("esi", "tfesi", "mri" or "surgery"), item by item.

    With the ``text`` of the note, words that say how a treatment worked count in the whole clause of the treatment. Raises ``ValueError``,
    which lists the purposes, for another one, and for a text that the record was not made from; ``TypeError`` for one that is no string
    and for what is no record; ``RuleError`` when ``necessity.toml`` does not fit.
    """
    if not hasattr(record, "text_sha256"):
        raise TypeError(f"necessity takes a record, not {type(record).__name__}")
    if not isinstance(text, str | None):
        raise TypeError(f"the text must be a str, not {type(text).__name__}")
    # Halves of surrogate pairs stand in no record's text; an error about them would hold this one.
    if text is not None and record.text_sha256 != sha256(text.encode(errors="surrogatepass")).hexdigest():
        raise ValueError("the record was made from another text than this")
    lists = load_necessity()
    row = lists.purposes[chosen(Purpose, purpose)]
    case = _Case(record, lists, text)
    asked = [item for item in lists.items[row.id] if item.when is None or _evidence(item.when, case) is not None]
    return Necessity(row.id, row.title, row.procedures, tuple(_item(item, case) for item in asked))


@dataclass(frozen=True, slots=True)
class _Case:
    """What a clause is held against."""

    record: Reviewed
    lists: Checklists
    text: str | None


def _item(row: ItemRow, case: _Case) -> Item:
    for outcome, clauses in ((Outcome.MET, row.met), (Outcome.NOT_MET, row.unmet), (Outcome.UNKNOWN, row.doubt)):
        held = [evidence for clause in clauses if (evidence := _evidence(clause, case)) is not None]
        if held:
            places = in_order(place for evidence in held for place in evidence)
            return Item(row.id, row.title, row.wanted, outcome, places[:_EVIDENCE])
    return Item(row.id, row.title, row.wanted, Outcome.UNKNOWN, ())


def _evidence(clause: Clause, case: _Case) -> tuple[Evidence, ...] | None:
    """The places by which a clause holds, possibly none; ``None`` when it does not hold."""
    record = case.record
    if _warned(record, clause.unless):
        return None
    if clause.condition:
        return _of_conditions(clause, record)
    if clause.element is not None:
        element = record.elements[clause.element]
        return element.evidence if element.status in clause.status else None
    if clause.kind is not None:
        return _joined(finding for finding in record.findings if _fits(finding, clause) and _says(finding, clause, case))
    if clause.places:
        return _of_places(clause, record)
    if clause.warning:
        return _joined(_warned(record, clause.warning))
    return _of_duration(clause, case)


def _joined(held: Iterable[_FindingLike] | Iterable[_WarningLike]) -> tuple[Evidence, ...] | None:
    found = list(held)
    return tuple(place for one in found for place in one.evidence) if found else None


def _warned(record: Reviewed, kinds: Sequence[str]) -> list[_WarningLike]:
    return [warning for warning in record.warnings if warning.kind in kinds]


def _of_conditions(clause: Clause, record: Reviewed) -> tuple[Evidence, ...] | None:
    held = [condition for condition in clause.condition if record.conditions[condition] in clause.status]
    places = [place for condition in held for place in record.condition_evidence[condition]]
    return tuple(Evidence(place.start, place.end, place.text) for place in places) if held else None


def _says(finding: _FindingLike, clause: Clause, case: _Case) -> bool:
    """Whether the words of a finding, or its clause where the note is at hand, hold one of those that a clause looks for."""
    if clause.says is None:
        return True
    places = finding.evidence if case.text is None else [in_context(place, case.text) for place in finding.evidence]
    return any(case.lists.words[clause.says].search(" ".join(place.text.split())) for place in places)


def _fits(finding: _FindingLike, clause: Clause) -> bool:
    if finding.kind is not clause.kind or finding.assertion not in (Assertion.AFFIRMED, Assertion.ORDERED):
        return False
    if (clause.site and finding.site not in clause.site) or (clause.level and finding.level is None):
        return False
    number = float(finding.grade) if finding.grade and finding.grade.replace(".", "", 1).isdigit() else None
    if clause.at_least is not None and (number is None or number < clause.at_least):
        return False
    return clause.below is None or (number is not None and number < clause.below)


def _of_places(clause: Clause, record: Reviewed) -> tuple[Evidence, ...] | None:
    placed = [
        finding
        for finding in record.findings
        if finding.kind is FindingKind.PROCEDURE and finding.site in clause.places and finding.section not in _PAST
    ]
    # A level and the root treated at it are one place.
    count = max(len({one.level for one in placed if one.level}), len({one.root for one in placed if one.root}))
    fits = (clause.at_most is None or count <= clause.at_most) and (clause.more_than is None or count > clause.more_than)
    return tuple(place for finding in placed for place in finding.evidence) if count and fits else None


def _of_duration(clause: Clause, case: _Case) -> tuple[Evidence, ...] | None:
    stated = [
        (least, most, finding.evidence)
        for finding in case.record.findings
        if finding.kind is FindingKind.DURATION and finding.assertion is Assertion.AFFIRMED
        for least, most in _weeks(finding, case.lists)
    ]
    if not stated:
        return None
    least, _, longest = max(stated, key=lambda one: one[0])
    _, most, possible = max(stated, key=lambda one: one[1])
    if clause.weeks is not None and least >= clause.weeks:
        return longest
    return possible if clause.below_weeks is not None and most < clause.below_weeks else None


def _weeks(finding: _FindingLike, lists: Checklists) -> Iterator[tuple[float, float]]:
    stated = [weeks for place in finding.evidence for weeks in lists.weeks(place.text)]
    yield from stated or ([(_CHRONIC_WEEKS, inf)] if finding.severity == "chronic" else [])
