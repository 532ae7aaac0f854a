"""Lines that begin a section without a heading of their own: the present complaint under what is recalled of the past, and what the
author concludes under the results of a study.

"PMH: hypertension.", and on the next line "Low back pain for 3 days." or "Here today for sciatica.". A list of past diseases goes on
with names of diseases, or with years; it does not say that the patient is here, nor count days, weeks or months up to now. "MRI: L4-5
bulge.", and on the next line "In my opinion there is no radiculopathy."
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from rootnote.language.categories import PAST_HISTORY, STUDIED
from rootnote.language.dates import MONTH_NAME, WEEKDAY
from rootnote.language.measure_words import measure_words
from rootnote.language.notation import one_of
from rootnote.language.rulefile import read_word_sets

_FILE = "present_lines.toml"

#: The section that a line opens by telling of the present; those that it ends by a conclusion, and the one that it opens by that.
TOLD = "hpi"
_STUDIED, _CONCLUDED = STUDIED | {"labs"}, "assessment"
#: The start of such a line; words behind a heading on its line.
_NEXT_LINE = re.compile(r"\n[^\S\n]*+(?=[^\W_])")
_HEADED = re.compile(r"[^:\n]*:[^\S\n]*[^\s]")
#: The highest number that counts the time of a complaint in words.
_MOST = 10
#: Characters of a line that are looked at.
_REACH = 200
#: What opens a line by telling that the patient has come.
_COMES = re.compile(
    r"(?:(?:today|now)[,:]?\s+)?(?:(?:the\s+)?(?:pt|patient)\.?\s+|s?he\s+|(?:mr|mrs|ms)\.?\s+[\w'-]+\s+)?(?:(?:today|now|also)\s+)?(?:"
    r"(?:is\s+)?(?:here|seen|in)\s+(?:today|now|for|with|because|c/o|complaining)\b(?!\s+(?:by|in|at)\b)"
    r"|(?:is\s+)?(?:presents?|presenting)\s+(?:today|now|here|for|with|to|c/o|complaining|because)\b"
    r"|c/o\b|p/w\b|(?:is\s+)?complain(?:s|ing)\s+of\b|comes\s+(?:in|to|today|for|with|because)\b)",
    re.I,
)
#: The name of a part of the body, or of a system of it, as a heading.
_NAMED = re.compile(r"[^:\n]{1,40}:\s*")
#: The entry of another day: a paragraph that opens with a date, or a line that numbers a visit, and not those to come ("Visit 2 of 12").
_NEXT_ENTRY = re.compile(
    r"\n[^\S\n]*(?:\n\s*(?=\d{1,2}/\d{1,2}/\d{2,4}\b|\d{4}-\d\d-\d\d\b)"
    r"|\s*(?=(?i:visit|encounter) ?#?\d{1,2}\b(?![ /]*(?:of|x|\d))[^\n]{0,40}(?m:$)))"
)


class _Words(NamedTuple):
    """The words of ``data/rules/present_lines.toml``."""

    to_my: frozenset[str]
    my: frozenset[str]
    from_it: frozenset[str]
    concluding: frozenset[str]
    not_concluding: frozenset[str]
    aged: frozenset[str]
    complaint: frozenset[str]
    amount: frozenset[str]
    unit: frozenset[str]
    unit_of: frozenset[str]
    since: frozenset[str]
    over: frozenset[str]


class _Patterns(NamedTuple):
    """What opens a line by the author's conclusion, or by age and sex; a complaint, a time up to now, and what tells that it is over."""

    concludes: re.Pattern[str]
    aged: re.Pattern[str]
    complaint: re.Pattern[str]
    until_now: re.Pattern[str]
    over: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    """The patterns made of ``present_lines.toml``. Raises ``RuleError`` when it has other keys, or no list of words for one."""
    words = read_word_sets(_FILE, _Words)
    numbers = {word for word, number in measure_words().repetition.items() if number <= _MOST}
    count, unit = rf"(?:\d+(?:\.\d)?|{one_of(words.amount | numbers)})", rf"(?:{one_of(words.unit)})\b"
    return _Patterns(
        concludes=re.compile(
            rf"(?:in|to) (?:my|our) (?:\w+ )?(?:{one_of(words.to_my)})\b|(?:it is )?(?:my|our) (?:\w+ )?(?:{one_of(words.my)})\b"
            rf"|(?:on|from) [^.:\n]{{1,60}}, I (?:{one_of(words.from_it, ' ')})\b"
            rf"|I (?:{one_of(words.concluding, ' ')}|(?:do not|cannot|can not) (?:{one_of(words.not_concluding)}))\b",
            re.I,
        ),
        aged=re.compile(
            r"(?:this\s+is\s+|(?:the\s+)?(?:pt|patient)\s+is\s+)?(?:an?\s+)?\d{1,3}[- ]?"
            rf"(?:(?:y\.?/?o\.?|(?:yr|year)s?[- ]old)[- ]+(?:[\w-]+\s+){{0,3}}?(?:{one_of(words.aged)})|[MF])\b",
            re.I,
        ),
        complaint=re.compile(rf"\b(?:{one_of(words.complaint)}|tingl\w+)\b", re.I),
        until_now=re.compile(
            rf"(?:\b(?:for|over|x|times)|×)\s*(?:the\s+)?(?:past|last)?\s*(?:about\s+|~\s*|approx\w*\.?\s+)?"
            rf"{count}(?:\s*(?:-|to)\s*\d+)?[\s-]*{unit}"
            rf"|\b{count}[\s-]*(?:{one_of(words.unit_of)})\s+(?:of|hx\s+of|history\s+of|h/o)\b"
            rf"|\b(?:began|started|since)\s+(?:about\s+)?{count}\s*{unit}\s+ago\b"
            rf"|\bsince\s+(?:{one_of(words.since)}|{WEEKDAY}|{MONTH_NAME})\b|\btoday\b|^\s*now\b",
            re.I,
        ),
        over=re.compile(rf"\b(?:19|20)\d\d\b|\b(?:{one_of(words.over)})\b", re.I),
    )


