"""Grades, angles and sides in the short hand of an examination: "Achilles 1", "EHL 4-", "SLR to 60", "KJ R 2+ L 1+", "Hip flex R 5 L 5".

They are read here and not as measures, since only the test beside them makes a digit a grade and "L 5" no vertebra.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from rootnote.anatomy import Side
from rootnote.facts.reading import Reading, Sentence, Target
from rootnote.facts.symptoms.places import PLACES, REFLEX_SITES
from rootnote.language.labels import GRADES, MUSCLES, REFLEXES

_NOT_INSIDE = re.compile(r"(?:(?<![\w/.,+#-])|(?<=[\s(:]\+))(?<!x )(?<![Nn]o\. )(?<!# )")
_REFLEX = re.compile(
    r"(?<=\()[0-4]\+?\s?,\s?[0-4]\+?(?=\s?\))|[0-4]\+?(?:\s?/\s?(?:[0-4]\+?|\+[0-4]|(?i:tr(?:ace)?|abs(?:ent)?)))?(?![\w/+°-]|\.\d)(?!\)\s*[A-Z])"
    r"(?!\s*(?i:x|to|-)\s)(?!\s?(?i:cm|mm|inch(?:es)?|finger\w*)\b)"
)
#: A reflex that is a trace or absent, as the second of a pair.
_LOST = re.compile(r"(?:tr|abs)[a-z]*", re.I)
#: The sign before a grade that others write behind it: "+2/+2".
_PLUS_BEFORE = re.compile(r"\+(?=\d)")
_ONE = r"[0-5][+-]?(?:(?=[RL](?!\w))|(?=/[RL]\s?[0-5])|(?![\w/+°%-]|\.\d)(?!\s*[.)]\s*[A-Z])(?!\s*x\b))"
_STRENGTH = re.compile(rf"(?!2/2\s+\w)[0-5][+-]?\s?/\s?{_ONE}|{_ONE}")
_ANGLE = re.compile(r"[1-9]\d(?:/[1-9]\d)?(?![\w/+°%-]|\.\d)(?!\s*x\b)")
#: The cells of a row of a table that hold one bare grade of strength each.
_DIGITS = re.compile(r"[\s|:.]*(?:[0-5][+-]?(?:\s?/\s?5)?[\s|,]*){3,}")
#: Fewer names of muscles in a line make no columns of a table.
_COLUMNS = 3
_OPENING_PAIR = re.compile(r"\s*[0-4]\+?(?:\s?/\s?[0-4]\+?\s|\s(?:in|at)\s)")
_OF_TWO = re.compile(r"[0-2]\s?/\s?2(?![\d/+])")
_OF_SITES = re.compile(r"\d{1,2}\s?/\s?(?:10|5)(?![\d/])")
#: By the label of a test: the label that a digit behind it gets, and how it is written. "2/1" is the right and the left.
_BARE = {
    "REFLEX": ("REFLEX_GRADE", _REFLEX),
    "REFLEX_SHORT": ("REFLEX_GRADE", _REFLEX),
    "MUSCLE": ("STRENGTH_GRADE", _STRENGTH),
    "MUSCLE_SHORT": ("STRENGTH_GRADE", _STRENGTH),
    "STRENGTH": ("STRENGTH_GRADE", _STRENGTH),
    "SENSATION": ("SENSORY_GRADE", _OF_TWO),
    "SLR": ("ANGLE", _ANGLE),
}
#: Tests beside which, or under which in a table, a short name such as "DF" means a muscle.
_OF_STRENGTH = ("MUSCLE", "STRENGTH")
_FILAMENT = "filament"
#: What may stand between the word strength and its bare grade.
_GRADED_AS = re.compile(r"[\s:=–-]*(?:(?:is|was|are|were|graded|grades?|rated|scored|gr\.?|mrc|at|as|a)\s+)*", re.I)
_LIMBS = re.compile(r"\s*(?:lower|upper|ext|limb|leg|arm|hz|v\b)", re.I)
#: How the word for the muscles of a root begins, and what stands between a root and a grade of its muscles: that of the other side.
_MYOTOME, _OF_PAIR = "myo", re.compile(r"[\s:]*(?:[0-5][+-]?[\s,]+)?")
#: What comes behind a grade: the side or the end of an item.
_PAST_GRADE = re.compile(r"\s*(?:[,;.|\n)/]|$|(?:R|L|B|[Bb]/?[Ll]|bilat\w*|both|left|right|throughout|in all)\b)", re.I)
#: What counts something else than strength: "plantarflexion on the bike at level 4".
_COUNTS = re.compile(
    r"\b(?:level|setting|stage|phase|week|day|visit|session|speed|gear|incline|notch|band|belt|station|exercise)\s*$", re.I
)
_COUNTED = 12
_TAKEN = PLACES | {"SIDE", "RESULT"}
_DIGIT = re.compile(r"\d")
#: Reflexes graded by the number of plus signs.
_PLUSES = re.compile(r"(?<![\w+])(\+{1,4})(?:\s?/\s?(\+{1,4}|[-0](?![\w+/-]))|[ \t]+(\+{1,4})(?![ \t]*[+-]))?(?![\w+])")
#: A minus sign behind a side or a reflex, where another has a plus.
_NO_PLUS = re.compile(
    r"(?:\b[LR]t?\)?|\b[LR]t\.|\bleft|\bright|\b[AK]Js?|\bankles?|\bknees?|\bachilles|\bjerks?|\breflex(?:es)?)\s*([-–])(?=\s*(?:[,;.|\n]|$))",
    re.I,
)
#: The sign behind the side of a tension test: "SLR R+ L-", "R - L -".
_SIGNED = re.compile(r"(?<![\w/])([RL])\s?([+-])(?=\s*(?:[,;.|\n]|[RL]\s?[+-]|$))")
#: Pain and its sign behind a tension test, where it is not of the back: "Slump R P+ to foot, L P-", not "P+ LB only".
_PAIN_SIGN = re.compile(r"(?<![\w/])P\s?(\+{1,3}|-)(?![\w+/-])(?!\s*[(,]?\s*(?i:in\s+)?(?i:LB|LBP|L/S|low|back|local|central)\b)")
#: The sign behind the angle of a tension test, with the side before it: "SLR L 40+ R 90-". Beyond the last angle that a plus sign can call
#: positive it says that the leg went further: "80+". (Facts.md section 4: tension is in the roots below 70 degrees.)
_SIGNED_ANGLE = re.compile(
    r"(?<![\w/.-])(?:([RL])\s)?([1-9]\d)\s?[°º]?([+-])(?=\s*(?:[,;.()|\n]|$|(?:R|L|with|B|left|right|bilat\w*)\b))", re.I
)
_LAST_POSITIVE = 70
#: A minus sign as the whole answer to a tension test: "SLR - B."
_MINUS = re.compile(r"\s*[-–](?=\s*(?:\(?(?:B|BL|B/L|R|L|bilat\w*|both)\)?)?\s*(?:[,;.\n]|$))", re.I)
#: The signs of both sides behind a tension test: "Lasegue -/-", "SLR: -L/-R".
_BOTH = re.compile(r"[\s:|]*(?:(\+\s?/\s?\+)|([-–]\s?/\s?[-–]|[-–]\s?[LR]\s?[/,&]\s?[-–]\s?[LR]|[-–][\s|]+[-–](?=[\s|.]*$)))(?![\w/+-])")
#: A lone R or L before a grade or an angle, or glued to a grade with a plus sign, or at the very end. A bare digit behind L makes it a side
#: only beside an R with one, else it is a vertebra.
_SIDE = re.compile(r"(?<![\w/.><=-])([RL])(?=[0-4]\+|(?:\s|\s?[:=@]\s?)(?:[0-4]\+|[0-5][+-]?/\d|[0-5]-|[1-9]\d(?!\d)|0)(?![\d-])|\.?\s*$)")
_PAIRED = re.compile(r"(?:(?<![\w/.><=-])|(?<=[0-5+-]/))([RL])(?=\s?[0-5](?:[+-](?!\w)|/5(?!\d))?(?![\w-]|/(?![RL])))")
_STOP = re.compile(r"\.\s")
#: Sides in a sentence beyond which they are no pairs of grades.
_MANY = 60
#: A side before a slash behind which the result of the other side stands: "trace R / 2+ L".
_SLASHED = re.compile(r"(?<![\w/.><=-])([RL])(?=\s/\s(?![RL]\b)[^/.;,\r\n]{1,25}\b(?!\1)[RL]\b)")
#: The letter of the side glued to the end of a grade: "quads 5R 5L", "TA 5/5R 4/5L".
_BEHIND = re.compile(r"(?<![\w.+-])(?:[0-5][+-]?/)?[0-5][+-]?([RL])(?!\w)")
#: A grade of five whose side is glued to it.
_OF_FIVE = re.compile(r"(?<![\w.+-])[0-5][+-]?/5[RL](?!\w)")


def has_sensory_grade(reading: Reading, sentence: Sentence) -> bool:
    """Whether a sentence holds a grade of sensation, "1/2"."""
    return _OF_TWO.search(reading.text, sentence.start, sentence.end) is not None


def with_bare_grades(reading: Reading, sentence: Sentence, tests: Collection[str], topic: Sequence[Target] = ()) -> Sequence[Target]:
    """The targets of a sentence in order, and its bare grades and sides among them.

    ``tests`` are the labels of all that is tested, ``topic`` the tests that the sentence goes on with, or that stand above it in a table.
    """
    if not sentence.has(*_BARE) and not topic:
        return sentence.targets
    sides = tuple(_sides(reading, sentence))
    named = [target for target in sentence.targets if not any(target.start <= side.start < target.end for side in sides)] if sides else None
    targets = sentence.targets if named is None else named
    found = (
        *sides,
        *_bare_grades(reading, sentence, targets, {side.end for side in sides}, tests, topic),
        *_pluses(reading, sentence),
        *_signed(reading, sentence),
        *_minuses(reading, sentence),
    )
    return sorted((*targets, *found), key=lambda target: target.start) if found else targets


def _sides(reading: Reading, sentence: Sentence) -> Iterator[Target]:
    """The sides written as a lone letter that the words of a sentence don't hold as sides already."""
    text, start, end = reading.text, sentence.start, sentence.end
    taken = {target.start for target in sentence.of("SIDE")}
    letters = list(_SIDE.finditer(text, start, end))
    paired = list(_PAIRED.finditer(text, start, end))
    if len(paired) > _MANY:
        paired = []
    rights = [match.start(1) for match in paired if match.group(1) == "R"]
    letters += (match for match in paired if any(_is_one_clause(text, match.start(1), right) for right in rights))
    letters += [*_BEHIND.finditer(text, start, end), *_SLASHED.finditer(text, start, end)]
    before = sentence.targets[0]
    for match in sorted(letters, key=lambda match: match.start(1)):
        if match.start(1) not in taken and match.start(1) > before.start:
            yield _target(reading, before, "SIDE", Side.LEFT if match.group(1) == "L" else Side.RIGHT, match, 1)


