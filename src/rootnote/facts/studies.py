"""Which sentences tell the result of a test of the lumbar spine or the legs, and which only ask for one.

A test is named ("MRI of the lumbar spine"), and its result stands in the same sentence, in those that follow, or in a section of its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from rootnote.facts.attach import distance
from rootnote.facts.model import Assertion
from rootnote.facts.reading import Reading, Sentence, Target
from rootnote.facts.small_words import are_only, ends_in, small_words
from rootnote.facts.spine import Part, part_of_cue

#: Sections of a visit; a note without them that has a section of results is a report of the test itself.
_VISIT = frozenset({"chief_complaint", "hpi", "ros", "plan", "vitals", "medications", "pmh", "social"})
#: Sections that a report has too.
_TOLD = frozenset({"hpi"})
_OPERATED = frozenset({"preop_diagnosis", "postop_diagnosis", "anesthesia", "operative_findings"})
#: Sections that say nothing of this patient's tests, and those in which a result must be said to be one.
_SKIPPED = frozenset({"risks", "instructions", "family", "allergies"})
_STRICT = frozenset({"reason", "indications", "administrative", "plan", "procedure"})
#: What a sentence is about when it has left the test.
_OTHER_MATTERS = frozenset({"TREATMENT", "SLR", "REFLEX", "STRENGTH", "SENSATION", "DISC_SURGERY"})
#: A blank line.
PARAGRAPH = re.compile(r"\n[^\S\n]*\n|\r[^\S\r]*\r")
_COLON = re.compile(r"[:=–—]|\s-+\s")
#: Labels of the disorders that are the spine's unless said to be elsewhere.
SPINE_DISEASES = frozenset({"RADICULOPATHY", "DISC", "STENOSIS", "SPONDYLOSIS", "ROOT_LESION"})
#: Regions whose words LUMBAR_WORD counts already.
_SAID = frozenset({"lumbar", "lumbosacral"})
_LOST = (Assertion.HYPOTHETICAL, Assertion.FAMILY)
#: How far, in tokens, the body part may stand before the word for the test.
_REACH = 4
#: Characters of a sentence too short to turn to another matter ("Shallow left parasag.").
_FRAGMENT = 30
#: The sentences at the head of a note that may be its title.
_TITLE = 2


@dataclass(frozen=True, slots=True)
class Kind:
    """What makes a kind of study: the labels of its names, of such names elsewhere, of its results, and the sections it is told in.

    ``turning`` are the values of names elsewhere that end the telling, ``invasive`` those of names of studies that are procedures.
    """

    names: frozenset[str]
    elsewhere: frozenset[str]
    abnormal: frozenset[str]
    normal: frozenset[str]
    sections: frozenset[str]
    turning: frozenset[str] = frozenset({"elsewhere"})
    invasive: frozenset[str] = frozenset()

    @property
    def results(self) -> frozenset[str]:
        """The labels of its results, abnormal and normal."""
        return self.abnormal | self.normal


class Told(NamedTuple):
    """A sentence that tells a result: the names of the test in it (none when it goes on from the one before), and its results."""

    sentence: Sentence
    names: tuple[Target, ...]
    results: tuple[Target, ...]


def told(reading: Reading, kind: Kind, is_ours: Callable[[Reading, Target], bool]) -> Iterator[Told]:
    """The sentences that tell results of a kind of study, in order; ``is_ours`` says whether a name or a result is about the right part."""
    operated = is_operated(reading) and not _is_of_study(reading, kind)
    report = not operated and is_report(reading, kind)
    is_open, before = False, None
    wanted = kind.results
    for sentence in reading.sentences:
        own = report or (sentence.section in kind.sections and not operated)
        if before is None or sentence.section != before.section:
            is_open = own and (is_open or not report or sentence.section in kind.sections)
        elif not own and PARAGRAPH.search(reading.text, before.start, sentence.start):
            is_open = False
        before = sentence
        if sentence.section in _SKIPPED:
            continue
        names = tuple(sentence.of(*kind.names))
        results = tuple(target for target in sentence.of(*wanted) if target.assertion not in _LOST)
        if names or any(other.value in kind.turning for other in sentence.of(*kind.elsewhere)):
            ours = tuple(name for name in names if is_ours(reading, name))
            held = tuple(result for result in results if _is_told(reading, sentence, names, ours, result, kind))
            held = tuple(result for result in held if is_ours(reading, result))
            is_open = bool(held) or (own and (report or sentence.has("SHOWS"))) or _announces(reading, sentence, names, strict=operated)
        elif is_open and (own or not sentence.has(*_OTHER_MATTERS)):
            held = tuple(result for result in results if is_ours(reading, result) and (own or _goes_on(sentence, result, kind)))
            is_open = own or bool(held) or sentence.has("SHOWS") or sentence.end - sentence.start < _FRAGMENT
        else:
            held, is_open = (), is_open and own
        if held:
            yield Told(sentence, names, held)


def _is_told(reading: Reading, sentence: Sentence, names: tuple[Target, ...], ours: tuple[Target, ...], result: Target, kind: Kind) -> bool:
    """Whether a result belongs to one of our tests named in its sentence, and is told as what it found."""
    return governing(names, result) in ours and _tells(reading, sentence, names, result, kind)


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
    heads = (target for sentence in reading.sentences[:_TITLE] for target in sentence.targets)
    titled = any(target.label in kind.names and target.assertion is not Assertion.ORDERED for target in heads)
    if titled or visit:
        return titled
    if any(True for _ in reading.targets(*kind.elsewhere)) and not any(True for _ in reading.targets(*kind.names)):
        return False  # the findings of another study
    return bool(kind.sections.intersection(reading.sections)) or _is_of_study(reading, kind)


def governing(names: tuple[Target, ...], result: Target) -> Target | None:
    """The name of the test that a result in the same sentence belongs to: the last before it, else the first after it."""
    earlier = [name for name in names if name.end <= result.start]
    return earlier[-1] if earlier else next(iter(names), None)


def _announces(reading: Reading, sentence: Sentence, names: tuple[Target, ...], *, strict: bool) -> bool:
    """Whether a sentence names a test that was done, so that its result may follow ("The MRI was reviewed today.", "MRI lumbar spine:")."""
    asked = any(cue.value == "if" or cue.start > names[0].start for cue in sentence.of("PURPOSE")) if names else sentence.has("PURPOSE")
    if asked or sentence.has("UNREAD") or (sentence.section in _STRICT and (strict or sentence.section != "procedure")):
        return False
    done = (name for name in names if name.assertion in (Assertion.AFFIRMED, Assertion.HISTORICAL))
    return any(body_part(reading, name) is not Part.OTHER for name in done)


def _goes_on(sentence: Sentence, result: Target, kind: Kind) -> bool:
    """Whether a result in a sentence after the one that names the test is the test's: a disorder, or what "it" or "there" shows."""
    return result.label in kind.abnormal or sentence.has("SHOWS", "REFER") or says_lumbar(sentence)


