"""The words beside a test of an examination and its result, from ``data/rules/exam_words.toml``: too common to be targets."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from rootnote.language.rulefile import read_word_sets

_FILE = "exam_words.toml"


class ExamWords(NamedTuple):
    """The words of ``data/rules/exam_words.toml``, in the order of the file."""

    sitting: frozenset[str]
    prone: frozenset[str]
    passive: frozenset[str]
    couch: frozenset[str]
    carried: frozenset[str]
    evoked_by: frozenset[str]
    to_side: frozenset[str]
    examiner: frozenset[str]
    examiners_weakness: frozenset[str]
    stated: frozenset[str]
    denied_subject: frozenset[str]
    before_subject: frozenset[str]
    felt_only: frozenset[str]
    alternative: frozenset[str]
    slightly: frozenset[str]
    all_the_same: frozenset[str]


@cache
def exam_words() -> ExamWords:
    """The words of ``exam_words.toml``. Raises ``RuleError`` when it has other keys, or no list of words for one."""
    return read_word_sets(_FILE, ExamWords)
