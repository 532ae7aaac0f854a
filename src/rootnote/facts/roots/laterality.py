"""The side of the radiculopathy or leg symptoms, at note level.

Source: annotation guide, laterality; clarification 14; facts.md sections 4 and 6.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from rootnote.anatomy import Side
from rootnote.facts.attach import has_none, leg_sides, nearest, side_had, side_of, side_value
from rootnote.facts.conditions.conditions import statuses
from rootnote.facts.conditions.mentions import Said
from rootnote.facts.model import (
    EXAM_KINDS,
    ROOT_CONDITIONS,
    STRUCTURAL_CONDITIONS,
    Assertion,
    Evidence,
    Finding,
    FindingKind,
    Laterality,
    LateralityFact,
)
from rootnote.facts.reading import Reading, Sentence, Target, follows
from rootnote.facts.roots.place_statements import placed_by, sides_told_on
from rootnote.facts.spine.spine import Part, parts_of
from rootnote.facts.symptoms.place_words import place_words
from rootnote.facts.wording import are_only
from rootnote.language.categories import DIAGNOSED, FINAL, PRESENTING
from rootnote.language.labels import ROOT_DISEASES
from rootnote.language.measure_words import measure_words

Sided = tuple[Side, Evidence]

#: Tokens between "now", "at first" or "symptoms" and their side.
_MOVED = 6
#: What stands between a side and its time: "left (today)", "right side previously".
_SIDE_OF = re.compile(r"[\s(]|\bsided?\b", re.I)
#: What tells that the trouble has come to a side besides the other: "and has now gone to the right one too".
_TOO = re.compile(r"(?:\s(?:leg|one|side|foot|thigh|calf|buttock))?,?\s(?:too|as well|also)\b", re.I)
#: How a way down the leg is said that may name its side alone.
_DOWN = "down"
#: The leg as a whole, and what ends an item of what brings the patient.
_LEG = "leg"
_ITEM = re.compile(r"\s*(?:[,;.&+\n]|and\b|$)", re.I)
#: How the back is named, whose symptoms are none of a leg.
_BACK = "back"
#: What ends a side that stands for its leg.
_CLAUSE_END = re.compile(r"\s*(?:[.,;:)]|side\b|$)", re.I)
#: What stands before the answer to a question for it, and behind it.
_ANSWER, _ANSWERED = re.compile(r"\s*(?:a(?:nswer)?\s*[:.])?", re.I), re.compile(r"(?:\s+(?:one|leg|side))?\s*(?:\.|$)", re.I)
#: The leg itself as the label of its side, and what stands between: "Leg: R", "Which leg? left", "Which leg? It is the left".
_TO_SIDE, _FROM_LEG = re.compile(r"[\s:(]*(?:(?:the|it is the|it's the|mostly|mainly|more)\s+)?", re.I), re.compile(r"\s*:\s*")
#: The section whose diagnosis stands until the author gives another.
_REFERRAL = "reason"


def laterality(
    reading: Reading, said: Iterable[Said], roots: Iterable[tuple[Target, Target]], findings: Sequence[Finding], now: Sequence[Sided] = ()
) -> LateralityFact:
    """The side, from the author's diagnosis or the one that the patient is sent with, else the symptoms, else abnormal signs, else the side
    of the lesion that is operated on or injected.

    A diagnosis on one side and symptoms or signs only on the other conflict; so do a name elsewhere and symptoms only on the other side,
    where those of its own side are denied.
    ``now`` are the sides that the trouble has moved to, or that the author puts in the place of another: they stand before all others.
    """
    mentions = tuple(said)
    status = statuses(reading, mentions)
    held = [s for s in mentions if s.assertion.is_current]
    radicular = [s for s in held if s.condition in ROOT_CONDITIONS and status[s.condition].status.is_current]
    words = [s for s in radicular if s.target.label in ROOT_DISEASES]
    lesions = [s for s in radicular if s.target.label not in ROOT_DISEASES]
    diagnosis = _diagnosed(reading, words, roots)
    named = _named(reading, words, roots) + (_told(reading) if radicular else [])
    symptoms = _of_symptoms(findings)
    if not symptoms and not radicular and _has_symptoms(findings):
        symptoms = _told(reading) or _complained(reading)
    if not held and not symptoms and not (now and _has_symptoms(findings)):
        return LateralityFact(Laterality.NOT_STATED)
    if now:
        diagnosis, named, symptoms = [sided for sided in diagnosis if not _opposed(sided[0], _merge(now))], [], list(now)
    signs = _of_signs(findings) if radicular or symptoms else []
    groups = [diagnosis, named, symptoms, signs, _of_mentions(reading, lesions)]
    if words or lesions or symptoms:
        operated = (s for s in held if s.condition in STRUCTURAL_CONDITIONS and s.target.section in DIAGNOSED)
        groups += [_of_mentions(reading, operated), _of_procedures(reading)]
    group = next((group for group in groups if group), None)
    if group is None:
        return LateralityFact(Laterality.NOT_STATED)
    denied = {finding.side for finding in findings if finding.kind is FindingKind.SYMPTOM and finding.assertion is Assertion.NEGATED}
    others = [] if group is symptoms or group is signs else _apart_from(group, symptoms)
    stands_alone = not (group is diagnosis or (group is named and _merge(group) in denied))
    return _side_of_group(group, others, [] if stands_alone else others or signs)


def _side_of_group(group: Sequence[Sided], others: Sequence[Sided], opposing: Sequence[Sided]) -> LateralityFact:
    """The side that a group gives, with what else tells of it; CONFLICTING where what may oppose it is of the other side only."""
    value = _merge(group)
    if opposing and _opposed(value, _merge(opposing)):
        return LateralityFact(Laterality.CONFLICTING, tuple(dict.fromkeys(e for _, e in [*group, *opposing])))
    kept = [e for side, e in [*group, *others] if value is Side.BILATERAL or side is value]
    return LateralityFact(Laterality(value.value), tuple(dict.fromkeys(kept or [e for _, e in group])))


def _diagnosed(reading: Reading, words: Sequence[Said], roots: Iterable[tuple[Target, Target]]) -> list[Sided]:
    """The sides of the author's diagnosis, else of a statement that only places one, else of the one that the patient is sent with."""
    final = _of_mentions(reading, (s for s in words if s.target.section in FINAL)) + _of_roots(reading, roots, final=True)
    return final or _of_statements(reading) or _of_mentions(reading, (s for s in words if s.target.section == _REFERRAL))


