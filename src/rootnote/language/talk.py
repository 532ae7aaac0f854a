"""Talk: which sentences of a note speak of people in general and not of the patient, and how a question is answered.

A sentence is general when it speaks of nobody and makes a general statement, cites others, or stands in an aside of a note or in a
general part of a publication or lesson (its introduction, discussion, key points). There, what is told of another reported patient is not
of this one either.

Source: annotation guide, conditions ("absent": hypothetical talk); the words stand in ``talk.toml``.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc

from rootnote.language import asides
from rootnote.language.categories import NO_SECTION
from rootnote.language.labels import COMPLAINTS, DISEASES
from rootnote.language.notation import expand
from rootnote.language.phrases import Compact, Phrases
from rootnote.language.placed import Placed
from rootnote.language.rulefile import RULES, PhraseRule, SectionHeading, read_toml, read_word_sets, to_rules
from rootnote.language.sections import SECTIONS, Sections
from rootnote.language.sentences import note_text

_FILE = "talk.toml"
_CASE, _TOLD, _GENERAL, _LITERATURE, _ASIDE = "case", "told", "general", "literature", "aside"
#: The parts that may be of no patient.
_OF_NOBODY = frozenset({_GENERAL, _LITERATURE, _ASIDE})
#: Sections that leave a general part of a publication as it is.
_WITHIN = frozenset({"assessment", "administrative"})
#: The answers that a question can have, as ids of their phrases, and what may stand before one.
_ANSWERS = ("answer.negated", "answer.uncertain", "answer.affirmed")
_LEAD = "answer.lead"
#: The phrase of a question that is told, and the tokens from it to what it is about.
_ASKED, _ASKED_REACH = "asked", 3
#: What a text calls itself: a publication about a case, or, in its first line, a text for readers at large.
_PUBLICATION, _LEAFLET = "publication", "leaflet"
#: The phrases that cite others, that open a lesson ("I taught the students how"), and that a passage is not about the patient.
_CITES, _LESSON, _DISOWNED = "cited", "lesson", "disowned"
#: The phrases that tell a patient what was found: "You were seen for sciatica".
_TO_PATIENT = "to_patient"
#: What ends the words by which something is told: "I told her that most herniations heal", "Explanation I gave: ...".
_LEADS = frozenset({":", "that", "how", "why", "because", "since"})
_STOPS = frozenset(".,;:")
#: What is told that scans of anyone show.
_ON_SCANS = "on_scans"
#: What a question that is told ends at.
_QUESTION_ENDS = frozenset(".?")
#: A reference to the literature, as "[1,2]" or "[3-5]" behind a word, and who a report is about: "A 38-year-old florist comes".
_CITED = re.compile(r"\[(?:(?<=[\w)%.,;]\[)|(?<=[\w)%] \[))\d{1,3}(?:\s?[,–-]\s?\d{1,3})*\]")
#: What ends the title of a text.
_TITLE_END = re.compile(r"\n|\.\s")
_AGED = re.compile(r"\byears?[- ]old((?: [a-z-]+){1,4})", re.I)

#: Tokens of a sentence, half-open.
_Bounds = tuple[int, int]


#: What opens a subject that the reader knows, and the tokens to the verb behind it.
_THE, _SUBJECT = frozenset({"the", "this", "these", "that"}), 7


class TalkWords(NamedTuple):
    """The single words of ``talk.toml``, by what they tell."""

    somebody: frozenset[str]
    person: frozenset[str]
    anyone: frozenset[str]
    numbered: frozenset[str]
    side: frozenset[str]
    either: frozenset[str]
    own: frozenset[str]
    visit: frozenset[str]
    telegraphic: frozenset[str]
    asides: frozenset[str]
    trace: frozenset[str]
    trace_before: frozenset[str]
    denied_now: frozenset[str]
    for_readers: frozenset[str]
    finding: frozenset[str]
    complaint: frozenset[str]
    told_of_it: frozenset[str]
    only_talk: frozenset[str]
    granting: frozenset[str]
    putting: frozenset[str]
    greeting: frozenset[str]


@cache
def talk_words() -> TalkWords:
    """The words of ``talk.toml``. Raises ``RuleError`` when it has other keys, or no list of words for one."""
    return read_word_sets(_FILE, TalkWords, "part", "talk")


def is_of_somebody(words: Sequence[str]) -> bool:
    """Whether some words, in lower case, speak of a person: "she", "the patient", but not "a patient"."""
    known = talk_words()
    return _is_of_one(words) or any(word in known.person and previous not in known.anyone for previous, word in pairwise(["", *words]))


def is_of_one_complaint(words: Sequence[str]) -> bool:
    """Whether some words, in lower case, tell of a complaint that is there what it is: "the low back pain is related to the fall".

    Not of what may be, or of any such complaint: "the pain may get worse", "the usual course of sciatica is".
    """
    known = talk_words()
    verb = next((place for place, word in enumerate(words) if word in known.told_of_it), 0)
    opened = 1 < verb <= _SUBJECT and words[0] in _THE and words[verb - 1] in known.complaint and "of" not in words[:verb]
    return opened and known.only_talk.isdisjoint(words)


def _is_of_one(words: Sequence[str]) -> bool:
    """Whether some words, in lower case, speak of one person that they need not name: "she", "today", but not "the patient", "grade I"."""
    known = talk_words()
    return any(word in known.somebody and previous not in known.numbered for previous, word in pairwise(["", *words]))


def _has_side(words: Sequence[str]) -> bool:
    """Whether some words, in lower case, name a side, and not either: "left", but not "unilateral or bilateral"."""
    known = talk_words()
    return any(
        word in known.side and known.either.isdisjoint((previous, following))
        for previous, word, following in zip(["", *words], words, [*words[1:], ""], strict=False)
    )


class Talk:
    """Tells the general sentences of a Doc, and the answers in it, by the phrases of ``talk.toml``."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        content = read_toml(RULES / _FILE, {"words", "part", "talk"})
        rules = to_rules(_FILE, content.get("talk"), PhraseRule, "talk")
        self._parts = Sections(to_rules(_FILE, content.get("part"), SectionHeading, "part"), spoken=frozenset({_CASE, _TOLD, _GENERAL}))
        phrases = {rule.id: rule.phrases for rule in rules}
        self._published, self._leaflet = _pattern(phrases.pop(_PUBLICATION)), _pattern(phrases.pop(_LEAFLET))
        self._phrases = Phrases(tokenizer, phrases.items())

    def read(self, doc: Doc, short: Compact, sentences: Sequence[_Bounds]) -> "Told":
        """What the sentences of a Doc speak of."""
        starts = [start for start, _ in sentences]
        found: dict[int, list[tuple[str, int, int]]] = {}
        offsets = doc.to_array("IDX").tolist()
        called: list[asides.Called] = []
        for cited in _CITED.finditer(note_text(doc)):
            token = bisect_right(offsets, cited.start() - 1) - 1
            found.setdefault(bisect_right(starts, token) - 1, []).append((_CITES, token, token + 1))
        for match in self._phrases(short):
            if match.key in asides.KINDS:
                last = match.end - 1
                called.append(
                    asides.Called(match.key, offsets[short.tokens[match.start]], offsets[short.tokens[last]] + len(short.words[last]))
                )
            place = bisect_right(starts, short.tokens[match.start]) - 1
            found.setdefault(place, []).append((match.key, short.tokens[match.start], short.tokens[match.end - 1] + 1))
        parts = self._parts_of(doc, offsets)
        if called:
            headings = {offsets[section.start]: section.label_ != NO_SECTION for section in doc.spans.get(SECTIONS, ())}
            put_in = [
                (bisect_right(offsets, start) - 1, bisect_right(offsets, end) - 1)
                for start, end in asides.spans_of(note_text(doc), called, headings)
            ]
            parts = _with_asides(parts, put_in)
        return Told(doc, sentences, found, parts)

    def _parts_of(self, doc: Doc, offsets: Sequence[int]) -> dict[int, str]:
        """The parts of a text, by the tokens that they start at; general ones only in a publication or lesson."""
        text = note_text(doc)
        opened = {place: category for place, category in self._parts.openings(text) if category != NO_SECTION}
        kinds = set(opened.values())
        published = _GENERAL in kinds and (_CASE in kinds or self._published.search(text) is not None)
        parts = {bisect_right(offsets, place) - 1: kind for place, kind in opened.items() if published or kind != _GENERAL}
        if self._leaflet.search(_TITLE_END.split(text.lstrip(), maxsplit=1)[0]) and not _AGED.search(text):
            parts[0] = _GENERAL
        for section in doc.spans.get(SECTIONS, ()):
            if section.label_ == _LITERATURE:
                parts[section.start] = _LITERATURE
            elif section.label_ != NO_SECTION and not (published and section.label_ in _WITHIN):
                parts.setdefault(section.start, _TOLD)
        return parts


