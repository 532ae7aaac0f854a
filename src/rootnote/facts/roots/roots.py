"""Nerve roots that the author names, the region of the radiculopathy, and the evidence that locates it.

Source: annotation guide, roots and region; clarifications 6, 16, 20 and 28; facts.md sections 2 and 6.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

from rootnote.anatomy import LUMBAR_REGIONS, LUMBAR_ROOTS, Region, Side, region_of_level, region_of_root, root_order
from rootnote.facts.attach import distance, nearest, side_had
from rootnote.facts.causes.cause_levels import left_open, levels_of, levels_of_effect
from rootnote.facts.causes.causes import CAUSES, CLAUSE_END
from rootnote.facts.conditions.mentions import weigh
from rootnote.facts.model import Assertion, Evidence, RootFact
from rootnote.facts.reading import Reading, Sentence, Target, follows
from rootnote.facts.roots.place_statements import is_diagnosis, placed_by
from rootnote.facts.roots.root_lesions import LESIONS, is_inflamed, root_beside
from rootnote.facts.spine.set_aside import levels_meant
from rootnote.facts.spine.spine import is_told_normal
from rootnote.facts.symptoms.place_words import place_words
from rootnote.facts.wording import are_only
from rootnote.language.categories import DIAGNOSED, FINAL

_NAMING = ("COMPRESS", "CONTACT", "DECOMPRESS", "NERVE_ROOT", "RADICULOPATHY", "ROOT_LESION", "ROOT_PROCEDURE", "FORAMEN", "NERVE")
#: What makes the name of a vertebra before it no root; a radiculopathy has the distribution of its root.
_NO_ROOT = frozenset({"DERMATOME", "HARDWARE", "DISC", "REFLEX", "DISC_SURGERY", "DISC_SPACE"})
_LIST = ("SIDE", "VERTEBRA", "SEVERITY", "COURSE", "REGION", "LEG")
#: Words beside which a bare "root" is an affected one, and what treats it.
_AFFECTED = ("RADICULOPATHY", "ROOT_LESION", "COMPRESS", "CONTACT", "DECOMPRESS", "SCIATICA", "ROOT_PROCEDURE", "SYMPTOM", "LOCALIZES")

#: What stands between a root and the one that it is not, by itself and right before the latter, and the characters that it may take.
_AGAINST = re.compile(r"\b(?:not|no|rather than|instead of)\b(?: an?\b| the\b)?", re.I)
_SET_AGAINST, _BEFORE = re.compile(_AGAINST.pattern + r"(?: left| right)?\s+$", re.I), 30
#: A field for the level, and the sentences behind a diagnosis that its fields may take.
_FIELD, _FIELDS = re.compile(r"\W*(?:(?:disc|disk|spinal|affected) )?levels?(?: affected| involved)?\s*[:?]", re.I), 3
#: What stands before a level that a clause begins with, and behind it, and the characters looked back for the former.
_COMMA, _SUBJECT = re.compile(r",\s*(?:and |but |while )?(?:the )?$", re.I), 14
_PREDICATE = re.compile(r"\s*(?:disc |disk |level )?(?:is|are|was|has|shows?|looks?|appears?|remains?|bulges|being)\b", re.I)
#: What stands before a root whose verb is that of the clause before: "one disc compresses the L4 root and the lower one the right
#: S1"; and the characters that it may take.
_GAPPED = re.compile(
    r"\b(?:one|other|second|latter|lower|upper)(?: (?:disc|disk|herniation|bulge|level))?(?: (?:at|on) [\w/-]+)? the (?:left |right )?$",
    re.I,
)
_GAP = 60
#: The tokens from what makes a root to its name, and those from a procedure to the last of its targets.
_REACH, _TARGETS = 6, 18
#: What was given at a root, in brackets behind it: "L4 (1 mL) and S1".
_AMOUNT = re.compile(r"\(\s*[\d.]+\s?[^()\d]{1,24}\)")
#: What a procedure was done for or with, before the colon that its roots stand behind: "epidurogram for mapping: L4, L5".
_HOW = re.compile(r"\b(?:for|under|with|without|using)\b[^,;:.]{0,40}:", re.I)
#: A bone that a root lies on, and no region of its disease.
_BONE = re.compile(r"sacrum$|^sacral\s", re.I)
#: What sets a region apart that ends an item, what ends that, and what may stand between it and the disease of a leg.
_APART, _ITEM_END = re.compile(r"[,(–—-]\s*$"), re.compile(r"\)?\s*(?:[.;\n]|$)")
_OF_LEG, _AND = ("SIDE", "LEG", "LEG_SYMPTOM", "TERRITORY", "COURSE", "SEVERITY"), re.compile(r"\band\b", re.I)
#: What leaves open which of two roots is meant.
_OR = re.compile(r"\s*(?:or|vs\.?|versus)\s+(?:perhaps |possibly |less likely )?", re.I)


class Located(NamedTuple):
    """A place given for the radicular problem: the regions it implies, where it is said, and by what ("root", "level", "word")."""

    regions: tuple[Region, ...]
    evidence: Evidence
    by: str

    @property
    def specific(self) -> bool:
        """Whether it says more than "lumbar"."""
        return self.by != "word" or self.regions != (Region.LUMBAR,)


def named_roots(reading: Reading, note_type: str) -> tuple[tuple[Target, Target], ...]:
    """Each lumbosacral root named as affected or treated, with the word that makes it a root, in order; negated and unsaid ones left out.

    A root that only earlier or other readers think possible, or whose trouble the assessment calls over, does not count where the
    author's assessment names one, and neither does one that the author left open beside another and then decides against.
    """
    injected = note_type == "procedure" and any(_is_injected(reading.sentence_of(root)) for root in reading.targets("NERVE_ROOT"))
    injected = injected or (note_type == "procedure" and any(True for _ in reading.targets("ROOT_PROCEDURE")))
    found = [pair for sentence in reading.sentences for pair in _named_in(reading, sentence, injected)]
    if any(root.section in FINAL for root, _ in found):
        over = set(_over(reading))
        found = [
            (root, namer)
            for root, namer in found
            if root.section in FINAL or not (root.value in over or Assertion.UNCERTAIN in (root.assertion, namer.assertion))
        ]
    dropped = set(_decided_against(reading, [root for root, _ in found]))
    return tuple(pair for pair in found if pair[0] not in dropped)


def _is_injected(sentence: Sentence) -> bool:
    """Whether a sentence of a procedure tells an injection: "steroid shot onto the right L5 nerve root"."""
    given = any(one.value == "injection" and one.assertion is Assertion.AFFIRMED for one in sentence.of("TREATMENT"))
    return given and sentence.section == "procedure"


def _decided_against(reading: Reading, roots: Sequence[Target]) -> Iterator[Target]:
    """The roots left open beside another that alone is named later: "L3 or L4 radiculopathy. ... I lean to L3"; the last ones first."""
    named: dict[Side | None, set[str]] = {}
    behind = len(roots)
    for one, other in reversed(list(itertools.pairwise(roots))):
        if one.sentence != other.sentence or not _OR.fullmatch(reading.gap(one, other)):
            continue
        while behind and roots[behind - 1].sentence > other.sentence:
            behind -= 1
            named.setdefault(_side(reading, roots[behind]), set()).add(roots[behind].value)
        side = _side(reading, one)
        later = set[str]().union(*(named.values() if side is None else (named.get(side, ()), named.get(None, ()))))
        if len(later & {one.value, other.value}) == 1:
            yield one if other.value in later else other


def _side(reading: Reading, root: Target) -> Side | None:
    return side_had(reading, reading.sentence_of(root), root, reach=10)


def _over(reading: Reading) -> Iterator[str]:
    """The roots whose trouble the assessment calls over: "Left L5 radiculopathy, resolved"."""
    for sentence in reading.sentences:
        gone = [target for target in sentence.of("RADICULOPATHY") if weigh(reading, target) is Assertion.HISTORICAL]
        if gone and sentence.section in FINAL:
            yield from (root.value for root in sentence.of("VERTEBRA") if _namer(reading, sentence, root, gone) is not None)


def _named_in(reading: Reading, sentence: Sentence, injected: bool) -> Iterator[tuple[Target, Target]]:
    if (placed := placed_by(reading, sentence)) is not None:
        yield from ((root, placed) for root in sentence.of("VERTEBRA") if root.value in LUMBAR_ROOTS)
        return
    namers = [target for target in sentence.of(*_NAMING) if weigh(reading, target).is_current]
    if not namers:
        return
    affected = injected or sentence.has(*_AFFECTED)
    namer: Target | None = None
    for root in sentence.of("VERTEBRA"):
        if root.value in LUMBAR_ROOTS and root.assertion.is_current and not _is_set_against(reading, root):
            verb = namer if namer is not None and _is_gapped(reading, sentence, root) else None
            namer = _namer(reading, sentence, root, namers) or verb
            if namer is not None and _is_apart(reading, root, sentence.of(*LESIONS)):
                namer = _namer(reading, sentence, root, [one for one in namers if one.label == "RADICULOPATHY"]) or namer
            if namer is not None and (affected or namer.label not in ("NERVE_ROOT", "NERVE", "FORAMEN")):
                yield root, namer


def _is_apart(reading: Reading, root: Target, lesions: Iterable[Target]) -> bool:
    """Whether what presses on roots is told apart from a root: "radiculopathy, likely of L5, with signs of nerve compression"."""
    return all("," in reading.gap(root, lesion) for lesion in lesions)


def _is_gapped(reading: Reading, sentence: Sentence, root: Target) -> bool:
    """Whether a root ends a clause without a verb, which is that of the clause before."""
    before = _GAPPED.search(reading.text, max(sentence.start, root.start - _GAP), root.start)
    return before is not None and CLAUSE_END.match(reading.text, root.end, sentence.end) is not None


def _namer(reading: Reading, sentence: Sentence, root: Target, namers: Sequence[Target]) -> Target | None:
    for namer in namers:
        if namer.label in ("ROOT_PROCEDURE", "ROOT_LESION", "RADICULOPATHY") and namer.first < root.first < namer.last:
            return namer  # "guided to the left L5 foramen", "amputation of the L5 root sleeve", "pain that stems from the S1 root"
        if namer.label in ("COMPRESS", "CONTACT", "DECOMPRESS"):
            if root_beside(reading, sentence, namer) is root:
                return namer
        elif namer.first >= root.last and _joined(reading, root, namer) and (namer.label != "NERVE" or namer.first == root.last):
            return namer
    for namer in reversed([one for one in namers if one.last <= root.first]):
        if is_diagnosis(reading, namer, root):
            return namer
        if is_inflamed(namer) or namer.label in ("RADICULOPATHY", "NERVE_ROOT", "ROOT_PROCEDURE", "FORAMEN"):
            follower = next((t for t in sentence.targets if t.first >= root.last and t.first - root.last <= 1), None)
            if follower is not None and follower.label in _NO_ROOT and (follower.label != "DERMATOME" or namer.value != "radiculopathy"):
                continue
            reach = _TARGETS if namer.label == "ROOT_PROCEDURE" else _REACH
            if root.first - namer.last <= reach and _joined(reading, namer, root):
                return namer
    return None


def _joined(reading: Reading, one: Target, other: Target) -> bool:
    """Whether only other roots, sides and small words stand between a root's name and the word that makes it a root."""
    rest = _AMOUNT.sub(" ", reading.rest(one, other, *_LIST))
    if one.label == "ROOT_PROCEDURE":
        rest = _HOW.sub(":", rest)
    if any(_is_set_against(reading, root) for root in reading.sentence_of(one).between(one, other, "VERTEBRA")):
        rest = _AGAINST.sub(" ", rest)
    if one.assertion is Assertion.UNCERTAIN and _is_questioned(reading, other):
        rest = rest.replace("?", " ")
    return are_only(rest, place_words().joins_root)


