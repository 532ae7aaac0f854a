"""The words beside a printed code, from ``data/rules/code_words.toml``: too common to be targets."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from rootnote.language.rulefile import read_word_sets

_FILE = "code_words.toml"


class CodeWords(NamedTuple):
    """The words of ``data/rules/code_words.toml``, in the order of the file."""

    code_choice: frozenset[str]
    code_set_aside: frozenset[str]
    leads_to_code: frozenset[str]
    about_codes: frozenset[str]


@cache
def code_words() -> CodeWords:
    """The words of ``code_words.toml``. Raises ``RuleError`` when it has other keys, or no list of words for one."""
    return read_word_sets(_FILE, CodeWords)
