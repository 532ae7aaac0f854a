"""What can cause a radiculopathy, linked to it or not, and the levels given for it."""

from __future__ import annotations

import re
from typing import NamedTuple

from rootnote.anatomy import level_order
from rootnote.facts.attach import nearest
from rootnote.facts.model import Assertion, Cause
from rootnote.facts.reading import Reading, Target
from rootnote.facts.spine import is_told_normal

#: Which cause a target of a label is.
CAUSES = {
    "DISC": Cause.DISC,
    "DISC_SPACE": Cause.DISC,
    "SPONDYLOSIS": Cause.SPONDYLOSIS,
    "STENOSIS": Cause.OTHER,
    "OTHER_CAUSE": Cause.OTHER,
}
#: What it may be the cause of, and the tokens from that to the word that links them.
EFFECTS = ("RADICULOPATHY", "SCIATICA", "ROOT_LESION")
EFFECT_REACH = 3
#: What a cause or an effect is when a link holds between them.
CURRENT = (Assertion.AFFIRMED, Assertion.UNCERTAIN)
#: What ends a clause, behind a cause.
CLAUSE_END = re.compile(r"\s*(?:[.,;:)\n]|$)")


class Link(NamedTuple):
    """A cause linked to the radiculopathy by the words of one sentence, or of two that refer to each other."""

    cause: Target
    effect: Target


def is_blamed(cause: Target, link: Target) -> bool:
    """Whether a cause is said to be the one, of what was named before: "... radiculopathy. The cyst is responsible."."""
    return link.value == "is_cause" and link.assertion is Assertion.AFFIRMED and 0 <= link.first - cause.last <= EFFECT_REACH


def levels_beside(reading: Reading, cause: Target) -> tuple[str, ...]:
    """The disc levels given for a cause in its own sentence: those nearer to it than to another cause, from above."""
    if cause.label == "LEVEL":
        return tuple(cause.value.split())
    sentence = reading.sentence_of(cause)
    rivals = [t for t in sentence.of(*CAUSES) if CAUSES[t.label] is not CAUSES[cause.label] and t.assertion is not Assertion.NEGATED]
    names: dict[str, None] = {}
    for level in sentence.of("LEVEL"):
        if level.assertion is Assertion.NEGATED or is_told_normal(sentence, level):
            continue
        owner = nearest(
            reading,
            sentence,
            level,
            CAUSES,
            reach=30,
            accept=lambda other: other is cause or other in rivals or other.label == cause.label,
        )
        if owner is not None and (owner is cause or owner.label == cause.label or not rivals):
            names.update(dict.fromkeys(level.value.split()))
    return tuple(sorted(names, key=level_order))
