"""The levels given for what can cause a radiculopathy.

Source: annotation guide, etiology and codes; clarification 30.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache, lru_cache

from rootnote.anatomy import level_order
from rootnote.facts.attach import distance, nearest
from rootnote.facts.causes.cause_words import cause_words
from rootnote.facts.causes.causes import CAUSES, CURRENT, cause_of
from rootnote.facts.model import Assertion
from rootnote.facts.reading import Reading, Sentence, Target
from rootnote.facts.spine.finding_kinds import disc_kinds
from rootnote.facts.spine.set_aside import levels_meant, set_aside
from rootnote.facts.spine.spine import is_told_normal
from rootnote.facts.studies.image_levels import MANY_LEVELS, is_list_of_several
from rootnote.facts.studies.study_words import study_words
from rootnote.facts.wording import are_listed
from rootnote.language.notation import one_of

#: What joins a cause to the one before it, at one level.
_JOINED = re.compile(
    r"\s*(?:,|/|&|\+)?\s*(?:(?:with|w/|and|plus)\s+)?(?:(?:mild|moderate|severe|bilateral|marked|some|associated)\s+)*", re.I
)

#: What joins a cause to the next, at one level named behind both; what leads to that level.
_AND = re.compile(rf"{_JOINED.pattern}(?:(?:left|right|lumbar|the|an?)\s+)*", re.I)
_AT = re.compile(r"\s*(?:\(|(?:both\s+|each\s+|all\s+)?(?:at|of|involving|affecting)\s+(?:both\s+|the\s+|levels?\s+)*)", re.I)
#: What leaves open which of two levels is meant, right before the second, and the characters between both.
_OR = re.compile(
    r"\b(?:or|vs\.?|versus)\b(?:\s+(?:else|perhaps|possibly|maybe|from|at|by|due to|of|the|an?|his|her|left|right))*\s*$", re.I
)
_NEAR = 50
#: What parts a list of levels from the next finding, right behind it; what parts it from the finding before; what breaks a list.
_PARTED = re.compile(r"\s*\)?\s*(?:[,;.&+\n]|w/|\w+(?:\s+(?:well|addition)\b)?)", re.I)
_APART = re.compile(r"[,;:.\n]")
_BROKEN = re.compile(r"\band\s*,|^[^\S\n]*\n", re.I)
#: What a level may name besides its cause; what may stand between a level and what it names; what leads to it behind that.
_NAMED_BY_LEVEL, _TELLING = ("RADICULOPATHY", "SCIATICA"), ("SIDE", "SEVERITY", "REGION", "ZONE", "COURSE")
_OF_CAUSE, _OF_EFFECT = re.compile(r"[\s(]*(?:(?:at|of|involving)\s+(?:the\s+)?)?"), re.compile(r"\s+(?:at\s+(?:the\s+)?)?")


def levels_beside(reading: Reading, cause: Target, linked: Sequence[Target] = ()) -> tuple[str, ...]:
    """The disc levels given for a cause in its own sentence, from above: those nearer to it than to another cause.

    Beside a ``linked`` cause, those of another disc are left out, and those that the sentence sets aside.
    """
    if cause.label == "LEVEL":
        return tuple(cause.value.split())
    sentence = reading.sentence_of(cause)
    rivals = [t for t in sentence.of(*CAUSES) if CAUSES[t.label] is not cause_of(cause) and t.assertion is not Assertion.NEGATED]
    found: list[Target] = []
    levels = list(sentence.of("LEVEL"))
    kept = _listed_behind(reading, levels, [t for t in sentence.of(*CAUSES) if t in rivals or t.label == cause.label])
    open_ones = frozenset() if rivals else left_open(reading, levels)  # a herniation or a stenosis has each its own level
    for level in levels:
        if level.assertion is Assertion.NEGATED or level in open_ones or is_told_normal(reading, sentence, level):
            continue
        owner = kept.get(level) or nearest(
            reading,
            sentence,
            level,
            CAUSES,
            reach=30,
            accept=lambda other: other is cause or other in rivals or other.label == cause.label,
        )
        if owner is not None and (owner is cause or owner.label == cause.label or not rivals):
            found.append(level)
    if not found:
        found = _shared(reading, sentence, cause, rivals)
    of_effect = levels_of_effect(reading, sentence, found)
    found = [level for level in found if level not in of_effect]
    if linked and cause not in set_aside(reading, sentence).dismissed:
        found = levels_of(reading, sentence, levels_meant(reading, sentence, found), linked)
    names = dict.fromkeys(name for level in found for name in level.value.split())
    return tuple(sorted(names, key=level_order))


def _listed_behind(reading: Reading, levels: Sequence[Target], causes: Sequence[Target]) -> dict[Target, Target]:
    """The causes that levels belong to as a list right behind them, the next finding parted from it: "DDD L4-5 and L5-S1, stenosis".

    The levels and the causes are those of a sentence, in order.
    """
    owners: dict[Target, Target] = {}
    there = [cause for cause in causes if cause.assertion is not Assertion.NEGATED]
    ends = [cause.end for cause in there]
    for listed in _lists(reading, levels):
        number = bisect_right(ends, listed[0].start) - 1
        if number < 0 or not (_is_parted(reading, listed[-1]) or is_list_of_several(there[number], listed)):
            continue
        if not _APART.search(reading.text, there[number].end, listed[0].start):
            owners.update(dict.fromkeys(listed, there[number]))
    return owners


def _is_parted(reading: Reading, level: Target) -> bool:
    """Whether what stands behind a level parts it from the next finding: a mark, or a word such as "and", "plus", "causing"."""
    behind = _PARTED.match(reading.text, level.end)
    words = behind.group().strip(" )").lower() if behind else ""
    return behind is not None and (not words[:1].isalnum() or words in study_words().parts_finding)


def _lists(reading: Reading, levels: Sequence[Target]) -> list[list[Target]]:
    """The levels of a sentence, as they are listed together."""
    lists: list[list[Target]] = []
    for level in levels:
        gap = reading.gap(lists[-1][-1], level) if lists else ""
        if lists and are_listed(gap) and not _BROKEN.search(gap):
            lists[-1].append(level)
        else:
            lists.append([level])
    return lists


def levels_of_effect(reading: Reading, sentence: Sentence, levels: Sequence[Target]) -> tuple[Target, ...]:
    """The levels that name the radiculopathy itself, where its cause has one of its own: "L5-S1 radiculitis due to HNP L4-5".

    So is the same level where it is told how far the cause goes: "from HNP L4-5 down to L5-S1". Empty where the cause has no level of its
    own, and where a sentence names two such diseases. Source: facts.md section 2 point 3: a disc is coded for its own level.
    """
    effects = [effect for effect in sentence.of(*_NAMED_BY_LEVEL) if effect.assertion in CURRENT]
    if len(effects) != 1 or len(levels) < 2:
        return ()
    causes = list(sentence.of(*CAUSES))
    lists = _lists(reading, levels)
    own = [listed for listed in lists if any(_is_told(reading, listed, cause, _OF_CAUSE) for cause in causes)]
    named = [listed for listed in lists if listed not in own and any(_is_told(reading, listed, one, _OF_EFFECT) for one in effects)]
    if not own or not named:
        return ()
    values = {level.value for listed in named for level in listed}
    reached = [level for level in levels if level.value in values and _goes_to().search(reading.text[sentence.start : level.start])]
    return tuple(level for level in levels if level in reached or any(level in listed for listed in named))


@cache
def _goes_to() -> re.Pattern[str]:
    """What leads to the level that a cause goes to, right before it: "migrating to the"."""
    return re.compile(rf"\b(?:{one_of(cause_words().goes_to)})\s+(?:the\s+)?(?:level\s+of\s+)?$", re.I)


def _is_told(reading: Reading, listed: Sequence[Target], what: Target, led: re.Pattern[str]) -> bool:
    """Whether a list of levels stands right before something, or right behind it and what leads to a level."""
    if what.start < listed[0].start:
        return what.end <= listed[0].start and led.fullmatch(reading.rest(what, listed[0], *_TELLING)) is not None
    return what.start >= listed[-1].end and not reading.rest(listed[-1], what, *_TELLING).strip()


def left_open(reading: Reading, levels: Sequence[Target]) -> frozenset[Target]:
    """The levels of a sentence, given in order, of which the author means one or the other: "the L4-5 disc or the L5-S1 foramen"."""
    pairs = ((one, other) for one, other in itertools.pairwise(levels) if other.start - one.end < _NEAR)
    return frozenset(level for pair in pairs if _OR.search(reading.gap(*pair)) for level in pair)


def _shared(reading: Reading, sentence: Sentence, cause: Target, rivals: Sequence[Target]) -> list[Target]:
    """The levels that a cause without any of its own shares with another that it is joined to.

    One that heads the sentence ("L4-5 disc bulge with facet arthropathy"), or a list right behind ("a bulge and spondylosis at L4-5"). What
    is told of many levels shares none: "L4-5 stenosis with facet arthropathy at several levels".
    """
    before = [rival for rival in rivals if rival.end <= cause.start]
    levels = list(sentence.of("LEVEL"))
    if len(levels) == 1 and before and levels[0].end <= before[0].start:
        parted = _APART.search(reading.text, cause.end, sentence.end)
        if MANY_LEVELS.search(reading.text, cause.end, parted.start() if parted else sentence.end):
            return []
        return levels if _JOINED.fullmatch(reading.text, max(rival.end for rival in before), cause.start) else []
    behind = next((listed for listed in _lists(reading, levels) if listed[0].start >= cause.end), [])
    told = [one for one in sentence.of(*CAUSES) if behind and cause.start < one.start and one.end <= behind[0].start]
    ends = [cause.end, *(one.end for one in told)]
    joined = all(_AND.fullmatch(reading.text, min(end, one.start), one.start) for end, one in zip(ends, told, strict=False))
    return behind if told and joined and _AT.fullmatch(reading.text, ends[-1], behind[0].start) else []


def levels_of(reading: Reading, sentence: Sentence, levels: Sequence[Target], linked: Sequence[Target]) -> list[Target]:
    """The levels of a sentence that stand nearest to a linked cause; all of them, when none does."""
    kept = _listed_behind(reading, list(sentence.of("LEVEL")), list(sentence.of(*CAUSES)))
    own = [level for level in levels if _stands_at(kept.get(level) or _owner(reading, sentence, level), linked)]
    return own or list(levels)


def _owner(reading: Reading, sentence: Sentence, level: Target) -> Target | None:
    """The disc, spondylosis, canal or other cause that a level stands nearest to, the one before it winning a tie."""
    causes = (cause for cause in sentence.of(*CAUSES) if cause.start != level.start)
    return min(causes, key=lambda cause: (distance(reading, level, cause), cause.start > level.start), default=None)


def _stands_at(owner: Target | None, linked: Sequence[Target]) -> bool:
    return owner is not None and any(owner.start < cause.end and cause.start < owner.end for cause in linked)


def levels_of_kind(reading: Reading, cause: Target) -> tuple[str, ...]:
    """The disc levels at which discs of the kind that a cause is named by are found, from above: "the herniation", not the worn discs.

    Empty where the cause is no disc, or its name tells no kind.
    """
    kind = next((kind for kind in disc_kinds() if kind.search(cause.text)), None)
    if cause.label != "DISC" or kind is None:
        return ()
    return _levels_named(reading, kind)


@lru_cache(maxsize=4)
def _levels_named(reading: Reading, kind: re.Pattern[str]) -> tuple[str, ...]:
    """The disc levels of the affirmed discs of a kind, from above."""
    alike = (disc for disc in reading.targets("DISC") if disc.assertion is Assertion.AFFIRMED and kind.search(disc.text))
    names = {name for disc in alike for name in levels_beside(reading, disc, (disc,)) if name[0] in "LT"}
    return tuple(sorted(names, key=level_order))
