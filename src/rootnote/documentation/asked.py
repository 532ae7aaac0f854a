"""rootnote's own queries in a note: where they stand, and which choices are ticked or filled in.

A query is found by its question, word for word as the tables have it, over one line or several. What belongs to it before that: its title,
what it quotes of the note, and the reason that a view shows between. Behind it: its choices, up to the last of them or to what is none.

Source: AHIMA/ACDIS, Guidelines for Achieving a Compliant Query Practice: a query states nothing, its answer does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from rootnote.documentation.elements import load_elements
from rootnote.documentation.queries import DIAGNOSIS, FINDING, QueryText, Wording, load_query_rules
from rootnote.documentation.warnings import load_warnings

BLANK = "__"
#: What stands between two words of a query: white space, and what a view or a mail puts before its lines.
_SPACE = r"[\s>│|]+"
#: A quotation of the note, also with the quotation marks that an editor has made straight.
_QUOTED = r"(?:“[^”]{1,200}”|\"[^\"]{1,200}\"|\"[^\r\n]{1,200}?\")"
_NAMED = rf"(?:{_QUOTED}|the(?:\s[a-z]+){{1,3}}?)"
#: The bullet or number before a choice, its box, and a mark typed by hand where the box stands or before it.
_BULLET = r"(?:(?:[-*•▪·–>│|]|\d{1,2}[.)]|[a-h][.)])[ \t]+)?"
_INK = "xX✓✔"
_EMPTY, _FULL = "☐□◻⬜○", "☑☒■●✓✔✅"
_BOX = rf"(?:[{_EMPTY}{_FULL}]|\[[ \t_]?[{_INK}]?[ \t]?\]|\([ \t]?[{_INK}]?[ \t]?\))"
_CHOICE = re.compile(rf"[\s;,/]*{_BULLET}(?P<typed>[{_INK}](?=[ \t]*{_BOX}|[ \t]+\w))?[ \t]*(?P<box>{_BOX})?[ \t]*")
#: What a line of choices may be called, before the first of them.
_CALLED = re.compile(r"\s*[A-Z][A-Za-z ]{2,20}:")
#: What ends a choice: its line, wide white space, the box of the next, or a comma or stroke and a capital.
_END = rf"(?=[ \t.,]*(?:[\r\n;]|\Z|[ \t]{{2}}|[ \t]+{_BOX}|\|)|[ \t]*[,/][ \t]*[A-Z][a-z])"
_TO_END = rf"[^\r\n]*?(?=[ \t]*(?:[\r\n]|\Z|[ \t]{{3}}|[ \t]+{_BOX}))"
#: Characters before a question in which its title stands, and behind a choice in which the next one does.
_HEAD_REACH, _CHOICE_REACH = 3000, 400
#: What opens the line that quotes the note, what stands in it beside its quotations, and the letters of these that may be left over.
_SAYS = re.compile(rf"The{_SPACE}note{_SPACE}says:(?={_SPACE}[“\"])")
_BESIDE, _LEFT_OVER = re.compile(rf"{_QUOTED}|\([a-z\s]{{1,30}}\)|[\s;.…>│|]"), 40
_STOPS, _LINE_END = (".", "…"), re.compile(r"[\r\n]")
#: What a title opens its line with: a bullet, the priority in a view, a number.
_TITLE_LINE = r"(?:^|(?<=\r))[^\w\r\n]*(?:[ABC]\b[^\w\r\n]+)?(?:\d{1,2}[.)][ \t]*)?"


@dataclass(frozen=True, slots=True)
class Choice:
    """A choice of a query in a note: its words in the table, whether it is ticked and has a box, and its places in characters.

    ``opened`` is where the choice before it has ended; ``parts`` are what fills its blanks or quotes the note, in order; ``more`` is what
    is written behind its words.
    """

    option: str
    ticked: bool
    boxed: bool
    opened: int
    start: int
    end: int
    parts: tuple[tuple[int, int], ...]
    more: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Asked:
    """A query in a note: its wording in the table, its characters (half-open), its choices and what is written among these."""

    text: QueryText
    wording: QueryText | Wording
    start: int
    end: int
    choices: tuple[Choice, ...]
    between: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class _Option:
    """A choice as the table has it, the pattern of its printed form, and that of its words with the blanks filled in."""

    text: str
    printed: re.Pattern[str]
    filled: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class _Known:
    """A question as the table has it, and what stands with it."""

    text: QueryText
    wording: QueryText | Wording
    question: re.Pattern[str]
    title: re.Pattern[str]
    why: re.Pattern[str] | None
    options: tuple[_Option, ...]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a question ends, and where what belongs to it begins."""

    known: _Known
    start: int
    end: int


