"""Persons: what a note tells of others than its patient, by who is the subject of a clause.

A clause is of another person from where that person, or a pronoun that can only mean that person, is its subject, until the patient is
named again. What a person says or does for the patient is told of the patient.

Source: annotation guide, conditions ("absent": family); the words stand in ``persons.toml``.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence

from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc

from rootnote.language.categories import NO_SECTION
from rootnote.language.labels import DISEASES, SYMPTOMS
from rootnote.language.person_words import FEMALE, INTRODUCING, MALE, NAMED, PersonWords
from rootnote.language.phrases import Compact, Match, Phrases, outermost
from rootnote.language.placed import Placed
from rootnote.language.rulefile import RULES, PhraseRule, read_toml, read_word_sets, to_rules
from rootnote.language.sections import SECTIONS
from rootnote.language.subjects import Others, Subjects

_FILE = "persons.toml"
_LETTERED, _CARER = "person.lettered", "writer.carer"
#: The rule of what is said of a person, right behind that: not "the patient, whose brother has MS, is believed to have".
_SAID = "does.said"
#: The rules of what persons have or do; a person's own words are not among them.
_VERBS = frozenset({"does.has", "does.with", _SAID, "does.tells", "does.acts"})
#: The labels of troubles of the spine, and of all that is told of a person but the findings of an examination: those are the patient's.
_TROUBLES = DISEASES | {"NERVE_ROOT", "CONTACT", "BACK_PAIN", "DISC_SURGERY"}
TOLD_OF = _TROUBLES.union(
    SYMPTOMS,
    ("NO_BACK_PAIN", "RADIATION", "ROOT_PROCEDURE", "DISC_SPACE", "DISC_STATE", "DECOMPRESS"),
    ("EVENT", "DEGENERATIVE", "IMAGE_FINDING", "COURSE", "TREATMENT"),
)


class Persons:
    """Tells what a Doc says of other persons, by the phrases of ``persons.toml``."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        words = read_word_sets(_FILE, PersonWords, "person")
        self._words = words._replace(paper=words.paper | words.image)
        rules = to_rules(_FILE, read_toml(RULES / _FILE, {"words", "person"}).get("person"), PhraseRule, "person")
        self._phrases = Phrases(tokenizer, [(rule.id, rule.phrases) for rule in rules])

    def read(
        self, doc: Doc, short: Compact, sentences: Sequence[tuple[int, int]], targets: Mapping[int, tuple[Sequence[Placed], object]]
    ) -> Others:
        """What the sentences of a Doc tell of others; ``targets`` are those of a sentence, by its number."""
        telling = {number for number, (held, _) in targets.items() if any(target.label_ in _TROUBLES for target in held)}
        if not telling:
            return Others((), frozenset())
        found = self._phrases(short)
        if not self._bring_in(found, short.words):
            return Others((), frozenset())
        by_carer = any(match.key == _CARER for match in found)
        persons = _without_single(outermost([match for match in found if match.key not in _VERBS and match.key != _CARER]), short.words)
        taken = {place for match in persons for place in range(match.start, match.end)}
        ends = {match.end for match in persons}
        told = [match for match in found if match.key in _VERBS and (match.key != _SAID or match.start in ends)]
        verbs = outermost([match for match in told if taken.isdisjoint(range(match.start, match.end))])
        matches = {match.start: match for match in (*persons, *verbs)}
        if not self._bring_in(matches.values(), short.words):
            return Others((), frozenset())
        starts = [bisect_left(short.tokens, start) for start, _ in sentences]
        sections = {
            bisect_right(starts, bisect_left(short.tokens, section.start)) - 1
            for section in doc.spans.get(SECTIONS, ())
            if section.label_ != NO_SECTION
        }
        walk = Subjects(short, self._words, matches, starts, by_carer=by_carer)
        for number, (start, end) in enumerate(zip(starts, [*starts[1:], len(short.tokens)], strict=True)):
            if number in sections:
                walk.forget()
            walk.read(number, start, end, telling=number in telling)
        return walk.others()

    def _bring_in(self, matches: Iterable[Match], words: Sequence[str]) -> bool:
        """Whether phrases bring in others, one of whom may have a title of the other sex and the patient's name."""
        titles: set[str | None] = set()
        for match in matches:
            if match.key in INTRODUCING:
                return True
            if match.key == NAMED:
                titles.add(self._words.sex_of_noun(words[match.end - 1]))
        return {MALE, FEMALE} <= titles


def _without_single(matches: Sequence[Match], words: Sequence[str]) -> list[Match]:
    """The matches without those of letters for patients, where these are no capitals or not several: "the patient a week ago"."""
    letters = {match: words[match.end - 1] for match in matches if match.key == _LETTERED}
    told = frozenset(letter for letter in letters.values() if letter.isupper())
    return [match for match in matches if match not in letters or (letters[match] in told and len(told) > 1)]
