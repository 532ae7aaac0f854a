"""The last word on a root's disease: which of its mentions a later denial or verdict settles.

A label is another's word until the author speaks on it. A denial settles what it is of: not another side, root or level, not an
earlier time, and not what the author has found where somebody else denies it.

Source: annotation guide, conditions: the author's final current assessment.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from rootnote.anatomy import Side
from rootnote.facts.attach import side_of, side_value
from rootnote.facts.conditions.mentions import Said, is_denied_whole, is_of_many
from rootnote.facts.conditions.statement_words import statement_words
from rootnote.facts.model import Assertion, Condition
from rootnote.facts.reading import Reading, Target, follows
from rootnote.facts.roots.root_lesions import WELL
from rootnote.facts.spine.disputes import TITLE, is_anothers
from rootnote.facts.spine.spine import Part, parts_of
from rootnote.facts.wording import are_only, has_word
from rootnote.language.categories import FINAL, NO_SECTION, PAST, STUDIED
from rootnote.language.labels import ROOT_DISEASES, STUDIES, SYMPTOMS
from rootnote.language.quoted import is_granted
from rootnote.language.verdict_words import verdict_words
from rootnote.language.verdicts import DOUBTED_CUE, LABEL_CUE, OVER_CUE, REFUTED_CUE, VERDICTS

#: The cues of what is called over, and of what the patient has no more.
OVER = frozenset({"historical.backward", "historical.no_longer", OVER_CUE})
#: The rule of what others have recorded.
_RECORDED = "historical.records"
#: The cue of another disease in the place of the root's, and those of a last word on it.
_INSTEAD = "negated.instead"
_VERDICTS = VERDICTS | OVER | {_INSTEAD, "answer.negated", REFUTED_CUE}
#: The cue of a denial behind what is denied, and those that settle what was only thought of.
_DENIED_BEHIND, _RULED_OUT = "negated.backward", frozenset({"negated.ruled_out", "negated.disproved"})
#: The rule of "non-radicular".
_TRAIT = "negated.trait"
#: The rule of a denial that is a statement of its own, and the tokens from it to what is denied.
_THERE_IS_NO, _DENIED_REACH = "exam.there_is_no", 5
#: What names one root beside a disease, and the tokens between them; the characters behind it that tell that only more of it is denied.
_PLACES, _PLACE_REACH, _BEHIND = ("NERVE_ROOT", "VERTEBRA", "LEVEL"), 3, 30
#: The cue of what leaves a disease open behind its name; the section of what the patient was asked.
_OPEN_BEHIND, _ASKED = "uncertain.backward", "ros"
_CLAUSE_END = re.compile(r"[.,;:!?()\n]")
#: What follows the name of a disease that has been ruled out.
_HAS = re.compile(r"\s+ha(?:s|ve)(?:\s+[\w-]+){1,4}\s*(?:[.;!\n]|$)", re.I)


class _Denial(NamedTuple):
    """The side and the roots or levels that a denial is of, none for any."""

    side: Side | None
    places: frozenset[str]


def without_denied_labels(reading: Reading, said: Sequence[Said]) -> list[Said]:
    """The mentions, with what is only another's label denied where the author denies it later, or the root's disease that it stands for.

    No root pressed on anywhere in the lumbar spine is a denial too: "her 'trapped nerve' ... no nerve root compression on the scan".
    """
    free = max((lesion.start for lesion in reading.targets("ROOT_LESION") if _is_none_pressed(reading, lesion)), default=-1)
    settled: list[Said] = []
    denied: dict[Condition, list[_Denial]] = {}
    for s in reversed(said):
        whole = s.target.label in ROOT_DISEASES and (s.target.value != "radicular" or s.target.cue == _TRAIT)
        whole = whole or (s.target.label == WELL and is_denied_whole(reading, s.target))  # "no nerve is pinched"
        if whole and s.assertion is Assertion.NEGATED and s.target.section not in PAST | STUDIED:
            denial = _denial(reading, s.target)
            for condition in {s.condition, Condition.SCIATICA} if s.condition is Condition.RADICULOPATHY else {s.condition}:
                if denial is not None and denial not in (denials := denied.setdefault(condition, [])):
                    denials.append(denial)
        pressed = s.condition is not Condition.RADICULOPATHY or s.target.start > free
        labelled = s.target.cue in (LABEL_CUE, DOUBTED_CUE) and (
            not pressed or any(_is_denied_by(reading, s.target, denial) for denial in denied.get(s.condition, ()))
        )
        settled.append(s._replace(assertion=Assertion.NEGATED) if labelled else s)
    return settled[::-1]


def _denial(reading: Reading, target: Target) -> _Denial | None:
    """What is denied of a root's disease, or None where it is only more of it."""
    sentence = reading.sentence_of(target)
    negators = (word.end for word in sentence.of("NEGATOR") if word.end <= target.start)
    if _is_of_more(reading, target, max(negators, default=target.start)):
        return None
    return _Denial(_denied_side(reading, target), _places(reading, target))


