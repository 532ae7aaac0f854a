"""What kind of note it is, from its title, its headings and what it reports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from rootnote.facts.model import Assertion
from rootnote.facts.reading import Reading, Sentence
from rootnote.language.rulefile import RULES, read_toml

TITLE_FILE = "note_types.toml"
_VISIT = frozenset({"chief_complaint", "hpi", "exam", "ros", "plan", "vitals"})
_REPORT = frozenset({"imaging", "reason", "findings", "assessment", "indications", "exam", "hpi"})
#: Sections of a visit or an operation, and those in which a study is reported.
_VISITED = frozenset({"chief_complaint", "ros", "plan", "vitals", "medications", "preop_diagnosis", "postop_diagnosis", "anesthesia"})
_REPORTED = frozenset({"assessment", "findings", "imaging", "emg", "procedure"})
#: The sentences at the head of a note that may be its title, the longest line that is one, and the characters of its head.
_TITLE, _LONGEST, _HEAD = 2, 100, 300
_OPERATED = frozenset({"preop_diagnosis", "postop_diagnosis", "anesthesia"})
#: What an examination of the patient tests, as no report of a study does.
_TESTED = ("SENSATION", "REFLEX", "STRENGTH", "MUSCLE", "WALK", "NEURO")
_GRADED = ("STRENGTH_GRADE", "REFLEX_GRADE")
#: The study that is a procedure.
_INVASIVE = "discogram"
_TITLED = ("other", "procedure", "operative", "emg", "clinic")
_HEADED = ("ime", "discharge")
_LINES = ("stay", "entering", "leaving", "operation", "conduction", "needle")
#: Sections of the care of a patient, which the report of a study has not.
_CARE = frozenset({"chief_complaint", "ros", "vitals", "medications"})
#: How many of the matters that an examination for an insurer settles tell it.
_SETTLED = 3


@cache
def _words() -> Mapping[str, Sequence[str]]:
    return read_toml(RULES / TITLE_FILE, {*_TITLED, *_HEADED, *_LINES, "settled", "left", "released"})


def note_type(reading: Reading) -> str:
    """The note type of the annotation guide: clinic, operative, procedure, imaging, emg, ime, discharge or other.

    Source: annotation guide, note_type; clarification 13.
    """
    sections = set(reading.sections)
    title = reading.text.strip().split("\n", 1)[0]
    titled = _named(title, _TITLED) if len(title) <= _LONGEST else None
    if titled == "other":
        return titled
    if titled in (None, "clinic") and (headed := _named(reading.text[:_HEAD], _HEADED)) and "emergency" not in reading.text[:_HEAD].lower():
        return headed
    heads = _heads(reading.text)
    if titled != "clinic" and (told := _told(reading.text, heads)):
        return told
    study = _study(reading, sections) if titled != "clinic" else None
    if study == "emg" or (study == "imaging" and not _is_of_patient(reading)):
        return study
    first = reading.sentences[0] if reading.sentences else None
    if first is not None and first.has("ROOT_PROCEDURE") and first.section not in _OPERATED and not sections & (_VISIT - {"hpi"}):
        return "procedure"
    named = titled if titled in ("procedure", "operative") else None
    if "procedure" in sections and (named or sections & _OPERATED or not sections & _VISIT):
        return _done(reading) or named or "operative"
    if named is not None:
        return named
    if titled == "emg" or ("emg" in sections and not sections & {"plan", "ros"} and any(True for _ in reading.targets("EMG"))):
        return "emg"
    if heads["conduction"] and heads["needle"] and not sections & _CARE:
        return "emg"
    if titled is None and sections & {"imaging", "findings"} and not sections - _REPORT and not _is_of_patient(reading):
        return "imaging"
    return "clinic"


def _heads(text: str) -> Mapping[str, set[str]]:
    """For each kind of heading that stands at the start of a line, those of a text."""
    known = {kind: _words()[kind] for kind in _LINES}
    any_of_them = tuple(words for kind in _LINES for words in known[kind])
    lines = [line.lstrip(" \t*#-_.0123456789") for line in text.lower().splitlines()]
    heads = [line for line in lines if line.startswith(any_of_them)]
    return {kind: {words for words in known[kind] for head in heads if head.startswith(words)} for kind in _LINES}


def _told(text: str, heads: Mapping[str, set[str]]) -> str | None:
    """An examination for an insurer, or a stay in hospital, told by what is settled or by headings anywhere."""
    lower = text.lower()
    if sum(words in lower for words in _words()["settled"]) >= _SETTLED:
        return "ime"
    if heads["operation"]:
        return None
    left, released = (any(words in lower for words in _words()[kind]) for kind in ("left", "released"))
    whole = (heads["stay"] and left) or len(heads["leaving"]) > 1 or (heads["leaving"] and heads["entering"])
    opened = released and lower.lstrip().startswith(tuple(heads["entering"]))
    return "discharge" if whole or opened else None


def _named(text: str, types: Sequence[str]) -> str | None:
    """The first of some types that words of a text name."""
    lower = text.lower()
    return next((kind for kind in types if any(words in lower for words in _words()[kind])), None)


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


def _is_of_patient(reading: Reading) -> bool:
    """Whether a note tells of an examination of the patient, or in its history of a treatment: no report of a study does."""
    return any(
        sentence.has(*_GRADED)
        or (sentence.section == "exam" and sentence.has(*_TESTED))
        or (sentence.section == "hpi" and sentence.has("TREATMENT"))
        for sentence in reading.sentences
    )


def _study(reading: Reading, sections: set[str]) -> str | None:
    """The kind of study that a note reports whose title, or "procedure", names one; None when there was a visit or an operation."""
    if sections & _VISITED or not sections & _REPORTED:
        return None
    titles = reading.sentences[:_TITLE]
    naming = (sentence for sentence in (*titles, *reading.sentences) if sentence in titles or sentence.section == "procedure")
    named = next((s for s in naming if _names_study(s) or (s.section == "procedure" and _is_deed(s))), None)
    if named is None or _is_deed(named):
        return None
    return "emg" if named.has("EMG") else "imaging"


def _is_deed(sentence: Sentence) -> bool:
    """Whether a sentence names an injection at a root or an operation of a disc."""
    return sentence.has("ROOT_PROCEDURE", "DISC_SURGERY") or any(target.value == "injection" for target in sentence.of("TREATMENT"))


def _names_study(sentence: Sentence) -> bool:
    """Whether a sentence names a study that is not only asked for."""
    return any(name.assertion is Assertion.AFFIRMED for name in sentence.of("MODALITY", "EMG"))
