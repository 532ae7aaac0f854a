"""Conditions and the clauses that they open: what is only supposed, up to where its clause ends.

Source: annotation guide, conditions; the words stand in ``data/rules/context``.
"""

from collections.abc import Sequence

from spacy.tokens import Doc

from rootnote.language.phrases import Match

#: The rules of words that open a condition, each with those of the words that end it; its longest reach in tokens.
CONDITIONS = {
    "hypothetical.condition": frozenset({"condition.onset", "condition.act"}),
    "hypothetical.warning": frozenset({"condition.act"}),
    "hypothetical.were": frozenset({"condition.come"}),
    "historical.so_called": frozenset({"so_called.is"}),
    "negated.struck": frozenset({"struck.from"}),
    "negated.low_suspicion": frozenset({"low_suspicion.low"}),
    "negated.sought": frozenset({"sought.none"}),
    "negated.asked_whether": frozenset({"asked_whether.not"}),
    "negated.thought_of": frozenset({"thought_of.not"}),
}
_CONDITION_REACH = 24
#: The rule of what would then be done: all of it is supposed.
SUPPOSED = "condition.supposed"
#: What someone does is no onset: "if he overdoes it sciatica sets in".
_SOMEONE = frozenset({"he", "she", "i", "they", "we", "you", "it"})
#: What begins a main clause behind a comma, as the next item of a list does not.
_CLAUSE_HEADS = _SOMEONE | {"his", "her", "the", "my", "your", "their", "this", "there", "then"}


def conditions(doc: Doc, matches: Sequence[Match], end: int) -> dict[Match, int]:
    """The words that open a condition, each with the token at which its clause ends: "If numbness or weakness sets in, ...".

    What sets in after the clause is a fact: "If the weather changes, his sciatica sets in." The sentence stops at ``end``.
    """
    found: dict[Match, int] = {}
    for match in matches:
        ends = CONDITIONS.get(match.key)
        if ends is None or (match.end < end and doc[match.end].lower_ in _SOMEONE):
            continue
        stop = min(end, match.end + _CONDITION_REACH)
        clause = next((token for token in range(match.end, stop - 1) if _opens_clause(doc, token)), stop)
        places = [other.start for other in matches if other.key in ends and match.end < other.start <= clause]
        if places:
            supposed = any(other.key == SUPPOSED and places[-1] < other.start for other in matches)
            found[match] = end if supposed else places[-1]
    return found


def _opens_clause(doc: Doc, token: int) -> bool:
    """Whether a token is a comma with a new subject behind it."""
    return doc[token].text == "," and doc[token + 1].lower_ in _CLAUSE_HEADS


def main_clause(doc: Doc, matches: Sequence[Match], sentence: tuple[int, int]) -> int | None:
    """The comma that ends a subordinate clause at the head of a sentence: "Although there is no stenosis, the radiculopathy ..."."""
    start, end = sentence
    if not any(match.key == "terminate.subordinate" and match.start - start <= 1 for match in matches):
        return None
    return next((token for token in range(start + 2, end) if doc[token].text == ","), None)
