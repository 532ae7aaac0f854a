"""Sections: medspaCy's section rules with our headings, and our test of what a heading looks like.

Headings are looked for in the raw text, at the places where one can begin, so that a note costs little (medspaCy's own matcher prunes
matches by recursion, and warns of kinds of rules that it has none of). A phrase is a heading only at the start of a line (or after a
full stop, before a colon), followed by a colon, a dash, a wide gap or the end of the line, or written in capitals, or, of a conclusion,
with a stop behind it. Sections are spans in ``doc.spans["sections"]`` with the category as label.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Set
from functools import lru_cache

from spacy.language import Language
from spacy.tokens import Doc, Span

from rootnote.language.automaton import Automaton
from rootnote.language.categories import NO_SECTION, PAST_HISTORY, PRESENT_ILLNESS, RECALLED, RECORDED
from rootnote.language.engine import SectionRule
from rootnote.language.notation import expand, parts_of
from rootnote.language.present_lines import TOLD, heads_complaint, next_entry, with_unheaded
from rootnote.language.problem_lists import settle_problem_lists
from rootnote.language.rulefile import RULES, SectionHeading, read_rules
from rootnote.language.sentences import note_text
from rootnote.language.tellings import settle_tellings
from rootnote.language.vital_lines import is_measured, measured_lines

#: Characters at the top of a note in which its title stands.
_TOP = 1_000
SECTIONS = "sections"

#: The category of a body system's name: it goes on with one of these sections, and else heads an examination.
SYSTEM, EXAM, _VITALS = "system", "exam", "vitals"
#: The category of a heading that ends what is recalled, and of the section that it opens.
PRESENT = "present"
_WITH_SYSTEMS = frozenset({"ros", "imaging"})

#: What stands behind the name of a body system, besides its colon, where the patient was asked about it ("Neuro: negative for weakness"):
#: no signs that are looked for in the words of a review ("Extremities: negative for edema").
_ANSWERED = re.compile(
    r"[^:\n]{1,40}:\s*(?:positive|negative|pos|neg)\.? for (?!(?:[\w-]+ ){0,3}"
    r"(?:tender|spasm|o?edema|swelling|clubbing|cyanosis|deficit|straight|leg rais|slr|slump|las[eè]gue"
    r"|clonus|babinski|hoffman|romberg|tinel|cva|drift|deformit|atroph|step[- ]?off|reflex|test))",
    re.I,
)
_ASKED = "ros"
#: Two systems joined, which head a part of what is recalled or told as well: "Back/neuro: sciatica 2010".
_JOINED, _RECALLED_OR_TOLD = re.compile(r"\W*\w+\s?[/&]\s?\w+:"), frozenset({"pmh", "hpi"})
#: The category of a heading that is the title of a note at its top, and opens this section elsewhere; that of a study of the nerves, whose
#: name heads its results too.
_VISIT, _PLAN, _CONDUCTION = "visit", "plan", "emg"
#: What stands behind such a title, and a line that ends a sentence, which tells that the note has begun.
_TITLE_ENDS = re.compile(r"[^\n.:]{0,60}:?[^\S\n]*\n\s*\S")
#: What stands behind a title that is dictated at the head of a story: a stop, and a sentence.
_TITLE_SAID = re.compile(r"[^\n.:]{0,60}\.[^\S\n]+(?=[A-Z])")
_BEGUN = re.compile(r"[a-z]{2}[.!?][^\S\n]*$", re.M)
#: Sections told on the line of their heading: a paragraph after that is the note's own again ("Reason: leg pain", and then the history).
_ON_LINE = frozenset({"reason", "indications", "chief_complaint", "administrative", "risks", "family", "social", "allergies", "ros"})
_ON_LINE |= {"medications", "anesthesia"}
_LINE_TOLD = re.compile(r"[^:\n]*:[^\S\n]*[^\s][^\n]*(?:\n[^\S\n]*\S[^\n]*)*\n(?:[^\S\n]*\n)+\s*+(?=\S)")

#: Those, and what is past, told on the row of their heading where that has columns.
_ON_ROW = _ON_LINE | PAST_HISTORY

#: Those of the names of tests and of parts of the body: in a row they name what was found in its columns, and head nothing.
_OF_TESTS = frozenset({SYSTEM, EXAM})

#: A section of what is past, or of others, that says with a word that there is nothing: what stands behind it is the note's own again.
_NOTHING = re.compile(
    r"[^:\n]*:\s*(?:none(?: known)?|no(?:ne)? reported|nil|negative|non-?contributory|unremarkable|nkda|n/a)[.;]\s+(?=\S)", re.I
)

#: What tells that a paragraph is the story of a patient, and no plan, and the characters in which it does.
_TELLS = re.compile(
    r"\b(?:I|[Ww]e) (?:saw|reviewed|met|assessed|examined)\b"
    r"|\b(?:[Hh]e|[Ss]he|[Ww]ho|[Pp]atient|M(?:r|rs|s|iss)\.? [A-Z]\w+) (?:has|had|was|is an?|reports|describes|presents|presented|came)\b"
    r"|\b(?:man|woman|lady|gentleman)(?: (?:of|aged) \d{1,3}(?: years)?)? (?:has|had|was|reports|describes|presents|presented|came)\b"
)
_STORY_REACH = 300
#: What a letter may head with, by what does not stand before it: a sentence that ends its line; a story.
_LETTER_HEADS = {_PLAN: _BEGUN, "assessment": _TELLS}

#: What stands before a heading: the rest of a run of spaces, numbers and marks, from a line end on or behind a stop. That a letter follows
#: is looked at afterwards: a pattern that fails for want of one would begin anew at every line end of the run.
_BEGIN = re.compile(r"\s(?:(?<=[\r\n])|(?<=[.;]\s))[\s#*_•>\d.)-]*+")
_LETTER = re.compile(r"[^\W\d_]")
_AT_TOP = re.compile(r"[\s#*_•>\d.)-]*+(?=[^\W\d_])")
#: Sections that tell of an earlier treatment, the heading that it stands under in them, and what only comes behind the history.
_STORY, _BEHIND = PRESENT_ILLNESS | {NO_SECTION}, frozenset({EXAM, "assessment"})
_TREATED = re.compile(r"(?:treatments?|rx|tx)\b", re.I)
#: What stands before a heading within a line.
_IN_LINE = re.compile(r"\S[^\S\r\n]*\Z")
#: Characters before a heading in which the end of the line before stands.
_LINE_REACH = 12
#: What marks a heading, and such marks from the start of a line on.
HEADING_MARKS = "#*_•>0123456789.)- \t"
_BLANK = f"{HEADING_MARKS}\n\r"
_MARKS = re.compile(rf"(?:\A|(?<=[\r\n]))(?=\S)[{re.escape(HEADING_MARKS)}]++\Z")
#: Sections that may open with a sentence of a word or two, in small letters ("Conclusion. Active left L5 radiculopathy."), those that do so
#: with a capital only, as the words end a wrapped line's sentence too ("normal on\nexam. He"), and how such a sentence ends.
_SPOKEN, _SPOKEN_FIRST = frozenset({"assessment", "plan", "emg"}), frozenset({"reason", "hpi", "exam", "indications", "procedure"})
_SPOKEN_END = re.compile(r"(?: \([^)\n]{0,60}\))?\. ")
#: The words and signs of a heading, with the space before each.
_PART = re.compile(r" ?([^\W\d_]+|\d+|[^\w\s]|_)")
_GOES_ON = re.compile(r"[-'’]?[^\W_]")
#: A diagnosis that one had on coming is no heading of the author's own: "DX ON REFERRAL:".
_AFTER = re.compile(
    r"(?![*_ ]*(?:ON|PER|FROM|BY|OF) (?:THE )?(?:REFERR|ADMISSION|OUTSIDE))"
    r"[*_ ]*(?:\([^)\n]{0,60}\)|[A-Z0-9 #/&-]{0,24})?[*_ ]*(?:[:\r\n]|[-–—]\s|$)"
)
#: Headings that are nothing else, whatever stands behind them: "A/P 1. Sciatica".
_UNMARKED = frozenset({"A/P", "A&P"})
#: What stands behind the letters of a note in four parts, besides a colon: "S> ...", "O/ ...", "A." on a line of its own.
_LETTERED = re.compile(r" ?>|[/)] |\.[^\S\n]*\n")
#: What stands before the heading of a row and behind it; such a row with the space that opens the next line.
_ROW_START, _COLUMN = re.compile(r"(?:\A|[\n\r])[ \t|]*$"), re.compile(r"(?: {3}[ \t]*+|[ ]?\t[ \t]*+|[ ]?\|[ \t]*+)(?=[^\s|])")
_ROW = re.compile(r"[^\s:|][^:|\n\r\t]{1,24}?(?: {3}|\t|\|)[^\n\r]*+(?:\r\n|\n|\r)([ \t|]*+)(?=[^\s|])")
#: What a letter begins with, under the diagnosis and plan that may head it.
_SALUTATION = re.compile(
    r"(?mi)^[ \t]*(Dear [^\n:]{2,60}(?::|$)|To Whom It May Concern\b"
    r"|(?:Many thanks|Thank you|Thanks)[^\n]{0,20} for (?:asking|referring|sending|your)\b)"
)
#: A line of capitals, but no row of a table that ends in a grade.
_UNKNOWN = re.compile(r"(?m)^[ \t]*+[*#]*+[ \t]*+(?![^\n]*\d[+-]?/\d[+-]?[ \t]*$)([A-Z][A-Z0-9/&,' ().-]{3,60}?)\s*(?::|$)")
#: A word in small letters, which a note all in capitals has none of but units ("mg").
_SMALL, _COLON = re.compile(r"[a-z]{4}"), re.compile(r"[A-Z0-9/&,' ().-]{3,70}:")


def parts_of_headings(heading: SectionHeading) -> Iterator[tuple[str, ...]]:
    """The words and signs, in lower case, of each way to write one of the headings: headings with the same ones are the same."""
    for words in (words for phrase in heading.headings for words in expand(phrase)):
        yield tuple(part for word in words for part in _parts_of_word(word))


def _parts_of_word(word: str) -> list[str]:
    return _PART.findall(word.lower())


class Sections:
    """The component: finds headings and the span of text that each opens."""

    def __init__(self, headings: Iterable[SectionHeading], spoken: frozenset[str] = _SPOKEN) -> None:
        rules = [SectionRule(phrase, heading.category) for heading in headings for phrase in heading.headings]
        self._rules = {f"{number:06}": rule for number, rule in enumerate(rules)}  # of phrases with the same words the last one counts
        self._headings = Automaton(((key, [parts_of(rule.literal)]) for key, rule in self._rules.items()), _parts_of_word)
        self._spoken = spoken

    def __call__(self, doc: Doc) -> Doc:
        text = note_text(doc)
        offsets = doc.to_array("IDX").tolist() if len(doc) else []
        opened = {bisect_right(offsets, place) - 1: category for place, category in self.openings(text)}
        doc.spans[SECTIONS] = _spans(doc, sorted(opened.items()))
        return doc

    @lru_cache(maxsize=2)  # noqa: B019 - asked for twice or thrice while one note is read, of one component and another
    def openings(self, text: str) -> list[tuple[int, str]]:
        """The headings of a text, in order: the character that each starts at, and the category of the section that it opens.

        What marks a heading on its line ("- Plan:", "3. Plan") is part of it: else its sentence would begin in the section before.
        """
        unknown, places = _places(text)
        greetings = {match.start(1) for match in _SALUTATION.finditer(text)}
        found = dict.fromkeys([*unknown, *sorted(greetings)], NO_SECTION)
        for start in places:
            category = self._category_at(text, start)
            if category is not None:
                found[start] = category
        for start in measured_lines(text):
            found.setdefault(start, _VITALS)
        found = settle_problem_lists(text, settle_tellings(text, found, set(unknown), NO_SECTION))
        for start in [start for start, category in found.items() if category in _ON_ROW]:
            if (row_end := _end_of_row(text, start)) is not None:
                found.setdefault(row_end, NO_SECTION)
        opened = _without_lines(text, sorted(found.items()), set(unknown) - greetings)
        settled = _settle_systems(text, _without_told(text, _settle_titles(text, opened)))
        return [(_with_marks(text, start), category) for start, category in _closed(text, list(with_unheaded(text, settled)))]

    def _category_at(self, text: str, start: int) -> str | None:
        """The category of the longest heading that stands at a character; None when none does."""
        begun, end, category = None, start, None
        while (part := _PART.match(text, end)) and (begun := self._headings.after(begun, part.group(1).lower())):
            end = part.end()
            if not begun.keys:
                continue
            named = self._rules[begun.keys[-1]].category
            measured = named == _VITALS
            spoken = named in self._spoken or (named in _SPOKEN_FIRST and text[start].isupper())
            columned = named not in _OF_TESTS and _is_columned(text, start, end)
            if columned or _is_heading(text, start, end, spoken=spoken) or (measured and _is_measured(text, start, end)):
                category = named
        return category


@lru_cache(maxsize=1)
def _places(text: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The characters of a text at which headings that no rule names start, and those at which any heading can start."""
    top = _AT_TOP.match(text)
    starts = [*([top.end()] if top else []), *(match.end() for match in _BEGIN.finditer(text))]
    return tuple(_unknown_headings(text)), tuple(start for start in starts if _LETTER.match(text, start))