def _is_denied_by(reading: Reading, target: Target, denial: _Denial) -> bool:
    """Whether a denial is of this mention, and not of another side, root or level."""
    side = None if denial.side is None else side_of(reading, reading.sentence_of(target), target)
    if side is not None and side is not denial.side:
        return False
    places = _places(reading, target) if denial.places else denial.places
    return not places or not places.isdisjoint(denial.places)


def _is_none_pressed(reading: Reading, lesion: Target) -> bool:
    """Whether it is denied that any lumbar root is pressed on."""
    return lesion.assertion is Assertion.NEGATED and is_denied_whole(reading, lesion) and Part.LUMBAR in parts_of(reading, lesion)


def overtaken(reading: Reading, said: Sequence[Said], condition: Condition) -> list[Said]:
    """The mentions, those of a condition that its last one calls over or refutes taken so too: "Dx: left sciatica ... Sciatica gone".

    What stands in an assessment is overtaken only there, by more than a bare denial, and the trouble of one side not by what is said of
    the other. That another disease stands in its place is the author's word below the results of a test too.
    """
    own = [
        s
        for s in said
        if s.condition is condition
        and s.target.label in ROOT_DISEASES
        and (s.target.section not in PAST | STUDIED or s.target.cue == _INSTEAD or _is_own(reading, s.target))
    ]
    last = own[-1] if own else None
    if last is None or last.target.value == "radicular":
        return list(said)
    answered = last.target.cue == _INSTEAD or _is_ruled_out(reading, last.target)
    settled = answered or _is_verdict(reading, last.target)
    plain = settled or _is_plain_denial(reading, last.target)
    settled = settled or (plain and last.target.cue in _RULED_OUT and _is_all_ruled_out(reading, last.target))
    if not (plain or _is_left_open(reading, last.target) or _is_denied_as_such(reading, last.target)):
        return list(said)
    denial = _Denial(_denied_side(reading, last.target), _places(reading, last.target))
    final = last.target.section in FINAL and last.target.cue in _VERDICTS
    passed = {
        s.target
        for s in own
        if (s.assertion.is_current or (answered and s.target.cue == _RECORDED))
        and (settled or (plain and (s.assertion is Assertion.UNCERTAIN or s.target.cue == LABEL_CUE)) or _is_of_another(reading, s.target))
        and (final or s.target.section not in FINAL or (answered and s.assertion is Assertion.UNCERTAIN))
        and _is_denied_by(reading, s.target, denial)
        and (not denial.places or _places(reading, s.target))  # "no S1 radiculopathy" leaves one of no root
    }
    return [s._replace(assertion=last.assertion) if s.condition is condition and s.target in passed else s for s in said]


def _is_own(reading: Reading, target: Target) -> bool:
    """Whether a disease stands behind the author's own words, with nobody else's between: "I can say no more than that ..."."""
    sentence = reading.sentence_of(target)
    titled = max((word.last for word in sentence.of("OTHERS_WORD") if word.value == TITLE and word.last <= target.first), default=0)
    return any(titled <= word.first and word.last <= target.first for word in sentence.of("OWN_WORD"))


