"""A sentence of an examination cut into units: each result with the tests, places and sides that it is about.

An examination is written in many orders ("absent left ankle jerk", "Achilles: 2+ left, 1+ right", "IP, quads 5/5; EHL 4/5"). A sentence
is cut at commas, brackets and words that join; a piece without a result then goes with the piece that its order of words points to.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from rootnote.facts.exam.joining import DENIABLE, join
from rootnote.facts.exam.pieces import AND, EXCEPT, PLACED, RESULTS, Piece, heads_of, is_result, is_strength_elsewhere, pieces_of
from rootnote.facts.reading import Reading, Sentence, Target
from rootnote.facts.symptoms.places import PLACES, REFLEX_SITES, is_elsewhere, is_leg
from rootnote.language.labels import NEUROLOGIC, REFLEXES

#: Muscles that have a reflex, and its site.
REFLEX_MUSCLES = {"quadriceps": "knee", "gastrocnemius": "ankle", "hamstrings": "hamstring"}


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


def units(reading: Reading, sentence: Sentence, topic: Sequence[Target] = (), *, table: Sequence[Target] = ()) -> tuple[Unit, ...]:
    """The units of a sentence in order.

    ``topic`` are the heads that a sentence without any goes on with, ``table`` those of the rows above it in a table.
    """
    pieces = join(tuple(pieces_of(reading, sentence, (*topic, *table))))
    heads: tuple[Target, ...] = tuple(topic)
    places: tuple[Target, ...] = ()
    found: list[Unit] = []
    for number, piece in enumerate(pieces):
        own, own_places = heads_of(piece), tuple(target for target in piece.targets if target.label in PLACES)
        if own:
            there = any(target.label == "THERE" for target in piece.targets)
            if there and any(map(is_strength_elsewhere, heads)):
                own = heads  # "upper limb strength 5/5, reflexes 2+ there"
            goes_on = there or (piece.opener == AND and not any(map(_names_place, own)))
            heads, places = _with_topic(own, piece, topic), own_places or (places if goes_on else ())
        elif (not own_places or any(map(is_leg, own_places))) and (rest := _rest_of(piece, topic or heads)):
            heads, places = rest, ()  # "triceps 4/5, the rest of the arms and both legs 5/5"
        elif own_places and all(map(is_elsewhere, own_places)):
            heads = tuple(head for head in heads if not _names_place(head)) or tuple(map(in_general, heads))  # "2/2 patellae, 2/3 triceps"
        elif _is_next_reflex(piece, heads):
            heads = tuple(map(in_general, heads))  # "ankle jerks 1+, knees 2+"
        elif not heads:
            heads = next(filter(None, map(heads_of, pieces[number + 1 :])), ())
            if heads and ";" in reading.text[piece.targets[-1].end : heads[0].start]:
                heads = ()  # "Minor's sign absent; heel walk performed": of what is not known here
        topic = tuple(head for head in own if head.label in NEUROLOGIC) or topic  # named once for all that follow
        places = own_places or places
        found.append(Unit(piece.targets, heads, places, piece.opener == EXCEPT))
    return tuple(found)


def _is_next_reflex(piece: Piece, heads: Sequence[Target]) -> bool:
    """Whether a piece gives the grade of the next reflex by its joint alone, behind that of another joint."""
    sites = {place.value for place in piece.targets if place.label in PLACES}
    graded = any(target.label == "REFLEX_GRADE" for target in piece.targets)
    of_others = bool(heads) and all(head.label in REFLEXES and head.value in REFLEX_SITES - sites for head in heads)
    return graded and of_others and bool(sites) and sites <= REFLEX_SITES


def _rest_of(piece: Piece, heads: Sequence[Target]) -> tuple[Target, ...]:
    """The test of all that is not named, when a piece says its result: the "otherwise 5/5" behind a weak shoulder, "otherwise 2+"."""
    rest = [target for target in piece.targets if target.label == "REST"]
    graded = {target.label for target in piece.targets if is_result(target)}
    if "STRENGTH_GRADE" in graded:
        return tuple(target._replace(label="STRENGTH") for target in rest)
    if "REFLEX_GRADE" in graded and heads and all(head.label == "OTHER_EXAM" and head.value == "reflex" for head in heads):
        return tuple(target._replace(label="REFLEX", value="any") for target in rest)
    return tuple(head for head in heads if head.label in NEUROLOGIC and not _names_place(head)) if rest and graded else ()


def _with_topic(heads: tuple[Target, ...], piece: Piece, topic: Sequence[Target]) -> tuple[Target, ...]:
    """The heads of a piece, and the test named before them that its grade is one of.

    A low grade beside a muscle is that of its reflex ("Reflexes: quads 2+, gastroc 1+"); a grade of strength behind what else is examined
    is no result of that ("Strength: normal tone, 5/5").
    """
    grades = [target for target in piece.targets if target.label in RESULTS]
    labels = {grade.label for grade in grades}
    if labels == {"REFLEX_GRADE"} and all(head.value in REFLEX_MUSCLES for head in heads) and all(g.value[0] in "0123" for g in grades):
        return (*heads, *(head for head in topic if head.label == "REFLEX"))
    if any(grade.label == "REFLEX_GRADE" and not grade.text.strip("+/ \t") for grade in grades):  # "DTR: ankle ++ ; plantar flexor"
        return (*heads, *(head for head in topic if head.label == "REFLEX" and not any(map(_is_deniable, heads))))
    if labels == {"STRENGTH_GRADE"} and all(map(is_other_exam, heads)):
        return (*heads, *(head for head in topic if head.label == "STRENGTH"))
    return heads


def _is_deniable(head: Target) -> bool:
    return head.label in DENIABLE


def _names_place(head: Target) -> bool:
    """Whether a test names its own place: a muscle, a walk, or the reflex of a joint."""
    return head.label in PLACED or (head.label in REFLEXES and head.value not in ("any", "changed"))


def in_general(head: Target) -> Target:
    """The test of a muscle or tendon as one of any: the next place is no longer that of the first."""
    general = {**dict.fromkeys(PLACED, "STRENGTH"), "REFLEX": "REFLEX", "REFLEX_SHORT": "REFLEX"}
    return head._replace(label=general[head.label], value="any") if head.label in general else head


def is_other_exam(head: Target) -> bool:
    """Whether a test is none of strength, in the legs or elsewhere, nor of sensation or reflexes."""
    return head.label == "OTHER_EXAM" and not is_strength_elsewhere(head)


def shares(unit: Unit, results: Sequence[Target], labels: Collection[str]) -> dict[int, tuple[Target, ...]]:
    """For each result, by its start, the targets of some labels that belong to it, when a unit holds several results.

    What stands between two results goes with the one that its order points to: "2+ left 1+ right" or "left 2+ right 1+".
    """
    wanted = [target for target in unit.targets if target.label in labels]
    starts = sorted({result.start for result in results})
    share: dict[int, list[Target]] = {start: [] for start in starts}
    after = not wanted or not starts or wanted[0].start > starts[0]
    for target in wanted if starts else ():
        before = [start for start in starts if start <= target.start]
        behind = [start for start in starts if start >= target.start]
        share[(before or starts)[-1 if before else 0] if after else (behind or starts)[0 if behind else -1]].append(target)
    return {start: tuple(targets) for start, targets in share.items()}
