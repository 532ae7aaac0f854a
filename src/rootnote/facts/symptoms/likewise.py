"""Symptoms of one leg that are told of the other one as well: "The right leg aches; so does the left", "On the left, the same."; and a
pain of the back that is told of a leg as well: "Her low back aches and so does her left leg".

Source: annotation guide, laterality: side of the leg symptoms.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from rootnote.facts.attach import own_side
from rootnote.facts.model import Assertion, Finding, FindingKind
from rootnote.facts.reading import Reading
from rootnote.language.categories import EXAMINED, STUDIED

#: Sections in which the other side is one of an examination.
_EXAMINED = EXAMINED | STUDIED | {"findings", "procedure"}
#: A part of the leg that has the same as the back; a foot or shin has not.
_LIMB = re.compile(r"\b(leg|thigh|calf|buttock)\b", re.I)


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


def of_leg_as_of_back(reading: Reading) -> Iterator[Finding]:
    """The symptoms of a leg that has the same as the back, which hurts in the same sentence."""
    for alike in reading.targets("LIKEWISE"):
        limb = _LIMB.search(alike.text)
        if limb is None or alike.section in _EXAMINED or alike.assertion is not Assertion.AFFIRMED:
            continue
        pains = (pain for pain in reading.sentence_of(alike).of("BACK_PAIN") if pain.last <= alike.first)
        pain = next((pain for pain in pains if pain.assertion is Assertion.AFFIRMED), None)
        if pain is not None:
            evidence = reading.around((pain, alike))
            yield Finding(
                FindingKind.SYMPTOM, Assertion.AFFIRMED, evidence, alike.section, alike.rule, side=own_side(alike), site=limb[1].lower()
            )


def _start(finding: Finding) -> int:
    return finding.evidence.start
