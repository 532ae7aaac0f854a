"""Results of an earlier examination, told beside those of now: "5/5, up from 3/5", "compared to 3/5 before surgery".

Also the sentences that tell of an earlier one as a whole, by the time or the record that they open with.

Source: annotation guide, exams: the current findings.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from itertools import zip_longest
from typing import NamedTuple

from rootnote.facts.exam.told_exams import patterns
from rootnote.facts.reading import Reading, Sentence, Target, follows
from rootnote.language.dates import MONTH

#: Tokens from the result of an earlier examination to the words that say when it was.
_REACH = 8
#: Tokens from a result to the words for an earlier visit right behind it, and what stands behind those.
_BESIDE, _ENDS = 1, re.compile(r"\s*(?:[,;.)\n]|(?:and|but|while|whereas|now|today|is|are)\b|$)", re.I)
#: What parts a result of now from the words for an earlier visit behind it.
_BREAK = re.compile(r"[,;(]|\b(?:but|and)\b", re.I)
#: The value of words for the time before an operation. That is also when its patient is examined: what is told of it is earlier only where
#: the same test has another result.
_PREOP = "preop"
#: What is tested, by the label of a test.
_TESTED = {
    "SENSATION": "sensation",
    "REFLEX": "reflex",
    "REFLEX_SHORT": "reflex",
    "STRENGTH": "strength",
    "MUSCLE": "strength",
    "MUSCLE_SHORT": "strength",
    "WALK": "strength",
    "SLR": "tension",
}
#: What may stand before the words that open a sentence: a short heading ("RECHECK: at the last visit").
_LEAD = re.compile(r"\W*(?:[^:\n]{1,40}:\s*)?")
#: A date: "at the 3/14 visit", "on 2 May".
_DATE = (
    r"(?:at|on|in)\s+(?:the\s+|his\s+|her\s+|my\s+)?"
    rf"(?:\d{{1,2}}[/-]\d{{1,2}}(?:[/-]\d{{2,4}})?|\d{{1,2}}\s+{MONTH}|{MONTH}(?:\s+\d{{1,2}})?)\b"
)
#: A date that a sentence opens with, and one right behind a result.
_DATED = re.compile(r"\W*(?:[^:\n]{1,40}:\s*)?" + _DATE, re.I)
_DATED_BEHIND = re.compile(r"[\s,(]*" + _DATE, re.I)
#: The value of what opens a review of others' records, which goes on behind its first sentence.
_RECORDS = "records"
#: The value of what names another examiner, and how the author goes on to the own examination in the same sentence.
_OTHERS, _TITLE = "others", "title"
_GENDERS = {"he": re.compile(r"\b(?:he|him|his|himself)\b", re.I), "she": re.compile(r"\b(?:she|her|hers|herself)\b", re.I)}
#: What tells of a loss that was known before another examiner: "found the numbness to be of the ulnar nerve".
_KNOWN = re.compile(
    r"\b(?:that|the|his|her|their|this|these|such|whose)\s+(?:(?!and\b|or\b)[\w-]+\s+){0,2}$|\b(?:explain|account|caus|(?:as|had|has)\b)",
    re.I,
)
_EXPLAINED = re.compile(
    r"[^.;:,]{0,40}\b(?:to (?:be|come|stem|arise|result)|since|at night|after walking|for (?:\d+|the (?:past|last)))\b", re.I
)
_OWN = re.compile(
    r"(?:[;,–—]|\b(?:but|and|while|whereas))\s*(?:but\s+|and\s+)?(?=(?:today|tonight|now|here|on (?:my )?(?:own )?exam(?:ination)?"
    r"|i (?:find|found|note|see|get|could|can|cannot)|my (?:own )?exam(?:ination)?|in my hands|mine)\b)"
    r"|;\s*(?=[^;.]{0,40}\b(?:today|now)\b)",
    re.I,
)


class Told(NamedTuple):
    """The characters of a sentence that name another examiner, up to the end of the verb, and where what was found then ends."""

    start: int
    verb: int
    end: int


def opens_earlier(reading: Reading, sentence: Sentence) -> int | None:
    """The character at which the words for an earlier examination start that a sentence opens with; None when it does not.

    "Before surgery the toe was 2/5", "At the 3/14 visit SLR was positive", "RECORD REVIEW: SLR positive".
    """
    opening = (cue.start for cue in sentence.of("EARLIER") if _LEAD.fullmatch(reading.text, sentence.start, cue.start))
    dated = _DATED.match(reading.text, sentence.start, sentence.end) if sentence.has(*_TESTED) else None
    return next(opening, dated.start() if dated is not None else None)


def opens_records(reading: Reading, sentence: Sentence) -> bool:
    """Whether a sentence opens a review of what others have recorded."""
    cues = (cue for cue in sentence.of("EARLIER") if cue.value == _RECORDS)
    return any(not reading.text[sentence.start : cue.start].strip() for cue in cues)


@lru_cache(maxsize=1)
def recorded(reading: Reading) -> frozenset[int]:
    """The numbers of the sentences that review what others have recorded: up to the end of the section, or to the author's own words."""
    numbers: set[int] = set()
    section, inside = "", False
    for sentence in reading.sentences:
        if sentence.section != section:
            section, inside = sentence.section, False
        inside = (inside and not sentence.has("EXAMINER", "NOW")) or opens_records(reading, sentence)
        if inside:
            numbers.add(sentence.number)
    return frozenset(numbers)


