"""A sentence of an examination cut into units: each result with the tests, places and sides that it is about.

An examination is written in many orders ("absent left ankle jerk", "Achilles: 2+ left, 1+ right", "IP, quads 5/5; EHL 4/5"). A sentence
is cut at commas, brackets and words that join; a piece without a result then goes with the piece that its order of words points to.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from rootnote.facts.bare_grades import with_bare_grades
from rootnote.facts.places import PLACES, is_elsewhere
from rootnote.facts.reading import Reading, Sentence, Target

HEADS = frozenset({"SENSATION", "REFLEX", "REFLEX_SHORT", "STRENGTH", "MUSCLE", "MUSCLE_SHORT", "WALK", "SLR", "NEURO", "OTHER_EXAM"})
#: Heads that name a place themselves.
PLACED = frozenset({"MUSCLE", "MUSCLE_SHORT", "WALK"})
#: Results that are nouns: a negation reaches them over a list.
NOUNS = frozenset({"loss", "weakness", "numbness", "areflexia"})
_RESULTS = frozenset({"RESULT", "STRENGTH_GRADE", "REFLEX_GRADE", "SENSORY_GRADE"})
_CUES = frozenset(
    {
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
_SELF = frozenset({"said", "loss", "excess", "level", "numbness", "weakness", "deficit", "changed", "neuro", "focal", "both", "foot drop"})
_CUT = re.compile(r"[,;:()]|&|\.\s|\band\b|\bbut\b|\bwith(?:out)?\b|\bwhile\b|\bwhere(?:as)?\b|\bor\s+other\b", re.I)
_CLAUSE_END = re.compile(r"\s*(?:[;.,|\n]|$)")
#: Tests that a sentence names once for all that follow.
_TOPICS = frozenset({"REFLEX", "STRENGTH", "SENSATION"})
#: Tests that are denied themselves: "no ankle jerk", "right leg raise nothing".
_DENIABLE = frozenset({"REFLEX", "REFLEX_SHORT", "SLR"})
#: Words that deny a test or reflex alone, and tokens from one to the side: "none on the left".
_NONE, _ON_SIDE = frozenset({"none", "nil", "nothing"}), 1
#: Muscles that have a reflex, and its site.
REFLEX_MUSCLES = {"quadriceps": "knee", "gastrocnemius": "ankle", "hamstrings": "hamstring"}
#: Tokens from the result of an earlier examination to the words that say when it was.
_PRIOR_REACH = 8
#: The openers of a piece: "and" lets it go on with the places of the one before ("biceps 4/5 and reflex reduced").
_AND, _EXCEPT, _COMPARE, _INCLUDE = "AND", "EXCEPT", "COMPARE", "INCLUDE"
_OPENERS = (_EXCEPT, _COMPARE, _INCLUDE)


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
        return tuple(target for target in self.targets if _is_result(target))


@dataclass(frozen=True, slots=True)
class _Piece:
    """What stands between two cuts, or several of them joined; ``opener`` is "" for a plain cut."""

    opener: str
    targets: tuple[Target, ...]


def units(reading: Reading, sentence: Sentence, topic: Sequence[Target] = (), *, table: Sequence[Target] = ()) -> tuple[Unit, ...]:
    """The units of a sentence in order.

    ``topic`` are the heads that a sentence without any goes on with, ``table`` those of the rows above it in a table.
    """
    pieces = _join(tuple(_pieces(reading, sentence, (*topic, *table))))
    heads: tuple[Target, ...] = tuple(topic)
    places: tuple[Target, ...] = ()
    found: list[Unit] = []
    for number, piece in enumerate(pieces):
        own, own_places = _heads(piece), tuple(target for target in piece.targets if target.label in PLACES)
        if own:
            there = any(target.label == "THERE" for target in piece.targets)
            if there and any(map(_is_strength_elsewhere, heads)):
                own = heads  # "upper limb strength 5/5, reflexes 2+ there"
            goes_on = there or (piece.opener == _AND and not any(map(_names_place, own)))
            heads, places = _with_topic(own, piece, topic), own_places or (places if goes_on else ())
        elif (rest := _rest_of(piece)) and not own_places:
            heads, places = rest, ()
        elif own_places and all(map(is_elsewhere, own_places)):
            heads = tuple(head for head in heads if not _names_place(head)) or heads  # "2/2 patellae, 2/3 triceps"
        elif not heads:
            heads = next(filter(None, map(_heads, pieces[number + 1 :])), ())
            if heads and ";" in reading.text[piece.targets[-1].end : heads[0].start]:
                heads = ()  # "Minor's sign absent; heel walk performed": of what is not known here
        topic = tuple(head for head in own if head.label in _TOPICS) or topic
        places = own_places or places
        found.append(Unit(piece.targets, heads, places, piece.opener == _EXCEPT))
    return tuple(found)


def _rest_of(piece: _Piece) -> tuple[Target, ...]:
    """The strength of all that is not named, when a piece grades it: the "otherwise 5/5" behind a weak shoulder."""
    graded = any(target.label == "STRENGTH_GRADE" for target in piece.targets)
    return tuple(target._replace(label="STRENGTH") for target in piece.targets if graded and target.label == "REST")


def _with_topic(heads: tuple[Target, ...], piece: _Piece, topic: Sequence[Target]) -> tuple[Target, ...]:
    """The heads of a piece, and the test named before them that its grade is one of.

    A low grade beside a muscle is that of its reflex ("Reflexes: quads 2+, gastroc 1+"); a grade of strength behind what else is examined
    is no result of that ("Strength: normal tone, 5/5").
    """
    grades = [target for target in piece.targets if target.label in _RESULTS]
    labels = {grade.label for grade in grades}
    if labels == {"REFLEX_GRADE"} and all(head.value in REFLEX_MUSCLES for head in heads) and all(g.value[0] in "0123" for g in grades):
        return (*heads, *(head for head in topic if head.label == "REFLEX"))
    if any(grade.label == "REFLEX_GRADE" and not grade.text.strip("+/ \t") for grade in grades):  # "DTR: ankle ++ ; plantar flexor"
        return (*heads, *(head for head in topic if head.label == "REFLEX" and not any(map(_is_deniable, heads))))
    if labels == {"STRENGTH_GRADE"} and all(map(is_other_exam, heads)):
        return (*heads, *(head for head in topic if head.label == "STRENGTH"))
    return heads


def _is_deniable(head: Target) -> bool:
    return head.label in _DENIABLE


def _names_place(head: Target) -> bool:
    """Whether a test names its own place: a muscle, a walk, or the reflex of a joint."""
    return head.label in PLACED or (head.label in ("REFLEX", "REFLEX_SHORT") and head.value not in ("any", "changed"))


def is_other_exam(head: Target) -> bool:
    """Whether a test is none of strength, in the legs or elsewhere, nor of sensation or reflexes."""
    return head.label == "OTHER_EXAM" and not _is_strength_elsewhere(head)


def _is_strength_elsewhere(head: Target) -> bool:
    return head.label == "OTHER_EXAM" and head.value == "strength"


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
        behind = [start for start in starts if start > target.start]
        share[(before or starts)[-1 if before else 0] if after else (behind or starts)[0 if behind else -1]].append(target)
    return {start: tuple(targets) for start, targets in share.items()}


def _is_result(target: Target) -> bool:
    return target.label in _RESULTS


def _heads(piece: _Piece) -> tuple[Target, ...]:
    """The heads of a piece, without the nervous system as a whole unless it is all that is named."""
    held = tuple(target for target in piece.targets if target.label in HEADS)
    return tuple(head for head in held if head.label != "NEURO" or head.value == "both") or held


def _pieces(reading: Reading, sentence: Sentence, topic: Sequence[Target]) -> Iterator[_Piece]:
    """The pieces between cuts, with the targets that matter."""
    cuts = _cuts(reading, sentence)
    bounds = sorted(cuts)
    opener, held, at = "", list[Target](), 0
    for target in _relevant(reading, sentence, topic):
        while at < len(bounds) and bounds[at] <= target.start:
            if held:
                yield _Piece(opener, tuple(held))
                held, opener = [], ""
            opener = cuts[bounds[at]] or opener
            at += 1
        held.append(target)
    if held:
        yield _Piece(opener, tuple(held))


def _cuts(reading: Reading, sentence: Sentence) -> dict[int, str]:
    """Where a sentence is cut, in characters, and what opens the piece behind: never inside a target."""
    covered = _spans(target for target in sentence.targets if target.label in HEADS | PLACES | {"SIDE", "RESULT"})
    cuts = {
        match.start(): _AND if match.group().upper() == _AND else ""
        for match in _CUT.finditer(reading.text, sentence.start, sentence.end)
        if not _overlaps(match.start(), match.end(), covered)
    }
    named = _spans(sentence.of("SIDE", "RESULT", "MOVE"))  # "left greater than right" is a side, "against resistance" a test: no comparison
    cuts.update((cue.start, cue.label) for cue in sentence.of(*_OPENERS) if not _overlaps(cue.start, cue.start + 1, named))
    return cuts


def _relevant(reading: Reading, sentence: Sentence, topic: Sequence[Target]) -> Iterator[Target]:
    """The targets of an examination, without places and results that are part of a longer name: the toe of a toe extensor."""
    names = _spans(t for t in sentence.targets if t.label in HEADS | PLACES and t.value not in _SELF)
    targets = with_bare_grades(reading, sentence, HEADS, topic)
    earlier = _spans(_earlier(sentence, targets))
    said = _spans(sentence.of("RESULT"))
    for before, target in zip([None, *targets], targets, strict=False):
        if any(start <= target.start and target.end <= end for start, end in earlier) or _is_left_out(reading, before, target):
            continue
        if target.label == "RESULT" and target.start == sentence.start and target.value == "loss" and reading.text[target.end] == ":":
            continue  # the heading "FINDINGS:"
        if target.label in PLACES | {"RESULT"}:
            length = target.end - target.start
            if any(start <= target.start and target.end <= end and length < end - start for start, end in names):
                continue
        if target.label == "MUSCLE" and any(s <= target.start and target.end <= e and target.end - target.start < e - s for s, e in said):
            continue  # the hamstring of a "hamstring pull"
        if target.label in HEADS | _RESULTS | PLACES | _CUES:
            yield target


def _is_left_out(reading: Reading, before: Target | None, target: Target) -> bool:
    """Whether a "without" ends its clause behind an angle, what it denies left unsaid: "60 with pain, 90 without"."""
    angle = before is not None and before.label == "ANGLE" and target.first - before.last <= 1
    return angle and target.label == "NEGATOR" and _CLAUSE_END.match(reading.text, target.end) is not None


def _earlier(sentence: Sentence, targets: Sequence[Target]) -> list[Target]:
    """The results of an earlier examination, told beside that of now: "5/5, up from 3/5", "compared to 3/5 before surgery"."""
    cues = list(sentence.of("PRIOR"))
    results = [target for target in targets if _is_result(target)] if cues else []

    def is_earlier(result: Target, behind: Target | None) -> bool:
        for cue in cues:
            if cue.value == "before" and 0 <= result.first - cue.last <= 1:
                return True
            near = cue.value == "after" and 0 <= cue.first - result.last <= _PRIOR_REACH
            if near and (behind is None or behind.first >= cue.last):
                return True
        return False

    earlier = [result for result, behind in zip_longest(results, results[1:]) if is_earlier(result, behind)]
    return earlier if len(earlier) < len(results) else []


def _spans(targets: Iterable[Target]) -> list[tuple[int, int]]:
    return [(target.start, target.end) for target in targets]


def _overlaps(start: int, end: int, spans: Iterable[tuple[int, int]]) -> bool:
    return any(first < end and start < last for first, last in spans)


def _join(pieces: Sequence[_Piece]) -> list[_Piece]:
    """The pieces joined so that each has a result; a comparison with the other side is left out, an exception may stand alone."""
    everything = [target for piece in pieces for target in piece.targets]
    result_first = _precedes(everything, _is_result, lambda target: target.label in HEADS)
    places_after = _precedes(everything, _is_result, lambda target: target.label in PLACES | PLACED | {"SIDE"})
    joined: list[_Piece] = []
    waiting: tuple[Target, ...] = ()
    tension = any(target.label == "SLR" for target in everything)
    deniable = any(target.label in _DENIABLE for target in everything)
    named = False
    for number, piece in enumerate(pieces):
        later = pieces[number + 1 :]
        if (said := _elliptic(piece, joined)) is not None:
            joined.append(said)
            continue
        answered = (tension and _has_pain((*waiting, *piece.targets), piece)) or (deniable and _is_answer(piece))
        if piece.opener == _EXCEPT or answered or _is_complete(piece) or _is_missing(piece, later):
            if _heads(piece) and {target.label for target in waiting if target.label in HEADS} == {"OTHER_EXAM"}:
                waiting = ()  # "tenderness at L4-L5, no neurological deficit": nothing was said of the tenderness
            elif _is_at_angle(waiting) and _heads(piece) and not any(target.label == "SLR" for target in piece.targets):
                joined.append(_Piece("", waiting))  # "leg raise is 80 degrees, and no neurological deficit"
                waiting = ()
            joined.append(_Piece(piece.opener, (*waiting, *piece.targets)))
            waiting, named = (), named or bool(_heads(joined[-1]))
        elif piece.opener != _COMPARE and not _includes_elsewhere(piece):
            tests = any(target.label in HEADS - PLACED for target in piece.targets)
            backward = (_is_result_first(joined, result_first) or _opens_list(joined)) if tests else places_after
            backward = backward and not (tests and _begins_list(piece, later))
            if joined and named and _says_nothing_more(joined[-1], piece):
                continue
            other_side = tension and {"SIDE", "ANGLE"} <= {target.label for target in piece.targets}  # "R 80 negative, L 45 with pain"
            if joined and not waiting and not other_side and (backward or not any(map(_is_complete, later))):
                joined[-1] = _Piece(joined[-1].opener, (*joined[-1].targets, *piece.targets))
            else:
                waiting = (*waiting, *piece.targets)
    return [*joined, _Piece("", waiting)] if waiting else joined


def _is_result_first(joined: Sequence[_Piece], whole: bool) -> bool:
    """Whether a result stands before its test: as in the last piece if that names one and a result, else as in the whole sentence."""
    last = joined[-1].targets if joined else ()
    told = any(target.label in HEADS for target in last) and any(map(_is_result, last))
    return _precedes(last, _is_result, lambda target: target.label in HEADS) if told else whole


def _begins_list(piece: _Piece, later: Iterable[_Piece]) -> bool:
    """Whether a piece begins a list of tests whose one result ends it: "reduced sensation, but power, tone and reflexes were normal"."""
    if piece.opener == _AND:
        return False
    for other in later:
        if _is_complete(other):
            return other.opener == _AND and _precedes(other.targets, lambda target: target.label in HEADS, _is_result)
        if not _heads(other):
            return False
    return False


def _opens_list(joined: Sequence[_Piece]) -> bool:
    """Whether the last piece says that something is normal before it names it, as in "normal power, sensation and reflexes"."""
    targets = [target for target in joined[-1].targets if _is_result(target) or target.label in HEADS] if joined else []
    return bool(targets) and _is_result(targets[0]) and targets[0].value in ("normal", "good")


def _is_at_angle(targets: Sequence[Target]) -> bool:
    """Whether some targets are a tension test and its angle, which say all of it."""
    return {"SLR", "ANGLE"} <= {target.label for target in targets}


def _says_nothing_more(before: _Piece, piece: _Piece) -> bool:
    """Whether a piece only names what else is examined, behind a result of something else: "absent at the ankles, plantars flexor"."""
    heads = _heads(piece)
    whole = all(head.label == "NEURO" for head in _heads(before))
    return whole and bool(heads) and all(head.label == "OTHER_EXAM" and not _is_strength_elsewhere(head) for head in heads)


def _includes_elsewhere(piece: _Piece) -> bool:
    """Whether a piece only adds that a result holds elsewhere too: "5/5 throughout, including the hands"."""
    return piece.opener == _INCLUDE and any(map(is_elsewhere, piece.targets))


def _precedes(targets: Iterable[Target], one: Callable[[Target], bool], other: Callable[[Target], bool]) -> bool:
    """Whether the first target of one sort stands before the first of another."""
    return next((one(target) for target in targets if one(target) or other(target)), False)


def _is_complete(piece: _Piece) -> bool:
    """Whether a piece holds a result, says that nothing was tested, or holds a tension test with the pain that it gave."""
    labels = {target.label for target in piece.targets}
    return bool(labels & _RESULTS) or "UNTESTED" in labels or ("SLR" in labels and bool(labels & {"SYMPTOM", "LEG_SYMPTOM"}))


def _has_pain(waiting: Sequence[Target], piece: _Piece) -> bool:
    """Whether a piece brings the pain of a tension test whose angle stands before it: "R 30 with shooting pain"."""
    return any(target.label == "ANGLE" for target in waiting) and any(
        target.label in ("SYMPTOM", "LEG_SYMPTOM") for target in piece.targets
    )


def _elliptic(piece: _Piece, joined: Sequence[_Piece]) -> _Piece | None:
    """The piece that only denies the last result of the other side, with that result: "the right was obtained, the left was not"."""
    results = [target for target in joined[-1].targets if _is_result(target)] if joined else []
    alone = len(piece.targets) == 2 and piece.targets[0].label == "SIDE" and piece.targets[1].label == "NEGATOR"
    if not alone or not results or results[-1].label != "RESULT" or piece.targets[1].text.lower() != "not":
        return None
    cue = piece.targets[1]
    return _Piece("", (*piece.targets, results[-1]._replace(start=cue.end, end=cue.end, first=cue.last, last=cue.last, text="")))


def _is_answer(piece: _Piece) -> bool:
    """Whether a piece says no of a side: the "L no" of "SLR: R yes, L no", "none on the left"."""
    labels = [target.label for target in piece.targets]
    return labels == ["SIDE", "NEGATOR"] or (labels[:1] == ["NEGATOR"] and ends_with_none(piece.targets))


def ends_with_none(targets: Sequence[Target]) -> bool:
    """Whether some targets end by saying that a side has nothing: "none on either side", "nil L", "nothing in the left leg"."""
    if len(targets) < 2:
        return False
    cue, side, *leg = targets[-2:] if targets[-1].label == "SIDE" or len(targets) == 2 else targets[-3:]
    denied = cue.label == "NEGATOR" and cue.text.lower() in _NONE and side.label == "SIDE" and side.first - cue.last <= _ON_SIDE
    return denied and all(place.label == "LEG" and place.first <= side.last for place in leg)


def _is_missing(piece: _Piece, later: Iterable[_Piece]) -> bool:
    """Whether a piece denies a reflex or a tension sign itself, and is not the beginning of a list of what is denied."""
    negators = [target for target in piece.targets if target.label == "NEGATOR"]
    denied = any(0 <= t.first - cue.last <= 2 for t in piece.targets if t.label in _DENIABLE for cue in negators)
    alone = bool(negators) and (negators[-1] is piece.targets[-1] or ends_with_none(piece.targets))
    answered = alone and any(head.label in _DENIABLE for head in _heads(piece))
    return answered or (denied and not any(_ends_list(other) for other in later))


def _ends_list(piece: _Piece) -> bool:
    """Whether a piece brings the noun of a list: the "deficits" of "no reflex, motor or sensory deficits"."""
    noun = any(_is_result(target) and target.value in NOUNS for target in piece.targets)
    return noun and all(target.value in _SELF for target in piece.targets if target.label in HEADS)
