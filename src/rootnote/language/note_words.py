"""The words that tell the type of a note, by where they stand and what they tell (``note_types.toml``)."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from rootnote.language.rulefile import read_word_lists

_FILE = "note_types.toml"
#: The types of notes that report a study, and those of which the note itself tells what was done.
REPORT_TYPES, INTERVENTION_TYPES = frozenset({"imaging", "emg"}), frozenset({"operative", "procedure"})


class NoteWords(NamedTuple):
    """The words of ``data/rules/note_types.toml``."""

    other: tuple[str, ...]
    procedure: tuple[str, ...]
    operative: tuple[str, ...]
    emg: tuple[str, ...]
    clinic: tuple[str, ...]
    readings: tuple[str, ...]
    ime: tuple[str, ...]
    discharge: tuple[str, ...]
    left_with: tuple[str, ...]
    attended: tuple[str, ...]
    examined_for: tuple[str, ...]
    records: tuple[str, ...]
    concluded_for: tuple[str, ...]
    was: tuple[str, ...]
    settled: tuple[str, ...]
    stay: tuple[str, ...]
    entering: tuple[str, ...]
    leaving: tuple[str, ...]
    left: tuple[str, ...]
    released: tuple[str, ...]
    conduction: tuple[str, ...]
    nerve_table: tuple[str, ...]
    nerve_measures: tuple[str, ...]
    needle: tuple[str, ...]
    operation: tuple[str, ...]
    injected: tuple[str, ...]
    operated: tuple[str, ...]
    undone: tuple[str, ...]
    days_after: tuple[str, ...]
    named: tuple[str, ...]
    done: tuple[str, ...]
    needled: tuple[str, ...]
    cut: tuple[str, ...]
    healing: tuple[str, ...]
    read: tuple[str, ...]
    left_on: tuple[str, ...]
    left_from: tuple[str, ...]
    met: tuple[str, ...]
    no_stop: tuple[str, ...]


@cache
def note_words() -> NoteWords:
    """The words of each kind, in lower case, as they stand in the text. Raises ``RuleError`` as ``read_word_lists``."""
    return read_word_lists(_FILE, NoteWords)
