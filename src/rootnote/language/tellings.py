"""Headings that tell a deed in the note of an operation or procedure; how an image was made, the illness, or nothing, elsewhere."""

from __future__ import annotations

from collections.abc import Mapping, Set

from rootnote.language.categories import PERIOPERATIVE
from rootnote.language.note_words import note_words

_COURSE = "course"
#: The categories of such headings, with what they open where nothing was done: the section before goes on in the latter.
_ELSEWHERE = {"technique": "imaging", "narrative": None, _COURSE: "hpi"}
_DONE = "procedure"


def settle_tellings(text: str, found: Mapping[int, str], unknown: Set[int], nothing: str) -> dict[int, str]:
    """The sections by their start, with "Technique", "Narrative" and "Course" told apart.

    Among the ``unknown`` lines that look like headings, what opens nothing has the category ``nothing``.
    """
    if not any(category in _ELSEWHERE for category in found.values()):
        return dict(found)
    done = _tells_deed(text, set(found.values()))
    deeds = set(_ELSEWHERE) if done else set()
    if _tells_stay(text):
        deeds.discard(_COURSE)
    settled: dict[int, str] = {}
    for start, category in found.items():
        opened = (_DONE if category in deeds else _ELSEWHERE[category]) if category in _ELSEWHERE else category
        if opened is not None or start in unknown:
            settled[start] = opened or nothing
    return settled


def _tells_deed(text: str, categories: Set[str]) -> bool:
    """Whether a note is of an operation or procedure, by its title or the headings of it and of its anesthesia or diagnoses."""
    title, known = text.strip().split("\n", 1)[0].lower(), note_words()
    named = any(words in title for words in known.operative + known.procedure)
    return named or (_DONE in categories and not PERIOPERATIVE.isdisjoint(categories))


def _tells_stay(text: str) -> bool:
    """Whether a note tells the end of a stay in hospital, whose course is that of the illness."""
    lower, known = text.lower(), note_words()
    return any(words in lower for words in known.stay + known.entering + known.leaving)