class Told:
    """The sentences of one Doc, and the talk in them."""

    def __init__(
        self, doc: Doc, sentences: Sequence[_Bounds], found: Mapping[int, list[tuple[str, int, int]]], parts: Mapping[int, str]
    ) -> None:
        self._doc, self._sentences, self._found = doc, sentences, found
        self._general = self._in_general_parts(sorted(parts.items())) if not _OF_NOBODY.isdisjoint(parts.values()) else frozenset()

    def general_part(self, place: int, held: Sequence[Placed]) -> _Bounds | None:
        """The tokens of a sentence, given by its number and its targets in order, that say nothing of the patient."""
        first, end = self._sentences[place]
        if self.is_to_patient(place):
            return None
        if place in self._general or self._has(place, _DISOWNED):
            return first, end
        cited = self._has(place, _CITES)
        if cited or self._has(place, "general") or self._is_usual(place, held):
            words = _without_greeting(self._words(first, end))
            if not is_of_somebody(words) and (cited or not _has_side(words)):
                return first, end
        for key, start, stop in self._found.get(place, ()):
            if key in ("general", _LESSON):
                told = stop if key == _LESSON else self._behind_lead(first, start)
                over = next((token for token in range(stop, end) if self._doc[token].text == ";"), end)
                words = self._words(told, over)
                if told > first and not is_of_somebody(words) and not _has_side(words):
                    return told, over
            if key == _ON_SCANS:
                return start, stop
        return None

    def _behind_lead(self, first: int, start: int) -> int:
        """Where, before a token, the words end by which something is told, in a sentence given by its first token."""
        return next((token + 1 for token in range(start - 1, first, -1) if self._doc[token].lower_ in _LEADS), first)

    def _is_usual(self, place: int, held: Sequence[Placed]) -> bool:
        """Whether a sentence says what is usual of a disease: "Disc herniation usually compresses the root"."""
        cue = next((match for match in self._found.get(place, ()) if match[0] == "usual"), None)
        before = {target.label_ for target in held if target.start < cue[1]} if cue else set()
        return not before.isdisjoint(DISEASES) and before.isdisjoint(COMPLAINTS)

    def is_to_patient(self, place: int) -> bool:
        """Whether a sentence, given by its number, tells the patient what was found: "Your diagnosis today: low back pain"."""
        return self._has(place, _TO_PATIENT)

    def agrees(self, place: int) -> bool:
        """Whether the author takes over what a sentence, given by its number, says that another has called it."""
        return self._has(place, "agreed")

    def answer(self, place: int) -> str | None:
        """How a short sentence, given by its number, answers: "negated" as "No." does, "uncertain", "affirmed", or None if it is none."""
        start, end = self._sentences[place]
        matches = self._found.get(place, ())
        first = max((stop for key, begin, stop in matches if key == _LEAD and self._is_first(start, begin)), default=start)
        for answer in _ANSWERS:
            for key, begin, stop in matches:
                if key == answer and self._is_first(first, begin) and self._is_ended(stop, end):
                    return answer.removeprefix("answer.")
        return None

    def is_asked(self, place: int, token: int, stop: int) -> bool:
        """Whether a sentence, given by its number, tells of the question if something is there, named at its end: no "her sciatica".

        What is asked is named by its tokens (half-open).
        """
        if stop < self._sentences[place][1] and self._doc[stop].text not in _QUESTION_ENDS:
            return False
        behind = (end for key, _, end in self._found.get(place, ()) if key == _ASKED and end <= token <= end + _ASKED_REACH)
        return any(talk_words().granting.isdisjoint(self._words(end, token)) for end in behind)

    def _is_first(self, start: int, token: int) -> bool:
        return not any(self._doc[place].is_alpha for place in range(start, token))

    def _is_ended(self, token: int, end: int) -> bool:
        return token >= end or self._doc[token].is_space or self._doc[token].text[0] in _STOPS

    def _in_general_parts(self, parts: Sequence[tuple[int, str]]) -> frozenset[int]:
        """The sentences of the literature, and those of general parts that speak of nobody or of another patient than the one reported."""
        starts = [start for start, _ in parts]
        names = {word for match in _AGED.finditer(note_text(self._doc)) for word in match[1].lower().split()}
        found: set[int] = set()
        other, last = False, -1
        for place, (start, end) in enumerate(self._sentences):
            part = bisect_right(starts, start) - 1
            kind = parts[part][1] if part >= 0 else _TOLD
            if kind == _LITERATURE:
                found.add(place)
            if kind not in (_GENERAL, _ASIDE):
                continue
            if kind == _ASIDE:
                words = self._words(self._behind_colon(start, end) if start == starts[part] else start, end)
                if not (_is_of_one(words) or _has_side(words)):
                    found.add(place)
                continue
            words = self._words(start, end)
            own = self._has(place, "of_case") or _is_of_own(words, names)
            other = not own and (self._has(place, "reported") or self._has(place, _CITES) or (other and part == last))
            last = part
            somebody = own or self._has(place, "aged") or is_of_somebody(words) or _has_side(words)
            if other or not somebody:
                found.add(place)
        return frozenset(found)

    def _has(self, place: int, key: str) -> bool:
        return any(match[0] == key for match in self._found.get(place, ()))

    def _behind_colon(self, start: int, end: int) -> int:
        """Where what an aside is called ends in its first sentence."""
        return next((token + 1 for token in range(start, end) if self._doc[token].text == ":"), start)

    def _words(self, start: int, end: int) -> list[str]:
        return [token.lower_ for token in self._doc[start:end] if not token.is_space]


