"""Lone letters that are sides: the L of "Sciatica, L - improving"."""

from collections.abc import Sequence

from rootnote.language.measure_words import measure_words

_DASHES = frozenset("-–—")
_SHORTEST = 3


def is_side_of_item(words: Sequence[str], at: int) -> bool:
    """Whether a letter is the side of an item that a dash goes on with: "Sciatica, L - improving", and not "MRI, L - spine".

    So is one between two dashes behind a word: "Sciatica - L - x 3 months".
    """
    before, behind = words[at - 1 : at], [word.lower() for word in words[at + 1 : at + 3]]
    if at > 1 and words[at - 1] in _DASHES and behind[:1] and behind[0] in _DASHES:
        named = words[at - 2].isalpha() and len(words[at - 2]) >= _SHORTEST
        return named and measure_words().of_spine.isdisjoint(behind[1:])
    if list(before) != [","] or len(behind) < 2 or behind[0] not in _DASHES:
        return False
    return len(behind[1]) >= _SHORTEST and behind[1].isalpha() and behind[1] not in measure_words().of_spine
