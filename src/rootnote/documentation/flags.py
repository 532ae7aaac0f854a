"""Statements that a coder would look at again: urgent signs, other disorders and causes, doubtful pairs.

Source: facts.md section 1 (codes for flags), section 2 points 5, 6, 8 and 11 and its last paragraph, section 5 (facet procedures).
"""

from __future__ import annotations

from rootnote.anatomy import LUMBAR_LEVELS, Region, Side, region_of_level, region_of_root
from rootnote.coding.assign import evidence_of
from rootnote.coding.decisions import listed
from rootnote.coding.linkage import CAUSE_NAME, PRESUMING, Linkage
from rootnote.coding.sequence import is_present
from rootnote.coding.setting import Setting
from rootnote.coding.table import Family
from rootnote.documentation.case import Case, Raised, places
from rootnote.documentation.concordance import linked_levels, missed_roots
from rootnote.documentation.sites import Flag
from rootnote.facts.model import Assertion, Condition, Etiology, Finding, FindingKind, RootFact
from rootnote.language.categories import NO_SECTION

_LUMBAR = (Region.LUMBAR, Region.LUMBOSACRAL)
#: Other causes that have a warning of their own, by the kind that ``CauseFact`` names.
_CAUSES = {
    "tumor": ("tumor_cause", (Family.ROOT_COMPRESSION_IN_DISEASE,)),
    "trauma": ("injury_cause", (Family.ROOT_INJURY,)),
    "zoster": ("zoster_cause", (Family.POSTHERPETIC_RADICULOPATHY,)),
    "diabetes": ("diabetes_cause", (Family.DIABETIC_NEUROPATHY,)),
    "spondylolisthesis": ("slip_besides", (Family.SPONDYLOLISTHESIS,)),
    "postlaminectomy": ("postlaminectomy", (Family.POSTLAMINECTOMY,)),
}


def check_cauda_equina(case: Case) -> Raised:
    """Saddle, bladder, bowel or anal signs, or the syndrome by name."""
    if found := case.flagged(Flag.CAUDA_EQUINA):
        yield Flag.CAUDA_EQUINA, places(found), {"signs": _sites(found), "code": listed(case.codes([Family.CAUDA_EQUINA]))}


def check_cauda_equina_elsewhere(case: Case) -> Raised:
    """The same in a note about something else, where a bladder or bowel of its own trouble is no sign of the cauda equina."""
    if any(case.sites.is_specific(finding) for finding in case.flagged(Flag.CAUDA_EQUINA)):
        yield from check_cauda_equina(case)


def check_cord(case: Case) -> Raised:
    """Signs of the upper motor neurone, and myelopathy by name."""
    codes = listed(case.codes([Family.DISC_WITH_MYELOPATHY, Family.SPONDYLOSIS_WITH_MYELOPATHY], [Region.LUMBAR]), "or")
    hyperactive = [one for one in case.found(FindingKind.REFLEX) if one.grade in case.sites.hyperactive_grades]
    if found := [*hyperactive, *case.flagged(Flag.UPPER_MOTOR_NEURONE)]:
        yield Flag.UPPER_MOTOR_NEURONE, places(found), {"codes": codes}
    if found := case.flagged(Flag.MYELOPATHY):
        yield Flag.MYELOPATHY, places(found), {"codes": codes}


def check_patterns(case: Case) -> Raised:
    """Patterns that put root or number in doubt."""
    for flag in (Flag.STOCKING_LOSS, Flag.TRANSITIONAL_ANATOMY):
        if found := case.flagged(flag):
            yield flag, places(found), {}


def check_misheard(case: Case) -> Raised:
    """Words that a condition or a root rests on and that were read as others: never repaired in silence (facts.md section 6)."""
    if heard := case.facts.misheard:
        yield "misheard", tuple(one.evidence for one in heard), {"read_as": listed(list(dict.fromkeys(one.read_as for one in heard)))}


def check_unattributed(case: Case) -> Raised:
    """A root's disease that is named and not counted, as nothing says that the patient has it: never dropped in silence."""
    if case.facts.unattributed:
        yield "unattributed", case.facts.unattributed, {}


def check_other_region(case: Case) -> Raised:
    """A cervical or thoracic root problem or level besides."""
    facts = case.facts
    current = facts.status(Condition.OTHER_REGION_RADICULOPATHY).is_current
    mentions = evidence_of(facts, Condition.OTHER_REGION_RADICULOPATHY) if current else ()
    levels = [one for one in (*facts.findings, *facts.rejected) if one.level and one.level not in LUMBAR_LEVELS]
    if mentions or levels:
        yield "other_region", (*mentions, *places(levels)), {}