def _is_heading(text: str, start: int, end: int, *, spoken: bool) -> bool:
    """Whether the phrase at these characters (half-open), where a heading can stand, looks like one; ``spoken`` ones may end in a stop."""
    rest = text[end : end + 90]
    before = text[max(0, start - _LINE_REACH) : start]
    first = "\n" in before or "\r" in before or not (before.strip(_BLANK) or text[:start].strip(_BLANK))
    written = text[start:end].isupper() or (spoken and first and end > start + 2 and _SPOKEN_END.match(rest) is not None)
    stopped = (
        (rest.startswith(".") or _SPOKEN_END.match(rest) is not None) and written and end > start + 1
    )  # one letter and a stop is an initial
    lettered = first and end == start + 1 and text[start:end].isupper() and _LETTERED.match(rest) is not None
    lettered = lettered or (first and text[start:end] in _UNMARKED and rest.startswith(" "))
    if _GOES_ON.match(rest) or not (_AFTER.match(rest) or stopped or lettered):
        return False
    return first or rest.lstrip("*_ ").startswith(":")


def _is_columned(text: str, start: int, end: int) -> bool:
    """Whether the phrase at these characters heads a row, a wide gap, a tab or a bar behind it: "PMH        gout, sciatica 2010"."""
    return _ROW_START.search(text, max(0, start - _LINE_REACH), start) is not None and _COLUMN.match(text, end) is not None


