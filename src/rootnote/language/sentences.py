"""The sentences of a Doc, and the text that it is read as.

Boundaries are found in the raw text (``boundaries.py``), so that the work per token is done by numpy. No sentence is ever empty: white
space belongs to the sentence before it (at the start of a note, to the first).
"""

import itertools
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple, cast

import numpy as np
from spacy.attrs import IS_SPACE, ORTH, SENT_START, SPACY
from spacy.language import Language
from spacy.tokens import Doc
from thinc.types import Ints2d

from rootnote.language.boundaries import boundaries
from rootnote.language.rulefile import read_word_sets

_MOST_TOKENS = 100
#: The words at which a dictation without marks is best cut.
_FILE = "dictation_parts.toml"
#: The most sentences of a text that is no whole note.
FRAGMENT = 3
_TEXT, _STARTS = "rootnote_text", "rootnote_starts"


def keep_text(doc: Doc, text: str, starts: list[int]) -> None:
    """Keeps with a Doc the text that it is to be read as, of the same length as its own, and the starts of the sentences in it."""
    doc.user_data[_TEXT], doc.user_data[_STARTS] = text, starts


def note_text(doc: Doc) -> str:
    """The text of a Doc, kept with it: ``doc.text`` is put together anew each time, with a Token for each word."""
    text: str | None = doc.user_data.get(_TEXT)
    if text is None:
        strings = doc.vocab.strings
        words = doc.to_array([ORTH, SPACY]).tolist() if len(doc) else []
        text = doc.user_data[_TEXT] = "".join([strings[orth] + " " * space for orth, space in words])
    return text


def sentence_bounds(doc: Doc) -> list[tuple[int, int]]:
    """The sentences of a Doc in tokens (half-open), in order; a Doc without boundaries is one sentence, an empty one has none.

    What ``doc.sents`` gives, without a Span and a look at every token in Python.
    """
    if not len(doc):
        return []
    starts = np.flatnonzero(doc.to_array("SENT_START") == 1).tolist()
    starts = starts if starts[:1] == [0] else [0, *starts]
    return list(zip(starts, [*starts[1:], len(doc)], strict=True))


class PartWords(NamedTuple):
    """The words of ``data/rules/dictation_parts.toml``, by what they open."""

    parts: frozenset[str]
    tellers: frozenset[str]
    joined: frozenset[str]


@cache
def part_words() -> PartWords:
    """The words at which a dictation without marks is best cut. Raises ``RuleError`` as ``read_word_sets``."""
    return read_word_sets(_FILE, PartWords)


def _cuts(doc: Doc, starts: list[int]) -> Iterator[int]:
    """Further starts inside sentences longer than anyone writes, so that work per sentence is bounded.

    They stand behind a comma if there is one, else before a word that opens another part, else before who is told of.
    """
    words = part_words()
    for start, end in zip(starts, [*starts[1:], len(doc)], strict=True):
        while end - start > _MOST_TOKENS:
            window = range(start + _MOST_TOKENS - 1, start + _MOST_TOKENS // 2, -1)
            pauses = (token + 1 for token in window if doc[token].text in ",;")
            parts = (token for token in window if doc[token].lower_ in words.parts)
            told = (token for token in window if doc[token].lower_ in words.tellers and doc[token - 1].lower_ not in words.joined)
            start = next(itertools.chain(pauses, parts, told), start + _MOST_TOKENS)
            yield start


class Sentences:
    """The component: marks the first token of each sentence."""

    def __call__(self, doc: Doc) -> Doc:
        if not len(doc):
            return doc
        starts = np.fromiter(doc.user_data.pop(_STARTS, None) or boundaries(note_text(doc)), dtype=np.int64)
        offsets = doc.to_array("IDX").astype(np.int64)
        first = np.searchsorted(offsets, starts[1:], side="left")  # the first sentence holds what stands before its first word
        marked = sorted({0, *first[first < len(doc)].tolist()})
        # -1 is spaCy's False; set for all, else a Doc of one sentence passes for one without boundaries.
        begins = np.full((len(doc), 1), -1, dtype=np.int64)
        begins[[*marked, *_cuts(doc, marked)]] = 1
        begins[1:][doc.to_array(IS_SPACE)[1:] == 1] = -1
        return doc.from_array([SENT_START], cast(Ints2d, begins.astype(np.uint64)))


@Language.factory("rootnote_sentences", assigns=["token.is_sent_start", "doc.sents"])
def make_sentences(nlp: Language, name: str) -> Sentences:
    """The sentence component."""
    return Sentences()
