"""Every way a note comes in, and every way it can be broken."""

import gzip
import io
import json
import os
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rootnote.source import MAX_CHARACTERS, Encoding, Failure, Note, read_notes

TEXT = "Pain down the left leg, 40°.\r\nL5-S1 – disc.\rEnd\n"


def ids(items: list[Note | Failure]) -> list[str]:
    return [item.id for item in items]


def read(*paths: Path | str) -> list[Note | Failure]:
    return list(read_notes(paths))


def test_text_is_untouched(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(TEXT.encode())
    assert read(tmp_path / "a.txt") == [Note("a", TEXT)]


@pytest.mark.parametrize("name", ["note.txt", "NOTE.TXT", "dictation"])
def test_a_single_file_is_named_by_its_stem(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(TEXT)
    assert ids(read(tmp_path / name)) == [name.rsplit(".", 1)[0]]


def test_folder_is_read_recursively_in_order_of_relative_paths(tmp_path: Path) -> None:
    for name in ("z.txt", "b/2.txt", "b/10.txt", "b-1.txt", "b.txt", "b0.txt", "a/deep/x.TXT", "a/skip.md", "v1.2.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    assert ids(read(tmp_path)) == ["a/deep/x", "b-1", "b", "b/10", "b/2", "b0", "v1.2", "z"]


def test_paths_keep_the_order_given(tmp_path: Path) -> None:
    for name in "ba":
        (tmp_path / f"{name}.txt").write_text(name)
    assert ids(read(tmp_path / "b.txt", tmp_path / "a.txt")) == ["b", "a"]


@given(st.sets(st.lists(st.text("ab-.0", min_size=1).filter(lambda name: name.strip(".")), min_size=1, max_size=3).map(tuple), max_size=8))
def test_order_is_that_of_whole_paths(tmp_path_factory: pytest.TempPathFactory, names: set[tuple[str, ...]]) -> None:
    folder = tmp_path_factory.mktemp("notes")
    for name in names:
        file = folder.joinpath(*name).with_name(f"{name[-1]}.txt")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("fine")
    if names:
        assert ids(read(folder)) == [path.removesuffix(".txt") for path in sorted(f"{'/'.join(name)}.txt" for name in names)]


def test_links_to_folders_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "n.txt").write_text("fine")
    (tmp_path / "a" / "round.txt").symlink_to(tmp_path)
    assert ids(read(tmp_path)) == ["a/n"]


@pytest.mark.parametrize("encoding", Encoding)
def test_encoding_is_named_and_reads_the_text_that_offsets_count_in(tmp_path: Path, encoding: Encoding) -> None:
    (tmp_path / "n.txt").write_bytes(TEXT.encode(encoding))
    assert read(tmp_path) == [Note("n", TEXT, encoding)]
    with (tmp_path / "n.txt").open(encoding=encoding, newline="") as file:
        assert file.read() == TEXT


def rows(*texts: str) -> bytes:
    return "\n".join(json.dumps({"id": str(n), "text": text, "date": None}) for n, text in enumerate(texts)).encode()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        pytest.param("n.jsonl", rows("one", TEXT), id="plain"),
        pytest.param("n.jsonl", b"\xef\xbb\xbf\r\n" + rows("one", TEXT).replace(b"\n", b"\r\n\r\n"), id="bom-crlf-blank-rows"),
        pytest.param("n.jsonl.gz", gzip.compress(rows("one", TEXT)), id="gzip"),
        pytest.param("N.JSONL", b'{"text": "one", "id": "0"}\n' + rows("x", TEXT).split(b"\n")[1] + b"\n", id="upper-case"),
    ],
)
def test_jsonl(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    assert read(tmp_path / name) == [Note("0", "one"), Note("1", TEXT)]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param(b"S1 radiculopathy\r\n", [Note("stdin", "S1 radiculopathy\r\n")], id="plain"),
        pytest.param(b"\xef\xbb\xbfS1", [Note("stdin", "S1", Encoding.UTF_8_WITH_BOM)], id="bom"),
        pytest.param(b"40\xb0", [Note("stdin", "40°", Encoding.WINDOWS_1252)], id="windows-1252"),
        pytest.param(rows("one", "two"), [Note("0", "one"), Note("1", "two")], id="jsonl"),
        pytest.param(b"\xef\xbb\xbf\n \n  " + rows("one"), [Note("0", "one")], id="jsonl-after-blanks"),
        pytest.param(b"", [Failure("stdin", "stdin: empty")], id="nothing"),
        pytest.param(b"\n \n", [Failure("stdin", "stdin: empty")], id="blanks"),
    ],
)
def test_stdin(monkeypatch: pytest.MonkeyPatch, content: bytes, expected: list[Note | Failure]) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
    assert read("-") == expected


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        pytest.param(b"", "empty", id="no-bytes"),
        pytest.param(b" \r\n\t", "empty", id="only-space"),
        pytest.param(b"\xef\xbb\xbf", "empty", id="only-bom"),
        pytest.param(b"Zebrafish\0\x01\xff", "binary", id="binary"),
        pytest.param("Zebrafish".encode("utf-16"), "UTF-16", id="utf-16"),
        pytest.param("Zebrafish é".encode("cp1252") + b"\x8d", "not UTF-8 (byte 10)", id="neither-utf-8-nor-windows-1252"),
        pytest.param("Zebrafish é".encode() + b"\xe9", "not UTF-8 (byte 12)", id="utf-8-with-a-fault"),
        pytest.param(b"Zebrafish \xe9\x02", "not UTF-8 (byte 10)", id="control-characters"),
        pytest.param(b"Zebrafish " * 500_000, f"longer than {MAX_CHARACTERS:,} characters", id="5-MB"),
        pytest.param("é".encode() * (MAX_CHARACTERS + 1), "longer", id="one-too-many"),
    ],
)
def test_unreadable_file_is_a_failure_and_the_rest_goes_on(tmp_path: Path, content: bytes, reason: str) -> None:
    (tmp_path / "bad.txt").write_bytes(content)
    (tmp_path / "good.txt").write_text("fine")
    bad, good = read(tmp_path)
    assert good == Note("good", "fine")
    assert isinstance(bad, Failure)
    assert bad.id == "bad"
    assert "bad.txt" in bad.error
    assert reason in bad.error
    assert "Zebrafish" not in bad.error


