"""The prefilter is lossless: what it leaves out changes no record. Shown on whole notes, and on sentences put together at random."""

import gzip
import json
from collections.abc import Iterator
from itertools import islice, pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

from rootnote.facts.collect import collect
from rootnote.language import excerpt
from rootnote.language.boundaries import boundaries
from rootnote.language.measures import MEASURES
from rootnote.language.pipeline import shipped_rules
from rootnote.language.prefilter import prefilter_of, relevance
from rootnote.language.rulefile import Rule
from rootnote.language.targets import MASK
from rootnote.placing import pages_of, placed
from rootnote.record import build_record
from rootnote.reviewer import load, review

CHECKOUT = Path(__file__).parent.parent.parent
OWN = sorted((CHECKOUT / "annotations" / "notes").glob("*.txt"))
SHARED = CHECKOUT.parent / "shared" / "notes"
#: The parts in which the real notes are read, so that the processes of a test run share them.
PARTS = 4

HEART = "EXAM: Heart has normal S1 and S2, no murmur. Lungs are clear. Abdomen is soft. No edema is seen. He was told to come back in May."


def text_of(file: Path) -> str:
    return file.read_bytes().decode("utf-8-sig")


def whole(nlp: Language, text: str) -> str:
    """The record of a note that is read as a whole."""
    words, pages = pages_of(text)
    return placed(build_record("note", words, collect(nlp(words))), pages).to_json()


def sentences() -> tuple[str, ...]:
    """The sentences of the project's own notes, each once."""
    found: dict[str, None] = {}
    for file in OWN:
        text = text_of(file)
        found.update(dict.fromkeys(text[start:end].strip() for start, end in pairwise([*boundaries(text), len(text)])))
    return tuple(found)


SENTENCES = sentences()
OF_OTHERS = tuple(
    one for one in SENTENCES if not any(word in one.lower() for word in ("lumb", "disc", "radic", "back", "l4", "l5", "root"))
)


@pytest.mark.parametrize("file", OWN, ids=lambda file: file.stem)
def test_own_note_has_the_same_record(nlp: Language, file: Path) -> None:
    text = text_of(file)
    assert review(text, nlp=nlp).to_json() == whole(nlp, text)


def corpus() -> Iterator[tuple[str, str]]:
    for file in sorted((SHARED / "dev").glob("*.txt")):
        yield file.stem, text_of(file)
    with gzip.open(SHARED / "corpus.jsonl.gz", "rt", encoding="utf-8") as rows:
        for row in map(json.loads, rows):
            yield row["id"], row["text"]


def is_thinned(nlp: Language, text: str) -> bool:
    """Whether anything of a note is left out; of one that is not, both readings are one."""
    words, _ = pages_of(text)
    prefilter = prefilter_of(nlp)
    assert prefilter is not None
    return not all(prefilter.needed(words, boundaries(words)))


@pytest.mark.parametrize("part", range(PARTS))
def test_every_real_note_has_the_same_record(nlp: Language, part: int) -> None:
    if not SHARED.is_dir():
        pytest.skip("the shared folder with real notes is not beside the checkout")
    thinned = [(note_id, text) for note_id, text in islice(corpus(), part, None, PARTS) if is_thinned(nlp, text)]
    differing = [note_id for note_id, text in thinned if review(text, nlp=nlp).to_json() != whole(nlp, text)]
    assert differing == []
    assert len(thinned) > 300


@settings(max_examples=150)
@given(
    st.lists(st.sampled_from(OF_OTHERS), min_size=4, max_size=14),
    st.lists(st.sampled_from(SENTENCES), max_size=2),
    st.sampled_from([" ", "\n", "\n\n", "  ", "\r\n"]),
)
def test_sentences_of_any_notes_have_the_same_record(nlp: Language, others: list[str], more: list[str], gap: str) -> None:
    text = gap.join([*others[:5], *more, *others[5:]])
    assert review(text, nlp=nlp).to_json() == whole(nlp, text)


