"""Links of a cause to the radiculopathy, by the words of a sentence or of two that refer to each other.

A link needs words in one sentence (or a sentence that refers back): "due to", "with", "causing", a disc that compresses the root, a cause
in brackets behind the diagnosis, or a disc removed to free the root. A cause that is only likely is not linked.

Source: annotation guide, etiology and clarifications 2, 17 and 31; facts.md section 2 points 4 to 6.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rootnote.anatomy import level_order
from rootnote.facts.attach import nearest
from rootnote.facts.mentions import Said
from rootnote.facts.model import Assertion, Cause, Condition
from rootnote.facts.reading import Reading, Sentence, Target
from rootnote.facts.root_lesions import root_beside, root_lesions
from rootnote.facts.small_words import are_only
from rootnote.facts.spine import Part, is_told_normal, parts_of
from rootnote.facts.spine_nouns import bare_discs

#: Which cause a target of a label is.
CAUSES = {
    "DISC": Cause.DISC,
    "DISC_SPACE": Cause.DISC,
    "SPONDYLOSIS": Cause.SPONDYLOSIS,
    "STENOSIS": Cause.OTHER,
    "OTHER_CAUSE": Cause.OTHER,
}
_EFFECTS = ("RADICULOPATHY", "SCIATICA", "ROOT_LESION")
#: What stands between an effect and its cause in "The cause of the radiculopathy is the disc".
_IS = re.compile(r"\s*(?::|is\b|was\b|being\b)")
#: What stands behind an adjective that is a cause by itself.
_ORIGIN = re.compile(r"\s+(?:in\s+)?(?:origin|nature|a?etiology)\b")
#: What leaves open which of two things is meant, before both or between them, and the characters between two such things.
_EITHER = re.compile(r"\beither (?!side|leg|foot|hip|way)", re.I)
_OR = re.compile(r"\b(?:or|vs\.?|versus)\b", re.I)
_NEAR = 40
#: Characters that may stand before a word that refers back.
_OPENING = 12
#: A clause about a disc that has lost height or water, up to what begins another.
_CLAUSE = re.compile(
    r"\b(?:is|are|was|were|looks?|appears?|has)\b[^;]*\b(?:collaps|desiccat|dehydrat|degenerat|narrow|thin|dark|dry|los[st]|worn)[^;]*"
    r"(?:;|,|\b(?:and|while|whereas|but)\b)",
    re.I,
)
#: Characters before a link that a line of a diagnosis begins with ("- due to the disc"), and how such a link ends.
_OPENS, _PLAIN_LINK = 4, ("to", "2/2", "d/t", "s/t", "caused by", "result of")
#: Tokens between "the cause is" and the cause.
_STATED = 6
#: What stands behind a link that names its cause by the number of an item ("secondary to #1"), that number at the head of the item, what
#: ends a clause, and the sentences looked back over for what is "above".
_ITEM = re.compile(r"\s*(?:\w+\.?\s+)?#?\s*(\d)\s*(?:[.,;)\n]|$)")
_NUMBERED = re.compile(r"\W{0,4}(\d)\s*[.):]")
_CLAUSE_END = re.compile(r"\s*(?:[.,;:)\n]|$)")
_LOOK_BACK = 8
#: Tokens from "accounts for" or "I attribute" to the word that refers back.
_REFER_REACH = 1
#: How a cause ends that stands before its effect as an adjective: "spondylotic", "disc-related".
_ADJECTIVE = ("ic", "zoster", "discal", "related", "mediated", "induced")
#: Sections that tell an operation, and those that say what it was done for.
_OPERATED = frozenset({"procedure", "operative_findings", "findings"})
_OPERATED_FOR = frozenset({"preop_diagnosis", "postop_diagnosis"})
#: What else may be the effect of a cause, and the tokens from an effect to the word that links it.
_OTHER_EFFECTS = ("BACK_PAIN", "SYMPTOM", "LEG_SYMPTOM", "STENOSIS", "RADICULOPATHY", "SCIATICA")
_EFFECT_REACH = 3
#: What joins two effects of one cause.
_JOINING = frozenset({"and", "as", "well", "plus"})
#: Diseases that a patient has besides, unless they are said to be the cause.
_COMORBID = frozenset({"diabetes", "zoster", "systemic"})
_CURRENT = (Assertion.AFFIRMED, Assertion.UNCERTAIN)


class Link(NamedTuple):
    """A cause linked to the radiculopathy by the words of one sentence, or of two that refer to each other."""

    cause: Target
    effect: Target


def find_links(reading: Reading, status: Assertion) -> tuple[Link, ...]:
    """All links, in order; a radiculopathy with the status AFFIRMED takes no cause that is itself in doubt (clarification 31)."""
    allowed = (Assertion.AFFIRMED,) if status is Assertion.AFFIRMED else _CURRENT
    found: list[Link] = []
    operated = [t for t in root_lesions(reading) if t.label == "DECOMPRESS"]
    for sentence in reading.sentences:
        effects = [t for t in sentence.of(*_EFFECTS) if t.assertion in _CURRENT] + [t for t in operated if t.sentence == sentence.number]
        causes = [t for t in sentence.of(*CAUSES) if t.assertion in allowed]
        if causes:
            found += _by_words(reading, sentence, causes, effects)
            found += _by_contact(reading, sentence, causes, allowed)
        found += _by_reference(reading, sentence, effects, allowed)
        found += _by_item(reading, sentence, effects, allowed)
        if causes and not effects and sentence.number:
            found += _by_statement(reading, sentence, causes)
    lumbar = {cause for cause in {link.cause for link in found} if Part.LUMBAR in parts_of(reading, cause)}
    return tuple(dict.fromkeys(link for link in found if link.cause in lumbar or _is_above(reading, link)))


def _is_above(reading: Reading, link: Link) -> bool:
    """Whether a disc at a thoracic level is linked to a lumbar root: lumbar roots leave the cord there (M51.14)."""
    thoracic = link.cause.label == "DISC" and any(level.startswith("T") for level in levels_beside(reading, link.cause))
    return thoracic and Part.LUMBAR in parts_of(reading, link.effect)


def _by_words(reading: Reading, sentence: Sentence, causes: Sequence[Target], effects: Sequence[Target]) -> Iterator[Link]:
    lumbar = [effect for effect in effects if Part.LUMBAR in parts_of(reading, effect)]
    left_open = _left_open(reading, sentence)
    for cause in causes:
        if cause in left_open:
            continue
        for effect in lumbar:
            if cause.start != effect.start and _linked(reading, sentence, cause, effect):
                yield Link(cause, effect)


def _linked(reading: Reading, sentence: Sentence, cause: Target, effect: Target) -> bool:
    links = [
        link
        for link in sentence.between(cause, effect, "LINK")
        if (link.assertion is Assertion.AFFIRMED or cause.assertion is Assertion.UNCERTAIN)
        and not (link.value == "with" and _is_beside(sentence, link, cause, effect))
        and not (effect.start < link.start and _is_of_back(reading, sentence, effect, link))
    ]
    if any(True for _ in sentence.between(cause, effect, "UNRELATED")):
        return False
    gap = reading.gap(cause, effect)
    if cause.start < effect.start and _qualifies(reading, sentence, cause, effect):
        return True
    if ";" in gap:
        return False
    if cause.label == "DISC_SPACE" and cause not in bare_discs(reading):
        links = [link for link in links if link.value == "effect_cause"]
    if effect.start < cause.start:
        if any(link.value == "attribute" and link.first < effect.first for link in sentence.of("LINK")):
            return True
        if any(_is_blamed(cause, link) for link in sentence.of("LINK")):
            return True
        if _ORIGIN.match(reading.text, cause.end) and cause.text.lower().endswith(_ADJECTIVE) and len(gap) < _OPENING:
            return True  # "radiculopathy of discogenic origin"
        if _follows(reading, sentence, cause, effect):
            return True
        if gap.lstrip().startswith("(") and ")" not in gap and len(gap) < 40:
            return True
        if _IS.match(gap) and any(link.value == "cause_of" and 0 <= effect.first - link.last <= 3 for link in sentence.of("LINK")):
            return True
        return any(link.value in ("effect_cause", "cause_is", "attribute") or (link.value == "with" and _one_phrase(gap)) for link in links)
    opening = (link for link in sentence.of("LINK") if link.value == "effect_cause" and not _has_effect(sentence, link))
    fronted = any(0 <= cause.first - link.last <= 3 for link in opening)
    return fronted or any(link.value in ("cause_effect", "cause_of") or (link.value == "with" and _one_phrase(gap)) for link in links)


def _is_blamed(cause: Target, link: Target) -> bool:
    """Whether a cause is said to be the one, of what was named before: "... radiculopathy. The cyst is responsible."."""
    return link.value == "is_cause" and link.assertion is Assertion.AFFIRMED and 0 <= link.first - cause.last <= _EFFECT_REACH


def _left_open(reading: Reading, sentence: Sentence) -> frozenset[Target]:
    """The causes that the author leaves open: "from either the disc or the facet", "a disc herniation or scar"."""
    groups: list[list[Target]] = []
    for cause in sentence.of(*CAUSES):
        if groups and cause.start < groups[-1][0].end:
            groups[-1].append(cause)  # stands in the one before
        else:
            groups.append([cause])
    found = [
        cause
        for group in groups
        if _EITHER.search(reading.text, max(sentence.start, group[0].start - _NEAR), group[0].start)
        for cause in group
    ]
    for one, other in itertools.pairwise(groups):
        gap = reading.gap(one[0], other[0])
        if CAUSES[one[0].label] is not CAUSES[other[0].label] and len(gap) < _NEAR and _OR.search(gap):
            found += [*one, *other]
    return frozenset(found)


def _has_effect(sentence: Sentence, link: Target) -> bool:
    """Whether the effect of a link stands right before it, so that it is not the one that follows the cause."""
    return any(0 <= link.first - effect.last <= _EFFECT_REACH for effect in sentence.of(*_OTHER_EFFECTS))


def _is_of_back(reading: Reading, sentence: Sentence, effect: Target, link: Target) -> bool:
    """Whether a link is of the back pain named behind the effect, and not of both: "radiculopathy, back pain from spondylosis"."""
    pains = [pain for pain in sentence.of("BACK_PAIN") if effect.last <= pain.first and pain.last <= link.first]
    if not pains or link.first - pains[-1].last > _EFFECT_REACH:
        return False
    between = reading.rest(effect, pains[0], "SIDE", "REGION", "COURSE", "SEVERITY").strip()
    return between in ("", ",") or not are_only(between, _JOINING)


def _is_beside(sentence: Sentence, link: Target, cause: Target, effect: Target) -> bool:
    """Whether a "with" only names what is there too: another disease of the patient, a back pain, the test that a finding is of."""
    if cause.value in _COMORBID and not cause.text.lower().endswith(_ADJECTIVE):
        return True
    between = sentence.between(effect, cause, "MODALITY", "BACK_PAIN")
    return effect.start < cause.start and any(other.first >= link.last for other in between)


def _qualifies(reading: Reading, sentence: Sentence, cause: Target, effect: Target) -> bool:
    """Whether the cause is the effect's adjective: "spondylotic radiculopathy", "discogenic left lumbar radiculopathy"."""
    if not cause.text.lower().endswith(_ADJECTIVE) or effect.first - cause.last > 3:
        return False
    between = sum(target.last - target.first for target in sentence.between(cause, effect, "REGION", "SIDE", "LEVEL", "VERTEBRA"))
    return between >= effect.first - cause.last


