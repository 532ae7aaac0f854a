"""Findings from observations: what the four kinds of exam share.

Source: annotation guide, elements sensory_exam to straight_leg_raise; clarification 7.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from rootnote.anatomy import Side
from rootnote.facts.attach import own_side, side_value
from rootnote.facts.exam.examiners import OWN_EXAM
from rootnote.facts.exam.observations import Observation, observe
from rootnote.facts.exam.results import says_abnormal
from rootnote.facts.exam.standing import objection
from rootnote.facts.model import Assertion, Evidence, Finding, FindingKind
from rootnote.facts.reading import Found, Reading, Target
from rootnote.facts.symptoms.places import is_leg

#: What an observation is that says no result, or only how far the test went.
_UNSAID = frozenset({"none", "angle"})


def is_abnormal(observation: Observation) -> bool | None:
    """Whether an observation is abnormal, from its word alone; None for a grade or when no result was said."""
    if observation.value in ("missing", "exception"):
        return True
    return says_abnormal(observation.value, negated=observation.negated)


def is_of_nervous_system(observation: Observation) -> bool:
    """Whether an observation is of the nervous system as a whole, not of strength and sensation by name."""
    return any(head.label == "NEURO" and head.value != "both" for head in observation.heads)


def is_normal_neuro(observation: Observation) -> bool:
    """Whether the nervous system as a whole is said to be normal; only then it says something of strength and sensation."""
    return observation.value in ("normal", "loss") and is_abnormal(observation) is False


def side_of_observation(observation: Observation) -> Side | None:
    """The side of an observation; both sides make bilateral."""
    sides = {side for target in observation.sides if (side := side_value(target)) is not None}
    sides.update(side for target in (*observation.places, *observation.heads) if (side := own_side(target)) is not None)
    return Side.BILATERAL if len(sides) > 1 else next(iter(sides), None)


def evidence_of(reading: Reading, observation: Observation) -> Evidence:
    """The shortest stretch of the sentence that states an observation: test, result, place and side."""
    places = [place for place in observation.places if is_leg(place) or place.label == "DERMATOME"]
    held = [target for target in (*places, *observation.sides) if target in observation.unit.targets]
    held += [head for head in observation.heads if head.sentence == observation.sentence.number]
    held += [observation.result] if observation.result is not None else []
    return reading.around(held or observation.unit.targets)


def finding_of(
    reading: Reading,
    observation: Observation,
    *,
    abnormal: bool,
    side: Side | None = None,
    root: str | None = None,
    site: str | None = None,
    grade: str | None = None,
) -> Finding:
    """The finding that an observation makes: AFFIRMED or NEGATED when it counts, else with the reason why it does not."""
    return Finding(
        observation.kind,
        objection(reading, observation) or (Assertion.AFFIRMED if abnormal else Assertion.NEGATED),
        evidence_of(reading, observation),
        observation.sentence.section,
        (observation.result or observation.heads[0]).rule,
        side=side,
        root=root,
        site=site,
        grade=grade,
    )


def doubts_of(observation: Observation) -> tuple[Target, ...]:
    """The words by which the examiner leaves open what a test showed; none where a result is said: "SLR equivocal"."""
    if observation.value not in _UNSAID:
        return ()
    return tuple(cue for cue in observation.unit.of("EQUIVOCAL") if cue.assertion is not Assertion.NEGATED)


def left_open(reading: Reading, kind: FindingKind) -> Iterator[Finding]:
    """The tests of one kind that were done and whose result is left open: UNCERTAIN, which never counts."""
    for observation in observe(reading, kind) if any(reading.targets("EQUIVOCAL")) else ():
        doubts = doubts_of(observation)
        if doubts and objection(reading, observation) is None:
            finding = finding_of(reading, observation, abnormal=True, side=side_of_observation(observation))
            own = [head for head in observation.heads if head.sentence == observation.sentence.number]
            said = [*own, *doubts, *(side for side in observation.sides if side in observation.unit.targets)]
            yield replace(finding, assertion=Assertion.UNCERTAIN, evidence=reading.around(said))


def settle(findings: Iterable[Finding]) -> Found:
    """The findings that count and those that don't, each once.

    Where the author's own examination says anything, what is told elsewhere in the note does not count.
    """
    held = tuple(dict.fromkeys(findings))
    counting = [finding for finding in held if finding.assertion in (Assertion.AFFIRMED, Assertion.NEGATED)]
    kept = dict.fromkeys([finding for finding in counting if finding.section in OWN_EXAM] or counting)
    return Found(tuple(kept), tuple(finding for finding in held if finding not in kept))
