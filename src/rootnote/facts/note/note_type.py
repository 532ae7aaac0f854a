"""What kind of note it is, from its title, its headings and what it reports."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rootnote.facts.model import Assertion
from rootnote.facts.note.deeds_done import deed_done, deed_told, is_read, is_shortened, manners, names_as_done, title_name
from rootnote.facts.reading import Reading, Sentence
from rootnote.facts.studies.electrodiagnostics import has_result_of_nerves
from rootnote.facts.studies.image_results import FOUND, NORMAL
from rootnote.facts.studies.study_entries import complains_behind
from rootnote.facts.studies.study_reports import (
    diagnoses,
    examines,
    has_form_of_report,
    is_bare_report,
    is_title,
    is_untitled_report,
    is_visit,
    measures_nerves,
    plans,
    report_words,
    says,
    tells_care,
    titles,
)
from rootnote.language.categories import PERIOPERATIVE
from rootnote.language.note_words import INTERVENTION_TYPES, note_words

_VISIT = frozenset({"chief_complaint", "hpi", "exam", "ros", "plan", "vitals"})
_REPORT = frozenset({"imaging", "reason", "findings", "assessment", "indications", "exam", "hpi"})
#: Sections in which a study is reported.
_REPORTED = frozenset({"assessment", "findings", "imaging", "emg", "procedure"})
#: The longest line that is a title, and the characters of the head of a note.
_LONGEST, _HEAD = 100, 300
#: The study that is a procedure.
_INVASIVE = "discogram"
#: How many of the matters that an examination for an insurer settles tell it.
_SETTLED = 3
#: A title that is dictated at the head of a paragraph.
_SAID = re.compile(r"[A-Z][^\n.:;]{3,45}(?=[.:][^\S\n]+\w)")
#: How many words for how an injection is done tell that it was, where its name is no title.
_DONE = 2
_WORD = re.compile(r"[a-z]+")
#: What may stand before a heading.
_MARKS = " \t*#-_.0123456789"


def note_type(reading: Reading) -> str:
    """The note type of the annotation guide: clinic, operative, procedure, imaging, emg, ime, discharge or other.

    Source: annotation guide, note_type; clarification 13.
    """
    sections = set(reading.sections)
    title = _title(reading.text.strip())
    titled = _titled(_without_readings(title)) if len(title) <= _LONGEST else None
    if (titled == "emg" and not is_title(title)) or (titled == "operative" and is_read(title)):
        titled = None
    if titled == "other":
        return titled
    if titled in (None, "clinic") and (headed := _headed(reading, title)):
        return headed
    heads = _heads(reading.text)
    if titled != "clinic" and (told := _told(reading.text, heads)):
        return told
    if titled != "clinic" and (done := deed_done(reading)):
        return done
    if study := _study(reading, sections, title if titled == "clinic" else reading.text):
        return study
    first = reading.sentences[0] if reading.sentences else None
    if first is not None and first.section not in PERIOPERATIVE and not sections & (_VISIT - {"hpi"}) and _is_procedure(reading, first):
        return "procedure"
    named = titled if titled in INTERVENTION_TYPES else None
    if "procedure" in sections and (named or sections & PERIOPERATIVE or (not sections & _VISIT and _is_told_as_done(reading))):
        return _done(reading) or named or "operative"
    if named is not None:
        return named
    known = note_words()
    measured = _begun(heads, known.conduction) or (not is_visit(reading) and _has_table_of_nerves(reading.text))
    if titled == "emg" or (measured and _begun(heads, known.needle) and not plans(reading)) or measures_nerves(reading):
        return "emg"
    of_patient = tells_care(reading) or diagnoses(reading) or examines(reading)
    formed = has_form_of_report(reading) or is_untitled_report(reading)
    complains = complains_behind(reading)
    bare = titled is None and not (of_patient or complains) and is_bare_report(reading, "EMG")
    if bare and not says(reading.text, report_words().told_of_nerves) and has_result_of_nerves(reading):
        return "emg"
    bare = is_bare_report(reading, "MODALITY") and not (complains or _is_name_alone(reading))
    if titled is None and not of_patient and ((not sections - _REPORT and formed) or bare):
        return "imaging"
    return (titled is None and (deed_told(reading) or _concluded(reading))) or "clinic"


def _is_name_alone(reading: Reading) -> bool:
    """Whether a note is one sentence that names a study and nothing that it found: "MRI on Friday."."""
    return len(reading.sentences) == 1 and ":" not in reading.text and not reading.sentences[0].has("SHOWS", "NEGATOR", *FOUND, *NORMAL)


def _title(text: str) -> str:
    """The first line of a text, or the first sentence of a long one that reads as a title: "Procedure report. This patient ..."."""
    line = text.split("\n", 1)[0]
    said = _SAID.match(line) if len(line) > _LONGEST else None
    dictated = said is not None and is_title(said.group()) and not is_shortened(line, said.end())
    return said.group() if said is not None and dictated else line


def _heads(text: str) -> list[str]:
    """The lines of a text, in lower case, that begin with a heading of a stay, an operation or a study of the nerves."""
    known = note_words()
    headings = known.stay + known.entering + known.leaving + known.operation + known.conduction + known.needle
    lines = (line.lstrip(_MARKS) for line in text.lower().splitlines())
    return [line for line in lines if line.startswith(headings)]


def _begun(heads: Sequence[str], headings: tuple[str, ...]) -> set[str]:
    """Those of some headings that lines begin with."""
    return {words for words in headings for head in heads if head.startswith(words)}


def _has_table_of_nerves(text: str) -> bool:
    """Whether a line heads a table of nerves and what was measured of them: "Nerve   Latency   Amplitude"."""
    heads, measures = note_words().nerve_table, set(note_words().nerve_measures)
    lines = (line.lstrip(_MARKS) for line in text.lower().splitlines())
    return any(line.startswith(heads) and not measures.isdisjoint(_WORD.findall(line)) for line in lines)


def _headed(reading: Reading, title: str) -> str | None:
    """An examination for an insurer, or a stay in hospital, named in the title or at the head of a note."""
    known, head, name = note_words(), reading.text[:_HEAD].lower(), title_name(title.lower())
    bare = next((name.replace(words, "") for words in note_words().records if words in name), name)
    if is_title(bare) and not set(_WORD.findall(bare)).isdisjoint(note_words().examined_for):
        return "ime"
    if _holds(head, known.ime):
        return "ime"
    attended = _holds(title.lower() if _holds(title.lower(), known.discharge) else head, known.attended)
    left = _holds(head, known.discharge) or (is_title(name) and _holds(title.lower(), known.left_with))
    return "discharge" if left and not attended else None


def _holds(text: str, any_of: tuple[str, ...]) -> bool:
    """Whether a text in lower case holds any of some words."""
    return any(words in text for words in any_of)


def _told(text: str, heads: Sequence[str]) -> str | None:
    """An examination for an insurer, or a stay in hospital, told by what is settled or by headings anywhere."""
    lower, known = text.lower(), note_words()
    if sum(words in lower for words in known.settled) >= _SETTLED:
        return "ime"
    if _begun(heads, known.operation):
        return None
    entering, leaving = _begun(heads, known.entering), _begun(heads, known.leaving)
    whole = (_begun(heads, known.stay) and _holds(lower, known.left)) or len(leaving) > 1 or (leaving and entering)
    opened = _holds(lower, known.released) and (lower.lstrip().startswith(tuple(entering)) or _opens_with_leaving(lower))
    return "discharge" if whole or opened else None


def _opens_with_leaving(lower: str) -> bool:
    """Whether a text in lower case opens with leaving on some day behind an operation: "Discharged home day 1 after hip replacement."."""
    opening, known = title_name(lower.lstrip()), note_words()
    leaves = opening.startswith(known.released) and not _holds(opening, known.left_from)
    return leaves and _holds(opening, known.left_on) and _holds(opening, known.operated) and not _holds(lower, known.met)


def _concluded(reading: Reading) -> str | None:
    """An examination for an insurer told by words that its author alone writes, where no section is a visit's."""
    return "ime" if not is_visit(reading) and _holds(reading.text.lower(), note_words().concluded_for) else None


