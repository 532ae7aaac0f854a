"""A radiculopathy that a nerve study concludes to be inactive: one that is there, without fresh denervation.

In a list of problems the same word closes the matter ("sciatica (2009, inactive)"); in the conclusion of a nerve study it
tells the stage.

Source: annotation guide, conditions: affirmed; clarification 24.
"""

from __future__ import annotations

from rootnote.facts.model import Assertion
from rootnote.facts.reading import Reading, Target
from rootnote.language.categories import FINAL, STUDIED

_INACTIVE = "historical.inactive"
_CONCLUDED = FINAL | STUDIED | {"findings"}
#: The note type whose conclusion is a study's.
_STUDY = "emg"


def staged_by_study(reading: Reading, kind: str) -> Reading:
    """The reading of a note of some type with the radiculopathies affirmed that a nerve study calls inactive."""
    staged = [one for one in reading.targets("RADICULOPATHY", "ROOT_LESION") if one.cue == _INACTIVE and _is_concluded(reading, one, kind)]
    return reading.asserting(dict.fromkeys(staged, Assertion.AFFIRMED)) if staged else reading


def _is_concluded(reading: Reading, one: Target, kind: str) -> bool:
    """Whether a study concludes it: in the conclusion of its report, or in a sentence that names the study."""
    return reading.sentence_of(one).has("EMG") or one.section == "emg" or (kind == _STUDY and one.section in _CONCLUDED)