def _follows(reading: Reading, sentence: Sentence, cause: Target, effect: Target) -> bool:
    """Whether the cause is an adjective set behind its effect: "S1 radiculopathy, left, discogenic"."""
    ends = cause.text.lower().endswith(_ADJECTIVE) and _CLAUSE_END.match(reading.text, cause.end, sentence.end) is not None
    return ends and are_only(reading.rest(effect, cause, "SIDE", "LEVEL", "REGION"), frozenset())


def _one_phrase(gap: str) -> bool:
    """Whether the text between two targets lets them stand in one diagnostic phrase: no semicolon or colon, and not too long."""
    return ";" not in gap and ":" not in gap and len(gap) < 140


def _by_contact(reading: Reading, sentence: Sentence, causes: Sequence[Target], allowed: Sequence[Assertion]) -> Iterator[Link]:
    """A disc, spur or scar said to compress, impinge on or displace a root; to touch it, when the radiculopathy itself is only possible."""
    for verb in sentence.of("COMPRESS", *(("CONTACT",) if Assertion.UNCERTAIN in allowed else ())):
        root = root_beside(reading, sentence, verb)
        if root is None or verb.assertion not in allowed:
            continue
        yield from (
            Link(cause, verb)
            for cause in causes
            if _acts(sentence, cause, verb, root) and not _is_told_before(reading, sentence, cause, verb)
        )
    for lesion in sentence.of("ROOT_LESION"):
        if lesion.assertion in allowed:
            yield from (Link(cause, lesion) for cause in causes if _acts(sentence, cause, lesion, lesion))


