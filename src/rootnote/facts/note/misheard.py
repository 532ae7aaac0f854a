"""Misspelled and misheard words that a record rests on: read as what they stand for, and said to be so.

Source: facts.md section 6, dictation ("radical apathy", "SI root", "S one"): low confidence, never silent repair.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from rootnote.facts.model import Misheard
from rootnote.facts.reading import Reading, Target
from rootnote.language.rulefile import RULES, read_misheard

_WORD = re.compile(r"[\w'-]+")
#: Rules of phrases that only dictation makes have ids that end so.
_RULE_END = ".misheard"


def find_misheard(reading: Reading, targets: Iterable[Target]) -> tuple[Misheard, ...]:
    """What was read as another word in some targets, in order of offset, each once."""
    found = (one for target in targets for one in _in_target(reading, target))
    return tuple(sorted(dict.fromkeys(found), key=lambda one: (one.evidence.start, one.evidence.end, one.read_as)))


def _in_target(reading: Reading, target: Target) -> Iterator[Misheard]:
    evidence = reading.evidence(target.start, target.end)
    if target.label == "VERTEBRA":
        if target.value not in re.sub(r"[^A-Z0-9]", "", target.text.upper()):
            yield Misheard(target.value, evidence)
    elif target.rule.endswith(_RULE_END):
        yield Misheard(target.value, evidence)
    else:
        spellings = _spellings()
        for match in _WORD.finditer(target.text.lower()):
            if match.group() in spellings:
                yield Misheard(spellings[match.group()], reading.evidence(target.start + match.start(), target.start + match.end()))


@cache
def _spellings() -> dict[str, str]:
    return read_misheard(RULES / "words.toml")
