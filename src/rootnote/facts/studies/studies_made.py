"""The words of ``studies_made.toml`` as patterns: that a study was made or not, and that the author has looked at it.

Source: annotation guide, imaging and electrodiagnostics.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from rootnote.language.notation import one_of
from rootnote.language.rulefile import read_word_sets

_FILE = "studies_made.toml"


class _Words(NamedTuple):
    """The words of ``data/rules/studies_made.toml``."""

    of_none: frozenset[str]
    awaited: frozenset[str]
    not_yet: frozenset[str]
    nothing: frozenset[str]
    missing: frozenset[str]
    called: frozenset[str]
    shown: frozenset[str]
    read_as: frozenset[str]
    found: frozenset[str]
    how_looked: frozenset[str]
    looked: frozenset[str]
    looked_over: frozenset[str]
    looked_at: frozenset[str]


class Patterns(NamedTuple):
    """What stands behind the name of a study that was not made: "MRI: none", "Imaging - not on file", "EMG of both legs: none".

    How a sentence opens that tells what the study named before it has shown: no wish ("it should show") and no condition ("if it shows").
    What stands before the name of a study that the author has looked at: "I went over the MRI".
    """

    none_made: re.Pattern[str]
    has_shown: re.Pattern[str]
    looked_at: re.Pattern[str]


@cache
def patterns() -> Patterns:
    """The patterns made of ``studies_made.toml``. Raises ``RuleError`` when it has other keys, or no list of words for one."""
    words = read_word_sets(_FILE, _Words)
    return Patterns(
        none_made=re.compile(
            rf"(?:\s(?:of|for)\s[a-z, -]{{2,30}}(?=[:=]))?\s*+(?:{one_of(words.of_none, ' ')})?\s*+[:=–—-]?\s*+"
            rf"(?:none\b(?! of)|(?:{one_of(words.awaited)})\b|nil\b(?=\s*(?:[.;,\n]|$))|n/a\b|nothing (?:{one_of(words.nothing, ' ')})"
            rf"|not (?:yet )?(?:{one_of(words.not_yet, ' ')})\b|no (?:{one_of(words.missing)}) (?:on|in|to|done|available)\b)",
            re.I,
        ),
        has_shown=re.compile(
            rf"\s*(?:(?:it|this|that|these|they|(?:the|this|that|those) (?:{one_of(words.called)}))"
            rf"\s+(?:(?:does|did|do|has|have|now|clearly|also|in fact)\s+)*"
            rf"(?:{one_of(words.shown, ' ')}|(?:was|were|is|are|(?:came|come) back) (?:{one_of(words.read_as)}))"
            rf"|(?:the |its )?(?:findings?|results?)\s+(?:was|were|is|are|{one_of(words.found)}))\b",
            re.I,
        ),
        looked_at=re.compile(
            rf"\b(?:i|we)\s+(?:(?:have|{one_of(words.how_looked)})\s+)*"
            rf"(?:{one_of(words.looked)}|(?:{one_of(words.looked_over)})\s+(?:over|at|through))\s+"
            rf"(?:(?:with|him|them|the|his|her|their|this|that|of|from|{one_of(words.looked_at)})\s+)*$",
            re.I,
        ),
    )
