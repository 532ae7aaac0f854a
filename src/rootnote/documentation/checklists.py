"""The checklists of ``data/necessity.toml``: what each purpose wants, item by item, and how durations and words are read.

Source: facts.md section 5; each purpose has its own in the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from rootnote.coding.tablefile import STRICT, load_table, require_unique
from rootnote.documentation.elements import Element
from rootnote.documentation.purpose import Purpose
from rootnote.errors import RuleError
from rootnote.facts.model import Condition, FindingKind
from rootnote.language.notation import one_of

NECESSITY_FILE = "necessity.toml"

#: The row of ``vague`` for a unit in the plural without a number ("weeks of pain").
_PLURAL = "plural"


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
        self._length = re.compile(rf"\b(?:(\d{{1,3}}(?:\.\d)?|{'|'.join(self._counts)})\+?[\s-]*(?:of\s+)?)?\b({one_of(content.units)})\b")

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
