"""The report in a browser, as the tests use it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

from rootnote.source import Failure, Note


class Page:
    """The report in the browser."""

    def __init__(self, driver: Any, uri: str, notes: list[Note | Failure]) -> None:
        self.driver = driver
        self.uri = uri
        self.texts = {one.id: one.text for one in notes if isinstance(one, Note)}

    def open(self) -> None:
        """Opens the page anew, on its figures."""
        self.driver.get("about:blank")
        self.driver.get(self.uri)
        self.until(lambda: self.run("return document.documentElement.dataset.ready") == "true")

    def run(self, script: str, *given: Any) -> Any:
        return self.driver.execute_script(script, *given)

    def until(self, holds: Callable[[], Any]) -> Any:
        """Waits until it holds. A row of the list may be drawn anew while it is looked at."""
        waiting = WebDriverWait(self.driver, 15, poll_frequency=0.05, ignored_exceptions=[StaleElementReferenceException])
        return waiting.until(lambda _: holds())

    def all(self, css: str) -> list[WebElement]:
        found: list[WebElement] = self.driver.find_elements("css selector", css)
        return found

    def one(self, css: str) -> WebElement:
        found: WebElement = self.driver.find_element("css selector", css)
        return found

    def search(self, words: str) -> int:
        """Types into the search field and gives the number of notes found."""
        self.one("#words").send_keys(words)
        return self.found()

    def found(self) -> int:
        self.until(lambda: "searching" not in self.one("#found").text)
        return int(self.one("#found").text.split(" of ")[0].replace(",", ""))

    def read(self, note_id: str) -> str:
        """Finds a note by its id and opens it from the list; gives its text as it is shown."""
        self.run("location.hash = '#notes'")
        self.until(lambda: self.one("#words").is_displayed())
        self.one("#words").clear()
        self.search(note_id)
        place = self.until(lambda: note_id in self.ids()) and self.ids().index(note_id)
        self.until(lambda: self.all(".row")[place].click() is None)
        self.until(lambda: [one.text for one in self.all("#note h2")] == [note_id])
        return str(self.run("return document.getElementById('text').textContent"))

    def ids(self) -> list[str]:
        """The ids in the part of the list that is drawn."""
        found: list[str] = self.run("return [...document.querySelectorAll('.row .id')].map((one) => one.textContent)")
        return found

    def lit(self) -> list[str]:
        return [str(self.run("return arguments[0].textContent", one)) for one in self.all("#text mark.lit")]

    def in_view(self, element: WebElement) -> bool:
        """Whether an element of the text is within the part of the text that is in view."""
        script = """
            const one = arguments[0].getBoundingClientRect();
            const all = document.getElementById("text").getBoundingClientRect();
            return one.top >= all.top && one.bottom <= all.bottom && one.top >= 0 && one.bottom <= innerHeight;
        """
        return bool(self.run(script, element))

    @property
    def focused(self) -> str:
        """The id of what has the focus."""
        return str(self.run("return document.activeElement.id"))

    @contextmanager
    def sized(self, width: int, height: int) -> Iterator[None]:
        """A window of this size."""
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        try:
            yield
        finally:
            self.driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})

    @contextmanager
    def printed(self) -> Iterator[None]:
        """The page as it is laid out for print, on paper of about 740 pixels."""
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
        try:
            with self.sized(740, 1000):
                self.run("dispatchEvent(new Event('beforeprint'))")
                yield
                self.run("dispatchEvent(new Event('afterprint'))")
        finally:
            self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
