"""What the next sentence tells of a root's disease by a pronoun: that it is over, or that it is back.

"She had sciatica in March. It has resolved.", "The radiculopathy cleared. It came back last week.".

Source: annotation guide, conditions: the author's final current assessment.
"""

from __future__ import annotations

import re

from rootnote.facts.conditions.ending_words import ending_words
from rootnote.facts.model import Assertion
from rootnote.facts.reading import Reading, Sentence, Target
from rootnote.facts.wording import are_only, has_word
from rootnote.language.labels import ROOT_DISEASES, STRUCTURAL

#: The value of the words for an attack with none after it: "nothing like it since".
NONE_SINCE = "since"
#: What else may be over or have come back.
OTHERS = STRUCTURAL | ROOT_DISEASES | {"SYMPTOM", "BACK_PAIN"}
#: What else a pronoun in the next sentence may stand for, where it is back or where it is over, and how an end is told that is one of now.
PERSISTING = (*OTHERS, "LEG_SYMPTOM", "OTHER_PROBLEM", "OTHER_CAUSE", "MUSCLE", "STRENGTH", "SENSATION")
_RIVALS = (*PERSISTING, "TREATMENT", "RESULT")
SAID_OF_NOW = (Assertion.AFFIRMED, Assertion.HISTORICAL)
#: The tokens from a pronoun to what tells that it is back, the sentences behind that may take it back, and what tells of the end before.
_BACK_REACH, _LATER = 4, 4
_OF_END = ("RESOLVED", "SIDE", "COURSE", "TREATMENT", "EVENT", "DURATION", "DATE", "WHEN")
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
    return (
        "%" not in said
        and not has_word(said, ending_words().no_end)
        and are_only(_rest_of(reading, told, end, "DURATION"), ending_words().over_by)
    )


def returned_next(reading: Reading, sentence: Sentence, target: Target) -> Assertion | None:
    """What a root's disease that is over is by the next sentence, where that tells it to be back: "It resolved. Now it is back.".

    The return is of now ("is back", "has recurred") or of these days ("came back last week"), and the next sentences deny nothing.
    """
    told, *later = reading.sentences[sentence.number + 1 : sentence.number + 2 + _LATER] or (None,)
    if told is None or told.section != sentence.section or reading.asks(told) or told.has("RESOLVED"):
        return None
    if any(one.has("RESOLVED") or has_word(reading.text[one.start : one.end], ending_words().after_return_over) for one in later):
        return None
    if not are_only(_without(reading, sentence, target.end, sentence.end, *_OF_END).rstrip(" .!\n"), ending_words().over_by):
        return None  # "History of left radiculopathy, atrial fibrillation. It recurred."
    pronoun = next(iter(told.of("REFER")), None)
    if pronoun is None:
        return None
    back = next((word for word in told.of("RETURNED") if not word.value and 0 <= word.first - pronoun.first <= _BACK_REACH), None)
    if back is None or back.assertion not in (*SAID_OF_NOW, Assertion.UNCERTAIN):
        return None
    opens, behind = reading.text[told.start : pronoun.start], reading.text[back.end : told.end].rstrip(" .!\n")
    of_now = has_word(reading.text[pronoun.end : back.end], ending_words().returned_now)
    if not of_now and not has_word(f"{opens} {behind}", ending_words().of_these_days):
        return None  # "it came back"
    if not are_only(opens, ending_words().opens_return | ending_words().of_these_days) or not are_only(
        behind, ending_words().of_these_days
    ):
        return None  # "it recurred with each pregnancy", "this has returned her to work"
    if not are_only(reading.gap(pronoun, back), ending_words().before_return):
        return None  # "it has not yet recurred", "this patient has returned"
    return Assertion.UNCERTAIN if back.assertion is Assertion.UNCERTAIN else Assertion.AFFIRMED


def _rest_of(reading: Reading, told: Sentence, end: Target, *labels: str) -> str:
    """What stands behind an end up to the next mark or "and", without treatment, day and what else has one of some labels.

    "after" of "resolved after the ESI, and ...".
    """
    behind = _GOES_ON.split(reading.text[end.end : told.end])[0]
    return _without(reading, told, end.end, end.end + len(behind), "TREATMENT", "DATE", "EVENT", *labels).rstrip(" .!\n")


def is_outright(reading: Reading, sentence: Sentence, start: int, end: Target) -> bool:
    """Whether an end, told from a place on, is one in full, for good and of what is felt: not "50%", "for a week", "on the repeat MRI"."""
    said = _without(reading, sentence, end.end, sentence.end, "DATE", "REPORTED").partition(";")[0]  # not "in May", "he has had"
    if "%" in reading.text[start : end.end].replace("100%", "") or has_word(said, ending_words().no_end):
        return False
    return are_only(_rest_of(reading, sentence, end), ending_words().over_by)  # "for a week" stays


def _without(reading: Reading, sentence: Sentence, start: int, stop: int, *labels: str) -> str:
    """A part of a sentence without the targets there that have one of some labels."""
    rest = ""
    for one in sentence.of(*labels):
        if start <= one.start and one.end <= stop:
            rest += f"{reading.text[start : one.start]} "
            start = one.end
    return rest + reading.text[start:stop]


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
    return not words or (words[0].lower() in ending_words().opens_time and before.find(";") < 0)


def _ends_it(told: Sentence, pronoun: Target | None, cue: Target) -> bool:
    """Whether words for an end are said of the pronoun that begins their sentence, or are "nothing like it since"."""
    if pronoun is None:
        return cue.value == NONE_SINCE and cue.start == told.start
    return cue.first >= pronoun.last and cue.assertion in SAID_OF_NOW
