"""What payers want documented before an injection, an MRI or an operation, item by item, and whether a record has it.

Source: facts.md section 5; the items stand in ``data/necessity.toml``, each purpose with its source.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from math import inf
from typing import Protocol

from rootnote.coding.tablefile import STRICT, load_table, require_unique
from rootnote.documentation.elements import Element, Status, in_order
from rootnote.documentation.purpose import Purpose
from rootnote.documentation.quotation import in_context
from rootnote.errors import RuleError
from rootnote.facts.model import Assertion, Condition, Evidence, FindingKind

NECESSITY_FILE = "necessity.toml"

#: Sections that tell of procedures of the past.
_PAST = frozenset({"hpi", "pmh", "psh", "social"})
#: Weeks that a problem called chronic has lasted at least.
_CHRONIC_WEEKS = 12.0
#: The row of ``vague`` for a unit in the plural without a number ("weeks of pain").
_PLURAL = "plural"
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
    def conditions(self) -> Mapping[Condition, str]: ...
    @property
    def condition_evidence(self) -> Mapping[Condition, Sequence[_Place]]: ...
    @property
    def elements(self) -> Mapping[Element, _ElementLike]: ...
    @property
    def findings(self) -> Sequence[_FindingLike]: ...
    @property
    def warnings(self) -> Sequence[_WarningLike]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """Something that a record holds or not; the head of ``necessity.toml`` says how each kind is read."""

    __pydantic_config__ = STRICT

    condition: tuple[Condition, ...] = ()
    element: Element | None = None
    kind: FindingKind | None = None
    weeks: float | None = None
    below_weeks: float | None = None
    places: tuple[str, ...] = ()
    warning: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    site: tuple[str, ...] = ()
    says: str | None = None
    level: bool = False
    at_least: int | None = None
    below: int | None = None
    at_most: int | None = None
    more_than: int | None = None
    unless: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ItemRow:
    """An item of a checklist and what makes it met, not met or doubtful."""

    __pydantic_config__ = STRICT

    id: str
    title: str
    wanted: str
    met: tuple[Clause, ...]
    unmet: tuple[Clause, ...] = ()
    doubt: tuple[Clause, ...] = ()
    when: Clause | None = None


@dataclass(frozen=True, slots=True)
class PurposeRow:
    """A procedure, its codes, and the items asked for, by id."""

    __pydantic_config__ = STRICT

    id: Purpose
    title: str
    procedures: tuple[str, ...]
    source: str
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NecessityFile:
    """The file as it is written."""

    __pydantic_config__ = STRICT

    units: Mapping[str, float]
    numbers: Mapping[str, float]
    vague: Mapping[str, tuple[float, float]]
    words: Mapping[str, tuple[str, ...]]
    purpose: tuple[PurposeRow, ...]
    item: tuple[ItemRow, ...]


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


class Checklists:
    """The checklists by purpose, and how durations are read."""

    def __init__(self, content: NecessityFile) -> None:
        require_unique(NECESSITY_FILE, "item", [row.id for row in content.item])
        if [row.id for row in content.purpose] != list(Purpose):
            raise RuleError(f"{NECESSITY_FILE}: purpose: the rows must be {', '.join(Purpose)}")
        items = {row.id: row for row in content.item}
        for item in content.item:
            clauses = (*item.met, *item.unmet, *item.doubt, *([item.when] if item.when else []))
            if any(_subjects(clause) != 1 for clause in clauses):
                raise RuleError(f"{NECESSITY_FILE}: item '{item.id}': a clause is about one thing")
            if unknown := [clause.says for clause in clauses if clause.says and clause.says not in content.words]:
                raise RuleError(f"{NECESSITY_FILE}: item '{item.id}', says: no words '{unknown[0]}'")
        for row in content.purpose:
            if unknown := [name for name in row.items if name not in items]:
                raise RuleError(f"{NECESSITY_FILE}: purpose '{row.id}', items: no item '{unknown[0]}'")
        self.purposes = {row.id: row for row in content.purpose}
        self.items = {row.id: tuple(items[name] for name in row.items) for row in content.purpose}
        if _PLURAL not in content.vague:
            raise RuleError(f"{NECESSITY_FILE}: vague: no row '{_PLURAL}'")
        self.words = {name: re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})", re.IGNORECASE) for name, words in content.words.items()}
        self._units = content.units
        self._counts = {**{word: (count, count) for word, count in content.numbers.items()}, **content.vague}
        units = "|".join(sorted(content.units, key=len, reverse=True))
        self._length = re.compile(rf"\b(?:(\d{{1,3}}(?:\.\d)?|{'|'.join(self._counts)})\+?[\s-]*(?:of\s+)?)?\b({units})\b")

    def weeks(self, text: str) -> Iterator[tuple[float, float]]:
        """The lengths of time that a text states, in weeks, each at least and at most: "nine weeks", "6-week", "several months".

        Of a range ("3 to 4 months") the last number counts.
        """
        for number, unit in self._length.findall(text.lower()):
            if number and number not in self._counts:
                least = most = float(number)
            elif number or unit.endswith("s"):
                least, most = self._counts[number or _PLURAL]
            else:
                least = most = 1.0
            yield least * self._units[unit], most * self._units[unit]


def _subjects(clause: Clause) -> int:
    named = (clause.condition, clause.element, clause.kind, clause.weeks, clause.below_weeks, clause.places, clause.warning)
    return sum(bool(subject) for subject in named)


@cache
def load_necessity() -> Checklists:
    """The checklists that rootnote ships.

    Raises ``RuleError`` when the file does not fit.
    """
    return Checklists(load_table(NECESSITY_FILE, NecessityFile))


def necessity(record: Reviewed, purpose: Purpose | str, text: str | None = None) -> Necessity:
    """What a record documents of what a purpose wants ("esi", "tfesi", "mri" or "surgery"), item by item.

    With the ``text`` of the note, words that say how a treatment worked count in the whole clause of the treatment. Raises ``ValueError``
    for another purpose, and ``RuleError`` when ``necessity.toml`` does not fit.
    """
    lists = load_necessity()
    row = lists.purposes[Purpose(purpose)]
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
