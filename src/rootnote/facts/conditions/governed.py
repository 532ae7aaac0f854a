"""Words of doubt or denial that govern the name of a root's disease in its clause, where no other rule has weighed it.

A wrong code is worse than none: what a clause only supposes or denies, in whatever words, is not taken as said. The rules of ConText, with
their own scopes, come first; this is for a name that they leave affirmed ("either the hip joint or an early L4 radiculitis").

Source: annotation guide, conditions and clarification 3; the words stand in ``governing.toml``.
"""

from __future__ import annotations

import re

from rootnote.facts.conditions.governing import patterns
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
#: Another disease named between, which "it" then stands for.
_OTHERS = ("OTHER_CAUSE", "OTHER_PROBLEM", "OTHER_SOURCE", "DISC", "STENOSIS")
#: The farthest that a word governs, in characters, and how far behind what is called over it may be taken back.
_REACH, _AFTER = 160, 30
#: What stands before a trouble that is over in part: "most of the leg pain is gone", and the characters in which it does.
_IN_PART = re.compile(
    r"\b(?:most|much|some|part|half|two thirds|three quarters|\d{2} ?(?:%|percent)) of (?:the |his |her |this |that |my )?"
    r"(?:(?:left|right|bilateral|lumbar|[ls]\d)(?:-sided)? )*$",
    re.I,
)
_PART_SPAN = 40
#: What opens the time of an end before what is over, and the tense that makes it one to come.
_ONCE = re.compile(r"\b(?:once|when|until|as soon as)\s+(?:(?:the|his|her|this|left|right|lumbar|acute|[LS]\d)\s+)*$", re.I)
_HAS_ENDED = re.compile(r"\s+(?:pain |symptoms )?(?:has|have|is|are)\b", re.I)
#: What makes a trouble one of the past right before it or behind it.
_OLD = re.compile(
    r"\b(?:old|former|previous|prior|past|earlier|remote)\s+(?:(?:left|right|lumbar|episodes?|bouts?|attacks?|known|history|of|[LS]\d)\s+)*$",
    re.I,
)
_OLD_SPAN = 48
_THEN_HAD = re.compile(
    r"\s+(?:(?:that|which)\s+)?(?:he|she|they|the patient)\s+(?:once\s+)?(?:had|suffered|went through)\b"
    r"(?! (?:had|been|asked|feared|worried|expected))"
    r"|\s+of\s+(?:\w+\s+){1,3}(?:ago|back)\b",
    re.I,
)


def is_explained(reading: Reading, sentence: Sentence, target: Target) -> bool:
    """Whether a doubt is only about the cause of a trouble: "possible sources of her low back pain", "DDx for the sciatica"."""
    before = reading.text[max(sentence.start, target.start - _REACH) : target.start]
    return target.assertion is Assertion.UNCERTAIN and patterns().explained.search(before) is not None


def is_tended(reading: Reading, sentence: Sentence, target: Target) -> bool:
    """Whether what is denied is only that something was done for a trouble that the patient has: "no therapy for his back pain"."""
    if target.assertion is not Assertion.NEGATED or target.label not in PAINS or target.cue == _SOUGHT:
        return False
    return patterns().tended.search(reading.text[max(sentence.start, target.start - _REACH) : target.start]) is not None


def reweighed(reading: Reading, sentence: Sentence, target: Target) -> Assertion:
    """What a root's disease that a rule has denied or doubted is all the same.

    AFFIRMED where only what is said of it is denied or doubted ("I do not believe that his radiculopathy is related to the crash"), or the
    sentence confirms it ("suspected L5 radiculopathy, confirmed by EMG"), NEGATED where it settles the doubt ("was considered, but it has
    been ruled out"), UNCERTAIN where it leaves the denial open again ("not convinced of sciatica, but I cannot dismiss it") or what was
    only possible is not confirmed, HISTORICAL where only its return is denied ("no further sciatica").
    """
    words = patterns()
    behind = reading.text[target.end : min(sentence.end, target.end + _REACH)]
    before = reading.text[max(sentence.start, target.start - _REACH) : target.start]
    if words.supposing.search(before) and words.predicates.match(behind):
        return Assertion.AFFIRMED
    if target.cue == CURED and (words.still.search(behind[:_AFTER]) or words.partly.search(before)):
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
    if taken_back is not None and not any(target.end <= other.start < target.end + taken_back.start() for other in sentence.of(*_OTHERS)):
        return Assertion.NEGATED if doubted else Assertion.UNCERTAIN
    if target.assertion is Assertion.NEGATED and words.unconfirmed.match(behind) and words.doubt.search(words.opening.split(before)[-1]):
        return Assertion.UNCERTAIN  # "possible L3 radiculopathy, not confirmed"
    if target.assertion is Assertion.NEGATED and words.no_more.search(before):
        return Assertion.HISTORICAL
    return target.assertion


