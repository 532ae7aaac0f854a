"""What README and the pages under docs show works as it stands there."""

import re
import tomllib
from doctest import ELLIPSIS, OutputChecker
from pathlib import Path

import pytest

from commandline import Run
from pages import CHECKOUT, Reader, blocks

#: Beside those under docs; annotations/agreement.md is about all notes, and has tests of its own.
ELSEWHERE = ("README.md", "annotations/formats.md", "annotations/guidelines.md", "models/MODEL_CARD.md")
PAGES = [*(CHECKOUT / name for name in ELSEWHERE), *sorted(CHECKOUT.glob("docs/*.md"))]


@pytest.mark.parametrize("page", [pytest.param(page, id=page.name) for page in PAGES])
def test_page_does_what_it_says(
    page: Path, tmp_path: Path, run: Run, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    reader = Reader(tmp_path, run, lambda: capfd.readouterr().out)
    monkeypatch.chdir(reader.folder)
    shown = ""
    for block in blocks(page):
        if block.language == "output":
            told = f"{block.place} shows:\n{block.text}\nbut it is:\n{shown}"
            assert OutputChecker().check_output(plain(block.text), plain(shown), ELLIPSIS), told
        else:
            shown = reader.follow(block)


@pytest.mark.parametrize("page", [pytest.param(page, id=page.name) for page in PAGES])
def test_links_of_a_page_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)]+)\)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link.partition("#")[0]).exists()] == []


@pytest.mark.parametrize("name", ["decisions.toml", "warnings.toml"])
def test_what_steps_and_warnings_cite_stands_on_the_page_of_sources(name: str) -> None:
    page = (CHECKOUT / "docs" / "sources.md").read_text(encoding="utf-8")
    guide, facts = page.partition("## Facts\n")[::2]
    codes, clarifications = guide.partition("## Guide, codes\n")[2].partition("## Guide, clarifications\n")[::2]
    stands = {
        r"\bcodes (\d+)": set(re.findall(r"^(\d+)\. ", codes, re.MULTILINE)),
        r"\bc\.(\d+)": set(re.findall(r"^\| (\d+) \|", clarifications, re.MULTILINE)),
        r"\bfacts (\d+(?:\.\d+)?)": set(re.findall(r"^\| (\d+(?:\.\d+)?) \|", facts, re.MULTILINE)) | {"2"},
        r"\bfacts 7 row (\d+)": set(re.findall(r"Row (\d+):", facts)),
        r"\bcontract vs official text (\(.\))": set(re.findall(r"\(\w\)", facts)),
    }
    rows = read_toml(CHECKOUT / "src" / "rootnote" / "data" / name)
    cited = [row["source"] for row in next(rows[key] for key in ("decision", "warning") if key in rows)]
    assert cited
    for pattern, known in stands.items():
        assert {found for source in cited for found in re.findall(pattern, source)} <= known, pattern


def read_toml(file: Path) -> dict[str, list[dict[str, str]]]:
    return tomllib.loads(file.read_text(encoding="utf-8"))


def plain(text: str) -> str:
    """A text without blanks at the ends of its lines."""
    return "\n".join(line.rstrip() for line in text.strip().splitlines())
