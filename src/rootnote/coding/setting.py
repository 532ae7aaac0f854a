"""Which statuses are coded where.

Source: ICD-10-CM guidelines IV.H (outpatient), II.H and III.C (inpatient), III.B (reports of tests); facts.md section 2 points 1 and 9.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TypeVar

from rootnote.facts.model import Assertion, Condition, NoteFacts
from rootnote.language.note_words import REPORT_TYPES

Choice = TypeVar("Choice", bound=StrEnum)


class Setting(StrEnum):
    """Where the patient is cared for."""

    OUTPATIENT = "outpatient"
    INPATIENT = "inpatient"


def chosen(kind: type[Choice], name: str) -> Choice:
    """The member of a kind of choice that a name stands for, which may be the member itself.

    Raises ``ValueError``, which lists the choices, for any other.

    >>> chosen(Setting, "inpatient")
    <Setting.INPATIENT: 'inpatient'>
    """
    try:
        return kind(name)
    except ValueError:
        message = f"{kind.__name__.lower()} must be one of {', '.join(map(repr, map(str, kind)))}"
    raise ValueError(message)


def is_coded(facts: NoteFacts, condition: Condition, setting: Setting) -> bool:
    """Whether a condition of the note may be coded: affirmed or, for an inpatient, uncertain too; never from an inpatient's test report."""
    if setting is Setting.INPATIENT:
        return facts.note_type not in REPORT_TYPES and facts.status(condition).is_current
    return facts.status(condition) is Assertion.AFFIRMED
