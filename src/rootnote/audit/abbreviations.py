"""Short forms that a note defines, as scispaCy's detector finds them.

Source: Schwartz and Hearst 2003, A simple algorithm for identifying abbreviation definitions in biomedical text.

No ``from __future__ import annotations`` here: spaCy 3.7 checks the settings of a factory against its real types.
"""

import re
import warnings
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from spacy.language import Language
from spacy.tokens import Doc, Token

from rootnote.facts.model import Evidence
from rootnote.language.abbreviations import definitions
from rootnote.language.phrases import compact
from rootnote.language.sentences import note_text, sentence_bounds

#: The most places at which a short form is written out to see what depends on it.
_MOST_PLACES = 100


class Expansion(NamedTuple):
    """A short form and the words that it stands for, where the note defines it."""

    short: Evidence
    long: Evidence

    def written_out(self, text: str) -> str:
        """The note with the long form wherever the short form stands alone; the definition itself stays."""
        low, high = min(self.short.start, self.long.start), max(self.short.end, self.long.end)
        word = re.compile(rf"(?<!\w){re.escape(self.short.text)}(?!\w)")
        places = [one.span() for one in word.finditer(text) if one.end() <= low or high <= one.start()]
        parts, at = [], 0
        for start, end in places[:_MOST_PLACES]:
            parts += [text[at:start], self.long.text]
            at = end
        return "".join([*parts, text[at:]])


class Abbreviations:
    """The component: the expansions that the note defines stand in an extension of the Doc, in their order.

    The detector reads one sentence with a bracket at a time, since it compares each opening bracket with all that close after it.
    """

    def __init__(self, nlp: Language, name: str) -> None:
        from scispacy.abbreviation import AbbreviationDetector

        self.name = name
        self._detector = AbbreviationDetector(nlp, name)
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=())

    def __call__(self, doc: Doc) -> Doc:
        doc._.set(self.name, tuple(one for start, end in sentence_bounds(doc) for one in self._in(doc, start, end)))
        return doc

    def _in(self, doc: Doc, start: int, end: int) -> Iterator[Expansion]:
        tokens = [token for token in doc[start:end] if not token.is_space]
        if not any(token.text == "(" for token in tokens):
            return
        text = note_text(doc)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # that its matcher is empty while no short form is defined
            small = self._detector(Doc(doc.vocab, words=[token.text for token in tokens]))
        for short in sorted(small._.abbreviations, key=lambda short: (short.start, short.end)):
            yield Expansion(*(_evidence(text, tokens[span.start : span.end]) for span in (short, short._.long_form)))


def _evidence(text: str, tokens: Sequence[Token]) -> Evidence:
    start, end = tokens[0].idx, tokens[-1].idx + len(tokens[-1])
    return Evidence(start, end, text[start:end])


def not_taken(doc: Doc, name: str) -> tuple[Expansion, ...]:
    """The first expansion, by the component of this name, of each short form that the default pipeline did not take for the same words."""
    short = compact(doc)
    own = {
        (one.short, doc[short.tokens[one.start]].idx, doc[short.tokens[one.end - 1]].idx + len(doc[short.tokens[one.end - 1]]))
        for one in definitions(short.words)
    }
    first: dict[str, Expansion] = {}
    for expansion in doc._.get(name):
        first.setdefault(expansion.short.text, expansion)
    return tuple(one for one in first.values() if (one.short.text, one.long.start, one.long.end) not in own)


@Language.factory("rootnote_scispacy")
def make_scispacy(nlp: Language, name: str) -> Abbreviations:
    """The component that has scispaCy find the short forms that a note defines."""
    return Abbreviations(nlp, name)
