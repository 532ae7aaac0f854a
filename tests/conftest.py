"""What several test files share: the pipeline, loaded once, and the checkout's own notes."""

from pathlib import Path

import pytest
from spacy.language import Language

CHECKOUT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def nlp() -> Language:
    """The default pipeline."""
    from rootnote.reviewer import load

    return load()


@pytest.fixture(scope="session")
def sample_notes() -> Path:
    """The folder of the project's own synthetic notes."""
    return CHECKOUT / "annotations" / "notes"
