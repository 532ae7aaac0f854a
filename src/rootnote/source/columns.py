"""The columns of a table that hold id and text: their names, and what is wrong when a table does not have them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Columns:
    """The names of the columns, or keys, that hold a note's id and text."""

    id: str = "id"
    text: str = "text"

    def asked(self) -> tuple[tuple[str, str], ...]:
        """Each name with the option that asks for another."""
        return (self.id, "--id-column"), (self.text, "--text-column")

    def fault(self, names: Sequence[str]) -> str | None:
        """What is wrong with a table of these columns; None when each of ours is there once. No other column is named.

        >>> Columns().fault(["id", "note"])
        "no column 'text' (--text-column names another)"
        """
        if self.id == self.text:
            return f"--id-column and --text-column both name '{self.id}'; a text is no id"
        if doubled := [name for name, _ in self.asked() if names.count(name) > 1]:
            return f"more than one column '{doubled[0]}'"
        missing = [f"no column '{name}' ({option} names another)" for name, option in self.asked() if name not in names]
        return " and ".join(missing) or None


DEFAULT_COLUMNS = Columns()
