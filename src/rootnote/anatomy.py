"""Nerve roots, disc levels, regions and sides, and how they relate.

The tables that are words (dermatomes, muscles, reflex sites) stand in ``data/anatomy.toml``; what follows from the order of the
vertebrae is computed here.

Source: facts.md section 4 (standard root anatomy) and section 2 point 3 (ICD-10-CM regions).
"""

from __future__ import annotations

from enum import StrEnum

VERTEBRAE: tuple[str, ...] = (
    *(f"C{n}" for n in range(1, 8)),
    *(f"T{n}" for n in range(1, 13)),
    *(f"L{n}" for n in range(1, 6)),
    *(f"S{n}" for n in range(1, 6)),
)
_ORDER = {name: index for index, name in enumerate(VERTEBRAE)}

#: Roots that rootnote codes for: L1 to L5 and S1 to S5.
LUMBAR_ROOTS: frozenset[str] = frozenset(v for v in VERTEBRAE if v[0] in "LS")

#: Disc levels of the lumbar spine, T12-L1 and below, from above.
LUMBAR_LEVELS: tuple[str, ...] = ("T12-L1", "L1-L2", "L2-L3", "L3-L4", "L4-L5", "L5-S1")


class Region(StrEnum):
    """A region of the spine, in ICD-10-CM's division."""

    CERVICAL = "cervical"
    THORACIC = "thoracic"
    THORACOLUMBAR = "thoracolumbar"
    LUMBAR = "lumbar"
    LUMBOSACRAL = "lumbosacral"
    SACRAL = "sacral"


#: The regions of the lumbar spine that are coded, from above.
LUMBAR_REGIONS: tuple[Region, ...] = (Region.LUMBAR, Region.LUMBOSACRAL, Region.SACRAL)


class Side(StrEnum):
    """A side of the body."""

    LEFT = "left"
    RIGHT = "right"
    BILATERAL = "bilateral"

    @property
    def other(self) -> Side | None:
        """The opposite side; None for both.

        >>> Side.LEFT.other
        <Side.RIGHT: 'right'>
        """
        return {Side.LEFT: Side.RIGHT, Side.RIGHT: Side.LEFT}.get(self)


_REGIONS = {"C": Region.CERVICAL, "T": Region.THORACIC, "L": Region.LUMBAR, "S": Region.SACRAL}
#: The sides of one leg each.
ONE_SIDE: frozenset[Side] = frozenset({Side.LEFT, Side.RIGHT})


def region_of_root(root: str) -> Region:
    """The ICD-10-CM region of a nerve root such as "L5".

    L1 to L5 are lumbar, S1 lumbosacral, S2 to S5 sacral; C and T roots keep their own region.
    Raises ``KeyError`` for a name that is no vertebra. Source: facts.md section 2 point 3.

    >>> region_of_root("S1")
    <Region.LUMBOSACRAL: 'lumbosacral'>
    """
    _ORDER[root]
    if root == "S1":
        return Region.LUMBOSACRAL
    return _REGIONS[root[0]]


def region_of_level(level: str) -> Region:
    """The ICD-10-CM region of a disc level such as "L5-S1".

    Raises ``KeyError`` for a name that is no level. Source: facts.md section 2 point 3.

    >>> region_of_level("L4-L5"), region_of_level("L5-S1"), region_of_level("T12-L1")
    (<Region.LUMBAR: 'lumbar'>, <Region.LUMBOSACRAL: 'lumbosacral'>, <Region.THORACOLUMBAR: 'thoracolumbar'>)
    """
    upper, lower = level.split("-")
    _ORDER[upper], _ORDER[lower]
    if level == "L5-S1":
        return Region.LUMBOSACRAL
    if level == "T12-L1":
        return Region.THORACOLUMBAR
    if level == "C7-T1":
        return Region.CERVICAL
    return _REGIONS[lower[0]]


def levels_between(upper: str, lower: str) -> tuple[str, ...]:
    """The disc levels from one vertebra down to another, from above; empty when they are not in that order.

    >>> levels_between("L3", "S1")
    ('L3-L4', 'L4-L5', 'L5-S1')
    >>> levels_between("L5", "L4")
    ()
    """
    first, last = _ORDER[upper], _ORDER[lower]
    return tuple(f"{VERTEBRAE[i]}-{VERTEBRAE[i + 1]}" for i in range(first, last))


def exiting_root(level: str) -> str:
    """The root that leaves through the foramen of a disc level: the upper vertebra's.

    >>> exiting_root("L4-L5")
    'L4'
    """
    return level.split("-")[0]


def traversing_root(level: str) -> str:
    """The root that passes behind a disc level on its way down: the lower vertebra's.

    >>> traversing_root("L4-L5")
    'L5'
    """
    return level.split("-")[1]


def root_order(root: str) -> int:
    """The place of a root or vertebra counted from C1, for sorting from above."""
    return _ORDER[root]


def level_order(level: str) -> int:
    """The place of a disc level counted from C1-C2, for sorting from above."""
    return _ORDER[level.split("-")[0]]