def _is_one_clause(text: str, one: int, other: int) -> bool:
    """Whether no full stop stands between two places."""
    return _STOP.search(text, min(one, other), max(one, other)) is None


def _bare_grades(
    reading: Reading, sentence: Sentence, named: Sequence[Target], glued: Collection[int], tests: Collection[str], topic: Sequence[Target]
) -> Iterator[Target]:
    """The grades and angles written as bare digits; ``glued`` are the places right behind a side."""
    text = reading.text
    graded = sentence.has(*_OF_STRENGTH) or any(head.label in _OF_STRENGTH for head in topic) or is_strength_row(reading, sentence, topic)
    graded = graded or _OF_FIVE.search(text, sentence.start, sentence.end) is not None
    carried = _carried(reading, sentence, named, topic)
    told = {t.end - 1 for t in named if t.label == "RESULT" and t.text[:1] in "gG"}  # "reflexes grade 2"
    taken = [(t.start, t.end) for t in named if t.rule.startswith("measure.") or t.label in _TAKEN]
    for digit in _DIGIT.finditer(text, sentence.start, sentence.end):
        before = [target for target in named if target.start < digit.start()]
        test = next((target for target in reversed(before) if target.label in tests), carried)
        if test is None or test.label not in _BARE or (test.label == "MUSCLE_SHORT" and not graded):
            continue
        if digit.start() not in glued and not _NOT_INSIDE.match(text, digit.start()):
            continue
        label, pattern = _BARE[test.label]
        sites = label == "SENSORY_GRADE" and _FILAMENT in test.text.lower()
        match = (_OF_SITES if sites else pattern).match(text, digit.start(), sentence.end)
        if (
            match is None
            or _COUNTS.search(text, max(sentence.start, digit.start() - _COUNTED), digit.start())
            or (
                test.label == "STRENGTH"
                and digit.start() not in glued
                and not (_follows(text, test, match) or _is_of_root(text, test, before[-1], match) or _is_of_part(text, before, match))
            )
        ):
            continue
        free = sites or (label == "REFLEX_GRADE" and digit.start() in told)
        if free or not any(start < match.end() and match.start() < end for start, end in taken):
            yield _target(
                reading,
                before[-1] if before else named[0],
                label,
                _LOST.sub("0", _PLUS_BEFORE.sub("", match.group())).replace(",", "/"),
                match,
            )


