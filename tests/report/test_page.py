"""The report: what stands in it and in which form, whatever the notes hold; the browser's side is in ``test_page_browser``."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

from coding.factsets import finding, note
from commandline import CODED, Run
from report.pages import EMOJI, HOSTILE, Parsed, cut, write_page
from rootnote.batch.formats import Format
from rootnote.batch.identity import Settings
from rootnote.batch.outcomes import outcome_of
from rootnote.batch.scanning import scan_each
from rootnote.coding.linkage import Linkage
from rootnote.documentation.elements import Element
from rootnote.errors import OutputError
from rootnote.record import NoteRecord, build_record
from rootnote.report.characters import shown
from rootnote.report.page.charts import code_rows, gap_rows
from rootnote.report.page.entries import entry_of, row_of
from rootnote.report.page.figures import Figures
from rootnote.report.page.prospects import Prospect, prospects
from rootnote.report.page.writing import open_page
from rootnote.reviewer import review
from rootnote.source import Failure, Note, read_notes

URGENT_ELSEWHERE = "HPI: Saddle anesthesia and new urinary retention.\n"
NOTES: list[Note | Failure] = [
    Note("plain", CODED),
    Note("heart", "EXAM: Heart has normal S1 and S2, no murmur.\n"),
    Failure("broken", "broken.txt: empty"),
    Note("emoji", EMOJI),
    Note("<b>hostile</b></script>", HOSTILE),
    Note("back", "ASSESSMENT: Low back pain.\n"),
]
A = "affirmed"


@pytest.fixture(scope="module")
def page(nlp: Language, tmp_path_factory: pytest.TempPathFactory) -> Parsed:
    return Parsed(write_page(tmp_path_factory.mktemp("page") / "report.html", NOTES, nlp))


@pytest.fixture(scope="module")
def sample_page(nlp: Language, sample_notes: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Parsed, list[NoteRecord]]:
    """The report on the project's own notes, and their records."""
    path = tmp_path_factory.mktemp("page") / "report.html"
    html = write_page(path, read_notes([sample_notes]), nlp)
    return Parsed(html), [NoteRecord.from_json(line) for line in path.with_suffix(".jsonl").read_text("utf-8").splitlines()]


def test_nothing_may_run_or_load_but_the_one_script_and_style(page: Parsed) -> None:
    (policy,) = [one.attributes["content"] for one in page.all("meta") if one.attributes.get("http-equiv") == "Content-Security-Policy"]
    assert policy is not None
    rules = {name: values for name, *values in (rule.split() for rule in policy.split(";"))}
    assert rules["default-src"] == rules["base-uri"] == rules["form-action"] == ["'none'"]
    run = [one for one in page.all("script") if one.attributes.get("type") != "application/json"]
    for name, (element,) in {"script-src": run, "style-src": page.all("style")}.items():
        assert rules[name] == [f"'sha256-{b64encode(sha256(element.content.encode()).digest()).decode()}'"]
    assert page.elements.index(page.all("meta")[1]) < page.elements.index(page.all("style")[0])


def test_page_is_whole_in_itself(page: Parsed) -> None:
    assert {one.tag for one in page.elements}.isdisjoint({"link", "img", "iframe", "object", "embed", "base", "image", "use"})
    for one in page.elements:
        assert not [name for name in one.attributes if name.startswith("on") or name in ("style", "src", "srcdoc", "action")]
        assert (one.attributes.get("href") or "#").startswith("#")


