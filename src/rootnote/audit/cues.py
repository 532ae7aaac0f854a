"""Where the words stand that the default pipeline took an assertion from."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from rootnote.facts.model import Evidence
from rootnote.facts.reading import Reading, Target
from rootnote.language.context import Context
from rootnote.language.phrases import Phrases, compact, outermost
from rootnote.language.sentences import sentence_bounds


class Cues:
    """The cues of a pipeline's context rules, those of a site included."""

    def __init__(self, nlp: Language) -> None:
        self._tokenizer = nlp.tokenizer
        self._rules = {rule.id: rule for _, component in nlp.pipeline if isinstance(component, Context) for rule in component.rules}
        self._phrases: dict[str, Phrases] = {}

    def evidence(self, doc: Doc, reading: Reading, target: Target) -> Evidence | None:
        """The words of a target's cue that are nearest to it in its sentence; None where they stand elsewhere, or the cue has none."""
        rule = self._rules.get(target.cue)
        if rule is None:
            return None
        if rule.id not in self._phrases:
            self._phrases[rule.id] = Phrases(self._tokenizer, [(rule.id, rule.phrases)])
        short = compact(doc)
        low, high = sentence_bounds(doc)[target.sentence]
        matches = outermost(self._phrases[rule.id](short))
        places = [(short.tokens[match.start], short.tokens[match.end - 1]) for match in matches]
        before = [place for place in places if low <= place[0] and place[1] < target.first and rule.direction != "BACKWARD"]
        after = [place for place in places if target.last <= place[0] < high and rule.direction != "FORWARD"]
        if not before and not after:
            return None
        first, last = max(before) if before else min(after)
        return reading.evidence(doc[first].idx, doc[last].idx + len(doc[last]))
