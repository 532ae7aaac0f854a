"""Phrase matching over a Doc without its white space, so that a phrase broken over two lines is still one phrase."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from itertools import chain
from typing import Any, NamedTuple

import numpy as np
from spacy.attrs import IS_SPACE, NORM, ORTH
from spacy.matcher import PhraseMatcher
from spacy.tokenizer import Tokenizer
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


def norm_of(word: str) -> str:
    """The one spelling that rules are written in for a word of a note, in lower case."""
    lower = word.lower()
    return _LEADER if _DOTS.fullmatch(lower) else _norms().get(lower, lower)


@cache
def _norms() -> dict[str, str]:
    return read_words(RULES / "words.toml")


def spellings_of(word: str) -> tuple[str, ...]:
    """All that a word of a rule matches, in lower case: its norm, and what ``words.toml`` spells otherwise."""
    norm = norm_of(word)
    return (norm, *_variants().get(norm, ()))


@cache
def _variants() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for variant, norm in _norms().items():
        found.setdefault(norm, []).append(variant)
    return found


@cache
def _vocab_of_norms() -> Vocab:
    return Vocab(lex_attr_getters={NORM: norm_of})


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


class _Norms(dict[str, list[int]]):
    """The norms of the tokens of a rule's word, found when first asked for; a word of letters is one token, unless it is an exception."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        super().__init__()
        self._tokenizer = tokenizer
        self._exceptions = frozenset(tokenizer.rules or ())

    def __missing__(self, word: str) -> list[int]:
        plain = word.isalpha() and word not in self._exceptions
        tokens = [word] if plain else [token.text for token in self._tokenizer(word)]
        self[word] = [_vocab_of_norms().strings.add(norm_of(token)) for token in tokens]
        return self[word]


class Phrases:
    """A phrase matcher on norms, with keys.

    The norms of ``words.toml`` live in a vocabulary of its own: it works, and changes nothing, in pipelines with any vocabulary.
    """

    def __init__(self, tokenizer: Tokenizer, rules: Iterable[tuple[str, Iterable[str]]]) -> None:
        vocab = _vocab_of_norms()
        self._matcher = PhraseMatcher(vocab, attr="NORM")
        self._keys: dict[int, str] = {}
        norms = _Norms(tokenizer)
        for key, phrases in rules:
            # As the matcher stores them itself; a Doc for each of some hundred thousand sequences would take seconds.
            patterns: list[Any] = [list(chain.from_iterable(map(norms.__getitem__, sequence))) for sequence in sequences(phrases)]
            self._matcher.add(key, patterns)
            self._keys[vocab.strings[key]] = key

    def __call__(self, doc: Doc) -> list[Match]:
        """All matches in a compact Doc, sorted by start, the longer first; overlapping ones included."""
        keys = self._keys
        found = [(start, -end, keys[key]) for key, start, end in self._matcher(doc)]
        found.sort()
        return [Match(key, start, -back) for start, back, key in found]


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