SUBJECTS = ("where", "symptoms", "examination", "tests", "cause", "course", "diagnosis", "warning")
#: Colours of text, and of what it stands on.
READ = (
    *(("ink", ground) for ground in ("paper", "ground", "soft", "chosen", "alarm-soft", *SUBJECTS)),
    *(("quiet", ground) for ground in ("paper", "ground", "chosen", "alarm-soft")),
    *(("tag-ink", tag) for tag in ("A", "B", "C", "alarm")),
    *((words, "paper") for words in ("accent", "A", "alarm")),
    ("accent", "ground"),
    ("accent-ink", "accent"),
    ("lit-ink", "lit"),
)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_words_stand_out_from_their_ground(page: Parsed, theme: int) -> None:
    """Contrast of at least 4.5 (WCAG 2, AA) wherever words stand on a colour."""
    colours: dict[str, str] = {}
    for block in re.findall(r":root \{(.*?)\n *\}", page.all("style")[0].content, re.DOTALL)[: theme + 1]:
        colours |= dict(re.findall(r"--([\w-]+): (#\w+);", block))
    assert [(words, ground) for words, ground in READ if contrast(colours[words], colours[ground]) < 4.5] == []


def contrast(one: str, other: str) -> float:
    low, high = sorted(map(luminance, (one, other)))
    return (high + 0.05) / (low + 0.05)


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    shares = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_no_words_of_a_note_stand_in_the_page_as_they_are(page: Parsed) -> None:
    for words in ("owned", "onerror", "<b>hostile", "<svg onload", "alert", "\u2028", "\0", "\x1b", "\u202e"):
        assert words not in page.html


def test_texts_come_back_with_only_invisible_signs_made_visible(page: Parsed) -> None:
    given_texts = [CODED, EMOJI, HOSTILE, "ASSESSMENT: Low back pain.\n"]
    assert page.unpacked("texts") == list(map(shown, given_texts))
    assert [row[0] for row in page.index["rows"]] == ["plain", "emoji", "<b>hostile</b></script>", "back"]
    hostile = page.unpacked("texts")[2]
    assert "⇄right⇄" in hostile
    assert "␀ ␛[2J" in hostile


def test_failed_notes_are_listed_with_their_error_and_notes_out_of_scope_only_counted(page: Parsed) -> None:
    assert page.index["failures"] == [["broken", "broken.txt: empty"]]
    assert "6 notes read 4 in scope" in page.text


def test_a_note_out_of_scope_is_listed_when_it_has_a_warning(nlp: Language, sample_notes: Path, tmp_path: Path) -> None:
    notes = [Note("urgent", URGENT_ELSEWHERE), *read_notes([sample_notes / "clinic-26-peripheral-vascular.txt"])]
    page = Parsed(write_page(tmp_path / "r.html", notes, nlp))
    listed = [("urgent", "none", ["cauda_equina"]), ("clinic-26-peripheral-vascular", "none", ["unattributed"])]
    assert [(row[0], row[2], row[8]) for row in page.index["rows"]] == listed
    assert "1 urgent" in page.text
    assert "The list also has 2 notes out of scope with a warning." in page.text


