"""What a report costs: time, memory and size of writing one, and how long Chromium takes to open and use it.

    python benchmarks/report.py [--notes NUMBER]

Notes are put together from three of the project's own, about 3.6 kB each, all in scope. Some hundred are read once and come again under
other ids, so that the time is that of the report alone; what is packed together holds no note twice. Without chromium, chromedriver and
selenium only writing is measured.
"""

from __future__ import annotations

import random
import resource
import shutil
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

CHECKOUT = Path(__file__).resolve().parent.parent
READ = 400
SEARCHED = "Falconer"
_PAINTED = "return performance.getEntriesByType('paint')[0]?.startTime"


def main(notes: Annotated[int, typer.Option(min=1)] = 20_000) -> None:
    """Write a report of so many notes, then open it."""
    from rootnote.batch.formats import Format
    from rootnote.batch.outcomes import Outcome, outcome_of
    from rootnote.report.page.writing import open_page
    from rootnote.reviewer import load, review
    from rootnote.source import Note

    nlp, chance, read = load(), random.Random(7), list[tuple[str, Outcome]]()  # noqa: S311 - no secret
    parts = [path.read_text(encoding="utf-8") for path in sorted((CHECKOUT / "annotations" / "notes").glob("*.txt"))]
    while len(read) < READ:
        text = "\n\n".join(chance.sample(parts, 3))
        record = review(text, nlp=nlp, note_id="?")
        if record.scope != "none":
            read.append((text, outcome_of(record, Format.JSONL)))

    def outcomes(notes: Iterator[Note]) -> Iterator[Outcome]:
        for number, note in enumerate(notes):
            made = read[number % READ][1]
            yield replace(made, id=note.id, line=made.line.replace('"id":"?"', f'"id":"{note.id}"', 1))

    with TemporaryDirectory() as folder:
        path = Path(folder) / "report.html"
        before, started = peak_mb(), time.perf_counter()
        with open_page(path) as page:
            for outcome in outcomes(page.watch(Note(f"night/{number:06}", read[number % READ][0]) for number in range(notes))):
                page.add(outcome)
        took = time.perf_counter() - started
        characters = sum(len(text) for text, _ in read) / READ
        typer.echo(f"{notes:,} notes of {characters:,.0f} characters: {took:.1f} s, {1000 * took / notes:.2f} ms a note")
        typer.echo(f"page {path.stat().st_size / 1e6:.1f} MB, memory {peak_mb():.0f} MB at most, {before:.0f} MB before")
        use(path)


def use(path: Path) -> None:
    """Opens the report in Chromium, reads its last note, filters, and searches all texts."""
    try:
        from selenium import webdriver
        from selenium.webdriver.chrome.service import Service
        from selenium.webdriver.support.ui import WebDriverWait
    except ImportError:
        return
    chromium, driver_path = shutil.which("chromium"), shutil.which("chromedriver")
    if chromium is None or driver_path is None:
        return
    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    for flag in ("--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", f"--user-data-dir={path.parent}/chromium"):
        options.add_argument(flag)
    driver = webdriver.Chrome(options=options, service=Service(driver_path))

    def timed(name: str, action: str, holds: str) -> None:
        started = time.perf_counter()
        driver.execute_script(action)
        WebDriverWait(driver, 120, poll_frequency=0.01).until(lambda driver: driver.execute_script(f"return {holds}"))
        typer.echo(f"{name}: {time.perf_counter() - started:.2f} s")

    try:
        started = time.perf_counter()
        driver.get(path.as_uri())
        opened = time.perf_counter() - started
        painted = WebDriverWait(driver, 120).until(lambda driver: driver.execute_script(_PAINTED))
        typer.echo(f"open: {opened:.2f} s, first paint after {painted / 1000:.2f} s")
        timed("last note", "location.hash = `#note-${notes.length - 1}`", "document.querySelectorAll('#text mark').length > 0")
        change = "const one = document.getElementById('{}'); one.value = '{}'; one.dispatchEvent(new Event('input', {{ bubbles: true }}));"
        timed("filter", change.format("gap", "10"), "!document.getElementById('found').value.startsWith(notes.length.toLocaleString('en'))")
        driver.execute_script(change.format("gap", ""))
        timed("search of all texts", change.format("words", SEARCHED), "!document.getElementById('found').value.includes('searching')")
        typer.echo(driver.find_element("id", "found").text)
    finally:
        driver.quit()


def peak_mb() -> float:
    """The most memory that this process has held so far, where it is given in kB, as Linux does."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    typer.run(main)
