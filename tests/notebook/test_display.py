"""What is shown is the note, every character of it, and nothing that a note could make of it."""

import re
from html.parser import HTMLParser

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotation.sheets import marks, texts
from rootnote.annotation.sheet import Mark
from rootnote.annotation.tools import Layer
from rootnote.documentation.elements import Element
from rootnote.facts.model import Assertion, Condition
from rootnote.notebook.display import Chart, bars, dots, highlighted, overlaid, readable
from rootnote.report.characters import shown


class Shown(HTMLParser):
    """The words of a note in its HTML, the names of its places, and the tags."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.text, self.names, self.tags = "", list[str](), set[str]()
        self._open: list[str] = []
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag == "br":
            self.text += "\n"
        else:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] == "span":
            self.names += data.strip().split(" · ") if data.strip() else []
        elif "div" in self._open and self._open[-1] != "style":
            self.text += data


LEFT = Mark(0, 4, Layer.ELEMENT, Element.LATERALITY)
ROOT = Mark(0, 21, Layer.ELEMENT, Element.NERVE_ROOT_OR_REGION)
NEGATED = Mark(5, 21, Layer.CONDITION, Condition.RADICULOPATHY, Assertion.NEGATED)
TEXT = "Left S1 radiculopathy & <b>more</b>, $5 and $6"


def test_places_are_named_where_they_end() -> None:
    found = Shown(highlighted(TEXT, [ROOT, LEFT, NEGATED]).markup)
    assert found.names == ["laterality", "nerve root or region", "radiculopathy: negated"]
    assert found.text.strip("\n") == TEXT


def test_overlapping_places_are_striped_in_both_colours() -> None:
    def backgrounds(*held: Mark) -> list[str]:
        return re.findall(r"<mark style=\"background: ([^;]+);", highlighted(TEXT, held).markup)

    (one,), (other,) = backgrounds(ROOT), backgrounds(NEGATED)
    assert backgrounds(ROOT, NEGATED) == [one, f"linear-gradient({one} 0% 50%, {other} 50% 100%)"]


def test_two_readings_of_one_place_are_one_piece() -> None:
    found = overlaid(TEXT, {"first": [LEFT], "second": [LEFT]})
    assert Shown(found.markup).names == ["first: laterality", "second: laterality"]
    assert found.markup.count("<mark") == 1


@given(st.data())
def test_every_character_is_shown_once_and_none_as_a_tag(data: st.DataObject) -> None:
    text = data.draw(texts)
    found = Shown(highlighted(text, data.draw(st.lists(marks(text), max_size=6))).markup)
    assert found.text.strip("\n") == shown(text).strip("\n")
    assert found.tags <= {"style", "div", "mark", "span", "br"}


def test_tables_show_tags_of_a_note_as_text_and_no_formulas() -> None:
    markup = readable(pd.DataFrame({"words": ["<script>alert(1)</script> $5"], "figure": [0.25]})).to_html()
    assert "&lt;script&gt;" in markup
    assert "<script>" not in markup
    assert "mathjax_ignore" in markup
    assert ">0.250<" in markup


FRAME = pd.DataFrame({"agree": [0.5, 1.0], "alpha": [0.25, None]}, index=["one", "other"])


@pytest.mark.parametrize(
    "chart",
    [
        pytest.param(bars(FRAME, "Title", {"agree": "red", "alpha": "blue"}), id="bars"),
        pytest.param(bars(FRAME.fillna(0), "Title", {"agree": "red", "alpha": "blue"}, stacked=True), id="stacked"),
        pytest.param(dots(FRAME, "Title", {"agree": "red", "alpha": "blue"}), id="dots"),
    ],
)
def test_charts_have_rows_from_the_top_and_a_legend_in_order(chart: Chart) -> None:
    (axes,) = chart.figure.axes
    chart.figure.canvas.draw()
    rows = [label.get_text() for label in axes.get_yticklabels()]
    places = axes.get_yticks()
    assert [row for _, row in sorted(zip(places, rows, strict=True), reverse=True)] == ["one", "other"]
    assert [text.get_text() for text in chart.figure.legends[0].get_texts()] == ["agree", "alpha"]
    assert chart._repr_png_().startswith(b"\x89PNG")


@pytest.mark.parametrize("draw", [bars, dots])
def test_a_chart_of_nothing_says_so(draw: type[Chart]) -> None:
    (axes,) = draw(FRAME.head(0), "Title", {}).figure.axes  # type: ignore[call-arg,arg-type]
    assert [text.get_text() for text in axes.texts] == ["nothing to show"]


def test_the_same_chart_is_the_same_bytes() -> None:
    one, other = (bars(FRAME, "Title", {"agree": "red", "alpha": "blue"})._repr_png_() for _ in range(2))
    assert one == other
