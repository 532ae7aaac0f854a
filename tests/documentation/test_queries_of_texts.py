"""Queries of whole texts: the choices that the author's own words give, and how what the note leaves open is asked about."""

from __future__ import annotations

import pytest
from spacy.language import Language

import rootnote
from rootnote.documentation.queries import Query
from rootnote.documentation.querytext import read_queries


def asked(nlp: Language, text: str, element: str) -> Query | None:
    """The query about an element; ``None`` where it is no gap."""
    gap = next((gap for gap in rootnote.review(text, nlp=nlp).gaps if gap.element == element), None)
    return read_queries(gap.query)[0] if gap else None


CAUSES = [
    # Every cause that the author calls likely is a choice, in the author's words, whatever else the note holds.
    ("A: L3-4 disc protrusion. Right L4 radiculopathy, probably due to the slip at L3-4.", ["disc protrusion", "slip"]),
    ("A: DDD L5-S1. Left S1 radiculopathy, likely secondary to epidural fibrosis.", ["DDD", "epidural fibrosis"]),
    ("A: Right L5 radiculopathy. This is most likely from a synovial cyst.", ["synovial cyst"]),
    ("A: Right L5 radiculopathy due to either a synovial cyst or the L4-5 bulge.", ["bulge", "synovial cyst"]),
    ("A: Right L5 radiculopathy, possibly from anterolisthesis.", ["anterolisthesis"]),
    ("A: Right L5 radiculopathy, likely due to the L4-5 herniation.", ["herniation"]),
    # One that is only there is none that the author calls likely, and one of another pain neither.
    ("A: Right L5 radiculopathy. Old compression fracture of T12.", []),
    # A place alone is no finding: what is wrong with it is quoted too.
    (
        "MRI: L4-5 bulge that narrows the left lateral recess.\nA: Left L5 radiculopathy.",
        ["bulge", "narrows the left lateral recess"],
    ),
    ("MRI: The L5-S1 interspace is narrowed.\nA: Left S1 radiculopathy.", ["interspace is narrowed"]),
    ("MRI: L4-5 is degenerated.\nA: Left L5 radiculopathy.", ["L4-5 is degenerated"]),
]


@pytest.mark.parametrize(("text", "causes"), CAUSES)
def test_choices_of_the_cause(nlp: Language, text: str, causes: list[str]) -> None:
    query = asked(nlp, text, "etiology_statement")
    assert query is not None
    assert [one for one in query.options if "“" in one] == [f"{word} “{cause}”" for word in ("Due to", "Unrelated to") for cause in causes]


POSSIBLE = [
    ("A: R/o L5 radic vs trochanteric bursitis.", True),
    ("A: Suspected right S1 radiculopathy. L5-S1 bulge.", True),
    ("A: ?L4 radiculopathy.", True),
    ("A: Right S1 radiculopathy. L5-S1 bulge.", False),
    ("A: Right S1 radiculopathy, possibly from the L5-S1 bulge.", False),
]


@pytest.mark.parametrize(("text", "possible"), POSSIBLE)
def test_a_possible_diagnosis_is_settled_before_its_cause(nlp: Language, text: str, possible: bool) -> None:
    query = asked(nlp, text, "etiology_statement")
    assert query is not None
    assert query.question.startswith("If the problem quoted is confirmed: ") is possible
    assert (query.options[:2] == ("Ruled out", "Only possible so far")) is possible


OPEN = [
    ("Exam: Slump test inconclusive on the right.", "straight_leg_raise", "Slump test inconclusive on the right"),
    ("Exam: SLR was equivocal at 55 degrees.", "straight_leg_raise", "SLR was equivocal at 55 degrees"),
    ("Exam: Lasegue could not be interpreted, guarding.", "straight_leg_raise", "Lasegue could not be interpreted, guarding"),
    ("Exam: Sensation equivocal over the right foot.", "sensory_exam", "Sensation equivocal over the right foot"),
    ("Exam: Right ankle reflex equivocal.", "reflex_exam", "Right ankle reflex equivocal"),
    ("Exam: EHL strength unreliable.", "motor_exam", "EHL strength unreliable"),
]


