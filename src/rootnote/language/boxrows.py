"""What the boxes of one line are for, told from its raw text.

Where words stand before the first box and none behind the last, each box is that of the words before it ("Sciatica [ ]   Back pain [x]");
else each is that of the words behind it ("Dx: [ ] sciatica [x] back pain"). A box for "yes" and one for "no" answer what is asked before
them, on their line or on the one above. A row of blanks is one of boxes where something is marked, or where words follow each blank
closely; circles are boxes where some are full and some empty.

Source: facts.md section 6: unticked boxes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple, TypeAlias

from rootnote.language.verdict_words import verdict_words
from rootnote.language.verdicts import PLAIN

#: A box, a bracket or a blank, and the mark in it. Told by its first character: a pattern that begins with a choice is tried at every one.
_FULL = "☑☒■✓✔●"
_INK = "xX✓✔•●*"
SIGN = re.compile(rf"[\[(_☐□○{_FULL}]")
_BOX = re.compile(
    rf"{SIGN.pattern}(?:(?<=\[)[ \t_]*+([{_INK}]?)[ \t_]*+\]|(?<=\()[ \t_]*+([{_INK}]?)[ \t_]*+\)|(?<=[^\[(_])"
    r"|(?<=_)(?<![^\W_]_)_*([xX✓✔])_+(?![^\W_])|(?<=_)_+|(?<=_)(?<![^\W_]_)(?=[ \t]))"
)
#: A mark by itself, where blanks stand for the boxes that are left empty.
_BARE = re.compile(r"[xX✓✔](?<!\S.)(?=[ \t]+\w)")
_LETTER = re.compile(r"[^\W_]")
_WORD = re.compile(r"[^\W\d_]+")
_BLANK, _EMPTY_CIRCLE, _FULL_CIRCLE = "_", "○", "●"
#: What ends the words that a box stands before, short of the next box.
_ITEM_END = re.compile(r"[|;\n\r\t]|[ ]{2,}|[.?!](?=\s)")
#: A label between the words of a box and the next box: "[ ] weak Reflexes: [x] 2+"; a side is one where the first box has one too:
#: "R [x] 5/5 [ ] 4/5 L [x] 5/5".
_SIDE = r"(?:R|L|RT|LT|Rt|Lt|Right|Left|RIGHT|LEFT|RLE|LLE)[:=]?"
_LABEL, _SIDE_LABEL = re.compile(r"\s[A-Z][^:;,\[\]()]{0,40}:\s*$"), re.compile(rf"\s{_SIDE}\s*$")
_HEADED_BY_SIDE = re.compile(rf"\b{_SIDE}[ \t]*\Z")
#: What parts one question from the next.
_QUESTION_START = re.compile(r"[|;\t]|[.:?!](?=\s+\S)")
#: What ends the label of a line.
_LABEL_END = re.compile(r"[:?]")
#: A few words that a blank may be for, up to the next blank: no label that asks for words of its own.
_OPTION = re.compile(r"[ \t]?[^\W_][^\n\r:_]{0,24}(?=_|[ \t]{2}|[\n\r]|[xX✓✔]\s|\Z)")
#: The characters that the numbered heading of a question may take, and such a heading.
_HEADED = 80
_HEADING = re.compile(r"[ \t]*(?:\d{1,2}[a-zA-Z]?|[A-Z]|[IVX]{1,4})[.):]{1,2}[ \t]+[^\n\r.:;?\[\]]{3,60}[\r\n]+")
#: What parts a question from what stands before it, and the characters that it may take.
_PARTED, _QUESTION = re.compile(r"[.?!:;]\s|\n[ \t\r]*\n"), 300
#: Characters before a box in which the answer that it is for stands.
_ANSWER_REACH = 20
Said: TypeAlias = tuple[str, str]
UNTICKED, TICKED, DENIED = ("hypothetical", "unticked"), PLAIN, ("negated", "negated.boxes")
#: What a ticked box itself says: nothing, beside what it is for.
MARK = ("", "mark")
#: What the word of an answer says beside what it answers.
ANSWER = ("", "answer")


class Box(NamedTuple):
    """A box in characters (half-open), and whether it is marked."""

    start: int
    end: int
    marked: bool


class Item(NamedTuple):
    """The characters (half-open) that a box is for, and what is said of them by that."""

    start: int
    end: int
    said: Said


def boxes_of(text: str, start: int, end: int) -> list[Box]:
    """The boxes of a line, in order.

    >>> [box.marked for box in boxes_of("Side: __R X L __Both", 0, 20)]
    [False, True, False]
    """
    row = [Box(*match.span(), match[0][0] in _FULL or any(match.groups())) for match in _BOX.finditer(text, start, end)]
    signs = {text[box.start] for box in row}
    if signs == {_BLANK}:
        row = sorted([*row, *(Box(*match.span(), True) for match in _BARE.finditer(text, start, end))])
    elif _BLANK in signs:  # among boxes, a blank is a place to write: "[x] intact [ ] decreased: ____"
        row = [box for box in row if text[box.start] != _BLANK]
    return row


def items_of(text: str, start: int, end: int, row: Sequence[Box]) -> Iterator[Item]:
    """What the boxes of a line say, given by the line's characters and its boxes."""
    before, behind = _LETTER.search(text, start, row[0].start), _LETTER.search(text, row[-1].end, end)
    signs = {text[box.start] for box in row} - set("xX✓✔")
    if before and not behind:
        if signs == {_BLANK} and len(row) == 1 and not text[start : row[0].start].rstrip().endswith("?"):
            return  # a line to sign on
        yield from _behind(text, start, row)
    elif behind and _are_boxes(text, start, row, signs, has_label=bool(before)):
        yield from _before(text, start, end, row)
    else:
        return
    yield from (Item(box.start, box.end, MARK) for box in row if box.marked)


