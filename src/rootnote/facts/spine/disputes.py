"""Findings of the spine that others have named and the author denies: those of a report, a student, an earlier doctor.

What an image shows outranks a denial elsewhere in a note, as that is mostly of another level or of more of it ("no further stenosis"). A
denial of the whole finding is the last word where what it denies is another's, or where the author says that he or she goes against it.

Source: annotation guide, conditions: the author's final current assessment.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from rootnote.facts.attach import level_beside
from rootnote.facts.conditions.mentions import Said
from rootnote.facts.model import Assertion, Condition
from rootnote.facts.reading import Reading, Sentence, Target
from rootnote.facts.spine.finding_kinds import kinds
from rootnote.language.categories import PAST, STUDIED
from rootnote.language.labels import STRUCTURAL

#: Sections in which a denial is no last word.
_TOLD = PAST | STUDIED | {"ros"}
#: The values of a title and of the verb behind it, and the tokens between them.
TITLE, _HELD, _NAME = "title", "held", 3
#: What is denied of a finding that may be there all the same, before its name.
_ONLY_MORE = re.compile(
    r"\b(?:severe|significant|marked|critical|high[- ]grade|further|other|additional|new|more|recurrent|residual|frank|large|focal|definite"
    r"|clinically|worsening|progressi\w+|change|central|foraminal|recess|left|right|neural|den(?:y|ies|ied|ying))\b[^.;:]*$",
    re.I,
)
#: Characters before the name of a finding in which that stands.
_BEFORE = 60
#: What quotes a finding, as somebody's word.
_QUOTED = re.compile(r"(?<![\w.,;!?])[\"“'‘][^\"”'’.;]{0,40}$")


class _Finding(NamedTuple):
    """What is denied: a condition, the kinds of it that are named, and the level."""

    condition: Condition
    kinds: frozenset[str]
    level: str | None


def without_disputed(reading: Reading, said: Sequence[Said]) -> list[Said]:
    """The mentions, those of a finding that another has named denied where the author's last word denies the whole of it."""
    denials = _denials(reading, said)
    if not denials:
        return list(said)
    disputes = [word.start for word in reading.targets("DISPUTE")]
    return [s._replace(assertion=Assertion.NEGATED) if _is_refuted(reading, s, denials, disputes) else s for s in said]


def with_doubted(reading: Reading, said: Sequence[Said]) -> list[Said]:
    """The mentions, those of a finding that may be an artifact in doubt: "severe stenosis. This might not be real."."""
    doubted = {finding for word in reading.targets("ARTIFACT") for finding in _called_unreal(reading, word)}
    return [
        s._replace(assertion=Assertion.UNCERTAIN)
        if s.assertion is Assertion.AFFIRMED and any(finding.start <= s.target.start < finding.end for finding in doubted)
        else s
        for s in said
    ]


def _called_unreal(reading: Reading, word: Target) -> Sequence[Target]:
    """The finding that words for what an image may only seem to show are about: the last in their sentence, else in the one before."""
    if word.assertion in (Assertion.NEGATED, Assertion.HYPOTHETICAL):
        return ()
    sentence = reading.sentence_of(word)
    own = list(sentence.of(*STRUCTURAL))
    if own or not sentence.number:
        return [finding for finding in own if finding.end <= word.start][-1:]
    if not any(refers.start < word.end for refers in sentence.of("REFER")):
        return ()
    return list(reading.sentences[sentence.number - 1].of(*STRUCTURAL))[-1:]


def _denials(reading: Reading, said: Sequence[Said]) -> dict[_Finding, Target]:
    """The last denial of each whole finding whose condition is not named as there behind it."""
    denials: dict[_Finding, Target] = {}
    current: set[Condition] = set()
    for s in reversed(said):
        if s.assertion.is_current:
            current.add(s.condition)
        named = s.target.label in STRUCTURAL or (s.target.label == "DISC_SPACE" and s.target.assertion is Assertion.NEGATED)
        if not named or s.assertion is not Assertion.NEGATED or s.target.section in _TOLD or s.condition in current:
            continue
        before = reading.text[max(reading.sentence_of(s.target).start, s.target.start - _BEFORE) : s.target.start]
        if _ONLY_MORE.search(before) is None:
            denials.setdefault(_Finding(s.condition, _kinds(s.target), level_beside(reading, s.target)), s.target)
    return denials


def _is_refuted(reading: Reading, s: Said, denials: Mapping[_Finding, Target], disputes: Sequence[int]) -> bool:
    """Whether a mention is another's word, or one that the author goes against, and a denial behind it is of the same finding.

    A denial that names no kind is of all kinds, and one that names no level of all levels.
    """
    if s.target.label not in STRUCTURAL or not s.assertion.is_current:
        return False
    kinds, level = {_kinds(s.target), frozenset[str]()}, {level_beside(reading, s.target), None}
    found = (denials.get(_Finding(s.condition, kind, place)) for kind in kinds for place in level)
    ends = [reading.sentence_of(denial).end for denial in found if denial is not None and denial.start > s.target.start]
    gone_against = any(bisect_left(disputes, s.target.start) < bisect_left(disputes, end) for end in ends)
    return bool(ends) and (gone_against or is_anothers(reading, reading.sentence_of(s.target), s.target))


def _kinds(target: Target) -> frozenset[str]:
    """The kinds that the words of a finding name, such as a bulge that is no herniation; empty for its plain name."""
    return frozenset(kind for kind, pattern in kinds().items() if pattern.search(target.text))


def is_anothers(reading: Reading, sentence: Sentence, finding: Target) -> bool:
    """Whether a finding stands behind words that make it another's, or in quotation marks: "Dr. Lund thought of stenosis"."""
    words = [word for word in sentence.of("OTHERS_WORD") if word.last <= finding.first]
    titles = [word.last for word in words if word.value == TITLE]
    held = any(word.value == _HELD and any(0 <= word.first - title <= _NAME for title in titles) for word in words)
    quoted = _QUOTED.search(reading.text[max(sentence.start, finding.start - _BEFORE) : finding.start]) is not None
    return held or quoted or any(not word.value for word in words)
