"""The page itself: the template filled, with a content security policy under which nothing runs but the script that it names by hash."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from importlib.resources import files
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined
from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup

from rootnote.documentation.elements import load_elements
from rootnote.documentation.warnings import load_warnings
from rootnote.report.highlights import ELEMENTS, Subject
from rootnote.report.page.blocks import Blocks
from rootnote.report.page.charts import bins, code_rows, gap_rows, kind_rows, prospect_rows
from rootnote.report.page.figures import Figures
from rootnote.report.words import PRIORITY, in_words

_STYLE = ("page.css",)
_SCRIPTS = ("store.js", "search.js", "list.js", "note.js", "main.js")


@dataclass(slots=True)
class Listing:
    """The rows of the notes that the page lists, ``most`` of each kind, as JSON that may stand in HTML, and how many it leaves out."""

    most: int
    rows: list[Markup] = field(default_factory=list)
    failures: list[Markup] = field(default_factory=list)
    notes_left_out: int = 0
    failures_left_out: int = 0

    def add(self, row: list[Any]) -> bool:
        """Adds a note, and says whether there was room."""
        if len(self.rows) >= self.most:
            self.notes_left_out += 1
            return False
        self.rows.append(_json(row))
        return True

    def add_failure(self, row: list[Any]) -> None:
        """Adds a note that failed, if there is room."""
        if len(self.failures) >= self.most:
            self.failures_left_out += 1
        else:
            self.failures.append(_json(row))


def render(figures: Figures, listing: Listing, blocks: Blocks, title: str) -> Iterator[str]:
    """The parts of the page, in order."""
    style, script = (Markup("\n".join(map(_packaged, names))) for names in (_STYLE, _SCRIPTS))  # noqa: S704 - our own files
    yield from (
        _environment()
        .get_template("page.html")
        .generate(
            policy=_policy(style, script),
            title=title,
            style=style,
            script=script,
            summary=figures.summary,
            figures=figures,
            listing=listing,
            gaps=gap_rows(figures),
            codes=code_rows(figures),
            prospects=prospect_rows(figures),
            kinds=kind_rows(figures),
            bins=bins(figures),
            none_in_scope=_none_in_scope(figures.summary.notes),
            priorities=PRIORITY,
            vocabulary=_vocabulary(),
            packed=blocks.packed(),
            starts=blocks.starts,
        )
    )


def _none_in_scope(notes: int) -> str:
    match notes:
        case 0:
            return "No notes were read."
        case 1:
            return "The one note read is not in scope."
        case _:
            return f"None of the {notes:,} notes read is in scope."


def _vocabulary() -> dict[str, Any]:
    """The words that the script needs for what rows and entries name."""
    subjects = {element: subject for subject, elements in ELEMENTS.items() for element in elements}
    return {
        "elements": [{"title": row.title, "subject": subjects[row.id]} for row in load_elements()],
        "kinds": {kind: {"name": in_words(kind), "urgent": row.urgent} for kind, row in load_warnings().kinds.items()},
        "priorities": PRIORITY,
        "subjects": list(Subject),
    }


def _policy(style: str, script: str) -> str:
    parts = {
        "default-src": "'none'",
        "script-src": _hash(script),
        "style-src": _hash(style),
        "base-uri": "'none'",
        "form-action": "'none'",
        "require-trusted-types-for": "'script'",
        "trusted-types": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in parts.items())


def _hash(content: str) -> str:
    return f"'sha256-{b64encode(sha256(content.encode()).digest()).decode()}'"


def _packaged(name: str) -> str:
    return files("rootnote.report.page").joinpath(name).read_text(encoding="utf-8")


def _environment() -> Environment:
    environment = Environment(
        loader=FunctionLoader(_packaged), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters |= {"json": _json, "count": "{:,}".format, "percent": "{:.0%}".format}
    return environment


def _json(value: Any) -> Markup:
    """The value as JSON in which no character can end a script element or begin a comment; in ASCII."""
    return htmlsafe_json_dumps(value, separators=(",", ":"))