def _without_readings(title: str) -> str:
    """A title, in lower case, without the words that call the reading of an image a consultation."""
    title = title.lower()
    return next((title.replace(words, " ") for words in note_words().readings if words in title), title)


def _titled(title: str) -> str | None:
    """The type that a title in lower case names; the first where it names several."""
    known = note_words()
    types = {"other": known.other, "procedure": known.procedure, "operative": known.operative, "emg": known.emg, "clinic": known.clinic}
    return next((kind for kind, any_of in types.items() if _holds(title, any_of)), None)


def _done(reading: Reading) -> str | None:
    """Whether an operation or an injection was done, by what its heading names first, else by what is told most; None when neither is."""
    injected = cut = 0
    decompressed = False
    for sentence in reading.sentences:
        needle, knife = _is_injection(sentence), sentence.has("HARDWARE", "DISC_SURGERY")
        if sentence.section == "procedure" and needle is not knife:
            return "procedure" if needle else "operative"
        decompressed = decompressed or (sentence.section == "procedure" and any(t.value == "decompression" for t in sentence.of("DEED")))
        injected, cut = injected + needle, cut + knife
    if decompressed or not injected + cut:
        return "operative" if decompressed else None
    return "procedure" if injected * 2 >= cut else "operative"


def _is_injection(sentence: Sentence) -> bool:
    """Whether a sentence names an injection, or the study that is one."""
    if sentence.has("ROOT_PROCEDURE") or any(target.value == "injection" for target in sentence.of("TREATMENT")):
        return True
    return any(target.value == _INVASIVE for target in sentence.of("MODALITY"))


