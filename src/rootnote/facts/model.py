"""The facts of one note, as frozen values that know nothing of spaCy.

All offsets are half-open and count Unicode code points of the untouched note.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from rootnote.anatomy import Region, Side


class Assertion(StrEnum):
    """What the author says of a mention. The first five are also the status words of a condition in the record."""

    AFFIRMED = "affirmed"
    UNCERTAIN = "uncertain"
    NEGATED = "negated"
    HISTORICAL = "historical"
    ABSENT = "absent"
    HYPOTHETICAL = "hypothetical"
    FAMILY = "family"
    ORDERED = "ordered"

    @property
    def is_current(self) -> bool:
        """Whether the author holds it for the case now, surely or possibly."""
        return self in (Assertion.AFFIRMED, Assertion.UNCERTAIN)

    @property
    def is_doubted(self) -> bool:
        """Whether the author leaves it open or denies it."""
        return self in (Assertion.UNCERTAIN, Assertion.NEGATED)


class Condition(StrEnum):
    """The seven conditions of the annotation guide."""

    RADICULOPATHY = "radiculopathy"
    SCIATICA = "sciatica"
    LOW_BACK_PAIN = "low_back_pain"
    DISC_DISORDER = "disc_disorder"
    SPONDYLOSIS = "spondylosis"
    STENOSIS = "stenosis"
    OTHER_REGION_RADICULOPATHY = "other_region_radiculopathy"


#: Those that put a note in scope, the most telling first; of them a root's disease, and what is seen of the spine itself.
LUMBAR_CONDITIONS = tuple(condition for condition in Condition if condition is not Condition.OTHER_REGION_RADICULOPATHY)
ROOT_CONDITIONS = (Condition.RADICULOPATHY, Condition.SCIATICA)
STRUCTURAL_CONDITIONS = (Condition.DISC_DISORDER, Condition.SPONDYLOSIS, Condition.STENOSIS)


class Etiology(StrEnum):
    """What the note says causes the radiculopathy (annotation guide, etiology)."""

    DISC = "disc"
    SPONDYLOSIS = "spondylosis"
    DISC_AND_SPONDYLOSIS = "disc_and_spondylosis"
    OTHER = "other"
    NOT_STATED = "not_stated"
    NOT_APPLICABLE = "not_applicable"


class Cause(StrEnum):
    """A cause that a note can link to the radiculopathy."""

    DISC = "disc"
    SPONDYLOSIS = "spondylosis"
    OTHER = "other"


class Laterality(StrEnum):
    """The side of the radiculopathy or leg symptoms, at note level."""

    LEFT = "left"
    RIGHT = "right"
    BILATERAL = "bilateral"
    NOT_STATED = "not_stated"
    CONFLICTING = "conflicting"

    @property
    def side(self) -> Side | None:
        """The side that it is; None where none is stated or two conflict."""
        return Side(self.value) if self.value in set(Side) else None


class FindingKind(StrEnum):
    """The kinds of typed findings in a record."""

    REFLEX = "reflex"
    MOTOR = "motor"
    SENSORY = "sensory"
    SLR = "slr"
    IMAGING = "imaging"
    ELECTRODIAGNOSTIC = "electrodiagnostic"
    SYMPTOM = "symptom"
    TREATMENT = "treatment"
    DURATION = "duration"
    SIGN = "sign"
    SCALE = "scale"
    PROCEDURE = "procedure"


#: What an examiner finds of a root, and what shows its disease to a clinician: that, and what the patient feels.
EXAM_KINDS = (FindingKind.SENSORY, FindingKind.REFLEX, FindingKind.MOTOR, FindingKind.SLR)
CLINICAL_KINDS = (FindingKind.SYMPTOM, *EXAM_KINDS)


@dataclass(frozen=True, slots=True)
class Evidence:
    """A place in the untouched note: half-open, in code points; ``text == note[start:end]``."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Mention:
    """One mention of a condition: what was said where, and by which rule it was read."""

    assertion: Assertion
    evidence: Evidence
    section: str
    rule: str


@dataclass(frozen=True, slots=True)
class ConditionFact:
    """The status of one condition at note level and the mentions it rests on (empty when absent)."""

    status: Assertion
    mentions: tuple[Mention, ...] = ()


