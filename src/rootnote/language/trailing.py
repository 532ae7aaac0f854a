"""Doubt that closes a statement without a verb: "L5 radiculopathy likely.", "S1 radiculopathy with disc herniation suspected".

The same words open a doubt elsewhere ("likely L5 radiculopathy", "possible surgery"), so they count only where their clause ends; and they
say nothing of a problem that the clause names behind what is to be done about it ("surgery for the herniation possible").

Source: annotation guide, clarifications 3 and 31; the words stand in ``context.toml``.
"""

from collections.abc import Collection, Sequence

from rootnote.language.phrases import Compact, Match
from rootnote.language.placed import Placed

#: The rules of the words of doubt, of a deed whose object the problem is, and of what joins one problem to the one in doubt.
DOUBT, DEED, JOINED = "uncertain.trailing", "trailing.deed", "trailing.joined"
#: The rules here that only mark places.
MARKS = frozenset({DEED, JOINED})
_CLAUSE_ENDS = frozenset(".,;:!)(]/-–—")
#: The most tokens between a deed and its object: "surgery for the large L4-5".
_TO_OBJECT = 6


def is_closed(short: Compact, end: int, openings: Collection[int]) -> bool:
    """Whether the words of a sentence stop at a word, or go on behind a mark; ``openings`` are the first tokens of sentences."""
    return end == len(short.words) or short.words[end][0] in _CLAUSE_ENDS or short.tokens[end] in openings


def doubted(targets: Sequence[Placed], marks: Sequence[Match]) -> list[Placed]:
    """Those of the targets before a trailing doubt that it reaches: behind the last joint that some stand behind, and no deed's object."""
    joints = (mark.start for mark in marks if mark.key == JOINED and any(mark.start < target.start for target in targets))
    last = max(joints, default=-1)
    deeds = [mark.end for mark in marks if mark.key == DEED]
    return [one for one in targets if one.end > last and not any(deed <= one.start <= deed + _TO_OBJECT for deed in deeds)]
