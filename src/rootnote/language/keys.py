"""Words that a phrase can't be in a text without: what tells, before anything is tokenized, that rules have no match there.

Read from the phrases of the rules themselves, so that a new rule needs no entry anywhere else. What a text is looked through for are its
runs: letters, digits, or one sign. A token is made of whole runs wherever the tokenizer cuts, but for signs glued to a word, so that
nothing that matches is missed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Set
from functools import cache

from spacy.lang.en.stop_words import STOP_WORDS

from rootnote.language.notation import Part, parts_of
from rootnote.language.phrases import spellings_of
from rootnote.language.tokenizer import GLUED_INSIDE

#: The only places where the tokenizer cuts a run.
_GLUED = re.compile(rf"(?<![^\W_]){GLUED_INSIDE}")
_RUN = re.compile(r"[^\W\d_]+|\d+|[^\w\s]|_")
#: How often a run is met that stands in every text, beside those counted in the rules.
_EVERYWHERE = 10_000
_SELDOM_SHORT = 3

#: What stands for one part of a phrase: a text that holds the phrase holds at least one of these runs.
_Part = frozenset[str]


def runs_of(text: str) -> set[str]:
    """The runs of a text, in lower case; of one that a sign is glued to also the rest: "s/pfusion"."""
    runs = set(_RUN.findall(text.lower()))
    if "/" in runs and _GLUED.search(text):
        runs.update(_RUN.findall(_GLUED.sub(r"\g<0> ", text).lower()))
    return runs


class Keys:
    """Tells of the runs of a text whether any of some phrases can match in it. No match is missed; not all that may match does."""

    def __init__(self, rest: Mapping[str, Collection[tuple[_Part, ...]]]) -> None:
        self._rest = rest
        self._first = frozenset(rest)

    @classmethod
    def of(cls, phrases: Iterable[str]) -> Keys:
        """The keys of phrases in rule notation."""
        wanted = {_parts_of(phrase) for phrase in phrases}
        met = Counter(run for parts in wanted for part in parts for run in part)
        rest: dict[str, set[tuple[_Part, ...]]] = {}
        for parts in wanted:
            first = min(parts, key=lambda part: (sum(met[run] + _EVERYWHERE * _is_common(run) for run in part), sorted(part)))
            for run in first:
                rest.setdefault(run, set()).add(tuple(sorted(parts - {first}, key=len)))
        return cls(rest)

    def within(self, runs: Set[str]) -> Keys:
        """The keys of those phrases that can match in a text with these runs: all that its parts need be looked through for."""
        held = {run: [rest for rest in self._rest[run] if not any(part.isdisjoint(runs) for part in rest)] for run in self._first & runs}
        return Keys({run: rests for run, rests in held.items() if rests})

    @property
    def first(self) -> Set[str]:
        """The runs that the phrases are looked up by: a text without any of them holds none."""
        return self._first

    def may_match(self, runs: Set[str]) -> bool:
        """Whether any of the phrases can match in a text with these runs."""
        if self._first.isdisjoint(runs):
            return False
        return any(not any(part.isdisjoint(runs) for part in rest) for run in self._first & runs for rest in self._rest[run])


def _is_common(run: str) -> bool:
    return len(run) < _SELDOM_SHORT or run in STOP_WORDS


def _parts_of(phrase: str) -> frozenset[_Part]:
    """The parts of a phrase that all its sequences have."""
    return frozenset(held for part in parts_of(phrase) for held in _runs_of_part(part))


@cache
def _runs_of_part(part: Part) -> tuple[_Part, ...]:
    """For each place of a part the runs that can stand there; none when the part may be absent."""
    if () in part:
        return ()
    always = set(part[0]).intersection(*part)
    others = [[word for word in sequence if word not in always] for sequence in part]
    places = [{word} for word in always]
    if all(others):
        places.append({max(words, key=len) for words in others})
    return tuple(frozenset(run for word in words for run in _runs_of_word(word)) for words in places)


@cache
def _runs_of_word(word: str) -> frozenset[str]:
    """The longest run of each spelling of a word."""
    return frozenset(max(_RUN.findall(spelling), key=len) for spelling in spellings_of(word))
