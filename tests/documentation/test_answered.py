"""rootnote's own queries put in a note: unanswered they state nothing, and each ticked choice is read as its author's statement."""

from __future__ import annotations

import textwrap
import time
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console
from spacy.language import Language

from rootnote.documentation.answered import answered
from rootnote.documentation.elements import load_elements
from rootnote.documentation.queries import QueryText, Wording
from rootnote.documentation.warnings import load_warnings
from rootnote.placing import pages_of
from rootnote.record import NoteRecord
from rootnote.report.terminal import explanation
from rootnote.reviewer import review


def _lines(queries: list[str], change: Callable[[str], str] = str) -> str:
    return "\n\n".join("\n".join(map(change, query.split("\n"))) for query in queries)


#: How the queries of a note are put in it.
LAYOUTS: dict[str, Callable[[list[str]], str]] = {
    "as-they-are": _lines,
    "brackets": lambda queries: _lines(queries).replace("☐", "[ ]"),
    "round-brackets": lambda queries: _lines(queries).replace("☐", "( )"),
    "no-boxes": lambda queries: _lines(queries).replace("☐ ", ""),
    "bullets": lambda queries: _lines(queries).replace("☐", "•"),
    "a-list-of-tasks": lambda queries: _lines(queries).replace("☐", "- [ ]"),
    "windows": lambda queries: _lines(queries).replace("\n", "\r\n"),
    "one-line": lambda queries: _lines(queries).replace("\n☐", " ☐"),
    "close-together": lambda queries: _lines(queries).replace("\n\n", "\n"),
    "straight-quotation-marks": lambda queries: _lines(queries).replace("“", '"').replace("”", '"'),
    "paragraphs": lambda queries: _lines(queries).replace("\n", "\n\n"),
    "question-and-choices": lambda queries: "\n".join(
        line for line in _lines(queries).split("\n") if line.endswith("?") or line[:1] == "☐"
    ),
    "wrapped": lambda queries: _lines(queries, lambda line: textwrap.fill(line, 64, subsequent_indent="  ")),
    "of-a-mail": lambda queries: _lines(queries).replace("\n", "\n> "),
    "numbered": lambda queries: "\n\n".join(f"{number}. {query}" for number, query in enumerate(queries, 1)),
}


def _queries(record: NoteRecord) -> list[str]:
    return [gap.query for gap in record.gaps] + [warning.query for warning in record.warnings if warning.query]


def _said(record: NoteRecord) -> list[object]:
    """What a record says, but for where in the note."""
    elements = {name: (element.status, [place.text for place in element.evidence]) for name, element in record.elements.items()}
    warned = [(warning.kind, warning.query) for warning in record.warnings]
    codes = (record.codes, record.codes_presumed, record.symptom_codes, record.etiology, record.laterality, record.roots, record.region)
    return [record.conditions, elements, codes, record.note_type, [(gap.element, gap.query) for gap in record.gaps], warned]


def test_an_unanswered_query_states_nothing(nlp: Language, sample_notes: Path) -> None:
    """Of each note all its queries at once, in a layout of their own, behind the note or before it; of some notes also one by one."""
    layouts = list(LAYOUTS.values())
    asked = 0
    for number, file in enumerate(sorted(sample_notes.glob("*.txt"))):
        note = file.read_text(encoding="utf-8")
        record = review(note, nlp=nlp)
        queries = _queries(record)
        asked += len(queries)
        if not queries:
            continue
        # Where what is read is the note alone, the record is the note's.
        words, put_in = pages_of(note)[0], layouts[number % len(layouts)](queries)
        assert pages_of(f"{note}\n{put_in}\n")[0].rstrip() == words.rstrip(), file.name
        assert pages_of(f"{put_in}\n\n{note}")[0].lstrip() == words.lstrip(), file.name
        for place, query in enumerate(queries):
            one = layouts[(number + place) % len(layouts)]([query])
            assert pages_of(f"{note}\n{one}")[0].rstrip() == words.rstrip(), file.name
        if number % 16 == 0:
            assert _said(review(f"{note}\n{put_in}\n", nlp=nlp)) == _said(record), file.name
    assert asked > 100


