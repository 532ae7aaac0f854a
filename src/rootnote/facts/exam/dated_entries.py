"""Entries of several visits in one note, each of which opens a line with its date: "2023-02-20: toe 4/5 ... 2024-11-06: toe 5/5".

Source: annotation guide, exams: the current findings.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from rootnote.facts.exam.results import KINDS, PATIENT_WORDS
from rootnote.facts.model import FindingKind
from rootnote.facts.reading import Reading, Sentence
from rootnote.facts.studies.studies import PARAGRAPH

#: A date that opens a line as its heading: year first, or last.
_DATE = re.compile(
    r"^[ \t]*(?:[-*•][ \t]*)?(?:(?P<iso>\d{4})-(\d{2})-(\d{2})|(\d{1,2})[/.](\d{1,2})[/.](?P<year>(?:\d{2})?\d{2}))"
    r"[ \t]*(?:[:–—]|-[ \t])",
    re.M,
)
_MONTHS = 12
#: Year, month and day.
_Day = tuple[int, int, int]


class _Entry(NamedTuple):
    """A dated entry: the day it tells of, and where it stands."""

    day: _Day
    start: int
    end: int


@lru_cache(maxsize=1)
def in_earlier_entries(reading: Reading) -> frozenset[int]:
    """The numbers of the sentences of dated entries all of whose tests are told again in an entry of a later day."""
    entries = list(_entries(reading.text))
    if len(entries) < 2:
        return frozenset()
    starts = [entry.start for entry in entries]
    told: dict[_Day, list[tuple[int, frozenset[FindingKind]]]] = {}
    for sentence in reading.sentences:
        tests = _tested(sentence)
        entry = entries[max(0, bisect_right(starts, sentence.start) - 1)]
        if tests and entry.start <= sentence.start < entry.end:
            told.setdefault(entry.day, []).append((sentence.number, tests))
    earlier: set[int] = set()
    later: set[FindingKind] = set()
    for day in sorted(told, reverse=True):
        earlier.update(number for number, tests in told[day] if tests <= later)
        later.update(kind for _, tests in told[day] for kind in tests)
    return frozenset(earlier)


def _tested(sentence: Sentence) -> frozenset[FindingKind]:
    """What an examiner tests in a sentence, which no patient has words for."""
    return frozenset(kind for test in sentence.of(*KINDS) if test.value not in PATIENT_WORDS for kind in KINDS[test.label])


def _entries(text: str) -> Iterator[_Entry]:
    """The dated entries of a text, each up to the next, the last up to the end of its paragraph."""
    dates = list(_DATE.finditer(text))
    closed = PARAGRAPH.search(text, dates[-1].end()) if dates else None
    ends = [*(later.start() for _, later in pairwise(dates)), closed.start() if closed else len(text)][: len(dates)]
    for date, end in zip(dates, ends, strict=True):
        yield _Entry(_day(date), date.start(), end)


def _day(date: re.Match[str]) -> _Day:
    """The day of a date; where its year stands last, the month is the first of the other numbers unless there is no such month."""
    year, first, second = (int(part) for part in date.groups() if part is not None)
    if date.group("iso") is None:
        first, second, year = year, first, second
        if first > _MONTHS:
            first, second = second, first
        year += 2000 if len(date.group("year")) == 2 else 0
    return year, first, second
