"""The sex of the patient, as a note tells it: what a pronoun of the other sex means depends on it."""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Sequence

from rootnote.language.person_words import FEMALE, INTRODUCING, MALE, NAMED, REACH, SEX_OF, PersonWords
from rootnote.language.phrases import Match

#: Tokens from a person to a title before the name: "her daughter, Mrs. Hill".
_TITLE_REACH = 2
#: The most words of a name behind a title.
_NAMES = 3
_OPPOSITE = {MALE: FEMALE, FEMALE: MALE}
#: How many pronouns of the patient's sex must stand beside one of the other.
_MAJORITY = 2


def sex_of_patient(
    spelled: Sequence[str], lower: Sequence[str], words: PersonWords, matches: Collection[Match], starts: Sequence[int]
) -> str | None:
    """The sex of the patient: of the first noun or letter that tells one, else of most pronouns, unless many far from others differ.

    Takes the words of a note as they stand and in lower case, the phrases found in them, and the words that sentences start at.
    """
    within = {place for match in matches if match.key in SEX_OF for place in range(match.start, match.end + _TITLE_REACH)}
    others = (*(match.start for match in matches if match.key in INTRODUCING), *_spouses(spelled, words, matches))
    named = {bisect_right(starts, place) - 1 for place in others}
    near = {number + step for number in named for step in range(REACH)}
    told: str | None = None
    close, far = {MALE: 0, FEMALE: 0}, {MALE: 0, FEMALE: 0}
    for place, word in enumerate(lower):
        sex = words.sex_of(word)
        if sex is not None:
            (close if bisect_right(starts, place) - 1 in near else far)[sex] += 1
        elif told is None and place not in within:
            told = _told_sex(spelled, words, place)
    every = {sex: far[sex] + close[sex] for sex in far}
    told = told or _sex_by_spouse(lower, words, matches)
    most = told or max(every, key=lambda sex: (every[sex], sex))
    least = _OPPOSITE[most]
    if far[least] * _MAJORITY > far[most] and far[least] > 1:
        return None
    return most if told or every[most] > max(1, every[least] * _MAJORITY) else None


def _spouses(spelled: Sequence[str], words: PersonWords, matches: Iterable[Match]) -> tuple[int, ...]:
    """The places of titles of another sex than the first one's, with a surname that stands behind one of the first one's sex."""
    titles = [match.end - 1 for match in matches if match.key == NAMED and words.sex_of_noun(spelled[match.end - 1])]
    sex = words.sex_of_noun(spelled[min(titles)]) if titles else None
    surnames = surnames_of(sex, spelled, words, titles)
    named = ((place, *titled(spelled, words, place)) for place in titles)
    return tuple(place for place, told, end in named if told not in (None, sex) and spelled[end - 1] in surnames)


def _sex_by_spouse(lower: Sequence[str], words: PersonWords, matches: Iterable[Match]) -> str | None:
    """The sex of one who has a husband or a wife, where the note names one of them only: "her wife", "Husband works"."""
    spouses = [match for match in matches if match.key in SEX_OF and lower[match.end - 1] in words.spouse]
    owners = {words.sex_of(lower[match.start]) or _OPPOSITE.get(SEX_OF[match.key] or "") for match in spouses} - {None}
    return owners.pop() if len(owners) == 1 and len({match.key for match in spouses}) == 1 else None


def _told_sex(spelled: Sequence[str], words: PersonWords, place: int) -> str | None:
    """The sex that a word tells: "gentleman", "Mrs.", "F" beside an age."""
    if (sex := words.sex_of_noun(spelled[place])) is not None:
        return sex
    word = spelled[place].rstrip(".")
    age, letter = word[:-1], word[-1:]
    if letter in words.letter and (age.isdigit() or (not age and _is_beside_age(spelled, place))):
        return MALE if letter == "M" else FEMALE
    return None


def titled(spelled: Sequence[str], words: PersonWords, place: int) -> tuple[str | None, int]:
    """The sex that a title tells, and the word at which the name behind it ends; no sex where there is no name."""
    end = place + 1
    verbs = words.going_on | words.being  # in a note in capitals they look like names
    while end < len(spelled) and end - place <= _NAMES and spelled[end][:1].isupper() and spelled[end].lower() not in verbs:
        end += 1
    return (words.sex_of_noun(spelled[place]) if end > place + 1 else None), end


def surnames_of(sex: str | None, spelled: Sequence[str], words: PersonWords, titles: Iterable[int]) -> frozenset[str]:
    """The surnames behind some titles, given by their places, that tell a sex."""
    named = (titled(spelled, words, place) for place in titles)
    return frozenset(spelled[end - 1] for told, end in named if told is not None and told == sex)


def _is_beside_age(spelled: Sequence[str], place: int) -> bool:
    return any(word.isdigit() and len(word) == 2 for word in spelled[max(0, place - 2) : place + 3])
