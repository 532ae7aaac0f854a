"""Which sentences tell the result of a test of the lumbar spine or the legs, and which only ask for one.

A test is named ("MRI of the lumbar spine"), and its result stands in the same sentence, in those that follow, or in a section of its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from rootnote.facts.mentions import NOT_OF_PATIENT
from rootnote.facts.model import Assertion, Finding, FindingKind
from rootnote.facts.needle_films import is_of_needle
from rootnote.facts.ordered_studies import has_come_back
from rootnote.facts.reading import Reading, Sentence, Target
from rootnote.facts.small_words import are_only, ends_in, has_word, small_words
from rootnote.facts.spine import Part, part_of_cue, says_lumbar
from rootnote.facts.study_entries import closing_titles, is_unnamed_report, opens_entry
from rootnote.facts.study_parts import body_part
from rootnote.facts.study_reports import TITLE, examines, has_form_of_report, is_cared_for, is_title, measures_nerves, tells_care, titles
from rootnote.facts.unmade import has_none_made, is_unmade

#: Sections of a visit; a note without them that has a section of results is a report of the test itself.
_VISIT = frozenset({"chief_complaint", "hpi", "ros", "plan", "vitals", "medications", "pmh", "social"})
#: Sections that a report has too.
_TOLD = frozenset({"hpi"})
_OPERATED = frozenset({"preop_diagnosis", "postop_diagnosis", "anesthesia", "operative_findings"})
#: Sections that say nothing of this patient's tests, and those in which a result must be said to be one.
_SKIPPED = frozenset({"risks", "instructions", "family", "allergies"})
_STRICT = frozenset({"reason", "indications", "administrative", "plan", "procedure"})
#: What a study that is told part by part goes on with: "MRI of the neck and low back ... In the neck the canal is 8 mm at C6-7.".
_OF_SPINE = ("LEVEL", "CANAL", "DISC_SPACE", "FORAMEN")
_ASKED = frozenset({"reason", "indications"})
#: What a sentence is about when it has left the test.
_OTHER_MATTERS = frozenset({"TREATMENT", "SLR", "REFLEX", "STRENGTH", "SENSATION", "DISC_SURGERY"})
#: A blank line.
PARAGRAPH = re.compile(r"\n[^\S\n]*\n|\r[^\S\r]*\r")
#: What stands behind the name of a test that has proven something, and between that and the name.
_PROVEN = re.compile(r"[\s-]*(?:proven|proved|confirmed|verified|documented|supported|corroborated|positive)\b", re.I)
_LISTED = re.compile(r"[\s,(–—-]*")
#: The value of what may only be the time at which a test was made, and what goes on with the test behind it.
_TIME, _WERE = "time", re.compile(r"\b(?:was|were)\b", re.I)
#: What stands between the name of a test, who made it or when, and its result: "EMG from the outside lab had ...", "MRI in March had ...".
_MAKER_HAD = re.compile(r"\s+(?:by|from|at|of|in|done|dated|on)\b[^,;:]{1,40}?\s(?:has|had|have)\s+(?!been\b|to\b|not\b)", re.I)
_COLON = re.compile(r"[:=–—]|\s-+\s")
#: What stands before the name of a test that the author has looked at: "I went over the MRI".
_LOOKED_AT = re.compile(
    r"\b(?:i|we)\s+(?:(?:have|personally|also|just|then|again|today|carefully)\s+)*"
    r"(?:reviewed|re-reviewed|(?:went|gone|looked|read)\s+(?:over|at|through)|saw|examined|studied|pulled\s+up|showed)\s+"
    r"(?:(?:with|him|them|the|patient|his|her|their|this|that|new|recent|outside|prior|actual|lumbar|images?|films?|results?|findings|report|of|from)\s+)*$",
    re.I,
)
#: What tells, between a disorder and a test behind it, that none was made: "likely an L4-5 prolapse (no scan yet)".
_NONE_YET = re.compile(r"[(,;–—-]\s*(?:no|not|never|without)\s+(?:(?:lumbar|spine|spinal|recent|prior)\s+)?$", re.I)
#: What stands in brackets behind the name of a test, and the characters in which it does.
_BRACKET, _BESIDE = re.compile(r"^\s*(\([^)]*\))"), 40
#: The value of the words between a result and its test that make it what the test has shown: "a bulge was what the MRI showed".
_WHAT = "what"
#: What a test was, behind what it was made for; what makes the same words a part of that: "to be sure that the canal is normal".
_WAS = re.compile(r"\b(?:was|were|is|are|came back|turned out(?: to be)?|proved(?: to be)?|has been|read as)\s+(?:[a-z]+ly\s+)?$", re.I)
_AIMED = re.compile(r"\b(?:if|that|whether|sure|unless|until|when|once|confirm|verify|ensure)\b", re.I)
_DONE = (Assertion.AFFIRMED, Assertion.HISTORICAL)
_MADE = (*_DONE, Assertion.NEGATED)  # "CT abdomen: no stones"
#: The section that reports a study, or the examination of the patient, and what only the latter tests.
_EXAMINED = frozenset({"findings"})
_TESTED = ("SENSATION", "STRENGTH", "REFLEX", "WALK", "NEURO")
#: The section that holds the results of a laboratory too.
_RESULTS = frozenset({"imaging"})
#: The value of a name that may only be a heading.
_HEADING = "imaging"
#: Sentences in which a study of another part is told, with what it shows of the spine by the way.
_ASIDE = 3
#: Characters of a sentence too short to turn to another matter ("Shallow left parasag.").
_FRAGMENT = 30
#: Tokens from what says that a result was seen to the name of the test: "seen on his lumbar MRI"; words with an "on" or "at" among them.
_SEEN, _SEEN_ON = 3, 7
#: Tokens from a treatment to what it is for: "decompression down the road for".
_TREATED = 3


@dataclass(frozen=True, slots=True)
class Kind:
    """What makes a kind of study: the labels of its names, of such names elsewhere, of its results, and the sections it is told in.

    ``turning`` are the values of names elsewhere that end the telling, ``invasive`` those of names of studies that are procedures;
    ``aside`` says that a study of another part may show something of ours by the way, ``by_level`` that a report may be told by its form
    alone, level by level.
    """

    names: frozenset[str]
    elsewhere: frozenset[str]
    abnormal: frozenset[str]
    normal: frozenset[str]
    sections: frozenset[str]
    turning: frozenset[str] = frozenset({"elsewhere"})
    invasive: frozenset[str] = frozenset()
    aside: bool = False
    by_level: bool = False

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
    sections = kind.sections - _EXAMINED if not report and (_examines(reading) or is_cared_for(reading)) else kind.sections
    is_open, is_empty, before = False, False, None  # whether results may follow, and whether the heading has none
    shown_aside = -_ASIDE  # the last sentence that names a study of another part
    several = False  # whether the study is of several parts of the spine, told one by one
    awaited = False  # whether the sentence before names our test, and nothing yet of what it found
    wanted = kind.results
    for sentence in reading.sentences:
        names, turned = _names_in(reading, sentence, kind), before is None or sentence.section != before.section
        is_empty = any(has_none_made(reading, name) for name in names) if names else is_empty and not turned
        own = report or (sentence.section in sections and not (operated or is_empty))
        if before is None or turned:
            is_open, shown_aside = own and (is_open or not report or sentence.section in sections), -_ASIDE
        elif not own and PARAGRAPH.search(reading.text, before.start, sentence.start):
            is_open = is_open and (
                opens_entry(reading, sentence) or (sentence.has("SHOWS") and sentence.has("REFER"))
            )  # "It shows a bulge."
        before = sentence
        if sentence.section in _SKIPPED:
            continue
        results = tuple(target for target in sentence.of(*wanted) if target.assertion not in NOT_OF_PATIENT)
        if names or any(other.value in kind.turning for other in sentence.of(*kind.elsewhere)):
            ours = tuple(name for name in names if is_ours(reading, name))
            held = tuple(result for result in results if _is_told(reading, sentence, names, ours, result, kind))
            held = tuple(result for result in held if is_ours(reading, result))
            others = (other for other in sentence.of(*kind.elsewhere) if other.value in kind.turning)
            if kind.aside and not (names or operated) and any(other.assertion in _MADE for other in others):
                shown_aside = sentence.number
            shown = report or (sentence.has("SHOWS") and (ours or not names))
            is_open = bool(held) or (own and bool(shown)) or _announces(reading, sentence, names, strict=operated)
            is_open = is_open or (not operated and has_come_back(reading, sentence, ours)) or _breaks_off(reading, sentence, ours)
            awaited = is_open and bool(ours) and not held
            several = bool(names) and says_lumbar(sentence) and any(part_of_cue(place) is Part.OTHER for place in sentence.of("REGION"))
        elif awaited and _is_bare_verdict(reading, sentence, results, kind):
            held, awaited = results, False
        elif (is_open or (own and says_lumbar(sentence))) and (own or not _turns_away(sentence)) and not reading.asks(sentence):
            held = tuple(result for result in results if is_ours(reading, result) and (own or _goes_on(sentence, result, kind)))
            goes_on = several and (bool(results) or sentence.has(*_OF_SPINE))
            is_open = own or bool(held) or goes_on or sentence.has("SHOWS") or sentence.end - sentence.start < _FRAGMENT
            awaited = False
        else:
            held, is_open, awaited = (), is_open and own, False
        told_aside = sentence.has("SHOWS", "UNRELATED") or (sentence.number == shown_aside and _is_headed(reading, sentence, kind))
        if not held and sentence.number - shown_aside < _ASIDE and sentence.has("LEVEL") and told_aside:
            held = tuple(result for result in results if result.label in kind.abnormal and is_ours(reading, result))
        if held:
            yield Told(sentence, names, held)


def _is_headed(reading: Reading, sentence: Sentence, kind: Kind) -> bool:
    """Whether a study of another part heads its sentence: "CT abdomen: disc bulge at L4-5"."""
    other = next((name for name in sentence.of(*kind.elsewhere) if name.value in kind.turning), None)
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
    if not _is_bracketed(reading, sentence, name):
        return False
    opened, closed = reading.text.rfind("(", sentence.start, name.start), reading.text.find(")", name.end, sentence.end)
    told_before = any(other.end <= opened for other in sentence.of(*kind.names))
    return told_before and not any(opened < result.start < closed for result in sentence.of(*kind.results))


def _examines(reading: Reading) -> bool:
    """Whether what a note calls its findings are those of an examination of the patient."""
    return any(target.section in _EXAMINED for target in reading.targets(*_TESTED))


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


def governing(names: tuple[Target, ...], result: Target) -> Target | None:
    """The name of the test that a result in the same sentence belongs to: the last before it, else the first after it."""
    earlier = [name for name in names if name.end <= result.start]
    return earlier[-1] if earlier else next(iter(names), None)


def _announces(reading: Reading, sentence: Sentence, names: tuple[Target, ...], *, strict: bool) -> bool:
    """Whether a sentence names a test that was done, so that its result may follow ("The MRI was reviewed today.", "MRI lumbar spine:")."""
    aims = [cue for cue in sentence.of("PURPOSE") if not _is_bracketed(reading, sentence, cue)]
    asked = any(cue.value == "if" or cue.start > names[0].start for cue in aims) if names else bool(aims)
    if asked or sentence.has("UNREAD") or reading.asks(sentence):
        return False
    done = [name for name in names if name.assertion in _DONE and not has_none_made(reading, name)]
    if sentence.section in _STRICT and (strict or sentence.section != "procedure"):
        # The cue of a plan's heading orders what stands under it.
        done = [name for name in names if sentence.section == "plan" and _LOOKED_AT.search(reading.text, sentence.start, name.start)]
    return any(body_part(reading, name) is not Part.OTHER and not is_of_needle(reading, name) for name in done)


def _is_bracketed(reading: Reading, sentence: Sentence, cue: Target) -> bool:
    """Whether a word stands in brackets."""
    opened = reading.text.rfind("(", sentence.start, cue.start)
    return opened >= 0 and reading.text.rfind(")", opened, cue.start) < 0 <= reading.text.find(")", cue.end, sentence.end)


def _breaks_off(reading: Reading, sentence: Sentence, ours: tuple[Target, ...]) -> bool:
    """Whether a line ends before it tells what one of our tests shows, in a note whose lines are read one by one: "CT showed"."""
    shown = (cue for cue in sentence.of("SHOWS") if ours and cue.start >= ours[-1].end)
    return any(not reading.text[cue.end : sentence.end].strip() for cue in shown)


def _goes_on(sentence: Sentence, result: Target, kind: Kind) -> bool:
    """Whether a result in a sentence after the one that names the test is the test's: a disorder, or what "it" or "there" shows."""
    return result.label in kind.abnormal or sentence.has("SHOWS", "REFER") or says_lumbar(sentence)


