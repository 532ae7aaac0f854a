"""What is missing in a note: each gap with its priority, why it matters here, where it was looked for, and the question to ask.

Source: facts.md section 3; annotation guide, elements.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rootnote.anatomy import LUMBAR_LEVELS
from rootnote.coding.assign import Coding
from rootnote.documentation.elements import Element, ElementResult, ElementRow, Presentation, Priority, Status
from rootnote.documentation.queries import Query, QueryRules, assemble, indicators
from rootnote.documentation.quotation import in_context, quote
from rootnote.facts.model import (
    EXAM_KINDS,
    LUMBAR_CONDITIONS,
    STRUCTURAL_CONDITIONS,
    Assertion,
    Condition,
    Evidence,
    Finding,
    Mention,
    NoteFacts,
)
from rootnote.language.categories import CONCLUDING, NO_SECTION

_NAMES = {
    Condition.RADICULOPATHY: "the radiculopathy",
    Condition.SCIATICA: "the sciatica",
    Condition.LOW_BACK_PAIN: "the low back pain",
    Condition.DISC_DISORDER: "the disc disorder",
    Condition.SPONDYLOSIS: "the spondylosis",
    Condition.STENOSIS: "the stenosis",
}
#: Characters of a diagnosis that are quoted within a question; a longer one is only named.
_DIAGNOSIS_LENGTH = 60

#: How a question names a diagnosis that is only possible: to quote it as one that is there would settle it.
_POSSIBLE_PROBLEM = "the problem quoted"

#: Coding steps that only sciatica, coded as a symptom, goes through.
_SIDE_STEPS = "side."

#: How near a rejected mention comes to counting, the nearest first.
_NEARNESS = (Assertion.UNCERTAIN, Assertion.ORDERED, Assertion.HISTORICAL, Assertion.HYPOTHETICAL)


class Rejection(StrEnum):
    """Why a mention does not document an element."""

    UNCERTAIN = "uncertain"
    ORDERED = "ordered"
    HISTORICAL = "historical"
    REPORTED = "reported"
    NEGATED = "negated"
    HYPOTHETICAL = "hypothetical"
    FAMILY = "family"
    NO_RESULT = "no_result"
    ANOTHER_REGION = "another_region"
    ANOTHER_PROBLEM = "another_problem"
    NO_TERRITORY = "no_territory"
    FINDING_ONLY = "finding_only"
    NOT_LINKED = "not_linked"


@dataclass(frozen=True, slots=True)
class Rejected:
    """The mention that came nearest to documenting an element, and why it does not."""

    evidence: Evidence
    because: Rejection


@dataclass(frozen=True, slots=True)
class Gap:
    """An element that the note lacks. ``searched`` are the note's own sections; ``nearest_rejected`` is what came closest."""

    element: Element
    priority: Priority
    why: str
    query: Query
    searched: tuple[str, ...]
    nearest_rejected: Rejected | None


def is_in_scope(facts: NoteFacts) -> bool:
    """Whether the note has a lumbar condition, affirmed or uncertain."""
    return any(facts.status(condition).is_current for condition in LUMBAR_CONDITIONS)


def presentation_of(facts: NoteFacts, coding: Coding, results: Iterable[ElementResult]) -> Presentation:
    """What kind of lumbar problem the note is about."""
    if facts.status(Condition.RADICULOPATHY).is_current:
        return Presentation.RADICULOPATHY
    if any(step.rule.startswith(_SIDE_STEPS) for detail in coding.details for step in detail.steps):
        return Presentation.SCIATICA
    symptoms = {result.element: result.status for result in results}[Element.RADICULAR_SYMPTOMS]
    leg = symptoms is Status.DOCUMENTED or facts.status(Condition.SCIATICA).is_current
    return Presentation.LEG_SYMPTOMS if leg else Presentation.BACK


