"""Whether a note is the report of a study, by its form, or tells of the care of a patient, as no report does.

A report has a title or headings of its own, and the words that asked for it; a visit has an examination, a diagnosis of the clinician's
own, or something that is done about it.

Source: annotation guide, note_type; clarification 13: any visit is one, however short.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from rootnote.facts.model import Assertion
from rootnote.facts.reading import Reading, Sentence, Target
from rootnote.language.categories import CARE, INDICATIONS, STUDIED
from rootnote.language.labels import GRADES, NEUROLOGIC, ROOT_DISEASES, STUDIES
from rootnote.language.notation import one_of
from rootnote.language.rulefile import read_word_lists

_FILE = "study_reports.toml"
#: The sentences at the head of a note that may be its title.
TITLE = 2
#: What an examination of the patient tests, as no report of an image does, and the sections that it is told in.
_TESTED = NEUROLOGIC | {"WALK", "NEURO", "SLR"}
_MUSCLES = ("MUSCLE",)
_EXAMINED = frozenset({"exam", "findings"})
#: Sections in which the report of a study tells what it was asked for, what was injected, and what was found.
_BESIDE = INDICATIONS | STUDIED | {"hpi", "procedure", "findings"}
#: The section of what a clinician diagnoses.
_CONCLUDED = "assessment"
#: How many of the matters that a study of the nerves measures tell its report.
_MEASURED = 2
#: The characters before the name of an image that opens its report.
_OPENED = 40
_WORD = re.compile(r"[a-z/]+")
#: What denies a study itself behind a colon ("MRI: none"), unless it denies what the study did not show: "MRI lumbar spine: no herniation".
_LABEL, _DENIED = "negated.label", ("DISC", "STENOSIS", "SPONDYLOSIS", "RADICULOPATHY", "ROOT_LESION", "IMAGE_FINDING", "EMG_SIGN")


class ReportWords(NamedTuple):
    """The words of ``data/rules/study_reports.toml``."""

    visit: tuple[str, ...]
    planned: tuple[str, ...]
    concluded: tuple[str, ...]
    report: tuple[str, ...]
    asked: tuple[str, ...]
    summed_up: tuple[str, ...]
    told: tuple[str, ...]
    told_of_nerves: tuple[str, ...]
    visited: tuple[str, ...]
    measured: tuple[str, ...]
    examined: tuple[str, ...]
    made: tuple[str, ...]
    seen: tuple[str, ...]


@cache
def report_words() -> ReportWords:
    """The words that tell the report of a study, in lower case. Raises ``RuleError`` as ``read_word_lists``."""
    return read_word_lists(_FILE, ReportWords)


@cache
def _pattern(any_of: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{one_of(any_of, ' ')})\b")


def says(text: str, any_of: tuple[str, ...]) -> bool:
    """Whether a text holds any of some words as whole ones: few do, and the pattern is slow."""
    lower = text.lower()
    return any(words in lower for words in any_of) and _pattern(any_of).search(lower) is not None


def titles(reading: Reading) -> Iterator[Target]:
    """The names of studies at the head of a note, or of what was done, that are titles, and no part of what is told of a study."""
    done = [sentence.number for sentence in reading.sentences if sentence.section == "procedure"]
    done = done if has_form_of_report(reading) else done[:1]
    for number in sorted({*range(min(TITLE, len(reading.sentences))), *done}):
        sentence = reading.sentences[number]
        yield from (name for name in sentence.of(*STUDIES) if _is_title(reading, sentence, name))


def _is_title(reading: Reading, sentence: Sentence, name: Target) -> bool:
    """Whether the line that names a study is no prose about it: "Here for MRI results"."""
    denies = name.cue == _LABEL and any(found.assertion is Assertion.NEGATED for found in sentence.of(*_DENIED))
    if name.assertion is not Assertion.AFFIRMED and not denies:
        return False
    start = max(sentence.start, reading.text.rfind("\n", sentence.start, name.start) + 1)
    ends = [end for mark in ("\n", ": ") if (end := reading.text.find(mark, name.end, sentence.end)) >= 0]
    return is_title(reading.text[start : min(ends, default=sentence.end)])


def is_bare_report(reading: Reading, study: str) -> bool:
    """Whether a note opens with the name of a study and tells no more than what it shows: "CT lumbar spine. L4-5: facet hypertrophy."."""
    name = next((name for name in titles(reading) if name.label == study), None)
    if name is None or name.start > _OPENED or not is_title(reading.text):
        return False
    return not any(
        sentence.has(*_TESTED, "TREATMENT") or (sentence.section not in _BESIDE and sentence.has("SYMPTOM"))
        for sentence in reading.sentences
    )


def is_title(line: str) -> bool:
    """Whether a line has no word of what is only told."""
    return set(_WORD.findall(line.lower())).isdisjoint(report_words().told)


def is_visit(reading: Reading) -> bool:
    """Whether a note has a section or a heading that only a visit has."""
    return _has_heading(reading, report_words().visit) or plans(reading)


def plans(reading: Reading) -> bool:
    """Whether a note has sections of the care of a patient, or of what is to be done."""
    return is_cared_for(reading) or _has_heading(reading, report_words().planned)


def has_form_of_report(reading: Reading) -> bool:
    """Whether a note has a heading of the report of a study."""
    return _has_heading(reading, report_words().report)


def is_untitled_report(reading: Reading) -> bool:
    """Whether a note has headings of what an image was asked for and of what it comes to, which names the image."""
    if not (_has_heading(reading, report_words().asked) and _has_heading(reading, report_words().summed_up)):
        return False
    return any(name.section == _CONCLUDED for name in reading.targets("MODALITY"))


def is_cared_for(reading: Reading) -> bool:
    """Whether a note has sections of the care of a patient."""
    return not CARE.isdisjoint(reading.sections)


@lru_cache(maxsize=1)
def tells_care(reading: Reading) -> bool:
    """Whether a note tells of the care of a patient: the clinician's own conclusion, what is or was done about it, or that they met."""
    if tells_visit(reading):
        return True
    beside = _BESIDE if any(True for _ in titles(reading)) else _BESIDE - {"hpi"}
    return any(sentence.section not in beside and sentence.has("TREATMENT") for sentence in reading.sentences)


