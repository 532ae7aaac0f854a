"""``rootnote queries``."""

import io
import json
import sys
from pathlib import Path

import pytest

from commandline import Run
from rootnote.documentation.elements import load_elements


def test_queries_of_our_own_records_are_compliant(run: Run, folder: Path, tmp_path: Path) -> None:
    (folder / "more.txt").write_text("Possible right L5 radiculopathy. Sciatica, left. L4-5 disc bulge. Back pain.\n")
    records = tmp_path / "records.jsonl"
    run("scan", folder, "-o", records)
    done = run("queries", "check", records)
    assert (done.code, done.out) == (0, "")
    asked = sum(
        len(row["gaps"]) + sum(1 for one in row["warnings"] if one["query"]) for row in map(json.loads, records.read_text().splitlines())
    )
    assert asked > 10
    assert f"{asked} queries, 0 faults" in done.err


def test_queries_list_has_the_question_of_every_element(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "400")
    done = run("queries", "list")
    assert (done.code, done.err) == (0, "")
    for row in load_elements():
        assert row.title in done.out
        assert row.query.question in done.out


def test_one_query_is_one_query(run: Run, tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("Side\nOn which side is the pain?\n☐ Left\n☐ Right\n☐ Other: __\n☐ Unable to determine\n")
    assert "rootnote: 1 query, " in run("queries", "check", tmp_path / "one.txt").err


BAD_QUERIES = """Missing diagnosis of Jane Zebrafish
Please document M54.17 for payment, wouldn't you agree.
☐ Yes

Side of the leg symptoms
The note says: "numb left foot".
On which side are they?
[ ] Right
[ ] Left
[ ] Other: __
[ ] Unable to determine
"""


def test_queries_check_names_rules_but_no_words_of_a_query(run: Run, tmp_path: Path) -> None:
    (tmp_path / "queries.txt").write_text(BAD_QUERIES)
    done = run("queries", "check", tmp_path / "queries.txt")
    assert done.code == 1
    for rule in ("leading_title", "directive", "diagnosis_code", "payment", "leading", "yes_no", "closing_options", "indicators"):
        assert f"({rule})" in done.out
    assert "query 2" not in done.out
    assert "2 queries" in done.err
    assert "Zebrafish" not in done.out + done.err


@pytest.mark.parametrize("name", ["-", "records.txt"])
def test_queries_check_knows_records_by_their_first_character(
    run: Run, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    content = run("scan", folder, "-q").out
    (tmp_path / "records.txt").write_text(content)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content.encode())))
    done = run("queries", "check", name if name == "-" else tmp_path / name)
    assert (done.code, done.out) == (0, "")
    assert int(done.err.split()[1]) > 5


def test_queries_check_reads_stdin(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(BAD_QUERIES.encode())))
    assert run("queries", "check", "-").code == 1


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        pytest.param("gone.txt", None, "there is no such file or folder", id="missing"),
        pytest.param("bad.txt", b"\xff\xfe", "not readable", id="not-utf-8"),
        pytest.param("bad.jsonl", b'{"id": "a"}\n{"Zebrafish\n', "row 2: not a record", id="torn-row"),
        pytest.param("bad.jsonl", b'{"gaps": ["Zebrafish"]}\n', "row 1: not a record", id="no-record"),
    ],
)
def test_queries_check_names_what_it_can_not_read(run: Run, tmp_path: Path, name: str, content: bytes | None, reason: str) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    done = run("queries", "check", tmp_path / name)
    assert (done.code, done.out) == (2, "")
    assert f"{name}" in done.err
    assert reason in done.err
    assert "Zebrafish" not in done.err
