"""Nerve roots that the author names, and the words that make them roots.

Source: annotation guide, roots; clarifications 6, 20 and 28; facts.md sections 2 and 6.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence

from rootnote.anatomy import LUMBAR_ROOTS, Side, root_order
from rootnote.facts.attach import side_had
from rootnote.facts.causes.causes import CLAUSE_END
from rootnote.facts.conditions.mentions import weigh
from rootnote.facts.model import Assertion, Evidence, RootFact
from rootnote.facts.reading import Reading, Sentence, Target
from rootnote.facts.roots.place_statements import is_diagnosis, placed_by
from rootnote.facts.roots.root_lesions import LESIONS, is_inflamed, root_beside
from rootnote.facts.symptoms.place_words import place_words
from rootnote.facts.wording import are_only
from rootnote.language.categories import FINAL

_NAMING = ("COMPRESS", "CONTACT", "DECOMPRESS", "NERVE_ROOT", "RADICULOPATHY", "ROOT_LESION", "ROOT_PROCEDURE", "FORAMEN", "NERVE")
#: What makes the name of a vertebra before it no root; a radiculopathy has the distribution of its root.
_NO_ROOT = frozenset({"DERMATOME", "HARDWARE", "DISC", "REFLEX", "DISC_SURGERY", "DISC_SPACE"})
_LIST = ("SIDE", "VERTEBRA", "SEVERITY", "COURSE", "REGION", "LEG")
#: Words beside which a bare "root" is an affected one, and what treats it.
_AFFECTED = ("RADICULOPATHY", "ROOT_LESION", "COMPRESS", "CONTACT", "DECOMPRESS", "SCIATICA", "ROOT_PROCEDURE", "SYMPTOM", "LOCALIZES")

#: What stands between a root and the one that it is not, by itself and right before the latter, and the characters that it may take.
_AGAINST = re.compile(r"\b(?:not|no|rather than|instead of)\b(?: an?\b| the\b)?", re.I)
_SET_AGAINST, _BEFORE = re.compile(_AGAINST.pattern + r"(?: left| right)?\s+$", re.I), 30
#: What stands before a root whose verb is that of the clause before: "one disc compresses the L4 root and the lower one the right
#: S1"; and the characters that it may take.
_GAPPED = re.compile(
    r"\b(?:one|other|second|latter|lower|upper)(?: (?:disc|disk|herniation|bulge|level))?(?: (?:at|on) [\w/-]+)? the (?:left |right )?$",
    re.I,
)
_GAP = 60
#: The tokens from what makes a root to its name, and those from a procedure to the last of its targets.
_REACH, _TARGETS = 6, 18
#: What was given at a root, in brackets behind it: "L4 (1 mL) and S1".
_AMOUNT = re.compile(r"\(\s*[\d.]+\s?[^()\d]{1,24}\)")
#: What a procedure was done for or with, before the colon that its roots stand behind: "epidurogram for mapping: L4, L5".
_HOW = re.compile(r"\b(?:for|under|with|without|using)\b[^,;:.]{0,40}:", re.I)
#: What leaves open which of two roots is meant.
_OR = re.compile(r"\s*(?:or|vs\.?|versus)\s+(?:perhaps |possibly |less likely )?", re.I)


def named_roots(reading: Reading, note_type: str) -> tuple[tuple[Target, Target], ...]:
    """Each lumbosacral root named as affected or treated, with the word that makes it a root, in order; negated and unsaid ones left out.

    A root that only earlier or other readers think possible, or whose trouble the assessment calls over, does not count where the
    author's assessment names one, and neither does one that the author left open beside another and then decides against.
    """
    injected = note_type == "procedure" and any(_is_injected(reading.sentence_of(root)) for root in reading.targets("NERVE_ROOT"))
    injected = injected or (note_type == "procedure" and any(True for _ in reading.targets("ROOT_PROCEDURE")))
    found = [pair for sentence in reading.sentences for pair in _named_in(reading, sentence, injected)]
    if any(root.section in FINAL for root, _ in found):
        over = set(_over(reading))
        found = [
            (root, namer)
            for root, namer in found
            if root.section in FINAL or not (root.value in over or Assertion.UNCERTAIN in (root.assertion, namer.assertion))
        ]
    dropped = set(_decided_against(reading, [root for root, _ in found]))
    return tuple(pair for pair in found if pair[0] not in dropped)


def _is_injected(sentence: Sentence) -> bool:
    """Whether a sentence of a procedure tells an injection: "steroid shot onto the right L5 nerve root"."""
    given = any(one.value == "injection" and one.assertion is Assertion.AFFIRMED for one in sentence.of("TREATMENT"))
    return given and sentence.section == "procedure"


def _decided_against(reading: Reading, roots: Sequence[Target]) -> Iterator[Target]:
    """The roots left open beside another that alone is named later: "L3 or L4 radiculopathy. ... I lean to L3"; the last ones first."""
    named: dict[Side | None, set[str]] = {}
    behind = len(roots)
    for one, other in reversed(list(itertools.pairwise(roots))):
        if one.sentence != other.sentence or not _OR.fullmatch(reading.gap(one, other)):
            continue
        while behind and roots[behind - 1].sentence > other.sentence:
            behind -= 1
            named.setdefault(_side(reading, roots[behind]), set()).add(roots[behind].value)
        side = _side(reading, one)
        later = set[str]().union(*(named.values() if side is None else (named.get(side, ()), named.get(None, ()))))
        if len(later & {one.value, other.value}) == 1:
            yield one if other.value in later else other


def _side(reading: Reading, root: Target) -> Side | None:
    """The side that a root is named with, None where it has none of its own."""
    return side_had(reading, reading.sentence_of(root), root, reach=10)


def _over(reading: Reading) -> Iterator[str]:
    """The roots whose trouble the assessment calls over: "Left L5 radiculopathy, resolved"."""
    for sentence in reading.sentences:
        gone = [target for target in sentence.of("RADICULOPATHY") if weigh(reading, target) is Assertion.HISTORICAL]
        if gone and sentence.section in FINAL:
            yield from (root.value for root in sentence.of("VERTEBRA") if _namer(reading, sentence, root, gone) is not None)


def _named_in(reading: Reading, sentence: Sentence, injected: bool) -> Iterator[tuple[Target, Target]]:
    """The roots that a sentence names as affected or treated, each with the word that makes it a root."""
    if (placed := placed_by(reading, sentence)) is not None:
        yield from ((root, placed) for root in sentence.of("VERTEBRA") if root.value in LUMBAR_ROOTS)
        return
    namers = [target for target in sentence.of(*_NAMING) if weigh(reading, target).is_current]
    if not namers:
        return
    affected = injected or sentence.has(*_AFFECTED)
    namer: Target | None = None
    for root in sentence.of("VERTEBRA"):
        if root.value in LUMBAR_ROOTS and root.assertion.is_current and not _is_set_against(reading, root):
            verb = namer if namer is not None and _is_gapped(reading, sentence, root) else None
            namer = _namer(reading, sentence, root, namers) or verb
            if namer is not None and _is_apart(reading, root, sentence.of(*LESIONS)):
                namer = _namer(reading, sentence, root, [one for one in namers if one.label == "RADICULOPATHY"]) or namer
            if namer is not None and (affected or namer.label not in ("NERVE_ROOT", "NERVE", "FORAMEN")):
                yield root, namer


def _is_apart(reading: Reading, root: Target, lesions: Iterable[Target]) -> bool:
    """Whether what presses on roots is told apart from a root: "radiculopathy, likely of L5, with signs of nerve compression"."""
    return all("," in reading.gap(root, lesion) for lesion in lesions)


def _is_gapped(reading: Reading, sentence: Sentence, root: Target) -> bool:
    """Whether a root ends a clause without a verb, which is that of the clause before."""
    before = _GAPPED.search(reading.text, max(sentence.start, root.start - _GAP), root.start)
    return before is not None and CLAUSE_END.match(reading.text, root.end, sentence.end) is not None


def _namer(reading: Reading, sentence: Sentence, root: Target, namers: Sequence[Target]) -> Target | None:
    """The one of some words that makes the name of a vertebra that of a root: the first behind it or about it, else the last before it."""
    for namer in namers:
        if namer.label in ("ROOT_PROCEDURE", "ROOT_LESION", "RADICULOPATHY") and namer.first < root.first < namer.last:
            return namer  # "guided to the left L5 foramen", "amputation of the L5 root sleeve", "pain that stems from the S1 root"
        if namer.label in ("COMPRESS", "CONTACT", "DECOMPRESS"):
            if root_beside(reading, sentence, namer) is root:
                return namer
        elif namer.first >= root.last and _joined(reading, root, namer) and (namer.label != "NERVE" or namer.first == root.last):
            return namer
    for namer in reversed([one for one in namers if one.last <= root.first]):
        if is_diagnosis(reading, namer, root):
            return namer
        if is_inflamed(namer) or namer.label in ("RADICULOPATHY", "NERVE_ROOT", "ROOT_PROCEDURE", "FORAMEN"):
            follower = next((t for t in sentence.targets if t.first >= root.last and t.first - root.last <= 1), None)
            if follower is not None and follower.label in _NO_ROOT and (follower.label != "DERMATOME" or namer.value != "radiculopathy"):
                continue
            reach = _TARGETS if namer.label == "ROOT_PROCEDURE" else _REACH
            if root.first - namer.last <= reach and _joined(reading, namer, root):
                return namer
    return None


def _joined(reading: Reading, one: Target, other: Target) -> bool:
    """Whether only other roots, sides and small words stand between a root's name and the word that makes it a root."""
    rest = _AMOUNT.sub(" ", reading.rest(one, other, *_LIST))
    if one.label == "ROOT_PROCEDURE":
        rest = _HOW.sub(":", rest)
    if any(_is_set_against(reading, root) for root in reading.sentence_of(one).between(one, other, "VERTEBRA")):
        rest = _AGAINST.sub(" ", rest)
    if one.assertion is Assertion.UNCERTAIN and _is_questioned(reading, other):
        rest = rest.replace("?", " ")
    return are_only(rest, place_words().joins_root)


