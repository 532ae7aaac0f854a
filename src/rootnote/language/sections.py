"""Sections: medspaCy's section rules with our headings, and our test of what a heading looks like.

A phrase matcher finds the phrases (medspaCy's own prunes them by recursion, and warns of kinds of rules that it has none of). A phrase is
a heading only at the start of a line (or after a full stop, before a colon), followed by a colon, a dash or the end of the line, or written
in capitals. Sections are spans in ``doc.spans["sections"]`` with the category as label.
"""

import re

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span

from rootnote.language.engine import SectionRule
from rootnote.language.rulefile import RULES, SectionHeading, expand, read_rules
from rootnote.language.sentences import note_text

SECTIONS = "sections"
#: The category of text before the first heading or under a heading that no rule names.
NO_SECTION = "none"

#: The category of a body system's name: it goes on with one of these sections, and else heads an examination.
SYSTEM, EXAM = "system", "exam"
_WITH_SYSTEMS = frozenset({"ros", "imaging"})

_BEFORE = re.compile(r"(?:^|[\r\n]|[.;]\s)[\s#*_•>\d.)-]*$")
_AFTER = re.compile(r"[*_ ]*(?:\([^)\n]{0,60}\)|[A-Z0-9 #/&-]{0,24})?[*_ ]*(?:[:\r\n]|[-–—]\s|$)")
#: A line of capitals, but no row of a table that ends in a grade.
_UNKNOWN = re.compile(r"(?m)^[ \t]*+[*#]*+[ \t]*+(?![^\n]*\d[+-]?/\d[+-]?[ \t]*$)([A-Z][A-Z0-9/&,' ().-]{3,60}?)\s*(?::|$)")


class Sections:
    """The component: finds headings and the span of text that each opens."""

    def __init__(self, nlp: Language, headings: tuple[SectionHeading, ...]) -> None:
        phrases = [(words, heading.category) for heading in headings for phrase in heading.headings for words in expand(phrase)]
        self._matcher = PhraseMatcher(nlp.vocab, attr="LOWER")
        self._rules: dict[int, SectionRule] = {}
        for number, (words, category) in enumerate(phrases):
            rule, name = SectionRule(" ".join(words), category), f"{SECTIONS}.{number}"
            self._rules[nlp.vocab.strings.add(name)] = rule
            self._matcher.add(name, [nlp.make_doc(rule.literal.lower())])

    def __call__(self, doc: Doc) -> Doc:
        text = note_text(doc)
        opened: dict[int, tuple[int, str]] = {start: (start, NO_SECTION) for start in _unknown_headings(doc, text)}
        for match_id, start, end in sorted(self._matcher(doc), key=lambda match: (match[1], match[2])):
            title = doc[start:end]
            if _is_heading(text, title.start_char, title.end_char):
                opened[start] = (start, self._rules[match_id].category)
        doc.spans[SECTIONS] = _spans(doc, _settle_systems([opened[start] for start in sorted(opened)]))
        return doc


def _is_heading(text: str, start: int, end: int) -> bool:
    """Whether the phrase at these characters (half-open) stands where a heading stands and looks like one."""
    if not _BEFORE.search(text, max(0, start - 12), start):
        return False
    at_line = start == 0 or "\n" in text[max(0, start - 12) : start] or "\r" in text[max(0, start - 12) : start] or not text[:start].strip()
    rest = text[end : end + 90]
    if _AFTER.match(rest) is None and not (rest.startswith(".") and text[start:end].isupper()):
        return False
    return at_line or rest.lstrip("*_ ").startswith(":")


def _unknown_headings(doc: Doc, text: str) -> list[int]:
    """Token indices of capital lines that look like headings but that no rule names; they end the section before."""
    found = []
    for match in _UNKNOWN.finditer(text):
        span = doc.char_span(match.start(1), match.end(1), alignment_mode="expand")
        if span is not None and " " in match.group(1).strip():
            found.append(span.start)
    return found


def _settle_systems(opened: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """The sections with each body system's name given the category that it has where it stands."""
    settled: list[tuple[int, str]] = []
    for start, category in opened:
        if category == SYSTEM:
            category = settled[-1][1] if settled and settled[-1][1] in _WITH_SYSTEMS else EXAM
        settled.append((start, category))
    return settled


def _spans(doc: Doc, opened: list[tuple[int, str]]) -> list[Span]:
    ends = [*(start for start, _ in opened[1:]), len(doc)]
    return [Span(doc, start, end, label=category) for (start, category), end in zip(opened, ends, strict=False)]


@Language.factory("rootnote_sections", assigns=["doc.spans"], default_config={"rules": "sections.toml"})
def make_sections(nlp: Language, name: str, rules: str) -> Sections:
    """The section component, with the headings of a file in ``data/rules``."""
    return Sections(nlp, read_rules(RULES / rules, SectionHeading, table="section"))
