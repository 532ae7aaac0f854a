r"""The notation that the phrases of rules are written in, and the word sequences that it stands for.

    (a|b c)      one of the alternatives
    [a]          there or not
    exam[ination], disc[ogenic|al]   brackets without a space between glue to the word
    a~b          a and b as two words, with or without a hyphen between them
    \( \)        a bracket in the text

A phrase is a row of parts, cut at the spaces outside of all brackets. What can stand in one part does not depend on the others, so that
a phrase of many sequences is held as few alternatives.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import product
from typing import TypeAlias

#: The word sequences that can stand in a part of a phrase, without repetition, in notation order; an empty one where it may be absent.
Part: TypeAlias = tuple[tuple[str, ...], ...]

#: What a phrase is made of: a mark taken as it stands, a mark of the notation, plain text.
_MARK = re.compile(r"[\\()\[\]|~]")
_PIECE = re.compile(r"\\.|[()\[\]|]| |[^\\()\[\]| ]+|\\")
#: A part that is a word, or one pair of brackets with no others inside, and a phrase of such parts: six of seven phrases are.
_PLAIN = re.compile(r"(?:[^\\()\[\]|~\s]+|\([^\\()\[\]~]+\)|\[[^\\()\[\]~]+\])(?=\s|\Z)")
_ALL_PLAIN = re.compile(rf"(?:{_PLAIN.pattern}\s*)+\Z")
#: Each alternative costs load time and memory; a part that needs more is better written as several.
_MOST = 3_000


def one_of(words: Iterable[str], gap: str = r"\s+") -> str:
    r"""A regular expression for any of some words or phrases, the longest first: of the words of a file, in a pattern of the code.

    ``*`` in a word is any more letters, an apostrophe is either, and a space between words is a gap.

    >>> one_of(["herni*", "isn't", "slipped disc"])
    "slipped\\s+disc|herni\\w*|isn['’]t"
    """
    patterns = (re.escape(word).replace(r"\*", r"\w*").replace("'", "['’]") for word in sorted(words, key=lambda word: (-len(word), word)))
    return "|".join(patterns).replace(r"\ ", gap)


def whole_words(words: Iterable[str]) -> re.Pattern[str]:
    """A pattern of any of some words or phrases, as ``one_of`` has them, where they are no part of a longer word."""
    return re.compile(rf"\b(?:{one_of(words)})\b", re.I)


@cache
def parts_of(phrase: str) -> tuple[Part, ...]:
    """The parts of a phrase.

    Raises ``ValueError`` for unbalanced brackets, a phrase that can be empty, or a part with too many alternatives.

    >>> parts_of("exam[ination] [of|for] gait")
    ((('exam',), ('examination',)), ((), ('of',), ('for',)), (('gait',),))
    """
    if not _MARK.search(phrase):
        parts: tuple[Part, ...] = tuple(((word,),) for word in phrase.split())
    elif _ALL_PLAIN.match(phrase):
        parts = tuple(map(_plain_alternatives_of, _PLAIN.findall(phrase)))
    else:
        parts = tuple(_alternatives_of(part) for part in _cut(_PIECE.findall(phrase.replace("~", "( | - )"))))
    if all(() in part for part in parts):
        raise ValueError("can be empty")
    return parts


def expand(phrase: str) -> tuple[tuple[str, ...], ...]:
    """All word sequences that a phrase stands for, without repetition, in notation order. Raises ``ValueError`` as ``parts_of`` does.

    >>> expand("exam[ination] (of|for) gait")
    (('exam', 'of', 'gait'), ('exam', 'for', 'gait'), ('examination', 'of', 'gait'), ('examination', 'for', 'gait'))
    >>> expand("straight~leg")
    (('straight', 'leg'), ('straight', '-', 'leg'))
    """
    return tuple(dict.fromkeys(tuple(word for words in choice for word in words) for choice in product(*parts_of(phrase))))


def written_out(phrase: str) -> tuple[str, ...]:
    """All texts that a phrase stands for, in notation order. Raises ``ValueError`` as ``parts_of`` does.

    One without marks of the notation is a text as it stands, with the white space at its ends.

    >>> written_out("confirm* (the|our) suspected")
    ('confirm* the suspected', 'confirm* our suspected')
    """
    return tuple(map(" ".join, expand(phrase))) if _MARK.search(phrase) else (phrase,)


def _cut(pieces: Sequence[str]) -> list[tuple[str, ...]]:
    """The pieces of each part; all in one where alternatives stand outside of brackets."""
    parts: list[tuple[str, ...]] = []
    depth = start = 0
    for at, piece in enumerate(pieces):
        if piece in ("(", "["):
            depth += 1
        elif piece in (")", "]"):
            depth -= 1
        elif not depth and piece == "|":
            return [tuple(pieces)]
        elif not depth and piece == " ":
            if start < at:
                parts.append(tuple(pieces[start:at]))
            start = at + 1
    if start < len(pieces):
        parts.append(tuple(pieces[start:]))
    return parts


@cache
def _plain_alternatives_of(part: str) -> Part:
    if part[0] not in "([":
        return ((part,),)
    texts = part[1:-1].split("|") if part[0] == "(" else ["", *part[1:-1].split("|")]
    return tuple(dict.fromkeys(map(tuple, map(str.split, texts))))


@cache
def _alternatives_of(pieces: tuple[str, ...]) -> Part:
    texts, rest = _alternatives(pieces, 0)
    if rest != len(pieces):
        raise ValueError("a closing bracket has no opening one")
    if len(texts) > _MOST:
        raise ValueError(f"a part stands for {len(texts)} sequences, more than {_MOST}; split it into several")
    return tuple(dict.fromkeys(map(tuple, map(str.split, texts))))


def _alternatives(pieces: Sequence[str], at: int) -> tuple[list[str], int]:
    """The texts of the alternatives from a piece to the closing bracket or the end, and that place; brackets glue to what touches them."""
    branches: list[str] = []
    texts = [""]
    while at < len(pieces) and pieces[at] not in (")", "]"):
        piece = pieces[at]
        if piece == "|":
            branches += texts
            texts = [""]
        elif piece in ("(", "["):
            inner, at = _alternatives(pieces, at + 1)
            if at >= len(pieces) or pieces[at] != {"(": ")", "[": "]"}[piece]:
                raise ValueError("an opening bracket is not closed")
            options = ["", *inner] if piece == "[" else inner
            texts = [text + option for text in texts for option in options]
        else:
            plain = piece[1:] if piece.startswith("\\") and len(piece) > 1 else piece
            texts = [text + plain for text in texts]
        at += 1
    return branches + texts, at
