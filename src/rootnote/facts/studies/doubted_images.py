"""Roots that an image shows touched or pressed on, where the author doubts or denies that the image explains the complaint.

"The protrusion touches S1; I am not sure that it accounts for her pain", "imaging and symptoms do not match". Such a root is not the
affected one, its level places no radiculopathy that has a name of its own, and the disc is not linked.

Source: annotation guide, roots ("named by the author as the affected ones"), region and etiology; clarification 31.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rootnote.facts.attach import nearest
from rootnote.facts.conditions.mentions import Said
from rootnote.facts.model import Condition
from rootnote.facts.reading import Reading, Target, follows
from rootnote.facts.roots.root_lesions import LESIONS, root_lesions
from rootnote.language.categories import STUDIED

#: The values of what is said of an image: that a "this" blames it, and that its meaning is open, whatever stands around that.
_PRONOUN, _OPEN = "pronoun", "open"
#: The sentences before a "this" in which stands what it is about, the tokens from a doubt to what blames, and from that to the complaint.
_BACK, _HEAD, _COMPLAINT = 3, 3, 8
#: Complaints that an image of a root may leave unexplained though the root is the affected one.
_OTHER_COMPLAINTS = ("BACK_PAIN", "ARM", "STRENGTH", "MUSCLE", "OTHER_PART", "OTHER_SOURCE")
_WEAK = "weakness"


def doubted_lesions(reading: Reading, said: Sequence[Said]) -> frozenset[Target]:
    """The root lesions whose image the author doubts to be the cause, by all their names; none where only they tell of root disease."""
    doubts = [doubt for doubt in reading.targets("IMAGE_BLAMED") if _is_doubt(reading, doubt)]
    if not doubts:
        return frozenset()
    lesions = [lesion for lesion in root_lesions(reading) if lesion.label != "DECOMPRESS"]
    doubted = frozenset(lesion for doubt in doubts for lesion in _meant(reading, doubt, lesions))
    named = (s.target for s in said if s.condition is Condition.RADICULOPATHY and s.assertion.is_current)
    if all(target in doubted for target in named):
        return frozenset()
    places = {lesion.start for lesion in doubted}
    return frozenset(target for target in reading.targets(*LESIONS) if target.start in places)


def _is_doubt(reading: Reading, word: Target) -> bool:
    """Whether the author doubts or denies that an image explains the complaint, and not one that another part or nerve may have."""
    sentence = reading.sentence_of(word)
    headed = any(follows(word, head, _HEAD) for head in sentence.of("IMAGE_DOUBTED"))
    if word.value != _OPEN and not word.assertion.is_doubted and not headed:
        return False
    near = [one for one in sentence.targets if follows(one, word, _COMPLAINT)]
    return not any(one.label in _OTHER_COMPLAINTS or one.value == _WEAK for one in near)


def _meant(reading: Reading, doubt: Target, lesions: Sequence[Target]) -> Iterator[Target]:
    """The lesions before a doubt that it is about: those of the sentence that "this" points to, else those of images, at its levels."""
    before = [lesion for lesion in lesions if lesion.start < doubt.start]
    if doubt.value == _PRONOUN:
        last = before[-1].sentence if before else -1
        yield from (lesion for lesion in before if lesion.sentence == last and doubt.sentence - last <= _BACK)
        return
    levels = {level.value for level in reading.sentence_of(doubt).of("LEVEL")}
    for lesion in before:
        sentence = reading.sentence_of(lesion)
        shown = sentence.section in STUDIED or sentence.has("MODALITY") or lesion.sentence == doubt.sentence
        level = nearest(reading, sentence, lesion, ("LEVEL",)) if levels else None
        if shown and (level is None or level.value in levels):
            yield lesion
