"""Words of doubt or denial that govern the name of a root's disease in its clause, where no other rule has weighed it.

A wrong code is worse than none: what a clause only supposes or denies, in whatever words, is not taken as said. The rules of ConText, with
their own scopes, come first; this is for a name that they leave affirmed ("either the hip joint or an early L4 radiculitis").

Source: annotation guide, conditions and clarification 3; the words stand in ``governing.toml``.
"""

from __future__ import annotations

import re

from rootnote.facts.conditions.ended import is_past, still_has, told_back
from rootnote.facts.conditions.governing import OTHER_DISEASES, REACH, patterns
from rootnote.facts.model import Assertion
from rootnote.facts.reading import Reading, Sentence, Target
from rootnote.language.labels import PAINS

#: Of two roots or sides, the one that is meant: "an L5 and no S1 radiculopathy".
_OTHER_ROOT = re.compile(r"(?:[ls][1-5]|left|right|one)\s+(?:and|but|or)\s*$", re.I)
#: The rule of "denied" behind a name.
_DENIED = "negated.denied_behind"
#: The rule of what was looked for and not found: "looked for his pinched nerve, and there is none".
_SOUGHT = "negated.sought"
#: The rule of what a treatment has done away with.
CURED = "historical.cured"
#: The cues of another's diagnosis; with what is cured, those of the past that the clause may take back.
_OF_OTHERS = frozenset({"historical.others_label", "historical.records"})
PAST_IN_DOUBT = _OF_OTHERS | {CURED}


def is_explained(reading: Reading, sentence: Sentence, target: Target) -> bool:
    """Whether a doubt is only about the cause of a trouble: "possible sources of her low back pain", "DDx for the sciatica"."""
    before = reading.text[max(sentence.start, target.start - REACH) : target.start]
    return target.assertion is Assertion.UNCERTAIN and patterns().explained.search(before) is not None


def is_tended(reading: Reading, sentence: Sentence, target: Target) -> bool:
    """Whether what is denied is only that something was done for a trouble that the patient has: "no therapy for his back pain"."""
    if target.assertion is not Assertion.NEGATED or target.label not in PAINS or target.cue == _SOUGHT:
        return False
    return patterns().tended.search(reading.text[max(sentence.start, target.start - REACH) : target.start]) is not None


def reweighed(reading: Reading, sentence: Sentence, target: Target) -> Assertion:
    """What a root's disease that a rule has denied or doubted is all the same.

    AFFIRMED where only what is said of it is denied or doubted ("I do not believe that his radiculopathy is related to the crash"), or the
    sentence confirms it ("suspected L5 radiculopathy, confirmed by EMG"), NEGATED where it settles the doubt ("was considered, but it has
    been ruled out"), UNCERTAIN where it leaves the denial open again ("not convinced of sciatica, but I cannot dismiss it") or what was
    only possible is not confirmed, HISTORICAL where only its return is denied ("no further sciatica").
    """
    words = patterns()
    behind = reading.text[target.end : min(sentence.end, target.end + REACH)]
    before = reading.text[max(sentence.start, target.start - REACH) : target.start]
    if words.supposing.search(before) and words.predicates.match(behind):
        return Assertion.AFFIRMED
    if target.cue == CURED and still_has(before, behind):
        return Assertion.AFFIRMED  # "took away his sciatica for three days"
    confirmed = words.confirmed.match(behind)
    if target.assertion is Assertion.UNCERTAIN and (words.known.search(before) or confirmed):
        return Assertion.AFFIRMED
    if target.cue in _OF_OTHERS and confirmed is not None and confirmed["own"]:
        return Assertion.AFFIRMED  # "outside diagnosis of radiculopathy, confirmed by my examination"
    if target.cue == _DENIED and words.sought.search(before):
        return Assertion.AFFIRMED  # "injection for sciatica denied"
    doubted = target.assertion is Assertion.UNCERTAIN
    taken_back = (words.settling if doubted else words.reopening).search(behind)
    if taken_back is not None and not any(
        target.end <= other.start < target.end + taken_back.start() for other in sentence.of(*OTHER_DISEASES)
    ):
        return Assertion.NEGATED if doubted else Assertion.UNCERTAIN
    if target.assertion is Assertion.NEGATED and words.unconfirmed.match(behind) and words.doubt.search(words.opening.split(before)[-1]):
        return Assertion.UNCERTAIN  # "possible L3 radiculopathy, not confirmed"
    if target.assertion is Assertion.NEGATED and words.no_more.search(before):
        return Assertion.HISTORICAL
    return target.assertion


def governed(reading: Reading, sentence: Sentence, target: Target) -> Assertion:
    """What the clause makes of a root's disease that is affirmed so far: UNCERTAIN, NEGATED, HISTORICAL or AFFIRMED."""
    words = patterns()
    behind = reading.text[target.end : min(sentence.end, target.end + REACH)]
    back = told_back(reading, sentence, target)
    before = words.settled.sub(" ", reading.text[max(sentence.start, target.start - REACH) : target.start])
    doubted_behind = words.behind.match(words.adverbs.sub(" ", words.closing.split(behind)[0])) and not words.meant.search(before)
    if doubted_behind or (back is not None and back["maybe"]):
        return Assertion.UNCERTAIN  # not "surgery for his sciatica remains possible"
    if is_past(reading, sentence, target):
        return Assertion.HISTORICAL
    if words.accounted.search(before):
        return Assertion.UNCERTAIN  # "likely cause of the foot drop: L5 radiculopathy"
    before = before if words.purpose.search(before) else words.opening.split(before)[-1]
    if words.granted.search(before):
        return Assertion.AFFIRMED
    if words.unfound.match(behind):
        return Assertion.NEGATED
    denied = words.doubt.sub(" ", before)  # "not certain" denies nothing
    if any(_reaches(denied, found) for found in words.denial.finditer(denied)):
        return Assertion.NEGATED
    doubted = words.likened.search(before) is not None or any(_reaches(before, found) for found in words.doubt.finditer(before))
    return Assertion.UNCERTAIN if doubted and not words.confirmed.match(behind) else Assertion.AFFIRMED


def returned_as(reading: Reading, sentence: Sentence, target: Target) -> Assertion | None:
    """What a disease of the past is that its clause tells to be back: AFFIRMED, UNCERTAIN where it only may be, None where it does not.

    "Her old sciatica is back", "this might be her old sciatica stirring again".
    """
    words = patterns()
    back = told_back(reading, sentence, target)
    before = words.opening.split(words.settled.sub(" ", reading.text[max(sentence.start, target.start - REACH) : target.start]))[-1]
    if back is None or words.denial.search(before):
        return None
    doubted = back["maybe"] or words.doubt.search(before) or words.supposing.search(before)
    return Assertion.UNCERTAIN if doubted else Assertion.AFFIRMED


def _reaches(before: str, word: re.Match[str]) -> bool:
    """Whether a word of doubt or denial in the clause before a name is of the disease, and not of a deed, an effect or another root."""
    gap = patterns().governed.sub(" ", before[word.end() :])
    return not (patterns().elsewhere.search(gap) or _OTHER_ROOT.search(before[: word.start()]))