def queries_in(text: str) -> tuple[Asked, ...]:
    """The queries of rootnote that stand in a text, in order; possibly none."""
    places = list(_places(text)) if "?" in text else []
    ends = [*(place.start for place in places), len(text)][1:]
    return tuple(_asked(text, place, end) for place, end in zip(places, ends, strict=True))


def _places(text: str) -> Iterator[_Place]:
    openings, known = _table()
    done = 0
    for opening in openings.finditer(text):
        if opening.start() < done:
            continue
        found = [(one, match.end()) for one in known if (match := one.question.match(text, opening.start()))]
        if found:
            # The same question is asked by more than one row: the title tells which.
            placed = [_Place(one, _start(text, done, opening.start(), one), end) for one, end in found]
            place = min(placed, key=lambda place: place.start)
            yield place
            done = place.end


def _start(text: str, done: int, question: int, known: _Known) -> int:
    """Where what belongs to a question, given by where it starts, begins behind a character."""
    low = max(done, question - _HEAD_REACH)
    start = next((match.start() for match in _last(_SAYS, text, low, question) if _quotes(text[match.end() : question])), question)
    for title in _last(known.title, text, low, start):
        between = text[title.end() : start]
        if not between.strip(" \t\r\n:*_#>│|") or (known.why and known.why.search(between)):
            return title.start()
    line = max(text.rfind("\n", low, start), text.rfind("\r", low, start), low - 1) + 1
    return start if re.search(r"\w", text[line:start]) else line


def _last(pattern: re.Pattern[str], text: str, low: int, high: int) -> Sequence[re.Match[str]]:
    """The last match between two characters, alone, or none."""
    return list(pattern.finditer(text, low, high))[-1:]


def _quotes(words: str) -> bool:
    """Whether words are quotations and no more, but for what a quotation within one leaves over; or a line that ends as one of them."""
    line = words.strip(" \t\r\n>│|")
    return len(_BESIDE.sub("", words)) <= _LEFT_OVER or (line[-1:] in _STOPS and _LINE_END.search(line) is None)


def _asked(text: str, place: _Place, high: int) -> Asked:
    """The query whose question ends at a place, and what follows of it before a character."""
    choices: list[Choice] = []
    between: list[tuple[int, int]] = []
    at = place.end
    last = load_query_rules().closing_options[-1]
    while not choices or choices[-1].option != last:
        boxed = any(choice.boxed for choice in choices)
        found = _choice_at(text, at, high, place.known, boxed=boxed)
        if found is None and not choices and (called := _CALLED.match(text, at, high)):
            found = _choice_at(text, called.end(), high, place.known, boxed=False)
            found = None if found is None or _is_open(found) else found
        if found is None:
            found = _later_choice(text, at, high, place.known, boxed=boxed)
            if found is None:
                break
            if choices and _is_open(choices[-1]):
                choices[-1] = _going_on(text, choices[-1], found.opened)
            else:
                between.append((at, found.opened))
        choices.append(found)
        at = found.end
    return Asked(place.known.text, place.known.wording, place.start, at, tuple(choices), tuple(between))


def _is_open(choice: Choice) -> bool:
    """Whether words have been put in a choice, which may go on over the next line."""
    start, end = choice.parts[-1] if BLANK in choice.option else choice.more
    return start < end


def _going_on(text: str, choice: Choice, end: int) -> Choice:
    """A choice whose words go on up to a character."""
    end = choice.end + len(text[choice.end : end].rstrip())
    if BLANK in choice.option:
        return replace(choice, end=end, parts=(*choice.parts[:-1], (choice.parts[-1][0], end)))
    return replace(choice, end=end, more=(choice.more[0], end))


def _later_choice(text: str, at: int, high: int, known: _Known, *, boxed: bool) -> Choice | None:
    """The first choice on one of the next lines, behind words that are none."""
    for line in re.compile(r"[\r\n]+").finditer(text, at, min(high, at + _CHOICE_REACH)):
        if choice := _choice_at(text, line.end(), high, known, boxed=boxed):
            return choice
    return None


