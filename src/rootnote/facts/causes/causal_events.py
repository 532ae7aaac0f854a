"""What happened to a patient, or was put into the spine, as the cause of the radiculopathy: a fall, a screw.

Such a thing is told of in many notes without being the cause: it is one only where a word that links stands right beside it.

Source: annotation guide, etiology ("another cause linked": trauma, hardware).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rootnote.facts.causes.causes import CAUSES, EFFECT_REACH, Link, is_guessed
from rootnote.facts.conditions.statement_words import statement_words
from rootnote.facts.model import Assertion
from rootnote.facts.reading import Reading, Sentence, Target, follows
from rootnote.facts.roots.root_lesions import root_beside
from rootnote.facts.wording import are_only
from rootnote.language.labels import LEVELS

#: Tokens from a word that links to the thing, and from the effect to that word.
_BEHIND, _BEFORE = 8, 8
#: Links that make worse what was there before.
_WORSENED = frozenset({"by", "by a", "by an", "by the"})
#: What may not stand between an effect, a link and a thing.
_OTHERS = (*CAUSES, "BACK_PAIN", "SYMPTOM", "OTHER_SOURCE", "OTHER_PROBLEM", "DISC_SURGERY")
_IMPLANT = "implant"
#: What a disease does to a patient, of which what follows tells the reason.
_HINDERS = "AGGRAVATES"
#: How a clause goes on with the disease itself.
_GOES_ON = re.compile(r"\band (?:is|was|has been) ", re.I)


def causal_things(sentence: Sentence) -> tuple[Target, ...]:
    """The events and implants of a sentence that might be a cause, in order."""
    return tuple(thing for thing in sentence.of("CAUSAL_EVENT", "HARDWARE") if thing.label == "CAUSAL_EVENT" or thing.value == _IMPLANT)


def by_event(reading: Reading, sentence: Sentence, things: Sequence[Target], effects: Sequence[Target], *, guessed: bool) -> Iterator[Link]:
    """Links of an event or an implant in its sentence.

    "Radiculopathy due to the fall", "the fall caused the radiculopathy", "the screw irritates the root".
    """
    if reading.asks(sentence):
        return
    for verb in sentence.of("COMPRESS"):
        if verb.assertion is Assertion.AFFIRMED and root_beside(reading, sentence, verb) is not None:
            yield from (Link(thing, verb) for thing in things if thing.value == _IMPLANT and follows(verb, thing, EFFECT_REACH))
    for link in sentence.of("LINK"):
        if link.assertion is Assertion.AFFIRMED and (guessed or not is_guessed(reading, link)):
            yield from (pair for pair in _beside(link, things, effects) if _is_one_clause(reading, sentence, link, pair))


def _beside(link: Target, things: Sequence[Target], effects: Sequence[Target]) -> Iterator[Link]:
    """The thing and the effect next to a word that links, each on the side that the word asks for."""
    if link.value == "effect_cause" and link.text.lower() not in _WORSENED:
        behind = [thing for thing in things if follows(thing, link, _BEHIND)]
        before = [effect for effect in effects if follows(link, effect, _BEFORE)]
        if behind and before:
            yield Link(behind[0], before[-1])
    elif link.value == "cause_effect":
        before = [thing for thing in things if follows(link, thing, EFFECT_REACH)]
        behind = [effect for effect in effects if follows(effect, link, _BEFORE)]
        if before and behind:
            yield Link(before[-1], behind[0])


def _is_one_clause(reading: Reading, sentence: Sentence, link: Target, pair: Link) -> bool:
    """Whether nothing else stands between an effect, the word that links and the thing that may be its cause."""
    near, far = reading.gap(link, pair.cause), reading.gap(link, pair.effect)
    if any(mark in near for mark in ",;:") or any(mark in far for mark in ";:"):
        return False
    effect, words = reading.rest(pair.effect, link, "SIDE", *LEVELS, "REGION", "DURATION", "COURSE"), statement_words().predicate
    if link.start > pair.effect.start and "," in far and not are_only(effect, words):
        return False  # "radiculopathy, out of work due to an injury"
    hinders = list(sentence.between(pair.effect, link, _HINDERS)) if link.start > pair.effect.start else []
    if hinders and not _GOES_ON.search(reading.text, hinders[-1].end, link.end):
        return False  # "radiculopathy limits him due to lifting"; not "and is due to"
    return not sentence.has_between(pair.effect, pair.cause, *_OTHERS)
