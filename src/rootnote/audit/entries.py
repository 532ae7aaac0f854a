"""One note audited: each disagreement of its readers, with what depends on it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from rootnote.audit.abbreviations import Abbreviations, Expansion, not_taken
from rootnote.audit.dependence import Dependence, dependence, summary
from rootnote.audit.disagreements import Comparer, Disagreement, Said
from rootnote.audit.entities import Entities
from rootnote.coding.linkage import Linkage
from rootnote.coding.setting import Setting
from rootnote.comparison import Comparison, compare
from rootnote.facts.collect import facts_of
from rootnote.facts.model import Assertion, Evidence, NoteFacts
from rootnote.facts.reading import Reading, Sentence, Target, read
from rootnote.language.pipeline import added_rules
from rootnote.record import NoteRecord, build_record
from rootnote.source import Note
from rootnote.versions import rules_version

#: The most disagreements of a note that are looked into; the longest notes that people write have fewer.
_MOST = 100


@dataclass(frozen=True, slots=True)
class Asserted:
    """Targets of one sentence that readers assert otherwise: those that something depends on, or all where nothing does.

    ``said`` begins with the default pipeline and has every second reader, as they read the first target; ``against`` names those that read
    ``other``. ``entities`` are what a model sees in the sentence beside all targets.
    """

    targets: tuple[Target, ...]
    other: Assertion
    against: tuple[str, ...]
    said: tuple[Said, ...]
    entities: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One disagreement, and what the record would change to if the second readers were right: None when nothing would."""

    id: str
    section: str
    sentence: Evidence
    about: Asserted | Expansion
    depends: Dependence
    changes: Comparison | None


@dataclass(frozen=True, slots=True)
class _Read:
    """A note as the default pipeline has read it."""

    note: Note
    doc: Doc
    reading: Reading
    facts: NoteFacts
    record: NoteRecord


