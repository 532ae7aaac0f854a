"""The seven conditions: each mention with its assertion, and the note-level status.

Source: annotation guide, conditions and clarifications 3, 4, 10 to 15 and 24.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from rootnote.anatomy import Side
from rootnote.facts.attach import side_of
from rootnote.facts.back_pain import find_back_pain
from rootnote.facts.disputes import is_anothers, with_doubted, without_disputed
from rootnote.facts.mentions import FINAL, NOT_SAID, PAST, STUDIED, Said, is_dated, is_denied_whole, weigh
from rootnote.facts.model import Assertion, Condition, ConditionFact, Finding, FindingKind, Mention
from rootnote.facts.reading import Reading, Target
from rootnote.facts.root_lesions import LESIONS, WELL, find_root_lesions
from rootnote.facts.small_words import are_only, ends_in, has_word, small_words
from rootnote.facts.spine import Part, parts_of
from rootnote.facts.spine_nouns import find_spine_nouns
from rootnote.language.labels import ROOT_DISEASES
from rootnote.language.sections import NO_SECTION
from rootnote.language.talk import is_of_somebody, talk_words
from rootnote.language.verdicts import DOUBTED_CUE, LABEL_CUE, OVER_CUE, REFUTED_CUE, verdict_words

_ASKED = frozenset({"reason", "indications"})
#: The rule of what the referrer asked: a doubt that the author answers.
_ASKED_BY = "uncertain.asked_by"
#: The cues of what is called over, and of what the patient has no more.
_OVER = frozenset({"historical.backward", "historical.no_longer", OVER_CUE})
#: The cues of what was thought at first.
_AT_FIRST = frozenset({"historical.superseded", "historical.suspected_cause"})
#: The rule of what others have recorded.
_RECORDED = "historical.records"
#: The cue of another disease in the place of the root's, and those of a last word on it.
_INSTEAD = "negated.instead"
_VERDICTS = frozenset(
    {*_OVER, "negated.withdrawn", "negated.verdict", "negated.refuted", "negated.struck", _INSTEAD, "answer.negated", REFUTED_CUE}
)
#: The cue of a denial behind what is denied, and those that settle what was only thought of.
_DENIED_BEHIND, _RULED_OUT = "negated.backward", frozenset({"negated.ruled_out", "negated.disproved"})
#: The rule of "non-radicular".
_TRAIT = "negated.trait"
#: The rule of a denial that is a statement of its own, and the tokens from it to what is denied.
_THERE_IS_NO, _DENIED_REACH = "exam.there_is_no", 5
#: What names one root beside a disease, and the tokens between them; the characters behind it that tell that only more of it is denied.
_PLACES, _PLACE_REACH, _BEHIND = ("NERVE_ROOT", "VERTEBRA", "LEVEL"), 3, 30
#: The rule of a pinched nerve; the section of images, and what ends a heading.
_PINCHED, _IMAGED, _HEADS = "radiculopathy.pinched_nerve", "imaging", ":"
#: What makes such a nerve more than that: a symptom, an exam or a treatment anywhere, and in its sentence what it is linked with.
_FELT = ("SYMPTOM", "LEG_SYMPTOM", "SCIATICA", "SLR", "SENSATION", "STRENGTH", "MUSCLE", "REFLEX", "TREATMENT", "DEED", "EVENT")
_TAKEN_UP = ("CONCORDANT", "LINK", "REFER")
#: The cues of what the patient has had, in the author's own words: "history of", "old", "status post".
_HAD = frozenset(
    f"historical.{cue}" for cue in ("forward", "no_longer", "old", "status_post", "remote", "hx", "then", "year", "cured", "temporary")
)
_LASTING = frozenset({Condition.DISC_DISORDER, Condition.SPONDYLOSIS, Condition.STENOSIS, Condition.LOW_BACK_PAIN})

#: The conditions that are a root's disease, the findings that show it, and the symptoms whose denial says that it is not there now.
_ROOT_DISEASE = frozenset({Condition.RADICULOPATHY, Condition.SCIATICA})
_OF_ROOT = frozenset({FindingKind.SYMPTOM, FindingKind.SENSORY, FindingKind.MOTOR, FindingKind.REFLEX, FindingKind.SLR})
_CLAUSE_END = re.compile(r"[.,;:!?()\n]")
_PAIN = re.compile(r"\b(?:pain|ache|symptom|radiat|radicular|sciatic|shoot)", re.I)


class _Denial(NamedTuple):
    """The side and the roots or levels that a denial is of, none for any."""

    side: Side | None
    places: frozenset[str]


def find_mentions(reading: Reading, note_type: str) -> tuple[Said, ...]:
    """All mentions of the conditions, in order; hypothetical and family talk is left out."""
    said = [
        *_radiculopathy(reading, note_type),
        *_sciatica(reading),
        *find_root_lesions(reading, note_type),
        *find_back_pain(reading),
        *find_spine_nouns(reading, note_type),
    ]
    said = [s for s in said if s.assertion not in NOT_SAID]
    if any(s.condition is not Condition.OTHER_REGION_RADICULOPATHY and s.assertion.is_current for s in said):
        said = [_still_current(reading, s) for s in said]
    said.sort(key=lambda s: (s.target.start, s.condition))
    said = with_doubted(reading, without_disputed(reading, _without_denied_labels(reading, said)))
    return tuple(_overtaken(reading, _overtaken(reading, said, Condition.RADICULOPATHY), Condition.SCIATICA))


def _without_denied_labels(reading: Reading, said: Sequence[Said]) -> list[Said]:
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
    return _Denial(side_of(reading, sentence, target), _places(reading, target))


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


def _overtaken(reading: Reading, said: Sequence[Said], condition: Condition) -> list[Said]:
    """The mentions, those of a condition that its last one calls over or refutes taken so too: "Dx: left sciatica ... Sciatica gone".

    What stands in an assessment is overtaken only there, by more than a bare denial, and the trouble of one side not by what is said of
    the other. That another disease stands in its place is the author's word below the results of a test too.
    """
    own = [
        s
        for s in said
        if s.condition is condition
        and s.target.label in ROOT_DISEASES
        and (s.target.section not in PAST | STUDIED or s.target.cue == _INSTEAD)
    ]
    last = own[-1] if own else None
    if last is None or last.target.value == "radicular":
        return list(said)
    answered = last.target.cue == _INSTEAD or _is_ruled_out(reading, last.target)
    settled = answered or _is_verdict(reading, last.target)
    if not (settled or _is_plain_denial(reading, last.target)):
        return list(said)
    denial = _Denial(side_of(reading, reading.sentence_of(last.target), last.target), _places(reading, last.target))
    final = last.target.section in FINAL and last.target.cue in _VERDICTS
    overtaken = {
        s.target
        for s in own
        if (s.assertion.is_current or (answered and s.target.cue == _RECORDED))
        and (settled or s.assertion is Assertion.UNCERTAIN or s.target.cue == LABEL_CUE)
        and (final or s.target.section not in FINAL or (answered and s.assertion is Assertion.UNCERTAIN))
        and _is_denied_by(reading, s.target, denial)
        and (not denial.places or _places(reading, s.target))  # "no S1 radiculopathy" leaves one of no root
    }
    return [s._replace(assertion=last.assertion) if s.condition is condition and s.target in overtaken else s for s in said]


def _places(reading: Reading, target: Target) -> frozenset[str]:
    """The roots and levels named right before a disease, or else of it behind: "no S1 radiculopathy" says nothing of L5."""
    sentence = reading.sentence_of(target)
    places = list(sentence.of(*_PLACES))
    near = (word for word in places if 0 <= target.first - word.last <= _PLACE_REACH)
    before = frozenset(word.value for word in near if not any(sentence.between(word, target, *ROOT_DISEASES)))
    behind = (word for word in places if 0 <= word.first - target.last <= _PLACE_REACH)
    return before or frozenset(
        word.value for word in behind if small_words().of_place.issuperset(reading.gap(target, word).replace(",", " ").split())
    )


def _is_ruled_out(reading: Reading, target: Target) -> bool:
    """Whether a diagnosis is denied as a whole, of no one root or level: "?L3 radiculopathy ... Radiculopathy ruled out by the EMG"."""
    ruled_out = target.assertion is Assertion.NEGATED and target.cue in {_DENIED_BEHIND, *_RULED_OUT}
    return ruled_out and target.section in FINAL and is_denied_whole(reading, target)


def _is_plain_denial(reading: Reading, target: Target) -> bool:
    """Whether a denial settles what was only thought of, or another's word: "No radiculopathy.", "radiculopathy has been excluded"."""
    sentence = reading.sentence_of(target)
    if target.assertion is not Assertion.NEGATED or not is_denied_whole(reading, target) or not _is_own_now(reading, target):
        return False
    alone = target.section == NO_SECTION and any(
        word.start == sentence.start and 0 <= target.first - word.last <= _DENIED_REACH for word in sentence.of("NEGATOR")
    )
    if target.cue in _RULED_OUT:
        return not has_word(reading.text[sentence.start : target.start], verdict_words().open)  # "until radiculopathy is ruled out"
    return alone and not reading.text[target.end : sentence.end].strip(" .!\n")