def _with_asides(parts: Mapping[int, str], put_in: Sequence[_Bounds]) -> dict[int, str]:
    """The parts of a text with some asides, given by their tokens, among them; behind each goes on what stood before it."""
    ordered, starts = sorted(parts), [start for start, _ in put_in]

    def is_inside(token: int) -> bool:
        at = bisect_right(starts, token) - 1
        return at >= 0 and token < put_in[at][1]

    kept = {token: kind for token, kind in parts.items() if not is_inside(token)}
    for start, end in put_in:
        at = bisect_right(ordered, start) - 1
        kept.setdefault(end, parts[ordered[at]] if at >= 0 else _TOLD)
        kept[start] = _ASIDE
    return kept


def _without_greeting(words: list[str]) -> list[str]:
    """Some words, in lower case, without whom they greet: "Hi Mr. Hill, sciatica usually means ..."."""
    greets = bool(words) and words[0] in talk_words().greeting and "," in words
    return words[words.index(",") + 1 :] if greets else words


def _is_of_own(words: Sequence[str], names: set[str]) -> bool:
    """Whether words speak of the reported patient: "our", "the florist"."""
    own = talk_words().own
    return any(word in own or (word == "the" and follower in names) for word, follower in zip(words, [*words[1:], ""], strict=True))


def _pattern(phrases: Iterable[str]) -> re.Pattern[str]:
    """A pattern that finds any of some phrases in a text."""
    written = (r"\s".join(map(re.escape, words)) for phrase in phrases for words in expand(phrase))
    return re.compile(rf"\b(?:{'|'.join(written)})\b", re.I)
