"""Which part of the spine a mention is about: the lumbar spine with the legs, or another region with the arms."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from enum import Enum
from functools import lru_cache

from rootnote.facts.attach import distance
from rootnote.facts.model import Assertion
from rootnote.facts.reading import Reading, Sentence, Target
from rootnote.facts.studies.study_words import study_words
from rootnote.facts.wording import are_listed, are_only
from rootnote.language.labels import LEVELS


class Part(Enum):
    """The two parts that matter: what rootnote codes, and everything else of the spine."""

    LUMBAR = "lumbar"
    OTHER = "other"


#: What may be found at a level, and the tokens between a level and the word that calls it normal.
_FOUND, _TOLD = ("DISC", "DISC_STATE", "SPONDYLOSIS", "STENOSIS", "IMAGE_FINDING", "COMPRESS", "CONTACT"), 5
_CUES = frozenset({"REGION", "LEVEL", "VERTEBRA", "ARM", "LEG", "TERRITORY", "BACK_PAIN", "SLR", "SCIATICA", "OTHER_PROBLEM"})
#: The value of a complaint of the arm, and of a radiculopathy that is said to be of the arm.
_ARM = "arm"
#: The values of the words for what is of no root, which deny by themselves; that of those which say what a symptom does not come from.
NO_NERVE = "no_nerve"
NONRADICULAR = frozenset({"nonradicular", NO_NERVE})
#: What names a root's disease, and what places it in the back: "a pinched nerve in her back".
_OF_ROOT = frozenset({"RADICULOPATHY", "ROOT_LESION"})
_IN_BACK = re.compile(r"\s+in\s+(?:the|his|her|my|your|their)\s+(?:low\s+|lower\s+)?back\b(?!\s+of\b)", re.I)
_LUMBAR_REGIONS = frozenset({"lumbar", "lumbosacral", "sacral", "thoracolumbar"})
_APART = ";"
_NUMBERED = re.compile(r"\(?\d{1,2}[.)]\s")
#: What opens a sentence that tells what the one before was about, and the characters to the region.
_THAT_WAS, _NEAR = re.compile(r"(?:That|This|These|Those) (?:is|was|are|were) ", re.I), 30
#: The letter of a part of the spine as a heading; of R and L alone those of the sides.
_LETTER = re.compile(r"\W{0,3}([CTLR])\s?:\s")
#: Tokens between a vertebra and its fracture.
_BROKEN = 4
#: Sentences looked back over, within a section, for the part that a mention leaves unsaid.
_LOOK_BACK = 3


def part_of_cue(target: Target) -> Part | None:
    """The part that a target itself names; None for a target that names none."""
    if target.label not in _CUES:
        return None
    if target.label == "REGION":
        return Part.LUMBAR if target.value in _LUMBAR_REGIONS else Part.OTHER
    if target.label in LEVELS:
        return Part.LUMBAR if target.value[0] in "LS" or target.value.startswith("T12-L1") else Part.OTHER
    if target.label == "OTHER_PROBLEM":
        return Part.OTHER if target.value == _ARM else None
    if target.label == "BACK_PAIN":
        return Part.LUMBAR if target.value == "lumbar" else None
    return Part.OTHER if target.label == "ARM" else Part.LUMBAR


def is_told_normal(reading: Reading, sentence: Sentence, level: Target) -> bool:
    """Whether a level is told to be normal and nothing else before that: "L1-2 to L4-5 are clean".

    Behind a finding it must be said of the level itself: "bulge at L4-5, L5-S1 is normal", not "bulges at L4-5, the cord is normal".
    """
    told = next((t for t in sentence.of("IMAGE_NORMAL", "RESULT", *_FOUND) if t.first >= level.last), None)
    if told is None or told.first - level.last > _TOLD:
        return False
    if any(told.last <= now.first < found.first for now in sentence.of("NOW") for found in sentence.of(*_FOUND)):
        return False  # "normal in 2019 and now herniated"
    if any(found.last <= level.first and found.assertion is not Assertion.NEGATED for found in sentence.of(*_FOUND)):
        last = [one for one in sentence.of("LEVEL") if level.first <= one.first < told.first][-1]
        if not {",", "("}.isdisjoint(reading.gap(last, told)) or not are_only(
            reading.rest(level, told, "LEVEL"), study_words().normal_level
        ):
            return False
    return told.label == "IMAGE_NORMAL" or (told.label == "RESULT" and told.value == "normal")


def parts_of(reading: Reading, target: Target, *, ignore: Iterable[str] = ()) -> frozenset[Part]:
    """The parts of the spine that a mention is about.

    The nearest cue of its sentence decides, or the one that no semicolon parts it from; when both parts are named there, in one list or
    neither close, the mention is about both. Else the last cue of the sentences before it in its section, else what the note as a whole
    is about, else the lumbar spine.
    """
    if target.label == "RADICULOPATHY" and target.value == _ARM:
        return frozenset({Part.OTHER})
    if (lettered := lettered_parts(reading).get(target.sentence)) is not None:
        return frozenset({lettered})
    if target.label in _OF_ROOT and _IN_BACK.match(reading.text, target.end):
        return frozenset({Part.LUMBAR})
    skipped = frozenset(ignore)
    sentence = reading.sentence_of(target)
    found: dict[Part, tuple[int, Target]] = {}
    for cue in sentence.targets:
        part = part_of_cue(cue) if cue.label not in skipped else None
        if part is not None and cue is not target:
            apart = distance(reading, target, cue) + (2 if cue.first > target.first else 0)
            if part not in found or apart < found[part][0]:
                found[part] = (apart, cue)
    together = [part for part, (_, cue) in found.items() if _APART not in reading.gap(target, cue)]
    if len(found) == 2 and len(together) == 1:
        return frozenset(together)
    if len(found) == 2:
        near, far = sorted(found, key=lambda part: found[part][0])
        if are_listed(reading.gap(found[near][1], found[far][1])):
            return frozenset(found)
        return frozenset({near}) if found[near][0] <= 2 or found[far][0] - found[near][0] > 8 else frozenset(found)
    if found:
        return frozenset(found)
    if (behind := _part_behind(reading, sentence)) is not None:
        return frozenset({behind})
    before = _parts_before(reading, sentence, skipped)
    if before and (target.assertion is Assertion.NEGATED or target.value in NONRADICULAR):
        return frozenset(before)
    return frozenset({before[0] if before else main_part(reading)})


@lru_cache(maxsize=1)
def lettered_parts(reading: Reading) -> Mapping[int, Part]:
    """The parts of the sentences that open with the letter of one, by number, where a note tells of two or more: "C: ... L: ..."."""
    opened = {s.number: found[1] for s in reading.sentences if (found := _LETTER.match(reading.text, s.start, s.end))}
    letters = set(opened.values())
    if len(letters) < len({"C", "L"}) or "R" in letters:
        return {}
    return {number: Part.LUMBAR if letter == "L" else Part.OTHER for number, letter in opened.items()}


def _parts_before(reading: Reading, sentence: Sentence, skipped: frozenset[str]) -> list[Part]:
    """The parts named last in the sentences before, in the same section, the nearest first; numbered items don't speak for each other."""
    if _NUMBERED.match(reading.text, sentence.start):
        return []
    found: dict[Part, None] = {}
    for earlier in reading.before(sentence, _LOOK_BACK):
        cues = (cue for cue in earlier.targets if cue.label not in skipped and not _is_broken(reading, earlier, cue))
        parts = [part for cue in cues if (part := part_of_cue(cue)) is not None]
        found.update(dict.fromkeys(reversed(parts)))
    return list(found)


