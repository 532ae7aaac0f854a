"""Whether a note agrees with itself: sides, root against level and zone, root against examination, region against examination.

A one-sided normal result never alarms, and what is normal says nothing against a root.
Source: facts.md section 2 points 3, 10 and 11, section 4 and section 5 (side and level of an injection).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Set

from rootnote.anatomy import LUMBAR_LEVELS, Region, Side, exiting_root, root_order, traversing_root
from rootnote.coding.assign import evidence_of
from rootnote.coding.decisions import as_title, listed
from rootnote.coding.linkage import CAUSE_NAME, Linkage
from rootnote.coding.sequence import is_present, treatments
from rootnote.coding.table import Family
from rootnote.documentation.case import Case, Raised, places
from rootnote.facts.model import Cause, Condition, Evidence, Finding, FindingKind, Laterality, NoteFacts, RootFact

_EXAM = (FindingKind.SENSORY, FindingKind.REFLEX, FindingKind.MOTOR)
_SIDED = {
    FindingKind.SYMPTOM: "the leg symptom",
    FindingKind.SENSORY: "the sensory finding",
    FindingKind.REFLEX: "the reflex finding",
    FindingKind.MOTOR: "the weakness",
    FindingKind.SLR: "the tension sign",
    FindingKind.IMAGING: "the imaging finding",
    FindingKind.ELECTRODIAGNOSTIC: "the electrodiagnostic finding",
    FindingKind.PROCEDURE: "the procedure",
}
_OPPOSITE = {Laterality.LEFT: Side.RIGHT, Laterality.RIGHT: Side.LEFT}
_EXITING_ZONES = frozenset({"foraminal", "far lateral", "extraforaminal"})
_TRAVERSING_ZONES = frozenset({"central", "paracentral", "subarticular", "lateral recess"})
_FIRST_SACRAL = frozenset({"S1", "S2"})
#: Characters between the words of a procedure and of the root that it is done at.
_BESIDE = 40


def check_sides(case: Case) -> Raised:
    """Two sides for one problem, or a statement that is on the other side only."""
    laterality = case.facts.laterality
    if laterality.value is Laterality.CONFLICTING:
        yield "side_conflict", laterality.evidence, {}
    opposite = _OPPOSITE.get(laterality.value)
    if opposite is None:
        return
    apart: dict[str, tuple[Evidence, ...]] = {}
    named = [root for root in case.facts.roots if root.side is not None]
    if named and all(root.side is opposite for root in named):
        apart["the named root"] = tuple(item for root in named for item in root.evidence)
    for kind, what in _SIDED.items():
        sided = [finding for finding in case.found(kind) if finding.side is not None and _has_side(case, finding)]
        if kind is FindingKind.SYMPTOM:
            sided = _told(case, sided) or sided
        if sided and all(finding.side is opposite for finding in sided):
            apart[what] = places(sided)
    if apart:
        evidence = (*laterality.evidence, *(item for stated in apart.values() for item in stated))
        fields = {"side": laterality.value, "what": listed(apart), "are": "is" if len(apart) == 1 else "are"}
        yield "side_discordance", evidence, fields


def _told(case: Case, symptoms: Iterable[Finding]) -> list[Finding]:
    """The symptoms that are no finding of an examiner: not the pain that a tension test gives."""
    tests = [test.evidence for test in case.facts.findings if test.kind is FindingKind.SLR]
    return [
        one
        for one in symptoms
        if one.section != "exam" and not any(test.start < one.evidence.end and one.evidence.start < test.end for test in tests)
    ]


def _has_side(case: Case, finding: Finding) -> bool:
    """Whether the side of a finding is that of the root problem: not of a past procedure, a lively reflex, or a crossed tension sign."""
    if case.sites.is_lively(finding) or case.sites.is_crossed(finding):
        return False
    return finding.kind is not FindingKind.PROCEDURE or is_present(finding)


def check_levels(case: Case) -> Raised:
    """A named root that no level with a finding reaches: the linked levels, or those of the imaging when none is linked."""
    facts = case.facts
    found = linked_levels(facts) or _in_spine({fact.level: fact.evidence for fact in facts.imaging_levels})
    if missed := missed_roots(case, found):
        zones = _zones(case, found)
        evidence = [item for root in missed for item in root.evidence] + [item for stated in found.values() for item in stated]
        where = listed(" ".join([level, *(f"({zone})" for zone in sorted(zone for zone in zones[level] if zone))]) for level in found)
        yield "root_level_discordance", evidence, {"roots": listed(_roots(root.root for root in missed)), "levels": where}


def linked_levels(facts: NoteFacts) -> dict[str, tuple[Evidence, ...]]:
    """The levels of the disc or spondylosis that the author links, from above, with what links them."""
    return _in_spine({level: link.evidence for link in facts.etiology.links if link.cause is not Cause.OTHER for level in link.levels})


def missed_roots(case: Case, levels: Collection[str]) -> list[RootFact]:
    """The named roots, down to S1, that findings at none of some levels reach; none when there are no levels."""
    zones = _zones(case, levels)
    reached = {root for level in levels for root in _reached(level, zones[level])}
    return [root for root in case.facts.roots if levels and root.root not in reached and root_order(root.root) <= root_order("S1")]


def _in_spine(levels: Mapping[str, tuple[Evidence, ...]]) -> dict[str, tuple[Evidence, ...]]:
    """The lumbar levels among some, from above."""
    return {level: levels[level] for level in LUMBAR_LEVELS if level in levels}


def _zones(case: Case, levels: Collection[str]) -> dict[str, set[str | None]]:
    """For each level, the zones of the findings that images show there; None for one without."""
    return {level: {one.zone for one in case.found(FindingKind.IMAGING) if one.level == level} for level in levels}


def _reached(level: str, zones: Set[str | None]) -> tuple[str, ...]:
    """The roots that findings at a level can reach: all foraminal the upper one, all central or lateral recess the lower, else both."""
    if zones and zones <= _EXITING_ZONES:
        return (exiting_root(level),)
    if zones and zones <= _TRAVERSING_ZONES:
        return (traversing_root(level),)
    return _ends(level)


def check_examination(case: Case) -> Raised:
    """A named root, and abnormal findings of another one."""
    named = {root.root for root in case.facts.roots}
    placed = [one for one in case.found(*_EXAM) if case.sites.roots(one)]
    other = [one for one in placed if named.isdisjoint(case.sites.roots(one))]
    if named and other:
        stated = [item for root in case.facts.roots for item in root.evidence]
        found = _roots(root for one in other for root in case.sites.roots(one))
        what = dict.fromkeys(f"{one.kind}: {one.site or one.root}" for one in other)
        fields = {"what": listed(what), "found": listed(found, "or"), "roots": listed(_roots(named))}
        kind = "exam_root_discordance" if len(other) == len(placed) else "exam_root_partly"
        yield kind, (*stated, *places(other)), fields


def check_region(case: Case) -> Raised:
    """Only "lumbar" is named, while every abnormal examination finding with a root is one of S1."""
    facts = case.facts
    if not facts.status(Condition.RADICULOPATHY).is_current or facts.location or facts.roots or set(facts.regions) - {Region.LUMBAR}:
        return
    placed = [one for one in case.found(*_EXAM) if case.sites.roots(one)]
    if placed and all(_FIRST_SACRAL.issuperset(case.sites.roots(one)) for one in placed):
        families = [family for code in case.coding.codes if (family := case.table.family(code))] or [Family.RADICULOPATHY]
        evidence = (*evidence_of(facts, Condition.RADICULOPATHY), *places(placed))
        yield "region_unspecific", evidence, {"code": listed(case.codes(families, [Region.LUMBOSACRAL]))}


def check_cause_region(case: Case) -> Raised:
    """A linked cause that is coded for a region in which the radiculopathy is not, where no named root says so already."""
    facts = case.facts
    if not case.coding.codes or not facts.regions or not facts.status(Condition.RADICULOPATHY).is_current:
        return
    for cause in case.causes(Linkage.EXPLICIT):
        elsewhere = [place for place in cause.places if place.region not in facts.regions and not (place.levels and facts.roots)]
        if elsewhere and len(elsewhere) == len(cause.places):
            evidence = (*facts.location, *(item for place in elsewhere for item in place.evidence))
            fields = {"cause": as_title(CAUSE_NAME[cause.cause]), "where": listed(place.region for place in elsewhere)}
            yield "cause_region", evidence, {**fields, "regions": listed(facts.regions), "codes": listed(case.coding.codes)}


def check_procedure(case: Case) -> Raised:
    """An injection or decompression of this note at roots or levels that the diagnosis does not name.

    The roots of the diagnosis are those named apart from the procedure, else those that the linked levels reach. What is injected
    between laminae spreads one level up and down.
    """
    done = [one for one in treatments(case.facts) if _treated(one)]
    treated = {root for one in done for root in _treated(one)}
    named = [root for root in case.facts.roots if root.root not in treated or not all(_touches(place, done) for place in root.evidence)]
    links = [link for link in case.facts.etiology.links if link.levels]
    roots = {root.root for root in named} or {root for link in links for level in link.levels for root in _ends(level)}
    if treated and roots and treated.isdisjoint(roots):
        stated = [item for one in (named or links) for item in one.evidence]
        yield "procedure_discordance", (*stated, *places(done)), {"treated": listed(_treated_at(done)), "roots": listed(_roots(roots))}


def _treated(procedure: Finding) -> tuple[str, ...]:
    """The roots that a procedure reaches at the root or level that it names; possibly none."""
    if procedure.root:
        return (procedure.root,)
    if procedure.level not in LUMBAR_LEVELS:
        return ()
    place = LUMBAR_LEVELS.index(procedure.level)
    reach = 1 if procedure.site == "interlaminar" else 0
    levels = LUMBAR_LEVELS[max(0, place - reach) : place + reach + 1]
    return tuple(dict.fromkeys(root for level in levels for root in _ends(level)))


def _treated_at(done: Iterable[Finding]) -> list[str]:
    return list(dict.fromkeys(place for one in done if (place := one.root or one.level)))


def _ends(level: str) -> tuple[str, str]:
    return exiting_root(level), traversing_root(level)


def _touches(place: Evidence, procedures: Iterable[Finding]) -> bool:
    """Whether a root is named as the place of a procedure: within or right beside its words."""
    return any(place.start - _BESIDE < one.evidence.end and one.evidence.start < place.end + _BESIDE for one in procedures)


def _roots(roots: Iterable[str] | Iterator[str]) -> list[str]:
    return sorted(set(roots), key=root_order)
