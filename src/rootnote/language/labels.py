"""Labels of targets that belong together: names of one kind of thing, which more than one module asks for."""

#: The names of a root's disease.
ROOT_DISEASES = frozenset({"RADICULOPATHY", "SCIATICA"})
#: The disorders that are the spine's unless said to be elsewhere.
SPINE_DISEASES = frozenset({"RADICULOPATHY", "DISC", "STENOSIS", "SPONDYLOSIS", "ROOT_LESION"})
#: The muscles and reflexes that an examination tests, by a full name or a short one.
MUSCLES = frozenset({"MUSCLE", "MUSCLE_SHORT"})
REFLEXES = frozenset({"REFLEX", "REFLEX_SHORT"})
#: What a form asks for, and "no" denies: conditions, complaints and treatments, and no test.
ASKED = ROOT_DISEASES | SPINE_DISEASES | {"SYMPTOM", "LEG_SYMPTOM", "BACK_PAIN", "DISC_SPACE", "COMPRESS", "CONTACT", "TREATMENT"}
