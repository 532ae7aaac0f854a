"""Which sentences tell the result of a test of the lumbar spine or the legs, and which only ask for one.

A test is named ("MRI of the lumbar spine"), and its result stands in the same sentence, in those that follow, or in a section of its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from rootnote.facts.conditions.mentions import NOT_OF_PATIENT
from rootnote.facts.model import Assertion, Finding, FindingKind
from rootnote.facts.reading import Reading, Sentence, Target
from rootnote.facts.spine.spine import Part, part_of_cue, says_lumbar
from rootnote.facts.studies.needle_films import is_of_needle
from rootnote.facts.studies.ordered_studies import has_come_back
from rootnote.facts.studies.studies_made import patterns
from rootnote.facts.studies.study_entries import closing_titles, is_unnamed_report, opens_entry
from rootnote.facts.studies.study_parts import body_part
from rootnote.facts.studies.study_reports import (
    TITLE,
    examines,
    has_form_of_report,
    is_cared_for,
    is_title,
    measures_nerves,
    tells_care,
    titles,
)
from rootnote.facts.studies.study_results import STRICT, Kind, governing, is_bracketed, tells
from rootnote.facts.studies.study_words import study_words
from rootnote.facts.studies.unmade import has_none_made, is_unmade
from rootnote.facts.wording import are_only
from rootnote.language.categories import CARE, PERIOPERATIVE, UNASSERTED
from rootnote.language.labels import NEUROLOGIC

#: Sections of a visit; a note without them that has a section of results is a report of the test itself.
_VISIT = CARE | {"hpi", "plan", "pmh", "inactive", "social"}
#: Sections that a report has too.
_TOLD = frozenset({"hpi"})
_OPERATED = PERIOPERATIVE | {"operative_findings"}
#: Sections that say nothing of this patient's tests.
_SKIPPED = UNASSERTED | {"allergies"}
#: What a study that is told part by part goes on with: "MRI of the neck and low back ... In the neck the canal is 8 mm at C6-7.".
_OF_SPINE = ("LEVEL", "CANAL", "DISC_SPACE", "FORAMEN")
#: What a sentence is about when it has left the test.
_OTHER_MATTERS = frozenset({"TREATMENT", "SLR", "REFLEX", "STRENGTH", "SENSATION", "DISC_SURGERY"})
#: A blank line.
PARAGRAPH = re.compile(r"\n[^\S\n]*\n|\r[^\S\r]*\r")
_DONE = (Assertion.AFFIRMED, Assertion.HISTORICAL)
_MADE = (*_DONE, Assertion.NEGATED)  # "CT abdomen: no stones"
#: The section that reports a study, or the examination of the patient, and what only the latter tests.
_EXAMINED = frozenset({"findings"})
_TESTED = NEUROLOGIC | {"WALK", "NEURO"}
#: The section that holds the results of a laboratory too.
_RESULTS = frozenset({"imaging"})
#: The value of a name that may only be a heading.
_HEADING = "imaging"
#: Sentences in which a study of another part is told, with what it shows of the spine by the way.
_ASIDE = 3
#: Characters of a sentence too short to turn to another matter ("Shallow left parasag.").
_FRAGMENT = 30


class Told(NamedTuple):
    """A sentence that tells a result: the names of the test in it (none when it goes on from the one before), and its results."""

    sentence: Sentence
    names: tuple[Target, ...]
    results: tuple[Target, ...]


def told(reading: Reading, kind: Kind, is_ours: Callable[[Reading, Target], bool]) -> Iterator[Told]:
    """The sentences that tell results of a kind of study, in order; ``is_ours`` says whether a name or a result is about the right part."""
    operated = is_operated(reading) and not _is_of_study(reading, kind)
    report = not operated and is_report(reading, kind)
    sections = kind.sections - _EXAMINED if not report and (_examines(reading) or is_cared_for(reading)) else kind.sections
    telling = _Telling(reading, kind, is_ours, operated, report, sections)
    wanted = kind.results
    for sentence in reading.sentences:
        names = _names_in(reading, sentence, kind)
        own = telling.turn(sentence, names)
        if sentence.section in _SKIPPED:
            continue
        results = tuple(target for target in sentence.of(*wanted) if target.assertion not in NOT_OF_PATIENT)
        if names or any(True for _ in _turning(sentence, kind)):
            held = telling.of_names(sentence, names, results, own=own)
        elif telling.awaited and _is_bare_verdict(reading, sentence, results, kind):
            held, telling.awaited = results, False
        else:
            held = telling.going_on(sentence, results, own=own)
        held = held or telling.by_the_way(sentence, results)
        if held:
            yield Told(sentence, names, held)


@dataclass(slots=True)
class _Telling:
    """How far a note has come in telling the results of a kind of study, from sentence to sentence."""

    reading: Reading
    kind: Kind
    is_ours: Callable[[Reading, Target], bool]
    #: Whether the note is of an operation, or a report of the study, and the sections that tell results in it.
    operated: bool
    report: bool
    sections: frozenset[str]
    before: Sentence | None = None
    #: Whether results may follow, and whether the heading has none.
    is_open: bool = False
    is_empty: bool = False
    #: The number of the last sentence that names a study of another part.
    shown_aside: int = -_ASIDE
    #: Whether the study is of several parts of the spine, told one by one.
    several: bool = False
    #: Whether the sentence before names our test, and nothing yet of what it found.
    awaited: bool = False

    def turn(self, sentence: Sentence, names: tuple[Target, ...]) -> bool:
        """Whether a sentence stands where results of the study are told; a new section or paragraph may end what was told before it."""
        before, self.before = self.before, sentence
        turned = before is None or sentence.section != before.section
        self.is_empty = any(has_none_made(self.reading, name) for name in names) if names else self.is_empty and not turned
        own = self.report or (sentence.section in self.sections and not (self.operated or self.is_empty))
        if before is None or turned:
            self.is_open = own and (self.is_open or not self.report or sentence.section in self.sections)
            self.shown_aside = -_ASIDE
        elif not own and PARAGRAPH.search(self.reading.text, before.start, sentence.start):
            self.is_open = self.is_open and (
                opens_entry(self.reading, sentence) or (sentence.has("SHOWS") and sentence.has("REFER"))
            )  # "It shows a bulge."
        return own

    def of_names(self, sentence: Sentence, names: tuple[Target, ...], results: tuple[Target, ...], *, own: bool) -> tuple[Target, ...]:
        """The results of a sentence that names studies, ours or others."""
        reading, kind = self.reading, self.kind
        ours = tuple(name for name in names if self.is_ours(reading, name))
        held = tuple(result for result in results if _is_told(reading, sentence, names, ours, result, kind))
        held = tuple(result for result in held if self.is_ours(reading, result))
        if kind.aside and not (names or self.operated) and any(other.assertion in _MADE for other in _turning(sentence, kind)):
            self.shown_aside = sentence.number
        shown = self.report or (sentence.has("SHOWS") and (ours or not names))
        self.is_open = (
            bool(held)
            or (own and bool(shown))
            or _announces(reading, sentence, names, strict=self.operated)
            or (not self.operated and has_come_back(reading, sentence, ours))
            or _breaks_off(reading, sentence, ours)
        )
        self.awaited = self.is_open and bool(ours) and not held
        self.several = bool(names) and says_lumbar(sentence) and any(part_of_cue(place) is Part.OTHER for place in sentence.of("REGION"))
        return held

    def going_on(self, sentence: Sentence, results: tuple[Target, ...], *, own: bool) -> tuple[Target, ...]:
        """The results of a sentence that names no study, and goes on with the one before."""
        self.awaited = False
        may_go_on = (self.is_open or (own and says_lumbar(sentence))) and (own or not _turns_away(sentence))
        if not may_go_on or self.reading.asks(sentence):
            self.is_open = self.is_open and own
            return ()
        held = tuple(one for one in results if self.is_ours(self.reading, one) and (own or _goes_on(sentence, one, self.kind)))
        held = tuple(result for result in held if not _is_supposed(sentence, result))
        goes_on = self.several and (bool(results) or sentence.has(*_OF_SPINE))
        self.is_open = own or bool(held) or goes_on or sentence.has("SHOWS") or sentence.end - sentence.start < _FRAGMENT
        return held

    def by_the_way(self, sentence: Sentence, results: tuple[Target, ...]) -> tuple[Target, ...]:
        """The results that a study of another part shows of ours by the way: "CT abdomen: stones. Incidental disc bulge at L4-5"."""
        if sentence.number - self.shown_aside >= _ASIDE or not sentence.has("LEVEL"):
            return ()
        headed = sentence.number == self.shown_aside and _is_headed(self.reading, sentence, self.kind)
        if not headed and not sentence.has("SHOWS", "UNRELATED"):
            return ()
        return tuple(result for result in results if result.label in self.kind.abnormal and self.is_ours(self.reading, result))


def _turning(sentence: Sentence, kind: Kind) -> Iterator[Target]:
    """The studies of other parts in a sentence that turn away from ours."""
    return (other for other in sentence.of(*kind.elsewhere) if other.value in kind.turning)


def _is_headed(reading: Reading, sentence: Sentence, kind: Kind) -> bool:
    """Whether a study of another part heads its sentence: "CT abdomen: disc bulge at L4-5"."""
    other = next(_turning(sentence, kind), None)
    colon = reading.text.find(":", other.end, sentence.end) if other is not None else -1
    return other is not None and 0 <= colon - other.end <= _FRAGMENT


def without_result(reading: Reading, kind: FindingKind, name: Target, *, site: str | None = None) -> Finding:
    """What the name of a test amounts to that tells no result: as it is asserted (ordered, denied, past), ABSENT where it is affirmed."""
    why = Assertion.ABSENT if name.assertion is Assertion.AFFIRMED else name.assertion
    return Finding(kind, why, reading.around([name]), name.section, name.rule, site=site)


def _turns_away(sentence: Sentence) -> bool:
    """Whether a sentence is about something else than a test, unless as what its finding causes ("... and this explains the weakness")."""
    causing = [link for link in sentence.of("LINK") if link.value == "cause_effect"]
    return any(not any(link.end <= other.start for link in causing) for other in sentence.of(*_OTHER_MATTERS))


def _names_in(reading: Reading, sentence: Sentence, kind: Kind) -> tuple[Target, ...]:
    """The names of tests in a sentence, without a heading that names none where another name stands: "IMAGING: Films of both hips"."""
    names = tuple(name for name in sentence.of(*kind.names) if not _is_aside(reading, sentence, name, kind))
    headed = names and names[0].start == sentence.start and reading.text.startswith(":", names[0].end)
    return names[1:] if headed and names[0].value == _HEADING and (len(names) > 1 or sentence.has(*kind.elsewhere)) else names


def _is_aside(reading: Reading, sentence: Sentence, name: Target, kind: Kind) -> bool:
    """Whether a test is only named in brackets behind another one, with no result: "CT myelogram (pacemaker, no MRI): a bulge"."""
    if not is_bracketed(reading, sentence, name):
        return False
    opened, closed = reading.text.rfind("(", sentence.start, name.start), reading.text.find(")", name.end, sentence.end)
    told_before = any(other.end <= opened for other in sentence.of(*kind.names))
    return told_before and not any(opened < result.start < closed for result in sentence.of(*kind.results))


def _examines(reading: Reading) -> bool:
    """Whether what a note calls its findings are those of an examination of the patient."""
    return any(target.section in _EXAMINED for target in reading.targets(*_TESTED))


def _is_told(reading: Reading, sentence: Sentence, names: tuple[Target, ...], ours: tuple[Target, ...], result: Target, kind: Kind) -> bool:
    """Whether a result belongs to one of our tests named in its sentence, and is told as what it found."""
    return governing(names, result) in ours and tells(reading, sentence, names, result, kind)


def is_operated(reading: Reading) -> bool:
    """Whether a note is of an operation or an injection, by its headings."""
    return bool(_OPERATED.intersection(reading.sections))


def _is_of_study(reading: Reading, kind: Kind) -> bool:
    """Whether the operation of a note is the study itself, such as a discogram."""
    return any(target.section == "procedure" and target.value in kind.invasive for target in reading.targets(*kind.names))


@lru_cache(maxsize=2)  # asked for each result, of images and of nerve conduction
def is_report(reading: Reading, kind: Kind) -> bool:
    """Whether a note is a report of the test: no visit, and told under its headings or with its name in the title."""
    visit = _VISIT.intersection(reading.sections)
    if visit - _TOLD:
        return False
    if tells_care(reading) and not ((has_form_of_report(reading) or measures_nerves(reading)) and any(True for _ in titles(reading))):
        return False
    if kind.by_level and examines(reading) and not has_form_of_report(reading):
        return False  # no image tells of strength
    titled = any(name.label in kind.names and _may_be_title(reading, name) for name in titles(reading) if name.sentence < TITLE)
    if titled or visit:
        return titled
    if has_form_of_report(reading) and any(_heads_part(reading, name) for name in reading.targets(*kind.names)):
        return True
    if any(_may_be_title(reading, name) for name in closing_titles(reading) if name.label in kind.names):
        return True
    unnamed = not any(True for _ in reading.targets(*kind.names))
    if kind.by_level and unnamed and is_unnamed_report(reading):
        return True
    if unnamed and any(True for _ in reading.targets(*kind.elsewhere)):
        return False  # the findings of another study
    if any(has_none_made(reading, name) for name in reading.targets(*kind.names)):  # a heading with nothing under it
        return False
    headed = kind.sections.intersection(reading.sections)
    return bool(headed - _RESULTS if unnamed else headed) or _is_of_study(reading, kind)


def _heads_part(reading: Reading, name: Target) -> bool:
    """Whether the name of a test is all that the first sentence of a paragraph tells, as where a report goes on with its second study."""
    sentence = reading.sentence_of(name)
    before = reading.sentences[sentence.number - 1] if sentence.number else None
    if before is None or not PARAGRAPH.search(reading.text, before.start, sentence.start):
        return False
    return not sentence.has("SHOWS") and is_title(reading.text[sentence.start : sentence.end]) and _may_be_title(reading, name)


def _may_be_title(reading: Reading, name: Target) -> bool:
    """Whether the name of a test at the head of a note may be the title of its report: one that was made, of the part that is ours."""
    sentence = reading.sentence_of(name)
    unread = any(cue.assertion is not Assertion.HYPOTHETICAL for cue in sentence.of("UNREAD"))  # but "[ ] Not done"
    if unread or reading.asks(sentence) or name.assertion is Assertion.ORDERED or is_unmade(reading, name):
        return False
    return body_part(reading, name) is not Part.OTHER and not is_of_needle(reading, name)


def _announces(reading: Reading, sentence: Sentence, names: tuple[Target, ...], *, strict: bool) -> bool:
    """Whether a sentence names a test that was done, so that its result may follow ("The MRI was reviewed today.", "MRI lumbar spine:")."""
    aims = [cue for cue in sentence.of("PURPOSE") if not is_bracketed(reading, sentence, cue)]
    asked = any(cue.value == "if" or cue.start > names[0].start for cue in aims) if names else bool(aims)
    if asked or sentence.has("UNREAD") or reading.asks(sentence):
        return False
    done = [name for name in names if name.assertion in _DONE and not has_none_made(reading, name)]
    if sentence.section in STRICT and (strict or sentence.section != "procedure"):
        # The cue of a plan's heading orders what stands under it.
        done = [
            name for name in names if sentence.section == "plan" and patterns().looked_at.search(reading.text, sentence.start, name.start)
        ]
    return any(body_part(reading, name) is not Part.OTHER and not is_of_needle(reading, name) for name in done)


def _breaks_off(reading: Reading, sentence: Sentence, ours: tuple[Target, ...]) -> bool:
    """Whether a line ends before it tells what one of our tests shows, in a note whose lines are read one by one: "CT showed"."""
    shown = (cue for cue in sentence.of("SHOWS") if ours and cue.start >= ours[-1].end)
    return any(not reading.text[cue.end : sentence.end].strip() for cue in shown)


def _goes_on(sentence: Sentence, result: Target, kind: Kind) -> bool:
    """Whether a result in a sentence after the one that names the test is the test's: a disorder, or what "it" or "there" shows."""
    return result.label in kind.abnormal or sentence.has("SHOWS", "REFER") or says_lumbar(sentence)


def _is_supposed(sentence: Sentence, result: Target) -> bool:
    """Whether a result behind a study still to be made is only a case that may be: "If HNP, surgical referral"."""
    return result.assertion is Assertion.UNCERTAIN and any(cue.value == "if" and cue.end <= result.start for cue in sentence.of("PURPOSE"))


def _is_bare_verdict(reading: Reading, sentence: Sentence, results: tuple[Target, ...], kind: Kind) -> bool:
    """Whether a sentence says that all is normal and nothing else, so that the test just named is meant: "Normal.", "They are normal."."""
    if len(results) != 1 or results[0].label not in kind.normal:
        return False
    beside = (reading.text[sentence.start : results[0].start], reading.text[results[0].end : sentence.end])
    return all(are_only(text.replace(".", " "), study_words().verdict) for text in beside)
