"""The ICD-10-CM codes that rootnote knows, found by family and place. No code string stands anywhere else.

Source: ICD-10-CM tabular list, the edition that ``data/icd10cm.toml`` names; facts.md section 1.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Annotated

from pydantic import Field

from rootnote.coding.tablefile import STRICT, load_table, require_unique
from rootnote.errors import RuleError
from rootnote.facts.model import Condition

CODE_FILE = "icd10cm.toml"
UNSPECIFIED = "unspecified"

#: A code as it is written, with its point.
Code = Annotated[str, Field(pattern=r"^[A-Z]\d[0-9A-Z](\.[0-9A-Z]{1,4})?$")]


class Family(StrEnum):
    """Codes that differ only in region, side or level of detail."""

    DISC_WITH_RADICULOPATHY = "disc_with_radiculopathy"
    SPONDYLOSIS_WITH_RADICULOPATHY = "spondylosis_with_radiculopathy"
    RADICULOPATHY = "radiculopathy"
    LUMBAGO_WITH_SCIATICA = "lumbago_with_sciatica"
    SCIATICA = "sciatica"
    LOW_BACK_PAIN = "low_back_pain"
    DISC_WITH_MYELOPATHY = "disc_with_myelopathy"
    SPONDYLOSIS_WITH_MYELOPATHY = "spondylosis_with_myelopathy"
    DISC_DISPLACEMENT = "disc_displacement"
    DISC_DEGENERATION = "disc_degeneration"
    DISC_DEGENERATION_BACK_PAIN = "disc_degeneration_back_pain"
    DISC_DEGENERATION_LEG_PAIN = "disc_degeneration_leg_pain"
    DISC_DEGENERATION_BACK_AND_LEG_PAIN = "disc_degeneration_back_and_leg_pain"
    SPONDYLOSIS = "spondylosis"
    STENOSIS = "stenosis"
    STENOSIS_WITH_CLAUDICATION = "stenosis_with_claudication"
    SPONDYLOLISTHESIS = "spondylolisthesis"
    OSTEOPHYTE = "osteophyte"
    POSTLAMINECTOMY = "postlaminectomy"
    CAUDA_EQUINA = "cauda_equina"
    ROOT_COMPRESSION_IN_DISEASE = "root_compression_in_disease"
    ROOT_INJURY = "root_injury"
    POSTHERPETIC_RADICULOPATHY = "postherpetic_radiculopathy"
    DIABETIC_NEUROPATHY = "diabetic_neuropathy"


@dataclass(frozen=True, slots=True)
class CodeRow:
    """A row of the tabular list. Its notes hold for every code below it too.

    ``condition`` is what a printed code stands for, of this row or one below it.
    """

    __pydantic_config__ = STRICT

    code: str
    title: str
    billable: bool
    family: Family | None = None
    where: tuple[str, ...] = ()
    condition: Condition | None = None
    includes: tuple[str, ...] = ()
    inclusion_terms: tuple[str, ...] = ()
    excludes1: tuple[str, ...] = ()
    excludes2: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CodeFile:
    """The file as it is written."""

    __pydantic_config__ = STRICT

    edition: str
    effective: date
    source: str
    sequence: tuple[Family, ...]
    code: tuple[CodeRow, ...]


@dataclass(frozen=True, slots=True)
class Exclusion:
    """An Excludes1 note, the code under which the list prints it, and the codes or ranges it names."""

    listed_under: str
    note: str
    references: tuple[tuple[str, str], ...]

    def names(self, code: str) -> bool:
        """Whether the note names the code or a heading above it."""
        return any(low <= code[: len(low)] and code[: len(high)] <= high for low, high in self.references)


class CodeTable:
    """The code table: codes by family and place, titles, notes, order."""

    def __init__(self, content: CodeFile) -> None:
        require_unique(CODE_FILE, "code", [row.code for row in content.code])
        self.edition = content.edition
        self.effective = content.effective
        self.source = content.source
        self.rows: Mapping[str, CodeRow] = {row.code: row for row in content.code}
        self._by_place = _by_place(content)
        families = {family: place for place, family in enumerate(content.sequence)}
        self._ranks = {
            row.code: (families.get(row.family, len(families)) if row.family else len(families), place)
            for place, row in enumerate(content.code)
        }
        self._exclusions = {row.code: self._exclusions_of(row.code) for row in content.code}

    def find(self, family: Family, where: str = UNSPECIFIED) -> str | None:
        """The code of a family for a region or side; ``None`` when the family has none there.

        >>> load_codes().find(Family.RADICULOPATHY, "lumbosacral")
        'M54.17'
        """
        return self._by_place.get((family, where))

    def title(self, code: str) -> str:
        """The official title of a code of the table."""
        return self.rows[code].title

    def family(self, code: str) -> Family | None:
        """The family of a code of the table; ``None`` for a heading."""
        return self.rows[code].family

    def condition(self, code: str) -> Condition | None:
        """What a code stands for that a note prints, be it of the table or not; ``None`` for a code that is not looked for.

        >>> load_codes().condition("M54.17"), load_codes().condition("M54.12")
        (<Condition.RADICULOPATHY: 'radiculopathy'>, <Condition.OTHER_REGION_RADICULOPATHY: 'other_region_radiculopathy'>)
        """
        above = (self.rows.get(code[:length]) for length in range(len(code), 2, -1))
        return next((row.condition for row in above if row and row.condition), None)

    def lineage(self, code: str) -> tuple[CodeRow, ...]:
        """The row of a code of the table and those of the headings above it, the nearest first: their notes hold for the code.

        >>> [row.code for row in load_codes().lineage("M54.17")]
        ['M54.17', 'M54.1', 'M54', 'M50-M54']
        """
        return tuple(
            sorted((row for row in self.rows.values() if _is_above(row.code, code)), key=lambda row: _depth(row.code), reverse=True)
        )

    def in_order(self, codes: Iterable[str]) -> tuple[str, ...]:
        """The codes in the order in which they are listed: by family, then from above."""
        return tuple(sorted(codes, key=self._ranks.__getitem__))

    def exclusion(self, code: str, other: str) -> Exclusion | None:
        """The Excludes1 note, under either code or a heading above it, that keeps the two apart; ``None`` when none does.

        >>> load_codes().exclusion("M51.17", "M54.17").note
        'radiculopathy with lumbar and other intervertebral disc disorder (M51.1-)'
        """
        for one, another in ((code, other), (other, code)):
            for exclusion in self._exclusions[one]:
                if exclusion.names(another):
                    return exclusion
        return None

    def _exclusions_of(self, code: str) -> tuple[Exclusion, ...]:
        """The Excludes1 notes of a code and of the headings above it, the nearest first."""
        return tuple(Exclusion(row.code, note, _references(note)) for row in self.lineage(code) for note in row.excludes1)


@cache
def load_codes() -> CodeTable:
    """The code table that rootnote ships.

    Raises ``RuleError`` when the file does not fit.
    """
    return CodeTable(load_table(CODE_FILE, CodeFile))


def _by_place(content: CodeFile) -> dict[tuple[Family, str], str]:
    found: dict[tuple[Family, str], str] = {}
    for row in content.code:
        if (row.family is None) != (not row.where):
            raise RuleError(f"{CODE_FILE}: code '{row.code}': family and where stand together or not at all")
        for where in row.where:
            if row.family is not None and found.setdefault((row.family, where), row.code) != row.code:
                raise RuleError(f"{CODE_FILE}: code '{row.code}', where: {row.family} already has a code for '{where}'")
    return found


_PARENTHESIS = re.compile(r"\(([A-Z]\d[^()]*)\)")


def _references(note: str) -> tuple[tuple[str, str], ...]:
    """The codes that a note names in parentheses, as first and last heading: "(M51.1-)" and "(M50-M51)"."""
    found = []
    for group in _PARENTHESIS.findall(note):
        for name in group.split(","):
            first, _, last = name.strip().partition("-")
            low = first.rstrip(".")
            found.append((low, last or low))
    return tuple(found)


def _is_above(heading: str, code: str) -> bool:
    if "-" in code:
        return heading == code  # no block stands within another
    if "-" in heading:
        first, last = heading.split("-")
        return first <= code[: len(first)] <= last
    return code.startswith(heading)


def _depth(heading: str) -> int:
    return 0 if "-" in heading else len(heading)