def _carried(reading: Reading, sentence: Sentence, named: Sequence[Target], topic: Sequence[Target]) -> Target | None:
    """The test of a topic that the bare digits of a sentence without one are results of."""
    if not named:
        return None
    if opens_with_pair(reading, sentence) and sentence.has(*REFLEXES):
        return next(sentence.of(*REFLEXES))  # "3/2 patellae"
    graded = {"SENSATION"}
    if (named[0].label == "LEG" and named[0].value in REFLEX_SITES) or opens_with_pair(reading, sentence):
        graded.add("REFLEX")
    if is_strength_row(reading, sentence, topic):
        graded |= MUSCLES
    return next((head for head in topic if head.label in graded), None)


def opens_with_pair(reading: Reading, sentence: Sentence) -> bool:
    """Whether a sentence opens with the grades of the right and the left, or one and its place: "2/2 BLE", "3 in LLE"."""
    return _OPENING_PAIR.match(reading.text, sentence.start, sentence.end) is not None


def is_graded_test(sentence: Sentence) -> bool:
    """Whether a sentence grades strength or reflexes."""
    return (sentence.has("STRENGTH_GRADE") and sentence.has("STRENGTH", "MUSCLE")) or (
        sentence.has("REFLEX_GRADE") and sentence.has("REFLEX")
    )


