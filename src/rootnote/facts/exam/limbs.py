"""Which limb an examination is of, where a sentence names none ("Right elbow tender. Neurovascularly intact.").

Source: annotation guide, elements: arm and neck findings do not count; clarification 22.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rootnote.facts.exam.examiners import EXAM
from rootnote.facts.exam.results import KINDS
from rootnote.facts.reading import Reading, Sentence, Target
from rootnote.language.labels import REFLEXES

#: What shows that a section is of the legs or the back as well; so does the examination of the nervous system from head to foot.
_LEGS = ("LEG", "TERRITORY", "BACK_PAIN", "REGION", "LEVEL", "SLR", "WALK")
#: Reflexes in short, before a grade, and what each is.
_SHORT = re.compile(r"\b(?:((?i:Bic?|Tric?|BR|Brach))|((?i:Pat|Kn)|K)|((?i:Ach|Ank)|A))\b(?=[\s:=]*(?:(?:[RL]\s?)?[0-4]|\+|(?i:tr\b|abs)))")
_SAID = {1: ("ARM", "arm", "site.arm"), 2: ("REFLEX", "knee", "reflex.knee"), 3: ("REFLEX", "ankle", "reflex.ankle")}
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


def with_short_reflexes(reading: Reading, sentence: Sentence) -> Sentence:
    """The sentence of reflexes with the arms and reflexes that their short names mean: "Bi 2+ Tri 1+ Pat 2+ Ach 0"."""
    reflex = next(sentence.of("REFLEX"), None)
    short = list(_SHORT.finditer(reading.text, reflex.end, sentence.end)) if reflex is not None else []
    taken = {target.start for target in sentence.of("ARM", *REFLEXES)} if short else set()
    found = [_named(reading, reflex, match) for match in short if reflex is not None and match.start() not in taken]
    return sentence.with_targets([*sentence.targets, *found]) if found else sentence


def _named(reading: Reading, reflex: Target, match: re.Match[str]) -> Target:
    """The target of a reflex in short: the arm, or the test of the knee or ankle."""
    label, value, rule = _SAID[match.lastindex or 1]
    start, end = match.span()
    first = reflex.last + len(reading.text[reflex.end : start].split())
    return reflex._replace(label=label, value=value, rule=rule, text=match.group(), start=start, end=end, first=first, last=first + 1)


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
    if sentence.section not in EXAM or not sentence.has("ARM"):
        return False
    if sentence.has("ELSEWHERE", *(label for label in KINDS if label != "OTHER_EXAM")):
        return False
    others = [(one.start, one.end) for one in sentence.of("OTHER_EXAM")]
    if any(one.value == _PULSE for one in sentence.of("OTHER_EXAM")):
        return False
    return any(not any(start < one.end and one.start < end for start, end in others) for one in sentence.of("ARM"))