def _named(reading: Reading, words: Sequence[Said], roots: Iterable[tuple[Target, Target]]) -> list[Sided]:
    """The sides of what is named elsewhere than in the author's diagnosis, or under a label for the side."""
    elsewhere = _of_mentions(reading, (s for s in words if s.target.section not in FINAL))
    return elsewhere + _of_roots(reading, roots, final=False) + _labelled(reading)


def _apart_from(group: Iterable[Sided], symptoms: Iterable[Sided]) -> list[Sided]:
    """The sides of symptoms without those that the words of a diagnosis themselves tell of: "right sciatica"."""
    named = [evidence for _, evidence in group]
    return [(side, e) for side, e in symptoms if not any(one.start < e.end and e.start < one.end for one in named)]


def _of_mentions(reading: Reading, said: Iterable[Said]) -> list[Sided]:
    """The sides that stand beside some mentions, each with the words that give it."""
    found: list[Sided] = []
    for mention in said:
        sentence = reading.sentence_of(mention.target)
        beside = nearest(reading, sentence, mention.target, ("SIDE",), accept=lambda other: not has_none(reading, other))
        if beside is not None and side_value(beside) is None:
            side, beside = _across(reading, sentence, beside)
        else:
            side = side_had(reading, sentence, mention.target)
        if side is not None:
            found.append((side, reading.around([mention.target, *([beside] if beside else [])])))
        elif mention.target.label in ROOT_DISEASES and mention.assertion is Assertion.AFFIRMED:
            told = sides_told_on(reading, mention.target)
            found += [(value, reading.around([side])) for side in told if (value := side_value(side)) is not None]
    return found


