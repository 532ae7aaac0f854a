"""Where the words stand that the default pipeline took an assertion from."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from rootnote.facts.model import Evidence
from rootnote.facts.reading import Reading, Target
from rootnote.language.context import Context
from rootnote.language.phrases import Phrases, compact
from rootnote.language.sentences import sentence_bounds


class Cues:
    """The cues of a pipeline's context rules, those of a site included."""

    def __init__(self, nlp: Language) -> None:
        self._tokenizer = nlp.tokenizer
        self._rules = {rule.id: rule for _, component in nlp.pipeline if isinstance(component, Context) for rule in component.rules}
        self._phrases: dict[str, Phrases] = {}

    def evidence(self, doc: Doc, reading: Reading, target: Target) -> Evidence | None:
        """The words of a target's cue that are nearest to it in its sentence; None where they stand elsewhere, or the cue has none."""
        if target.cue not in self._rules:
            return None
        if target.cue not in self._phrases:
            self._phrases[target.cue] = Phrases(self._tokenizer, [(target.cue, self._rules[target.cue].phrases)])
        short = compact(doc)
        low, high = sentence_bounds(doc)[target.sentence]
        places = [(short.tokens[match.start], short.tokens[match.end - 1]) for match in self._phrases[target.cue](short.doc)]
        near = [(max(first - target.last, target.first - last), first, last) for first, last in places if low <= first < high]
        if not near:
            return None
        _, first, last = min(near)
        return reading.evidence(doc[first].idx, doc[last].idx + len(doc[last]))
