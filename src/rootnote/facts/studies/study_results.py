"""What a sentence that names a test tells as what the test found, and not as what it was made for, or beside it.

Source: annotation guide, imaging and electrodiagnostics: a result, not an order.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from rootnote.facts.model import Assertion
from rootnote.facts.reading import Reading, Sentence, Target, follows
from rootnote.facts.studies.study_words import study_words
from rootnote.facts.studies.unmade import has_none_made
from rootnote.facts.wording import are_only, ends_in, has_word
from rootnote.language.categories import INDICATIONS

#: Sections in which a result must be said to be one.
STRICT = INDICATIONS | {"administrative", "plan", "procedure"}
#: What stands behind the name of a test that has proven something, and between that and the name.
_PROVEN = re.compile(r"[\s-]*(?:proven|proved|confirmed|verified|documented|supported|corroborated|positive)\b", re.I)
_LISTED = re.compile(r"[\s,(–—-]*")
#: The value of what may only be the time at which a test was made, and what goes on with the test behind it.
_TIME, _WERE = "time", re.compile(r"\b(?:was|were)\b", re.I)
#: What stands between the name of a test, who made it or when, and its result: "EMG from the outside lab had ...", "MRI in March had ...".
_MAKER_HAD = re.compile(r"\s+(?:by|from|at|of|in|done|dated|on)\b[^,;:]{1,40}?\s(?:has|had|have)\s+(?!been\b|to\b|not\b)", re.I)
_COLON = re.compile(r"[:=–—]|\s-+\s")
#: What tells, between a disorder and a test behind it, that none was made: "likely an L4-5 prolapse (no scan yet)".
_NONE_YET = re.compile(r"[(,;–—-]\s*(?:no|not|never|without)\s+(?:(?:lumbar|spine|spinal|recent|prior)\s+)?$", re.I)
#: What stands in brackets behind the name of a test, and the characters in which it does.
_BRACKET, _BESIDE = re.compile(r"^\s*(\([^)]*\))"), 40
#: The value of the words between a result and its test that make it what the test has shown: "a bulge was what the MRI showed".
_WHAT = "what"
#: What a test was, behind what it was made for; what makes the same words a part of that: "to be sure that the canal is normal".
_WAS = re.compile(r"\b(?:was|were|is|are|came back|turned out(?: to be)?|proved(?: to be)?|has been|read as)\s+(?:[a-z]+ly\s+)?$", re.I)
_AIMED = re.compile(r"\b(?:if|that|whether|sure|unless|until|when|once|confirm|verify|ensure)\b", re.I)
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


def governing(names: tuple[Target, ...], result: Target) -> Target | None:
    """The name of the test that a result in the same sentence belongs to: the last before it, else the first after it."""
    earlier = [name for name in names if name.end <= result.start]
    return earlier[-1] if earlier else next(iter(names), None)


def is_bracketed(reading: Reading, sentence: Sentence, cue: Target) -> bool:
    """Whether a word stands in brackets."""
    opened = reading.text.rfind("(", sentence.start, cue.start)
    return opened >= 0 and reading.text.rfind(")", opened, cue.start) < 0 <= reading.text.find(")", cue.end, sentence.end)


def tells(reading: Reading, sentence: Sentence, names: tuple[Target, ...], result: Target, kind: Kind) -> bool:
    """Whether a sentence that names a test tells this as its result, rather than as its purpose or as something beside it."""
    name = governing(names, result)
    if (
        name is None
        or (name.end <= result.start and has_none_made(reading, name))
        or any(name.start < other.start < result.start for other in sentence.of(*kind.elsewhere))
    ):
        return False
    if result.start <= name.start < result.end or result.start < name.end <= result.end:
        return name.assertion is not Assertion.ORDERED  # one stands in the other
    if result.start < name.start:
        return _tells_before(reading, sentence, name, result, kind)
    return _tells_behind(reading, sentence, name, result, kind)


def _tells_before(reading: Reading, sentence: Sentence, name: Target, result: Target, kind: Kind) -> bool:
    """Whether a result before the name of its test is told as that: "a bulge seen on MRI", "MRI proven", "normal EMG"."""
    if _is_asked(sentence, name, after=result) or _NONE_YET.search(reading.gap(result, name)):
        return False
    if _PROVEN.match(reading.text, name.end):
        listed = _LISTED.fullmatch(reading.rest(result, name, "SIDE", "REGION", "LEVEL", "COURSE"))
        return listed is not None and not ends_in(reading.text[sentence.start : name.start], study_words().unproven, 2)
    cues = tuple(sentence.between(result, name, "SHOWS"))
    seen_on = any(ends_in(reading.gap(cue, name), study_words().before_test, _SEEN_ON) for cue in cues)
    seen = seen_on or any(name.first - cue.last <= _SEEN for cue in cues)
    if not seen and any(follows(result, cue, 2) and not _is_of_other(sentence, cue) for cue in sentence.of("PURPOSE")):
        return False
    if name.assertion is Assertion.ORDERED:
        return False
    what = any(cue.value == _WHAT and follows(name, cue, 1) for cue in cues)
    adjective = result.label in kind.normal and are_only(reading.rest(result, name, "REGION", "LUMBAR_WORD"), frozenset())
    led = not study_words().seen_on.isdisjoint(name.text.lower().split()[1:2])  # "a slip, stable on flexion and extension"
    return adjective or seen_on or what or led or ends_in(reading.gap(result, name), study_words().before_test, 4)


def _tells_behind(reading: Reading, sentence: Sentence, name: Target, result: Target, kind: Kind) -> bool:
    """Whether a result behind the name of its test is told as what it found, and not as what it was made for."""
    if any(cue.value == "if" and follows(name, cue, 3) for cue in sentence.of("PURPOSE")):
        return False
    between = tuple(sentence.between(name, result, "SHOWS", "PURPOSE", "UNREAD"))
    unread = (target for target in between if target.label == "UNREAD" and not is_bracketed(reading, sentence, target))
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
    return result.label in kind.normal or _is_found(reading, sentence, name, result)


def _is_found(reading: Reading, sentence: Sentence, name: Target, result: Target) -> bool:
    """Whether a result is a test's that was made, with no word that it shows it; where results must be said to be one, it has it."""
    if name.assertion is Assertion.ORDERED:
        return False
    gap = reading.gap(name, result)
    return (
        sentence.section not in STRICT
        or not study_words().has_result.isdisjoint(gap.lower().split()[:1])
        or _MAKER_HAD.match(gap) is not None
        or any(name.start < cue.start < name.end for cue in sentence.of("SHOWS"))  # "her studies show"
        or _is_seen_on(reading, sentence, name)
        or _was_made(reading, sentence, name)
    )


