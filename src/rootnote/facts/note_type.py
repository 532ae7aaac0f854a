"""What kind of note it is, from its headings and what it reports."""

from __future__ import annotations

from rootnote.facts.reading import Reading

_VISIT = frozenset({"chief_complaint", "hpi", "exam", "ros", "plan", "vitals"})


def note_type(reading: Reading) -> str:
    """The note type of the annotation guide: clinic, operative, procedure, imaging, emg or discharge (source: guide, clarification 13)."""
    sections = set(reading.sections)
    head = reading.text[:400].lower()
    operated = "procedure" in sections and sections & {"preop_diagnosis", "postop_diagnosis", "anesthesia", "indications"}
    if operated:
        injected = sum(1 for _ in reading.targets("ROOT_PROCEDURE")) + sum(1 for t in reading.targets("TREATMENT") if t.value == "injection")
        cut = sum(1 for _ in reading.targets("HARDWARE", "DISC_SURGERY"))
        return "procedure" if injected and injected * 2 >= cut else "operative"
    if "emg" in sections and not sections & {"plan", "ros"}:
        return "emg"
    if "independent medical" in head or "claim number" in head:
        return "ime"
    if "discharge" in head and "postop_diagnosis" in sections:
        return "discharge"
    if sections <= {"imaging", "reason", "findings", "assessment", "indications"} and sections & {"imaging", "findings"} and not sections & _VISIT:
        return "imaging"
    return "clinic"
