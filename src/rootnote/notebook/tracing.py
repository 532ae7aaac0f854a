"""Which rule is behind a field of a record, and which came nearest to what gold has and the record has not.

A rule is behind a field when its phrase stands where the record's evidence for the field is. For what was overlooked: a target of the
right kind in gold's passage or in its sentence, with what was said of it; without one, the rule whose phrases share most words with the
passage. Where neither is there, nothing is claimed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Final

from spacy.lang.en.stop_words import STOP_WORDS
from spacy.language import Language
from spacy.tokens import Doc

from rootnote.annotation.annotations import Span
from rootnote.annotation.sheet import Mark
from rootnote.annotation.tools import Layer
from rootnote.coding.assign import CodeDetail
from rootnote.documentation.elements import Element
from rootnote.facts.model import Assertion, Condition, Evidence
from rootnote.language.notation import parts_of
from rootnote.language.pipeline import shipped_rules
from rootnote.language.rulefile import RULES, Rule, read_words
from rootnote.language.targets import TARGETS
from rootnote.record import NoteRecord

#: The labels of the targets that an element or a condition is made of; what only qualifies them (a side, a result) is left out.
LABELS: Final[dict[str, frozenset[str]]] = {
    Element.NERVE_ROOT_OR_REGION: frozenset({"VERTEBRA", "LEVEL", "LEVEL_NAME", "REGION", "NERVE_ROOT"}),
    Element.LATERALITY: frozenset({"SIDE"}),
    Element.RADICULAR_SYMPTOMS: frozenset({"SYMPTOM", "LEG_SYMPTOM", "RADIATION", "NO_RADIATION"}),
    Element.DERMATOMAL_DISTRIBUTION: frozenset({"TERRITORY", "DERMATOME"}),
    Element.SENSORY_EXAM: frozenset({"SENSATION", "NEURO"}),
    Element.REFLEX_EXAM: frozenset({"REFLEX", "REFLEX_SHORT"}),
    Element.MOTOR_EXAM: frozenset({"STRENGTH", "STRENGTH_GRADE", "MUSCLE", "MUSCLE_SHORT", "WALK", "NEURO"}),
    Element.STRAIGHT_LEG_RAISE: frozenset({"SLR"}),
    Element.IMAGING: frozenset({"MODALITY", "IMAGE_FINDING", "IMAGE_NORMAL", "DISC", "DISC_SPACE", "STENOSIS", "SPONDYLOSIS"}),
    Element.ELECTRODIAGNOSTICS: frozenset({"EMG", "EMG_SIGN"}),
    Element.ETIOLOGY_STATEMENT: frozenset({"LINK", "CONTACT", "COMPRESS", "DECOMPRESS", "OTHER_CAUSE"}),
    Element.CHRONICITY: frozenset({"ONSET", "DURATION", "COURSE", "EVENT", "WHEN"}),
    Element.CONSERVATIVE_TREATMENT: frozenset({"TREATMENT"}),
    Condition.RADICULOPATHY: frozenset({"RADICULOPATHY", "ROOT_LESION", "ROOT_PROCEDURE"}),
    Condition.SCIATICA: frozenset({"SCIATICA"}),
    Condition.LOW_BACK_PAIN: frozenset({"BACK_PAIN"}),
    Condition.DISC_DISORDER: frozenset({"DISC", "DISC_SPACE", "DISC_STATE", "DISC_SURGERY"}),
    Condition.SPONDYLOSIS: frozenset({"SPONDYLOSIS"}),
    Condition.STENOSIS: frozenset({"STENOSIS", "FORAMEN", "CANAL"}),
    Condition.OTHER_REGION_RADICULOPATHY: frozenset({"RADICULOPATHY", "ROOT_LESION"}),
}
#: The element whose evidence shows where a field of the whole note comes from.
_SHOWN_BY: Final = {
    "roots": Element.NERVE_ROOT_OR_REGION,
    "region": Element.NERVE_ROOT_OR_REGION,
    "laterality": Element.LATERALITY,
    "etiology": Element.ETIOLOGY_STATEMENT,
    "imaging_levels": Element.IMAGING,
}


class Nearness(StrEnum):
    """How a rule stands to what is traced."""

    BEHIND = "behind it"
    FIRED = "fired in the passage"
    FIRED_NEARBY = "fired in the same sentence"
    ELSEWHERE = "fired elsewhere in the note"
    SHARES_WORDS = "did not fire; its phrases share words with the passage"


@dataclass(frozen=True, slots=True)
class Trace:
    """One rule and how near it came.

    ``words`` is what it matched in the note, at ``place`` (half-open, in characters); where it did not fire, the words that it shares.
    """

    nearness: Nearness
    rule: str
    label: str
    words: tuple[str, ...]
    place: Span | None = None
    assertion: str = ""
    cue: str = ""

    def mark(self, condition: str) -> Mark:
        """Its place as the mark of a condition. Raises ``ValueError`` where it has none."""
        if self.place is None:
            raise ValueError("a rule that did not fire has no place")
        return Mark(*self.place, Layer.CONDITION, condition, Assertion(self.assertion or Assertion.AFFIRMED))

    def __str__(self) -> str:
        said = f", {self.assertion}" + (f" by {self.cue}" if self.cue else "") if self.assertion else ""
        return f"{self.rule} [{self.label}] “{' '.join(self.words)}”{said}"


@dataclass(frozen=True, slots=True)
class _Target:
    """What of a target outlives its Doc, with the sentence that it stands in."""

    start: int
    end: int
    sentence: Span
    text: str
    label: str
    rule: str
    assertion: str
    cue: str

    def trace(self, nearness: Nearness) -> Trace:
        return Trace(nearness, self.rule, self.label, tuple(self.text.split()), (self.start, self.end), self.assertion, self.cue)


def element_of(field: str) -> Element | None:
    """The element whose evidence stands for a field of a ``Miss``; None for conditions and codes, which have none in gold."""
    kind, _, name = field.partition(" ")
    return Element(name) if kind in ("element", "evidence") else _SHOWN_BY.get(field)


class Tracer:
    """Traces fields of records to the rules of the pipeline that made them; ``nlp`` must be that pipeline."""

    def __init__(self, nlp: Language) -> None:
        self._nlp = nlp
        self._targets: dict[str, tuple[_Target, ...]] = {}

    def behind(self, record: NoteRecord, text: str, field: str) -> tuple[Trace, ...]:
        """The rules behind what the record says in a field, in order of their places; empty where it says that there is nothing."""
        labels = _labels(field)
        if condition := _condition(field):
            mentions = [one for one in record.condition_evidence[condition] if one.assertion.value == record.conditions[condition].value]
            return tuple(
                dict.fromkeys(
                    self._at(text, (one.start, one.end), one.rule)
                    or Trace(Nearness.BEHIND, one.rule, condition, (one.text,), (one.start, one.end), one.assertion)
                    for one in mentions
                )
            )
        found = [target for target in self._of(text) if _within(target, _spans(_evidence(record, field)))]
        right = [target for target in found if labels is None or target.label in labels] or found
        return tuple(dict.fromkeys(target.trace(Nearness.BEHIND) for target in right))

    def _at(self, text: str, place: Span, rule: str) -> Trace | None:
        return next((t.trace(Nearness.BEHIND) for t in self._of(text) if t.rule == rule and _touches((t.start, t.end), place)), None)

    def nearest(self, text: str, field: str, passages: Sequence[Span]) -> tuple[Trace, ...]:
        """What came nearest to gold's passages for a field (half-open, in characters; none: the whole note); empty when nothing did."""
        labels = _labels(field)
        if labels is None:
            return ()
        right = [target for target in self._of(text) if target.label in labels]
        if not passages:
            return _traces(right, Nearness.ELSEWHERE) or _sharing(self._sentences(text), labels)
        return (
            _traces([one for one in right if _within(one, passages)], Nearness.FIRED)
            or _traces([one for one in right if any(_touches(one.sentence, place) for place in passages)], Nearness.FIRED_NEARBY)
            or _sharing([text[start:end] for start, end in passages], labels)
        )

    def _of(self, text: str) -> tuple[_Target, ...]:
        if text not in self._targets:
            self._targets[text] = tuple(_read(self._nlp(text)))
        return self._targets[text]

    def _sentences(self, text: str) -> list[str]:
        return [sentence.text for sentence in self._nlp(text).sents]


