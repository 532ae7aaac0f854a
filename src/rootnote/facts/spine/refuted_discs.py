"""Discs that were only thought of, or taken out, and of which the note finds nothing: "a slipped disc was presumed ... CT: none".

Source: annotation guide, conditions (the author's final assessment) and clarification 11 (an earlier discectomy with no current finding).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rootnote.facts.conditions.mentions import Said, is_denied_whole
from rootnote.facts.conditions.statement_words import statement_words
from rootnote.facts.model import Assertion
from rootnote.facts.reading import Reading, follows
from rootnote.facts.studies.study_words import study_words
from rootnote.facts.wording import are_only, has_word
from rootnote.language.categories import FINAL, PAST

#: The images that show a herniation, unlike a plain film.
_SHOWING = frozenset({"mri", "ct", "myelogram"})
#: What a herniation is called, unlike a bulge, a tear or a degeneration.
_HERNIATED = re.compile(r"herniat|slipped|prolaps|protru|extru|ruptur|hnp", re.I)
#: How a herniation is named that has no word for its size or age: not "large disc herniation".
_UNQUALIFIED = re.compile(rf"lumbar |dis[ck]s? |{_HERNIATED.pattern}", re.I)
#: What takes back some of a denial behind it: "showed no herniation, but it may miss one".
_HEDGED = re.compile(r"\b(?:but|though|although|however)\b", re.I)
#: The value of "recurrent", and the tokens from it to the disc.
_AGAIN, _REACH = "again", 2


def with_refuted(reading: Reading, said: Sequence[Said], *, operated: bool) -> list[Said]:
    """The mentions, a disc in doubt denied where an image told behind it shows none at all.

    What is denied is only its return where the disc was operated on before: that is of the past.
    """
    last = max((s.target.start for s in said if _is_none_shown(reading, s)), default=-1)
    if last >= 0 and any(image.start > last and image.assertion is Assertion.ORDERED for image in reading.targets("MODALITY")):
        last = -1  # who looks again has not given it up
    settled: list[Said] = []
    for s in said:
        thought_of = s.assertion is Assertion.UNCERTAIN and s.target.section not in FINAL and s.target.start < last
        if thought_of and s.target.label == "DISC" and _HERNIATED.search(s.target.text):
            settled.append(s._replace(assertion=Assertion.NEGATED))
        elif operated and _is_no_return(reading, s):
            settled.append(s._replace(assertion=Assertion.HISTORICAL))
        else:
            settled.append(s)
    return settled


def _is_none_shown(reading: Reading, said: Said) -> bool:
    """Whether an image shows no disc herniation of any kind or level: "MRI showed no disc herniation", not "no large herniation"."""
    target = said.target
    if said.assertion is not Assertion.NEGATED or target.label != "DISC" or target.section in PAST:
        return False
    sentence = reading.sentence_of(target)
    negator = max((word for word in sentence.of("NEGATOR") if word.end <= target.start), key=lambda word: word.end, default=None)
    between = "" if negator is None else reading.text[negator.start : target.start].partition(" ")[2]
    plain = negator is not None and are_only(between, statement_words().denied_itself)
    plain = plain and _UNQUALIFIED.match(target.text) is not None and not _HEDGED.search(reading.text, target.end, sentence.end)
    shown = any(image.value in _SHOWING and image.end <= target.start for image in sentence.of("MODALITY"))
    old = sentence.has("EARLIER", "DATE", "ONCE") or has_word(reading.text[sentence.start : target.start], study_words().made_long_before)
    return plain and shown and not old and is_denied_whole(reading, target)


def _is_no_return(reading: Reading, said: Said) -> bool:
    """Whether only the return of a disc's herniation is denied: "no recurrent herniation"."""
    denied = said.assertion is Assertion.NEGATED and said.target.label == "DISC"
    returns = (word for word in reading.sentence_of(said.target).of("RETURNED") if word.value == _AGAIN)
    return denied and any(follows(said.target, word, _REACH) for word in returns)