def with_unheaded(text: str, opened: list[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """The sections by their start, with those that begin in a line of no heading.

    What is past ends in a line that tells of the present: "PMH: gout.", and below it "Here for back pain.". A time up to now tells of the
    present only where the past is told on the line of its heading; below a heading alone is a list. What is told of a study on the line of
    its heading ends where the author concludes.
    """
    ends = [*(start for start, _ in opened[1:]), len(text)]
    for (start, category), end in zip(opened, ends, strict=False):
        yield start, category
        if category not in PAST_HISTORY | _STUDIED:
            continue
        headed = _HEADED.match(text, start, end) is not None
        lines = (match.end() for match in _NEXT_LINE.finditer(text, start, end))
        if category in PAST_HISTORY:
            now = next((line for line in lines if tells_who_comes(text, line) or (headed and tells_until_now(text, line))), None)
            if now is not None:
                yield now, TOLD
        elif headed and (concluded := next((line for line in lines if _patterns().concludes.match(text, line)), None)) is not None:
            yield concluded, _CONCLUDED


def next_entry(text: str, start: int, end: int) -> int | None:
    """Where the entry of another day begins between two characters of a text, behind a plan; None when none does."""
    entry = _NEXT_ENTRY.search(text, start, end)
    return entry.end() if entry else None


def tells_who_comes(text: str, start: int) -> bool:
    """Whether a line that starts at a character opens with the patient's coming or complaint, or with age and sex."""
    line = _line_at(text, start)
    return _COMES.match(line) is not None or _patterns().aged.match(line) is not None


def tells_until_now(text: str, start: int) -> bool:
    """Whether a line that starts at a character tells of a complaint that has lasted some days, weeks or months up to now."""
    line, known = _line_at(text, start), _patterns()
    return known.complaint.search(line) is not None and known.until_now.search(line) is not None and known.over.search(line) is None


def heads_complaint(text: str, start: int) -> bool:
    """Whether a part of the body named at a character heads what hurts there up to now, and no examination: "Back: 63M. LBP x 3 wks"."""
    named = _NAMED.match(text, start)
    return named is not None and (tells_who_comes(text, named.end()) or tells_until_now(text, named.end()))


def _line_at(text: str, start: int) -> str:
    """The line of a text from a character on, as far as it is looked at."""
    return text[start : start + _REACH].partition("\n")[0]
