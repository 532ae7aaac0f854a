"""What a run came to, counted while it goes on."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rootnote.coding.linkage import Linkage
from rootnote.source import Failure

if TYPE_CHECKING:
    from rootnote.batch.runner import Result
    from rootnote.record import NoteRecord


def leading_codes(record: NoteRecord) -> tuple[str, ...]:
    """The codes under the linkage that the record was asked for, or the symptom codes when there are none."""
    codes = record.codes_presumed if record.linkage is Linkage.PRESUMED else record.codes
    return codes or record.symptom_codes


@dataclass(slots=True)
class Summary:
    """Counts of notes over the results of a run; ``codes``, ``gaps`` (by element) and ``warnings`` (by kind) count each note once."""

    notes: int = 0
    in_scope: int = 0
    coded: int = 0
    with_gaps: int = 0
    with_warnings: int = 0
    failures: int = 0
    codes: Counter[str] = field(default_factory=Counter)
    gaps: Counter[str] = field(default_factory=Counter)
    warnings: Counter[str] = field(default_factory=Counter)

    def add(self, result: Result) -> None:
        """Counts one result."""
        self.notes += 1
        if isinstance(result, Failure):
            self.failures += 1
            return
        self.in_scope += result.scope != "none"
        codes = set(leading_codes(result))
        self.coded += bool(codes)
        self.with_gaps += bool(result.gaps)
        self.with_warnings += bool(result.warnings)
        self.codes.update(codes)
        self.gaps.update({gap.element for gap in result.gaps})
        self.warnings.update({warning.kind for warning in result.warnings})
