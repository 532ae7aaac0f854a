"""The report in a real browser: opened from its file, filtered, searched, read; whatever a note holds, it is text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from selenium.webdriver.common.keys import Keys
from spacy.language import Language

from report.browser import Page
from report.pages import EMOJI, HOSTILE, write_page
from rootnote.report.characters import shown
from rootnote.source import Failure, Note, read_notes

LONG = (
    "HPI: Left leg pain for 6 weeks.\n"
    + "The patient works as a gardener and lives with a friend.\n" * 60
    + "MRI shows an L5-S1 disc herniation.\nASSESSMENT: Left S1 radiculopathy.\n"
)
SHORT = 120


@pytest.fixture(scope="module")
def notes(sample_notes: Path) -> list[Note | Failure]:
    return [
        *read_notes(sorted(sample_notes.glob("clinic-0*.txt"))),
        Note("emoji", EMOJI),
        Note("<b>hostile</b></script>", HOSTILE),
        Note("long", LONG),
        Note("crlf", "HPI: Left leg pain.\r\n\r\nASSESSMENT: Left S1 radiculopathy.\r\n"),
        *(Note(f"short-{number:03}", f"ASSESSMENT: Left S1 radiculopathy, visit {number}.\n") for number in range(SHORT)),
        Failure("broken", "broken.txt: empty <b>"),
    ]


@pytest.fixture(scope="module")
def written(driver: Any, nlp: Language, notes: list[Note | Failure], tmp_path_factory: pytest.TempPathFactory) -> Page:
    path = tmp_path_factory.mktemp("page") / "report.html"
    write_page(path, notes, nlp)
    return Page(driver, path.as_uri(), notes)


@pytest.fixture
def page(written: Page) -> Iterator[Page]:
    """The report, opened anew; at the end the browser must have had nothing to complain of."""
    written.open()
    yield written
    assert written.driver.get_log("browser") == []


def test_figures_come_first(page: Page) -> None:
    assert page.one("#figures").is_displayed()
    assert not page.one("#notes").is_displayed()
    assert f"{len(page.texts) + 1}\nnotes read" in page.one(".tiles").text


def test_a_figure_leads_to_its_notes(page: Page) -> None:
    figure = next(one for one in page.all(".chart .figure .go") if one.get_attribute("data-priority") == "A")
    expected = int(figure.text)
    figure.click()
    page.until(lambda: page.one("#list").is_displayed())
    assert page.found() == expected > 0
    assert page.one("#active").text == "(2)"


def test_part_of_the_distribution_leads_to_its_notes(page: Page) -> None:
    part = next(one for one in page.all(".histogram .go") if not one.accessible_name.endswith(": 0 notes"))
    expected = re.search(r": (\d+) note", part.accessible_name)
    part.click()
    page.until(lambda: page.one("#list").is_displayed())
    assert expected is not None
    assert page.found() == int(expected[1])


FILTERS = [
    pytest.param({"code": "codes M47.26"}, ["clinic-03-bilateral-spondylosis"], id="code"),
    pytest.param({"code": "presumed M51.16", "gap": "10", "priority": "A"}, ["clinic-02-right-l5-unlinked-disc"], id="code-and-gap"),
    pytest.param({"warning": "side_conflict"}, ["clinic-04-conflicting-sides"], id="warning"),
    pytest.param({"status": "failed"}, ["broken"], id="failed"),
    pytest.param({"type": "clinic", "low": "100"}, ["clinic-05-disc-osteophyte-s1"], id="type-and-completeness"),
    pytest.param({"low": "76", "high": "76"}, ["clinic-04-conflicting-sides"], id="completeness-as-shown-with-both-ends"),
]


@pytest.mark.parametrize(("chosen", "expected"), FILTERS)
def test_filters(page: Page, chosen: dict[str, str], expected: list[str]) -> None:
    page.run("location.hash = '#notes'")
    page.until(lambda: page.one("#list").is_displayed())
    for name, value in chosen.items():
        field = page.one(f"#{name}")
        if field.tag_name == "select":
            field.find_element("css selector", f'option[value="{value}"]').click()
        else:
            field.send_keys(value)
    assert page.ids() == expected
    page.one("#reset").click()
    page.until(lambda: page.found() == len(page.texts) + 1)


def test_search_in_ids_and_texts(page: Page) -> None:
    page.run("location.hash = '#notes'")
    page.until(lambda: page.one("#words").is_displayed())
    assert page.search("VISIT 11") == 11
    page.one("#words").clear()
    assert page.search("gardener and") == 1
    assert page.ids() == ["long"]
    page.until(lambda: page.all(".row")[0].click() is None)
    page.until(lambda: page.all("#text mark.hit"))
    assert {one.text for one in page.all("#text mark.hit")} == {"gardener and"}
    page.one("#words").clear()
    assert page.search("short-00") == 10
    page.one("#words").clear()
    assert page.search("(no such words") == 0


def test_every_note_is_shown_as_it_is_with_its_marks(page: Page) -> None:
    for note_id, text in list(page.texts.items())[:13]:
        assert page.read(note_id) == shown(text)
        assert page.all("#text mark")
        assert page.all("#said h3")


def test_list_holds_only_rows_in_view_however_long_it_is(page: Page) -> None:
    page.run("location.hash = '#notes'")
    page.until(lambda: page.all(".row"))
    assert len(page.all(".row")) < 40 < len(page.texts)
    page.one("#list").send_keys(Keys.END)
    page.until(lambda: [one.text for one in page.all('.row[aria-selected="true"] .id')] == ["broken"])
    assert page.one(".failure").text == "broken.txt: empty <b>"
    page.one("#list").send_keys(Keys.HOME)
    page.one("#list").send_keys(Keys.ARROW_DOWN)
    second = list(page.texts)[1]
    page.until(lambda: [one.text for one in page.all("#note h2")] == [second])
    assert page.one("#list").get_attribute("aria-activedescendant") == "row-1"
    assert page.driver.title.startswith(second)


def test_click_on_a_gap_brings_its_evidence_into_view_and_marks_it(page: Page) -> None:
    page.read("long")
    assert page.lit() == []
    assert page.run("return document.getElementById('text').scrollTop") == 0
    gap = page.one("#gap-10 .point")
    gap.click()
    assert gap.get_attribute("aria-pressed") == "true"
    assert page.lit() == ["disc herniation", "radiculopathy"]
    page.until(lambda: page.in_view(page.one("#text mark.lit")))
    page.until(lambda: page.one("#told").get_attribute("textContent") == "2 places marked in the text")
    assert page.run("return document.getElementById('text').scrollTop") > 0
    page.one("body").send_keys(Keys.ESCAPE)
    page.until(lambda: page.lit() == [])
    assert gap.get_attribute("aria-pressed") == "false"


def test_code_steps_and_elements_point_into_the_text_too(page: Page) -> None:
    page.read("long")
    page.one(".code .quote").click()
    page.until(lambda: page.lit() == ["radiculopathy"] and page.in_view(page.one("#text mark.lit")))
    symptoms = next(row for row in page.all(".elements tr") if row.text.startswith("Symptoms below"))
    symptoms.find_element("css selector", "button").click()
    page.until(lambda: "".join(page.lit()) == "leg pain" and page.in_view(page.one("#text mark.lit")))


def test_overlapping_marks_leave_the_text_whole(page: Page) -> None:
    text = page.read("emoji")
    pieces = [str(page.run("return arguments[0].textContent", one)) for one in page.all("#text mark")]
    assert [one for one in pieces if one.strip()] == pieces
    assert text == EMOJI
    diagnosis = [one for one in page.all("#text mark.is-diagnosis") if one.text == "radiculopathy"]
    assert "radiculopathy: affirmed" in (diagnosis[0].get_attribute("title") or "")
    assert "laterality: documented" in (diagnosis[0].get_attribute("title") or "")
    assert "and-where" in (diagnosis[0].get_attribute("class") or "")


def test_offsets_fit_behind_emoji(page: Page) -> None:
    page.read("emoji")
    page.one("#gap-8 .point").click()
    page.until(page.lit)
    assert "".join(page.lit()) in ("MRIradiculopathy", "radiculopathyMRI", "MRI is orderedradiculopathy", "radiculopathyMRI is ordered")


def test_hostile_note_is_text_and_runs_nothing(page: Page) -> None:
    assert page.read("<b>hostile</b></script>") == shown(HOSTILE)
    assert page.driver.title == "<b>hostile</b></script> – rootnote report"
    assert page.all("#note img, #note script, #note svg, #note style, #note b b, #rows b") == []
    for point in page.all("#note .point:enabled"):
        page.run("arguments[0].click()", point)
        assert page.run("return document.getElementById('text').textContent") == shown(HOSTILE)


def test_what_a_page_might_be_made_to_hold_is_refused_by_its_policy(page: Page) -> None:
    refused = page.run("try { document.body.innerHTML = '<img src=x>'; } catch (error) { return error.name; } return 'taken';")
    assert refused == "TypeError"
    page.run("const made = document.createElement('img'); made.src = 'https://example.invalid/x.png'; document.body.append(made);")
    page.until(lambda: [one for one in page.driver.get_log("browser") if "Content Security Policy" in one["message"]])


def test_keyboard_reaches_the_search_the_list_and_the_note(page: Page) -> None:
    page.one("body").send_keys("/")
    page.until(lambda: page.run("return document.activeElement.id") == "words")
    page.search("crlf")
    page.one("#words").send_keys(Keys.ENTER)
    page.until(lambda: page.run("return document.activeElement.id") == "list")
    page.driver.switch_to.active_element.send_keys(Keys.ARROW_DOWN)
    page.until(lambda: page.all("#text"))
    page.one("#list").send_keys(Keys.ENTER)
    page.until(lambda: page.run("return document.activeElement.id") == "note")
    page.run("document.querySelector('.point').focus()")
    page.driver.switch_to.active_element.send_keys(Keys.SPACE)
    page.until(page.lit)


def test_all_that_can_be_operated_has_a_name(page: Page) -> None:
    page.read("clinic-02-right-l5-unlinked-disc")
    page.run("for (const one of document.querySelectorAll('#note details')) one.open = true")
    for one in page.all("#notes a, #notes button, #notes input, #notes select, #notes [tabindex='0']"):
        if one.is_displayed():
            assert one.accessible_name, one.get_attribute("outerHTML")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_overflows_a_narrow_window(page: Page, scheme: str) -> None:
    page.read("clinic-02-right-l5-unlinked-disc")
    size = {"width": 400, "height": 800, "deviceScaleFactor": 1, "mobile": False}
    page.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    page.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": scheme}]})
    try:
        for view in ("#figures", "#notes", "#note-1"):
            page.run("location.hash = arguments[0]", view)
            page.until(lambda view=view: page.run("return document.body.dataset.view") == view.strip("#-1"))
            assert page.run("return document.documentElement.scrollWidth <= innerWidth")
        assert not page.one("aside").is_displayed()
        page.one(".back").click()
        page.until(lambda: page.one("#list").is_displayed())
        background = page.run("return getComputedStyle(document.body).backgroundColor")
        assert (max(json.loads(background.replace("rgb(", "[").replace(")", "]"))) < 128) == (scheme == "dark")
    finally:
        page.driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
        page.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})


def test_a_printed_note_is_whole(page: Page) -> None:
    page.read("long")
    page.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    try:
        assert not page.one("aside").is_displayed()
        for pane in ("text", "said"):
            assert page.run("const one = document.getElementById(arguments[0]); return one.scrollHeight <= one.clientHeight + 1", pane)
    finally:
        page.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
