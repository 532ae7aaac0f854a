"""Ids as no one should choose them: whatever they hold, they lead to no other place and break no file."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from spacy.language import Language

from rootnote.annotation.files import id_of, name_of
from rootnote.batch.formats import Format
from rootnote.batch.outcomes import outcome_of
from rootnote.batch.runner import review_each
from rootnote.batch.writers import open_output
from rootnote.source import Columns, Failure, Note, read_notes

PIECES = ["..", ".", "/", "\\", "\n", "\r", "\t", "\0", "con", "NUL", "aux.txt", "COM1", "lpt9.", " ", ":", "*", "~", "%2F", "%", "a"]
PIECES += ["é", "🦴", "\u2028", "\ufeff", "\x85", "\x1b[2J", '"', "'", ",", ";", "=1+1", "x" * 300, ".part", ".lock", "{}", "null"]
CHARACTERS = st.text(st.characters(exclude_categories=["Cs"]), max_size=5)
IDS = st.lists(st.sampled_from(PIECES) | CHARACTERS, min_size=1, max_size=8).map("".join).filter(bool)
HOSTILE = ["..", "../..", "/etc/passwd", "a/../../b", "line\nfeed", "nul\0", "CON", "con.txt", "C:\\x", "."]
HOSTILE += ["x" * 10_000, "x/" * 2_000 + "x"]


def written(folder: Path, layout: Format, notes: list[Note | Failure], nlp: Language) -> Path:
    """Where the results were written: a file or folder in a folder of its own, beside which nothing may appear."""
    place = folder / "inner" / "out"
    place.parent.mkdir()
    with open_output(place, layout) as write:
        for result in review_each(notes, nlp=nlp):
            write(outcome_of(result, layout))
    assert [file.name for file in folder.iterdir()] == ["inner"]
    assert [file.name for file in place.parent.iterdir()] == ["out"]
    return place


def ids_in(place: Path, layout: Format) -> list[str]:
    match layout:
        case Format.JSONL:
            return [json.loads(line)["id"] for line in place.read_bytes().decode().split("\n")[:-1]]
        case Format.CSV:
            with (place / "notes.csv").open(newline="", encoding="utf-8") as rows:
                return [row["id"] for row in csv.DictReader(rows)]
        case Format.PARQUET:
            pq = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed")
            ids: list[str] = pq.read_table(place / "notes.parquet").column("id").to_pylist()
            return ids


def as_cell(note_id: str) -> str:
    """The id as it stands in a CSV file: with an apostrophe where it could be taken for a formula."""
    return f"'{note_id}" if re.match(r"[=+\-@\t\r\n＝＋－＠]", note_id) else note_id


@pytest.mark.parametrize("layout", Format)
@settings(max_examples=40, deadline=None)
@given(ids=st.lists(IDS, min_size=1, max_size=5, unique=True))
@example(ids=HOSTILE)
def test_ids_come_back_and_lead_nowhere(layout: Format, ids: list[str], nlp: Language, tmp_path_factory: pytest.TempPathFactory) -> None:
    notes = [Note(one, "Sciatica.") if number % 2 else Failure(one, f"{one}: empty") for number, one in enumerate(ids)]
    place = written(tmp_path_factory.mktemp("ids"), layout, notes, nlp)
    assert ids_in(place, layout) == ([as_cell(one) for one in ids] if layout is Format.CSV else ids)
    if layout is not Format.JSONL:
        assert {file.name for file in place.iterdir()} == {f"{name}.{layout}" for name in ("notes", "codes", "elements", "findings")}


@settings(max_examples=60, deadline=None)
@given(ids=st.lists(IDS, min_size=1, max_size=5, unique=True))
@example(ids=HOSTILE)
def test_ids_come_in_from_a_file_as_they_are(ids: list[str], tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("ids")
    lines = folder / "n.jsonl"
    lines.write_bytes("".join(json.dumps({"id": one, "text": "Sciatica."}) + "\n" for one in ids).encode())
    assert [note.id for note in read_notes([lines])] == ids
    ids = list(dict.fromkeys(filter(None, (one.strip(" ") for one in ids))))  # spaces around a cell are layout
    table = folder / "n.csv"
    with table.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([["key", "note"], *([one, "Sciatica."] for one in ids)])
    assert [note.id for note in read_notes([table], Columns("key", "note")) if note.id != str(table)] == ids


@given(ids=st.lists(IDS, min_size=2, max_size=5, unique=True))
@example(ids=HOSTILE)
def test_name_of_a_file_stays_in_its_folder_and_gives_the_id_back(ids: list[str]) -> None:
    names = [name_of(one) for one in ids]
    assert [id_of(name) for name in names] == ids
    assert len(set(names)) == len(ids)
    for name in names:
        path = Path(f"{name}.ann")
        assert not path.is_absolute()
        for part in path.parts:
            assert part.isascii()
            assert 0 < len(part) <= 255
            assert not re.search(r'[<>:"|?*\\\x00-\x1f]|[. ]$', part), "Windows takes no such name"
            assert not re.fullmatch(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?", part), "Windows keeps this name for a device"