def test_of_every_label_it_is_decided_what_it_says() -> None:
    listed = {entry for labels in relevance() for entry in labels}
    rules = [rule for _, rule in shipped_rules() if isinstance(rule, Rule)]
    labels = {rule.label for rule in rules} | set(MEASURES)
    assert {entry.partition("=")[0] for entry in listed} == labels - {MASK}
    assert listed <= labels | {f"{rule.label}={rule.value}" for rule in rules}


def test_a_note_of_another_field_is_hardly_read(nlp: Language) -> None:
    prefilter = prefilter_of(nlp)
    assert prefilter is not None
    assert prefilter.needed(HEART, boundaries(HEART)) == [True, True, False, False, False]


def test_a_short_form_that_the_note_defines_is_not_passed_over(nlp: Language) -> None:
    text = HEART + " Ankle jerk (AJK) is lost on the left. She sleeps well. She eats well. She walks. The right AJK is brisk. She drives."
    assert len([one for one in review(text, nlp=nlp).findings if one.kind == "reflex"]) == 2
    assert review(text, nlp=nlp).to_json() == whole(nlp, text)


def test_a_heart_sound_between_slashes_is_no_level(nlp: Language) -> None:
    text = "The left groin has hurt for three weeks. She takes baclofen. CV: S1/S2 nl, no m/r/g. Level S2-3. He sleeps well. He eats well."
    assert review(text, nlp=nlp).to_json() == whole(nlp, text)
    assert review(text, nlp=nlp).findings == ()


def test_a_complaint_in_a_note_that_opens_with_a_study_makes_it_no_report(nlp: Language) -> None:
    text = "Chest CT last week. CT of the head before that. Trouble is number one. EXAM: Incision healed."
    assert review(text, nlp=nlp).note_type == "clinic"
    assert review(text, nlp=nlp).to_json() == whole(nlp, text)


def test_a_section_of_the_nerves_is_read_though_no_study_is_named(nlp: Language) -> None:
    text = "NEEDLE\nNo imaging for now.\nParaspinal soft tissue: Unremarkable.\nHe eats well.\nToe and heel walk fine."
    assert any(one.kind == "electrodiagnostic" for one in review(text, nlp=nlp).findings)
    assert review(text, nlp=nlp).to_json() == whole(nlp, text)


def test_a_note_of_the_spine_is_read_whole(nlp: Language) -> None:
    prefilter = prefilter_of(nlp)
    assert prefilter is not None
    text = HEART + " He has a left L5 radiculopathy."
    assert all(prefilter.needed(text, boundaries(text)))


def test_offsets_and_text_are_those_of_the_note(nlp: Language) -> None:
    text = HEART + "\n\nNEURO: Ankle reflexes are absent 🦴 on the left.\n\nShe sleeps well. She eats well. She walks a mile. She drives."
    doc = excerpt.read(nlp, text)
    assert len(doc.text) == len(text)
    (finding,) = [one for one in review(text, nlp=nlp).findings if one.kind == "reflex"]
    assert text[finding.evidence[0].start : finding.evidence[0].end] == finding.evidence[0].text


def test_a_word_that_a_site_adds_is_not_passed_over(tmp_path: Path) -> None:
    site = tmp_path / "site.toml"
    site.write_text('[words]\nradiculopathy = ["rdcp"]\n')
    pipeline = load(site)
    text = HEART + " Left leg rdcp at present."
    assert review(text, nlp=pipeline).to_json() == build_whole(pipeline, text)
    assert review(text, nlp=pipeline).codes


def build_whole(pipeline: Language, text: str) -> str:
    """As ``whole``, with the version of a site's rules."""
    record = review(text, nlp=pipeline)
    return build_record("note", text, collect(pipeline(text)), rules_version=record.versions.rules).to_json()


def test_a_pipeline_with_other_components_reads_all(nlp: Language) -> None:
    pipeline = load()
    assert prefilter_of(pipeline) is not None
    pipeline.add_pipe("sentencizer", name="other", last=True)
    assert prefilter_of(pipeline) is None
    assert len(excerpt.read(pipeline, HEART)) == len(nlp(HEART))