def _is_procedure(reading: Reading, first: Sentence) -> bool:
    """Whether the first sentence of a note names an injection at a root as its title, or the note tells how one was done."""
    if not first.has("ROOT_PROCEDURE"):
        return False
    done = _manners(reading)
    return done >= _DONE or ((done > 0 or first.section == "procedure") and names_as_done(reading.text[first.start : first.end].lower()))


def _is_told_as_done(reading: Reading) -> bool:
    """Whether what stands under the heading of a procedure was done in this note, not "two weeks ago"."""
    first = next((one for one in reading.sentences if one.section == "procedure"), None)  # none where it begins within a sentence
    return _manners(reading) > 0 or (first is not None and is_title(reading.text[first.start : first.end]))


def _manners(reading: Reading) -> int:
    """How many words for how an injection is done stand in a note."""
    found = manners(reading.text.lower())
    return found.done + found.needled


def _study(reading: Reading, sections: set[str], within: str) -> str | None:
    """The kind of study that the title of a report names in some text at its head; None for an operation, an injection or a visit."""
    named = next((name for name in titles(reading) if name.end <= len(within)), None)
    if sections & PERIOPERATIVE or not sections & _REPORTED or named is None or _is_deed(reading.sentence_of(named)):
        return None
    if named.label == "EMG":
        # "EMG: no radiculopathy. Off work."
        denied = named.assertion is not Assertion.AFFIRMED and says(reading.text, report_words().told_of_nerves)
        return None if denied or tells_care(reading) or ("imaging" in sections and not has_form_of_report(reading)) else "emg"
    if is_visit(reading) or examines(reading):
        return None
    formless = tells_care(reading) or diagnoses(reading) or complains_behind(reading)
    return "imaging" if has_form_of_report(reading) or not formless else None


def _is_deed(sentence: Sentence) -> bool:
    """Whether a sentence names an injection at a root or an operation of a disc."""
    return sentence.has("ROOT_PROCEDURE", "DISC_SURGERY") or any(target.value == "injection" for target in sentence.of("TREATMENT"))