def _is_of_other(sentence: Sentence, aim: Target) -> bool:
    """Whether a "for" is none of the test: "negative for radiculopathy on EMG", "an injection for the stenosis on MRI"."""
    if any(aim.end == no.end for no in sentence.of("NEGATOR")):
        return True
    return any(follows(aim, deed, _TREATED) for deed in sentence.of("TREATMENT", "DEED", "DISC_SURGERY", "ROOT_PROCEDURE"))


def _was_made(reading: Reading, sentence: Sentence, name: Target) -> bool:
    """Whether a test is one of those made before the one asked for: "Outside MRI", "MRI (previous)"."""
    beside = (reading.text[sentence.start : name.start], " ".join(_BRACKET.findall(reading.text[name.end : name.end + _BESIDE])))
    made = study_words().made_before
    return sentence.section in INDICATIONS and (ends_in(beside[0], made, 1) or has_word(beside[1], made))


def _is_seen_on(reading: Reading, sentence: Sentence, name: Target) -> bool:
    """Whether a sentence opens with what a test shows, where no steps are told: "On her scans the disc is out at L4-5"."""
    before = reading.text[sentence.start : name.start] + reading.text[name.start : name.end].partition(" ")[0]
    return sentence.section in INDICATIONS and len(before.split()) <= _SEEN and ends_in(before, study_words().seen_on, _SEEN)


def _is_verdict(text: str) -> bool:
    """Whether the text from what a test was made for ends in what it was: "to exclude stenosis was (normal)"."""
    return _WAS.search(text) is not None and _AIMED.search(text) is None


def _is_of_result(sentence: Sentence, aim: Target, shown: int, kind: Kind) -> bool:
    """Whether a "due to" tells the cause of a result before it, not what the test was for: "MRI: stenosis due to a spur; a bulge"."""
    return aim.value == "cause" and any(0 <= shown <= result.start < aim.start for result in sentence.of(*kind.results))


def _is_asked(sentence: Sentence, name: Target, *, after: Target) -> bool:
    """Whether a test is what something else is done for, or depends on a condition: "off work, to her doctor for an MRI if no better"."""
    return any(
        (cue.start >= after.end and follows(name, cue, 2)) or (cue.value == "if" and follows(cue, name, 1))
        for cue in sentence.of("PURPOSE")
    )
