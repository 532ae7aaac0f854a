"""Findings of the spine that are there and only denied to be the cause: "I do not believe that the L3-4 bulge is what causes it".

Source: annotation guide, conditions, and elements: etiology_statement ("explicitly excluded").
"""

from __future__ import annotations

import re

from rootnote.facts.causes.cause_words import cause_words
from rootnote.facts.model import Assertion
from rootnote.facts.reading import Reading, Sentence, Target, follows

#: What is said of a cause, and the tokens to it from the finding.
_SAID, _REACH = frozenset({"cause_of", "cause_effect", "cause_is", "is_cause"}), 7
#: What names a finding as one that is known: its article or its level, with the words up to its name.
_KNOWN = re.compile(r"(?:\b(?:the|this|that|these|those|his|her|their|your|known)\b|[LT]\d+\s?[-/]\s?[LS]?\d)(?:\s+[\w/-]+){0,4}\s*$", re.I)
_BEFORE = 60


def is_only_cleared(reading: Reading, sentence: Sentence, finding: Target) -> bool:
    """Whether a denial in which a finding stands is only of its being the cause, and not of the finding."""
    blamed = any(
        follows(word, finding, _REACH) and word.assertion is Assertion.NEGATED for word in sentence.of("LINK") if word.value in _SAID
    )
    if not blamed:
        return False
    before = reading.text[max(sentence.start, finding.start - _BEFORE) : finding.start]
    return _KNOWN.search(before) is not None and any(word in cause_words().holds_true for word in re.findall(r"[a-z]+", before.lower()))
