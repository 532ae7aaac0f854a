"""All the facts of a note: the one way from a Doc, and its reading, to NoteFacts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from spacy.tokens import Doc

from rootnote.anatomy import Region, Side
from rootnote.facts.attach import nearest, side_of
from rootnote.facts.causes.causal_links import find_links
from rootnote.facts.causes.causes import Link
from rootnote.facts.causes.etiology import cause_levels, etiology, guesses, without_guesses
from rootnote.facts.causes.operative_links import operative_links
from rootnote.facts.causes.pain_links import find_pain_links
from rootnote.facts.conditions.conditions import find_mentions, lapsed, statuses
from rootnote.facts.conditions.grounding import places_of, ungrounded
from rootnote.facts.conditions.mentions import NOT_SAID, Said
from rootnote.facts.exam.motor import find_motor
from rootnote.facts.exam.reflexes import find_reflexes
from rootnote.facts.exam.sensory import find_sensory
from rootnote.facts.exam.tension import find_tension_signs
from rootnote.facts.model import (
    LUMBAR_CONDITIONS,
    ROOT_CONDITIONS,
    Assertion,
    Cause,
    CauseFact,
    Condition,
    ConditionFact,
    Etiology,
    EtiologyFact,
    Finding,
    Laterality,
    NoteFacts,
)
from rootnote.facts.note.misheard import find_misheard
from rootnote.facts.note.note_type import note_type
from rootnote.facts.note.printed_codes import find_printed_codes
from rootnote.facts.note.signs import find_signs
from rootnote.facts.note.topics import has_source_elsewhere, is_explained_elsewhere, is_of_treated_spine
from rootnote.facts.reading import Found, Reading, Target, read
from rootnote.facts.roots.inactive_roots import staged_by_study
from rootnote.facts.roots.laterality import laterality, moved
from rootnote.facts.roots.located import Located, combine, locate
from rootnote.facts.roots.root_lesions import LESIONS
from rootnote.facts.roots.root_scars import scar_links
from rootnote.facts.roots.roots import named_roots, root_facts
from rootnote.facts.roots.side_corrections import put_right, side_corrections
from rootnote.facts.spine.spine_nouns import bare_discs
from rootnote.facts.studies.doubted_images import doubted_lesions
from rootnote.facts.studies.electrodiagnostics import find_electrodiagnostics
from rootnote.facts.studies.imaging import find_imaging, imaging_levels
from rootnote.facts.studies.level_tables import with_level_tables
from rootnote.facts.studies.settled_images import settled_by_diagnosis
from rootnote.facts.studies.study_parts import is_spine_note
from rootnote.facts.symptoms.back_pain import has_lumbar_context, is_shown_in_back
from rootnote.facts.symptoms.symptoms import find_symptoms, is_placed_on_root
from rootnote.facts.times.chronicity import find_durations
from rootnote.facts.treatment.treatment import find_treatments
from rootnote.language.categories import FINAL
from rootnote.language.note_words import INTERVENTION_TYPES

_UPPER_ROOTS = frozenset({"L1", "L2", "L3", "L4"})
#: What the author says of a spine that has no part in the trouble.
_CLEARED = "cleared"
#: What may make a root named one that something touches, or nothing.
_TOUCHED = frozenset({*LESIONS, "NERVE_ROOT", "NERVE"})
#: Tokens from a radiculopathy to the root that it names.
_BESIDE = 4


def collect(doc: Doc) -> NoteFacts:
    """The facts of a Doc that has passed rootnote's language components."""
    return facts_of(read(doc))


def facts_of(reading: Reading) -> NoteFacts:
    """The facts of a note as read, or as it would read with other assertions."""
    corrections = side_corrections(reading)
    reading = settled_by_diagnosis(with_level_tables(put_right(reading, corrections)))
    kind = note_type(reading)
    reading = staged_by_study(reading, kind)
    held = _weighed(reading, find_mentions(reading, kind), kind)
    loose = ungrounded(reading, held.said, held.findings)
    if loose:
        held = _weighed(reading, tuple(s for s in held.said if s not in loose), kind)
    past = lapsed(reading, held.said, held.findings)
    if past:
        held = _weighed(reading, tuple(s._replace(assertion=Assertion.HISTORICAL) if s in past else s for s in held.said), kind)
    said, conditions, findings, rejected = held
    if doubted := doubted_lesions(reading, said):
        said = tuple(s for s in said if s.target not in doubted)
        reading, conditions = reading.without(doubted), statuses(reading, said)
    radiculopathy = conditions[Condition.RADICULOPATHY].status
    links = _links(reading, said, conditions, kind)
    named = _named(reading, said, kind) if radiculopathy.is_current else ()
    now = corrections.sides or moved(reading)
    side = laterality(reading, said, named, findings, now)
    places = _places(reading, said, links, named) if radiculopathy.is_current or links else ()
    cause = _etiology(reading, said, links, conditions)
    return NoteFacts(
        note_type=kind,
        conditions=conditions,
        roots=root_facts(reading, named, side.value.side),
        regions=_regions(places, named) if radiculopathy.is_current else (),
        location=tuple(dict.fromkeys(place.evidence for place in places if place.specific)),
        laterality=side,
        sciatica_sides=_sciatica_sides(reading, said, side.value, changed=bool(now)),
        imaging_levels=imaging_levels(reading, findings),
        etiology=cause,
        candidates=_candidates(reading, said, cause, conditions),
        findings=findings,
        rejected=rejected,
        sections=reading.sections,
        unattributed=places_of(reading, loose),
        explained_elsewhere=is_explained_elsewhere(reading)
        or (_statuses(conditions) == {Assertion.ABSENT} and has_source_elsewhere(reading)),
        printed_codes=find_printed_codes(reading, kind, loose),
        misheard=find_misheard(reading, [*(s.target for s in said if s.assertion.is_current), *(root for root, _ in named)]),
    )


