"""``rootnote codes``."""

from dataclasses import replace

import pytest

from commandline import Run
from rootnote.coding.table import CODE_FILE, CodeFile, CodeTable, load_codes
from rootnote.coding.tablefile import load_table


@pytest.mark.parametrize("code", ["M54.17", "m54.17", "M5417"])
def test_codes_show_prints_a_code_with_the_notes_of_its_headings(run: Run, code: str) -> None:
    done = run("codes", "show", code)
    assert done.code == 0
    for words in ("Radiculopathy, lumbosacral region", "billable", "April 2026", "2026-04-01", "radiculopathy with spondylosis (M47.2-)"):
        assert words in " ".join(done.out.split())
    assert "M51.17" in done.out.partition("Never beside")[2]


@pytest.mark.parametrize("code", ["Z99.9", "m", "m5499"])
def test_codes_show_of_a_code_that_is_not_there_names_it_as_typed(run: Run, code: str) -> None:
    done = run("codes", "show", code)
    assert (done.code, done.out) == (2, "")
    assert f"'{code}' is not in the code table, which holds only the {len(load_codes().rows)} codes" in done.err


def test_codes_list_has_every_code_with_its_title(run: Run) -> None:
    done = run("codes", "list")
    assert (done.code, done.err) == (0, "")
    lines = [line.split(maxsplit=1) for line in done.out.splitlines()]
    rows = load_codes().rows.values()
    assert [title for _, title in lines] == [row.title for row in rows]
    assert [code.rstrip("-") for code, _ in lines] == [row.code for row in rows]
    assert [code for code, _ in lines if code in ("M54.17", "M54.1", "M54.1-")][::-1] == ["M54.17", "M54.1-"]


def test_codes_show_takes_every_name_that_codes_list_prints(run: Run) -> None:
    names = [line.split()[0] for line in run("codes", "list").out.splitlines()]
    assert "M54.1-" in names
    assert [name for name in names if run("codes", "show", name).code] == []


def test_codes_check_agrees_with_the_tabular_list(run: Run) -> None:
    pytest.importorskip("simple_icd_10_cm", reason="simple-icd-10-cm, the source of the code table, is not installed")
    done = run("codes", "check")
    assert (done.code, done.out) == (0, "")
    assert "0 differences" in done.err


def test_codes_check_fails_on_a_difference_and_names_it(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("simple_icd_10_cm", reason="simple-icd-10-cm, the source of the code table, is not installed")
    content = load_table(CODE_FILE, CodeFile)
    wrong = CodeTable(replace(content, code=tuple(replace(row, title="x") if row.code == "M54.17" else row for row in content.code)))
    monkeypatch.setattr("rootnote.coding.table.load_codes", lambda: wrong)
    done = run("codes", "check")
    assert done.code == 1
    assert done.out.startswith("M54.17: title: the table has 'x', the tabular list 'Radiculopathy, lumbosacral region'")
