"""The seven conditions: each mention with its assertion, and the note-level status.

Source: annotation guide, conditions and clarifications 3, 4, 10 to 15 and 24.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from rootnote.facts.conditions.last_word import OVER, overtaken, without_denied_labels
from rootnote.facts.conditions.mentions import NOT_SAID, Said, is_dated, weigh
from rootnote.facts.model import (
    CLINICAL_KINDS,
    ROOT_CONDITIONS,
    STRUCTURAL_CONDITIONS,
    Assertion,
    Condition,
    ConditionFact,
    Finding,
    FindingKind,
    Mention,
)
from rootnote.facts.reading import Reading, Target
from rootnote.facts.roots.root_lesions import LESIONS, WELL, find_root_lesions
from rootnote.facts.spine.disputes import with_doubted, without_disputed
from rootnote.facts.spine.spine import Part, parts_of
from rootnote.facts.spine.spine_nouns import find_spine_nouns
from rootnote.facts.symptoms.back_pain import find_back_pain
from rootnote.facts.wording import ends_in
from rootnote.language.categories import FINAL, INDICATIONS, PAST, STUDIED
from rootnote.language.labels import ROOT_DISEASES, STUDIES
from rootnote.language.talk import is_of_somebody, talk_words
from rootnote.language.verdicts import LABEL_CUE

#: The rule of what the referrer asked: a doubt that the author answers.
_ASKED_BY = "uncertain.asked_by"
#: The cues of what was thought at first.
_AT_FIRST = frozenset({"historical.superseded", "historical.suspected_cause"})
#: The rule of a pinched nerve; the section of images, and what ends a heading.
_PINCHED, _IMAGED, _HEADS = "radiculopathy.pinched_nerve", "imaging", ":"
#: What makes such a nerve more than that: a symptom, an exam or a treatment anywhere, and in its sentence what it is linked with.
_FELT = ("SYMPTOM", "LEG_SYMPTOM", "SCIATICA", "SLR", "SENSATION", "STRENGTH", "MUSCLE", "REFLEX", "TREATMENT", "DEED", "EVENT")
_TAKEN_UP = ("CONCORDANT", "LINK", "REFER")
#: The cues of what the patient has had, in the author's own words: "history of", "old", "status post".
_HAD = frozenset(
    {"historical.forward", "historical.no_longer", "historical.old", "historical.status_post", "historical.remote", "historical.hx"}
    | {"historical.then", "historical.year", "historical.cured", "historical.temporary"}
)
_LASTING = (*STRUCTURAL_CONDITIONS, Condition.LOW_BACK_PAIN)
#: The symptoms whose denial says that a root's disease is not there now.
_PAIN = re.compile(r"\b(?:pain|ache|symptom|radiat|radicular|sciatic|shoot)", re.I)


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
    said = with_doubted(reading, without_disputed(reading, without_denied_labels(reading, said)))
    return tuple(overtaken(reading, overtaken(reading, said, Condition.RADICULOPATHY), Condition.SCIATICA))


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
    asked = {"imaging": INDICATIONS | {"hpi"}, "emg": INDICATIONS}.get(note_type, frozenset[str]())
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
    found = [one for one in findings if one.kind in CLINICAL_KINDS and one.section not in PAST]
    free = any(one.kind is FindingKind.SYMPTOM and _PAIN.search(one.evidence.text) for one in found)
    ill = any(one.assertion is not Assertion.NEGATED for one in found)
    if ill or not free or FINAL.isdisjoint(reading.sections):
        return frozenset()
    current = [s for s in said if s.condition in ROOT_CONDITIONS and s.assertion.is_current]
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
        is_asked = mention.target.section in INDICATIONS or mention.target.cue == _ASKED_BY
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
    return any(test.start < target.start for test in reading.sentence_of(target).of(*STUDIES))


def _strongest(said: Sequence[Said]) -> Assertion:
    """The assertion that settles several mentions of one rank: any affirmation, then an explicit resolution, then doubt, then denial.

    A root's disease that the patient had once is of the past where it is denied now: "history of a radiculopathy, none today".
    """
    held = {s.assertion for s in said}
    resolved = any(s.assertion is Assertion.HISTORICAL and s.target.cue in OVER for s in said)
    had = any(s.assertion is Assertion.HISTORICAL and s.target.label in ROOT_DISEASES and s.target.cue in _HAD for s in said)
    doubtful = (Assertion.HISTORICAL, Assertion.UNCERTAIN) if resolved else (Assertion.UNCERTAIN,)
    over = (Assertion.HISTORICAL, Assertion.NEGATED) if had else (Assertion.NEGATED, Assertion.HISTORICAL)
    ranked = (Assertion.AFFIRMED, *doubtful, *over)
    return next((assertion for assertion in ranked if assertion in held), Assertion.ABSENT)


def _mention(reading: Reading, said: Said) -> Mention:
    target = said.target
    named = (target,) if said.state is None else (target, said.state)
    return Mention(said.assertion, reading.around(named), target.section, target.rule)
