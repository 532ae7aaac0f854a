"""What is misspelled or misheard is read, and said to be."""

import pytest
from spacy.language import Language

from rootnote.facts.collect import collect
from rootnote.reviewer import review


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Lumbar radical apathy on the right.", [("radical apathy", "radiculopathy")], id="a-phrase-of-dictation"),
        pytest.param("Left L5 ridiculopathy.", [("ridiculopathy", "radiculopathy")], id="a-misspelled-word"),
        pytest.param("Left SI nerve root compression with radiculopathy.", [("SI", "S1")], id="a-misheard-root"),
        pytest.param("Left S one radiculopathy.", [("S one", "S1")], id="a-root-in-words"),
        pytest.param("Left S1 radiculopathies.", [], id="inflected-is-not-misspelled"),
        pytest.param("Lt. L-5 radiculopathy.", [], id="written-otherwise-is-not-misheard"),
        pytest.param("No ridiculopathy.", [], id="denied-decides-nothing"),
        pytest.param("SI joint pain with lumbar radiculopathy.", [], id="the-joint-is-no-root"),
    ],
)
def test_misheard(nlp: Language, text: str, expected: list[tuple[str, str]]) -> None:
    assert [(one.evidence.text, one.read_as) for one in collect(nlp(text)).misheard] == expected
    assert ("misheard" in [warning.kind for warning in review(text, nlp=nlp).warnings]) is bool(expected)
