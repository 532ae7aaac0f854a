"""Targets: the spans that facts are made of.

``doc.spans["targets"]`` holds them in order of their start. A span's label is the kind of thing ("DISC", "SIDE", "LEVEL"), its ``kb_id_``
the canonical value ("herniation", "left", "L4-L5") and its ``id_`` the rule that found it. Rule files come in layers: within a layer a
span inside a longer one is no target of its own; layers don't hide each other, so that "no leg weakness" is a symptom and, for an exam, a
result.
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np
from spacy.attrs import SENT_START
from spacy.language import Language
from spacy.tokens import Doc, Span

from rootnote.language.abbreviations import definitions
from rootnote.language.boxes import silent
from rootnote.language.initials import initials_of_persons
from rootnote.language.labels import LEVELS
from rootnote.language.measures import SIDE, Measure, read_measures
from rootnote.language.phrases import Match, Phrases, compact, outermost, without
from rootnote.language.placed import Placed, keep
from rootnote.language.rulefile import Rule, target_rules
from rootnote.language.sentences import note_text

TARGETS = "targets"
#: The label of rules that only keep other rules from firing inside them.
MASK = "MASK"
#: Label, value and rule id of a span.
_Names = tuple[str, str, str]


class Targets:
    """The component: matches the target rules and the measures."""

    def __init__(self, nlp: Language, layers: Sequence[Sequence[Rule]]) -> None:
        self._rules = {rule.id: rule for layer in layers for rule in layer}
        self._layer = {rule.id: number for number, layer in enumerate(layers) for rule in layer}
        self._count = len(layers)
        self._names: dict[str, _Names] = {rule.id: (rule.label, rule.value, rule.id) for rule in self._rules.values()}
        self._phrases = Phrases(nlp.tokenizer, [(rule.id, rule.phrases) for rule in self._rules.values()])

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules, in file order."""
        return tuple(self._rules.values())

    def __call__(self, doc: Doc) -> Doc:
        whole = compact(doc)
        short = without(doc, whole, silent(note_text(doc)))
        number = np.cumsum(doc.to_array(SENT_START) == 1)[short.tokens].tolist() if short.tokens else []
        opening = {place for place, (before, own) in enumerate(pairwise(number), start=1) if own != before}
        measures = {measure[2:]: measure for measure in read_measures(short.words, opening)}
        if short is not whole:
            measures = _unbroken(measures, short.tokens, whole.tokens)
        layers: list[list[Match]] = [[] for _ in range(self._count)]
        for match in self._phrases(short):
            if number[match.start] == number[match.end - 1]:  # a phrase does not go on in the next sentence, or line of a list
                layers[self._layer[match.key]].append(match)
        kept = [match for layer in layers for match in outermost(layer)]
        masks: dict[int, list[tuple[int, int]]] = {}
        for match in kept:
            if self._rules[match.key].label == MASK:
                for token in range(match.start, match.end):
                    masks.setdefault(token, []).append((match.start, match.end))
        kept += [Match("", *place) for place in measures if not _is_masked(place, masks)]
        kept += _of_short_forms(short.words, kept)
        persons = initials_of_persons(short.words, ((match.start, match.end) for match in kept if match.key))
        rows = []
        for match in sorted(kept, key=lambda match: (match.start, -match.end, match.key)):
            label, value, rule = self._names[match.key] if match.key else _names_of(measures[match.start, match.end])
            if label != MASK and not (label == SIDE and match.start in persons and match.end == match.start + 1):
                rows.append(Placed(short.tokens[match.start], short.tokens[match.end - 1] + 1, label, value, rule))
        add = doc.vocab.strings.add
        hashes = {names: tuple(map(add, names)) for names in {row[2:] for row in rows}}  # a span takes half as long to make from these
        named = ((row.start, row.end, *hashes[row[2:]]) for row in rows)
        doc.spans[TARGETS] = [Span(doc, start, end, label=label, kb_id=value, span_id=rule) for start, end, label, value, rule in named]
        keep(doc, TARGETS, rows)
        return doc


def _unbroken(measures: dict[tuple[int, int], Measure], tokens: Sequence[int], whole: Sequence[int]) -> dict[tuple[int, int], Measure]:
    """The measures but for vertebrae and levels that what is not read parts: "L [ ] 0 [x] 2" is the left side, and a grade."""
    place = {token: number for number, token in enumerate(whole)}
    return {
        (start, end): measure
        for (start, end), measure in measures.items()
        if measure.label not in LEVELS or place[tokens[end - 1]] - place[tokens[start]] == end - 1 - start
    }


def _is_masked(place: tuple[int, int], masks: Mapping[int, Sequence[tuple[int, int]]]) -> bool:
    """Whether a mask covers any of the words of a measure and is no part of it, as "down to the" is of "L2 down to the sacrum".

    ``masks`` gives those over each token.
    """
    start, end = place
    return any(not start < first < last < end for token in range(start, end) for first, last in masks.get(token, ()))


def _of_short_forms(words: Sequence[str], matches: Sequence[Match]) -> list[Match]:
    """What the long form of an abbreviation that the note defines holds, at each place where the abbreviation stands."""
    by_word: dict[str, list[int]] = {}
    defined = {definition.short: definition for definition in reversed(list(definitions(words)))}  # the first time counts
    if not defined:
        return []
    covered = {token for match in matches for token in range(match.start, match.end)}
    for place, word in enumerate(words):
        if word in defined and place not in covered:
            by_word.setdefault(word, []).append(place)
    found: list[Match] = []
    for definition in defined.values():
        inside = [match for match in matches if match.key and definition.start <= match.start and match.end <= definition.end]
        found += [match._replace(start=at, end=at + 1) for at in by_word.get(definition.short, ()) for match in inside]
    return found


def _names_of(measure: Measure) -> _Names:
    return measure.label, measure.value, f"measure.{measure.label.lower()}"


@Language.factory("rootnote_targets", assigns=["doc.spans"], default_config={"layers": []})
def make_targets(nlp: Language, name: str, layers: list[list[str]]) -> Targets:
    """The target component, with the rules of some files in ``data/rules``, layer by layer; measures are hidden only by masks."""
    return Targets(nlp, [target_rules(tuple(files)) for files in layers])
