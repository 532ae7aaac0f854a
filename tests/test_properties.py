"""What holds for every note: offsets, round trips, and what a change of the text may change in the record."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

from rootnote.record import NoteRecord
from rootnote.reviewer import review
from rootnote.source import Note, read_notes
from soundness import faults, faults_of_form

SAMPLES = Path(__file__).parent.parent / "annotations" / "notes"
NOTES = [note for note in read_notes([SAMPLES]) if isinstance(note, Note)]
EACH_NOTE = pytest.mark.parametrize("note", [pytest.param(note, id=note.id) for note in NOTES])


def as_json(record: NoteRecord) -> dict[str, Any]:
    parsed: dict[str, Any] = json.loads(record.to_json())
    return parsed


def check(text: str, nlp: Language) -> None:
    """Asserts what must hold for the record of any text."""
    record = review(text, nlp=nlp)
    assert [*faults(record, text), *faults_of_form(record)] == []


@EACH_NOTE
def test_record_of_a_sample_note_is_sound(nlp: Language, note: Note) -> None:
    check(note.text, nlp)


PIECES = [line for note in NOTES for line in re.split(r"(?<=[.:;])\s+|\n", note.text) if line.strip()]
SEPARATORS = [" ", "\n", "\r\n", "\r", "\n\n", "\t", ". ", "", "\u00a0", "\u2028"]
ODDITIES = ["\0", "é", "e\u0301", "\u202e", "🦴", "1.", "L4-5", "S1", "no ", "(L)", "?", "--", "\x1b[0m"]
PIECEMEAL = st.lists(st.tuples(st.sampled_from(PIECES) | st.sampled_from(ODDITIES), st.sampled_from(SEPARATORS)), max_size=30)


@settings(max_examples=150, deadline=None)
@given(pieces=PIECEMEAL)
def test_record_of_notes_torn_to_pieces_is_sound(nlp: Language, pieces: list[tuple[str, str]]) -> None:
    check("".join(piece + separator for piece, separator in pieces), nlp)


@settings(max_examples=150, deadline=None)
@given(text=st.text(max_size=200))
def test_record_of_any_text_is_sound(nlp: Language, text: str) -> None:
    check(text, nlp)


OTHER_SIDE = {"left": "right", "lt": "rt", "l": "r", "lle": "rle", "lue": "rue"}
OTHER_SIDE |= {right: left for left, right in OTHER_SIDE.items()}
OTHER_SIDE |= {"M54.31": "M54.32", "M54.32": "M54.31", "M54.41": "M54.42", "M54.42": "M54.41"}
#: Words of side, and the codes that carry one. A letter alone is a side unless a vertebra or "spine" follows; "R/O" has none, nor have
#: "right away" and the "LT" of light touch.
SIDE = re.compile(
    r"(?<!dec )\b(?!right (?:away|now)\b|LT dull\b)(?i:left|right|lt|rt|lle|rle|lue|rue)\b|"
    r"\b[LR]\b(?!-\d|/[OS]\b|[-\s]spine|\s(?:one|two|three|four|five)\b)|\bM54\.[34][12]\b"
)


def swapped(text: str) -> str:
    """The text with left for right and right for left, in the same case."""

    def other(match: re.Match[str]) -> str:
        word = match.group()
        side = OTHER_SIDE[word if word in OTHER_SIDE else word.lower()]
        return side.upper() if word.isupper() else side.capitalize() if word[0].isupper() else side

    return SIDE.sub(other, text)


def without_places(value: object) -> object:
    """A part of a record for comparison: words of evidence, no offsets, lists in no order, no hash, nothing of what could be otherwise."""
    if isinstance(value, dict):
        return {
            key: without_places(part)
            for key, part in value.items()
            if key not in ("start", "end", "text_sha256", "query", "why", "would_change")
        }
    if isinstance(value, list):
        return sorted((without_places(part) for part in value), key=lambda part: json.dumps(part, sort_keys=True))
    return value


def sides_swapped(value: object) -> object:
    if isinstance(value, dict):
        return {key: sides_swapped(part) for key, part in value.items()}
    if isinstance(value, list):
        return [sides_swapped(part) for part in value]
    return swapped(value) if isinstance(value, str) else value


@EACH_NOTE
def test_swapping_left_and_right_swaps_only_sides(nlp: Language, note: Note) -> None:
    expected = sides_swapped(as_json(review(note.text, nlp=nlp)))
    mirrored = as_json(review(swapped(note.text), nlp=nlp))
    assert without_places(mirrored) == without_places(expected)


@EACH_NOTE
@pytest.mark.parametrize("sentence", ["He works as a carpenter.", "The next visit is on a Tuesday."])
def test_unrelated_sentence_changes_nothing(nlp: Language, note: Note, sentence: str) -> None:
    before = as_json(review(note.text, nlp=nlp))
    after = as_json(review(f"{note.text.rstrip()}\n\n{sentence}\n", nlp=nlp))
    assert {**after, "text_sha256": before["text_sha256"]} == before


DIAGNOSES = ["left S1 radiculopathy", "lumbar radiculopathy", "L5-S1 disc herniation with radiculopathy", "right L5 radiculitis"]


NEGATIONS = [
    "No evidence of {}.",
    "No {}.",
    "Patient does not have {}.",
    "Negative for {}.",
    "A {} was ruled out.",
    "There is no sign of {}.",
]


@pytest.mark.parametrize("diagnosis", DIAGNOSES)
@pytest.mark.parametrize("negation", NEGATIONS)
def test_negating_the_diagnosis_drops_its_code(nlp: Language, diagnosis: str, negation: str) -> None:
    assert review(f"ASSESSMENT: {diagnosis.capitalize()}.\n", nlp=nlp).codes
    assert review(f"ASSESSMENT: {negation.format(diagnosis)}\n", nlp=nlp).codes == ()
