"""What a model, where it is installed, sees beside the targets in dispute.

No ``from __future__ import annotations`` here: spaCy 3.7 checks the settings of a factory against its real types.
"""

from collections.abc import Iterator, Sequence

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from rootnote.audit.sentences import Judged, judged_sentences
from rootnote.facts.model import Evidence


class Entities:
    """The component: entities of the model that touch no target stand in an extension of the Doc.

    A model reads slowly: it gets just the sentences with a target that one of the ``readers`` asserts otherwise than the default pipeline.
    Without the model nothing is read.
    """

    def __init__(self, name: str, model: str, readers: Sequence[str], plain: Sequence[str]) -> None:
        self.name = name
        self.model = model
        self._readers = tuple(readers)
        self._plain = frozenset(plain)
        self._nlp = spacy.load(model) if spacy.util.is_package(model) else None
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=())

    @property
    def is_installed(self) -> bool:
        """Whether the model is there."""
        return self._nlp is not None

    def __call__(self, doc: Doc) -> Doc:
        if self._nlp is not None:
            disputed = (judged for judged in judged_sentences(doc, self._plain) if self._is_disputed(doc, judged))
            doc._.set(self.name, tuple(one for judged in disputed for one in _beside(self._nlp, judged)))
        return doc

    def _is_disputed(self, doc: Doc, judged: Judged) -> bool:
        spans = ((target, doc[target.first : target.last]) for target in judged.targets)
        return any(span._.get(reader).assertion is not target.assertion for target, span in spans for reader in self._readers)


def _beside(model: Language, judged: Judged) -> Iterator[Evidence]:
    held = [(target.start, target.end) for target in judged.sentence.targets]
    for entity in model(Doc(model.vocab, words=[token.text for token in judged.doc])).ents:
        one = judged.evidence(entity.start, entity.end)
        if not any(start < one.end and one.start < end for start, end in held):
            yield one


@Language.factory("rootnote_entities", default_config={"plain": []})
def make_entities(nlp: Language, name: str, model: str, readers: list[str], plain: list[str]) -> Entities:
    """The component that has a model find entities; ``readers`` are the components whose dispute it looks at."""
    return Entities(name, model, readers, plain)
