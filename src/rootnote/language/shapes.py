"""What the marks of a sentence tell of it: a question, the lead line of a list, an item of one."""

import re

from spacy.tokens import Doc

from rootnote.language.sentences import note_text

#: What may stand behind the last mark of a sentence.
_CLOSING = " \t\r\n)]\"'”’"
#: A bullet, or the number or letter of an item of a list.
_ITEM = re.compile(r"[-•*·▪●○◦–—\d]|\(?(?:\d{1,2}|[A-Za-z])[.)]\s")


def _last_word(doc: Doc, sentence: tuple[int, int]) -> str:
    """The last token of a sentence that is no white space; "" in one of white space only."""
    start, end = sentence
    while end > start and doc[end - 1].is_space:
        end -= 1
    return doc[end - 1].text if end > start else ""


def is_question(doc: Doc, sentence: tuple[int, int]) -> bool:
    """Whether a sentence ends in a question mark, a closing bracket or quotation mark behind it aside."""
    start, end = doc[sentence[0]].idx, doc[sentence[1] - 1].idx + len(doc[sentence[1] - 1])
    return note_text(doc)[start:end].rstrip(_CLOSING).endswith("?")


def ends_with_colon(doc: Doc, sentence: tuple[int, int]) -> bool:
    """Whether a sentence is a lead line: "MRI to evaluate for:"."""
    return _last_word(doc, sentence) == ":"


def is_item(doc: Doc, sentence: tuple[int, int]) -> bool:
    """Whether a sentence is an item of a list."""
    return _ITEM.match(note_text(doc), doc[sentence[0]].idx) is not None
