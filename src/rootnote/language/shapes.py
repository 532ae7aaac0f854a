"""What the marks of a sentence tell of it: a question, the lead line of a list, an item of one."""

import re

from spacy.tokens import Doc

from rootnote.language.sections import SECTIONS
from rootnote.language.sentences import note_text

#: What may stand behind the last mark of a sentence.
_CLOSING = " \t\r\n)]\"'”’"
#: A bullet, or the number or letter of an item of a list.
_ITEM = re.compile(r"[-•*·▪●○◦–—\d]|\(?(?:\d{1,2}|[A-Za-z])[.)]\s")

#: An item that a few words head, and no more: "C. Sensory change."; of a diagnosis only one with a letter, as in a list of questions.
_HEADED, _LETTERED = (
    re.compile(rf"\s*\(?(?:{mark})[.)]\s+(?:[\w/'-]+\s+){{0,5}}[\w/'-]+\.\s*") for mark in (r"\d{1,2}|[A-Za-z]", "[A-Za-z]")
)

#: An item without a mark: a line of a few words, and the end of the line right above it.
_ENTRY = re.compile(r"[^\W\d_][^\r\n:.;]{0,50}(?:[\r\n]|\Z)")
_LINE_END, _INDENT = re.compile(r"\S[^\S\r\n]*(?:\r\n?|\n)[^\S\r\n]*\Z"), 40


def _last_word(doc: Doc, sentence: tuple[int, int]) -> str:
    """The last token of a sentence that is no white space; "" in one of white space only."""
    start, end = sentence
    while end > start and doc[end - 1].is_space:
        end -= 1
    return doc[end - 1].text if end > start else ""


def is_question(doc: Doc, sentence: tuple[int, int]) -> bool:
    """Whether a sentence asks: by a question mark, a closing bracket or quotation mark behind it aside."""
    start, end = _place(doc, sentence)
    return note_text(doc)[start:end].rstrip(_CLOSING).endswith("?")


def is_headed_item(doc: Doc, sentence: tuple[int, int], *, lettered: bool) -> bool:
    """Whether a sentence is the number (or only the letter) of an item and a few words, which the next may answer: "C. Power."."""
    return (_LETTERED if lettered else _HEADED).fullmatch(note_text(doc), *_place(doc, sentence)) is not None


def _place(doc: Doc, sentence: tuple[int, int]) -> tuple[int, int]:
    """The characters of a sentence, half-open."""
    return doc[sentence[0]].idx, doc[sentence[1] - 1].idx + len(doc[sentence[1] - 1])


def ends_with_colon(doc: Doc, sentence: tuple[int, int]) -> bool:
    """Whether a sentence is a lead line: "MRI to evaluate for:"."""
    return _last_word(doc, sentence) == ":"


def is_item(doc: Doc, sentence: tuple[int, int]) -> bool:
    """Whether a sentence is an item of a list below its lead line: marked as one, or a few words on the very next line, and no heading."""
    text, start = note_text(doc), doc[sentence[0]].idx
    if _ITEM.match(text, start):
        return True
    if not _ENTRY.match(text, start) or _LINE_END.search(text, max(0, start - _INDENT), start) is None:
        return False
    return all(span.start != sentence[0] for span in doc.spans.get(SECTIONS, ()))
