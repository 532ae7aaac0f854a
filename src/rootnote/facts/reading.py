"""A Doc as the facts stage reads it: plain sentences of plain targets, free of spaCy.

Characters are code points of the untouched text, tokens those of the Doc; all ranges are half-open.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, takewhile
from operator import attrgetter
from typing import NamedTuple

from spacy.attrs import IDX, LENGTH
from spacy.tokens import Doc

from rootnote.errors import RuleError
from rootnote.facts.model import Assertion, Evidence, Finding
from rootnote.language.boxes import silent
from rootnote.language.categories import NO_SECTION
from rootnote.language.code_titles import printed_titles
from rootnote.language.context import assertions
from rootnote.language.labels import PAINS, STRUCTURAL
from rootnote.language.placed import rows_of
from rootnote.language.sections import HEADING_MARKS, SECTIONS
from rootnote.language.sentences import FRAGMENT, note_text, sentence_bounds
from rootnote.language.targets import TARGETS
from rootnote.language.verdicts import PLAIN

#: The cue of what is only supposed to be asserted otherwise, to see what depends on it.
SUPPOSED = "supposed"


class Target(NamedTuple):
    """One target: what it is, where it stands, and what the author says of it.

    ``start`` and ``end`` are characters, ``first`` and ``last`` tokens, ``sentence`` is the number of its sentence.
    """

    label: str
    value: str
    rule: str
    text: str
    start: int
    end: int
    first: int
    last: int
    sentence: int
    section: str
    assertion: Assertion
    cue: str


def follows(one: Target, other: Target, within: int) -> bool:
    """Whether one target begins behind another, with at most so many tokens between: within 2 in "pain down the leg", for the leg."""
    return 0 <= one.first - other.last <= within


def tokens_apart(one: Target, other: Target) -> int:
    """The tokens between two targets; none where they touch or overlap."""
    return max(one.first - other.last, other.first - one.last, 0)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence with its targets in order of their start, all and by label, and the labels they have."""

    number: int
    start: int
    end: int
    section: str
    targets: tuple[Target, ...]
    by_label: Mapping[str, Sequence[Target]]
    labels: frozenset[str]

    def with_targets(self, targets: Iterable[Target]) -> Sentence:
        """The same sentence with other targets, given in any order."""
        held = tuple(sorted(targets, key=attrgetter("start")))
        by_label = _by_label(held)
        return replace(self, targets=held, by_label=by_label, labels=frozenset(by_label))

    def of(self, *labels: str) -> Iterator[Target]:
        """The targets with one of some labels."""
        if self.labels.isdisjoint(labels):
            return iter(())
        return iter(self.by_label[labels[0]]) if len(labels) == 1 else (target for target in self.targets if target.label in labels)

    def has(self, *labels: str) -> bool:
        """Whether any target has one of some labels."""
        return not self.labels.isdisjoint(labels)

    def between(self, one: Target, other: Target, *labels: str) -> Iterator[Target]:
        """The targets with one of some labels that lie between two targets."""
        left, right = (one, other) if one.first <= other.first else (other, one)
        return (target for target in self.of(*labels) if target.first >= left.last and target.last <= right.first)

    def has_between(self, one: Target, other: Target, *labels: str) -> bool:
        """Whether any target with one of some labels lies between two targets."""
        return self.has(*labels) and any(self.between(one, other, *labels))


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """A note as read: its text, its sentences, the section categories in order, without repetition, and the headings that opened them.

    ``headings`` are in lower case, up to their colon. ``text`` holds white space where a form has left something without a mark, and for
    the marks; ``written`` is the note's own text, of the same length.
    ``pauses`` are the characters where a comma or "and" begins, ``breaks`` those of a semicolon, "but" or "however", ascending.
    """

    text: str
    written: str
    sentences: tuple[Sentence, ...]
    sections: tuple[str, ...]
    headings: tuple[str, ...]
    pauses: Sequence[int]
    breaks: Sequence[int]

    @property
    def is_fragment(self) -> bool:
        """Whether the text is a line or two and no whole note."""
        return len(self.sentences) <= FRAGMENT

    def targets(self, *labels: str) -> Iterator[Target]:
        """All targets with one of some labels, in order."""
        for sentence in self.sentences:
            if not sentence.labels.isdisjoint(labels):
                yield from sentence.of(*labels)

    def sentence_of(self, target: Target) -> Sentence:
        """The sentence that a target stands in."""
        return self.sentences[target.sentence]

    def before(self, sentence: Sentence, most: int) -> Iterator[Sentence]:
        """The sentences right before one in its section, at most so many, the nearest first."""
        earlier = reversed(self.sentences[max(0, sentence.number - most) : sentence.number])
        return takewhile(lambda one: one.section == sentence.section, earlier)

    def evidence(self, start: int, end: int) -> Evidence:
        """The evidence for these characters, without white space at its ends."""
        raw = self.written[start:end]
        start += len(raw) - len(raw.lstrip())
        end = start + len(raw.strip())
        return Evidence(start, end, self.written[start:end])

    def asserting(self, otherwise: Mapping[Target, Assertion]) -> Reading:
        """The same reading with some of its targets asserted otherwise, by no cue of the note."""
        return self.exchanging({target: target._replace(assertion=said, cue=SUPPOSED) for target, said in otherwise.items()})

    def exchanging(self, others: Mapping[Target, Target]) -> Reading:
        """The same reading with other targets in the place of some of its own, in the same sentences."""
        sentences = list(self.sentences)
        for number in {target.sentence for target in others}:
            sentences[number] = sentences[number].with_targets(others.get(target, target) for target in sentences[number].targets)
        return replace(self, sentences=tuple(sentences))

    def without(self, taken_back: Collection[Target]) -> Reading:
        """The same reading without some of its targets."""
        sentences = list(self.sentences)
        for number in {target.sentence for target in taken_back}:
            sentences[number] = sentences[number].with_targets(one for one in sentences[number].targets if one not in taken_back)
        return replace(self, sentences=tuple(sentences)) if taken_back else self

    def around(self, targets: Iterable[Target]) -> Evidence:
        """The evidence from the first to the last of some targets."""
        held = list(targets)
        return self.evidence(min(target.start for target in held), max(target.end for target in held))

    def asks(self, sentence: Sentence) -> bool:
        """Whether a sentence is a question: "is it OK to lift?"."""
        return self.text[sentence.start : sentence.end].rstrip(" \t\r\n\"'”’)").endswith("?")

    def gap(self, one: Target, other: Target) -> str:
        """The text between two targets ("" when they overlap)."""
        left, right = (one, other) if one.start <= other.start else (other, one)
        return self.text[left.end : right.start]

    def rest(self, one: Target, other: Target, *labels: str) -> str:
        """The text between two targets of a sentence without the targets there that have one of some labels."""
        left, right = (one, other) if one.start <= other.start else (other, one)
        return self.words_left(left.end, right.start, self.sentence_of(left).between(left, right, *labels))

    def words_left(self, start: int, end: int, targets: Iterable[Target]) -> str:
        """The text from one character to another without some targets, given in order."""
        at, left = start, []
        for target in targets:
            if target.end > at:
                left.append(self.text[at : max(at, target.start)])
                at = target.end
        return " ".join([*left, self.text[at:end]])


