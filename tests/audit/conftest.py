"""The pipeline with its second readers, loaded once."""

import pytest
from spacy.language import Language

from rootnote.audit.entries import Auditor


@pytest.fixture(scope="session")
def readers() -> Language:
    """The default pipeline with the second readers behind it."""
    for library in ("negspacy", "scispacy"):
        pytest.importorskip(library, reason=f"{library}, of the extra audit, is not installed")
    from rootnote.audit.pipeline import load_audit

    return load_audit()


@pytest.fixture(scope="session")
def auditor(readers: Language) -> Auditor:
    return Auditor(readers)
