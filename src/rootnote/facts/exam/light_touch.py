"""Light touch in short: "LT" and "Lt touch", which elsewhere are the left.

Source: annotation guide, sensory_exam.
"""

from __future__ import annotations

import re

from rootnote.facts.exam.pieces import HEADS, NOUNS
from rootnote.facts.reading import Reading, Sentence, Target, follows

_LT = re.compile(r"\bLT\b")
_LT_TOUCH = re.compile(r"\blt\.?(?=\s+touch\b)", re.I)
_TOUCH = "sensory.test"
#: Characters between "LT" and its result: "LT: intact", "decreased to LT".
_BY = 4
_NEAR = _BY + 2
#: The root that an "LT" was tested at.
_OF_ROOT = re.compile(r"\s?:\s?[LS]\d\b", re.I)
#: That root as the rest of the cell that opens a row: "LT L5    reduced".
_ROOT_CELL = re.compile(r"[ \t]+[LS]\d(?:[ \t]{2,}|[ \t]*[|\t][ \t]*)", re.I)
#: Characters from an "LT" that opens a row of a table to the first cell.
_FAR = 40
#: What parts the test behind a result from it.
_PART = re.compile(r"[,;.]")


def may_hold_light_touch(text: str) -> bool:
    """Whether a text may speak of light touch in short."""
    return _LT.search(text) is not None or _LT_TOUCH.search(text) is not None


def with_light_touch(reading: Reading, sentence: Sentence) -> Sentence:
    """The sentence with an "LT" beside a result read as light touch, not left ("LT dull at R heel", "dec LT dorsum R foot")."""
    spelled = {match.start() for match in _LT_TOUCH.finditer(reading.text, sentence.start, sentence.end)}
    if spelled:  # "Lt touch": its own test, and no side
        sentence = sentence.with_targets(one for one in sentence.targets if one.label != "SIDE" or one.start not in spelled)
    results = [result for result in sentence.of("RESULT") if result.value not in NOUNS]
    short = {
        match.start(): match
        for result in results
        for match in _LT.finditer(reading.text, max(sentence.start, result.start - _FAR), result.end + _NEAR)
    }
    for start, match in ((start, match) for start, match in short.items() if start not in spelled):
        before = any(0 <= start - result.end <= _BY and result.start < start for result in results)
        after = [result for result in results if result.start >= match.end() and _is_close(reading, match, result)]
        tests = [other for other in sentence.of(*HEADS) if other.label != "SENSATION"]
        named = any(follows(other, result, 1) and not _PART.search(reading.gap(result, other)) for result in after for other in tests)
        behind = any(other.start > start and "," not in reading.text[start : other.start] for other in tests)
        if (after and not named) or (before and not behind):
            sentence = sentence.with_targets(_touched(sentence, match))
    return sentence


def _is_close(reading: Reading, short: re.Match[str], result: Target) -> bool:
    """Whether a result stands right behind an "LT", in the next cell of a table, or behind a root: "LT: L4 =, L5 dec L"."""
    gap = reading.text[short.end() : result.start]
    return len(gap) <= _BY or not gap.strip(" \t|:") or _OF_ROOT.match(gap) is not None or _ROOT_CELL.fullmatch(gap) is not None


def _touched(sentence: Sentence, match: re.Match[str]) -> list[Target]:
    """The targets of a sentence with one for the light touch that an "LT" means, and none for the left there."""
    start, end = match.span()
    beside = min(sentence.targets, key=lambda target: abs(target.start - start))
    first = beside.first if beside.start == start else beside.last if beside.start < start else beside.first - 1
    touch = beside._replace(
        label="SENSATION", value="test", rule=_TOUCH, text="light touch", start=start, end=end, first=first, last=first + 1
    )
    kept = [target for target in sentence.targets if not (target.label == "SIDE" and target.start == start)]
    return [*kept, touch]
