"""The seven conditions: each mention with its assertion, and the note-level status.

Source: annotation guide, conditions and clarifications 3 to 5, 10 to 15, 24 and 26.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rootnote.anatomy import LUMBAR_ROOTS
from rootnote.facts.attach import distance, nearest
from rootnote.facts.model import Assertion, Condition, ConditionFact, Evidence, Mention
from rootnote.facts.reading import Reading, Sentence, Target
from rootnote.facts.spine import Part, parts_of

#: Sections that hold the author's final word, and those that only report or recall.
FINAL = frozenset({"assessment", "postop_diagnosis", "addendum"})
PAST = frozenset({"pmh", "psh", "social"})
_ASKED = frozenset({"reason", "indications"})
_TESTS = frozenset({"imaging", "emg"})
_NOT_SAID = frozenset({Assertion.HYPOTHETICAL, Assertion.FAMILY, Assertion.ORDERED})
_LESIONS = ("ROOT_LESION", "COMPRESS", "CONTACT", "DECOMPRESS")
_LASTING = frozenset({Condition.DISC_DISORDER, Condition.SPONDYLOSIS, Condition.STENOSIS, Condition.LOW_BACK_PAIN})
_SPINE_NOUNS = {"DISC": Condition.DISC_DISORDER, "SPONDYLOSIS": Condition.SPONDYLOSIS, "STENOSIS": Condition.STENOSIS}


class Said(NamedTuple):
    """A mention of a condition: the target that names it, and the assertion after the note's context is weighed."""

    condition: Condition
    target: Target
    assertion: Assertion


def find_mentions(reading: Reading, note_type: str) -> tuple[Said, ...]:
    """All mentions of the conditions, in order; hypothetical and family talk is left out."""
    said = [
        *_radiculopathy(reading),
        *_root_lesions(reading, note_type),
        *_plain(reading, "SCIATICA", Condition.SCIATICA),
        *_back_pain(reading),
        *(mention for label, condition in _SPINE_NOUNS.items() for mention in _spine_noun(reading, label, condition)),
        *_by_state(reading),
        *_normal(reading),
        *_bare_discs(reading),
        *_disc_surgery(reading, note_type),
    ]
    said = [s for s in said if s.assertion not in _NOT_SAID]
    if any(s.condition is not Condition.OTHER_REGION_RADICULOPATHY and s.assertion.is_current for s in said):
        said = [_still_current(s) for s in said]
    return tuple(sorted(said, key=lambda s: (s.target.start, s.condition)))


def _still_current(said: Said) -> Said:
    """In a note about the lumbar spine, a spine problem listed in the past medical history is one the patient has."""
    listed = said.target.section in PAST and said.target.label != "DISC_SURGERY"
    return said._replace(assertion=Assertion.AFFIRMED) if listed and said.target.assertion is Assertion.AFFIRMED else said


def _radiculopathy(reading: Reading) -> Iterator[Said]:
    for target in reading.targets("RADICULOPATHY"):
        for part in sorted(parts_of(reading, target), key=lambda part: part.value):
            condition = Condition.RADICULOPATHY if part is Part.LUMBAR else Condition.OTHER_REGION_RADICULOPATHY
            yield Said(condition, target, Assertion.NEGATED if target.value == "nonradicular" else _weigh(reading, target))


def _root_lesions(reading: Reading, note_type: str) -> Iterator[Said]:
    """Roots said to be compressed or touched: the clinical problem in a diagnosis or an operation, a possibility in a test's reading."""
    for target in root_lesions(reading):
        if target.assertion in (Assertion.NEGATED, *_NOT_SAID):
            continue
        assertion = _weigh(reading, target)
        if assertion is Assertion.AFFIRMED and (target.label == "CONTACT" or not _is_clinical(reading, target, note_type)):
            assertion = Assertion.UNCERTAIN
        for part in sorted(parts_of(reading, target), key=lambda part: part.value):
            condition = Condition.RADICULOPATHY if part is Part.LUMBAR else Condition.OTHER_REGION_RADICULOPATHY
            yield Said(condition, target, assertion)


