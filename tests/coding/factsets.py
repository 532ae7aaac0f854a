"""Hand-built NoteFacts: one builder, and the table of fact sets with the codes expected of each."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from rootnote.anatomy import Region, Side
from rootnote.facts.model import (
    Assertion,
    Cause,
    CauseFact,
    Condition,
    ConditionFact,
    Etiology,
    EtiologyFact,
    Evidence,
    Finding,
    FindingKind,
    Laterality,
    LateralityFact,
    LevelFact,
    Mention,
    Misheard,
    NoteFacts,
    PrintedCode,
    RootFact,
)

TABLE = Path(__file__).parent / "factsets.toml"


class Sheet:
    """A note written one statement after the other, so that every evidence is a place in it."""

    def __init__(self) -> None:
        self.text = ""

    def say(self, words: str) -> Evidence:
        """The evidence for words put at the end of the note."""
        start = len(self.text)
        self.text += f"{words}. "
        return Evidence(start, start + len(words), words)


def finding(kind: str, words: str = "", assertion: str = "affirmed", **rest: Any) -> Finding:
    """A finding without a place; ``note`` gives it one."""
    side = Side(rest.pop("side")) if "side" in rest else None
    section = rest.pop("section", "exam")
    words = words or " ".join([kind, assertion, *map(str, rest.values())])
    return Finding(FindingKind(kind), Assertion(assertion), Evidence(0, len(words), words), section, f"test.{kind}", side=side, **rest)


def cause(written: str) -> CauseFact:
    """The cause written as "disc", "disc L4-L5 L5-S1", "spondylosis lumbosacral" or "other:tumor L3-L4", without evidence."""
    name, *places = written.split()
    name, _, kind = name.partition(":")
    regions = [Region(place) for place in places if "-" not in place]
    return CauseFact(Cause(name), tuple(place for place in places if "-" in place), regions[0] if regions else None, kind=kind)


def note(
    *,
    etiology: str | None = None,
    links: Iterable[str] = (),
    candidates: Iterable[str] = (),
    excluded: Iterable[str] = (),
    doubtful: Iterable[str] = (),
    regions: Iterable[str] = (),
    roots: Iterable[str] = (),
    location: str = "",
    laterality: str = "not_stated",
    sciatica_sides: Iterable[str] = (),
    imaging_levels: Iterable[str] = (),
    findings: Iterable[Finding] = (),
    rejected: Iterable[Finding] = (),
    misheard: Iterable[str] = (),
    unattributed: Iterable[str] = (),
    printed: Iterable[str] = (),
    sections: Iterable[str] = ("hpi", "exam", "assessment"),
    note_type: str = "clinic",
    section: str = "assessment",
    **conditions: str,
) -> tuple[NoteFacts, str]:
    """Facts and the text they are in. Conditions are given by name ("absent" when not); roots as "S1" or "S1 left".

    ``misheard`` are the readings of words that were misheard, ``unattributed`` the diseases named as nobody's,
    ``printed`` the codes that stand in the note, with a dash behind one that is left open and "neck" behind one of the neck or arm.
    """
    sheet = Sheet()
    facts: dict[Condition, ConditionFact] = {}
    for condition in Condition:
        status = Assertion(conditions.pop(condition, "absent"))
        said = () if status is Assertion.ABSENT else (Mention(status, sheet.say(f"{status} {condition}"), section, f"test.{condition}"),)
        facts[condition] = ConditionFact(status, said)
    if conditions:
        raise TypeError(f"no such condition: {', '.join(conditions)}")
    radicular = facts[Condition.RADICULOPATHY].status.is_current
    value = Etiology(etiology) if etiology else (Etiology.NOT_STATED if radicular else Etiology.NOT_APPLICABLE)
    side = LateralityFact(Laterality(laterality), () if laterality == "not_stated" else (sheet.say(f"on the {laterality} side"),))
    named = [root.split() for root in roots]
    return NoteFacts(
        note_type=note_type,
        conditions=facts,
        roots=tuple(RootFact(root, Side(rest[0]) if rest else None, (sheet.say(f"root {root}"),)) for root, *rest in named),
        regions=tuple(Region(region) for region in regions),
        location=(sheet.say(location),) if location else (),
        laterality=side,
        sciatica_sides=tuple(Side(one) for one in sciatica_sides),
        imaging_levels=tuple(LevelFact(level, (sheet.say(f"image of {level}"),)) for level in imaging_levels),
        etiology=EtiologyFact(
            value,
            tuple(_causes(sheet, "due to", links)),
            tuple(sheet.say(words) for words in excluded),
            tuple(_causes(sheet, "perhaps from", doubtful)),
        ),
        candidates=tuple(_causes(sheet, "beside", candidates)),
        findings=tuple(replace(one, evidence=sheet.say(one.evidence.text)) for one in findings),
        rejected=tuple(replace(one, evidence=sheet.say(one.evidence.text)) for one in rejected),
        sections=tuple(sections),
        misheard=tuple(Misheard(read_as, sheet.say(f"misheard for {read_as}")) for read_as in misheard),
        unattributed=tuple(sheet.say(f"{name} of nobody") for name in unattributed),
        printed_codes=tuple(_printed(sheet, written, section) for written in printed),
    ), sheet.text


def _printed(sheet: Sheet, written: str, section: str) -> PrintedCode:
    code, _, where = written.partition(" ")
    pointed = code.rstrip("-") if "." in code else f"{code[:3]}.{code[3:]}"
    return PrintedCode(pointed, sheet.say(code.rstrip("-")), section, is_open=code.endswith("-"), is_elsewhere=where == "neck")


def _causes(sheet: Sheet, words: str, written: Iterable[str]) -> Iterator[CauseFact]:
    for one in written:
        yield replace(cause(one), evidence=(sheet.say(f"{words} {one}"),))


@dataclass(frozen=True, slots=True)
class Expected:
    """The codes that a fact set gives in one setting."""

    codes: tuple[str, ...]
    presumed: tuple[str, ...]
    symptom: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FactSet:
    """A row of the table: facts, and the codes in each setting."""

    id: str
    source: str
    facts: NoteFacts
    text: str
    outpatient: Expected
    inpatient: Expected


def read_factsets(path: Path = TABLE) -> tuple[FactSet, ...]:
    """The fact sets of the table. Raises ``ValueError`` for an id that stands twice and ``TypeError`` for a key it does not know."""
    rows = tomllib.loads(path.read_text(encoding="utf-8"))["row"]
    sets = tuple(_fact_set(dict(row)) for row in rows)
    if len({one.id for one in sets}) != len(sets):
        raise ValueError(f"{path.name}: an id stands twice")
    return sets


def _fact_set(row: dict[str, Any]) -> FactSet:
    row_id, source = row.pop("id"), row.pop("source")
    inpatient = row.pop("inpatient", None)
    outpatient = _expected({key: row.pop(key) for key in ("codes", "presumed", "symptom") if key in row})
    findings = [finding(one) if isinstance(one, str) else finding(**one) for one in row.pop("findings", ())]
    facts, text = note(**row, findings=findings)
    return FactSet(row_id, source, facts, text, outpatient, outpatient if inpatient is None else _expected(inpatient))


def _expected(given: Mapping[str, list[str]]) -> Expected:
    """The expectation: ``presumed`` is the same as ``codes`` when it is left out; at least one list must be given."""
    if not given:
        raise ValueError("a row that expects nothing")
    codes = tuple(given.get("codes", ()))
    return Expected(codes, tuple(given.get("presumed", codes)), tuple(given.get("symptom", ())))
