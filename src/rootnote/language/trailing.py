"""What a doubt reaches that closes a statement: "L5 radiculopathy likely.", "S1 radiculopathy with disc herniation suspected".

The same words open a doubt elsewhere ("likely L5 radiculopathy", "possible surgery"), so they count only where their clause ends; and they
say nothing of a problem that the clause names behind what is to be done about it ("surgery for the herniation possible").

Any doubt or denial of what causes a disease that is taken for granted ("possibly the source of her radiculopathy") is of the cause alone.

Source: annotation guide, clarifications 3 and 31; the words stand in ``data/rules/context``.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence

from rootnote.language.engine import ConTextGraph, ConTextModifier
from rootnote.language.labels import ROOT_DISEASES
from rootnote.language.phrases import Compact, Match
from rootnote.language.placed import Placed

#: The rules of the words of doubt, of a deed whose object the problem is, and of what joins one problem to the one in doubt.
DOUBT, DEED, JOINED = "uncertain.trailing", "trailing.deed", "trailing.joined"
#: The rule of what takes for granted the disease that stands behind it.
_GRANTED = "granted.effect"
#: The rule of an answer behind a colon or dash, that of what such a "no" denies instead, and what makes this the next question of a form.
_ANSWER, _OF_NEXT, _ASKS = "negated.label", "label.of_next", frozenset(":=?-–—")
_DOUBTS = frozenset({"uncertain", "negated"})
#: The rules here that only mark places.
MARKS = frozenset({DEED, JOINED, _GRANTED, _OF_NEXT})
_CLAUSE_ENDS = frozenset(".,;:!)(]/-–—")
#: Marks that open the items of a list.
_ITEM_MARKS = frozenset("-–—•*")
#: The rule of a denial that counts only where it opens a statement, and what that stands behind.
_OPENING, _OPENS = "negated.unlikely", frozenset(":;().-–—•*")
#: What answers an item of a form by itself, and what stands before the answer.
_ANSWERS, _ANSWERED = frozenset({"no", "n", "none", "negative", "neg", "absent", "denied", "yes", "y", "nil"}), frozenset(":=?")
#: The most tokens between a deed and its object: "surgery for the large L4-5".
_TO_OBJECT = 6
#: The most tokens between what takes a disease for granted and its name: "the source of her right-sided L5".
_TO_EFFECT = 6


def in_place(short: Compact, matches: Iterable[Match], openings: Collection[int], backward: Collection[str]) -> Iterator[Match]:
    """The matches without the trailing doubts whose clause goes on, and without what would reach back over the mark of an item.

    No phrase runs from a side in short that ends an item into the next sentence: "Radiculopathy, R. Probably from a disc", nor from the
    answer of a form's item into the next item: "Radiculopathy: no / Red flags: no". ``openings``
    are the first tokens of sentences, ``backward`` the rules of what stands behind what it is of: "- rule out stenosis" opens an item, and
    says nothing of the one before; nor does a bracket that opens a statement, "Assessment: (suspected) sciatica". What a "no" denies
    behind its mark is what follows: "left leg pain: no relief", but not "pain: no numbness: no".
    """
    found = list(matches)
    denied = {match.start for match in found if match.key == _OF_NEXT and not _is_asked(short, match)}
    for match in found:
        if _runs_on(short, match, openings) or (match.key == _ANSWER and match.start in denied):
            continue
        opens = match.key in backward and short.words[match.start] in _ITEM_MARKS and short.tokens[match.start] in openings
        opens = opens or (match.key in backward and _opens_by_bracket(short, match, openings))
        closed = match.key != DOUBT or _is_closed(short, match.end, openings)
        if not opens and closed and (match.key != _OPENING or _is_opened(short, match.start, openings)):
            yield match


def _is_asked(short: Compact, match: Match) -> bool:
    """Whether what a "no" stands before is the next question of a form, on a line of its own or with an answer of its own behind it."""
    broken = short.tokens[match.end - 1] - short.tokens[match.start] > match.end - 1 - match.start
    return broken or (match.end < len(short.words) and short.words[match.end] in _ASKS)


def _opens_by_bracket(short: Compact, match: Match, openings: Collection[int]) -> bool:
    """Whether words in a bracket open a statement that goes on behind it."""
    end = match.end + (short.words[match.end : match.end + 1] == [")"])
    return short.words[match.start] == "(" and _is_opened(short, match.start, openings) and not _is_closed(short, end, openings)


def _runs_on(short: Compact, match: Match, openings: Collection[int]) -> bool:
    """Whether a sentence ends within a match by the stop of a short word, which the phrase could not name, or by a form's answer."""
    inner = (at for at in range(match.start + 1, match.end) if short.tokens[at] in openings)
    return any((short.words[at - 1][0].isalnum() and short.words[at - 1][-1] == ".") or _is_answer(short, at - 1) for at in inner)


def _is_answer(short: Compact, at: int) -> bool:
    """Whether a word answers an item of a form by itself: the "no" of "Radiculopathy: no"."""
    return at > 0 and short.words[at].lower() in _ANSWERS and short.words[at - 1][-1] in _ANSWERED


def _is_closed(short: Compact, end: int, openings: Collection[int]) -> bool:
    """Whether the words of a sentence stop at a word, or go on behind a mark."""
    return end == len(short.words) or short.words[end][0] in _CLAUSE_ENDS or short.tokens[end] in openings


def _is_opened(short: Compact, start: int, openings: Collection[int]) -> bool:
    """Whether a statement begins with a word, at the start of a sentence, behind a colon or behind the mark of an item."""
    if not start or short.tokens[start] in openings:
        return True
    return short.words[start - 1][-1] in _OPENS or short.words[start - 1].rstrip(".)").isdigit()


def reached(graph: ConTextGraph, marks: Sequence[Match]) -> Iterator[tuple[Placed, ConTextModifier]]:
    """The edges of a graph, those of a trailing doubt only to what it reaches past the ``marks``, and of any to what is not granted."""
    trailing: dict[int, list[Placed]] = {}
    for target, modifier in graph.edges:
        if modifier.rule.metadata["id"] == DOUBT:
            trailing.setdefault(id(modifier), []).append(target)
    kept = {key: _doubted(targets, marks) for key, targets in trailing.items()}
    for target, modifier in graph.edges:
        doubts = modifier.rule.metadata["category"] in _DOUBTS
        if target in kept.get(id(modifier), (target,)) and not (doubts and _is_granted(target, modifier.modifier_span[1], marks)):
            yield target, modifier


def _doubted(targets: Sequence[Placed], marks: Sequence[Match]) -> list[Placed]:
    """Those of the targets before a trailing doubt that it reaches: behind the last joint that some stand behind, and no deed's object."""
    joints = (mark.start for mark in marks if mark.key == JOINED and any(mark.start < target.start for target in targets))
    last = max(joints, default=-1)
    deeds = [mark.end for mark in marks if mark.key == DEED]
    return [one for one in targets if one.end > last and not any(deed <= one.start <= deed + _TO_OBJECT for deed in deeds)]


def _is_granted(target: Placed, doubt: int, marks: Sequence[Match]) -> bool:
    """Whether a disease is taken for granted by words between it and a doubt before it, which ends at a token."""
    if target.label_ not in ROOT_DISEASES:
        return False
    return any(mark.key == _GRANTED and doubt <= mark.start and 0 <= target.start - mark.end <= _TO_EFFECT for mark in marks)
