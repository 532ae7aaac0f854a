"""One note as the page has it: the row of the list, and what is shown when it is opened.

Places are half-open pairs of offsets in UTF-16 units, as a browser counts: a character beyond U+FFFF is two.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate
from typing import Any, TypeAlias

from rootnote.coding.decisions import Step
from rootnote.coding.linkage import Linkage
from rootnote.documentation.elements import Element
from rootnote.facts.model import LUMBAR_CONDITIONS, Assertion
from rootnote.language.categories import CONCLUDING
from rootnote.record import GapRecord, NoteRecord, WarningRecord
from rootnote.report.characters import shown
from rootnote.report.highlights import highlights
from rootnote.report.page.figures import thousandths_of
from rootnote.report.page.prospects import Prospect, prospects
from rootnote.report.words import BECAUSE, POLICY, SCOPE, in_words

JsonObject: TypeAlias = dict[str, Any]
Places: TypeAlias = list[tuple[int, int]]

_ELEMENTS = list(Element)
#: Mentions of the diagnosis that a gap points to at most.
_MENTIONS = 4


def row_of(record: NoteRecord) -> list[Any]:
    """The row of a note.

    Id, type, scope, completeness in thousandths, codes, codes with presumed links (null when they are the same), whether these lead, gaps
    such as "A10" (priority and element), kinds of warnings, what answers could change as ``key_of`` has it.
    """
    gaps = [f"{gap.priority}{_ELEMENTS.index(gap.element)}" for gap in record.gaps]
    kinds = list(dict.fromkeys(warning.kind for warning in record.warnings))
    codes = record.codes or record.symptom_codes
    presumed = record.codes_presumed if record.codes_presumed != record.codes else None
    leads = record.linkage is Linkage.PRESUMED
    answers = list(dict.fromkeys(map(key_of, prospects(record))))
    thousandths = thousandths_of(record.completeness)
    return [shown(record.id), record.note_type, record.scope, thousandths, codes, presumed, leads, gaps, kinds, answers]


def key_of(prospect: Prospect) -> str:
    """A prospect as rows and figures name it: the code, the place of the element, the codes that it could become.

    >>> key_of(Prospect("M54.16", Element.ETIOLOGY_STATEMENT, ("M51.16", "M47.26")))
    'M54.16 10 M51.16 M47.26'
    """
    return " ".join([prospect.code, str(_ELEMENTS.index(prospect.element)), *prospect.alternatives])


def entry_of(record: NoteRecord, text: str) -> JsonObject:
    """What is shown of a note beside its text."""
    place = _utf16_offsets(text)

    def places(evidence: Iterable[Any]) -> Places:
        return [(place(one.start), place(one.end)) for one in evidence]

    return {
        "facts": [(name, value) for name, value in _facts(record) if value],
        "marks": [(place(one.place.start), place(one.place.end), one.subject, one.what) for one in highlights(record)],
        "elements": [(in_words(found.status), places(found.evidence)) for found in record.elements.values()],
        "codes": list(_codes(record, places)),
        "decisions": [_step(step, places) for step in record.decisions],
        "gaps": [_gap(gap, record, places) for gap in record.gaps],
        "warnings": [_warning(warning, places) for warning in record.warnings],
    }


def _utf16_offsets(text: str) -> Callable[[int], int]:
    """The function that turns an offset in code points into one in UTF-16 units."""
    if text.isascii() or max(text) <= "\uffff":
        return int
    return list(accumulate((1 + (sign > "\uffff") for sign in text), initial=0)).__getitem__


def _facts(record: NoteRecord) -> Iterator[tuple[str, str]]:
    codes = ("codes", ", ".join(record.codes or record.symptom_codes) or "none")
    presumed = ("presumed", ", ".join(record.codes_presumed) if record.codes_presumed != record.codes else "")
    yield from (presumed, codes) if record.linkage is Linkage.PRESUMED else (codes, presumed)
    yield "about", SCOPE[record.scope]
    yield "region", ", ".join(record.region)
    yield "roots", ", ".join(f"{root.root} {root.side or ''}".strip() for root in record.roots)
    yield "side", in_words(record.laterality)
    yield "cause", in_words(record.etiology)
    yield "levels imaged", ", ".join(record.imaging_levels)
    yield "setting", record.setting


def _codes(record: NoteRecord, places: Callable[..., Places]) -> Iterator[JsonObject]:
    """The codes, the leading ones first; a step that an earlier code has too only says which."""
    leading = {record.linkage, "both", "symptom"}
    told: dict[Step, str] = {}
    for detail in sorted(record.code_details, key=lambda detail: detail.policy not in leading):
        steps = [{"decided": step.decided, "as": told[step]} if step in told else _step(step, places) for step in detail.steps]
        told.update((step, told.get(step, detail.code)) for step in detail.steps)
        yield {
            "code": detail.code,
            "title": detail.description,
            "policy": POLICY[detail.policy],
            "leads": detail.policy in leading,
            "steps": steps,
        }


def _step(step: Step, places: Callable[..., Places]) -> JsonObject:
    return {"decided": step.decided, "source": step.source, "change": step.would_change, "places": places(step.evidence)}


def _gap(gap: GapRecord, record: NoteRecord, places: Callable[..., Places]) -> JsonObject:
    """A gap, with the mention that came nearest and those of the diagnosis that the question is about."""
    return {
        "element": _ELEMENTS.index(gap.element),
        "priority": gap.priority,
        "why": gap.why,
        "query": _lines(gap.query),
        "searched": [in_words(section) for section in gap.searched],
        "nearest": places(gap.nearest_rejected or ()),
        "because": BECAUSE[gap.rejected_because] if gap.rejected_because else None,
        "about": places(_diagnosis(record)),
    }


def _diagnosis(record: NoteRecord) -> Sequence[Any]:
    """The mentions of the condition that the questions of a note are about, where it concludes first."""
    condition = next((one for one in LUMBAR_CONDITIONS if Assertion(record.conditions[one]).is_current), None)
    mentions = [one for one in record.condition_evidence[condition] if one.assertion.is_current] if condition else []
    return sorted(mentions, key=lambda one: one.section not in CONCLUDING)[:_MENTIONS]


def _warning(warning: WarningRecord, places: Callable[..., Places]) -> JsonObject:
    query = _lines(warning.query) if warning.query else None
    return {
        "kind": warning.kind,
        "message": warning.message,
        "urgent": warning.urgent,
        "places": places(warning.evidence),
        "query": query,
    }


def _lines(query: str) -> list[str]:
    """The lines of a query as a record holds it: title, what it quotes, question, choices."""
    return [shown(line) for line in query.split("\n")]