def _part_behind(reading: Reading, sentence: Sentence) -> Part | None:
    """The part that the next sentence says a sentence was about: "He was told of spurs. That was the report of his neck."."""
    if sentence.number + 1 == len(reading.sentences):
        return None
    behind = reading.sentences[sentence.number + 1]
    if behind.section != sentence.section or (said := _THAT_WAS.match(reading.text, behind.start, behind.end)) is None:
        return None
    regions = (region for region in behind.of("REGION") if said.end() <= region.start < said.end() + _NEAR)
    return next((part_of_cue(region) for region in regions), None)


def _is_broken(reading: Reading, sentence: Sentence, cue: Target) -> bool:
    """Whether a vertebra is named for its fracture, which places nothing told after it: "an old wedge fracture of T12"."""
    if cue.label != "VERTEBRA":
        return False
    return any(bone.value == "bone" and distance(reading, cue, bone) <= _BROKEN for bone in sentence.of("IMAGE_FINDING"))


@lru_cache(maxsize=1)
def main_part(reading: Reading) -> Part:
    """What the note as a whole is about: the part named more often in words of region and level; the lumbar spine when neither is."""
    counts = {Part.LUMBAR: 0, Part.OTHER: 0}
    for cue in reading.targets("REGION", "LEVEL", "BACK_PAIN", "SLR", "ARM"):
        part = part_of_cue(cue)
        if part is not None:
            counts[part] += 1
    return Part.OTHER if counts[Part.OTHER] > counts[Part.LUMBAR] else Part.LUMBAR


def says_lumbar(sentence: Sentence) -> bool:
    """Whether a sentence names the lumbar spine or a lumbar level."""
    return sentence.has("LUMBAR_WORD") or any(part_of_cue(cue) is Part.LUMBAR for cue in sentence.of("REGION", *LEVELS))
