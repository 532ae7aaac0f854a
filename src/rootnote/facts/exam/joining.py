"""The pieces of a sentence of an examination joined: a piece without a result goes with the one that its order of words points to."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from rootnote.facts.exam.pieces import (
    AND,
    COMPARE,
    EXCEPT,
    HEADS,
    INCLUDE,
    NOUNS,
    PLACED,
    RESULTS,
    SELF,
    Piece,
    heads_of,
    is_result,
    is_strength_elsewhere,
)
from rootnote.facts.reading import Target, follows
from rootnote.facts.symptoms.places import PLACES, is_elsewhere
from rootnote.language.labels import REFLEXES, SYMPTOMS

#: Tests that are denied themselves: "no ankle jerk", "right leg raise nothing".
DENIABLE = REFLEXES | {"SLR"}
#: What a tension test gives.
_PAINS = SYMPTOMS | {"SCIATICA"}
#: Words that deny a test or reflex alone, and tokens from one to the side: "none on the left".
_NONE, _ON_SIDE = frozenset({"none", "nil", "nothing", "ø", "∅"}), 1
#: A walk told as done, which is no name of a test: "walks on heels and toes".
_DONE = re.compile(r"(?:walk(?:s|ed)|ambulate[sd]|st(?:ands|ood)|rises|steps)\b.*\bon\b", re.I | re.S)
#: What a walk that is told as done is an answer to.
_ASKED_BEFORE = frozenset({"STRENGTH", "OTHER_EXAM"})


def join(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces joined so that each has a result; a comparison with the other side is left out, an exception may stand alone."""
    everything = [target for piece in pieces for target in piece.targets]
    result_first = _precedes(everything, is_result, lambda target: target.label in HEADS)
    places_after = _precedes(everything, is_result, lambda target: target.label in PLACES | PLACED | {"SIDE"})
    joined: list[Piece] = []
    waiting: tuple[Target, ...] = ()
    tension = any(target.label == "SLR" for target in everything)
    deniable = any(target.label in DENIABLE for target in everything)
    named = False
    for number, piece in enumerate(pieces):
        later = pieces[number + 1 :]
        if (said := _elliptic(piece, joined)) is not None:
            joined.append(said)
            continue
        if _is_done(piece, waiting, later):
            joined.append(Piece(piece.opener, (*(one for one in waiting if one.label not in _ASKED_BEFORE), *piece.targets)))
            waiting, named = (), True
            continue
        answered = (tension and _has_pain((*waiting, *piece.targets), piece)) or (deniable and _is_answer(piece))
        if piece.opener == EXCEPT or answered or _is_complete(piece) or _is_missing(piece, later):
            if heads_of(piece) and {target.label for target in waiting if target.label in HEADS} == {"OTHER_EXAM"}:
                waiting = ()  # "tenderness at L4-L5, no neurological deficit": nothing was said of the tenderness
            elif _is_at_angle(waiting) and heads_of(piece) and not any(target.label == "SLR" for target in piece.targets):
                joined.append(Piece("", waiting))  # "leg raise is 80 degrees, and no neurological deficit"
                waiting = ()
            joined.append(Piece(piece.opener, (*waiting, *piece.targets)))
            waiting, named = (), named or bool(heads_of(joined[-1]))
        elif piece.opener != COMPARE and not _includes_elsewhere(piece):
            tests = any(target.label in HEADS - PLACED for target in piece.targets)
            backward = (_is_result_first(joined, result_first) or _opens_list(joined)) if tests else places_after
            backward = backward and not (tests and _begins_list(piece, later))
            if joined and named and _says_nothing_more(joined[-1], piece):
                continue
            other_side = tension and {"SIDE", "ANGLE"} <= {target.label for target in piece.targets}  # "R 80 negative, L 45 with pain"
            if joined and not waiting and not other_side and (backward or not any(map(_is_complete, later))):
                joined[-1] = Piece(joined[-1].opener, (*joined[-1].targets, *piece.targets))
            else:
                waiting = (*waiting, *piece.targets)
    return [*joined, Piece("", waiting)] if waiting else joined


def _is_result_first(joined: Sequence[Piece], whole: bool) -> bool:
    """Whether a result stands before its test: as in the last piece if that names one and a result, else as in the whole sentence."""
    last = joined[-1].targets if joined else ()
    told = any(target.label in HEADS for target in last) and any(map(is_result, last))
    return _precedes(last, is_result, lambda target: target.label in HEADS) if told else whole


def _is_done(piece: Piece, waiting: Sequence[Target], later: Iterable[Piece]) -> bool:
    """Whether a piece tells a walk as done, its result, with none behind it: "walks on heels and toes, and jerks are 2+"."""
    heads = heads_of(piece)
    walked = bool(heads) and all(head.label == "WALK" for head in heads) and _DONE.match(heads[-1].text) is not None
    before = {one.label for one in waiting}
    if not walked or before & HEADS - {"WALK"} - _ASKED_BEFORE or _is_complete(piece):
        return False
    if "NEGATOR" in before or any(one.label == "NEGATOR" for one in piece.targets):
        return False
    following = next((other for other in later if heads_of(other) or _is_complete(other)), None)
    return following is None or any(head.label != "WALK" for head in heads_of(following))


