"""Signs and statements beyond the 13 elements: urgent ones, those of other disorders, ratings of pain and function, deeds.

Source: facts.md section 2 point 8, section 4 (flags) and section 5 (what an injection wants documented).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rootnote.anatomy import LUMBAR_LEVELS, LUMBAR_ROOTS
from rootnote.facts.attach import distance, side_of
from rootnote.facts.conditions.mentions import NOT_OF_PATIENT
from rootnote.facts.model import Assertion, Finding, FindingKind
from rootnote.facts.reading import Found, Reading, Sentence, Target
from rootnote.facts.spine.spine import Part, parts_of
from rootnote.language.categories import UNASSERTED
from rootnote.language.dates import WEEKDAY
from rootnote.language.labels import LEVELS

_KINDS = {"SIGN": FindingKind.SIGN, "SCALE": FindingKind.SCALE, "DEED": FindingKind.PROCEDURE}
#: Targets of other rules that are signs too.
_ALSO = {
    ("SYMPTOM", "claudication"): "claudication",
    ("CLAUDICATION", ""): "claudication",
    ("OTHER_CAUSE", "postlaminectomy"): "postlaminectomy",
}
#: The label of a claudication that is not said to be neurogenic.
_UNNAMED = "CLAUDICATION"
#: Signs and deeds that count only where they are about the lumbar spine.
_OF_THE_SPINE = frozenset(
    {"myelopathy", "disc degeneration", "claudication", "postlaminectomy", "transforaminal", "interlaminar", "facet", "decompression"}
)
_NEVER = UNASSERTED | {"allergies", "administrative"}
#: Rules of words that count only behind a number.
_COUNTED = frozenset({"scale.score", "deed.relief"})
#: Deeds that are done at a level or root.
_PLACED = frozenset({"transforaminal", "interlaminar", "facet", "decompression"})
#: A rating of 0 to 10, the number that ends right before "out of 10", and a percentage.
_SCORE = re.compile(r"(?<![\d/.])((?:10|\d)(?:\.\d)?(?:[ \t]?[-–][ \t]?(?:10|\d))?)[ \t]?/[ \t]?10(?![\d/-])")
_NUMBER_BEFORE = re.compile(r"(?<![\d/.])(\d{1,3}(?:\.\d)?)\s?$")
#: An item denied in a list by a dash ("- fever, - incontinence").
_DENIED = re.compile(r"[,;:][ \t]*[-–][ \t]?$")
#: The rule of what did not take place, and how the next item of a plan is told that does: "declined surgery, MBB next week".
_UNDONE = "negated.undone"
_NEXT_ITEM = re.compile(
    r"\s*(?:[(:-]\s*)?(?:is\s+|was\s+|to\s+be\s+)?(?:(?:re)?scheduled|planned|booked|arranged|ordered|requested|authorized|approved|performed|done"
    rf"|(?:[LS]\d\S*\s+)?(?:today|tomorrow|next|this|tonight|on|in)\s(?:week|month|visit|{WEEKDAY}|(?:\d+|two|three|four)\s+(?:days|weeks|months)|\d)"
    r"|today\b|tomorrow\b)",
    re.I,
)
#: Tokens from a deed to a level or root that it is done at, and characters looked back for a number or a dash.
_REACH, _BEFORE = 8, 12


def find_signs(reading: Reading) -> Found:
    """The signs, ratings and deeds of a note; ``site`` names each, ``grade`` is the number rated. Rejected: of another region, or past.

    A deed is AFFIRMED whether it is done or planned: its section tells which.
    """
    kept: list[Finding] = []
    rejected: list[Finding] = []
    for sentence in reading.sentences:
        if sentence.section in _NEVER:
            continue
        kept += _scores(reading, sentence)
        for target in sentence.targets:
            site = target.value if target.label in _KINDS else _ALSO.get((target.label, target.value))
            if (
                site is None
                or target.assertion in NOT_OF_PATIENT
                or (target.label == _UNNAMED and not _is_denied_of_canal(reading, target))
            ):
                continue
            ours = site not in _OF_THE_SPINE or parts_of(reading, target) == {Part.LUMBAR}
            current = target.assertion is not Assertion.HISTORICAL or target.label == "DEED"
            (kept if ours and current else rejected).extend(_findings(reading, sentence, target, site))
    answered = _answered(kept)
    without = dict.fromkeys(answered)
    return Found(_once([one for one in kept if one not in without]), _once([*rejected, *answered]))


def _is_denied_of_canal(reading: Reading, target: Target) -> bool:
    """Whether a claudication that may be of the arteries is denied where the spinal canal is narrow: "stenosis w/o claudication"."""
    return target.assertion is Assertion.NEGATED and any(True for _ in reading.targets("STENOSIS"))


def _answered(findings: Sequence[Finding]) -> list[Finding]:
    """The signs in doubt that the note denies later and never affirms: "rule out cord compression", "no cord compression"."""
    told = [one for one in findings if one.kind is FindingKind.SIGN]
    sure = {one.site for one in told if one.assertion is Assertion.AFFIRMED}
    denied = {one.site: one.evidence.start for one in told if one.assertion is Assertion.NEGATED and one.site not in sure}  # the last one
    return [one for one in told if one.assertion is Assertion.UNCERTAIN and one.evidence.start < denied.get(one.site, 0)]


def _once(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """The findings without the repetitions of a deed: an account of an operation names it over and over."""
    first: dict[object, Finding] = {}
    for one in findings:
        told = (one.site, one.assertion, one.section, one.side, one.level, one.root)
        first.setdefault(told if one.kind is FindingKind.PROCEDURE and one.grade is None else one, one)
    return tuple(first.values())


def _scores(reading: Reading, sentence: Sentence) -> Iterator[Finding]:
    """The ratings of pain written as "7/10"."""
    if sentence.has("MODALITY"):
        return
    for match in _SCORE.finditer(reading.text, sentence.start, sentence.end):
        evidence = reading.evidence(*match.span())
        yield Finding(FindingKind.SCALE, Assertion.AFFIRMED, evidence, sentence.section, "measure.score", site="pain", grade=match.group(1))


def _findings(reading: Reading, sentence: Sentence, target: Target, site: str) -> Iterator[Finding]:
    """The finding of a target, once for each level and root that a deed is done at."""
    before = reading.text[max(sentence.start, target.start - _BEFORE) : target.start]
    number = _NUMBER_BEFORE.search(before) if target.rule in _COUNTED else None
    if target.rule in _COUNTED and number is None:
        return
    places = tuple(_places(reading, sentence, target)) if site in _PLACED else ()
    for level, root in dict.fromkeys(places) or ((None, None),):
        yield Finding(
            _KINDS.get(target.label, FindingKind.SIGN),
            Assertion.NEGATED if _DENIED.search(before) else Assertion.AFFIRMED if _is_next_item(reading, target) else target.assertion,
            reading.evidence(target.start - (len(before) - number.start() if number else 0), target.end),
            sentence.section,
            target.rule,
            side=side_of(reading, sentence, target) if site in _PLACED else None,
            level=level,
            root=root,
            site=site,
            grade=number.group(1) if number else None,
        )


def _is_next_item(reading: Reading, target: Target) -> bool:
    """Whether a deed behind a comma is not declined with what stands before that, as it has a time or an order of its own."""
    apart = target.cue == _UNDONE and reading.text[max(0, target.start - _BEFORE) : target.start].rstrip().endswith(",")
    return apart and _NEXT_ITEM.match(reading.text, target.end) is not None


def _places(reading: Reading, sentence: Sentence, target: Target) -> Iterator[tuple[str | None, str | None]]:
    """The lumbar levels and roots close to a deed: the one or the other of each pair."""
    for place in sentence.of(*LEVELS):
        if distance(reading, target, place) <= _REACH:
            for name in place.value.split():
                if name in LUMBAR_LEVELS:
                    yield name, None
                elif name in LUMBAR_ROOTS:
                    yield None, name
