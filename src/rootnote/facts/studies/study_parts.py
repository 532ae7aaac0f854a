"""The part of the body that a study is of: the lumbar spine, the rest of the spine, or a joint or an organ.

It is said with the name of the study, or by what it shows; the same words tell whether a note is about the lumbar spine.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from rootnote.facts.attach import distance
from rootnote.facts.reading import Reading, Sentence, Target
from rootnote.facts.spine.spine import Part, part_of_cue
from rootnote.facts.symptoms.places import LEG_JOINTS
from rootnote.language.labels import LEVELS

#: What may stand between two names of one test.
_SAME = re.compile(r"[\s,(:]*(?:taken|obtained|done)?[\s,(:]*(?:including|with|as|of)?[\s,(:]*", re.I)
#: Regions whose words LUMBAR_WORD counts already.
_SAID = frozenset({"lumbar", "lumbosacral"})
#: What is found in the spine only.
_SPINAL = ("DISC", "DISC_SPACE", "RADICULOPATHY", "ROOT_LESION", "NERVE_ROOT", "CANAL", "FORAMEN", "STENOSIS", "SCIATICA")
_DEVICE = "device"
#: How many times as often a note about a joint names it as the back.
_JOINTS_TO_BACK = 4
#: Tokens from the name of a test to the other part of the body that it is of, and to one that nothing of the spine contradicts.
_PLACED, _PLACED_ALONE = 3, 6
#: How far, in tokens, the body part may stand before the word for the test.
_REACH = 4
#: Sentences looked back over for the test that one without a part goes on with.
_LOOK_BACK = 4


def body_part(reading: Reading, name: Target) -> Part | None:
    """The part of the spine that a test named by a target is of: said with its name, else by what it shows; None when neither says.

    A name without one has that of the name that goes on with it: "x-rays, including AP and lateral of the knee".
    """
    sentence = reading.sentence_of(name)
    later = next((other for other in sentence.of(name.label) if other.start > name.start), None)
    part = _own_part(reading, sentence, name, later.start if later else sentence.end)
    if part is not None or later is None or not _SAME.fullmatch(reading.gap(name, later)):
        return part
    return _own_part(reading, sentence, later, sentence.end)


def part_before(reading: Reading, name: Target) -> Part | None:
    """The part of the test named last before, in the same section and close: an "oblique film" is of the knee whose films are told."""
    sentence = reading.sentence_of(name)
    if sentence.has(*_SPINAL):
        return None
    for earlier in reading.before(sentence, _LOOK_BACK):
        names = tuple(earlier.of(name.label))
        if names:
            return body_part(reading, names[-1])
    return None


def _own_part(reading: Reading, sentence: Sentence, name: Target, stop: int) -> Part | None:
    """The part that is said with the name of a test, or shown by it, before these characters."""
    shows = min((cue.start for cue in sentence.of("SHOWS") if cue.start > name.start), default=stop)
    with_name: set[Part] = set()
    shown: set[Part] = set()
    for cue in sentence.of("REGION", "LEVEL", "ARM", "ELSEWHERE"):
        part = Part.OTHER if cue.label == "ELSEWHERE" else part_of_cue(cue)
        if part is None or cue.start > stop:
            continue
        if cue.start < name.start:
            if distance(reading, name, cue) <= _REACH:
                with_name.add(part)
            elif cue.label == "LEVEL" and sentence.has_between(cue, name, "SHOWS"):
                shown.add(part)  # "a narrowed L5-S1 disc is noted at the edge of the film"
        elif cue.start < shows:
            with_name.add(part)
        else:
            shown.add(part)
    found = with_name or shown
    if Part.LUMBAR in found:
        return Part.LUMBAR
    return Part.OTHER if found or _is_of_other_part(sentence, name, shows, stop) else None


def other_parts(sentence: Sentence) -> Iterator[Target]:
    """The joints and organs named in a sentence: what a test of another part than the spine is of; no pacemaker in them."""
    parts = (part for part in sentence.of("LEG", "ARM", "OTHER_PART") if part.value != _DEVICE)
    return (part for part in parts if part.label != "LEG" or part.value in LEG_JOINTS)


def _is_of_other_part(sentence: Sentence, name: Target, shows: int, stop: int) -> bool:
    """Whether a test is of a joint or an organ: named with it ("knee films", "MRI of the left hip"), or with what it shows.

    A test named after one of another part ("CT of the orbits ..., otherwise a normal CT") is of that part too.
    """
    spinal = sentence.has(*_SPINAL)
    names = [other for other in sentence.of(name.label, "OTHER_IMAGE") if other.end <= name.start]
    if names and names[-1].value == "elsewhere" and not spinal:
        return True
    earliest = names[-1].end if names else sentence.start
    aim = min((cue.start for cue in sentence.of("PURPOSE") if cue.start >= name.end), default=stop)
    reach = _PLACED if spinal else _PLACED_ALONE
    for part in other_parts(sentence):
        if part.end <= name.start:
            if part.start >= earliest and name.first - part.last <= 1:
                return True
        elif part.start < min(shows, aim, stop):
            if part.first - name.last <= reach:
                return True
        elif shows <= part.start < stop and not spinal:
            return True
    return False


@lru_cache(maxsize=1)
def is_spine_note(reading: Reading) -> bool:
    """Whether a note speaks of the lumbar spine more than of the rest of the spine and the arms; S1 and S2 alone are heart sounds.

    A back pain mentioned once in a note about a foot makes it none.
    """
    ours = sum(1 for _ in reading.targets("LUMBAR_WORD", "BACK_PAIN", "SCIATICA"))
    if not any(True for _ in reading.targets("LUMBAR_WORD", "SCIATICA", "DISC", "RADICULOPATHY")):
        joints = sum(target.value in LEG_JOINTS for target in reading.targets("LEG"))
        if joints > _JOINTS_TO_BACK * ours:
            return False
    cues = reading.targets("REGION", *LEVELS, "ARM")
    parts = [part_of_cue(cue) for cue in cues if cue.value not in _SAID and not (cue.label == "VERTEBRA" and cue.value[0] == "S")]
    other = parts.count(Part.OTHER)
    if not other:
        ours += sum(1 for _ in reading.targets("DISC", "RADICULOPATHY"))
    return ours + parts.count(Part.LUMBAR) > other
