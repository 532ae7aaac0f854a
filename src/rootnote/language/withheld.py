"""Context rules that hold only beside other words, or not beside them: what may return is not there where somebody fears it.

Source: annotation guide, conditions: hypothetical. The words are those of the rules of ``data/rules/context`` named here.
"""

from collections.abc import Iterable, Sequence

from spacy.tokens import Doc

from rootnote.language.phrases import Match

_MAY_RETURN, _TITLED = "hypothetical.may_return", "hypothetical.titled"
#: Who fears, asks or is told it, right before; what says of the disease that it is there; what brings it on, behind; what a title is of.
_FEARED, _THERE, _PROVOKED, _DIAGNOSIS = "may_return.feared", "may_return.there", "may_return.provoked", "titled.diagnosis"
#: The rules of the words that others hang on: they say nothing by themselves.
BESIDE_OTHERS = frozenset({_FEARED, _THERE, _PROVOKED, _DIAGNOSIS})
#: The words that a disease may take between a fear and what may come ("her left L5 radiculopathy"), and a diagnosis before its title.
_OF_DISEASE, _OF_TITLE = 6, 8
_PARTS = frozenset(",;:.")


def standing_beside(doc: Doc, matches: Sequence[Match]) -> list[Match]:
    """The matches of a sentence without those that other words withhold, and without these words."""
    marks = [match for match in matches if match.key in BESIDE_OTHERS]
    return [match for match in matches if match.key not in BESIDE_OTHERS and not _is_withheld(doc, match, marks)]


def _is_withheld(doc: Doc, match: Match, marks: Iterable[Match]) -> bool:
    """Whether nobody fears what may return, or it is called current or brought on; whether a title in quotes is the diagnosis."""
    if match.key == _TITLED:
        return any(mark.key == _DIAGNOSIS and 0 <= match.start - mark.end <= _OF_TITLE for mark in marks)
    if match.key != _MAY_RETURN:
        return False
    if any(mark.key == _THERE or (mark.key == _PROVOKED and mark.start >= match.end - 1) for mark in marks):
        return True
    return not any(mark.key == _FEARED and _leads_to(doc, mark, match) for mark in marks)


def _leads_to(doc: Doc, mark: Match, match: Match) -> bool:
    """Whether only a few words stand between two matches, and no mark that parts them."""
    between = doc[mark.end : max(mark.end, match.start)]
    return mark.end <= match.start and len(between) <= _OF_DISEASE and _PARTS.isdisjoint(token.text for token in between)