def find_gaps(
    facts: NoteFacts, text: str, coding: Coding, results: Sequence[ElementResult], rows: Sequence[ElementRow], rules: QueryRules
) -> tuple[Gap, ...]:
    """The gaps of a note, the most important first; none for a note out of scope, or where its only lumbar finding gives no symptoms.

    ``text`` is that of the note, to quote from.
    """
    if not is_in_scope(facts):
        return ()
    presentation = presentation_of(facts, coding, results)
    if presentation is Presentation.BACK and _is_symptomless(facts, text, rules):
        return ()
    documented = {result.element for result in results if result.is_documented}
    gaps = [
        _gap(row, _priority(row, row.priority[presentation], facts), facts, text, coding, rules)
        for row in rows
        if row.id not in documented and presentation in row.priority and facts.note_type in row.note_types
    ]
    return tuple(sorted(gaps, key=lambda gap: gap.priority))


def _is_symptomless(facts: NoteFacts, text: str, rules: QueryRules) -> bool:
    """Whether the diagnosis is a finding of which the note says that it gives no symptoms: "lumbar DDD, asymptomatic"."""
    condition = next(one for one in LUMBAR_CONDITIONS if facts.status(one).is_current)
    mention = _leading_mention(facts, condition) if condition in STRUCTURAL_CONDITIONS else None
    return mention is not None and rules.says_symptomless(in_context(mention.evidence, text).text)


def _priority(row: ElementRow, priority: Priority, facts: NoteFacts) -> Priority:
    return Priority.B if priority is Priority.C and facts.note_type in row.required_in else priority


def _gap(row: ElementRow, priority: Priority, facts: NoteFacts, text: str, coding: Coding, rules: QueryRules) -> Gap:
    usual = tuple(section for section in facts.sections if section in row.sections)
    nearest = nearest_rejected(row, facts)
    query = _query(row, facts, text, nearest, rules)
    return Gap(row.id, priority, _why(row, coding), query, usual or facts.sections, nearest)


def _why(row: ElementRow, coding: Coding) -> str:
    """The reason of the element, and what it would do to the codes of this note."""
    changes: dict[str, None] = {}
    if row.decision:
        for detail in coding.details:
            for step in detail.steps:
                if detail.policy != "presumed" and step.rule.startswith(row.decision) and step.would_change:
                    changes[step.would_change] = None
    return " ".join([row.why, *changes])


def _query(row: ElementRow, facts: NoteFacts, text: str, nearest: Rejected | None, rules: QueryRules) -> Query:
    """The question about an element: where the note leaves open what it asks about, it is asked in the words for that."""
    condition = next(one for one in LUMBAR_CONDITIONS if facts.status(one).is_current)
    is_possible = facts.status(condition) is Assertion.UNCERTAIN
    unsettled = _unsettled(row, facts, nearest)
    diagnosis = _leading_mention(facts, condition)
    causes = _named_causes(facts) if row.id is Element.ETIOLOGY_STATEMENT else []
    findings = [finding for finding in facts.findings if finding.kind in row.query.indicators and finding.assertion is Assertion.AFFIRMED]
    shown = [
        *([(diagnosis.evidence, diagnosis.section)] if diagnosis else []),
        *((finding.evidence, finding.section) for finding in unsettled),
        *causes,
        *((finding.evidence, finding.section) for finding in findings),
    ]
    return assemble(
        row.query,
        _POSSIBLE_PROBLEM if is_possible and diagnosis else _diagnosis_words(diagnosis, _NAMES[condition], text),
        list({place.text.lower(): quote(place.text) for place, _ in causes}.values()),
        indicators(shown, text, facts.note_type),
        rules.closing_options,
        in_doubt=bool(unsettled) if row.reading else is_possible,
    )


def _unsettled(row: ElementRow, facts: NoteFacts, nearest: Rejected | None) -> list[Finding]:
    """The test of an examination that came nearest to documenting an element, where its result is only left open."""
    if nearest is None or nearest.because is not Rejection.UNCERTAIN or row.reading is None or set(row.reading.kinds) - {*EXAM_KINDS}:
        return []
    return [one for one in facts.rejected if one.kind in row.reading.kinds and one.evidence == nearest.evidence][:1]


