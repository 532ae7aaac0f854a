"""Context rules that hold only beside other words, or not beside them: what may return is not there where somebody fears it.

The other words, of ``withheld.toml``, are common ones: they are looked for only in a sentence in which such a rule has matched.

Source: annotation guide, conditions: hypothetical.
"""

from bisect import bisect_left
from collections.abc import Sequence

from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc

from rootnote.language.phrases import Compact, Match, Phrases
from rootnote.language.rulefile import RULES, PhraseRule, read_rules

_FILE = "withheld.toml"
_MAY_RETURN, _TITLED = "hypothetical.may_return", "hypothetical.titled"
#: Who fears, asks or is told it, right before; what says of the disease that it is there; what brings it on, behind; what a title is of.
_FEARED, _THERE, _PROVOKED, _DIAGNOSIS = "may_return.feared", "may_return.there", "may_return.provoked", "titled.diagnosis"
#: The words that a disease may take between a fear and what may come ("her left L5 radiculopathy"), and a diagnosis before its title.
_OF_DISEASE, _OF_TITLE = 6, 8
_PARTS = frozenset(",;:.")


class Withheld:
    """Tells which matches of a sentence other words of it withhold."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._phrases = Phrases(tokenizer, [(rule.id, rule.phrases) for rule in read_rules(RULES / _FILE, PhraseRule, "mark")])

    def standing(self, doc: Doc, short: Compact, sentence: tuple[int, int], matches: list[Match]) -> list[Match]:
        """The matches of a sentence, in tokens of the Doc, without those that are withheld; ``short`` are the words of the whole Doc."""
        if not any(match.key in (_MAY_RETURN, _TITLED) for match in matches):
            return matches
        first, end = (bisect_left(short.tokens, token) for token in sentence)
        words = Compact(short.words[first:end], short.norms[first:end], short.tokens[first:end])
        marks = [Match(mark.key, words.tokens[mark.start], words.tokens[mark.end - 1] + 1) for mark in self._phrases(words)]
        return [match for match in matches if not _is_withheld(doc, match, marks)]


def _is_withheld(doc: Doc, match: Match, marks: Sequence[Match]) -> bool:
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
