"""Sections: which headings open which section, in every way of writing them, and what only looks like a heading."""

import pytest
from spacy.language import Language

from rootnote.language.rulefile import RULES, SectionHeading, read_rules
from rootnote.language.sections import NO_SECTION, SECTIONS

#: By category: headings, and sentences with the same words that are none.
HEADINGS: dict[str, tuple[list[str], list[str]]] = {
    "chief_complaint": (["Chief Complaint", "CC", "Presenting Problem"], ["The chief complaint was written down elsewhere."]),
    "reason": (["Reason for Visit", "Clinical History", "Reason for Consultation"], ["There is no reason for a visit next week."]),
    "hpi": (["History of Present Illness", "HPI", "Subjective"], ["The history of present illness was taken by the nurse."]),
    "ros": (["Review of Systems", "ROS"], ["A review of systems was not done."]),
    "pmh": (["Past Medical History", "PMH"], ["Her past medical history is long."]),
    "psh": (["Past Surgical History", "PSH"], ["His past surgical history was not available."]),
    "family": (["Family History", "FHx"], ["Her family history was not asked about.", "The family came along."]),
    "social": (["Social History", "Occupation"], ["His occupation is heavy."]),
    "medications": (["Medications", "Current Medications"], ["The medications were refilled."]),
    "allergies": (["Allergies", "Drug Allergies"], ["Allergies are worse in spring."]),
    "exam": (["Physical Examination", "Exam", "Objective"], ["The physical examination took ten minutes."]),
    "vitals": (["Vitals", "Vital Signs"], ["Vital signs were taken."]),
    "imaging": (["Imaging", "MRI of the Lumbar Spine", "Radiology"], ["Imaging will be asked for.", "The MRI was long ago."]),
    "findings": (["Findings", "Major Findings"], ["The findings were gone over."]),
    "emg": (["EMG", "Nerve Conduction Studies"], ["An EMG would not help."]),
    "labs": (["Labs", "Laboratory Data"], ["Labs were drawn."]),
    "preop_diagnosis": (["Preoperative Diagnosis", "Pre-op Diagnosis"], ["The preoperative diagnosis was upheld."]),
    "postop_diagnosis": (["Postoperative Diagnosis", "Discharge Diagnosis"], ["The postoperative diagnosis is the same."]),
    "indications": (["Indications", "Indications for Procedure"], ["The indications for surgery are not met."]),
    "procedure": (["Procedure", "Description of Procedure", "Operation Performed"], ["The procedure was put off."]),
    "operative_findings": (["Operative Findings", "Intraoperative Findings"], ["The operative findings surprised nobody."]),
    "anesthesia": (["Anesthesia", "Estimated Blood Loss"], ["Anesthesia was started at noon."]),
    "assessment": (
        ["Assessment", "Impression", "Assessment and Plan", "A/P"],
        ["The assessment was long.", "His impression is that it helps."],
    ),
    "plan": (["Plan", "Recommendations"], ["The plan was made with her.", "Plan to see him again."]),
    "risks": (["Risks and Benefits", "Informed Consent"], ["Informed consent was given."]),
    "instructions": (["Discharge Instructions", "Return Precautions"], ["The discharge instructions were read to him."]),
    "literature": (["References", "Key Words", "Preceptor Comment"], ["The references were read to him."]),
    "administrative": (["Work Status", "Diagnosis Codes"], ["His work status is unclear."]),
    "none": (["Coding Scenario", "Coding Vignette", "Coding Practice Case"], ["The coding scenario was long."]),
    "addendum": (["Addendum", "Late Entry"], ["An addendum will follow."]),
}
BODY = "Sciatica on the left."

ROWS = [(category, heading) for category, (headings, _) in HEADINGS.items() for heading in headings]
LOOK_ALIKES = [(category, text) for category, (_, texts) in HEADINGS.items() for text in texts]

