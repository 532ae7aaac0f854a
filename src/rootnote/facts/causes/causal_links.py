"""Links of a cause to the radiculopathy, by the words of a sentence or of two that refer to each other.

A link needs words in one sentence (or a sentence that refers back): "due to", "with", "causing", a disc that compresses the root, a cause
in brackets behind the diagnosis, or a disc removed to free the root. A cause that is only likely is not linked.

Source: annotation guide, etiology and clarifications 2, 17 and 31; facts.md section 2 points 4 to 6.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from rootnote.facts.causes.causal_contacts import by_contact
from rootnote.facts.causes.causal_events import by_event, causal_things
from rootnote.facts.causes.causal_references import by_contrast, by_ellipsis, by_item, by_pronoun, by_reference, by_statement, takes_up
from rootnote.facts.causes.cause_columns import by_column
from rootnote.facts.causes.cause_levels import levels_beside
from rootnote.facts.causes.causes import (
    ADJECTIVE,
    CAUSES,
    CLAUSE_END,
    COMORBID,
    CURRENT,
    EFFECT_REACH,
    EFFECTS,
    IS,
    Link,
    is_adjective,
    is_blamed,
    is_blamed_for,
    is_bracketed,
    is_guessed,
    is_led_to,
    is_passed_over,
    qualifies,
)
from rootnote.facts.model import Assertion
from rootnote.facts.reading import Reading, Sentence, Target, follows
from rootnote.facts.roots.root_lesions import root_lesions
from rootnote.facts.spine.set_aside import set_aside
from rootnote.facts.spine.spine import Part, parts_of
from rootnote.facts.spine.spine_nouns import bare_discs, is_landmark
from rootnote.facts.wording import are_only
from rootnote.language.labels import PAINS, PASSAGES

#: What stands between an effect and its cause in "Behind the radiculopathy lies a disc".
_LIES = re.compile(r"\s*(?:there\s+)?(?:lie|lies|lay|is|are|was|were|sit|sits|stand|stands|we find|i find|hides)\b", re.I)
#: What stands behind an adjective that is a cause by itself, and the characters from the effect to it.
_ORIGIN = re.compile(r"\s+(?:in\s+)?(?:origin|nature|a?etiology|basis)\b", re.I)
_BESIDE = 12
#: What leaves open which of two things is meant, before both or between them, and the characters between two such things.
_EITHER = re.compile(r"\beither (?!side|leg|foot|hip|way)", re.I)
_OR = re.compile(r"\b(?:or|vs\.?|versus)\b", re.I)
_NEAR = 40
#: What stands before the cause that is named in place of one that is denied: "not due to the bulge but to the herniation".
_INSTEAD = re.compile(
    r"\bbut\s+(?:rather\s+|instead\s+)?to\s+"
    r"(?:(?:the|an?|his|her|that|this|left|right|central|paracentral|foraminal|lateral|large|small|larger|new|known|severe|dis[ck]|lumbar|lumbosacral|degenerative|at|[LST]\d\S*)\s+)*$",
    re.I,
)
#: What stands between a cause and what is there too.
_APPENDED = re.compile(r"[^,;]*,\s*(?:with|along with|in addition to|besides|plus)\b", re.I)
#: The subject of a clause of its own right before its verb: "a disc bulge was found, but a fall caused the radiculopathy".
_OTHER_SUBJECT = re.compile(
    r"\b(?:(?:but|while|whereas|yet|although|though)\s+(?:an?|the|his|her)|and\s+(?:his|her))\s+(?:[\w-]+\s+){0,3}[a-z-]+\s+$", re.I
)
#: What goes on, behind what a cause is not of, with what it is of: "cannot explain the hip pain but it does explain ...".
_BUT = re.compile(r"\bbut (?:(?:it|they|this|that|which) )?(?:(?:does|do|did|is|are|the|clearly|well|easily|fully|readily) )*$", re.I)
#: The tokens from a word that announces a cause to its effect: "cause of the right sided L5 radiculopathy".
_NAMED = 5
#: The characters before a link that a sentence begins with: "- Responsible for the radiculopathy is the disc".
_BEGINS = 4
#: What begins a clause about what stands before it.
_RELATIVE = re.compile(r"which|that", re.I)
#: What else may be the effect of a cause.
_OTHER_EFFECTS = PAINS | {"STENOSIS"}
#: What may stand between an effect and the words that link a cause to it, or to that.
_OTHER_PROBLEMS = ("BACK_PAIN", "OTHER_SOURCE", "COMPRESS")
#: What joins two effects of one cause.
_JOINING = frozenset({"and", "as", "well", "plus"})
#: Of these, infections that are there for weeks and not for life: "zoster with radiculitis" is one diagnosis.
_INFECTIONS = frozenset({"zoster", "systemic"})


def find_links(reading: Reading, status: Assertion, *, guessed: bool = False) -> tuple[Link, ...]:
    """All links, in order; a radiculopathy with the status AFFIRMED takes no cause that is itself in doubt (clarification 31).

    ``guessed`` takes also those that the author only guesses or leaves open: "likely due to ...", "from either ... or ...".
    """
    allowed = (Assertion.AFFIRMED,) if status is Assertion.AFFIRMED else CURRENT
    found: list[Link] = []
    operated = [t for t in root_lesions(reading) if t.label == "DECOMPRESS"]
    for sentence in reading.sentences:
        effects = [t for t in sentence.of(*EFFECTS) if t.assertion.is_current] + [t for t in operated if t.sentence == sentence.number]
        causes = [t for t in sentence.of(*CAUSES) if t.assertion in allowed and not is_landmark(reading, sentence, t)]
        if causes:
            found += _by_words(reading, sentence, causes, effects, guessed=guessed)
            found += by_contact(reading, sentence, causes, allowed)
        found += by_reference(reading, sentence, effects, allowed)
        found += by_item(reading, sentence, effects, allowed)
        found += by_pronoun(reading, sentence, effects, allowed, guessed=guessed)
        found += by_contrast(reading, sentence, causes)
        found += by_ellipsis(reading, sentence, causes, effects)
        things = causal_things(sentence) if sentence.has("LINK", "COMPRESS") else ()
        if things:
            found += by_event(reading, sentence, things, effects, guessed=guessed)
        if (causes or things) and not effects and sentence.number:
            found += by_statement(reading, sentence, causes or things, guessed=guessed)
    found += by_column(reading, allowed)
    lumbar = {link.cause for link in found if Part.LUMBAR in parts_of(reading, link.cause if link.cause.label in CAUSES else link.effect)}
    return tuple(dict.fromkeys(link for link in found if link.cause in lumbar or _is_above(reading, link)))


def _is_above(reading: Reading, link: Link) -> bool:
    """Whether a disc at a thoracic level is linked to a lumbar root: lumbar roots leave the cord there (M51.14)."""
    thoracic = link.cause.label == "DISC" and any(level.startswith("T") for level in levels_beside(reading, link.cause))
    return thoracic and Part.LUMBAR in parts_of(reading, link.effect)


def _by_words(
    reading: Reading, sentence: Sentence, causes: Sequence[Target], effects: Sequence[Target], *, guessed: bool
) -> Iterator[Link]:
    """The links that the words of one sentence make between its causes and the effects in the lumbar spine."""
    lumbar = [effect for effect in effects if Part.LUMBAR in parts_of(reading, effect)]
    left_open = frozenset[Target]() if guessed else _left_open(reading, sentence)
    for cause in causes:
        if cause in left_open:
            continue
        for effect in lumbar:
            passed = effect.label in ("ROOT_LESION", "DECOMPRESS") and is_passed_over(reading, sentence, cause, effect)
            if cause.start != effect.start and not passed and _linked(reading, sentence, cause, effect, guessed=guessed):
                yield Link(cause, effect)


def _linked(reading: Reading, sentence: Sentence, cause: Target, effect: Target, *, guessed: bool) -> bool:
    """Whether the words of a sentence link a cause to an effect, and nothing there denies it or parts the two."""
    links = _links_between(reading, sentence, cause, effect, guessed=guessed)
    dismissed = set_aside(reading, sentence).dismissed
    denials = tuple(sentence.between(cause, effect, "UNRELATED"))
    instead = effect.start < cause.start and _is_instead(reading, sentence, denials, cause)
    denied = cause in dismissed or (not instead and any(not _is_of_another(sentence, word, cause, effect, dismissed) for word in denials))
    if denied and not _goes_on(reading, sentence, denials, effect):
        return False
    if cause.start < effect.start and qualifies(sentence, cause, effect):
        return True
    if _is_parted(reading, sentence, cause, effect, links):
        return False
    if cause.label == "DISC_SPACE" and cause not in bare_discs(reading):
        links = [link for link in links if link.value == "effect_cause"]
    if cause.start <= effect.start:
        return _linked_ahead(reading, sentence, cause, effect, links)
    return instead or _told_behind(reading, sentence, cause, effect) or _linked_behind(reading, sentence, cause, effect, links)


def _links_between(reading: Reading, sentence: Sentence, cause: Target, effect: Target, *, guessed: bool) -> list[Target]:
    """The words that may link a cause and an effect, without those of another problem and, unless ``guessed``, those of a guess."""
    return [
        link
        for link in sentence.between(cause, effect, "LINK")
        if (link.assertion is Assertion.AFFIRMED or cause.assertion is Assertion.UNCERTAIN)
        and not (link.value == "with" and (_is_beside(sentence, link, cause, effect) or _is_item(reading, sentence, cause, link, effect)))
        and not (effect.start < link.start and _is_of_other(reading, sentence, effect, link))
        and not (effect.start < link.start and not guessed and is_guessed(reading, link, effect.end))
    ]


def _is_parted(reading: Reading, sentence: Sentence, cause: Target, effect: Target, links: Sequence[Target]) -> bool:
    """Whether a semicolon parts a cause from an effect that it is not stated to have, or it is only appended to another cause."""
    behind = effect.start < cause.start
    stated = behind and any(link.value == "cause_is" for link in links)  # "radiculopathy; culprit: L4-5 herniation"
    stated = stated or (not sentence.has("BACK_PAIN") and _is_blamed(reading, sentence, cause))
    if ";" in reading.gap(cause, effect) and not stated and not takes_up(reading, sentence, cause, effect):
        return True
    return behind and _is_appended(reading, sentence, cause, effect)


def _is_blamed(reading: Reading, sentence: Sentence, cause: Target) -> bool:
    """Whether any link of a sentence lays the blame on a cause."""
    return any(is_blamed(reading, sentence, cause, link) for link in sentence.of("LINK"))


def _told_behind(reading: Reading, sentence: Sentence, cause: Target, effect: Target) -> bool:
    """Whether a cause behind its effect is told as that by its form: blamed, an adjective, in brackets, the subject of a clause."""
    return (
        any(link.first < effect.first and is_led_to(reading, sentence, link, cause) for link in sentence.of("LINK"))
        or _is_blamed(reading, sentence, cause)
        or _accounts(reading, sentence, cause, effect)
        or _is_origin(reading, cause, effect)
        or is_adjective(reading, sentence, cause, effect)  # "radiculopathy at L5-S1, spondylotic"
        or is_bracketed(reading, cause, effect)
    )


def _is_origin(reading: Reading, cause: Target, effect: Target) -> bool:
    """Whether an adjective right behind an effect names its origin: "radiculopathy of discogenic origin"."""
    named = _ORIGIN.match(reading.text, cause.end) is not None and cause.text.lower().endswith(ADJECTIVE)
    return named and len(reading.gap(cause, effect)) < _BESIDE


def _linked_behind(reading: Reading, sentence: Sentence, cause: Target, effect: Target, links: Sequence[Target]) -> bool:
    """Whether a word links an effect to the cause behind it: "behind it lies a disc", "the cause of it is a disc", "due to a disc"."""
    gap = reading.gap(cause, effect)
    if _LIES.match(gap) and any(link.value == "behind" and follows(effect, link, EFFECT_REACH) for link in sentence.of("LINK")):
        return True
    naming = (link for link in sentence.of("LINK") if follows(effect, link, _NAMED))
    if IS.match(gap) and any(_names_cause(sentence, link) for link in naming):
        return True
    linked = any(link.value in ("effect_cause", "cause_is") or (link.value == "with" and _one_phrase(gap)) for link in links)
    return linked or any(is_led_to(reading, sentence, link, cause) for link in links)


def _linked_ahead(reading: Reading, sentence: Sentence, cause: Target, effect: Target, links: Sequence[Target]) -> bool:
    """Whether a word links a cause to the effect behind it: "a disc causing it", "owing to a disc, it ...", "a disc with it"."""
    if is_blamed_for(reading, sentence, cause, effect):
        return True
    opening = (link for link in sentence.of("LINK") if link.value == "effect_cause" and not _has_effect(sentence, link))
    fronted = any(follows(cause, link, 3) for link in opening)
    links = [link for link in links if not (link.value == "cause_effect" and _OTHER_SUBJECT.search(reading.text, cause.end, link.start))]
    if effect.label == "DECOMPRESS" and any(link.value == "puts" and link.first - cause.last <= EFFECT_REACH for link in links):
        return True  # "the slip was putting the roots under tension"
    gap = reading.gap(cause, effect)
    return fronted or any(link.value in ("cause_effect", "cause_of") or (link.value == "with" and _one_phrase(gap)) for link in links)


def _is_of_another(sentence: Sentence, word: Target, cause: Target, effect: Target, dismissed: frozenset[Target]) -> bool:
    """Whether a denial between a cause and its effect is of another cause: "the disc at L4-5 rather than that at L5-S1 causes it"."""
    later = max(cause, effect, key=lambda target: target.start)
    return any(other in dismissed for other in sentence.between(word, later, *CAUSES))


def _goes_on(reading: Reading, sentence: Sentence, denials: Sequence[Target], effect: Target) -> bool:
    """Whether denials before an effect are of another one, and what links this goes on from them with "but"."""
    links = (link for word in denials[-1:] for link in sentence.between(word, effect, "LINK") if effect.start > word.start)
    return any(_BUT.search(reading.text, denials[-1].end, link.start) for link in links)


def _is_instead(reading: Reading, sentence: Sentence, denials: Sequence[Target], cause: Target) -> bool:
    """Whether a cause is named in place of one that is denied before it: "not due to stenosis but to spondylosis"."""
    if not denials or not sentence.has_between(denials[-1], cause, *CAUSES):
        return False
    return _INSTEAD.search(reading.text, denials[-1].end, cause.start) is not None


def _is_appended(reading: Reading, sentence: Sentence, cause: Target, effect: Target) -> bool:
    """Whether another cause is named first and this is told beside it: "radiculopathy from a cyst, with degenerative discs elsewhere"."""
    others = (other for other in sentence.between(effect, cause, *CAUSES) if CAUSES[other.label] is not CAUSES[cause.label])
    return any(_APPENDED.match(reading.text, other.end, cause.start) for other in others)


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
    for group, place in itertools.product(groups, sentence.of(*PASSAGES)):
        if group[0].end <= place.start < group[0].end + _NEAR and _OR.search(reading.gap(group[0], place)):
            found += group  # "from the disc or the foramen"
    return frozenset(found)


def _accounts(reading: Reading, sentence: Sentence, cause: Target, effect: Target) -> bool:
    """Whether a clause behind the effect ends by what the cause does to it: "radiculopathy, which the herniation accounts for"."""
    links = (link for link in sentence.of("LINK") if link.value == "cause_effect" and follows(link, cause, EFFECT_REACH))
    ends = any(link.assertion is Assertion.AFFIRMED and CLAUSE_END.match(reading.text, link.end, sentence.end) for link in links)
    return ends and any(_RELATIVE.fullmatch(word.text) for word in sentence.between(effect, cause, "REFER"))


def _names_cause(sentence: Sentence, link: Target) -> bool:
    """Whether a link before an effect announces its cause: "the cause of the radiculopathy", "responsible for it" where it begins."""
    begins = link.value == "cause_effect" and link.start - sentence.start <= _BEGINS and link.assertion is Assertion.AFFIRMED
    return link.value == "cause_of" or begins


def _has_effect(sentence: Sentence, link: Target) -> bool:
    """Whether the effect of a link stands right before it, so that it is not the one that follows the cause."""
    return any(follows(link, effect, EFFECT_REACH) for effect in sentence.of(*_OTHER_EFFECTS))


def _is_of_other(reading: Reading, sentence: Sentence, effect: Target, link: Target) -> bool:
    """Whether a link is of another problem named behind the effect, and not of both.

    "Radiculopathy, back pain from spondylosis", "radiculopathy versus compression from a tumor".
    """
    others = [one for one in sentence.of(*_OTHER_PROBLEMS) if effect.last <= one.first and one.last <= link.first]
    others = [one for one in others if _is_rival(reading, sentence, effect, one, link)]
    if not others or link.first - others[-1].last > EFFECT_REACH:
        return False
    between = reading.rest(effect, others[0], "SIDE", "REGION", "COURSE", "SEVERITY").strip()
    return between in ("", ",") or not are_only(between, _JOINING)


def _is_rival(reading: Reading, sentence: Sentence, effect: Target, other: Target, link: Target) -> bool:
    """Whether what stands between an effect and a link may be what that is of; a compression is the root's own unless set against it."""
    if other.label == "COMPRESS":
        return sentence.has_between(effect, other, "COMPARE")
    return other.label == "BACK_PAIN" or (other.assertion.is_current and "," not in reading.gap(other, link))


