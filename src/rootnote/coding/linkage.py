"""What causes the radiculopathy, for coding: the links the author makes, or also those that ICD-10-CM presumes.

Source: ICD-10-CM guideline I.A.15 ("with"); annotation guide, codes, codes_presumed and clarifications 2, 30, 31; facts.md section 2.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from rootnote.anatomy import Region, level_order, region_of_level
from rootnote.coding.setting import Setting, is_coded
from rootnote.facts.model import Assertion, Cause, CauseFact, Condition, Etiology, Evidence, NoteFacts
from rootnote.language.note_words import REPORT_TYPES

#: Regions from above: the distance between two is their distance here.
FROM_ABOVE = tuple(Region)

CONDITION_OF = {Cause.DISC: Condition.DISC_DISORDER, Cause.SPONDYLOSIS: Condition.SPONDYLOSIS}

_LINKED = {
    Etiology.DISC: (Cause.DISC,),
    Etiology.SPONDYLOSIS: (Cause.SPONDYLOSIS,),
    Etiology.DISC_AND_SPONDYLOSIS: (Cause.DISC, Cause.SPONDYLOSIS),
}

#: The causes as a step names them.
CAUSE_NAME = {Cause.DISC: "a disc disorder", Cause.SPONDYLOSIS: "spondylosis", Cause.OTHER: "another cause"}

#: The rules by which a cause counts without a link of the author's.
PRESUMING = ("cause.presumed", "cause.uncertain_inpatient")


class Linkage(StrEnum):
    """Which links count: only the author's, or also the presumed ones."""

    EXPLICIT = "explicit"
    PRESUMED = "presumed"


@dataclass(frozen=True, slots=True)
class Place:
    """A region that a cause is coded for, the levels that put it there, the rule that says so, and where the note does."""

    region: Region
    rule: str
    levels: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class CodedCause:
    """A disc disorder or spondylosis that is coded as the cause, where, and by which rule it counts."""

    cause: Cause
    rule: str
    places: tuple[Place, ...]


def radicular_regions(facts: NoteFacts) -> tuple[Region, ...]:
    """The regions of the radiculopathy, from above; lumbar when none is documented."""
    return tuple(sorted(facts.regions, key=FROM_ABOVE.index)) or (Region.LUMBAR,)


def settle_doubt(facts: NoteFacts, setting: Setting) -> NoteFacts:
    """The facts as they are coded in a setting: for an inpatient, causes that are only likely count as linked.

    Source: ICD-10-CM guideline II.H; for an outpatient they stay unlinked (annotation guide, clarification 31).
    """
    doubtful = facts.etiology.doubtful
    if setting is Setting.OUTPATIENT or facts.note_type in REPORT_TYPES or facts.etiology.value is not Etiology.NOT_STATED or not doubtful:
        return facts
    named = {fact.cause for fact in doubtful} - {Cause.OTHER}
    value = next((value for value, causes in _LINKED.items() if set(causes) == named), Etiology.OTHER)
    return replace(facts, etiology=replace(facts.etiology, value=value, links=doubtful))


def causes_of(facts: NoteFacts, setting: Setting, linkage: Linkage) -> tuple[CodedCause, ...]:
    """The causes that are coded with the radiculopathy under a policy: disc before spondylosis, possibly none.

    A link counts only when the linked condition is itself coded in this setting. Nothing is presumed when the author names another
    cause or rules one out, nor from a condition that is placed above T12-L1.
    """
    linked = _linked_causes(facts, setting)
    return linked if linkage is Linkage.EXPLICIT else (*linked, *_presumed_causes(facts, setting, linked))


def _linked_causes(facts: NoteFacts, setting: Setting) -> tuple[CodedCause, ...]:
    causes = []
    for cause in _LINKED.get(facts.etiology.value, ()):
        links = [link for link in facts.etiology.links if link.cause is cause]
        if is_coded(facts, CONDITION_OF[cause], setting) or (cause is Cause.DISC and _is_above(facts, links)):
            rule = "cause.doubtful_inpatient" if facts.etiology.links == facts.etiology.doubtful else "cause.linked"
            causes.append(CodedCause(cause, rule, linked_places(links, facts)))
    return tuple(causes)


