"""Lines that tell of the present complaint, without a heading of their own, under what is recalled of the past.

"PMH: hypertension.", and on the next line "Low back pain for 3 days." or "Here today for sciatica.". A list of past diseases goes on
with names of diseases, or with years; it does not say that the patient is here, nor count days, weeks or months up to now.
"""

import re

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