WRITTEN = [
    pytest.param("{title}:\n{body}", id="colon-and-line"),
    pytest.param("{title}: {body}", id="colon-in-line"),
    pytest.param("{upper}:\n{body}", id="capitals-and-colon"),
    pytest.param("{upper}\n{body}", id="capitals-without-colon"),
    pytest.param("{upper}: {body}", id="capitals-in-line"),
    pytest.param("{title}\n{body}", id="line-of-its-own"),
    pytest.param("**{title}:**\n{body}", id="markdown"),
    pytest.param("## {title}\n{body}", id="markdown-title"),
    pytest.param("{title} :  {body}", id="space-before-colon"),
]


def section_of(nlp: Language, text: str, words: str) -> str:
    """The category of the section that some words of a text stand in."""
    doc = nlp(text)
    place = doc.char_span(text.rindex(words), text.rindex(words) + len(words), alignment_mode="expand")
    assert place is not None
    return next((span.label_ for span in doc.spans[SECTIONS] if span.start <= place.start < span.end), NO_SECTION)


def write(layout: str, heading: str) -> str:
    return "No weakness.\n\n" + layout.format(title=heading, upper=heading.upper(), body=BODY) + "\n"


@pytest.mark.parametrize("layout", WRITTEN)
@pytest.mark.parametrize(("category", "heading"), [pytest.param(*row, id=row[1].replace(" ", "-")) for row in ROWS])
def test_heading_opens_its_section(nlp: Language, category: str, heading: str, layout: str) -> None:
    assert section_of(nlp, write(layout, heading), BODY) == category


@pytest.mark.parametrize(("category", "text"), [pytest.param(*row, id=row[0]) for row in LOOK_ALIKES])
def test_look_alike_opens_no_section(nlp: Language, category: str, text: str) -> None:
    assert section_of(nlp, f"No weakness. {text} {BODY}\n", BODY) == NO_SECTION
    assert section_of(nlp, f"No weakness.\n{text}\n{BODY}\n", BODY) == NO_SECTION


@pytest.mark.parametrize(
    ("title", "heading", "category"),
    [
        pytest.param("Operative Note", "Technique", "procedure", id="technique-of-an-operation"),
        pytest.param("Operative Report", "Narrative", "procedure", id="narrative-of-an-operation"),
        pytest.param("Operative Report", "Course", "procedure", id="course-of-an-operation"),
        pytest.param("Follow-up visit", "Course", "hpi", id="course-of-the-illness"),
        pytest.param("MRI Lumbar Spine", "Technique", "imaging", id="technique-of-an-image"),
        pytest.param("Office Visit", "Details", NO_SECTION, id="details-of-a-visit"),
    ],
)
def test_telling_is_of_what_was_done(nlp: Language, title: str, heading: str, category: str) -> None:
    assert section_of(nlp, f"{title}\n\n{heading}: {BODY}\n", BODY) == category


@pytest.mark.parametrize(
    ("listed", "category"),
    [
        pytest.param("Inactive Problems\nGout\nSciatica\n", "inactive", id="on-a-line"),
        pytest.param("RESOLVED PROBLEM LIST:\n1. Gout\n2. Sciatica\n", "inactive", id="capitals-and-numbers"),
        pytest.param("**Closed diagnoses:**\n\n- Gout\n- Sciatica\n", "inactive", id="markdown"),
        pytest.param("Inactive Problems: gout\nSciatica\n", NO_SECTION, id="entries-on-its-line"),
        pytest.param("Inactive Problems\nGout\n\nSciatica\n", NO_SECTION, id="empty-line"),
        pytest.param("Inactive Problems\nGout\nOpen diagnoses\nSciatica\n", NO_SECTION, id="list-of-others"),
        pytest.param("Inactive Problems\nGout\nHe is here today.\nSciatica\n", NO_SECTION, id="sentence"),
        pytest.param("The inactive problems were not gone into.\nSciatica\n", NO_SECTION, id="no-heading"),
    ],
)
def test_list_of_closed_problems_is_under_its_heading_alone(nlp: Language, listed: str, category: str) -> None:
    assert section_of(nlp, f"No weakness.\n\n{listed}", "Sciatica") == category


