"""The words of ``governing.toml`` as patterns: what doubts, denies or ends a root's disease in its clause (``governed.py``).

Source: annotation guide, conditions and clarification 3.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from rootnote.language.notation import one_of
from rootnote.language.rulefile import read_word_sets

_FILE = "governing.toml"
#: The doubt that is a month with a capital.
_MAY = "may"
#: What begins an end that is no verb of the clause before it: "sciatica for which he came has gone", unlike "for which she quit work".
_AUXILIARIES = ("has ", "have ", "had ", "is ", "are ", "was ")


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
    relative: frozenset[str]
    unrelated: frozenset[str]
    had: frozenset[str]
    another_now: frozenset[str]
    wholly: frozenset[str]
    then: frozenset[str]
    same_again: frozenset[str]
    belonging: frozenset[str]
    treated: frozenset[str]
    still: frozenset[str]
    between: frozenset[str]
    between_apart: frozenset[str]
    unfound: frozenset[str]
    supposing: frozenset[str]
    supposing_own: frozenset[str]
    predicates: frozenset[str]
    settling: frozenset[str]
    settled_of: frozenset[str]
    reopening: frozenset[str]
    past_apart: frozenset[str]
    no_more: frozenset[str]
    known: frozenset[str]
    likened: frozenset[str]
    confirmed: frozenset[str]
    confirming: frozenset[str]
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
    despite: frozenset[str]
    before_tending: frozenset[str]
    after_tending: frozenset[str]
    is_back: frozenset[str]
    maybe_back: frozenset[str]
    back: frozenset[str]
    back_alone: frozenset[str]
    not_back: frozenset[str]


class Patterns(NamedTuple):
    """The patterns made of the words, by what they tell."""

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
    meant: re.Pattern[str]
    adverbs: re.Pattern[str]
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
    back: re.Pattern[str]


@cache
def patterns() -> Patterns:
    """The patterns made of ``governing.toml``. Raises ``RuleError`` when it has other keys, or no list of words for one."""
    words = read_word_sets(_FILE, _Words)
    own, that = f"(?:{one_of(words.own)})", rf"(?:(?:{one_of(words.that)})\s+)?"
    describing = rf"(?:[\s/,'’-]|\b(?:{one_of(words.describing)})\b|\b[ls]\d\b)*"
    for_own = rf"for\s+(?:the|this|{own})\b{describing}$"
    ends = rf"(?!\s+(?!and\s+(?:{one_of(words.relative)})\b)(?:{one_of(words.not_the_end)})\b)"
    return Patterns(
        doubt=re.compile(rf"(?<![\w'])(?:{one_of(words.doubts - {_MAY})}|(?-i:{_MAY}))\b", re.I),
        denial=re.compile(rf"\b(?:{one_of(words.denials)})\b|n['’]t\b", re.I),
        settled=_whole(words.settled),
        granted=re.compile(rf"\b(?:{one_of(words.granting)})\b{describing}$", re.I),
        elsewhere=_whole(words.elsewhere),
        purpose=re.compile(rf"\b(?:{one_of(words.purposes)})\s+(?:(?:a|an|any)\b)?{describing}$", re.I),
        opening=re.compile(rf"[;:,.()\[\]|•?]|\s[-–—]+\s|\b(?:{one_of(words.opening | words.closing)})\b", re.I),
        closing=re.compile(rf"[;:.()\[\]|•?]|\b(?:{one_of(words.closing)})\b", re.I),
        governed=_whole(words.governed),
        behind=re.compile(
            rf"(?:\W*|[^\w,]*(?:(?:(?:{one_of(words.despite)})\s+\w+|(?!(?:{one_of(words.tending)})\b)\w+)[^\w,]+){{1,2}}?"
            rf"|[^;]*?(?:\band|\bso|,)\s+(?:it\s+|so\s+)?)"
            rf"(?:{one_of(words.behind_doubts)})\b",
            re.I,
        ),
        meant=re.compile(rf"\b{for_own}", re.I),
        adverbs=re.compile(rf"\s+(?:{one_of(words.adverbs)})\b", re.I),
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
        wholly=re.compile(rf"\b({one_of(words.auxiliaries)})(?:\s+(?:{one_of(words.wholly)})\b)+", re.I),
        belonging=re.compile(
            rf"\b(?:{one_of(words.belonging)})\s+(?:of|from|due\s+to|in)\s+(?:(?:a|an|the|this|that|{own})\s+)?{describing}$", re.I
        ),
        then=re.compile(rf"(?:\s+(?:on\s+(?:the|one)\s+\w+|left|right))?\s+(?:{one_of(words.then)})(?=\s*(?:[.,;)]|$|and\b|but\b))", re.I),
        same_again=_whole(words.same_again),
        unrelated=_whole(words.unrelated),
        had=re.compile(
            rf"\b(?:{one_of(words.had)})\s+(?:(?:a|an|one|some|{own})\s+)?(?:(?:bouts?|attacks?|episodes?|spells?)\s+of\s+)?{describing}$",
            re.I,
        ),
        another_now=re.compile(rf"[^.;]{{0,80}}?(?:[,;.]|\band|\bbut)\s+[^.;]{{0,40}}?\b(?:{one_of(words.another_now)})\b", re.I),
        still=re.compile(rf"\b(?:{one_of(words.still)})(?:\b|(?<=%))", re.I),
        between=_whole(words.between),
        between_apart=_whole(words.between_apart),
        unfound=re.compile(
            rf"(?:\s+pain|\s+symptoms?)?\s+(?:(?:{one_of(words.auxiliaries)}|\w+ly)\s+)*(?:not|never|nowhere|(?<=cannot)|{one_of(words.negated_verbs)})"
            rf"\s+(?:be\s+|been\s+)?(?:\w+ly\s+)?(?:{one_of(words.unfound)})\b(?!\s+(?:{one_of(words.not_unfound)})\b)",
            re.I,
        ),
        supposing=re.compile(
            rf"\b(?:(?:{one_of(words.supposing)})\s+{that}(?:the|{own})|(?:{one_of(words.supposing_own)})\s+{that}{own})\b{describing}$",
            re.I,
        ),
        predicates=re.compile(rf"(?:\s+pain|\s+symptoms?)?\s+(?:{one_of(words.predicates)})\b", re.I),
        settling=re.compile(rf"\b(?:{one_of(words.settling)})\b(?!\s+(?:{one_of(words.settled_of)})\b)", re.I),
        reopening=_whole(words.reopening),
        partly=re.compile(rf"\b(?:{one_of(words.partly)})\b[^.;]*$", re.I),
        no_more=re.compile(rf"\b(?:{one_of(words.no_more)})\b{describing}$", re.I),
        sought=re.compile(rf"\bfor\s+(?:(?:a|an|{own})\b)?{describing}$", re.I),
        known=re.compile(rf"\b{own}\s+(?:{one_of(words.known)})\b{describing}$", re.I),
        likened=re.compile(rf"\b(?:{one_of(words.likened)})\b{describing}$", re.I),
        unconfirmed=re.compile(rf"(?:\s+pain|\s+symptoms?)?\W{{0,3}}(?:\w+\s+){{0,2}}(?:{one_of(words.unconfirmed)})\s*(?:[.;,)]|$)", re.I),
        confirmed=re.compile(
            rf"(?:,?\s+(?:{one_of(words.joining)}))*,?\s+(?:{one_of(words.confirmed)})(?:\s+(?:on|by|with|at)\b"
            rf"(?P<own>\s+(?:{one_of(words.confirming)})\b)?|\s+today\b|\s*(?:[.;]|$))",
            re.I,
        ),
        explained=re.compile(
            rf"\b(?:{one_of(words.accounts)})\s+(?:{one_of(words.accounts_for)})\s+(?:{one_of(words.granting)})\b{describing}$", re.I
        ),
        accounted=re.compile(
            rf"\b(?:{one_of(words.doubts)})\s+(?:{one_of(words.accounts)})\b[^.;:]*:\s*(?:(?:a|an)\b)?{describing}$", re.I
        ),
        tended=re.compile(
            rf"(?:\b(?:{one_of(words.denials)})|n['’]t)\s+(?:(?:{one_of(words.before_tending)})\s+){{0,4}}(?:{one_of(words.tending)})\s+"
            rf"(?:(?:{one_of(words.after_tending)})\s+)?{for_own}",
            re.I,
        ),
        back=re.compile(
            rf"(?:\s+(?:on|of|in)\s+(?:the|{own})\s+(?:left|right)(?:\s+(?:side|leg))?)?"
            rf"\s+(?:(?:(?P<maybe>{one_of(words.maybe_back)})|{one_of(words.is_back)})\s+(?:{one_of(words.back)})|{one_of(words.back_alone)})"
            rf"\b(?!-|\s+(?:{one_of(words.not_back)})\b)",
            re.I,
        ),
        past_apart=re.compile(
            rf"((?:(?!\b(?:{one_of(words.another)})\b)[^,;.:()]){{0,60}}?)(?:,\s+(?:{one_of(words.treated)})\b[^,;.:()]{{0,40}})?"
            rf"(?:[,;:]|\s[-–—]|\band|\bbut)\s+(?:(?:{one_of(words.joining)})\s+){{0,5}}"
            rf"(?:{one_of(words.past_apart)})\b(?=\s*(?:[.,;)]|$|(?:{one_of(words.going_on)})\b))",
            re.I,
        ),
    )


def _whole(words: Iterable[str]) -> re.Pattern[str]:
    """A pattern of any of some phrases as whole words."""
    return re.compile(rf"\b(?:{one_of(words)})\b", re.I)
