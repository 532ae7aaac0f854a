"""The disc levels that the result of an image is told of: named in a sentence, by their vertebrae or beside another, or heading its entry.

Source: annotation guide, imaging_levels.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rootnote.anatomy import LUMBAR_LEVELS
from rootnote.facts.reading import Reading, Sentence, Target, follows
from rootnote.facts.spine.spine import is_told_normal
from rootnote.facts.studies.image_results import ABNORMAL, LEVEL_WORDS, NORMAL, is_abnormal
from rootnote.facts.studies.studies import PARAGRAPH
from rootnote.facts.studies.study_words import study_words
from rootnote.facts.wording import are_listed, are_only

#: Sentences looked back over for the level that heads an entry of a report, or that another one stands beside.
_LOOK_BACK = 4
_COLON = re.compile(r"\s*\w{0,10}\s*(?:[:=–—]|-\s)")
#: The number alone of the vertebra below, behind a vertebra that slips on it.
_BELOW = re.compile(r"\s+(?:on|over|upon)\s+([1-5])\b(?!\s*(?:mm|cm|views?|films?)|[.,]\d)", re.I)
_SACRUM = re.compile(r"\bL5\b[^.;]{1,60}\b(?:on|over|upon|from)\s+the\s+sacrum\b", re.I)
#: Tokens that may stand before a level that heads its sentence ("- At the L4-5 level").
_HEAD_START = 4
#: The values of a slip.
_SLIPS = frozenset({"listhesis", "spondylolisthesis"})
#: The label of a level named by another, and how many levels below that one it is, by its value.
_BESIDE = "LEVEL_BESIDE"
_STEPS = {"above": (-1,), "below": (1,), "beside": (-1, 1)}
#: What ends at a level that is no place of a finding, unless the text goes on to place one there.
_CONUS = re.compile(r"\b(?:conus|filum|(?:spinal )?cord (?:ends|terminates|tip))\b[^.;:,]*$", re.I)
_THERE = re.compile(r"\s*,?\s*(?:where|at which|with|and there)\b", re.I)
#: What leads from one level to what is told of the next.
_TURN = re.compile(r",\s*(?:(?:and|but|while|whereas)\b\s*)?(?:the\b)?|and\s+the|(?:but|while|whereas)(?:\s+the)?", re.I)
#: What joins the level of the next finding to those of the one before, the findings that take a level by standing behind it, and a plural.
_JOINS = re.compile(r"\s*(?:,|(?:,\s*)?(?:and|plus|&|\+))\s*(?:at\s+)?(?:the\s+)?(?:an?\s+)?", re.I)
_NOUNS, _SEVERAL = ("DISC", "SPONDYLOSIS", "STENOSIS", "OTHER_CAUSE"), re.compile(r"(?<![is])s$", re.I)
_TELLING = ("SEVERITY", "SIDE", "ZONE", "REGION")
#: The label of an entry, and its first word.
_LABEL = re.compile(r"\W{0,4}(\w+)[^:.;\n]{0,30}:")
#: The number of an item of a list, where the item begins and where it may be cut off as a sentence of its own; what is told of many levels.
_ITEM = re.compile(r"\(?\d{1,2}[.)](?:\s|$)")
MANY_LEVELS = re.compile(
    r"\b(?:multi-?\s?level|scattered|throughout|(?:all|many|most|several|multiple|every|each)\s+(?:lumbar\s+)?levels?)\b", re.I
)


class Group(NamedTuple):
    """Levels named together: the lumbar ones among them, their targets, and whether they head what follows them."""

    levels: tuple[str, ...]
    targets: tuple[Target, ...]
    heads: bool


def groups_of(reading: Reading, sentence: Sentence) -> Iterator[Group]:
    """The levels of a sentence as they are named together, in order, without that at which the cord ends."""
    held: list[Target] = []
    for target in _named(reading, sentence):
        if held and (
            not are_listed(reading.gap(held[-1], target))
            or _turns(reading, sentence, held, target)
            or _is_of_next(reading, sentence, held, target)
        ):
            yield _group(reading, sentence, held)
            held = []
        held.append(target)
    if held:
        yield _group(reading, sentence, held)


def _named(reading: Reading, sentence: Sentence) -> Iterator[Target]:
    """The words for levels in a sentence, in order, with those that are named by another told as the levels that they are."""
    before: list[Target] = []
    for target in sentence.of(*LEVEL_WORDS, _BESIDE):
        if target.label == _BESIDE:
            known = _listed_last(reading, before) or _levels_before(reading, sentence)
            if levels := _beside(known, target.value):
                yield target._replace(value=" ".join(levels))
        elif not (_is_of_conus(reading, sentence, target) or _is_put_right(sentence, target)):
            before.append(target)
            yield target


def _beside(known: Sequence[str], value: str) -> list[str]:
    """The levels that one named by others is: those themselves, or the next above or below."""
    if not known or value not in _STEPS:
        return [level for level in LUMBAR_LEVELS if level in known]
    ends = {-1: LUMBAR_LEVELS.index(known[0]), 1: LUMBAR_LEVELS.index(known[-1])}
    places = (ends[step] + step for step in _STEPS[value])
    return [LUMBAR_LEVELS[place] for place in places if 0 <= place < len(LUMBAR_LEVELS)]


def _listed_last(reading: Reading, targets: Sequence[Target]) -> list[str]:
    """The lumbar levels, from above, of the list that the last of some words for levels stands in."""
    start = len(targets) - 1
    while start > 0 and are_listed(reading.gap(targets[start - 1], targets[start])):
        start -= 1
    named = {level for target in targets[max(0, start) :] for level in target.value.split()}
    return [level for level in LUMBAR_LEVELS if level in named]


def _levels_before(reading: Reading, sentence: Sentence) -> list[str]:
    """The levels named last in the sentences before, in the same section."""
    for earlier in reading.before(sentence, _LOOK_BACK):
        if levels := _listed_last(reading, list(earlier.of(*LEVEL_WORDS))):
            return levels
    return []


def _is_of_conus(reading: Reading, sentence: Sentence, level: Target) -> bool:
    """Whether a level is that at which the cord ends: "The conus terminates at T12-L1 and is normal."."""
    ends = _CONUS.search(reading.text, sentence.start, level.start)
    if ends is None or _THERE.match(reading.text, level.end):
        return False
    return not any(ends.start() < result.start < level.start for result in sentence.of(*ABNORMAL))


def _is_put_right(sentence: Sentence, level: Target) -> bool:
    """Whether a level is the wrong one of two: "the bulge first described at L4-5 lies at L5-S1"."""
    if not any(follows(level, cue, 1) for cue in sentence.of("LEVEL_WAS")):
        return False
    others = [other for other in sentence.of(*LEVEL_WORDS) if other.value != level.value]
    return any(level.last <= cue.first < other.first <= cue.last + 1 for other in others for cue in sentence.of("LEVEL_IS"))


def _turns(reading: Reading, sentence: Sentence, held: Sequence[Target], level: Target) -> bool:
    """Whether a list turns at a level to what is normal: "fissure at L5-S1, L4-5 preserved", "and the L4-5 disc is normal"."""
    found = any(is_abnormal(result) and result.end <= held[0].start for result in sentence.of(*ABNORMAL))
    normal = any(follows(word, level, 1) for word in sentence.of(*NORMAL))
    gap = reading.gap(held[-1], level).strip()
    return found and ((normal and gap == ",") or (_TURN.fullmatch(gap) is not None and is_told_normal(reading, sentence, level)))


def _is_of_next(reading: Reading, sentence: Sentence, held: Sequence[Target], level: Target) -> bool:
    """Whether a level that a list behind one finding ends in is that of the next, right behind it: "a bulge at L3-4 and L4-5 stenosis"."""
    if not _JOINS.fullmatch(reading.gap(held[-1], level)):
        return False
    own = next((one for one in reversed(list(sentence.of(*_NOUNS))) if one.end <= held[0].start), None)
    following = next((one for one in sentence.of(*_NOUNS) if one.start >= level.end), None)
    if own is None or following is None or (own.label, own.value) == (following.label, following.value):
        return False
    if not are_only(reading.rest(level, following, *_TELLING), frozenset()) or is_list_of_several(own, (*held, level)):
        return False
    return are_only(reading.rest(own, held[0], *_TELLING), study_words().before_level | {"the", "level", "levels", "both"})


def is_list_of_several(finding: Target, levels: Sequence[Target]) -> bool:
    """Whether discs told in the plural stand before two levels, which are both theirs then: "bulges at L4-5 and L5-S1 stenosis"."""
    return finding.label == "DISC" and len(levels) == 2 and _SEVERAL.search(finding.text) is not None


def _group(reading: Reading, sentence: Sentence, targets: Sequence[Target]) -> Group:
    levels = tuple(dict.fromkeys(level for target in targets for level in target.value.split() if level in LUMBAR_LEVELS))
    opens = not any(t.end <= targets[0].start for t in sentence.targets if t.label in ABNORMAL | NORMAL | {"MODALITY"})
    close = len(reading.text[sentence.start : targets[0].start].split()) <= _HEAD_START
    colon = _COLON.match(reading.text, targets[-1].end) is not None
    return Group(levels, tuple(targets), heads=colon or (opens and close))


def slipped(reading: Reading, sentence: Sentence) -> Iterator[Group]:
    """The level of a slip told by its two vertebrae: "L4 has slipped forward by 6 mm on L5", "translation of L4 on 5"."""
    bones = list(sentence.of("VERTEBRA"))
    if not bones or not any(result.value in _SLIPS for result in sentence.of("IMAGE_FINDING", "OTHER_CAUSE")):
        return
    below = _BELOW.match(reading.text, bones[0].end, sentence.end)
    names = {f"{bones[0].value}-{letter}{below.group(1)}" for letter in "LS"} if below else {"-".join(bone.value for bone in bones)}
    if _SACRUM.search(reading.text, sentence.start, sentence.end):
        names = {"L5-S1"}
    for level in sorted(names.intersection(LUMBAR_LEVELS)):
        yield Group((level,), tuple(bones), heads=False)


def heading_levels(reading: Reading, sentence: Sentence) -> tuple[str, ...]:
    """The levels that head the entry that a sentence without levels belongs to ("L5-S1: The disc is dark. A protrusion ...").

    A numbered item is not of the level that heads another one, nor is what is told of many levels.
    """
    if MANY_LEVELS.search(reading.text, sentence.start, sentence.end):
        return ()
    is_item = False
    for earlier in reading.before(sentence, _LOOK_BACK):
        later = reading.sentences[earlier.number + 1]
        renamed = any(name.start == later.start for name in later.of("MODALITY"))
        if renamed or _opens_other(reading, later) or PARAGRAPH.search(reading.text, earlier.start, sentence.start):
            return ()
        is_item = is_item or _is_item(reading, later)
        if groups := tuple(groups_of(reading, earlier)):
            return groups[-1].levels if groups[-1].heads and not (is_item and _is_item(reading, earlier)) else ()
    return ()


def _opens_other(reading: Reading, sentence: Sentence) -> bool:
    """Whether a sentence opens an entry of no disc level: "Incidental: ...", "S2: ..."."""
    label = _LABEL.match(reading.text, sentence.start, sentence.end)
    if label is None:
        return False
    return label[1].lower() in study_words().other_entry or any(bone.start == label.start(1) for bone in sentence.of("VERTEBRA"))


def _is_item(reading: Reading, sentence: Sentence) -> bool:
    """Whether a sentence opens an item of a numbered list; its number may stand before it as a sentence of its own."""
    before = reading.sentences[sentence.number - 1] if sentence.number else sentence
    alone = _ITEM.fullmatch(reading.text, before.start, before.end) is not None
    return alone or _ITEM.match(reading.text, sentence.start, sentence.end) is not None
