"""Weightings of an MRI, which are written like thoracic vertebrae."""

from __future__ import annotations

from collections.abc import Sequence

from rootnote.language.measure_words import measure_words


def is_weighting(words: Sequence[str], at: int) -> bool:
    """Whether T1 or T2 is a weighting of an MRI and no vertebra: "T2 bright cyst", "T1-weighted", "dark on T1"."""
    known = measure_words()
    if words[at].lower() not in known.weighting:
        return False
    behind = [word.lower() for word in words[at + 1 : at + 3] if word != "-"]
    before = [word.lower() for word in words[max(0, at - 2) : at]]
    return not known.of_weighting.isdisjoint(behind[:1]) or (before[1:] == ["on"] and before[0] in known.before_weighting)
