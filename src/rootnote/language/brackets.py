"""Brackets as the ends of scopes: what is denied or doubted in brackets is not what follows behind them."""

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
    found: dict[Match, int] = {}
    if not marks:
        return found
    for match in matches:
        before = next((mark for mark in reversed(marks) if mark < match.start), None)
        behind = next((mark for mark in marks if mark >= match.end), None)
        if before is None or behind is None or (doc[before].text[0], doc[behind].text[0]) != (_OPEN, _CLOSE):
            continue
        if any(match.end <= target.start < behind for target in targets):
            found[match] = behind
    return found
