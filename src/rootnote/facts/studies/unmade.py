"""Names of tests that were not made: "never had an MRI", "Imaging: none on file".

Source: annotation guide, imaging: a result; a test that was not made has none.
"""

from __future__ import annotations

import re

from rootnote.facts.reading import Reading, Target
from rootnote.facts.studies.studies_made import patterns

#: What stands before the name of a test that was not made: "never had an MRI".
_NEVER_MADE = re.compile(r"\b(?:no|not|never|without)\b[^.,;:]{0,30}$", re.I)


def is_unmade(reading: Reading, name: Target) -> bool:
    """Whether what stands around the name of a test says that it was not made."""
    return _NEVER_MADE.search(reading.text, reading.sentence_of(name).start, name.start) is not None or has_none_made(reading, name)


def has_none_made(reading: Reading, name: Target) -> bool:
    """Whether the name of a test, as a label, has nothing under it: "MRI: none"."""
    return patterns().none_made.match(reading.text, name.end) is not None
