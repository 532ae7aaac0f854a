"""Reports of images that are told by their form: level by level, with the name of the study at their end, or with none.

Source: annotation guide, imaging: a result of an image; facts.md section 6.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rootnote.facts.model import Assertion
from rootnote.facts.reading import Reading, Sentence, Target, follows
from rootnote.facts.studies.image_results import ABNORMAL, NORMAL
from rootnote.facts.studies.study_reports import is_title, report_words, says
from rootnote.language.labels import STUDIES

#: The labels of the names of studies, and of what a sentence tells beside a result that is none of an image.
_RESULTS = ABNORMAL | NORMAL
#: What parts the level that heads an entry from what is found there.
_HEADS = re.compile(r"[^\S\t]*(?:[:=–—|\t]|-\s)")
#: What may stand before it.
_MARK = re.compile(r"\W{0,4}(?:(?:at|level)\s+)?", re.I)
#: A last line in brackets, and the tokens from "rest of" to the name of a study: "Rest of the lumbar MRI normal.".
_BRACKETED, _REST = re.compile(r"\([^()]*\)\.?"), 3
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
        sentence.section == _CONCLUDED
        and sentence.has(*_RESULTS)
        and says(reading.text[sentence.start : sentence.end], report_words().seen)
        for sentence in reading.sentences
    )


def complains_behind(reading: Reading) -> bool:
    """Whether a complaint is told behind what an image has found, as in no report: "MRI: L4-5 bulge. Low back pain since May."."""
    found = next((sentence.number for sentence in reading.sentences if sentence.has(*_RESULTS)), len(reading.sentences))
    later = (sentence for sentence in reading.sentences[found + 1 :] if not sentence.has(*_RESULTS, "LEVEL"))
    return any(one.assertion is Assertion.AFFIRMED for sentence in later for one in sentence.of("BACK_PAIN", "LEG_SYMPTOM"))


def closing_titles(reading: Reading) -> Iterator[Target]:
    """The names of studies in the last line of a text that tell what all before it was found on.

    It tells how or when they were made and no result ("Lumbar MRI, 1.5 T.", "(CT lumbar spine 3/4)"), or that all else is normal.
    """
    last = reading.sentences[-1] if len(reading.sentences) > 1 else None
    if last is None or any(sentence.has(*_CLINICAL) for sentence in reading.sentences):
        return
    text = reading.text[last.start : last.end]
    if not is_title(text):
        return
    named = list(last.of(*STUDIES))
    if last.has(*_RESULTS):
        rest = named and any(follows(named[0], word, _REST) for word in last.of("REST"))
        yield from named if rest and not last.has(*ABNORMAL) else ()
    elif says(text, report_words().made) or (_BRACKETED.fullmatch(text.strip()) and opens_entry(reading, reading.sentences[-2])):
        yield from named
