"""What several test files share: the pipeline, loaded once, the checkout's own notes, and commands run in this process."""

import os
import signal
from collections.abc import Generator
from pathlib import Path

import hypothesis
import pytest
from spacy.language import Language

from commandline import CODED, Done, Run
from rootnote.cli import main

# A shell that runs the tests in the background has them, and all that they start, ignore interrupts; some tests send one.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

CHECKOUT = Path(__file__).parent.parent

# No test measures time: a busy machine takes longer, and is right all the same.
hypothesis.settings.register_profile("rootnote", deadline=None)
hypothesis.settings.load_profile("rootnote")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Where everything is installed, ROOTNOTE_NO_SKIPS makes a skipped test a failed one, so that none goes missing unseen."""
    report = yield
    if report.skipped and not hasattr(report, "wasxfail") and os.environ.get("ROOTNOTE_NO_SKIPS"):
        report.outcome = "failed"
    return report


@pytest.fixture(scope="session")
def nlp() -> Language:
    """The default pipeline."""
    from rootnote.reviewer import load

    return load()


@pytest.fixture(scope="session")
def sample_notes() -> Path:
    """The folder of the project's own synthetic notes."""
    return CHECKOUT / "annotations" / "notes"


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str]) -> Run:
    """Runs the command with arguments, in this process."""

    def run_command(*arguments: str | Path) -> Done:
        with pytest.raises(SystemExit) as exit_:
            main([str(argument) for argument in arguments])
        return Done(exit_.value.code, *capfd.readouterr())

    return run_command


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one note that is coded and one that has nothing to code."""
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "back.txt").write_text(CODED)
    (folder / "heart.txt").write_text("EXAM: Heart has normal S1 and S2, no murmur.\n")
    return folder


@pytest.fixture
def failing_on_heart(monkeypatch: pytest.MonkeyPatch) -> None:
    """The facts of any note that speaks of the heart can't be collected."""
    from rootnote import reviewer

    collect = reviewer.collect

    def collect_or_fail(doc: object) -> object:
        if "Heart" in str(doc):
            raise ValueError(f"unexpected: {doc}")
        return collect(doc)

    monkeypatch.setattr(reviewer, "collect", collect_or_fail)