def _is_verdict(reading: Reading, target: Target) -> bool:
    """Whether a mention is called over or refuted, or its sentence goes to say that it is not there: "I find no radiculopathy"."""
    denied = target.assertion is Assertion.NEGATED and _is_own_denial(reading, target) and _is_own_now(reading, target)
    return denied or target.cue in _VERDICTS or _is_called_over(reading, target)


def _is_own_denial(reading: Reading, target: Target) -> bool:
    """Whether what denies a disease is a statement of its own, or the author's: "I find hip arthritis and no radiculopathy"."""
    sentence = reading.sentence_of(target)
    examiners = {word.last for word in sentence.of("EXAMINER")}
    near = (word for word in sentence.of("NEGATOR") if 0 <= target.first - word.last <= _DENIED_REACH)
    if any(word.rule == _THERE_IS_NO or word.first in examiners for word in near):
        return True
    negator = max((word for word in sentence.of("NEGATOR") if word.end <= target.start), key=lambda word: word.end, default=None)
    if negator is None or not are_only(reading.rest(negator, target, *_PLACES), small_words().denied_itself):
        return False  # "I do not see a cause of the radiculopathy"
    if not are_only(_CLAUSE_END.split(reading.text[target.end : sentence.end], maxsplit=1)[0], small_words().denied_here):
        return False  # "I do not see radiculopathy as a reason for surgery"
    words = (word for word in sentence.of("OWN_WORD") if word.last <= target.first)
    return any(not any(True for _ in sentence.between(word, target, "REPORTED")) for word in words)


