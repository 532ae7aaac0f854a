"""Studies that were ordered and have been made since: "Her doctor ordered an MRI. It shows a herniation.".

Source: annotation guide, imaging and electrodiagnostics: a result; one that is only ordered has none.
"""

from __future__ import annotations

from collections.abc import Iterable

from rootnote.facts.model import Assertion
from rootnote.facts.reading import Reading, Sentence, Target
from rootnote.facts.studies.studies_made import patterns


def has_come_back(reading: Reading, sentence: Sentence, names: Iterable[Target]) -> bool:
    """Whether the sentence behind one that orders some tests tells what they have shown."""
    after = next(iter(reading.sentences[sentence.number + 1 : sentence.number + 2]), None)
    if after is None or after.section != sentence.section or not any(name.assertion is Assertion.ORDERED for name in names):
        return False
    return patterns().has_shown.match(reading.text, after.start, after.end) is not None