class Auditor:
    """Audits notes with a pipeline that ``load_audit`` gave."""

    def __init__(self, nlp: Language, setting: Setting = Setting.OUTPATIENT, linkage: Linkage = Linkage.EXPLICIT) -> None:
        self._nlp = nlp
        self._setting = setting
        self.linkage = linkage
        self._rules = rules_version(added_rules(nlp))
        self._comparer = Comparer(nlp)
        self._abbreviations = [name for name, component in nlp.pipeline if isinstance(component, Abbreviations)]
        self._entities = [name for name, component in nlp.pipeline if isinstance(component, Entities)]
        self._second = [*self._comparer.names, *self._abbreviations, *self._entities]

    def entries(self, note: Note) -> Iterator[Entry]:
        """The disagreements in a note: assertions in the order of their sentences, then abbreviations."""
        doc = self._nlp(note.text)
        reading = read(doc)
        disagreements = list(islice(self._comparer.disagreements(doc, reading), _MOST))
        expansions = [one for name in self._abbreviations for one in not_taken(doc, name)]
        if not disagreements and not expansions:
            return
        facts = facts_of(reading)
        base = _Read(note, doc, reading, facts, self._record(note, note.text, facts))
        other_facts = dict(self._telling(base, range(len(disagreements)), disagreements))
        yield from (self._assertion(base, one, other_facts.get(number)) for number, one in enumerate(disagreements))
        yield from (self._expansion(base, one) for one in expansions)

    def _record(self, note: Note, text: str, facts: NoteFacts) -> NoteRecord:
        return build_record(note.id, text, facts, setting=self._setting, linkage=self.linkage, rules_version=self._rules)

    def _telling(self, base: _Read, numbers: Sequence[int], disagreements: Sequence[Disagreement]) -> Iterator[tuple[int, NoteFacts]]:
        """The numbers of the disagreements that change a fact, and the other facts.

        Most change none: those that together change none are left out at once.
        """
        otherwise: dict[Target, Assertion] = {}
        one_way = all(
            otherwise.setdefault(target, disagreements[number].other) is disagreements[number].other
            for number in numbers
            for target in disagreements[number].targets
        )
        if one_way:
            facts = facts_of(base.reading.asserting(otherwise))
            if facts == base.facts:
                return
            if len(numbers) == 1:
                yield numbers[0], facts
                return
        middle = len(numbers) // 2
        yield from self._telling(base, numbers[:middle], disagreements)
        yield from self._telling(base, numbers[middle:], disagreements)

    def _assertion(self, base: _Read, disagreement: Disagreement, facts: NoteFacts | None) -> Entry:
        changes = self._changes(base, base.note.text, facts) if facts else None
        targets = self._deciding(base, disagreement, changes) if changes else disagreement.targets
        sentence = disagreement.judged.sentence
        seen = (one for name in self._entities for one in base.doc._.get(name))
        about = Asserted(
            targets,
            disagreement.other,
            disagreement.against,
            self._comparer.said(base.doc, base.reading, targets[0]),
            tuple(one for one in seen if sentence.start <= one.start < sentence.end),
        )
        return _entry(base, sentence, about, changes)

    def _changes(self, base: _Read, text: str, facts: NoteFacts) -> Comparison | None:
        changes = compare(base.record, self._record(base.note, text, facts))
        return None if changes.is_empty else changes

    def _deciding(self, base: _Read, disagreement: Disagreement, changes: Comparison) -> tuple[Target, ...]:
        """The targets without those that make no difference; targets at one place have one assertion, and go together."""
        wanted, kept = summary(changes), disagreement.targets
        for place in dict.fromkeys((target.start, target.end) for target in disagreement.targets):
            fewer = tuple(target for target in kept if (target.start, target.end) != place)
            if not fewer:
                continue
            without = self._changes(base, base.note.text, facts_of(base.reading.asserting(dict.fromkeys(fewer, disagreement.other))))
            if without and summary(without) == wanted:
                kept = fewer
        return kept

    def _expansion(self, base: _Read, expansion: Expansion) -> Entry:
        long = expansion.long
        sentence = next(one for one in base.reading.sentences if one.start <= expansion.short.start < one.end)
        changes, text = None, expansion.written_out(base.note.text)
        if text != base.note.text and any(one.start < long.end and long.start < one.end for one in sentence.targets):
            facts = facts_of(read(self._nlp(text, disable=self._second)))
            changes = self._changes(base, text, facts)
        return _entry(base, sentence, expansion, changes)


def _entry(base: _Read, sentence: Sentence, about: Asserted | Expansion, changes: Comparison | None) -> Entry:
    depends = dependence(changes) if changes else Dependence.NOTHING
    return Entry(base.note.id, sentence.section, base.reading.evidence(sentence.start, sentence.end), about, depends, changes)


def as_dict(entry: Entry) -> dict[str, Any]:
    """An entry ready for JSON; offsets are half-open and count the code points of the untouched note."""
    about = entry.about
    row: dict[str, Any] = {
        "id": entry.id,
        "kind": "abbreviation" if isinstance(about, Expansion) else "assertion",
        "depends": entry.depends,
        "changes": summary(entry.changes) if entry.changes else {},
        "section": entry.section,
        "sentence": _place(entry.sentence),
    }
    if isinstance(about, Expansion):
        return row | {"short": _place(about.short), "long": _place(about.long)}
    return row | {
        "assertion": about.targets[0].assertion,
        "other": about.other,
        "against": about.against,
        "said": [
            {"reader": one.reader, "assertion": one.assertion, "rule": one.rule, "trigger": _place(one.trigger) if one.trigger else None}
            for one in about.said
        ],
        "targets": [
            {"label": one.label, "value": one.value, "rule": one.rule, "start": one.start, "end": one.end, "text": one.text}
            for one in about.targets
        ],
        "entities": [_place(one) for one in about.entities],
    }


def _place(evidence: Evidence) -> dict[str, int | str]:
    return {"start": evidence.start, "end": evidence.end, "text": evidence.text}
