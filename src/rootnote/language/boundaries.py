"""Where sentences begin in the raw text of a note: dictation broken over lines, headings, lists, abbreviations."""

import re
from collections.abc import Iterator

from rootnote.language.side_letters import closes_with_side

#: Titles, links and units are known in any case; a word that is short for another thing in capitals ("MS", "PT", "LT"), in one only.
_ABBREVIATION = re.compile(
    r"(?:\b(?:(?i:drs?|mrs?|st|jr|sr|vs|approx|appt|dept|e\.g|i\.e|etc|incl|assoc|poss|prob|susp|wks?|mos|yrs?|hrs?|cont)"
    r"|Ms|v|no|Fig|pt|Pt|lt|Lt|rt|Rt|ext|sec|mo|min"
    r"|mg|cc|ml|b\.i\.d|t\.i\.d|q\.i\.d|p\.r\.n|q\.d|q\.h\.s|p\.o|a\.m|p\.m|M\.D|D\.O|Ph\.D|D\.C|R\.N|U\.S|dx|hx|tx|sx)"
    r"|(?<![>=])(?<![>=<] )(?<!\b[BbRrLlDd]/)\b[A-Za-z]|\b[A-Z]\.[A-Z])\.$"
)
#: The abbreviations, units and doses that end a sentence before a capital.
_ENDING_SHORT = frozenset(
    {
        *("etc", "sx", "tx", "dx", "hx", "ext", "mg", "cc", "ml", "wk", "wks", "mo", "mos", "yr", "yrs", "hr", "hrs", "min"),
        *("p.r.n", "b.i.d", "t.i.d", "q.i.d", "q.d", "q.h.s", "p.o", "a.m", "p.m"),
    }
)
#: What goes on behind a unit, in capitals or not: "8 MOS. OF PAIN".
_OF_UNIT = re.compile(r"(?:of|ago|duration)\b", re.I)
#: "No." is a number before a digit, else an answer.
_NUMBER_SIGN = "no"
_WORD_END = re.compile(r"[A-Za-z]{5}$")
#: What opens a sentence in small letters, however short the word before it: "F/u for MRI. c/o low back pain".
_OPENER = re.compile(r"(?:c/o|p/w|denies|reports|endorses|complains|presents)\b")
_ITEM_NUMBER = re.compile(r"(?:^|\s)(\(?\d{1,2}\.)$")
# Patterns begin with the characters that they are about: one that begins with a look behind is tried at every character of a note.
_STOP = re.compile(r"[.!?](?<=[^\s.!?].)(?<!\s[\"“'‘(\[]\?)(?!(?<=\.)\.{3})[.!?]*+[\"'”’)\]*_]*+(?=\s)")
_NEWLINE = re.compile(r"[\r\n]\s*")
_ITEM = re.compile(r"(?:[-•*·▪●○◦–—>]|\(?\d{1,2}[.)]|\(?[a-zA-Z][.)]|☐|\[[ xX]?\])\s")
_LABEL = re.compile(
    r"[A-Z][A-Za-z0-9/&'() -]{1,48}:(?=\s|$)|[A-Z][A-Z/&' -]{3,48}(?:\s*[:\n]|$)|[A-Z][A-Za-z]{3,20}(?: [A-Za-z]{3,16})? [-–] (?=\w)"
)
_COUNTED = re.compile(r"(?<!\S)\(?(\d{1,2})[.)]\s+(?=[A-Za-z(\[\"'*])")
_FIRST_ITEM = re.compile(r"(?:^|[:.;\n\r]\s*|\s(?=\())\(?1[.)]|\s1\)")
_INLINE_HEADING = re.compile(r"[.;]\s([A-Z][A-Z/&-]{1,}(?: [A-Z/&-]{2,})*):")
#: What asks for a time, a side or a place, which the answer gives in the same sentence, and the characters in which it stands.
_ASKED_SPAN = 60
_ASKED = re.compile(
    r"\b(?:(?:when did|how long ha(?:s|ve)|since when)\b[^.?!\r\n]*|onset|duration"
    r"|(?:which|what) (?:leg|side)|(?:to )?where(?: to| does it (?:go|radiate|travel|run))?)\Z",
    re.I,
)
#: What goes on to say the same of something else: "Sensation is intact. So are the reflexes."
_THE_SAME = re.compile(
    r"so\s+(?:is|are|was|were)\s+(?:[a-z]+\s+){0,4}?"
    r"(?:reflex(?:es)?|jerks?|dtrs|sensation|sensibility|strength|power|pinprick|light touch|slump|femoral|straight leg)\b",
    re.I,
)
#: What parts the columns of a table: wide white space, a tab or a bar.
_COLUMNS = re.compile(r"\S(?: {3,}+|[^\S\r\n\t]*+[\t|][^\S\r\n]*+)[^\s.]")
_WRAP_LEAST, _WRAP_LIMIT = 45, 132
#: The least width of a paragraph wrapped below its heading.
_FILLED = 30
#: The name of a field on a line of its own, and its value alone on the next: "Duration:" and "3 weeks", and then another field.
_FIELD = re.compile(r"\s*[A-Za-z]+(?: [A-Za-z]+){0,2}:\Z")
_VALUE = re.compile(r"[^\r\n:]++(?:[\r\n]+[^\S\r\n]*(?:[^\r\n:]{1,40}:|[\r\n])|\s*\Z)")
#: The short lines in small letters below a heading of their own, up to a blank line or a capital: a list whose items bear no mark.
_SMALL_LIST = re.compile(
    r"^[^\S\r\n]*[A-Za-z][^\r\n:]{0,40}:[^\S\r\n]*(?:\r\n?|\n)"
    r"((?:[^\S\r\n]*[a-z](?:[^\r\n]{0,42}[^\s:])?[^\S\r\n]*(?:\r\n?|\n|\Z)){2,})(?=[^\S\r\n]*(?:[\r\n]|\Z|[A-Z]))",
    re.M,
)
_LINE = re.compile(r"[^\S\r\n]*([^\r\n]+)")
#: A word that no line ends with on purpose.
_JOINING, _JOINING_REACH = re.compile(r"\s(?:with|of|and|or|the|an|to|for|from|by|into)\Z", re.I), 6
#: The letter of a sex behind an age, which closes the line that tells who comes: "41 F. 10 wks leg pain".
_SEX = re.compile(r"\b\d{1,3}\s?(?:-?(?:yo|y/o|y\.o\.|yrs?|year[- ]old)\s)?[FM]\.$")
_SEX_REACH = 16
#: A time by the letter of its unit, which ends its sentence: "leg pain x 10 d.", "prednisone x 5 d.".
_TIME = re.compile(r"\bx\s?\d{1,3}\s?[dw]\.$", re.I)


