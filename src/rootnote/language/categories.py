"""Categories of sections that belong together, by what they tell: sets that more than one module asks for."""

#: Text before the first heading, or under a heading that no rule names.
NO_SECTION = "none"
#: Where the author concludes. An addendum has the last word on the facts, but tells it in prose: no query quotes that as a diagnosis.
CONCLUDING = frozenset({"assessment", "postop_diagnosis"})
FINAL = CONCLUDING | {"addendum"}
#: Where a diagnosis is put down, that before an operation too.
DIAGNOSED = FINAL | {"preop_diagnosis"}
#: What is recalled of the patient's diseases and operations, of the patient at all, and of relatives too; with it, what is kept on record.
PAST_HISTORY = frozenset({"pmh", "inactive", "psh"})
PAST = PAST_HISTORY | {"social"}
RECALLED = PAST | {"family"}
RECORDED = RECALLED | {"allergies", "medications"}
#: Where the complaint is told, what brings the patient, and what a study or an operation was asked for.
PRESENT_ILLNESS = frozenset({"chief_complaint", "hpi"})
PRESENTING = frozenset({"chief_complaint", "reason"})
INDICATIONS = frozenset({"reason", "indications"})
#: Where the patient's story is told, or nothing in particular.
STORY = PRESENT_ILLNESS | INDICATIONS | {NO_SECTION}
#: What only the care of a patient has, and no report of a study.
CARE = frozenset({"chief_complaint", "ros", "vitals", "medications"})
#: The examination of the patient, and the results of studies.
EXAMINED = frozenset({"exam", "vitals"})
STUDIED = frozenset({"imaging", "emg"})
#: How an operation went, the diagnoses that it was done for, and what only a note of one has.
OPERATIVE = frozenset({"procedure", "operative_findings"})
OPERATIVE_DIAGNOSES = frozenset({"preop_diagnosis", "postop_diagnosis"})
PERIOPERATIVE = OPERATIVE_DIAGNOSES | {"anesthesia"}
#: What is a relative's, or only may happen: nothing that the patient has now.
UNASSERTED = frozenset({"family", "risks", "instructions"})
