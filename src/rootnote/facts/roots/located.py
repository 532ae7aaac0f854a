"""Where the disease of a root sits: the roots, levels and regions that the note gives for it.

Source: annotation guide, roots and region; clarifications 6 and 16; facts.md sections 2 and 6.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

from rootnote.anatomy import LUMBAR_REGIONS, Region, region_of_level, region_of_root
from rootnote.facts.attach import distance, nearest
from rootnote.facts.causes.cause_levels import left_open, levels_of, levels_of_effect
from rootnote.facts.causes.causes import CAUSES
from rootnote.facts.model import Evidence
from rootnote.facts.reading import Reading, Sentence, Target, follows
from rootnote.facts.roots.place_statements import placed_by
from rootnote.facts.spine.set_aside import levels_meant
from rootnote.facts.spine.spine import is_told_normal
from rootnote.facts.symptoms.place_words import place_words
from rootnote.facts.wording import are_only
from rootnote.language.categories import DIAGNOSED

#: A field for the level, and the sentences behind a diagnosis that its fields may take.
_FIELD, _FIELDS = re.compile(r"\W*(?:(?:disc|disk|spinal|affected) )?levels?(?: affected| involved)?\s*[:?]", re.I), 3
#: What stands before a level that a clause begins with, and behind it, and the characters looked back for the former.
_COMMA, _SUBJECT = re.compile(r",\s*(?:and |but |while )?(?:the )?$", re.I), 14
_PREDICATE = re.compile(r"\s*(?:disc |disk |level )?(?:is|are|was|has|shows?|looks?|appears?|remains?|bulges|being)\b", re.I)
#: A bone that a root lies on, and no region of its disease.
_BONE = re.compile(r"sacrum$|^sacral\s", re.I)
#: What sets a region apart that ends an item, what ends that, and what may stand between it and the disease of a leg.
_APART, _ITEM_END = re.compile(r"[,(–—-]\s*$"), re.compile(r"\)?\s*(?:[.;\n]|$)")
_OF_LEG, _AND = ("SIDE", "LEG", "LEG_SYMPTOM", "TERRITORY", "COURSE", "SEVERITY"), re.compile(r"\band\b", re.I)


class Located(NamedTuple):
    """A place given for the radicular problem: the regions it implies, where it is said, and by what ("root", "level", "word")."""

    regions: tuple[Region, ...]
    evidence: Evidence
    by: str

    @property
    def specific(self) -> bool:
        """Whether it says more than "lumbar"."""
        return self.by != "word" or self.regions != (Region.LUMBAR,)


def locate(reading: Reading, mentions: Iterable[Target], named: Iterable[tuple[Target, Target]]) -> tuple[Located, ...]:
    """The places that the note gives for its radiculopathy, in order: roots, levels and regions beside the mentions, and "lumbar"."""
    roots = list(named)
    found = [Located((region_of_root(root.value),), reading.around([root, namer]), "root") for root, namer in roots]
    rooted = {root.sentence for root, _ in roots}
    beside: dict[int, list[Target]] = {}
    for mention in mentions:
        beside.setdefault(reading.sentence_of(mention).number, []).append(mention)
    for number, there in beside.items():
        sentence = reading.sentences[number]
        found += _region_words(reading, sentence, there)
        found += _levels_beside(reading, sentence, there, rooted=number in rooted)
    found += _of_level(reading)
    found += (place for number, there in beside.items() for place in _of_field(reading, number, there))
    found += _of_operation(reading)
    return tuple(sorted(set(found), key=lambda place: (place.evidence.start, place.evidence.end)))


def _region_words(reading: Reading, sentence: Sentence, mentions: Iterable[Target]) -> Iterator[Located]:
    """The region word beside each mention of a sentence."""
    vertebrae = [(target.start, target.end) for target in sentence.of("VERTEBRA")]
    for mention in mentions:
        if mention.label == "OTHER_CAUSE":
            continue  # "S1 radiculopathy from a sacral fracture"
        links = [link.start for link in sentence.of("LINK")]
        tests = [(test.first, test.last) for test in sentence.of("MODALITY")]
        region = nearest(reading, sentence, mention, ("REGION",), reach=4, accept=partial(_is_region_of, mention, vertebrae, links, tests))
        region = region or _region_behind(reading, sentence, mention)
        if region is not None and region.value in ("lumbar", "lumbosacral", "sacral"):
            yield Located((Region(region.value),), reading.around([region, mention]), "word")


def _region_behind(reading: Reading, sentence: Sentence, mention: Target) -> Target | None:
    """The region that ends an item behind a mention and the leg that has it: "radiculitis of the left leg and foot, lumbosacral"."""
    region = next((one for one in sentence.of("REGION") if one.first >= mention.last and _APART.search(reading.gap(mention, one))), None)
    if region is None or not _ITEM_END.match(reading.text, region.end, sentence.end) or _BONE.search(region.text):
        return None
    return region if are_only(_AND.sub(" ", reading.rest(mention, region, *_OF_LEG)), place_words().at_place) else None


def _is_region_of(
    mention: Target, vertebrae: Sequence[tuple[int, int]], links: Sequence[int], tests: Sequence[tuple[int, int]], region: Target
) -> bool:
    """Whether a region is that of a mention: no bone, no part of a vertebra's name, of no test, nor of what a link joins to the mention."""
    if _BONE.search(region.text):
        return False  # "the root lay against the sacrum"
    low, high = sorted((mention.start, region.start))
    if any(low < link < high for link in links) or any(start <= region.start < end for start, end in vertebrae):
        return False
    return not any(0 <= region.first - last <= 2 or 0 <= first - region.last <= 1 for first, last in tests)