@pytest.mark.parametrize(("exam", "element", "quoted"), OPEN)
def test_an_open_result_is_quoted_and_not_asked_for_as_if_untested(nlp: Language, exam: str, element: str, quoted: str) -> None:
    text = f"{exam}\nA: Right L5 radiculopathy."
    gap = next(gap for gap in rootnote.review(text, nlp=nlp).gaps if gap.element == element)
    query = asked(nlp, text, element)
    assert query is not None
    assert quoted in [one.text for one in query.indicators]
    assert not query.question.startswith("If ")
    assert "Not tested" not in query.options
    assert gap.rejected_because == "uncertain"


@pytest.mark.parametrize("exam", ["Exam: Gait normal.", "Exam: SLR will be tested next time.", "HPI: The cause is unclear."])
def test_a_test_that_is_not_told_is_asked_for(nlp: Language, exam: str) -> None:
    query = asked(nlp, f"{exam}\nA: Right L5 radiculopathy.", "straight_leg_raise")
    assert query is not None
    assert "Not tested" in query.options


INPATIENT = [
    ("A: Right L5 radiculopathy, likely due to an L4-5 herniation.", ("M51.16",)),
    ("A: Right L5 radiculopathy, probably due to anterolisthesis. L4-5 bulge.", ("M54.16",)),
    ("A: Right L5 radiculopathy. L4-5 herniation.", ("M54.16",)),
]


@pytest.mark.parametrize(("text", "codes"), INPATIENT)
def test_a_likely_cause_is_coded_for_an_inpatient_alone(nlp: Language, text: str, codes: tuple[str, ...]) -> None:
    assert rootnote.review(text, nlp=nlp, setting="inpatient").codes == codes
    assert rootnote.review(text, nlp=nlp).codes == ("M54.16",)


DISCHARGE = (
    "DISCHARGE SUMMARY\nHospital course: pain was controlled.\nDischarge diagnoses: Left radiculopathy.\nDischarge medications: gabapentin."
)
OPERATION = (
    "OPERATIVE REPORT\nPreoperative diagnosis: Left L5 radiculopathy.\nPostoperative diagnosis: Left radiculopathy.\nProcedure: discectomy."
)


@pytest.mark.parametrize(("text", "label"), [(DISCHARGE, "discharge diagnosis"), (OPERATION, "postop diagnosis")])
def test_last_diagnoses_are_named_for_the_kind_of_note(nlp: Language, text: str, label: str) -> None:
    queries = [gap.query for gap in rootnote.review(text, nlp=nlp).gaps]
    assert queries
    assert any(f"({label})" in query for query in queries)


SYMPTOMLESS = [
    ("Neck pain. Assessment: Cervical radiculopathy. Lumbar DDD, asymptomatic.", True),
    ("Assessment: 1. Neck strain. 2. Asymptomatic L4-5 disc bulge.", True),
    ("Assessment: Lumbar DDD.", False),
    ("Assessment: Lumbar DDD, no longer asymptomatic.", False),
    ("Assessment: Lumbar DDD, asymptomatic until May.", False),
    ("Assessment: Lumbar DDD, asymptomatic at present.", True),
    ("Assessment: L4-5 DDD asymptomatic at L3-4.", False),
    ("Assessment: Lumbar DDD, asymptomatic bacteriuria.", False),
    ("HPI: low back pain. Assessment: Low back pain. Lumbar DDD, asymptomatic.", False),
]


@pytest.mark.parametrize(("text", "symptomless"), SYMPTOMLESS)
def test_nothing_is_asked_about_a_finding_without_symptoms(nlp: Language, text: str, symptomless: bool) -> None:
    assert (rootnote.review(text, nlp=nlp).gaps == ()) is symptomless
