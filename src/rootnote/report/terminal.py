"""One note explained in the terminal: urgent warnings, its text with the evidence coloured, codes with their steps, gaps with questions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from rich import box
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from rootnote.coding.decisions import Step
from rootnote.coding.linkage import Linkage
from rootnote.documentation.necessity import Necessity, Outcome
from rootnote.record import GapRecord, NoteRecord, WarningRecord
from rootnote.report.characters import shown
from rootnote.report.highlights import Subject, highlights
from rootnote.report.steps import QUIET, question, quotations, steps_grid, title
from rootnote.report.words import BECAUSE, POLICY, PRIORITY, SCOPE, in_words

_STYLES = {
    Subject.DIAGNOSIS: "bold magenta",
    Subject.WHERE: "green",
    Subject.SYMPTOMS: "cyan",
    Subject.EXAMINATION: "blue",
    Subject.TESTS: "bright_blue",
    Subject.CAUSE: "yellow",
    Subject.COURSE: "bright_black",
    Subject.WARNING: "underline red",
}
_PRIORITY_STYLE = {"A": "bold white on red", "B": "black on yellow", "C": "white on bright_black"}
_OUTCOME = {Outcome.MET: ("✓", "green"), Outcome.NOT_MET: ("✗", "bold red"), Outcome.UNKNOWN: ("?", "yellow")}
_SAID = {Outcome.MET: "", Outcome.NOT_MET: " Not met.", Outcome.UNKNOWN: " Unknown."}
_BAR = 20


def explanation(text: str, record: NoteRecord, necessity: Necessity | None = None) -> RenderableType:
    """What rich prints for one note. ``text`` is the untouched text that the record was made from."""
    urgent = [warning for warning in record.warnings if warning.urgent]
    return Group(
        Rule(Text(record.id, "bold"), style=QUIET),
        *(_urgent(warning, text) for warning in urgent),
        _summary(record),
        Panel(_coloured(text, record), box=box.ROUNDED, border_style=QUIET, subtitle=_legend(), padding=(0, 1)),
        *_codes(record, text),
        *_warnings([warning for warning in record.warnings if not warning.urgent], text),
        *_gaps(record.gaps, text),
        *(_necessity(necessity, text) if necessity else ()),
    )


def _summary(record: NoteRecord) -> RenderableType:
    """The note in a few lines: its kind, its codes, how much is documented."""
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style=QUIET)
    grid.add_row("note", f"{record.note_type}, {record.setting}, {SCOPE[record.scope]}")
    lists = {"codes": record.codes or record.symptom_codes, "presumed": record.codes_presumed}
    if record.linkage is Linkage.PRESUMED:
        lists = dict(reversed(lists.items()))
    for name, codes in lists.items():
        if name == "codes" or record.codes != record.codes_presumed:
            grid.add_row(name, Text(", ".join(codes) or "none", "bold magenta"))
    filled = round(record.completeness * _BAR)
    bar = Text.assemble(("━" * filled, "green"), ("━" * (_BAR - filled), QUIET), f" {record.completeness:.0%} by weight")
    grid.add_row("documented", bar)
    gaps = Text("none") if not record.gaps else Text()
    for priority, count in sorted(Counter(gap.priority for gap in record.gaps).items()):
        gaps.append(f" {priority} ", _PRIORITY_STYLE[priority]).append(f" {count}  ")
    grid.add_row("gaps", gaps)
    return Padding(grid, (0, 0, 0, 1))


def _urgent(warning: WarningRecord, text: str) -> RenderableType:
    body = Group(Text(warning.message, "bold"), quotations(warning.evidence, text))
    return Panel(body, title=Text(" URGENT ", "bold white on red"), title_align="left", border_style="red", box=box.HEAVY)


def _coloured(text: str, record: NoteRecord) -> Text:
    body = Text(shown(text).strip("\n"))
    offset = len(text) - len(shown(text).lstrip("\n"))
    for one in highlights(record):
        body.stylize(_STYLES[one.subject], max(0, one.place.start - offset), max(0, one.place.end - offset))
    return body


def _legend() -> Text:
    return Text("  ").join(Text(subject, style) for subject, style in _STYLES.items())


def _heading(words: str) -> RenderableType:
    return Padding(Rule(Text(words, "bold"), align="left", style=QUIET), (1, 0, 0, 0))


def _codes(record: NoteRecord, text: str) -> Iterator[RenderableType]:
    yield _heading("Codes")
    if not record.code_details:
        yield Text("None that the note supports.", "bold")
    leading = {record.linkage, "both", "symptom"}
    told: dict[Step, str] = {}
    for number, detail in enumerate(sorted(record.code_details, key=lambda detail: detail.policy not in leading)):
        style = "bold magenta" if detail.policy in leading else "magenta"
        line = Text.assemble((detail.code, style), f"  {detail.description}  ", (f"({POLICY[detail.policy]})", QUIET))
        yield Padding(line, (1 if number else 0, 0, 0, 0))
        yield Padding(steps_grid(detail.steps, text, dict(told)), (0, 0, 0, 1))
        told.update((step, told.get(step, detail.code)) for step in detail.steps)
    if record.decisions:
        yield _heading("Not coded")
        yield Padding(steps_grid(record.decisions, text), (0, 0, 0, 1))


def _warnings(warnings: Sequence[WarningRecord], text: str) -> Iterator[RenderableType]:
    if not warnings:
        return
    yield _heading("Warnings")
    grid = Table.grid(padding=(0, 1))
    for warning in warnings:
        grid.add_row(Text("!", "bold red"), Text(warning.message, "red"))
        grid.add_row("", quotations(warning.evidence, text))
        if warning.query:
            grid.add_row("", Padding(question(warning.query, quoting=False), (0, 0, 0, 2)))
    yield grid


def _gaps(gaps: Sequence[GapRecord], text: str) -> Iterator[RenderableType]:
    yield _heading("Gaps, and what to ask")
    if not gaps:
        yield Text("None.")
    for number, gap in enumerate(gaps):
        line = Text.assemble(
            (f" {gap.priority} ", _PRIORITY_STYLE[gap.priority]), (f" {title(gap.query)}", "bold"), (f"  {PRIORITY[gap.priority]}", QUIET)
        )
        yield Padding(line, (1 if number else 0, 0, 0, 0))
        yield Padding(Group(Text(gap.why), _looked(gap, text), question(gap.query)), (0, 0, 0, 4))


def _looked(gap: GapRecord, text: str) -> Text:
    """Where the element was looked for, and what came nearest."""
    searched = ", ".join(in_words(section) for section in gap.searched)
    words = Text(f"Looked for in: {searched}." if searched else "The note has no headings.", QUIET)
    if gap.nearest_rejected and gap.rejected_because:
        words.append(" Nearest: ", QUIET)
        words.append_text(quotations(gap.nearest_rejected, text))
        words.append(f" ({BECAUSE[gap.rejected_because]})", QUIET)
    return words


def _necessity(necessity: Necessity, text: str) -> Iterator[RenderableType]:
    yield _heading(necessity.title)
    yield Text(", ".join(necessity.procedures), QUIET)
    grid = Table.grid(padding=(0, 1))
    grid.add_column()
    grid.add_column(no_wrap=True)
    for item in necessity.items:
        sign, style = _OUTCOME[item.outcome]
        grid.add_row(Text(sign, style), Text(item.title, "bold"), Text.assemble(item.wanted, (_SAID[item.outcome], style)))
        if item.evidence:
            grid.add_row("", "", quotations(item.evidence, text))
    yield grid
    yield Text("What payers commonly want documented; each has its own policy.", QUIET)
