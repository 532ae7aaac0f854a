"""Phrases looked for in a row of words, all at once.

Built from the parts of the phrases as they are written, not from the sequences that they stand for: of those there are hundreds of
thousands. What can follow on some words is put together when a text first has these words, and kept, so that later texts are read with
one look-up for each word. Source: Rabin and Scott 1959 (subset construction), done as it is needed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from rootnote.language.notation import Part


class _State:
    """What some words may be the beginning of: the keys of phrases that end with them, and the state that each further word leads to.

    The latter is put together when it is first asked for.
    """

    __slots__ = ("following", "keys", "nodes")

    def __init__(self, nodes: tuple[int, ...], keys: tuple[str, ...]) -> None:
        self.nodes = nodes
        self.keys = keys
        self.following: dict[str, _State] | None = None


class Automaton:
    """Tells where phrases stand in a row of words. A node is a place between two parts of a phrase, or inside of one."""

    def __init__(self, phrases: Iterable[tuple[str, Iterable[Sequence[Part]]]], words_of: Callable[[str], Sequence[str]]) -> None:
        """From the parts of the phrases of each key; ``words_of`` gives the words of a text that a word of a rule stands for."""
        self._arcs: list[dict[str, list[int]]] = []
        self._keys: list[str | None] = []
        self._states: dict[tuple[int, ...], _State] = {}
        self._words_of = words_of
        first = self._node({})
        for key, written in phrases:
            end = self._node({}, key)
            for parts in written:
                at = end
                for part in reversed(parts):
                    at = self._before(part, at)
                for word, nodes in self._arcs[at].items():
                    self._arcs[first].setdefault(word, []).extend(nodes)
        self._first = self._follow(self._state((first,)))

    def _node(self, arcs: dict[str, list[int]], key: str | None = None) -> int:
        self._arcs.append(arcs)
        self._keys.append(key)
        return len(self._arcs) - 1

    def _before(self, part: Part, after: int) -> int:
        """The node before a part that leads to the node after it."""
        arcs: dict[str, list[int]] = {}
        key = None
        for sequence in part:
            words = [word for written in sequence for word in self._words_of(written)]
            if not words:
                key = self._keys[after]
                for word, nodes in self._arcs[after].items():
                    arcs.setdefault(word, []).extend(nodes)
                continue
            at = after
            for word in reversed(words[1:]):
                at = self._node({word: [at]})
            arcs.setdefault(words[0], []).append(at)
        return self._node(arcs, key)

    def _state(self, nodes: tuple[int, ...]) -> _State:
        if nodes not in self._states:
            keys = sorted({key for node in nodes if (key := self._keys[node]) is not None})
            self._states[nodes] = _State(nodes, tuple(keys))
        return self._states[nodes]

    def _follow(self, state: _State) -> dict[str, _State]:
        following: dict[str, list[int]] = {}
        for node in state.nodes:
            for word, others in self._arcs[node].items():
                following.setdefault(word, []).extend(others)
        state.following = {word: self._state(tuple(sorted(set(others)))) for word, others in following.items()}
        return state.following

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
