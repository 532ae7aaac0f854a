"""A sentence that only tells where the radiculopathy named before it is, as "The right L5-S1 level is the likeliest" behind it.

So does a clause that opens with a word for it ("it is on the right", "This one, in the left leg, ..."), and a side alone: "Right leg.".

Source: annotation guide, region, roots and laterality: what is only likely is the place, not the disease.
"""

from __future__ import annotations

import re

from rootnote.facts.attach import side_value
from rootnote.facts.reading import Reading, Sentence, Target
from rootnote.facts.spine.spine import Part, parts_of
from rootnote.facts.symptoms.place_words import place_words
from rootnote.facts.wording import are_only
from rootnote.language.labels import LEVELS

#: What such a sentence names, of which it needs a level.
_NAMED = LEVELS | {"SIDE"}
#: The name of a field for the root, and the sentences behind it that may tell the disease.
_ROOT_FIELD, _FIELDS = re.compile(r"\W*(?:(?:affected|involved) )?(?:nerve )?roots?(?: (?:level|involved|affected))?\s*:", re.I), 2
#: How a sentence goes on to say which root it is: "I agree that the root at fault is L5".
_ROOT_IS = re.compile(r"\bthe (?:nerve )?root (?:at fault|to blame|involved|affected|concerned|in question) (?:is|was)\b", re.I)
#: What a root stands behind that is the diagnosis itself, and the characters that it takes.
_DIAGNOSED, _BEFORE = re.compile(r"\bdiagnosis\s*[:=–—-]\s*(?:(?:left|right|bilateral)(?:-sided)?\s+)?$", re.I), 40

#: How a clause opens that tells on of a disease, in the same sentence and in the next one, and what may stand before a side alone.
_CLAUSE, _OPENS = (
    re.compile(r"(?:[,;:–—-]|\b(?:and|but))\s*(?=(?:it|this one)\b)", re.I),
    re.compile(r"\s*(?:this time\b|(?:(?:now|today|currently|at (?:the moment|present)),? )?(?:it|this one)\b)", re.I),
)
_ALONE, _ONLY = re.compile(r"\s*(?:(?:on|in|only|just) )*(?:the )?", re.I), re.compile(r"\b(?:only|just|alone)\b", re.I)
#: What a side may be followed by: the leg, and the end of the clause, or of the sentence where the side stands alone.
_PART = r"(?:sided?|leg|limb|lower extremity|thigh|calf|buttock|foot)"
_OF_LEG = rf"(?:[ -]{_PART})?(?:(?: and|,) {_PART})*(?: only| alone)?"
_PLACED, _ENDED = re.compile(_OF_LEG + r"\s*(?:[,.;)]|and\b|$)", re.I), re.compile(_OF_LEG + r"[ \t]*(?:\.|\n|$)", re.I)
#: What lists another trouble beside a disease, before it and behind it.
_BESIDE_BEFORE, _BESIDE_BEHIND = re.compile(r"(?:[,&/+]|\band\b)[^,]{0,24}$", re.I), re.compile(r"\s*(?:[&/+]|and\b)|[^,]*,", re.I)
#: What else a sentence may name that its next one goes on about.
_RIVALS = ("OTHER_PROBLEM", "OTHER_SOURCE", "OTHER_CAUSE", "OTHER_PART", "ARM", "ELSEWHERE", "BACK_PAIN", "SIDE", "TREATMENT")


def sides_told_on(reading: Reading, disease: Target) -> list[Target]:
    """The side that the next clause or sentence gives a root's disease: "Sciatica. Left leg only.", "...; it is on the left"."""
    sentence = reading.sentence_of(disease)
    if _BESIDE_BEFORE.search(reading.text, sentence.start, disease.start):
        return []
    side = _told_in(reading, sentence, disease)
    if side is not None:
        return [side]
    if sentence.has(*_RIVALS) or _BESIDE_BEHIND.match(reading.text, disease.end, sentence.end):
        return []
    if sentence.number + 1 == len(reading.sentences):
        return []
    following = reading.sentences[sentence.number + 1]
    if following.section != sentence.section:
        return []
    side = next(following.of("SIDE"), None)
    if side is None or side_value(side) is None:
        return []
    opened = _OPENS.match(reading.text, following.start)
    if opened is not None:
        return [side] if _is_placed(reading, opened.end(), side) else []
    parted = "\n" in reading.text[disease.end : following.start]
    alone = _ALONE.fullmatch(reading.text, following.start, side.start) is not None
    ended = _ENDED.match(reading.text, side.end)
    if not alone or parted or ended is None:
        return []
    # A bare leg may head what is found there: "Lumbar radiculopathy. Left leg. Strength 5/5. Right leg. Strength 4/5."
    return [side] if _ONLY.search(reading.text, following.start, ended.end()) else []


