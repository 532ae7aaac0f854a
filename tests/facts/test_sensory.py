"""Sensation in the legs: dermatome, territory and side of each loss."""

from __future__ import annotations

import pytest
from spacy.language import Language

from rootnote.anatomy import Side
from rootnote.facts.exam.sensory import find_sensory
from rootnote.facts.model import Assertion
from rootnote.facts.reading import read

LOST = Assertion.AFFIRMED


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Decreased pinprick in the left L5 dermatome.", [("L5", None, Side.LEFT)], id="dermatome"),
        pytest.param(
            "Light touch reduced over L5 and S1 on the right.", [("L5", None, Side.RIGHT), ("S1", None, Side.RIGHT)], id="two-roots"
        ),
        pytest.param("Sensation reduced in an L5-S1 distribution.", [("L5", None, None), ("S1", None, None)], id="two-roots-by-level"),
        pytest.param("Pinprick dull over the lateral left calf.", [(None, "lateral calf", Side.LEFT)], id="territory"),
        pytest.param("Sensation decreased in both feet.", [(None, "foot", Side.BILATERAL)], id="part-of-the-leg"),
        pytest.param("Sensation decreased in a stocking pattern to the shins.", [(None, "stocking", None)], id="stocking"),
        pytest.param("There is a T10 sensory level.", [(None, None, None)], id="level-of-the-cord"),
    ],
)
def test_where_sensation_is_lost(nlp: Language, text: str, expected: list[tuple[str | None, str | None, Side | None]]) -> None:
    findings = find_sensory(read(nlp(text))).findings
    assert [(f.root, f.site, f.side) for f in findings] == expected
    assert {f.assertion for f in findings} == {LOST}


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("REVIEW OF SYSTEMS: Neurologic: denies numbness, decreased sensation or weakness.", id="review-of-systems"),
        pytest.param("Tinel is positive at the ankle.", id="tinel"),
        pytest.param("Facial sensation is decreased.", id="face"),
        pytest.param("Sensation of heaviness in the chest.", id="sensation-of-something"),
        pytest.param("Sural sensory responses are absent on nerve conduction study.", id="nerve-conduction"),
    ],
)
def test_what_is_no_exam_of_sensation_does_not_count(nlp: Language, text: str) -> None:
    assert find_sensory(read(nlp(text))).findings == ()