def check_sciatica(case: Case) -> Raised:
    """Sciatica beside a radiculopathy, or beside a disc disorder that is not linked to it."""
    coding = case.coding
    if not case.affirms(Condition.SCIATICA):
        return
    evidence = evidence_of(case.facts, Condition.SCIATICA)
    if coding.codes and case.facts.status(Condition.RADICULOPATHY).is_current:
        yield "sciatica_with_radiculopathy", evidence, {"codes": listed(coding.codes)}
    if coding.symptom_codes and case.affirms(Condition.DISC_DISORDER):
        fields = {
            "codes": listed(case.codes([Family.DISC_WITH_RADICULOPATHY], _LUMBAR), "or"),
            "degeneration": listed(case.codes([_degeneration(case)], _LUMBAR), "or"),
        }
        yield "sciatica_with_disc", (*evidence, *evidence_of(case.facts, Condition.DISC_DISORDER)), fields


def check_degeneration(case: Case) -> Raised:
    """Disc degeneration with leg or back pain and no radiculopathy: the code of the degeneration then says so by its sixth character."""
    facts = case.facts
    degenerated = [one for one in case.found(FindingKind.SIGN) if one.site == "disc degeneration"]
    leg = case.found(FindingKind.SYMPTOM)
    if case.coding.codes or not degenerated or case.affirms(Condition.SCIATICA):
        return
    regions = {region_of_level(fact.level) for fact in facts.imaging_levels} & set(_LUMBAR)
    where = [region for region in _LUMBAR if region in regions] or _LUMBAR
    if leg:
        codes = case.codes([_degeneration(case)], where)
        yield "degeneration_with_leg_pain", (*places(degenerated[:1]), *places(leg[:2])), {"codes": listed(codes, "or")}
    elif case.affirms(Condition.LOW_BACK_PAIN):
        codes = case.codes([Family.DISC_DEGENERATION_BACK_PAIN], where)
        evidence = (*places(degenerated[:1]), *evidence_of(facts, Condition.LOW_BACK_PAIN)[:1])
        yield "degeneration_with_back_pain", evidence, {"codes": listed(codes, "or")}


def _degeneration(case: Case) -> Family:
    back = case.affirms(Condition.LOW_BACK_PAIN)
    return Family.DISC_DEGENERATION_BACK_AND_LEG_PAIN if back else Family.DISC_DEGENERATION_LEG_PAIN


def check_link(case: Case) -> Raised:
    """A disc disorder or spondylosis that changes the code only if the link is presumed."""
    coding = case.coding
    if coding.codes != coding.codes_presumed:
        presumed = [step for detail in coding.details if detail.policy == "presumed" for step in detail.steps if step.rule in PRESUMING]
        evidence = [item for step in presumed for item in step.evidence]
        linked = [one.cause for one in case.causes(Linkage.EXPLICIT)]
        causes = listed(CAUSE_NAME[one.cause] for one in case.causes(Linkage.PRESUMED) if one.cause not in linked)
        fields = {"causes": causes, "codes": listed(coding.codes), "presumed": listed(coding.codes_presumed)}
        yield "unlinked_cause", evidence, fields


def check_doubt(case: Case) -> Raised:
    """A diagnosis that is only uncertain, and so not coded for an outpatient."""
    for condition, name in ((Condition.RADICULOPATHY, "Radiculopathy"), (Condition.SCIATICA, "Sciatica")):
        if case.setting is Setting.OUTPATIENT and case.facts.status(condition) is Assertion.UNCERTAIN:
            yield "uncertain_diagnosis", evidence_of(case.facts, condition), {"condition": name}


def check_causes(case: Case) -> Raised:
    """Other causes than a disc or spondylosis: those that don't belong to the code, and those that are coded besides."""
    etiology, codes = case.facts.etiology, listed(case.coding.codes)
    others = etiology.links if etiology.value is Etiology.OTHER and codes else ()
    told = set()
    for link in others:
        kind, families = _CAUSES.get(link.kind, ("other_cause", ()))
        if kind not in told and link.kind != "stenosis":
            yield kind, link.evidence, {"codes": codes, "look": listed(case.codes(families), "or")}
            told.add(kind)
    syndrome = [one for one in case.found(FindingKind.SIGN) if one.site == "postlaminectomy"]
    if syndrome and "postlaminectomy" not in told:
        yield "postlaminectomy", places(syndrome), {"look": listed(case.codes([Family.POSTLAMINECTOMY]))}