def _is_item(reading: Reading, sentence: Sentence, cause: Target, link: Target, effect: Target) -> bool:
    """Whether a cause and what is with it are an item of a list, the effect a later one: "back pain, scoliosis with stenosis, sciatica"."""
    beside = sentence.between(link, effect, *CAUSES)
    if not cause.end <= link.start < effect.start or not any("," in reading.gap(one, effect) for one in beside):
        return False
    return any(one.end <= cause.start and reading.gap(one, cause).lstrip().startswith(",") for one in sentence.of("BACK_PAIN", *CAUSES))


def _is_beside(sentence: Sentence, link: Target, cause: Target, effect: Target) -> bool:
    """Whether a "with" only names what is there too: another disease of the patient, a back pain, the test that a finding is of.

    Of "a herniation, and the EMG is consistent with radiculopathy" the subject is the test.
    """
    if cause.start < effect.start and any(study.last <= link.first for study in sentence.between(cause, effect, "EMG")):
        return True
    if cause.value in COMORBID and (cause.last == link.first or not cause.text.lower().endswith(ADJECTIVE)):
        return not (cause.value in _INFECTIONS and cause.last == link.first)  # "a diabetic with radiculopathy" has both
    between = sentence.between(effect, cause, "MODALITY", "BACK_PAIN")
    return effect.start < cause.start and any(other.first >= link.last for other in between)


def _one_phrase(gap: str) -> bool:
    """Whether the text between two targets lets them stand in one diagnostic phrase: no semicolon or colon, and not too long."""
    return ";" not in gap and ":" not in gap and len(gap) < 140
