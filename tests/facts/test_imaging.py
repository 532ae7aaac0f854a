"""Results of lumbar imaging and their levels, against what is ordered, of another part, or a step of a procedure."""

import pytest
from spacy.language import Language

from rootnote.facts.model import Assertion
from rootnote.facts.reading import read
from rootnote.facts.studies.imaging import find_imaging, imaging_levels

RESULTS = [
    pytest.param("MRI of the lumbar spine demonstrates a broad-based bulge at L3-4.", ["L3-L4"], id="mri-demonstrates"),
    pytest.param("Her lumbar MRI from March was notable for a left-sided extrusion, L5-S1.", ["L5-S1"], id="notable-for"),
    pytest.param("L4-5 extrusion on MRI with left lateral recess narrowing.", ["L4-L5"], id="before-its-test"),
    pytest.param("He has an MRI-proven L5-S1 herniation.", ["L5-S1"], id="mri-proven"),
    pytest.param("CT myelography of the low back was done in Ohio. There was a block at L2-3.", ["L2-L3"], id="next-sentence"),
    pytest.param(
        "The MRI of the lumbar spine was reviewed. It shows a herniation at L4-5. This displaces the L5 root.", ["L4-L5"], id="it-shows"
    ),
    pytest.param(
        "We looked at his lumbar MRI together: desiccation at the lower two levels and a small tear at L4-5.", ["L4-L5"], id="colon"
    ),
    pytest.param(
        "Lumbar x-rays (4 views) today: grade 1 anterolisthesis of L4 on L5, no motion on flexion.", ["L4-L5"], id="one-on-another"
    ),
    pytest.param("MRI L spine 6/2: L1-2, L2-3 and L3-4 unremarkable; L4-5 severe central stenosis.", ["L4-L5"], id="normal-levels"),
    pytest.param("MRI of the lumbar spine: no stenosis at L3-4, moderate stenosis at L4-5.", ["L4-L5"], id="no-and-yes"),
    pytest.param(
        "IMAGING:\nMRI lumbar spine\nL2-3: Normal.\nL3-4: Mild facet hypertrophy.\nL4-5: Disc is desiccated. "
        "Broad protrusion.\nL5-S1: Negative.",
        ["L3-L4", "L4-L5"],
        id="entries",
    ),
    pytest.param(
        "IMAGING:\nMRI LUMBAR SPINE. Level by level: L3-L4 mild bulge, L4-L5 moderate bulge, L5-S1 fine.", ["L3-L4", "L4-L5"], id="fine"
    ),
    pytest.param("MRI lumbar spine: bulges from L2-3 through L5-S1.", ["L2-L3", "L3-L4", "L4-L5", "L5-S1"], id="range"),
    pytest.param("Radiographs of the lumbosacral spine reveal narrowing of the lumbosacral interspace.", ["L5-S1"], id="named-level"),
    pytest.param("Lumbar discography was concordant at L4-5 and painless at L3-4.", ["L4-L5"], id="discography"),
    pytest.param(
        "RESULTS\nThe lumbar MRI was reviewed and reveals a disc herniation.\n\nASSESSMENT\nL5-S1 disc herniation with radiculopathy.",
        ["L5-S1"],
        id="level-from-the-assessment",
    ),
    pytest.param("MRI lumbar spine: no abnormality except a bulge at L5-S1.", ["L5-S1"], id="except"),
    pytest.param("X-ray lumbar spine: moderate spondylosis, worst at L3-4, no instability.", ["L3-L4"], id="worst-at"),
    pytest.param("The MRI that was ordered last month shows a bulge at L4-5 in the lumbar spine.", ["L4-L5"], id="ordered-then-done"),
    pytest.param(
        "Lumbar MRI, which she brought on a disc, shows foraminal narrowing, L5-S1 worse than L4-5.", ["L4-L5", "L5-S1"], id="worse-than"
    ),
    pytest.param(
        "Lumbar MRI: severe stenosis at L4-5 from facet overgrowth; moderate at L3-4; the L5-S1 disc is small and normal.",
        ["L3-L4", "L4-L5"],
        id="moderate-alone",
    ),
    pytest.param(
        "MRI LUMBAR SPINE\n\nFINDINGS: Marrow signal is normal.\n\nAt L3-L4, no bulge or stenosis.\n\nAt L4-L5, a new right extrusion.\n\n"
        "At L5-S1, changes of laminotomy without recurrent herniation.",
        ["L4-L5"],
        id="paragraphs",
    ),
    pytest.param("L-spine series: disc spaces preserved with the exception of L5-S1, which is collapsed.", ["L5-S1"], id="exception"),
    pytest.param(
        "Outside MRI of the low back: L3-4 and L4-5 bulges, L5-S1 annular tear, no stenosis at any level.",
        ["L3-L4", "L4-L5", "L5-S1"],
        id="any",
    ),
    pytest.param("Left L5 radiculopathy with a corresponding L4-5 HNP on MRI.", ["L4-L5"], id="corresponding"),
    pytest.param("MRI of the lumbar spine is unremarkable.", [], id="unremarkable"),
    pytest.param("Low back pain. X-rays taken here are negative.", [], id="negative"),
    pytest.param("Lumbar plain films look fine.", [], id="look-fine"),
    pytest.param("MRI lumbar spine: disc heights maintained, canal patent, no root compression.", [], id="all-normal"),
    pytest.param("CT of the lumbar spine showed an old L1 compression fracture.", [], id="bone-has-no-level"),
    pytest.param("Lumbar films show straightening of the lordosis.", [], id="lordosis"),
    pytest.param("MRI of the cervical and lumbar spine shows a C5-6 bulge and an L4-5 protrusion.", ["L4-L5"], id="two-regions"),
    pytest.param(
        "EXAM: MRI LUMBAR SPINE\nFINDINGS:\nMild bulge at L5-S1.\nIMPRESSION:\n1. L5-S1 bulge.\n2. L4-5 facet arthropathy.",
        ["L4-L5", "L5-S1"],
        id="report",
    ),
    pytest.param(
        "PREOPERATIVE DIAGNOSIS: Herniated disc.\nINDICATIONS: Leg pain. MRI showed a large herniation at L5-S1 on the left.\n"
        "PROCEDURE: The L4-5 space was counted on a lateral film.",
        ["L5-S1"],
        id="indications",
    ),
]

