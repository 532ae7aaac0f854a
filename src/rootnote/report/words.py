"""The words that every view of a record uses for what the record names."""

from __future__ import annotations

from rootnote.documentation.gaps import Rejection

#: How a code came to its list.
POLICY = {
    "both": "as the author links it, and with presumed links",
    "explicit": "as the author links it",
    "presumed": "with presumed links",
    "symptom": "symptom",
}
PRIORITY = {"A": "changes the code", "B": "supports the diagnosis", "C": "asked for by those who authorize treatment"}
SCOPE = {"radiculopathy": "radiculopathy", "lumbar": "a lumbar problem without radiculopathy", "none": "no lumbar problem"}
#: Why what came nearest to documenting an element does not.
BECAUSE = {
    Rejection.UNCERTAIN: "only possible",
    Rejection.ORDERED: "ordered or planned only",
    Rejection.HISTORICAL: "of the past, or told in the history only",
    Rejection.REPORTED: "told by the patient, not examined",
    Rejection.NEGATED: "denied or normal",
    Rejection.HYPOTHETICAL: "said of what may come",
    Rejection.FAMILY: "said of a relative",
    Rejection.NO_RESULT: "named without a result",
    Rejection.ANOTHER_REGION: "of another region",
    Rejection.ANOTHER_PROBLEM: "of another problem or body part",
    Rejection.NO_TERRITORY: "on no dermatome or territory",
    Rejection.FINDING_ONLY: "said of a finding, not of the diagnosis",
    Rejection.NOT_LINKED: "not linked by the author",
}


def in_words(name: str) -> str:
    """A name of the record as words.

    >>> in_words("side_conflict")
    'side conflict'
    """
    return name.replace("_", " ")


def counted(count: int, what: str, several: str = "") -> str:
    """A count with its noun: the plural is the noun with an s unless it is given.

    >>> counted(1, "note"), counted(1200, "query", "queries")
    ('1 note', '1,200 queries')
    """
    return f"{count:,} {what if count == 1 else several or f'{what}s'}"
