"""``rootnote diff``."""

from pathlib import Path

import pytest

from commandline import CODED, Run


@pytest.fixture
def edit(tmp_path: Path) -> tuple[Path, Path]:
    """A draft and its edit, which names the cause."""
    old, new = tmp_path / "old.txt", tmp_path / "new.txt"
    old.write_text("ASSESSMENT: Left S1 radiculopathy.\n")
    new.write_text(CODED)
    return old, new


def test_diff_shows_what_an_edit_changed_and_why(run: Run, edit: tuple[Path, Path]) -> None:
    done = run("diff", *edit)
    assert done.code == 0
    words = " ".join(done.out.split())
    lists = "(as the author links it and with presumed links)"
    assert f"− M54.17 Radiculopathy, lumbosacral region {lists} 1 Not coded beside M51.17: M54.17; M54.1 Excludes1" in words
    assert "+ M51.17 Intervertebral disc disorders with radiculopathy" in words
    assert "“Left S1 radiculopathy due to L5-S1 disc herniation”" in words
    assert "closed A etiology statement" in words


def test_long_lines_of_diff_go_on_below_their_words(run: Run, edit: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    edit[1].write_text(CODED + "EXAM: Saddle anesthesia.\n")
    lines = run("diff", *edit).out.splitlines()
    names = {"URGENT", "−", "+", "diagnosis", "element", "elements", "closed", "opened", "settled", "warning"}
    assert {line.split()[0] for line in lines if line.strip() and not line.startswith(" ")} <= names


def test_diff_as_json_is_one_object(run: Run, edit: tuple[Path, Path]) -> None:
    (changes,) = run("diff", *edit, "--json").rows
    assert [(one["code"], one["change"]) for one in changes["codes"] if one["listed_in"] == "codes"] == [
        ("M54.17", "removed"),
        ("M51.17", "added"),
    ]


def test_diff_puts_a_new_urgent_sign_first(run: Run, edit: tuple[Path, Path]) -> None:
    edit[1].write_text(CODED + "EXAM: Saddle anesthesia.\n")
    assert run("diff", *edit).out.startswith("URGENT")


def test_diff_of_equal_notes(run: Run, edit: tuple[Path, Path]) -> None:
    assert run("diff", edit[0], edit[0]).out == "Nothing changed.\n"


def test_diff_of_notes_that_differ_in_words_only(run: Run, edit: tuple[Path, Path]) -> None:
    edit[1].write_text("IMPRESSION: Left S1 radiculopathy.\n")
    assert run("diff", *edit).out == "Nothing changed but words.\n"


def test_diff_names_what_it_can_not_read(run: Run, edit: tuple[Path, Path], tmp_path: Path) -> None:
    done = run("diff", edit[0], tmp_path / "gone.txt")
    assert (done.code, done.out) == (2, "")
    assert "gone.txt" in done.err
    (tmp_path / "bad.txt").write_bytes(b"\0")
    done = run("diff", edit[0], tmp_path / "bad.txt")
    assert (done.code, done.out) == (1, "")
    assert "bad.txt: binary" in done.err


def test_diff_takes_a_row_of_each_table(run: Run, tmp_path: Path) -> None:
    for name, cause in (("old", ""), ("new", " due to L5-S1 disc herniation")):
        rows = f"visit;note\n1;Left S1 radiculopathy{cause}.\n2;Sciatica.\n"
        (tmp_path / f"{name}.csv").write_text(rows)
    files = (tmp_path / "old.csv", tmp_path / "new.csv", "--id-column", "visit", "--text-column", "note")
    assert "M51.17" in run("diff", *files, "--id", "1").out
    assert run("diff", *files, "--id", "2").out == "Nothing changed.\n"
    assert "--id takes one" in run("diff", *files).err


def test_diff_of_folders_is_a_usage_error_before_any_note_is_reviewed(
    run: Run, edit: tuple[Path, Path], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rootnote.batch.runner.review_each", lambda *_, **__: pytest.fail("a note was reviewed"))
    for arguments in [(folder, folder), (folder, edit[0]), (edit[0], folder)]:
        done = run("diff", *arguments)
        assert (done.code, done.out) == (2, "")
        assert "one note each" in done.err