def _begins_list(piece: Piece, later: Iterable[Piece]) -> bool:
    """Whether a piece begins a list of tests whose one result ends it: "reduced sensation, but power, tone and reflexes were normal"."""
    if piece.opener == AND:
        return False
    for other in later:
        if _is_complete(other):
            return other.opener == AND and _precedes(other.targets, lambda target: target.label in HEADS, is_result)
        if not heads_of(other):
            return False
    return False


def _opens_list(joined: Sequence[Piece]) -> bool:
    """Whether the last piece says that something is normal before it names it, as in "normal power, sensation and reflexes"."""
    targets = [target for target in joined[-1].targets if is_result(target) or target.label in HEADS] if joined else []
    return bool(targets) and is_result(targets[0]) and targets[0].value in ("normal", "good")


def _is_at_angle(targets: Sequence[Target]) -> bool:
    """Whether some targets are a tension test and its angle, which say all of it."""
    return {"SLR", "ANGLE"} <= {target.label for target in targets}


def _says_nothing_more(before: Piece, piece: Piece) -> bool:
    """Whether a piece only names what else is examined, behind a result of something else: "absent at the ankles, plantars flexor"."""
    heads = heads_of(piece)
    whole = all(head.label == "NEURO" for head in heads_of(before))
    return whole and bool(heads) and all(head.label == "OTHER_EXAM" and not is_strength_elsewhere(head) for head in heads)


def _includes_elsewhere(piece: Piece) -> bool:
    """Whether a piece only adds that a result holds elsewhere too: "5/5 throughout, including the hands"."""
    return piece.opener == INCLUDE and any(map(is_elsewhere, piece.targets))


def _precedes(targets: Iterable[Target], one: Callable[[Target], bool], other: Callable[[Target], bool]) -> bool:
    """Whether the first target of one sort stands before the first of another."""
    return next((one(target) for target in targets if one(target) or other(target)), False)


def _is_complete(piece: Piece) -> bool:
    """Whether a piece holds a result, says that nothing was tested, or holds a tension test with the pain that it gave."""
    labels = {target.label for target in piece.targets}
    return bool(labels & RESULTS) or "UNTESTED" in labels or ("SLR" in labels and bool(labels & _PAINS))


def _has_pain(waiting: Sequence[Target], piece: Piece) -> bool:
    """Whether a piece brings the pain of a tension test whose angle stands before it: "R 30 with shooting pain"."""
    return any(target.label == "ANGLE" for target in waiting) and any(target.label in _PAINS for target in piece.targets)


def _elliptic(piece: Piece, joined: Sequence[Piece]) -> Piece | None:
    """The piece that only denies the last result of the other side, with that result: "the right was obtained, the left was not"."""
    results = [target for target in joined[-1].targets if is_result(target)] if joined else []
    alone = len(piece.targets) == 2 and piece.targets[0].label == "SIDE" and piece.targets[1].label == "NEGATOR"
    if not alone or not results or results[-1].label != "RESULT" or piece.targets[1].text.lower() != "not":
        return None
    cue = piece.targets[1]
    return Piece("", (*piece.targets, results[-1]._replace(start=cue.end, end=cue.end, first=cue.last, last=cue.last, text="")))


def _is_answer(piece: Piece) -> bool:
    """Whether a piece says no of a side: the "L no" of "SLR: R yes, L no", "none on the left"."""
    labels = [target.label for target in piece.targets]
    return labels == ["SIDE", "NEGATOR"] or (labels[:1] == ["NEGATOR"] and ends_with_none(piece.targets))


def ends_with_none(targets: Sequence[Target]) -> bool:
    """Whether some targets end by saying that a side has nothing: "none on either side", "nil L or R", "nothing in the left leg"."""
    if [target.label for target in targets[-2:]] == ["SIDE", "SIDE"]:
        targets = targets[:-1]
    if len(targets) < 2:
        return False
    cue, side, *leg = targets[-2:] if targets[-1].label == "SIDE" or len(targets) == 2 else targets[-3:]
    denied = cue.label == "NEGATOR" and cue.text.lower() in _NONE and side.label == "SIDE" and side.first - cue.last <= _ON_SIDE
    return denied and all(place.label == "LEG" and place.first <= side.last for place in leg)


def _is_missing(piece: Piece, later: Iterable[Piece]) -> bool:
    """Whether a piece denies a reflex or a tension sign itself, and is not the beginning of a list of what is denied."""
    negators = [target for target in piece.targets if target.label == "NEGATOR"]
    denied = any(follows(t, cue, 2) for t in piece.targets if t.label in DENIABLE for cue in negators)
    alone = bool(negators) and (negators[-1] is piece.targets[-1] or ends_with_none(piece.targets))
    answered = alone and any(head.label in DENIABLE for head in heads_of(piece))
    return answered or (denied and not any(_ends_list(other) for other in later))


def _ends_list(piece: Piece) -> bool:
    """Whether a piece brings the noun of a list: the "deficits" of "no reflex, motor or sensory deficits"."""
    noun = any(is_result(target) and target.value in NOUNS for target in piece.targets)
    return noun and all(target.value in SELF for target in piece.targets if target.label in HEADS)
