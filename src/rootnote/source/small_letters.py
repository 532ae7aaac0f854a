"""Notes written without capitals: they are read with the capitals that tell words apart.

Sentences begin behind each stop and each line's end all the same, a lone "r" or "l" is a side, and short forms that are another word in
small letters ("pt", "lt", "hep") are told by the words beside them. Capitals of acronyms ("MRI", "L5-S1") may stand in such notes.
"""

from __future__ import annotations

import re
from itertools import islice

from rootnote.source.markup import Page, Piece

#: A word with a capital, any capital, and words without: a note with none of the first and one of the last is written in small letters.
_CAPITALISED, _CAPITAL, _SMALL, _LETTERS = (re.compile(pattern) for pattern in (r"[A-Z][a-z]", r"[A-Z]", r"[a-z]{4}", r"[a-z]{2}"))
#: A sentence that begins in small letters, and how many of them there are at least for each word with a capital.
_BEGUN_SMALL, _OF_SENTENCES = re.compile(r"[.!?]\s{1,4}[a-z]"), 4
#: The title behind a code of the ninth revision.
_TITLE = re.compile(r"(?<![\w.$])[1-9]\d\d\.\d{1,2}[ :–-]{1,4}[a-z](?=[a-z]{3})")
#: What begins a sentence or a line: any word but a code, or what a side in short is of ("l. foot"). The letter of a side.
_OF_SIDE = "leg|foot|calf|thigh|knee|ankle|hip|toe|heel|shin|arm|hand|buttock|low|side|lat|med|great"
_BEGINNING = re.compile(
    rf"(?:\A[^\w\n]{{0,20}}|[.!?][\"”)]{{0,2}}\s{{1,20}}(?!(?<=\W[rl]\.\s)(?:{_OF_SIDE}))|[\n:][^\w\n]{{0,20}})(?:[a-z](?!\d)|[ls](?=\d(?!\d)))"
)
_SIDE = re.compile(r"(?<![\w/.-])[rl](?![\w/'’-]|\.\w)|(?<![\w/.-])[rl](?=-sided\b|-(?:[\s,;./)]|$))|(?<=[\s/(:][+-])[rl](?=[\s/,;.)]|$)")
#: The letters of both sides glued to grades of strength or of a reflex; behind the grade they are no litres. Of a root there is no "r5".
_GRADE = r"[0-5](?:[+-]|/5)?"
_PAIR_GAP = r"[ ,;/|]{1,3}"
_PAIRED = re.compile(rf"(?<![\w.-])(?:r{_GRADE}(?:{_PAIR_GAP}|/)l(?=[0-5](?!\d|-\d))|l{_GRADE}(?:{_PAIR_GAP}|/)r(?=[0-5](?!\d|-\d)))")
_BEHIND_GRADE = re.compile(rf"(?<![\w.+/-]){_GRADE}(?:r{_PAIR_GAP}{_GRADE}l|l{_PAIR_GAP}{_GRADE}r)(?!\w)")
#: The fourth and fifth grade behind a slash, and the sign of pain behind a side: "4+/v", "slr l p+".
_ROMAN, _PAIN = re.compile(r"(?<=[0-5+-]/)(?:iv|v)\b"), re.compile(r"(?<=\b[rlRL] )p(?=[+-](?:[\s,;.]|$))")
#: The first sacral root as it is dictated: "s one", "si root".
_SACRAL = re.compile(r"(?<![\w'’])s(?= one\b)|(?<![\w'’])si(?= (?:nerves?|roots?|radiculopathy|radiculitis|dermatome|distribution)\b)")
#: A title and the name behind it: up to two words, of which the second is no verb or small word.
_NAMED = re.compile(
    r"\b(?:mrs?|ms|dr|prof)(?:\.\s?|\s)[a-z]+(?:\s(?!(?:a|an|and|are|as|at|but|by|did|does|for|from|had|has|he|here|in|is|of|on|or"
    r"|returns?|said|says|she|since|states?|that|the|to|was|were|who|will|with|\w+(?:ed|ing))\b)[a-z]{2,})?"
)
_WORD = re.compile(r"\b[a-z]")
#: The sex beside an age, letters for patients, and the department of emergencies.
_SEX = re.compile(r"(?:\A|[\n.:,;] ?|\b(?:pt|a|is) )\d\d ?(?:(?:y/?o|yr old) )?[fm](?![\w/'’])")
_LETTERED = re.compile(r"\b(?:pt|patient|case|subject|claimant) [a-e](?=:)")
_EMERGENCY = re.compile(r"\bed(?= (?:course|visit|provider|triage|physician)\b)")
#: Light touch: behind a loss or a result where a root, a side or a part of the skin follows, and before a result where a clause begins.
#: It is the left where the right stands just as short before it.
_LOST = r"(?:dec|decr|decreased|dim|dimin|diminished|red|reduced|absent|impaired|altered|intact|nl|normal|↓)"
_SKIN = (
    r"(?:[ls]\d|[rl]\b|right|left|bilat|both|b/l|over|in|at|on|med|medial|lat|lateral|dors|plantar|sole|top|outer|inner|first|1st|web"
    r"|throughout|derm)"
)
_FELT = rf"(?:{_LOST[3:-1]}|dull|decreas\w+|symm?\w*|wnl|ok|equal|=)"
_TOUCH = (
    re.compile(rf"(?<![\w]){_LOST} (?:to )?lt(?=\s?[.,;)\n]|\s?$| {_SKIN})"),
    re.compile(rf"(?:\A|[;.,:|\n])[ \t]*lt(?=:?[ \t|]+(?:[ls]\d[ \t|]+)?{_FELT}(?:\b|(?<=\W)))"),
)
_RIGHT_BEFORE, _RIGHT_REACH = re.compile(r"\brt\b"), 40
#: Physical therapy: what is had, done or counted, behind "pt" or before it; the patient is told of by any other words.
_MANY = r"(?:\d{1,3}(?:/\d{1,2})?|one|two|three|four|five|six|eight|ten|twelve|several|multiple|few)"
_VISITS = r"(?:visits?|sessions?|rounds?|courses?|weeks?|wks?|months?|mos?)"
_BY_TIMES = r"x ?\d{1,2}(?!\d| ?(?:y|d\b|days?|hrs?|hours?))"
_YEAR = r"(?:19|20)\d\d\b"
_THERAPY = (
    re.compile(rf"\b{_MANY} {_VISITS} (?:of )?pt(?![\w'’])"),
    re.compile(
        r"\b(?:completed|finished|tried|trialed|failed|underwent|attended|attending|doing|did|had|formal|outpatient|aquatic|supervised|more)"
        rf"(?: (?:(?:a )?course of|some|formal|outpatient|{_MANY}))? pt(?=[.,;)\n]|\s?$| (?:x ?\d{{1,2}}|for \d{{1,2}}|in {_YEAR}"
        r"|at|and|with(?:out)?|w/|w/o|but|visits?|sessions?|twice|once)\b)"
    ),
    re.compile(
        rf"\bpt(?= {_BY_TIMES}| \(?{_MANY} (?:visits|sessions)| ?[:-] ?(?:yes|{_MANY} (?:visits|sessions|weeks|wks))\b| in {_YEAR})"
    ),
    re.compile(r"\bpt(?= (?:visits?|sessions?|programm?e?|made (?:it|things) worse(?=[.,;\n]|$)|did (?:nothing|not help)(?=[.,;\n]|$))\b)"),
    re.compile(r"(?<=[.;:\n] )pt(?= finished in\b)"),
)
#: The home exercise program, and no hepatitis or heparin.
_PROGRAM = re.compile(
    r"\b(?:her|his|their|w/|with|to|on|a|doing|does|daily) hep(?! ?(?:[abc]\b|lock|panel|gtt|drip))\b"
    r"|\bhep(?= (?:bid|tid|daily|qd|\dx|x\d))"
)
_LAST_WORD = re.compile(r"[a-z]+\Z")


