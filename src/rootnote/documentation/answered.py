"""A note with rootnote's own queries in it, as it is read: without what they print, and with what their ticked choices state.

What a query quotes and offers is no statement of the author; a choice that is ticked is one. It is read in the words that the table has for
it, behind the note, under the heading of what was asked: "ASSESSMENT: Radiculopathy due to disc herniation." A choice that says that
nothing is known or was done states nothing, nor does any other of the same query beside it. What cannot be read surely states nothing.

Source: annotation guide, elements; AHIMA/ACDIS, Guidelines for Achieving a Compliant Query Practice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from rootnote.documentation.asked import BLANK, Asked, Choice, queries_in
from rootnote.documentation.queries import FINDING, load_query_rules
from rootnote.source.markup import Page, Piece, page_of_pieces
from rootnote.source.small_letters import capitalised

#: What ends a statement, and what is filled in within its words.
_STOPS = ".!?;:"
#: The heading of the answers on a diagnosis, its place and its cause.
_DIAGNOSES = "ASSESSMENT"
_SLOT = re.compile(f"({re.escape(BLANK)}|{re.escape(FINDING)})")
#: What is left out behind a query: the end of its line where a line has ended before it, also blank lines where one stands before it.
_LINE_ENDS = re.compile(r"[ \t.]*(?:\r\n?|\n)?")
_BLANK_LINES = re.compile(r"[ \t.]*(?:[ \t>│|]*[\r\n]+)*")
_AT_BLANK_LINE = re.compile(r"(?:\A|\n[ \t]*\r?\n|\r[ \t]*\r)[ \t]*\Z")
_AT_LINE, _TAIL = re.compile(r"[\r\n][ \t]*\Z"), 40


def answered(text: str) -> Page | None:
    r"""A note with queries as it is read; None for a note without.

    >>> note = "Sciatica. On which side are the leg symptoms of “Sciatica”? [x] Right [ ] Left [ ] Both"
    >>> answered(note).text
    'Sciatica. \n\nHPI: Leg symptoms: right.'
    """
    queries = queries_in(text)
    if not queries:
        return None
    kept = tuple(_kept(text, queries))
    in_small = capitalised("".join(piece.shown for piece in kept)) is not None
    stated = (piece for query in queries for choice in _answers(text, query) for piece in _statement(text, query, choice))
    return page_of_pieces((*kept, *(_small(piece) if in_small else piece for piece in stated)))


def _small(piece: Piece) -> Piece:
    """A piece of a statement as a note in small letters has it: capitals would have it read as one with capitals."""
    return piece if piece.same else piece._replace(shown=piece.shown.lower())


def _kept(text: str, queries: Sequence[Asked]) -> Iterator[Piece]:
    """The pieces of a note outside its queries, with what is written among their choices."""
    cuts = [0]
    for query in queries:
        cuts.append(query.start)
        for start, end in query.between:
            cuts += [start, end]
        cuts.append(query.end)
    before = ""
    for start, end in zip(cuts[::2], [*cuts[1::2], len(text)], strict=True):
        if start:
            gap = _BLANK_LINES if _AT_BLANK_LINE.search(before) else _LINE_ENDS if _AT_LINE.search(before) else None
            joined = gap.match(text, start, end) if gap else None
            start = joined.end() if joined else start
        if start < end:
            before = (before + text[start:end])[-_TAIL:]
            yield Piece(text[start:end], start, end, True)


def _answers(text: str, query: Asked) -> list[Choice]:
    """The choices of a query by which its author states something: none where one of them says that there is nothing to state."""
    marked = [choice for choice in query.choices if choice.ticked] or _left(text, query)
    taken = [meant for choice in marked for meant in _meant(text, query, choice)]
    stated = [choice for choice in taken if query.wording.answers.get(choice.option) is not None or _is_other(choice)]
    barred = len(stated) < len(taken) or (len(taken) > 1 and any(choice.option in load_query_rules().alone for choice in taken))
    return [] if barred else [choice for choice in stated if _is_filled(text, query, choice) and _words(text, query, choice)]


def _meant(text: str, query: Asked, choice: Choice) -> list[Choice]:
    """The choices that are meant by one: "both" in a blank points to those offered, "Other: due to" is the choice with these words."""
    if len(choice.parts) != 1 or BLANK not in choice.option:
        return [choice]
    start, end = choice.parts[0]
    words = text[start:end].strip(" \t.").lower()
    if _is_other(choice):
        heads = {option: option.removesuffix(BLANK).lower() for option in query.wording.options if option.endswith(BLANK)}
        option = next((option for option, head in heads.items() if BLANK not in head and words.startswith(head)), None)
        return [replace(choice, option=option, parts=((start + len(heads[option]), end),))] if option else [choice]
    if words in load_query_rules().both:
        asked = choice.option.replace(BLANK, FINDING)
        offered = {text[slice(*one.parts[0])].lower(): one for one in query.choices if one.option == asked}
        return list(offered.values()) if len(offered) == 2 else [choice]
    return [choice]


def _left(text: str, query: Asked) -> list[Choice]:
    """The choices of a query without boxes that its author has taken: the only one left, or those whose blank is filled in.

    Where a blank may hold what the query itself offers, words in it tell nothing: "Due to disc herniation" may be printed.
    """
    if any(choice.boxed for choice in query.choices):
        return []
    if len(query.choices) == 1:
        return list(query.choices)
    offered = [option.replace(FINDING, BLANK) for option in query.wording.options if FINDING in option]
    filled = (choice for choice in query.choices if BLANK in choice.option and choice.option not in offered)
    return [choice for choice in filled if _is_filled(text, query, choice)]


def _is_other(choice: Choice) -> bool:
    """Whether a choice is the one for other words."""
    return choice.option in load_query_rules().closing_options and BLANK in choice.option


def _is_filled(text: str, query: Asked, choice: Choice) -> bool:
    """Whether a blank of a choice holds an answer, or the choice has none."""
    return not choice.parts or any(_is_answer(text[start:end], query.text.heading) for start, end in choice.parts)


def _is_answer(words: str, heading: str) -> bool:
    """Whether words in a blank state something: not that there is no answer, and no more than what is planned or pointed to."""
    rules = load_query_rules()
    bare = words.strip(" \t.").lower()
    return bool(bare) and bare not in rules.no_answers and not rules.says_nothing(bare, heading)


def _words(text: str, query: Asked, choice: Choice) -> str | None:
    """What a ticked choice states; None for nothing, also where its author's words leave a diagnosis or its cause open."""
    if _is_other(choice):
        return choice.option[choice.option.index(BLANK) :]
    words = query.wording.answers.get(choice.option)
    if query.text.heading != _DIAGNOSES or words is None or words == BLANK:
        return words
    rules = load_query_rules()
    written = "".join(text[start:end] for start, end in (*choice.parts, choice.more))
    if rules.leaves_open(written):
        return None
    if query.wording is query.text.in_doubt and (settled := rules.says_confirmed(written)) is not None:
        return query.text.answers.get(choice.option) if settled else None
    return words


