"""Contradictions, urgent signs and doubtful pairs in a note. A warning never changes a code.

The checks stand in ``concordance`` and ``flags``; the words in ``data/warnings.toml``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from rootnote.coding.assign import Coding
from rootnote.coding.setting import Setting
from rootnote.coding.table import CodeTable
from rootnote.coding.tablefile import STRICT, load_table, require_unique
from rootnote.documentation import concordance, flags
from rootnote.documentation.case import Case, Check
from rootnote.documentation.elements import in_order
from rootnote.documentation.gaps import is_in_scope
from rootnote.documentation.sites import SiteTable
from rootnote.facts.model import Evidence, NoteFacts

WARNING_FILE = "warnings.toml"


@dataclass(frozen=True, slots=True)
class WarningRow:
    """A kind of warning, in words, with its source."""

    __pydantic_config__ = STRICT

    kind: str
    source: str
    message: str
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class WarningFile:
    """The file as it is written."""

    __pydantic_config__ = STRICT

    warning: tuple[WarningRow, ...]


@dataclass(frozen=True, slots=True)
class NoteWarning:
    """One warning about one note, with the statements that give rise to it. The message holds no text of the note."""

    kind: str
    message: str
    evidence: tuple[Evidence, ...]
    urgent: bool


@cache
def load_warnings() -> dict[str, WarningRow]:
    """The kinds of warnings.

    Raises ``RuleError`` when the file does not fit.
    """
    content = load_table(WARNING_FILE, WarningFile)
    require_unique(WARNING_FILE, "warning", [row.kind for row in content.warning])
    return {row.kind: row for row in content.warning}


_CHECKS: tuple[Check, ...] = (
    flags.check_cauda_equina,
    flags.check_cord,
    concordance.check_sides,
    concordance.check_levels,
    concordance.check_examination,
    concordance.check_region,
    flags.check_other_region,
    flags.check_sciatica,
    flags.check_degeneration,
    flags.check_link,
    flags.check_doubt,
    flags.check_causes,
    flags.check_facet_procedure,
    flags.check_patterns,
)
#: A note without a lumbar condition is only warned of signs of the cauda equina.
_OUT_OF_SCOPE: tuple[Check, ...] = (flags.check_cauda_equina_elsewhere,)


def find_warnings(facts: NoteFacts, coding: Coding, table: CodeTable, sites: SiteTable, setting: Setting) -> tuple[NoteWarning, ...]:
    """The warnings of a note, the urgent ones first, then in the order of ``warnings.toml``; possibly none."""
    rows = load_warnings()
    case = Case(facts, coding, table, sites, setting)
    raised = [
        NoteWarning(kind, rows[kind].message.format_map(fields), in_order(evidence), rows[kind].urgent)
        for check in (_CHECKS if is_in_scope(facts) else _OUT_OF_SCOPE)
        for kind, evidence, fields in check(case)
    ]
    order = list(rows)
    return tuple(sorted(raised, key=lambda one: (not one.urgent, order.index(one.kind))))