def _read(doc: Doc) -> Iterator[_Target]:
    for span in doc.spans[TARGETS]:
        sentence = (span.sent.start_char, span.sent.end_char)
        said = span._
        yield _Target(span.start_char, span.end_char, sentence, span.text, span.label_, span.id_, said.assertion or "", said.cue or "")


def _condition(field: str) -> Condition | None:
    kind, _, name = field.partition(" ")
    return Condition(name) if kind == "condition" else None


def _labels(field: str) -> frozenset[str] | None:
    name = _condition(field) or element_of(field)
    return LABELS[name] if name else None


def _evidence(record: NoteRecord, field: str) -> tuple[Evidence, ...]:
    if element := element_of(field):
        return record.elements[element].evidence
    details: Iterable[CodeDetail] = (detail for detail in record.code_details if detail.code in getattr(record, field))
    return tuple(place for detail in details for step in detail.steps for place in step.evidence)


def _spans(evidence: Iterable[Evidence]) -> list[Span]:
    return [(place.start, place.end) for place in evidence]


def _touches(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _within(target: _Target, places: Iterable[Span]) -> bool:
    return any(_touches((target.start, target.end), place) for place in places)


def _traces(targets: Iterable[_Target], nearness: Nearness) -> tuple[Trace, ...]:
    return tuple(dict.fromkeys(target.trace(nearness) for target in targets))


@dataclass(frozen=True, slots=True)
class _Phrase:
    """The telling words of a phrase: those of each alternative of each part, and all of them."""

    rule: str
    label: str
    parts: tuple[tuple[frozenset[str], ...], ...]
    words: frozenset[str]

    def nearest(self, said: frozenset[str]) -> frozenset[str]:
        """The words of the sequence that shares most with some words, and has fewest besides: of each part the alternative that does."""
        return frozenset().union(*(min(part, key=lambda one: (-len(one & said), len(one))) for part in self.parts))


@cache
def _phrases() -> tuple[_Phrase, ...]:
    """Every phrase of every target rule by its telling words, in rootnote's spelling."""
    found: list[_Phrase] = []
    for rule in (rule for _, rule in shipped_rules() if isinstance(rule, Rule)):
        for phrase in rule.phrases:
            parts = tuple(tuple(dict.fromkeys(map(_telling, part))) for part in parts_of(phrase))
            found.append(_Phrase(rule.id, rule.label, parts, frozenset().union(*(words for part in parts for words in part))))
    return tuple(found)


@cache
def _norms() -> Callable[[str], str]:
    norms = read_words(RULES / "words.toml")
    return lambda word: norms.get(word, word)


def _telling(words: Iterable[str]) -> frozenset[str]:
    """The words that say something, in rootnote's spelling."""
    norm = _norms()
    return frozenset(norm(word) for word in words if any(map(str.isalnum, word)) and word not in STOP_WORDS)


def _sharing(passages: Iterable[str], labels: frozenset[str]) -> tuple[Trace, ...]:
    """The rule whose phrase shares most words with one of the passages, those with the right labels before all others.

    Of two that share as many, the one with the greater share of its words; empty when none shares a word.
    """
    said = [_telling(_split(passage)) for passage in passages]

    def nearest(phrase: _Phrase) -> tuple[int, float, frozenset[str]]:
        best: tuple[int, float, frozenset[str]] = 0, 0.0, frozenset()
        for words in said:
            if not phrase.words.isdisjoint(words):
                written = phrase.nearest(words)
                shared = written & words
                best = max(best, (len(shared), len(shared) / len(written), shared), key=lambda one: one[:2])
        return best

    for candidates in ([one for one in _phrases() if one.label in labels], _phrases()):
        ranked = ((*nearest(phrase), phrase) for phrase in candidates)
        many, _, shared, phrase = max(ranked, key=lambda one: one[:2], default=(0, 0.0, frozenset[str](), None))
        if phrase is not None and many:
            return (Trace(Nearness.SHARES_WORDS, phrase.rule, phrase.label, tuple(sorted(shared))),)
    return ()


def _split(passage: str) -> list[str]:
    return [word.strip(".,;:()[]\"'?!") for word in passage.lower().split()]
