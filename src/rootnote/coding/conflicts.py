"""Excludes1: which of the codes that the facts support may stand together.

Source: ICD-10-CM guideline I.A.12.a; facts.md section 1, notes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from rootnote.coding.table import Code, CodeTable


@dataclass(frozen=True, slots=True)
class Barred:
    """A code that the facts support by themselves, but that an Excludes1 note keeps from standing beside ``by``."""

    code: Annotated[Code, Field(description="The code that is barred.")]
    by: Annotated[Code, Field(description="The code that bars it.")]
    note: Annotated[str, Field(description="The Excludes1 note, in the words of the tabular list.")]
    listed_under: Annotated[str, Field(description="The code or heading that the note stands under.")]


def keep_compatible(codes: Sequence[str], table: CodeTable) -> tuple[tuple[str, ...], tuple[Barred, ...]]:
    """The codes that may stand together, and what each of them bars. Earlier codes win, so give the more specific ones first.

    >>> from rootnote.coding.table import load_codes
    >>> kept, barred = keep_compatible(["M51.16", "M47.26", "M54.16"], load_codes())
    >>> kept, [(one.code, one.by) for one in barred]
    (('M51.16', 'M47.26'), [('M54.16', 'M51.16'), ('M54.16', 'M47.26')])
    """
    kept: list[str] = []
    barred: list[Barred] = []
    for code in codes:
        met = [(by, exclusion) for by in kept if (exclusion := table.exclusion(code, by)) is not None]
        if met:
            barred += [Barred(code, by, exclusion.note, exclusion.listed_under) for by, exclusion in met]
        else:
            kept.append(code)
    return tuple(kept), tuple(barred)
