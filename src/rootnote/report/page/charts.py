"""Figures as the rows and bars that the page draws: lengths are percentages of the longest bar."""

from __future__ import annotations

from dataclasses import dataclass

from rootnote.coding.table import load_codes
from rootnote.documentation.elements import Element, Priority, load_elements
from rootnote.documentation.warnings import load_warnings
from rootnote.report.page.entries import key_of
from rootnote.report.page.figures import BINS, Figures
from rootnote.report.words import in_words


@dataclass(frozen=True, slots=True)
class Bar:
    """One part of a bar: what it stands for, where it starts and how long it is."""

    name: str
    start: float
    length: float


@dataclass(frozen=True, slots=True)
class GapRow:
    """An element and in how many notes it is missing, by priority."""

    element: int
    title: str
    counts: dict[Priority, int]
    bars: list[Bar]


@dataclass(frozen=True, slots=True)
class CodeRow:
    """A code: the notes that have it, those of them in which an answer could change it, those that an answer could lead to it."""

    code: str
    title: str
    now: int
    undecided: int
    reachable: int
    presumed: int
    bars: list[Bar]


@dataclass(frozen=True, slots=True)
class ProspectRow:
    """What an answer on one element could make of a code: one of several."""

    key: str
    code: str
    asked: str
    alternatives: tuple[str, ...]
    notes: int


@dataclass(frozen=True, slots=True)
class KindRow:
    """A kind of warning and its notes."""

    kind: str
    name: str
    urgent: bool
    notes: int
    bars: list[Bar]


@dataclass(frozen=True, slots=True)
class Bin:
    """A part of the range of completeness, in whole percent with both ends, and its notes."""

    low: int
    high: int
    notes: int
    height: float


def gap_rows(figures: Figures) -> list[GapRow]:
    """A row for each element that is missing anywhere, the most frequent first."""
    counts = {element: {one: figures.gaps[element, one] for one in Priority} for element in Element}
    longest = max(sum(one.values()) for one in counts.values())
    rows = [
        GapRow(place, row.title, counts[row.id], _stacked(longest, **{one.value: counts[row.id][one] for one in Priority}))
        for place, row in enumerate(load_elements())
        if any(counts[row.id].values())
    ]
    return sorted(rows, key=lambda row: -sum(row.counts.values()))


def code_rows(figures: Figures) -> list[CodeRow]:
    """A row for each code that a note has or an answer could lead to, the most frequent first."""
    codes = {*figures.codes, *figures.reachable, *figures.presumed}
    longest = max((figures.codes[code] + figures.reachable[code] for code in codes), default=0)
    rows = []
    for code in sorted(codes, key=lambda code: (-figures.codes[code], -figures.reachable[code], code)):
        now, undecided, reachable = figures.codes[code], figures.undecided[code], figures.reachable[code]
        bars = _stacked(longest, settled=now - undecided, undecided=undecided, reachable=reachable)
        rows.append(CodeRow(code, load_codes().title(code), now, undecided, reachable, figures.presumed[code], bars))
    return rows


def prospect_rows(figures: Figures) -> list[ProspectRow]:
    """What answers could change, the most frequent first."""
    titles = {row.id: row.query.title for row in load_elements()}
    rows = [ProspectRow(key_of(one), one.code, titles[one.element], one.alternatives, count) for one, count in figures.prospects.items()]
    return sorted(rows, key=lambda row: (-row.notes, row.code, row.asked, row.alternatives))


def kind_rows(figures: Figures) -> list[KindRow]:
    """A row for each kind of warning that was raised, the urgent ones first, then the most frequent."""
    counts = figures.summary.warnings
    longest = max(counts.values(), default=0)
    rows = [
        KindRow(kind, in_words(kind), row.urgent, counts[kind], _stacked(longest, **{"urgent" if row.urgent else "warning": counts[kind]}))
        for kind, row in load_warnings().kinds.items()
        if counts[kind]
    ]
    return sorted(rows, key=lambda row: (not row.urgent, -row.notes))


def bins(figures: Figures) -> list[Bin]:
    """The distribution of completeness."""
    counts = figures.completeness_bins()
    step = 100 // BINS
    ends = [*range(step - 1, 100 - step, step), 100]
    return [Bin(place * step, end, count, _share(count, max(counts))) for place, (end, count) in enumerate(zip(ends, counts, strict=True))]


def _stacked(longest: int, **counts: int) -> list[Bar]:
    bars, start = [], 0
    for name, count in counts.items():
        if count:
            bars.append(Bar(name, _share(start, longest), _share(count, longest)))
        start += count
    return bars


def _share(count: int, of: int) -> float:
    return round(100 * count / of, 2) if of else 0.0
