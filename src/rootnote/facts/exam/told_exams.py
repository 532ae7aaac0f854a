"""The words of ``told_exams.toml`` as patterns: an examination that is another's, or whose verb stands in the clause before.

Source: annotation guide, exams.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from rootnote.language.notation import one_of
from rootnote.language.rulefile import read_word_sets

_FILE = "told_exams.toml"


class _Words(NamedTuple):
    """The words of ``data/rules/told_exams.toml``."""

    told: frozenset[str]
    found: frozenset[str]
    kin: frozenset[str]
    walking: frozenset[str]
    other_test: frozenset[str]


class Patterns(NamedTuple):
    """Another examiner by name, with or without what he is ("Dr. Smith recorded", "Dr. Quist, neurologist, found"), or by a pronoun.

    How an examiner tells what the examination itself found; who is neither patient nor examiner; and a walk that is denied behind one that
    is done, without its verb.
    """

    by_name: re.Pattern[str]
    by_pronoun: re.Pattern[str]
    found: re.Pattern[str]
    kin: re.Pattern[str]
    not_done: re.Pattern[str]


@cache
def patterns() -> Patterns:
    """The patterns made of ``told_exams.toml``. Raises ``RuleError`` when it has other keys, or no list of words for one."""
    words = read_word_sets(_FILE, _Words)
    verb = rf"(?:had\s+|has\s+)?(?:{one_of(words.told)})\b"
    return Patterns(
        by_name=re.compile(rf"\b(?i:(Dr|Doctor)|Mr|Ms|Mrs)\.?\s+[A-Z][\w'-]+(?:,\s[^,.;\n]{{3,40}},)?\s+(?i:{verb})"),
        by_pronoun=re.compile(rf"\W*(he|she)\s+(?:also\s+)?{verb}", re.I),
        found=re.compile(rf"\b(?:{one_of(words.found)})$", re.I),
        kin=re.compile(rf"\b(?:{one_of(words.kin)})\b", re.I),
        not_done=re.compile(
            r"(?:\bbut\b|\bthough\b|\band\b|[;,])\s*(?:is\s+|was\s+|but\s+|he\s+|she\s+)?"
            r"(not|unable|cannot|can't|can\s?not|could\s?n[o']t|fails?|failed)\s+"
            rf"((?:(?:to|on|onto|the|his|her|their|{one_of(words.walking)})\s+){{0,6}}(?:tip)?(heel|toe)s?)\b"
            rf"(?!s?\s*(?:{one_of(words.other_test)}|are|is|was|were)\w*)",
            re.I,
        ),
    )
