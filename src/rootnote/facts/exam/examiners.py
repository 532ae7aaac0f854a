"""Whose examination a sentence tells of: the author's own of today, or what others or an earlier visit found.

Source: annotation guide, elements sensory_exam to straight_leg_raise: the examiner's current finding; clarification 19.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from rootnote.facts.exam.bare_grades import is_graded_test
from rootnote.facts.exam.dated_entries import in_earlier_entries
from rootnote.facts.exam.earlier import Told, is_found, opens_earlier, recorded, told_by_others
from rootnote.facts.exam.exam_words import exam_words
from rootnote.facts.exam.results import EVOKING, KINDS, PATIENT_WORDS
from rootnote.facts.reading import Reading, Sentence, Target
from rootnote.facts.wording import ends_in, has_word
from rootnote.language.categories import EXAMINED, NO_SECTION, OPERATIVE, OPERATIVE_DIAGNOSES, RECORDED
from rootnote.language.labels import COMPLAINTS, LEG_PARTS, LEG_PLACES, NEUROLOGIC, SYMPTOMS

#: Sections of an examination, and all those that may hold the author's own.
EXAM = EXAMINED | {"findings"}
OWN_EXAM = EXAM | {NO_SECTION, "assessment"}
#: The section of what was found at an earlier visit, or by others.
TOLD = "hpi"
#: Sections of history that an examination may follow without a heading.
_HISTORIES = RECORDED | {"ros"}
#: The section that an examination may follow without a heading too, where it is told in a line: "MRI: L4-5 bulge. Strength 5/5.", or opens
#: a paragraph with words for one, since radiologists call what they look at an examination: "Examination of the knee showed", "She walked".
_IMAGES, _WALKED = "imaging", re.compile(r"(?:(?:he|she|(?:the|this) patient)\s+)?(?:(?:also|then)\s+)?walked\b", re.I)
#: A line that gives a diagnosis of an operation, and what opens an item of a list: prose behind it is no diagnosis.
_IN_A_LINE, _ITEM = re.compile(r"[^\n:]*:[^\S\n]*\S[^\n]*\.[^\S\n]*\n"), re.compile(r"\s*(?:[-–—•*(]|\d{1,2}[.)])")
#: The section of nerve conductions, in which an examination may be told in prose, up to the end of its paragraph: "On examination he is
#: strong."; what such a study measures, and what parts two paragraphs.
_CONDUCTIONS, _MEASURED, _PARAGRAPH = "emg", ("EMG", "OTHER_EXAM"), re.compile(r"\n[ \t]*\n")
#: Tests that no tissue is named by.
_TESTS = NEUROLOGIC | {"SLR", "WALK"}
_DENIES, _PAIN = "denies", "pain"
#: The value of tests of sensation that no patient names, and that hurt nobody: "light touch", not "vibration".
_TOUCH = "test"
#: The words that open an examination: "On examination", "When I examined him".
_OPENING = frozenset({"exam", "author"})
#: The value of what a part of the body does that feels a touch.
_FEELS = "feel"
#: What tells that an examination behind an operation found what was found before it.
_AS_BEFORE = re.compile(
    r"\b(?:as|like)\s+(?:(?:it|they)\s+(?:was|were)\s+)?(?:before|pre-?op\w*)\b|\bunchanged\b|\bsame as (?:before|pre-?op\w*)\b", re.I
)
#: What stands behind a test that heads an answer: "Reflex change at knee or ankle: none".
_ANSWERED = re.compile(r"[^.;:\n]{0,40}:\s*\w")


def with_exams(reading: Reading) -> Iterator[Sentence]:
    """The sentences, an examination without a heading taken out of what it follows ("... as above. On exam he is well").

    What a heading such as "MUSCULOSKELETAL" holds is no examination once the patient denies something there; what others found, or was
    found earlier, is told as in a history.
    """
    section, opened, examined, denied, last, awake = "", 0, False, False, 0, -1
    told_before = recorded(reading) | in_earlier_entries(reading)
    for sentence in reading.sentences:
        if sentence.section != section:
            section, opened, examined, denied = sentence.section, sentence.start, False, False
        before, last = last, sentence.start
        denied = denied or (section == "exam" and any(cue.value == _DENIES for cue in sentence.of("REPORTED")))
        examined = _is_examined(reading, sentence, opened, before, examined=examined)
        operative = section in OPERATIVE  # "before" is the operation's there
        others = told_by_others(reading, sentence) if not operative else None
        if others is not None:
            yield _of_others(reading, _part(sentence, sentence.start, others.end), others)
            if others.end < sentence.end:
                yield _part(sentence, others.end, sentence.end)
        elif operative and (sentence.has("AWAKE") or _goes_on(sentence, awake)):
            awake = sentence.number
            yield _of_awake(reading, sentence)
        elif sentence.number in told_before or (not operative and _is_of_before(reading, sentence)):
            yield replace(sentence, section=TOLD)
        else:
            # the patient's words or the examiner's: no section says which
            taken = "exam" if examined else NO_SECTION if denied and not sentence.has("EXAMINER") else section
            yield replace(sentence, section=taken) if taken != section else sentence


def _is_examined(reading: Reading, sentence: Sentence, opened: int, before: int, *, examined: bool) -> bool:
    """Whether a sentence is of an examination that has no heading in its section, or was ``examined`` before and goes on.

    The section was opened, and the sentence before begins, at the characters given.
    """
    section = sentence.section
    if section in _HISTORIES:
        return examined or _opens_exam(reading, sentence)
    if section == _CONDUCTIONS:
        goes_on = examined and not _opens_paragraph(reading, sentence, before)
        return (goes_on or _opens_exam(reading, sentence)) and not sentence.has(*_MEASURED)
    if section in OPERATIVE_DIAGNOSES:
        opens = _opens_exam(reading, sentence) or (_opens_touch(reading, sentence) and _is_stated(reading, sentence))
        apart = opens and _IN_A_LINE.match(reading.text, opened, _begin(reading, sentence)) is not None
        return apart and _ITEM.match(reading.text, sentence.start) is None
    if section == _IMAGES:
        tested = is_graded_test(sentence) or _opens_touch(reading, sentence)
        tested = tested or (_opens_paragraph(reading, sentence, before) and _tells_exam(reading, sentence))
        return examined or (tested and not sentence.has("MODALITY", "IMAGE_FINDING"))
    return examined


def _is_of_before(reading: Reading, sentence: Sentence) -> bool:
    """Whether a sentence tells of an earlier examination, and behind that of none of now."""
    earlier = opens_earlier(reading, sentence)
    return earlier is not None and all(now.start <= earlier for now in sentence.of("NOW"))


def _of_awake(reading: Reading, sentence: Sentence) -> Sentence:
    """What is found once the patient is awake, as an examination: "in the recovery room both feet were strong".

    Without a section where it is told in the patient's words; as it is where all is as before, since that was the last word.
    """
    if _AS_BEFORE.search(reading.text, sentence.start, sentence.end) is not None:
        return sentence
    tests = [one for one in sentence.of(*KINDS) if KINDS[one.label]]
    told = bool(tests) and all(_is_patients(reading, sentence, one) for one in tests)  # "she had no numbness afterward"
    return replace(sentence, section=NO_SECTION if told else "exam")


def _of_others(reading: Reading, sentence: Sentence, told: Told) -> Sentence:
    """What another examiner found, told as in a history: what such a one reports is not reported by the patient.

    Where it names a pain too, the rest may be a complaint as well: "found back pain, leg pain and numbness".
    """
    kept = [one for one in sentence.targets if one.label != "REPORTED" or not told.start <= one.start < told.verb]
    heard = replace(sentence, section=TOLD).with_targets(kept)
    felt = next((one for one in heard.of(*KINDS) if one.value in PATIENT_WORDS), None)
    pains = (one for one in heard.of(*COMPLAINTS) if one.label != "SYMPTOM" or one.value == _PAIN)
    complained = heard.has("REPORTED", "RADIATION") or any(pain.start >= told.verb for pain in pains)
    found = bool(heard.targets) and not complained and is_found(reading, told, felt)
    return _told_by_examiner(heard, "others") if found else heard


def _goes_on(sentence: Sentence, awake: int) -> bool:
    """Whether a sentence goes on with an examination told in the one before it, whose number is given, by a test of its own."""
    return sentence.number == awake + 1 and sentence.has(*_TESTS) and not sentence.has("TISSUE", "EMG")


def _begin(reading: Reading, sentence: Sentence) -> int:
    """The first character of a sentence that is no white space."""
    written = reading.text[sentence.start : sentence.end]
    return sentence.start + len(written) - len(written.lstrip())


def _opens_exam(reading: Reading, sentence: Sentence) -> bool:
    """Whether a sentence opens with words for an examination."""
    return any(cue.start == _begin(reading, sentence) for cue in sentence.of("EXAMINER"))


def _opens_paragraph(reading: Reading, sentence: Sentence, before: int) -> bool:
    """Whether a sentence opens a paragraph; the one before it starts at the character that is given."""
    return _PARAGRAPH.search(reading.text, before, _begin(reading, sentence)) is not None


def _tells_exam(reading: Reading, sentence: Sentence) -> bool:
    """Whether a sentence opens with an examination that tests or shows something, or with a walk on the toes or heels."""
    if sentence.has("WALK") and _WALKED.match(reading.text, _begin(reading, sentence)):
        return True
    return _opens_exam(reading, sentence) and sentence.has(*_TESTS, "SHOWS") and not sentence.has("EARLIER", "DATE")


def with_examiner(reading: Reading, sentences: Iterable[Sentence]) -> Iterator[Sentence]:
    """The sentences, those that go on with an examination told elsewhere as much the examiner's as the one that opened it.

    They go on as long as each tests something in words that patients don't use, tells a test by its parts ("Feeling in the foot is down"),
    or places it on a dermatome: "On examination the jerk is gone. Eversion is strong, and there is numbness of the sole."
    """
    opened: Target | None = None
    for sentence in sentences:
        cue = next((one for one in sentence.of("EXAMINER") if one.value in _OPENING), None)
        if cue is not None:
            opened = cue
        elif opened is not None:
            if sentence.section == opened.section and _tests_on(reading, sentence):
                first, start = sentence.targets[0].first, sentence.start
                opened = opened._replace(start=start, end=start, first=first, last=first, sentence=sentence.number)
                sentence = sentence.with_targets((opened, *sentence.targets))
            else:
                opened = None
        yield sentence


def _tests_on(reading: Reading, sentence: Sentence) -> bool:
    """Whether a sentence goes on with an examination of now: by a test in the examiner's words, by its parts, or on a dermatome."""
    if _is_reported(sentence) or sentence.has("EARLIER", "NOW"):
        return False
    placed = sentence.has("DERMATOME")
    if any(KINDS[one.label] and (placed or not _is_patients(reading, sentence, one)) for one in sentence.of(*KINDS)):
        return True
    if sentence.has("MOVE") and sentence.has(*LEG_PARTS) and sentence.has("RESULT") and not sentence.has(*SYMPTOMS):
        return True  # not "she has a feeling of tingling"
    return placed and sentence.has("TOLD")  # "he felt less over the L5 distribution"


