"""Phrase matching over a Doc without its white space, so that a phrase broken over two lines is still one phrase."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

import numpy as np
from spacy.attrs import IS_SPACE, ORTH
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc
from spacy.vocab import Vocab

from rootnote.language.rulefile import sequences


class Match(NamedTuple):
    """A matched phrase: the key it was added under and its tokens in the compact Doc (half-open)."""

    key: str
    start: int
    end: int


class Compact(NamedTuple):
    """A Doc without white-space tokens, and for each of its tokens the index in the Doc it was made from."""

    doc: Doc
    tokens: list[int]


def compact(doc: Doc) -> Compact:
    """The Doc without its white-space tokens, sharing its vocabulary."""
    orths = doc.to_array([ORTH, IS_SPACE])
    keep = np.flatnonzero(orths[:, 1] == 0) if len(doc) else np.empty(0, dtype=np.int64)
    strings = doc.vocab.strings
    return Compact(Doc(doc.vocab, words=[strings[orth] for orth in orths[keep, 0].tolist()] if len(doc) else []), keep.tolist())


class Phrases:
    """A phrase matcher on norms, with keys."""

    def __init__(self, vocab: Vocab, tokenize: Callable[[str], Doc], rules: Iterable[tuple[str, Iterable[str]]]) -> None:
        self._strings = vocab.strings
        self._matcher = PhraseMatcher(vocab, attr="NORM")
        norms: dict[str, list[int]] = {}
        for key, phrases in rules:
            patterns = []
            for sequence in sequences(phrases):
                for word in sequence:
                    if word not in norms:
                        norms[word] = [vocab[token.orth].norm for token in tokenize(word)]
                # As the matcher stores them itself; a Doc for each of some ten thousand sequences would take seconds.
                patterns.append([norm for word in sequence for norm in norms[word]])
            self._matcher.add(key, patterns)

    def __call__(self, doc: Doc) -> list[Match]:
        """All matches, sorted by start, the longer first; overlapping ones included."""
        strings = self._strings
        found = [Match(strings[key], start, end) for key, start, end in self._matcher(doc)]
        found.sort(key=lambda match: (match.start, -match.end, match.key))
        return found


def outermost(matches: list[Match]) -> list[Match]:
    """The matches that no longer match covers or overlaps from the left; matches on the very same tokens all stay.

    Takes and gives matches sorted by start, the longer first. Linear in their number.
    """
    kept: list[Match] = []
    for match in matches:
        last = kept[-1] if kept else None
        if last is None or match.start >= last.end or (match.start, match.end) == (last.start, last.end):
            kept.append(match)
    return kept
