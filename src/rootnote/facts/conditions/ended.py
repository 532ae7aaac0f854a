"""What the clause of a root's disease tells of its end: that it is over, whole or in part, that it was of another time, or that it is back.

The rules of ConText, with their own scopes, come first, as in ``governed``.

Source: annotation guide, conditions and clarification 3; the words stand in ``ended.toml``.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from rootnote.facts.conditions.governing import OTHER_DISEASES, REACH, describing_pattern, governing_words, own_pattern
from rootnote.facts.model import Assertion
from rootnote.facts.reading import Reading, Sentence, Target
from rootnote.language.labels import PAINS
from rootnote.language.notation import one_of, whole_words
from rootnote.language.rulefile import read_word_sets

_FILE = "ended.toml"
#: What begins an end that is no verb of the clause before it: "sciatica for which he came has gone", unlike "for which she quit work".
_AUXILIARIES = ("has ", "have ", "had ", "is ", "are ", "was ")
#: How far behind what is called over it may be taken back, in characters.
_AFTER = 30
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


class _Words(NamedTuple):
    """The words of ``data/rules/ended.toml``."""

    wholly: frozenset[str]
    behind_past: frozenset[str]
    relative: frozenset[str]
    unrelated: frozenset[str]
    had: frozenset[str]
    another_now: frozenset[str]
    then: frozenset[str]
    same_again: frozenset[str]
    belonging: frozenset[str]
    treated: frozenset[str]
    still: frozenset[str]
    between: frozenset[str]
    between_apart: frozenset[str]
    past_apart: frozenset[str]
    not_the_end: frozenset[str]
    another: frozenset[str]
    going_on: frozenset[str]
    partly: frozenset[str]
    is_back: frozenset[str]
    maybe_back: frozenset[str]
    back: frozenset[str]
    back_alone: frozenset[str]
    not_back: frozenset[str]


class _Patterns(NamedTuple):
    """The patterns made of the words, by what they tell."""

    past: re.Pattern[str]
    related: re.Pattern[str]
    related_for: re.Pattern[str]
    aside: re.Pattern[str]
    wholly: re.Pattern[str]
    belonging: re.Pattern[str]
    then: re.Pattern[str]
    same_again: re.Pattern[str]
    unrelated: re.Pattern[str]
    had: re.Pattern[str]
    another_now: re.Pattern[str]
    still: re.Pattern[str]
    between: re.Pattern[str]
    between_apart: re.Pattern[str]
    past_apart: re.Pattern[str]
    partly: re.Pattern[str]
    back: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    """The patterns made of ``ended.toml``. Raises ``RuleError`` when it has other keys, or no list of words for one."""
    words, known = read_word_sets(_FILE, _Words), governing_words()
    own, describing = own_pattern(), describing_pattern()
    ends = rf"(?!\s+(?!and\s+(?:{one_of(words.relative)})\b)(?:{one_of(words.not_the_end)})\b)"
    return _Patterns(
        past=re.compile(rf"\s+((?:[\w'-]+\s+){{0,7}}?)(?:{one_of(words.behind_past)})\b{ends}", re.I),
        related=re.compile(
            rf"(?:\s+(?:leg\s+)?(?:pains?|symptoms?))?\s+(?:{one_of(words.relative)})\s+((?:[\w'’-]+\s+){{1,12}}?)"
            rf"(?:{one_of(words.behind_past)})\b{ends}",
            re.I,
        ),
        related_for=re.compile(
            rf"\s+(?:for|with)\s+which\s+(?:{one_of(words.relative)})\s+((?:(?!(?:that|which)\b)[\w'’-]+\s+){{1,12}}?)"
            rf"(?:{one_of(past for past in words.behind_past if past.startswith(_AUXILIARIES))})\b(?!\s+from\b){ends}",
            re.I,
        ),
        aside=re.compile(rf",\s+(?:{one_of(words.relative)})\b[^,;.:]{{0,90}},", re.I),
        wholly=re.compile(rf"\b({one_of(known.auxiliaries)})(?:\s+(?:{one_of(words.wholly)})\b)+", re.I),
        belonging=re.compile(
            rf"\b(?:{one_of(words.belonging)})\s+(?:of|from|due\s+to|in)\s+(?:(?:a|an|the|this|that|{own})\s+)?{describing}$", re.I
        ),
        then=re.compile(rf"(?:\s+(?:on\s+(?:the|one)\s+\w+|left|right))?\s+(?:{one_of(words.then)})(?=\s*(?:[.,;)]|$|and\b|but\b))", re.I),
        same_again=whole_words(words.same_again),
        unrelated=whole_words(words.unrelated),
        had=re.compile(
            rf"\b(?:{one_of(words.had)})\s+(?:(?:a|an|one|some|{own})\s+)?(?:(?:bouts?|attacks?|episodes?|spells?)\s+of\s+)?{describing}$",
            re.I,
        ),
        another_now=re.compile(rf"[^.;]{{0,80}}?(?:[,;.]|\band|\bbut)\s+[^.;]{{0,40}}?\b(?:{one_of(words.another_now)})\b", re.I),
        still=re.compile(rf"\b(?:{one_of(words.still)})(?:\b|(?<=%))", re.I),
        between=whole_words(words.between),
        between_apart=whole_words(words.between_apart),
        partly=re.compile(rf"\b(?:{one_of(words.partly)})\b[^.;]*$", re.I),
        back=re.compile(
            rf"(?:\s+(?:on|of|in)\s+(?:the|{own})\s+(?:left|right)(?:\s+(?:side|leg))?)?"
            rf"\s+(?:(?:(?P<maybe>{one_of(words.maybe_back)})|{one_of(words.is_back)})\s+(?:{one_of(words.back)})|{one_of(words.back_alone)})"
            rf"\b(?!-|\s+(?:{one_of(words.not_back)})\b)",
            re.I,
        ),
        past_apart=re.compile(
            rf"((?:(?!\b(?:{one_of(words.another)})\b)[^,;.:()]){{0,60}}?)(?:,\s+(?:{one_of(words.treated)})\b[^,;.:()]{{0,40}})?"
            rf"(?:[,;:]|\s[-–—]|\band|\bbut)\s+(?:(?:{one_of(known.joining)})\s+){{0,5}}"
            rf"(?:{one_of(words.past_apart)})\b(?=\s*(?:[.,;)]|$|(?:{one_of(words.going_on)})\b))",
            re.I,
        ),
    )


def is_past(reading: Reading, sentence: Sentence, target: Target) -> bool:
    """Whether the sentence goes on to tell that a root's disease, affirmed so far, is over, or that the present trouble is another."""
    words = _patterns()
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
    if not target.assertion.is_doubted or sentence.has("RETURNED") or told_back(reading, sentence, target):
        return False
    old = target.assertion is Assertion.UNCERTAIN and _OLD.search(reading.text, max(sentence.start, target.start - _OLD_SPAN), target.start)
    return bool(old) or _THEN_HAD.match(reading.text, target.end) is not None


