"""Links of a cause to the radiculopathy that reach over sentences: "This compresses ...", "due to #1", "The cause is ...".

Source: annotation guide, etiology and clarification 17; facts.md section 2 points 4 to 6.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from rootnote.facts.causes.cause_words import cause_words
from rootnote.facts.causes.causes import (
    CAUSES,
    CLAUSE_END,
    EFFECT_REACH,
    EFFECTS,
    OF_EFFECT,
    PLACES,
    QUALIFYING,
    Link,
    causing_links,
    is_blamed,
    is_guessed,
    is_led_to,
    pronoun_behind,
)
from rootnote.facts.conditions.statement_words import statement_words
from rootnote.facts.model import Assertion
from rootnote.facts.reading import Reading, Sentence, Target, follows
from rootnote.facts.roots.root_lesions import root_beside
from rootnote.facts.wording import are_only, has_word

#: Characters that may stand before a word that refers back.
_OPENING = 12
#: Characters before a link that a line of a diagnosis begins with ("- due to the disc"), and how such a link ends.
_OPENS, _PLAIN_LINK = 4, ("to", "2/2", "d/t", "s/t", "caused by", "result of")
#: What makes the causes those of the subject of its own sentence.
_HAVING = frozenset({"has", "have", "had", "with", "of"})
#: Tokens between "the cause is" and the cause.
_STATED, _NEXT_PART, _PARTED = 6, ";", ",;"
#: What stands behind a link that names its cause by the number of an item ("secondary to #1"), that number at the head of the item, and
#: the sentences looked back over for what is "above".
_ITEM = re.compile(r"\s*(?:\w+\.?\s+)?#?\s*(\d)\s*(?:[.,;)\n]|$)")
_NUMBERED = re.compile(r"\W{0,4}(\d)\s*[.):]")
_LOOK_BACK = 8
#: Tokens from "accounts for" or "I attribute" to the word that refers back.
_REFER_REACH = 1
#: The causes that a pronoun can stand for, which a mere disc is not.
_NAMED = tuple(label for label in CAUSES if label != "DISC_SPACE")
#: What makes a time of what follows.
_DATED = re.compile(r"\bdat(?:es|ed|ing)(?: back)?\s*$", re.I)
#: What stands between a pronoun and what it causes: "It is because of this that he has ...".
_SO_THAT = re.compile(r"\s+that (?:the|he|she|they|his|her|there)\b", re.I)
#: A verb that ends a clause behind its subject, and the sentences looked back over for what it is the cause of.
_DOES, _CONTRAST = re.compile(r"\s*(?:(?:at|of|on)\s+\S+\s+)?(?:is|are|was|were|does|do|did)\s*(?:[.;,\n]|$)", re.I), 3
#: What stands between two causes that are stated together.
_ALONG = re.compile(r"[^,;.:]{0,24}?(?:,? (?:and|plus|together with|along with)|\s?[&+]) [^,;.:]{0,24}")
#: What joins a clause without its verb to the one that has it, and what may qualify the effect there.
_AND, _OF_EFFECT = re.compile(r"(?:[,;]|\band\b|\bwhile\b|\bbut\b)[^,;.:]*$", re.I), ("SIDE", "LEVEL", "VERTEBRA", "REGION", "COURSE")
_MARK = re.compile(r"[,;:]")
#: The words that stand for several causes.
_PLURAL = frozenset({"these", "those", "they"})
#: What names a cause again behind "this": "from this narrowing he has ...".
_AGAIN = ("DISC_STATE", "IMAGE_FINDING")


def by_reference(reading: Reading, sentence: Sentence, effects: Sequence[Target], allowed: Sequence[Assertion]) -> Iterator[Link]:
    """A sentence behind one with the cause: it starts with "this" or "which" and names an effect, or tells what a root suffers by that."""
    if sentence.number == 0 or sentence.has(*CAUSES):
        return
    before = reading.sentences[sentence.number - 1]
    causes = [t for t in before.of(*CAUSES) if t.assertion in allowed]
    first = next(iter(sentence.targets), None)
    goes_on = first is not None and first.label == "LINK" and first.value in ("with", "cause_effect") and first.section == before.section
    if goes_on:
        yield from (Link(cause, effect) for effect in effects for cause in causes)  # a line that goes on: "L5-S1 herniation / - with ..."
    begins = refers(reading, sentence)
    for verb in sentence.of("COMPRESS"):
        told = verb.assertion in allowed and (begins or _is_by_that(reading, sentence, verb))
        if told and root_beside(reading, sentence, verb) is not None:
            yield from (Link(cause, verb) for cause in causes)
    if not begins:
        return
    for link in sentence.of("LINK"):
        if link.value in ("cause_effect", "cause_of") and link.assertion in allowed:
            yield from (Link(cause, effect) for effect in effects if effect.start > link.start for cause in causes)


def _is_by_that(reading: Reading, sentence: Sentence, verb: Target) -> bool:
    """Whether what a verb tells is done by what the sentence before names: "the S1 root is compressed by this"."""
    link = next((link for link in sentence.of("LINK") if link.value == "effect_cause" and verb.first <= link.first <= verb.last), None)
    word = link and pronoun_behind(sentence, link)
    return word is not None and CLAUSE_END.match(reading.text, word.end, sentence.end) is not None


def by_pronoun(
    reading: Reading, sentence: Sentence, effects: Sequence[Target], allowed: Sequence[Assertion], *, guessed: bool
) -> Iterator[Link]:
    """An effect due to what is named before it, in its sentence or the one before: "an extruded disc; the sciatica is due to it".

    The cause may be named again behind the pronoun: "the foramen is narrowed, and from this narrowing she has a radiculopathy".
    """
    own = list(sentence.of(*_NAMED))
    before = own or (list(reading.sentences[sentence.number - 1].of(*_NAMED)) if sentence.number else [])
    for link in sentence.of("LINK"):
        word = pronoun_behind(sentence, link)
        cause = next((cause for cause in reversed(before) if cause.end <= link.start), None)
        if link.value != "effect_cause" or link.assertion is not Assertion.AFFIRMED or word is None or cause is None:
            continue
        if cause.assertion not in allowed or _DATED.search(reading.text, sentence.start, link.start):
            continue
        if is_guessed(reading, link) and not guessed:
            continue
        if not own and "," in reading.text[sentence.start : link.start]:
            continue  # it may stand for what is told first: "He fell in May, and the sciatica comes from that"
        if CLAUSE_END.match(reading.text, word.end, sentence.end):
            caused = (effect for effect in effects if cause.end <= effect.start and follows(link, effect, EFFECT_REACH))
            yield from (Link(cause, effect) for effect in caused)
        elif _SO_THAT.match(reading.text, word.end) or (own and any(named.first == word.last for named in sentence.of(*_AGAIN))):
            yield from (Link(cause, effect) for effect in effects if effect.start > word.end)


def takes_up(reading: Reading, sentence: Sentence, cause: Target, effect: Target) -> bool:
    """Whether a clause behind a semicolon begins by taking up what stands before: "a herniation; this explains ...", "...; it is due to".

    A pronoun for one thing takes up the cause, or the trouble, that ends the clause before, with no more than what qualifies it.
    """
    one, other = sorted((cause, effect), key=lambda target: target.start)
    start = reading.text.rfind(";", one.end, other.start) + 1
    word = next((word for word in sentence.of("REFER") if word.start >= start), None)
    if not start or word is None or not are_only(reading.text[start : word.start], cause_words().before_reference):
        return False
    several = one is cause and (word.text.lower() in _PLURAL or " " in word.text)
    last = max(sentence.between(one, word, *CAUSES), key=lambda named: named.end, default=one) if several else one
    ended, _, rest = reading.rest(last, word, *(QUALIFYING if one is effect else PLACES)).partition(";")
    if ";" in rest or not are_only(ended, cause_words().placed_cause):
        return False
    near = (link for link in sentence.between(word, other, "LINK") if link.first - word.last <= EFFECT_REACH)
    links = (link for link in near if not has_word(reading.text[word.end : link.end], cause_words().linked_once))
    # not "the reason for the referral of the radiculopathy", "due to diabetes, the herniation being old"
    small = statement_words().determiner
    if one is effect:
        named = ((link, reading.rest(link, cause, *PLACES, *QUALIFYING)) for link in links if link.value == "effect_cause")
        return any(are_only(rest, small) and are_only(reading.gap(word, link), cause_words().called) for link, rest in named)
    return any(link.value in OF_EFFECT and are_only(reading.rest(link, effect, *QUALIFYING), small) for link in links)


def by_item(reading: Reading, sentence: Sentence, effects: Sequence[Target], allowed: Sequence[Assertion]) -> Iterator[Link]:
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
    behind = (word for word in sentence.of("ABOVE") if follows(word, link, _REFER_REACH))
    above = any(CLAUSE_END.match(reading.text, word.end, sentence.end) for word in behind)
    number = _ITEM.match(reading.text, link.end, sentence.end)
    if not (above or number):
        return
    following = () if above else reading.sentences[sentence.number + 1 : sentence.number + 1 + _LOOK_BACK]
    later = itertools.takewhile(lambda item: item.section == sentence.section, following)
    for item in itertools.chain(reading.before(sentence, _LOOK_BACK), later):
        head = _NUMBERED.match(reading.text, item.start, item.end)
        if above or (number and head and head.group(1) == number.group(1)):
            yield item


def by_contrast(reading: Reading, sentence: Sentence, causes: Sequence[Target]) -> Iterator[Link]:
    """The cause that is set against one denied, by a verb alone: "The spur is not the cause; the herniation at L4-5 is."."""
    for word in sentence.of("UNRELATED"):
        for cause in causes:
            if cause.start >= word.end and _DOES.match(reading.text, cause.end, sentence.end):
                yield from (Link(cause, effect) for effect in _last_effects(reading, sentence))


def by_ellipsis(reading: Reading, sentence: Sentence, causes: Sequence[Target], effects: Sequence[Target]) -> Iterator[Link]:
    """A cause and its effect whose verb the clause before has: "the cyst explains the L4 radiculopathy and the disc the S1 one"."""
    verbs = causing_links(sentence)
    for cause in causes if len(causes) > 1 and len(effects) > 1 else ():
        effect = next((effect for effect in effects if effect.start >= cause.end), None)
        before = max((one for one in effects if one.end <= cause.start), key=lambda one: one.start, default=None)
        if effect is None or before is None or not any(link.last <= before.first for link in verbs):
            continue
        rest = reading.rest(cause, effect, *_OF_EFFECT)
        if _MARK.search(rest) or not has_word(reading.gap(cause, effect), cause_words().gapped_before):
            continue  # "the stenosis causes the left L5 radiculopathy, disc bulge, right S1 radiculopathy"
        if are_only(rest, cause_words().gapped) and _AND.search(reading.text, before.end, cause.start):
            yield Link(cause, effect)


def _last_effects(reading: Reading, sentence: Sentence) -> Sequence[Target]:
    """The effects that a sentence names, else those that the last sentence before it in its section does."""
    for number in range(sentence.number, max(-1, sentence.number - 1 - _CONTRAST), -1):
        earlier = reading.sentences[number]
        if effects := [effect for effect in earlier.of(*EFFECTS) if effect.assertion.is_current and earlier.section == sentence.section]:
            return effects
    return ()


def by_statement(reading: Reading, sentence: Sentence, causes: Sequence[Target], *, guessed: bool) -> Iterator[Link]:
    """A sentence that states the cause of what the one before it names; one that only guesses it where guesses are taken.

    "The cause is the L4-5 herniation.", "This is due to ...", "I attribute it to the disc.", "The disc accounts for this."
    """
    before = reading.sentences[sentence.number - 1]
    for link in sentence.of("LINK"):
        if link.value == "cause_is" and link.text.lower().split()[0] in _HAVING:
            continue  # "His falls have several causes: ..." is not told of the sentence before
        if guessed or (link.assertion is Assertion.AFFIRMED and not is_guessed(reading, link)):
            stated = [cause for cause in causes if _is_stated(reading, sentence, before, link, cause)]
            if stated and link.value == "cause_is":
                stated += [cause for cause in causes if _ALONG.fullmatch(reading.text, stated[-1].end, cause.start)]
            yield from (Link(cause, effect) for cause in stated for effect in before.of(*EFFECTS) if effect.assertion.is_current)


def _is_stated(reading: Reading, sentence: Sentence, before: Sentence, link: Target, cause: Target) -> bool:
    """Whether a link gives a cause to what the sentence before it names."""
    if link.value == "attribute" and any(one.end <= link.start for one in sentence.of("BACK_PAIN")):
        return False  # "The back pain is new; the surgeon puts it down to the disc"
    if link.value == "cause_is" or _refers_back(reading, sentence, before, link):
        near = follows(cause, link, _STATED)
        parted = _PARTED if _is_named_again(reading, sentence, link) else _NEXT_PART
        return near and (link.value == "cause_is" or not any(mark in reading.gap(link, cause) for mark in parted))
    if is_blamed(reading, sentence, cause, link):
        return ends_in_effect(before)
    refers_to = any(follows(word, link, _REFER_REACH) for word in sentence.of("REFER"))
    return refers_to and _is_side_of(reading, sentence, link, cause) and ends_in_effect(before)


def _is_side_of(reading: Reading, sentence: Sentence, link: Target, cause: Target) -> bool:
    """Whether a cause stands on the side of a link where it has its place: "I attribute it to the disc", "the disc accounts for this"."""
    if link.value == "attribute":
        return link.last <= cause.first and is_led_to(reading, sentence, link, cause)
    return link.value in ("cause_effect", "cause_of") and cause.last <= link.first


def _refers_back(reading: Reading, sentence: Sentence, before: Sentence, link: Target) -> bool:
    """Whether a link gives the cause of what the sentence before it ends with: "Left L5 radiculopathy. I think this comes from ..."."""
    opens = link.start - sentence.start <= _OPENS or are_only(reading.text[sentence.start : link.start], cause_words().before_reference)
    opens = opens and link.text.lower().endswith(_PLAIN_LINK) and before.section == sentence.section
    if (
        link.value != "effect_cause"
        or not (opens or refers(reading, sentence) or _is_named_again(reading, sentence, link))
        or any(e.end <= link.start for e in sentence.of("BACK_PAIN", *CAUSES))
    ):
        return False
    return ends_in_effect(before)


def _is_named_again(reading: Reading, sentence: Sentence, link: Target) -> bool:
    """Whether a sentence begins by what was done to the root, as a noun, right before a link: "The compression comes from ..."."""
    named = next((one for one in sentence.of("COMPRESS") if one.last <= link.first), None)
    if named is None or link.first - named.last > _REFER_REACH + 1:
        return False
    return are_only(reading.text[sentence.start : named.end], cause_words().pressing)


def ends_in_effect(sentence: Sentence) -> bool:
    """Whether the last that a sentence names of pains, causes and effects is an effect."""
    denied = next((word.start for word in sentence.of("UNRELATED")), sentence.end)  # "the radiculopathy is not due to the disc"
    named = (one for one in sentence.of(*EFFECTS, "BACK_PAIN", *CAUSES) if one.label not in CAUSES or one.start < denied)
    last = max(named, key=lambda target: target.start, default=None)
    return last is not None and last.label in EFFECTS


def refers(reading: Reading, sentence: Sentence) -> bool:
    """Whether a sentence begins by referring back: "This", "These changes", "which", "In all likelihood it"."""
    refer = next(sentence.of("REFER"), None)
    if refer is None:
        return False
    return refer.start - sentence.start <= _OPENING or are_only(reading.text[sentence.start : refer.start], cause_words().before_reference)