def heads_strength_columns(sentence: Sentence) -> bool:
    """Whether a sentence names muscles and no result: the head of a table of strength."""
    return len(list(sentence.of(*MUSCLES))) >= _COLUMNS and not sentence.has("RESULT", *GRADES)


def heads_roots(sentence: Sentence) -> bool:
    """Whether a sentence names the muscles of roots and no result: the head of a table of myotomes."""
    return any(map(names_roots, sentence.of("STRENGTH"))) and not sentence.has("RESULT", *GRADES)


def is_strength_row(reading: Reading, sentence: Sentence, topic: Sequence[Target]) -> bool:
    """Whether a sentence is a side with one bare grade for each muscle that heads a column of a table: "RLE 3 3 4 4 5"."""
    muscles = [head for head in topic if head.label in MUSCLES]
    if len(muscles) < _COLUMNS or not sentence.has("SIDE"):
        return False
    row = _DIGITS.fullmatch(reading.text, next(sentence.of("SIDE")).end, sentence.end)
    return row is not None and len(row.group().split()) >= len(muscles)


def _follows(text: str, strength: Target, grade: re.Match[str]) -> bool:
    """Whether a bare digit is the grade of the word strength: "power 5 throughout", not "strength in 4 limbs"."""
    return _GRADED_AS.fullmatch(text, strength.end, grade.start()) is not None and not _LIMBS.match(text, grade.end())


def _is_of_root(text: str, test: Target, root: Target, grade: re.Match[str]) -> bool:
    """Whether digits are those of a root's muscles, on the right and the left: "Myotomes (R/L): L4 5/5, L5 5/4", "Myotomes: L4 5 5"."""
    if root.label != "VERTEBRA":
        return False
    before = text[root.end : grade.start()]
    return not before.strip(" :") if "/" in grade.group() else names_roots(test) and _OF_PAIR.fullmatch(before) is not None


def _is_of_part(text: str, before: Sequence[Target], grade: re.Match[str]) -> bool:
    """Whether a digit is the grade of a part of the leg named right before it: "Power: hips 5", "strength of the legs is graded 5"."""
    part = next((target for target in reversed(before) if target.label == "LEG"), None)
    beside = part is not None and _GRADED_AS.fullmatch(text, part.end, grade.start()) is not None
    return beside and _PAST_GRADE.match(text, grade.end()) is not None


