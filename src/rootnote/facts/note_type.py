"""What kind of note it is, from its headings and what it reports."""

from __future__ import annotations

from rootnote.facts.reading import Reading

_VISIT = frozenset({"chief_complaint", "hpi", "exam", "ros", "plan", "vitals"})
_REPORT = frozenset({"imaging", "reason", "findings", "assessment", "indications", "exam", "hpi"})


def note_type(reading: Reading) -> str:
    """The note type of the annotation guide: clinic, operative, procedure, imaging, emg or discharge (source: guide, clarification 13)."""
    sections = set(reading.sections)
    head = reading.text[:300].lower()
    if "procedure" in sections and (sections & {"preop_diagnosis", "postop_diagnosis", "anesthesia"} or not sections & _VISIT):
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