def _tells(reading: Reading, sentence: Sentence, names: tuple[Target, ...], result: Target, kind: Kind) -> bool:
    """Whether a sentence that names a test tells this as its result, rather than as its purpose or as something beside it."""
    name = governing(names, result)
    if name is None or any(name.start < other.start < result.start for other in sentence.of(*kind.elsewhere)):
        return False
    if result.start <= name.start < result.end or result.start < name.end <= result.end:
        return name.assertion is not Assertion.ORDERED
    if result.start < name.start:
        if any(0 <= result.first - cue.last <= 2 for cue in sentence.of("PURPOSE")):
            return False
        adjective = result.label in kind.normal and are_only(reading.rest(result, name, "REGION", "LUMBAR_WORD"), frozenset())
        return name.assertion is not Assertion.ORDERED and (adjective or ends_in(reading.gap(result, name), small_words().before_test, 4))
    if any(cue.value == "if" and 0 <= name.first - cue.last <= 3 for cue in sentence.of("PURPOSE")):
        return False
    between = tuple(sentence.between(name, result, "SHOWS", "PURPOSE", "UNREAD"))
    if any(target.label == "UNREAD" or target.value == "if" for target in between):
        return False
    colon = max((match.start() + name.end for match in _COLON.finditer(reading.gap(name, result))), default=-1)
    said = max((target.start for target in between if target.label == "SHOWS"), default=colon)
    purpose = max((target.start for target in between if target.label == "PURPOSE"), default=-1)
    if purpose >= 0 or said >= 0:
        return max(said, colon) > purpose
    return result.label in kind.normal or (name.assertion is not Assertion.ORDERED and sentence.section not in _STRICT)


def body_part(reading: Reading, name: Target) -> Part | None:
    """The part of the spine that a test named by a target is of: said with its name, else by what it shows; None when neither says."""
    sentence = reading.sentence_of(name)
    after = [other.start for other in sentence.targets if other.label == name.label and other.start > name.start]
    stop = min(after, default=sentence.end)
    shows = min((cue.start for cue in sentence.of("SHOWS") if cue.start > name.start), default=stop)
    with_name: set[Part] = set()
    shown: set[Part] = set()
    for cue in sentence.of("REGION", "LEVEL", "ARM", "ELSEWHERE"):
        part = Part.OTHER if cue.label == "ELSEWHERE" else part_of_cue(cue)
        if part is None or cue.start > stop:
            continue
        if cue.start < name.start:
            if distance(reading, name, cue) <= _REACH:
                with_name.add(part)
        elif cue.start < shows:
            with_name.add(part)
        else:
            shown.add(part)
    found = with_name or shown
    return Part.LUMBAR if Part.LUMBAR in found else next(iter(found), None)


@lru_cache(maxsize=1)
def is_spine_note(reading: Reading) -> bool:
    """Whether a note speaks of the lumbar spine more than of the rest of the spine and the arms; S1 and S2 alone are heart sounds."""
    ours = sum(1 for _ in reading.targets("LUMBAR_WORD", "BACK_PAIN", "SCIATICA"))
    cues = reading.targets("REGION", "LEVEL", "VERTEBRA", "ARM")
    parts = [part_of_cue(cue) for cue in cues if cue.value not in _SAID and not (cue.label == "VERTEBRA" and cue.value[0] == "S")]
    other = parts.count(Part.OTHER)
    if not other:
        ours += sum(1 for _ in reading.targets("DISC", "RADICULOPATHY"))
    return ours + parts.count(Part.LUMBAR) > other


def says_lumbar(sentence: Sentence) -> bool:
    """Whether a sentence names the lumbar spine or a lumbar level."""
    return sentence.has("LUMBAR_WORD") or any(part_of_cue(cue) is Part.LUMBAR for cue in sentence.of("REGION", "LEVEL", "VERTEBRA"))