def check_stenosis(case: Case) -> Raised:
    """A stenosis that is coded besides: with neurogenic claudication beside any code, which never says so; else beside another cause's."""
    etiology = case.facts.etiology
    others = etiology.links if etiology.value is Etiology.OTHER else ()
    narrowed = [place for link in others if link.kind == "stenosis" for place in link.evidence]
    stated = evidence_of(case.facts, Condition.STENOSIS) if case.affirms(Condition.STENOSIS) else ()
    told = [one for one in case.facts.findings if one.kind is FindingKind.SIGN and one.site == "claudication"]
    claudication = [one for one in told if one.assertion is Assertion.AFFIRMED]
    denied = [one for one in told if one.assertion is Assertion.NEGATED]
    if not case.coding.codes or not (narrowed or stated) or not (others or claudication):
        return
    fields = {
        "codes": listed(case.coding.codes),
        "without": listed(case.codes([Family.STENOSIS])),
        "with": listed(case.codes([Family.STENOSIS_WITH_CLAUDICATION])),
    }
    kind = "claudication_besides" if claudication else "stenosis_alone" if denied else "stenosis_besides"
    yield kind, (*(narrowed or stated), *places((claudication or denied)[:1])), fields


def check_second_problem(case: Case) -> Raised:
    """A radiculopathy that no linked cause is coded for, while another's is: perhaps an unrelated problem.

    It is one of another region, or of a root of the other side that the linked levels do not reach, be the region the same or not.
    """
    facts, codes = case.facts, case.coding.codes
    causes = case.causes(Linkage.EXPLICIT)
    if not facts.status(Condition.RADICULOPATHY).is_current or not codes or not causes:
        return
    coded = {place.region for cause in causes for place in cause.places}
    elsewhere = [region for region in facts.regions if region not in coded]
    elsewhere = elsewhere if len(elsewhere) < len(facts.regions) else []
    apart = _roots_apart(case)
    regions = dict.fromkeys([*elsewhere, *(region_of_root(root.root) for root in apart)])
    barred = [code for code in case.codes([Family.RADICULOPATHY], regions) if code not in codes] if regions else []
    if barred:
        what = [f"the {region} region" for region in elsewhere] or [f"{root.root} ({root.side})" for root in apart]
        evidence = (*facts.location, *(item for root in apart for item in root.evidence))
        fields = {"what": listed(what), "barred": listed(barred), "codes": listed(codes)}
        yield "second_problem", evidence or evidence_of(facts, Condition.RADICULOPATHY), fields


def _roots_apart(case: Case) -> list[RootFact]:
    """The named roots that no linked level reaches, on the other side, or both, where those that one reaches are of one side."""
    missed = missed_roots(case, linked_levels(case.facts))
    reached = {root.side for root in case.facts.roots if root not in missed}
    if reached not in ({Side.LEFT}, {Side.RIGHT}):
        return []
    return [root for root in missed if root.side is not None and root.side not in reached]


def check_osteophytes(case: Case) -> Raised:
    """Spondylosis that is coded with the radiculopathy, but of which the note names osteophytes only."""
    coded = {case.table.family(code) for code in (*case.coding.codes, *case.coding.codes_presumed)}
    named = evidence_of(case.facts, Condition.SPONDYLOSIS)
    if Family.SPONDYLOSIS_WITH_RADICULOPATHY in coded and all(case.osteophytes.alone_in(place.text) for place in named):
        yield "osteophytes_alone", named, {"look": listed(case.codes([Family.OSTEOPHYTE]))}


def check_facet_procedure(case: Case) -> Raised:
    """A facet procedure, done or planned, in a note that affirms radiculopathy and names no cyst as its cause."""
    facets = [one for one in case.found(FindingKind.PROCEDURE) if one.site == "facet"]
    done = [one for one in facets if is_present(one) or one.section == NO_SECTION]  # asked about too, since a warning changes no code
    cyst = any(link.kind == "cyst" for link in case.facts.etiology.links)
    if done and not cyst and case.affirms(Condition.RADICULOPATHY):
        usual = listed(case.codes([Family.SPONDYLOSIS], _LUMBAR), "or")
        yield "facet_procedure", (*evidence_of(case.facts, Condition.RADICULOPATHY), *places(done)), {"usual": usual}


def _sites(findings: list[Finding]) -> str:
    return listed(dict.fromkeys(finding.site for finding in findings if finding.site))
