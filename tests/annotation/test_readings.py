"""The two readings of the own notes: both complete and quoted exactly, what they differ on decided, and published as it is."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from rootnote.annotation.agreement import said
from rootnote.annotation.annotations import Annotation, read_annotations, read_texts
from rootnote.annotation.evaluation import evaluate
from rootnote.annotation.misses import ErrorKind
from rootnote.cli import main
from rootnote.documentation.elements import Element

CORPUS = Path(__file__).parent.parent.parent / "annotations"
FIRST, SECOND, GOLD = (CORPUS / f"{name}.jsonl" for name in ("first_reading", "second_reading", "gold"))
PAGE = (CORPUS / "agreement.md").read_text(encoding="utf-8")


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


DECISIONS = rows(CORPUS / "adjudication.jsonl")


def differing(first: dict[str, Annotation], second: dict[str, Annotation]) -> Iterator[tuple[str, str]]:
    """Note and path of each field in which the readings say something else, or quote places that don't touch."""
    for note_id, one in first.items():
        other = said(second[note_id])
        for name, word in said(one).items():
            if word != other[name]:
                yield note_id, re.sub("^condition ", "conditions.", re.sub("^element (.*)", r"elements.\1.status", name))
    for miss in evaluate(first, second, read_texts(CORPUS / "notes", first)).misses:
        if miss.kind is ErrorKind.ELSEWHERE:
            yield miss.id, re.sub("^evidence (.*)", r"elements.\1.evidence", miss.field)


def at(row: dict[str, Any], path: str) -> Any:
    for key in path.split("."):
        row = row[key]
    return row


@pytest.fixture(scope="module")
def readings() -> tuple[dict[str, Annotation], dict[str, Annotation]]:
    return read_annotations(FIRST, complete=True), read_annotations(SECOND, complete=True)


def test_every_note_is_read_twice(readings: tuple[dict[str, Annotation], dict[str, Annotation]]) -> None:
    first, second = readings
    assert list(first) == list(second) == [row["id"] for row in rows(GOLD)]


@pytest.mark.parametrize("path", [pytest.param(path, id=path.stem) for path in (FIRST, SECOND)])
def test_readings_quote_exactly(path: Path) -> None:
    reading = read_annotations(path, complete=True)
    for note_id, text in read_texts(CORPUS / "notes", reading).items():
        for element, mark in reading[note_id].elements.items():
            assert mark.evidence or mark.status == "not_documented", (note_id, element)
            assert [quote for quote in mark.evidence if not isinstance(quote, str) or quote not in text] == [], (note_id, element)


def test_all_that_differs_is_decided(readings: tuple[dict[str, Annotation], dict[str, Annotation]]) -> None:
    decided = [(row["id"], row["field"]) for row in DECISIONS]
    assert len(set(decided)) == len(decided)
    assert set(differing(*readings)) <= set(decided)
    first, second = ({row["id"]: row for row in rows(path)} for path in (FIRST, SECOND))
    for row in DECISIONS:
        assert at(first[row["id"]], row["field"]) == row["first"]
        assert at(second[row["id"]], row["field"]) == row["second"]
        assert row["rule"]


def test_gold_is_the_first_reading_with_what_was_decided() -> None:
    first = {row["id"]: row for row in rows(FIRST)}
    for row in DECISIONS:
        way, _, key = row["field"].rpartition(".")
        (at(first[row["id"]], way) if way else first[row["id"]])[key] = row["decided"]
    assert list(first.values()) == rows(GOLD)


def test_published_agreement_is_what_the_command_prints(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(CORPUS)
    monkeypatch.setenv("COLUMNS", "80")
    command, printed = re.findall(r"^```\w+\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    with pytest.raises(SystemExit):
        main(command.split()[1:])
    assert [line.rstrip() for line in capfd.readouterr().out.splitlines()] == printed.splitlines()


def test_published_differences_are_those_decided(readings: tuple[dict[str, Annotation], dict[str, Annotation]]) -> None:
    first, second = readings
    found = list(differing(first, second))
    elsewhere = sum(field.endswith(".evidence") for _, field in found)
    words = sum(len(said(one)) for one in first.values())
    sentence = f"Of {words:,} words of fields {len(found) - elsewhere} differ. Of {len(Element) * len(first):,} elements {elsewhere} have"
    assert sentence in PAGE
    table = [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in PAGE.splitlines() if line.startswith("| ")][1:]
    assert table == [published(row) for row in DECISIONS]


def published(row: dict[str, Any]) -> tuple[str, ...]:
    first, second = ("its quotes" if row["field"].endswith(".evidence") else str(row[reading]) for reading in ("first", "second"))
    decided = next((name for name in ("first", "second") if row[name] == row["decided"]), "neither")
    return row["id"], row["field"], first, second, decided, row["rule"]
