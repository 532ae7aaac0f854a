"""Tension signs: straight leg raise, Lasegue, slump, femoral stretch.

Source: annotation guide, straight_leg_raise; clarifications 7 and 25.
"""

from __future__ import annotations

from rootnote.facts.exam import SLR, Observation, finding_of, is_abnormal, observe, settle, side_of_observation
from rootnote.facts.model import Assertion, Finding
from rootnote.facts.reading import Found, Reading


def find_tension_signs(reading: Reading) -> Found:
    """The tension signs of a note: AFFIRMED = positive; ``site`` is the test, ``grade`` the angle, such as "40 degrees"."""
    found: list[tuple[Finding, bool]] = []
    for observation in observe(reading, SLR):
        positive = _is_positive(observation)
        if positive is not None:
            angle = next((f"{target.value} degrees" for target in observation.unit.of("ANGLE")), None)
            side = side_of_observation(observation)
            found.append((finding_of(reading, observation, abnormal=positive, side=side, site=observation.heads[0].value, grade=angle), observation.reason is None))
    return settle(found)


def _is_positive(observation: Observation) -> bool | None:
    """Positive when the author says so or it evokes pain below the back; pain in the back alone, or an angle alone, is negative."""
    if observation.value == "missing":
        return False
    if observation.value == "exception":
        return None
    if observation.value in ("evokes", "angle", "none"):
        return _evokes_pain(observation)
    return is_abnormal(observation)


def _evokes_pain(observation: Observation) -> bool | None:
    targets = [t for t in observation.sentence.targets if t.first >= observation.heads[0].first]
    if observation.negated:
        return False
    targets = [t for t in targets if t.assertion is not Assertion.NEGATED]
    back = any(t.label == "BACK_PAIN" or (t.label == "REGION" and t.value.startswith("lumb")) for t in targets)
    leg = any(t.label in ("LEG", "TERRITORY", "RADICULOPATHY", "SCIATICA") or t.value == "radiating" for t in targets)
    pain = any(t.label in ("SYMPTOM", "LEG_SYMPTOM", "RADICULOPATHY", "SCIATICA") for t in targets)
    if observation.value == "evokes":
        return leg or (pain and not back)
    if pain:
        return leg or not back
    return False if observation.value == "angle" else None
