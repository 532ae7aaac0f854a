"""Denials that are only of the time before something: "he never had leg pain before the fall".

Source: annotation guide, conditions.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from rootnote.facts.model import Assertion
from rootnote.facts.reading import Reading, Sentence, Target
from rootnote.language.labels import ROOT_DISEASES
from rootnote.language.notation import one_of
from rootnote.language.rulefile import read_word_sets

_FILE = "denied_before.toml"
#: A denial by its own word.
_NONE_AT_ALL = "NO_RADIATION"
#: What makes a denial one of the time after, too.
_AND_AFTER = re.compile(r"[^.;]{0,24}?\b(?:and|or|nor),? (?:(?:has|had) )?(?:none|after|afterwards?|since|now)\b", re.I)
#: Characters behind what is denied in which its start is told.
_REACH = 100


class _Words(NamedTuple):
    """The words of ``data/rules/denied_before.toml``."""

    at_all: frozenset[str]
    until: frozenset[str]
    event: frozenset[str]
    lasting: frozenset[str]
    part: frozenset[str]
    complaint: frozenset[str]
    begun_how: frozenset[str]
    begun: frozenset[str]
    now: frozenset[str]


class _Patterns(NamedTuple):
    """What says that a denial is of the time before: "never had sciatica before the fall", "no leg pain until March".

    What tells behind one that it is there since; a denial up to the start of what it is of.
    """

    of_before: re.Pattern[str]
    since_it: re.Pattern[str]
    until_begun: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    """The patterns made of ``denied_before.toml``. Raises ``RuleError`` when it has other keys, or no list of words for one."""
    words = read_word_sets(_FILE, _Words)
    return _Patterns(
        of_before=re.compile(
            rf"(?:\s+(?i:{one_of(words.at_all, ' ')}|(?:in|of|down|into) (?:the |his |her |either )?(?:left |right )?legs?))?,?\s+"
            rf"(?:(?i:{one_of(words.until, ' ')})\b|(?i:prior to )(?:(?i:this|that|the|then|his|her)|\d|[A-Z])"
            rf"|(?i:before )(?:\d|[A-Z]|(?i:this|that|then|his|her|he|she|the (?:{one_of(words.event)})))"
            r"|(?i:before)(?=\s*[.,;)]|\s*$))"
        ),
        since_it=re.compile(
            r"[^.;,]{0,60}?(?:[.;,]|\band\b|\bbut\b)\s*(?:(?:and|but|it|pain|has|is|it's|been|present|there|now|ever|since|then)\s+){0,8}"
            rf"(?:{one_of(words.lasting, ' ')})(?:(?:,|\s+(?:and|ever|there|present|pain|ache)){{0,4}}\s+since\b|\s*[.;]"
            rf"|\s+in (?:the|his|her) (?:(?:left|right|low|lower)\s+)?(?:{one_of(words.part)})\b)",
            re.I,
        ),
        until_begun=re.compile(
            r"[^.;]{0,20}?\buntil\b(?:[^.;]*?\b(?:when|that)\s+"
            rf"(?:it|this|that|they|(?:the |his |her )?(?:leg |back )?(?:{one_of(words.complaint)}))"
            rf"\s+(?:(?:{one_of(words.begun_how)}) )?(?:{one_of(words.begun, ' ')})\b|\s+(?:{one_of(words.now, ' ')})\b)",
            re.I,
        ),
    )


def denied_of_before(reading: Reading, target: Target) -> Assertion | None:
    """What a denial only of the time before something says of now: nothing, or that it is there since; None for any other denial.

    HYPOTHETICAL for "he never had leg pain before the fall", AFFIRMED for "no back pain before the fall; daily since".
    """
    denied = target.assertion is Assertion.NEGATED or target.label == _NONE_AT_ALL
    before = _patterns().of_before.match(reading.text, target.end) if denied else None
    if before is None or _AND_AFTER.match(reading.text, before.end()):
        return None
    sentence = reading.sentence_of(target)
    since = _began_then if target.label in ROOT_DISEASES else _is_there_since
    return Assertion.AFFIRMED if since(reading, sentence, target) else Assertion.HYPOTHETICAL


def _is_there_since(reading: Reading, sentence: Sentence, target: Target) -> bool:
    """Whether a pain denied of the time before something is told to be there since: "no back pain before the fall; daily since"."""
    after = reading.sentences[sentence.number : sentence.number + 2]
    return _patterns().since_it.match(reading.text, target.end, after[-1].end) is not None


def _began_then(reading: Reading, sentence: Sentence, target: Target) -> bool:
    """Whether the time up to which the root's disease is denied is that of its start: "no sciatica until May, when it began"."""
    begun = _patterns().until_begun.match(reading.text, target.end, min(sentence.end, target.end + _REACH))
    return begun is not None and not any(cue.start >= begun.end() for cue in sentence.of("RESOLVED"))
