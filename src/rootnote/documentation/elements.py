"""The 13 documentation elements of a note: the status of each and where it is documented.

Source: annotation guide, elements, with clarifications 4 to 9, 14 and 19 to 27; facts.md section 3.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from rootnote.coding.tablefile import STRICT, load_table
from rootnote.documentation.queries import QueryText
from rootnote.documentation.sites import SiteTable
from rootnote.errors import RuleError
from rootnote.facts.model import Assertion, Condition, Etiology, Evidence, FindingKind, NoteFacts

ELEMENT_FILE = "elements.toml"


class Element(StrEnum):
    """The 13 elements, in the order of the annotation guide."""

    NERVE_ROOT_OR_REGION = "nerve_root_or_region"
    LATERALITY = "laterality"
    RADICULAR_SYMPTOMS = "radicular_symptoms"
    DERMATOMAL_DISTRIBUTION = "dermatomal_distribution"
    SENSORY_EXAM = "sensory_exam"
    REFLEX_EXAM = "reflex_exam"
    MOTOR_EXAM = "motor_exam"
    STRAIGHT_LEG_RAISE = "straight_leg_raise"
    IMAGING = "imaging"
    ELECTRODIAGNOSTICS = "electrodiagnostics"
    ETIOLOGY_STATEMENT = "etiology_statement"
    CHRONICITY = "chronicity"
    CONSERVATIVE_TREATMENT = "conservative_treatment"


class Status(StrEnum):
    """The status words of the elements; each element uses some of them."""

    DOCUMENTED = "documented"
    DENIED = "denied"
    ABNORMAL = "abnormal"
    NORMAL = "normal"
    POSITIVE = "positive"
    NEGATIVE = "negative"
    NOT_DOCUMENTED = "not_documented"


class Priority(StrEnum):
    """What a gap is worth: A changes the code, B supports the diagnosis, C is asked for by those who authorize treatment."""

    A = "A"
    B = "B"
    C = "C"


#: Sections that make a text a note, and not a line or two.
_WHOLE_NOTE = 2


class Presentation(StrEnum):
    """What kind of lumbar problem a note is about: the first that fits."""

    RADICULOPATHY = "radiculopathy"
    SCIATICA = "sciatica"
    LEG_SYMPTOMS = "leg_symptoms"
    BACK = "back"


@dataclass(frozen=True, slots=True)
class Reading:
    """How findings of some kinds make the status: the word for each assertion, the earlier winning."""

    __pydantic_config__ = STRICT

    kinds: tuple[FindingKind, ...]
    statuses: Mapping[Assertion, Status]
    placed: bool = False


@dataclass(frozen=True, slots=True)
class ElementRow:
    """An element: how it is read, what it is worth where, and what is asked when it is missing.

    ``priority`` lists the presentations in which its absence is a gap. ``note_types`` are the notes that are expected to have it,
    ``required_in`` those in which a C gap is worth a B. ``decision`` is the prefix of the coding steps that depend on it.
    """

    __pydantic_config__ = STRICT

    id: Element
    title: str
    weight: float
    priority: Mapping[Presentation, Priority]
    note_types: tuple[str, ...]
    sections: tuple[str, ...]
    why: str
    query: QueryText
    reading: Reading | None = None
    required_in: tuple[str, ...] = ()
    decision: str | None = None


@dataclass(frozen=True, slots=True)
class ElementFile:
    """The file as it is written."""

    __pydantic_config__ = STRICT

    element: tuple[ElementRow, ...]


@dataclass(frozen=True, slots=True)
class ElementResult:
    """The status of one element in one note, and the places that decide it in order of offset (none when not documented)."""

    element: Element
    status: Status
    evidence: tuple[Evidence, ...] = ()

    @property
    def is_documented(self) -> bool:
        """Whether the note says anything of it, a denial or a normal result included."""
        return self.status is not Status.NOT_DOCUMENTED


@cache
def load_elements() -> tuple[ElementRow, ...]:
    """The element rows that rootnote ships, all 13 in the order of the guide.

    Raises ``RuleError`` when the file does not fit.
    """
    return check_elements(load_table(ELEMENT_FILE, ElementFile))


def check_elements(content: ElementFile) -> tuple[ElementRow, ...]:
    """The rows of an element file; raises ``RuleError`` unless they are the 13 elements in order, each read in one way."""
    if [row.id for row in content.element] != list(Element):
        raise RuleError(f"{ELEMENT_FILE}: element: the rows must be the 13 elements in the order of the annotation guide")
    for row in content.element:
        if (row.reading is None) != (row.id in _STATED):
            raise RuleError(f"{ELEMENT_FILE}: element '{row.id}', reading: an element is read from findings or from a fact of its own")
    return content.element


def assess_elements(facts: NoteFacts, rows: Iterable[ElementRow], sites: SiteTable) -> tuple[ElementResult, ...]:
    """The status and evidence of every element, in the order of the rows."""
    return tuple(_from_findings(row.id, row.reading, facts, sites) if row.reading else _from_statement(row.id, facts) for row in rows)


def completeness(results: Iterable[ElementResult], rows: Iterable[ElementRow]) -> float:
    """The weighted share of the elements that are documented, 0 to 1, rounded to three places."""
    weights = {row.id: row.weight for row in rows}
    documented = sum(weights[result.element] for result in results if result.is_documented)
    return round(documented / sum(weights.values()), 3)


def in_order(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """The places in order of offset, each once."""
    return tuple(sorted(set(evidence), key=lambda item: (item.start, item.end)))


def outermost(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """The places in order of offset, without those that stand within another."""
    kept: list[Evidence] = []
    for place in sorted(set(evidence), key=lambda item: (item.start, -item.end)):
        if not kept or place.end > kept[-1].end:
            kept.append(place)
    return tuple(kept)


def _from_findings(element: Element, reading: Reading, facts: NoteFacts, sites: SiteTable) -> ElementResult:
    read: dict[Status, list[Evidence]] = {}
    kinds = reading.kinds if not reading.placed or _may_be_lumbar(facts) else frozenset(reading.kinds) - {FindingKind.SENSORY}
    for finding in facts.findings:
        status = reading.statuses.get(finding.assertion) if finding.kind in kinds else None
        if status is not None and (not reading.placed or sites.is_placed(finding)):
            read.setdefault(status, []).append(finding.evidence)
    for status in reading.statuses.values():
        if status in read:
            return ElementResult(element, status, outermost(read[status]))
    return ElementResult(element, Status.NOT_DOCUMENTED)


def _may_be_lumbar(facts: NoteFacts) -> bool:
    """Whether a sensory loss can be that of a root: not where a radiculopathy is denied or the author's diagnosis is a cause elsewhere,
    nor in a whole note that holds no lumbar problem.

    Source: annotation guide, clarifications 14 and 22.
    """
    if facts.conditions[Condition.RADICULOPATHY].status is Assertion.NEGATED or facts.explained_elsewhere:
        return False
    conditions = [fact.status for condition, fact in facts.conditions.items() if condition is not Condition.OTHER_REGION_RADICULOPATHY]
    if any(status.is_current for status in conditions):
        return True
    return len(facts.sections) < _WHOLE_NOTE and set(conditions) == {Assertion.ABSENT}


def _from_statement(element: Element, facts: NoteFacts) -> ElementResult:
    documented, evidence = _STATED[element](facts)
    return ElementResult(element, Status.DOCUMENTED, outermost(evidence)) if documented else ElementResult(element, Status.NOT_DOCUMENTED)


def _location(facts: NoteFacts) -> tuple[bool, tuple[Evidence, ...]]:
    return bool(facts.location), facts.location


def _side(facts: NoteFacts) -> tuple[bool, tuple[Evidence, ...]]:
    return bool(facts.laterality.evidence), facts.laterality.evidence


def _cause(facts: NoteFacts) -> tuple[bool, tuple[Evidence, ...]]:
    stated = facts.etiology.value not in (Etiology.NOT_STATED, Etiology.NOT_APPLICABLE)
    linked = tuple(item for link in facts.etiology.links for item in link.evidence)
    return stated or bool(facts.etiology.excluded), (*linked, *facts.etiology.excluded)


#: The elements that a fact of the note states by itself: whether it does, and where.
_STATED = {
    Element.NERVE_ROOT_OR_REGION: _location,
    Element.LATERALITY: _side,
    Element.ETIOLOGY_STATEMENT: _cause,
}
