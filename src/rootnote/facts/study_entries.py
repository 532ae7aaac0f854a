"""Reports of images that are told by their form: level by level, with the name of the study at their end, or with none.

Source: annotation guide, imaging: a result of an image; facts.md section 6.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rootnote.facts.image_results import ABNORMAL, NORMAL
from rootnote.facts.model import Assertion
from rootnote.facts.reading import Reading, Sentence, Target
from rootnote.facts.study_reports import is_title, says

#: The labels of the names of studies, and of what a sentence tells beside a result that is none of an image.
_STUDIES = ("MODALITY", "EMG")
_RESULTS = ABNORMAL | NORMAL
#: What parts the level that heads an entry from what is found there.
_HEADS = re.compile(r"\s*(?:[:=–—]|-\s)")
#: What may stand before it.
_MARK = re.compile(r"\W{0,4}(?:(?:at|level)\s+)?", re.I)
#: How many entries tell a report.
_ENTRIES = 3
#: What a report is asked to conclude on, and what a clinician has found or done.
_CONCLUDED = "assessment"
_CLINICAL = ("SLR", "REFLEX", "STRENGTH", "WALK", "TREATMENT", "DISC_SURGERY", "ROOT_PROCEDURE", "STRENGTH_GRADE", "REFLEX_GRADE")


def opens_entry(reading: Reading, sentence: Sentence) -> bool:
    """Whether a sentence opens with a level that heads it, and tells a result: "L4-5: mild bulge", "L3-L4 - normal"."""
    level = next(sentence.of("LEVEL"), None)
    if level is None or not sentence.has(*_RESULTS) or sentence.has(*_CLINICAL):
        return False
    return _MARK.fullmatch(reading.text, sentence.start, level.start) is not None and _HEADS.match(reading.text, level.end) is not None


def is_unnamed_report(reading: Reading) -> bool:
    """Whether a text that names no study is the report of one: it goes through levels, or concludes on what only an image shows."""
    if any(sentence.has(*_CLINICAL) for sentence in reading.sentences):
        return False
    if sum(opens_entry(reading, sentence) for sentence in reading.sentences) >= _ENTRIES:
        return True
    return any(
        sentence.section == _CONCLUDED and sentence.has(*_RESULTS) and says(reading.text[sentence.start : sentence.end], "seen")
        for sentence in reading.sentences
    )


def complains_behind(reading: Reading) -> bool:
    """Whether a complaint is told behind what an image has found, as in no report: "MRI: L4-5 bulge. Low back pain since May."."""
    found = next((sentence.number for sentence in reading.sentences if sentence.has(*_RESULTS)), len(reading.sentences))
    later = (sentence for sentence in reading.sentences[found + 1 :] if not sentence.has(*_RESULTS, "LEVEL"))
    return any(one.assertion is Assertion.AFFIRMED for sentence in later for one in sentence.of("BACK_PAIN", "LEG_SYMPTOM"))


def closing_titles(reading: Reading) -> Iterator[Target]:
    """The names of studies in the last line of a text, which tells how they were made and no result: "Lumbar MRI, 1.5 T."."""
    last = reading.sentences[-1] if len(reading.sentences) > 1 else None
    if last is None or last.has(*_RESULTS) or any(sentence.has(*_CLINICAL) for sentence in reading.sentences):
        return
    text = reading.text[last.start : last.end]
    if is_title(text) and says(text, "made"):
        yield from last.of(*_STUDIES)