NO_RESULT = [
    pytest.param("Order MRI of the lumbar spine to look for a herniation at L4-5.", id="order"),
    pytest.param("MRI of the lumbar spine for suspected L4-5 stenosis.", id="purpose"),
    pytest.param("PLAN:\nMRI lumbar spine to evaluate for:\n- disc herniation\n- stenosis", id="plan-list"),
    pytest.param("We will get lumbar films if he is not better.", id="if"),
    pytest.param("Lumbar MRI was denied by his carrier.", id="denied"),
    pytest.param("She had a lumbar MRI years ago but the report is not available.", id="not-available"),
    pytest.param("I went over the MRI findings of the lumbar spine with the patient.", id="discussed"),
    pytest.param("MRI of the neck shows stenosis at C4-5. Low back pain is minor.", id="neck"),
    pytest.param("Low back pain. X-rays of the left hip show arthritis.", id="hip"),
    pytest.param("Low back pain. Chest x-ray shows scoliosis of the thoracic spine.", id="chest"),
    pytest.param("Under fluoroscopy the needle was seen at the L4-5 foramen, and the epidurogram outlined the L4 root.", id="fluoroscopy"),
    pytest.param(
        "PREOPERATIVE DIAGNOSIS: Stenosis.\nPROCEDURE: An intraoperative x-ray confirmed the L4-5 level. The stenosis was decompressed.",
        id="intraoperative",
    ),
    pytest.param("ASSESSMENT: L4-5 disc herniation. L5-S1 stenosis.", id="assessment-alone"),
    pytest.param("Exam: back normal. MRI pending.", id="pending"),
    pytest.param("CT of the head was negative. He also has low back pain.", id="head"),
    pytest.param("Low back pain. She brought her MRI, but I cannot open it; it will be repeated.", id="cannot-open"),
    pytest.param("Bone density scan shows osteopenia of the hip. Low back pain.", id="dexa"),
]


@pytest.mark.parametrize(("text", "levels"), RESULTS)
def test_a_result_is_found_with_its_levels(nlp: Language, text: str, levels: list[str]) -> None:
    reading = read(nlp(text))
    found = find_imaging(reading)
    assert found.findings
    assert [fact.level for fact in imaging_levels(reading, found.findings)] == levels
    assert any(finding.assertion is Assertion.AFFIRMED for finding in found.findings) or not levels


@pytest.mark.parametrize("text", NO_RESULT)
def test_what_tells_no_result_is_none(nlp: Language, text: str) -> None:
    reading = read(nlp(text))
    found = find_imaging(reading)
    assert [finding.evidence.text for finding in found.findings] == []
    assert imaging_levels(reading, found.findings) == ()


def test_evidence_is_text_of_the_note(nlp: Language) -> None:
    text = "MRI lumbar spine: severe right foraminal stenosis at L5-S1."
    (finding, *_) = find_imaging(read(nlp(text))).findings
    assert text[finding.evidence.start : finding.evidence.end] == finding.evidence.text
    assert (finding.level, finding.site, finding.severity, finding.side) == ("L5-S1", "stenosis", "severe", "right")


def test_an_ordered_test_is_rejected(nlp: Language) -> None:
    (rejected,) = find_imaging(read(nlp("Order MRI of the lumbar spine."))).rejected
    assert rejected.assertion is Assertion.ORDERED
