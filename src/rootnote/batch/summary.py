"""What a run came to, counted while it goes on."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rootnote.coding.linkage import Linkage
from rootnote.source import Failure

if TYPE_CHECKING:
    from rootnote.batch.identity import Result
    from rootnote.record import NoteRecord


@dataclass(frozen=True, slots=True)
class Tally:
    """What one result adds to a summary: its leading codes, the elements of its gaps, the kinds of its warnings, each once."""

    failed: bool = False
    in_scope: bool = False
    codes: frozenset[str] = frozenset()
    gaps: frozenset[str] = frozenset()
    warnings: frozenset[str] = frozenset()


def tally_of(result: Result) -> Tally:
    """What a result adds to a summary."""
    if isinstance(result, Failure):
        return Tally(failed=True)
    return Tally(
        in_scope=result.scope != "none",
        codes=frozenset(leading_codes(result)),
        gaps=frozenset(gap.element.value for gap in result.gaps),
        warnings=frozenset(warning.kind for warning in result.warnings),
    )


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

    def add(self, tally: Tally) -> None:
        """Counts one result."""
        self.notes += 1
        self.failures += tally.failed
        self.in_scope += tally.in_scope
        self.coded += bool(tally.codes)
        self.with_gaps += bool(tally.gaps)
        self.with_warnings += bool(tally.warnings)
        self.codes.update(tally.codes)
        self.gaps.update(tally.gaps)
        self.warnings.update(tally.warnings)