def _statement(text: str, query: Asked, choice: Choice) -> Iterator[Piece]:
    """The pieces of what a choice states. Words that the note has not stand for the box and the words printed beside it."""
    parts = iter(choice.parts)
    pieces = _SLOT.split(f"\n\n{query.text.heading}: {_words(text, query, choice)}")
    filled = [(word, next(parts) if _SLOT.fullmatch(word) else None) for word in pieces if word]
    ends = [place[0] for _, place in filled if place] + [choice.more[0]]
    at, shown = choice.start, ""
    for word, place in filled:
        start, end = place or (at, ends[0])
        if place:
            ends.pop(0)
        if place and not _is_answer(text[start:end], query.text.heading):
            yield Piece(shown := load_query_rules().left_blank, min(start, end - 1), end, False)
        elif place:
            yield Piece(shown := _flat(text[start:end]), start, end, True)
        else:
            end = start + len(text[start:end].rstrip())
            yield Piece(shown := word, min(start, end - 1), end, False)
        at = end
    start, end = choice.more
    if start < end:
        yield Piece(shown := _flat(text[start:end]), start, end, True)
        at = end
    if shown.rstrip()[-1:] not in _STOPS:
        yield Piece(".", at - 1, at, False)


def _flat(words: str) -> str:
    """Words of several lines on one, of the same length."""
    return re.sub(r"[\r\n]", " ", words)
