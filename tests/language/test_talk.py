"""Talk: who a sentence speaks of, what general parts say, how questions are answered, and that a wrong word file is refused."""

import pytest
from spacy.language import Language

from rootnote.language.talk import is_of_somebody
from said import assertion_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("she has sciatica", True),
        ("the patient has sciatica", True),
        ("a patient has sciatica", False),
        ("any man may have it", False),
        ("patients have it", False),
        ("", False),
    ],
)
def test_who_is_spoken_of(text: str, expected: bool) -> None:
    assert is_of_somebody(text.split()) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Case\nA man has leg pain.\nDiscussion\nSciatica was the ancients' word.", "hypothetical"),
        ("Case\nA man has leg pain.\nDiscussion\nOur patient's sciatica was cured late.", "affirmed"),
        ("Case\nA man has leg pain.\nDiscussion\nThis is sciatica.", "affirmed"),
        ("Case\nA 30-year-old potter has leg pain.\nDiscussion\nThe potter had sciatica.", "affirmed"),
        ("Case\nA man has leg pain.\nDiscussion\nLind described a man. He had sciatica.", "hypothetical"),
        ("Discussion\nLeg pain.\nCase\nA man. Sciatica on walking.", "affirmed"),
        ("Discussion\nSciatica, as after the fall.", "affirmed"),
        ("Key points\nSciatica on the left.", "hypothetical"),
        ("Key points\nPain.\nCase\nSciatica after a fall.", "affirmed"),
        ("Sciatica settles by itself [1,2].", "hypothetical"),
        ("[1] Sciatica.", "affirmed"),
        ("His sciatica settles by itself [1,2].", "affirmed"),
        ("Is it sciatica? Answer: no.", "negated"),
        ("Is it sciatica? In my opinion, it is not.", "negated"),
    ],
)
def test_sciatica_in_talk(nlp: Language, text: str, expected: str) -> None:
    assert assertion_of(nlp, text, "sciatica") == expected