def root_lesions(reading: Reading) -> Iterator[Target]:
    """The targets that say a root is compressed, displaced, touched or, when it is named, decompressed."""
    for sentence in reading.sentences:
        spinal = sentence.has("DISC", "DISC_SPACE", "STENOSIS", "SPONDYLOSIS", "LEVEL", "OTHER_CAUSE")
        lesions = tuple(lesion for lesion in sentence.of("ROOT_LESION") if spinal or lesion.value != "nerve")
        yield from lesions
        for verb in sentence.of("COMPRESS", "CONTACT", "DECOMPRESS"):
            root = root_beside(reading, sentence, verb)
            if root is None or any(lesion.start <= verb.start < lesion.end for lesion in lesions):
                continue
            if verb.label != "DECOMPRESS" or nearest(reading, sentence, root, ("VERTEBRA",), reach=6) is not None:
                yield verb


def root_beside(reading: Reading, sentence: Sentence, verb: Target) -> Target | None:
    """The nerve root that a verb of contact is about: "root", "nerve" right behind the name of a root, or such a name right behind the verb."""
    vertebrae = {target.last for target in sentence.of("VERTEBRA")}
    bones = {target.first for target in sentence.of("HARDWARE", "DERMATOME")}

    def accept(other: Target) -> bool:
        if other.label == "VERTEBRA":
            return 0 <= other.first - verb.last <= 2 and other.last not in bones and other.value in LUMBAR_ROOTS and verb.label != "DECOMPRESS"
        return other.label == "NERVE_ROOT" or other.first in vertebrae

    return nearest(reading, sentence, verb, ("NERVE_ROOT", "NERVE", "VERTEBRA"), reach=12, accept=accept)


def _is_clinical(reading: Reading, target: Target, note_type: str) -> bool:
    if note_type in ("operative", "procedure"):
        return target.section != "imaging"
    if note_type in ("imaging", "emg") or target.label == "DECOMPRESS":
        return False
    sentence = reading.sentence_of(target)
    if target.section not in _TESTS and any(
        link.value == "cause_effect" and link.first >= target.last for link in sentence.of("LINK")
    ) and sentence.has("SYMPTOM", "RADICULOPATHY", "SCIATICA"):
        return True
    if target.section not in _TESTS and target.label == "COMPRESS" and not sentence.has("MODALITY") and sentence.has("SYMPTOM"):
        return True
    return target.section in FINAL or target.section in ("preop_diagnosis", "plan", "chief_complaint", "reason")


def _plain(reading: Reading, label: str, condition: Condition) -> Iterator[Said]:
    for target in reading.targets(label):
        yield Said(condition, target, _weigh(reading, target))


def _back_pain(reading: Reading) -> Iterator[Said]:
    in_context = has_lumbar_context(reading)
    for target in reading.targets("BACK_PAIN"):
        assertion = _weigh(reading, target)
        kidney = any(place.value == "kidney" for place in reading.sentence_of(target).of("ELSEWHERE"))
        if target.value == "lumbar" or (in_context and not kidney) or assertion is Assertion.NEGATED:
            yield Said(Condition.LOW_BACK_PAIN, target, assertion)
    for sentence in reading.sentences:
        if sentence.section != "exam":
            yield from (
                Said(Condition.LOW_BACK_PAIN, pain, _weigh(reading, pain))
                for pain in sentence.of("SYMPTOM")
                if pain.value == "pain" and _is_of_back(reading, sentence, pain)
            )


def _is_of_back(reading: Reading, sentence: Sentence, pain: Target) -> bool:
    """Whether a pain is placed in the low back: beside it ("aching in the lumbar spine") or in a list ("low back and left leg pain")."""
    for region in sentence.of("REGION"):
        if region.value not in ("lumbar", "lumbosacral"):
            continue
        between = tuple(sentence.between(region, pain, "LEG", "TERRITORY", "ARM"))
        if region.first >= pain.last and distance(reading, region, pain) <= 6 and reading.only(pain, region, "GLUE", "SIDE", "RADIATION"):
            return True
        if region.last <= pain.first and not between and region.last + 3 >= pain.first and not any(True for _ in sentence.between(region, pain, "LINK")):
            return True
        if region.last <= pain.first and between and reading.only(region, pain, "LEG", "SIDE", "TERRITORY", "GLUE"):
            return True
    return False


