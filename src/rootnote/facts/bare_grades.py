"""Grades and angles written as bare digits behind the test they belong to: "Achilles 1", "EHL 4-", "SLR to 60".

They are read here and not as measures, since only the test beside it makes a digit a grade.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from rootnote.facts.places import PLACES
from rootnote.facts.reading import Reading, Sentence, Target

_NOT_INSIDE = r"(?<![\w/.,+-])(?<!x )"
_REFLEX = re.compile(_NOT_INSIDE + r"[0-4]\+?(?:\s?/\s?[0-4]\+?)?(?![\w/+°-]|\.\d)(?!\)\s*[A-Z])(?!\s*(?:x|to|-)\s)")
_STRENGTH = re.compile(_NOT_INSIDE + r"[0-5][+-]?(?![\w/+°%-]|\.\d)(?!\s*[.)]\s*[A-Z])(?!\s*x\b)")
_ANGLE = re.compile(_NOT_INSIDE + r"[1-9]\d(?:/[1-9]\d)?(?![\w/+°%-]|\.\d)(?!\s*x\b)")
#: By the label of a test: the label that a digit behind it gets, and how it is written. "2/1" is the right and the left.
_BARE = {
    "REFLEX": ("REFLEX_GRADE", _REFLEX),
    "REFLEX_SHORT": ("REFLEX_GRADE", _REFLEX),
    "MUSCLE": ("STRENGTH_GRADE", _STRENGTH),
    "MUSCLE_SHORT": ("STRENGTH_GRADE", _STRENGTH),
    "SLR": ("ANGLE", _ANGLE),
}
_DIGIT = re.compile(r"\d")


def with_bare_grades(reading: Reading, sentence: Sentence, tests: Collection[str]) -> Sequence[Target]:
    """The targets of a sentence in order, and its bare grades among them; ``tests`` are the labels of all that is tested."""
    if not sentence.has(*_BARE):
        return sentence.targets
    found = tuple(_bare_grades(reading, sentence, tests))
    return sorted((*sentence.targets, *found), key=lambda target: target.start) if found else sentence.targets


def _bare_grades(reading: Reading, sentence: Sentence, tests: Collection[str]) -> Iterator[Target]:
    named = sentence.has("MUSCLE", "STRENGTH")
    taken = [(t.start, t.end) for t in sentence.targets if t.rule.startswith("measure.") or t.label in PLACES | {"SIDE"}]
    for digit in _DIGIT.finditer(reading.text, sentence.start, sentence.end):
        before = [target for target in sentence.targets if target.start < digit.start()]
        test = next((target for target in reversed(before) if target.label in tests), None)
        if test is None or test.label not in _BARE or (test.label == "MUSCLE_SHORT" and not named):
            continue
        label, pattern = _BARE[test.label]
        match = pattern.match(reading.text, digit.start())
        if match and not any(start < match.end() and match.start() < end for start, end in taken):
            yield _target(reading, before[-1], label, match)


def _target(reading: Reading, before: Target, label: str, match: re.Match[str]) -> Target:
    """The target of a bare grade; its tokens are counted by words from the target before it."""
    first = before.last + len(reading.text[before.end : match.start()].split())
    return Target(
        label=label,
        value=match.group(),
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
