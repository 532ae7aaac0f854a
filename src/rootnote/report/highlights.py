"""What a view highlights in a note: places by what they document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from rootnote.documentation.elements import Element
from rootnote.facts.model import Assertion, Evidence
from rootnote.record import NoteRecord
from rootnote.report.words import in_words


class Subject(StrEnum):
    """What a highlighted place is about; where places overlap, that of the later subject is the one to see."""

    WHERE = "where"
    SYMPTOMS = "symptoms"
    EXAMINATION = "examination"
    TESTS = "tests"
    CAUSE = "cause"
    COURSE = "course"
    DIAGNOSIS = "diagnosis"
    WARNING = "warning"


#: The elements of each subject that has some.
ELEMENTS: Mapping[Subject, tuple[Element, ...]] = {
    Subject.WHERE: (Element.NERVE_ROOT_OR_REGION, Element.LATERALITY),
    Subject.SYMPTOMS: (Element.RADICULAR_SYMPTOMS, Element.DERMATOMAL_DISTRIBUTION),
    Subject.EXAMINATION: (Element.SENSORY_EXAM, Element.REFLEX_EXAM, Element.MOTOR_EXAM, Element.STRAIGHT_LEG_RAISE),
    Subject.TESTS: (Element.IMAGING, Element.ELECTRODIAGNOSTICS),
    Subject.CAUSE: (Element.ETIOLOGY_STATEMENT,),
    Subject.COURSE: (Element.CHRONICITY, Element.CONSERVATIVE_TREATMENT),
}


@dataclass(frozen=True, slots=True)
class Highlight:
    """A place, its subject, and in words what stands there: the element with its status, the condition, the kind of warning."""

    subject: Subject
    what: str
    place: Evidence


def highlights(record: NoteRecord) -> Iterator[Highlight]:
    """All that is highlighted in a note, subject by subject."""
    for subject, elements in ELEMENTS.items():
        for element in elements:
            found = record.elements[element]
            for place in found.evidence:
                yield Highlight(subject, f"{in_words(element)}: {in_words(found.status)}", place)
    for condition, mentions in record.condition_evidence.items():
        if Assertion(record.conditions[condition]).is_current:
            for one in mentions:
                if one.assertion.is_current:
                    what = f"{in_words(condition)}: {one.assertion}"
                    yield Highlight(Subject.DIAGNOSIS, what, Evidence(one.start, one.end, one.text))
    for warning in record.warnings:
        for place in warning.evidence:
            yield Highlight(Subject.WARNING, f"warning: {in_words(warning.kind)}", place)
