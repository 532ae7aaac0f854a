"""Treatments that a denial of several deeds holds: "has not done therapy or had injections", "has not seen a chiropractor".

Source: annotation guide, conservative_treatment: what was tried.
"""

from __future__ import annotations

import re

from rootnote.facts.reading import Reading, Sentence, Target
from rootnote.facts.small_words import small_words

#: The values of cues that lead to a treatment.
_LEADING = frozenset({"before", "weak"})
#: What stands before the next deed of a denial, and what ends the denial.
_OR = re.compile(r"\bn?or\s+(?:(?:ever|even|yet)\s+)?$", re.I)
_ENDS = re.compile(
    r"[;:.]|\b(?:but|though|although|however|then|now|until|since|did|has|had|helped|improved)\b|,\s*(?:he|she|they)\b", re.I
)


def is_denied(reading: Reading, sentence: Sentence, cue: Target) -> bool:
    """Whether a cue of what was tried is a deed that its sentence denies, next to the denial or as a further one."""
    words = cue.text.split()
    if cue.label != "TRIED" or cue.value not in _LEADING or not words or words[0].lower() not in small_words().care_deeds:
        return False
    denials = [one for one in sentence.of("NOT_TRIED") if one.value == "before" and one.last <= cue.first]
    if not denials:
        return False
    gap = reading.text[denials[-1].end : cue.start]
    return not gap.strip() or (_OR.search(gap) is not None and _ENDS.search(gap) is None)
