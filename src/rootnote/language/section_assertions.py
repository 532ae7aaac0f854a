"""What stands in some sections is no word of the patient's own present state, whatever its sentence says.

Source: annotation guide, conditions ("absent": hypothetical, family or risk talk).
"""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence

from spacy.tokens import Doc

from rootnote.language.categories import UNASSERTED
from rootnote.language.placed import Placed
from rootnote.language.sections import SECTIONS

#: What the text of a section is about.
_ABOUT = {**dict.fromkeys(UNASSERTED, "hypothetical"), "family": "family"}
#: Sections in which a sentence may tell the patient what was found.
_TO_READER = frozenset({"instructions"})
_PAST = "historical"


def asserted_by_section(
    doc: Doc, targets: Sequence[Placed], said: Mapping[tuple[int, int], tuple[str, str]], told: Sequence[tuple[int, int]]
) -> dict[tuple[int, int], tuple[str, str]]:
    """Assertion and cue, by tokens, of the targets that a section makes another's or only supposed; those that are past stay so.

    ``targets`` are in order of their start, ``told`` the sentences (tokens, half-open) that tell the patient of the own trouble.
    """
    starts = [target.start for target in targets]
    tellings = [first for first, _ in told]
    found: dict[tuple[int, int], tuple[str, str]] = {}
    for section in doc.spans.get(SECTIONS, ()):
        assertion = _ABOUT.get(section.label_)
        if assertion is None:
            continue
        for target in targets[bisect_left(starts, section.start) : bisect_left(starts, section.end)]:
            own = section.label_ in _TO_READER and _is_within(target.start, tellings, told)
            if not own and said.get((target.start, target.end), ("", ""))[0] != _PAST:
                found[target.start, target.end] = assertion, f"section.{section.label_}"
    return found


def _is_within(token: int, starts: Sequence[int], spans: Sequence[tuple[int, int]]) -> bool:
    """Whether a token lies in one of some spans in order, which begin at ``starts``."""
    last = bisect_right(starts, token)
    return last > 0 and token < spans[last - 1][1]