class _Weighed(NamedTuple):
    """The mentions of a note, what they come to, and the findings that count and don't beside them."""

    said: tuple[Said, ...]
    conditions: dict[Condition, ConditionFact]
    findings: tuple[Finding, ...]
    rejected: tuple[Finding, ...]


def _weighed(reading: Reading, said: tuple[Said, ...], kind: str) -> _Weighed:
    """The conditions and findings of a note with these mentions."""
    conditions = statuses(reading, said)
    return _Weighed(said, conditions, *_findings(reading, conditions, kind))


def _findings(reading: Reading, conditions: dict[Condition, ConditionFact], kind: str) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """All typed findings, and those that look like one but don't count, each in order of their place.

    Symptoms, images, durations and treatments are those of a lumbar problem: a note that speaks of none is not looked through for them.
    A tension sign that is positive makes the spine a plausible source of a leg pain without a name (clarification 4), and so does a root
    that the pain follows, where the spine was ill once, a lumbar spine that was operated on or is exercised, or a low back that is shown.
    """
    held = _statuses(conditions)
    current = any(status.is_current for status in held)
    context = has_lumbar_context(reading)
    whole = not reading.is_fragment
    elsewhere = _is_elsewhere(reading, conditions)
    ours = current or (context and not (whole and held != {Assertion.ABSENT}))  # only past or denied: no duration, no treatment
    lumbar_context = ours and not elsewhere
    tension = find_tension_signs(reading)
    found = [
        find_reflexes(reading),
        find_motor(reading),
        find_sensory(reading),
        tension,
        find_electrodiagnostics(reading),
        find_signs(reading),
    ]
    if context or held != {Assertion.ABSENT} or is_spine_note(reading) or not whole:
        stretched = held == {Assertion.ABSENT} and any(sign.assertion is Assertion.AFFIRMED for sign in tension.findings)
        of_spine = (current and not elsewhere) or stretched or _is_recalled(reading, held)
        symptoms = _symptoms(reading, conditions, of_spine=of_spine, root_denied=elsewhere and current)
        # The leg alone: its time and treatment count as its symptoms do, and not where another source is named.
        if held <= {Assertion.ABSENT, Assertion.NEGATED}:
            told = any(symptom.assertion is Assertion.AFFIRMED for symptom in symptoms.findings)
            lumbar_context = (lumbar_context or told) and not elsewhere and not has_source_elsewhere(reading)
        found += [
            symptoms,
            find_imaging(reading),
            find_durations(reading, lumbar_context=lumbar_context, image_report=kind == "imaging"),
            find_treatments(reading, lumbar_context=lumbar_context, procedure=kind == "procedure"),
        ]
    return _in_order(f for group in found for f in group.findings), _in_order(f for group in found for f in group.rejected)


def _in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings in order of their place in the note."""
    return tuple(sorted(findings, key=lambda finding: (finding.evidence.start, finding.evidence.end, finding.kind)))


def _is_recalled(reading: Reading, held: set[Assertion]) -> bool:
    """Whether a leg pain is the spine's though no trouble of now is named there: it follows a root, or the low back is treated or shown."""
    if (Assertion.HISTORICAL in held and is_placed_on_root(reading)) or is_of_treated_spine(reading):
        return True
    return is_shown_in_back(reading) and not has_source_elsewhere(reading)


