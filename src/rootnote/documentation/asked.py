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
from itertools import pairwise

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
#: A box that stands behind its choice, with a mark typed by hand behind it.
_BEHIND = re.compile(rf"[ \t]*(?P<box>{_BOX})(?:[ \t]*(?P<typed>[{_INK}])(?!\w))?")
#: What a line of choices may be called, before the first of them; and what tells that an answer follows.
_CALLED = re.compile(r"\s*[A-Z][A-Za-z ]{2,20}:")
_ANSWERING = re.compile(r"\s*(?:(?:provider|physician|author|clinician)(?:['’]s)?\s)?(?:answer|response|reply|a):", re.I)
#: What ends a choice: its line, wide white space, a box, or a comma or stroke and a capital.
_NEXT_BOX = rf"(?:[ \t]+{_BOX}|[ \t]*[{_EMPTY}{_FULL}])"
_END = rf"(?=[ \t.,]*(?:[\r\n;]|\Z|[ \t]{{2}}|{_NEXT_BOX}|\|)|[ \t]*[,/][ \t]*[A-Z][a-z])"
_TO_END = rf"[^\r\n]*?(?=[ \t]*(?:[\r\n]|\Z|[ \t]{{3}})|{_NEXT_BOX})"
#: What goes on with a choice on the next line: words in small letters that hold no heading and no grade.
_GOES_ON = re.compile(r"(?:[\r\n]+[ \t>│|]*(?=[a-z(])(?![^\r\n]*(?::|\d[+-]?/\d))[^\r\n]*)+")
#: Characters before a question in which its title stands, and behind a choice in which the next one does.
_HEAD_REACH, _CHOICE_REACH = 3000, 400
#: What opens the line that quotes the note, and a quotation in it with its section and what parts it from the next.
_SAYS = re.compile(rf"The{_SPACE}note{_SPACE}says:(?={_SPACE}[“\"])")
_SAID = re.compile(r"[\s>│|]*(?:“[^”]*”|\")(?:[\s>│|]*\([a-z\s>│|]{1,40}\))?[\s>│|]*[;.…]*")
_STOPS = ".!?;"
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
    """A query in a note: its wording in the table, its characters (half-open), its choices and what its author has written among them."""

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
    """Where a question ends, where what belongs to it begins, and what the author has written between."""

    known: _Known
    start: int
    end: int
    added: tuple[tuple[int, int], ...]


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
            placed = [_placed(text, done, opening.start(), one, end) for one, end in found]
            place = min(placed, key=lambda place: place.start)
            yield place
            done = place.end


def _placed(text: str, done: int, question: int, known: _Known, end: int) -> _Place:
    """The place of a question, given by its characters, with what belongs to it behind a character."""
    low = max(done, question - _HEAD_REACH)
    start = question
    added: tuple[tuple[int, int], ...] = ()
    for says in _last(_SAYS, text, low, question):
        written = tuple(_added(text, says.end(), question))
        if sum(last - first for first, last in written) <= _CHOICE_REACH:
            start, added = says.start(), written
    for title in _last(known.title, text, low, start):
        between = text[title.end() : start]
        if not between.strip(" \t\r\n:*_#>│|") or (known.why and known.why.search(between)):
            return _Place(known, title.start(), end, added)
    line = max(text.rfind("\n", low, start), text.rfind("\r", low, start), low - 1) + 1
    return _Place(known, start if re.search(r"\w", text[line:start]) else line, end, added)


def _last(pattern: re.Pattern[str], text: str, low: int, high: int) -> Sequence[re.Match[str]]:
    """The last match between two characters, alone, or none."""
    return list(pattern.finditer(text, low, high))[-1:]


def _added(text: str, at: int, high: int) -> Iterator[tuple[int, int]]:
    """What is written among quotations of the note, between two characters, and is none of them.

    Marks that an editor has made straight do not tell where one quotation ends that holds another: then it is what is behind the last.
    """
    if text.find("“", at, high) < 0:
        at = text.rindex('"', at, high)
    while at < high:
        said = _SAID.match(text, at, high)
        following = text.find("“", at + 1, high)
        end = said.end() if said else following if following > 0 else high
        if said is None and re.search(r"\w", text[at:end]):
            yield at, end
        at = end


def _asked(text: str, place: _Place, high: int) -> Asked:
    """The query whose question ends at a place, and what follows of it before a character."""
    known = place.known
    choices: list[Choice] = []
    between: list[tuple[int, int]] = []
    at = place.end
    behind, unsure = False, False
    last = load_query_rules().closing_options[-1]
    while not choices or choices[-1].option != last:
        boxed = not behind and any(choice.boxed for choice in choices)
        found = _choice_at(text, at, high, known, boxed=boxed, behind=behind) or (None if choices else _called(text, at, high, known))
        if found is None:
            found = _later_choice(text, at, high, known, boxed=boxed, behind=behind)
            if found is None:
                break
            if choices and _goes_on(text, choices[-1], found.opened):
                choices[-1] = _going_on(text, choices[-1], found.opened)
            else:
                between.append((at, found.opened))
        if behind or not (choices or found.boxed or found.ticked):
            box = _BEHIND.match(text, found.end, high)
            behind = behind or box is not None
            unsure = unsure or (behind and (box is None or found.boxed))
            found = _with_box(found, box) if box else found
        choices.append(found)
        at = found.end
    if unsure:  # whether a box is that of the choice before it or behind it
        choices = [replace(choice, ticked=False, boxed=True) for choice in choices]
    if _is_table(text, choices, between):
        choices, between, at = [], [], place.end
    return Asked(known.text, known.wording, place.start, at, tuple(choices), (*place.added, *between))


