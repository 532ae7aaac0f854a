"""Generated facts for property tests."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from coding.factsets import finding, note
from rootnote.anatomy import LUMBAR_LEVELS, Region, Side
from rootnote.facts.model import Assertion, Condition, Etiology, Finding, FindingKind, Laterality, NoteFacts

#: Many examples whatever else the machine is doing: what is measured is the engine, not the clock.
THOROUGH = settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])

STATUSES = ["affirmed", "uncertain", "negated", "historical", "absent"]
PLACES = st.lists(st.sampled_from([*LUMBAR_LEVELS, "C5-C6", "T8-T9"]), max_size=3, unique=True)


@st.composite
def causes(draw: st.DrawFn, names: list[str]) -> list[str]:
    written = []
    for name in draw(st.lists(st.sampled_from(names), max_size=3)):
        region = draw(st.sampled_from(["", "", *Region]))
        written.append(" ".join([name, *draw(PLACES), region]))
    return written


SITES = ["ankle", "knee", "ehl", "quadriceps", "lateral calf", "leg", "saddle", "babinski", "nowhere"]


@st.composite
def findings(draw: st.DrawFn) -> Finding:
    """Any finding."""
    words = draw(st.text('left ankle 4/5 “"\n', min_size=1, max_size=200).filter(str.strip))
    rest = {
        "side": draw(st.sampled_from([None, *Side])),
        "root": draw(st.sampled_from([None, "L5", "S1"])),
        "level": draw(st.sampled_from([None, "L4-L5", "C5-C6"])),
        "site": draw(st.sampled_from([None, *SITES])),
        "grade": draw(st.sampled_from([None, "4/5", "4+"])),
        "zone": draw(st.sampled_from([None, "central", "foraminal"])),
    }
    given = {key: value for key, value in rest.items() if value is not None}
    return finding(draw(st.sampled_from(list(FindingKind))), words, draw(st.sampled_from(list(Assertion))), **given)


@st.composite
def notes(draw: st.DrawFn, *, with_findings: bool = True) -> tuple[NoteFacts, str]:
    """Any facts, in agreement with each other or not, and the text they are in."""
    given_facts: dict[str, Any] = {condition: draw(st.sampled_from(STATUSES)) for condition in Condition}
    return note(
        **given_facts,
        etiology=draw(st.sampled_from(list(Etiology))),
        links=draw(causes(["disc", "spondylosis", "other:tumor", "other:stenosis"])),
        candidates=draw(causes(["disc", "spondylosis"])),
        doubtful=draw(causes(["disc", "spondylosis", "other:scar"])),
        excluded=draw(st.sampled_from([(), (), ("not from it",)])),
        regions=draw(st.lists(st.sampled_from(["thoracolumbar", "lumbar", "lumbosacral", "sacral"]), max_size=3, unique=True)),
        sciatica_sides=draw(st.lists(st.sampled_from(["left", "right", "bilateral"]), max_size=2, unique=True)),
        note_type=draw(st.sampled_from(["clinic", "operative", "procedure", "imaging", "emg", "ime", "discharge", "other"])),
        laterality=draw(st.sampled_from(list(Laterality))),
        roots=draw(st.lists(st.sampled_from(["L4", "L5 left", "S1 right", "S2"]), max_size=2, unique=True)),
        location=draw(st.sampled_from(["", "left S1 root"])),
        imaging_levels=draw(st.lists(st.sampled_from(LUMBAR_LEVELS), max_size=2, unique=True)),
        findings=draw(st.lists(findings(), max_size=5 if with_findings else 0)),
        rejected=draw(st.lists(findings(), max_size=2 if with_findings else 0)),
        sections=draw(st.lists(st.sampled_from(["hpi", "exam", "imaging", "assessment", "plan"]), unique=True)),
    )


def facts() -> st.SearchStrategy[NoteFacts]:
    """Any facts that codes depend on."""
    return notes(with_findings=False).map(lambda one: one[0])
