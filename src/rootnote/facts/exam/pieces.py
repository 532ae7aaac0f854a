"""A sentence of an examination cut into pieces: at commas, brackets and words that join, each with the targets that matter."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rootnote.facts.exam.bare_grades import with_bare_grades
from rootnote.facts.exam.earlier import earlier_results
from rootnote.facts.reading import Reading, Sentence, Target
from rootnote.facts.symptoms.places import PLACES
from rootnote.language.labels import GRADES, MUSCLES, NEUROLOGIC, REFLEXES

#: Tests and what is tested.
HEADS = NEUROLOGIC | REFLEXES | MUSCLES | {"WALK", "SLR", "NEURO", "OTHER_EXAM"}
#: Heads that name a place themselves.
PLACED = MUSCLES | {"WALK"}
#: Results that are nouns: a negation reaches them over a list.
NOUNS = frozenset({"loss", "weakness", "numbness", "areflexia"})
#: Results, in words or as grades.
RESULTS = GRADES | {"RESULT", "SENSORY_GRADE"}
#: What else matters for a result.
_CUES = frozenset(
    {
        "EQUIVOCAL",
        "SIDE",
        "ANGLE",
        "NEGATOR",
        "NEGATOR_AFTER",
        "UNTESTED",
        "SYMPTOM",
        "LEG_SYMPTOM",
        "THERE",
        "REST",
        "TISSUE",
        "RADICULOPATHY",
        "SCIATICA",
    }
)
#: Values of heads that hold their own result: "motor deficit", "hypoesthesia".
SELF = frozenset({"said", "loss", "excess", "level", "numbness", "weakness", "deficit", "changed", "neuro", "focal", "both", "foot drop"})
#: Where a sentence is cut, and what ends a clause.
_CUT = re.compile(r"[,;:()]|\[[ _xX]*\]|&|\.\s|\band\b|\bbut\b|\bwith(?:out)?\b|\bwhile\b|\bwhere(?:as)?\b|\bor\s+other\b", re.I)
#: What parts the cells of a row.
_GAP = re.compile(r"[ \t]{3,}|\t")
#: The end of a sentence behind the grades of both sides, the letter of the last side no short form: "1+ R, 2+ L. Achilles 2+".
_BOTH_SIDES = re.compile(r"\d[+-]?\s*(?:R,?\s+(?:and\s+)?\d\S*\s*L|L,?\s+(?:and\s+)?\d\S*\s*R)(\.)\s+(?=[A-Z])")
#: How the name of a test ends that is an examination: "full neurological exam".
_EXAMINING = re.compile(r"\b(?:exam(?:ination)?|testing|evaluation|assessment)$", re.I)
_CLAUSE_END = re.compile(r"\s*(?:[;.,|\n]|$)")
#: The openers of a piece: "and" lets it go on with the places of the one before ("biceps 4/5 and reflex reduced").
AND, EXCEPT, COMPARE, INCLUDE = "AND", "EXCEPT", "COMPARE", "INCLUDE"
OPENERS = (EXCEPT, COMPARE, INCLUDE)


@dataclass(frozen=True, slots=True)
class Piece:
    """What stands between two cuts, or several of them joined; ``opener`` is "" for a plain cut."""

    opener: str
    targets: tuple[Target, ...]


def pieces_of(reading: Reading, sentence: Sentence, topic: Sequence[Target]) -> Iterator[Piece]:
    """The pieces between cuts, with the targets that matter."""
    cuts = _cuts(reading, sentence)
    bounds = sorted(cuts)
    opener, held, at = "", list[Target](), 0
    for target in _relevant(reading, sentence, topic):
        while at < len(bounds) and bounds[at] <= target.start:
            if held:
                yield Piece(opener, tuple(held))
                held, opener = [], ""
            opener = cuts[bounds[at]] or opener
            at += 1
        held.append(target)
    if held:
        yield Piece(opener, tuple(held))


def heads_of(piece: Piece) -> tuple[Target, ...]:
    """The heads of a piece, without the nervous system as a whole unless it is all that is named."""
    held = tuple(target for target in piece.targets if target.label in HEADS)
    return tuple(head for head in held if head.label != "NEURO" or head.value == "both") or held


def is_result(target: Target) -> bool:
    """Whether a target is the result of a test, in words or as a grade."""
    return target.label in RESULTS


def is_strength_elsewhere(head: Target) -> bool:
    """Whether a test is one of strength that is not of the legs."""
    return head.label == "OTHER_EXAM" and head.value == "strength"


def _cuts(reading: Reading, sentence: Sentence) -> dict[int, str]:
    """Where a sentence is cut, in characters, and what opens the piece behind: never inside a target."""
    covered = _spans(target for target in sentence.targets if target.label in HEADS | PLACES | {"SIDE", "RESULT"})
    cuts = {
        match.start(): AND if match.group().upper() == AND else ""
        for match in _CUT.finditer(reading.text, sentence.start, sentence.end)
        if not _overlaps(match.start(), match.end(), covered)
    }
    cuts.update((start, "") for start in _cells(reading, sentence))
    cuts.update((match.start(1), "") for match in _BOTH_SIDES.finditer(reading.text, sentence.start, sentence.end))
    named = _spans(sentence.of("SIDE", "RESULT", "MOVE"))  # "left greater than right" is a side, "against resistance" a test: no comparison
    cuts.update((cue.start, cue.label) for cue in sentence.of(*OPENERS) if not _overlaps(cue.start, cue.start + 1, named))
    return cuts


def _cells(reading: Reading, sentence: Sentence) -> Iterator[int]:
    """Where a result opens the next cell of a row, behind the place of the result before: "patchy loss, arm     ok"."""
    told, place = False, None
    for target in sentence.of(*PLACES, "RESULT"):
        if target.label != "RESULT":
            place = target if told else None
            continue
        if place is not None and _GAP.fullmatch(reading.text, place.end, target.start):
            yield target.start
        told, place = True, None


def _relevant(reading: Reading, sentence: Sentence, topic: Sequence[Target]) -> Iterator[Target]:
    """The targets of an examination, without places and results that are part of a longer name: the toe of a toe extensor."""
    names = _spans(t for t in sentence.targets if t.label in HEADS | PLACES and t.value not in SELF)
    targets = with_bare_grades(reading, sentence, HEADS, topic)
    earlier = _spans(earlier_results(reading, sentence, targets, RESULTS))
    said = _spans(sentence.of("RESULT"))
    for before, target in zip([None, *targets], targets, strict=False):
        if any(start <= target.start and target.end <= end for start, end in earlier) or _is_left_out(reading, before, target):
            continue
        if target.start == sentence.start and _is_heading(reading, sentence, target):
            continue
        if target.label in PLACES | {"RESULT"}:
            length = target.end - target.start
            if any(start <= target.start and target.end <= end and length < end - start for start, end in names):
                continue
        if target.label == "MUSCLE" and any(s <= target.start and target.end <= e and target.end - target.start < e - s for s, e in said):
            continue  # the hamstring of a "hamstring pull"
        if _is_extent(reading, targets, target):
            continue
        if target.label in HEADS | RESULTS | PLACES | _CUES:
            yield target


def _is_left_out(reading: Reading, before: Target | None, target: Target) -> bool:
    """Whether a "without" ends its clause behind an angle, what it denies left unsaid: "60 with pain, 90 without"."""
    angle = before is not None and before.label == "ANGLE" and target.first - before.last <= 1
    return angle and target.label == "NEGATOR" and _CLAUSE_END.match(reading.text, target.end) is not None


def _is_heading(reading: Reading, sentence: Sentence, target: Target) -> bool:
    """Whether a noun that opens a sentence heads what was found, and is no test by itself: "FINDINGS:", not "Neurodeficit: nil"."""
    noun = target.label == "RESULT" and target.value == "loss" and reading.text.startswith(":", target.end)
    return noun and not any(head.start == target.start for head in sentence.of(*HEADS))


def _is_extent(reading: Reading, targets: Sequence[Target], target: Target) -> bool:
    """Whether a result says how much is to be examined: "a full motor and sensory examination"."""
    if target.label != "RESULT" or target.value != "good":
        return False
    behind = (head for head in targets if head.label in HEADS and head.start >= target.end)
    return any(_EXAMINING.search(head.text) is not None and not reading.gap(target, head).strip() for head in behind)


def _spans(targets: Iterable[Target]) -> list[tuple[int, int]]:
    return [(target.start, target.end) for target in targets]


def _overlaps(start: int, end: int, spans: Iterable[tuple[int, int]]) -> bool:
    return any(first < end and start < last for first, last in spans)
