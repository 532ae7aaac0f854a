"""Lists of problems: what a note finds of today where it has no other assessment, and what the patient has had elsewhere.

Source: annotation guide, conditions: the author's final current assessment.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache

from rootnote.language.rulefile import RULES, read_toml

#: The category of such a heading, what it opens where it is the assessment of the note, and where it only recalls.
PROBLEMS, _ASSESSED, _RECALLED = "problems", "assessment", "pmh"
#: The sections that hold an assessment, what an assessment stands behind, and what may follow it.
_CONCLUDED, _EXAMINED = frozenset({_ASSESSED, "postop_diagnosis"}), frozenset({"exam", "system"})
_PLANS = frozenset({"plan", "instructions"})
#: The sections that tell what brings the patient.
_BROUGHT = frozenset({"chief_complaint", "reason", "hpi"})
#: What a sentence ends at, and a year, which an entry of a list that is carried on bears.
_STOP, _YEAR = re.compile(r"[.;!?\r\n]"), re.compile(r"\b(?:19|20)\d\d\b")


@cache
def _words() -> Mapping[str, Sequence[str]]:
    return read_toml(RULES / "problem_lists.toml", {"trouble", "denied", "carried", "elsewhere"})


def settle_problem_lists(text: str, found: Mapping[int, str]) -> dict[int, str]:
    """The sections by their start, with each list of problems an assessment or a history.

    It is the assessment where the note has none, behind the examination and right before the plan or the end, if a leg brings the patient
    and no entry is of the past: what is recalled stands before an examination, or is carried on from visit to visit.
    """
    opened = sorted(found.items())
    if not any(category == PROBLEMS for _, category in opened):
        return dict(found)
    first = next(start for start, category in opened if category == PROBLEMS)
    settled_otherwise = any(category in _CONCLUDED for _, category in opened) or _holds(text[:first].lower(), "elsewhere")
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


def _tells_trouble(part: str) -> bool:
    """Whether a sentence of a part of a note tells of a leg, and denies nothing."""
    sentences = _STOP.split(part.lower())
    return any(_holds(sentence, "trouble") and not _holds(sentence, "denied") for sentence in sentences)


def _is_carried(entries: str) -> bool:
    """Whether a list has an entry of the past."""
    return _YEAR.search(entries) is not None or _holds(entries.lower(), "carried")


def _holds(lower: str, key: str) -> bool:
    return any(words in lower for words in _words()[key])
