"""A small batch of the project's own notes, read once, and a few lines of gold for it."""

from pathlib import Path

import pytest
from spacy.language import Language

from rootnote.notebook.batch import Batch, review_batch
from rootnote.source import Note, read_notes

OWN = Path(__file__).parent.parent.parent / "annotations"
#: With a code and without, with a conflict of sides, an unlinked disc, a denial, leg pain without a diagnosis, a tick list.
NAMES = (
    *("clinic-01-left-s1-disc", "clinic-02-right-l5-unlinked-disc", "clinic-04-conflicting-sides", "clinic-11-lumbago-bilateral-sciatica"),
    *("clinic-13-low-back-pain-only", "clinic-24-heart-sounds-physical", "img-03-ct-myelogram-severe-stenosis"),
    *("pt-03-degeneration-leg-pain", "record-05"),
)


@pytest.fixture(scope="session")
def few_notes() -> list[Note]:
    return [note for note in read_notes([OWN / "notes"]) if isinstance(note, Note) and note.id in NAMES]


@pytest.fixture(scope="session")
def batch(few_notes: list[Note], nlp: Language) -> Batch:
    return review_batch([*few_notes], nlp)


@pytest.fixture(scope="session")
def gold() -> Path:
    return OWN / "gold.jsonl"
