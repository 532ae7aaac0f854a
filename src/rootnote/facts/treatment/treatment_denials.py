"""Treatments that a denial of several deeds holds ("has not done therapy or had injections"), and those that a record says nothing of.

Source: annotation guide, conservative_treatment: what was tried.
"""

from __future__ import annotations

import re

from rootnote.facts.reading import Reading, Sentence, Target
from rootnote.facts.treatment.treatment_words import treatment_words
from rootnote.facts.wording import are_only, has_word

#: The values of cues that lead to a treatment.
_LEADING = frozenset({"before", "weak"})
#: The values of what says that nothing is written of the treatment before it, behind it, and behind it with a verb of telling between.
UNDOCUMENTED, UNRECORDED, UNTOLD = "undocumented", "unrecorded", "untold"
#: The characters before a treatment that are read for what of it is told, and what makes what follows another matter.
_SPAN, _APART = 40, re.compile(r"[;,]|\b(?:but|and|with)\b", re.I)
#: What stands before the next deed of a denial, and what ends the denial.
_OR = re.compile(r"\bn?or\s+(?:(?:ever|even|yet)\s+)?$", re.I)
_ENDS = re.compile(
    r"[;:.]|\b(?:but|though|although|however|then|now|until|since|did|has|had|helped|improved)\b|,\s*(?:he|she|they)\b", re.I
)


def is_denied(reading: Reading, sentence: Sentence, cue: Target) -> bool:
    """Whether a cue of what was tried is a deed that its sentence denies, next to the denial or as a further one."""
    words = cue.text.split()
    if cue.label != "TRIED" or cue.value not in _LEADING or not words or words[0].lower() not in treatment_words().care_deeds:
        return False
    denials = [one for one in sentence.of("NOT_TRIED") if one.value == "before" and one.last <= cue.first]
    if not denials:
        return False
    gap = reading.text[denials[-1].end : cue.start]
    return not gap.strip() or (_OR.search(gap) is not None and _ENDS.search(gap) is None)


def is_other_told(reading: Reading, sentence: Sentence, target: Target, cue: Target) -> bool:
    """Whether what a record says nothing of is not the treatment, but what came of it, or another matter.

    "The response to therapy is not documented", "completed therapy, deficit not documented", "no mention of prior surgery; tried therapy".
    """
    words = treatment_words()
    if cue.value == UNTOLD:
        gap = reading.rest(cue, target, "TREATMENT", "TRIED", "DURATION")
        return not (has_word(gap, words.tells_of) and are_only(gap, words.tells_of | words.beside_telling))
    if cue.value == UNRECORDED:
        return _ENDS.search(reading.text, cue.end, target.start) is not None
    before = reading.text[max(sentence.start, target.start - _SPAN) : target.start]
    return has_word(before, words.of_care) or _APART.search(reading.gap(target, cue)) is not None