def _is_above(facts: NoteFacts, links: Sequence[CauseFact]) -> bool:
    """Whether the disc is linked at thoracic levels only, in a note without a lumbar disc disorder: lumbar roots leave the cord there."""
    if facts.status(Condition.DISC_DISORDER) is not Assertion.ABSENT or not facts.status(Condition.RADICULOPATHY).is_current:
        return False
    levels = [level for link in links for level in link.levels]
    return bool(levels) and all(region_of_level(level) is Region.THORACIC for level in levels)


def _presumed_causes(facts: NoteFacts, setting: Setting, linked: Sequence[CodedCause]) -> tuple[CodedCause, ...]:
    if facts.etiology.value is Etiology.OTHER or facts.etiology.excluded:
        return ()
    causes = []
    for cause, condition in CONDITION_OF.items():
        if any(one.cause is cause for one in linked) or not is_coded(facts, condition, setting):
            continue
        candidates = [fact for fact in facts.candidates if fact.cause is cause]
        rule, uncertain = PRESUMING
        if not candidates and facts.status(condition) is Assertion.UNCERTAIN:
            mentions = facts.conditions[condition].mentions
            candidates = [CauseFact(cause, evidence=tuple(m.evidence for m in mentions if m.assertion is Assertion.UNCERTAIN))]
            rule = uncertain
        if candidates and (places := presumed_places(candidates, facts)):
            causes.append(CodedCause(cause, rule, places))
    return tuple(causes)


def linked_places(links: Sequence[CauseFact], facts: NoteFacts) -> tuple[Place, ...]:
    """The regions that a linked cause is coded for, from above; never empty.

    The levels that the author links decide: those in a region of the radiculopathy if any is, else all. Without a level the region
    named for the cause does, else that of the radiculopathy.
    """
    if by_level := _places_of_levels(links):
        return tuple(place for place in by_level if place.region in facts.regions) or by_level
    return _named_places(links) or _radicular_places(links, facts)


def presumed_places(candidates: Sequence[CauseFact], facts: NoteFacts) -> tuple[Place, ...]:
    """The regions that an unlinked cause is coded for, from above; empty when it lies above T12-L1 only.

    Its own levels decide: those in a region of the radiculopathy if any is, else the nearest. A cause named for a region of one
    level (lumbosacral, thoracolumbar) is at that level; bare "lumbar" says no more than the radiculopathy's own region.
    """
    radicular = radicular_regions(facts)
    places = _places_of_levels(candidates) or _named_places(candidates, bare=(Region.LUMBAR,))
    if not places:
        return _radicular_places(candidates, facts)
    places = tuple(place for place in places if FROM_ABOVE.index(place.region) >= FROM_ABOVE.index(Region.THORACOLUMBAR))
    distances = {place: min(_distance(place.region, region) for region in radicular) for place in places}
    return tuple(place for place in places if distances[place] == min(distances.values()))


def _places_of_levels(causes: Sequence[CauseFact]) -> tuple[Place, ...]:
    levels: dict[Region, list[str]] = {}
    for level in sorted({level for cause in causes for level in cause.levels}, key=level_order):
        levels.setdefault(region_of_level(level), []).append(level)
    return tuple(
        Place(region, "region.level", tuple(here), _evidence_of(cause for cause in causes if not set(here).isdisjoint(cause.levels)))
        for region, here in levels.items()
    )


def _named_places(causes: Sequence[CauseFact], bare: tuple[Region, ...] = ()) -> tuple[Place, ...]:
    named = {cause.region for cause in causes if cause.region is not None and cause.region not in bare}
    return tuple(
        Place(region, "region.named", evidence=_evidence_of(cause for cause in causes if cause.region is region))
        for region in sorted(named, key=FROM_ABOVE.index)
    )


def _radicular_places(causes: Sequence[CauseFact], facts: NoteFacts) -> tuple[Place, ...]:
    """The regions of the radiculopathy, for a cause that has no place of its own."""
    return tuple(Place(region, "region.of_radiculopathy", evidence=_evidence_of(causes)) for region in radicular_regions(facts))


def _distance(one: Region, other: Region) -> int:
    return abs(FROM_ABOVE.index(one) - FROM_ABOVE.index(other))


def _evidence_of(causes: Iterable[CauseFact]) -> tuple[Evidence, ...]:
    return tuple(evidence for cause in causes for evidence in cause.evidence)
