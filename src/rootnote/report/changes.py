"""What an edit of a note changed, for the terminal."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
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
    """A change that several lists have for one reason is told once, and names them all."""
    leading = "codes" if linkage is Linkage.EXPLICIT else "codes_presumed"
    told: dict[tuple[object, ...], list[CodeChange]] = {}
    for change in sorted(comparison.codes, key=lambda change: change.listed_in != leading):
        told.setdefault((change.code, change.change, change.why), []).append(change)
    for first, *others in told.values():
        sign, style = _SIGN[first.change]
        names = " and ".join(_NAMES[change.listed_in] for change in (first, *others))
        yield _hanging(Text(f"{sign} {first.code}", style), Text.assemble(first.description, "  ", (f"({names})", QUIET)))
        yield Padding(steps_grid(first.why, text), (0, 0, 0, 2))


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


def _line(name: str, style: str, words: str) -> RenderableType:
    return _hanging(Text(f"{name:<{_INDENT - 1}}", style), Text(words), gap=1)


def _hanging(name: Text, words: Text, gap: int = 2) -> RenderableType:
    """A name and words beside it, which go on below themselves where they take several lines."""
    grid = Table.grid(padding=(0, gap, 0, 0), pad_edge=False)
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    grid.add_row(name, words)
    return grid