class Found(NamedTuple):
    """Findings of one kind in order of offset: those that count, and those that look like it but don't (ordered, planned, elsewhere)."""

    findings: tuple[Finding, ...] = ()
    rejected: tuple[Finding, ...] = ()


def read(doc: Doc) -> Reading:
    """The reading of a Doc that has passed rootnote's language components.

    Raises ``RuleError`` for a Doc of a pipeline that has none: it would read as a note that says nothing.
    """
    if TARGETS not in doc.spans:
        raise RuleError("the pipeline has no rootnote_targets component: rootnote.load() gives one that has")
    written = note_text(doc)
    unread = silent(written)
    text = _without(written, unread)
    places = doc.to_array([IDX, LENGTH]).tolist() if len(doc) else []
    bounds = sentence_bounds(doc)
    spans = list(doc.spans.get(SECTIONS, ()))
    sections = _Sections([span.start for span in spans], [span.label_ for span in spans])
    held = _targets_of(doc, text, unread, places, [first for first, _ in bounds], sections)
    sentences = tuple(
        _sentence(number, places[first][0], sum(places[last - 1]), sections.at(first), _without_counts(text, targets))
        for number, ((first, last), targets) in enumerate(zip(bounds, held, strict=True))
    )
    opened = [(first, label) for first, label in zip(sections.starts, sections.labels, strict=True) if label != NO_SECTION]
    named = tuple(dict.fromkeys(label for _, label in opened))
    headings = tuple(_heading_at(text, places[first][0]) for first, _ in opened)
    pauses, breaks = ([match.start() for match in pattern.finditer(text)] for pattern in (_PAUSE, _BREAK))
    return Reading(text, written, sentences, named, headings, pauses, breaks)


class _Sections(NamedTuple):
    """The sections of a Doc: the tokens that they begin with, ascending, and their labels."""

    starts: Sequence[int]
    labels: Sequence[str]

    def at(self, token: int) -> str:
        """The section that a token stands in."""
        place = bisect_right(self.starts, token) - 1
        return self.labels[place] if place >= 0 else NO_SECTION


def _targets_of(
    doc: Doc, text: str, unread: Sequence[tuple[int, int]], places: Sequence[Sequence[int]], starts: Sequence[int], sections: _Sections
) -> list[list[Target]]:
    """The targets of each sentence, without those in titles of printed codes or in what a form has left unmarked.

    ``unread`` are the places of the latter, ``places`` start and length of each token, ``starts`` the first tokens of the sentences.
    """
    rank = _ranks([start for start, _ in places], unread) if unread else range(len(places) + 1)
    hidden = sorted([*printed_titles(text), *unread])
    opened, closed = [start for start, _ in hidden], list(accumulate((end for _, end in hidden), max))
    said = assertions(doc)
    held: list[list[Target]] = [[] for _ in starts]
    for first, last, label, value, rule in rows_of(doc, TARGETS):
        start, end = places[first][0], sum(places[last - 1])
        before = bisect_right(opened, start)
        if before and start < closed[before - 1]:
            continue
        section, word, number = sections.at(first), text[start:end], bisect_right(starts, first) - 1
        assertion, cue = said.get((start, end), PLAIN)
        target = Target(label, value, rule, word, start, end, rank[first], rank[last], number, section, _ASSERTIONS[assertion], cue)
        held[number].append(target)
    return held


