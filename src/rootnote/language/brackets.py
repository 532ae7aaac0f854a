"""Brackets as the ends of scopes: what is denied or doubted in brackets is not what follows behind them."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence

from spacy.tokens import Doc

from rootnote.language.phrases import Match
from rootnote.language.placed import Placed

_OPEN, _CLOSE = "(", ")"


def bracket_ends(doc: Doc, targets: Sequence[Placed], matches: Iterable[Match], sentence: tuple[int, int]) -> dict[Match, int]:
    """The words in brackets that modify a target there, each with the token of the closing bracket: "CT (pacemaker, no MRI): a bulge".

    Those with no target of their own go on behind the bracket: "(possible) herniation".
    """
    start, end = sentence
    marks = [token for token in range(start, end) if doc[token].text[:1] in (_OPEN, _CLOSE)]  # "):" is one token
    held = [target.start for target in targets]
    found: dict[Match, int] = {}
    if not marks:
        return found
    for match in matches:
        before, behind = bisect_left(marks, match.start), bisect_left(marks, match.end)
        if not before or behind == len(marks) or (doc[marks[before - 1]].text[0], doc[marks[behind]].text[0]) != (_OPEN, _CLOSE):
            continue
        if bisect_left(held, match.end) < bisect_left(held, marks[behind]):
            found[match] = marks[behind]
    return found
