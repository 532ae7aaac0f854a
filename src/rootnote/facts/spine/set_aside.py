"""Levels and causes that a sentence names only to set them aside: they place no radiculopathy and cause none.

"The herniation at L4-5, not the bulge at L5-S1, is behind it", "with an incidental bulge at L5-S1", "despite the L5-S1 protrusion", "one
level above the fusion L5-S1 of 2012".

Source: annotation guide, region ("named FOR the radicular problem"), etiology and clarification 17.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from rootnote.facts.causes.causes import CAUSES, CLAUSE_END, EFFECTS
from rootnote.facts.model import Assertion
from rootnote.facts.reading import Reading, Sentence, Target, follows
from rootnote.facts.studies.study_words import study_words
from rootnote.facts.wording import are_listed, are_only
from rootnote.language.categories import OPERATIVE, OPERATIVE_DIAGNOSES
from rootnote.language.labels import COMPLAINTS

_NAMED = (*CAUSES, "LEVEL")
#: Tokens from a word that sets aside to what it is about: forward, forward of an adjective, and back.
_FORWARD, _ADJECTIVE, _BACK = 8, 3, 14
#: The values of adjectives.
_ADJECTIVES = ("before", "old")
#: Tokens between a finding and its level.
_JOINED = 3
#: What takes an object, and what the object of a dismissal is.
_TAKES_OBJECT = re.compile(r"\b(?:to|by|from|of|than|on|with|in|for)$", re.I)
_TROUBLE = COMPLAINTS | {"REFER"}
#: What begins another clause.
_CLAUSE = re.compile(r"[,;:()]|\b(?:and|but|with|while|whereas)\b", re.I)
#: What stands before the thing that it is not.
_NOT = re.compile(
    r"\b(?:(?<!or )not(?! (?:only|just|merely|solely|simply|yet))|rather than|instead of|nor)\b"
    r"(?: (?:from|due to|to|of|at|by|because of|in))?(?: (?:the|an?|that|any|his|her|one at|one))*"
    r"(?: (?:small|mild|larger?|big|old|left|right|central|midline|adjacent|upper|lower|one))*(?: (?:at|from))?(?: the)?\s+$",
    re.I,
)
#: Characters before that thing, and between a level and what sets another against it.
_BEFORE, _AND = 60, 6
#: Where what is granted ends, and where it goes on: at the comma of a list.
_STOP = re.compile(r"[,;:)]")
#: What tells that an operation is past: before it and its level, or behind them.
_ONCE = re.compile(
    r"\b(?:after|following|previous|prior|earlier|former|past|old|status[- ]post|s/p|post|since|had|underwent|above|below|beneath|under"
    r"|adjacent to|next to|over|healed|solid)\b[^.;]{0,24}$",
    re.I,
)
_YEAR = re.compile(r"[^.;,]{0,24}\b(?:(?:19|20)\d\d|years? ago|decades? ago|years? (?:back|before))\b", re.I)
_TENDED = OPERATIVE | OPERATIVE_DIAGNOSES | {"plan"}


class Aside(NamedTuple):
    """What a sentence sets aside: findings and levels that it dismisses; levels that it only grants or recalls; levels of what is old.

    What is granted still places a radiculopathy that has no other place, and what is old one that has no other level.
    """

    dismissed: frozenset[Target] = frozenset()
    granted: frozenset[Target] = frozenset()
    old: frozenset[Target] = frozenset()


_NOTHING = Aside()


def set_aside(reading: Reading, sentence: Sentence) -> Aside:
    """What a sentence sets aside; nothing for most."""
    return _set_aside(reading, sentence.number)


@lru_cache(maxsize=8)
def _set_aside(reading: Reading, number: int) -> Aside:
    sentence = reading.sentences[number]
    named = [target for target in sentence.of(*_NAMED) if target.label != "LEVEL" or target.value[0] in "LST"]
    if not named or not sentence.has("LEVEL"):
        return _NOTHING
    dismissed = {*_denied(reading, named), *_set_against(reading, named)}
    for word in sentence.of("UNRELATED", "ASIDE"):
        if word.value in ("", "before", "behind"):
            dismissed.update(_meant(reading, sentence, word, named))
    granted = {*_granted(reading, sentence, named), *_recalled(reading, sentence, named)}
    old = {target for word in sentence.of("ASIDE") if word.value == "old" for target in _meant(reading, sentence, word, named)}
    return Aside(frozenset(dismissed), frozenset(granted), frozenset(old)) if dismissed or granted or old else _NOTHING


def levels_meant(reading: Reading, sentence: Sentence, levels: Sequence[Target], *, placed: bool = False) -> list[Target]:
    """The levels of a sentence without those that it sets aside; ``placed`` says that something else places the radiculopathy."""
    aside = set_aside(reading, sentence)
    meant = [level for level in levels if level not in aside.dismissed]
    rest = [level for level in meant if level not in aside.granted]
    meant = rest if rest or placed else meant
    return [level for level in meant if level not in aside.old] or meant


def _denied(reading: Reading, named: Sequence[Target]) -> Iterator[Target]:
    """The levels of what is said not to be there: "no herniation at L5-S1"."""
    for number, target in enumerate(named):
        if target.label in CAUSES and target.assertion is Assertion.NEGATED:
            yield from (level for level in _phrase(reading, named, number) if level.label == "LEVEL")


def _set_against(reading: Reading, named: Sequence[Target]) -> Iterator[Target]:
    """What stands behind "not" or "rather than"; a finding that a level before it shares stays: "an L4-5 and not an L5-S1 herniation"."""
    for number, target in enumerate(named):
        match = _NOT.search(reading.text, max(0, target.start - _BEFORE), target.start)
        if match is None:
            continue
        yield from _but_shared(named, number, match.start(), _phrase(reading, named, number, back=False))


def _but_shared(named: Sequence[Target], number: int, start: int, phrase: Iterable[Target]) -> Iterator[Target]:
    """A phrase without the finding that it shares with the level before it: "an L4-5 and not an L5-S1 herniation"."""
    before = named[number - 1] if number else None
    shared = before is not None and before.label == named[number].label == "LEVEL" and 0 <= start - before.end < _AND
    return (other for other in phrase if other.label == "LEVEL" or not shared)


def _meant(reading: Reading, sentence: Sentence, word: Target, named: Sequence[Target]) -> Iterator[Target]:
    """What a word sets aside: the finding or level behind it, else the one before."""
    if word.value != "behind":
        reach = _FORWARD if word.value == "" else _ADJECTIVE
        for number, target in enumerate(named):
            apart = sentence.has_between(word, target, *EFFECTS) or _CLAUSE.search(reading.text, word.end, target.start)
            if follows(target, word, reach) and not apart:
                phrase = _phrase(reading, named, number, back=word.value in _ADJECTIVES)
                yield from _but_shared(named, number, word.start, phrase)
                return
    if word.value in _ADJECTIVES or _has_object(reading, sentence, word):
        return
    for number in range(len(named) - 1, -1, -1):
        target = named[number]
        if target.last > word.first:
            continue
        if word.first - target.last > _BACK or ";" in reading.gap(target, word):
            return
        if not sentence.has_between(target, word, *EFFECTS):
            yield from _phrase(reading, named, number, ahead=False)
        return


def _has_object(reading: Reading, sentence: Sentence, word: Target) -> bool:
    """Whether a word tells what a thing is not due to, and that is none of the trouble: "a herniation, not related to the fall"."""
    if not _TAKES_OBJECT.search(word.text) or CLAUSE_END.match(reading.text, word.end, sentence.end):
        return False
    return not any(follows(thing, word, _FORWARD) for thing in sentence.of(*EFFECTS, *_TROUBLE))


def _phrase(reading: Reading, named: Sequence[Target], number: int, *, back: bool = True, ahead: bool = True) -> Iterator[Target]:
    """A finding or level with the levels and words of the finding that stand beside it, in one phrase or one list."""
    yield named[number]
    for step, go in ((-1, back), (1, ahead)):
        at = number
        while go and 0 <= at + step < len(named) and _in_phrase(reading, named[at], named[at + step]):
            at += step
            yield named[at]


def _in_phrase(reading: Reading, one: Target, other: Target) -> bool:
    gap = reading.gap(one, other)
    if one.label == other.label == "LEVEL":
        return are_listed(gap) and not re.search(r"\bthan\b", gap)
    if abs(other.first - one.last) > _JOINED and abs(one.first - other.last) > _JOINED:
        return False
    if one.label in CAUSES and other.label in CAUSES and one.end <= other.start and gap.strip():
        return False
    return are_only(reading.rest(one, other, "SIDE", "SEVERITY", "REGION"), study_words().before_level | {"the", "a", "level"}) and (
        "," not in gap and ";" not in gap
    )


def _granted(reading: Reading, sentence: Sentence, named: Iterable[Target]) -> Iterator[Target]:
    """The levels of a clause that grants something first: "Although L5-S1 bulges too, ..."."""
    for word in sentence.of("ASIDE"):
        if word.value != "granting":
            continue
        there = [target for target in named if target.first >= word.last]
        stops = (stop.start() for stop in _STOP.finditer(reading.text, word.end, sentence.end))
        end = next((stop for stop in stops if not _is_in_list(reading, there, stop)), sentence.end)
        if not any(word.end <= effect.start < end for effect in sentence.of(*EFFECTS)):
            yield from (target for target in there if target.end <= end and target.label == "LEVEL")


def _is_in_list(reading: Reading, named: Sequence[Target], stop: int) -> bool:
    """Whether a comma stands between two levels of a list."""
    for one, other in itertools.pairwise(named):
        if one.end <= stop < other.start:
            return one.label == other.label == "LEVEL" and are_listed(reading.gap(one, other))
    return False


def _recalled(reading: Reading, sentence: Sentence, named: Iterable[Target]) -> Iterator[Target]:
    """The levels of an earlier operation: "after an L5-S1 discectomy", "above the L5-S1 fusion of 2012"."""
    if sentence.section in _TENDED:
        return
    for level in named:
        if level.label != "LEVEL":
            continue
        for deed in sentence.of("DISC_SURGERY", "HARDWARE"):
            if deed.label == "HARDWARE" and deed.value != "implant":
                continue
            if min(abs(deed.first - level.last), abs(level.first - deed.last)) > 2 or _CLAUSE.search(reading.gap(level, deed)):
                continue
            start, end = min(level.start, deed.start), max(level.end, deed.end)
            once = deed.assertion is Assertion.HISTORICAL or _ONCE.search(reading.text, sentence.start, start)
            if once or _YEAR.match(reading.text, end, sentence.end):
                yield level
