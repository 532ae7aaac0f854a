"""Labels of targets that belong together: names of one kind of thing, which more than one module asks for."""

#: The names of a root's disease.
ROOT_DISEASES = frozenset({"RADICULOPATHY", "SCIATICA"})
#: What is seen of the spine itself; with what befalls a root, the disorders that are the spine's unless said to be elsewhere.
STRUCTURAL = frozenset({"DISC", "STENOSIS", "SPONDYLOSIS"})
SPINE_DISEASES = STRUCTURAL | {"RADICULOPATHY", "ROOT_LESION"}
#: All that the author can call a disease of the spine or its roots; the same of the patient's trouble with the back.
DISEASES = ROOT_DISEASES | SPINE_DISEASES | {"COMPRESS"}
SPINE_TROUBLES = ROOT_DISEASES | SPINE_DISEASES | {"BACK_PAIN"}
#: What is felt, in a leg unless said to be elsewhere, and in the back too; with a root's disease, what tells of a root, and all that hurts.
SYMPTOMS = frozenset({"SYMPTOM", "LEG_SYMPTOM"})
COMPLAINTS = SYMPTOMS | {"BACK_PAIN"}
RADICULAR = SYMPTOMS | ROOT_DISEASES
PAINS = RADICULAR | {"BACK_PAIN"}
#: The parts of the leg and the lines along it, where something is felt; with dermatomes, all that can be the way of a pain.
LEG_PARTS = frozenset({"LEG", "TERRITORY"})
LEG_PLACES = LEG_PARTS | {"DERMATOME"}
#: A disc's level, and a vertebra, whose name is its root's as well; what nerves pass through.
LEVELS = frozenset({"LEVEL", "VERTEBRA"})
PASSAGES = frozenset({"FORAMEN", "CANAL"})
#: The muscles and reflexes that an examination tests, by a full name or a short one; its three parts, and the grades that it gives.
MUSCLES = frozenset({"MUSCLE", "MUSCLE_SHORT"})
REFLEXES = frozenset({"REFLEX", "REFLEX_SHORT"})
NEUROLOGIC = frozenset({"SENSATION", "STRENGTH", "REFLEX"})
GRADES = frozenset({"STRENGTH_GRADE", "REFLEX_GRADE"})
#: The studies that may show a root's disease; images, those of other parts too.
STUDIES = frozenset({"MODALITY", "EMG"})
IMAGES = frozenset({"MODALITY", "OTHER_IMAGE"})
#: Lengths and points of time.
TIMES = frozenset({"DURATION", "DATE", "WHEN"})
#: What a form asks for, and "no" denies: conditions, complaints and treatments, and no test.
ASKED = DISEASES | COMPLAINTS | {"DISC_SPACE", "CONTACT", "TREATMENT"}