def _is_own_now(reading: Reading, target: Target) -> bool:
    """Whether a denial is neither of an earlier time nor another's: "in 2019 I found none", "the insurer says there is none"."""
    sentence = reading.sentence_of(target)
    earlier = any(word.last <= target.first for word in sentence.of("EARLIER", "DATE"))
    negators = (word.end for word in sentence.of("NEGATOR") if word.last <= target.first)
    start = max(negators, default=target.start)
    if _is_of_more(reading, target, start) or has_word(reading.text[start : target.start], small_words().only_now):
        return False
    return not (earlier and not sentence.has("NOW")) and not is_anothers(reading, sentence, target)


def _is_of_more(reading: Reading, target: Target, start: int) -> bool:
    """Whether what is denied from a place on is only more of a disease: "no new radiculopathy", "no radiculopathy at other levels"."""
    behind = reading.text[target.end : min(reading.sentence_of(target).end, target.end + _BEHIND)].lower().split()
    told_of = next((word.strip(".,;") for word in behind if word not in small_words().of_place), "")
    return told_of in small_words().only_more or has_word(reading.text[start : target.start], small_words().only_more)


def _is_called_over(reading: Reading, target: Target) -> bool:
    """Whether what is of the past is told to be over right behind its name: "the old radiculopathy has not come back"."""
    over = (word for word in reading.sentence_of(target).of("RESOLVED") if 0 <= word.first - target.last <= 1)
    return target.assertion is Assertion.HISTORICAL and any(over)


def _still_current(reading: Reading, said: Said) -> Said:
    """In a note about the lumbar spine, a spine problem listed in the past medical history is one the patient has; the normal is none.

    A nerve root's disease heals, and the list tells that it was there once; so does a back pain with its year.
    """
    target = said.target
    heals = target.label in ROOT_DISEASES or (target.label == "BACK_PAIN" and is_dated(reading, target))
    listed = target.section in PAST and target.label != "DISC_SURGERY" and said.assertion is not Assertion.NEGATED
    return said._replace(assertion=Assertion.AFFIRMED) if listed and not heals and target.assertion is Assertion.AFFIRMED else said


