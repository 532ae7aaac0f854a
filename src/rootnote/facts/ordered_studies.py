"""Studies that were ordered and have been made since: "Her doctor ordered an MRI. It shows a herniation.".

Source: annotation guide, imaging and electrodiagnostics: a result; one that is only ordered has none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from rootnote.facts.model import Assertion
from rootnote.facts.reading import Reading, Sentence, Target

#: How a sentence opens that tells what the study named before it has shown: no wish ("it should show") and no condition ("if it shows").
_HAS_SHOWN = re.compile(
    r"\s*(?:(?:it|this|that|these|they"
    r"|(?:the|this|that|those) (?:study|studies|scans?|tests?|images?|imaging|films?|pictures?|reports?|results?))"
    r"\s+(?:(?:does|did|do|has|have|now|clearly|also|in fact)\s+)*"
    r"(?:shows?|showed|shown|reveal(?:s|ed)?|demonstrate[sd]?|identif(?:y|ies|ied)|confirm(?:s|ed)?|indicate[sd]?|found|read as"
    r"|(?:was|were|is|are|(?:came|come) back)"
    r" (?:read|reported|interpreted|remarkable|notable|significant|positive|abnormal|normal|clean|clear|unremarkable|negative|fine))"
    r"|(?:the |its )?(?:findings?|results?)\s+(?:was|were|is|are|includ(?:e|es|ed)|show(?:s|ed)?))\b",
    re.I,
)


def has_come_back(reading: Reading, sentence: Sentence, names: Iterable[Target]) -> bool:
    """Whether the sentence behind one that orders some tests tells what they have shown."""
    after = next(iter(reading.sentences[sentence.number + 1 : sentence.number + 2]), None)
    if after is None or after.section != sentence.section or not any(name.assertion is Assertion.ORDERED for name in names):
        return False
    return _HAS_SHOWN.match(reading.text, after.start, after.end) is not None
