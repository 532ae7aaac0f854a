"""What a notebook shows: notes with labelled places, tables to read, charts. Text of a note is always escaped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from itertools import pairwise
from typing import Any, Final

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator
from spacy import displacy

from rootnote.annotation.sheet import Mark
from rootnote.annotation.tools import Layer
from rootnote.documentation.elements import Element
from rootnote.facts.model import Assertion
from rootnote.report.characters import shown
from rootnote.report.highlights import ELEMENTS, Subject
from rootnote.report.words import in_words

# Pale enough for black text, also in JupyterLab's dark theme; the elements of a subject have one colour, as in the other views.
_SUBJECTS: Final = {
    Subject.WHERE: "#b8e6c1",
    Subject.SYMPTOMS: "#aee3ea",
    Subject.EXAMINATION: "#bcd3f7",
    Subject.TESTS: "#d5c8f5",
    Subject.CAUSE: "#fbe19a",
    Subject.COURSE: "#dcdcdc",
}
_ELEMENTS: Final = {element: colour for subject, colour in _SUBJECTS.items() for element in ELEMENTS[subject]}
_LAYERS: Final = {Layer.CONDITION: "#f7c6e0", Layer.CODE: "#f9c9a5", Layer.FINDING: "#cfe3d4"}
#: The colours of two readings laid over each other, and of charts that compare two sides.
SIDES: Final = ("#8ecae6", "#ffb703")
#: The colours of the gap priorities A, B and C.
PRIORITIES: Final = {"A": "#d1495b", "B": "#edae49", "C": "#9aa5b1"}

_PIECE: Final = (
    '<mark style="background: {bg}; color: #111; padding: 0.15em 0.2em; border-radius: 0.25em">{text}'
    '<span style="font-size: 0.65em; font-weight: 600; opacity: 0.75; white-space: nowrap">{ends}</span></mark>'
)
#: The classes keep MathJax from reading a dollar sign as a formula.
_UNREAD: Final = "tex2jax_ignore mathjax_ignore"
# displaCy's own line height leaves room for labels below the words; here they stand beside them.
_FRAME: Final = (
    "<style>.rootnote-note .entities {{ line-height: 1.75 !important }}</style>"
    f'<div class="rootnote-note {_UNREAD}" style="white-space: pre-wrap; border: 1px solid #bbb; border-radius: 6px; padding: 0.6em 1em; '
    'max-width: 62em; font-family: sans-serif; font-size: 14px">{}</div>'
)
_CELL: Final = {"text-align": "left", "vertical-align": "top", "white-space": "pre-wrap"}


@dataclass(frozen=True, slots=True)
class Html:
    """HTML that a notebook shows in place of the object."""

    markup: str

    def _repr_html_(self) -> str:
        return self.markup


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart that a notebook shows in place of the object, whatever matplotlib's backend is; ``figure`` is there to change or save."""

    figure: Figure

    def _repr_png_(self) -> bytes:
        held = BytesIO()
        self.figure.savefig(held, format="png", dpi=110, bbox_inches="tight", metadata={"Software": None})
        return held.getvalue()


def label(mark: Mark) -> str:
    """What a mark is called on the screen: its name and, where it is not affirmed, how it is stated.

    >>> label(Mark(0, 9, Layer.CONDITION, "low_back_pain", Assertion.NEGATED))
    'low back pain: negated'
    """
    stated = f": {mark.assertion}" if mark.assertion not in (None, Assertion.AFFIRMED) else ""
    return in_words(mark.name) + stated


def highlighted(text: str, marks: Iterable[Mark]) -> Html:
    """A note with the places of its marks coloured and named where each ends, by displaCy. Overlapping places are striped."""
    return _render(text, [(mark.start, mark.end, label(mark), _colour(mark)) for mark in marks])


def overlaid(text: str, readings: Mapping[str, Iterable[Mark]]) -> Html:
    """A note with the places of two readings, by the reader's name, each reading in its colour; where both have a place it is striped."""
    return _render(
        text,
        [
            (mark.start, mark.end, f"{reader}: {label(mark)}", colour)
            for (reader, marks), colour in zip(readings.items(), SIDES, strict=True)
            for mark in marks
        ],
    )


def readable(frame: pd.DataFrame) -> Any:
    """A table to read: left-aligned, with line breaks, nothing cut off. It is pandas' Styler; the DataFrame is its ``data``."""
    return (
        frame.style.format(escape="html", na_rep="–", precision=3)
        .hide(axis="index")
        .set_properties(**_CELL)
        .set_table_styles([{"selector": "th", "props": list(_CELL.items())}])
        .set_table_attributes(f'class="{_UNREAD}"')
    )


