"""Figures of the report lead to just the notes that they count, in a real browser; empty results say so."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from spacy.language import Language

from report.browser import Page
from report.pages import write_page
from rootnote.source import Note, read_notes

#: Out of scope, and listed for its warning.
WARNED = "HPI: Saddle anesthesia and new urinary retention.\n"


@pytest.fixture(scope="module")
def written(driver: Any, nlp: Language, sample_notes: Path, tmp_path_factory: pytest.TempPathFactory) -> Page:
    path = tmp_path_factory.mktemp("page") / "report.html"
    notes = [*read_notes(sorted(sample_notes.glob("clinic-[01]*.txt"))), Note("warned", WARNED)]
    write_page(path, notes, nlp)
    return Page(driver, path.as_uri(), notes)


@pytest.fixture
def page(written: Page) -> Iterator[Page]:
    written.open()
    yield written
    assert written.driver.get_log("browser") == []


def test_every_part_of_the_distribution_leads_to_the_notes_that_it_counts(page: Page) -> None:
    told, found = [], []
    for place in range(10):
        part = page.all(".histogram .go")[place]
        told.append(int(part.accessible_name.split(": ")[1].split()[0]))
        part.click()
        page.until(lambda: page.one("#list").is_displayed())
        found.append(page.found())
        page.run("location.hash = '#figures'")
        page.until(lambda: page.one("#figures").is_displayed())
    assert found == told
    assert sum(told) == len(page.texts) - 1


def test_a_range_of_completeness_holds_the_figures_that_the_list_shows(page: Page) -> None:
    page.run("location.hash = '#notes'")
    page.until(lambda: page.all(".row"))
    shown = page.run("return notes.map((note) => note.percent)")
    for percent in sorted(set(shown)):
        for name in ("low", "high"):
            page.one(f"#{name}").clear()
            page.one(f"#{name}").send_keys(str(percent))
        assert page.found() == shown.count(percent)
        assert set(page.run("return [...document.querySelectorAll('.share')].map((one) => one.textContent)")) == {f"{percent} %"}


def test_a_search_that_finds_nothing_says_so(page: Page) -> None:
    page.run("location.hash = '#notes'")
    page.until(lambda: page.one("#words").is_displayed())
    assert page.search("no such words") == 0
    page.until(lambda: page.one("#nothing").is_displayed())
    assert page.one("#nothing").text == "No note is found."
    page.one("#reset").click()
    page.until(lambda: not page.one("#nothing").is_displayed())


def test_what_answers_could_change_leads_to_its_notes(page: Page) -> None:
    told, found = [], []
    for place in range(len(page.all("[aria-labelledby='prospects-title'] .go"))):
        figure = page.all("[aria-labelledby='prospects-title'] .go")[place]
        told.append(int(figure.text))
        figure.click()
        page.until(lambda: page.one("#list").is_displayed())
        found.append(page.found())
        page.run("location.hash = '#figures'")
        page.until(lambda: page.one("#figures").is_displayed())
    assert found == told != []


def test_the_search_key_selects_what_stands_in_the_field(page: Page) -> None:
    page.one("body").send_keys("/")
    page.search("naproxen")
    page.one("#list").send_keys("/")
    page.driver.switch_to.active_element.send_keys("MRI")
    page.until(lambda: page.one("#words").get_attribute("value") == "MRI")


def test_an_address_of_another_report_says_so(page: Page) -> None:
    page.run("location.hash = '#note-9999'")
    page.until(lambda: "no note of that number" in page.one("#note").text)


def test_a_question_is_copied_with_the_id_of_its_note(page: Page) -> None:
    page.driver.execute_cdp_cmd("Browser.grantPermissions", {"permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"]})
    page.read("clinic-02-right-l5-unlinked-disc")
    page.one("#gap-10 .copy").click()
    page.until(lambda: page.one("#gap-10 .copy").text == "Copied")
    copied = page.driver.execute_async_script("navigator.clipboard.readText().then(arguments[0])")
    assert copied.splitlines()[:2] == ["Note: clinic-02-right-l5-unlinked-disc", "Cause of the nerve root problem"]
