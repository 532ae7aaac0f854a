"""The code table against the tabular list that the package simple-icd-10-cm holds. Nothing else loads that package."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from importlib import import_module
from typing import Protocol

from rootnote.coding.table import CodeRow, CodeTable
from rootnote.errors import RootnoteError


class TabularList(Protocol):
    """What is used of the package."""

    def is_valid_item(self, code: str) -> bool: ...
    def is_chapter(self, code: str) -> bool: ...
    def is_block(self, code: str) -> bool: ...
    def is_chapter_or_block(self, code: str) -> bool: ...
    def is_leaf(self, code: str) -> bool: ...
    def get_ancestors(self, code: str) -> list[str]: ...
    def get_descendants(self, code: str) -> list[str]: ...
    def get_description(self, code: str) -> str: ...
    def get_includes(self, code: str) -> list[str]: ...
    def get_inclusion_term(self, code: str) -> list[str]: ...
    def get_excludes1(self, code: str) -> list[str]: ...
    def get_excludes2(self, code: str) -> list[str]: ...
    def get_seven_chr_def(self, code: str, inherit: bool) -> dict[str, str]: ...


def load_tabular_list() -> TabularList:
    """The tabular list. Raises ``RootnoteError`` when the package is not installed."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # of its own use of importlib
            tabular: TabularList = import_module("simple_icd_10_cm")
    except ModuleNotFoundError:
        raise RootnoteError("the tabular list is not at hand: install the package simple-icd-10-cm") from None
    return tabular


def table_differences(table: CodeTable, tabular: TabularList) -> Iterator[str]:
    """What the table says otherwise than the tabular list, one line for each difference; nothing when they agree.

    Every row is compared. Every heading below the chapter whose notes hold for a code that rootnote finds must be a row, and so must every
    code below a row that says what printed codes stand for.
    """
    missing: dict[str, None] = {}
    for row in table.rows.values():
        yield from differences(row, tabular)
        if row.family is not None and tabular.is_valid_item(row.code):
            above = (one for one in tabular.get_ancestors(row.code) if not tabular.is_chapter(one) and one not in table.rows)
            missing.update(dict.fromkeys(one for one in above if any(notes for _, notes in _notes_of(one, tabular))))
    yield from (f"{heading}: a heading with notes that the table lacks" for heading in missing)
    known = (row.code for row in table.rows.values() if row.condition and tabular.is_valid_item(row.code))
    below = dict.fromkeys(code for heading in known for code in tabular.get_descendants(heading) if code not in table.rows)
    yield from (f"{code}: a code that the table lacks" for code in below)


def differences(row: CodeRow, tabular: TabularList) -> Iterator[str]:
    """What a row says otherwise than the tabular list, one line for each key; nothing when they agree."""
    if not tabular.is_valid_item(row.code):
        yield f"{row.code}: not in the tabular list"
        return
    title = tabular.get_description(row.code)
    if tabular.is_block(row.code) and "-" in row.code:
        title = title.rsplit(" (", 1)[0]
    seventh = not tabular.is_chapter_or_block(row.code) and bool(tabular.get_seven_chr_def(row.code, True))
    for key, value in (("title", title), ("billable", tabular.is_leaf(row.code) and not seventh), *_notes_of(row.code, tabular)):
        if getattr(row, key) != value:
            yield f"{row.code}: {key}: the table has {getattr(row, key)!r}, the tabular list {value!r}"


def _notes_of(code: str, tabular: TabularList) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The notes that the list prints under a code or heading itself, by the key of the table."""
    yield "includes", _stripped(tabular.get_includes(code))
    yield "inclusion_terms", _stripped(tabular.get_inclusion_term(code))
    yield "excludes1", _stripped(tabular.get_excludes1(code))
    yield "excludes2", _stripped(tabular.get_excludes2(code))


def _stripped(notes: list[str]) -> tuple[str, ...]:
    return tuple(note.strip() for note in notes)
