"""The coding engine over the gold annotations of the development notes, where the project's shared folder is at hand.

A gold row says neither which levels the author links to the radiculopathy nor which side sciatica has, so levels are read from the
quotations that it gives for cause and location, else from its imaging levels. What a row still can't tell is listed with its reason.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from coding.factsets import note
from rootnote.anatomy import LUMBAR_LEVELS
from rootnote.coding.assign import assign_codes
from rootnote.coding.table import load_codes

SHARED = Path(os.environ.get("ROOTNOTE_SHARED", Path(__file__).parents[3] / "shared"))
GOLD = SHARED / "notes" / "dev.jsonl"

_LEVEL = re.compile(r"\bL([1-5])\s*[-/–]?\s*(?:L|S)?([1-5])\b", re.IGNORECASE)
_CAUSES = {"disc": ["disc"], "spondylosis": ["spondylosis"], "disc_and_spondylosis": ["disc", "spondylosis"], "other": ["other"]}

#: Rows that don't hold what the code depends on, and what that is.
UNTOLD = {"mt4b01e820": "its one imaging level is that of the stenosis; its spondylosis has no level"}


def gold_rows() -> list[dict[str, Any]]:
    with GOLD.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def levels_in(quotations: list[str]) -> Iterator[str]:
    for quotation in quotations:
        for upper, lower in _LEVEL.findall(quotation):
            level = f"L{upper}-S1" if (upper, lower) == ("5", "1") else f"L{upper}-L{lower}"
            if level in LUMBAR_LEVELS:
                yield level


def written(causes: list[str], levels: list[str]) -> list[str]:
    return [" ".join([cause, *levels]) for cause in causes]


def codes_of(row: dict[str, Any]) -> tuple[set[str], set[str], set[str]]:
    elements = row["elements"]
    linked = list(levels_in(elements["etiology_statement"]["evidence"])) or list(levels_in(elements["nerve_root_or_region"]["evidence"]))
    side = row["laterality"] if row["laterality"] in ("left", "right", "bilateral") else None
    facts, _ = note(
        etiology=row["etiology"],
        links=written(_CAUSES.get(row["etiology"], []), linked),
        candidates=written(row["unlinked_candidates"], row["imaging_levels"]),
        regions=row["region"],
        sciatica_sides=[side] if side else [],
        note_type=row["note_type"],
        **row["conditions"],
    )
    coding = assign_codes(facts, load_codes())
    return set(coding.codes), set(coding.codes_presumed), set(coding.symptom_codes)


def gold_codes(row: dict[str, Any]) -> tuple[set[str], set[str], set[str]]:
    return set(row["codes"]), set(row["codes_presumed"]), set(row["symptom_codes"])


@pytest.mark.skipif(not GOLD.exists(), reason="the shared folder with the gold annotations is not beside the checkout")
def test_gold_rows_give_their_codes() -> None:
    rows = gold_rows()
    assert len(rows) >= 100
    wrong = {row["id"]: (gold_codes(row), codes_of(row)) for row in rows if gold_codes(row) != codes_of(row)}
    assert set(wrong) == set(UNTOLD), wrong
