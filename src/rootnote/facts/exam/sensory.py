"""Sensation in the legs.

Source: annotation guide, sensory_exam and dermatomal_distribution; clarifications 7 and 19; facts.md section 4.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

from rootnote.facts.exam.exam import finding_of, is_abnormal, is_normal_neuro, is_of_nervous_system, left_open, settle, side_of_observation
from rootnote.facts.exam.examiners import EXAM
from rootnote.facts.exam.observations import Observation, observe
from rootnote.facts.model import Assertion, Finding, FindingKind
from rootnote.facts.reading import Found, Reading
from rootnote.facts.symptoms.place_words import place_words
from rootnote.facts.symptoms.places import is_elsewhere, roots_and_sites
from rootnote.facts.wording import has_word

#: Tests whose name says that sensation is lost, so that denying them is normal; a level is the cord's, and no dermatome of a root.
_LEVEL = "level"
_LOSSES = frozenset({"loss", "excess", "numbness", _LEVEL})
#: Tests of deep sensation, done at a toe or malleolus that is no territory of the skin.
_DEEP = "deep"
#: A dermatome of no root: "nothing dermatomal".
_PATTERN = "dermatome"
#: The characters behind a place in which it is called the only one.
_BEHIND = 8


def find_sensory(reading: Reading) -> Found:
    """The sensory findings of a note: AFFIRMED = abnormal; ``root`` of a named dermatome, else ``site``, a territory or part of the leg."""
    found = (finding for observation in observe(reading, FindingKind.SENSORY) for finding in _findings(reading, observation))
    return settle(chain(found, left_open(reading, FindingKind.SENSORY)))


def _findings(reading: Reading, observation: Observation) -> Iterator[Finding]:
    abnormal = _is_lost(observation)
    if abnormal is None:
        return
    if abnormal and _is_only_elsewhere(reading, observation):
        yield replace(finding_of(reading, observation, abnormal=False), assertion=Assertion.NEGATED)
    side = side_of_observation(observation)
    level = any(head.value == _LEVEL for head in observation.heads)
    deep = bool(observation.heads) and all(head.value == _DEEP for head in observation.heads)
    places = [place for place in observation.places if not (deep and place.label == "TERRITORY")]
    for root, site in ([] if level else list(roots_and_sites(places))) or [(None, None)]:
        yield finding_of(reading, observation, abnormal=abnormal, side=side, root=root, site=site)


def _is_only_elsewhere(reading: Reading, observation: Observation) -> bool:
    """Whether an examiner finds a loss in the arms and nowhere else: "patchy loss RUE only", "loss confined to the left hand"."""
    places, sentence = [place for place in observation.places if place.value != _PATTERN], observation.sentence
    if sentence.section not in EXAM or not places or not all(map(is_elsewhere, places)) or not observation.heads:
        return False
    near = reading.text[sentence.start : places[0].start] + reading.text[places[-1].end : places[-1].end + _BEHIND]
    denied = any(word.first < places[0].first for word in sentence.of("NEGATOR"))
    return has_word(near, place_words().nowhere_else) and not denied and not sentence.has("REPORTED")


def _is_lost(observation: Observation) -> bool | None:
    if is_of_nervous_system(observation):
        return False if is_normal_neuro(observation) else None
    if observation.result is not None and observation.result.label == "SENSORY_GRADE":
        found, of = observation.result.value.split("/")
        return int(found) < int(of)
    if observation.value == "missing" and any(head.value in _LOSSES for head in observation.heads):
        return False
    return is_abnormal(observation)