def _of_statements(reading: Reading) -> list[Sided]:
    """The sides of sentences that only tell where the diagnosis before them is."""
    return [
        (value, reading.around([side]))
        for sentence in reading.sentences
        if sentence.section in FINAL and sentence.has("SIDE") and placed_by(reading, sentence) is not None
        for side in sentence.of("SIDE")
        if (value := side_value(side)) is not None
    ]


def _across(reading: Reading, sentence: Sentence, word: Target) -> tuple[Side | None, Target | None]:
    """The side that "contralateral" means: the one named behind it, else the other one than the one before it."""
    behind = next((side for side in leg_sides(reading, sentence) if side.first >= word.last and side_value(side)), None)
    if behind is not None:
        return side_value(behind), behind
    before = [value for side in leg_sides(reading, sentence) if side.last <= word.first and (value := side_value(side))]
    return before[-1].other if before else None, word


def _of_roots(reading: Reading, roots: Iterable[tuple[Target, Target]], *, final: bool) -> list[Sided]:
    """The sides of named roots, in the author's diagnosis or elsewhere; compressed roots seen in an image don't speak for the patient."""
    return [
        (side, reading.around([root, namer]))
        for root, namer in roots
        if (root.section in FINAL) is final
        and namer.label in ("RADICULOPATHY", "ROOT_PROCEDURE")
        and (side := side_had(reading, reading.sentence_of(root), root, reach=4)) is not None
    ]


def _of_procedures(reading: Reading) -> list[Sided]:
    """The sides of root injections: "left L4-5 transforaminal epidural"."""
    return [
        (side, reading.around([target]))
        for target in reading.targets("ROOT_PROCEDURE")
        if target.assertion.is_current and (side := side_of(reading, reading.sentence_of(target), target, reach=4)) is not None
    ]


def _of_symptoms(findings: Sequence[Finding]) -> list[Sided]:
    """The sides of the leg symptoms, as the patient tells them before as the examiner finds them; plural legs without a side are both."""
    symptoms = [f for f in findings if f.kind is FindingKind.SYMPTOM and f.assertion is Assertion.AFFIRMED]
    told = [f for f in symptoms if f.section != "exam"]
    sided = _sided(told) or _sided(symptoms)
    if sided:
        return sided
    paired = measure_words().paired
    return [(Side.BILATERAL, f.evidence) for f in told if paired.intersection(f.evidence.text.lower().split())]


def _has_symptoms(findings: Iterable[Finding]) -> bool:
    """Whether a symptom of the leg is affirmed."""
    return any(finding.kind is FindingKind.SYMPTOM and finding.assertion is Assertion.AFFIRMED for finding in findings)


def _of_signs(findings: Sequence[Finding]) -> list[Sided]:
    """The sides of abnormal signs; what both legs show alike, such as ankle jerks lost with age, tells none."""
    return _sided(f for f in findings if f.kind in EXAM_KINDS and f.assertion is Assertion.AFFIRMED and f.side is not Side.BILATERAL)


def moved(reading: Reading) -> list[Sided]:
    """The side that the trouble has now, where the author says that it was another before: "initially left, now right"."""
    found: list[Sided] = []
    once: Target | None = None
    for sentence in reading.sentences:
        if once is not None and sentence.number - once.sentence > 1:
            once = None
        words = sorted((*sentence.of("ONCE", "NOW"), *leg_sides(reading, sentence)), key=lambda word: word.start)
        for time, side in _timed_sides(reading, words):
            if time.label == "ONCE":
                once = side
            elif once is not None and side_value(side) not in (None, side_value(once)) and not _TOO.match(reading.text, side.end):
                found.append((Side(side.value), reading.around([time, side])))
    return found


def _timed_sides(reading: Reading, words: Sequence[Target]) -> Iterator[tuple[Target, Target]]:
    """Each word of a time with the side behind it, or right before it: "previously right", "left today", in order of the sides."""
    for number, side in enumerate(words):
        if side.label != "SIDE":
            continue
        before = words[number - 1] if number else None
        behind = words[number + 1] if number + 1 < len(words) else None
        if behind is not None and behind.label != "SIDE" and not _SIDE_OF.sub("", reading.text[side.end : behind.start]):
            yield behind, side
        elif before is not None and before.label != "SIDE" and side.first - before.last <= _MOVED:
            yield before, side


