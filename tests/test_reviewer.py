"""The functions and the component that review one note: what they take, what they refuse, and how large a record may get."""

import re
import signal
from pathlib import Path
from typing import Any, cast

import pytest
import spacy
from spacy.language import Language

import rootnote.reviewer
from rootnote.batch.runner import review_many
from rootnote.coding.decisions import MOST_PLACES
from rootnote.coding.linkage import Linkage
from rootnote.coding.setting import Setting
from rootnote.comparison import compare
from rootnote.errors import NoteError
from rootnote.language.pipeline import default_config, load
from rootnote.reviewer import review
from rootnote.source import MAX_CHARACTERS, Encoding, Failure, Note
from rootnote.versions import shipped_rules_version

RUN_ON = [
    pytest.param("L5-S1 radiculopathy ", id="levels-and-diagnoses"),
    pytest.param("L4-5, L5-S1, ", id="levels"),
    pytest.param("left sciatica and low back pain, ", id="symptoms"),
    pytest.param("left ankle jerk absent, ", id="findings"),
]


@pytest.mark.parametrize("words", RUN_ON)
def test_the_record_of_a_run_on_note_grows_no_faster_than_the_note(nlp: Language, words: str) -> None:
    text = words * 100 + "left S1 radiculopathy"
    record = review(text, nlp=nlp)
    assert len(record.to_json()) < 20_000 + 20 * len(text)
    assert all(len(step.evidence) <= MOST_PLACES for detail in record.code_details for step in detail.steps)


def test_each_level_is_cited_with_the_nearest_mention(nlp: Language) -> None:
    (detail,) = review("ASSESSMENT: L4-5 radiculopathy, radicular pain and L3-4 radiculopathy.", nlp=nlp).code_details
    region = next(step for step in detail.steps if step.rule == "region.documented")
    assert [place.text for place in region.evidence] == ["L4-5 radiculopathy", "L3-4 radiculopathy"]


CHOICES: list[Any] = [
    pytest.param({"setting": "home"}, "setting must be one of 'outpatient', 'inpatient'", id="setting"),
    pytest.param({"setting": None}, "setting must be one of", id="no-setting"),
    pytest.param({"linkage": "guessed"}, "linkage must be one of 'explicit', 'presumed'", id="linkage"),
]


