"""Whether the disease of a root that a note names is this patient's.

Notes name it where nobody has it: in a leaflet, a policy, a list of risks, the story of another. The forms that this takes are endless, but
a note of a patient with the disease also tells of it: a symptom or sign in the leg, a test that is positive. Where a whole note tells of
nothing of the kind, a mention counts only as a diagnosis in its place, as a line of its own, or in a sentence that speaks of a person or of
a visit.

Source: annotation guide, conditions ("absent"). Of 402 notes with an affirmed or doubtful radiculopathy or sciatica (the development, own
and blind notes) none is lost by it; lists of problems and operations were, until they counted as a diagnosis in its place.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence

from rootnote.facts.mentions import AGED, FINAL, PAST, Said
from rootnote.facts.model import Assertion, Condition, Evidence, Finding, FindingKind
from rootnote.facts.reading import Reading, Sentence
from rootnote.language.talk import is_of_somebody, talk_words

_ROOT_DISEASES = frozenset({Condition.RADICULOPATHY, Condition.SCIATICA})
#: Sections in which a diagnosis stands by itself, and those in which one does when it is all that is said, in words.
_NAMED = FINAL | PAST | frozenset({"preop_diagnosis", "indications", "plan", "medications", "procedure", "operative_findings"})
_TITLES, _TITLE = frozenset({"reason", "chief_complaint"}), 12
#: The most words of a diagnosis in a line of its own, and what makes a line a choice.
_LINE, _CHOICE = 9, re.compile(r"[/|?:]|\bor\b", re.I)
#: The rule of the mark by which a clinician queries a diagnosis of the patient.
_QUERIED = "uncertain.query"
#: The findings that tell of a root's trouble when they are there.
_TELLING = frozenset(
    {
        *(FindingKind.SYMPTOM, FindingKind.SLR, FindingKind.MOTOR, FindingKind.SENSORY, FindingKind.REFLEX),
        FindingKind.ELECTRODIAGNOSTIC,
    }
)
#: Characters before a sentence in which the marks of an item stand.
_MARKS = 12
_WORD = re.compile(r"\w(?:[\w/-]*\w)?")


def ungrounded(reading: Reading, said: Sequence[Said], findings: Sequence[Finding]) -> frozenset[Said]:
    """The mentions of sentences that name a root's disease as nobody's, in a note in which nothing else tells of one."""
    if reading.is_fragment:
        return frozenset()
    diseases = [s for s in said if s.condition in _ROOT_DISEASES and s.assertion.is_current]
    loose = {s.target.sentence for s in diseases if not _is_grounded(reading, s)}
    if not loose or _is_told_of(reading, findings, loose):
        return frozenset()
    return frozenset(s for s in said if s.target.sentence in loose)


def places_of(reading: Reading, said: Iterable[Said]) -> tuple[Evidence, ...]:
    """The places of the root's diseases among some mentions, in order, each once."""
    named = {(s.target.start, s.target.end) for s in said if s.condition in _ROOT_DISEASES and s.assertion.is_current}
    return tuple(reading.evidence(start, end) for start, end in sorted(named))


def _is_grounded(reading: Reading, said: Said) -> bool:
    """Whether a mention is a diagnosis in its place, or its sentence speaks of a person or a visit."""
    section, sentence = said.target.section, reading.sentence_of(said.target)
    if section in _NAMED:
        return True
    words = [word.lower() for word in _WORD.findall(reading.text, sentence.start, sentence.end)]
    if (section in _TITLES and len(words) <= _TITLE) or (len(words) <= _LINE and _is_line(reading, sentence)):
        return True
    if said.target.cue == _QUERIED and len(words) <= _LINE:
        return True  # "?sciatica."
    aged = AGED.search(reading.text, sentence.start, sentence.end) is not None
    return aged or is_of_somebody(words) or not (talk_words().visit | talk_words().side).isdisjoint(words)


def _is_line(reading: Reading, sentence: Sentence) -> bool:
    """Whether a sentence is a line of its own that names no choice, as in a list of problems."""
    before = reading.text[max(0, sentence.start - _MARKS) : sentence.start].rpartition("\n")
    line = reading.text[sentence.start : sentence.end]
    ended = "\n" in line or sentence.number == len(reading.sentences) - 1
    opens = bool(before[1]) or sentence.start <= _MARKS
    return opens and not any(map(str.isalpha, before[2])) and ended and _CHOICE.search(line) is None


def _is_told_of(reading: Reading, findings: Sequence[Finding], loose: set[int]) -> bool:
    """Whether findings outside of some sentences tell of a root's trouble; an image does where no symptom of the leg is denied."""
    starts = [sentence.start for sentence in reading.sentences]
    apart = [finding for finding in findings if bisect_right(starts, finding.evidence.start) - 1 not in loose]
    if any(finding.kind in _TELLING and finding.assertion is Assertion.AFFIRMED for finding in apart):
        return True
    denied = any(finding.kind is FindingKind.SYMPTOM and finding.assertion is Assertion.NEGATED for finding in apart)
    return not denied and any(f.kind is FindingKind.IMAGING and f.assertion is Assertion.AFFIRMED and f.level for f in apart)
