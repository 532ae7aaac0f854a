"""What figures are made of: counts that add up from note to note."""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Overlap:
    """Counts of what is in both, only predicted and only in gold, with the figures that follow. Overlaps of two parts add up.

    >>> Overlap.of([({"M54.16"}, {"M54.16", "M54.17"})]).recall
    1.0
    """

    both: int = 0
    only_predicted: int = 0
    only_gold: int = 0

    @staticmethod
    def of(pairs: Iterable[tuple[Set[object], Set[object]]]) -> Overlap:
        """The overlap of all (gold, predicted) pairs of sets together."""
        return sum((Overlap(len(gold & found), len(found - gold), len(gold - found)) for gold, found in pairs), Overlap())

    def __add__(self, other: Overlap) -> Overlap:
        return Overlap(self.both + other.both, self.only_predicted + other.only_predicted, self.only_gold + other.only_gold)

    @property
    def n(self) -> int:
        """How many gold has."""
        return self.both + self.only_gold

    @property
    def predicted(self) -> int:
        """How many are predicted."""
        return self.both + self.only_predicted

    @property
    def precision(self) -> float:
        """The share of the predicted that gold has too; 1 when nothing is predicted."""
        return self.both / self.predicted if self.predicted else 1.0

    @property
    def recall(self) -> float:
        """The share of gold that is predicted; 1 when gold has nothing."""
        return self.both / self.n if self.n else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    def as_dict(self) -> dict[str, float | int]:
        """The figures under the names p, r, f1 and n."""
        return {"p": self.precision, "r": self.recall, "f1": self.f1, "n": self.n}


@dataclass(frozen=True, slots=True)
class Share:
    """How many of those judged are right. Shares of two parts add up.

    >>> Share.of([True, True, False, True]).value
    0.75
    """

    right: int = 0
    judged: int = 0

    @staticmethod
    def of(values: Iterable[bool]) -> Share:
        """The share of these that is true."""
        judged = tuple(values)
        return Share(sum(judged), len(judged))

    def __add__(self, other: Share) -> Share:
        return Share(self.right + other.right, self.judged + other.judged)

    @property
    def value(self) -> float:
        """The share; 1 when there is nothing to judge."""
        return self.right / self.judged if self.judged else 1.0


#: One figure's counts, note by note; a note in which it is not scored counts nothing.
Sample: TypeAlias = tuple[Overlap, ...] | tuple[Share, ...]
