"""Films of an instrument that was put in to find the level: "a needle was placed and an x-ray showed it at L4-5".

Source: annotation guide, clarifications 8 and 18: a film of needles or screws tells no result.
"""

from __future__ import annotations

import re

from rootnote.facts.reading import Reading, Target

#: The value of the name of a test that may be such a film.
_FILM = "xray"
#: An instrument as it is put in, as a film is said to be of it, and as the film shows it.
_INSTRUMENT = r"(?:needle|marker|clamp|kocher|towel clip|penfield|probe|curette|instrument)s?"
_PUT = re.compile(
    rf"\b{_INSTRUMENT}\s+(?:(?:was|were|is)\s+)?(?:then\s+)?(?:placed|put|inserted|introduced|passed|attached|positioned|left|set)\b", re.I
)
_FILMED = re.compile(rf"\w+\s+(?:of|with)\s+(?:the|a|our)\s+(?:spinal\s+)?{_INSTRUMENT}\b", re.I)
_SEEN = re.compile(
    r"\b(?:show|confirm|demonstrat|reveal|verif|plac|locat)\w{0,4}\s+(?:that\s+)?(?:the|a|our|us|we)\s+"
    rf"(?:(?:spinal\s+)?{_INSTRUMENT}|position|were|to\s+be\s+(?:at|on))\b",
    re.I,
)


def is_of_needle(reading: Reading, film: Target) -> bool:
    """Whether the name of a test is that of a film of an instrument, told in its sentence or put in in the one before."""
    if film.value != _FILM:
        return False
    sentence = reading.sentence_of(film)
    start = reading.sentences[max(0, sentence.number - 1)].start
    if _PUT.search(reading.text, start, film.start) or _FILMED.match(reading.text, film.start, sentence.end):
        return True
    return _SEEN.search(reading.text, film.end, sentence.end) is not None
