"""Leg symptoms: what counts, in the words of clinicians, and what only looks like it."""

from __future__ import annotations

import pytest
from spacy.language import Language

from rootnote.anatomy import Side
from rootnote.facts.model import Assertion
from rootnote.facts.reading import read
from rootnote.facts.symptoms import find_symptoms

PRESENT, DENIED, UNSAID = Assertion.AFFIRMED, Assertion.NEGATED, None

PHRASES = [
    pytest.param(
        "He has low back pain with radiation to the left buttock and posterior thigh.", PRESENT, id="radiation-left-buttock-posterior-thigh"
    ),
    pytest.param("Low back pain with left leg radiculopathy.", PRESENT, id="left-leg-radiculopathy"),
    pytest.param("Left-sided sciatica.", PRESENT, id="left-sided-sciatica"),
    pytest.param("Back pain and bilateral leg pain.", PRESENT, id="bilateral-leg"),
    pytest.param("Low back pain. She notes tingling in both feet.", PRESENT, id="notes-tingling-both-feet"),
    pytest.param("Her low back pain travels down the right leg to the foot.", PRESENT, id="travels-down-right-leg-foot"),
    pytest.param("Low back pain which shoots into the right hip and thigh.", PRESENT, id="which-shoots-into-right-hip"),
    pytest.param("Back pain radiates into the left hip.", PRESENT, id="radiates-into-left-hip"),
    pytest.param("Pain in the lower back and left leg.", PRESENT, id="lower-left-leg"),
    pytest.param("Low back pain, right leg heaviness when walking.", PRESENT, id="right-leg-heaviness-when-walking"),
    pytest.param(
        "Lumbar stenosis, with cramping in both calves after walking a block.", PRESENT, id="lumbar-stenosis-cramping-both-calves"
    ),
    pytest.param("Back pain with pain going to the knee.", PRESENT, id="going-knee"),
    pytest.param("Chief complaint: Low back and right leg pain.", PRESENT, id="chief-complaint-right-leg"),
    pytest.param("He complains of LBP with RLE pain and numbness.", PRESENT, id="complains-lbp-rle-numbness"),
    pytest.param("Low back pain with weakness in the right foot.", PRESENT, id="weakness-right-foot"),
    pytest.param("Lumbar disc herniation with left foot drop.", PRESENT, id="lumbar-disc-herniation-left-foot"),
    pytest.param("Back pain. Numbness and tingling down the left leg.", PRESENT, id="numbness-tingling-down-left-leg"),
    pytest.param(
        "Severe back pain with pain radiating through the buttocks down both legs.", PRESENT, id="severe-radiating-through-buttocks-down"
    ),
    pytest.param("The right leg goes numb when she stands; lumbar stenosis.", PRESENT, id="right-leg-goes-numb-when"),
    pytest.param("Low back pain; her left leg gives out.", PRESENT, id="left-leg-gives-out"),
    pytest.param("Low back pain and right-sided radicular pain.", PRESENT, id="right-sided-radicular"),
    pytest.param("L5-S1 disc herniation with S1 radicular symptoms on the left.", PRESENT, id="l5-s1-disc-herniation-s1"),
    pytest.param("Neurogenic claudication.", PRESENT, id="neurogenic-claudication"),
    pytest.param(
        "Low back pain radiating bilaterally into the lower extremities.", PRESENT, id="radiating-bilaterally-into-lower-extremities"
    ),
    pytest.param(
        "Pain radiates from the low back to the lateral aspect of the right foot.", PRESENT, id="radiates-from-lateral-aspect-right"
    ),
    pytest.param("Low back pain with burning dysesthesias on top of the left foot.", PRESENT, id="burning-dysesthesias-top-left-foot"),
    pytest.param("His back pain runs down the leg as far as the big toe.", PRESENT, id="runs-down-leg-far-big"),
    pytest.param("Lumbar spondylosis. Reports pain in the thigh and calf.", PRESENT, id="lumbar-spondylosis-reports-thigh-calf"),
    pytest.param("Low back pain with pins and needles in the toes.", PRESENT, id="pins-needles-toes"),
    pytest.param("Radicular leg pain.", PRESENT, id="radicular-leg"),
    pytest.param("Low back pain with sciatica.", PRESENT, id="sciatica"),
    pytest.param("Low back pain. Leg symptoms: numbness on the left.", PRESENT, id="leg-symptoms-numbness-left"),
    pytest.param(
        "Low back pain. Patient states that the pain is going into her left leg and foot.", PRESENT, id="states-that-going-into-left"
    ),
    pytest.param("Low back pain. Lower extremity weakness has been progressive.", PRESENT, id="lower-extremity-weakness-been-progressive"),
    pytest.param("Low back pain; positive for leg pain, negative for numbness.", PRESENT, id="positive-leg-negative-numbness"),
    pytest.param("Low back pain. No leg pain.", DENIED, id="no-leg"),
    pytest.param("Low back pain. Patient denies any radicular pain.", DENIED, id="denies-any-radicular"),
    pytest.param("Low back pain without radicular symptoms.", DENIED, id="without-radicular-symptoms"),
    pytest.param(
        "Low back pain. Denies numbness, tingling or weakness of the lower extremities.", DENIED, id="denies-numbness-tingling-or-weakness"
    ),
    pytest.param("Axial low back pain only. No leg symptoms.", DENIED, id="axial-only-no-leg-symptoms"),
    pytest.param("Low back pain. The pain does not radiate into the legs.", DENIED, id="does-not-radiate-into-legs"),
    pytest.param("Low back pain, nonradiating.", DENIED, id="nonradiating"),
    pytest.param("Low back pain. There is no numbness or tingling in the legs.", DENIED, id="there-no-numbness-or-tingling"),
    pytest.param("Back pain. Leg pain has completely resolved since surgery.", DENIED, id="leg-completely-resolved-since-surgery"),
    pytest.param("Low back pain. She no longer has leg pain.", DENIED, id="no-longer-leg"),
    pytest.param("Low back pain with no radiation into the buttocks or legs.", DENIED, id="no-radiation-into-buttocks-or"),
    pytest.param(
        "Low back pain. Negative for radiculopathy symptoms, no leg numbness.", DENIED, id="negative-radiculopathy-symptoms-no-leg"
    ),
    pytest.param("Low back pain. Denies pain, numbness, or weakness in the legs.", DENIED, id="denies-numbness-or-weakness-legs"),
    pytest.param("Low back pain. His leg symptoms are gone.", DENIED, id="leg-symptoms-gone"),
    pytest.param("Low back pain. Her radicular pain is resolved.", DENIED, id="radicular-resolved"),
    pytest.param("Low back pain. Denies sciatica.", DENIED, id="denies-sciatica"),
    pytest.param("Low back pain. No numbness, tingling, or weakness.", DENIED, id="no-numbness-tingling-or-weakness"),
    pytest.param("Low back pain. Right knee pain after a fall.", UNSAID, id="right-knee-after-fall"),
    pytest.param("Low back pain. Left hip pain with internal rotation.", UNSAID, id="left-hip-internal-rotation"),
    pytest.param("Low back pain. Right shoulder pain radiating to the hand.", UNSAID, id="right-shoulder-radiating-hand"),
    pytest.param("Lumbar radiculopathy.", UNSAID, id="lumbar-radiculopathy"),
    pytest.param("Low back pain. No bowel or bladder dysfunction.", UNSAID, id="no-bowel-or-bladder-dysfunction"),
    pytest.param("Low back pain. No saddle anesthesia.", UNSAID, id="no-saddle-anesthesia"),
    pytest.param("Low back pain. Call if you develop leg weakness.", UNSAID, id="call-if-you-develop-leg"),
    pytest.param("Low back pain. Risks include leg weakness and numbness.", UNSAID, id="risks-include-leg-weakness-numbness"),
    pytest.param("Low back pain. The patient's mother had leg pain from sciatica.", UNSAID, id="s-mother-had-leg-from"),
    pytest.param("Low back pain. Leg edema bilaterally.", UNSAID, id="leg-edema-bilaterally"),
    pytest.param("Low back pain. He broke his leg in 1990.", UNSAID, id="broke-leg-1990"),
    pytest.param("EXAM: Low back tender. Sensation decreased in the left foot.", UNSAID, id="exam-tender-sensation-decreased-left"),
    pytest.param("EXAM: Left leg weakness 4/5.", UNSAID, id="exam-left-leg-weakness-4"),
    pytest.param("Low back pain. Plantar fasciitis with heel pain.", UNSAID, id="plantar-fasciitis-heel"),
    pytest.param("Low back pain. Diabetic neuropathy with numb feet.", UNSAID, id="diabetic-neuropathy-numb-feet"),
    pytest.param("Low back pain. Legs are restless at night.", UNSAID, id="legs-restless-night"),
    pytest.param("Low back pain. Restless legs syndrome.", UNSAID, id="restless-legs-syndrome"),
    pytest.param(
        "Low back pain. The leg pain resolved after the first injection but returned last week.",
        PRESENT,
        id="leg-resolved-after-first-injection",
    ),
    pytest.param("Low back pain with left leg pain. The neck pain has resolved.", PRESENT, id="left-leg-neck-resolved"),
    pytest.param("HISTORY: Left leg pain for 3 weeks.\nROS: Denies numbness or weakness.", PRESENT, id="history-left-leg-3-weeks"),
    pytest.param("Patient is a 45-year-old with a history of low back pain and right leg pain.", PRESENT, id="45-year-old-history-right"),
    pytest.param("Low back pain. 6/10 pain in left LE.", PRESENT, id="6-10-left-le"),
    pytest.param("LBP w/ rad to L leg", PRESENT, id="lbp-w-rad-l-leg"),
    pytest.param("LBP + RLE radic", PRESENT, id="lbp-+-rle-radic"),
    pytest.param("c/o LBP, L buttock pain, L calf numbness", PRESENT, id="c-o-lbp-l-buttock"),
    pytest.param("Low back pain and pain in both thighs.", PRESENT, id="both-thighs"),
    pytest.param("Back pain and left-sided leg weakness.", PRESENT, id="left-sided-leg-weakness"),
    pytest.param("Pain begins in the low back and extends to the left ankle.", PRESENT, id="begins-extends-left-ankle"),
    pytest.param("Low back pain. It radiates to the buttock.", PRESENT, id="it-radiates-buttock"),
    pytest.param("Low back pain with groin pain.", PRESENT, id="groin"),
    pytest.param("Low back pain, thigh numbness.", PRESENT, id="thigh-numbness"),
]


