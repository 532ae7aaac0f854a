"""The tokenizer: spaCy's English one, with the compounds of spine notes kept whole.

Levels ("L4-5", "L5/S1", "L45", "L3-4-5"), grades ("4+/5", "2+/4"), "R>L", "w/", "c/w" and "s/p" are single tokens. Offsets are
spaCy's own: the text is never changed.
"""

import re
from collections.abc import Callable, Mapping

from spacy.lang.en import English
from spacy.language import Language
from spacy.symbols import ORTH
from spacy.tokenizer import Tokenizer
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex, registry

_DASH = "[-‐‑–—/]"
_SLASH = r"(?<=[A-Za-z])/(?=[A-Za-z0-9])|(?<=[0-9])/(?=[A-Za-z])"  # between digits it is a grade's or a date's
_SIGN = r"\([+-]\)"
#: Anchored itself: of a tokenizer on disk spaCy keeps the pattern, and not that it is to match the whole word.
_WHOLE = re.compile(
    rf"""(?ix) (?:
    (?! \S*(\d) / [ls]\1 \Z )                            # L5-S1/S1: a level and a root
    [ctls]-?\d{{1,2}} (?: {_DASH} [ctls]?\d{{1,2}} )+    # L4-5, L-4/5, L5/S1, L3-4-5, T12-L1
  | [ctls]\d{{1,2}} [ls]\d                                # L5S1
  | [cls]\d{{1,3}} | t\d{{1,2}}                           # L5, L45
  | [ls]-\d                                               # L-5
  | \d[+-]? (?: -\d[+-]? )? / \d{{1,2}} [+-]?             # 4+/5, 5-/5, 2+/4, 3-4/5
  | \+\d | \d\+                                           # +2, 2+
  | \d-\d                                                 # 3-4, in a list of levels
  | (?:19|20)\d\d-\d\d-\d\d | \d{{1,2}}-\d{{1,2}}-(?:19|20)\d\d   # 2020-03-14, 3-14-2020
  | [rl]>{{1,2}}[rl] | [rl]=[rl]
  | \S{{200,}}                                            # no word: rules of dashes; taking it apart would take quadratic time
  ) \Z"""
)
_ABBREVIATIONS = (
    "w/",
    "w/o",
    "c/w",
    "s/p",
    "h/o",
    "r/o",
    "2/2",
    "b/l",
    "d/t",
    "s/t",
    "f/u",
    "c/o",
    "y/o",
    "2°",
    "c̄",
    "n/t",
    "p/w",
    "r/o'd",
    "a/p",
    "b/c",
    "assoc.",
    "mr.",
    "mrs.",
    "dr.",
    "drs.",
    "w/out",
    "(-)",
    "(+)",
    "+/-",
    "p!",
    "–ve",
    "−ve",
    "—ve",
    "elec.",
)

#: Signs that a hurried hand glues to the word behind them: those that end inside of a run of letters ("s/pfusion", "d/tHNP"), and of others
#: any ("w/radiculopathy", "2/2HNP"). "w/o" and "b/l" are cut off only where the rest makes no word with their last letter, as in
#: "w/osteophytes", "b/lower"; other things begin with "w/" too ("w/c", "w/u", "w/in").
GLUED_INSIDE = (
    r"(?:(?i:[hrc]/o|s/[pt]|d/t|f/u|[cp]/w)(?=[A-Za-z])(?!(?i:p|ith)\b)|(?i:b/l(?=[b-df-hj-np-tv-z]))"
    r"|(?i:w/o(?=any|claud|compress|deficit|evid|fract|hernia|imping|improv|leg|myelop|nerve|neuro|numb|pain|radic|relief|sciat|signif|stenos"
    r"|tingl|weak)))"
)
_GLUED = (
    GLUED_INSIDE,
    r"(?i:[hrc]/o|s/[pt]|d/t|f/u|[cp]/w|b/l)(?=[0-9(])",
    r"(?i:w/)(?=[A-Za-z0-9(+~?])(?!(?i:o|(?![lr])[a-z]|in|out|r/t|hold\w*|dr[ae]w\w*)\b)",
    r"2/2(?=[A-Za-z(])",
    r"2°(?=[A-Za-z(])",
)

