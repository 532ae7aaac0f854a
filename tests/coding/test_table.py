"""The code table: what it says, that it is the tabular list's, and what its loader refuses."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from rootnote.anatomy import Region, Side
from rootnote.coding.conflicts import keep_compatible
from rootnote.coding.decisions import DecisionFile
from rootnote.coding.table import CODE_FILE, CodeFile, CodeRow, CodeTable, Family, load_codes
from rootnote.coding.tablefile import load_table, parse_table
from rootnote.coding.tabular import TabularList, differences, load_tabular_list, table_differences
from rootnote.documentation.queries import QueryFile
from rootnote.documentation.warnings import WarningFile
from rootnote.errors import RuleError
from rootnote.facts.model import Condition

ROW = '[[code]]\ncode = "M54.16"\ntitle = "Radiculopathy, lumbar region"\nbillable = true\nfamily = "radiculopathy"\nwhere = ["lumbar"]\n'
HEAD = 'edition = "test"\neffective = 2026-04-01\nsource = "test"\nsequence = ["radiculopathy"]\n'


@pytest.mark.parametrize(
    ("family", "where", "code"),
    [
        pytest.param(Family.RADICULOPATHY, Region.LUMBOSACRAL, "M54.17", id="radiculopathy-lumbosacral"),
        pytest.param(Family.DISC_WITH_RADICULOPATHY, Region.THORACIC, "M51.14", id="disc-thoracic"),
        pytest.param(Family.DISC_WITH_RADICULOPATHY, Region.SACRAL, "M51.17", id="disc-sacral-is-the-lumbosacral-disc"),
        pytest.param(Family.SPONDYLOSIS_WITH_RADICULOPATHY, Region.SACRAL, "M47.28", id="spondylosis-sacral"),
        pytest.param(Family.SCIATICA, Side.LEFT, "M54.32", id="sciatica-left"),
        pytest.param(Family.LOW_BACK_PAIN, "unspecified", "M54.50", id="low-back-pain"),
        pytest.param(Family.RADICULOPATHY, Region.CERVICAL, None, id="cervical-is-not-ours"),
    ],
)
def test_code_by_family_and_place(family: Family, where: str, code: str | None) -> None:
    assert load_codes().find(family, where) == code


@pytest.mark.parametrize(
    ("code", "other", "under"),
    [
        pytest.param("M54.16", "M51.16", "M54.1", id="radiculopathy-disc"),
        pytest.param("M51.17", "M54.17", "M54.1", id="disc-radiculopathy-other-way-round"),
        pytest.param("M54.18", "M47.28", "M54.1", id="radiculopathy-spondylosis"),
        pytest.param("M54.31", "M51.17", "M54.3", id="sciatica-disc"),
        pytest.param("M54.42", "M51.16", "M54.4", id="lumbago-with-sciatica-disc"),
        pytest.param("M54.30", "M54.40", "M54.3", id="sciatica-lumbago-with-sciatica"),
        pytest.param("M54.32", "M51.361", "M54.3", id="sciatica-degeneration-with-leg-pain"),
        pytest.param("M54.41", "M51.372", "M54.4", id="lumbago-with-sciatica-degeneration"),
        pytest.param("M54.50", "M51.360", "M54.5", id="back-pain-degeneration-with-back-pain"),
        pytest.param("M54.16", "M46.4", "M50-M54", id="block-note-discitis"),
        pytest.param("G54", "M51.16", "G54", id="range-in-a-note"),
        pytest.param("M51.16", "M47.26", None, id="disc-and-spondylosis-stand-together"),
        pytest.param("M54.16", "M54.31", None, id="radiculopathy-sciatica-no-note"),
        pytest.param("M54.16", "M54.17", None, id="two-regions"),
        pytest.param("M54.16", "M48.061", None, id="stenosis-besides"),
        pytest.param("M51.16", "M50", None, id="excludes2-is-no-bar"),
    ],
)
def test_excludes1(code: str, other: str, under: str | None) -> None:
    exclusion = load_codes().exclusion(code, other)
    assert (exclusion.listed_under if exclusion else None) == under


@pytest.mark.parametrize(
    ("code", "condition"),
    [
        pytest.param("M54.16", Condition.RADICULOPATHY, id="of-its-heading"),
        pytest.param("M54.1", Condition.RADICULOPATHY, id="a-heading"),
        pytest.param("M54.12", Condition.OTHER_REGION_RADICULOPATHY, id="its-own-before-its-heading-s"),
        pytest.param("M54.166", Condition.RADICULOPATHY, id="not-in-the-table"),
        pytest.param("M51.369", Condition.DISC_DISORDER, id="two-headings-up"),
        pytest.param("M51.06", None, id="not-looked-for"),
        pytest.param("J45.909", None, id="another-specialty"),
    ],
)
def test_what_a_printed_code_stands_for(code: str, condition: Condition | None) -> None:
    assert load_codes().condition(code) is condition


def test_notes_of_a_block_are_its_own() -> None:
    assert [row.code for row in load_codes().lineage("M50-M54")] == ["M50-M54"]


def test_earlier_code_wins_and_each_conflict_is_told() -> None:
    kept, barred = keep_compatible(["M51.16", "M47.26", "M54.16", "M54.31"], load_codes())
    assert kept == ("M51.16", "M47.26")
    assert [(one.code, one.by) for one in barred] == [("M54.16", "M51.16"), ("M54.16", "M47.26"), ("M54.31", "M51.16")]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param(HEAD + ROW + "titel = 'x'\n", "icd10cm.toml: code 'M54.16', titel", id="unknown-key"),
        pytest.param(HEAD + ROW.replace("billable = true\n", ""), "icd10cm.toml: code 'M54.16', billable", id="missing-key"),
        pytest.param(HEAD + ROW.replace("true", '"yes"'), "icd10cm.toml: code 'M54.16', billable", id="wrong-type"),
        pytest.param(HEAD + ROW.replace('"radiculopathy"\nw', '"backache"\nw'), "icd10cm.toml: code 'M54.16', family", id="unknown-family"),
        pytest.param(HEAD.replace("source", "sauce") + ROW, "icd10cm.toml: ", id="unknown-key-of-the-file"),
        pytest.param(HEAD + "[[code]\n", "icd10cm.toml: ", id="not-toml"),
        pytest.param(HEAD + ROW + ROW, "icd10cm.toml: code 'M54.16' stands twice", id="code-twice"),
        pytest.param(HEAD + ROW + ROW.replace("M54.16", "M54.17"), "icd10cm.toml: code 'M54.17', where", id="place-twice"),
        pytest.param(HEAD + ROW.replace('where = ["lumbar"]\n', ""), "icd10cm.toml: code 'M54.16': family and where", id="family-no-place"),
    ],
)
def test_loader_names_file_row_and_key(text: str, message: str) -> None:
    with pytest.raises(RuleError, match=f"^{re.escape(message)}"):
        CodeTable(parse_table(CODE_FILE, text, CodeFile))


def test_a_well_formed_table_loads() -> None:
    assert CodeTable(parse_table(CODE_FILE, HEAD + ROW, CodeFile)).find(Family.RADICULOPATHY, "lumbar") == "M54.16"


def test_no_code_stands_outside_the_table() -> None:
    codes = re.compile("|".join(re.escape(code) for code in load_codes().rows if "." in code))
    root = Path(str(files("rootnote")))
    data = [path for path in root.rglob("*.toml") if path.name != CODE_FILE and path.parent.name == "data"]
    for path in data:
        assert not codes.search(path.read_text(encoding="utf-8")), path.name


def test_decisions_hold_no_code_and_have_a_source() -> None:
    for decision in load_table("decisions.toml", DecisionFile).decision:
        assert decision.source
        assert not re.search(r"[A-Z]\d\d\.", decision.decided + (decision.change or ""))


@pytest.fixture(scope="module")
def tabular() -> TabularList:
    """The tabular list of the package simple-icd-10-cm."""
    pytest.importorskip("simple_icd_10_cm", reason="simple-icd-10-cm, the source of the code table, is not installed")
    return load_tabular_list()


@pytest.mark.parametrize("row", [pytest.param(row, id=row.code) for row in load_codes().rows.values()])
def test_row_is_the_tabular_list_s(row: CodeRow, tabular: TabularList) -> None:
    assert list(differences(row, tabular)) == []


def test_every_heading_with_notes_for_our_codes_is_in_the_table(tabular: TabularList) -> None:
    assert list(table_differences(load_codes(), tabular)) == []


@pytest.mark.parametrize(
    ("code", "changes", "difference"),
    [
        pytest.param("M54.17", {"title": "Radiculopathy"}, "M54.17: title: ", id="title"),
        pytest.param("M54.5", {"billable": True}, "M54.5: billable: ", id="heading-called-billable"),
        pytest.param("S34.21", {"billable": True}, "S34.21: billable: ", id="a-seventh-character-is-wanted"),
        pytest.param("M54.1", {"inclusion_terms": ()}, "M54.1: inclusion_terms: ", id="inclusion-term-missing"),
        pytest.param("M47", {"includes": ()}, "M47: includes: ", id="includes-missing"),
        pytest.param("M51.1", {"excludes1": ()}, "M51.1: excludes1: ", id="excludes1-missing"),
        pytest.param("M51", {"excludes2": ("x",)}, "M51: excludes2: ", id="excludes2-changed"),
        pytest.param("M54.17", {"code": "M54.99"}, "M54.99: not in the tabular list", id="no-such-code"),
    ],
)
def test_any_difference_is_told(code: str, changes: dict[str, Any], difference: str, tabular: TabularList) -> None:
    (told,) = differences(replace(load_codes().rows[code], **changes), tabular)
    assert told.startswith(difference)


def test_reading_notes_never_loads_the_package() -> None:
    program = "import sys, rootnote; rootnote.review('Left S1 radiculopathy.'); sys.exit('simple_icd_10_cm' in sys.modules)"
    assert subprocess.run([sys.executable, "-W", "ignore", "-c", program], check=False).returncode == 0


def test_a_heading_that_is_missing_is_told(tabular: TabularList) -> None:
    content = load_table(CODE_FILE, CodeFile)
    without = CodeTable(replace(content, code=tuple(row for row in content.code if row.code != "M54.1")))
    assert list(table_differences(without, tabular)) == ["M54.1: a heading with notes that the table lacks"]


def test_a_code_that_is_missing_below_what_printed_codes_stand_for_is_told(tabular: TabularList) -> None:
    content = load_table(CODE_FILE, CodeFile)
    without = CodeTable(replace(content, code=tuple(row for row in content.code if row.code != "M54.59")))
    assert list(table_differences(without, tabular)) == ["M54.59: a code that the table lacks"]


@pytest.mark.parametrize(
    ("file", "table", "text", "message"),
    [
        pytest.param(
            "decisions.toml", DecisionFile, '[[decision]]\nid = "x"\nsource = "y"\n', "decisions.toml: decision 'x', decided", id="missing"
        ),
        pytest.param(
            "warnings.toml",
            WarningFile,
            '[osteophytes]\nnamed = ["x"]\nmore = ["y"]\n[[warning]]\nkind = "x"\nurgency = 1\n',
            "warnings.toml: warning 'x', ",
            id="unknown",
        ),
        pytest.param(
            "queries.toml", QueryFile, "closing_options = [1]\nforbidden = []\n", "queries.toml: closing_options", id="wrong-type"
        ),
    ],
)
def test_every_table_is_read_strictly(file: str, table: type[object], text: str, message: str) -> None:
    with pytest.raises(RuleError, match=f"^{re.escape(message)}"):
        parse_table(file, text, table)
