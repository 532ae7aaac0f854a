"""Notes as damage makes them: real text put through what scanners, interfaces, templates and hurried hands do to it.

A mutated note depends on a seed, its number and the notes that it is made of, and on nothing else.
"""

from __future__ import annotations

import html
import os
import re
import textwrap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import TypeAlias

from rootnote.source import Note, read_notes

CHECKOUT = Path(__file__).parents[2]
SHARED = Path(os.environ.get("ROOTNOTE_SHARED", CHECKOUT.parent / "shared")) / "notes"
SOURCES = (CHECKOUT / "annotations" / "notes", SHARED / "dev", SHARED / "corpus.jsonl.gz")

_LONGEST = 60_000

_TERMS = """
    L4-5 L5-S1 L5/S1 T12-L1 C5-6 L6-S1 S1-S2 L5 S1 s1 T1 left right bilateral L R no not denies without negative never possible ? r/o
    radiculopathy radiculitis sciatica herniation HNP stenosis spondylosis 5/5 4-/5 0/4 2+ 1+ SLR EHL Achilles ankle due to from secondary
    and/or , ; : Impression: PLAN: EXAM: history of unchanged MRI EMG 6 weeks since 2019 normal absent family mother
"""

Operator: TypeAlias = Callable[[Random, str], str]


@dataclass(frozen=True, slots=True)
class Mutant:
    """A mutated note, its number, and the operators that made it, in their order."""

    number: int
    operators: tuple[str, ...]
    text: str


@cache
def real_notes() -> tuple[tuple[str, ...], ...]:
    """The texts of each source that is here; the project's own notes always are."""
    found = (tuple(note.text for note in read_notes([source]) if isinstance(note, Note)) for source in SOURCES if source.exists())
    return tuple(texts for texts in found if texts)


def mutant(seed: int, number: int, sources: Sequence[Sequence[str]]) -> Mutant:
    """The mutated note of this number: one of the texts, perhaps spliced with another one, after one to four operators."""
    chosen = Random(f"{seed} {number}")  # noqa: S311
    text = chosen.choice(chosen.choice(sources))
    names = chosen.sample(list(OPERATORS), chosen.randint(1, 4))
    if chosen.random() < 0.15:
        text = spliced(chosen, text, chosen.choice(chosen.choice(sources)))
        names.insert(0, "spliced")
    for name in names:
        text = OPERATORS[name](chosen, text)[:_LONGEST] if name != "spliced" else text
    return Mutant(number, tuple(names), text)


def spliced(chosen: Random, text: str, other: str) -> str:
    """Sentences of two notes in turns."""
    mine, theirs = (re.split(r"(?<=[.:;\n])(?=\s)", each) for each in (text, other))
    mixed = []
    while mine and theirs:
        for source in (mine, theirs):
            count = chosen.randint(1, 4)
            mixed += source[:count]
            del source[:count]
    return "".join(mixed)


def truncated(chosen: Random, text: str) -> str:
    """What stands before, after or between any two characters."""
    start, end = sorted(chosen.randrange(len(text) + 1) for _ in range(2))
    return chosen.choice([text[:end], text[start:], text[start:end]])


def line_ends_swapped(chosen: Random, text: str) -> str:
    """Line ends of another system, of a word processor or a terminal, or several kinds at once."""
    kinds = ["\r\n", "\r", "\n\r", "\u2028", "\u2029", "\x85", "\f", "\v", "\n\n\n", "\\n", "<br>", " "]
    if chosen.random() < 0.3:
        return re.sub(r"\n", lambda _: chosen.choice(kinds), text)
    return text.replace("\n", chosen.choice(kinds))


def mojibake(chosen: Random, text: str) -> str:
    """UTF-8 read as one of the old code pages, once or twice."""
    text = punctuation_swapped(chosen, text)
    for _ in range(chosen.randint(1, 2)):
        text = text.encode().decode(chosen.choice(["cp1252", "latin-1", "cp437", "mac_roman"]), errors="replace")
    return text


def encoding_lost(chosen: Random, text: str) -> str:
    """All that is not ASCII, and some that is, as a replacement character or a question mark."""
    lost = chosen.choice(["\ufffd", "?", "\ufffd\ufffd", "\x1a"])
    return "".join(lost if not one.isascii() or chosen.random() < 0.01 else one for one in text)


def spacing_changed(chosen: Random, text: str) -> str:
    """Spaces gone, doubled, or of another kind."""
    kinds = ["", "", "  ", "\t", "\u00a0", "\u2009", "\u202f", "\u3000", "\u200b", "\u2060", "\u00ad", " \n", "     "]
    share = chosen.choice([0.02, 0.2, 1.0])
    kind = chosen.choice(kinds)
    mixed = chosen.random() < 0.5
    return re.sub(r"[ \t]+", lambda space: space[0] if chosen.random() > share else chosen.choice(kinds) if mixed else kind, text)


