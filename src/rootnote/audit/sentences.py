"""The sentences of a note whose targets are judged again, each as a small Doc of its own.

Both libraries stay within a sentence, and both take time that grows with the square of what they are given: so a note of any length takes
time that grows with its sentences only.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Set
from functools import lru_cache
from typing import NamedTuple

from spacy.tokens import Doc, Span, Token

from rootnote.facts.model import Evidence
from rootnote.facts.reading import Reading, Sentence, Target, read
from rootnote.language.sections import SECTIONS
from rootnote.language.sentences import sentence_bounds


class Judged(NamedTuple):
    """A sentence that holds targets, as a Doc without white space and without the heading that it may open with ("HISTORY:").

    ``targets`` are those that are judged and ``spans`` their tokens in ``doc``, in the same order; ``places`` has for each token of ``doc``
    its characters in the note (half-open).
    """

    reading: Reading
    sentence: Sentence
    doc: Doc
    targets: tuple[Target, ...]
    spans: tuple[Span, ...]
    places: tuple[tuple[int, int], ...]

    def evidence(self, start: int, end: int) -> Evidence:
        """The evidence for some tokens (half-open) of ``doc``."""
        return self.reading.evidence(self.places[start][0], self.places[end - 1][1])


def judged_sentences(doc: Doc, plain: frozenset[str]) -> tuple[Judged, ...]:
    """The sentences of a Doc that the default pipeline has read, in order, that hold targets with a label that is not plain."""
    return _judged(doc, len(doc), plain)


@lru_cache(maxsize=1)
def _judged(doc: Doc, length: int, plain: frozenset[str]) -> tuple[Judged, ...]:
    """Kept for the next reader, who asks for the same Doc."""
    found = []
    reading = read(doc)
    bounds = sentence_bounds(doc)
    headed = {section.start for section in doc.spans.get(SECTIONS, ())}
    for sentence in reading.sentences:
        targets = tuple(target for target in sentence.targets if target.label not in plain)
        if targets:
            tokens = [token for token in doc[slice(*bounds[sentence.number])] if not token.is_space]
            tokens = _without_heading(tokens, headed, min(target.last for target in targets))
            found.append(_judge(reading, sentence, tokens, targets))
    return tuple(found)


def _without_heading(tokens: list[Token], headed: Set[int], first_end: int) -> list[Token]:
    """The tokens behind the colon of a heading, unless a target ends before or with it: no reader is to take "HISTORY:" for a trigger."""
    colon = next((place for place, token in enumerate(tokens) if token.text == ":"), None)
    if colon is None or first_end <= tokens[colon].i + 1 or headed.isdisjoint(token.i for token in tokens[:colon]):
        return tokens
    return tokens[colon + 1 :]


def _judge(reading: Reading, sentence: Sentence, tokens: list[Token], targets: tuple[Target, ...]) -> Judged:
    numbers = [token.i for token in tokens]
    small = Doc(tokens[0].vocab, words=[token.text for token in tokens], sent_starts=[place == 0 for place in range(len(tokens))])
    spans = tuple(
        Span(small, bisect_left(numbers, target.first), bisect_left(numbers, target.last), label=target.label) for target in targets
    )
    return Judged(reading, sentence, small, targets, spans, tuple((token.idx, token.idx + len(token)) for token in tokens))
