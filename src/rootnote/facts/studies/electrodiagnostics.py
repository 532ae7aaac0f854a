"""Results of electromyography and nerve conduction of the legs.

Source: annotation guide, electrodiagnostics; clarifications 22 and 24.
"""

from __future__ import annotations

from functools import lru_cache

from rootnote.facts.attach import nearest, side_of
from rootnote.facts.model import Assertion, Finding, FindingKind
from rootnote.facts.reading import Found, Reading, Sentence, Target
from rootnote.facts.studies.studies import told, without_result
from rootnote.facts.studies.study_results import Kind
from rootnote.facts.symptoms.places import LOW_BACK
from rootnote.language.labels import IMAGES, LEG_PARTS, LEVELS, MUSCLES

_ABNORMAL = frozenset({"EMG_SIGN", "RADICULOPATHY", "ROOT_LESION"})
_NORMAL = frozenset({"IMAGE_NORMAL"})
ELECTRODIAGNOSTICS = Kind(
    names=frozenset({"EMG"}),
    elsewhere=IMAGES,
    abnormal=_ABNORMAL,
    normal=_NORMAL,
    sections=frozenset({"emg"}),
    turning=frozenset({"elsewhere", "mri", "ct", "xray"}),
)
_LEGS = LEG_PARTS | {"SCIATICA", "BACK_PAIN"}
#: Muscles of the legs, unless their strength is told; a muscle of that name in arm and leg; and what is no study before it is found.
_STRENGTH = frozenset({"STRENGTH", "STRENGTH_GRADE"})
_EITHER, _BLOCK = "either", "block"
_LUMBAR = LOW_BACK | {"sacral"}


def find_electrodiagnostics(reading: Reading) -> Found:
    """Results of studies of the legs, abnormal or normal; rejected are studies that are ordered, of the arms, or without a result."""
    findings: list[Finding] = []
    reported: set[int] = set()
    for item in told(reading, ELECTRODIAGNOSTICS, _is_ours):
        abnormal = [result for result in item.results if result.label in _ABNORMAL and not _is_negated(result)]
        result = (abnormal or list(item.results))[0]
        findings.append(_finding(reading, item.sentence, result, item.names, bool(abnormal)))
        reported.update(name.start for name in item.names)
    unreported = (name for name in reading.targets("EMG") if name.start not in reported)
    return Found(tuple(findings), tuple(without_result(reading, FindingKind.ELECTRODIAGNOSTIC, name) for name in unreported))


def has_result_of_nerves(reading: Reading) -> bool:
    """Whether a note tells any result of a study of the nerves of the legs."""
    return any(True for _ in told(reading, ELECTRODIAGNOSTICS, _is_ours))


def _is_negated(result: Target) -> bool:
    """Whether the sign itself is denied; an absent response is a sign, whatever its word does to other findings."""
    return result.assertion is Assertion.NEGATED


def _finding(reading: Reading, sentence: Sentence, result: Target, names: tuple[Target, ...], abnormal: bool) -> Finding:
    root = nearest(reading, sentence, result, ("VERTEBRA",), reach=8, accept=lambda other: other.value[0] in "LS")
    course = nearest(reading, sentence, result, ("COURSE",), reach=5)
    beside = [name for name in names if name.sentence == sentence.number][-1:]
    return Finding(
        FindingKind.ELECTRODIAGNOSTIC,
        Assertion.AFFIRMED if abnormal else Assertion.NEGATED,
        reading.around([result, *([root] if root and abnormal else []), *beside]),
        sentence.section,
        result.rule,
        side=side_of(reading, sentence, result),
        root=root.value if root and abnormal else None,
        severity=(course.value or None) if course else None,
    )


def _limbs(targets: tuple[Target, ...]) -> frozenset[str]:
    """The limbs that some targets speak of."""
    found: set[str] = set()
    legs = _LEGS if any(target.label in _STRENGTH for target in targets) else _LEGS | MUSCLES
    for target in targets:
        if target.label == "LIMB_NERVE":
            found.add(target.value)
        elif target.label == "ARM":
            found.add("arm")
        elif target.label in legs:
            found.add("leg")
        elif target.label == "REGION":
            found.add("leg" if target.value in _LUMBAR else "arm")
        elif target.label in LEVELS:
            found.add("leg" if target.value[0] in "LS" else "arm")
    if _EITHER in found:
        found.add("leg" if "arm" not in found else "arm")
    return frozenset(found)


def _is_ours(reading: Reading, target: Target) -> bool:
    """Whether a study, or a result, is of the legs: by its own sentence, else by what the note speaks of."""
    sentence = reading.sentence_of(target)
    if target.label == "EMG" and target.value == _BLOCK and target.assertion is not Assertion.AFFIRMED:
        return False  # "Suspect a peroneal conduction block."
    if any(back.start <= target.start and target.end <= back.end for back in sentence.of("BACK_PAIN")):
        return False  # the "low" of a low backache
    limbs = _limbs(sentence.targets)
    if limbs:
        return "leg" in limbs
    return _note_limbs(reading)


@lru_cache(maxsize=1)
def _note_limbs(reading: Reading) -> bool:
    """Whether a note speaks of the legs, and of the arms no more; a few sentences need not: their study is taken for one of the legs."""
    limbs = [_limbs((target,)) for target in reading.targets("LIMB_NERVE", "ARM", "REGION", *LEVELS, *_LEGS)]
    legs = sum("leg" in found for found in limbs)
    return legs >= sum("arm" in found for found in limbs) and (legs > 0 or reading.is_fragment)
