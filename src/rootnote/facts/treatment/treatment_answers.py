"""Treatments answered in the next cell of a row, or behind dots that lead to the answer."""

import re

from rootnote.facts.reading import Reading, Sentence, Target, follows
from rootnote.language.verdict_words import verdict_words

#: What leads from a question to its answer without a colon.
_LEADER = re.compile(r"[ \t]{2,}|\t|[ \t]*(?:\.{2,}|…|\||[-–—])[ \t]*")
#: What a cell begins behind, the characters before a treatment in which it stands, and a word that ends its cell.
_OPENS_CELL, _CELL_SPAN = re.compile(r"(?:[\n\r|\t]|[ \t]{2})[^\w\n\r]{0,6}$"), 10
_ANSWER = re.compile(r"[ \t]*[:=|…\-–—]?[ \t.]*([A-Za-zøØ]{1,8})[ \t]{0,2}(?:[.,;)|\r\n\t]|\Z|(?<=[ ]{2}))")


def is_answered(reading: Reading, sentence: Sentence, target: Target) -> bool:
    """Whether the next cell of a row, or what dots lead to, answers that a treatment was had: "Physical therapy      yes, 6 wks"."""
    asked = _OPENS_CELL.search(reading.text, max(0, target.start - _CELL_SPAN), target.start) is not None or target.start == 0
    if not asked:
        return False
    answers = (word for word in sentence.of("RESULT") if follows(word, target, 1) and word.text.lower() in verdict_words().answer_yes)
    return any(_LEADER.fullmatch(reading.gap(target, word)) for word in answers)


def is_answered_no(reading: Reading, target: Target) -> bool:
    """Whether a bare "no" behind a treatment ends its line or cell: "Injections: no", and not "Injections: no help"."""
    answer = _ANSWER.match(reading.text, target.end)
    return answer is not None and answer[1].lower() in verdict_words().column_no