def has_lumbar_context(reading: Reading) -> bool:
    """Whether the note speaks of the lumbar spine at all, so that "back pain" means the low back (clarification 26)."""
    for target in reading.targets("REGION", "LEVEL", "BACK_PAIN", "SLR", "SCIATICA", "RADICULOPATHY"):
        if target.assertion in _NOT_SAID:
            continue
        if target.label == "RADICULOPATHY":
            if Part.LUMBAR in parts_of(reading, target):
                return True
        elif target.label == "REGION":
            if target.value in ("lumbar", "lumbosacral", "sacral"):
                return True
        elif target.label != "LEVEL" or target.value[0] == "L":
            if target.label != "BACK_PAIN" or target.value == "lumbar":
                return True
    return any(
        sentence.has("BACK_PAIN") and sentence.has("RADIATION") and sentence.has("LEG", "TERRITORY") for sentence in reading.sentences
    )


def _spine_noun(reading: Reading, label: str, condition: Condition) -> Iterator[Said]:
    for target in reading.targets(label):
        sentence = reading.sentence_of(target)
        bony = target.value == "spondylosis" and not sentence.has("LEVEL", "REGION")
        joint = nearest(
            reading, sentence, target, ("LEG", "ARM", "ELSEWHERE"), reach=30 if bony else 4, accept=lambda other: other.value in ("hip", "knee", "arm", "")
        )
        level = nearest(reading, sentence, target, ("LEVEL", "REGION", "VERTEBRA"), reach=8)
        if joint is not None and (level is None or distance(reading, target, joint) < distance(reading, target, level)):
            continue
        if Part.LUMBAR in parts_of(reading, target, ignore=("LEG", "TERRITORY", "SLR")) and (level is not None or _names_spine(reading, target)):
            yield Said(condition, target, _weigh(reading, target))


def _normal(reading: Reading) -> Iterator[Said]:
    """Discs and canals said to be normal: the condition is denied."""
    for target in reading.targets("SPINE_NORMAL"):
        if Part.LUMBAR in parts_of(reading, target) and has_lumbar_context(reading):
            yield Said(Condition.DISC_DISORDER if target.value == "disc" else Condition.STENOSIS, target, Assertion.NEGATED)


def _bare_discs(reading: Reading) -> Iterator[Said]:
    """A level's disc named as a diagnosis: "L5-S1 disc with radiculopathy", "the L4-5 disc compresses L5", "discogenic pain"."""
    for disc in bare_discs(reading):
        if Part.LUMBAR in parts_of(reading, disc, ignore=("LEG", "TERRITORY")):
            yield Said(Condition.DISC_DISORDER, disc, _weigh(reading, disc))


def bare_discs(reading: Reading) -> Iterator[Target]:
    """The DISC_SPACE targets that are a diagnosis: right behind a level, in a sentence about a root, outside the account of a procedure."""
    for sentence in reading.sentences:
        if sentence.section in ("procedure", "exam", "operative_findings", "imaging") or not sentence.has("DISC_SPACE"):
            continue
        about_root = sentence.section in FINAL or sentence.has("RADICULOPATHY", "SCIATICA", "ROOT_LESION") or any(root_beside(reading, sentence, v) for v in sentence.of("COMPRESS"))
        levels = {level.last for level in sentence.of("LEVEL")}
        for place in sentence.of("DISC_SPACE"):
            inside = any(disc.start <= place.start < disc.end for disc in sentence.of("DISC", "DISC_SURGERY"))
            if not inside and (place.value == "discogenic" or (about_root and place.value == "disc" and place.first in levels)):
                yield place


def _by_state(reading: Reading) -> Iterator[Said]:
    """A disc space or foramen whose state is named beside it: "the L5-S1 interspace is collapsed", "narrowing of the L3-4 foramen"."""
    for sentence in reading.sentences:
        if not sentence.has("DISC_STATE"):
            continue
        held = [target for target in sentence.of("DISC", "STENOSIS")]
        for place in sentence.of("DISC_SPACE", "FORAMEN"):
            if any(target.start <= place.start < target.end for target in held):
                continue
            narrow = place.label == "FORAMEN"
            state = nearest(
                reading, sentence, place, ("DISC_STATE",), reach=7 if not narrow else 5, accept=lambda other: not narrow or other.value == "narrowing"
            )
            if state is not None and state.assertion is not Assertion.NEGATED and Part.LUMBAR in parts_of(reading, place, ignore=("LEG", "TERRITORY")):
                if has_lumbar_context(reading):
                    yield Said(Condition.STENOSIS if narrow else Condition.DISC_DISORDER, place, _weigh(reading, place))


def _names_spine(reading: Reading, target: Target) -> bool:
    """Whether the note places such a noun in the lumbar spine at all: a herniated disc with no region anywhere is nobody's."""
    return target.value == "lumbar" or has_lumbar_context(reading)