def _is_of_another(reading: Reading, target: Target) -> bool:
    """Whether a disease is somebody's word: "Dr. Abel lists an L5 radiculopathy"; not "seen by Dr. Abel with an L5 radiculopathy"."""
    anothers = target.cue == LABEL_CUE or is_anothers(reading, reading.sentence_of(target), target)
    return anothers and not _is_own(reading, target)


def _denied_side(reading: Reading, target: Target) -> Side | None:
    """The side that a denial is of; none for one of either."""
    return None if _is_of_both(reading, target) else side_of(reading, reading.sentence_of(target), target)


def _is_of_both(reading: Reading, target: Target) -> bool:
    """Whether a disease is told of either side behind its name: "no radiculopathy on the right or the left", not "no bilateral ..."."""
    behind = {side_value(word) for word in reading.sentence_of(target).of("SIDE") if word.first >= target.last}
    return Side.BILATERAL in behind or {Side.LEFT, Side.RIGHT} <= behind


def _places(reading: Reading, target: Target) -> frozenset[str]:
    """The roots and levels named right before a disease, or else of it behind: "no S1 radiculopathy" says nothing of L5."""
    sentence = reading.sentence_of(target)
    places = list(sentence.of(*_PLACES))
    near = (word for word in places if follows(target, word, _PLACE_REACH))
    before = frozenset(word.value for word in near if not sentence.has_between(word, target, *ROOT_DISEASES))
    behind = (word for word in places if follows(word, target, _PLACE_REACH))
    return before or frozenset(
        word.value for word in behind if statement_words().of_place.issuperset(reading.gap(target, word).replace(",", " ").split())
    )


def _is_ruled_out(reading: Reading, target: Target) -> bool:
    """Whether a diagnosis is denied as a whole, of no one root or level: "?L3 radiculopathy ... Radiculopathy ruled out by the EMG"."""
    ruled_out = target.assertion is Assertion.NEGATED and target.cue in {_DENIED_BEHIND, *_RULED_OUT}
    return ruled_out and target.section in FINAL and is_denied_whole(reading, target)


def _is_all_ruled_out(reading: Reading, target: Target) -> bool:
    """Whether a disease is all that has been ruled out: not "sciatica from a tumour has been", nor "was in 2018"."""
    heads = reading.sentence_of(target).start == target.start
    return heads and _HAS.match(reading.text, target.end) is not None


def _is_plain_denial(reading: Reading, target: Target) -> bool:
    """Whether a denial settles what was only thought of, or another's word: "No radiculopathy.", "radiculopathy has been excluded"."""
    sentence = reading.sentence_of(target)
    ruled_out = target.cue in _RULED_OUT  # of a root too: it is weighed against that root alone
    if target.assertion is not Assertion.NEGATED or not (ruled_out or is_denied_whole(reading, target)) or not _is_own_now(reading, target):
        return False
    alone = target.section == NO_SECTION and any(
        word.start == sentence.start and follows(target, word, _DENIED_REACH) for word in sentence.of("NEGATOR")
    )
    if ruled_out:
        return not has_word(reading.text[sentence.start : target.start], verdict_words().open)  # "until radiculopathy is ruled out"
    return alone and not reading.text[target.end : sentence.end].strip(" .!\n")


def _is_left_open(reading: Reading, target: Target) -> bool:
    """Whether the author leaves a disease open: "I would call it possible", "it remains possible"; no test, and not what comes of it."""
    sentence = reading.sentence_of(target)
    before = reading.text[sentence.start : target.start].lower().split()
    qualified = next((word for word in reversed(before) if word not in verdict_words().placing), "")
    if target.assertion is not Assertion.UNCERTAIN or is_of_many(target) or qualified in statement_words().only_more:
        return False
    if sentence.has(*SYMPTOMS):
        return False  # "I think the groin pain is possibly radiculopathy"
    own = target.cue in (_OPEN_BEHIND, DOUBTED_CUE) and _is_own(reading, target)  # not "I find weakness, consistent with radiculopathy"
    return own or (target.cue == _OPEN_BEHIND and not is_granted(before) and not sentence.has(*STUDIES))


