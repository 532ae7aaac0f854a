"""The parts of medspaCy that rootnote uses, imported without what the import does to the process: it turns off all warnings."""

import warnings

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from medspacy.context import ConText, ConTextGraph, ConTextModifier, ConTextRule
    from medspacy.section_detection import SectionRule

__all__ = ["ConText", "ConTextGraph", "ConTextModifier", "ConTextRule", "SectionRule"]
