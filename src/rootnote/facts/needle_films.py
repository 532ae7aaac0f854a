"""Films of an instrument that was put in to find the level ("a needle was placed and an x-ray showed it at L4-5"), or of screws just set.

Source: annotation guide, clarifications 8 and 18: a film of needles or screws tells no result.
"""

from __future__ import annotations

import re

from rootnote.facts.reading import Reading, Target
from rootnote.language.labels import PASSAGES, STRUCTURAL

#: The value of the name of a test that may be such a film.
_FILM = "xray"
#: An instrument as it is put in, as a film is said to be of it, and as the film shows it.
_INSTRUMENT = r"(?:needle|marker|clamp|kocher|towel clip|penfield|probe|curette|instrument)s?"
_PUT = re.compile(
    rf"\b{_INSTRUMENT}\s+(?:(?:was|were|is)\s+)?(?:then\s+)?"
    r"(?:placed|put|inserted|introduced|passed|attached|positioned|left|set|advanced|walked|guided|steered|directed|driven|slid|brought|taken)\b",
    re.I,
)
#: Sentences looked back over for the instrument, where the film tells of no disc or canal.
_BACK, _OF_SPINE = 3, STRUCTURAL | PASSAGES | {"DISC_SPACE", "LEVEL"}
_FILMED = re.compile(rf"\w+\s+(?:of|with)\s+(?:the|a|our)\s+(?:spinal\s+)?{_INSTRUMENT}\b", re.I)
_SEEN = re.compile(
    r"\b(?:show|confirm|demonstrat|reveal|verif|plac|locat)\w{0,4}\s+(?:that\s+)?(?:the|a|our|us|we)\s+"
    rf"(?:(?:spinal\s+)?{_INSTRUMENT}|position|were|to\s+be\s+(?:at|on))\b",
    re.I,
)
#: Implants as they are put in, and a film taken at the end that shows where they are.
_SET = re.compile(
    r"\b(?:screws?|rods?|cages?|plates?|implants?|spacers?|interbod\w+)\b[^.;]{0,24}\s(?:were|was|are)\s+(?:then\s+)?"
    r"(?:placed|put|inserted|introduced|positioned|set|advanced|driven|seated|tapped|impacted|locked|tightened)\b",
    re.I,
)
_WELL_PLACED = re.compile(
    r"[^.;]{0,30}\b(?:show|confirm|demonstrat|reveal|verif|look)\w{0,4}\s+(?:that\s+)?"
    r"(?:(?:the|all|both|our|good|satisfactory|excellent|proper|correct|acceptable)\s+){0,3}"
    r"(?:them|it|everything|all|both|screws?|hardware|implants?|rods?|cages?|constructs?|instrumentation|placement|position(?:ing)?|alignment)\b"
    r"[^.;]{0,30}\b(?:seated|positioned|position|placed|placement|located|location|hardware|screws|implants|cages?)\b",
    re.I,
)


def is_of_needle(reading: Reading, film: Target) -> bool:
    """Whether the name of a test is that of a film of an instrument or implant, put in in its sentence or one before."""
    if film.value != _FILM:
        return False
    sentence = reading.sentence_of(film)
    back = 1 if sentence.has(*_OF_SPINE) else _BACK
    earlier = reading.sentences[max(0, sentence.number - back) : sentence.number]
    start = next((one.start for one in earlier if one.section == sentence.section), earlier[-1].start if earlier else sentence.start)
    if _PUT.search(reading.text, start, film.start) or _FILMED.match(reading.text, film.start, sentence.end):
        return True
    if _SET.search(reading.text, start, film.start) and _WELL_PLACED.match(reading.text, film.end, sentence.end):
        return True
    return _SEEN.search(reading.text, film.end, sentence.end) is not None
