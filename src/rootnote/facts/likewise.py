"""Symptoms of one leg that are told of the other one as well: "The right leg aches; so does the left", "On the left, the same.".

Source: annotation guide, laterality: side of the leg symptoms.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from rootnote.facts.attach import own_side
from rootnote.facts.model import Assertion, Finding
from rootnote.facts.reading import Reading

#: Sections in which the other side is one of an examination.
_EXAMINED = frozenset({"exam", "vitals", "findings", "imaging", "emg", "procedure"})


def of_other_side(reading: Reading, findings: Sequence[Finding]) -> Iterator[Finding]:
    """The symptoms of the other leg, which has the same as the one that the sentence or the one before it tells of."""
    placed = sorted(findings, key=_start)
    for alike in reading.targets("LIKEWISE"):
        if alike.section in _EXAMINED or alike.assertion is not Assertion.AFFIRMED:
            continue
        start = reading.sentences[max(0, alike.sentence - 1)].start
        begin, end = (bisect_left(placed, place, key=_start) for place in (start, alike.start))
        for finding in placed[begin:end]:
            other = finding.side.other if finding.side is not None else None
            if other is not None and own_side(alike) in (None, other):
                yield replace(finding, side=other, evidence=reading.evidence(finding.evidence.start, alike.end))


def _start(finding: Finding) -> int:
    return finding.evidence.start