def _is_bare_verdict(reading: Reading, sentence: Sentence, results: tuple[Target, ...], kind: Kind) -> bool:
    """Whether a sentence says that all is normal and nothing else, so that the test just named is meant: "Normal.", "They are normal."."""
    if len(results) != 1 or results[0].label not in kind.normal:
        return False
    beside = (reading.text[sentence.start : results[0].start], reading.text[results[0].end : sentence.end])
    return all(are_only(text.replace(".", " "), small_words().verdict) for text in beside)


def _tells(reading: Reading, sentence: Sentence, names: tuple[Target, ...], result: Target, kind: Kind) -> bool:
    """Whether a sentence that names a test tells this as its result, rather than as its purpose or as something beside it."""
    name = governing(names, result)
    if (
        name is None
        or (name.end <= result.start and has_none_made(reading, name))
        or any(name.start < other.start < result.start for other in sentence.of(*kind.elsewhere))
    ):
        return False
    if result.start <= name.start < result.end or result.start < name.end <= result.end:
        return name.assertion is not Assertion.ORDERED
    if result.start < name.start:
        if _is_asked(sentence, name, after=result) or _NONE_YET.search(reading.gap(result, name)):
            return False
        if _PROVEN.match(reading.text, name.end):
            listed = _LISTED.fullmatch(reading.rest(result, name, "SIDE", "REGION", "LEVEL", "COURSE"))
            return listed is not None and not ends_in(reading.text[sentence.start : name.start], small_words().unproven, 2)
        cues = tuple(sentence.between(result, name, "SHOWS"))
        seen_on = any(ends_in(reading.gap(cue, name), small_words().before_test, _SEEN_ON) for cue in cues)
        seen = seen_on or any(name.first - cue.last <= _SEEN for cue in cues)
        if not seen and any(0 <= result.first - cue.last <= 2 and not _is_of_other(sentence, cue) for cue in sentence.of("PURPOSE")):
            return False
        what = any(cue.value == _WHAT and 0 <= name.first - cue.last <= 1 for cue in cues)
        adjective = result.label in kind.normal and are_only(reading.rest(result, name, "REGION", "LUMBAR_WORD"), frozenset())
        beside = adjective or seen_on or what or ends_in(reading.gap(result, name), small_words().before_test, 4)
        return name.assertion is not Assertion.ORDERED and beside
    if any(cue.value == "if" and 0 <= name.first - cue.last <= 3 for cue in sentence.of("PURPOSE")):
        return False
    between = tuple(sentence.between(name, result, "SHOWS", "PURPOSE", "UNREAD"))
    unread = (target for target in between if target.label == "UNREAD" and not _is_bracketed(reading, sentence, target))
    if any(unread) or any(target.value == "if" for target in between):
        return False
    colon = max((match.start() + name.end for match in _COLON.finditer(reading.gap(name, result))), default=-1)
    shown = min((target.start for target in between if target.label == "SHOWS"), default=colon)
    aims = [one for one in between if one.label == "PURPOSE" and not _is_of_result(sentence, one, shown, kind)]
    aims = [aim for aim in aims if aim.value != _TIME or not _WERE.search(reading.gap(aim, result))]  # "the EMG before surgery was normal"
    sought = {aim.last + apart for aim in aims if aim.value != _TIME for apart in (0, 1)}  # "to look for evidence of"
    said = max((target.start for target in between if target.label == "SHOWS" and target.first not in sought), default=colon)
    if name.assertion is Assertion.ORDERED and said == colon >= 0 and result.assertion is Assertion.UNCERTAIN:
        return False  # "EMG ordered: radiculopathy or neuropathy?"
    purpose = max((target.start for target in aims), default=-1)
    if purpose >= 0 or said >= 0:
        return max(said, colon) > purpose or (result.label in kind.normal and _is_verdict(reading.text[purpose : result.start]))
    with_name = any(name.start < cue.start < name.end for cue in sentence.of("SHOWS"))  # "her studies show"
    gap = reading.gap(name, result)
    has_it = not small_words().has_result.isdisjoint(gap.lower().split()[:1]) or _MAKER_HAD.match(gap) is not None
    known = has_it or with_name or _is_seen_on(reading, sentence, name) or _was_made(reading, sentence, name)
    strict = sentence.section in _STRICT and not known
    return result.label in kind.normal or (name.assertion is not Assertion.ORDERED and not strict)


