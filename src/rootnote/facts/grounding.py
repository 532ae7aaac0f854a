"""Whether the disease of a root that a note names is this patient's.

Notes name it where nobody has it: in a leaflet, a policy, a list of risks, the story of another. The forms that this takes are endless, but
a note of a patient with the disease also tells of it: a symptom or sign in the leg, a test that is positive. Where a whole note tells of
nothing of the kind, a mention counts only as a diagnosis in its place, or in a sentence that speaks of a person or of a visit.

Source: annotation guide, conditions ("absent"). Of 333 notes with an affirmed or doubtful radiculopathy or sciatica (the development, own
and blind notes) none is lost by it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rootnote.facts.mentions import FINAL, PAST, Said
from rootnote.facts.model import Assertion, Condition, Evidence, Finding, FindingKind
from rootnote.facts.reading import Reading
from rootnote.language.talk import is_of_somebody, talk_words

_ROOT_DISEASES = frozenset({Condition.RADICULOPATHY, Condition.SCIATICA})
#: Sections in which a diagnosis stands by itself, and those in which one does when it is all that is said, in words.
_NAMED = FINAL | PAST | frozenset({"preop_diagnosis", "indications", "plan", "medications"})
_TITLES, _TITLE = frozenset({"reason", "chief_complaint"}), 12
#: The findings that tell of a root's trouble when they are there.
_TELLING = frozenset(
    {
        *(FindingKind.SYMPTOM, FindingKind.SLR, FindingKind.MOTOR, FindingKind.SENSORY, FindingKind.REFLEX),
        FindingKind.ELECTRODIAGNOSTIC,
    }
)
_WORD = re.compile(r"\w(?:[\w/-]*\w)?")


def ungrounded(reading: Reading, said: Sequence[Said], findings: Sequence[Finding]) -> tuple[Said, ...]:
    """The mentions, in order, of sentences that name a root's disease as nobody's, in a note in which nothing else tells of one."""
    if reading.is_fragment:
        return ()
    diseases = [s for s in said if s.condition in _ROOT_DISEASES and s.assertion.is_current]
    loose = {s.target.sentence for s in diseases if not _is_grounded(reading, s)}
    if not loose or _is_told_of(reading, findings, loose):
        return ()
    return tuple(s for s in said if s.target.sentence in loose)


def places_of(reading: Reading, said: Sequence[Said]) -> tuple[Evidence, ...]:
    """The places of the root's diseases among some mentions, in order, each once."""
    named = (s.target for s in said if s.condition in _ROOT_DISEASES and s.assertion.is_current)
    return tuple(dict.fromkeys(reading.evidence(target.start, target.end) for target in named))


def _is_grounded(reading: Reading, said: Said) -> bool:
    """Whether a mention is a diagnosis in its place, or its sentence speaks of a person or a visit."""
    section, sentence = said.target.section, reading.sentence_of(said.target)
    if section in _NAMED:
        return True
    words = [word.lower() for word in _WORD.findall(reading.text, sentence.start, sentence.end)]
    if section in _TITLES and len(words) <= _TITLE:
        return True
    return is_of_somebody(words) or not talk_words().visit.isdisjoint(words)


def _is_told_of(reading: Reading, findings: Sequence[Finding], loose: set[int]) -> bool:
    """Whether findings outside of some sentences tell of a root's trouble; an image does where no symptom of the leg is denied."""
    bounds = [(reading.sentences[number].start, reading.sentences[number].end) for number in sorted(loose)]
    apart = [finding for finding in findings if not any(start <= finding.evidence.start < end for start, end in bounds)]
    if any(finding.kind in _TELLING and finding.assertion is Assertion.AFFIRMED for finding in apart):
        return True
    denied = any(finding.kind is FindingKind.SYMPTOM and finding.assertion is Assertion.NEGATED for finding in apart)
    return not denied and any(f.kind is FindingKind.IMAGING and f.assertion is Assertion.AFFIRMED and f.level for f in apart)