def _is_reported(sentence: Sentence) -> bool:
    """Whether a sentence tells what the patient reports; what the patient feels of a test is none: "he feels a pin"."""
    felt = {move.start for move in sentence.of("MOVE") if move.value == _FEELS}
    return any(cue.start not in felt for cue in sentence.of("REPORTED"))


def with_listed(reading: Reading, sentences: Iterable[Sentence]) -> Iterator[Sentence]:
    """The sentences, those of a list of headed answers as much the examiner's as the one in it that patients have no words for.

    "Lower extremity weakness: none. Reflex change at the ankle: none. Straight leg raise: no leg pain."
    """
    held: list[Sentence] = []
    for sentence in [*sentences, None]:
        if sentence is not None and _is_answer(reading, sentence) and (not held or held[-1].section == sentence.section):
            held.append(sentence)
            continue
        examined = any(KINDS[one.label] and not _is_patients(reading, each, one) for each in held for one in each.of(*KINDS))
        yield from (_told_by_examiner(one, "exam") for one in held) if examined and len(held) > 1 else held
        held = []
        if sentence is not None:
            yield sentence


def _opens_touch(reading: Reading, sentence: Sentence) -> bool:
    """Whether a sentence opens with a touch that is tried somewhere in the leg, and its result: "Pinprick is dull over the heel"."""
    opens = any(test.value == _TOUCH and test.start == _begin(reading, sentence) for test in sentence.of("SENSATION"))
    found = any(result.value not in EVOKING for result in sentence.of("RESULT"))  # not "light touch makes it hurt"
    return opens and found and sentence.has(*LEG_PLACES) and not sentence.has("REPORTED", "LEG_SYMPTOM")


