"""What an edit of a note changed, for the terminal."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from rootnote.coding.linkage import Linkage
from rootnote.comparison import CodeChange, CodeList, Comparison
from rootnote.record import WarningRecord
from rootnote.report.steps import QUIET, quotations, steps_grid

_SIGN = {"added": ("+", "bold green"), "removed": ("−", "bold red")}
_NAMES: dict[CodeList, str] = {
    "codes": "as the author links it",
    "codes_presumed": "with presumed links",
    "symptom_codes": "symptom",
}


def changes(comparison: Comparison, linkage: Linkage) -> RenderableType:
    """What rich prints for a comparison; the code list of ``linkage`` comes first."""
    if comparison.is_empty:
        return Text("Nothing changed but words.")
    return Group(
        *_codes(comparison, linkage),
        *_statuses(comparison),
        *(_line("closed", "green", f"{gap.priority}  {_words(gap.element)}") for gap in comparison.gaps_closed),
        *(_line("opened", "red", f"{gap.priority}  {_words(gap.element)}. {gap.why}") for gap in comparison.gaps_opened),
        *(_warning("settled", "green", warning) for warning in comparison.warnings_settled),
        *(_warning("warning", "bold red" if warning.urgent else "red", warning) for warning in comparison.warnings_raised),
        Text(f"elements documented: {comparison.completeness_before:.0%} → {comparison.completeness_after:.0%} by weight", QUIET),
    )


def _codes(comparison: Comparison, linkage: Linkage) -> Iterator[RenderableType]:
    leading = "codes" if linkage is Linkage.EXPLICIT else "codes_presumed"
    told: list[CodeChange] = []
    for change in sorted(comparison.codes, key=lambda change: change.listed_in != leading):
        if any((one.code, one.change, one.why) == (change.code, change.change, change.why) for one in told):
            continue
        told.append(change)
        sign, style = _SIGN[change.change]
        yield Text.assemble((f"{sign} {change.code}", style), f"  {change.description}  ", (f"({_NAMES[change.listed_in]})", QUIET))
        yield Padding(steps_grid(change.why), (0, 0, 0, 4))


def _statuses(comparison: Comparison) -> Iterator[RenderableType]:
    for condition in comparison.conditions:
        yield _line("diagnosis", "magenta", f"{_words(condition.condition)}: {condition.before} → {condition.after}")
    closed = {gap.element for gap in (*comparison.gaps_closed, *comparison.gaps_opened)}
    for element in comparison.elements:
        if element.element not in closed:
            yield _line("element", "blue", f"{_words(element.element)}: {_words(element.before)} → {_words(element.after)}")


def _warning(name: str, style: str, warning: WarningRecord) -> RenderableType:
    line = _line(name, style, warning.message)
    return Group(line, Padding(quotations(warning.evidence), (0, 0, 0, 10))) if name == "warning" else line


def _line(name: str, style: str, words: str) -> Text:
    return Text.assemble((f"{name:<10}", style), words)


def _words(name: str) -> str:
    return name.replace("_", " ")