def _told_in(reading: Reading, sentence: Sentence, disease: Target) -> Target | None:
    """The side in a clause of the disease's own sentence that opens with a word for it."""
    opened = _CLAUSE.search(reading.text, disease.end, sentence.end)
    if opened is None or _BESIDE_BEHIND.match(reading.text, disease.end, opened.start()):
        return None
    side = next((side for side in sentence.of("SIDE") if side.start >= opened.end()), None)
    if side is None or side_value(side) is None or any(one.end > disease.end for one in sentence.of(*_RIVALS) if one is not side):
        return None
    begun = _OPENS.match(reading.text, opened.end())
    return side if begun is not None and _is_placed(reading, begun.end(), side) else None


def _is_placed(reading: Reading, start: int, side: Target) -> bool:
    """Whether only small words stand between a word for a disease and a side, the clause ends behind it, and no other side is added."""
    if any(other.start > side.start and other.value != side.value for other in reading.sentence_of(side).of("SIDE")):
        return False  # "It is on the left and now on the right."
    return are_only(reading.text[start : side.start], place_words().places_told_on) and _PLACED.match(reading.text, side.end) is not None


def is_diagnosis(reading: Reading, disease: Target, root: Target) -> bool:
    """Whether a root is the diagnosis that a sentence makes of a radiculopathy before it: "suspected, and now a diagnosis: left L4"."""
    behind = max(disease.end, root.start - _BEFORE)
    return disease.label == "RADICULOPATHY" and _DIAGNOSED.search(reading.text, behind, root.start) is not None


def placed_by(reading: Reading, sentence: Sentence) -> Target | None:
    """The radiculopathy of the sentence before that a sentence only gives the place of, in the same section; None for none."""
    if not sentence.has(*LEVELS) or any(not word.assertion.is_current for word in sentence.of(*_NAMED)):
        return None
    field = _ROOT_FIELD.match(reading.text, sentence.start) or _ROOT_IS.search(reading.text, sentence.start, sentence.end)
    if field is not None:
        return _behind_field(reading, sentence, field.end())
    if not sentence.number:
        return None
    before = reading.sentences[sentence.number - 1]
    named = [target for target in before.of("RADICULOPATHY") if target.assertion.is_current and target.section == sentence.section]
    if (
        not named
        or Part.LUMBAR not in parts_of(reading, named[-1])
        or not are_only(_rest(reading, sentence, sentence.start), place_words().places_disease)
    ):
        return None
    return named[-1]


def _behind_field(reading: Reading, sentence: Sentence, start: int) -> Target | None:
    """The radiculopathy, without a place of its own, next to a field that names its root: "Root: S1 / Side: left / Diagnosis: ..."."""
    if not are_only(_rest(reading, sentence, start), place_words().places_disease):
        return None
    behind = reading.sentences[sentence.number + 1 : sentence.number + 1 + _FIELDS]
    before = reading.sentences[max(0, sentence.number - _FIELDS) : sentence.number]
    for other in (*behind, *reversed(before)):
        named = [target for target in other.of("RADICULOPATHY") if target.assertion.is_current and Part.LUMBAR in parts_of(reading, target)]
        if named and not other.has(*LEVELS):
            return named[-1]
    return None


def _rest(reading: Reading, sentence: Sentence, start: int) -> str:
    """The text of a sentence from a character on, without its places and sides, and without the mark that ends it."""
    end = start + len(reading.text[start : sentence.end].rstrip(" \t\r\n.;"))
    return reading.words_left(start, end, sentence.of(*_NAMED))