def _symptoms(reading: Reading, conditions: dict[Condition, ConditionFact], *, of_spine: bool, root_denied: bool) -> Found:
    """The symptoms of the leg; ``of_spine`` says that the spine is a plausible source, ``root_denied`` that it is told to be none."""
    radiculopathy, sciatica = conditions[Condition.RADICULOPATHY].status, conditions[Condition.SCIATICA].status
    of_neck = conditions[Condition.OTHER_REGION_RADICULOPATHY].status.is_current
    unnamed = sciatica in (Assertion.NEGATED, Assertion.ABSENT) and not radiculopathy.is_current
    return find_symptoms(
        reading,
        lumbar_context=of_spine,
        lumbar_past=Assertion.HISTORICAL in _statuses(conditions) and not of_neck,
        asked=not of_neck and radiculopathy is Assertion.NEGATED,
        no_sciatica=unnamed and not _is_denied_of_a_side(reading),
        root_denied=root_denied,
    )


def _statuses(conditions: dict[Condition, ConditionFact]) -> set[Assertion]:
    """What is said of the conditions of the lumbar spine."""
    return {conditions[condition].status for condition in LUMBAR_CONDITIONS}


def _is_elsewhere(reading: Reading, conditions: dict[Condition, ConditionFact]) -> bool:
    """Whether the leg's trouble is not the spine's, in which no pain, root or narrow canal that hurts is named.

    The author says that the spine plays no part in it; or a source elsewhere stands beside a radiculopathy denied or a painless spine.
    """
    painful = (Condition.LOW_BACK_PAIN, Condition.SCIATICA, Condition.STENOSIS, Condition.RADICULOPATHY)
    cleared = {target.value for target in reading.targets("SPINE_CLEARED") if target.assertion not in NOT_SAID}
    denied = conditions[Condition.RADICULOPATHY].status is Assertion.NEGATED or bool(cleared)
    asked = {Condition.SCIATICA: Assertion.UNCERTAIN} if denied else {}  # "your letter queries sciatica; no root lesion"
    if any((said := conditions[condition].status).is_current and said is not asked.get(condition) for condition in painful):
        return False
    return _CLEARED in cleared or (denied and any(source.assertion.is_current for source in reading.targets("OTHER_SOURCE")))


def _links(reading: Reading, said: Sequence[Said], conditions: dict[Condition, ConditionFact], kind: str) -> tuple[Link, ...]:
    """The links to the radiculopathy; without one, those of an affirmed sciatica to a disc."""
    status = conditions[Condition.RADICULOPATHY].status
    if status.is_current:
        denied = {s.target for s in said if s.assertion is Assertion.NEGATED or _is_ruled_out(s, conditions)}
        over = _of_other_root(reading, said)
        links = tuple(link for link in find_links(reading, status) if link.cause not in denied and link.effect not in over)
        if status is Assertion.UNCERTAIN:
            links = without_guesses(reading, links)
        links = links or tuple(link for link in find_pain_links(reading, status) if link.cause not in denied)
        links = links or (operative_links(reading, said) if kind == "operative" else ())
        return links or (scar_links(reading) if kind in INTERVENTION_TYPES else ())
    if conditions[Condition.SCIATICA].status is Assertion.AFFIRMED:
        discs = bare_discs(reading)
        links = tuple(link for link in find_links(reading, Assertion.AFFIRMED) if link.effect.label == "SCIATICA")
        return tuple(link for link in links if link.cause.label == "DISC" or link.cause in discs)
    return ()


def _of_other_root(reading: Reading, said: Sequence[Said]) -> frozenset[Target]:
    """The past attacks of another root or side than any of now: what caused such a one need not cause that of now."""
    ill = [s for s in said if s.condition in ROOT_CONDITIONS]
    now = {_root_and_side(reading, s.target) for s in ill if s.assertion.is_current}
    past = {s.target: _root_and_side(reading, s.target) for s in ill if s.assertion is Assertion.HISTORICAL} if now else {}
    return frozenset(target for target, own in past.items() if all(_is_other(own, one) for one in now))


def _root_and_side(reading: Reading, target: Target) -> tuple[str | None, Side | None]:
    """The root named beside an attack, and its side."""
    sentence = reading.sentence_of(target)
    root = nearest(reading, sentence, target, ("VERTEBRA",), reach=_BESIDE)
    return root.value if root is not None else None, side_of(reading, sentence, target)


def _is_other(one: tuple[str | None, Side | None], other: tuple[str | None, Side | None]) -> bool:
    """Whether two attacks name different roots, or opposite sides."""
    roots, sides = ({one[part], other[part]} for part in (0, 1))
    return (None not in roots and len(roots) == 2) or sides == {Side.LEFT, Side.RIGHT}


def _is_ruled_out(said: Said, conditions: dict[Condition, ConditionFact]) -> bool:
    """Whether a mention is of a disc that the note denies in the end: that of a diagnosis before an operation which found none."""
    return said.condition is Condition.DISC_DISORDER and conditions[said.condition].status is Assertion.NEGATED


