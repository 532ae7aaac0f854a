"""Whether rules do what their own examples say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.language import Language
from spacy.tokens import Doc

from rootnote.language.context import assertions
from rootnote.language.phrases import Phrases, compact, outermost
from rootnote.language.rulefile import ContextRule, Rule
from rootnote.language.targets import MASK, TARGETS

#: Categories of context rules that give no target its assertion; they only end or forbid scopes.
_SILENT = frozenset({"terminate", "pseudo", "present"})


class Examples:
    """Tells which of some rules a text is an example of, in a pipeline that holds them.

    A target rule is met when a target carries its id, a context rule when it gives a target its assertion. Masks and rules that only
    end or forbid scopes leave no such trace: they are met when their phrase stands in the text and no longer one hides it.
    """

    def __init__(self, nlp: Language, rules: Sequence[Rule | ContextRule]) -> None:
        self._nlp = nlp
        self._silent = {rule.id for rule in rules if isinstance(rule, ContextRule) and rule.category in _SILENT}
        self._masks = Phrases(nlp.tokenizer, [(rule.id, rule.phrases) for rule in rules if isinstance(rule, Rule) and rule.label == MASK])
        self._context = Phrases(nlp.tokenizer, [(rule.id, rule.phrases) for rule in rules if isinstance(rule, ContextRule)])

    def rules_met(self, text: str) -> frozenset[str]:
        """The ids of the rules that a text is an example of."""
        doc = self._nlp(text)
        found = {span.id_ for span in doc.spans[TARGETS]} | {cue for _, cue in assertions(doc).values()}
        found.update(match.key for match in self._masks(compact(doc)))
        return frozenset(found | self._silent_in(doc))

    def _silent_in(self, doc: Doc) -> set[str]:
        return self._silent.intersection(match.key for match in outermost(self._context(compact(doc))))

    def failures(self, rule: Rule | ContextRule) -> Iterator[str]:
        """A sentence for each example of the rule that does not do what it should; nothing when all do."""
        for text in rule.yes:
            if rule.id not in self.rules_met(text):
                yield f"{rule.id}: 'yes': does not match {text!r}"
        for text in rule.no:
            if rule.id in self.rules_met(text):
                yield f"{rule.id}: 'no': matches {text!r}"
