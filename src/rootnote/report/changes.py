"""What an edit of a note changed, for the terminal."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from rootnote.coding.linkage import Linkage
from rootnote.comparison import CodeChange, CodeList, Comparison
from rootnote.record import GapRecord, WarningRecord
from rootnote.report.steps import QUIET, question, quotations, steps_grid
from rootnote.report.words import in_words

_SIGN = {"added": ("+", "bold green"), "removed": ("−", "bold red")}
_INDENT = 10
_NAMES: dict[CodeList, str] = {
    "codes": "as the author links it",
    "codes_presumed": "with presumed links",
    "symptom_codes": "symptom",
}


def changes(comparison: Comparison, linkage: Linkage, text: str) -> RenderableType:
    """What rich prints for a comparison; urgent warnings and the code list of ``linkage`` come first. ``text`` is the newer note's."""
    if comparison.is_empty:
        return Text("Nothing changed." if comparison.same_text else "Nothing changed but words.")
    urgent = [warning for warning in comparison.warnings_raised if warning.urgent]
    return Group(
        *(_raised(warning, text) for warning in urgent),
        *_codes(comparison, linkage, text),
        *_statuses(comparison),
        *(_line("closed", "green", f"{gap.priority}  {in_words(gap.element)}") for gap in comparison.gaps_closed),
        *(_opened(gap) for gap in comparison.gaps_opened),
        *(_line("settled", "green", warning.message) for warning in comparison.warnings_settled),
        *(_raised(warning, text) for warning in comparison.warnings_raised if warning not in urgent),
        Text(f"elements documented: {comparison.completeness_before:.0%} → {comparison.completeness_after:.0%} by weight", QUIET),
    )


def _codes(comparison: Comparison, linkage: Linkage, text: str) -> Iterator[RenderableType]:
    leading = "codes" if linkage is Linkage.EXPLICIT else "codes_presumed"
    told: list[CodeChange] = []
    for change in sorted(comparison.codes, key=lambda change: change.listed_in != leading):
        if any((one.code, one.change, one.why) == (change.code, change.change, change.why) for one in told):
            continue
        told.append(change)
        sign, style = _SIGN[change.change]
        yield Text.assemble((f"{sign} {change.code}", style), f"  {change.description}  ", (f"({_NAMES[change.listed_in]})", QUIET))
        yield Padding(steps_grid(change.why, text), (0, 0, 0, 2))


def _statuses(comparison: Comparison) -> Iterator[RenderableType]:
    for condition in comparison.conditions:
        yield _line("diagnosis", "magenta", f"{in_words(condition.condition)}: {condition.before} → {condition.after}")
    closed = {gap.element for gap in (*comparison.gaps_closed, *comparison.gaps_opened)}
    for element in comparison.elements:
        if element.element not in closed:
            yield _line("element", "blue", f"{in_words(element.element)}: {in_words(element.before)} → {in_words(element.after)}")


def _opened(gap: GapRecord) -> RenderableType:
    return Group(_line("opened", "red", f"{gap.priority}  {in_words(gap.element)}. {gap.why}"), _below(question(gap.query)))


def _raised(warning: WarningRecord, text: str) -> RenderableType:
    line = _line("URGENT", "bold white on red", warning.message) if warning.urgent else _line("warning", "red", warning.message)
    return Group(
        line, _below(quotations(warning.evidence, text)), *([_below(question(warning.query, quoting=False))] if warning.query else [])
    )


def _below(what: RenderableType) -> RenderableType:
    return Padding(what, (0, 0, 0, _INDENT))


def _line(name: str, style: str, words: str) -> Text:
    return Text.assemble((f"{name:<{_INDENT}}", style), words)
