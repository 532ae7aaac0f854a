"""Whose word a sentence gives: told by somebody with a title, in quotation marks, or printed for anyone; ``verdicts.py`` weighs it.

All functions work on the words of a sentence, with places in them (half-open).

Source: annotation guide, conditions; the words stand in ``verdicts.toml``.
"""

from collections.abc import Sequence
from itertools import pairwise, takewhile

from rootnote.language.talk import is_of_somebody, talk_words
from rootnote.language.verdict_words import verdict_words

#: The words of a quotation that is a label, at most, and of one from printed words.
QUOTED, READ = 12, 30
#: The words of a name behind a title, at most.
_NAMED = 5
#: The words from printed ones to what opens their topic, and the words of a topic, at most.
_OPENED, _TOPIC = 5, 40


def topic(words: Sequence[str], end: int) -> tuple[int, int] | None:
    """The words that tell what printed words before some place are about, up to a person or closing bracket, or a semicolon outside."""
    known = verdict_words()
    opened = takewhile(lambda at: not _is_own(words[at]), range(end, min(len(words), end + _OPENED)))
    near = next((at for at in opened if words[at].lower() in known.topic), None)
    at = near if near is not None else next((at for at in range(end, len(words)) if words[at].lower() in known.describing), None)
    if at is None:
        return None
    last = min(len(words), at + 1 + _TOPIC)
    ends = known.closing if not known.opening.isdisjoint([*words[:end], words[at]]) else known.closing | {";"}
    stop = next((place for place in range(at + 1, last) if words[place] in ends or _is_own(words[place])), last)
    return at + 1, stop


def _is_own(word: str) -> bool:
    """Whether a word is of a person, of a side or of an own finding: what printed words describe has none."""
    lower = word.lower()
    return is_of_somebody([lower]) or lower in talk_words().side or lower in talk_words().finding


def is_owned(words: Sequence[str], end: int) -> bool:
    """Whether words go on with what the patient has of it: "sciatica, which she has"."""
    following = [word.lower() for word in words[end : end + 3] if word != ","]
    return following[:1] in (["which"], ["that"]) and is_of_somebody(following)


def spoken_from(words: Sequence[str]) -> int:
    """Where someone is quoted in a sentence, behind a name with a title and a colon; its end where nobody is, or its author by role."""
    known = verdict_words()
    quoted = (at for at, (word, following) in enumerate(pairwise(words)) if word.endswith(":") and following in known.quote)
    first = next(quoted, 0)
    said = [word.lower() for word in words[:first]]
    authored = said[:1] == ["the"] and said[1:2] and said[1] in known.author and not known.documenting.isdisjoint(said[2:])
    return first if not authored and any(word in known.title for word in said) else len(words)


def is_told_by(words: Sequence[str]) -> bool:
    """Whether a sentence opens with someone's name and a colon: "Dr. Lund, 4/2019: sciatica"."""
    opened = words[0].lower() in verdict_words().title and len(words) > 1 and words[1][:1].isupper()
    return opened and any(word.endswith(":") for word in words[:QUOTED])


def is_retold(words: Sequence[str], place: int) -> bool:
    """Whether a sentence tells up to a place what someone by title makes of the patient's trouble, and no more.

    "The claimant's surgeon, Dr. Lund, diagnosed sciatica", but not "Dr. Lund wrote that he needs surgery for sciatica".
    """
    known = verdict_words()
    if is_granted(words[:place]):
        return False
    titled = [at for at, word in enumerate(words[:place]) if word.lower() in known.title]
    behind = (takewhile(lambda at: _is_name(words[at]), range(at + 1, min(place, at + 1 + _NAMED))) for at in titled)
    ends = (max(names, default=at) + 1 for at, names in zip(titled, behind, strict=True))
    verb = next((end for end in ends if end < place and words[end].lower() in known.telling), place)
    return verb < place and all(word.lower() in known.placing | known.holding for word in words[verb + 1 : place])


def is_granted(before: Sequence[str]) -> bool:
    """Whether the words before the name of a disease take it for granted: "Dr. Lund says that his left L5 ..."."""
    known = verdict_words()
    return next((word.lower() in known.granting for word in reversed(before) if word.lower() not in known.placing), False)


def _is_name(word: str) -> bool:
    """Whether a word is of a name, or may stand between one and its verb."""
    return word[:1].isupper() or word.lower() in verdict_words().between_telling


def names(words: Sequence[str]) -> frozenset[str]:
    """The names behind titles: "Dr. Lund"."""
    title = verdict_words().title
    return frozenset(following for word, following in pairwise(words) if word.lower() in title and following[:1].isupper())


def is_quoted(words: Sequence[str], place: int, reach: int) -> bool:
    """Whether a word stands in a quotation of not more than some words."""
    quote = verdict_words().quote
    before = [at for at in range(place) if words[at] in quote]
    behind = next((at for at in range(place, min(len(words), place + reach)) if words[at] in quote), None)
    return len(before) % 2 == 1 and behind is not None and behind - before[-1] <= reach


def is_printed(words: Sequence[str]) -> bool:
    """Whether some words speak of what is printed for anyone: "the pharmacy leaflet", "a website"."""
    return not verdict_words().paper.isdisjoint(word.lower() for word in words)
