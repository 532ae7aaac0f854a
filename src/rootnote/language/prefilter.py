"""What of a note needs reading, told from its raw text: most notes of a hospital say nothing of the spine.

Lossless: the record is the same as that of the whole note. By the lists of ``relevance.toml``: a note without any of ``spine`` names no
condition and gives no lumbar context, so that only findings of any note are left. These stand in the sentences that hold one of ``exam``
or ``placed``, and go on with the sentences around them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, cached_property, lru_cache
from typing import NamedTuple

from spacy.language import Language

from rootnote.language.categories import CARE
from rootnote.language.keys import Keys, runs_of
from rootnote.language.measures import MAY_BE, may_be_sacral
from rootnote.language.rulefile import Rule, read_word_sets
from rootnote.language.sections import Sections
from rootnote.language.sentences import FRAGMENT
from rootnote.language.targets import Targets
from rootnote.loading import uncollected

#: The sentences of a note that may be its title.
_TITLE = 2
#: Sentences that the part of the body is looked for in, before what it is of.
_BEFORE = 3
_FILE = "relevance.toml"
#: An item of a list, which may take its assertion from the line that introduces the list; a row of a table.
_ITEM = re.compile(r"[-•*·▪●○◦–—]|\(?\d|\(?[A-Za-z][.)]")
_ROW = re.compile(r"[^\d]{0,40}\d.{0,20}\Z|[\s|:+=_-]*\Z", re.S)
#: A short form in brackets, as behind its long form.
_DEFINED = re.compile(r"\(\s*([A-Z]{2,6})\s*\)")
_SHORT = re.compile(r"[A-Z](?<![^\W\d_].)[A-Z]{1,5}(?![^\W\d_])")
#: Characters at the head of a sentence in which an examiner's verb opens an examination.
_HEAD = 40
#: The section in which what is done tells the type of a note; that of the nerves, whose results need no other word; those of the report of
#: another study, if none of the care of a patient is there too.
_PROCEDURE = "procedure"
_NERVES = "emg"
_REPORTED = frozenset({"imaging", "findings", "reason", "assessment"})


class Relevance(NamedTuple):
    """The labels of ``data/rules/relevance.toml``, by what they say of a note; the last say nothing by themselves."""

    spine: frozenset[str]
    sacral: frozenset[str]
    exam: frozenset[str]
    composed: frozenset[str]
    moved: frozenset[str]
    placed: frozenset[str]
    limbs: frozenset[str]
    placing: frozenset[str]
    result: frozenset[str]
    resumed: frozenset[str]
    opening: frozenset[str]
    denying: frozenset[str]
    explaining: frozenset[str]
    type: frozenset[str]
    study: frozenset[str]
    complained: frozenset[str]
    otherwise: frozenset[str]


@cache
def relevance() -> Relevance:
    """What a note is read for. Raises ``RuleError`` as ``read_word_sets``."""
    return read_word_sets(_FILE, Relevance)


class _Sought(NamedTuple):
    """What tells that any of some labels may stand in a text: the keys of their rules, the patterns of their measures."""

    keys: Keys
    patterns: tuple[re.Pattern[str], ...]

    def within(self, text: str, runs: set[str]) -> _Sought:
        """What of it a text with these runs can hold anywhere."""
        return _Sought(self.keys.within(runs), tuple(pattern for pattern in self.patterns if pattern.search(text)))

    def may_stand_in(self, text: str, runs: set[str]) -> bool:
        return self.keys.may_match(runs) or any(pattern.search(text) for pattern in self.patterns)


class Prefilter:
    """Tells which sentences of a text need reading, for the rules of one pipeline."""

    def __init__(self, rules: Sequence[Rule], sections: Sections) -> None:
        self.sections = sections
        self._sought = {labels: _sought(labels, rules) for labels in relevance()[:-1]}

    def needed(self, text: str, starts: Sequence[int]) -> list[bool]:
        """For each sentence, given by where it starts (characters, ascending), whether it needs reading."""
        if len(starts) <= FRAGMENT:
            return [True] * len(starts)
        note, labels = _Raw(text, starts, self._sought), relevance()
        sections = {category for _, category in self.sections.openings(text)}
        if _NERVES in sections or note.may_be_of_spine():
            return [True] * len(starts)
        wanted = [number < _TITLE for number in range(len(starts))]
        exam, placed = [*note.holding(labels.exam), *note.holding(labels.composed, labels.moved)], note.holding(labels.placed)
        if exam or placed:
            shortened = note.shortened()
            exam, placed = [*exam, *shortened], [*placed, *shortened]
        gone_on = listed = -1
        for number in sorted({*exam, *placed}):
            if number > gone_on:  # else within what goes on with the last one
                gone_on = note.last_going_on(number)
                _want(wanted, note.first_going_on(number) - 1, gone_on + 2)
            if note.list_start(number) < number:
                _want(wanted, max(listed, note.list_start(number)), number)
                listed = number
        if any(wanted[_TITLE:]):
            _want_each(wanted, note.opening_exams())
            _want_each(wanted, note.holding(labels.denying))
        if exam:
            _want_each(wanted, note.holding(labels.limbs))
            _want_each(wanted, note.holding(labels.explaining))
        if placed:
            for number in placed:
                _want(wanted, number - _BEFORE, number)
            _want_each(wanted, note.holding(labels.placing))
        opens_with_study = note.opens_with(labels.study)
        if opens_with_study or _PROCEDURE in sections or (sections & _REPORTED and not sections & CARE):
            _want_each(wanted, note.holding(labels.type))
        if opens_with_study:
            _want_each(wanted, note.holding(labels.complained))
        return wanted


class _Raw:
    """The sentences of a note as raw text, numbered, and what each may hold."""

    def __init__(self, text: str, starts: Sequence[int], sought: Mapping[frozenset[str], _Sought]) -> None:
        self._text, self._lower, self._all_sought, self._starts = text, text.lower(), sought, starts
        self._runs = runs_of(text)
        self._parts = [text[start:end] for start, end in zip(starts, [*starts[1:], len(text)], strict=True)]
        self._held: dict[int, set[str]] = {}
        self._sought: dict[frozenset[str], _Sought] = {}

    def may_be_of_spine(self) -> bool:
        """Whether the note may name a condition of the lumbar spine, or give a context for one."""
        labels = relevance()
        spine = self._within(labels.spine).patterns or self.holding(labels.spine)
        return bool(spine or (may_be_sacral(self._text) and self.holding(labels.sacral)))

    def holding(self, *lists: frozenset[str]) -> list[int]:
        """The sentences that may hold a label of each of some lists."""
        first, *others = map(self._within, lists)
        held = (number for number in sorted(self._near(first)) if self._may_hold(first, number))
        return [number for number in held if all(self._may_hold(other, number) for other in others)]

    def _near(self, sought: _Sought) -> set[int]:
        """The sentences worth looking at: those with one of the runs that phrases are looked up by, or with a pattern."""
        if len(self._lower) != len(self._text):  # some letters are two in lower case
            return set(range(len(self._parts)))
        places = [match.start() for pattern in sought.patterns for match in pattern.finditer(self._text)]
        for run in sought.keys.first:
            at = self._lower.find(run)
            while at >= 0:
                places.append(at)
                at = self._lower.find(run, at + len(run))
        return {max(0, bisect_right(self._starts, place) - 1) for place in places}

    def shortened(self) -> list[int]:
        """The sentences with a short form that the note may define: there it stands for its long form."""
        defined = set(_DEFINED.findall(self._text))
        places = (match.start() for match in _SHORT.finditer(self._text) if match.group() in defined) if defined else ()
        return sorted({max(0, bisect_right(self._starts, place) - 1) for place in places})

    def first_going_on(self, number: int) -> int:
        """The first of the sentences before a sentence from which each goes on to the next, up to it."""
        while number > 0 and self._goes_on(number - 1):
            number -= 1
        return number

    def last_going_on(self, number: int) -> int:
        """The last of the sentences behind a sentence that go on with it, one after the other."""
        while number + 1 < len(self._parts) and self._goes_on(number + 1):
            number += 1
        return number

    def list_start(self, number: int) -> int:
        """For an item of a list the sentence before its first item, which may introduce it; for any other sentence itself."""
        return self._list_starts[number]

    @cached_property
    def _list_starts(self) -> list[int]:
        starts: list[int] = []
        for number, part in enumerate(self._parts):
            starts.append(starts[-1] if number and _ITEM.match(part) else number)
        return starts

    def opens_with(self, labels: frozenset[str]) -> bool:
        """Whether the sentences that may be the title of the note may hold one of some labels."""
        return any(self._may_hold(self._within(labels), number) for number in range(min(_TITLE, len(self._parts))))

    def opening_exams(self) -> list[int]:
        """The sentences that may open an examination with their first words."""
        opening = self._within(relevance().opening)
        heads = ((number, self._parts[number][:_HEAD]) for number in sorted(self._near(opening)))
        return [number for number, head in heads if opening.may_stand_in(head, runs_of(head))]

    def _goes_on(self, number: int) -> bool:
        if _ROW.match(self._parts[number]):
            return True
        return self._may_hold(self._within(relevance().result), number) and self._may_hold(self._within(relevance().resumed), number)

    def _within(self, labels: frozenset[str]) -> _Sought:
        if labels not in self._sought:
            self._sought[labels] = self._all_sought[labels].within(self._text, self._runs)
        return self._sought[labels]

    def _may_hold(self, sought: _Sought, number: int) -> bool:
        if number not in self._held:
            self._held[number] = runs_of(self._parts[number])
        return sought.may_stand_in(self._parts[number], self._held[number])


def _want(wanted: list[bool], start: int, end: int) -> None:
    for number in range(max(0, start), min(len(wanted), end)):
        wanted[number] = True


def _want_each(wanted: list[bool], numbers: Iterable[int]) -> None:
    for number in numbers:
        wanted[number] = True


def _sought(wanted: frozenset[str], rules: Sequence[Rule]) -> _Sought:
    phrases = [phrase for rule in rules if not wanted.isdisjoint((rule.label, f"{rule.label}={rule.value}")) for phrase in rule.phrases]
    return _Sought(Keys.of(phrases), tuple(pattern for label in sorted(wanted & MAY_BE.keys()) for pattern in MAY_BE[label]))


def prefilter_of(pipeline: Language) -> Prefilter | None:
    """The prefilter of a pipeline as it now is; None for one with components of others, which may look for anything."""
    return _of_components(tuple(component for _, component in pipeline.pipeline))


@lru_cache(maxsize=4)
def _of_components(components: tuple[object, ...]) -> Prefilter | None:
    targets = [component for component in components if isinstance(component, Targets)]
    sections = [component for component in components if isinstance(component, Sections)]
    if len(targets) != 1 or len(sections) != 1 or not all(type(one).__module__.startswith("rootnote.") for one in components):
        return None
    with uncollected():
        return Prefilter(targets[0].rules, sections[0])
