"""One note explained in the terminal: urgent warnings, its text with the evidence coloured, codes with their steps, gaps with questions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich import box
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from rootnote.coding.linkage import Linkage
from rootnote.documentation.elements import Element
from rootnote.documentation.necessity import Necessity, Outcome
from rootnote.facts.model import Assertion, Evidence
from rootnote.record import GapRecord, NoteRecord, WarningRecord
from rootnote.report.steps import QUIET, quotations, shown, steps_grid

_DIAGNOSIS = ("diagnosis", "bold magenta")
_WARNING = ("warning", "underline red")
_LEGEND: dict[tuple[str, str], tuple[Element, ...]] = {
    ("where", "green"): (Element.NERVE_ROOT_OR_REGION, Element.LATERALITY),
    ("symptoms", "cyan"): (Element.RADICULAR_SYMPTOMS, Element.DERMATOMAL_DISTRIBUTION),
    ("examination", "blue"): (Element.SENSORY_EXAM, Element.REFLEX_EXAM, Element.MOTOR_EXAM, Element.STRAIGHT_LEG_RAISE),
    ("tests", "bright_blue"): (Element.IMAGING, Element.ELECTRODIAGNOSTICS),
    ("cause", "yellow"): (Element.ETIOLOGY_STATEMENT,),
    ("course", "bright_black"): (Element.CHRONICITY, Element.CONSERVATIVE_TREATMENT),
}
_POLICY = {
    "both": "linkage explicit or presumed",
    "explicit": "linkage explicit only",
    "presumed": "linkage presumed only",
    "symptom": "symptom",
}
_PRIORITY_STYLE = {"A": "bold white on red", "B": "black on yellow", "C": "white on bright_black"}
_PRIORITY = {"A": "changes the code", "B": "supports the diagnosis", "C": "asked for by those who authorize treatment"}
_OUTCOME = {Outcome.MET: ("✓", "green"), Outcome.NOT_MET: ("✗", "bold red"), Outcome.UNKNOWN: ("?", "yellow")}
_BAR = 20


def explanation(text: str, record: NoteRecord, necessity: Necessity | None = None) -> RenderableType:
    """What rich prints for one note. ``text`` is the untouched text that the record was made from."""
    urgent = [warning for warning in record.warnings if warning.urgent]
    return Group(
        *_head(record),
        *(_urgent(warning) for warning in urgent),
        Panel(_coloured(text, record), box=box.ROUNDED, border_style=QUIET, subtitle=_legend(), padding=(0, 1)),
        *_codes(record),
        *_warnings([warning for warning in record.warnings if not warning.urgent]),
        *_gaps(record.gaps),
        *(_necessity(necessity) if necessity else ()),
    )


def _head(record: NoteRecord) -> Iterator[RenderableType]:
    filled = round(record.completeness * _BAR)
    yield Rule(Text(record.id, "bold"), style=QUIET)
    yield Text.assemble(
        (f"{record.note_type}, {record.setting}, scope {record.scope}   ", QUIET),
        ("━" * filled, "green"),
        ("━" * (_BAR - filled), QUIET),
        f" {record.completeness:.0%} of the 13 elements by weight",
    )


def _urgent(warning: WarningRecord) -> RenderableType:
    body = Group(Text(warning.message, "bold"), quotations(warning.evidence))
    return Panel(body, title=Text(" URGENT ", "bold white on red"), title_align="left", border_style="red", box=box.HEAVY)


def _coloured(text: str, record: NoteRecord) -> Text:
    body = Text(shown(text).strip("\n"))
    offset = len(text) - len(shown(text).lstrip("\n"))
    for style, evidence in _highlights(record):
        for place in evidence:
            body.stylize(style, max(0, place.start - offset), max(0, place.end - offset))
    return body


def _highlights(record: NoteRecord) -> Iterator[tuple[str, Iterable[Evidence]]]:
    """Styles with their places; the later ones win."""
    for (_, style), elements in _LEGEND.items():
        for element in elements:
            yield style, record.elements[element].evidence
    for condition, mentions in record.condition_evidence.items():
        if Assertion(record.conditions[condition]).is_current:
            yield _DIAGNOSIS[1], (Evidence(one.start, one.end, one.text) for one in mentions if one.assertion.is_current)
    for warning in record.warnings:
        yield _WARNING[1], warning.evidence


def _legend() -> Text:
    return Text("  ").join(Text(name, style) for name, style in (_DIAGNOSIS, *_LEGEND, _WARNING))


def _heading(words: str) -> RenderableType:
    return Padding(Rule(Text(words, "bold"), align="left", style=QUIET), (1, 0, 0, 0))


def _codes(record: NoteRecord) -> Iterator[RenderableType]:
    yield _heading("Codes")
    if not record.code_details:
        yield Text("None that the note supports.", "bold")
    leading = {record.linkage, "both", "symptom"}
    for detail in sorted(record.code_details, key=lambda detail: detail.policy not in leading):
        style = "bold magenta" if detail.policy in leading else "magenta"
        yield Text.assemble((detail.code, style), f"  {detail.description}  ", (f"({_POLICY[detail.policy]})", QUIET))
        yield Padding(steps_grid(detail.steps), (0, 0, 1, 2))
    if record.linkage is Linkage.PRESUMED and record.codes != record.codes_presumed:
        yield Text("Presumed links lead in this view; without them the author's own links do.", QUIET)
    if record.decisions:
        yield Text("Not coded", "bold")
        yield Padding(steps_grid(record.decisions), (0, 0, 0, 2))


def _warnings(warnings: Sequence[WarningRecord]) -> Iterator[RenderableType]:
    if not warnings:
        return
    yield _heading("Warnings")
    grid = Table.grid(padding=(0, 1))
    for warning in warnings:
        grid.add_row(Text("!", "bold red"), Text(warning.message, "red"))
        grid.add_row("", quotations(warning.evidence))
    yield grid


def _gaps(gaps: Sequence[GapRecord]) -> Iterator[RenderableType]:
    yield _heading("Gaps, and what to ask")
    if not gaps:
        yield Text("None.")
    for gap in gaps:
        title, *question = shown(gap.query).splitlines()
        yield Text.assemble(
            (f" {gap.priority} ", _PRIORITY_STYLE[gap.priority]), (f" {title}", "bold"), (f"  {_PRIORITY[gap.priority]}", QUIET)
        )
        yield Padding(Group(Text(gap.why), _looked(gap), Padding(Text("\n".join(question)), (0, 0, 0, 2))), (0, 0, 1, 4))


def _looked(gap: GapRecord) -> Text:
    """Where the element was looked for, and what came nearest."""
    searched = ", ".join(section.replace("_", " ") for section in gap.searched)
    words = Text(f"Looked for in: {searched}." if searched else "The note has no headings.", QUIET)
    if gap.nearest_rejected:
        words.append(" Nearest: ", QUIET)
        words.append_text(quotations(gap.nearest_rejected))
    return words


def _necessity(necessity: Necessity) -> Iterator[RenderableType]:
    yield _heading(f"{necessity.title}: {', '.join(necessity.procedures)}")
    grid = Table.grid(padding=(0, 1))
    grid.add_column()
    grid.add_column(no_wrap=True)
    for item in necessity.items:
        sign, style = _OUTCOME[item.outcome]
        grid.add_row(Text(sign, style), Text(item.title, "bold"), Text(item.wanted, QUIET))
        if item.evidence:
            grid.add_row("", "", quotations(item.evidence))
    yield grid
    yield Text("What payers commonly want documented; each has its own policy.", QUIET)
