"""Persons: whom a clause tells of, what tells the sex of the patient, and that a wrong word file is refused."""

import pytest
from spacy.language import Language

from said import assertion_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("67F. Her husband fell ill. He has sciatica.", "family"),
        ("67F. Her husband fell ill. She has sciatica.", "affirmed"),
        ("67M. Her husband fell ill. He has sciatica.", "affirmed"),
        ("Her husband fell ill. She is tired. She sleeps badly. She eats little. He has sciatica.", "affirmed"),
        ("67F. Her husband fell ill.\n\nASSESSMENT:\nHis sciatica.", "affirmed"),
        ("67F. Her husband fell ill; sciatica for a week.", "affirmed"),
        ("67F. Her husband Karl is with her. Karl has sciatica.", "family"),
        ("67F. Her husband has two dogs, but the patient has sciatica.", "affirmed"),
        ("A 50-year-old man. She has sciatica.", "affirmed"),
        ("Mrs. Hill is well. Her son says he has sciatica himself.", "family"),
        ("I see the patient a week after the patient b session: sciatica.", "affirmed"),
        ("Pt A: sciatica. Pt B: sciatica.", "family"),
        ("Sciatica on the film. It is not hers. Left sciatica by her own account.", "affirmed"),
        ("The film was of sciatica. The film was his wife's.", "family"),
        ('She said: "of my own sciatica I say nothing".', "affirmed"),
        ("I told him of my own sciatica.", "family"),
    ],
)
def test_whose_sciatica(nlp: Language, text: str, expected: str) -> None:
    assert assertion_of(nlp, text, "sciatica") == expected