NOTE = "HPI: Leg pain.\nMRI: L5-S1 disc herniation.\nEXAM: Gait antalgic.\nASSESSMENT: Lumbar radiculopathy.\nPLAN: Follow up.\n"


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout(nlp: Language, layout: str) -> None:
    record = review(NOTE, nlp=nlp)
    put_in = LAYOUTS[layout](_queries(record))
    assert _said(review(f"{NOTE}\n{put_in}", nlp=nlp)) == _said(record)
    assert _said(review(f"{put_in}\n\n{NOTE}", nlp=nlp)) == _said(record)


@pytest.mark.parametrize("width", [72, 100, 160])
def test_questions_as_the_terminal_shows_them(nlp: Language, width: int) -> None:
    record = review(NOTE, nlp=nlp)
    console = Console(file=StringIO(), width=width)
    console.print(explanation(NOTE, record))
    shown = console.file.getvalue()  # type: ignore[attr-defined]
    gaps = shown[shown.index("Gaps, and what to ask") :]
    assert _said(review(f"{NOTE}\n{gaps}", nlp=nlp)) == _said(record)


def _wordings() -> Iterator[tuple[QueryText, QueryText | Wording]]:
    for text in [*(row.query for row in load_elements()), *(row.query for row in load_warnings().kinds.values() if row.query)]:
        yield text, text
        if text.in_doubt:
            yield text, text.in_doubt


def test_what_is_read_is_a_choice_that_is_offered() -> None:
    for text, wording in _wordings():
        assert set(wording.answers) <= set(wording.options), text.title
        assert not wording.answers or text.heading != "ADDENDUM", text.title
        for option, words in wording.answers.items():
            assert option.count("__") == words.count("__"), option


#: For each element a note that lacks it, and its choices as they are filled in, with the status that they make.
SCIATICA, BACK, DOUBT = (
    "A: Sciatica and low back pain.\n",
    "A: Low back pain.\n",
    "A: Possible lumbar radiculopathy. L4-5 facet arthropathy.\n",
)
LEFT_OPEN = f"{NOTE}EXAM: SLR equivocal on the left. Sensation equivocal.\n"
OPEN = "not_documented"
TICKED: list[tuple[str, str, str, str]] = [
    (NOTE, "nerve_root_or_region", "Lumbar, root L5", "documented"),
    (NOTE, "nerve_root_or_region", "Lumbosacral (S1)", "documented"),
    (NOTE, "nerve_root_or_region", "Sacral, root S2", "documented"),
    (DOUBT, "nerve_root_or_region", "Lumbar, root L5", "documented"),
    (DOUBT, "nerve_root_or_region", "Only possible so far", OPEN),
    (SCIATICA, "laterality", "Right", "documented"),
    (SCIATICA, "laterality", "Left, since March", "documented"),
    (SCIATICA, "laterality", "Both", "documented"),
    (BACK, "radicular_symptoms", "Symptoms, and how far they reach: left leg pain to the foot", "documented"),
    (BACK, "radicular_symptoms", "No symptoms below the back", "denied"),
    (NOTE, "dermatomal_distribution", "Territory or dermatome: dorsum of the left foot", "documented"),
    (NOTE, "dermatomal_distribution", "Territory or dermatome: L5", "documented"),
    (NOTE, "dermatomal_distribution", "No dermatomal pattern", OPEN),
    (NOTE, "sensory_exam", "Finding: decreased pinprick over the dorsum of the left foot", "abnormal"),
    (NOTE, "sensory_exam", "Finding: intact", "normal"),
    (NOTE, "sensory_exam", "Not tested", OPEN),
    (NOTE, "reflex_exam", "Knee: 2+ both ankle: absent on the left", "abnormal"),
    (NOTE, "reflex_exam", "Knee: 2+ ankle: 2+", "normal"),
    (NOTE, "reflex_exam", "Not tested", OPEN),
    (NOTE, "motor_exam", "Grades by muscle: EHL 4/5 left, else 5/5", "abnormal"),
    (NOTE, "motor_exam", "Grades by muscle: 5/5 throughout", "normal"),
    (NOTE, "motor_exam", "Not tested", OPEN),
    (NOTE, "straight_leg_raise", "Test, side and response: SLR, left, leg pain at 40", "positive"),
    (NOTE, "straight_leg_raise", "Test, side and response: slump negative", "negative"),
    (NOTE, "straight_leg_raise", "Not tested", OPEN),
    (LEFT_OPEN, "straight_leg_raise", "Positive; side and response: left, leg pain at 40", "positive"),
    (LEFT_OPEN, "straight_leg_raise", "Negative", "negative"),
    (LEFT_OPEN, "straight_leg_raise", "Equivocal", OPEN),
    (SCIATICA, "imaging", "Findings: L4-5 disc herniation", "documented"),
    (SCIATICA, "imaging", "Findings: none", OPEN),
    (SCIATICA, "imaging", "Not imaged", OPEN),
    (NOTE, "electrodiagnostics", "Result: normal", "documented"),
    (NOTE, "electrodiagnostics", "Result: pending", OPEN),
    (NOTE, "electrodiagnostics", "Not done", OPEN),
    (NOTE, "etiology_statement", "Due to “disc herniation”", "documented"),
    (NOTE, "etiology_statement", "Unrelated to “disc herniation”", "documented"),
    (NOTE, "etiology_statement", "Due to L4-5 stenosis", "documented"),
    (NOTE, "etiology_statement", "Due to unknown", OPEN),
    (NOTE, "etiology_statement", "Cause unknown", OPEN),
    (NOTE, "etiology_statement", "Other: to be discussed", OPEN),
    (NOTE, "etiology_statement", "Unable to determine", OPEN),
    (DOUBT, "etiology_statement", "Due to “facet arthropathy”", "documented"),
    (NOTE, "chronicity", "Onset and course: 3 months, getting worse", "documented"),
    (NOTE, "chronicity", "Onset and course: March 2024", "documented"),
    (NOTE, "conservative_treatment", "Treatment, duration and result: PT for 6 weeks, no relief", "documented"),
    (NOTE, "conservative_treatment", "None so far", OPEN),
]
#: The box of a choice, ticked and not.
BOXES = {"box": ("☒ ", "☐ "), "brackets": ("[x] ", "[ ] "), "round-brackets": ("(X) ", "( ) "), "check": ("☑ ", "☐ "), "hand": ("x ", "")}
BOXES |= {"check-mark": ("✓ ", "☐ "), "before-the-box": ("x ☐ ", "☐ "), "task": ("- [x] ", "- [ ] ")}


