"""Warnings of whole texts, where what raises them is a matter of words, and look-alikes that raise none."""

from __future__ import annotations

import json

import pytest
from spacy.language import Language

import rootnote

FACET, SIDE, SLIP, STENOSIS, ALONE = "facet_procedure", "side_discordance", "slip_besides", "stenosis_besides", "stenosis_alone"
SECOND = "second_problem"
CASES = [
    # A facet procedure that did not take place is none.
    ("A: left L4 radiculopathy. P: facet block on Monday.", FACET, True),
    ("A: left L4 radiculopathy. P: MBB authorized.", FACET, True),
    ("A: left L4 radiculopathy. P: He declined the facet block.", FACET, False),
    ("A: left L4 radiculopathy. P: MBB was discussed but she declined.", FACET, False),
    ("A: left L4 radiculopathy. P: Facet injection denied by the payer.", FACET, False),
    ("A: left L4 radiculopathy. P: The carrier will not cover medial branch blocks.", FACET, False),
    ("A: left L4 radiculopathy. P: MBB request denied.", FACET, False),
    ("A: left L4 radiculopathy. P: medial branch block canceled.", FACET, False),
    ("A: left L4 radiculopathy. P: Medial branch blocks are deferred.", FACET, False),
    ("A: left L4 radiculopathy. P: L4-S1 MBB not yet scheduled.", FACET, False),
    ("A: left L4 radiculopathy. P: hold off on facet injections.", FACET, False),
    ("A: left L4 radiculopathy. P: She refused surgery and chose a medial branch block.", FACET, True),
    ("A: left L4 radiculopathy. P: MBB today; the epidural was denied.", FACET, True),
    ("A: left L4 radiculopathy. P: Refused a fusion, facet block on Tuesday.", FACET, True),
    ("A: left L4 radiculopathy. P: Declines the ESI, MBB scheduled.", FACET, True),
    ("A: left L4 radiculopathy. P: Surgery deferred, MBB in two weeks.", FACET, True),
    ("A: left L4 radiculopathy. P: Declines a fusion, MBB.", FACET, False),
    ("A: left L4 radiculopathy. P: Refused surgery, facet block and acupuncture.", FACET, False),
    ("A: left L4 radiculopathy. P: He declined the MBB next week.", FACET, False),
    # A positive tension sign has a side, a crossed one has that of the other leg.
    ("HPI: right leg pain. Exam: Slump test positive on the left. A: Right S1 radiculopathy.", SIDE, True),
    ("HPI: right leg pain. Exam: SLR positive on the right. A: Right S1 radiculopathy.", SIDE, False),
    ("HPI: right leg pain. Exam: Crossed SLR positive on the left. A: Right S1 radiculopathy.", SIDE, False),
    ("HPI: right leg pain. Exam: Left SLR gives contralateral leg pain. A: Right S1 radiculopathy.", SIDE, False),
    ("HPI: right leg pain. Exam: SLR negative on the left. A: Right S1 radiculopathy.", SIDE, False),
    ("HPI: left leg pain. Exam: SLR on the right causes leg pain. A: Lumbar radiculopathy. Plan: Right L5 TFESI.", SIDE, True),
    ("HPI: left leg pain. Exam: Right SLR reproduces leg pain at 40. A: Lumbar radiculopathy. Plan: Right L5 TFESI.", SIDE, True),
    ("HPI: left leg pain. Exam: SLR on the left causes leg pain. A: Lumbar radiculopathy. Plan: Left L5 TFESI.", SIDE, False),
    ("HPI: left leg pain. Exam: Right SLR causes left leg pain. A: Lumbar radiculopathy. Plan: Left L5 TFESI.", SIDE, False),
    ("Leg pain. Exam: SLR on the right causes right leg pain. A: Lumbar radiculopathy. Plan: Right L5 TFESI.", SIDE, False),
    # What else than a disc is the cause.
    ("A: Left L5 radiculopathy caused by an L5-S1 anterolisthesis.", SLIP, True),
    ("A: Left L5 radiculopathy caused by degenerative scoliosis.", SLIP, False),
    ("A: Left L5 radiculopathy caused by an L5 pars defect.", SLIP, False),
    ("A: Left L5 radiculopathy caused by foraminal stenosis.", STENOSIS, True),
    ("A: Left L5 radiculopathy caused by lumbar stenosis w/o claudication.", STENOSIS, False),
    ("A: Left L5 radiculopathy caused by lumbar stenosis w/o claudication.", ALONE, True),
    ("HPI: Denies claudication. A: Left L5 radiculopathy caused by lumbar stenosis.", ALONE, True),
    ("A: Left L5 radiculopathy caused by lumbar stenosis. Calf claudication from arterial disease.", ALONE, False),
    # A root of the other side that the linked level does not reach is perhaps another problem, be the region one or two.
    ("A: Left L5 radic d/t L4-5 protrusion, R S1 radic.", SECOND, True),
    ("A: 1. Right S1 radiculitis. 2. Left L5 radiculopathy from the L4-5 extrusion.", SECOND, True),
    ("A: L4-5 extrusion with left L5 radiculopathy. Right S1 root irritation as well.", SECOND, True),
    ("A: Left L5 radiculopathy secondary to L4-5 spondylosis; also a right S1 radiculopathy.", SECOND, True),
    ("A: Left L3 radiculopathy due to an L3-4 disc herniation. Right L5 radiculopathy.", SECOND, True),
    ("A: Left L5 radiculopathy due to an L4-5 herniation. Bilateral S1 radiculopathy.", SECOND, True),
    ("A: Left L5 radiculopathy due to an L4-5 herniation. Possible right S1 radiculopathy.", SECOND, True),
    ("A: Left S1 radiculopathy due to an L5-S1 herniation and right L3 radiculopathy.", SECOND, True),
    ("A: Left L5 radiculopathy due to an L4-5 herniation; right L5 radiculopathy too.", SECOND, False),
    ("A: Left L5 and S1 radiculopathy due to an L4-5 herniation.", SECOND, False),
    ("A: Left L5 radiculopathy due to an L4-5 herniation. No right S1 radiculopathy.", SECOND, False),
    ("A: Left S1 radiculopathy due to an L4-5 herniation.", SECOND, False),
    ("A: Left L5 and right S1 radiculopathies due to L4-5 and L5-S1 herniations.", SECOND, False),
    ("A: Left L5 radiculopathy due to L4-5 stenosis. Right S1 radiculopathy.", SECOND, False),
    ("A: Left L5 radiculopathy. Right S1 radiculopathy. L4-5 herniation.", SECOND, False),
]


@pytest.mark.parametrize(("text", "kind", "raised"), CASES)
def test_warning_of_a_text(nlp: Language, text: str, kind: str, raised: bool) -> None:
    record = json.loads(rootnote.review(text, nlp=nlp).to_json())
    assert (kind in [warning["kind"] for warning in record["warnings"]]) is raised
