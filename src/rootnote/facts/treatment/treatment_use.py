"""Whether a sentence tells of a treatment as something that the patient takes, wears, does or has had, whatever the verb.

"He manages with Tylenol", "she stays on pregabalin", "the pain is kept in check with tizanidine": the ways to say so are endless, those to
say that it is only asked about, ordered or to come are few. So the patient or the pain must be what the sentence is about, and nothing may
say that the treatment is wanted, thought of, advised, refused or yet to be had.

Source: annotation guide, conservative_treatment: prior, and not what is only planned now.
"""

from __future__ import annotations

import re

from rootnote.facts.conditions.statement_words import statement_words
from rootnote.facts.note.topics import spine_problems
from rootnote.facts.reading import Reading, Sentence, Target
from rootnote.facts.treatment.treatment_words import treatment_words
from rootnote.facts.wording import has_word

#: Characters before and behind a treatment in which its subject and what puts it off are looked for.
_SPAN, _AFTER_SPAN = 160, 60
#: Words before a treatment among which a "for" makes it the purpose of something: "here for his injection".
_AIM_REACH = 4
_WORD = re.compile(r"[a-z]+(?:['’][a-z]+)*|[;:?]", re.I)
_ENDS, _DENIED = frozenset(";:?"), re.compile(r"n['’]t$")
_CLAUSE = re.compile(r"(?:(?!\band\b|\bbut\b)[^;.,\n])*", re.I)
#: What stands between a treatment and the patient as whom it acts on.
_DEED = re.compile(r"(?:\s+(?:and|or|&)\s+(?:a|an|the|his|her|some)\s+\w+)?((?:\s+[a-z'’]+){1,4}?)\s+(?:him|her|me)\b", re.I)
#: What somebody is or works as: "is a physical therapist".
_CALLED = re.compile(
    r"\b(?:is|was|as|become|became|works|worked|runs|ran|owns|manages|joined|opened|coaches)\s+(?:(?:an?|as|at|in|for|the)\s+)+$", re.I
)
#: How often a therapy is had, and the marks that an item may open with.
_HOW_OFTEN = re.compile(
    r"[\s,(:–-]*(?:(?:done|performed|completed)\s+)?(?:daily|nightly|(?:bi-?)?weekly|monthly"
    r"|(?:every|each|most)\s+(?:other\s+|(?:two|three|2|3)\s+)?(?:day|morning|evening|night|week)s?"
    r"|b\.?i\.?d|t\.?i\.?d|qd|(?:once|twice|(?:three|two|four|five|several) times|\d(?:-\d)?\s?x|x\s?\d)\s*(?:/|per|a|each)?\s*"
    r"(?:day|d|daily|week|wk|weekly)\b)(?![-\w])",
    re.I,
)
_MARKS = " \t\r\n-–—•*·>"
#: What may stand before a treatment that a sentence tells somebody to use, and for how long or how often a day.
_TOLD_TO = re.compile(r"\W*(?:\d{1,2}[.)]\s*)?(?:[A-Z]\w*(?: \w+)?:\s*)?((?:please\s+|to\s+)?(?:apply|use|take)\s+(?:\w+\s+){0,2})?", re.I)
_REGIMEN = re.compile(
    r"[^.;\n]*?\b(?:\d+\s*min(?:ute)?s?|(?:times|once|twice|x)\s*(?:a\s+|per\s+|/\s*)?(?:day|daily)|daily|hourly|[bt]\.?i\.?d"
    r"|q\s?\d+\s?h)\b",
    re.I,
)
#: What joins a treatment to what it does to the pain: "the pain is kept in check with tizanidine".
_BY = frozenset({"with", "by", "on", "through", "using", "via", "to"})


def tells_of_use(reading: Reading, sentence: Sentence, target: Target) -> bool:
    """Whether a sentence tells of a treatment as had or being had by the patient."""
    if _acts_on_patient(reading, sentence, target):
        return True
    words = treatment_words()
    start = max(sentence.start, target.start - _SPAN)
    before = [word.lower() for word in _WORD.findall(reading.text, start, target.start)]
    last = max((place for place, word in enumerate(before) if word in _ENDS), default=-1)
    before = before[last + 1 :]
    subject = max((place for place, word in enumerate(before) if word in statement_words().patient), default=None)
    if subject is not None:
        told = before[subject + 1 :]
    elif before and before[0] in words.copes and start == sentence.start:
        told = before[1:]
    elif _is_of_pain(reading, sentence, target):
        told = before
    else:
        return False
    if words.lists_care.issuperset(told):
        return False  # "PT and an epidural"
    if _is_unreal(told) or _CALLED.search(reading.text, start, target.start):
        return False
    behind = _CLAUSE.match(reading.text, target.end, min(sentence.end, target.end + _AFTER_SPAN))
    after = _WORD.findall(behind.group()) if behind is not None else []
    return words.to_come.isdisjoint(word.lower() for word in after)


def is_kept_up(reading: Reading, sentence: Sentence, target: Target) -> bool:
    """Whether a therapy that opens a sentence is told by how often it is done: "HEP daily", "Massage weekly"."""
    if reading.text[sentence.start : target.start].strip(_MARKS):
        return False
    often = _HOW_OFTEN.match(reading.text, target.end)
    behind = reading.text[often.end() : min(sentence.end, often.end() + _AFTER_SPAN)] if often is not None else None
    return behind is not None and not has_word(behind, treatment_words().to_come | treatment_words().starts)


def is_regimen(reading: Reading, sentence: Sentence, target: Target) -> bool:
    """Whether a treatment opens a sentence that tells how long or often a day it is to be used: "Ice 15 minutes, three times a day"."""
    opens = _TOLD_TO.fullmatch(reading.text, sentence.start, target.start) is not None
    return opens and _REGIMEN.match(reading.text, target.end, sentence.end) is not None


def is_instruction(reading: Reading, sentence: Sentence, target: Target) -> bool:
    """Whether such a sentence tells somebody to do it: "Use heat 20 minutes, three times a day", and not "Heat 20 minutes, daily"."""
    opens = _TOLD_TO.fullmatch(reading.text, sentence.start, target.start)
    return opens is not None and opens[1] is not None and is_regimen(reading, sentence, target)


def _acts_on_patient(reading: Reading, sentence: Sentence, target: Target) -> bool:
    """Whether a treatment is told to do something to the patient: "a corset and two Aleve see her through"."""
    deed = _DEED.match(reading.text, target.end, min(sentence.end, target.end + _AFTER_SPAN))
    if deed is None:
        return False
    words = [word.lower() for word in _WORD.findall(deed.group(1))]
    return bool(words) and words[-1] not in treatment_words().no_deed and not _is_unreal(words)


def _is_of_pain(reading: Reading, sentence: Sentence, target: Target) -> bool:
    """Whether the sentence tells of the pain, and of the treatment as what does something to it."""
    start = target.start - _SPAN
    pain = next((problem for problem in spine_problems(reading, sentence) if start <= problem.start and problem.last <= target.first), None)
    if pain is None:
        return False
    between = [word.lower() for word in _WORD.findall(reading.text, pain.end, target.start)]
    return not statement_words().being.isdisjoint(between) and not _BY.isdisjoint(between)


def _is_unreal(told: list[str]) -> bool:
    """Whether any of some words puts off, asks for or denies what comes behind them."""
    words = treatment_words()
    if not words.unreal.isdisjoint(told) or any(map(_DENIED.search, told)) or "for" in told[-_AIM_REACH:]:
        return True
    return any(word == "to" and (not place or told[place - 1] not in words.comes_to) for place, word in enumerate(told))
