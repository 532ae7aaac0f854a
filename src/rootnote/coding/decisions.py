"""The steps of a coding decision: what was decided, from what, by which rule, and what sentence would change it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import Annotated

from pydantic import Field

from rootnote.coding.tablefile import STRICT, load_table, require_unique
from rootnote.facts.model import Evidence

DECISION_FILE = "decisions.toml"

#: The most places that a step cites: the first ones, in its order; a run-on list may give hundreds.
MOST_PLACES = 20


@dataclass(frozen=True, slots=True)
class Decision:
    """A rule of the engine, in words, with its source."""

    __pydantic_config__ = STRICT

    id: str
    source: str
    decided: str
    change: str | None = None


@dataclass(frozen=True, slots=True)
class DecisionFile:
    """The file as it is written."""

    __pydantic_config__ = STRICT

    decision: tuple[Decision, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One decision about one note. ``would_change`` is ``None`` where no single sentence would.

    ``evidence`` holds the first ``MOST_PLACES`` places at most, none of them within another.
    """

    rule: Annotated[str, Field(description="The rule of the coding engine.")]
    source: Annotated[str, Field(description="Where the rule comes from: guideline, tabular list, guide or facts.")]
    decided: Annotated[str, Field(description="What was decided, in a sentence.")]
    would_change: Annotated[str | None, Field(description="What would change it; null where no single sentence would.")]
    evidence: Annotated[tuple[Evidence, ...], Field(description=f"The first places that it rests on, at most {MOST_PLACES}.")]


@cache
def load_decisions() -> Mapping[str, Decision]:
    """The decisions by id.

    Raises ``RuleError`` when the file does not fit.
    """
    content = load_table(DECISION_FILE, DecisionFile)
    require_unique(DECISION_FILE, "decision", [row.id for row in content.decision])
    return {row.id: row for row in content.decision}


def take(rule: str, evidence: tuple[Evidence, ...] = (), **fields: str | None) -> Step:
    """The step that a rule makes of this case. A field that is ``None`` (no such code) leaves the change out.

    >>> take("side.stated", side="left", other_side=None).decided
    'The side of the sciatica is left.'
    """
    decision = load_decisions()[rule]
    change = None if decision.change is None or None in fields.values() else decision.change.format_map(fields)
    return Step(rule, decision.source, decision.decided.format_map(fields), change, _first_places(evidence))


def _first_places(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """The first places, in the order given, without those that stand within another."""
    places = dict.fromkeys(evidence)
    outer = set()
    end = -1
    for place in sorted(places, key=lambda place: (place.start, -place.end)):
        if place.end > end:
            outer.add(place)
            end = place.end
    return tuple(islice((place for place in places if place in outer), MOST_PLACES))


def listed(words: Iterable[str], last: str = "and") -> str:
    """The words as a list in a sentence.

    >>> listed(["L3-L4", "L4-L5", "L5-S1"]), listed(["left"]), listed(["L4", "L5"], "or")
    ('L3-L4, L4-L5 and L5-S1', 'left', 'L4 or L5')
    """
    *most, end = [*words] or [""]
    return f"{', '.join(most)} {last} {end}" if most else end


def as_title(name: str) -> str:
    """The name as a sentence begins with it.

    >>> as_title("a disc disorder")
    'A disc disorder'
    """
    return name[:1].upper() + name[1:]
