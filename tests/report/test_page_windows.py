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


@pytest.mark.parametrize("size", [(1024, 700), (800, 700), NARROW], ids=str)
def test_where_there_is_little_room_half_the_window_is_text_and_what_is_said_scrolls_below_it(page: Page, size: tuple[int, int]) -> None:
    with page.sized(*size):
        page.open()
        assert page.one("#more").get_attribute("open") is None
        to_list(page)
        page.all(".row")[1].click()
        page.until(lambda: page.all("#text mark"))
        assert page.run("return document.getElementById('text').clientHeight") > 0.3 * size[1]
        gap = page.one("#gap-10 .point")
        page.run("arguments[0].focus()", gap)
        assert below_the_text(page, gap)
        before = page.run("return document.getElementById('note').scrollTop")
        gap.click()
        page.until(lambda: page.in_view(page.one("#text mark.lit")))
        assert page.run("return document.getElementById('note').scrollTop") == before > 0
        assert below_the_text(page, gap)


def test_in_a_low_window_the_note_scrolls_as_a_whole(page: Page) -> None:
    with page.sized(700, 400):
        page.open()
        to_list(page)
        page.all(".row")[1].click()
        page.until(lambda: page.all("#text mark"))
        assert page.run("const one = document.getElementById('text'); return one.scrollHeight <= one.clientHeight + 1")
        page.one("#gap-10 .point").click()
        page.until(lambda: page.in_view(page.one("#text mark.lit")))


def below_the_text(page: Page, one: Any) -> bool:
    """Whether it is in view, with no part of it behind the text."""
    script = """
        const shown = [arguments[0], ...["#note .paper", "#notes"].map((css) => document.querySelector(css))];
        const [place, text, all] = shown.map((each) => each.getBoundingClientRect());
        return place.top >= text.bottom && place.bottom <= all.bottom;
    """
    return bool(page.run(script, one))
