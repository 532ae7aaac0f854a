"""Phrase matching over a Doc without its white space, so that a phrase broken over two lines is still one phrase."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np
from spacy.attrs import IS_SPACE, ORTH
from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc

from rootnote.language.automaton import Automaton
from rootnote.language.notation import parts_of
from rootnote.language.rulefile import RULES, read_words

#: The norm of the dots or rules that lead from a question of a form to its answer: "Saddle numbness ........ No".
_LEADER, _DOTS = "…", re.compile(r"[.…_]{3,}")


class Match(NamedTuple):
    """A matched phrase: the key it was added under and its words in the compact row (half-open)."""

    key: str
    start: int
    end: int


class Compact(NamedTuple):
    """The words of a Doc without its white space, their norms, and for each the index of its token in the Doc."""

    words: list[str]
    norms: list[str]
    tokens: list[int]


@lru_cache(maxsize=100_000)
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


def compact(doc: Doc) -> Compact:
    """The words of a Doc without its white space."""
    return _compact(doc, len(doc))


def without(doc: Doc, short: Compact, places: Sequence[tuple[int, int]]) -> Compact:
    """The words but for those that begin at some characters (half-open) of the Doc: a phrase goes on behind them."""
    if not places:
        return short
    offsets = doc.to_array("IDX")[short.tokens]
    starts, ends = np.array(sorted(places)).T
    before = np.searchsorted(starts, offsets, side="right") - 1
    hidden = (before >= 0) & (offsets < np.maximum.accumulate(ends)[before])
    kept = np.flatnonzero(~hidden).tolist()
    return Compact(*([row[at] for at in kept] for row in short))


@lru_cache(maxsize=1)
def _compact(doc: Doc, length: int) -> Compact:
    """Kept for the next component that asks for the same Doc; ``length`` tells a Doc whose tokens were merged or split since."""
    if not length:
        return Compact([], [], [])
    orths = doc.to_array([ORTH, IS_SPACE])
    keep = np.flatnonzero(orths[:, 1] == 0)
    strings = doc.vocab.strings
    words = [strings[orth] for orth in orths[keep, 0].tolist()]
    return Compact(words, list(map(norm_of, words)), keep.tolist())


class _Norms(dict[str, list[str]]):
    """The norms of the tokens of a rule's word, found when first asked for; a word of letters is one token, unless it is an exception."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        super().__init__()
        self._tokenizer = tokenizer
        self._exceptions = frozenset(tokenizer.rules or ())

    def __missing__(self, word: str) -> list[str]:
        plain = word.isalpha() and word not in self._exceptions
        self[word] = [norm_of(word)] if plain else [norm_of(token.text) for token in self._tokenizer(word)]
        return self[word]


@lru_cache(maxsize=1)
def _norms_for(tokenizer: Tokenizer) -> _Norms:
    """Shared by the components of a pipeline, which are made one after the other."""
    return _Norms(tokenizer)


class Phrases:
    """A phrase matcher on norms, with keys. It needs no vocabulary, and works in pipelines with any."""

    def __init__(self, tokenizer: Tokenizer, rules: Iterable[tuple[str, Iterable[str]]]) -> None:
        self._automaton = Automaton(((key, map(parts_of, phrases)) for key, phrases in rules), _norms_for(tokenizer).__getitem__)

    def __call__(self, short: Compact) -> list[Match]:
        """All matches in a row of words, sorted by start, the longer first; overlapping ones included."""
        return list(map(Match._make, self._automaton.matches(short.norms)))


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
