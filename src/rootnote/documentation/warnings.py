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
from rootnote.documentation.case import Case, Check, OsteophyteWords
from rootnote.documentation.elements import in_order
from rootnote.documentation.gaps import is_in_scope
from rootnote.documentation.printed_codes import check_printed_codes
from rootnote.documentation.queries import Query, QueryText, assemble, indicators, load_query_rules
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
    query: QueryText | None = None


@dataclass(frozen=True, slots=True)
class WarningFile:
    """The file as it is written."""

    __pydantic_config__ = STRICT

    osteophytes: OsteophyteWords
    warning: tuple[WarningRow, ...]


@dataclass(frozen=True, slots=True)
class NoteWarning:
    """One warning about one note, with the statements that give rise to it and, where the author can settle it, a query.

    The message holds no text of the note; the query quotes it.
    """

    kind: str
    message: str
    evidence: tuple[Evidence, ...]
    urgent: bool
    query: Query | None


class WarningRows:
    """The kinds of warnings in their order, and the words by which osteophytes are told from other spondylosis."""

    def __init__(self, content: WarningFile) -> None:
        require_unique(WARNING_FILE, "warning", [row.kind for row in content.warning])
        self.kinds = {row.kind: row for row in content.warning}
        self.osteophytes = content.osteophytes


@cache
def load_warnings() -> WarningRows:
    """The kinds of warnings that rootnote ships.

    Raises ``RuleError`` when the file does not fit.
    """
    return WarningRows(load_table(WARNING_FILE, WarningFile))


_CHECKS: tuple[Check, ...] = (
    flags.check_cauda_equina,
    flags.check_cord,
    concordance.check_sides,
    concordance.check_levels,
    concordance.check_examination,
    concordance.check_region,
    concordance.check_cause_region,
    concordance.check_procedure,
    flags.check_misheard,
    flags.check_unattributed,
    check_printed_codes,
    flags.check_second_problem,
    flags.check_other_region,
    flags.check_sciatica,
    flags.check_degeneration,
    flags.check_link,
    flags.check_doubt,
    flags.check_causes,
    flags.check_stenosis,
    flags.check_osteophytes,
    flags.check_facet_procedure,
    flags.check_patterns,
)
#: A note without a lumbar condition is only warned of signs of the cauda equina, of a condition that it names as nobody's, and of codes.
_OUT_OF_SCOPE: tuple[Check, ...] = (flags.check_cauda_equina_elsewhere, flags.check_unattributed, check_printed_codes)


def find_warnings(
    facts: NoteFacts, text: str, coding: Coding, table: CodeTable, sites: SiteTable, setting: Setting
) -> tuple[NoteWarning, ...]:
    """The warnings of a note, the urgent ones first, then in the order of ``warnings.toml``; possibly none.

    ``text`` is that of the note, to quote from.
    """
    rows = load_warnings()
    case = Case(facts, coding, table, sites, setting, rows.osteophytes)
    raised = [
        _warning(rows.kinds[kind], in_order(evidence), fields, facts, text)
        for check in (_CHECKS if is_in_scope(facts) else _OUT_OF_SCOPE)
        for kind, evidence, fields in check(case)
    ]
    order = list(rows.kinds)
    return tuple(sorted(raised, key=lambda one: (not one.urgent, order.index(one.kind))))


def _warning(row: WarningRow, evidence: tuple[Evidence, ...], fields: dict[str, str], facts: NoteFacts, text: str) -> NoteWarning:
    query = None
    if row.query is not None and evidence:
        sections = _Sections(facts)
        shown = indicators(((place, sections.of(place)) for place in evidence), text, facts.note_type)
        query = assemble(row.query, "", (), shown, load_query_rules().closing_options)
    return NoteWarning(row.kind, row.message.format_map(fields), evidence, row.urgent, query)


class _Sections:
    """The section of the mention, finding or printed code that overlaps a place, else "none". Not all of them are looked at."""

    def __init__(self, facts: NoteFacts) -> None:
        mentions = ((one.evidence, one.section) for fact in facts.conditions.values() for one in fact.mentions)
        findings = ((one.evidence, one.section) for one in (*facts.findings, *facts.rejected))
        codes = ((one.evidence, one.section) for one in facts.printed_codes)
        self._placed = (*mentions, *findings, *codes)
        self._near: dict[int, list[int]] = {}
        for number, (place, _) in enumerate(self._placed):
            for block in _blocks(place):
                self._near.setdefault(block, []).append(number)

    def of(self, place: Evidence) -> str:
        near = sorted({number for block in _blocks(place) for number in self._near.get(block, ())})
        placed = (self._placed[number] for number in near)
        return next((section for other, section in placed if other.start < place.end and place.start < other.end), "none")


def _blocks(place: Evidence) -> range:
    """The blocks of a hundred characters that a place stands in."""
    return range(place.start // 100, place.end // 100 + 1)