def _disc_surgery(reading: Reading, note_type: str) -> Iterator[Said]:
    """An earlier discectomy is a disc disorder of the past (clarification 11)."""
    for target in reading.targets("DISC_SURGERY"):
        done = target.assertion is Assertion.HISTORICAL or target.section in PAST
        reported = note_type in ("clinic", "ime", "emg", "imaging") and target.assertion is Assertion.AFFIRMED
        if not done and (not reported or target.section == "plan" or reading.sentence_of(target).has("PLANNED")):
            continue
        if target.section not in ("procedure", "operative_findings") and Part.LUMBAR in parts_of(reading, target):
            yield Said(Condition.DISC_DISORDER, target, Assertion.HISTORICAL)


def _weigh(reading: Reading, target: Target) -> Assertion:
    """The assertion of a mention in its place.

    What stands in a past history is past unless it is called chronic; what a denial excepts is there ("no herniation except at L3-4").
    """
    sentence = reading.sentence_of(target)
    if target.assertion is Assertion.AFFIRMED and target.section in PAST:
        chronic = any(course.value == "chronic" and 0 <= target.first - course.last <= 3 for course in sentence.of("COURSE"))
        return Assertion.AFFIRMED if chronic else Assertion.HISTORICAL
    if target.assertion is Assertion.NEGATED and any(
        word.first >= target.last and any(place.first >= word.last and place.first - word.last <= 3 for place in sentence.of("LEVEL"))
        for word in sentence.of("EXCEPT")
    ):
        return Assertion.AFFIRMED
    return target.assertion


def statuses(said: Sequence[Said]) -> dict[Condition, ConditionFact]:
    """The note-level fact of every condition."""
    return {condition: _fact(condition, [s for s in said if s.condition is condition]) for condition in Condition}


def _fact(condition: Condition, said: Sequence[Said]) -> ConditionFact:
    """The author's final word: the assessment when it speaks of the condition, else the rest of the note, else its past history.

    What an image shows, or the patient complains of, stays true while the assessment only suspects more of it or calls a part resolved.
    """
    shown = [s for s in said if s.assertion is Assertion.AFFIRMED and s.target.section not in PAST]
    if condition in _LASTING and shown and not any(s.assertion is Assertion.NEGATED and s.target.section in FINAL for s in said):
        return ConditionFact(Assertion.AFFIRMED, tuple(_mention(s) for s in shown))
    named = [s for s in said if s.target.label not in _LESIONS]
    asked = [s for s in named if s.target.section in _ASKED and s.assertion is Assertion.UNCERTAIN]
    for group in (
        [s for s in named if s.target.section == "addendum"],
        [s for s in named if s.target.section in FINAL],
        [s for s in named if s.target.section not in FINAL | PAST | _TESTS and s not in asked],
        [s for s in named if s.target.section in _TESTS],
        asked,
        [s for s in named if s.target.section in PAST],
    ):
        if group and (status := _strongest(group)) is not Assertion.ABSENT:
            if status.is_current or not (lesions := [s for s in said if s not in named and s.assertion.is_current and s.target.section in FINAL]):
                return ConditionFact(status, tuple(_mention(s) for s in group if s.assertion is status))
            return ConditionFact(_strongest(lesions), tuple(_mention(s) for s in lesions))
    lesions = [s for s in said if s not in named]
    if lesions and (status := _strongest(lesions)).is_current:
        return ConditionFact(status, tuple(_mention(s) for s in lesions if s.assertion is status))
    return ConditionFact(Assertion.ABSENT)


def _strongest(said: Sequence[Said]) -> Assertion:
    """The assertion that settles several mentions of one rank: any affirmation, then an explicit resolution, then doubt, then denial."""
    held = {s.assertion for s in said}
    resolved = any(s.assertion is Assertion.HISTORICAL and s.target.cue == "historical.backward" for s in said)
    for assertion in (Assertion.AFFIRMED, *((Assertion.HISTORICAL,) if resolved else ()), Assertion.UNCERTAIN, Assertion.NEGATED, Assertion.HISTORICAL):
        if assertion in held:
            return assertion
    return Assertion.ABSENT


def _mention(said: Said) -> Mention:
    target = said.target
    return Mention(said.assertion, Evidence(target.start, target.end, target.text), target.section, target.rule)