def _is_stated(reading: Reading, sentence: Sentence) -> bool:
    """Whether a sentence has a verb that states something of its subject: not "Sensory loss of the foot"."""
    return has_word(reading.text[sentence.start : sentence.end], exam_words().stated)


def _is_answer(reading: Reading, sentence: Sentence) -> bool:
    """Whether a sentence is a test and its answer behind a colon, where no history is told."""
    first = next(iter(sentence.of(*KINDS)), None)
    if first is None or sentence.section != NO_SECTION or sentence.has("REPORTED"):
        return False
    return _ANSWERED.match(reading.text, first.end, sentence.end) is not None


def _told_by_examiner(sentence: Sentence, value: str) -> Sentence:
    """A sentence that an examiner tells; ``value`` says which one."""
    first = sentence.targets[0]
    if sentence.has("EXAMINER"):
        return sentence
    cue = first._replace(label="EXAMINER", value=value, rule="exam.examined", start=sentence.start, end=sentence.start, last=first.first)
    return sentence.with_targets((cue, *sentence.targets))


def _is_patients(reading: Reading, sentence: Sentence, test: Target) -> bool:
    """Whether a test is named in a patient's words: "weakness", not "focal weakness"."""
    before = reading.text[sentence.start : test.start]
    return test.value in PATIENT_WORDS and not ends_in(before, exam_words().examiners_weakness, 1)


def _part(sentence: Sentence, start: int, end: int) -> Sentence:
    """The stretch of a sentence between two characters, with the targets there."""
    return replace(sentence, start=start, end=end).with_targets(one for one in sentence.targets if start <= one.start < end)