def _levels_beside(reading: Reading, sentence: Sentence, mentions: Sequence[Target], *, rooted: bool) -> Iterator[Located]:
    """The levels of a sentence, each with the nearest of its mentions: with every one, a run-on list would have them in pairs.

    Left out are those that it sets aside, those of another disc than a linked one with a level, and a disc's where the disease has one.
    """
    levels = [
        level
        for level in sentence.of("LEVEL")
        if level.value[0] in "LST"
        and _is_lumbar_level(level)
        and not _is_landmark(sentence, level)
        and not is_told_normal(reading, sentence, level)
    ]
    open_ones = left_open(reading, levels)
    levels = levels_meant(reading, sentence, [level for level in levels if level not in open_ones], placed=rooted)
    levels = list(levels_of_effect(reading, sentence, levels)) or levels
    linked = [mention for mention in mentions if mention.label in CAUSES]
    for level in levels_of(reading, sentence, levels, linked) if linked else levels:
        mention = min(mentions, key=partial(distance, reading, level))
        if _is_of_other_clause(reading, level, mention, levels) or _is_of_other_item(reading, sentence, level, mention):
            continue
        yield _at_level(reading, level, mention)


def _at_level(reading: Reading, level: Target, what: Target) -> Located:
    """The place of something at a disc level."""
    return Located(tuple(region_of_level(name) for name in level.value.split()), reading.around([level, what]), "level")


def _is_of_other_clause(reading: Reading, level: Target, mention: Target, levels: Sequence[Target]) -> bool:
    """Whether a clause ends between a level and a mention that has one on its own side: "L4-5 HNP on the L5 root; L5-S1 desiccation".

    It ends at a semicolon, and where a level begins the next one: "L4-5 gives him his radiculopathy, L5-S1 is narrow".
    """
    begun = [other.start for other in levels if _begins_clause(reading, other)]

    def parted(other: Target) -> bool:
        low, high = sorted((other.start, mention.start))
        return ";" in reading.gap(other, mention) or any(low < start <= high for start in begun)

    return parted(level) and any(other is not level and not parted(other) for other in levels)


def _is_of_other_item(reading: Reading, sentence: Sentence, level: Target, mention: Target) -> bool:
    """Whether a level is that of another disorder, in an item of its own of a list: "Lumbar radiculitis, herniated disc L5-S1".

    A comma links nothing (clarification 17), and the radiculopathy has a region of its own there.
    """
    if sentence.section not in DIAGNOSED or mention.label != "RADICULOPATHY" or sentence.has("LINK"):
        return False
    own, other = _item_of(reading, sentence, mention), _item_of(reading, sentence, level)
    placed = any(own[0] <= region.start < own[1] for region in sentence.of("REGION"))
    return own != other and placed and any(other[0] <= cause.start < other[1] for cause in sentence.of(*CAUSES))