@pytest.mark.parametrize(("given", "message"), CHOICES)
def test_unknown_choices_are_refused_with_those_there_are(nlp: Language, given: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        review("Left leg pain.", nlp=nlp, **given)
    with pytest.raises(ValueError, match=message):
        list(review_many([Note("visit-1", "Left leg pain.")], nlp=nlp, **given))
    with pytest.raises(ValueError, match=message):
        spacy.blank("en").add_pipe("rootnote", config={key: str(value) for key, value in given.items()})


def test_choices_are_taken_by_name(nlp: Language) -> None:
    text = "ASSESSMENT: Possible left S1 radiculopathy."
    record = review(text, nlp=nlp, setting="inpatient", linkage="presumed")
    assert record == review(text, nlp=nlp, setting=Setting.INPATIENT, linkage=Linkage.PRESUMED)
    assert record.codes == ("M54.17",)
    (of_many,) = review_many([Note("note", text)], nlp=nlp, setting="inpatient", linkage="presumed")
    assert of_many == record


NO_TEXTS: list[Any] = [
    pytest.param(None, "visit-1: the text must be a str, not NoneType", id="none"),
    pytest.param(float("nan"), "visit-1: the text must be a str, not float", id="missing-in-a-data-frame"),
    pytest.param(b"Zebrafish", "visit-1: the text must be a str, not bytes", id="bytes"),
    pytest.param("Zebrafish " * 100_001, f"visit-1: longer than {MAX_CHARACTERS:,} characters", id="too-long"),
    pytest.param("Zebrafish \ud800", "visit-1: half a surrogate pair stands in it, which is no valid Unicode", id="lone-surrogate"),
]


@pytest.mark.parametrize(("text", "message"), NO_TEXTS)
def test_what_is_no_text_of_a_note_is_refused_in_the_words_of_scan(nlp: Language, text: Any, message: str) -> None:
    with pytest.raises(NoteError) as caught:
        review(text, nlp=nlp, note_id="visit-1")
    assert str(caught.value) == message
    assert caught.value.__context__ is None


@pytest.mark.parametrize("text", ["", " \n"], ids=["empty", "blank"])
def test_an_empty_draft_can_be_reviewed(nlp: Language, text: str) -> None:
    assert review(text, nlp=nlp).scope == "none"


def test_rules_of_a_site_are_named_in_the_record_and_not_compared_with_others(nlp: Language, tmp_path: Path) -> None:
    site = tmp_path / "site.toml"
    versions = []
    for spelling in ("rdcp", "rdx"):
        site.write_text(f'[words]\nradiculopathy = ["{spelling}"]\n')
        versions.append(review(f"ASSESSMENT: Left S1 {spelling}.", nlp=load(site)))
    plain = review("ASSESSMENT: Left S1 radiculopathy.", nlp=nlp)
    assert plain.versions.rules == shipped_rules_version()
    assert len({record.versions.rules for record in (plain, *versions)}) == 3
    assert all(record.versions.rules.startswith(f"{shipped_rules_version()}+") for record in versions)
    with pytest.raises(ValueError, match="of different rules: "):
        compare(plain, versions[0])


def test_the_default_config_by_its_path_is_no_other_rules() -> None:
    assert review("Pain.", nlp=load(default_config())).versions.rules == shipped_rules_version()


@pytest.fixture(scope="module")
def host() -> Language:
    """Somebody else's pipeline, with the component."""
    pipeline = spacy.blank("en")
    pipeline.add_pipe("rootnote")
    return pipeline


@pytest.mark.parametrize(
    ("context", "note_id"),
    [
        pytest.param("visit-1", "visit-1", id="string"),
        pytest.param({"id": "visit-1", "clinic": 4}, "visit-1", id="mapping"),
        pytest.param({"clinic": 4}, "note", id="mapping-without-id"),
        pytest.param({"id": None}, "note", id="mapping-with-no-id"),
        pytest.param({"id": 0}, "0", id="number-in-a-mapping"),
        pytest.param(7, "7", id="number"),
        pytest.param(("visit-1", 7), "note", id="something-else"),
    ],
)
@pytest.mark.parametrize("processes", [1, 2])
def test_the_component_takes_the_id_from_the_context(host: Language, context: Any, note_id: str, processes: int) -> None:
    ((doc, kept),) = host.pipe([("Left leg pain.", context)], as_tuples=True, n_process=processes)
    assert (doc._.rootnote.id, kept) == (note_id, context)


def test_the_component_takes_the_id_of_the_doc_first(host: Language) -> None:
    for given, note_id in (("visit-2", "visit-2"), (5, "5")):
        doc = host.make_doc("Left leg pain.")
        doc._.note_id = given
        assert host(doc)._.rootnote.id == note_id
    assert host("Left leg pain.")._.rootnote.id == "note"


NO_IDS: list[Any] = [
    pytest.param(4711, "4711: the id must be a str, not int", id="number"),
    pytest.param(None, "(no id): the id must be a str, not NoneType", id="none"),
    pytest.param(float("nan"), "(no id): the id must be a str, not float", id="missing-in-a-data-frame"),
    pytest.param("", "(no id): the id must have characters", id="empty"),
    pytest.param("visit-\ud800", r"visit-\ud800: half a surrogate pair stands in the id, which is no valid Unicode", id="lone-surrogate"),
]


@pytest.mark.parametrize(("note_id", "message"), NO_IDS)
def test_what_is_no_id_is_refused(nlp: Language, note_id: Any, message: str) -> None:
    with pytest.raises(NoteError, match=f"^{re.escape(message)}$"):
        review("Left leg pain.", nlp=nlp, note_id=note_id)
    failures: list[Failure] = []
    assert list(review_many([Note(note_id, "Left leg pain.")], nlp=nlp, on_failure=failures.append)) == []
    assert failures == [Failure(message.split(":")[0], message)]


@pytest.mark.parametrize("given", [float("nan"), "", ["visit-1"], True])
def test_the_component_refuses_what_is_no_id(host: Language, given: Any) -> None:
    doc = host.make_doc("Left leg pain.")
    doc._.note_id = given
    with pytest.raises(NoteError, match="the id must"):
        host(doc)
    with pytest.raises(NoteError, match="the id must"):
        list(host.pipe([("Left leg pain.", {"id": given})], as_tuples=True))


def test_an_encoding_that_no_note_has_is_refused(nlp: Language) -> None:
    with pytest.raises(NoteError, match="^a: the encoding must be one of 'utf-8', 'utf-8-sig', 'windows-1252'$"):
        list(review_many([Note("a", "Left leg pain.", cast(Any, "latin-1"))], nlp=nlp))
    (record,) = review_many([Note("a", "Left leg pain.", cast(Any, "windows-1252"))], nlp=nlp)
    assert record.encoding is Encoding.WINDOWS_1252


@pytest.mark.parametrize("nlp", ["en", spacy.blank, 1], ids=["name", "function", "number"])
def test_what_is_no_pipeline_is_refused(nlp: Any) -> None:
    with pytest.raises(TypeError, match=r"^nlp must be a pipeline as rootnote\.load\(\) gives it, not "):
        review("Left leg pain.", nlp=nlp)


@pytest.mark.skipif(not hasattr(signal, "SIGALRM"), reason="the system has no such signal")
def test_a_review_can_be_ended_by_the_clock(nlp: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    def give_up(number: int, frame: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, give_up)
    monkeypatch.setattr(rootnote.reviewer, "collect", lambda doc: signal.raise_signal(signal.SIGALRM))
    try:
        with pytest.raises(NoteError, match="^visit-1: TimeoutError in rootnote.reviewer line "):
            review("Left leg pain.", nlp=nlp, note_id="visit-1")
    finally:
        signal.signal(signal.SIGALRM, before)
