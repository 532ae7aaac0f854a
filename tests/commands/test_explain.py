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
    assert (done.code, done.out) == (1, "")
    assert "gone.txt" in done.err
