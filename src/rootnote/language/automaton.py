"""Phrases looked for in a row of words, all at once.

Built from the parts of the phrases as they are written, not from the sequences that they stand for: of those there are hundreds of
thousands. What can follow on some words is put together when a text first has these words, and kept, so that later texts are read with
one look-up for each word, and what no text has asked for costs no time. Source: Rabin and Scott 1959 (subset construction), done as it
is needed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from rootnote.language.notation import Part

#: The words that lead on from a place in a phrase, and the places that each leads to.
_Arcs = dict[str, list[int]]


class State:
    """What some words may be the beginning of: the keys of phrases that end with them, and the state that each further word leads to.

    The latter is put together when it is first asked for.
    """

    __slots__ = ("following", "keys", "nodes")

    def __init__(self, nodes: tuple[int, ...], keys: tuple[str, ...]) -> None:
        self.nodes = nodes
        self.keys = keys
        self.following: dict[str, State] | None = None


class Automaton:
    """Tells where phrases stand in a row of words. A node is a place before a part of a phrase, at its end, or inside of a part."""

    def __init__(self, phrases: Iterable[tuple[str, Iterable[Sequence[Part]]]], words_of: Callable[[str], Sequence[str]]) -> None:
        """From the parts of the phrases of each key; ``words_of`` gives the words of a text that a word of a rule stands for."""
        #: The part that each node stands before, and the node behind it; none for those at the end or inside of a part.
        self._parts: list[tuple[Part, int] | None] = []
        #: The arcs of each node, where they have been asked for; those inside of a part have theirs from the start.
        self._arcs: list[_Arcs | None] = []
        #: The key of the phrase that can end at each node.
        self._keys: list[str | None] = []
        self._states: dict[tuple[int, ...], State] = {}
        self._words_of = words_of
        first: _Arcs = {}
        for key, written in phrases:
            end = self._node(key, arcs={})
            for parts in written:
                at = end
                for part in reversed(parts):
                    at = self._node(self._keys[at] if () in part else None, before=(part, at))
                for word, nodes in self._arcs_of(at).items():
                    first.setdefault(word, []).extend(nodes)
        self._first = {word: self._state(tuple(sorted(set(nodes)))) for word, nodes in first.items()}

    def _node(self, key: str | None, before: tuple[Part, int] | None = None, arcs: _Arcs | None = None) -> int:
        self._keys.append(key)
        self._parts.append(before)
        self._arcs.append(arcs)
        return len(self._keys) - 1

    def _arcs_of(self, node: int) -> _Arcs:
        """The arcs of a node, over the part that it stands before, and over further ones where that may be absent."""
        known, before = self._arcs[node], self._parts[node]
        if known is not None or before is None:
            return known or {}
        part, after = before
        arcs: _Arcs = {}
        for sequence in part:
            words = [word for written in sequence for word in self._words_of(written)]
            if not words:
                for word, nodes in self._arcs_of(after).items():
                    arcs.setdefault(word, []).extend(nodes)
                continue
            at = after
            for word in reversed(words[1:]):
                at = self._node(None, arcs={word: [at]})
            arcs.setdefault(words[0], []).append(at)
        self._arcs[node] = arcs
        return arcs

    def _state(self, nodes: tuple[int, ...]) -> State:
        if nodes not in self._states:
            keys = sorted({key for node in nodes if (key := self._keys[node]) is not None})
            self._states[nodes] = State(nodes, tuple(keys))
        return self._states[nodes]

    def _follow(self, state: State) -> dict[str, State]:
        following: _Arcs = {}
        for node in state.nodes:
            for word, others in self._arcs_of(node).items():
                following.setdefault(word, []).extend(others)
        state.following = {word: self._state(tuple(sorted(set(others)))) for word, others in following.items()}
        return state.following

    def after(self, begun: State | None, word: str) -> State | None:
        """What the words so far and one more may be the beginning of, None before the first; None where no phrase goes on with it."""
        if begun is None:
            return self._first.get(word)
        return (begun.following or self._follow(begun)).get(word)

    def matches(self, words: Sequence[str]) -> list[tuple[str, int, int]]:
        """Key, start and end (words, half-open) of every phrase that stands in a row of words: by start, the longer first, then by key."""
        found: list[tuple[str, int, int]] = []
        last = len(words)
        for start, first in enumerate(map(self._first.get, words)):
            state = first
            at = start
            ended: list[tuple[int, tuple[str, ...]]] = []
            while state is not None:
                at += 1
                if state.keys:
                    ended.append((at, state.keys))
                if at == last:
                    break
                following = state.following
                if following is None:
                    following = self._follow(state)
                state = following.get(words[at])
            for end, keys in reversed(ended):
                for key in keys:
                    found.append((key, start, end))
        return found
