"""The words and phrases of ``persons.toml``, and a person as they name one."""

from typing import NamedTuple

MALE, FEMALE = "male", "female"
#: The rules of persons, each with the sex that it tells.
SEX_OF = {
    "person.male": MALE,
    "person.female": FEMALE,
    "person.any": None,
    "person.pet": None,
    "person.stranger": None,
    "person.lettered": None,
    "person.another": None,
}
#: The rules of one more of those told of, of papers of another, and of the author's own story; of persons of whom all that follows is told.
ANOTHER, PAPERS, AUTHOR = "person.another", "person.papers", "person.author"
#: The rule of words for the patient.
NAMED = "patient.named"
STRANGERS = frozenset({"person.stranger", "person.lettered", ANOTHER})
#: The rules that bring another person into a note; without any of them nothing is told of others.
INTRODUCING = frozenset({*SEX_OF, PAPERS, AUTHOR}) - {ANOTHER}
#: Sentences in which a person spoken of may be meant by a pronoun, from the last mention on.
REACH = 3


class PersonWords(NamedTuple):
    """The single words of ``persons.toml``, by what they tell."""

    male: frozenset[str]
    female: frozenset[str]
    subject: frozenset[str]
    owner: frozenset[str]
    self: frozenset[str]
    man: frozenset[str]
    woman: frozenset[str]
    letter: frozenset[str]
    not_owned: frozenset[str]
    not_subject: frozenset[str]
    relative: frozenset[str]
    comparing: frozenset[str]
    thing: frozenset[str]
    ill: frozenset[str]
    introducing: frozenset[str]
    paper: frozenset[str]
    image: frozenset[str]
    of: frozenset[str]
    about: frozenset[str]
    being: frozenset[str]
    joining: frozenset[str]
    joined: frozenset[str]
    possessive: frozenset[str]
    account: frozenset[str]
    parent: frozenset[str]
    child: frozenset[str]
    spouse: frozenset[str]
    sibling: frozenset[str]
    ends: frozenset[str]
    turns: frozenset[str]
    opens: frozenset[str]
    going_on: frozenset[str]

    def sex_of(self, word: str) -> str | None:
        """The sex that a pronoun tells."""
        return MALE if word in self.male else FEMALE if word in self.female else None

    def sex_of_noun(self, word: str) -> str | None:
        """The sex that a noun or a title tells, as it stands in the note."""
        either = {word, word.lower()}
        return FEMALE if not either.isdisjoint(self.woman) else MALE if not either.isdisjoint(self.man) else None

    def counterpart(self, noun: str) -> frozenset[str]:
        """The nouns for whom a person with this noun is one to: a daughter to a mother."""
        pairs = ((self.parent, self.child), (self.child, self.parent), (self.spouse, self.spouse), (self.sibling, self.sibling))
        return next((others for own, others in pairs if noun in own), frozenset())


class Person(NamedTuple):
    """A person spoken of: the sex, where it is known, the noun, the words of the mention (half-open), whether the patient only met one."""

    sex: str | None
    noun: str
    start: int
    end: int
    is_stranger: bool = False