def _called(text: str, at: int, high: int, known: _Known) -> Choice | None:
    """The first choice behind what a line of choices is called, or behind what tells that an answer follows."""
    if answering := _ANSWERING.match(text, at, high):
        return _choice_at(text, answering.end(), high, known)
    called = _CALLED.match(text, at, high)
    found = _choice_at(text, called.end(), high, known) if called else None
    return None if found is None or _is_open(found) else found


def _with_box(choice: Choice, box: re.Match[str]) -> Choice:
    """A choice with the box that stands behind it."""
    return replace(choice, ticked=bool(box["typed"] or set(box["box"]) & set(_FULL + _INK)), boxed=True, end=box.end())


def _is_table(text: str, choices: Sequence[Choice], between: Sequence[tuple[int, int]]) -> bool:
    """Whether words like choices are the author's own columns or headings: not all, no boxes, wide apart or with words among them."""
    if len(choices) < 2 or any(one.boxed or one.ticked for one in choices) or choices[-1].option == load_query_rules().closing_options[-1]:
        return False
    gaps = [text[one.end : other.start] for one, other in pairwise(choices)]
    return bool(between) or any(re.search(r"[ \t]{2}|\t|\|", gap) for gap in gaps)


def _is_open(choice: Choice) -> bool:
    """Whether words have been put in a choice, which may go on over the next line."""
    start, end = choice.parts[-1] if BLANK in choice.option else choice.more
    return start < end


def _goes_on(text: str, choice: Choice, end: int) -> bool:
    """Whether the lines behind a choice up to a character are more of its words, and no words of the note."""
    if not _is_open(choice) or text[choice.end - 1] in _STOPS:
        return False
    return _GOES_ON.fullmatch(text[choice.end : end].rstrip()) is not None


def _going_on(text: str, choice: Choice, end: int) -> Choice:
    """A choice whose words go on up to a character."""
    end = choice.end + len(text[choice.end : end].rstrip())
    if BLANK in choice.option:
        return replace(choice, end=end, parts=(*choice.parts[:-1], (choice.parts[-1][0], end)))
    return replace(choice, end=end, more=(choice.more[0], end))


def _later_choice(text: str, at: int, high: int, known: _Known, *, boxed: bool, behind: bool) -> Choice | None:
    """The first choice on one of the next lines, behind words that are none."""
    for line in re.compile(r"[\r\n]+").finditer(text, at, min(high, at + _CHOICE_REACH)):
        if choice := _choice_at(text, line.end(), high, known, boxed=boxed, behind=behind):
            return choice
    return None


def _choice_at(text: str, at: int, high: int, known: _Known, *, boxed: bool = False, behind: bool = False) -> Choice | None:
    """The choice that opens at a character; with a box or a mark, where those before it have boxes.

    Without one it is a choice in its printed form, or with its blank filled in; where the boxes stand ``behind``, also with more words.
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
        if match is None and (box or typed or behind or BLANK in option.text):
            match = option.filled.match(text, opened.end(), high)
            match = match if match is None or box or typed or BLANK in option.text or _BEHIND.match(text, match.end(), high) else None
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
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, opened))})\b", re.I), tuple(known)


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
    title = re.compile(rf"{_TITLE_LINE}(?i:{_words(text.title)})", re.M)
    reason = re.compile(_words(why), re.I) if why else None
    for wording in _wordings(text):
        offered = (*wording.options, *closing)
        options = tuple(_option(one, quoted=one.replace(FINDING, BLANK) in offered) for one in offered)
        for question in _worded(wording):
            yield _Known(text, wording, re.compile(_words(question), re.I), title, reason, options)


def _openness(option: _Option) -> tuple[int, int]:
    """How much of a choice is open: fixed words first, then those that quote, then those with a blank; the longer before the shorter."""
    return (2 if BLANK in option.text else int(FINDING in option.text)), -len(option.text)


def _words(text: str) -> str:
    """A pattern of words over one line or several, with quotations of the note in the place of names in braces."""
    escaped = re.sub(r"(?:\\ )+", lambda _: _SPACE, re.escape(text))
    return escaped.replace(re.escape(DIAGNOSIS), _NAMED).replace(re.escape(FINDING), f"(?P<a>{_QUOTED})")


def _option(text: str, *, quoted: bool) -> _Option:
    """The patterns of a choice. What fills a blank may stand without a space before it; the last goes on to the end of its line.

    A finding may have lost its quotation marks, where the same words with a blank are no choice besides: then it must be ``quoted``.
    """
    parts = [
        _words(part) if quoted else _words(part).replace(f"(?P<a>{_QUOTED})", rf"(?P<a>{_QUOTED}|\w[^\r\n“\"/,]{{0,200}}?)")
        for part in text.split(BLANK)
    ]
    if len(parts) == 1:
        return _Option(text, re.compile(rf"(?i:{parts[0]}){_END}"), re.compile(rf"(?i:{parts[0]})(?P<more>(?!\w){_TO_END})"))
    heads = [part.removesuffix(_SPACE) + r"[ \t]*" for part in parts[:-1]]
    blanks = [*(["[^\\r\\n]*?"] * (len(heads) - 1)), _TO_END]
    filled = "".join(f"(?i:{head})(?P<{name}>{blank})" for head, name, blank in zip(heads, "ab", blanks, strict=False))
    printed = "".join(f"(?i:{part})(?P<{name}>_+)" for part, name in zip(parts[:-1], "ab", strict=False))
    return _Option(text, re.compile(printed + _END), re.compile(filled))
