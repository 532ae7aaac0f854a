"""What kind of note it is, from its headings and what it reports."""

from __future__ import annotations

from rootnote.facts.model import Assertion
from rootnote.facts.reading import Reading, Sentence

_VISIT = frozenset({"chief_complaint", "hpi", "exam", "ros", "plan", "vitals"})
_REPORT = frozenset({"imaging", "reason", "findings", "assessment", "indications", "exam", "hpi"})
#: Sections of a visit or an operation, and those in which a study is reported.
_VISITED = frozenset({"chief_complaint", "ros", "plan", "vitals", "medications", "preop_diagnosis", "postop_diagnosis", "anesthesia"})
_REPORTED = frozenset({"assessment", "findings", "imaging", "emg", "procedure"})
#: The sentences at the head of a note that may be its title.
_TITLE = 2
_OPERATED = frozenset({"preop_diagnosis", "postop_diagnosis", "anesthesia"})


def note_type(reading: Reading) -> str:
    """The note type of the annotation guide: clinic, operative, procedure, imaging, emg or discharge (source: guide, clarification 13)."""
    sections = set(reading.sections)
    if (study := _study(reading, sections)) is not None:
        return study
    head = reading.text[:300].lower()
    if "procedure" in sections and (sections & _OPERATED or not sections & _VISIT):
        injected = sum(1 for _ in reading.targets("ROOT_PROCEDURE")) + sum(
            1 for t in reading.targets("TREATMENT") if t.value == "injection"
        )
        cut = sum(1 for _ in reading.targets("HARDWARE", "DISC_SURGERY"))
        return "procedure" if injected and injected * 2 >= cut else "operative"
    if reading.sentences and reading.sentences[0].has("ROOT_PROCEDURE") and not sections & (_VISIT - {"hpi"}):
        return "procedure"
    if "emg" in sections and not sections & {"plan", "ros"}:
        return "emg"
    if any(words in head for words in ("independent medical", "claim number", "claimant")):
        return "ime"
    if "discharge summary" in head and "emergency" not in head:
        return "discharge"
    if sections & {"imaging", "findings"} and not sections - _REPORT:
        return "imaging"
    return "clinic"


def _study(reading: Reading, sections: set[str]) -> str | None:
    """The kind of study that a note reports whose title, or "procedure", names one; None when there was a visit or an operation."""
    if sections & _VISITED or not sections & _REPORTED:
        return None
    titles = reading.sentences[:_TITLE]
    named = next((s for s in (*titles, *reading.sentences) if _names_study(s) and (s in titles or s.section == "procedure")), None)
    if named is None or named.has("ROOT_PROCEDURE", "DISC_SURGERY") or any(t.value == "injection" for t in named.of("TREATMENT")):
        return None
    return "emg" if named.has("EMG") else "imaging"


def _names_study(sentence: Sentence) -> bool:
    """Whether a sentence names a study that is not only asked for."""
    return any(name.assertion is Assertion.AFFIRMED for name in sentence.of("MODALITY", "EMG"))