def bars(frame: pd.DataFrame, title: str, colours: Mapping[str, str], *, stacked: bool = False) -> Chart:
    """Horizontal bars, in whole numbers or shares: a row of the frame each, from the top, with a colour for each column by its name."""
    figure, axes = _canvas(frame, title, height=0.32 if stacked else 0.2 * len(frame.columns) + 0.1)
    if not frame.empty:
        # matplotlib counts from the bottom: rows, and the columns within a row, are turned over.
        turned = frame.iloc[::-1] if stacked else frame.iloc[::-1, ::-1]
        turned.plot.barh(ax=axes, stacked=stacked, color=[colours[name] for name in turned.columns], width=0.75, legend=False)
        axes.xaxis.set_major_formatter(lambda value, _: f"{abs(value):g}")
        axes.xaxis.set_major_locator(MaxNLocator(integer=all(kind.kind == "i" for kind in frame.dtypes)))
        axes.axvline(0, color="#444", linewidth=0.8)
        _finish(axes, list(frame.columns))
    return Chart(figure)


def dots(frame: pd.DataFrame, title: str, colours: Mapping[str, str]) -> Chart:
    """A dot for each figure, a line for each row from the top: for shares near one, which bars from zero would not tell apart."""
    figure, axes = _canvas(frame, title, height=0.28)
    if not frame.empty:
        rows = range(len(frame))[::-1]
        axes.hlines(rows, frame.min(axis=1), 1, color="#ddd", zorder=1)
        for name in frame.columns:
            axes.scatter(frame[name], rows, color=colours[name], label=name, zorder=2)
        axes.set_yticks(rows, frame.index)
        _finish(axes, list(frame.columns))
    return Chart(figure)


def _canvas(frame: pd.DataFrame, title: str, *, height: float) -> tuple[Figure, Axes]:
    """A figure for a frame, ``height`` inches for each row; an empty one says so."""
    figure = Figure(figsize=(8, 1.1 + height * max(2, len(frame))), layout="constrained")
    axes = figure.subplots()
    if frame.empty:
        axes.text(0.5, 0.5, "nothing to show", ha="center", va="center", color="#666")
        axes.set_axis_off()
    axes.set_title(title, loc="left", fontsize=11)
    return figure, axes


def _finish(axes: Axes, columns: list[str]) -> None:
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.tick_params(axis="y", length=0)
    axes.set_ylabel("")
    axes.grid(axis="x", alpha=0.3)
    axes.set_axisbelow(True)
    if len(columns) > 1:
        handles = dict(zip(*axes.get_legend_handles_labels()[::-1], strict=True))
        axes.figure.legend([handles[name] for name in columns], columns, loc="outside lower center", ncol=len(columns), frameon=False)


@cache
def _striped(colours: tuple[str, ...]) -> str:
    if len(colours) == 1:
        return colours[0]
    stops = ", ".join(f"{c} {100 * i // len(colours)}% {100 * (i + 1) // len(colours)}%" for i, c in enumerate(colours))
    return f"linear-gradient({stops})"


def _colour(mark: Mark) -> str:
    return _ELEMENTS[Element(mark.name)] if mark.layer is Layer.ELEMENT else _LAYERS[mark.layer]


_Place = tuple[int, int, str, str]


def _render(text: str, places: Iterable[_Place]) -> Html:
    colours: dict[str, str] = {}
    pieces: list[dict[str, object]] = []
    for start, end, inside in _pieces(sorted(set(places))):
        shades = tuple(dict.fromkeys(colour for *_, colour in inside))
        key = " ".join(shades)
        colours[key] = _striped(shades)
        ends = " · ".join(dict.fromkeys(name for _, last, name, _ in inside if last == end))
        pieces.append({"start": start, "end": end, "label": key, "params": {"ends": ends and f" {ends}"}})
    markup = displacy.render(
        {"text": shown(text), "ents": pieces}, style="ent", manual=True, jupyter=False, options={"colors": colours, "template": _PIECE}
    )
    return Html(_FRAME.format(markup))


def _pieces(places: list[_Place]) -> Iterator[tuple[int, int, list[_Place]]]:
    """The text cut wherever a place begins or ends: each piece that stands in any, with those it stands in. Takes them in order."""
    cuts = sorted({cut for start, end, *_ in places for cut in (start, end)})
    waiting, inside = iter(places), list[_Place]()
    upcoming = next(waiting, None)
    for start, end in pairwise(cuts):
        inside = [place for place in inside if place[1] > start]
        while upcoming is not None and upcoming[0] <= start:
            inside.append(upcoming)
            upcoming = next(waiting, None)
        if inside:
            yield start, end, inside
