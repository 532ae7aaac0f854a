"""Sides that an author puts right: those of a letter, a form or an earlier note that are wrong, and the one that it is.

"The letter got it backwards; it is the right leg", "lists right leg pain in error", "Correction: left, not right".

Source: annotation guide, laterality: the side in the current assessment.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from rootnote.anatomy import ONE_SIDE, Side
from rootnote.facts.attach import leg_sides, nearest, side_value
from rootnote.facts.model import Assertion, Evidence
from rootnote.facts.reading import Reading, Sentence, Target
from rootnote.facts.symptoms.places import SIDED_JOINTS, is_elsewhere
from rootnote.language.labels import NEUROLOGIC, REFLEXES, ROOT_DISEASES
from rootnote.language.verdicts import LABEL_CUE, REFUTED_CUE

#: What is examined on each side.
_EXAMINED = NEUROLOGIC | REFLEXES | {"SLR", "MUSCLE", "WALK"}
#: Tokens from a side to the part that it is of, and from the words that put right to the side.
_OF, _NEXT = 2, 5
#: The value of words that put right only beside a document.
_IN_FACT = "in fact"
#: The value of what says how something was written, the tokens from it to the side that was, and what parts them.
_WRONGLY, _WRITTEN, _STOP = "wrongly", 7, re.compile(r"[;:.]")
#: What stands before the side that it is not.
_NOT = re.compile(r"\b(?:not|rather than|instead of)\s+(?:(?:on|in|of|to|the|his|her|a)\s+)*$", re.I)
_BEFORE = 24
#: The cues by which a disease is refused, or recalled as another's word, and the time of one that is past.
_TAKEN_BACK = frozenset({"historical.records", "negated.withdrawn", "negated.refuted", "negated.verdict", LABEL_CUE, REFUTED_CUE})
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
#: What sets the side of the author against that of a document, right before it, and what only adds one.
_CONTRAST = re.compile(
    r"(?:\b(?:but|however|yet|though|whereas)\b[^.;]{0,40}|\b(?:it|this|that|pain)(?:['’]s| is| was)\b[^.;,]{0,16}"
    r"|\b(?:she|he|patient|pt)\s+(?:confirms?|insists?|points?|corrects?|clarifies|is clear|shows?|indicates?)\b[^.;]{0,40})$",
    re.I,
)
_ADDS = re.compile(r"\b(?:also|too|as well|both|second|new|newly|now|today|additional|additionally|spread|other|since|then)\b", re.I)


class Corrections(NamedTuple):
    """The SIDE targets that the author takes back, the sides put in their place with the words that do so, and the diseases that stay.

    Who puts the side of a radiculopathy right says that there is one: only its side is wrong in the letter.
    """

    refuted: frozenset[Target] = frozenset()
    sides: tuple[tuple[Side, Evidence], ...] = ()
    kept: frozenset[Target] = frozenset()


def put_right(reading: Reading, corrections: Corrections) -> Reading:
    """The reading without the sides that its author takes back, and with the diseases that only had the wrong one."""
    return reading.asserting(dict.fromkeys(corrections.kept, Assertion.AFFIRMED)).without(corrections.refuted)


def side_corrections(reading: Reading) -> Corrections:
    """The sides that a note puts right; nothing for most."""
    refuted: set[Target] = set()
    kept: set[Target] = set()
    sides: list[tuple[Side, Evidence]] = []
    for sentence in reading.sentences:
        named = _sides(reading, sentence)
        if not sentence.has(*_EXAMINED):
            refuted.update(_contrasted(reading, named))
        if not sentence.has("MISTAKEN", "PUT_RIGHT", "DOCUMENT"):
            continue
        before = _sides(reading, reading.sentences[sentence.number - 1]) if sentence.number else []
        after = _sides(reading, reading.sentences[sentence.number + 1]) if sentence.number + 1 < len(reading.sentences) else []
        for wrong, right in (
            *_mistaken(reading, sentence, before, named, after),
            *_put_right(sentence, before, named),
            *_against_document(reading, sentence, named, after),
        ):
            if wrong is not None:
                refuted.add(wrong)
            if right is not None:
                sides.append((Side(right.value), reading.around([right])))
            if wrong is not None and right is not None:
                kept.update(_of_side(reading, wrong))
    return Corrections(frozenset(refuted), tuple(dict.fromkeys(sides)), frozenset(kept))


def _of_side(reading: Reading, wrong: Target) -> Iterator[Target]:
    """The diseases that stand beside a side, refused or recalled with it."""
    sentence = reading.sentence_of(wrong)
    if sentence.has("ONCE") or _YEAR.search(reading.text, sentence.start, sentence.end):
        return
    for disease in sentence.of(*ROOT_DISEASES):
        if disease.cue in _TAKEN_BACK and nearest(reading, sentence, disease, ("SIDE",)) is wrong:
            yield disease


def _sides(reading: Reading, sentence: Sentence) -> list[Target]:
    """The left and right sides of a sentence that may be those of a leg, in order."""
    return [side for side in leg_sides(reading, sentence) if side_value(side) in ONE_SIDE and not _is_of_joint(sentence, side)]


def _is_of_joint(sentence: Sentence, side: Target) -> bool:
    """Whether a side is that of a joint, or of a part that is none of a leg."""
    places = (place for place in sentence.targets if 0 <= place.first - side.last < _OF)
    return any((place.label == "LEG" and place.value in SIDED_JOINTS) or is_elsewhere(place) for place in places)


def _contrasted(reading: Reading, named: Sequence[Target]) -> Iterator[Target]:
    """The sides that it is not, beside the one that it is: "left, not right"."""
    for one, other in pairwise(named):
        if one.value != other.value and _NOT.search(reading.text, max(one.end, other.start - _BEFORE), other.start):
            yield other


_Pair = tuple[Target | None, Target | None]


def _mistaken(
    reading: Reading, sentence: Sentence, before: Sequence[Target], named: Sequence[Target], after: Sequence[Target]
) -> Iterator[_Pair]:
    """The side that is called wrong, and the other one that is named behind it."""
    for word in sentence.of("MISTAKEN"):
        held = [side for side in named if side.last <= word.first]
        ahead = [side for side in named if side.first >= word.last]
        if word.value == _WRONGLY and ahead and ahead[0].first - word.last <= _WRITTEN and not _STOP.search(reading.gap(word, ahead[0])):
            wrong, *others = ahead  # "right leg pain, incorrectly recorded as left"
            yield wrong, next((side for side in (*others, *reversed(held), *after) if side.value != wrong.value), None)
            continue
        told = bool(before) and (sentence.has("DOCUMENT", "REFER") or reading.sentences[sentence.number - 1].has("DOCUMENT"))
        if held:
            wrong = held[-1]
        elif told and ahead[:1] != before[-1:]:
            wrong = before[-1]
        elif ahead and word.value == _WRONGLY and sentence.has("DOCUMENT"):
            wrong = ahead.pop(0)  # "the form wrongly has the right leg"
        else:
            continue
        behind = next((side for side in (*ahead, *after) if side.start > wrong.start), None)
        if behind is not None and behind.value != wrong.value:
            yield wrong, behind
        elif behind is None and sentence.has("DOCUMENT"):
            yield wrong, None


def _put_right(sentence: Sentence, before: Sequence[Target], named: Sequence[Target]) -> Iterator[_Pair]:
    """The side behind words that put right, and the other one that was named before them, or behind."""
    for word in sentence.of("PUT_RIGHT"):
        right = next((side for side in named if 0 <= side.first - word.last < _NEXT), None)
        if right is None or (word.value == _IN_FACT and not sentence.has("DOCUMENT")):
            continue
        wrong = [side for side in (*before, *named) if side.end <= word.start and side.value != right.value]
        if wrong or word.value != _IN_FACT:
            yield (wrong[-1] if wrong else None), right


def _against_document(reading: Reading, sentence: Sentence, named: Sequence[Target], after: Sequence[Target]) -> Iterator[_Pair]:
    """The side that a document has, and the other one that the author sets against it: "the letter says left, but it is the right leg"."""
    document = next(sentence.of("DOCUMENT"), None)
    if document is None:
        return
    theirs = [side for side in named if side.first >= document.first]
    for one, other in pairwise([*theirs, *after[:1]]):
        gap = reading.text[one.end : other.start]
        examined = reading.sentence_of(other).has(*_EXAMINED)
        if one.value != other.value and not examined and _CONTRAST.search(gap) and not _ADDS.search(gap):
            yield one, other
