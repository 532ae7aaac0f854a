"""Lists of problems: what a note finds of today where it has no other assessment, and what the patient has had elsewhere.

Source: annotation guide, conditions: the author's final current assessment.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from rootnote.language.categories import CONCLUDING, NO_SECTION, PRESENTING
from rootnote.language.rulefile import read_word_lists

_FILE = "problem_lists.toml"
#: The category of such a heading, what it opens where it is the assessment of the note, and where it only recalls.
PROBLEMS, _ASSESSED, _RECALLED = "problems", "assessment", "pmh"
#: What an assessment stands behind, and what may follow it.
_EXAMINED = frozenset({"exam", "system"})
_PLANS = frozenset({"plan", "instructions"})
#: The sections that tell what brings the patient.
_BROUGHT = PRESENTING | {"hpi"}
#: The category of a list of problems that are closed, and the heading of such a list alone on a line.
_CLOSED = "inactive"
_ALONE = re.compile(r"[^\W\d_]+(?:[ \t]+[^\W\d_]+){1,3}[*_ \t]*:?[*_ \t]*(?:\r\n|\n|\r)\s*")
#: The most characters of an entry of such a list, and the marks before one.
_ENTRY, _MARKS = 60, " \t*#•-0123456789.)"
#: What a sentence ends at, and a year, which an entry of a list that is carried on bears.
_STOP, _YEAR = re.compile(r"[.;!?\r\n]"), re.compile(r"\b(?:19|20)\d\d\b")


class ListWords(NamedTuple):
    """The words of ``data/rules/problem_lists.toml``."""

    trouble: tuple[str, ...]
    denied: tuple[str, ...]
    carried: tuple[str, ...]
    elsewhere: tuple[str, ...]
    tells_of_now: tuple[str, ...]


@cache
def list_words() -> ListWords:
    """The words that lists of problems are told by, in lower case. Raises ``RuleError`` as ``read_word_lists``."""
    return read_word_lists(_FILE, ListWords)


def settle_problem_lists(text: str, found: Mapping[int, str]) -> dict[int, str]:
    """The sections by their start, with each list of problems an assessment or a history.

    It is the assessment where the note has none, behind the examination and right before the plan or the end, if a leg brings the patient
    and no entry is of the past: what is recalled stands before an examination, or is carried on from visit to visit.
    """
    opened = list(_with_closed(text, sorted(found.items())))
    if not any(category == PROBLEMS for _, category in opened):
        return dict(opened)
    first = next(start for start, category in opened if category == PROBLEMS)
    settled_otherwise = any(category in CONCLUDING for _, category in opened) or _holds(text[:first].lower(), list_words().elsewhere)
    ends = [*(start for start, _ in opened[1:]), len(text)]
    settled: dict[int, str] = {}
    examined, brought = False, _tells_trouble(text[: opened[0][0]])
    for number, (start, category) in enumerate(opened):
        part = text[start : ends[number]]
        if category == PROBLEMS:
            last = number + 1 == len(opened) or opened[number + 1][1] in _PLANS
            category = _ASSESSED if examined and brought and last and not (settled_otherwise or _is_carried(part)) else _RECALLED
        examined = examined or category in _EXAMINED
        brought = brought or (category in _BROUGHT and _tells_trouble(part))
        settled[start] = category
    return settled


def _with_closed(text: str, opened: Sequence[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """The sections with a list of closed problems one only under a heading alone on its line, and up to its end.

    It ends at an empty line, and at a line that tells more than an entry; there the section before it goes on.
    """
    ends = [*(start for start, _ in opened[1:]), len(text)]
    before = NO_SECTION
    for (start, category), end in zip(opened, ends, strict=False):
        if category != _CLOSED:
            before = category
            yield start, category
        elif (heading := _ALONE.match(text, start, end)) is not None:
            yield start, category
            if (over := _end_of_entries(text, heading.end(), end)) < end:
                yield over, before


def _end_of_entries(text: str, start: int, end: int) -> int:
    """Where the entries of a list that starts at a character end."""
    for line in text[start:end].splitlines(keepends=True):
        if not line.strip() or len(line) > _ENTRY or _holds(f" {line.lower().lstrip(_MARKS).rstrip()} ", list_words().tells_of_now):
            break
        start += len(line)
    return start


def _tells_trouble(part: str) -> bool:
    """Whether a sentence of a part of a note tells of a leg, and denies nothing."""
    sentences = _STOP.split(part.lower())
    return any(_holds(sentence, list_words().trouble) and not _holds(sentence, list_words().denied) for sentence in sentences)


def _is_carried(entries: str) -> bool:
    """Whether a list has an entry of the past."""
    return _YEAR.search(entries) is not None or _holds(entries.lower(), list_words().carried)


def _holds(lower: str, any_of: tuple[str, ...]) -> bool:
    return any(words in lower for words in any_of)