def _told(reading: Reading) -> list[Sided]:
    """The side of leg symptoms said without a place: "her symptoms are all on the left", "it shoots down the left"."""
    return [
        (value, reading.around([symptom, side]))
        for sentence in reading.sentences
        if not sentence.has("ARM") and not any(place.text.lower().endswith(_BACK) for place in sentence.of("REGION"))
        for symptom in sentence.of("SYMPTOM", "RADIATION")
        if symptom.value == "symptom" or symptom.text.lower().startswith(_DOWN)
        if Part.LUMBAR in parts_of(reading, symptom)
        if (side := nearest(reading, sentence, symptom, ("SIDE",), reach=_MOVED)) is not None
        if side.last > symptom.last and are_only(reading.gap(symptom, side), place_words().places_pain)
        if _CLAUSE_END.match(reading.text, side.end, sentence.end)
        if (value := side_value(side)) is not None
    ]


def _complained(reading: Reading) -> list[Sided]:
    """The side of a leg that stands by itself as what a patient comes with: "CC: R leg, low back"."""
    return [
        (value, reading.around([side, leg]))
        for sentence in reading.sentences
        if sentence.section in PRESENTING and not sentence.has("OTHER_PROBLEM", "OTHER_SOURCE", "OTHER_CAUSE")
        for leg in sentence.of("LEG")
        if leg.value == _LEG and _ITEM.match(reading.text, leg.end, sentence.end)
        for side in sentence.of("SIDE")
        if follows(leg, side, 1) and (value := side_value(side)) is not None
    ]


def _labelled(reading: Reading) -> list[Sided]:
    """A side given under a label of its own: "Side: left", "Which leg? Right", "Leg: R"."""
    return [
        (value, reading.around([label, side]))
        for sentence in reading.sentences
        if sentence.has("SIDE")
        for label in sentence.of("SIDE_LABEL", "LEG")
        for side in sentence.of("SIDE")
        if side.start >= label.end and _is_under(reading, label, side) and (value := side_value(side)) is not None
    ] + _answered(reading)


def _answered(reading: Reading) -> list[Sided]:
    """The side that answers, in the next sentence, a question for it: "Q: Which side?", "A: Right."."""
    return [
        (value, reading.around([label, side]))
        for label in reading.targets("SIDE_LABEL")
        if label.value == _LEG and not reading.text[label.end : reading.sentence_of(label).end].strip()
        for following in reading.sentences[label.sentence + 1 : label.sentence + 2]
        for side in following.of("SIDE")
        if (opened := _ANSWER.match(reading.text, following.start)) and _TO_SIDE.fullmatch(reading.text, opened.end(), side.start)
        if _ANSWERED.match(reading.text, side.end, following.end) and (value := side_value(side)) is not None
    ]


def _is_under(reading: Reading, label: Target, side: Target) -> bool:
    """Whether a side stands under a label; under one that is or asks for the leg only where it is its answer."""
    if label.label == "SIDE_LABEL" and label.value != _LEG:
        return True
    pattern = _TO_SIDE if label.label == "SIDE_LABEL" else _FROM_LEG
    return label.value == _LEG and pattern.fullmatch(reading.text, label.end, side.start) is not None


def _sided(findings: Iterable[Finding]) -> list[Sided]:
    """The sides of those findings that have one."""
    return [(finding.side, finding.evidence) for finding in findings if finding.side is not None]


def _merge(group: Sequence[Sided]) -> Side:
    """The one side of a group, bilateral when there are several, unless one is said at least three times as often as all others."""
    counts = Counter(side for side, _ in dict.fromkeys(group))
    (side, most), *rest = counts.most_common()
    return side if most >= 3 * sum(count for _, count in rest) else Side.BILATERAL


def _opposed(one: Side, other: Side | None) -> bool:
    """Whether two sides are left and right."""
    return {one, other} == {Side.LEFT, Side.RIGHT}
