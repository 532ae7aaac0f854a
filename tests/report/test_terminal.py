"""What the views for the terminal show of a record."""

from __future__ import annotations

from typing import Any

import pytest
from rich.console import Console, RenderableType

from coding.factsets import finding, note
from rootnote.coding.linkage import Linkage
from rootnote.documentation.gaps import Rejection
from rootnote.facts.model import Evidence
from rootnote.record import build_record
from rootnote.report.steps import question, quotations
from rootnote.report.terminal import explanation
from rootnote.report.words import BECAUSE

A = "affirmed"
BARE: dict[str, Any] = {"radiculopathy": A, "regions": ["lumbar"]}
UNLINKED: dict[str, Any] = {**BARE, "disc_disorder": A, "candidates": ["disc L4-L5"]}


def printed(what: RenderableType, width: int = 200) -> str:
    console = Console(width=width, color_system=None)
    with console.capture() as capture:
        console.print(what)
    return capture.get()


def explained(linkage: Linkage = Linkage.EXPLICIT, **given: Any) -> str:
    facts, text = note(**given)
    return printed(explanation(text, build_record("one", text, facts, linkage=linkage)))


def evidence(text: str, *words: str) -> list[Evidence]:
    return [Evidence(text.index(one), text.index(one) + len(one), one) for one in words]


def test_both_code_lists_are_named_when_they_differ_and_the_leading_one_first() -> None:
    explicit, presumed = (explained(linkage, **UNLINKED).splitlines() for linkage in Linkage)
    assert [line.split() for line in explicit[2:4]] == [["codes", "M54.16"], ["presumed", "M51.16"]]
    assert [line.split() for line in presumed[2:4]] == [["presumed", "M51.16"], ["codes", "M54.16"]]
    assert "presumed" not in explained(**BARE).splitlines()[3]


def test_steps_of_a_second_code_that_are_told_already_are_not_repeated() -> None:
    shown = explained(**UNLINKED)
    assert shown.count("[guideline IV.H; guide, codes 1]") == 1
    assert "Radiculopathy of the lumbar or sacral roots is affirmed and current. As for M54.16." in shown


def test_a_code_shows_rule_evidence_and_what_would_change_it() -> None:
    shown = explained(**BARE)
    assert "is affirmed and current. [guideline IV.H; guide, codes 1]" in shown
    assert "“affirmed radiculopathy”" in shown
    assert "↳ If the disc were the cause: M51.16; spondylosis: M47.26." in shown


def test_what_is_not_coded_is_told() -> None:
    shown = explained(radiculopathy="uncertain")
    assert "None that the note supports." in shown
    assert "Not coded ───" in shown
    assert "What is the present status of the problem quoted?" in shown


def test_a_gap_says_where_it_was_looked_for_what_came_nearest_and_why_that_does_not_count() -> None:
    shown = explained(**BARE, rejected=[finding("imaging", "MRI was ordered", "ordered")])
    assert "Nearest: “MRI was ordered” (ordered or planned only)" in shown
    assert "Looked for in: exam." in shown


def test_every_reason_to_reject_has_words() -> None:
    assert set(BECAUSE) == set(Rejection)


def test_urgent_warnings_come_first() -> None:
    shown = explained(**BARE, findings=[finding("sensory", site="saddle")])
    assert shown.index("URGENT") < shown.index("codes")


QUOTED: list[Any] = [
    pytest.param("Left pain. Right leg.", ["pain"], "“Left pain”", id="in-its-clause"),
    pytest.param("Left pain and numbness.", ["numbness", "pain"], "“Left pain and numbness”", id="one-clause-once"),
    pytest.param("Bad pain. Bad\n pain. Good", ["Bad pain", "Bad\n pain"], "“Bad pain”", id="the-same-words-once"),
    pytest.param("One. Two. Three. Four.", ["One", "Two", "Three", "Four"], "“One”, “Two” and 2 more", id="more-than-two"),
    pytest.param("Three. One.", ["One", "Three"], "“One”, “Three”", id="in-the-order-given"),
    pytest.param("so-called “pain” [bold]\x1b[0m", ["pain"], '“so-called "pain" [bold]␛[0m”', id="neutral"),
]


@pytest.mark.parametrize(("text", "words", "expected"), QUOTED)
def test_quotations(text: str, words: list[str], expected: str) -> None:
    assert quotations(evidence(text, *words), text).plain == expected


def test_the_evidence_in_a_clause_is_emphasised() -> None:
    text = "Left S1 radiculopathy due to it"
    line = quotations(evidence(text, "radiculopathy"), text)
    assert [line.plain[span.start : span.end] for span in line.spans if "bold" in str(span.style)] == ["radiculopathy"]


def test_short_choices_stand_in_one_line_and_long_ones_each_in_their_own() -> None:
    short = "Title\nThe note says: “x”.\nWhich?\n☐ Right\n☐ Other: __"
    assert printed(question(short)).splitlines()[-1].strip() == "☐ Right   ☐ Other: __"
    long = printed(question(short.replace("Right", "Right, and for longer than a line would hold")))
    assert [line.strip() for line in long.splitlines()[-2:]] == ["☐ Right, and for longer than a line would hold", "☐ Other: __"]