def test_longest_note_is_read(tmp_path: Path) -> None:
    (tmp_path / "long.txt").write_text("é" * MAX_CHARACTERS, encoding="utf-8")
    assert isinstance(read(tmp_path)[0], Note)


@pytest.mark.parametrize(
    ("row", "expected_id", "reason"),
    [
        pytest.param(b'{"id": "7"}', "7", '"text" is missing', id="no-text"),
        pytest.param(b'{"id": "7", "text": 12}', "7", '"text" is not a string', id="text-is-a-number"),
        pytest.param(b'{"id": "7", "text": " "}', "7", "empty", id="empty-text"),
        pytest.param(b'{"id": "7", "text": "Zebrafish \\ud800"}', "7", "surrogate", id="half-a-surrogate-pair"),
        pytest.param(b'{"text": "Zebrafish"}', None, '"id" is missing', id="no-id"),
        pytest.param(b'{"id": 7.5, "text": "Zebrafish"}', None, '"id" is neither a string nor an integer', id="id-is-a-fraction"),
        pytest.param(b'{"id": true, "text": "Zebrafish"}', None, '"id" is neither a string nor an integer', id="id-is-a-truth"),
        pytest.param(b'{"id": {"x": 1}, "text": "Zebrafish"}', None, '"id" is neither a string nor an integer', id="id-is-an-object"),
        pytest.param(b'{"id": "", "text": "Zebrafish"}', None, '"id" is empty', id="empty-id"),
        pytest.param(b'{"id": "7", "text": "Zebrafish", "text": "fine"}', None, "more than one column 'text'", id="key-twice"),
        pytest.param(b'{"id": "good", "text": "Zebrafish"}', None, "already taken", id="duplicate-id"),
        pytest.param(b'["Zebrafish"]', None, "not a JSON object", id="not-an-object"),
        pytest.param(b'{"id": "7", "text": "Zebrafish', None, "not a JSON object", id="torn"),
        pytest.param(b'{"id": "7", "text": "Zebrafish \xe9"}', None, "UTF-8", id="windows-1252"),
        pytest.param(b"[" * 100_000, None, "not a JSON object", id="nested-too-deep"),
    ],
)
def test_bad_row_is_a_failure_and_the_rest_goes_on(tmp_path: Path, row: bytes, expected_id: str | None, reason: str) -> None:
    file = tmp_path / "rows.jsonl"
    file.write_bytes(b'{"id": "good", "text": "fine"}\n' + row + b'\n{"id": "last", "text": "fine"}\n')
    good, bad, last = read(file)
    assert (good, last) == (Note("good", "fine"), Note("last", "fine"))
    assert isinstance(bad, Failure)
    assert bad.id == (expected_id or f"{file} row 2")
    assert f"{file} row 2" in bad.error
    assert reason in bad.error
    assert "Zebrafish" not in bad.error


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        pytest.param("missing.txt", "no such file", id="missing"),
        pytest.param("n" * 300 + ".txt", "name too long", id="name-too-long"),
        pytest.param("folder", "no .txt file", id="empty-folder"),
        pytest.param("letter.docx", "unknown kind", id="other-kind"),
        pytest.param("empty.jsonl", "empty", id="no-rows"),
        pytest.param("plain.jsonl.gz", "gzip", id="not-gzip"),
        pytest.param("torn.jsonl.gz", "gzip", id="torn-gzip"),
    ],
)
def test_bad_path_is_a_failure_and_the_rest_goes_on(tmp_path: Path, name: str, reason: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "letter.docx").write_bytes(b"PK")
    (tmp_path / "empty.jsonl").write_bytes(b"")
    (tmp_path / "plain.jsonl.gz").write_bytes(b"{}")
    (tmp_path / "torn.jsonl.gz").write_bytes(gzip.compress(rows("fine"))[:-9])
    (tmp_path / "good.txt").write_text("fine")
    *_, bad, good = read(tmp_path / name, tmp_path / "good.txt")
    assert good == Note("good", "fine")
    assert isinstance(bad, Failure)
    assert bad.id == str(tmp_path / name)
    assert name in bad.error
    assert reason in bad.error.lower()