def governed(reading: Reading, sentence: Sentence, target: Target) -> Assertion:
    """What the clause makes of a root's disease that is affirmed so far: UNCERTAIN, NEGATED, HISTORICAL or AFFIRMED."""
    words = patterns()
    behind = reading.text[target.end : min(sentence.end, target.end + _REACH)]
    back = words.back.match(_behind(reading, sentence, target))
    before = words.settled.sub(" ", reading.text[max(sentence.start, target.start - _REACH) : target.start])
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


def is_past(reading: Reading, sentence: Sentence, target: Target) -> bool:
    """Whether the sentence goes on to tell that a root's disease, affirmed so far, is over, or that the present trouble is another."""
    words = patterns()
    behind = _behind(reading, sentence, target)
    if _is_of_part(reading, target):
        return False
    for pattern, between in ((words.past, words.between), (words.past_apart, words.between_apart)):
        over = pattern.match(behind)
        beside = "" if over is None else f"{over[1]} {behind[over.end() : over.end() + _AFTER]}"
        if over is not None and not between.search(over[1]) and not words.still.search(beside):
            return True
    return _is_over_behind_clause(sentence, target, behind) or _is_of_then(reading, sentence, target, behind)


def is_of_old(reading: Reading, sentence: Sentence, target: Target) -> bool:
    """Whether what is in doubt is not an old trouble but what comes of it: "typical of neuropathy, I doubt that it is her old sciatica".

    Not whether it is back.
    """
    if not target.assertion.is_doubted or sentence.has("RETURNED") or patterns().back.match(_behind(reading, sentence, target)):
        return False
    old = target.assertion is Assertion.UNCERTAIN and _OLD.search(reading.text, max(sentence.start, target.start - _OLD_SPAN), target.start)
    return bool(old) or _THEN_HAD.match(reading.text, target.end) is not None


def returned_as(reading: Reading, sentence: Sentence, target: Target) -> Assertion | None:
    """What a disease of the past is that its clause tells to be back: AFFIRMED, UNCERTAIN where it only may be, None where it does not.

    "Her old sciatica is back", "this might be her old sciatica stirring again".
    """
    words = patterns()
    back = words.back.match(_behind(reading, sentence, target))
    before = words.opening.split(words.settled.sub(" ", reading.text[max(sentence.start, target.start - _REACH) : target.start]))[-1]
    if back is None or words.denial.search(before):
        return None
    doubted = back["maybe"] or words.doubt.search(before) or words.supposing.search(before)
    return Assertion.UNCERTAIN if doubted else Assertion.AFFIRMED


def is_unended(reading: Reading, sentence: Sentence, target: Target) -> bool:
    """Whether the end told of a trouble is only waited for, or of part of it: "therapy once the radiculopathy has settled"."""
    opened = _ONCE.search(reading.text, sentence.start, target.start) is not None
    return (opened and _HAS_ENDED.match(reading.text, target.end) is not None) or _is_of_part(reading, target)


def is_in_part(reading: Reading, target: Target) -> bool:
    """Whether what is told of a trouble is of part of it: "most of the leg pain is gone"."""
    return _IN_PART.search(reading.text, max(0, target.start - _PART_SPAN), target.start) is not None


def _is_of_part(reading: Reading, target: Target) -> bool:
    """Whether what is told behind a trouble is of part of it, or of what comes of it: "the numbness of his radiculopathy has gone"."""
    start = max(0, target.start - _PART_SPAN)
    return is_in_part(reading, target) or patterns().belonging.search(reading.text, start, target.start) is not None


def _behind(reading: Reading, sentence: Sentence, target: Target) -> str:
    """What stands behind a name in its sentence, without asides and the small words of its verb: " is gone" of " is now gone"."""
    words = patterns()
    return words.wholly.sub(r"\1", words.aside.sub(" ", reading.text[target.end : min(sentence.end, target.end + _REACH)]))


def _is_over_behind_clause(sentence: Sentence, target: Target, behind: str) -> bool:
    """Whether what is over stands behind a clause that tells whose trouble it was: "the radiculopathy she came in with has gone"."""
    words = patterns()
    over = words.related.match(behind) or words.related_for.match(behind)
    if over is None or words.unrelated.search(over[1]) or words.still.search(behind, over.end(), over.end() + _AFTER):
        return False
    return not any(target.end <= other.start < target.end + over.end() for other in sentence.of(*_OTHERS, *PAINS))


def _is_of_then(reading: Reading, sentence: Sentence, target: Target, behind: str) -> bool:
    """Whether the patient had it at another time, or calls the present trouble another: "he had sciatica once, this is nothing like it"."""
    words = patterns()
    had = words.had.search(reading.text, max(sentence.start, target.start - _REACH), target.start)
    if had is None or sentence.has("RETURNED") or words.same_again.search(behind):
        return False
    return words.then.match(behind) is not None or words.another_now.match(behind) is not None


def _reaches(before: str, word: re.Match[str]) -> bool:
    """Whether a word of doubt or denial in the clause before a name is of the disease, and not of a deed, an effect or another root."""
    gap = patterns().governed.sub(" ", before[word.end() :])
    return not (patterns().elsewhere.search(gap) or _OTHER_ROOT.search(before[: word.start()]))
