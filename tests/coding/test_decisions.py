"""The evidence that a step cites."""

from __future__ import annotations

import pytest

from rootnote.coding.decisions import MOST_PLACES, take
from rootnote.facts.model import Evidence


def places(*bounds: tuple[int, int]) -> tuple[Evidence, ...]:
    return tuple(Evidence(start, end, "x" * (end - start)) for start, end in bounds)


@pytest.mark.parametrize(
    ("given", "cited"),
    [
        pytest.param([], [], id="none"),
        pytest.param([(9, 12), (0, 3)], [(9, 12), (0, 3)], id="in-the-order-given"),
        pytest.param([(0, 3), (0, 3)], [(0, 3)], id="each-once"),
        pytest.param([(4, 6), (0, 9), (0, 3), (8, 12)], [(0, 9), (8, 12)], id="none-within-another"),
        pytest.param([(n, n + 1) for n in range(99)], [(n, n + 1) for n in range(MOST_PLACES)], id="the-first-ones"),
    ],
)
def test_step_cites_the_first_places(given: list[tuple[int, int]], cited: list[tuple[int, int]]) -> None:
    assert take("cause.none", places(*given), disc="M51.16", spondylosis="M47.26").evidence == places(*cited)