def test_same_name_in_two_folders_is_a_duplicate_named_by_its_path(tmp_path: Path) -> None:
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "n.txt").write_text("fine")
    first, second = read(tmp_path / "one", tmp_path / "two")
    assert first == Note("n", "fine")
    assert isinstance(second, Failure)
    assert second.id == str(tmp_path / "two" / "n.txt")


def test_file_names_that_are_no_utf8_still_give_ids_that_are(tmp_path: Path) -> None:
    for name in (b"/caf\xe9.txt", b"/caf\xe8.txt"):
        Path(os.fsdecode(os.fsencode(tmp_path) + name)).write_text("fine")
    assert ids(read(tmp_path)) == [r"caf\udce8", r"caf\udce9"]


def test_pipe_in_a_folder_is_a_failure_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    (tmp_path / "b.txt").write_text("fine")
    pipe, fine = read(tmp_path)
    assert pipe == Failure("a", f"{tmp_path / 'a.txt'}: a pipe or a device, no file")
    assert fine == Note("b", "fine")


def test_what_shows_a_note_leaves_its_text_out() -> None:
    assert repr(Note("n", "Zebrafish")) == f"Note(id='n', encoding={Encoding.UTF_8!r})"


@given(st.text(min_size=1).filter(str.strip))
def test_any_text_comes_back_as_it_was(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    file = tmp_path_factory.mktemp("rows") / "rows.jsonl"
    file.write_text(json.dumps({"id": "x", "text": text}))
    assert read(file) == [Note("x", text)]
