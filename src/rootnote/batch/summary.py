"""What a run came to, counted while it goes on."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rootnote.source import Failure

if TYPE_CHECKING:
    from rootnote.batch.runner import Result


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
        self.coded += bool(result.leading_codes)
        self.with_gaps += bool(result.gaps)
        self.with_warnings += bool(result.warnings)
        self.codes.update(set(result.leading_codes))
        self.gaps.update({gap.element for gap in result.gaps})
        self.warnings.update({warning.kind for warning in result.warnings})
