"""What an image only shows as likely, where the author's diagnosis names the disc: "consistent with a herniation that presses on S1".

A mass that the image takes for the disc of the diagnosis is that disc.

Source: annotation guide, clarification 24: what a study calls "consistent with" is affirmed where the author's own impression states it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rootnote.facts.attach import level_beside
from rootnote.facts.model import Assertion
from rootnote.facts.reading import Reading, Sentence, Target
from rootnote.facts.roots.root_lesions import LESIONS
from rootnote.facts.spine.finding_kinds import is_displaced
from rootnote.language.categories import DIAGNOSED, STUDIED

#: The cue of what is likely, consistent with what is seen, or looks like it; the value of a disc that is displaced or worn.
_LIKELY, _DISORDER = "uncertain.forward", "disorder"
#: The value of another cause that may turn out to be a disc, and what makes the disc behind it another thing.
_MASS, _BESIDES = "tumor", re.compile(r"\b(?:and|or|also|plus|with|without|another|separate|not)\b", re.I)


def settled_by_diagnosis(reading: Reading) -> Reading:
    """The reading with the discs affirmed that an image doubts and a diagnosis names, and with what they are said to do to a root."""
    discs = list(reading.targets("DISC"))
    diagnosed = [disc for disc in discs if disc.section in DIAGNOSED and disc.assertion is Assertion.AFFIRMED]
    shown = [disc for disc in discs if _is_shown(reading, disc) and _is_named(reading, disc, diagnosed)]
    if not shown:
        return reading
    sure = {one for disc in shown for one in _doubted(reading.sentence_of(disc), disc)}
    masses = {mass: mass._replace(label="DISC", value=_DISORDER) for disc in shown for mass in _taken_for(reading, disc)}
    return reading.exchanging(masses).asserting(dict.fromkeys(sure, Assertion.AFFIRMED))


def _is_shown(reading: Reading, disc: Target) -> bool:
    """Whether an image shows a disc, surely or with a doubt of its own, and is not only made to look for one."""
    sentence = reading.sentence_of(disc)
    there = disc.assertion is Assertion.AFFIRMED or (disc.assertion is Assertion.UNCERTAIN and disc.cue == _LIKELY)
    return there and (disc.section in STUDIED or (sentence.has("MODALITY") and sentence.has("SHOWS")))


def _is_named(reading: Reading, disc: Target, diagnosed: Sequence[Target]) -> bool:
    """Whether a diagnosis names a disc, displaced like it or not, at its level where both have one."""
    alike = (other for other in diagnosed if is_displaced(other.text) is is_displaced(disc.text))
    level = level_beside(reading, disc)
    return any(level is None or level_beside(reading, other) in (None, level) for other in alike)


def _doubted(sentence: Sentence, disc: Target) -> Iterator[Target]:
    """A disc in doubt, with what the same doubt makes uncertain of a root, and of the words that join it to the disc."""
    if disc.assertion is Assertion.UNCERTAIN:
        yield disc
        yield from (one for one in sentence.of(*LESIONS, "LINK") if one.assertion is Assertion.UNCERTAIN and one.cue == disc.cue)


def _taken_for(reading: Reading, disc: Target) -> Iterator[Target]:
    """The masses before a disc that are taken for it: "a mass in the foramen, it looks like a disc"."""
    sentence = reading.sentence_of(disc)
    for mass in sentence.of("OTHER_CAUSE"):
        if mass.value == _MASS and mass.end <= disc.start and not _BESIDES.search(reading.text, mass.end, disc.start):
            taken = disc.assertion is Assertion.UNCERTAIN or sentence.has_between(mass, disc, "SHOWS")
            if taken and not sentence.has_between(mass, disc, "MODALITY"):
                yield mass