def _are_boxes(text: str, start: int, row: Sequence[Box], signs: set[str], *, has_label: bool) -> bool:
    """Whether what stands before words are boxes to tick, and no blanks to fill in or bullets."""
    if _BLANK in signs and has_label:
        label = text[start : row[0].start].rstrip()
        options = all(_OPTION.match(text, box.end) for box in row)
        return len(row) > 1 and label.endswith((":", "?", ")")) and (options or any(box.marked for box in row))
    return not signs & {_EMPTY_CIRCLE} or _FULL_CIRCLE in signs


def _behind(text: str, start: int, row: Sequence[Box]) -> Iterator[Item]:
    """The items of a line whose boxes stand behind their words."""
    opened = [start, *(box.end for box in row)]
    at = 0
    while at < len(row):
        pair = row[at : at + 2]
        words = [_last_word(text[begin : box.start]) for begin, box in zip(opened[at : at + 2], pair, strict=False)]
        begin, box = opened[at], row[at]
        if said := _answer(words, pair, verdict_words().yes, verdict_words().no):
            first = _word_start(text, begin, box.start)
            yield from _asked(text, _question_start(text, begin, first), first, said)
            for one, answer in zip(pair, [first, box.end], strict=True):
                yield Item(answer, one.end, ANSWER if one.marked else UNTICKED)
            at += 2
            continue
        yield from _told(text, _behind_label(text, begin, box.start) if at == 0 else begin, box)
        at += 1


def _told(text: str, begin: int, box: Box) -> Iterator[Item]:
    """The words before a box as its mark has them; a denial that is ticked is left to its own words: "No leg pain [x]"."""
    if not box.marked:
        yield Item(begin, box.end, UNTICKED)
    elif not _denies(text, begin, box.start):
        yield Item(begin, box.start, TICKED)


def _before(text: str, start: int, end: int, row: Sequence[Box]) -> Iterator[Item]:
    """The items of a line whose boxes stand before their words; what is ticked is left to its own words."""
    closed = [*(box.start for box in row[1:]), end]
    labelled = _LETTER.search(text, start, row[0].start)  # a test's box for "neg" is its result: "SLR: [x] neg [ ] pos"
    sided = _HEADED_BY_SIDE.search(text, max(start, row[0].start - _ANSWER_REACH), row[0].start) is not None
    opened = start
    at = 0
    while at < len(row):
        box = row[at]
        pair = row[at : at + 2]
        words = [_first_word(text, one.end, until) for one, until in zip(pair, closed[at : at + 2], strict=False)]
        alone = len(pair) == 2 and not _LETTER.search(text, box.end + _length(text, box.end, words[0]), pair[1].start)
        known = verdict_words()
        answers = (known.answer_yes, known.answer_no) if labelled else (known.yes, known.no)
        if alone and (said := _answer(words, pair, *answers)):
            yield from _asked(text, _question_start(text, opened, box.start), box.start, said)
            for one, word in zip(pair, words, strict=True):
                yield Item(one.start, one.end + _length(text, one.end, word), ANSWER if one.marked else UNTICKED)
            opened = pair[1].end + _length(text, pair[1].end, words[1])
            at += 2
            continue
        opened = _item_end(text, box.end, closed[at], last=at == len(row) - 1, several=len(row) > 1, sided=sided)
        if not box.marked:
            yield Item(box.start, opened, UNTICKED)
        at += 1