#: A closing bracket, and the mark or dash behind it: "X-ray (3/24)—osteophytes".
_BRACKETS = (r"\)(?=[,;]?\w|[–—])", r"(?<=\))[,;](?=\w)", r"(?<=\))[–—]")
#: A ticked box and the answer glued to it: "[X]Neg".
_BOX = r"(?<=[xX✓✔])\](?=\w)"
#: An arrow between words ("pain->foot"), cut as one with spaces is: "pain -> foot".
_ARROW = (r"(?<=[A-Za-z])[-=](?=>)", r"(?<=[A-Za-z][-=])>", r"(?<=[A-Za-z])→(?=[A-Za-z])")

#: The sign of a positive test glued to its angle ("+45"), and what parts a result from it: "pos@45".
_SIGNED = r"\+(?=\d{2}(?!\d))"
_AT = r"(?<=[A-Za-z+)])@(?=\d)"
#: The bar between two cells of a table, with or without a space: "extrusion|left S1".
_BAR = r"\|"
#: What tells a contraction that has no other meaning in capitals.
_CONTRACTED = re.compile(r"['’]|n(?:o)?t\Z")


@registry.tokenizers("rootnote.Tokenizer.v1")
def make_tokenizer() -> Callable[[Language], Tokenizer]:
    """A function that gives the tokenizer for a pipeline."""
    return build_tokenizer


def build_tokenizer(nlp: Language) -> Tokenizer:
    """The tokenizer for one pipeline."""
    defaults = English.Defaults
    suffixes = [s for s in defaults.suffixes or [] if s != r"(?<=[0-9])\+"] + [
        "[°º]",
        r"(?<=[0-9])cm",
        r"(?<=[>=][A-Za-z])[.,]",
        r"(?<=/[LRlr])\.",
        r"(?<=[0-9][DW])\.",
        r"(?<=['’]S)\.",
        _SIGN,
        _BAR,
    ]
    tokenizer = Tokenizer(
        nlp.vocab,
        rules=_exceptions(defaults.tokenizer_exceptions or {}),
        prefix_search=compile_prefix_regex([_SIGN, _SIGNED, *_GLUED, *(defaults.prefixes or []), r"[~?<>=↑↓]", _BAR]).search,
        suffix_search=compile_suffix_regex(suffixes).search,
        infix_finditer=compile_infix_regex(
            [*(defaults.infixes or []), r"(?<=[A-Za-z0-9])[>=:;](?=[A-Za-z0-9])", *_BRACKETS, _BOX, *_ARROW, _AT, _SLASH, _BAR]
        ).finditer,
        token_match=_WHOLE.match,
    )
    for text in _ABBREVIATIONS:
        for form in {text, text.upper(), text.capitalize()}:
            tokenizer.add_special_case(form, [{ORTH: form}])
    return tokenizer


def _exceptions(english: Mapping[str, list[dict[int, str]]]) -> dict[str, list[dict[int, str]]]:
    """The English exceptions that notes need, contractions also in capitals: "CANNOT", "DOESN'T", and not "IM" or "ID"."""
    kept = {text: tokens for text, tokens in english.items() if not _is_clock(text)}
    contracted = {text: tokens for text, tokens in kept.items() if len(tokens) > 1 and _CONTRACTED.search(text)}
    return {text.upper(): [{ORTH: token[ORTH].upper()} for token in tokens] for text, tokens in contracted.items()} | kept


def _is_clock(text: str) -> bool:
    """English exceptions such as "8am" split numbers from units; notes need neither."""
    return text[:1].isdigit()