def _choice_at(text: str, at: int, high: int, known: _Known, *, boxed: bool) -> Choice | None:
    """The choice that opens at a character; with a box or a mark, where those before it have boxes.

    Without one it is a choice in its printed form, or with its blank filled in.
    """
    opened = _CHOICE.match(text, at, high)
    if opened is None:
        return None
    box, typed = opened["box"], opened["typed"]
    if boxed and not (box or typed):
        return None
    start = opened.start("typed") if typed else opened.start("box") if box else opened.end()
    ticked = bool(typed or set(box or "") & set(_FULL + _INK))
    for option in known.options:
        match = option.printed.match(text, opened.end(), high)
        if match is None and (box or typed or BLANK in option.text):
            match = option.filled.match(text, opened.end(), high)
        if match:
            more = match.span("more") if "more" in match.re.groupindex else (match.end(), match.end())
            return Choice(option.text, ticked, box is not None, at, start, match.end(), _spans(match), more)
    return None


def _spans(match: re.Match[str]) -> tuple[tuple[int, int], ...]:
    """What fills the blanks of a choice, without the strokes of the blanks and the marks of quotations."""
    found = []
    for first, last in (match.span(name) for name in "ab" if name in match.re.groupindex):
        raw = match.string[first:last]
        bare = raw.strip(' \t_“”"')
        first += raw.find(bare)
        found.append((first, first + len(bare)))
    return tuple(found)


@cache
def _table() -> tuple[re.Pattern[str], tuple[_Known, ...]]:
    """A pattern of how questions open, and every question that rootnote asks."""
    closing = load_query_rules().closing_options
    asked: list[tuple[QueryText, str | None]] = [(row.query, row.why) for row in load_elements()]
    asked += [(row.query, None) for row in load_warnings().kinds.values() if row.query]
    known = [one for text, why in asked for one in _questions(text, why, closing)]
    options: dict[str, dict[str, _Option]] = {}
    for one in known:  # a question that several rows ask may stand without its title
        options.setdefault(one.question.pattern, {}).update((option.text, option) for option in one.options)
    known = [replace(one, options=tuple(sorted(options[one.question.pattern].values(), key=_openness))) for one in known]
    opened = sorted({question.split()[0] for text, _ in asked for wording in _wordings(text) for question in _worded(wording)})
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, opened))})\b"), tuple(known)


def _wordings(text: QueryText) -> Iterator[QueryText | Wording]:
    yield text
    if text.in_doubt:
        yield text.in_doubt


def _worded(wording: QueryText | Wording) -> Iterator[str]:
    """The questions of a wording."""
    yield wording.question
    if wording.open_question:
        yield wording.open_question


def _questions(text: QueryText, why: str | None, closing: Sequence[str]) -> Iterator[_Known]:
    title = re.compile(_TITLE_LINE + _words(text.title), re.M)
    reason = re.compile(_words(why)) if why else None
    for wording in _wordings(text):
        options = tuple(_option(one) for one in (*wording.options, *closing))
        for question in _worded(wording):
            yield _Known(text, wording, re.compile(_words(question)), title, reason, options)


def _openness(option: _Option) -> tuple[int, int]:
    """How much of a choice is open: fixed words first, then those that quote, then those with a blank; the longer before the shorter."""
    return (2 if BLANK in option.text else int(FINDING in option.text)), -len(option.text)


def _words(text: str) -> str:
    """A pattern of words over one line or several, with quotations of the note in the place of names in braces."""
    escaped = re.sub(r"(?:\\ )+", lambda _: _SPACE, re.escape(text))
    return escaped.replace(re.escape(DIAGNOSIS), _NAMED).replace(re.escape(FINDING), f"(?P<a>{_QUOTED})")


def _option(text: str) -> _Option:
    """The patterns of a choice. What fills a blank may stand without a space before it; the last goes on to the end of its line."""
    parts = [_words(part) for part in text.split(BLANK)]
    if len(parts) == 1:
        return _Option(text, re.compile(parts[0] + _END), re.compile(rf"{parts[0]}(?P<more>(?!\w){_TO_END})"))
    heads = [part.removesuffix(_SPACE) + r"[ \t]*" for part in parts[:-1]]
    blanks = [*(["[^\\r\\n]*?"] * (len(heads) - 1)), _TO_END]
    filled = "".join(f"{head}(?P<{name}>{blank})" for head, name, blank in zip(heads, "ab", blanks, strict=False))
    printed = "".join(f"{part}(?P<{name}>_+)" for part, name in zip(parts[:-1], "ab", strict=False))
    return _Option(text, re.compile(printed + _END), re.compile(filled))