def names_roots(test: Target) -> bool:
    """Whether the word for strength is one for what roots serve: "myotomes"."""
    return test.label == "STRENGTH" and test.text[:3].lower() == _MYOTOME


def _pluses(reading: Reading, sentence: Sentence) -> Iterator[Target]:
    """The grades of reflexes written as plus signs."""
    reflexes = list(sentence.of(*REFLEXES))
    for match in _PLUSES.finditer(reading.text, sentence.start, sentence.end) if reflexes else ():
        before = [target for target in sentence.targets if target.start < match.start()]
        if before and reflexes[0].start < match.start():
            value = "/".join(f"{len(sign)}+" if "+" in sign else "0" for sign in match.groups() if sign)
            yield _target(reading, before[-1], "REFLEX_GRADE", value, match)
    plus = any(one.value == "positive" and not one.text.strip("+") for one in sentence.of("RESULT"))
    for match in _NO_PLUS.finditer(reading.text, sentence.start, sentence.end) if reflexes and plus else ():
        before = [target for target in sentence.targets if target.start < match.start(1)]
        yield _target(reading, before[-1] if before else sentence.targets[0], "REFLEX_GRADE", "0", match, 1)


def _signed(reading: Reading, sentence: Sentence) -> Iterator[Target]:
    """The sides of a tension test and the signs glued to them."""
    taken = {target.start for target in sentence.of("SIDE", "RESULT")}
    tests = list(sentence.of("SLR"))
    for match in _SIGNED.finditer(reading.text, tests[0].end, sentence.end) if tests else ():
        for group, label, value in (
            (1, "SIDE", Side.LEFT if match.group(1) == "L" else Side.RIGHT),
            (2, "RESULT", "positive" if match.group(2) == "+" else "negative"),
        ):
            if match.start(group) not in taken:
                yield _target(reading, tests[0], label, value, match, group)
    for match in _PAIN_SIGN.finditer(reading.text, tests[0].end, sentence.end) if tests else ():
        if match.start(1) not in taken:
            yield _target(reading, tests[0], "RESULT", "negative" if match.group(1) == "-" else "reproduces", match)
    for match in _SIGNED_ANGLE.finditer(reading.text, tests[0].end, sentence.end) if tests else ():
        side, angle, sign = match.groups()
        if side and match.start(1) not in taken:
            yield _target(reading, tests[0], "SIDE", Side.LEFT if side in "Ll" else Side.RIGHT, match, 1)
        yield _target(reading, tests[0], "ANGLE", angle, match, 2)
        further = int(angle) > _LAST_POSITIVE or reading.text.startswith("to ", match.start(2) - 3)  # "to 60+"
        if match.start(3) not in taken and (sign == "-" or not further):
            yield _target(reading, tests[0], "RESULT", "positive" if sign == "+" else "negative", match, 3)


def _minuses(reading: Reading, sentence: Sentence) -> Iterator[Target]:
    """The minus signs that say that a tension test is negative, and the signs of both sides behind one."""
    for test in sentence.of("SLR"):
        both = _BOTH.match(reading.text, test.end, sentence.end)
        if both:
            group = both.lastindex or 0
            yield _target(reading, test, "RESULT", "positive" if group == 1 else "negative", both, group)
            continue
        match = _MINUS.match(reading.text, test.end, sentence.end)
        if match:
            yield _target(reading, test, "RESULT", "negative", match)


def _target(reading: Reading, before: Target, label: str, value: str, match: re.Match[str], group: int = 0) -> Target:
    """The target of a bare grade or side, a group of a match; its tokens are counted by words from a target before it, or the first one."""
    start, end = match.span(group)
    between = reading.text[before.end : start] if before.end <= start else reading.text[start : before.start]
    first = before.last + len(between.split()) if before.end <= start else before.first - len(between.split())
    return Target(
        label=label,
        value=value,
        rule=f"measure.{label.lower()}",
        text=match.group(group),
        start=start,
        end=end,
        first=first,
        last=first + 1,
        sentence=before.sentence,
        section=before.section,
        assertion=before.assertion,
        cue="",
    )