def _is_of_other(sentence: Sentence, aim: Target) -> bool:
    """Whether a "for" is none of the test: "negative for radiculopathy on EMG", "an injection for the stenosis on MRI"."""
    if any(aim.end == no.end for no in sentence.of("NEGATOR")):
        return True
    return any(0 <= aim.first - deed.last <= _TREATED for deed in sentence.of("TREATMENT", "DEED", "DISC_SURGERY", "ROOT_PROCEDURE"))


def _was_made(reading: Reading, sentence: Sentence, name: Target) -> bool:
    """Whether a test is one of those made before the one asked for: "Outside MRI", "MRI (previous)"."""
    beside = (reading.text[sentence.start : name.start], " ".join(_BRACKET.findall(reading.text[name.end : name.end + _BESIDE])))
    made = small_words().made_before
    return sentence.section in _ASKED and (ends_in(beside[0], made, 1) or has_word(beside[1], made))


def _is_seen_on(reading: Reading, sentence: Sentence, name: Target) -> bool:
    """Whether a sentence opens with what a test shows, where no steps are told: "On her scans the disc is out at L4-5"."""
    before = reading.text[sentence.start : name.start] + reading.text[name.start : name.end].partition(" ")[0]
    return sentence.section in _ASKED and len(before.split()) <= _SEEN and ends_in(before, small_words().seen_on, _SEEN)


def _is_verdict(text: str) -> bool:
    """Whether the text from what a test was made for ends in what it was: "to exclude stenosis was (normal)"."""
    return _WAS.search(text) is not None and _AIMED.search(text) is None


def _is_of_result(sentence: Sentence, aim: Target, shown: int, kind: Kind) -> bool:
    """Whether a "due to" tells the cause of a result before it, not what the test was for: "MRI: stenosis due to a spur; a bulge"."""
    return aim.value == "cause" and any(0 <= shown <= result.start < aim.start for result in sentence.of(*kind.results))


def _is_asked(sentence: Sentence, name: Target, *, after: Target) -> bool:
    """Whether a test is what something else is done for, or depends on a condition: "off work, to her doctor for an MRI if no better"."""
    return any(
        (cue.start >= after.end and 0 <= name.first - cue.last <= 2) or (cue.value == "if" and 0 <= cue.first - name.last <= 1)
        for cue in sentence.of("PURPOSE")
    )
