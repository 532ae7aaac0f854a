"""What an answer to an open gap could do to a code, as the steps of the code say it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rootnote.coding.table import load_codes
from rootnote.documentation.elements import Element, Priority, load_elements
from rootnote.record import NoteRecord

_CODE = re.compile(r"\b[A-Z]\d[\dA-Z]\.[\dA-Z]+")


@dataclass(frozen=True, slots=True)
class Prospect:
    """A code of a note, an element whose absence is an A gap there, and the codes that the code could become with it, one of them."""

    code: str
    element: Element
    alternatives: tuple[str, ...]


def prospects(record: NoteRecord) -> Iterator[Prospect]:
    """What answers could change, gap by gap, each taken alone; codes as the author links them. An answer may also change nothing."""
    decisions = {row.id: row.decision for row in load_elements() if row.decision}
    for gap in record.gaps:
        if gap.priority is not Priority.A or gap.element not in decisions:
            continue
        for detail in record.code_details:
            if detail.policy == "presumed":
                continue
            changes = [step.would_change for step in detail.steps if step.rule.startswith(decisions[gap.element]) and step.would_change]
            if others := tuple(dict.fromkeys(code for change in changes for code in _codes_in(change) if code != detail.code)):
                yield Prospect(detail.code, gap.element, others)


def _codes_in(sentence: str) -> list[str]:
    return [code for code in _CODE.findall(sentence) if code in load_codes().rows]
