"""A sentence of an examination cut into units: each result with the tests, places and sides that it is about.

An examination is written in many orders ("absent left ankle jerk", "Achilles: 2+ left, 1+ right", "IP, quads 5/5; EHL 4/5"). A sentence is cut
at commas, brackets and words that join; a piece without a result then goes with the piece that its order of words points to.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rootnote.facts.reading import Reading, Sentence, Target

HEADS = frozenset({"SENSATION", "REFLEX", "STRENGTH", "MUSCLE", "MUSCLE_SHORT", "WALK", "SLR", "NEURO", "OTHER_EXAM"})
RESULTS = frozenset({"RESULT", "STRENGTH_GRADE", "REFLEX_GRADE"})
PLACES = frozenset({"LEG", "TERRITORY", "DERMATOME", "VERTEBRA", "LEVEL", "ARM", "ELSEWHERE", "REGION", "BACK_PAIN"})
#: Results that are nouns: a negation reaches them over a list.
NOUNS = frozenset({"loss", "weakness", "numbness"})
_CUES = frozenset({"SIDE", "ANGLE", "NEGATOR", "NEGATOR_AFTER", "UNTESTED", "SYMPTOM", "LEG_SYMPTOM"})
#: Heads that hold their own result: "motor deficit", "hypoesthesia".
_SELF = frozenset({"said", "loss", "level", "numbness", "weakness", "deficit", "changed", "neuro", "focal", "both", "foot drop"})
#: Heads that name a place themselves.
PLACED = frozenset({"MUSCLE", "MUSCLE_SHORT", "WALK"})
#: Grades and angles written as bare digits, by the test they stand behind: "Achilles 1", "EHL 4-", "SLR to 60"; "2/1" is right and left.
_BARE = {
    "REFLEX": ("REFLEX_GRADE", re.compile(r"(?<![\w/.,+-])[0-4]\+?(?:\s?/\s?[0-4]\+?)?(?![\w/+°.-])(?!\s*[.)]\s*[A-Z])(?!\s*(?:x|to|-)\s)")),
    "MUSCLE": ("STRENGTH_GRADE", re.compile(r"(?<![\w/.,+-])(?<!x )[0-5][+-]?(?![\w/+°%-])(?!\s*[.)]\s*[A-Z])(?!\s*x\b)")),
    "SLR": ("ANGLE", re.compile(r"(?<![\w/.,+-])(?<!x )[1-9]\d(?:/[1-9]\d)?(?![\w/+°%-])(?!\s*x\b)")),
}
_BARE["MUSCLE_SHORT"] = _BARE["MUSCLE"]
#: The opener of a piece that goes on with the places of the one before it: "biceps 4/5 and reflex reduced".
_AND = "AND"
_DIGIT = re.compile(r"\d")
_CUT = re.compile(r"[,;:()]|&|\.\s|\band\b|\bbut\b|\bwith(?:out)?\b|\bwhile\b|\bwhereas\b", re.I)


@dataclass(frozen=True, slots=True)
class Unit:
    """A stretch of a sentence with one result or several, and what they are about.

    ``exception`` says that it stands after "except". ``heads`` and ``places`` may come from a unit before it when it has none of its own;
    ``targets`` are those inside.
    """

    targets: tuple[Target, ...]
    heads: tuple[Target, ...]
    places: tuple[Target, ...]
    exception: bool

    def of(self, *labels: str) -> tuple[Target, ...]:
        """The targets inside with one of some labels."""
        return tuple(target for target in self.targets if target.label in labels)

    @property
    def results(self) -> tuple[Target, ...]:
        """The results inside, in order."""
        return tuple(target for target in self.targets if is_result(target))


def is_result(target: Target) -> bool:
    """Whether a target is the result of a test."""
    return target.label in RESULTS


def units(reading: Reading, sentence: Sentence, topic: Sequence[Target] = ()) -> tuple[Unit, ...]:
    """The units of a sentence in order; ``topic`` are the heads that a sentence without any goes on with."""
    pieces = list(_pieces(reading, sentence))
    merged = _merge(pieces)
    heads, places = tuple(topic), ()
    found: list[Unit] = []
    for number, (opener, targets) in enumerate(merged):
        own = _specific(target for target in targets if target.label in HEADS)
        own_places = tuple(target for target in targets if target.label in PLACES)
        if own:
            heads, places = own, own_places or (places if opener == _AND else ())
        elif not heads:
            heads = next((tuple(t for t in later if t.label in HEADS) for _, later in merged[number + 1 :] if any(t.label in HEADS for t in later)), ())
        places = own_places or places
        found.append(Unit(tuple(targets), heads, places, opener == "EXCEPT"))
    return tuple(found)


def _specific(heads: Iterable[Target]) -> tuple[Target, ...]:
    """The heads without the nervous system as a whole, unless it is all that is named."""
    held = tuple(heads)
    return tuple(head for head in held if head.label != "NEURO" or head.value == "both") or held


def _pieces(reading: Reading, sentence: Sentence) -> Iterator[tuple[str, list[Target]]]:
    """The pieces between cuts, each with the label of the cue that opens it ("" for a plain cut)."""
    words = [(t.start, t.end) for t in sentence.targets if t.label in HEADS | PLACES and t.value not in _SELF]
    covered = [(target.start, target.end) for target in sentence.targets if target.label in HEADS | PLACES | {"SIDE", "RESULT"}]
    cuts = {
        match.start(): _AND if match.group().lower() == "and" else ""
        for match in _CUT.finditer(reading.text, sentence.start, sentence.end)
        if not any(start < match.end() and match.start() < end for start, end in covered)
    }
    sides = [(side.start, side.end) for side in sentence.of("SIDE")]
    cuts.update((cue.start, cue.label) for cue in sentence.of("EXCEPT", "COMPARE") if not any(start < cue.end and cue.start < end for start, end in sides))
    bounds = sorted(cuts)
    opener, piece, at = "", list[Target](), 0
    for target in _with_bare_grades(reading, sentence):
        if target.label not in HEADS | RESULTS | PLACES | _CUES:
            continue
        if target.label in PLACES | {"RESULT"} and any(
            start <= target.start and target.end <= end and target.end - target.start < end - start for start, end in words
        ):
            continue
        while at < len(bounds) and bounds[at] <= target.start:
            if piece:
                yield opener, piece
                piece, opener = [], ""
            opener = cuts[bounds[at]] or opener
            at += 1
        piece.append(target)
    if piece:
        yield opener, piece


def _with_bare_grades(reading: Reading, sentence: Sentence) -> Sequence[Target]:
    """The targets of a sentence, and the bare digits that stand behind a test as its grade or angle."""
    if not sentence.has(*_BARE):
        return sentence.targets
    found: list[Target] = []
    for digit in _DIGIT.finditer(reading.text, sentence.start, sentence.end):
        start = digit.start()
        before = next((target for target in reversed(sentence.targets) if target.start < start), None)
        test = next((target for target in reversed(sentence.targets) if target.start < start and target.label in HEADS), None)
        if before is None or test is None or test.label not in _BARE or (test.label == "MUSCLE_SHORT" and not sentence.has("MUSCLE", "STRENGTH")):
            continue
        label, pattern = _BARE[test.label]
        match = pattern.match(reading.text, start)
        if match is None or any(
            target.start < match.end() and start < target.end for target in sentence.targets if target.rule.startswith("measure.")
        ):
            continue
        first = before.last + len(reading.text[before.end : start].split())
        found.append(
            Target(
                label=label, value=match.group(), rule=f"measure.{label.lower()}", text=match.group(), start=start, end=match.end(), first=first,
                last=first + 1, sentence=sentence.number, section=before.section, assertion=before.assertion, cue="",
            )  # fmt: skip
        )
    return sorted((*sentence.targets, *found), key=lambda target: target.start) if found else sentence.targets


def _merge(pieces: Sequence[tuple[str, list[Target]]]) -> list[tuple[str, list[Target]]]:
    """The pieces joined so that each has a result; a comparison with the other side is left out, an exception may stand alone."""
    everything = [target for _, piece in pieces for target in piece]
    result_first = _precedes(everything, is_result, lambda target: target.label in HEADS)
    places_after = _precedes(everything, is_result, lambda target: target.label in PLACES | PLACED | {"SIDE"})
    merged: list[tuple[str, list[Target]]] = []
    waiting: list[Target] = []
    for number, (opener, piece) in enumerate(pieces):
        if opener == "EXCEPT" or _is_complete(piece) or _is_missing(piece, pieces[number + 1 :]):
            if any(target.label in HEADS for target in piece) and _is_of_other_exam(waiting):
                waiting = []
            merged.append((opener, [*waiting, *piece]))
            waiting = []
        elif opener == "COMPARE":
            continue
        else:
            more = any(_is_complete(later) for _, later in pieces[number + 1 :])
            named = any(target.label in HEADS - PLACED for target in piece)
            backward = result_first if named else places_after
            if merged and (backward or not more) and not waiting:
                merged[-1][1].extend(piece)
            else:
                waiting.extend(piece)
    if waiting:
        merged.append(("", waiting))
    return merged


def _is_complete(piece: Sequence[Target]) -> bool:
    """Whether a piece holds a result, says that nothing was tested, or holds a tension test with the pain that it gave."""
    if any(is_result(target) or target.label == "UNTESTED" for target in piece):
        return True
    return any(t.label == "SLR" for t in piece) and any(t.label in ("SYMPTOM", "LEG_SYMPTOM") for t in piece)


def _is_missing(piece: Sequence[Target], later: Iterable[tuple[str, list[Target]]]) -> bool:
    """Whether a piece denies a reflex or a tension sign itself, and is not the beginning of a list of what is denied."""
    if any(is_result(t) and t.value in NOUNS and not any(h.label in HEADS and h.value not in _SELF for h in p) for _, p in later for t in p):
        return False
    negators = [t for t in piece if t.label == "NEGATOR"]
    return any(0 <= head.first - cue.last <= 2 for head in piece if head.label in ("REFLEX", "SLR") for cue in negators)


def _is_of_other_exam(targets: Iterable[Target]) -> bool:
    heads = {target.label for target in targets if target.label in HEADS}
    return heads == {"OTHER_EXAM"}


def _precedes(targets: Iterable[Target], one: object, other: object) -> bool:
    """Whether the first target of one sort stands before the first of another."""
    for target in targets:
        if one(target):  # type: ignore[operator]
            return True
        if other(target):  # type: ignore[operator]
            return False
    return False


def shares(unit: Unit, results: Sequence[Target], labels: Iterable[str]) -> dict[int, tuple[Target, ...]]:
    """For each result, by its start, the targets of some labels that belong to it, when a unit holds several results.

    What stands between two results goes with the one that its order points to: "2+ left 1+ right" or "left 2+ right 1+".
    """
    wanted = [target for target in unit.targets if target.label in set(labels)]
    starts = sorted({result.start for result in results})
    share: dict[int, list[Target]] = {start: [] for start in starts}
    if not starts:
        return {}
    after = not wanted or wanted[0].start > starts[0]
    for target in wanted:
        before = [start for start in starts if start <= target.start]
        behind = [start for start in starts if start > target.start]
        if after:
            share[before[-1] if before else starts[0]].append(target)
        else:
            share[behind[0] if behind else starts[-1]].append(target)
    return {start: tuple(targets) for start, targets in share.items()}