def _tick(query: str, answer: str, ticked: str, empty: str) -> str:
    """A query with the choice ticked that an answer is to, which is put in its place."""
    lines = query.split("\n")
    options = [line[2:] for line in lines if line.startswith("☐ ")]
    taken = max((one for one in options if answer.startswith(one.split("__")[0])), key=lambda one: len(one.split("__")[0]))
    shown = {f"☐ {one}": f"{empty}{one}" for one in options} | {f"☐ {taken}": f"{ticked}{answer}"}
    return "\n".join(shown.get(line, line) for line in lines)


def _answered(nlp: Language, note: str, element: str, answer: str, box: str) -> tuple[NoteRecord, NoteRecord]:
    """The records of a note before and behind its question is answered, the second one's places looked at."""
    before = review(note, nlp=nlp)
    query = next(gap.query for gap in before.gaps if gap.element == element)
    text = f"{note}\n{_tick(query, answer, *BOXES[box])}\n"
    after = review(text, nlp=nlp)
    for one in after.elements.values():
        assert all(text[place.start : place.end] == place.text.strip() == place.text != "" for place in one.evidence)
    return before, after


@pytest.mark.parametrize(("note", "element", "answer", "status"), TICKED, ids=[f"{row[1]}-{row[2][:24]}" for row in TICKED])
def test_a_ticked_choice_is_a_statement(nlp: Language, note: str, element: str, answer: str, status: str) -> None:
    for box in ("box", "brackets"):
        before, after = _answered(nlp, note, element, answer, box)
        assert after.elements[element].status == status
        assert (element in {gap.element for gap in after.gaps}) == (status == OPEN)
        assert after.note_type == before.note_type
        if status == OPEN:
            assert _said(after) == _said(before)


@pytest.mark.parametrize("box", BOXES)
def test_a_tick_of_any_hand(nlp: Language, box: str) -> None:
    _, after = _answered(nlp, NOTE, "etiology_statement", "Due to “disc herniation”", box)
    assert (after.etiology, after.codes) == ("disc", ("M51.17",))
    _, after = _answered(nlp, SCIATICA, "laterality", "Right", box)
    assert after.symptom_codes == ("M54.41",)


