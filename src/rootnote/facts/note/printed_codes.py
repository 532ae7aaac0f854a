"""Diagnosis codes that a note prints: no statements of the author, and found only to be compared with what the words say.

Left out are codes of the past or of other texts: in a list of old problems, in what is told of people in general, in the request that a
report of a test repeats, in a diagnosis before an operation beside the one after it. So are codes that are only spoken of: a range, a
choice between two, one that the author sets aside, and a run of a family, which is a list of codes and no patient's.

Source: annotation guide, clarification 28; facts.md section 6 ("printed code numbers/titles assert nothing").
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from rootnote.facts.conditions.mentions import NOT_OF_PATIENT, Said
from rootnote.facts.model import Assertion, PrintedCode
from rootnote.facts.note.code_words import code_words
from rootnote.facts.reading import Reading, Sentence, Target
from rootnote.facts.spine.spine import Part, part_of_cue
from rootnote.language.categories import FINAL, INDICATIONS, PAST
from rootnote.language.measures import CODE, PRINTED_CODE
from rootnote.language.note_words import REPORT_TYPES

_OTHER_TEXTS = PAST | {"literature", "allergies"}
_PREOPERATIVE, _POSTOPERATIVE = "preop_diagnosis", "postop_diagnosis"
#: The characters of a category ("M54"), and of a family of codes that differ in their place only ("M54.1").
_CATEGORY, _FAMILY = 3, 5
#: Codes of one family that make a list: nobody has a radiculopathy of the lumbar, lumbosacral and sacral region.
_LIST = 3
_RANGE = re.compile(r"\s*(?:[-–—]|to|thru|through)\s*", re.I)
#: A dash that stands for further characters: "M54.1-".
_OPEN = re.compile(r"[-–—](?!\w)")
#: Characters before a code in which stands what sets it aside.
_BEFORE = 60
_WORD = re.compile(r"\w(?:[\w.]*\w)?")


class _Printed(NamedTuple):
    """A code at its place (characters), its target, and whether it is about another part of the spine, or only spoken of."""

    code: str
    start: int
    end: int
    target: Target
    is_elsewhere: bool
    spoken_of: bool


def find_printed_codes(reading: Reading, note_type: str, unattributed: Iterable[Said]) -> tuple[PrintedCode, ...]:
    """The codes that a note prints for its patient now, in order of offset, each as often as it is printed.

    ``unattributed`` are the mentions of a root's disease that nothing says the patient has: no more is a code beside one the patient's.
    """
    of_nobody = {said.target.sentence for said in unattributed}
    sentences = (one for one in reading.sentences if one.has(PRINTED_CODE) and one.number not in of_nobody)
    printed = [one for sentence in sentences for one in _in_sentence(reading, sentence)]
    lists = _listed(one.code for one in printed)
    return tuple(
        PrintedCode(
            code=one.code,
            is_open=_OPEN.match(reading.written, one.end) is not None,
            is_elsewhere=one.is_elsewhere,
            section=one.target.section,
            evidence=reading.evidence(one.start, one.end),
        )
        for one in printed
        if not one.spoken_of and one.code[:_FAMILY] not in lists and _is_of_today(reading, one.target, note_type)
    )


def _in_sentence(reading: Reading, sentence: Sentence) -> Iterator[_Printed]:
    places = [(target, match) for target in sentence.of(PRINTED_CODE) for match in CODE.finditer(reading.written, target.start, target.end)]
    codes = [_pointed(match.group().upper()) for _, match in places]
    spoken_of: set[int] = set()
    lead = reading.written[sentence.start : places[0][1].start()] if places else ""
    if not code_words().about_codes.isdisjoint(_words(lead)):
        return
    ends = [sentence.start, *(match.end() for _, match in places)]
    for number, (_, match) in enumerate(places):
        words = _words(reading.written[max(ends[number], match.start() - _BEFORE) : match.start()])
        before = words[-1] if words else ""
        if before in code_words().code_choice:
            spoken_of |= {number - 1, number}
        elif before in code_words().code_set_aside or (not words and number - 1 in spoken_of):  # a list goes on
            spoken_of.add(number)
    for number, ((_, one), (_, other)) in enumerate(pairwise(places)):
        joined = _RANGE.fullmatch(reading.written, one.end(), other.start())
        if joined and codes[number][:_CATEGORY] == codes[number + 1][:_CATEGORY]:
            spoken_of |= {number, number + 1}
    elsewhere = _is_elsewhere(reading, sentence)
    for number, ((target, match), code) in enumerate(zip(places, codes, strict=True)):
        yield _Printed(code, match.start(), match.end(), target, elsewhere, number in spoken_of)


def _is_elsewhere(reading: Reading, sentence: Sentence) -> bool:
    """Whether a sentence, or the one before it in its section, names the neck, the arm or the chest."""
    near = (one for one in reading.sentences[max(0, sentence.number - 1) : sentence.number + 1] if one.section == sentence.section)
    return any(part_of_cue(target) is Part.OTHER for one in near for target in one.targets)


def _pointed(code: str) -> str:
    """A code with its point: "M5416" is "M54.16"."""
    return code if "." in code else f"{code[:_CATEGORY]}.{code[_CATEGORY:]}"


def _words(text: str) -> list[str]:
    """The words of a text, in lower case, up to those that lead to a code: "not" of "not coded as"."""
    words = [word.lower() for word in _WORD.findall(text)]
    while words and words[-1] in code_words().leads_to_code:
        words.pop()
    return words


def _listed(codes: Iterable[str]) -> frozenset[str]:
    """The families of which so many codes are printed that they are a list."""
    families = Counter(code[:_FAMILY] for code in set(codes))
    return frozenset(family for family, count in families.items() if count >= _LIST)


def _is_of_today(reading: Reading, target: Target, note_type: str) -> bool:
    """Whether a code is printed for the patient and the day of the note."""
    if target.section in _OTHER_TEXTS or target.assertion in NOT_OF_PATIENT:
        return False
    if note_type in REPORT_TYPES and target.section in INDICATIONS:
        return False
    if target.section == _PREOPERATIVE and _POSTOPERATIVE in reading.sections:
        return False
    return target.assertion is not Assertion.HISTORICAL or target.section in FINAL
