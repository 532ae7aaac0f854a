"""Queries to the provider: assembled from the note's own indicators, and checked against the rules of compliant queries.

Source: AHIMA/ACDIS, Guidelines for Achieving a Compliant Query Practice; facts.md section 3.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from rootnote.coding.tablefile import STRICT, load_table, require_unique
from rootnote.documentation.quotation import in_context, quote
from rootnote.errors import RuleError
from rootnote.facts.model import Evidence, FindingKind

QUERY_FILE = "queries.toml"
FINDING = "{finding}"
DIAGNOSIS = "{diagnosis}"

#: Quotations that a query shows at most.
_INDICATORS = 4
#: The section of the diagnoses that a note ends with, and the type of note whose last diagnoses are those at discharge.
_LAST_DIAGNOSES, _DISCHARGE = "postop_diagnosis", "discharge"

#: Under any heading.
_ANY = "any"

Part = Literal["title", "question", "option"]


@dataclass(frozen=True, slots=True)
class Forbidden:
    """Something that a query may not hold in its own words."""

    __pydantic_config__ = STRICT

    id: str
    pattern: str
    where: tuple[Part, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class QueryFile:
    """The file as it is written."""

    __pydantic_config__ = STRICT

    closing_options: tuple[str, ...]
    no_answers: frozenset[str]
    both: frozenset[str]
    alone: frozenset[str]
    left_blank: str
    states_nothing: Mapping[str, str]
    open_words: str
    confirmed: str
    confirming: str
    symptomless: str
    forbidden: tuple[Forbidden, ...]


@dataclass(frozen=True, slots=True)
class Wording:
    """A question and its choices. ``open_question`` is for a note that holds no {finding}.

    ``answers`` are the choices that state something when they are ticked, with the words that they are read in.
    """

    __pydantic_config__ = STRICT

    question: str
    open_question: str | None = None
    options: tuple[str, ...] = ()
    answers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class QueryText:
    """The words of a question that a gap or a warning raises. ``open_question`` is for a note that holds no {finding}.

    ``in_doubt`` is what is asked instead where the note leaves open what is asked about: the diagnosis, or what a test showed.
    ``answers`` are the choices that state something when they are ticked, with the words that they are read in, under ``heading``.
    """

    __pydantic_config__ = STRICT

    title: str
    question: str
    open_question: str | None = None
    options: tuple[str, ...] = ()
    answers: Mapping[str, str] = field(default_factory=dict)
    heading: str = "ADDENDUM"
    indicators: tuple[FindingKind, ...] = ()
    in_doubt: Wording | None = None


@dataclass(frozen=True, slots=True)
class Indicator:
    """A quotation from the note and where it stands there ("" when the section has no heading)."""

    text: str
    section: str


@dataclass(frozen=True, slots=True)
class Query:
    """A question to the provider: neutral title, the note's own indicators, question, choices."""

    title: str
    indicators: tuple[Indicator, ...]
    question: str
    options: tuple[str, ...]

    def text(self) -> str:
        """The query as it is shown, one line each for title, indicators, question and every choice."""
        quoted = "; ".join(f"{quote(one.text)} ({one.section})" if one.section else quote(one.text) for one in self.indicators)
        lines = [self.title, *([f"The note says: {quoted}."] if quoted else []), self.question, *(f"☐ {option}" for option in self.options)]
        return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a query: the rule, the part, the reason. It never holds words of the query."""

    rule: str
    part: str
    reason: str


class QueryRules:
    """The closing choices, and the patterns that no query may hold."""

    def __init__(self, content: QueryFile) -> None:
        require_unique(QUERY_FILE, "forbidden", [row.id for row in content.forbidden])
        self.closing_options = content.closing_options
        self.no_answers = content.no_answers
        self.both = content.both
        self.alone = content.alone
        self.left_blank = content.left_blank
        self._nothing = {heading: re.compile(pattern, re.IGNORECASE) for heading, pattern in content.states_nothing.items()}
        self._open = re.compile(content.open_words, re.IGNORECASE)
        self._confirmed, self._confirming = (re.compile(one, re.IGNORECASE) for one in (content.confirmed, content.confirming))
        self._symptomless = re.compile(content.symptomless, re.IGNORECASE)
        self._forbidden = tuple((row, _compile(row)) for row in content.forbidden)

    def says_symptomless(self, clause: str) -> bool:
        """Whether a clause says of its finding that it gives no symptoms."""
        return self._symptomless.search(clause) is not None

    def says_nothing(self, words: str, heading: str) -> bool:
        """Whether words in a blank, under a heading, are no answer: what is planned, what is only pointed to, what is told for an exam."""
        return any(pattern.search(words) for of, pattern in self._nothing.items() if of in (_ANY, heading))

    def leaves_open(self, words: str) -> bool:
        """Whether the author's words in a choice leave open what the choice states."""
        return self._open.search(words) is not None

    def says_confirmed(self, words: str) -> bool | None:
        """Whether words say of a possible diagnosis that it is confirmed; None where they speak of no confirmation."""
        return self._confirmed.search(words) is not None if self._confirming.search(words) else None

    def faults(self, query: Query) -> tuple[Fault, ...]:
        """What is wrong with a query, in order of its parts; empty when it is compliant. Quotations are not judged."""
        parts: list[tuple[Part, str]] = [("title", query.title), ("question", query.question), *(("option", one) for one in query.options)]
        found = [
            Fault(row.id, part, row.reason)
            for part, text in parts
            for row, pattern in self._forbidden
            if part in row.where and pattern.search(_without_quotes(text))
        ]
        if query.options[-len(self.closing_options) :] != self.closing_options:
            found.append(Fault("closing_options", "option", "a query ends with the choices to say something else or nothing"))
        if not query.question.endswith("?"):
            found.append(Fault("question", "question", "a query is a question"))
        if not query.indicators:
            found.append(Fault("indicators", "indicators", "a query quotes what in the note gives rise to it"))
        if len(set(query.options)) != len(query.options):
            found.append(Fault("repeated", "option", "each choice stands once"))
        return tuple(found)


