"""Phrase matching over a Doc without its white space, so that a phrase broken over two lines is still one phrase."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache, lru_cache, partial
from typing import Any, NamedTuple

import numpy as np
from spacy.attrs import IS_SPACE, NORM, ORTH
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc
from spacy.vocab import Vocab

from rootnote.language.rulefile import RULES, read_words, sequences

#: The norm of the dots or rules that lead from a question of a form to its answer: "Saddle numbness ........ No".
_LEADER, _DOTS = "…", re.compile(r"[.…_]{3,}")


class Match(NamedTuple):
    """A matched phrase: the key it was added under and its tokens in the compact Doc (half-open)."""

    key: str
    start: int
    end: int


class Compact(NamedTuple):
    """A Doc without white-space tokens, its words, and for each the index of its token in the Doc it was made from."""

    doc: Doc
    words: list[str]
    tokens: list[int]


def _norm_of(norms: dict[str, str], string: str) -> str:
    lower = string.lower()
    return _LEADER if _DOTS.fullmatch(lower) else norms.get(lower, lower)


@cache
def _vocab_of_norms() -> Vocab:
    return Vocab(lex_attr_getters={NORM: partial(_norm_of, read_words(RULES / "words.toml"))})


def compact(doc: Doc) -> Compact:
    """The Doc without its white-space tokens, in the vocabulary of norms."""
    return _compact(doc, len(doc))


@lru_cache(maxsize=1)
def _compact(doc: Doc, length: int) -> Compact:
    """Kept for the next component that asks for the same Doc; ``length`` tells a Doc whose tokens were merged or split since."""
    if not length:
        return Compact(Doc(_vocab_of_norms()), [], [])
    orths = doc.to_array([ORTH, IS_SPACE])
    keep = np.flatnonzero(orths[:, 1] == 0)
    strings = doc.vocab.strings
    words = [strings[orth] for orth in orths[keep, 0].tolist()]
    return Compact(Doc(_vocab_of_norms(), words=words), words, keep.tolist())


class Phrases:
    """A phrase matcher on norms, with keys.

    The norms of ``words.toml`` live in a vocabulary of its own: it works, and changes nothing, in pipelines with any vocabulary.
    """

    def __init__(self, tokenize: Callable[[str], Doc], rules: Iterable[tuple[str, Iterable[str]]]) -> None:
        self._vocab = vocab = _vocab_of_norms()
        self._matcher = PhraseMatcher(vocab, attr="NORM")
        norms: dict[str, list[int]] = {}
        for key, phrases in rules:
            patterns: list[Any] = []
            for sequence in sequences(phrases):
                for word in sequence:
                    if word not in norms:
                        norms[word] = [vocab[token.text].norm for token in tokenize(word)]
                # As the matcher stores them itself; a Doc for each of some ten thousand sequences would take seconds.
                patterns.append([norm for word in sequence for norm in norms[word]])
            self._matcher.add(key, patterns)

    def __call__(self, doc: Doc) -> list[Match]:
        """All matches in a compact Doc, sorted by start, the longer first; overlapping ones included."""
        strings = self._vocab.strings
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
