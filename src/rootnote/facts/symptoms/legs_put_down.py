"""Legs whose trouble the author puts down to a disease that is not the spine's: "Right calf pain ... The leg pain is due to PAD.".

Source: annotation guide, clarification 4: leg symptoms put down to the hip, knee, vessels or other nerves are not radicular.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rootnote.anatomy import Side
from rootnote.facts.attach import side_told
from rootnote.facts.causes.pain_links import links_between
from rootnote.facts.model import Assertion, Finding
from rootnote.facts.note.topics import is_found
from rootnote.facts.reading import Reading, Sentence, Target
from rootnote.facts.symptoms.place_words import place_words
from rootnote.facts.symptoms.symptom_endings import is_loss
from rootnote.facts.symptoms.symptom_places import ASIDE, places_of
from rootnote.facts.symptoms.symptom_statements import CLAUDICATION, NEVER, WEAK
from rootnote.facts.wording import has_word
from rootnote.language.labels import LEG_PARTS, ROOT_DISEASES, STRUCTURAL, SYMPTOMS, TIMES

#: How what is put down to a cause opens its sentence or clause, and what makes it the cause of now and of all: "All of the leg pain is".
_SUBJECT = re.compile(
    r"(?:^|[.;:]|\bI (?:believe|conclude|find|hold) that)\s*(?:(?:all|of|the|this|these|his|her|my|entire|left|right)\s+)*$", re.I
)
_IS_NOW = re.compile(r"\s*(?:is|are)\b(?!.*\b(?:part|partly|partially|mostly|mainly|some)\b)[^;:]*", re.I)
#: The values of a loss and of all symptoms, the rules of weakness, and what shares the cause that is named.
_LOSS, _ANY, _WEAK_RULES = "numbness", "symptom", frozenset({"symptom.weakness", "symptom.foot_drop"})
_OF_SPINE = STRUCTURAL | {"LUMBAR_WORD", "BACK_PAIN", "LEVEL"}
#: The value of a pain, and that of the leg as a whole.
_PAIN, _LEG = "pain", "leg"


def of_other_cause(reading: Reading, findings: Sequence[Finding]) -> list[Finding]:
    """What a note tells of a leg whose trouble it then puts down to a disease elsewhere: "Right calf pain. The leg pain is due to PAD.".

    Only of the side and place that are put down, no pain that leaves the back, and where no root's disease is or may be there. What was a
    cause, in part, or in a list of past diseases, leaves the leg what it has now.
    """
    own = [f for f in findings if f.assertion is Assertion.AFFIRMED and not f.root]
    if not own:
        return []
    # of many causes put down alike the last one says all that the others say, and the time stays that of one
    last = {put: (first, cause) for put, first, cause in _put_down(reading)}
    ills = (ill for ill in reading.targets(*ROOT_DISEASES, "ROOT_LESION", "SYMPTOM") if ill.label != "SYMPTOM" or ill.value == CLAUDICATION)
    if not last or any(is_found(reading, ill) for ill in ills):
        return []
    starts = [sentence.start for sentence in reading.sentences]

    def leaves_back(way: Finding) -> bool:
        return reading.sentences[bisect_right(starts, way.evidence.start) - 1].has("BACK_PAIN", "REGION")

    own = sorted((f for f in own if not (f.rule.startswith("radiation") and leaves_back(f))), key=lambda f: f.evidence.start)
    told = [f.evidence.start for f in own]
    return [
        finding
        for put, (first, cause) in last.items()
        for finding in own[bisect_left(told, first) : bisect_left(told, cause)]
        if _is_put_down(put, finding)
    ]


class _PutDown(NamedTuple):
    """What a pain that is put down to a cause stands for: its side and places, or its kind where the whole leg has it.

    ``told`` is the number of its sentence for a bare "The pain", of which the sentence before tells.
    """

    side: Side | None
    sites: frozenset[str | None]
    weak: str | None
    numb: bool
    any: bool
    told: int | None


def _put_down(reading: Reading) -> Iterator[tuple[_PutDown, int, int]]:
    """The pains that the author puts down to a disease elsewhere, with the characters from which and up to which they are told."""
    for sentence in reading.sentences:
        if sentence.section in NEVER | ASIDE or not (sentence.has("OTHER_SOURCE") and sentence.has("LINK")):
            continue
        if sentence.has("OTHERS_WORD", *TIMES):
            continue  # "he was told", "from a strain in 2019"
        of_spine = sentence.has(*_OF_SPINE) or has_word(reading.text[sentence.start : sentence.end], place_words().of_spine)
        shared = of_spine and not sentence.has("UNRELATED", "NEGATOR")  # "due to the hip or the spine"
        pains = [pain for pain in sentence.of(*SYMPTOMS) if pain.assertion is Assertion.AFFIRMED]
        sources = [source for source in sentence.of("OTHER_SOURCE") if source.assertion is Assertion.AFFIRMED]
        for link in links_between(reading, sentence, sources, pains):
            onward = any(one.start > link.cause.start for one in sentence.of(*SYMPTOMS, "RADIATION"))
            outright = _SUBJECT.search(reading.text[sentence.start : link.effect.start]) and not (shared or onward)
            if outright and _IS_NOW.fullmatch(reading.text, link.effect.end, max(link.effect.end, link.cause.start)):
                put = _stands_for(reading, sentence, link.effect)
                first = reading.sentences[max(0, sentence.number - 1)].start if put.told is not None else 0
                yield put, first, link.cause.start


def _stands_for(reading: Reading, sentence: Sentence, pain: Target) -> _PutDown:
    """What a pain in its sentence stands for."""
    within = [place for place in sentence.of(*LEG_PARTS) if pain.start <= place.start < pain.end]
    sites = {place.value for place in (*within, *(places_of(reading, sentence, pain) or ())) if place.label in LEG_PARTS} - {_LEG}
    kinds = {one.value for one in sentence.of("SYMPTOM") if pain.start <= one.start < pain.end}
    bare = pain.label == "SYMPTOM" and not sites and pain.value == _PAIN
    side, weak = side_told(reading, sentence, (pain, *within)), pain.rule if pain.value in WEAK else None
    return _PutDown(side, frozenset(sites), weak, _LOSS in kinds, _ANY in kinds, sentence.number if bare else None)


def _is_put_down(put: _PutDown, finding: Finding) -> bool:
    """Whether a symptom is one that a pain which is put down stands for."""
    if put.side is not None and finding.side is not put.side:
        return False
    if put.sites:
        return finding.site in put.sites
    if put.weak is not None:
        return put.any or finding.rule == put.weak
    return put.any or (finding.rule not in _WEAK_RULES and is_loss(finding) is put.numb)
