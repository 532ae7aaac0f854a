"""Where second readers read notes otherwise, for the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from rootnote.audit.abbreviations import Expansion
from rootnote.audit.dependence import ORDER, Dependence, warning_kinds
from rootnote.audit.disagreements import Said
from rootnote.audit.entries import Asserted, Entry
from rootnote.audit.ranking import Audit
from rootnote.comparison import Comparison
from rootnote.facts.model import Evidence
from rootnote.report.characters import shown
from rootnote.report.steps import QUIET, quotations
from rootnote.report.words import counted, in_words

_STYLE = {
    Dependence.CODE: "bold white on red",
    Dependence.GAP_A: "bold white on red",
    Dependence.GAP_B: "black on yellow",
    Dependence.GAP_C: "white on bright_black",
    Dependence.WARNING: "red",
}
_SIGN = {"added": "+", "removed": "−"}
#: The most changes that are told of a disagreement.
_MOST = 6


def audit_table(audit: Audit) -> Table:
    """The disagreements as a table: what depends on each, in which note it stands, and how each reader reads it."""
    table = Table("", "depends on it", "read otherwise", box=box.HORIZONTALS, show_lines=True, pad_edge=False, expand=True)
    table.columns[0].justify = "right"
    table.columns[1].ratio = 2
    table.columns[2].ratio = 5
    for number, entry in enumerate(audit.entries, start=1):
        table.add_row(str(number), _depends(entry), _read(entry))
    return table


def tally(audit: Audit) -> str:
    """How many disagreements were found, and how much depends on them."""
    ranks = ", ".join(f"{rank} {audit.counts[rank]:,}" for rank in ORDER if audit.counts[rank])
    listed = f", the first {len(audit.entries):,} listed" if len(audit.entries) < audit.counts.total() else ""
    return f"{counted(audit.notes, 'note')}, {counted(audit.counts.total(), 'disagreement')}{listed}" + (f": {ranks}" if ranks else "")


def _depends(entry: Entry) -> RenderableType:
    head = Text(f" {entry.depends} ", _STYLE.get(entry.depends, QUIET))
    lines = list(dict.fromkeys(_changes(entry.changes))) if entry.changes else []
    more = [f"and {len(lines) - _MOST} more"] if len(lines) > _MOST else []
    return Group(head, *(Text(line) for line in lines[:_MOST]), *(Text(line, QUIET) for line in more))


def _changes(changes: Comparison) -> Iterator[str]:
    """The changes in words; a code that several lists gain or lose is told once."""
    leading = {(one.code, one.change) for one in changes.codes if one.listed_in != "codes_presumed"}
    for code in changes.codes:
        only = "" if (code.code, code.change) in leading else " with presumed links"
        yield f"{_SIGN[code.change]} {code.code}{only}"
    for condition in changes.conditions:
        yield f"{in_words(condition.condition)}: {condition.before} → {condition.after}"
    for gap in changes.gaps_closed:
        yield f"no gap {gap.priority}: {in_words(gap.element)}"
    for gap in changes.gaps_opened:
        yield f"gap {gap.priority}: {in_words(gap.element)}"
    settled, raised, reworded = warning_kinds(changes)
    yield from (f"no warning: {in_words(kind)}" for kind in settled)
    yield from (f"warning: {in_words(kind)}" for kind in raised)
    yield from (f"warning: {in_words(kind)}, with other words" for kind in reworded)
    for element in changes.elements:
        yield f"{in_words(element.element)}: {in_words(element.before)} → {in_words(element.after)}"


def _read(entry: Entry) -> RenderableType:
    about = entry.about
    where = Text.assemble((shown(entry.id), "bold"), (f"  {in_words(entry.section)}", QUIET))
    if isinstance(about, Expansion):
        meaning = Text.assemble(_words(about.short), " for ", _words(about.long), (", not taken so", QUIET))
        return Group(where, _quoted((about.short, about.long), entry), meaning)
    return Group(where, _quoted((Evidence(one.start, one.end, one.text) for one in about.targets), entry), _said(about), *_entities(about))


def _quoted(places: Iterable[Evidence], entry: Entry) -> Text:
    """Places in their clauses of the sentence; nothing more of the note is at hand."""
    start, text = entry.sentence.start, entry.sentence.text
    inside = (Evidence(max(0, one.start - start), one.end - start, one.text) for one in places)
    return quotations(inside, text)


def _said(about: Asserted) -> Table:
    grid = Table.grid(padding=(0, 2))
    for one in about.said:
        style = "bold yellow" if one.reader in about.against else ""
        grid.add_row(Text(one.reader, QUIET), Text(one.assertion, style), _because(one))
    return grid


def _because(said: Said) -> Text:
    words = Text()
    if said.trigger is not None:
        words.append_text(_words(said.trigger)).append("  ")
    return words.append(said.rule, QUIET)


def _entities(about: Asserted) -> Iterator[Text]:
    if about.entities:
        yield Text("beside it: ", QUIET).append_text(Text(", ").join(map(_words, about.entities)))


def _words(evidence: Evidence) -> Text:
    return Text(f"“{' '.join(shown(evidence.text).split())}”", "cyan")