def case_changed(chosen: Random, text: str) -> str:
    """Capitals, small letters, or letters of both kinds in no order."""
    return chosen.choice([str.upper, str.lower, str.title, str.swapcase, lambda all_: _each(chosen, all_, 0.1, str.swapcase)])(text)


def punctuation_swapped(chosen: Random, text: str) -> str:
    """Hyphens, quotation marks, slashes and dots as other programs write them, or left out."""
    others = {
        "-": ["\u2010", "\u2011", "\u2012", "–", "—", "\u2212", "\u00ad", "--", " - ", "", "/", "~"],
        "'": ["’", "‘", "`", "´", "\u2032", "", "''"],
        '"': ["“", "”", "„", "«", "''", ""],
        "/": ["\u2044", "\u2215", "\\", " / ", "//", "|"],
        ".": ["", "。", "…", " .", "..", "·", ","],
        ",": ["", ";", "，", " ,", "\u060c"],
        ":": ["", "：", ";", " :", "::", "="],
        "+": ["＋", "plus", "", "++"],
    }
    swaps = {one: chosen.choice(kinds) for one, kinds in others.items() if chosen.random() < 0.5}
    return "".join(swaps.get(one, one) for one in text)


def misread(chosen: Random, text: str) -> str:
    """Characters that a scanner takes for each other."""
    pairs = ["l1", "I1", "O0", "o0", "S5", "s5", "B8", "Z2", "G6", "ec", "nr", "tf", "aо", "ij"]
    confused = {one: pair.replace(one, "") for pair in pairs for one in pair}
    confused |= {"m": "rn", "w": "vv", "d": "cl", "é": "e", "5": "§"}
    return _each(chosen, text, chosen.choice([0.005, 0.05, 0.5]), lambda one: confused.get(one, one))


def mistyped(chosen: Random, text: str) -> str:
    """Letters left out, doubled, or changed for their neighbours."""
    return _each(chosen, text, 0.02, lambda one: chosen.choice(["", one * 2, chr(ord(one) ^ 1) if " " < one < "~" else one]))


def words_moved(chosen: Random, text: str) -> str:
    """Words dropped, doubled or in another order."""
    words = re.split(r"(\s+)", text)
    places = range(0, len(words), 2)
    match chosen.choice(["dropped", "doubled", "shuffled"]):
        case "dropped":
            return "".join(one for place, one in enumerate(words) if place % 2 or chosen.random() > 0.1)
        case "doubled":
            return "".join(one if place % 2 or chosen.random() > 0.1 else f"{one} {one}" for place, one in enumerate(words))
    start = chosen.randrange(len(places))
    span = places[start : start + chosen.choice([5, 30, len(places)])]
    moved = [words[place] for place in span]
    chosen.shuffle(moved)
    for place, word in zip(span, moved, strict=True):
        words[place] = word
    return "".join(words)


def lines_moved(chosen: Random, text: str) -> str:
    """Lines in another order, as when columns of a page are read across."""
    lines = text.splitlines(keepends=True)
    chosen.shuffle(lines)
    return "".join(lines)


def terms_put_in(chosen: Random, text: str) -> str:
    """Words replaced by levels, roots, sides, negations and other words that rules look for."""
    share = chosen.choice([0.02, 0.2, 0.9])
    return re.sub(r"\S+", lambda word: chosen.choice(_TERMS.split()) if chosen.random() < share else word[0], text)


def characters_put_in(chosen: Random, text: str) -> str:
    """Characters that nobody sees or expects: marks of direction, NULs, escapes, byte order marks, combining signs, emoji."""
    kinds = ["\0", "\ufeff", "\ufffd", "\u202e", "\u202d", "\u2066", "\u2069", "\u200f", "\u200d", "\x1b[31m", "\x7f", "\u0301", "\u0338"]
    kinds += ["\u20e3", "\ufe0f", "🦴", "👩🏽‍⚕️", "🇺🇸", "\U0010ffff", "\ue000", "\u0130", "ß", "ﬁ", "Ⅴ", "½", "٣", "五"]
    some = chosen.sample(kinds, chosen.randint(1, 5))
    places = sorted(chosen.randrange(len(text) + 1) for _ in range(chosen.choice([1, 5, 50])))
    parts = [text[start:end] for start, end in zip([0, *places], [*places, len(text)], strict=True)]
    return "".join(part + chosen.choice(some) * chosen.choice([1, 1, 20]) for part in parts)


