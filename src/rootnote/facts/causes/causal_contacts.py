"""Links of a cause to the radiculopathy by contact: a disc, spur or scar that presses on a root or touches it.

Source: annotation guide, etiology and clarifications 2, 17 and 31; facts.md section 2 points 4 to 6.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rootnote.facts.attach import distance
from rootnote.facts.causes.causes import (
    CAUSES,
    IS,
    QUALIFYING,
    Link,
    holds,
    is_passed_over,
)
from rootnote.facts.conditions.statement_words import statement_words
from rootnote.facts.model import Assertion
from rootnote.facts.reading import Reading, Sentence, Target, follows
from rootnote.facts.roots.root_lesions import root_beside
from rootnote.facts.spine.finding_kinds import is_displaced
from rootnote.facts.spine.spine_nouns import NO_DIAGNOSIS, bare_discs
from rootnote.facts.wording import are_only

#: A clause about a disc that has lost height or water, up to what begins another.
_CLAUSE = re.compile(
    r"\b(?:is|are|was|were|looks?|appears?|has)\b[^;]*\b(?:collaps|desiccat|dehydrat|degenerat|narrow|thin|dark|dry|los[st]|worn)[^;]*"
    r"(?:;|,|\b(?:and|while|whereas|but)\b)",
    re.I,
)
#: A disc that is only dry or low: alone it presses on nothing.
_DRY = re.compile(r"desiccat|dehydrat|narrow|collaps|height", re.I)
#: What joins a disc to what presses together with it.
_JOINED = re.compile(r"\s*(?:[-–/&+]|,(?! (?:but|while|whereas|yet)\b)|(?:and|plus|with)\b|$)")
#: What names the agent of a verb in the passive, and what ends the clause that does.
_BY, _PARTED = re.compile(r"by\b", re.I), re.compile(r"[,;:]")
#: What asks for what acts on a root, before the verb that tells how, and the characters that it may take.
_WHAT, _NEAR = re.compile(r"\bwhat(?:'s|’s| is| was)?\s+$", re.I), 40
#: The tokens from a displaced disc to a level of its own.
_PLACED = 4


def by_contact(reading: Reading, sentence: Sentence, causes: Sequence[Target], allowed: Sequence[Assertion]) -> Iterator[Link]:
    """A disc, spur or scar said to compress, impinge on or displace a root; to touch it, when the radiculopathy itself is only possible."""
    for verb in sentence.of("COMPRESS", *(("CONTACT",) if Assertion.UNCERTAIN in allowed else ())):
        root = root_beside(reading, sentence, verb)
        if root is None or verb.assertion not in allowed:
            continue
        yield from (
            Link(cause, verb)
            for cause in _not_passed_over(reading, sentence, verb, causes)
            if not (cause.label == "DISC_SPACE" and cause.section in NO_DIAGNOSIS and cause not in bare_discs(reading))
            if _acts(reading, sentence, cause, verb, root) and not _is_told_before(reading, sentence, cause, verb)
            if not _is_other_disc(reading, sentence, cause, verb) and not is_passed_over(reading, sentence, cause, verb)
        )
    for lesion in sentence.of("ROOT_LESION"):
        if lesion.assertion in allowed:
            held = _not_passed_over(reading, sentence, lesion, causes)
            acting = (
                one for one in held if _acts(reading, sentence, one, lesion, lesion) and not is_passed_over(reading, sentence, one, lesion)
            )
            yield from (Link(cause, lesion) for cause in acting if cause.start > lesion.start or ";" not in reading.gap(cause, lesion))


def _not_passed_over(reading: Reading, sentence: Sentence, verb: Target, causes: Sequence[Target]) -> Sequence[Target]:
    """The causes without those before a verb in the passive that names one of another kind: "a bulge; the root is pushed by a cyst"."""
    link = next((link for link in sentence.of("LINK") if follows(link, verb, 1) and _BY.match(link.text)), None)
    behind = [cause for cause in causes if link is not None and cause.start >= link.start]
    named = {CAUSES[cause.label] for cause in behind if link is not None and not _PARTED.search(reading.gap(link, cause))}
    return [cause for cause in causes if not named or cause.start >= verb.start or CAUSES[cause.label] in named]


def _is_told_before(reading: Reading, sentence: Sentence, cause: Target, verb: Target) -> bool:
    """Whether the state of a cause is told apart, before what touches the root: by its name, or in a clause of its own.

    "Disc desiccation and a spur that flattens the root", "the disc is collapsed and the foramen is narrowed, flattening the root": a disc
    without its water or height presses on nothing.
    """
    rivals = [other for other in sentence.between(cause, verb, *CAUSES) if CAUSES[other.label] is not CAUSES[cause.label]]
    if cause.label == "DISC_SPACE" and rivals and not _JOINED.match(reading.gap(cause, rivals[0])):
        return True  # "beside the L4-5 disc a cyst compresses the root"
    dry = any(disc.start <= cause.start and cause.end <= disc.end and _DRY.search(disc.text) for disc in sentence.of("DISC"))
    return any(dry or _CLAUSE.search(reading.text, cause.start, rival.start) for rival in rivals)


def _is_other_disc(reading: Reading, sentence: Sentence, cause: Target, verb: Target) -> bool:
    """Whether a disc in its place is told before one that has left its own, which presses: "worn at L4-5, a herniation at L5-S1"."""
    if cause.label not in ("DISC", "DISC_SPACE") or is_displaced(cause.text):
        return False
    levels = [level for level in sentence.of("LEVEL") if level.start >= cause.end]
    displaced = (disc for disc in sentence.between(cause, verb, "DISC") if is_displaced(disc.text))
    return any(distance(reading, level, disc) <= _PLACED for disc in displaced for level in levels)


def _acts(reading: Reading, sentence: Sentence, cause: Target, verb: Target, root: Target) -> bool:
    """Whether a cause is what acts on a root by a verb: it stands before that, or is its agent or the answer to "what" behind it."""
    if cause.label == "DISC_SPACE" and verb.label == "ROOT_LESION":
        return False
    if cause.start >= verb.start and cause.start < root.end:
        return False
    if cause.start < verb.start:
        return True
    if (root.last <= verb.first or root is verb) and holds(reading, verb, cause):
        return True
    if _WHAT.search(reading.text, max(0, verb.start - _NEAR), verb.start):
        behind = reading.rest(root if root.start >= verb.end else verb, cause, "NERVE_ROOT", "NERVE", "REFER", *QUALIFYING)
        told = IS.match(behind)
        if told is not None and are_only(behind[told.end() :], statement_words().determiner):
            return True  # "what presses on the root is the disc"
    return any(link.value in ("effect_cause", "between") for link in sentence.between(root, cause, "LINK"))