def _etiology(reading: Reading, said: Sequence[Said], links: Sequence[Link], conditions: dict[Condition, ConditionFact]) -> EtiologyFact:
    """The etiology by the links; that of a sciatica linked to a disc counts as of a radiculopathy that is affirmed."""
    status = conditions[Condition.RADICULOPATHY].status
    return etiology(reading, links, Assertion.AFFIRMED if links and not status.is_current else status, cause_levels(reading, said))


def _is_stated(said: Sequence[Said]) -> bool:
    """Whether a radiculopathy is affirmed somewhere."""
    return any(s.condition is Condition.RADICULOPATHY and s.assertion is Assertion.AFFIRMED for s in said)


def _named(reading: Reading, said: Sequence[Said], kind: str) -> tuple[tuple[Target, Target], ...]:
    """The roots named, each with what makes it one; of a stated radiculopathy, none that is only perhaps touched."""
    found = named_roots(reading, kind)
    if not _is_stated(said):
        return found
    return tuple((root, namer) for root, namer in found if root.section in FINAL or not _is_doubtful(reading, namer))


def _is_doubtful(reading: Reading, namer: Target) -> bool:
    """Whether what makes a root named one is only perhaps touched, or said not to be: "the S1 root may be abutted"."""
    if namer.label not in _TOUCHED:
        return False
    told = [namer] if namer.label in LESIONS else list(reading.sentence_of(namer).of(*LESIONS))
    return bool(told) and all(one.assertion.is_doubted for one in told)


def _places(reading: Reading, said: Sequence[Said], links: Sequence[Link], named: Sequence[tuple[Target, Target]]) -> tuple[Located, ...]:
    """The places of the radiculopathy, and of a cause that is only likely.

    Where it is stated, a root that is only perhaps touched somewhere places it nowhere.
    """
    ours = [s for s in said if s.condition is Condition.RADICULOPATHY and s.assertion.is_current]
    stated = _is_stated(said)
    mentions = [s.target for s in ours if not (stated and s.target.label in LESIONS and s.target.assertion is Assertion.UNCERTAIN)]
    linked = [target for link in links or guesses(reading) for target in (link.effect, link.cause)]
    return locate(reading, dict.fromkeys([*mentions, *linked]), named)


def _regions(places: Sequence[Located], named: Sequence[tuple[Target, Target]]) -> tuple[Region, ...]:
    """The regions of the radiculopathy: the specific ones, the word "lumbosacral" alone when it is said, else plain lumbar."""
    specific = [place for place in places if place.specific]
    if not specific:
        return (Region.LUMBAR,)
    if any(place.by == "word" and place.regions == (Region.LUMBOSACRAL,) for place in specific):
        return (Region.LUMBOSACRAL,)
    roots = {root.value for root, _ in named}
    return combine((region for place in specific for region in place.regions), upper=bool(roots & _UPPER_ROOTS) or not roots)


def _sciatica_sides(reading: Reading, said: Sequence[Said], laterality: Laterality, *, changed: bool) -> tuple[Side, ...]:
    """The sides of an affirmed sciatica, left before right; the note's side where the word itself has none, or had another before."""
    affirmed = [s.target for s in said if s.condition is Condition.SCIATICA and s.assertion is Assertion.AFFIRMED]
    if not affirmed:
        return ()
    own = {side for target in affirmed if (side := side_of(reading, reading.sentence_of(target), target)) is not None}
    if (not own or changed) and laterality.side is not None:
        own = {laterality.side}
    if Side.BILATERAL in own:
        own = {Side.LEFT, Side.RIGHT}
    return tuple(sorted(own))


def _candidates(
    reading: Reading, said: Sequence[Said], cause: EtiologyFact, conditions: dict[Condition, ConditionFact]
) -> tuple[CauseFact, ...]:
    """Disc and spondylosis that are affirmed but not linked, with their own levels (annotation guide, unlinked_candidates)."""
    if not conditions[Condition.RADICULOPATHY].status.is_current:
        return ()
    linked = set() if cause.value is Etiology.NOT_STATED else {link.cause for link in cause.links}
    levels = cause_levels(reading, said)
    found = []
    for kind, condition in ((Cause.DISC, Condition.DISC_DISORDER), (Cause.SPONDYLOSIS, Condition.SPONDYLOSIS)):
        status = conditions[condition]
        if kind not in linked and status.status is Assertion.AFFIRMED:
            found.append(CauseFact(kind, levels.get(kind, ()), None, tuple(mention.evidence for mention in status.mentions)))
    return tuple(found)


def _is_denied_of_a_side(reading: Reading) -> bool:
    """Whether sciatica is denied of one side only, which leaves that of the other."""
    return any(one.assertion is Assertion.NEGATED and reading.sentence_of(one).has("SIDE") for one in reading.targets("SCIATICA"))
