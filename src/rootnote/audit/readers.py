"""Readers of assertions: negspaCy with a term set of its own, and medspaCy's ConText with the rules that it comes with.

Source: Chapman et al. 2001 (NegEx), 2007 (ConText).

No ``from __future__ import annotations`` here: spaCy 3.7 checks the settings of a factory against its real types.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from spacy.language import Language
from spacy.tokens import Doc, Span

from rootnote.audit.sentences import Judged, judged_sentences
from rootnote.errors import RuleError
from rootnote.facts.model import Assertion, Evidence
from rootnote.language.context import PRECEDENCE
from rootnote.language.engine import ConText


class Verdict(NamedTuple):
    """What a reader makes of the target on some tokens of a sentence, by which rule, and the tokens of what made it think so."""

    place: tuple[int, int]
    assertion: Assertion
    rule: str
    trigger: tuple[int, int]


class SecondReading(NamedTuple):
    """What a reader says of a target: its assertion, the rule, and the words in the note that triggered it; plainly affirmed without."""

    assertion: Assertion = Assertion.AFFIRMED
    rule: str = ""
    trigger: Evidence | None = None


class SecondReader:
    """The component: what a reader says of each judged target stands in an extension of its span. ``tells`` is what it can say at all."""

    def __init__(self, name: str, judge: Callable[[Judged], Iterable[Verdict]], tells: Iterable[Assertion], plain: Iterable[str]) -> None:
        self.name = name
        self.tells = frozenset(tells)
        self.plain = frozenset(plain)
        self._judge = judge
        if not Span.has_extension(name):
            Span.set_extension(name, default=SecondReading())

    def __call__(self, doc: Doc) -> Doc:
        for judged in judged_sentences(doc, self.plain):
            said = {verdict.place: verdict for verdict in self._judge(judged)}
            for target, span in zip(judged.targets, judged.spans, strict=True):
                if verdict := said.get((span.start, span.end)):
                    trigger = judged.evidence(*verdict.trigger)
                    doc[target.first : target.last]._.set(self.name, SecondReading(verdict.assertion, verdict.rule, trigger))
        return doc


class NegSpacy:
    """negspaCy's judgement of one sentence: it tells only what is negated."""

    def __init__(self, nlp: Language, name: str, termset: str) -> None:
        from negspacy.negation import Negex
        from negspacy.termsets import LANGUAGES

        if termset not in LANGUAGES:
            raise RuleError(f"{name}: negspaCy has no term set {termset!r}; it has {', '.join(sorted(LANGUAGES))}")
        self._negex = Negex(nlp, name, neg_termset=LANGUAGES[termset], ent_types=[], extension_name="negex", chunk_prefix=[])

    def __call__(self, judged: Judged) -> Iterator[Verdict]:
        preceding, following, terminating = self._negex.process_negations(judged.doc)
        if not preceding and not following:
            return
        bounds = self._negex.termination_boundaries(judged.doc, terminating)
        for spans in _apart(judged.spans):
            judged.doc.ents = spans
            self._negex.negex(judged.doc)
            for span in spans:
                if span._.negex:
                    kind, trigger = _nearest(span, preceding, following, bounds)
                    yield Verdict((span.start, span.end), Assertion.NEGATED, f"{kind}: {judged.doc[slice(*trigger)].text.lower()}", trigger)


def _apart(spans: Iterable[Span]) -> list[list[Span]]:
    """The spans in as few groups as it takes that none overlaps another of its group; on equal tokens one span stands for all."""
    groups: list[list[Span]] = []
    for span in sorted({(span.start, span.end): span for span in spans}.values(), key=lambda span: (span.start, span.end)):
        group = next((group for group in groups if group[-1].end <= span.start), None)
        if group is None:
            groups.append([span])
        else:
            group.append(span)
    return groups


_Match = tuple[int, int, int]


def _nearest(
    span: Span, preceding: Sequence[_Match], following: Sequence[_Match], bounds: Sequence[tuple[int, int]]
) -> tuple[str, tuple[int, int]]:
    """The trigger that negspaCy, which does not say which one it was, must have gone by: the nearest before, else the nearest after."""
    low, high = next((low, high) for low, high in bounds if low <= span.start < high)
    before = [(start, end) for _, start, end in preceding if low <= start < min(high, span.start)]
    if before:
        return "preceding", max(before)
    return "following", min((start, end) for _, start, end in following if low <= start < high and end > span.end)


#: medspaCy's categories in our words.
_CATEGORIES = {
    "NEGATED_EXISTENCE": Assertion.NEGATED,
    "POSSIBLE_EXISTENCE": Assertion.UNCERTAIN,
    "HISTORICAL": Assertion.HISTORICAL,
    "HYPOTHETICAL": Assertion.HYPOTHETICAL,
    "FAMILY": Assertion.FAMILY,
}
_GROUP = "targets"


class MedSpacy:
    """ConText's judgement of one sentence; of several that modify a target, the one wins that does in the default pipeline."""

    def __init__(self, nlp: Language, name: str, rules: str) -> None:
        self._context = ConText(nlp, name, rules=rules, input_span_type="group", span_group_name=_GROUP, span_attrs=None)

    def __call__(self, judged: Judged) -> Iterator[Verdict]:
        judged.doc.spans[_GROUP] = list(judged.spans)
        self._context(judged.doc)
        found: dict[tuple[int, int], Verdict] = {}
        for target, modifier in judged.doc._.context_graph.edges:
            place, assertion = (target.start, target.end), _CATEGORIES.get(modifier.category)
            if assertion and (place not in found or PRECEDENCE.index(assertion) < PRECEDENCE.index(found[place].assertion)):
                found[place] = Verdict(place, assertion, f"{modifier.category}: {modifier.rule.literal}", modifier.modifier_span)
        yield from found.values()


@Language.factory("rootnote_negspacy", default_config={"termset": "en_clinical", "plain": []})
def make_negspacy(nlp: Language, name: str, termset: str, plain: list[str]) -> SecondReader:
    """The component that has negspaCy judge the targets; ``plain`` are labels that nobody asserts."""
    return SecondReader(name, NegSpacy(nlp, name, termset), [Assertion.NEGATED], plain)


@Language.factory("rootnote_medspacy", default_config={"rules": "default", "plain": []})
def make_medspacy(nlp: Language, name: str, rules: str, plain: list[str]) -> SecondReader:
    """The component that has medspaCy's ConText judge the targets; ``rules`` is "default" or the path of another rule file of its kind."""
    return SecondReader(name, MedSpacy(nlp, name, rules), _CATEGORIES.values(), plain)