def _radiculopathy(reading: Reading, note_type: str) -> Iterator[Said]:
    """The mentions by name; what a study is asked for is no finding of it (facts.md section 6)."""
    asked = {"imaging": _ASKED | {"hpi"}, "emg": _ASKED}.get(note_type, frozenset[str]())
    for target in reading.targets("RADICULOPATHY"):
        for part in sorted(parts_of(reading, target), key=lambda part: part.value):
            condition = Condition.RADICULOPATHY if part is Part.LUMBAR else Condition.OTHER_REGION_RADICULOPATHY
            assertion = weigh(reading, target)
            doubtful = assertion is Assertion.AFFIRMED and (target.section in asked or _is_only_seen(reading, target))
            yield Said(condition, target, Assertion.UNCERTAIN if doubtful else assertion)


def _is_only_seen(reading: Reading, target: Target) -> bool:
    """Whether a pinched nerve is no more than what an image shows: "MRI shows a pinched nerve in the low back"."""
    sentence = reading.sentence_of(target)
    if target.rule != _PINCHED or target.section in FINAL or sentence.has(*_TAKEN_UP) or _is_felt(reading):
        return False
    told = reading.text[target.end : sentence.end]
    if "," in told or ";" in told or any(after.has("REFER") for after in reading.sentences[sentence.number + 1 : sentence.number + 2]):
        return False  # "a pinched nerve at L4-5; he cannot walk far", "This is the problem."
    before = reading.text[sentence.start : target.start]
    had = is_of_somebody(before.rpartition(_HEADS)[2].lower().split())  # "She has a pinched nerve"
    if had or ends_in(before, talk_words().granting, 1):
        return False  # "MRI confirms the pinched nerve"
    return target.section == _IMAGED or any(
        test.last <= target.first and (sentence.has("SHOWS") or _HEADS in reading.gap(test, target)) for test in sentence.of("MODALITY")
    )


@lru_cache(maxsize=1)  # asked for each pinched nerve
def _is_felt(reading: Reading) -> bool:
    """Whether a note tells anywhere what makes a nerve that an image shows more than that."""
    return any(target.assertion is not Assertion.NEGATED for target in reading.targets(*_FELT))


def _sciatica(reading: Reading) -> Iterator[Said]:
    return (Said(Condition.SCIATICA, target, weigh(reading, target)) for target in reading.targets("SCIATICA"))


def lapsed(reading: Reading, said: Sequence[Said], findings: Sequence[Finding]) -> frozenset[Said]:
    """The root's disease that the past history alone lists as lasting, where the patient is free of it now.

    Pain of the leg is denied, no symptom or sign of it is told, and the assessment names something else: "PMH: chronic sciatica".
    """
    found = [one for one in findings if one.kind in _OF_ROOT and one.section not in PAST]
    free = any(one.kind is FindingKind.SYMPTOM and _PAIN.search(one.evidence.text) for one in found)
    ill = any(one.assertion is not Assertion.NEGATED for one in found)
    if ill or not free or FINAL.isdisjoint(reading.sections):
        return frozenset()
    current = [s for s in said if s.condition in _ROOT_DISEASE and s.assertion.is_current]
    return frozenset() if any(s.target.section not in PAST for s in current) else frozenset(current)


def statuses(reading: Reading, said: Sequence[Said]) -> dict[Condition, ConditionFact]:
    """The note-level fact of every condition."""
    return {condition: _fact(reading, condition, [s for s in said if s.condition is condition]) for condition in Condition}


