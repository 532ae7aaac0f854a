"""Lines that begin a section without a heading of their own: the present complaint under what is recalled of the past, and what the
author concludes under the results of a study.

"PMH: hypertension.", and on the next line "Low back pain for 3 days." or "Here today for sciatica.". A list of past diseases goes on
with names of diseases, or with years; it does not say that the patient is here, nor count days, weeks or months up to now. "MRI: L4-5
bulge.", and on the next line "In my opinion there is no radiculopathy."
"""

import re
from collections.abc import Iterator

from rootnote.language.categories import PAST_HISTORY, STUDIED

#: The section that a line opens by telling of the present; those that it ends by a conclusion, and the one that it opens by that.
TOLD = "hpi"
_STUDIED, _CONCLUDED = STUDIED | {"labs"}, "assessment"
#: The start of such a line; words behind a heading on its line.
_NEXT_LINE = re.compile(r"\n[^\S\n]*+(?=[^\W_])")
_HEADED = re.compile(r"[^:\n]*:[^\S\n]*[^\s]")
#: What opens a line by the author's conclusion.
_CONCLUDES = re.compile(
    r"(?:in|to) (?:my|our) (?:\w+ )?(?:opinion|view|judge?ment|mind)\b"
    r"|(?:it is )?(?:my|our) (?:\w+ )?(?:opinion|conclusion|view|diagnosis)\b"
    r"|(?:on|from) [^.:\n]{1,60}, I (?:can|cannot|could|find|conclude|would|accept|believe|think|am|have no)\b"
    r"|I (?:conclude|accept|believe|think|diagnose|have no doubt|am (?:satisfied|certain|sure|convinced|of the (?:opinion|view))"
    r"|(?:do not|cannot|can not) (?:accept|agree|diagnose|conclude|believe|think))\b",
    re.I,
)

#: Characters of a line that are looked at.
_REACH = 200
#: What opens a line by telling that the patient has come, or by age and sex.
_COMES = re.compile(
    r"(?:(?:today|now)[,:]?\s+)?(?:(?:the\s+)?(?:pt|patient)\.?\s+|s?he\s+|(?:mr|mrs|ms)\.?\s+[\w'-]+\s+)?(?:(?:today|now|also)\s+)?(?:"
    r"(?:is\s+)?(?:here|seen|in)\s+(?:today|now|for|with|because|c/o|complaining)\b(?!\s+(?:by|in|at)\b)"
    r"|(?:is\s+)?(?:presents?|presenting)\s+(?:today|now|here|for|with|to|c/o|complaining|because)\b"
    r"|c/o\b|p/w\b|(?:is\s+)?complain(?:s|ing)\s+of\b|comes\s+(?:in|to|today|for|with|because)\b)",
    re.I,
)
_AGED = re.compile(
    r"(?:this\s+is\s+|(?:the\s+)?(?:pt|patient)\s+is\s+)?(?:an?\s+)?\d{1,3}[- ]?"
    r"(?:(?:y\.?/?o\.?|(?:yr|year)s?[- ]old)[- ]+(?:[\w-]+\s+){0,3}?(?:m|f|male|female|man|woman|gentleman|lady|patient|pt)|[MF])\b",
    re.I,
)
_COMPLAINT = re.compile(
    r"\b(?:pains?|painful|aches?|aching|sciatica|lbp|numb\w*|tingl\w+|weakness|spasms?|stiff\w*|burning|hurts?)\b", re.I
)
_UNIT = r"(?:h(?:ou)?rs?|d|days?|w|wks?|weeks?|m|mo|mos|mths?|months?)\b"
_COUNT = r"(?:\d+(?:\.\d)?|an?|one|two|three|four|five|six|seven|eight|nine|ten|several|few|a\s+few|couple\s+of|a\s+couple\s+of)"
#: A time up to now, and what tells that it is over.
_UNTIL_NOW = re.compile(
    rf"(?:\b(?:for|over|x|times)|×)\s*(?:the\s+)?(?:past|last)?\s*(?:about\s+|~\s*|approx\w*\.?\s+)?{_COUNT}(?:\s*(?:-|to)\s*\d+)?[\s-]*{_UNIT}"
    rf"|\b{_COUNT}[\s-]*(?:days?|wks?|weeks?|months?|mo)\s+(?:of|hx\s+of|history\s+of|h/o)\b"
    rf"|\b(?:began|started|since)\s+(?:about\s+)?{_COUNT}\s*{_UNIT}\s+ago\b"
    r"|\bsince\s+(?:yesterday|this\s+morning|last\s+(?:night|week|month)|(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    r"|jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b"
    r"|\btoday\b|^\s*now\b",
    re.I,
)
_OVER = re.compile(
    r"\b(?:19|20)\d\d\b|\b(?:prior|previous(?:ly)?|resolved|remote|past\s+(?:history|hx)|was|were|years?\s+ago|childhood|episodes?\s+of"
    r"|hospitali[sz]ed|treated|after\s+surgery|during|last\s+year|status\s+post|s/p)\b",
    re.I,
)
#: The name of a part of the body, or of a system of it, as a heading.
_NAMED = re.compile(r"[^:\n]{1,40}:\s*")
#: The entry of another day: a paragraph that opens with a date, or a line that numbers a visit, and not those to come ("Visit 2 of 12").
_NEXT_ENTRY = re.compile(
    r"\n[^\S\n]*(?:\n\s*(?=\d{1,2}/\d{1,2}/\d{2,4}\b|\d{4}-\d\d-\d\d\b)"
    r"|\s*(?=(?i:visit|encounter) ?#?\d{1,2}\b(?![ /]*(?:of|x|\d))[^\n]{0,40}(?m:$)))"
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
        elif headed and (concluded := next((line for line in lines if _CONCLUDES.match(text, line)), None)) is not None:
            yield concluded, _CONCLUDED


def next_entry(text: str, start: int, end: int) -> int | None:
    """Where the entry of another day begins between two characters of a text, behind a plan; None when none does."""
    entry = _NEXT_ENTRY.search(text, start, end)
    return entry.end() if entry else None


def tells_who_comes(text: str, start: int) -> bool:
    """Whether a line that starts at a character opens with the patient's coming or complaint, or with age and sex."""
    line = _line_at(text, start)
    return _COMES.match(line) is not None or _AGED.match(line) is not None


def tells_until_now(text: str, start: int) -> bool:
    """Whether a line that starts at a character tells of a complaint that has lasted some days, weeks or months up to now."""
    line = _line_at(text, start)
    return _COMPLAINT.search(line) is not None and _UNTIL_NOW.search(line) is not None and _OVER.search(line) is None


def heads_complaint(text: str, start: int) -> bool:
    """Whether a part of the body named at a character heads what hurts there up to now, and no examination: "Back: 63M. LBP x 3 wks"."""
    named = _NAMED.match(text, start)
    return named is not None and (tells_who_comes(text, named.end()) or tells_until_now(text, named.end()))


def _line_at(text: str, start: int) -> str:
    """The line of a text from a character on, as far as it is looked at."""
    return text[start : start + _REACH].partition("\n")[0]
