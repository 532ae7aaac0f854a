"""Whether the disease of a root that a note names is this patient's.

Notes name it where nobody has it: in a leaflet, a policy, a list of risks, the story of another. The forms that this takes are endless, but
a note of a patient with the disease also tells of it: a symptom or sign in the leg, a test that is positive. Where a whole note tells of
nothing of the kind, a mention counts only as a diagnosis in its place, as a line of its own, in a sentence that speaks of a person or of
a visit, or, in a note with the traces of a visit, as a diagnosis in short: a sentence of names, places and a leg symptom without a verb.

Source: annotation guide, conditions ("absent"). Of 402 notes with an affirmed or doubtful radiculopathy or sciatica (the development, own
and blind notes) none is lost by it; lists of problems and operations were, until they counted as a diagnosis in its place.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence

from rootnote.facts.conditions.mentions import AGED, Said
from rootnote.facts.model import CLINICAL_KINDS, ROOT_CONDITIONS, Assertion, Evidence, Finding, FindingKind
from rootnote.facts.reading import Reading, Sentence, Target
from rootnote.language.categories import DIAGNOSED, NO_SECTION, OPERATIVE, PAST, PRESENTING
from rootnote.language.labels import LEG_PARTS, ROOT_DISEASES, SYMPTOMS
from rootnote.language.talk import is_of_somebody, talk_words

#: Sections in which a diagnosis stands by itself, and those in which one does when it is all that is said, in words.
_NAMED = DIAGNOSED | PAST | OPERATIVE | {"indications", "plan", "medications"}
_TITLE = 12
#: The most words of a diagnosis in a line of its own, and what makes a line a choice.
_LINE, _CHOICE = 9, re.compile(r"[/|?:_\[]|\bor\b", re.I)
#: The slash that parts no choice, and the most words that a diagnosis in short has.
_JOINED, _SHORT = re.compile(r"\bw/|(?<=\d)/(?=[ls]?\d)|\b[bd]/(?=[lt]\b)", re.I), 12
#: The sections in which one may stand, and the labels of the names and places that make it up.
_UNNAMED = frozenset({NO_SECTION, "hpi", "visit", "exam", "findings", "narrative", "present", "course", "vitals"})
_NAMES = frozenset({*ROOT_DISEASES, "LUMBAR_WORD", "REGION", "LEVEL", "LEVEL_BESIDE", "VERTEBRA", "SIDE", "DURATION"})
#: The results that tell of an examination.
_FOUND = frozenset({"normal", "good", "negative", "positive", "decreased", "absent"})
#: What parts an aside from a diagnosis, and what ends it.
_BESIDE_ASIDE = " ,;()-–.\n"
_PAINS = SYMPTOMS | LEG_PARTS | {"RADIATION"}
#: The rule of the mark by which a clinician queries a diagnosis of the patient.
_QUERIED = "uncertain.query"
#: The findings that tell of a root's trouble when they are there.
_TELLING = (*CLINICAL_KINDS, FindingKind.ELECTRODIAGNOSTIC)
#: Characters before a sentence in which the marks of an item stand.
_MARKS = 12
_WORD = re.compile(r"\w(?:[\w/-]*\w)?")


def ungrounded(reading: Reading, said: Sequence[Said], findings: Sequence[Finding]) -> frozenset[Said]:
    """The mentions of sentences that name a root's disease as nobody's, in a note in which nothing else tells of one."""
    if reading.is_fragment:
        return frozenset()
    diseases = [s for s in said if s.condition in ROOT_CONDITIONS and s.assertion.is_current]
    loose = {s.target.sentence for s in diseases if not _is_grounded(reading, s)}
    if not loose or _is_told_of(reading, findings, loose):
        return frozenset()
    words = _words_of(reading, 0, len(reading.text))
    if talk_words().for_readers.isdisjoint(words) and "?" not in reading.text:  # questions are of quizzes and forms
        of_visit = not talk_words().trace.isdisjoint(words)
        loose = {number for number in loose if not _is_in_short(reading, reading.sentences[number], of_visit=of_visit)}
    return frozenset(s for s in said if s.target.sentence in loose)


def places_of(reading: Reading, said: Iterable[Said]) -> tuple[Evidence, ...]:
    """The places of the root's diseases among some mentions, in order, each once."""
    named = {(s.target.start, s.target.end) for s in said if s.condition in ROOT_CONDITIONS and s.assertion.is_current}
    return tuple(reading.evidence(start, end) for start, end in sorted(named))


def _is_grounded(reading: Reading, said: Said) -> bool:
    """Whether a mention is a diagnosis in its place, or its sentence speaks of a person or a visit."""
    section, sentence = said.target.section, reading.sentence_of(said.target)
    if section in _NAMED:
        return True
    words = _words_of(reading, sentence.start, sentence.end)
    if (section in PRESENTING and len(words) <= _TITLE) or (len(words) <= _LINE and _is_line(reading, sentence)):
        return True
    if said.target.cue == _QUERIED and len(words) <= _LINE:
        return True  # "?sciatica."
    aged = AGED.search(reading.text, sentence.start, sentence.end) is not None
    return aged or is_of_somebody(words) or not (talk_words().visit | talk_words().side).isdisjoint(words)


