"""Leg symptoms of an old story that ends with none since then: "In 2010 pain down the leg. An operation. No leg pain since then.".

Source: annotation guide, clarification 14.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rootnote.anatomy import Side
from rootnote.facts.conditions.told_next import NONE_SINCE
from rootnote.facts.model import Assertion, Finding
from rootnote.facts.reading import Reading, Sentence, Target, follows
from rootnote.facts.studies.studies import PARAGRAPH
from rootnote.facts.symptoms.symptom_endings import is_loss

#: Sentences looked back over for the one that opens the story, and what dates it.
_LOOK_BACK = 8
_DATED = ("ONCE", "DATE", "EARLIER", "EVENT")
#: What tells of now, or takes a story back up; the value of a time since when something is there.
_OF_NOW, _SINCE = ("NOW", "RETURNED", "DURATION"), "since"
#: Tokens from the last of what is denied to "since then".
_REACH = 6
#: What is not denied of the symptoms that were there: "no new leg pain since then".
_NEW = re.compile(r"\bno (?:new|other|more than)\b", re.I)


class _Told(NamedTuple):
    """A stretch of text, in characters (half-open), whose symptoms, of a side or only the losses, are over."""

    start: int
    end: int
    side: Side | None = None
    is_loss: bool = False

    def holds(self, finding: Finding) -> bool:
        """Whether a symptom of the stretch is over: none of the other side, and no pain where a loss is what is over."""
        of_side = None in (self.side, finding.side) or self.side in (Side.BILATERAL, finding.side)
        return of_side and (is_loss(finding) or not self.is_loss)


def ended_since(reading: Reading, findings: Sequence[Finding]) -> list[Finding]:
    """The symptoms of old stories that are told to their end: of the denied side, where one is named."""
    placed = sorted((finding for finding in findings if finding.assertion is Assertion.AFFIRMED), key=_start)
    over: set[Finding] = set()
    for story in (*_denied_since(reading, findings), *_none_since(reading)):
        begin, end = (bisect_left(placed, place, key=_start) for place in (story.start, story.end))
        over.update(filter(story.holds, placed[begin:end]))
    return [finding for finding in findings if finding in over]


def _denied_since(reading: Reading, findings: Sequence[Finding]) -> Iterator[_Told]:
    """The stories up to a denial of symptoms of the legs since a time: "no leg pain since then"."""
    denied = sorted((finding for finding in findings if finding.assertion is Assertion.NEGATED), key=_start)
    for cue in reading.targets("SINCE"):
        sentence = reading.sentence_of(cue)
        near = [word for word in sentence.targets if follows(cue, word, _REACH)]
        begin, end = (bisect_left(denied, place, key=_start) for place in (sentence.start, cue.start))
        told = [f for f in denied[begin:end] if any(f.evidence.start <= word.start < f.evidence.end for word in near)]
        opening = _opening(reading, sentence)
        if told and opening is not None and not (_NEW.search(reading.text, sentence.start, cue.start) or _goes_on(sentence, cue)):
            yield _Told(opening.start, told[0].evidence.start, told[0].side, all(map(is_loss, told)))


def _start(finding: Finding) -> int:
    return finding.evidence.start


def _goes_on(sentence: Sentence, cue: Target) -> bool:
    return any(word.start > cue.start for word in sentence.of("RETURNED"))


def _none_since(reading: Reading) -> Iterator[_Told]:
    """The attacks of a time that a sentence tells with none after them: "in 2010 pain down the right leg, and none since"."""
    for cue in reading.targets("RESOLVED"):
        sentence = reading.sentence_of(cue)
        if cue.value == NONE_SINCE and sentence.has(*_DATED) and not sentence.has(*_OF_NOW):
            yield _Told(sentence.start, cue.start)


def _opening(reading: Reading, sentence: Sentence) -> Sentence | None:
    """The sentence that opens the story which one ends: the first of those before it in the paragraph that tell of a time in the past."""
    opening = sentence if sentence.has(*_DATED) else None
    for earlier in reading.before(sentence, _LOOK_BACK):
        apart = PARAGRAPH.search(reading.text, earlier.start, reading.sentences[earlier.number + 1].start) is not None
        if apart or earlier.has(*_OF_NOW) or any(onset.value == _SINCE for onset in earlier.of("ONSET")):
            break
        if earlier.has(*_DATED):
            opening = earlier
    return opening
