"""A note with rootnote's own queries in it, as it is read: without what they print, and with what their ticked choices state.

What a query quotes and offers is no statement of the author; a choice that is ticked is one. It is read in the words that the table has for
it, behind the note, under the heading of what was asked: "ASSESSMENT: Lumbar radiculopathy due to disc herniation." A choice that says that
nothing is known or was done states nothing, nor does any other of the same query beside it.

Source: annotation guide, elements; AHIMA/ACDIS, Guidelines for Achieving a Compliant Query Practice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rootnote.documentation.asked import BLANK, Asked, Choice, queries_in
from rootnote.documentation.queries import FINDING, load_query_rules
from rootnote.source.markup import Page, Piece, page_of_pieces
from rootnote.source.small_letters import capitalised

#: What ends a statement, and what is filled in within its words.
_STOPS = ".!?;:"
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
    taken = [choice for choice in query.choices if choice.ticked] or _left(text, query)
    stated = [choice for choice in taken if _words(query, choice) is not None]
    return [choice for choice in stated if _is_filled(text, choice)] if len(stated) == len(taken) else []


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
    return [choice for choice in filled if _is_filled(text, choice)]


def _is_filled(text: str, choice: Choice) -> bool:
    """Whether every blank of a choice holds words, and not such as say that there is no answer."""
    filled = [text[start:end].strip(" \t.").lower() for start, end in choice.parts]
    return all(words and words not in load_query_rules().no_answers for words in filled) if filled else True


def _words(query: Asked, choice: Choice) -> str | None:
    """What a ticked choice states; None for nothing."""
    closing = load_query_rules().closing_options
    if choice.option in closing:
        return choice.option[choice.option.index(BLANK) :] if BLANK in choice.option else None
    return query.wording.answers.get(choice.option)


def _statement(text: str, query: Asked, choice: Choice) -> Iterator[Piece]:
    """The pieces of what a choice states. Words that the note has not stand for the box and the words printed beside it."""
    parts = iter(choice.parts)
    pieces = _SLOT.split(f"\n\n{query.text.heading}: {_words(query, choice)}")
    filled = [(word, next(parts) if _SLOT.fullmatch(word) else None) for word in pieces if word]
    ends = [place[0] for _, place in filled if place] + [choice.more[0]]
    at, shown = choice.start, ""
    for word, place in filled:
        start, end = place or (at, ends[0])
        if place:
            ends.pop(0)
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
