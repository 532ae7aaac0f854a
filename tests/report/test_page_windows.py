"""The report in windows of any size and on paper, in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from selenium.webdriver.common.keys import Keys
from spacy.language import Language

from report.browser import Page
from report.pages import write_page
from rootnote.source import read_notes

NARROW = (390, 800)
WIDE = (1400, 900)


@pytest.fixture(scope="module")
def written(driver: Any, nlp: Language, sample_notes: Path, tmp_path_factory: pytest.TempPathFactory) -> Page:
    path = tmp_path_factory.mktemp("page") / "report.html"
    notes = list(read_notes(sorted(sample_notes.glob("clinic-0*.txt"))))
    write_page(path, notes, nlp)
    return Page(driver, path.as_uri(), notes)


@pytest.fixture
def page(written: Page) -> Iterator[Page]:
    written.open()
    yield written
    assert written.driver.get_log("browser") == []


def view_of(page: Page) -> str:
    return str(page.run("return document.body.dataset.view"))


def to_list(page: Page) -> None:
    page.one("#to-notes").click()
    page.until(lambda: page.all(".row"))
    page.run("document.getElementById('list').focus()")


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.driver.switch_to.active_element.send_keys(key)


def chosen(page: Page) -> str:
    return str(page.one("#list").get_attribute("aria-activedescendant"))


def test_in_a_narrow_window_arrows_stay_in_the_list_and_enter_opens(page: Page) -> None:
    with page.sized(*NARROW):
        to_list(page)
        press(page, Keys.ARROW_DOWN, Keys.ARROW_DOWN)
        assert (view_of(page), page.focused, chosen(page)) == ("notes", "list", "row-1")
        press(page, Keys.ENTER)
        page.until(lambda: page.all("#text"))
        page.until(lambda: (view_of(page), page.focused) == ("note", "note"))
        page.one(".back").send_keys(Keys.ENTER)
        page.until(lambda: (view_of(page), page.focused, chosen(page)) == ("notes", "list", "row-1"))
        press(page, Keys.ARROW_DOWN, Keys.ENTER)
        page.until(lambda: page.run("return location.hash") == "#note-2")


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["narrow", "wide"])
def test_back_leads_from_a_note_to_the_list_and_then_to_the_figures(page: Page, size: tuple[int, int]) -> None:
    with page.sized(*size):
        to_list(page)
        page.all(".row")[1].click()
        page.until(lambda: page.all("#text"))
        if size == WIDE:
            press_in_list(page, Keys.ARROW_DOWN)
        page.driver.back()
        page.until(lambda: (view_of(page), page.focused) == ("notes", "list"))
        assert page.all("#text") == []
        page.driver.back()
        page.until(lambda: view_of(page) == "figures")


def press_in_list(page: Page, key: str) -> None:
    """Goes on from an open note beside the list."""
    before = page.run("return location.hash")
    page.one("#list").send_keys(key)
    page.until(lambda: page.run("return location.hash") != before)


SUGGESTS = "rootnote suggests; a person codes."


def test_the_printed_list_has_all_rows_found_and_what_was_asked(page: Page) -> None:
    to_list(page)
    page.one("#low").send_keys("50")
    expected = page.found()
    with page.printed():
        assert len(page.all(".row")) == expected
        assert page.one("#found").text.startswith(f"{expected} of ")
        assert page.one("#asked").text == "Completeness at least: 50 %"
        assert all(one.is_displayed() for one in (*page.all(".row"), page.one("footer")))
        assert not page.one("#more").is_displayed()
        rows, box = (page.run("return document.querySelector(arguments[0]).offsetHeight", css) for css in ("#rows", "#list"))
        assert rows <= box + 1
    assert not page.one("#asked").is_displayed()


def test_a_printed_note_has_the_key_of_its_colours_and_says_who_codes(page: Page) -> None:
    to_list(page)
    page.all(".row")[1].click()
    page.until(lambda: page.all("#text mark"))
    assert page.one("footer").is_displayed()
    with page.printed():
        assert not page.one("aside").is_displayed()
        assert page.one(".legend").is_displayed()
        assert page.one("footer").text.startswith(SUGGESTS)
