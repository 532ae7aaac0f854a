"""What users install: the wheel, built and run away from the checkout."""

import json
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

from report.pages import Parsed

CHECKOUT = Path(__file__).parent.parent
NOTE = "ASSESSMENT: Left S1 radiculopathy due to L5-S1 disc herniation.\n"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(build, cwd=CHECKOUT, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bin folder of a new environment with the wheel in it; what rootnote depends on is borrowed from this one."""
    home = tmp_path_factory.mktemp("fresh") / "environment with a space"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(home)], check=True)
    install = [sys.executable, "-m", "pip", "--python", str(home / "bin" / "python"), "install", "--no-deps", "--no-index", str(wheel)]
    subprocess.run(install, check=True, capture_output=True)
    site = next((home / "lib").glob("python*/site-packages"))
    (site / "borrowed.pth").write_text(sysconfig.get_path("purelib"))
    return home / "bin"


def run(command: Path, *arguments: str, given: str = "") -> str:
    done = subprocess.run([command, *arguments], input=given, capture_output=True, text=True, cwd=command.parent, env={}, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_wheel_has_the_pipelines_the_tables_the_page_and_the_types(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    tables = {
        f"rootnote/{file.relative_to(CHECKOUT / 'src' / 'rootnote').as_posix()}" for file in CHECKOUT.glob("src/rootnote/data/**/*.toml")
    }
    page = {
        f"rootnote/{file.relative_to(CHECKOUT / 'src' / 'rootnote').as_posix()}"
        for file in CHECKOUT.glob("src/rootnote/report/page/*")
        if file.suffix in (".html", ".css", ".js")
    }
    assert names >= {"rootnote/pipelines/rootnote.cfg", "rootnote/py.typed"} | tables | page
    assert tables
    assert len(page) > 2
    assert not [name for name in names if name.startswith(("tests", "annotations", "pipelines"))]


def test_installed_command_scans(installed: Path) -> None:
    record = json.loads(run(installed / "rootnote", "scan", "-", "--quiet", given=NOTE))
    assert (record["id"], record["codes"]) == ("stdin", ["M51.17"])


def test_installed_command_writes_a_report(installed: Path, tmp_path: Path) -> None:
    assert run(installed / "rootnote", "scan", "-", "--quiet", "--report", str(tmp_path / "report.html"), given=NOTE) == ""
    page = Parsed((tmp_path / "report.html").read_text(encoding="utf-8"))
    assert [row[0] for row in page.index["rows"]] == ["stdin"]


def test_installed_command_scans_in_two_processes(installed: Path) -> None:
    rows = "\n".join(json.dumps({"id": str(number), "text": NOTE}) for number in range(40))
    records = [json.loads(line) for line in run(installed / "rootnote", "scan", "-", "--quiet", "--jobs", "2", given=rows).splitlines()]
    assert [record["id"] for record in records] == [str(number) for number in range(40)]


IN_ANOTHER_PIPELINE = f"""
import rootnote, spacy
assert "site-packages" in rootnote.__file__, rootnote.__file__
nlp = spacy.blank("en")
nlp.add_pipe("rootnote")
print([doc._.rootnote.codes for doc in nlp.pipe([{NOTE!r}] * 3, n_process=2)])
"""


def test_installed_component_is_found_by_its_entry_point(installed: Path) -> None:
    printed = run(installed / "python", "-W", "ignore::DeprecationWarning", "-c", IN_ANOTHER_PIPELINE)
    assert printed.strip() == "[('M51.17',), ('M51.17',), ('M51.17',)]"
