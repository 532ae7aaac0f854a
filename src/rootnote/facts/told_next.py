"""What the next sentence tells of a root's disease by a pronoun: that it is over, or that it is back.

"She had sciatica in March. It has resolved.", "The radiculopathy cleared. It came back last week.".

Source: annotation guide, conditions: the author's final current assessment.
"""

from __future__ import annotations

import re

from rootnote.facts.model import Assertion
from rootnote.facts.reading import Reading, Sentence, Target
from rootnote.facts.small_words import are_only, has_word, small_words
from rootnote.language.labels import ROOT_DISEASES

#: The value of the words for an attack with none after it: "nothing like it since".
NONE_SINCE = "since"
#: What else may be over or have come back.
OTHERS = ("SYMPTOM", "BACK_PAIN", "RADICULOPATHY", "SCIATICA", "DISC", "STENOSIS", "SPONDYLOSIS")
#: What else a pronoun in the next sentence may stand for, where it is back or where it is over, and how an end is told that is one of now.
PERSISTING = (*OTHERS, "LEG_SYMPTOM", "OTHER_PROBLEM", "OTHER_CAUSE", "MUSCLE", "STRENGTH", "SENSATION")
_RIVALS = (*PERSISTING, "TREATMENT", "RESULT")
SAID_OF_NOW = (Assertion.AFFIRMED, Assertion.HISTORICAL)
#: The studies, which come back with a result, and the tokens from a pronoun to what tells that it is back.
_STUDIES, _BACK_REACH = ("MODALITY", "EMG", "OTHER_IMAGE"), 4
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_NEXT_WORD = re.compile(r"\s+([\w'’-]+)")
_GOES_ON = re.compile(r"[,;:]|\band\b|\bper\b")


def is_over_next(reading: Reading, sentence: Sentence, target: Target) -> bool:
    """Whether the next sentence calls over what this one names last, by a pronoun: "She had sciatica in March. It has resolved."."""
    after = reading.sentences[sentence.number + 1 : sentence.number + 3]
    if target.label not in ROOT_DISEASES or not after or after[0].section != sentence.section or any(s.has("RETURNED") for s in after):
        return False
    if reading.asks(sentence) or any(one.start >= target.end for one in sentence.of(*_RIVALS)):
        return False
    told = after[0]
    pronoun = next((word for word in told.of("REFER") if _leads(reading.text[told.start : word.start])), None)
    end = next((cue for cue in told.of("RESOLVED") if _ends_it(told, pronoun, cue)), None)
    behind = told.start if pronoun is None else pronoun.end  # "After two blocks it was gone"
    if end is None or any(behind <= one.start < end.start for one in told.of(*_RIVALS)):
        return False
    if end.value == NONE_SINCE:
        return True
    said = _beside_ends(reading, told).partition(";")[0].replace("100%", "")
    return "%" not in said and not has_word(said, small_words().no_end) and are_only(_rest_of(reading, told, end), small_words().over_by)


def returned_next(reading: Reading, sentence: Sentence, target: Target) -> Assertion | None:
    """What a root's disease that is over is by the next sentence, where that tells it to be back: "It resolved. Now it is back."."""
    after = reading.sentences[sentence.number + 1 : sentence.number + 4]
    told = next(iter(after), None)
    if told is None or told.section != sentence.section or reading.asks(told) or any(later.has("RESOLVED") for later in after):
        return None
    if any(one.start >= target.end for one in sentence.of(*PERSISTING, *_STUDIES)):
        return None
    pronoun = next(iter(told.of("REFER")), None)
    if pronoun is None or not are_only(reading.text[told.start : pronoun.start], small_words().opens_return):
        return None
    if has_word(reading.text[pronoun.end : told.end], small_words().back_then) or _YEAR.search(reading.text, pronoun.end, told.end):
        return None  # "it came back once in 2015"
    if any(
        later.section == told.section and has_word(reading.text[later.start : later.end], small_words().after_return_over)
        for later in after[1:]
    ):
        return None
    back = next((word for word in told.of("RETURNED") if not word.value and 0 <= word.first - pronoun.first <= _BACK_REACH), None)
    said = (*SAID_OF_NOW, Assertion.UNCERTAIN)
    if back is None or not are_only(reading.gap(pronoun, back), small_words().before_return):
        return None  # "it has not yet recurred", "this patient has returned"
    goes_on = _NEXT_WORD.match(reading.text, back.end, told.end)
    if goes_on is not None and goes_on[1].lower() not in small_words().after_return:
        return None  # "this has returned her to work"
    if back.assertion not in said or any(one.start >= back.end for one in told.of("RESULT", *_STUDIES)):
        return None
    return Assertion.UNCERTAIN if back.assertion is Assertion.UNCERTAIN else Assertion.AFFIRMED


def _rest_of(reading: Reading, told: Sentence, end: Target) -> str:
    """What stands behind an end up to the next mark or "and", without treatment and time: "after" of "resolved after the ESI, and ..."."""
    behind = _GOES_ON.split(reading.text[end.end : told.end])[0]
    stop = end.end + len(behind)
    for one in sorted(told.of("TREATMENT", "DATE", "DURATION", "EVENT"), key=lambda one: -one.start):
        if end.end <= one.start and one.end <= stop:
            behind = behind[: one.start - end.end] + behind[one.end - end.end :]
    return behind.rstrip(" .!\n")


def _beside_ends(reading: Reading, told: Sentence) -> str:
    """What a sentence tells beside the words for an end, which may hold a "not": "it was gone and has not come back"."""
    rest, place = "", told.start
    for cue in told.of("RESOLVED"):
        rest += reading.text[place : cue.start]
        place = max(place, cue.end)
    return rest + reading.text[place : told.end]


def _leads(before: str) -> bool:
    """Whether nothing, or only what came before it, stands before a pronoun in its sentence: "After two blocks it was gone"."""
    words = before.split()
    return not words or (words[0].lower() in small_words().opens_time and before.find(";") < 0)


def _ends_it(told: Sentence, pronoun: Target | None, cue: Target) -> bool:
    """Whether words for an end are said of the pronoun that begins their sentence, or are "nothing like it since"."""
    if pronoun is None:
        return cue.value == NONE_SINCE and cue.start == told.start
    return cue.first >= pronoun.last and cue.assertion in SAID_OF_NOW