def places_in(value: Any) -> Iterator[tuple[int, int]]:
    """All places of an entry: its pairs of whole numbers."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list | tuple):
        if len(value) >= 2 and all(type(one) is int for one in value[:2]):
            yield value[0], value[1]
        else:
            for one in value:
                yield from places_in(one)


@settings(max_examples=25)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=30))
def test_places_fit_the_text_as_a_browser_counts(nlp: Language, before: str) -> None:
    text = f"{before}\n{EMOJI}"
    record = review(text, nlp=nlp)
    entry = entry_of(record, text)
    expected = Counter(
        words
        for said in (*(found.evidence for found in record.elements.values()), *(one.evidence for one in record.warnings))
        for words in (one.text for one in said)
    )
    found = Counter(cut(text, (start, end)) for start, end, subject, _ in entry["marks"] if subject != "diagnosis")
    assert found == expected
    assert "Left S1 radiculopathy" in {cut(text, place) for place in places_in(entry)}


def test_what_is_shown_of_a_note(nlp: Language) -> None:
    text = "HPI: Left leg pain. ASSESSMENT: Left S1 radiculopathy. Lumbar disc herniation at L5-S1. MRI was ordered.\n"
    entry = entry_of(review(text, nlp=nlp), text)
    assert [(one["code"], one["leads"]) for one in entry["codes"]] == [("M54.17", True), ("M51.17", False)]
    assert entry["codes"][1]["steps"][0] == {"decided": entry["codes"][0]["steps"][0]["decided"], "as": "M54.17"}
    assert entry["codes"][0]["steps"][1]["change"] == "If the disc were the cause: M51.17; spondylosis: M47.27."
    cause = next(one for one in entry["gaps"] if one["priority"] == "A")
    assert [text[slice(*place)] for place in (*cause["nearest"], *cause["about"])] == ["disc herniation", "radiculopathy"]
    assert cause["because"] == "not linked by the author"
    assert cause["query"][0] == "Cause of the nerve root problem"
    assert entry["facts"][:2] == [("codes", "M54.17"), ("presumed", "M51.17")]


@pytest.mark.parametrize("linkage", Linkage)
def test_the_codes_of_the_linkage_asked_for_come_first(linkage: Linkage) -> None:
    facts, text = note(radiculopathy=A, regions=["lumbar"], disc_disorder=A, candidates=["disc L4-L5"])
    record = build_record("one", text, facts, linkage=linkage)
    leading = {Linkage.EXPLICIT: "M54.16", Linkage.PRESUMED: "M51.16"}[linkage]
    entry = entry_of(record, text)
    assert entry["facts"][0][1] == entry["codes"][0]["code"] == leading
    assert row_of(record)[4:7] == [("M54.16",), ("M51.16",), linkage is Linkage.PRESUMED]


def test_figures_are_those_of_the_records(sample_page: tuple[Parsed, list[NoteRecord]]) -> None:
    page, records = sample_page
    in_scope = [one for one in records if one.scope != "none"]
    assert f"{len(records)} notes read {len(in_scope)} in scope" in page.text
    assert [row[0] for row in page.index["rows"]] == [one.id for one in records if one.scope != "none" or one.warnings]
    figures = Figures()
    for one in records:
        figures.add(outcome_of(one, Format.JSONL).tally, one)
    missing = Counter((gap.element, gap.priority) for one in in_scope for gap in one.gaps)
    assert {row.title: row.counts for row in gap_rows(figures)}["Cause"]["A"] == missing["etiology_statement", "A"] > 0
    assert sum(sum(row.counts.values()) for row in gap_rows(figures)) == missing.total()
    assert sum(figures.completeness_bins()) == len(in_scope)
    assert {row.code: row.now for row in code_rows(figures)}["M54.16"] == sum("M54.16" in one.codes for one in records) > 0
    for row in code_rows(figures):
        assert 0 <= row.undecided <= row.now
        assert row.reachable <= len(in_scope) - row.now


PROSPECTS: list[Any] = [
    pytest.param(
        {"radiculopathy": A, "regions": ["lumbosacral"], "location": "root S1"},
        {("M54.17", "etiology_statement", ("M51.17", "M47.27"))},
        id="cause",
    ),
    pytest.param(
        {"radiculopathy": A},
        {("M54.16", "etiology_statement", ("M51.16", "M47.26")), ("M54.16", "nerve_root_or_region", ("M54.17", "M54.18"))},
        id="cause-and-region-each-alone",
    ),
    pytest.param({"sciatica": A}, {("M54.30", "laterality", ("M54.31", "M54.32"))}, id="side"),
    pytest.param({"radiculopathy": "uncertain"}, set(), id="no-code-to-change"),
    pytest.param({"low_back_pain": A}, set(), id="no-gap-of-the-code"),
    pytest.param(
        {"radiculopathy": A, "regions": ["lumbar"], "location": "root L5", "disc_disorder": A, "candidates": ["disc L4-L5"]},
        {("M54.16", "etiology_statement", ("M51.16", "M47.26"))},
        id="presumed-code-is-none-that-the-author-links",
    ),
]


@pytest.mark.parametrize(("given_facts", "expected"), PROSPECTS)
@pytest.mark.parametrize("linkage", Linkage)
def test_what_answers_could_change(given_facts: dict[str, Any], expected: set[tuple[str, str, tuple[str, ...]]], linkage: Linkage) -> None:
    facts, text = note(**given_facts)
    found = prospects(build_record("one", text, facts, linkage=linkage))
    assert {(one.code, one.element.value, one.alternatives) for one in found} == expected


def test_codes_after_the_gaps_are_a_range_of_what_answers_could_make_of_them() -> None:
    figures = Figures()
    located: dict[str, Any] = {"radiculopathy": A, "regions": ["lumbar"], "location": "root L5"}
    for given_facts in (located, {"radiculopathy": A}, {**located, "disc_disorder": A, "etiology": "disc", "links": ["disc L4-L5"]}):
        facts, text = note(**given_facts)
        record = build_record("one", text, facts)
        figures.add(outcome_of(record, Format.JSONL).tally, record)
    rows = {row.code: (row.now - row.undecided, row.now, row.now + row.reachable) for row in code_rows(figures)}
    assert rows["M54.16"] == (0, 2, 2)
    assert rows["M51.16"] == (1, 1, 3)
    assert rows["M47.26"] == (0, 0, 2)
    assert rows["M54.17"] == (0, 0, 1)
    assert figures.with_several_prospects == 1
    assert figures.prospects[Prospect("M54.16", Element.ETIOLOGY_STATEMENT, ("M51.16", "M47.26"))] == 2


def test_more_notes_than_a_page_lists_are_told_and_counted(nlp: Language, tmp_path: Path) -> None:
    notes: list[Note | Failure] = [Note(str(number), CODED) for number in range(5)]
    failures: list[Note | Failure] = [Failure(f"f{number}", "empty") for number in range(4)]
    page = Parsed(write_page(tmp_path / "r.html", [*notes, *failures], nlp, most=3))
    assert len(page.index["rows"]) == len(page.index["failures"]) == len(page.unpacked("texts")) == 3
    assert "2 more notes are left out of the list. 1 more failed note is left out of the list." in page.text
    assert "9 notes read 5 in scope" in page.text


def test_a_page_that_lists_all_says_nothing_of_leaving_out(page: Parsed) -> None:
    assert "left out" not in page.text


@pytest.mark.parametrize("notes", [pytest.param([], id="no-note"), pytest.param([Note("1", "Heart S1 S2 normal.")], id="none-in-scope")])
def test_empty_pages_are_whole(nlp: Language, tmp_path: Path, notes: list[Note | Failure]) -> None:
    page = Parsed(write_page(tmp_path / "r.html", notes, nlp))
    assert (page.index["rows"], page.index["starts"]) == ([], [])
    assert "No gaps." in page.text
    assert "Choose a note" not in page.text
    assert [one for one in page.all("button") if one.attributes.get("class") == "go"] == []


def test_a_run_with_no_note_in_scope_says_so_and_how_it_was_made(nlp: Language, tmp_path: Path) -> None:
    page = Parsed(write_page(tmp_path / "r.html", [Note("1", "Heart S1 S2 normal."), Note("2", "Lungs clear.")], nlp))
    assert page.index["rows"] == []
    assert "None of the 2 notes read is in scope." in page.text
    record = NoteRecord.from_json((tmp_path / "r.jsonl").read_text("utf-8").splitlines()[0])
    made = f"rootnote {record.versions.rootnote} · rules {record.versions.rules} · {record.versions.icd10cm} · outpatient"
    assert made in page.text


def test_many_notes_make_several_blocks_that_find_their_notes(nlp: Language, tmp_path: Path) -> None:
    notes = [Note(str(number), f"{CODED}{number}\n") for number in range(150)]
    page = Parsed(write_page(tmp_path / "r.html", notes, nlp))
    assert len(page.index["starts"]) > 2
    assert page.unpacked("texts") == [one.text for one in notes]
    assert len(page.unpacked("entries")) == len(notes)


def test_same_bytes_for_any_number_of_jobs_and_when_resumed(run: Run, sample_notes: Path, tmp_path: Path) -> None:
    notes = sorted(sample_notes.glob("clinic-0*.txt"))
    runs = {"one": ["--jobs", "1", "--timeout", "0"], "two": ["--jobs", "2"], "again": ["--resume"]}
    for name, options in runs.items():
        out = tmp_path / ("one.jsonl" if name == "again" else f"{name}.jsonl")
        assert run("scan", *notes, "-o", out, "--report", tmp_path / f"{name}.html", *options).code == 0
    one, two, again = ((tmp_path / f"{name}.html").read_bytes() for name in runs)
    assert one == two == again


def test_run_that_breaks_off_leaves_the_earlier_report_and_nothing_else(nlp: Language, tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    path.write_text("earlier")
    with pytest.raises(KeyboardInterrupt), open_page(path) as page:
        for outcome in scan_each(page.watch([Note("1", CODED)]), None, settings=Settings(), nlp=nlp, written=False):
            page.add(outcome)
        raise KeyboardInterrupt
    assert path.read_text() == "earlier"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("place", ["", "notes/back.txt/report.html"])
def test_a_place_that_takes_no_report_is_named_before_any_note_is_read(run: Run, folder: Path, tmp_path: Path, place: str) -> None:
    done = run("scan", folder, "-o", tmp_path / "records.jsonl", "--report", tmp_path / place)
    assert done.code == 2
    assert str(tmp_path / place) in done.err
    assert not (tmp_path / "records.jsonl").exists()


def test_report_alone_is_all_that_is_written(run: Run, folder: Path, tmp_path: Path) -> None:
    done = run("scan", folder, "--report", tmp_path / "report.html")
    assert (done.code, done.out) == (0, "")
    assert f"report: {tmp_path / 'report.html'}" in done.err
    assert sorted(file.name for file in tmp_path.iterdir()) == ["notes", "report.html"]


@pytest.mark.parametrize("again", [False, True], ids=["scan", "report"])
def test_a_title_tells_reports_apart(run: Run, folder: Path, tmp_path: Path, again: bool) -> None:
    first, second, records = tmp_path / "first.html", tmp_path / "second.html", tmp_path / "records.jsonl"
    titled = ["--title", "Clinic <A>, May"]
    assert run("scan", folder, "-o", records, "--report", first, *([] if again else titled)).code == 0
    if again:
        assert run("report", records, "--notes", folder, "-o", second, *titled).code == 0
    page = Parsed((second if again else first).read_text("utf-8"))
    assert page.text.startswith("Clinic <A>, May – rootnote report")
    assert "rootnote report: Clinic <A>, May" in page.text


def test_a_title_without_a_report_is_refused(run: Run, folder: Path) -> None:
    assert run("scan", folder, "--title", "May").code == 2


def test_report_beside_tables(run: Run, folder: Path, tmp_path: Path) -> None:
    assert run("scan", folder, "-o", tmp_path / "tables", "--format", "csv", "--report", tmp_path / "report.html").code == 0
    assert [row[0] for row in Parsed((tmp_path / "report.html").read_text("utf-8")).index["rows"]] == ["back"]


def test_report_is_never_written_over_notes_or_records(run: Run, tmp_path: Path) -> None:
    notes = tmp_path / "notes.jsonl"
    notes.write_text(json.dumps({"id": "a", "text": CODED}) + "\n")
    before = notes.read_bytes()
    assert run("scan", notes, "--report", notes).code == 2
    assert run("scan", notes, "-o", tmp_path / "out", "--report", tmp_path / "out").code == 2
    assert notes.read_bytes() == before


def test_an_error_while_writing_is_named(nlp: Language, tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="report.html: can't be written"), open_page(tmp_path / "report.html"):
        (tmp_path / "report.html").mkdir()


def test_findings_of_the_examination_are_marked() -> None:
    facts, text = note(radiculopathy=A, regions=["lumbar"], findings=[finding("reflex", "left ankle reflex absent", site="ankle")])
    marks = entry_of(build_record("one", text, facts), text)["marks"]
    assert [(text[start:end], subject, what) for start, end, subject, what in marks if subject == "examination"] == [
        ("left ankle reflex absent", "examination", "reflex exam: abnormal")
    ]
