"""The words of ``governing.toml`` as patterns: what doubts or denies a root's disease in its clause (``governed.py``).

Source: annotation guide, conditions and clarification 3.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from rootnote.language.notation import one_of, whole_words
from rootnote.language.rulefile import read_word_sets

_FILE = "governing.toml"
#: The doubt that is a month with a capital.
_MAY = "may"
#: The farthest that a word governs, in characters.
REACH = 160
#: Another disease named between, which "it" then stands for.
OTHER_DISEASES = ("OTHER_CAUSE", "OTHER_PROBLEM", "OTHER_SOURCE", "DISC", "STENOSIS")


class GoverningWords(NamedTuple):
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
    unfound: frozenset[str]
    supposing: frozenset[str]
    supposing_own: frozenset[str]
    predicates: frozenset[str]
    settling: frozenset[str]
    settled_of: frozenset[str]
    reopening: frozenset[str]
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
    not_unfound: frozenset[str]
    accounts: frozenset[str]
    accounts_for: frozenset[str]
    tending: frozenset[str]
    despite: frozenset[str]
    before_tending: frozenset[str]
    after_tending: frozenset[str]


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
    unfound: re.Pattern[str]
    supposing: re.Pattern[str]
    predicates: re.Pattern[str]
    settling: re.Pattern[str]
    reopening: re.Pattern[str]
    no_more: re.Pattern[str]
    sought: re.Pattern[str]
    known: re.Pattern[str]
    likened: re.Pattern[str]
    confirmed: re.Pattern[str]
    unconfirmed: re.Pattern[str]
    explained: re.Pattern[str]
    accounted: re.Pattern[str]
    tended: re.Pattern[str]


@cache
def governing_words() -> GoverningWords:
    """The words of ``governing.toml``. Raises ``RuleError`` when it has other keys, or no list of words for one."""
    return read_word_sets(_FILE, GoverningWords)


def own_pattern() -> str:
    """What names a disease as somebody's."""
    return f"(?:{one_of(governing_words().own)})"


def describing_pattern() -> str:
    """What may stand between a word and the name that it is of: side, level, roots."""
    return rf"(?:[\s/,'’-]|\b(?:{one_of(governing_words().describing)})\b|\b[ls]\d\b)*"


@cache
def patterns() -> Patterns:
    """The patterns made of the words. Raises ``RuleError`` as ``governing_words``."""
    words, own, describing = governing_words(), own_pattern(), describing_pattern()
    that = rf"(?:(?:{one_of(words.that)})\s+)?"
    for_own = rf"for\s+(?:the|this|{own})\b{describing}$"
    return Patterns(
        doubt=re.compile(rf"(?<![\w'])(?:{one_of(words.doubts - {_MAY})}|(?-i:{_MAY}))\b", re.I),
        denial=re.compile(rf"\b(?:{one_of(words.denials)})\b|n['’]t\b", re.I),
        settled=whole_words(words.settled),
        granted=re.compile(rf"\b(?:{one_of(words.granting)})\b{describing}$", re.I),
        elsewhere=whole_words(words.elsewhere),
        purpose=re.compile(rf"\b(?:{one_of(words.purposes)})\s+(?:(?:a|an|any)\b)?{describing}$", re.I),
        opening=re.compile(rf"[;:,.()\[\]|•?]|\s[-–—]+\s|\b(?:{one_of(words.opening | words.closing)})\b", re.I),
        closing=re.compile(rf"[;:.()\[\]|•?]|\b(?:{one_of(words.closing)})\b", re.I),
        governed=whole_words(words.governed),
        behind=re.compile(
            rf"(?:\W*|[^\w,]*(?:(?:(?:{one_of(words.despite)})\s+\w+|(?!(?:{one_of(words.tending)})\b)\w+)[^\w,]+){{1,2}}?"
            rf"|[^;]*?(?:\band|\bso|,)\s+(?:it\s+|so\s+)?)"
            rf"(?:{one_of(words.behind_doubts)})\b",
            re.I,
        ),
        meant=re.compile(rf"\b{for_own}", re.I),
        adverbs=re.compile(rf"\s+(?:{one_of(words.adverbs)})\b", re.I),
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
        reopening=whole_words(words.reopening),
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
    )