def _sentence(number: int, start: int, end: int, section: str, held: Sequence[Target]) -> Sentence:
    """A sentence with its targets, given in order of their start."""
    by_label = _by_label(held)
    return Sentence(number, start, end, section, tuple(held), by_label, frozenset(by_label))


def _ranks(starts: Sequence[int], places: Iterable[tuple[int, int]]) -> Sequence[int]:
    """For each token, given by where it starts, and for the end how many before it stand outside some places (half-open), in order.

    What is not read parts nothing: in "Leg pain: [x] Y [ ] N, left" the side stands beside its pain.
    """
    seen = [1] * len(starts)
    for start, end in places:
        for token in range(bisect_left(starts, start), bisect_left(starts, end)):
            seen[token] = 0
    return [0, *accumulate(seen)]


def _without(text: str, places: Iterable[tuple[int, int]]) -> str:
    """A text with spaces at some places (half-open), in order."""
    kept: list[str] = []
    at = 0
    for start, end in places:
        kept += [text[at:start], re.sub(r"[^\r\n]", " ", text[max(at, start) : end])]
        at = max(at, end)
    return "".join([*kept, text[at:]])


def _without_counts(text: str, held: Sequence[Target]) -> list[Target]:
    """The targets of a sentence, without a "both" that joins two things and is no side.

    Two levels or roots ("both L4-5 and L5-S1", "both levels"), two troubles, tests or treatments ("both the sciatica and the back pain",
    "heat and gabapentin both helped").
    """
    places = [target for target in held if target.label in _COUNTED]
    ends = {place.start: place.end for place in places}
    counts = {place.start for place in places if _BOTH.match(place.text)}
    for both in (target for target in held if target.label == "SIDE" and target.text.lower() == "both"):
        first = _OF_BOTH.match(text, both.end)
        if first and first.end() in ends and (other := _AND.match(text, ends[first.end()])) and other.end() in ends:
            counts.add(both.start)
        joined = (thing for thing in held if thing.label in _JOINED and first and first.end() == thing.start)
        before = (thing for thing in held if thing.label in _TRIED and not text[thing.end : both.start].strip())
        if any(_AND.match(text, thing.end) for thing in joined) or any(
            _AND_LAST.search(text, max(0, thing.start - _AND_REACH), thing.start) for thing in before
        ):
            counts.add(both.start)
    return [target for target in held if target.label != "SIDE" or target.start not in counts]


def _by_label(targets: Iterable[Target]) -> dict[str, list[Target]]:
    held: dict[str, list[Target]] = {}
    for target in targets:
        held.setdefault(target.label, []).append(target)
    return held


_ASSERTIONS = {assertion.value: assertion for assertion in Assertion}
_LONGEST_HEADING = 60
_HEADING_ENDS = re.compile(r"[:.\n\r]")
# Told by their first character, without case: a pattern that begins with a choice of words is looked for at every character of a note.
_PAUSE = re.compile(r"[,aA](?:(?<=,)|(?<=\b[aA])[nN][dD]\b)")
_BREAK = re.compile(r"[;bBhH](?:(?<=;)|(?<=\b[bB])[uU][tT]\b|(?<=\b[hH])[oO][wW][eE][vV][eE][rR]\b)")
#: A "both" of two levels or roots, what stands between it and the first, between the two, and before the second.
_COUNTED = frozenset({"LEVEL", "LEVEL_BESIDE", "VERTEBRA"})
_BOTH, _OF_BOTH, _AND, _AND_LAST = (
    re.compile(pattern, re.I)
    for pattern in (
        r"both\b",
        r"\s+(?:of\s+)?(?:(?:the|his|her|my|their|this)\s+)?",
        r"\s*(?:and|&)\s*(?:at\s+)?(?:the\s+)?",
        r"(?:\band|&)\s+(?:the\s+)?$",
    )
)
_AND_REACH = 10
#: What besides it may join: what is tried or tested, and troubles; no part of the leg, whose "both calf and foot" may be of two legs.
_TRIED = frozenset({"TREATMENT", "MODALITY", "EMG", "DISC_SURGERY", "ROOT_PROCEDURE"})
_JOINED = _TRIED | PAINS | STRUCTURAL | {"EXAMINER"}


def _heading_at(text: str, start: int) -> str:
    """The words of the heading at a character, in lower case, without marks before them; of one that no colon or stop closes, more."""
    return _HEADING_ENDS.split(text[start : start + _LONGEST_HEADING].lstrip(HEADING_MARKS), 1)[0].strip().lower()