def _item_of(reading: Reading, sentence: Sentence, target: Target) -> tuple[int, int]:
    """The item of a list between commas that a target stands in, in characters."""
    start = reading.text.rfind(",", sentence.start, target.start) + 1
    end = reading.text.find(",", target.end, sentence.end)
    return max(start, sentence.start), end if end >= 0 else sentence.end


def _begins_clause(reading: Reading, level: Target) -> bool:
    """Whether a level behind a comma is the subject of a clause: ", L5-S1 is narrow"."""
    before = reading.text[max(0, level.start - _SUBJECT) : level.start]
    return _COMMA.search(before) is not None and _PREDICATE.match(reading.text, level.end) is not None


def _of_operation(reading: Reading) -> Iterator[Located]:
    """The level at which a disc is removed to relieve the root, or a root is injected."""
    for sentence in reading.sentences:
        surgery = next(sentence.of("DISC_SURGERY", "ROOT_PROCEDURE"), None) if sentence.section == "procedure" else None
        levels = [level for level in sentence.of("LEVEL") if _is_lumbar_level(level)]
        if surgery is not None and surgery.assertion.is_current:
            for level in levels:
                yield _at_level(reading, level, surgery)


def _of_level(reading: Reading) -> Iterator[Located]:
    """Roots called by their level, "L4-5 nerve root": a region and no single root (clarification 6)."""
    for sentence in reading.sentences:
        for level in sentence.of("LEVEL"):
            root = next((t for t in sentence.of("NERVE_ROOT") if t.first == level.last and t.assertion.is_current), None)
            if root is not None and level.assertion.is_current and _is_lumbar_level(level):
                yield _at_level(reading, level, root)


def _of_field(reading: Reading, number: int, mentions: Sequence[Target]) -> Iterator[Located]:
    """The levels of a field or statement behind a radiculopathy: "Lumbar radiculopathy, left / Side: left / Level: L5-S1"."""
    named = next((mention for mention in mentions if mention.label == "RADICULOPATHY"), None)
    if named is None:
        return
    for sentence in reading.sentences[number + 1 : number + 1 + _FIELDS]:
        told = sentence.number == number + 1 and placed_by(reading, sentence) is not None
        if sentence.section != named.section or sentence.has("RADICULOPATHY", "DISC", "STENOSIS", "MODALITY"):
            return
        for level in sentence.of("LEVEL") if told or _FIELD.match(reading.text, sentence.start) else ():
            if _is_lumbar_level(level) and level.assertion.is_current:
                yield _at_level(reading, level, named)


def _is_lumbar_level(level: Target) -> bool:
    """Whether all levels of a name are those that a lumbar root leaves at, from T12-L1 down."""
    return all(name == "T12-L1" or name[0] in "LS" for name in level.value.split())


def _is_landmark(sentence: Sentence, level: Target) -> bool:
    """Whether a level only says where somebody was operated on or is numb: beside a dermatome or hardware word."""
    return any(follows(other, level, 1) for other in sentence.of("DERMATOME", "HARDWARE"))


def combine(regions: Iterable[Region], *, upper: bool) -> tuple[Region, ...]:
    """The regions of one radiculopathy, from above (clarification 16).

    The word "lumbosacral", or S1 or L5-S1 beside L5, stands alone; L1 to L4 beside them stay; bare "lumbar" adds nothing: the caller gives
    only specific regions when there are any. ``upper`` says that a root from L1 to L4 is named, or no root but a level above L5-S1.
    A T12-L1 level is lumbar here: the radiculopathy has no thoracolumbar region, only its disc code has.
    """
    held = {Region.LUMBAR if region is Region.THORACOLUMBAR else region for region in regions}
    if Region.LUMBOSACRAL in held and not upper:
        held.discard(Region.LUMBAR)
    return tuple(region for region in LUMBAR_REGIONS if region in held)
