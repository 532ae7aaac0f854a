"""Initials of persons, which are no sides: the L of "referred by L. Green".

Source: annotation guide, laterality (the side of the patient's symptoms).
"""

import re
from collections.abc import Collection, Sequence

from rootnote.language.measure_words import measure_words

_INITIALS = frozenset({"L", "R", "L.", "R."})
#: One more initial of a name: "R. J. Smith".
_FURTHER = re.compile(r"[A-Z]\.?")
_NAME = re.compile(r"(?:[A-Z]['’])?[A-Z][a-z]+(?:[A-Z][a-z]+)?")
#: The words back from a name to what brings a person in: "signed by: L. Green".
_MARKS = frozenset({":", "."})
_JOINS, _MOST_NAMES = frozenset({"-", ","}), 2


def initials_of_persons(words: Sequence[str], known: Collection[int]) -> frozenset[int]:
    """The places of the letters L and R, among the words of a note, that are the initials of a person.

    ``known`` are the places of words that rules match: those are no names.
    """
    return frozenset(at for at, word in enumerate(words) if word in _INITIALS and _is_initial(words, at, known))


def _is_initial(words: Sequence[str], at: int, known: Collection[int]) -> bool:
    """Whether a title stands before a letter, or behind it a name with a degree, or one that a person is brought in by."""
    listed = measure_words()
    before = [word for word in words[max(0, at - 2) : at] if word not in _MARKS][-1:]
    if before and before[0] in listed.person_title and words[at - 1] != ":":
        return True
    end = _name_end(words, at, known)
    if end is None:
        return False
    degree = next((word for word in words[end : end + 2] if word not in _JOINS), "")
    if degree in listed.degree:
        return True
    brought = before[0].lower() if before else ""
    if brought in listed.brings_person:
        return True
    if brought in listed.may_bring_person:
        return degree in listed.degree_or_care
    return brought in listed.person_role and words[at].endswith(".")


def _name_end(words: Sequence[str], at: int, known: Collection[int]) -> int | None:
    """Where the name behind an initial ends; None where what stands there is none, as in "L Sciatica"."""
    end = at + 1
    if end < len(words) and _FURTHER.fullmatch(words[end]):
        end += 1
    first = end
    while end < len(words) and end - first <= _MOST_NAMES:
        if end > first and words[end] == "-":
            end += 1
            continue
        if end in known or not _NAME.fullmatch(words[end]) or words[end].lower() in measure_words().not_name:
            break
        end += 1
    return end if end > first else None
