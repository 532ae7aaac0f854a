"""What an image found, as it stands now: affirmed anew, gone since an earlier image, or a normal state that is no more.

Source: annotation guide, imaging_levels: levels with an abnormal finding.
"""

from __future__ import annotations

import re

from rootnote.facts.model import Assertion
from rootnote.facts.reading import Reading, Sentence, Target
from rootnote.language.labels import PAINS, STRUCTURAL

#: The labels of abnormal results and of normal ones, and the words for levels.
ABNORMAL = STRUCTURAL | {"DEGENERATIVE", "OTHER_CAUSE", "ROOT_LESION", "IMAGE_FINDING", "DISC_STATE"}
NORMAL = frozenset({"IMAGE_NORMAL"})
#: What an image finds, and how severe that is.
FOUND = ABNORMAL | {"SEVERITY"}
LEVEL_WORDS = frozenset({"LEVEL", "LEVEL_NAME"})
#: The cues of what an image no longer shows, and the words for that and for a trouble that is over.
_GONE = ("historical.resorbed", "historical.resorption")
_RESOLVED = re.compile(r"\b(?:resolved|resorbed|disappeared|no longer|gone)\b", re.I)


def is_abnormal(result: Target) -> bool:
    """Whether a result is abnormal and there now."""
    return result.label in FOUND and result.assertion is not Assertion.NEGATED and not is_gone(result)


def is_gone(result: Target) -> bool:
    """Whether a result is one that an earlier image had shown and a newer one no longer does."""
    return result.label in FOUND and result.assertion is Assertion.HISTORICAL and result.cue in _GONE


def renewed(reading: Reading, sentence: Sentence, result: Target) -> Target:
    """The result, affirmed again when a new item of a list begins with it: "no stenosis at L3-4, moderate stenosis at L4-5".

    One of the past counts as gone where words for that stand behind it: "the herniation seen in 2019 has resolved".
    """
    over = _RESOLVED.search(reading.text, result.end, sentence.end) if result.assertion is Assertion.HISTORICAL else None
    if over is not None and not any(result.end <= trouble.start < over.start() for trouble in sentence.of(*PAINS)):
        return result._replace(cue=_GONE[0])
    if result.assertion is not Assertion.NEGATED:
        return result
    comma = reading.text.rfind(",", sentence.start, result.start)
    negators = [cue.end for cue in sentence.of("NEGATOR", "NEGATOR_AFTER") if cue.end <= comma]
    placed = negators and any(negators[-1] <= level.start < comma for level in sentence.of("LEVEL"))
    graded = any(comma < word.start < result.end for word in sentence.of("SEVERITY"))
    again = any(comma < cue.start < result.start for cue in sentence.of("NEGATOR"))
    return result._replace(assertion=Assertion.AFFIRMED) if placed and graded and not again else result


def is_outdated(sentence: Sentence, result: Target) -> bool:
    """Whether a normal state is that of an earlier image, and what is found now follows: "normal in 2019 and now herniated"."""
    now = (word for word in sentence.of("NOW") if word.first >= result.last)
    return result.label in NORMAL and any(
        found.start >= word.end and is_abnormal(found) and not sentence.has_between(result, found, *LEVEL_WORDS)
        for word in now
        for found in sentence.of(*ABNORMAL)
    )