def _item_end(text: str, start: int, closed: int, *, last: bool, several: bool, sided: bool) -> int:
    """Where the words behind a box end: short of the next box, of wide white space and of the label of what follows."""
    begin = start + len(text[start:closed]) - len(text[start:closed].lstrip())
    known = verdict_words()
    opening = text[begin : begin + _ANSWER_REACH].lower()
    courses = [words for words in (known.course | known.course_beside if several else known.course) if re.match(rf"{words}\b", opening)]
    if courses:
        return min(closed, begin + max(len(words) for words in courses))
    stop = _ITEM_END.search(text, begin, closed)
    if stop is not None:
        return stop.start()
    words = text[begin:closed]
    label = None if last else _LABEL.search(words) or (_SIDE_LABEL.search(words) if sided else None)
    return begin + label.start() if label else closed


def _asked(text: str, start: int, end: int, said: Said) -> Iterator[Item]:
    """What is asked before an answer: on its own line, or, where nothing is, on the lines above; a question that denies is left alone."""
    if not _LETTER.search(text, start, end):
        start, end = _question_above(text, start)
    start = _heading_above(text, start)
    if start < end and not _denies(text, start, end):
        yield Item(start, end, said)


def _question_start(text: str, start: int, end: int) -> int:
    """Where the last question of some characters starts."""
    return _behind_last(_QUESTION_START, text, start, end)


def _question_above(text: str, start: int) -> tuple[int, int]:
    """The question that ends right before a line, wrapped over lines or not, or the label there; nothing where that is a row of boxes."""
    begin = max(0, start - _QUESTION)
    end = begin + len(text[begin:start].rstrip())
    line = max(begin, text.rfind("\n", begin, end) + 1)
    if text[max(0, end - 1) : end] not in ("?", ":") or boxes_of(text, line, end):
        return start, start
    parted = [match.end() for match in _PARTED.finditer(text, line if text[end - 1] == ":" else begin, end - 1)]
    return (parted[-1] if parted else line if text[end - 1] == ":" else begin), end


def _heading_above(text: str, start: int) -> int:
    """Where the numbered heading of a question starts, on the line above it: "11. Radiculopathy"; else where the question does."""
    line = text.rfind("\n", max(0, start - _HEADED), start) + 1
    if not line or text[line:start].strip():
        return start
    above = text.rfind("\n", max(0, line - _HEADED), line - 1) + 1
    return above if _HEADING.fullmatch(text, above, line) else start


def _behind_label(text: str, start: int, end: int) -> int:
    """Where the words of the first box start, behind the label of its line: "Tried: therapy [x]"."""
    return _behind_last(_LABEL_END, text, start, end)


def _behind_last(mark: re.Pattern[str], text: str, start: int, end: int) -> int:
    """Where the last of some marks with a word behind it ends, within some characters; their start where there is none."""
    last = next((place for place in range(end - 1, start - 1, -1) if text[place].isalnum()), start)
    return max((match.end() for match in mark.finditer(text, start, end) if match.end() <= last), default=start)


def _answer(words: Sequence[str], row: Sequence[Box], yeses: frozenset[str], noes: frozenset[str]) -> Said | None:
    """What a box for yes and one for no, given by their words, say of a question; None when they are for something else."""
    if len(row) != 2:
        return None
    yes, no = (next((box for word, box in zip(words, row, strict=True) if word in of), None) for of in (yeses, noes))
    if yes is None or no is None:
        return None
    if yes.marked == no.marked:
        return UNTICKED
    return TICKED if yes.marked else DENIED


def _denies(text: str, start: int, end: int) -> bool:
    """Whether words open with a denial: "No leg pain", "Denies numbness"."""
    return any(word.lower() in verdict_words().denial for word in _WORD.findall(text[start:end])[:2])


def _last_word(text: str) -> str:
    words = re.findall(r"\w+", text[-_ANSWER_REACH:])
    return words[-1].lower() if words else ""


def _word_start(text: str, start: int, end: int) -> int:
    """Where the last word of some characters starts."""
    words = list(re.finditer(r"\w+", text[max(start, end - _ANSWER_REACH) : end]))
    return max(start, end - _ANSWER_REACH) + words[-1].start() if words else end


def _first_word(text: str, start: int, end: int) -> str:
    word = _WORD.search(text, start, min(end, start + _ANSWER_REACH))
    return word[0].lower() if word and not _LETTER.search(text, start, word.start()) else ""


def _length(text: str, start: int, word: str) -> int:
    """The characters from a place to the end of a word that comes next."""
    near = text[start : start + _ANSWER_REACH]
    return len(near) - len(near.lstrip()) + len(word)
