"""Films of an instrument that was put in to find the level ("a needle was placed and an x-ray showed it at L4-5"), or of screws just set.

Source: annotation guide, clarifications 8 and 18: a film of needles or screws tells no result.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from rootnote.facts.reading import Reading, Target
from rootnote.language.labels import PASSAGES, STRUCTURAL
from rootnote.language.notation import one_of
from rootnote.language.rulefile import read_word_sets

#: The value of the name of a test that may be such a film.
_FILM = "xray"
#: Sentences looked back over for the instrument, where the film tells of no disc or canal.
_BACK, _OF_SPINE = 3, STRUCTURAL | PASSAGES | {"DISC_SPACE", "LEVEL"}
_FILE = "films.toml"


class _Words(NamedTuple):
    """The words of ``data/rules/films.toml``."""

    instrument: frozenset[str]
    implant: frozenset[str]
    put: frozenset[str]
    put_instrument: frozenset[str]
    put_implant: frozenset[str]
    showing: frozenset[str]
    placing: frozenset[str]
    shown: frozenset[str]
    good: frozenset[str]
    well: frozenset[str]


class _Patterns(NamedTuple):
    """An instrument as it is put in, as a film is said to be of it, and as the film shows it; implants as they are put in, and a film
    taken at the end that shows where they are.
    """

    put: re.Pattern[str]
    filmed: re.Pattern[str]
    seen: re.Pattern[str]
    set: re.Pattern[str]
    well_placed: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    """The patterns made of ``films.toml``. Raises ``RuleError`` when it has other keys, or no list of words for one."""
    words = read_word_sets(_FILE, _Words)
    instrument = f"(?:{one_of(words.instrument, ' ')})s?"
    return _Patterns(
        put=re.compile(
            rf"\b{instrument}\s+(?:(?:was|were|is)\s+)?(?:then\s+)?(?:{one_of(words.put | words.put_instrument)})\b",
            re.I,
        ),
        filmed=re.compile(rf"\w+\s+(?:of|with)\s+(?:the|a|our)\s+(?:spinal\s+)?{instrument}\b", re.I),
        seen=re.compile(
            rf"\b(?:{one_of(words.showing | words.placing)})\w{{0,4}}\s+(?:that\s+)?(?:the|a|our|us|we)\s+"
            rf"(?:(?:spinal\s+)?{instrument}|position|were|to\s+be\s+(?:at|on))\b",
            re.I,
        ),
        set=re.compile(
            rf"\b(?:(?:{one_of(words.implant)})s?|interbod\w+)\b[^.;]{{0,24}}\s(?:were|was|are)\s+(?:then\s+)?"
            rf"(?:{one_of(words.put | words.put_implant)})\b",
            re.I,
        ),
        well_placed=re.compile(
            rf"[^.;]{{0,30}}\b(?:{one_of(words.showing)}|look)\w{{0,4}}\s+(?:that\s+)?"
            rf"(?:(?:the|all|both|our|{one_of(words.good)})\s+){{0,3}}(?:them|it|everything|all|both|{one_of(words.shown)})\b"
            rf"[^.;]{{0,30}}\b(?:{one_of(words.well)})\b",
            re.I,
        ),
    )


def is_of_needle(reading: Reading, film: Target) -> bool:
    """Whether the name of a test is that of a film of an instrument or implant, put in in its sentence or one before."""
    if film.value != _FILM:
        return False
    sentence = reading.sentence_of(film)
    back = 1 if sentence.has(*_OF_SPINE) else _BACK
    earlier = reading.sentences[max(0, sentence.number - back) : sentence.number]
    start = next((one.start for one in earlier if one.section == sentence.section), earlier[-1].start if earlier else sentence.start)
    patterns = _patterns()
    if patterns.put.search(reading.text, start, film.start) or patterns.filmed.match(reading.text, film.start, sentence.end):
        return True
    if patterns.set.search(reading.text, start, film.start) and patterns.well_placed.match(reading.text, film.end, sentence.end):
        return True
    return patterns.seen.search(reading.text, film.end, sentence.end) is not None
