"""Lists of problems: what a note finds of today where it has no other assessment, and what the patient has had elsewhere.

Source: annotation guide, conditions: the author's final current assessment.
"""

from collections.abc import Mapping

#: The category of such a heading, what it opens where it is the assessment of the note, and where it only recalls.
PROBLEMS, _ASSESSED, _RECALLED = "problems", "assessment", "pmh"
#: The sections that hold an assessment, what an assessment stands behind, and what may follow it.
_CONCLUDED, _EXAMINED = frozenset({_ASSESSED, "postop_diagnosis"}), frozenset({"exam", "system"})
_PLANS = frozenset({"plan", "instructions"})


def settle_problem_lists(found: Mapping[int, str]) -> dict[int, str]:
    """The sections by their start, with each list of problems an assessment or a history.

    It is the assessment where the note has none, behind the examination and right before the plan or the end: what is recalled stands
    before an examination.
    """
    opened = sorted(found.items())
    if not any(category == PROBLEMS for _, category in opened):
        return dict(found)
    concluded = any(category in _CONCLUDED for _, category in opened)
    settled: dict[int, str] = {}
    examined = False
    for number, (start, category) in enumerate(opened):
        if category == PROBLEMS:
            last = number + 1 == len(opened) or opened[number + 1][1] in _PLANS
            category = _ASSESSED if examined and last and not concluded else _RECALLED
        examined = examined or category in _EXAMINED
        settled[start] = category
    return settled
