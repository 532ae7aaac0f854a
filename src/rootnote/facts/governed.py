"""Words of doubt or denial that govern the name of a root's disease in its clause, where no other rule has weighed it.

A wrong code is worse than none: what a clause only supposes or denies, in whatever words, is not taken as said. The rules of ConText, with
their own scopes, come first; this is for a name that they leave affirmed ("either the hip joint or an early L4 radiculitis").

Source: annotation guide, conditions and clarification 3; the words stand in ``governing.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from rootnote.facts.model import Assertion
from rootnote.facts.reading import Reading, Sentence, Target
from rootnote.language.labels import ROOT_DISEASES
from rootnote.language.rulefile import RULES, read_toml, word_sets

_FILE = "governing.toml"
#: Of two roots or sides, the one that is meant: "an L5 and no S1 radiculopathy".
_OTHER_ROOT = re.compile(r"(?:[ls][1-5]|left|right|one)\s+(?:and|but|or)\s*$", re.I)
#: The doubt that is a month with a capital.
_MAY = "may"
#: The rule of "denied" behind a name.
_DENIED = "negated.denied_behind"
#: The rule of what was looked for and not found: "looked for his pinched nerve, and there is none".
_SOUGHT = "negated.sought"
#: The rule of what a treatment has done away with.
CURED = "historical.cured"
#: Another disease named between, which "it" then stands for.
_OTHERS = ("OTHER_CAUSE", "OTHER_PROBLEM", "OTHER_SOURCE", "DISC", "STENOSIS")
#: What is treated.
_TENDED = frozenset({"BACK_PAIN", "LEG_SYMPTOM", "SYMPTOM", *ROOT_DISEASES})
#: The farthest that a word governs, in characters, and how far behind what is called over it may be taken back.
_REACH, _AFTER = 160, 30


class _Words(NamedTuple):
    """The words of ``data/rules/governing.toml``."""

    doubts: frozenset[str]
    denials: frozenset[str]
    settled: frozenset[str]
    granting: frozenset[str]
    describing: frozenset[str]
    elsewhere: frozenset[str]
    purposes: frozenset[str]
    opening: frozenset[str]
    closing: frozenset[str]
    governed: frozenset[str]
    behind_doubts: frozenset[str]
    adverbs: frozenset[str]
    behind_past: frozenset[str]
    still: frozenset[str]
    between: frozenset[str]
    unfound: frozenset[str]
    supposing: frozenset[str]
    supposing_own: frozenset[str]
    predicates: frozenset[str]
    settling: frozenset[str]
    reopening: frozenset[str]
    past_apart: frozenset[str]
    no_more: frozenset[str]
    known: frozenset[str]
    likened: frozenset[str]
    confirmed: frozenset[str]
    unconfirmed: frozenset[str]
    own: frozenset[str]
    auxiliaries: frozenset[str]
    negated_verbs: frozenset[str]
    joining: frozenset[str]
    that: frozenset[str]
    not_the_end: frozenset[str]
    not_unfound: frozenset[str]
    another: frozenset[str]
    going_on: frozenset[str]
    partly: frozenset[str]
    accounts: frozenset[str]
    accounts_for: frozenset[str]
    tending: frozenset[str]
    before_tending: frozenset[str]
    after_tending: frozenset[str]


class _Patterns(NamedTuple):
    doubt: re.Pattern[str]
    denial: re.Pattern[str]
    settled: re.Pattern[str]
    granted: re.Pattern[str]
    elsewhere: re.Pattern[str]
    purpose: re.Pattern[str]
    opening: re.Pattern[str]
    closing: re.Pattern[str]
    governed: re.Pattern[str]
    behind: re.Pattern[str]
    adverbs: re.Pattern[str]
    past: re.Pattern[str]
    still: re.Pattern[str]
    between: re.Pattern[str]
    unfound: re.Pattern[str]
    supposing: re.Pattern[str]
    predicates: re.Pattern[str]
    settling: re.Pattern[str]
    reopening: re.Pattern[str]
    past_apart: re.Pattern[str]
    no_more: re.Pattern[str]
    sought: re.Pattern[str]
    known: re.Pattern[str]
    likened: re.Pattern[str]
    confirmed: re.Pattern[str]
    unconfirmed: re.Pattern[str]
    partly: re.Pattern[str]
    explained: re.Pattern[str]
    accounted: re.Pattern[str]
    tended: re.Pattern[str]


def is_explained(reading: Reading, sentence: Sentence, target: Target) -> bool:
    """Whether a doubt is only about the cause of a trouble: "possible sources of her low back pain", "DDx for the sciatica"."""
    before = reading.text[max(sentence.start, target.start - _REACH) : target.start]
    return target.assertion is Assertion.UNCERTAIN and _patterns().explained.search(before) is not None


def is_tended(reading: Reading, sentence: Sentence, target: Target) -> bool:
    """Whether what is denied is only that something was done for a trouble that the patient has: "no therapy for his back pain"."""
    if target.assertion is not Assertion.NEGATED or target.label not in _TENDED or target.cue == _SOUGHT:
        return False
    return _patterns().tended.search(reading.text[max(sentence.start, target.start - _REACH) : target.start]) is not None


def reweighed(reading: Reading, sentence: Sentence, target: Target) -> Assertion:
    """What a root's disease that a rule has denied or doubted is all the same.

    AFFIRMED where only what is said of it is denied or doubted ("I do not believe that his radiculopathy is related to the crash"), or the
    sentence confirms it ("suspected L5 radiculopathy, confirmed by EMG"), NEGATED where it settles the doubt ("was considered, but it has
    been ruled out"), UNCERTAIN where it leaves the denial open again ("not convinced of sciatica, but I cannot dismiss it") or what was
    only possible is not confirmed, HISTORICAL where only its return is denied ("no further sciatica").
    """
    words = _patterns()
    behind = reading.text[target.end : min(sentence.end, target.end + _REACH)]
    before = reading.text[max(sentence.start, target.start - _REACH) : target.start]
    if words.supposing.search(before) and words.predicates.match(behind):
        return Assertion.AFFIRMED
    if target.cue == CURED and (words.still.search(behind[:_AFTER]) or words.partly.search(before)):
        return Assertion.AFFIRMED  # "took away his sciatica for three days"
    if target.assertion is Assertion.UNCERTAIN and (words.known.search(before) or words.confirmed.match(behind)):
        return Assertion.AFFIRMED
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
    words = _patterns()
    behind = reading.text[target.end : min(sentence.end, target.end + _REACH)]
    if words.behind.match(words.adverbs.sub(" ", words.closing.split(behind)[0])):
        return Assertion.UNCERTAIN
    over = words.past.match(behind) or words.past_apart.match(behind)
    if over is not None and not words.between.search(over[1]):
        beside = f"{over[1]} {behind[over.end() : over.end() + _AFTER]}"
        if not words.still.search(beside):
            return Assertion.HISTORICAL
    before = words.settled.sub(" ", reading.text[max(sentence.start, target.start - _REACH) : target.start])
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
    return Assertion.UNCERTAIN if doubted else Assertion.AFFIRMED


def _reaches(before: str, word: re.Match[str]) -> bool:
    """Whether a word of doubt or denial in the clause before a name is of the disease, and not of a deed, an effect or another root."""
    gap = _patterns().governed.sub(" ", before[word.end() :])
    return not (_patterns().elsewhere.search(gap) or _OTHER_ROOT.search(before[: word.start()]))


@cache
def _patterns() -> _Patterns:
    """The patterns made of ``governing.toml``. Raises ``RuleError`` when it has other keys, or no list of words for one."""
    words = word_sets(_FILE, read_toml(RULES / _FILE, {"words"}).get("words"), _Words)
    own, that = f"(?:{_any(words.own)})", rf"(?:(?:{_any(words.that)})\s+)?"
    describing = rf"(?:[\s/,'’-]|\b(?:{_any(words.describing)})\b|\b[ls]\d\b)*"
    return _Patterns(
        doubt=re.compile(rf"(?<![\w'])(?:{_any(words.doubts - {_MAY})}|(?-i:{_MAY}))\b", re.I),
        denial=re.compile(rf"\b(?:{_any(words.denials)})\b|n['’]t\b", re.I),
        settled=_whole(words.settled),
        granted=re.compile(rf"\b(?:{_any(words.granting)})\b{describing}$", re.I),
        elsewhere=_whole(words.elsewhere),
        purpose=re.compile(rf"\b(?:{_any(words.purposes)})\s+(?:(?:a|an|any)\b)?{describing}$", re.I),
        opening=re.compile(rf"[;:,.()\[\]|•?]|\s[-–—]+\s|\b(?:{_any(words.opening)})\b", re.I),
        closing=re.compile(rf"[;:.()\[\]|•?]|\b(?:{_any(words.closing)})\b", re.I),
        governed=_whole(words.governed),
        behind=re.compile(
            rf"(?:\W*|[^\w,]*(?:\w+[^\w,]+){{1,2}}?|[^;]*?(?:\band|\bso|,)\s+(?:it\s+|so\s+)?)(?:{_any(words.behind_doubts)})\b", re.I
        ),
        adverbs=re.compile(rf"\s+(?:{_any(words.adverbs)})\b", re.I),
        past=re.compile(rf"\s+((?:[\w'-]+\s+){{0,7}}?)(?:{_any(words.behind_past)})\b(?!\s+(?:{_any(words.not_the_end)})\b)", re.I),
        still=re.compile(rf"\b(?:{_any(words.still)})(?:\b|(?<=%))", re.I),
        between=_whole(words.between),
        unfound=re.compile(
            rf"(?:\s+pain|\s+symptoms?)?\s+(?:(?:{_any(words.auxiliaries)}|\w+ly)\s+)*(?:not|never|nowhere|(?<=cannot)|{_any(words.negated_verbs)})"
            rf"\s+(?:be\s+|been\s+)?(?:\w+ly\s+)?(?:{_any(words.unfound)})\b(?!\s+(?:{_any(words.not_unfound)})\b)",
            re.I,
        ),
        supposing=re.compile(
            rf"\b(?:(?:{_any(words.supposing)})\s+{that}(?:the|{own})|(?:{_any(words.supposing_own)})\s+{that}{own})\b{describing}$", re.I
        ),
        predicates=re.compile(rf"(?:\s+pain|\s+symptoms?)?\s+(?:{_any(words.predicates)})\b", re.I),
        settling=_whole(words.settling),
        reopening=_whole(words.reopening),
        partly=re.compile(rf"\b(?:{_any(words.partly)})\b[^.;]*$", re.I),
        no_more=re.compile(rf"\b(?:{_any(words.no_more)})\b{describing}$", re.I),
        sought=re.compile(rf"\bfor\s+(?:(?:a|an|{own})\b)?{describing}$", re.I),
        known=re.compile(rf"\b{own}\s+(?:{_any(words.known)})\b{describing}$", re.I),
        likened=re.compile(rf"\b(?:{_any(words.likened)})\b{describing}$", re.I),
        unconfirmed=re.compile(rf"(?:\s+pain|\s+symptoms?)?\W{{0,3}}(?:\w+\s+){{0,2}}(?:{_any(words.unconfirmed)})\s*(?:[.;,)]|$)", re.I),
        confirmed=re.compile(rf",?\s+(?:(?:{_any(words.joining)})\s+)*(?:{_any(words.confirmed)})\s+(?:on|by|with|at)\b", re.I),
        explained=re.compile(
            rf"\b(?:{_any(words.accounts)})\s+(?:{_any(words.accounts_for)})\s+(?:{_any(words.granting)})\b{describing}$", re.I
        ),
        accounted=re.compile(rf"\b(?:{_any(words.doubts)})\s+(?:{_any(words.accounts)})\b[^.;:]*:\s*(?:(?:a|an)\b)?{describing}$", re.I),
        tended=re.compile(
            rf"(?:\b(?:{_any(words.denials)})|n['’]t)\s+(?:(?:{_any(words.before_tending)})\s+){{0,4}}(?:{_any(words.tending)})\s+"
            rf"(?:(?:{_any(words.after_tending)})\s+)?for\s+(?:the|this|{own})\b{describing}$",
            re.I,
        ),
        past_apart=re.compile(
            rf"((?:(?!\b(?:{_any(words.another)})\b)[^,;.:()]){{0,40}}?)(?:[,;]|\band|\bbut)\s+(?:(?:{_any(words.joining)})\s+){{0,5}}"
            rf"(?:{_any(words.past_apart)})\b(?=\s*(?:[.,;)]|$|(?:{_any(words.going_on)})\b))",
            re.I,
        ),
    )


def _whole(words: Iterable[str]) -> re.Pattern[str]:
    """A pattern of any of some phrases as whole words."""
    return re.compile(rf"\b(?:{_any(words)})\b", re.I)


def _any(words: Iterable[str]) -> str:
    """A pattern of any of some phrases, the longest first."""
    phrases = sorted(words, key=lambda word: (-len(word), word))
    patterns = (re.escape(phrase).replace(r"\*", r"\w*").replace(r"\ ", r"\s+").replace("'", "['’]") for phrase in phrases)
    return "|".join(patterns)