def tells_visit(reading: Reading) -> bool:
    """Whether the words and headings of a note tell that clinician and patient met, or what was concluded; of any note, read or not."""
    return is_visit(reading) or _has_heading(reading, report_words().concluded) or says(reading.text, report_words().visited)


def diagnoses(reading: Reading) -> bool:
    """Whether the conclusion of a note says that the patient has, or has not, what no image shows but a clinician diagnoses."""
    return any(
        name.assertion in (Assertion.AFFIRMED, Assertion.NEGATED) and name.section == _CONCLUDED for name in reading.targets(*ROOT_DISEASES)
    )


def examines(reading: Reading) -> bool:
    """Whether a note tells of an examination of the patient."""
    return any(
        sentence.has(*GRADES)
        or (
            sentence.section in _EXAMINED
            and (sentence.has(*_TESTED) or says(reading.text[sentence.start : sentence.end], report_words().examined))
        )
        or (sentence.section == "exam" and sentence.has(*_MUSCLES))
        for sentence in reading.sentences
    )


def measures_nerves(reading: Reading) -> bool:
    """Whether a note tells what only the report of a study of the nerves does, and no conclusion under the heading of a visit."""
    lower = reading.text.lower()
    told = sum(words in lower for words in report_words().measured) >= _MEASURED
    return told and not (is_visit(reading) or _has_heading(reading, report_words().concluded))


def _has_heading(reading: Reading, any_of: tuple[str, ...]) -> bool:
    """Whether some heading of a note opens with any of some words."""
    return any(_opens_with(heading, words) for heading in reading.headings for words in any_of)


def _opens_with(heading: str, words: str) -> bool:
    """Whether a heading is these words or opens with them; a letter is none of a list: "a) Sciatica"."""
    return heading == words or (len(words) > 1 and heading.startswith(words) and not heading[len(words)].isalnum())
