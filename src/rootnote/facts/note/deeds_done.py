"""Whether a note is that of an operation or an injection: its title, or the row for what was done, names one, and the rest tells how.

A visit names them as well, as past ("s/p L4-5 fusion"), as wished for or as planned: such a line has words of what is only told, and the
note has sections of the care of a patient.

Source: annotation guide, note_type; clarification 13.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from rootnote.facts.reading import Reading
from rootnote.facts.studies.study_reports import has_form_of_report, is_title, tells_visit
from rootnote.language.categories import CARE, NO_SECTION, OPERATIVE_DIAGNOSES
from rootnote.language.notation import one_of
from rootnote.language.note_words import note_words

#: Sections that only a visit has, besides those of care.
_VISIT = CARE | {"exam", "plan"}
#: The longest name of a deed, in characters; how many words for how it was done tell that it was: where it is named, and where it is not;
#: and how many times as many of the needle as of the knife, or the other way, tell more than the name.
_LONGEST, _NAMED, _UNNAMED, _ALONE = 110, 1, 4, 3
#: How many words for how something was cut tell it of an account of what was found, and of a deed that is dated by the days since one.
_CUT = 2
#: The end of a title: a stop, the line's end, or the reason for it.
_END = re.compile(r"\n|\.(?=\s|$)|:(?=\s|$)|\sfor\s|\sdue\sto\s|\sto\s(?:treat|relieve)\s|\swith\s(?=fluor)")
_OPENING = frozenset({NO_SECTION, "procedure"})
#: The section of what was found at an operation, with which its account may open.
_FOUND = "operative_findings"
_MARKS = " \t*#-_.)0123456789"


@cache
def _pattern(words: tuple[str, ...], *, whole: bool = False) -> re.Pattern[str]:
    """A pattern of any of some words, or of words that begin so."""
    return re.compile(rf"(?<![a-z])(?:{one_of(words, ' ')}){'(?![a-z])' if whole else ''}")


class Manners(NamedTuple):
    """How many words for how something is done stand in a text, each counted once: with either, with a needle, with a knife."""

    done: int
    needled: int
    cut: int


def manners(lower: str) -> Manners:
    """How many words for how something is done stand in a text in lower case."""
    known = note_words()
    return Manners(*(len(set(_pattern(words).findall(lower))) for words in (known.done, known.needled, known.cut)))


def deed_done(reading: Reading) -> str | None:
    """The note type of an operation or an injection that a note names as done and tells of; None where it does neither, or is a visit.

    "L4-5 laminectomy. Retractor placed, lamina drilled." is one; "L4-5 laminectomy in 2015, back pain since." is none.
    """
    sections = set(reading.sections)
    if not CARE.isdisjoint(sections):
        return None
    lower = reading.text.lower()
    if _heals(lower) and not sections >= OPERATIVE_DIAGNOSES:
        return None
    found = sections.isdisjoint(_VISIT) and bool(reading.sentences) and reading.sentences[0].section == _FOUND
    if found and manners(lower).cut >= _CUT and is_title(reading.text) and not tells_visit(reading):
        return "operative"
    named = list(_rows(lower)) if sections.isdisjoint(_VISIT - {"plan"}) else []
    if sections.isdisjoint(_VISIT) and reading.sentences and reading.sentences[0].section in _OPENING:
        title = title_name(lower.lstrip())
        named += [] if is_read(title) else [title]
    deed, name = next(((deed, name) for name in named if (deed := _deed(name))), (None, ""))
    if deed is None:
        return None
    done, needled, cut = manners(lower)
    if needled + cut < _CUT and _pattern(note_words().days_after, whole=True).search(name):
        return None  # "L4-5 laminotomy, 9 days out."
    if not (sections >= OPERATIVE_DIAGNOSES or done + needled + cut >= _NAMED):
        return None
    if deed == "operative" and needled >= _ALONE * (cut + 1):
        return "procedure"
    return "operative" if deed == "procedure" and cut >= _ALONE * (needled + 1) else deed


def deed_told(reading: Reading) -> str | None:
    """The note type of an operation or an injection that a note tells at length, though it names none as a title; None for a visit."""
    sections = _VISIT | OPERATIVE_DIAGNOSES
    if not sections.isdisjoint(reading.sections) or has_form_of_report(reading) or tells_visit(reading):
        return None
    lower = reading.text.lower()
    if _heals(lower):
        return None
    done, needled, cut = manners(lower)
    if done + needled + cut < _UNNAMED or not any(words in lower for words in note_words().was):
        return None
    return "procedure" if needled > cut else "operative" if cut else None


def _heals(lower: str) -> bool:
    """Whether a note tells of a wound that heals, and beside that hardly how it was made: of a visit after an operation."""
    rest, healing = _pattern(note_words().healing).subn(" ", lower)
    return healing > 0 and sum(manners(rest)) < _UNNAMED


def title_name(text: str) -> str:
    """What a title names: a line up to its first stop or the reason it gives."""
    end = next((end for end in _END.finditer(text) if not is_shortened(text, end.start())), None)
    return text[: end.start()] if end is not None else text


def is_shortened(text: str, stop: int) -> bool:
    """Whether what stands at some place ends no sentence, but a word that is written short: "Dr. Ames"."""
    words = text[:stop].lower().split()
    return text[stop : stop + 1] == "." and bool(words) and words[-1] in note_words().no_stop


def is_read(title: str) -> bool:
    """Whether a title is of a report that somebody else wrote and a visit tells of: "Op note reviewed."."""
    return _pattern(note_words().read, whole=True).search(title_name(title.lower())) is not None


def names_as_done(name: str) -> bool:
    """Whether a title, in lower case, has no word of what is past, wished for or still to come."""
    return is_title(name) and _pattern(note_words().undone, whole=True).search(name) is None


def _rows(lower: str) -> Iterator[str]:
    """What stands in the rows of a note that are for what was done."""
    lines = [bare for line in lower.splitlines() if (bare := line.lstrip(_MARKS))]
    for number, line in enumerate(lines):
        head, _, value = line.partition(":")
        if head.strip() in note_words().named:
            yield title_name(value.lstrip() or "".join(lines[number + 1 : number + 2]))


def _deed(name: str) -> str | None:
    """The note type of the deed that a title names first; None for one that is only told of, and for a line too long for a title."""
    if len(name) > _LONGEST or not names_as_done(name):
        return None
    name = f" {name}"  # words of the list that begin with a blank are whole ones: a fusion, no perfusion
    deeds = {"procedure": note_words().injected, "operative": note_words().operated}
    places = [(name.find(words), kind) for kind, words_of_it in deeds.items() for words in words_of_it if words in name]
    return min(places)[1] if places else None