def _fact(reading: Reading, condition: Condition, said: Sequence[Said]) -> ConditionFact:
    """The author's final word: the assessment when it speaks of the condition, else the rest of the note, else its past history.

    What an image shows, or the patient complains of, stays true while the assessment only suspects more of it or calls a part resolved.
    """
    shown = [s for s in said if s.assertion is Assertion.AFFIRMED and s.target.section not in PAST]
    if condition in _LASTING and shown and not any(s.assertion is Assertion.NEGATED and s.target.section in FINAL for s in said):
        return ConditionFact(Assertion.AFFIRMED, tuple(_mention(reading, s) for s in shown))
    lesions = [s for s in said if s.target.label in (*LESIONS, WELL)]
    named = [s for s in said if s.target.label not in (*LESIONS, WELL)]
    asked: list[Said] = []
    told: list[Said] = []
    for mention in named:
        is_asked = mention.target.section in _ASKED or mention.target.cue == _ASKED_BY
        (asked if is_asked and mention.assertion is Assertion.UNCERTAIN else told).append(mention)
    own = [s for s in named if s.target.cue != LABEL_CUE]
    for group in (
        [s for s in own if s.target.section == "addendum"],
        _assessed(own),
        _concluded(reading, [s for s in told if s.target.section not in PAST | STUDIED]),
        [s for s in named if s.target.section in STUDIED],
        asked,
        [s for s in named if s.target.section in PAST],
    ):
        if group and (status := _strongest(group)) is not Assertion.ABSENT:
            diagnosed = [s for s in lesions if s.assertion.is_current and s.target.section in FINAL]
            if status.is_current or not diagnosed:
                return ConditionFact(status, tuple(_mention(reading, s) for s in group if s.assertion is status))
            return ConditionFact(_strongest(diagnosed), tuple(_mention(reading, s) for s in diagnosed))
    if lesions and (status := _strongest(lesions)) is not Assertion.ABSENT:
        return ConditionFact(status, tuple(_mention(reading, s) for s in lesions if s.assertion is status))
    return ConditionFact(Assertion.ABSENT)


def _assessed(said: Sequence[Said]) -> list[Said]:
    """The mentions of the assessment; what it only tells to have been thought at first leaves open what the rest of the note does."""
    final = [s for s in said if s.target.section in FINAL]
    rest = {s.assertion for s in said if s.target.section not in FINAL | PAST}
    opened = Assertion.UNCERTAIN in rest and Assertion.AFFIRMED not in rest
    return [] if opened and all(s.target.cue in _AT_FIRST for s in final) else final


def _concluded(reading: Reading, said: Sequence[Said]) -> list[Said]:
    """The mentions without what a test read that the author's diagnosis behind it leaves open.

    "The EMG read as a polyradiculopathy. The working diagnosis was Guillain-Barre or a polyradiculopathy."
    """
    last = next((s for s in reversed(said) if _is_called(reading, s.target)), None)
    if last is None or last.assertion is not Assertion.UNCERTAIN:
        return list(said)
    return [s for s in said if s.target.start >= last.target.start or not _is_read_off(reading, s.target)]


def _is_called(reading: Reading, target: Target) -> bool:
    """Whether a mention is, or is one of, what the text calls the diagnosis: "The diagnosis was a neuropathy, or a radiculopathy."."""
    return any(cue.last <= target.first for cue in reading.sentence_of(target).of("DIAGNOSED"))


def _is_read_off(reading: Reading, target: Target) -> bool:
    """Whether a mention is what a test in its sentence reads as."""
    return any(test.start < target.start for test in reading.sentence_of(target).of("MODALITY", "EMG"))


def _strongest(said: Sequence[Said]) -> Assertion:
    """The assertion that settles several mentions of one rank: any affirmation, then an explicit resolution, then doubt, then denial.

    A root's disease that the patient had once is of the past where it is denied now: "history of a radiculopathy, none today".
    """
    held = {s.assertion for s in said}
    resolved = any(s.assertion is Assertion.HISTORICAL and s.target.cue in _OVER for s in said)
    had = any(s.assertion is Assertion.HISTORICAL and s.target.label in ROOT_DISEASES and s.target.cue in _HAD for s in said)
    doubtful = (Assertion.HISTORICAL, Assertion.UNCERTAIN) if resolved else (Assertion.UNCERTAIN,)
    over = (Assertion.HISTORICAL, Assertion.NEGATED) if had else (Assertion.NEGATED, Assertion.HISTORICAL)
    ranked = (Assertion.AFFIRMED, *doubtful, *over)
    return next((assertion for assertion in ranked if assertion in held), Assertion.ABSENT)


def _mention(reading: Reading, said: Said) -> Mention:
    target = said.target
    named = (target,) if said.state is None else (target, said.state)
    return Mention(said.assertion, reading.around(named), target.section, target.rule)