@dataclass(frozen=True, slots=True)
class RootFact:
    """A nerve root that the author names as affected."""

    root: str
    side: Side | None
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class LateralityFact:
    """The side of the radiculopathy or leg symptoms."""

    value: Laterality
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class LevelFact:
    """A lumbar disc level with an abnormal imaging result."""

    level: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class CauseFact:
    """A cause with the disc levels (from above, may be empty) or region that the note gives for it.

    ``region`` is set only when the author names one without a level ("lumbosacral disc"); bare "lumbar" counts as LUMBAR. ``kind`` says
    of another cause than disc or spondylosis what it is ("stenosis", "scar", "tumor", ...). ``named`` are the author's words for the cause
    alone, where ``evidence`` holds what it is linked to as well.
    """

    cause: Cause
    levels: tuple[str, ...] = ()
    region: Region | None = None
    evidence: tuple[Evidence, ...] = ()
    kind: str = ""
    named: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class EtiologyFact:
    """The cause of the radiculopathy: the word of the guide and the links it rests on.

    ``excluded`` holds evidence that the author rules a cause out ("unrelated to the disc"); it documents the element too. ``doubtful`` are
    the causes of an affirmed radiculopathy that are only likely or possible: they are not linked (clarification 31).
    """

    value: Etiology
    links: tuple[CauseFact, ...] = ()
    excluded: tuple[Evidence, ...] = ()
    doubtful: tuple[CauseFact, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """A typed finding.

    ``assertion`` says of exams whether the abnormality is there: AFFIRMED = abnormal / positive, NEGATED = examined and normal /
    negative. Symptoms: AFFIRMED = present, NEGATED = denied. Imaging and electrodiagnostics: AFFIRMED = an abnormal result,
    NEGATED = a normal result (both are results). Treatments: AFFIRMED = tried before. Durations: AFFIRMED. Signs (urgent ones, and those of
    other disorders), scales of pain and function, procedures (what is done or planned, and how): as stated; ``site`` names them.
    """

    kind: FindingKind
    assertion: Assertion
    evidence: Evidence
    section: str
    rule: str
    side: Side | None = None
    root: str | None = None
    level: str | None = None
    site: str | None = None
    grade: str | None = None
    severity: str | None = None
    zone: str | None = None


@dataclass(frozen=True, slots=True)
class Misheard:
    """Words of a note that are misspelled or misheard, and what they were read as ("S1", "radiculopathy")."""

    read_as: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class PrintedCode:
    """A diagnosis code that the note prints, with its point. It is no statement (annotation guide, clarification 28).

    ``is_open`` says that a dash behind it stands for further characters, ``is_elsewhere`` that it is about another part of the spine.
    """

    code: str
    evidence: Evidence
    section: str
    is_open: bool = False
    is_elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class NoteFacts:
    """All that one note says, before any coding.

    ``location`` is the evidence that names a root, a disc level or the lumbosacral or sacral region for the radicular problem
    (empty: only "lumbar", or nothing). ``findings`` count; ``rejected`` holds mentions that look like an element but don't count
    (ordered only, planned, historical, another region), for the nearest-rejected field of a gap. Both are in order of offset.
    ``sections`` are the section categories found in the note, in order, without repetition. ``unattributed`` are the places that name a
    root's disease which nothing says the patient has; they count for no condition. ``explained_elsewhere`` says that the author's only
    diagnosis for the leg is a cause outside of the spine. ``printed_codes`` are those that the note prints, in order of offset.
    """

    note_type: str
    conditions: Mapping[Condition, ConditionFact]
    roots: tuple[RootFact, ...]
    regions: tuple[Region, ...]
    location: tuple[Evidence, ...]
    laterality: LateralityFact
    sciatica_sides: tuple[Side, ...]
    imaging_levels: tuple[LevelFact, ...]
    etiology: EtiologyFact
    candidates: tuple[CauseFact, ...]
    findings: tuple[Finding, ...]
    rejected: tuple[Finding, ...]
    sections: tuple[str, ...]
    misheard: tuple[Misheard, ...] = ()
    unattributed: tuple[Evidence, ...] = ()
    explained_elsewhere: bool = False
    printed_codes: tuple[PrintedCode, ...] = ()

    def status(self, condition: Condition) -> Assertion:
        """The note-level status of a condition."""
        return self.conditions[condition].status
