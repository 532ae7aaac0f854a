"""One note explained in the terminal: its text with the evidence coloured, codes with their steps, warnings, gaps with questions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from rootnote.coding.assign import CodeDetail
from rootnote.documentation.elements import Element
from rootnote.facts.model import Assertion, Evidence
from rootnote.record import GapRecord, NoteRecord, WarningRecord

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
_PRIORITY_STYLE = {"A": "bold red", "B": "yellow", "C": "bright_black"}

#: Control characters as pictures of the same length, so that a note can't send commands to the terminal and offsets still fit.
_PICTURES = (
    {code: 0x2400 + code for code in range(32) if chr(code) not in "\n\t"} | {0x7F: 0x2421} | dict.fromkeys(range(0x80, 0xA0), 0x2426)
)


def explanation(text: str, record: NoteRecord) -> RenderableType:
    """What rich prints for one note. ``text`` is the untouched text that the record was made from."""
    return Group(
        Rule(Text(f"{record.id}: {record.note_type}, scope {record.scope}, {record.completeness:.0%} of the elements by weight")),
        _coloured(text, record),
        _legend(),
        *_codes(record),
        *_warnings(record.warnings),
        *_gaps(record.gaps),
    )


def _coloured(text: str, record: NoteRecord) -> Text:
    shown = Text(_shown(text))
    for style, evidence in _highlights(record):
        for place in evidence:
            shown.stylize(style, place.start, place.end)
    return shown


def _shown(text: str) -> str:
    """The text as it may be printed, every character in its place: a carriage return ends a line only where no line feed follows."""
    return text.replace("\r\n", " \n").replace("\r", "\n").translate(_PICTURES)


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


def _codes(record: NoteRecord) -> Iterator[RenderableType]:
    yield Rule("codes")
    if not record.code_details:
        yield Text("none that the note supports")
    leading = {record.linkage, "both", "symptom"}
    for detail in sorted(record.code_details, key=lambda detail: detail.policy not in leading):
        yield Text.assemble((detail.code, "bold"), f"  {detail.description}  ", (f"({_POLICY[detail.policy]})", "bright_black"))
        yield Padding(_steps(detail), (0, 0, 0, 4))


def _steps(detail: CodeDetail) -> RenderableType:
    steps = Table.grid(padding=(0, 1))
    for step in detail.steps:
        steps.add_row("-", Text(step.decided))
        if step.would_change:
            steps.add_row("", Text(step.would_change, "bright_black"))
    return steps


def _warnings(warnings: Iterable[WarningRecord]) -> Iterator[RenderableType]:
    table = Table.grid(padding=(0, 1))
    for warning in warnings:
        table.add_row("!", Text(warning.message, "bold red" if warning.urgent else "red"))
    if table.row_count:
        yield Rule("warnings")
        yield table


def _gaps(gaps: Sequence[GapRecord]) -> Iterator[RenderableType]:
    yield Rule("gaps, and what to ask")
    if not gaps:
        yield Text("none")
    for gap in gaps:
        searched = ", ".join(section.replace("_", " ") for section in gap.searched)
        yield Text.assemble((gap.priority, _PRIORITY_STYLE[gap.priority]), f"  {gap.element.replace('_', ' ')}. {gap.why}")
        yield Padding(
            Group(
                *([Text(f"Looked for in: {searched}.", "bright_black")] if searched else []),
                *(Text(_shown(f"Nearest: “{place.text}”"), "bright_black") for place in gap.nearest_rejected or ()),
                Text(_shown(gap.query)),
            ),
            (0, 0, 1, 4),
        )
