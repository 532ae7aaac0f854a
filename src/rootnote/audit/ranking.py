"""Many notes audited: their disagreements ranked by what depends on them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from heapq import nsmallest

from rootnote.audit.dependence import ORDER, Dependence, leads
from rootnote.audit.entries import Asserted, Auditor, Entry
from rootnote.errors import RuleError
from rootnote.incidents import where_raised
from rootnote.source import Failure, Note


@dataclass(slots=True)
class Audit:
    """What came of some notes: the first disagreements by rank, how many of each kind there are, and the notes that failed."""

    notes: int = 0
    counts: Counter[Dependence] = field(default_factory=Counter)
    entries: list[Entry] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)


def audit_notes(notes: Iterable[Note | Failure], auditor: Auditor, top: int | None = None) -> Audit:
    """The audit of some notes with their ``top`` disagreements, or all.

    First come those that a code depends on, of the list that leads before one of the other. Among equals come first those that more readers
    make, then those with a trigger, then the earlier. A note that can't be processed is a failure, and the rest goes on.
    """
    audit = Audit()

    def rank(entry: Entry) -> tuple[int, bool, int, bool]:
        about = entry.about
        against = about.against if isinstance(about, Asserted) else ("",)
        is_silent = isinstance(about, Asserted) and all(one.trigger is None for one in about.said if one.reader in about.against)
        return ORDER.index(entry.depends), not (entry.changes and leads(entry.changes, auditor.linkage)), -len(against), is_silent

    entries = _all(notes, auditor, audit)
    audit.entries = sorted(entries, key=rank) if top is None else nsmallest(top, entries, key=rank)
    return audit


def _all(notes: Iterable[Note | Failure], auditor: Auditor, audit: Audit) -> Iterator[Entry]:
    """The entries of all notes, counted."""
    for note in notes:
        audit.notes += 1
        if isinstance(note, Failure):
            audit.failures.append(note)
            continue
        try:
            found = list(auditor.entries(note))
        except RuleError:
            raise
        except Exception as error:
            audit.failures.append(Failure(note.id, f"{note.id}: {where_raised(error)}"))
            continue
        audit.counts.update(entry.depends for entry in found)
        yield from found