def capitalised(text: str) -> Page | None:
    """A note in small letters as if it had capitals, of the same length; None for any other.

    >>> capitalised("left leg pain. ehl r 4/5, had 6 weeks of pt").text
    'Left leg pain. Ehl R 4/5, had 6 weeks of PT'
    """
    if not _is_in_small(text) or not (_SMALL if _CAPITAL.search(text) else _LETTERS).search(text):
        return None
    seen = text
    for pattern in (_PAIRED, _BEHIND_GRADE, _ROMAN, _PAIN, _SACRAL):
        seen = pattern.sub(_all_capitals, seen)
    for pattern in (*_THERAPY, _PROGRAM, _SEX, _LETTERED, _EMERGENCY):
        seen = pattern.sub(_last_word, seen)
    for pattern in _TOUCH:
        seen = pattern.sub(_light_touch, seen)
    seen = _NAMED.sub(_name, seen)
    for pattern in (_TITLE, _BEGINNING, _SIDE):
        seen = pattern.sub(_capital, seen)
    return Page(seen, (Piece(seen, 0, len(text), True),), (0,))


def _is_in_small(text: str) -> bool:
    """Whether no word has a capital, or so few have that most sentences begin without one."""
    if _CAPITALISED.search(text) is None:
        return True
    begun = len(_BEGUN_SMALL.findall(text)) // _OF_SENTENCES
    return begun > 0 and sum(1 for _ in islice(_CAPITALISED.finditer(text), begun + 1)) <= begun


def _capital(match: re.Match[str]) -> str:
    return f"{match[0][:-1]}{match[0][-1].upper()}"


def _all_capitals(match: re.Match[str]) -> str:
    return match[0].upper()


def _last_word(match: re.Match[str]) -> str:
    return _LAST_WORD.sub(_all_capitals, match[0])


def _light_touch(match: re.Match[str]) -> str:
    before = max(0, match.start() - _RIGHT_REACH)
    return match[0] if _RIGHT_BEFORE.search(match.string, before, match.start()) else _last_word(match)


def _name(match: re.Match[str]) -> str:
    return _WORD.sub(_all_capitals, match[0])