def told_by_others(reading: Reading, sentence: Sentence) -> Told | None:
    """What a sentence tells another examiner found; None when it tells of none before its first test.

    "The urgent care found a positive leg raise" up to its end, "per the ED the jerk was absent; here it is 2+" up to "here".
    """
    tests = next((test.start for test in sentence.of(*_TESTED, "NEURO")), sentence.start)
    told = next(((one.start, one.end) for one in sentence.of("EARLIER") if one.value == _OTHERS and one.start <= tests), None)
    told = told or (_by_name(reading, sentence, tests) if sentence.has(*_TESTED, "NEURO") else None)
    if told is None:
        return None
    own = _OWN.search(reading.text, told[1], sentence.end)
    return Told(*told, own.end() if own is not None else sentence.end)


def _by_name(reading: Reading, sentence: Sentence, end: int) -> tuple[int, int] | None:
    """The characters that name another examiner before a character; of a Mr. or Mrs., who may be the patient, nothing but an end."""
    named = patterns().by_name.search(reading.text, sentence.start, end)
    if named is not None:
        return (named.start() if named.group(1) else named.end()), named.end()
    said = patterns().by_pronoun.match(reading.text, sentence.start, end)
    if said is None or not sentence.number:
        return None
    before = reading.sentences[sentence.number - 1]
    who, text = said.group(1).lower(), reading.text[before.start : before.end]
    other = "she" if who == "he" else "he"
    titled = any(word.value == _TITLE for word in before.of("OTHERS_WORD"))
    examined = _GENDERS[other].search(text) and not _GENDERS[who].search(text) and not patterns().kin.search(text)
    return said.span() if titled and examined else None


def is_found(reading: Reading, told: Told, test: Target | None) -> bool:
    """Whether another examiner found it, a loss that patients have the same word for too: "numbness of the heel", not "the numbness"."""
    found = patterns().found.search(reading.text, told.start, told.verb) is not None
    if not found or test is None:
        return found
    known = _KNOWN.search(reading.text, told.verb, test.start) or _EXPLAINED.match(reading.text, test.end, told.end)
    return known is None


def earlier_results(reading: Reading, sentence: Sentence, targets: Sequence[Target], labels: Collection[str]) -> list[Target]:
    """The results of an earlier examination among the targets of a sentence; none where nothing else has a result.

    ``labels`` are those of results.
    """
    cues = list(sentence.of("PRIOR"))
    visits = [cue for cue in sentence.of("EARLIER") if cue.value not in (_RECORDS, _OTHERS)]
    results = [target for target in targets if target.label in labels] if cues or visits or sentence.has("NOW") else []
    opening = opens_earlier(reading, sentence) if results else None
    now = next((one for one in sentence.of("NOW") if opening is not None and one.start > opening), None)
    today = max((one.first for one in sentence.of("NOW")), default=-1)
    others = today < 0 and any(cue.value == _OTHERS for cue in sentence.of("EARLIER"))  # one visit of another: no result of it is older

    def is_earlier(result: Target, behind: Target | None) -> bool:
        if now is not None and result.last <= now.first:
            return True  # "before surgery 3/5; today 5/5"
        if result.last <= today and _DATED_BEHIND.match(reading.text, result.end, sentence.end):
            return True  # "hard to find on 3/14, today 2+"
        if any(_leads(reading, cue, result, results) for cue in (*visits, *cues)):
            return True  # "5/5, initially 3/5"
        for cue in visits:  # "3/5 when I last saw him, today 5/5"
            beside = follows(cue, result, _BESIDE) and not set(",;") & set(reading.gap(result, cue))
            if beside and (behind is None or (behind.first >= cue.last and _ENDS.match(reading.text, cue.end))):
                return _is_tested_again(result, results, targets)
        for cue in cues:
            if cue.value == "before" and follows(result, cue, 1):
                return True
            near = cue.value != "before" and follows(cue, result, _REACH)
            if near and (behind is None or (behind.first >= cue.last and not _leads(reading, cue, behind, results))):
                return not (others or cue.value == _PREOP) or _is_tested_again(result, results, targets)
        return False

    earlier = [result for result, behind in zip_longest(results, results[1:]) if is_earlier(result, behind)]
    return earlier if len(earlier) < len(results) else []


def _leads(reading: Reading, cue: Target, result: Target, results: Sequence[Target]) -> bool:
    """Whether words for an earlier visit open what was found then, behind a result of now: "5/5, last visit 3/5"."""
    if not follows(result, cue, _BESIDE):
        return False
    before = [one for one in results if one.last <= cue.first]
    return bool(before) and _BREAK.search(reading.gap(before[-1], cue)) is not None


def _is_tested_again(result: Target, results: Sequence[Target], targets: Sequence[Target]) -> bool:
    """Whether another result of a sentence is of the same test: "3/5 preoperatively, and now 5/5"."""
    tested = set(_tested(result, targets))
    others = [set(_tested(other, targets)) for other in results if other.start != result.start]
    return any(not tested or not other or tested & other for other in others)


def _tested(result: Target, targets: Sequence[Target]) -> Iterator[str]:
    """What a result is of: the last test before it, or the first behind it where that is in its own clause."""
    heads = [target for target in targets if target.label in _TESTED]
    before = [head for head in heads if head.last <= result.first]
    behind = next((head for head in heads if follows(head, result, 2)), None)
    yield from (_TESTED[head.label] for head in ((behind,) if behind is not None else before[-1:]))