def accents_added(chosen: Random, text: str) -> str:
    """Combining marks on letters, a few or heaps of them."""
    marks = "\u0300\u0301\u0308\u0327\u0336\u0489"
    most = chosen.choice([1, 1, 12])
    return _each(chosen, text, chosen.choice([0.01, 0.3]), lambda one: one + "".join(chosen.choices(marks, k=most)))


def long_tokens(chosen: Random, text: str) -> str:
    """A word of thousands of letters: a picture in base64, a line of dashes, a text that lost its spaces."""
    place = chosen.randrange(len(text) + 1)
    size = chosen.choice([100, 3_000, 20_000])
    kinds = ["x", "-", "_", "=", "/", "A1b+", "no", "5/", "L4-5", "S1", "(", '"', ".", "é", "+"]
    token = chosen.choice([chosen.choice(kinds) * size, re.sub(r"\s+", "", text[place : place + size])])
    return text[:place] + token[:size] + text[place:]


def bulleted(chosen: Random, text: str) -> str:
    """A sign at the start of each line, or of each sentence."""
    sign = chosen.choice(["- ", "* ", "• ", "◦", "1. ", "1) ", "a. ", "(i) ", "[ ] ", "[x] ", "☐ ", "> ", "# ", "--- ", "+ "])
    return re.sub(chosen.choice([r"(?m)^", r"(?<=[.;]) "]), sign, text)


def tabulated(chosen: Random, text: str) -> str:
    """Words in the cells of a table."""
    bar = chosen.choice(["\t", " | ", "|", ",", ";", "    "])
    row = chosen.randint(2, 8)
    words = text.split()
    return "\n".join(bar.join(words[start : start + row]) for start in range(0, len(words), row))


def marked_up(chosen: Random, text: str) -> str:
    """HTML, XML, RTF or Markdown, or what escaping it twice leaves."""
    match chosen.choice(["paragraphs", "escaped", "bold", "rtf", "script"]):
        case "paragraphs":
            return "<html><body>" + "".join(f"<p class='n'>{line}</p>" for line in text.split("\n")) + "</body></html>"
        case "escaped":
            return html.escape(html.escape(text)).replace(" ", "&nbsp;").replace("\n", "&#10;")
        case "bold":
            return re.sub(r"\w+", lambda word: f"<b>{word[0]}</b>" if chosen.random() < 0.2 else word[0], text)
        case "rtf":
            return r"{\rtf1\ansi " + text.replace("\n", "\\par\n") + "}"
    return text.replace(". ", ".<script>alert('no')</script> ", 3)


def repeated(chosen: Random, text: str) -> str:
    """A block that was pasted many times."""
    start = chosen.randrange(len(text) + 1)
    end = start + chosen.choice([10, 100, 1000])
    return text[:end] + text[start:end] * chosen.choice([2, 10, 50]) + text[end:]


def numbers_changed(chosen: Random, text: str) -> str:
    """Digits blown up, other digits, and grades that no scale has."""
    share = chosen.choice([0.1, 1.0])

    def changed(match: re.Match[str]) -> str:
        digits = match[0]
        if chosen.random() > share:
            return digits
        odd = [digits * 6, "999999", "0", f"-{digits}", f"{digits}++++", f"{digits}/0", f"{digits}-{digits}-{digits}", f"{digits}.5", "٣"]
        return chosen.choice([str(chosen.randrange(100)), *odd])

    return re.sub(r"\d+", changed, text)


def wrapped(chosen: Random, text: str) -> str:
    """Lines broken at a width, and words with them."""
    width = chosen.choice([3, 12, 40, 72])
    lines = text.split("\n")
    if chosen.random() < 0.3:
        return "\n".join("-\n".join(line[start : start + width] for start in range(0, len(line), width)) for line in lines)
    return "\n".join("\n".join(textwrap.wrap(line, width)) for line in lines)


def unpunctuated(chosen: Random, text: str) -> str:
    """Dictation without a mark, or without any end of a sentence or line."""
    return re.sub(chosen.choice([r"[^\w\s]", r"[.;:!?]|\n+"]), " ", text)


def _each(chosen: Random, text: str, share: float, change: Callable[[str], str]) -> str:
    """The text with a share of its characters changed."""
    return "".join(change(one) if chosen.random() < share else one for one in text)


OPERATORS: Mapping[str, Operator] = {
    operator.__name__: operator
    for operator in (
        *(truncated, line_ends_swapped, mojibake, encoding_lost, spacing_changed, case_changed, punctuation_swapped),
        *(misread, mistyped, words_moved, lines_moved, terms_put_in, characters_put_in, accents_added, long_tokens),
        *(bulleted, tabulated, marked_up, repeated, numbers_changed, wrapped, unpunctuated),
    )
}