def _is_told_before(reading: Reading, sentence: Sentence, cause: Target, verb: Target) -> bool:
    """Whether the state of a cause is told in a clause of its own, before the one about what touches the root.

    "The disc is collapsed and the foramen is narrowed, flattening the root": a disc without its height presses on nothing.
    """
    rivals = [other for other in sentence.between(cause, verb, *CAUSES) if CAUSES[other.label] is not CAUSES[cause.label]]
    return any(_CLAUSE.search(reading.text, cause.start, rival.start) for rival in rivals)


def _acts(sentence: Sentence, cause: Target, verb: Target, root: Target) -> bool:
    if cause.label == "DISC_SPACE" and verb.label == "ROOT_LESION":
        return False
    if cause.start >= verb.start and cause.start < root.end:
        return False
    if cause.start < verb.start:
        return True
    return any(link.value in ("effect_cause", "between") for link in sentence.between(root, cause, "LINK"))


def _by_reference(reading: Reading, sentence: Sentence, effects: Sequence[Target], allowed: Sequence[Assertion]) -> Iterator[Link]:
    """A sentence that starts with "this" or "which" and names an effect, after one that names the cause."""
    if sentence.number == 0 or sentence.has(*CAUSES):
        return
    before = reading.sentences[sentence.number - 1]
    causes = [t for t in before.of(*CAUSES) if t.assertion in allowed]
    first = next(iter(sentence.targets), None)
    goes_on = first is not None and first.label == "LINK" and first.value in ("with", "cause_effect") and first.section == before.section
    if goes_on:
        yield from (Link(cause, effect) for effect in effects for cause in causes)  # a line that goes on: "L5-S1 herniation / - with ..."
    if not refers(sentence):
        return
    for verb in sentence.of("COMPRESS"):
        if verb.assertion in allowed and root_beside(reading, sentence, verb) is not None:
            yield from (Link(cause, verb) for cause in causes)
    for link in sentence.of("LINK"):
        if link.value in ("cause_effect", "cause_of") and link.assertion in allowed:
            yield from (Link(cause, effect) for effect in effects if effect.start > link.start for cause in causes)


