"""Grades, angles and sides in the short hand of an examination: "Achilles 1", "EHL 4-", "SLR to 60", "KJ R 2+ L 1+", "Hip flex R 5 L 5".

They are read here and not as measures, since only the test beside them makes a digit a grade and "L 5" no vertebra.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from rootnote.anatomy import Side
from rootnote.facts.places import PLACES
from rootnote.facts.reading import Reading, Sentence, Target

_NOT_INSIDE = re.compile(r"(?<![\w/.,+-])(?<!x )")
_REFLEX = re.compile(r"[0-4]\+?(?:\s?/\s?[0-4]\+?)?(?![\w/+°-]|\.\d)(?!\)\s*[A-Z])(?!\s*(?:x|to|-)\s)")
_STRENGTH = re.compile(r"[0-5][+-]?(?![\w/+°%-]|\.\d)(?!\s*[.)]\s*[A-Z])(?!\s*x\b)")
_ANGLE = re.compile(r"[1-9]\d(?:/[1-9]\d)?(?![\w/+°%-]|\.\d)(?!\s*x\b)")
#: By the label of a test: the label that a digit behind it gets, and how it is written. "2/1" is the right and the left.
_BARE = {
    "REFLEX": ("REFLEX_GRADE", _REFLEX),
    "REFLEX_SHORT": ("REFLEX_GRADE", _REFLEX),
    "MUSCLE": ("STRENGTH_GRADE", _STRENGTH),
    "MUSCLE_SHORT": ("STRENGTH_GRADE", _STRENGTH),
    "SLR": ("ANGLE", _ANGLE),
}
_TESTS = (*_BARE, "STRENGTH")
_TAKEN = PLACES | {"SIDE", "RESULT"}
_DIGIT = re.compile(r"\d")
#: A lone R or L before a grade or an angle, or glued to a grade with a plus sign, or at the very end. A bare digit behind L makes it a side
#: only beside an R with one, else it is a vertebra.
_SIDE = re.compile(r"(?<![\w/.><=-])([RL])(?=\s?[:=@]?\s?(?:[0-4]\+|[0-5][+-]?/\d|[0-5]-|[1-9]\d(?!\d)|0)(?![\d-])|\.?\s*$)")
_PAIRED = re.compile(r"(?<![\w/.><=-])([RL])(?=\s[0-5](?![\d/-]))")


def with_bare_grades(reading: Reading, sentence: Sentence, tests: Collection[str]) -> Sequence[Target]:
    """The targets of a sentence in order, and its bare grades and sides among them; ``tests`` are the labels of all that is tested."""
    if not sentence.has(*_TESTS):
        return sentence.targets
    sides = tuple(_sides(reading, sentence))
    named = [target for target in sentence.targets if not any(target.start <= side.start < target.end for side in sides)] if sides else None
    found = (*sides, *_bare_grades(reading, sentence, named or sentence.targets, sides, tests))
    return sorted((*(named or sentence.targets), *found), key=lambda target: target.start) if found else sentence.targets


def _sides(reading: Reading, sentence: Sentence) -> Iterator[Target]:
    """The sides written as a lone letter that the words of a sentence don't hold as sides already."""
    text, start, end = reading.text, sentence.start, sentence.end
    taken = {target.start for target in sentence.of("SIDE")}
    letters = list(_SIDE.finditer(text, start, end))
    paired = list(_PAIRED.finditer(text, start, end))
    if any(match.group(1) == "R" for match in paired):
        letters += paired
    before = sentence.targets[0]
    for match in sorted(letters, key=lambda match: match.start()):
        if match.start() not in taken and match.start() > before.start:
            yield _target(reading, before, "SIDE", Side.LEFT if match.group(1) == "L" else Side.RIGHT, match)


def _bare_grades(
    reading: Reading, sentence: Sentence, named: Sequence[Target], sides: Sequence[Target], tests: Collection[str]
) -> Iterator[Target]:
    graded = sentence.has("MUSCLE", "STRENGTH")
    taken = [(t.start, t.end) for t in named if t.rule.startswith("measure.") or t.label in _TAKEN]
    glued = {side.end for side in sides}
    for digit in _DIGIT.finditer(reading.text, sentence.start, sentence.end):
        before = [target for target in named if target.start < digit.start()]
        test = next((target for target in reversed(before) if target.label in tests), None)
        if test is None or test.label not in _BARE or (test.label == "MUSCLE_SHORT" and not graded):
            continue
        if digit.start() not in glued and not _NOT_INSIDE.match(reading.text, digit.start()):
            continue
        label, pattern = _BARE[test.label]
        match = pattern.match(reading.text, digit.start())
        if match and not any(start < match.end() and match.start() < end for start, end in taken):
            yield _target(reading, before[-1], label, match.group(), match)


def _target(reading: Reading, before: Target, label: str, value: str, match: re.Match[str]) -> Target:
    """The target of a bare grade or side; its tokens are counted by words from the target before it."""
    first = before.last + len(reading.text[before.end : match.start()].split())
    return Target(
        label=label,
        value=value,
        rule=f"measure.{label.lower()}",
        text=match.group(),
        start=match.start(),
        end=match.end(),
        first=first,
        last=first + 1,
        sentence=before.sentence,
        section=before.section,
        assertion=before.assertion,
        cue="",
    )