def _named_causes(facts: NoteFacts) -> list[tuple[Evidence, str]]:
    """What the note holds that can be the cause, with its section: the possible causes, and those that the author calls likely."""
    held = [mention for one in STRUCTURAL_CONDITIONS if facts.status(one).is_current and (mention := _leading_mention(facts, one))]
    likely = [place for cause in facts.etiology.doubtful for place in cause.named]
    apart = [place for place in likely if not any(one.evidence.start <= place.start < one.evidence.end for one in held)]
    return [*((one.evidence, one.section) for one in held), *((place, NO_SECTION) for place in apart)]


def _leading_mention(facts: NoteFacts, condition: Condition) -> Mention | None:
    """The mention that speaks for a condition: the one of most words where the note concludes, else of all that agree with its status."""
    fact = facts.conditions[condition]
    agreeing = [mention for mention in fact.mentions if mention.assertion is fact.status] or fact.mentions
    concluding = [mention for mention in agreeing if mention.section in CONCLUDING]
    return max(concluding or agreeing, key=lambda mention: len(mention.evidence.text.split()), default=None)


def _diagnosis_words(mention: Mention | None, name: str, text: str) -> str:
    """The diagnosis as a question names it: the clause that concludes, where it is short, else the mention, else its name."""
    if mention is None:
        return name
    said = in_context(mention.evidence, text) if mention.section in CONCLUDING else mention.evidence
    fitting = [one.text for one in (said, mention.evidence) if len(one.text) <= _DIAGNOSIS_LENGTH]
    return quote(fitting[0]) if fitting else name


def nearest_rejected(row: ElementRow, facts: NoteFacts) -> Rejected | None:
    """The mention that came nearest to documenting an element that is missing; ``None`` when nothing did."""
    if row.reading is not None:
        # A finding of the right kind that counts elsewhere, such as a symptom on no territory, comes nearest after those rejected.
        kinds = row.reading.kinds
        told = Rejection.NO_TERRITORY if row.reading.placed else Rejection.REPORTED
        rejected = _first([one for one in facts.rejected if one.kind in kinds], Rejection.ANOTHER_PROBLEM, told)
        return rejected or _first([one for one in facts.findings if one.kind in kinds], Rejection.NO_TERRITORY)
    if row.id is Element.NERVE_ROOT_OR_REGION:
        return _first([one for one in (*facts.findings, *facts.rejected) if one.root or one.level], Rejection.FINDING_ONLY)
    if row.id is Element.LATERALITY:
        return _first([one for one in (*facts.findings, *facts.rejected) if one.side], Rejection.FINDING_ONLY)
    guessed = [(place, Rejection.UNCERTAIN) for cause in facts.etiology.doubtful for place in cause.evidence]
    candidates = [(place, Rejection.NOT_LINKED) for candidate in facts.candidates for place in candidate.evidence]
    return next((Rejected(place, because) for place, because in (*guessed, *candidates)), None)


def _first(findings: Sequence[Finding], otherwise: Rejection, told: Rejection = Rejection.REPORTED) -> Rejected | None:
    ranked = sorted(findings, key=lambda finding: _NEARNESS.index(finding.assertion) if finding.assertion in _NEARNESS else len(_NEARNESS))
    return Rejected(ranked[0].evidence, _because(ranked[0], otherwise, told)) if ranked else None


def _because(finding: Finding, otherwise: Rejection, told: Rejection) -> Rejection:
    """Why a finding does not count: its level, what is said of it, or what its element asks for besides.

    ``told`` is the reason for what a patient tells where an examiner's finding is looked for.
    """
    if finding.level is not None and finding.level not in LUMBAR_LEVELS:
        return Rejection.ANOTHER_REGION
    if finding.assertion is Assertion.AFFIRMED:
        return otherwise
    if finding.assertion is Assertion.HISTORICAL and finding.kind in EXAM_KINDS:
        return told
    return Rejection.NO_RESULT if finding.assertion is Assertion.ABSENT else Rejection(finding.assertion)
