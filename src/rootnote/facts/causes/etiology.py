"""What the note says causes the radiculopathy: linked, excluded, or merely mentioned.

Source: annotation guide, etiology and clarifications 2, 17 and 31; facts.md section 2 points 4 to 6.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rootnote.anatomy import Region, level_order
from rootnote.facts.attach import nearest
from rootnote.facts.causes.causal_events import causal_things
from rootnote.facts.causes.causal_links import find_links
from rootnote.facts.causes.causal_references import ends_in_effect, refers
from rootnote.facts.causes.cause_levels import levels_beside, levels_of_kind
from rootnote.facts.causes.causes import CAUSES, EFFECTS, Link, cause_of, is_guessed, kind_of
from rootnote.facts.causes.cleared_causes import is_only_cleared
from rootnote.facts.conditions.mentions import Said
from rootnote.facts.conditions.statement_words import statement_words
from rootnote.facts.model import Assertion, Cause, CauseFact, Condition, Etiology, EtiologyFact, Evidence
from rootnote.facts.reading import Reading, Sentence, Target, follows
from rootnote.facts.wording import are_only
from rootnote.language.labels import STRUCTURAL

#: How far the region of a cause may stand from it: "disc disorders with radiculopathy, thoracolumbar region".
_REGION_REACH = 5
#: Tokens from a denial to the event that it is of.
_THING_REACH = 6
#: Tokens from "no cause for" to what that is the cause of.
_NEXT = 2
#: What else a cause may be denied of.
_OTHER_TROUBLE = ("BACK_PAIN", "SYMPTOM", "OTHER_PROBLEM")


def etiology(reading: Reading, links: Sequence[Link], status: Assertion, levels_of: dict[Cause, tuple[str, ...]]) -> EtiologyFact:
    """The etiology of a radiculopathy with this status; ``levels_of`` gives the levels documented for a cause anywhere in the note."""
    if not status.is_current:
        return EtiologyFact(Etiology.NOT_APPLICABLE)
    excluded = _excluded(reading)
    causes = {cause_of(link.cause) for link in links}
    kept: tuple[Cause, ...]
    if causes >= {Cause.DISC, Cause.SPONDYLOSIS}:
        value, kept = Etiology.DISC_AND_SPONDYLOSIS, (Cause.DISC, Cause.SPONDYLOSIS)
    elif Cause.DISC in causes:
        value, kept = Etiology.DISC, (Cause.DISC,)
    elif Cause.SPONDYLOSIS in causes:
        value, kept = Etiology.SPONDYLOSIS, (Cause.SPONDYLOSIS,)
    elif Cause.OTHER in causes:
        value, kept = Etiology.OTHER, (Cause.OTHER,)
    else:
        return EtiologyFact(Etiology.NOT_STATED, (), excluded, _cause_facts(reading, guesses(reading), tuple(Cause), levels_of))
    return EtiologyFact(value, _cause_facts(reading, links, kept, levels_of), excluded)


def without_guesses(reading: Reading, links: Sequence[Link]) -> tuple[Link, ...]:
    """The links of a radiculopathy in doubt, without those that a doubt of their own makes a guess: "suspect ..., possibly from a disc"."""
    return tuple(link for link in links if not _is_guess(reading, link))


def guesses(reading: Reading) -> tuple[Link, ...]:
    """The links to a cause that is itself in doubt, or that the author only guesses or leaves open."""
    sure = frozenset(find_links(reading, Assertion.UNCERTAIN))
    found = find_links(reading, Assertion.UNCERTAIN, guessed=True)
    return tuple(link for link in found if link.cause.assertion is Assertion.UNCERTAIN or link not in sure)


def _is_guess(reading: Reading, link: Link) -> bool:
    if not _same_sentence(link) or link.effect.end > link.cause.start:
        return False
    words = reading.sentence_of(link.cause).between(link.effect, link.cause, "LINK")
    return any(is_guessed(reading, word, link.effect.end) for word in words)


def _cause_facts(
    reading: Reading, links: Sequence[Link], kept: Sequence[Cause], levels_of: dict[Cause, tuple[str, ...]]
) -> tuple[CauseFact, ...]:
    """The causes that links name, as far as they are kept; another cause once for each kind."""
    by_kind: dict[tuple[Cause, str], list[Link]] = {}
    for link in links:
        by_kind.setdefault((cause_of(link.cause), kind_of(link.cause)), []).append(link)
    return tuple(
        _cause_fact(reading, cause, kind, by_kind[cause, kind], levels_of.get(cause, ()))
        for cause, kind in sorted(by_kind, key=lambda one: (tuple(Cause).index(one[0]), one[1]))
        if cause in kept
    )


def _excluded(reading: Reading) -> tuple[Evidence, ...]:
    """Evidence that the author rules a cause out: "unrelated", "incidental" beside a cause, or behind a "this" that refers back to one."""
    found: list[Evidence] = []
    for sentence in reading.sentences:
        for word in sentence.of("UNRELATED"):
            cause = nearest(reading, sentence, word, CAUSES, reach=8) or _subject(reading, sentence, word)
            if cause is not None:
                found.append(reading.around([word, cause]))
            elif refers(reading, sentence) and sentence.number and reading.sentences[sentence.number - 1].has(*CAUSES):
                found.append(_evidence(reading, word))
            elif _is_of_effect(reading, sentence) and (thing := _thing_behind(sentence, word)):
                found.append(reading.around([word, thing]))
        found += (
            _evidence(reading, word)
            for word in sentence.of("NO_CAUSE_SEEN")
            if _is_of_effect(reading, sentence) and not _is_of_event(sentence, word)
        )
        for cause in sentence.of(*STRUCTURAL):
            if cause.assertion is Assertion.NEGATED and is_only_cleared(reading, sentence, cause):
                found.append(_evidence(reading, cause))
    return tuple(found)


def _subject(reading: Reading, sentence: Sentence, word: Target) -> Target | None:
    """The cause far before a denial that is of an effect right behind it: "the herniation, seen on the CT abdomen, is unrelated to ..."."""
    if not any(follows(effect, word, _THING_REACH) for effect in sentence.of(*EFFECTS)):
        return None
    cause = next((cause for cause in sentence.of(*CAUSES) if cause.end <= word.start), None)
    if cause is None or not are_only(reading.gap(cause, word).rpartition(",")[2], statement_words().predicate):
        return None
    return cause


def _is_of_effect(reading: Reading, sentence: Sentence) -> bool:
    """Whether a sentence speaks of what a cause may be the cause of, or goes on from one that ends in that."""
    if any(effect.assertion.is_current for effect in sentence.of(*EFFECTS)):
        return True
    return sentence.number > 0 and not sentence.has(*_OTHER_TROUBLE) and ends_in_effect(reading.sentences[sentence.number - 1])


def _is_of_event(sentence: Sentence, word: Target) -> bool:
    """Whether the cause that is not seen is that of an event or another trouble named right behind: "no mechanical cause for the fall"."""
    return any(follows(one, word, _NEXT) for one in sentence.of("CAUSAL_EVENT", "EVENT", "OTHER_PROBLEM"))


def _thing_behind(sentence: Sentence, word: Target) -> Target | None:
    """The event or implant that a denial of a cause is of."""
    return next((thing for thing in causal_things(sentence) if follows(thing, word, _THING_REACH)), None)


def _cause_fact(reading: Reading, cause: Cause, kind: str, links: Sequence[Link], documented: tuple[str, ...]) -> CauseFact:
    levels: dict[str, None] = {}
    region: Region | None = None
    causes = tuple(dict.fromkeys(link.cause for link in links))
    for linked in causes:
        levels.update(dict.fromkeys(levels_beside(reading, linked, causes)))
        named = nearest(reading, reading.sentence_of(linked), linked, ("REGION",), reach=_REGION_REACH)
        if named is not None and named.value in ("lumbar", "lumbosacral", "sacral", "thoracic", "thoracolumbar"):
            region = Region(named.value)
    alike = {level for linked in causes if not levels for level in levels_of_kind(reading, linked)}
    chosen = tuple(sorted(levels or alike, key=level_order)) or documented
    evidence = tuple(dict.fromkeys(reading.around(link) if _same_sentence(link) else _evidence(reading, link.effect) for link in links))
    return CauseFact(cause, chosen, None if chosen else region, evidence, kind, tuple(_evidence(reading, linked) for linked in causes))


def _same_sentence(link: Link) -> bool:
    return link.cause.sentence == link.effect.sentence


def _evidence(reading: Reading, target: Target) -> Evidence:
    return reading.evidence(target.start, target.end)


def cause_levels(reading: Reading, said: Iterable[Said]) -> dict[Cause, tuple[str, ...]]:
    """For disc and spondylosis, the levels of all their affirmed mentions, from above."""
    kinds = {Condition.DISC_DISORDER: Cause.DISC, Condition.SPONDYLOSIS: Cause.SPONDYLOSIS}
    found: dict[Cause, dict[str, None]] = {}
    for mention in said:
        cause = kinds.get(mention.condition)
        if cause is not None and mention.assertion is Assertion.AFFIRMED:
            names = [name for name in levels_beside(reading, mention.target) if name[0] in "LT"]
            found.setdefault(cause, {}).update(dict.fromkeys(names))
    return {cause: tuple(sorted(names, key=level_order)) for cause, names in found.items()}