def test_every_category_has_headings_and_a_look_alike() -> None:
    known = {rule.category for rule in read_rules(RULES / "sections.toml", SectionHeading, table="section")}
    assert known - {"system", "present", "problems", "inactive", "visit", "technique", "narrative", "course"} == HEADINGS.keys()
    assert all(len(headings) > 1 and look_alikes for headings, look_alikes in HEADINGS.values())


@pytest.mark.parametrize(
    ("before", "system", "expected"),
    [
        pytest.param("REVIEW OF SYSTEMS:\nGeneral: well.\n", "Neurologic", "ros", id="in-a-review"),
        pytest.param("PHYSICAL EXAM:\nGeneral: well.\n", "Musculoskeletal", "exam", id="in-an-examination"),
        pytest.param("", "Neuro", "exam", id="alone"),
        pytest.param("MEDICATIONS:\nNaproxen.\n", "Back", "exam", id="after-another-section"),
    ],
)
def test_body_system_belongs_to_the_section_it_stands_in(nlp: Language, before: str, system: str, expected: str) -> None:
    assert section_of(nlp, f"{before}{system}: {BODY}\n", BODY) == expected


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        pytest.param("PROBLEM LIST: gout.\n", "hpi", id="ends-what-is-recalled"),
        pytest.param("FAMILY HISTORY: gout.\n", "hpi", id="ends-the-family"),
        pytest.param("EXAM:\nWell.\n", "exam", id="part-of-an-examination"),
        pytest.param("No fever.\n", NO_SECTION, id="alone"),
    ],
)
def test_today_ends_only_what_is_recalled(nlp: Language, before: str, expected: str) -> None:
    assert section_of(nlp, f"{before}Today: {BODY}\n", BODY) == expected


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        pytest.param("FAMILY HISTORY:\nGout.\nZEBRA SCORES\nSciatica.", "Sciatica", NO_SECTION, id="unknown-heading-ends-a-section"),
        pytest.param("EXAM:\nTIBIALIS ANTERIOR 4/5\nSciatica.", "Sciatica", "exam", id="row-of-a-table-does-not"),
        pytest.param("ASSESSMENT:\nStenosis.\nPLAN:\nSciatica class.", "Stenosis", "assessment", id="first-of-two"),
        pytest.param("ASSESSMENT:\nStenosis.\nPLAN:\nSciatica class.", "Sciatica", "plan", id="second-of-two"),
        pytest.param("No numbness. PLAN: Sciatica class.", "Sciatica", "plan", id="heading-after-a-full-stop"),
        pytest.param("Sciatica.\nPLAN: MRI.", "Sciatica", NO_SECTION, id="text-before-the-first-heading"),
        pytest.param("PLAN:\r\nSciatica class.\r\n", "Sciatica", "plan", id="lines-of-windows"),
        pytest.param("ASSESSMENT\n\nSCIATICA OF LONG STANDING\n\nPLAN\n\nREST.", "SCIATICA", "assessment", id="line-of-a-note-in-capitals"),
        pytest.param("EXAM\nGAIT NORMAL.\nZEBRA SCORES:\nSCIATICA.", "SCIATICA", NO_SECTION, id="unknown-heading-of-a-note-in-capitals"),
        pytest.param("PLAN:\nRest.\n- EXAM: Sciatica.", "EXAM", "exam", id="heading-behind-a-bullet"),
        pytest.param("PLAN:\nRest.\n- EXAM: Sciatica.", "-", "exam", id="bullet-of-a-heading"),
        pytest.param("## EXAM\nSciatica.", "#", "exam", id="marks-at-the-top"),
        pytest.param("PLAN:\n- Sciatica class.", "-", "plan", id="bullet-of-an-item"),
        pytest.param("IMPRESSION (preliminary):\nSciatica.", "Sciatica", "assessment", id="remark-in-brackets"),
    ],
)
def test_text_stands_in_its_section(nlp: Language, text: str, words: str, expected: str) -> None:
    assert section_of(nlp, text, words) == expected