def _is_questioned(reading: Reading, root: Target) -> bool:
    """Whether a root has a question mark before it: "radiculopathy (?L5)"."""
    return reading.text[max(0, root.start - 2) : root.start].rstrip().endswith("?")


def _is_set_against(reading: Reading, root: Target) -> bool:
    """Whether a root is named only to say that it is another one: "L5 and not an S1 radiculopathy"."""
    sentence = reading.sentence_of(root)
    others = any(other.last < root.first for other in sentence.of("VERTEBRA"))
    return others and _SET_AGAINST.search(reading.text, max(sentence.start, root.start - _BEFORE), root.start) is not None


def root_facts(reading: Reading, named: Iterable[tuple[Target, Target]], side: Side | None) -> tuple[RootFact, ...]:
    """The root facts, from above; a root named without a side takes that of the note, both sides make it bilateral."""
    sides: dict[str, set[Side]] = {}
    places: dict[str, list[Evidence]] = {}
    for root, namer in named:
        own = side_had(reading, reading.sentence_of(root), root, reach=10)
        sides.setdefault(root.value, set()).update({own} if own else set())
        places.setdefault(root.value, []).append(reading.around([root, namer]))
    return tuple(
        RootFact(name, _one_side(sides[name], side), tuple(dict.fromkeys(places[name]))) for name in sorted(places, key=root_order)
    )


def _one_side(sides: set[Side], fallback: Side | None) -> Side | None:
    if not sides:
        return fallback
    return next(iter(sides)) if len(sides) == 1 else Side.BILATERAL


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