def boundaries(text: str) -> list[int]:
    r"""The starts of sentences in a text, in code points, ascending; each is the place of a character that is not white space.

    >>> boundaries("No pain. L. leg weak.\n\nPLAN\nMRI")
    [0, 9, 23, 28]
    """
    items = set(_inline_items(text))
    starts = {len(text) - len(text.lstrip())} | items
    starts.update(_after_stops(text, items))
    starts.update(_after_newlines(text))
    starts.update(_small_items(text))
    starts.update(match.start(1) for match in _INLINE_HEADING.finditer(text))
    return sorted(start for start in starts if start < len(text))


def _after_stops(text: str, items: set[int]) -> Iterator[int]:
    for match in _STOP.finditer(text):
        number = _ITEM_NUMBER.search(text, max(0, match.start() - 5), match.start() + 1)
        if number and (number.start(1) in items or _at_line_start(text, number.start(1))):
            continue
        start = match.end()
        while start < len(text) and text[start].isspace():
            start += 1
        if start >= len(text):
            return
        if match.group() == "?" and _ASKED.search(text, max(0, match.start() - _ASKED_SPAN), match.start()):
            continue  # "When did it start? March."
        if match.group() == "." and _THE_SAME.match(text, start):
            continue
        abbreviated = match.group().startswith(".") and _ABBREVIATION.search(text, max(0, match.start() - 12), match.start() + 1)
        if abbreviated and text[start] != "?" and not _ends_after_abbreviation(text, match.start(), start):
            continue  # a question mark opens a query of its own: "leg pain x 10 d. ?pinched nerve"
        short = not _WORD_END.search(text, max(0, match.start() - 6), match.start())
        if short and text[start].islower() and not _OPENER.match(text, start):
            continue
        yield start


