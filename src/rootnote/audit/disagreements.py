"""Where second readers and the default pipeline make different things of a target."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc

from rootnote.audit.cues import Cues
from rootnote.audit.readers import SecondReader, SecondReading
from rootnote.audit.sentences import Judged, judged_sentences
from rootnote.facts.model import Assertion, Evidence
from rootnote.facts.reading import Reading, Target


@dataclass(frozen=True, slots=True)
class Said:
    """What one reader says of the targets: its assertion, the rule, and the words that triggered it (None: no words in the sentence)."""

    reader: str
    assertion: Assertion
    rule: str
    trigger: Evidence | None


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Targets of one sentence that some readers assert otherwise than the default pipeline, all in the same way; ``against`` names them."""

    judged: Judged
    targets: tuple[Target, ...]
    other: Assertion
    against: tuple[str, ...]


#: The name of the default pipeline, or of the one in its place, as a reader.
DEFAULT = "rootnote"


class Comparer:
    """Compares the readers of a pipeline that ``load_audit`` gave."""

    def __init__(self, nlp: Language) -> None:
        self._readers = [component for _, component in nlp.pipeline if isinstance(component, SecondReader)]
        self._cues = Cues(nlp)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the second readers."""
        return tuple(reader.name for reader in self._readers)

    def disagreements(self, doc: Doc, reading: Reading) -> Iterator[Disagreement]:
        """The disagreements in a Doc that the pipeline has read, in order of their sentences."""
        for judged in judged_sentences(doc, self._readers[0].plain):
            found: dict[tuple[Assertion, Assertion, tuple[str, ...]], list[Target]] = {}
            for target in judged.targets:
                for other, against in self._otherwise(doc, reading, target).items():
                    found.setdefault((target.assertion, other, against), []).append(target)
            for (_, other, readers), targets in found.items():
                yield Disagreement(judged, tuple(targets), other, readers)

    def _otherwise(self, doc: Doc, reading: Reading, target: Target) -> dict[Assertion, tuple[str, ...]]:
        """The other assertions of a target, each with the readers who make it."""
        found: dict[Assertion, tuple[str, ...]] = {}
        for reader in self._readers:
            second = _second(doc, target, reader)
            if second.assertion is target.assertion:
                continue
            # A reader that finds nothing contradicts only what it could have told, and told from this sentence.
            silent = second.trigger is None
            if silent and (target.assertion not in reader.tells or self._cues.evidence(doc, reading, target) is None):
                continue
            found[second.assertion] = (*found.get(second.assertion, ()), reader.name)
        return found

    def said(self, doc: Doc, reading: Reading, target: Target) -> tuple[Said, ...]:
        """What each reader says of a target, the default pipeline first."""
        first = Said(DEFAULT, target.assertion, target.cue, self._cues.evidence(doc, reading, target))
        return (first, *(Said(reader.name, *_second(doc, target, reader)) for reader in self._readers))


def _second(doc: Doc, target: Target, reader: SecondReader) -> SecondReading:
    second: SecondReading = doc[target.first : target.last]._.get(reader.name)
    return second
