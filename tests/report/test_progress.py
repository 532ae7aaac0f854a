"""The summary at the end of a run."""

import io

import pytest
from rich.console import Console

from rootnote.batch.summary import Summary, Tally
from rootnote.report.progress import summary_table

TALLIES = [
    Tally(),
    Tally(failed=True),
    Tally(in_scope=True, codes=frozenset({"M54.17"}), gaps=frozenset({"reflex_exam", "imaging"}), warnings=frozenset({"unlinked_cause"})),
    Tally(in_scope=True, codes=frozenset({"M54.17", "M54.16"}), gaps=frozenset({"reflex_exam"}), warnings=frozenset({"cauda_equina"})),
]


def shown(tallies: list[Tally], seconds: float, kept: int = 0) -> list[str]:
    summary = Summary()
    for tally in tallies:
        summary.add(tally)
    console = Console(width=200, file=io.StringIO())
    with console.capture() as capture:
        console.print(summary_table(summary, seconds, kept))
    return [" ".join(line.replace("│", " ").split()) for line in capture.get().splitlines()]


def test_summary_has_notes_scope_codes_gaps_warnings_errors_and_speed() -> None:
    lines = shown(TALLIES, seconds=0.5)
    for line in (
        "read 4 8 a second",
        "in scope 2 with a lumbar condition, sure or possible",
        "with a code 2 M54.17 2, M54.16 1",
        "with a gap 2 reflex exam 2, imaging 1",
        "with a warning 2 cauda equina 1, unlinked cause 1",
        "failed 1 each is a line with its id and error",
    ):
        assert line in lines
    assert lines.index("urgent cauda equina 1") < lines.index("read 4 8 a second")


def test_speed_counts_only_what_was_read() -> None:
    lines = shown(TALLIES, seconds=0.5, kept=3)
    assert "kept 3 results of earlier runs that still hold" in lines
    assert "read 1 2 a second" in lines


@pytest.mark.parametrize("seconds", [0.0, 1.0])
def test_summary_of_nothing(seconds: float) -> None:
    assert any(line.startswith("read 0") for line in shown([], seconds))