def said(nlp: Language, text: str) -> Assertion | None:
    """What a text says: any abnormal finding, else a normal one, else nothing."""
    held = {finding.assertion for finding in find_symptoms(read(nlp(text)), lumbar_context=True).findings}
    return next((assertion for assertion in (PRESENT, DENIED) if assertion in held), UNSAID)


@pytest.mark.parametrize(("text", "expected"), PHRASES)
def test_phrase(nlp: Language, text: str, expected: Assertion | None) -> None:
    assert said(nlp, text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Low back pain radiating to the right calf.", [(None, "calf", Side.RIGHT)], id="part-of-the-leg"),
        pytest.param(
            "Low back pain with tingling over the dorsum of the left foot.", [(None, "dorsum of foot", Side.LEFT)], id="territory"
        ),
        pytest.param("Low back pain, numbness in a left S1 distribution.", [("S1", None, Side.LEFT)], id="dermatome"),
        pytest.param(
            "Low back pain radiating to the left buttock, posterior thigh and little toe.",
            [(None, "posterior thigh", Side.LEFT), (None, "lateral foot", Side.LEFT)],
            id="list-of-places",
        ),
        pytest.param("Low back pain; numbness of the whole leg.", [(None, "leg", None)], id="no-side"),
    ],
)
def test_place_root_and_side(nlp: Language, text: str, expected: list[tuple[str | None, str | None, Side | None]]) -> None:
    findings = find_symptoms(read(nlp(text)), lumbar_context=True).findings
    assert set(expected) <= {(f.root, f.site, f.side) for f in findings}