def _is_questioned(reading: Reading, root: Target) -> bool:
    """Whether a root has a question mark before it: "radiculopathy (?L5)"."""
    return reading.text[max(0, root.start - 2) : root.start].rstrip().endswith("?")


def _is_set_against(reading: Reading, root: Target) -> bool:
    """Whether a root is named only to say that it is another one: "L5 and not an S1 radiculopathy"."""
    sentence = reading.sentence_of(root)
    others = any(other.last < root.first for other in sentence.of("VERTEBRA"))
    return others and _SET_AGAINST.search(reading.text, max(sentence.start, root.start - _BEFORE), root.start) is not None


def root_facts(reading: Reading, named: Iterable[tuple[Target, Target]], side: Side | None) -> tuple[RootFact, ...]:
    """The root facts, from above; a root named without a side takes that of the note, both sides make it bilateral."""
    sides: dict[str, set[Side]] = {}
    places: dict[str, list[Evidence]] = {}
    for root, namer in named:
        own = _side(reading, root)
        sides.setdefault(root.value, set()).update({own} if own else set())
        places.setdefault(root.value, []).append(reading.around([root, namer]))
    return tuple(
        RootFact(name, _one_side(sides[name], side), tuple(dict.fromkeys(places[name]))) for name in sorted(places, key=root_order)
    )


def _one_side(sides: set[Side], fallback: Side | None) -> Side | None:
    """The side of a root that is named on some: the only one, both where there are two, and the note's where there is none."""
    if not sides:
        return fallback
    return next(iter(sides)) if len(sides) == 1 else Side.BILATERAL
