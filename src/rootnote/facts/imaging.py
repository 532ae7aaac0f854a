"""Results of lumbar imaging: what was found, at which disc levels, and what is only ordered or shows another part.

Source: annotation guide, imaging and imaging_levels; clarifications 8, 15 and 18.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from rootnote.anatomy import LUMBAR_LEVELS
from rootnote.facts.attach import distance, nearest, side_of
from rootnote.facts.model import Assertion, Evidence, Finding, FindingKind, LevelFact
from rootnote.facts.reading import Found, Reading, Sentence, Target
from rootnote.facts.spine import Part, parts_of
from rootnote.facts.studies import Kind, Told, body_part, is_spine_note, told

_ABNORMAL = frozenset({"DISC", "SPONDYLOSIS", "STENOSIS", "DEGENERATIVE", "OTHER_CAUSE", "ROOT_LESION", "IMAGE_FINDING"})
_NORMAL = frozenset({"IMAGE_NORMAL"})
IMAGING = Kind(
    names=frozenset({"MODALITY"}),
    elsewhere=frozenset({"OTHER_IMAGE", "EMG"}),
    abnormal=_ABNORMAL,
    normal=_NORMAL,
    sections=frozenset({"imaging", "findings"}),
)
_SITES = {"DISC": "disc", "SPONDYLOSIS": "spondylosis", "STENOSIS": "stenosis", "DEGENERATIVE": "degeneration", "ROOT_LESION": "root contact"}
_NOT_SEEN = frozenset({"systemic", "postlaminectomy"})
_LEVEL_WORDS = frozenset({"LEVEL", "LEVEL_NAME"})
#: Sections in which a clinician names the disorder that an image without a level has shown.
_NAMED_IN = frozenset({"assessment", "plan", "preop_diagnosis", "postop_diagnosis", "chief_complaint", "reason", "indications"})
#: Characters between two levels of one list ("L3-4, L4-5, and at L5-S1"), and what ends a list.
_LIST_GAP = 16
_LIST_END = re.compile(r"[.;:()]")
_COLON = re.compile(r"\s*\w{0,10}\s*(?:[:=–—]|-\s)")
#: Tokens that may stand before a level that heads its sentence ("- At the L4-5 level").
_HEAD_START = 4
#: Tokens between a level and what was found there.
_REACH = 16


class Group(NamedTuple):
    """Levels named together: the lumbar ones among them, their targets, and whether they head what follows them."""

    levels: tuple[str, ...]
    targets: tuple[Target, ...]
    heads: bool


def find_imaging(reading: Reading) -> Found:
    """Results of lumbar imaging, one per finding and level; rejected are tests that are ordered, of another part, or without a result."""
    findings: list[Finding] = []
    heading: tuple[str, ...] = ()
    previous = -2
    reported: set[int] = set()
    for item in told(reading, IMAGING, _is_ours):
        if item.sentence.number != previous + 1 or item.sentence.section != reading.sentences[previous].section:
            heading = ()
        previous = item.sentence.number
        groups = tuple(_groups(reading, item.sentence))
        findings += _of_sentence(reading, item, groups, heading)
        if groups:
            heading = groups[-1].levels if groups[-1].heads else ()
        reported.update(target.start for target in item.sentence.of("MODALITY"))
    rejected = [
        Finding(FindingKind.IMAGING, _why_not(target), reading.around([target]), target.section, target.rule, site=target.value or None)
        for target in reading.targets("MODALITY", "OTHER_IMAGE")
        if target.start not in reported
    ]
    return Found(tuple(findings), tuple(rejected))


def _why_not(target: Target) -> Assertion:
    return target.assertion if target.assertion is not Assertion.AFFIRMED else Assertion.ABSENT


def _is_ours(reading: Reading, target: Target) -> bool:
    """Whether a name of a test, or a result, is about the lumbar spine."""
    if target.label == "MODALITY":
        part = body_part(reading, target)
        return is_spine_note(reading) if part is None else part is Part.LUMBAR
    if target.label in _NORMAL and reading.sentence_of(target).has("MODALITY"):
        return True
    return target.value not in _NOT_SEEN and Part.LUMBAR in parts_of(reading, target, ignore=("VERTEBRA",))


def _groups(reading: Reading, sentence: Sentence) -> Iterator[Group]:
    """The levels of a sentence as they are named together, in order."""
    held: list[Target] = []
    for target in sentence.of(*_LEVEL_WORDS):
        if held and not _joined(reading, sentence, held[-1], target):
            yield _group(reading, sentence, held)
            held = []
        held.append(target)
    if held:
        yield _group(reading, sentence, held)


def _joined(reading: Reading, sentence: Sentence, one: Target, other: Target) -> bool:
    gap = reading.gap(one, other)
    return len(gap) <= _LIST_GAP and not _LIST_END.search(gap) and not any(sentence.between(one, other, *_ABNORMAL, *_NORMAL))


def _group(reading: Reading, sentence: Sentence, targets: Sequence[Target]) -> Group:
    levels = tuple(dict.fromkeys(level for target in targets for level in target.value.split() if level in LUMBAR_LEVELS))
    opens = not any(t.end <= targets[0].start for t in sentence.targets if t.label in _ABNORMAL | _NORMAL | {"MODALITY"})
    close = len(reading.text[sentence.start : targets[0].start].split()) <= _HEAD_START
    colon = _COLON.match(reading.text, targets[-1].end) is not None
    return Group(levels, tuple(targets), heads=colon or (opens and close))


def _of_sentence(reading: Reading, item: Told, groups: tuple[Group, ...], heading: tuple[str, ...]) -> Iterator[Finding]:
    """The findings of one sentence: one for each level named with a result, or for each result when no level is."""
    results = tuple(result for result in item.results if result.assertion is not Assertion.NEGATED or result.label in _ABNORMAL)
    abnormal = [result for result in results if _is_abnormal(result)]
    used: set[int] = set()
    for number, group in enumerate(groups):
        result = _result_of(reading, results, groups, number)
        if result is None:
            continue
        used.add(result.start)
        for level in group.levels:
            yield _finding(reading, item.sentence, result, group.targets, level)
    loose = [result for result in _longest(abnormal) if result.start not in used and not groups]
    for result in loose:
        for level in heading or (None,):
            yield _finding(reading, item.sentence, result, (), level)
    if not groups and not abnormal:
        yield _finding(reading, item.sentence, results[0], item.names[:1], None)


def _longest(results: Sequence[Target]) -> Iterator[Target]:
    """The results that stand in no other one, so that one phrase of several labels counts once."""
    end = -1
    for result in sorted(results, key=lambda result: (result.start, -result.end)):
        if result.start >= end:
            yield result
            end = result.end


def _is_abnormal(result: Target) -> bool:
    return result.label in _ABNORMAL and result.assertion is not Assertion.NEGATED


def _result_of(reading: Reading, results: Sequence[Target], groups: Sequence[Group], number: int) -> Target | None:
    """The result that levels named together belong to: the first abnormal one that they head, else the nearest one."""
    group = groups[number]
    start, end = group.targets[0].start, group.targets[-1].end
    floor = groups[number - 1].targets[-1].end if number else 0
    ceiling = groups[number + 1].targets[0].start if number + 1 < len(groups) else len(reading.text)
    after = [result for result in results if end <= result.start and result.end <= ceiling]
    before = [result for result in results if result.end <= start and result.start >= floor]
    if group.heads and after:
        return next((result for result in after if _is_abnormal(result)), after[0])
    ranked = [(distance(reading, group.targets[0], result), 0, -result.start, result) for result in before[-2:]]
    ranked += [(distance(reading, group.targets[-1], result), 1, result.start, result) for result in after[:2]]
    if inside := [result for result in results if result.start <= start and end <= result.end]:
        return inside[0]
    best = min(ranked, key=lambda row: (row[0], row[1], not _is_abnormal(row[3]), row[2]), default=None)
    return best[3] if best is not None and best[0] <= _REACH else None


def _finding(reading: Reading, sentence: Sentence, result: Target, beside: Sequence[Target], level: str | None) -> Finding:
    severity = nearest(reading, sentence, result, ("SEVERITY",), reach=5)
    zone = nearest(reading, sentence, result, ("ZONE",), reach=5)
    return Finding(
        FindingKind.IMAGING,
        Assertion.AFFIRMED if _is_abnormal(result) else Assertion.NEGATED,
        reading.around([result, *beside]),
        sentence.section,
        result.rule,
        side=side_of(reading, sentence, result, reach=7),
        level=level,
        site=_SITES.get(result.label, result.value or None),
        severity=severity.value if severity else None,
        zone=zone.value if zone else None,
    )


def imaging_levels(reading: Reading, findings: Sequence[Finding]) -> tuple[LevelFact, ...]:
    """The lumbar disc levels with an abnormal result, from above; may be empty.

    A result without any level takes the level that the clinician gives the same disorder in the assessment.
    """
    abnormal = [f for f in findings if f.kind is FindingKind.IMAGING and f.assertion is Assertion.AFFIRMED]
    places: dict[str, list[Evidence]] = {}
    for finding in abnormal:
        if finding.level is not None:
            places.setdefault(finding.level, []).append(finding.evidence)
    if abnormal and not places:
        sites = {finding.site for finding in abnormal}
        for level, evidence in _named_elsewhere(reading, sites):
            places.setdefault(level, []).append(evidence)
    return tuple(LevelFact(level, tuple(dict.fromkeys(places[level]))) for level in LUMBAR_LEVELS if level in places)


def _named_elsewhere(reading: Reading, sites: Collection[str | None]) -> Iterator[tuple[str, Evidence]]:
    for target in reading.targets("DISC", "STENOSIS"):
        if target.section in _NAMED_IN and _SITES[target.label] in sites and target.assertion.is_current:
            sentence = reading.sentence_of(target)
            level = nearest(reading, sentence, target, _LEVEL_WORDS, reach=8)
            if level is not None:
                for name in level.value.split():
                    if name in LUMBAR_LEVELS:
                        yield name, reading.around([target, level])
