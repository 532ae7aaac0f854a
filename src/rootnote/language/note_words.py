"""The words that tell the type of a note, by where they stand and what they tell (``note_types.toml``)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from rootnote.language.rulefile import RULES, read_toml

TITLE_FILE = "note_types.toml"
#: The types of notes that report a study, and those of which the note itself tells what was done.
REPORT_TYPES, INTERVENTION_TYPES = frozenset({"imaging", "emg"}), frozenset({"operative", "procedure"})
#: The types that a title tells, those that the lines at the head do, and the headings that stand at the start of a line.
TITLED = ("other", "procedure", "operative", "emg", "clinic")
HEADED = ("ime", "discharge")
LINES = ("stay", "entering", "leaving", "operation", "conduction", "needle")


@cache
def note_words() -> Mapping[str, Sequence[str]]:
    """The words of each kind, in lower case, as they stand in the text."""
    return read_toml(
        RULES / TITLE_FILE,
        {
            *TITLED,
            *HEADED,
            *LINES,
            "readings",
            "settled",
            "left",
            "released",
            "left_with",
            "left_on",
            "left_from",
            "met",
            "nerve_table",
            "nerve_measures",
            "days_after",
            "no_stop",
            "attended",
            "examined_for",
            "concluded_for",
            "records",
            "was",
            "done",
            "needled",
            "cut",
            "injected",
            "operated",
            "undone",
            "healing",
            "read",
            "named",
        },
    )