def _at_line_start(text: str, place: int) -> bool:
    return not text[max(text.rfind("\n", 0, place), text.rfind("\r", 0, place)) + 1 : place].strip()


def _ends_after_abbreviation(text: str, stop: int, start: int) -> bool:
    """Whether a full stop after an abbreviation still ends a sentence: units and dosing do before a capital, titles and initials don't.

    So does the letter of a side that closes a statement: "Lumbar radiculitis, L.", "Weak on the L.".
    """
    if closes_with_side(text, stop, start) or _SEX.search(text, max(0, stop - _SEX_REACH), stop + 1):
        return True
    if text[start].isupper() and _TIME.search(text, max(0, stop - _SEX_REACH), stop + 1):
        return True
    word = re.search(r"([A-Za-z.]+)\.$", text[max(0, stop - 12) : stop + 1])
    if word is not None and word.group(1) == _NUMBER_SIGN:
        return text[start].isupper()
    if word is None or not text[start].isupper() or _OF_UNIT.match(text, start):
        return False
    return word.group(1).lower() in _ENDING_SHORT


def _after_newlines(text: str) -> Iterator[int]:
    width = _wrap_width(text)
    line_start = 0
    for match in _NEWLINE.finditer(text):
        before, after = text[line_start : match.start()].rstrip(), match.end()
        line_start = after
        if after >= len(text):
            return
        if _FIELD.match(before) and _VALUE.match(text, after) and not _ITEM.match(text, after):
            continue
        if _is_break(before, text[after : after + 60], match.group(), width):
            yield after


def _is_break(before: str, after: str, gap: str, width: int) -> bool:
    if gap.count("\n") + gap.replace("\r\n", "").count("\r") > 1 or _ITEM.match(after) or _LABEL.match(after):
        return True
    if not before or before[-1] in ".!?:;":
        return True
    if before.strip().isupper() and not after[:40].isupper():
        return True
    if _COLUMNS.search(before) and _COLUMNS.search(after.splitlines()[0]):
        return True  # two rows of a table
    if after[0].islower() or _JOINING.search(before, max(0, len(before) - _JOINING_REACH)):
        return False
    # A wrapped line ends where the next word no longer fitted; any other line was ended on purpose.
    first_word = after.split(maxsplit=1)[0]
    return len(before) + 1 + len(first_word) <= width


def _small_items(text: str) -> Iterator[int]:
    """The starts of the lines of lists in small letters: "exam:", and then "legs 2/5 both sides" and "ankle jerks absent".

    Lines that end as those of a paragraph do, with a word that joins or where the next word no longer fitted, are none.
    """
    for block in _SMALL_LIST.finditer(text):
        lines = list(_LINE.finditer(text, block.start(1), block.end(1)))
        ends = [line.group(1).rstrip() for line in lines]
        width = max(map(len, ends))
        filled = all(len(end) + 1 + len(line.group(1).split(maxsplit=1)[0]) > width for end, line in zip(ends, lines[1:], strict=False))
        if not (filled and width >= _FILLED) and not any(end[-1] == "," or _JOINING.search(end) for end in ends):
            yield from (line.start(1) for line in lines[1:])


def _wrap_width(text: str) -> int:
    """The width that a note seems to be wrapped at, in characters: its longest line, when that is as wide as a page."""
    longest = max((len(line) for line in text.splitlines()), default=0)
    return longest if _WRAP_LEAST <= longest <= _WRAP_LIMIT else len(text) + 1_000


def _inline_items(text: str) -> Iterator[int]:
    """The starts of numbered items, in a line or at its head, whose numbers count up from 1: "1. Spondylosis 2. Radiculopathy"."""
    expected = -1
    for match in _COUNTED.finditer(text):
        number = int(match.group(1))
        if number == 1 and _FIRST_ITEM.search(text, max(0, match.start() - 4), match.end()):
            expected = 1
        if number == expected:
            expected += 1
            yield match.start()