def _end_of_row(text: str, start: int) -> int | None:
    """Where the line below a heading with its text in a column begins, when it is no deeper than the heading; None for other headings."""
    opens = _ROW_START.search(text, max(0, start - _LINE_REACH), start) is not None
    row = _ROW.match(text, start) if opens else None
    if row is None:
        return None
    depth = start - max(text.rfind("\n", 0, start), text.rfind("\r", 0, start)) - 1
    return row.end() if len(row[1].expandtabs()) <= depth else None


def _with_marks(text: str, start: int) -> int:
    """Where the marks before a heading begin, when nothing else stands before it on its line."""
    marks = _MARKS.search(text, max(0, start - _LINE_REACH), start)
    return marks.start() if marks else start


def _is_measured(text: str, start: int, end: int) -> bool:
    """Whether the phrase at these characters opens a line of vital signs: "VS 134/82 p70"."""
    before = text[max(0, start - _LINE_REACH) : start]
    return ("\n" in before or "\r" in before) and is_measured(text, start, end)


def _unknown_headings(text: str) -> Iterator[int]:
    """The starts of capital lines that look like headings but that no rule names; they end the section before."""
    for match in _UNKNOWN.finditer(text):
        if " " in match.group(1).strip():
            yield match.start(1)


def _without_lines(text: str, opened: list[tuple[int, str]], unknown: Set[int]) -> list[tuple[int, str]]:
    """The sections of a note all in capitals: a line without a colon is an unknown heading there only behind what is past or another's."""
    if _SMALL.search(text) is not None:
        return opened
    lines = {start for start in unknown if not _COLON.match(text, start)}
    kept: list[tuple[int, str]] = []
    for start, category in opened:
        if start not in lines or category != NO_SECTION or (kept and kept[-1][1] in RECORDED):
            kept.append((start, category))
    return kept