CAUSE = "What is the relationship, if any, of “Lumbar radiculopathy” and the findings quoted?\n"
#: Queries with their answers, and what the note is read to say behind its own words.
READ = {
    "two-ticked": ("[x] Due to “disc herniation”\n[x] Due to “spondylosis”", ["due to disc herniation", "due to spondylosis"]),
    "ticked-beside-unknown": ("[x] Due to “disc herniation”\n[x] Cause unknown", []),
    "no-box-and-alone": ("Due to disc herniation", ["due to disc herniation"]),
    "no-boxes-and-offered": ("Due to disc herniation\nUnrelated to disc herniation\nCause unknown\nOther: __\nUnable to determine", []),
    "strokes-between": ("Due to “disc herniation” / Unrelated to “disc herniation” / Cause unknown / Other: __ / Unable to determine", []),
    "called-choices": (
        "Choices: Due to “disc herniation”, Unrelated to “disc herniation”, Cause unknown, Other: __, Unable to determine",
        [],
    ),
    "called-an-answer": ("Answer: Due to “disc herniation”", ["due to disc herniation"]),
    "filled-and-not-ticked": ("☐ Due to L4-5 disc herniation\n☐ Cause unknown\n☐ Other: __\n☐ Unable to determine", []),
    "over-two-lines": ("☒ Due to L4-5 disc\nherniation\n☐ Cause unknown", ["due to L4-5 disc herniation"]),
    "its-boxes-behind": (
        "Due to “disc herniation” ☒ Unrelated to “disc herniation” ☐ Cause unknown ☐ Other: __ ☐ Unable to determine ☐",
        ["due to disc herniation"],
    ),
    "filled-with-its-box-behind": ("Due to diabetes ☒ Cause unknown ☐", ["due to diabetes"]),
    "filled-and-not-ticked-behind": ("Due to diabetes ☐\nCause unknown ☐", []),
    "boxes-before-or-behind": ("Due to “disc herniation” ☒ Unrelated to “disc herniation” ☐ Cause unknown", []),
    "both-of-two": (
        "☐ Due to “disc herniation”\n☐ Due to “spondylosis”\n☒ Due to both\n☐ Cause unknown",
        ["due to disc herniation", "due to spondylosis"],
    ),
    "both-and-more-of-them": ("☐ Due to “disc herniation”\n☐ Due to “spondylosis”\n☒ Due to both, mainly the disc\n☐ Cause unknown", []),
    "both-of-nothing": ("☒ Due to both of the above", []),
    "both-levels-are-no-sides": ("☒ Due to both discs, L4-5 and L5-S1", []),
    "both-by-name": ("☒ Due to both disc herniation and spondylosis", ["due to both disc herniation and spondylosis"]),
    "likely": ("☒ Due to “disc herniation” - likely but not proven", []),
    "likely-and-sure": ("☒ Due to “disc herniation”\n☒ Due to spondylosis, possibly", ["due to disc herniation"]),
    "a-month": ("☒ Due to fall in May", ["due to fall in May"]),
    "one-or-the-other": ("☒ Due to disc herniation or spondylosis", []),
    "with-or-without": ("☒ Due to L4-5 disc herniation with or without stenosis", ["due to L4-5 disc herniation with or without stenosis"]),
    "other-with-the-words-of-a-choice": ("☐ Cause unknown\n☒ Other: due to disc herniation", ["due to disc herniation"]),
    "behind-a-name": ("Provider response: due to L5-S1 disc herniation.", ["due to L5-S1 disc herniation"]),
    "in-capitals": ("☒ DUE TO L4-5 DISC HERNIATION\n☐ CAUSE UNKNOWN", ["due to L4-5 DISC HERNIATION"]),
    "in-other-words": ("☐ Cause unknown\n☒ Other: the diabetes\n☐ Unable to determine", ["the diabetes"]),
}


@pytest.mark.parametrize("name", READ)
def test_answers_in_other_forms(name: str) -> None:
    choices, stated = READ[name]
    page = answered(f"Lumbar radiculopathy.\n\n{CAUSE}{choices}\n\nPLAN: Rest.\n")
    assert page is not None
    note, *statements = page.text.split("\n\nASSESSMENT: ")
    assert note == "Lumbar radiculopathy.\n\nPLAN: Rest.\n"
    assert [one.removeprefix("Radiculopathy ").removesuffix(".") for one in statements] == stated


