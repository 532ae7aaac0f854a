"""What can cause a radiculopathy, linked to it or not."""

from __future__ import annotations

import re
from typing import NamedTuple

from rootnote.facts.model import Assertion, Cause
from rootnote.facts.reading import Target

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
