"""Which limb an examination is of, where a sentence names none ("Right elbow tender. Neurovascularly intact.").

Source: annotation guide, elements: arm and neck findings do not count; clarification 22.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rootnote.facts.reading import Reading, Sentence
from rootnote.facts.results import KINDS

_EXAM = frozenset({"exam", "vitals", "findings"})
#: What shows that a section is of the legs or the back as well; so does the examination of the nervous system from head to foot.
_LEGS = ("LEG", "TERRITORY", "BACK_PAIN", "REGION", "LEVEL", "SLR", "WALK")
_WHOLE = "nervous system"
_PULSE = "pulse"
#: The heading of an item within a section: "NEURO:", "Skin:".
_ITEM = re.compile(r"\s*[A-Z][A-Za-z /]{1,30}:")


def sentences_of_arms(reading: Reading) -> frozenset[int]:
    """The numbers of the sentences whose findings are those of an arm that a sentence before them in the same item is about."""
    if not any(map(_is_about_arm, reading.sentences)):
        return frozenset()
    legs = {
        sentence.section
        for sentence in reading.sentences
        if sentence.has(*_LEGS) or any(other.value == _WHOLE for other in sentence.of("OTHER_EXAM"))
    }
    return frozenset(_of_arms(reading, legs))


def _of_arms(reading: Reading, legs: set[str]) -> Iterator[int]:
    arm, section = False, ""
    for sentence in reading.sentences:
        if sentence.section in legs or sentence.section != section or _opens_item(reading, sentence):
            arm = False
        if arm:
            yield sentence.number
        section = sentence.section
        arm = arm or _is_about_arm(sentence)


def _opens_item(reading: Reading, sentence: Sentence) -> bool:
    line = sentence.start == 0 or reading.text[sentence.start - 1] in "\r\n"
    return line or _ITEM.match(reading.text, sentence.start, sentence.end) is not None


def _is_about_arm(sentence: Sentence) -> bool:
    """Whether a sentence examines an arm, and does not only name it for a test or a pulse: "Radial pulses 2+", "Grip 5/5"."""
    if sentence.section not in _EXAM or not sentence.has("ARM"):
        return False
    if sentence.has("ELSEWHERE", *(label for label in KINDS if label != "OTHER_EXAM")):
        return False
    others = [(one.start, one.end) for one in sentence.of("OTHER_EXAM")]
    if any(one.value == _PULSE for one in sentence.of("OTHER_EXAM")):
        return False
    return any(not any(start < one.end and one.start < end for start, end in others) for one in sentence.of("ARM"))