#: Answers by the element of the query, with what is read behind the note, and in doubt the question of the possible diagnosis.
STATED = {
    "side-behind-first": ("laterality", "Right ☒ Left ☐ Both ☐", "HPI: Leg symptoms: right."),
    "side-behind-in-brackets": ("laterality", "Right [ ] Left [x] Both [ ]", "HPI: Leg symptoms: left."),
    "side-behind-in-lines": ("laterality", "Right ☐\nLeft ☒\nBoth ☐", "HPI: Leg symptoms: left."),
    "side-before": ("laterality", "☐ Right ☒ Left ☐ Both", "HPI: Leg symptoms: left."),
    "side-of-no-sure-box": ("laterality", "Right ☐ Left ☒ Both", None),
    "side-not-ticked": ("laterality", "Right ☐", None),
    "one-reflex": ("reflex_exam", "☒ Knee: not tested ankle: absent left", "EXAM: Reflexes: knee: not tested, ankle: absent left."),
    "other-reflex": ("reflex_exam", "☒ Knee: 2+ ankle: __", "EXAM: Reflexes: knee: 2+, ankle: not tested."),
    "no-reflex": ("reflex_exam", "☒ Knee: __ ankle: n/a", None),
    "study-to-come": ("electrodiagnostics", "☒ Result: scheduled next week", None),
    "study-of-the-arm": ("electrodiagnostics", "☒ Result: left carpal tunnel, legs not studied", None),
    "study-done": ("electrodiagnostics", "☒ Result: left L5 denervation", "EMG: EMG: left L5 denervation."),
    "treatment-to-come": ("conservative_treatment", "☒ Treatment, duration and result: PT planned", None),
    "treatment-and-plan": (
        "conservative_treatment",
        "☒ Treatment, duration and result: PT 6 weeks, no relief, injection planned",
        "HPI: Treatment so far: PT 6 weeks, no relief, injection planned.",
    ),
    "felt-by-the-patient": ("sensory_exam", "☒ Finding: patient reports numbness", None),
    "found-by-the-examiner": ("sensory_exam", "☒ Finding: decreased pinprick", "EXAM: Sensory exam: decreased pinprick."),
    "place-presumed": ("nerve_root_or_region", "☒ Lumbosacral (S1) - presumed", None),
    "one-root-or-another": ("nerve_root_or_region", "☒ Lumbar, root L5 or S1", None),
    "in-doubt-confirmed": ("in_doubt", "☒ Lumbosacral (S1), confirmed", "ASSESSMENT: Lumbosacral radiculopathy (S1), confirmed."),
    "in-doubt-not-confirmed": ("in_doubt", "☒ Lumbosacral (S1), not confirmed", None),
    "in-doubt-ruled-out-and-more": ("in_doubt", "☒ Ruled out\n☒ Lumbosacral (S1)", None),
    "in-doubt-ruled-out": ("in_doubt", "☒ Ruled out", "ASSESSMENT: Lumbar radiculopathy is ruled out."),
}


@pytest.mark.parametrize("name", STATED)
def test_what_an_answer_is_read_to_say(name: str) -> None:
    element, choices, stated = STATED[name]
    row = next(row.query for row in load_elements() if row.id == (element if element != "in_doubt" else "nerve_root_or_region"))
    wording = row.in_doubt if element == "in_doubt" and row.in_doubt else row
    page = answered(f"Gait steady.\n\n{wording.question.replace('{diagnosis}', '“Sciatica”')}\n{choices}\n\nPLAN: Rest.\n")
    assert page is not None
    assert page.text == "Gait steady.\n\nPLAN: Rest.\n" + (f"\n\n{stated}" if stated else "")


#: For each diagnosis and finding without a level, the code of the cause that is ticked: that of its own region.
REGIONS = [
    ("Left S1 radiculopathy", "disc herniation", "M51.17"),
    ("Lumbosacral radiculopathy", "disc herniation", "M51.17"),
    ("S1 radiculopathy", "spondylosis", "M47.27"),
    ("S2 radiculopathy", "spondylosis", "M47.28"),
    ("Lumbar radiculopathy", "disc herniation", "M51.16"),
    ("Left L5 radiculopathy", "spondylosis", "M47.26"),
]