def _settle_titles(text: str, opened: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """The sections with the titles of notes told apart, which open none, from where a plan for a visit or the results of a study begin.

    A title stands on a line of its own before any sentence, with a note below it: of a visit, more than the plan for one that a line tells;
    of a study, one with a heading for its results.
    """
    settled: list[tuple[int, str]] = []
    last_results = max((start for start, category in opened if category == _CONDUCTION), default=-1)
    at_top = True
    for number, (start, category) in enumerate(opened):
        if category in (_VISIT, _CONDUCTION):
            first = at_top and start <= _TOP and _BEGUN.search(text, 0, start) is None
            titled = first and (_TITLE_ENDS.match(text, start) is not None or _opens_story(text, start))
            if category == _VISIT:
                category = NO_SECTION if titled and (number + 1 < len(opened) or _has_story(text, start)) else _PLAN
            elif titled and start < last_results:
                category = NO_SECTION
        at_top = at_top and category == NO_SECTION
        settled.append((start, category))
    return settled


def _opens_story(text: str, start: int) -> bool:
    """Whether a title is dictated right before the story of a patient: "Electrodiagnostic consultation. This woman has ..."."""
    title = _TITLE_SAID.match(text, start)
    return title is not None and _TELLS.search(text, title.end(), title.end() + _STORY_REACH) is not None


def _has_story(text: str, start: int) -> bool:
    """Whether a note without further headings tells in sentences of more than one paragraph or line below a title."""
    return len(_BEGUN.findall(text, start)) > 1


def _without_told(text: str, opened: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """The sections without a treatment that a history goes on to tell of in its line: "Back pain daily. Treatment: 24 PT visits"."""
    last = max((start for start, category in opened if category in _BEHIND), default=-1)
    kept: list[tuple[int, str]] = []
    for start, category in opened:
        told = category == "plan" and start < last and kept and kept[-1][1] in _STORY and _TREATED.match(text, start)
        if not (told and _IN_LINE.search(text, max(0, start - _LINE_REACH), start)):
            kept.append((start, category))
    return kept


def _settle_systems(text: str, opened: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """The sections with each body system's name given the category that it has where it stands, and "today" where it ends what is past.

    A system whose own words are the patient's answer is one of a review; those behind it are what they would be without it.
    """
    settled: list[tuple[int, str]] = []
    examined = any(category == EXAM for _, category in opened)
    kept = _WITH_SYSTEMS | PRESENT_ILLNESS if examined else _WITH_SYSTEMS
    ahead = examined
    before = NO_SECTION
    for start, category in opened:
        ahead = ahead and category != EXAM
        if category == PRESENT:
            if before not in RECALLED:
                continue
            category = TOLD
        if category == SYSTEM and before not in kept and before != EXAM and heads_complaint(text, start):
            category = TOLD
        elif category == SYSTEM:
            joined = before in _RECALLED_OR_TOLD and _JOINED.match(text, start)
            category = before if joined or before in kept or (ahead and before == NO_SECTION) else EXAM
            if category != before and _ANSWERED.match(text, start):
                settled.append((start, _ASKED))
                continue
        before = category
        settled.append((start, category))
    return settled


def _closed(text: str, opened: list[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """The sections with those that are told on the line of their heading closed at the paragraph's end, or where they say "none".

    So is a diagnosis or plan over all that a letter tells ("Diagnosis: sciatica / Plan: naproxen", and then the story), and a plan before
    another day's entry.
    """
    ends = [*(start for start, _ in opened[1:]), len(text)]
    for (start, category), end in zip(opened, ends, strict=False):
        yield start, category
        if category in RECORDED and (nothing := _NOTHING.match(text, start, end)):
            yield nothing.end(), NO_SECTION
            continue
        headed = category in _LETTER_HEADS and start <= _TOP and _LETTER_HEADS[category].search(text, 0, start) is None
        told = _LINE_TOLD.match(text, start, end) if headed or category in _ON_LINE else None
        if told is not None and headed and not _TELLS.search(text, told.end(), told.end() + _STORY_REACH):
            told = None
        if told is not None and told.end() < end:
            yield told.end(), NO_SECTION
        elif category == _PLAN and (entry := next_entry(text, start, end)) is not None:
            yield entry, NO_SECTION


def _spans(doc: Doc, opened: list[tuple[int, str]]) -> list[Span]:
    ends = [*(start for start, _ in opened[1:]), len(doc)]
    return [Span(doc, start, end, label=category) for (start, category), end in zip(opened, ends, strict=False)]


@Language.factory("rootnote_sections", assigns=["doc.spans"], default_config={"rules": "sections.toml"})
def make_sections(nlp: Language, name: str, rules: str) -> Sections:
    """The section component, with the headings of a file in ``data/rules``."""
    return Sections(read_rules(RULES / rules, SectionHeading, table="section"))
