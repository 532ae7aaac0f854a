"""The figures of a run, counted while it goes on."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from rootnote.batch.summary import Summary, Tally
from rootnote.coding.linkage import Linkage
from rootnote.coding.setting import Setting
from rootnote.documentation.elements import Element, Priority
from rootnote.record import NoteRecord
from rootnote.report.page.prospects import Prospect, prospects
from rootnote.versions import Versions

#: Parts that the range of completeness, 0 to 1, is divided into.
BINS = 10


@dataclass(slots=True)
class Figures:
    """Counts of notes. ``summary`` is over all notes, the rest over those in scope; each note counts once for a gap, a code, a prospect.

    ``codes`` are those that the author links, symptom codes included; ``undecided`` are the notes in which an answer could change the
    code, by code; ``reachable`` those in which an answer could lead to a code that the note does not have yet; ``warned_outside`` those out
    of scope with a warning. ``made`` is how the records were made: one way, in one run.
    """

    summary: Summary = field(default_factory=Summary)
    gaps: Counter[tuple[Element, Priority]] = field(default_factory=Counter)
    with_gaps: Counter[Priority] = field(default_factory=Counter)
    urgent: int = 0
    warned_outside: int = 0
    codes: Counter[str] = field(default_factory=Counter)
    presumed: Counter[str] = field(default_factory=Counter)
    undecided: Counter[str] = field(default_factory=Counter)
    reachable: Counter[str] = field(default_factory=Counter)
    prospects: Counter[Prospect] = field(default_factory=Counter)
    with_several_prospects: int = 0
    completeness: Counter[float] = field(default_factory=Counter)
    made: dict[tuple[Versions, Setting, Linkage], None] = field(default_factory=dict)

    def add(self, tally: Tally, record: NoteRecord | None) -> None:
        """Counts one result; a record is needed for a note that is in scope or has a warning, and for the first one that has a record."""
        self.summary.add(tally)
        self.warned_outside += bool(tally.warnings) and not tally.in_scope
        if record is not None:
            self.made[record.versions, record.setting, record.linkage] = None
            self.urgent += any(warning.urgent for warning in record.warnings)
        if record is None or not tally.in_scope:
            return
        self.gaps.update({(gap.element, gap.priority) for gap in record.gaps})
        self.with_gaps.update({gap.priority for gap in record.gaps})
        self.completeness[record.completeness] += 1
        present = {*(record.codes or record.symptom_codes)}
        self.codes.update(present)
        self.presumed.update({*(record.codes_presumed or record.symptom_codes)})
        self._add_prospects({*prospects(record)}, present)

    def _add_prospects(self, found: set[Prospect], present: set[str]) -> None:
        self.prospects.update(found)
        self.undecided.update({one.code for one in found})
        self.reachable.update({code for one in found for code in one.alternatives} - present)
        self.with_several_prospects += len({one.element for one in found}) > 1

    def median_completeness(self) -> float | None:
        """The median of the completeness of the notes in scope (the lower of two); ``None`` when there are none."""
        middle, passed = (self.completeness.total() + 1) // 2, 0
        for value in sorted(self.completeness):
            passed += self.completeness[value]
            if passed >= middle:
                return value
        return None

    def completeness_bins(self) -> list[int]:
        """How many notes fall in each of ``BINS`` equal parts of the range, from below; whatever is complete falls in the last.

        They count by whole percent, as the notes show it and as the filter compares it.
        """
        bins = [0] * BINS
        for value, count in self.completeness.items():
            bins[min(_percent(value) * BINS // 100, BINS - 1)] += count
        return bins


def thousandths_of(completeness: float) -> int:
    """A share as the page holds it.

    >>> thousandths_of(0.9735)
    974
    """
    return round(completeness * 1000)


def _percent(completeness: float) -> int:
    """A share in whole percent, half a percent up, as the page's script rounds it."""
    return (thousandths_of(completeness) + 5) // 10
