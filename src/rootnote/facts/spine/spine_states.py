"""Findings of the spine that no phrase of one piece names: a state stands apart from what it is the state of.

Facets and what is wrong with them, joint disease and the region behind it, disc spaces gone through level by level, fissures in a
discogram, and tables with a column for the disc, the canal and the foramina.

Source: annotation guide, conditions: disc_disorder, spondylosis, stenosis; clarifications 10 and 15.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from rootnote.facts.conditions.mentions import Said, weigh
from rootnote.facts.exam.tables import BAR, cells_in
from rootnote.facts.model import Assertion, Condition
from rootnote.facts.reading import Reading, Sentence, Target, follows
from rootnote.facts.spine.spine import Part, part_of_cue, parts_of
from rootnote.facts.studies.study_parts import body_part, other_parts
from rootnote.facts.studies.study_words import study_words
from rootnote.facts.wording import are_only
from rootnote.language.labels import IMAGES, LEG_PARTS, PASSAGES

#: What is wrong with a facet, facets before it, and what between them it may be wrong with instead.
_WORN, _FACETS = re.compile(r"hypertroph|arthr|overgr|djd|degener", re.I), re.compile(r"\bfacet(?:s|al)?\b([^.;|]*)$", re.I)
_INSTEAD = re.compile(r"ligament|flav|endplate|\bdis[ck]|osteophyt|normal|unremarkable|intact|preserved|\bhips?\b|\bknees?\b", re.I)
#: Characters from the facets to what is wrong with them.
_FAR = 80
#: Disease of joints by its name, and what may stand between it and the lumbar spine, with the tokens that it takes.
_JOINTS = re.compile(r"djd|oa|osteoarthr\w+|degenerative joint disease|degenerative arthr\w+|arthr(?:osis|itis|itic)", re.I)
_OF, _OF_REACH = re.compile(r"\W*(?:(?:of|in|at|the|his|her|involving|throughout|multilevel|changes?|lower|low|upper|mid)\W+)*", re.I), 6
#: The heading of a list of disc spaces, and the tokens from a level to its state.
_HEADING, _STATE_REACH = re.compile(r"dis[ck]s?(?:[ -](?:spaces?|heights?|space heights?))?\s*:", re.I), 6
#: A height that is less than it was.
_LESS = re.compile(r"reduc|decreas|lost|loss|diminish|low", re.I)
#: Tokens from a denial to the state that it denies.
_DENIED = 2
#: The value of a state that no disc has.
_CROWDED = "crowding"
#: Tears of a disc.
_TORN = re.compile(r"fissur|\btear", re.I)
#: The label of facets, which head a column of a table of levels too, and what else does.
_TISSUE = "TISSUE"
_COLUMNS = {"DISC_SPACE": Condition.DISC_DISORDER, "CANAL": Condition.STENOSIS, "FORAMEN": Condition.STENOSIS}
#: The labels of the conditions by name.
_NAMES = {Condition.DISC_DISORDER: "DISC", Condition.SPONDYLOSIS: "SPONDYLOSIS", Condition.STENOSIS: "STENOSIS"}


def find_by_state(reading: Reading) -> Iterator[Said]:
    """The mentions of the three conditions that are told by a state, in order of sentences."""
    discogram = any(study.value == "discogram" for study in reading.targets("MODALITY"))
    columns: Mapping[int, Condition] = {}
    listing = False
    for sentence in reading.sentences:
        yield from _bony(reading, sentence)
        first = _heading(reading, sentence)
        listing = first is not None or (listing and _goes_on(sentence))
        if listing:
            yield from _listed(reading, sentence, first or 0)
        if discogram and sentence.has("LEVEL"):
            yield from _torn(reading, sentence)
        headed = _columns_of(reading, sentence)
        if headed or not sentence.has("LEVEL"):
            columns = headed
        elif columns:
            yield from _row(reading, sentence, columns)


def _bony(reading: Reading, sentence: Sentence) -> Iterator[Said]:
    """Facets that are worn or overgrown, and joint disease of the lumbar spine: "facets at L3-4 were grossly hypertrophic"."""
    for finding in sentence.of("IMAGE_FINDING"):
        if finding.value != "spondylosis" or _is_inside(sentence, finding, "SPONDYLOSIS"):
            continue
        named = _is_of_facets(reading, sentence, finding) or _is_of_lumbar_joints(reading, sentence, finding)
        if named and Part.LUMBAR in parts_of(reading, finding, ignore=LEG_PARTS):
            yield _said(reading, Condition.SPONDYLOSIS, finding)
    for involved in sentence.of("FACETS_INVOLVED"):
        change = next((one for one in sentence.of("DEGENERATIVE") if 0 <= involved.start - one.end <= _FAR), None)
        told = change is not None and involved.assertion.is_current and not _is_inside(sentence, involved, "SPONDYLOSIS")
        if change is not None and told and Part.LUMBAR in parts_of(reading, change, ignore=LEG_PARTS):
            yield _said(reading, Condition.SPONDYLOSIS, change)


def _is_of_facets(reading: Reading, sentence: Sentence, finding: Target) -> bool:
    facets = _FACETS.search(reading.text, max(sentence.start, finding.start - _FAR), finding.start)
    if facets is None or _WORN.search(finding.text) is None:
        return False
    return finding.assertion is Assertion.NEGATED or _INSTEAD.search(facets[1]) is None


def _is_of_lumbar_joints(reading: Reading, sentence: Sentence, finding: Target) -> bool:
    """Whether disease of joints is of the lumbar spine: by the region behind it, or as what a lumbar image shows: "L-spine films: DJD"."""
    if _JOINTS.fullmatch(finding.text) is None:
        return False
    behind = (place for place in sentence.of("REGION", "LEVEL") if follows(place, finding, _OF_REACH))
    if any(part_of_cue(place) is Part.LUMBAR and _OF.fullmatch(reading.gap(finding, place)) for place in behind):
        return True
    return _is_on_lumbar_image(reading, sentence, finding)


def _is_on_lumbar_image(reading: Reading, sentence: Sentence, finding: Target) -> bool:
    """Whether an image of the lumbar spine alone shows a finding, in its sentence or the one before."""
    before = reading.sentences[sentence.number - 1] if sentence.number and not sentence.has(*IMAGES) else sentence
    images = [image for image in before.of(*IMAGES) if image.end <= finding.start]
    if not images or images[-1].label != "MODALITY" or before.section != sentence.section:
        return False
    if any(True for told in (before, sentence) for _ in other_parts(told)) or sentence.has("OTHER_SOURCE"):
        return False
    if before is not sentence and not are_only(reading.text[sentence.start : finding.start], study_words().before_finding):
        return False  # "Films taken. Moderate DJD", not "Films taken. He has arthritis"
    return images[-1].assertion is Assertion.AFFIRMED and body_part(reading, images[-1]) is Part.LUMBAR


def _heading(reading: Reading, sentence: Sentence) -> int | None:
    """The token behind the heading of a list of disc spaces; None where a sentence has none."""
    head = next((place for place in sentence.of("DISC_SPACE") if _HEADING.match(reading.text, place.start)), None)
    return head.last if head is not None else None


def _goes_on(sentence: Sentence) -> bool:
    """Whether a sentence opens with a level and speaks of no other part, as those of a list do."""
    opened = any(level.start == sentence.start for level in sentence.of("LEVEL"))
    return opened and not sentence.has(*PASSAGES, "DISC_SPACE")


def _listed(reading: Reading, sentence: Sentence, first: int) -> Iterator[Said]:
    """The states of disc spaces that a list goes through from a token on: "Disc spaces: L3-4 normal, L4-5 mildly narrowed"."""
    passages = [place.first for place in sentence.of(*PASSAGES) if place.first >= first]
    for state in sentence.of("DISC_STATE", "RESULT"):
        if (state.label == "RESULT" and _LESS.match(state.text) is None) or state.value == _CROWDED:
            continue
        placed = any(follows(state, level, _STATE_REACH) for level in sentence.of("LEVEL") if level.first >= first)
        apart = any(place < state.first for place in passages)
        if placed and not apart and not _is_inside(sentence, state, "DISC") and Part.LUMBAR in parts_of(reading, state):
            yield _said(reading, Condition.DISC_DISORDER, state)


def _torn(reading: Reading, sentence: Sentence) -> Iterator[Said]:
    """The tears of discs that a discogram tells by their level: "L4-5: posterior fissure"."""
    for finding in sentence.of("IMAGE_FINDING"):
        torn = finding.value == "disc" and _TORN.search(finding.text) and not _is_inside(sentence, finding, "DISC")
        if torn and Part.LUMBAR in parts_of(reading, finding):
            yield _said(reading, Condition.DISC_DISORDER, finding)


def _columns_of(reading: Reading, sentence: Sentence) -> Mapping[int, Condition]:
    """What the columns of a table of levels are of, by their number; none where a sentence is no heading of two such columns."""
    heads = [] if sentence.has("LEVEL", "DISC_STATE") else [*sentence.of(*_COLUMNS), *filter(_is_facet, sentence.of(_TISSUE))]
    if len(heads) < len({"disc", "canal"}):
        return {}
    cells = list(cells_in(reading, sentence, BAR))
    columns = {
        number: _COLUMNS.get(head.label, Condition.SPONDYLOSIS)
        for head in heads
        for number, (start, end) in enumerate(cells)
        if start <= head.start < end
    }
    return columns if len(columns) > 1 else {}


def _is_facet(tissue: Target) -> bool:
    return tissue.text.lower().startswith("facet")


def _row(reading: Reading, sentence: Sentence, columns: Mapping[int, Condition]) -> Iterator[Said]:
    """The narrowings in the cells of a row, the worn facets under their heading, and what a cell only grades: "| mild | severe |"."""
    for number, (start, end) in enumerate(cells_in(reading, sentence, BAR)):
        condition = columns.get(number)
        if condition is None:
            continue
        for state in sentence.of("DISC_STATE", "IMAGE_FINDING", "SEVERITY"):
            graded = state.label == "SEVERITY" and (state.start, state.end) == (start, end) and condition is not Condition.DISC_DISORDER
            narrowed = state.label == "DISC_STATE" and state.value == "narrowing"
            worn = state.label == "IMAGE_FINDING" and condition is Condition.SPONDYLOSIS and _WORN.search(state.text) is not None
            if start <= state.start < end and (graded or narrowed or (worn and not _is_inside(sentence, state, "SPONDYLOSIS"))):
                yield _said(reading, condition, state)


def _said(reading: Reading, condition: Condition, state: Target) -> Said:
    """The mention that a state is, as if by the name of its condition."""
    denied = any(follows(state, word, _DENIED) for word in reading.sentence_of(state).of("NEGATOR"))
    return Said(condition, state._replace(label=_NAMES[condition]), Assertion.NEGATED if denied else weigh(reading, state))


def _is_inside(sentence: Sentence, target: Target, label: str) -> bool:
    return any(held.start <= target.start < held.end for held in sentence.of(label))
