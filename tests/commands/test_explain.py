"""``rootnote explain``."""

from pathlib import Path

import pytest

from commandline import Run


def test_explain_shows_text_codes_and_questions(run: Run, folder: Path) -> None:
    done = run("explain", folder / "back.txt")
    assert done.code == 0
    for words in ("Left S1 radiculopathy", "M51.17", "lumbosacral region", "Sensory examination of the legs", "?"):
        assert words in done.out


@pytest.mark.parametrize(
    ("purpose", "words"),
    [
        pytest.param("esi", ["62322", "62323", "? Pain scale", "One level"], id="esi"),
        pytest.param("tfesi", ["64483", "64484", "✓ Indication", "At most two levels"], id="tfesi"),
        pytest.param("mri", ["MRI of the lumbar spine", "✓ Indication"], id="mri"),
        pytest.param("surgery", ["Decompression of a lumbar root", "Function scale"], id="surgery"),
    ],
)
def test_explain_says_what_a_procedure_wants_item_by_item(run: Run, folder: Path, purpose: str, words: list[str]) -> None:
    done = run("explain", folder / "back.txt", "--for", purpose)
    assert done.code == 0
    for one in (*words, "Unknown."):
        assert one in done.out


def test_explain_begins_with_what_is_urgent(run: Run, tmp_path: Path) -> None:
    (tmp_path / "n.txt").write_text("EXAM: Saddle anesthesia. ASSESSMENT: Left S1 radiculopathy. Cauda equina syndrome.\n")
    lines = run("explain", tmp_path / "n.txt").out.splitlines()
    assert "URGENT" in lines[1]
    assert "G83.4" in "".join(lines[2:5])


def test_explain_neutralises_markup_and_control_characters(run: Run, tmp_path: Path) -> None:
    (tmp_path / "n.txt").write_text("[bold]Back pain[/bold] \x1b[31mred\x1b[0m [/nonsense]\r\nLeft S1 radiculopathy.\n")
    done = run("explain", tmp_path / "n.txt")
    assert done.code == 0
    assert "[bold]Back pain[/bold]" in done.out
    assert "\x1b" not in done.out


def test_explain_names_what_it_can_not_read(run: Run, tmp_path: Path) -> None:
    done = run("explain", tmp_path / "gone.txt")
    assert (done.code, done.out) == (2, "")
    assert "gone.txt" in done.err
    (tmp_path / "bad.txt").write_bytes(b"\0")
    done = run("explain", tmp_path / "bad.txt")
    assert (done.code, done.out) == (1, "")
    assert "bad.txt: binary" in done.err


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """A table whose columns have names of their own."""
    (tmp_path / "visits.csv").write_text('visit,note\n1,"Left S1 radiculopathy."\n2,"Right L5 radiculopathy."\n3,\n')
    return tmp_path / "visits.csv"


NAMED = ("--id-column", "visit", "--text-column", "note")


def test_explain_takes_one_row_of_a_table(run: Run, table: Path) -> None:
    done = run("explain", table, *NAMED, "--id", "2")
    assert done.code == 0
    assert "Right L5" in done.out
    assert "Left S1" not in done.out
    assert (run("explain", table, *NAMED, "--id", "3").code, run("explain", table).code) == (1, 2)


def test_explain_says_that_no_note_has_the_id(run: Run, table: Path) -> None:
    done = run("explain", table, *NAMED, "--id", "17")
    assert (done.code, done.out, done.err) == (2, "", f"rootnote: {table}: there is no note with the id '17'\n")


def test_explain_takes_one_note_of_a_folder(run: Run, folder: Path) -> None:
    done = run("explain", folder, "--id", "heart")
    assert done.code == 0
    assert "murmur" in done.out
    assert "M51.17" not in done.out
