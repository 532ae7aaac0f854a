"""How sure figures are: bootstrap intervals over notes.

Notes are drawn with replacement as many times as there are, again and again; the interval of a figure is where the middle 95 % of its
values lie (percentile method). The same evaluation always gives the same intervals. Source: Efron and Tibshirani, An Introduction to
the Bootstrap.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Final, TypeAlias

from rootnote.annotation.counts import Overlap, Sample

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Values: TypeAlias = NDArray[np.float64]

DRAWS: Final = 2000
SEED: Final = 20240501

#: The lower and the upper end.
Interval: TypeAlias = tuple[float, float]


def intervals(samples: Mapping[str, Sample], *, draws: int = DRAWS, seed: int = SEED) -> dict[str, dict[str, Interval]]:
    """The 95 % intervals of each figure by its name in ``samples``: of "p", "r" and "f1" for an overlap, of "value" for a share.

    Empty when there are no notes.
    """
    import numpy as np

    notes = len(next(iter(samples.values()), ()))
    if not notes:
        return {}
    drawn = np.random.default_rng(seed).multinomial(notes, np.full(notes, 1 / notes), size=draws)
    return {name: {part: _middle(values) for part, values in _drawn_figures(sample, drawn).items()} for name, sample in samples.items()}


def _drawn_figures(sample: Sample, drawn: NDArray[np.int64]) -> dict[str, Values]:
    """The figure's values, one for each draw."""
    if isinstance(sample[0], Overlap):
        both, only_predicted, only_gold = _sums([(o.both, o.only_predicted, o.only_gold) for o in sample if isinstance(o, Overlap)], drawn)
        precision, recall = _ratio(both, both + only_predicted), _ratio(both, both + only_gold)
        return {"p": precision, "r": recall, "f1": _ratio(2 * precision * recall, precision + recall, empty=0.0)}
    right, judged = _sums([(s.right, s.judged) for s in sample if not isinstance(s, Overlap)], drawn)
    return {"value": _ratio(right, judged)}


def _sums(counts: Iterable[tuple[int, ...]], drawn: NDArray[np.int64]) -> Iterable[Values]:
    import numpy as np

    return (drawn @ np.array(tuple(counts), dtype=np.float64)).T


def _ratio(part: Values, whole: Values, empty: float = 1.0) -> Values:
    import numpy as np

    return np.divide(part, whole, out=np.full_like(whole, empty), where=whole > 0)


def _middle(values: Values) -> Interval:
    import numpy as np

    low, high = np.percentile(values, (2.5, 97.5))
    return round(float(low), 4), round(float(high), 4)