def told_back(reading: Reading, sentence: Sentence, target: Target) -> re.Match[str] | None:
    """The words behind a name that tell that the disease is back, where it only may be with a group ``maybe``."""
    return _patterns().back.match(_behind(reading, sentence, target))


def still_has(before: str, behind: str) -> bool:
    """Whether the words around what a treatment did away with say that it did so in part: "took away his sciatica for three days"."""
    return _patterns().still.search(behind[:_AFTER]) is not None or _patterns().partly.search(before) is not None


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
    return is_in_part(reading, target) or _patterns().belonging.search(reading.text, start, target.start) is not None


def _behind(reading: Reading, sentence: Sentence, target: Target) -> str:
    """What stands behind a name in its sentence, without asides and the small words of its verb: " is gone" of " is now gone"."""
    words = _patterns()
    return words.wholly.sub(r"\1", words.aside.sub(" ", reading.text[target.end : min(sentence.end, target.end + REACH)]))


def _is_over_behind_clause(sentence: Sentence, target: Target, behind: str) -> bool:
    """Whether what is over stands behind a clause that tells whose trouble it was: "the radiculopathy she came in with has gone"."""
    words = _patterns()
    over = words.related.match(behind) or words.related_for.match(behind)
    if over is None or words.unrelated.search(over[1]) or words.still.search(behind, over.end(), over.end() + _AFTER):
        return False
    return not any(target.end <= other.start < target.end + over.end() for other in sentence.of(*OTHER_DISEASES, *PAINS))


def _is_of_then(reading: Reading, sentence: Sentence, target: Target, behind: str) -> bool:
    """Whether the patient had it at another time, or calls the present trouble another: "he had sciatica once, this is nothing like it"."""
    words = _patterns()
    had = words.had.search(reading.text, max(sentence.start, target.start - REACH), target.start)
    if had is None or sentence.has("RETURNED") or words.same_again.search(behind):
        return False
    return words.then.match(behind) is not None or words.another_now.match(behind) is not None
