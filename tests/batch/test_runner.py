"""Many notes: order, several processes, what fails."""

import json
import os
import signal
import subprocess
import sys
from multiprocessing import get_all_start_methods
from pathlib import Path
from typing import Any, cast

import pytest
import spacy
from spacy.language import Language

import rootnote
import rootnote.reviewer
from rootnote.batch.identity import Settings
from rootnote.batch.runner import finish_each, review_each, review_many
from rootnote.batch.writers import jsonl_line
from rootnote.errors import NoteError
from rootnote.record import NoteRecord
from rootnote.source import Failure, Note, read_notes

CODED = Note("coded", "ASSESSMENT: Left S1 radiculopathy due to L5-S1 disc herniation.\n")
HEART = Note("heart", "EXAM: Heart has normal S1 and S2, no murmur.\n")
UNREADABLE = Failure("scan-7", "scan-7.txt: empty")


def test_review_many_keeps_the_order(nlp: Language) -> None:
    assert [record.id for record in review_many([HEART, CODED], nlp=nlp)] == ["heart", "coded"]


@pytest.mark.usefixtures("failing_on_heart")
def test_failing_note_is_reported_and_the_rest_goes_on(nlp: Language) -> None:
    failures: list[Failure] = []
    records = list(review_many([CODED, HEART, Note("last", CODED.text)], nlp=nlp, on_failure=failures.append))
    assert [record.id for record in records] == ["coded", "last"]
    assert [failure.id for failure in failures] == ["heart"]
    assert failures[0].error == "heart: ValueError in rootnote.reviewer line " + failures[0].error.split()[-1]


@pytest.mark.usefixtures("failing_on_heart")
def test_failing_note_raises_without_a_callback(nlp: Language) -> None:
    with pytest.raises(NoteError, match="^heart: ValueError"):
        list(review_many([HEART], nlp=nlp))


def test_failures_of_the_source_stay_in_their_place(nlp: Language) -> None:
    assert [result.id for result in review_each([CODED, UNREADABLE, HEART], nlp=nlp)] == ["coded", "scan-7", "heart"]


WRONG: list[Any] = [
    pytest.param({"jobs": 0}, "^jobs must be a whole number above 0, not 0$", id="no-job"),
    pytest.param({"jobs": -1}, "^jobs must be", id="fewer-than-none"),
    pytest.param({"jobs": 1.5}, "^jobs must be", id="half-a-job"),
    pytest.param({"jobs": None}, "^jobs must be", id="unsaid"),
    pytest.param({"timeout": 0}, "^timeout must be a number of seconds above 0, or None for no limit, not 0$", id="no-time"),
    pytest.param({"timeout": -3}, "^timeout must be", id="less-than-no-time"),
    pytest.param({"timeout": float("nan")}, "^timeout must be", id="no-number"),
    pytest.param({"timeout": float("inf")}, "^timeout must be", id="for-ever"),
    pytest.param({"timeout": "5"}, "^timeout must be", id="word"),
    pytest.param({"nlp": spacy.blank("en"), "config": "site.toml"}, "^nlp and config", id="two-pipelines"),
]