@cache
def load_query_rules() -> QueryRules:
    """The query rules that rootnote ships.

    Raises ``RuleError`` when the file does not fit.
    """
    return QueryRules(load_table(QUERY_FILE, QueryFile))


def assemble(
    text: QueryText,
    diagnosis: str,
    findings: Sequence[str],
    indicators: Iterable[Indicator],
    closing_options: Iterable[str],
    *,
    in_doubt: bool = False,
) -> Query:
    """The query that a gap raises in one note.

    ``diagnosis`` and ``findings`` are words of the note already quoted, or plain names; a choice with {finding} stands once for each
    of the findings, and not at all when there are none. ``in_doubt`` asks in the words for what the note leaves open, where there are any.
    """
    words = (text.in_doubt if in_doubt else None) or text
    question = words.question if findings or words.open_question is None else words.open_question
    options = [option.replace(FINDING, finding) for option in words.options for finding in (findings if FINDING in option else [""])]
    return Query(text.title, tuple(indicators), question.replace(DIAGNOSIS, diagnosis), (*options, *closing_options))


def indicators(said: Iterable[tuple[Evidence, str]], text: str, note_type: str) -> tuple[Indicator, ...]:
    """The first of some places with their section categories, each in its clause of the note, without what is already quoted."""
    taken: list[tuple[Evidence, str]] = []
    for evidence, section in said:
        if len(taken) == _INDICATORS:
            break
        quoted = [one for one, _ in taken]
        if any(one.start <= evidence.start and evidence.end <= one.end for one in quoted):
            continue
        clause = in_context(evidence, text)
        shown = evidence if any(one.start < clause.end and clause.start < one.end for one in quoted) else clause
        if not any((one.start < shown.end and shown.start < one.end) or one.text.lower() == shown.text.lower() for one in quoted):
            taken.append((shown, section))
    return tuple(Indicator(one.text, _section_name(section, note_type)) for one, section in taken)


def _section_name(section: str, note_type: str) -> str:
    """The name of a section as a query shows it: the last diagnoses of a stay are not those after an operation."""
    if section == _LAST_DIAGNOSES and note_type == _DISCHARGE:
        return "discharge diagnosis"
    return "" if section == "none" else section.replace("_", " ")


def _compile(row: Forbidden) -> re.Pattern[str]:
    try:
        return re.compile(row.pattern, re.IGNORECASE)
    except re.error as error:
        raise RuleError(f"{QUERY_FILE}: forbidden '{row.id}', pattern: {error}") from None


_QUOTED = re.compile("“[^”]*”")


def _without_quotes(text: str) -> str:
    return _QUOTED.sub("“”", text)
