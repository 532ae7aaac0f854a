"""Generated facts for property tests."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from coding.factsets import finding, note
from rootnote.anatomy import LUMBAR_LEVELS, Region, Side
from rootnote.facts.model import Assertion, Condition, Etiology, Finding, FindingKind, Laterality, NoteFacts

#: Many examples whatever else the machine is doing: what is measured is the engine, not the clock. ROOTNOTE_EXAMPLES asks for more.
THOROUGH = settings(
    max_examples=int(os.environ.get("ROOTNOTE_EXAMPLES", "200")), deadline=None, suppress_health_check=[HealthCheck.too_slow]
)

STATUSES = ["affirmed", "uncertain", "negated", "historical", "absent"]
SITES = [
    "ankle",
    "knee",
    "ehl",
    "quadriceps",
    "lateral calf",
    "leg",
    "saddle",
    "babinski",
    "disc degeneration",
    "transforaminal",
    "nowhere",
]
#: Words of a finding, among them what a query or a view must not stumble over.
WORDS = [
    *(
        "left ankle 4/5",
        "“ankle”",
        '"so-called" weakness',
        "numb\nfoot",
        "pain: down. The leg; now",
        "[bold]ankle[/bold]",
        "M54.17 for payment",
    ),
    *("left ankle jerk " * 15, "x" * 200, "☐ Yes", "Please document it?", "☐", "{finding}", "a\r\n\r\nb"),
]


def some(values: Iterable[Any], most: int) -> st.SearchStrategy[list[Any]]:
    """Up to so many different values, in any order."""
    return st.lists(st.sampled_from(list(values)), max_size=most, unique=True)


def causes(*names: str) -> st.SearchStrategy[list[str]]:
    """Causes as ``note`` takes them: names with levels and regions."""
    places = some([*LUMBAR_LEVELS, "C5-C6", "T8-T9"], 3)
    written = st.builds(" ".join, st.tuples(st.sampled_from(names), places.map(" ".join), st.sampled_from(["", "", *Region])))
    return st.lists(written, max_size=3)


def _finding(words: str, rest: dict[str, Any], kind: FindingKind, assertion: Assertion) -> Finding:
    return finding(kind, words, assertion, **{key: value for key, value in rest.items() if value is not None})


FINDINGS = st.builds(
    _finding,
    st.sampled_from(WORDS),
    st.fixed_dictionaries(
        {
            "side": st.sampled_from([None, *Side]),
            "root": st.sampled_from([None, "L5", "S1"]),
            "level": st.sampled_from([None, "L4-L5", "C5-C6"]),
            "site": st.sampled_from([None, *SITES]),
            "grade": st.sampled_from([None, "4/5", "4+"]),
            "zone": st.sampled_from([None, "central", "foraminal"]),
        }
    ),
    st.sampled_from(FindingKind),
    st.sampled_from(Assertion),
)

_SAID = {
    **{condition.value: st.sampled_from(STATUSES) for condition in Condition},
    "etiology": st.sampled_from(Etiology),
    "links": causes("disc", "spondylosis", "other:tumor", "other:stenosis"),
    "candidates": causes("disc", "spondylosis"),
    "doubtful": causes("disc", "spondylosis", "other:scar"),
    "excluded": st.sampled_from([(), (), ("not from it",)]),
    "regions": some(["thoracolumbar", "lumbar", "lumbosacral", "sacral"], 3),
    "sciatica_sides": some(["left", "right", "bilateral"], 2),
    "note_type": st.sampled_from(["clinic", "operative", "procedure", "imaging", "emg", "ime", "discharge", "other"]),
    "laterality": st.sampled_from(Laterality),
    "roots": some(["L4", "L5 left", "S1 right", "S2"], 2),
    "location": st.sampled_from(["", "left S1 root"]),
    "imaging_levels": some(LUMBAR_LEVELS, 2),
    "misheard": some(["S1", "radiculopathy"], 2),
    "unattributed": some(["radiculopathy", "sciatica"], 2),
    "printed": some(["M54.16", "M54.17", "M5117", "M54.4", "M54.1-", "M54.12 neck", "M54.99", "M51.26", "M47.816", "M48.062", "M54.31"], 4),
    "sections": some(["hpi", "exam", "imaging", "assessment", "plan"], 5),
}
_FOUND = {"findings": st.lists(FINDINGS, max_size=5), "rejected": st.lists(FINDINGS, max_size=2)}
_NOTES = st.fixed_dictionaries({**_SAID, **_FOUND}).map(lambda given: note(**given))
_FACTS = st.fixed_dictionaries(_SAID).map(lambda given: note(**given)[0])


def notes() -> st.SearchStrategy[tuple[NoteFacts, str]]:
    """Any facts, in agreement with each other or not, and the text they are in."""
    return _NOTES


def facts() -> st.SearchStrategy[NoteFacts]:
    """Any facts that codes depend on."""
    return _FACTS
