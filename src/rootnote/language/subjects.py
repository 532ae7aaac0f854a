"""Subjects: whom each clause of a note tells of, the patient or another.

A walk over the words of a note that keeps who was spoken of last. See ``persons``.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Container, Iterator, Mapping, Sequence
from operator import itemgetter

from rootnote.language.person_words import ANOTHER, AUTHOR, NAMED, PAPERS, REACH, SEX_OF, STRANGERS, Person, PersonWords
from rootnote.language.phrases import Compact, Match
from rootnote.language.sexes import sex_of_patient, surnames_of, titled

_PAPERS_AGAIN, _PAPERS_BELOW, _AUTHOR_AGAIN = "person.papers_again", "person.papers_below", "person.author_again"
_TELLS = "does.tells"
_FOR_PATIENT = frozenset({_TELLS, "does.acts"})
#: The rules of persons that may have a name behind them.
_WITH_NAMES = frozenset({"person.male", "person.female", "person.any"})
#: Tokens from a person to the verb that tells what the person has or does.
_VERB_REACH = 7
#: What tells that a person has something, with the tokens to it: "her husband with sciatica".
_REACHES = {"does.has": _VERB_REACH, "does.with": 0, "does.said": 0}
#: Tokens at the head of a sentence that goes on with what is told of papers, or by the author.
_HEAD = 3
_IT_IS = (["it", "is"], ["it", "was"], ["it", "'s"], ["it", "’s"])
_QUOTES = frozenset('"“”')


class Others:
    """What one Doc tells of others than the patient."""

    def __init__(self, turns: Sequence[tuple[int, bool]], freed: Container[int]) -> None:
        self._turns, self._freed = turns, freed
        self._places = [token for token, _ in turns]

    def has(self, token: int) -> bool:
        """Whether what stands at a token is told of another person."""
        place = bisect_right(self._places, token) - 1
        return place >= 0 and self._turns[place][1]

    def back(self, start: int, end: int) -> Iterator[int]:
        """The tokens among some (half-open) at which the patient is spoken of again."""
        return (token for token, other in self._turns[bisect_left(self._places, start + 1) : bisect_left(self._places, end)] if not other)

    def frees(self, start: int, end: int) -> bool:
        """Whether a person named by some tokens (half-open) is only a witness, or the patient."""
        return any(token in self._freed for token in range(start, end))


class Subjects:
    """A walk over the words of a note, sentence by sentence, that keeps who is spoken of."""

    def __init__(self, short: Compact, words: PersonWords, matches: Mapping[int, Match], starts: Sequence[int], *, by_carer: bool) -> None:
        self._tokens, self._words, self._matches = short.tokens, words, matches
        self._spelled = short.words
        self._lower = [word.lower() for word in short.words]
        self._is_of_carer = by_carer
        self._sex = sex_of_patient(self._spelled, self._lower, words, matches.values(), starts)
        self._names = self._names_of_others()
        self._surnames = surnames_of(self._sex, self._spelled, words, (match.end - 1 for match in matches.values() if match.key == NAMED))
        self._turns: list[tuple[int, bool]] = []
        self._freed: set[int] = set()
        self._last_start = self._number = 0
        #: Nouns that mean the patient.
        self._nouns: set[str] = set()
        self._subject: Person | None = None
        self._speaker: Person | None = None
        self._other = self._telling = self._owned = self._bracketed = self._compared = False
        self.forget()

    def forget(self) -> None:
        """Forgets whoever was spoken of: a new section is about the patient."""
        self._active: Person | None = None
        self._since = self._papers_since = self._author_since = -REACH - 1
        #: The last sentence of papers of another.
        self._below = -1

    def others(self) -> Others:
        """What was found."""
        turns = sorted(((self._tokens[place], other) for place, other in self._turns if place < len(self._tokens)), key=itemgetter(0))
        return Others(turns, {self._tokens[place] for place in self._freed})

    def read(self, number: int, start: int, end: int, *, telling: bool) -> None:
        """Reads the next sentence, given by its number and its words (half-open); ``telling`` is whether it tells of any trouble."""
        self._number, self._telling, self._other = number, telling, False
        self._subject = self._speaker = None
        self._owned = self._compared = False
        if number <= self._below:
            self._turn(start, other=True)
        elif self._turns and self._turns[-1][1]:
            self._turn(start, other=False)
        place = start
        self._bracketed = False
        while place < end:
            if self._bracketed and self._lower[place] == ")":
                self._bracketed = False
                self._turn(place, other=False)
            match = self._matches.get(place)
            if match is None:
                self._word(place, end)
                place += 1
                continue
            self._match(match, start, end)
            if match.key == PAPERS and self._tells_of_paper(end):
                self._papers_since = number
                self._all_of_other(start if telling else self._last_start)
                if any(other.key == _PAPERS_BELOW for other in map(self._matches.get, range(start, end)) if other is not None):
                    self._below = number + REACH
                break
            place = match.end
        if self._other and self._lower[end - 1] == ":":
            self._below = number + 1
        self._last_start = start

    def _match(self, match: Match, start: int, end: int) -> None:
        if match.key in SEX_OF and (match.key != ANOTHER or self._has_met()):
            self._person(match, start)
        elif match.key in _REACHES and self._is_subject(match.start, _REACHES[match.key]):
            self._become(self._subject, match.start)
        elif match.key in _FOR_PATIENT and self._is_subject(match.start, _VERB_REACH):
            self._speak(match)
        elif match.key == NAMED and self._names_patient(match):
            self._subject = None
            self._turn(match.start, other=False)
        elif match.key == NAMED and (spouse := self._spouse_by_title(match)) is not None:
            self._introduce(spouse, start)
        elif match.key == AUTHOR and not self._is_quoted(start, match.start):
            self._author_since = self._number
            self._turn(match.start, other=True)
        elif match.start - start < _HEAD and self._goes_on(match.key):
            self._turn(start, other=True)
        elif match.key == _AUTHOR_AGAIN and self._is_quoted(start, match.start):
            self._become(self._subject or self._speaker)
        elif self._words.owner.intersection(self._lower[match.start : match.end]):
            for place in range(match.start, match.end):
                self._word(place, end)

    def _speak(self, match: Match) -> None:
        """The subject says or does something: what follows is of the patient, unless one whom the patient only met tells a story."""
        speaker, self._subject = self._subject, None
        if match.key != _TELLS and self._words.relative.intersection((self._lower[match.start], self._word_before(match.start))):
            self._subject = speaker  # "the colleague who drives her has ..."
        if speaker is None or (speaker.is_stranger and match.key == _TELLS):
            return
        self._free(speaker)
        self._speaker = speaker
        if self._other:
            self._turn(match.start, other=False)

    def _names_patient(self, match: Match) -> bool:
        """Whether words for the patient are a subject, and a title among them is no one's of the other sex."""
        sex = self._words.sex_of_noun(self._spelled[match.end - 1])
        return self._word_before(match.start) not in self._words.not_subject and (sex is None or self._sex in (None, sex))

    def _goes_on(self, key: str) -> bool:
        """Whether a sentence with such a phrase at its head goes on with what is told of papers, or by the author."""
        since = {_PAPERS_AGAIN: self._papers_since, _AUTHOR_AGAIN: self._author_since}.get(key)
        return since is not None and self._number - since <= REACH

    def _person(self, match: Match, start: int) -> None:
        """A person is named: as the patient, as whose something is, as the subject, or by the way."""
        nouns = self._lower[match.start : match.end]
        noun = next((word for word in nouns if self._words.counterpart(word)), nouns[-1])
        person = Person(SEX_OF[match.key], noun, match.start, match.end, match.key in STRANGERS)
        if self._is_patient(person):
            self._free(person)
            self._turn(match.start, other=False)
            self._nouns.add(person.noun)
            self._sex = self._sex or person.sex
        else:
            self._introduce(person, start)

    def _spouse_by_title(self, match: Match) -> Person | None:
        """One with a title of the other sex and the surname of the patient: "Mrs. Hill", in a note of Mr. Hill."""
        sex, end = titled(self._spelled, self._words, match.end - 1)
        called_about = self._word_before(match.start) in self._words.about
        if sex in (None, self._sex) or called_about or self._spelled[end - 1] not in self._surnames:
            return None
        return Person(sex, self._lower[match.start], match.start, end)

    def _introduce(self, person: Person, start: int) -> None:
        """Another than the patient is named."""
        self._active, self._since = person, self._number
        self._compared = self._word_before(person.start) in self._words.comparing
        following = self._lower[person.end : person.end + 3]
        if following[:1] == ["("]:
            self._bracketed = True
            self._turn(person.end, other=True)
        if following[:1] and following[0] in self._words.possessive:
            if any(word in self._words.account for word in following[1:]):
                self._free(person)
            elif following[1:2] and following[1].isalnum():
                self._become(person)
                self._owned = following[1] not in self._words.paper
            elif self._word_before(person.start) in self._words.being or self._tells_of_paper(person.start):
                self._all_of_other(start if self._telling else self._last_start)
        elif self._is_stressed(person):
            self._all_of_other(start)
        elif self._leads(person):
            self._subject = person
            if person.is_stranger or (person.start == start and following[:1] and following[0].isdigit()):
                self._become(person)
        elif self._is_topic(person):
            self._become(person)

    def _leads(self, person: Person) -> bool:
        """Whether a person is the subject of what follows: not "with her husband", but "for her husband, who ..."."""
        before = self._lower[max(0, person.start - 2) : person.start]
        if len(before) == 2 and before[1] in self._words.joining and before[0] in self._words.joined:
            return False
        if self._word_before(person.start) not in self._words.not_subject:
            return True
        following = self._lower[person.end : person.end + 2]
        return not self._words.relative.isdisjoint(following) or (person.is_stranger and not self._words.introducing.isdisjoint(following))

    def _is_topic(self, person: Person) -> bool:
        """Whether a person behind a preposition is whom the rest is about: "the MRI of her husband", "She talks about her husband: ..."."""
        before = self._lower[max(0, person.start - 2) : person.start]
        if before[-1] in self._words.about:
            return self._lower[person.end : person.end + 1] == [":"]
        return len(before) == 2 and before[0] in self._words.image and before[1] in self._words.of

    def _tells_of_paper(self, end: int) -> bool:
        """Whether papers are spoken of, in this sentence up to a word or in the one before."""
        return not self._words.paper.isdisjoint(self._lower[self._last_start : end])

    def _has_met(self) -> bool:
        """Whether someone was just told of whom the patient only met."""
        return self._active is not None and self._active.is_stranger and self._number - self._since <= REACH

    def _is_patient(self, person: Person) -> bool:
        """Whether a noun means the patient: "Daughter says her mother has ...", "my father" in the letter of one who cares for him."""
        if self._sex is not None and person.sex not in (None, self._sex):
            return False
        first = self._lower[person.start]
        if first == "my":
            return self._is_of_carer
        if person.noun in self._nouns:
            return True
        active = self._active
        if active is None or self._number - self._since > REACH or person.noun not in self._words.counterpart(active.noun):
            return False
        owner = self._words.sex_of(first) if first in self._words.owner else None
        if owner is None and person.noun == active.noun:
            return False
        if owner is None:
            return self._is_of_carer or person.noun in self._words.spouse or (person.sex == self._sex is not None and first == "the")
        return owner == active.sex and (owner != self._sex or self._speaker is not None)

    def _word(self, place: int, end: int) -> None:
        """A word outside of the phrases: a pronoun, the name of another, or what ends a clause."""
        word = self._lower[place]
        words = self._words
        if word in words.ends or (self._owned and word == ","):
            self._subject, self._owned = None, False
            self._turn(place, other=False)
        elif word == ":":
            self._owned = False
        elif word in words.opens:
            self._subject = None
        elif word in words.thing and self._tells_of_anothers(place):
            self._become(self._active, place)
            self._turn(place, other=True)
            self._owned = True
        elif word in words.turns and self._other:
            following = self._lower[place + 1] if place + 1 < end else ""
            if following not in words.going_on and words.sex_of(following) is None:
                self._turn(place, other=False)
        elif self._spelled[place] in self._names:
            self._active = self._names[self._spelled[place]]._replace(start=place, end=place + 1)
            self._since = self._number
            if self._lower[place + 1 : place + 2] and self._lower[place + 1] in words.possessive:
                self._become(self._active)
            elif self._word_before(place) not in words.not_subject:
                self._subject = self._active
        elif (sex := words.sex_of(word)) is not None:
            self._pronoun(place, word, sex)

    def _tells_of_anothers(self, place: int) -> bool:
        """Whether "which" at a place tells of what is another's: "unlike her husband's, which goes down the leg"."""
        at = place - (self._word_before(place) == ",")
        while at and self._lower[at - 1] in self._words.ill:
            at -= 1
        return self._active is not None and self._active.end == at - 1 and self._word_before(at) in self._words.possessive

    def _pronoun(self, place: int, word: str, sex: str) -> None:
        """A pronoun: of another, where the patient is of the other sex and someone else was spoken of; else of the patient."""
        active = self._active
        if active is None or self._number - self._since > REACH:
            return
        if self._compared and word in self._words.subject and self._word_before(place) == ",":
            self._subject, self._compared = None, False  # "Like her mother, who had it, she ..."
            self._turn(place, other=False)
            return
        if word in self._words.self:
            if self._speaker is not None and self._speaker.sex in (None, sex) and self._is_emphatic(place):
                self._turn(place, other=True)
            return
        subject = word in self._words.subject
        if not subject and not self._is_owner(place):
            return
        if self._sex is not None and sex != self._sex and active.sex in (None, sex):
            self._since = self._number
            self._turn(place, other=True)
            self._subject = active._replace(start=place, end=place + 1) if subject else None
            return
        unclear = active.sex is None and self._other and not self._owned
        if sex == (self._sex or sex) and active.sex != sex and not unclear and (subject or self._other):
            self._turn(place, other=False)
        if subject and (self._sex is not None or sex != active.sex):
            self._subject = None

    def _is_stressed(self, person: Person) -> bool:
        """Whether a sentence is there to say that this person is it: "it is the daughter herself who has ..."."""
        at = person.end + (self._lower[person.end : person.end + 1] != [] and self._lower[person.end] in self._words.self)
        before = self._lower[max(0, person.start - 2) : person.start]
        return before in _IT_IS and not self._words.relative.isdisjoint(self._lower[at : at + 1])

    def _is_quoted(self, start: int, place: int) -> bool:
        return sum(word in _QUOTES for word in self._lower[start:place]) % 2 == 1

    def _is_emphatic(self, place: int) -> bool:
        """Whether "herself" stands right behind the person that it stresses."""
        before = self._word_before(place)
        return before in self._words.subject or (self._speaker is not None and self._speaker.end == place)

    def _is_owner(self, place: int) -> bool:
        """Whether "her" or "his" says whose something is."""
        following = self._lower[place + 1] if place + 1 < len(self._lower) else ""
        return self._lower[place] in self._words.owner and following[:1].isalpha() and following not in self._words.not_owned

    def _is_subject(self, place: int, reach: int) -> bool:
        return self._subject is not None and place - self._subject.end <= reach

    def _become(self, person: Person | None, again: int | None = None) -> None:
        """Takes a person for the one of whom the clause tells: from the person on, or again, from what tells so behind other words."""
        if person is not None:
            told_between = again is not None and self._turns and self._turns[-1][0] > person.start
            self._turn(again if again is not None and told_between else person.start, other=True)

    def _all_of_other(self, start: int) -> None:
        """Takes all from a place on for told of another."""
        while self._turns and self._turns[-1][0] >= start:
            self._turns.pop()
        self._turn(start, other=True)

    def _free(self, person: Person | None) -> None:
        if person is not None:
            self._freed.update(range(person.start, person.end))

    def _turn(self, place: int, *, other: bool) -> None:
        self._other = other
        self._turns.append((place, other))

    def _word_before(self, place: int) -> str:
        return self._lower[place - 1] if place else ""

    def _names_of_others(self) -> dict[str, Person]:
        """The names that stand behind nouns for others: "her husband Tunde"."""
        names = {}
        for match in self._matches.values():
            if match.key in _WITH_NAMES and match.end < len(self._spelled):
                at = match.end + (self._spelled[match.end] == ",")
                name = self._spelled[at] if at < len(self._spelled) else ""
                if name.istitle() and name.isalpha() and at not in self._matches and len(name) > 1:
                    names[name] = Person(SEX_OF[match.key], self._lower[match.end - 1], match.start, match.end)
        return names