def _is_denied_as_such(reading: Reading, target: Target) -> bool:
    """Whether the author denies a disease and no more, today, not by a test or in a review, which settles what another has diagnosed.

    "Dr. Abel diagnosed a radiculopathy. There is no sign of nerve root disease, and he does not have radiculopathy."
    """
    sentence = reading.sentence_of(target)
    if target.assertion is not Assertion.NEGATED or is_of_many(target) or not _is_own_now(reading, target):
        return False
    if target.section == _ASKED or sentence.has(*STUDIES, "REPORTED"):
        return False
    if not are_only(reading.text[target.end : sentence.end].strip(" .\n"), statement_words().denied_here | statement_words().of_place):
        return False  # "no radiculopathy was provoked"
    if is_granted(reading.text[sentence.start : target.start].split()):
        return False  # "it does not show that the radiculopathy limits him"
    behind = reading.sentences[sentence.number :]
    return not any(word.start > target.start for told in behind for word in told.of("DISPUTE"))


def _is_verdict(reading: Reading, target: Target) -> bool:
    """Whether a mention is called over or refuted, or its sentence goes to say that it is not there: "I find no radiculopathy"."""
    denied = target.assertion is Assertion.NEGATED and _is_own_denial(reading, target) and _is_own_now(reading, target)
    return denied or target.cue in _VERDICTS or _is_called_over(reading, target)


def _is_own_denial(reading: Reading, target: Target) -> bool:
    """Whether what denies a disease is a statement of its own, or the author's: "I find hip arthritis and no radiculopathy"."""
    sentence = reading.sentence_of(target)
    examiners = {word.last for word in sentence.of("EXAMINER")}
    near = (word for word in sentence.of("NEGATOR") if follows(target, word, _DENIED_REACH))
    if any(word.rule == _THERE_IS_NO or word.first in examiners for word in near):
        return True
    negator = max((word for word in sentence.of("NEGATOR") if word.end <= target.start), key=lambda word: word.end, default=None)
    if negator is None or not are_only(reading.rest(negator, target, *_PLACES), statement_words().denied_itself):
        return False  # "I do not see a cause of the radiculopathy"
    if not are_only(_CLAUSE_END.split(reading.text[target.end : sentence.end], maxsplit=1)[0], statement_words().denied_here):
        return False  # "I do not see radiculopathy as a reason for surgery"
    words = (word for word in sentence.of("OWN_WORD") if word.last <= target.first)
    return any(not sentence.has_between(word, target, "REPORTED") for word in words)


def _is_own_now(reading: Reading, target: Target) -> bool:
    """Whether a denial is neither of an earlier time nor another's: "in 2019 I found none", "the insurer says there is none"."""
    sentence = reading.sentence_of(target)
    earlier = any(word.last <= target.first for word in sentence.of("EARLIER", "DATE"))
    negators = (word.end for word in sentence.of("NEGATOR") if word.last <= target.first)
    start = max(negators, default=target.start)
    if _is_of_more(reading, target, start) or has_word(reading.text[start : target.start], statement_words().only_now):
        return False
    return not (earlier and not sentence.has("NOW")) and not is_anothers(reading, sentence, target)


def _is_of_more(reading: Reading, target: Target, start: int) -> bool:
    """Whether what is denied from a place on is only more of a disease: "no new radiculopathy", "no radiculopathy at other levels"."""
    if has_word(reading.text[start : target.start], statement_words().only_more):
        return True
    behind = reading.text[target.end : min(reading.sentence_of(target).end, target.end + _BEHIND)].lower().split()
    told_of = next((word.strip(".,;") for word in behind if word not in statement_words().of_place), "")
    return told_of in statement_words().only_more and not _is_of_both(reading, target)


def _is_called_over(reading: Reading, target: Target) -> bool:
    """Whether what is of the past is told to be over right behind its name: "the old radiculopathy has not come back"."""
    over = (word for word in reading.sentence_of(target).of("RESOLVED") if follows(word, target, 1))
    return target.assertion is Assertion.HISTORICAL and any(over)