NOTE = "CC: left leg pain.\nEXAM: Heart regular. Lungs clear. Abdomen soft.\nASSESSMENT: Calf strain."


@pytest.mark.parametrize(
    ("text", "lumbar_context", "lumbar_past", "expected"),
    [
        pytest.param(NOTE, False, False, UNSAID, id="no-lumbar-condition"),
        pytest.param(NOTE, False, True, UNSAID, id="lumbar-condition-of-the-past"),
        pytest.param(NOTE, True, False, PRESENT, id="current-lumbar-condition"),
        pytest.param("CC: recheck.\nNo leg pain.\nHeart regular.\nLungs clear.", False, True, DENIED, id="denial-after-a-past-one"),
    ],
)
def test_symptoms_need_a_lumbar_condition(
    nlp: Language, text: str, lumbar_context: bool, lumbar_past: bool, expected: Assertion | None
) -> None:
    findings = find_symptoms(read(nlp(text)), lumbar_context=lumbar_context, lumbar_past=lumbar_past).findings
    assert {f.assertion for f in findings} == ({expected} if expected else set())


def test_the_author_s_final_word_settles_what_is_over(nlp: Language) -> None:
    text = "HISTORY: Low back and right leg pain since May.\nASSESSMENT: Low back pain. The leg pain is no longer present."
    found = find_symptoms(read(nlp(text)), lumbar_context=True)
    assert {f.assertion for f in found.findings} == {DENIED}
    assert any(f.assertion is PRESENT for f in found.rejected)


def test_a_diagnosis_elsewhere_explains_the_leg(nlp: Language) -> None:
    text = "HISTORY: Right groin and thigh pain, some stiffness.\nASSESSMENT: Right hip osteoarthritis."
    assert find_symptoms(read(nlp(text)), lumbar_context=True).findings == ()


def test_an_earlier_attack_that_is_over_does_not_unsay_the_present_one(nlp: Language) -> None:
    text = (
        "HISTORY: Severe pain appeared over the left anterior thigh.\n\nPAST MEDICAL HISTORY: Right sciatica ten years ago, resolved.\n\n"
        "ASSESSMENT: Left L3 radiculopathy."
    )
    found = find_symptoms(read(nlp(text)), lumbar_context=True)
    assert any(finding.assertion is PRESENT and finding.site == "anterior thigh" for finding in found.findings)


def test_what_never_returned_is_over(nlp: Language) -> None:
    text = "HISTORY: She had severe calf pain. This cleared completely and has never returned. She denies any leg pain today."
    found = find_symptoms(read(nlp(text)), lumbar_context=True)
    assert {finding.assertion for finding in found.findings} == {DENIED}