def _by_item(reading: Reading, sentence: Sentence, effects: Sequence[Target], allowed: Sequence[Assertion]) -> Iterator[Link]:
    """A diagnosis whose cause is the items above it, or one of them by its number: "L5 radiculopathy secondary to the above / to #1"."""
    if sentence.has(*CAUSES):
        return
    for link in sentence.of("LINK"):
        caused = [effect for effect in effects if effect.last <= link.first]
        if link.value != "effect_cause" or link.assertion is not Assertion.AFFIRMED or not caused:
            continue
        for item in _items_meant(reading, sentence, link):
            yield from (Link(cause, caused[-1]) for cause in item.of(*CAUSES) if cause.assertion in allowed)


def _items_meant(reading: Reading, sentence: Sentence, link: Target) -> Iterator[Sentence]:
    """The sentences of its section that a link's "the above" or number stands for."""
    behind = (word for word in sentence.of("ABOVE") if 0 <= word.first - link.last <= _REFER_REACH)
    above = any(_CLAUSE_END.match(reading.text, word.end, sentence.end) for word in behind)
    number = _ITEM.match(reading.text, link.end, sentence.end)
    if not (above or number):
        return
    for earlier in reversed(reading.sentences[max(0, sentence.number - _LOOK_BACK) : sentence.number]):
        if earlier.section != sentence.section:
            return
        head = _NUMBERED.match(reading.text, earlier.start, earlier.end)
        if above or (number and head and head.group(1) == number.group(1)):
            yield earlier


def _by_statement(reading: Reading, sentence: Sentence, causes: Sequence[Target]) -> Iterator[Link]:
    """A sentence that states the cause of what the one before it names.

    "The cause is the L4-5 herniation.", "This is due to ...", "I attribute it to the disc.", "The disc accounts for this."
    """
    before = reading.sentences[sentence.number - 1]
    for link in sentence.of("LINK"):
        if link.assertion is Assertion.AFFIRMED:
            stated = [cause for cause in causes if _is_stated(sentence, before, link, cause)]
            yield from (Link(cause, effect) for cause in stated for effect in before.of(*_EFFECTS) if effect.assertion in _CURRENT)


