"""Initials of persons, which are no sides: the L of "referred by L. Green".

Source: annotation guide, laterality (the side of the patient's symptoms).
"""

import re
from collections.abc import Collection, Iterable, Sequence

from rootnote.language.measure_words import measure_words

_INITIALS = frozenset({"L", "R", "L.", "R."})
#: One more initial of a name: "R. J. Smith".
_FURTHER = re.compile(r"[A-Z]\.?")
_NAME = re.compile(r"(?:[A-Z]['’])?[A-Z][a-z]+(?:[A-Z][a-z]+)?")
#: A name in a note of capitals.
_CAPITALS = re.compile(r"[A-Z]{3,}")
_BY, _JOINS, _MOST_NAMES = "by", frozenset({"-", ","}), 2
#: The words back from "by" to who was referred or seen: "seen for sciatica by L. Green, NP".
_SEEN_REACH = 4


def initials_of_persons(words: Sequence[str], matched: Iterable[tuple[int, int]]) -> frozenset[int]:
    """The places of the letters L and R, among the words of a note, that are the initials of a person.

    ``matched`` are the starts and ends (words, half-open) of what rules match: that is no name. What is not sure stays a side.
    """
    letters = [at for at, word in enumerate(words) if word in _INITIALS]
    if not letters:
        return frozenset()
    known = {place for start, end in matched for place in range(start, end)}
    return frozenset(at for at in letters if _is_initial(words, at, known))


def _is_initial(words: Sequence[str], at: int, known: Collection[int]) -> bool:
    """Whether a name follows a letter, and a person is brought in before it: by a title, by a role, or by who was referred or seen."""
    listed = measure_words()
    before = words[at - 1] if at else ""
    if before in listed.person_title:
        behind = words[at + 1] if at + 1 < len(words) else ""
        return behind in listed.person_does or _name_end(words, at, known, capitals=words[at].endswith(".")) is not None
    end = _name_end(words, at, known)
    if end is None:
        return False
    degree = next((word for word in words[end : end + 2] if word not in _JOINS), "")
    if before.lower() in listed.person_role and words[at].endswith("."):
        behind = words[end] if end < len(words) else ""
        return degree in listed.degree or behind in listed.person_does
    if degree in listed.degree_or_care or degree in listed.degree:
        return _is_brought(words, at) or (at > 1 and _is_first_name(words, at - 1, known) and _is_brought(words, at - 1))
    return before.lower() == _BY and words[at].endswith(".") and at > 1 and words[at - 2].lower() in listed.seen


def _is_brought(words: Sequence[str], at: int) -> bool:
    """Whether a word of referring or seeing brings in the person at a place: "refer to", "f/u with", "seen for sciatica by"."""
    listed = measure_words()
    before = [word.lower() for word in words[max(0, at - 2 - _SEEN_REACH) : at] if word != ":"]
    if not before:
        return False
    if before[-1] in listed.brings_person:
        return True
    if before[-1] == _BY:
        return not listed.seen.isdisjoint(before[-2 - _SEEN_REACH : -1])
    return before[-1] in listed.may_bring_person and len(before) > 1 and before[-2] in listed.brings_person | listed.seen


def _is_first_name(words: Sequence[str], at: int, known: Collection[int]) -> bool:
    return at not in known and _NAME.fullmatch(words[at]) is not None and words[at].lower() not in measure_words().not_name


def _name_end(words: Sequence[str], at: int, known: Collection[int], *, capitals: bool = False) -> int | None:
    """Where the name behind an initial ends; None where what stands there is none, as in "L Sciatica"."""
    end = at + 1
    if end < len(words) and _FURTHER.fullmatch(words[end]):
        end += 1
    first = end
    while end < len(words) and end - first <= _MOST_NAMES:
        if end > first and words[end] == "-":
            end += 1
            continue
        named = _NAME.fullmatch(words[end]) or (capitals and _CAPITALS.fullmatch(words[end]))
        if end in known or not named or words[end].lower() in measure_words().not_name:
            break
        end += 1
    return end if end > first else None