@pytest.mark.parametrize(("how", "message"), WRONG)
def test_what_would_read_no_note_is_refused_at_once(how: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        review_many([CODED], **how)


@pytest.mark.parametrize(
    ("notes", "message"),
    [
        pytest.param(CODED, "^notes must be an iterable of rootnote.Note, not Note$", id="one-note"),
        pytest.param(None, "^notes must be an iterable of rootnote.Note, not NoneType$", id="none"),
        pytest.param([CODED.text], "^each note must be a rootnote.Note, not str$", id="texts"),
        pytest.param(CODED.text, "^each note must be a rootnote.Note, not str$", id="text"),
        pytest.param([("a", CODED.text)], "^each note must be a rootnote.Note, not tuple$", id="pairs"),
        pytest.param({"a": CODED.text}, "^each note must be a rootnote.Note, not str$", id="mapping"),
    ],
)
def test_what_are_no_notes_is_said(nlp: Language, notes: Any, message: str) -> None:
    with pytest.raises(TypeError, match=message):
        list(review_many(notes, nlp=nlp))


def test_what_is_no_pipeline_is_refused_before_the_first_note() -> None:
    with pytest.raises(TypeError, match="^nlp must be a pipeline"):
        review_many([CODED], nlp=cast(Any, "en"))
    with pytest.raises(TypeError, match="^on_failure must be a function of a rootnote.Failure, not list$"):
        review_many([CODED], on_failure=cast(Any, []))


def test_rules_of_a_site_are_named_by_path_or_by_word(tmp_path: Path) -> None:
    site = tmp_path / "site.toml"
    site.write_text('[words]\nradiculopathy = ["rdcp"]\n')
    (one,), (other,) = (review_many([Note("a", "ASSESSMENT: Left S1 rdcp.")], config=config) for config in (site, str(site)))
    assert one == other
    assert one.codes == ("M54.17",)


@pytest.mark.parametrize("how", [{"jobs": 2}, {"timeout": 60}])
def test_pipeline_is_not_shared_between_processes(nlp: Language, how: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="config instead of nlp"):
        review_each([CODED], nlp=nlp, **how)


@pytest.mark.parametrize("start_method", get_all_start_methods())
def test_any_number_of_processes_gives_the_same_bytes(nlp: Language, sample_notes: Path, start_method: str) -> None:
    notes = list(read_notes([sample_notes, "no-such-file"]))
    alone = [jsonl_line(result) for result in review_each(notes, nlp=nlp)]
    assert len(alone) > 24
    for jobs in (1, 2):
        assert list(finish_each(notes, jsonl_line, settings=Settings(), jobs=jobs, timeout=60, start_method=start_method)) == alone


def test_order_of_the_notes_changes_no_record(nlp: Language, sample_notes: Path) -> None:
    notes = list(read_notes([sample_notes]))
    forwards = [jsonl_line(result) for result in review_each(notes, nlp=nlp)]
    backwards = [jsonl_line(result) for result in review_each(notes[::-1], nlp=nlp)]
    assert backwards == forwards[::-1]


@pytest.mark.parametrize(
    ("fate", "error"),
    [
        pytest.param(lambda: os._exit(1), "the process that read it died", id="exit"),
        pytest.param(lambda: os.kill(os.getpid(), signal.SIGKILL), "the process that read it died", id="kill"),
        pytest.param(signal.pause, "it took longer than the time limit", id="hang"),
    ],
)
def test_note_that_is_lost_is_a_failure(monkeypatch: pytest.MonkeyPatch, fate: object, error: str) -> None:
    collect = rootnote.reviewer.collect
    monkeypatch.setattr(rootnote.reviewer, "collect", lambda doc: fate() if "Heart" in str(doc) else collect(doc))
    first, lost, last = finish_each([CODED, HEART, CODED], jsonl_line, settings=Settings(), timeout=0.5, start_method="fork")
    row = json.loads(lost)
    assert (row["id"], row["error"]) == ("heart", f"heart: {error}")
    assert {"text_sha256", "encoding", "setting", "linkage", "versions"} < row.keys()
    assert first == last
    assert json.loads(first)["codes"] == ["M51.17"]


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_interrupted_run_exits_with_130_and_leaves_whole_lines(jobs: str) -> None:
    command = [sys.executable, "-m", "rootnote", "scan", "-", "--jobs", jobs]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for number in range(100):
            process.stdin.write(json.dumps({"id": str(number), "text": CODED.text}) + "\n")
        process.stdin.flush()  # and stays open: the run waits for more
        lines = [process.stdout.readline()]
        process.send_signal(signal.SIGINT)
        lines += process.stdout.readlines()
        assert process.stderr is not None
        assert (process.stderr.read(), process.wait()) == ("rootnote: interrupted\n", 130)
    assert [json.loads(line)["id"] for line in lines] == [str(number) for number in range(len(lines))]


def test_public_review_many_is_this_one() -> None:
    assert rootnote.review_many is review_many
    assert rootnote.NoteRecord is NoteRecord