def _is_line(reading: Reading, sentence: Sentence) -> bool:
    """Whether a sentence is a line of its own that names no choice, as in a list of problems."""
    line = reading.text[sentence.start : sentence.end]
    ended = "\n" in line or sentence.number == len(reading.sentences) - 1
    return _opens_line(reading, sentence) and ended and _CHOICE.search(line) is None


def _opens_line(reading: Reading, sentence: Sentence) -> bool:
    before = reading.text[max(0, sentence.start - _MARKS) : sentence.start].rpartition("\n")
    return (bool(before[1]) or sentence.start <= _MARKS) and not any(map(str.isalpha, before[2]))


def _is_in_short(reading: Reading, sentence: Sentence, *, of_visit: bool) -> bool:
    """Whether a sentence is a diagnosis in short: "L5 radic w/ leg pain", and "Lumbar radiculopathy." where leg pain is denied next.

    It opens a line or stands behind what was found ("Lungs clear."), and without a side the note has a trace of a visit; an aside may end
    it: "side unrecorded".
    """
    text = reading.written[sentence.start : sentence.end]
    words = list(_WORD.finditer(text))
    if sentence.section not in _UNNAMED or len(words) > _SHORT or _CHOICE.search(_JOINED.sub("  ", text)):
        return False
    held = [target for target in sentence.targets if target.label in _NAMES or target.label in _PAINS]
    if any(target.assertion is not Assertion.AFFIRMED for target in held) or sentence.has("EARLIER", "ONCE"):
        return False
    ends = max(target.end for target in held) - sentence.start
    free = [word for word in words if not _is_named(word, sentence, held) and word[0].lower() not in talk_words().telegraphic]
    if free and (free[0].start() < ends or text[ends:].strip(_BESIDE_ASIDE).lower() not in talk_words().asides):
        return False
    if not (_opens_line(reading, sentence) or _is_behind_finding(reading, sentence)) or _is_before_word(reading, sentence):
        return False
    if sentence.has("LEG_SYMPTOM") or (sentence.has(*LEG_PARTS) and sentence.has("SYMPTOM", "RADIATION", "SIDE")):
        return of_visit or sentence.has("SIDE")
    return not free and _is_denied_next(reading, sentence)


def _is_named(word: re.Match[str], sentence: Sentence, held: Sequence[Target]) -> bool:
    """Whether a word of a sentence lies within a name or place."""
    start, end = word.start() + sentence.start, word.end() + sentence.start
    return any(target.start < end and start < target.end for target in held)


def _is_denied_next(reading: Reading, sentence: Sentence) -> bool:
    """Whether the next sentence denies a symptom, of somebody then, for now: "No leg pain now.", not "No leg pain before week 6."."""
    return any(
        symptom.assertion is Assertion.NEGATED and not talk_words().denied_now.isdisjoint(_words_of(reading, one.start, one.end))
        for one in reading.sentences[sentence.number + 1 : sentence.number + 2]
        for symptom in one.of(*SYMPTOMS)
    )


def _is_before_word(reading: Reading, sentence: Sentence) -> bool:
    """Whether the next sentence is one word, which lists another thing or answers: "Headache.", "Resolved."."""
    return any(len(_words_of(reading, one.start, one.end)) == 1 for one in reading.sentences[sentence.number + 1 : sentence.number + 2])


def _is_behind_finding(reading: Reading, sentence: Sentence) -> bool:
    """Whether the sentence before one is of a visit: "BP ok.", "Lungs clear.", "Referral from the midwife."."""
    before = reading.sentences[sentence.number - 1]
    traces = talk_words().trace | talk_words().trace_before
    found = any(result.value in _FOUND for result in before.of("RESULT"))
    return found or not traces.isdisjoint(_words_of(reading, before.start, before.end))


def _words_of(reading: Reading, start: int, end: int) -> list[str]:
    return [word.lower() for word in _WORD.findall(reading.text, start, end)]


def _is_told_of(reading: Reading, findings: Sequence[Finding], loose: set[int]) -> bool:
    """Whether findings outside of some sentences tell of a root's trouble; an image does where no symptom of the leg is denied."""
    starts = [sentence.start for sentence in reading.sentences]
    apart = [finding for finding in findings if bisect_right(starts, finding.evidence.start) - 1 not in loose]
    if any(finding.kind in _TELLING and finding.assertion is Assertion.AFFIRMED for finding in apart):
        return True
    denied = any(finding.kind is FindingKind.SYMPTOM and finding.assertion is Assertion.NEGATED for finding in apart)
    return not denied and any(f.kind is FindingKind.IMAGING and f.assertion is Assertion.AFFIRMED and f.level for f in apart)