def _is_stated(sentence: Sentence, before: Sentence, link: Target, cause: Target) -> bool:
    """Whether a link gives a cause to what the sentence before it names."""
    if link.value == "cause_is" or _refers_back(sentence, before, link):
        return 0 <= cause.first - link.last <= _STATED
    if _is_blamed(cause, link):
        return _ends_in_effect(before)
    refers_to = any(0 <= word.first - link.last <= _REFER_REACH for word in sentence.of("REFER"))
    return refers_to and _is_side_of(link, cause) and _ends_in_effect(before)


def _is_side_of(link: Target, cause: Target) -> bool:
    """Whether a cause stands on the side of a link where it has its place: "I attribute it to the disc", "the disc accounts for this"."""
    if link.value == "attribute":
        return link.last <= cause.first
    return link.value in ("cause_effect", "cause_of") and cause.last <= link.first


def _refers_back(sentence: Sentence, before: Sentence, link: Target) -> bool:
    """Whether a link gives the cause of what the sentence before it ends with: "Left L5 radiculopathy. I think this comes from ..."."""
    opens = link.start - sentence.start <= _OPENS and link.text.lower().endswith(_PLAIN_LINK) and before.section == sentence.section
    if (
        link.value != "effect_cause"
        or not (opens or refers(sentence))
        or any(e.end <= link.start for e in sentence.of("BACK_PAIN", *CAUSES))
    ):
        return False
    return _ends_in_effect(before)


def _ends_in_effect(sentence: Sentence) -> bool:
    """Whether the last that a sentence names of pains, causes and effects is an effect."""
    last = max(sentence.of(*_EFFECTS, "BACK_PAIN", *CAUSES), key=lambda target: target.start, default=None)
    return last is not None and last.label in _EFFECTS


def operative_links(reading: Reading, said: Sequence[Said]) -> tuple[Link, ...]:
    """The disc that an operation removes to relieve a root: discectomy, and a freed root, or a root it was done for that was seen there.

    In the latter case a fusion removes the disc for the sake of the fusion.
    """
    lesions = [t for t in root_lesions(reading) if t.assertion is Assertion.AFFIRMED]
    fused = any(part.value == "implant" and part.section in _OPERATED for part in reading.targets("HARDWARE"))
    if not lesions and not fused and any(root.section in _OPERATED for root in reading.targets("NERVE_ROOT")):
        named = (t for t in reading.targets("RADICULOPATHY") if t.section in _OPERATED_FOR and t.assertion is Assertion.AFFIRMED)
        lesions = [target for target in named if Part.LUMBAR in parts_of(reading, target)]
    surgery = [
        t
        for t in reading.targets("DISC_SURGERY")
        if t.assertion is Assertion.AFFIRMED and t.section in ("procedure", "operative_findings", "none")
    ]
    discs = [s.target for s in said if s.condition is Condition.DISC_DISORDER and s.assertion is Assertion.AFFIRMED]
    if not (surgery and discs and lesions):
        return ()
    return tuple(Link(disc, lesions[0]) for disc in discs)


def refers(sentence: Sentence) -> bool:
    """Whether a sentence begins by referring back: "This", "These changes", "which"."""
    refer = next(sentence.of("REFER"), None)
    return refer is not None and refer.start - sentence.start <= _OPENING


def levels_beside(reading: Reading, cause: Target) -> tuple[str, ...]:
    """The disc levels given for a cause in its own sentence: those nearer to it than to another cause, from above."""
    if cause.label == "LEVEL":
        return tuple(cause.value.split())
    sentence = reading.sentence_of(cause)
    rivals = [t for t in sentence.of(*CAUSES) if CAUSES[t.label] is not CAUSES[cause.label] and t.assertion is not Assertion.NEGATED]
    names: dict[str, None] = {}
    for level in sentence.of("LEVEL"):
        if level.assertion is Assertion.NEGATED or is_told_normal(sentence, level):
            continue
        owner = nearest(
            reading,
            sentence,
            level,
            CAUSES,
            reach=30,
            accept=lambda other: other is cause or other in rivals or other.label == cause.label,
        )
        if owner is not None and (owner is cause or owner.label == cause.label or not rivals):
            names.update(dict.fromkeys(level.value.split()))
    return tuple(sorted(names, key=level_order))
