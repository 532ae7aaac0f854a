"""One note explained in the terminal: urgent warnings, its text with the evidence coloured, codes with their steps, gaps with questions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from rich import box
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from rootnote.coding.decisions import Step
from rootnote.coding.linkage import Linkage
from rootnote.documentation.elements import Element
from rootnote.documentation.gaps import Rejection
from rootnote.documentation.necessity import Necessity, Outcome
from rootnote.facts.model import Assertion, Evidence
from rootnote.record import GapRecord, NoteRecord, WarningRecord
from rootnote.report.steps import QUIET, question, quotations, shown, steps_grid, title

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
    "both": "as the author links it, and with presumed links",
    "explicit": "as the author links it",
    "presumed": "with presumed links",
    "symptom": "symptom",
}
_PRIORITY_STYLE = {"A": "bold white on red", "B": "black on yellow", "C": "white on bright_black"}
_PRIORITY = {"A": "changes the code", "B": "supports the diagnosis", "C": "asked for by those who authorize treatment"}
_BECAUSE = {
    Rejection.UNCERTAIN: "only possible",
    Rejection.ORDERED: "ordered or planned only",
    Rejection.HISTORICAL: "of the past, or told in the history only",
    Rejection.NEGATED: "denied or normal",
    Rejection.HYPOTHETICAL: "said of what may come",
    Rejection.FAMILY: "said of a relative",
    Rejection.NO_RESULT: "named without a result",
    Rejection.ANOTHER_REGION: "of another region",
    Rejection.ANOTHER_PROBLEM: "of another problem or body part",
    Rejection.NO_TERRITORY: "on no dermatome or territory",
    Rejection.FINDING_ONLY: "said of a finding, not of the diagnosis",
    Rejection.NOT_LINKED: "not linked by the author",
}
_SCOPE = {"radiculopathy": "radiculopathy", "lumbar": "a lumbar problem without radiculopathy", "none": "no lumbar problem"}
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
    grid.add_row("note", f"{record.note_type}, {record.setting}, {_SCOPE[record.scope]}")
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


def _codes(record: NoteRecord, text: str) -> Iterator[RenderableType]:
    yield _heading("Codes")
    if not record.code_details:
        yield Text("None that the note supports.", "bold")
    leading = {record.linkage, "both", "symptom"}
    told: dict[Step, str] = {}
    for number, detail in enumerate(sorted(record.code_details, key=lambda detail: detail.policy not in leading)):
        style = "bold magenta" if detail.policy in leading else "magenta"
        line = Text.assemble((detail.code, style), f"  {detail.description}  ", (f"({_POLICY[detail.policy]})", QUIET))
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
            (f" {gap.priority} ", _PRIORITY_STYLE[gap.priority]), (f" {title(gap.query)}", "bold"), (f"  {_PRIORITY[gap.priority]}", QUIET)
        )
        yield Padding(line, (1 if number else 0, 0, 0, 0))
        yield Padding(Group(Text(gap.why), _looked(gap, text), question(gap.query)), (0, 0, 0, 4))


def _looked(gap: GapRecord, text: str) -> Text:
    """Where the element was looked for, and what came nearest."""
    searched = ", ".join(section.replace("_", " ") for section in gap.searched)
    words = Text(f"Looked for in: {searched}." if searched else "The note has no headings.", QUIET)
    if gap.nearest_rejected and gap.rejected_because:
        words.append(" Nearest: ", QUIET)
        words.append_text(quotations(gap.nearest_rejected, text))
        words.append(f" ({_BECAUSE[gap.rejected_because]})", QUIET)
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