@pytest.mark.parametrize(("diagnosis", "finding", "code"), REGIONS)
def test_a_cause_is_coded_for_the_region_of_the_diagnosis(nlp: Language, diagnosis: str, finding: str, code: str) -> None:
    for answer in (f"Due to “{finding}”", f"Due to {finding}"):
        _, after = _answered(nlp, f"MRI: {finding}.\nAssessment: {diagnosis}.\n", "etiology_statement", answer, "box")
        assert (after.codes, after.codes_presumed) == ((code,), (code,))
        assert not after.warnings


#: What an author writes in a query, and what of it stays in the note.
SIDE = "On which side are the leg symptoms of “Sciatica”?\n"
OWN = {
    "a-muscle": (f"{CAUSE}☐ Due to L4-5 disc herniation\nEHL 4/5 left.\n☐ Cause unknown\n", "EHL 4/5 left.\n"),
    "a-heading": (f"{CAUSE}☐ Other: see exam\nEXAM: SLR positive left.\n☐ Unable to determine\n", "EXAM: SLR positive left.\n"),
    "small-letters": (f"{CAUSE}☐ Due to l4-5 disc\nehl 4/5 left.\n☐ Cause unknown\n", "ehl 4/5 left.\n"),
    "behind-a-quotation": (f"The note says: “left leg pain” (hpi); EHL 4/5 left.\n{SIDE}☐ Right\n☐ Left\n", "EHL 4/5 left.\n"),
    "behind-straight-marks": (f'The note says: "left leg pain" (hpi); EHL 4/5 left.\n{SIDE}☐ Right\n☐ Left\n', "EHL 4/5 left.\n"),
    "quotations-alone": (f"The note says: “left leg pain” (hpi); “no weakness”\n(chief complaint).\n{SIDE}☐ Right\n☐ Left\n", ""),
    "columns": (f"{SIDE}Right    Left\nEHL 5/5    4/5\n", "Right    Left\nEHL 5/5    4/5\n"),
    "sides-as-headings": (f"{SIDE}Right\nEHL 5/5\nLeft\nEHL 4/5\n", "Right\nEHL 5/5\nLeft\nEHL 4/5\n"),
    "a-query-in-capitals": (f"{CAUSE}☐ Due to “disc”\n☐ Cause unknown\n☐ Other: __\n☐ Unable to determine\n".upper(), ""),
}


@pytest.mark.parametrize("name", OWN)
def test_no_word_of_the_author_goes_with_a_query(name: str) -> None:
    written, kept = OWN[name]
    page = answered(f"Sciatica.\n{written}")
    assert page is not None
    assert page.text.strip() == f"Sciatica.\n{kept}".strip()


def test_words_of_the_author_among_the_choices_are_the_notes() -> None:
    page = answered(
        f"{CAUSE}☐ Due to “disc herniation”\nShe has diabetes.\n☐ Cause unknown\n☐ Other: __\n☐ Unable to determine\nEHL 4/5.\n"
    )
    assert page is not None
    assert page.text.split("\n") == ["She has diabetes.", "EHL 4/5.", ""]


def test_a_note_in_small_letters_stays_one(nlp: Language) -> None:
    note = "left leg pain since may. ehl r 4/5. a: lumbar radiculopathy.\n"
    query = next(gap.query for gap in review(note, nlp=nlp).gaps if gap.element == "etiology_statement")
    after = review(f"{note}\n{query.replace('☐ Due to __', '☒ due to __').replace('☒ due to __', '☒ Due to disc herniation')}", nlp=nlp)
    assert after.etiology == "disc"
    assert after.elements["motor_exam"].status == "abnormal"


OTHERS = {
    "a-question-of-a-form": "Does the patient have leg pain? [x] Yes [ ] No",
    "a-question-like-one": "On which side are the symptoms?\n☒ Right\n☐ Left",
    "no-question": "Relationship: ☒ Due to disc herniation ☐ Unrelated",
    "what-a-note-says": "The note says: “left radiculopathy” (assessment).",
    "nothing": "",
}


@pytest.mark.parametrize("name", OTHERS)
def test_other_forms_are_left_as_they_are(name: str) -> None:
    assert answered(OTHERS[name]) is None


def test_time_grows_with_the_length() -> None:
    for part in (
        CAUSE,
        f"{CAUSE}The note says: “",
        'The note says: "a" "',
        "☐ Due to “x”\n",
        f"{CAUSE}\n\n",
        "What is the cause of “a",
        "x " * 9,
    ):
        start = time.process_time()
        answered(part * 2_000)
        assert time.process_time() - start < 20
