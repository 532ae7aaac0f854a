"""The project's own notes and gold records: complete, quoted exactly, consistent with the annotation guide, and covering what they should.

The rules of the guide are written out here once more, apart from the engine: gold must not be checked by what it checks.
"""

import re
from collections import Counter
from pathlib import Path

import pytest
from spacy.language import Language

from rootnote.anatomy import LUMBAR_LEVELS, LUMBAR_ROOTS
from rootnote.annotation.annotations import Annotation, read_annotations, read_texts
from rootnote.documentation.elements import Element, Status
from rootnote.documentation.warnings import load_warnings
from rootnote.facts.model import Assertion, Condition, Etiology, Laterality
from rootnote.record import NoteType
from rootnote.reviewer import review

CORPUS = Path(__file__).parent.parent.parent / "annotations"
GOLD = read_annotations(CORPUS / "gold.jsonl", complete=True)
TEXTS = read_texts(CORPUS / "notes", GOLD)

each_note = pytest.mark.parametrize("gold", [pytest.param(a, id=i) for i, a in GOLD.items()])

GAP = Status.NOT_DOCUMENTED
STATUSES = {e: {Status.DOCUMENTED, GAP} for e in Element} | {
    Element.RADICULAR_SYMPTOMS: {Status.DOCUMENTED, Status.DENIED, GAP},
    Element.SENSORY_EXAM: {Status.ABNORMAL, Status.NORMAL, GAP},
    Element.REFLEX_EXAM: {Status.ABNORMAL, Status.NORMAL, GAP},
    Element.MOTOR_EXAM: {Status.ABNORMAL, Status.NORMAL, GAP},
    Element.STRAIGHT_LEG_RAISE: {Status.POSITIVE, Status.NEGATIVE, GAP},
}
ENGINE_CODES = {
    *("M54.16", "M54.17", "M54.18", "M47.26", "M47.27", "M47.28", "M51.14", "M51.15", "M51.16", "M51.17"),
    *("M54.30", "M54.31", "M54.32", "M54.40", "M54.41", "M54.42", "M54.50"),
}
FAMILIES = {Etiology.DISC: {"M51"}, Etiology.SPONDYLOSIS: {"M47"}, Etiology.DISC_AND_SPONDYLOSIS: {"M51", "M47"}}
DIGIT = {"lumbar": "6", "lumbosacral": "7", "sacral": "8"}
SIDES = {Laterality.LEFT: "2", Laterality.RIGHT: "1", Laterality.BILATERAL: "12"}


def affirmed(gold: Annotation, condition: Condition) -> bool:
    return gold.condition(condition) is Assertion.AFFIRMED


def is_coded(gold: Annotation) -> bool:
    """Radiculopathy affirmed, or sciatica put down to a disc."""
    return affirmed(gold, Condition.RADICULOPATHY) or (affirmed(gold, Condition.SCIATICA) and gold.etiology is Etiology.DISC)


def region_of(root: str) -> str:
    return "lumbosacral" if root == "S1" else {"L": "lumbar", "S": "sacral"}[root[0]]


def test_every_note_has_its_record() -> None:
    assert sorted(path.stem for path in (CORPUS / "notes").glob("*.txt")) == sorted(GOLD)


@each_note
def test_words_are_legal(gold: Annotation) -> None:
    assert {c for c in Condition if gold.condition(c) in (Assertion.HYPOTHETICAL, Assertion.FAMILY, Assertion.ORDERED)} == set()
    assert {e for e in Element if gold.status(e) not in STATUSES[e]} == set()
    assert gold.imaging_levels <= set(LUMBAR_LEVELS)
    assert {mark.root for mark in gold.roots} <= LUMBAR_ROOTS
    assert gold.region <= set(DIGIT)


@each_note
def test_evidence_is_quoted_exactly(gold: Annotation) -> None:
    for element, mark in gold.elements.items():
        assert (mark.status is GAP) == (not mark.evidence), element
        assert len(mark.evidence) <= 4, element
        assert {quote for quote in mark.evidence if not quote or quote not in TEXTS[gold.id]} == set(), element


@each_note
def test_place_and_cause_need_a_radiculopathy(gold: Annotation) -> None:
    if gold.is_radicular or is_coded(gold):
        assert gold.region
        assert gold.etiology is not Etiology.NOT_APPLICABLE
        assert {region_of(mark.root) for mark in gold.roots} <= gold.region or gold.region == {"lumbosacral"}
    else:
        assert not gold.region
        assert not gold.roots
        assert gold.etiology is Etiology.NOT_APPLICABLE
        assert gold.status(Element.NERVE_ROOT_OR_REGION) is GAP
        assert gold.status(Element.ETIOLOGY_STATEMENT) is GAP


@each_note
def test_fields_and_elements_agree(gold: Annotation) -> None:
    assert (gold.laterality is Laterality.NOT_STATED) == (gold.status(Element.LATERALITY) is GAP)
    if gold.imaging_levels:
        assert gold.status(Element.IMAGING) is Status.DOCUMENTED
    if gold.roots or gold.region & {"lumbosacral", "sacral"}:
        assert gold.status(Element.NERVE_ROOT_OR_REGION) is Status.DOCUMENTED
    if gold.etiology not in (Etiology.NOT_STATED, Etiology.NOT_APPLICABLE):
        assert gold.status(Element.ETIOLOGY_STATEMENT) is Status.DOCUMENTED


@each_note
def test_codes_follow_from_condition_cause_and_region(gold: Annotation) -> None:
    assert gold.codes is not None
    if not is_coded(gold):
        assert not gold.codes
        return
    assert {code[:3] for code in gold.codes} == FAMILIES.get(gold.etiology or Etiology.NOT_STATED, {"M54"})
    regions = {DIGIT[region] for region in gold.region}
    # A linked disc or spondylosis keeps the code of its own level, whichever root it reaches.
    levels = {"5" if level == "T12-L1" else "7" if level == "L5-S1" else "6" for level in gold.imaging_levels}
    for code in gold.codes:
        assert code == "M51.14" or code[-1] in (regions if code.startswith("M54") else regions | levels)


@each_note
def test_presumed_codes_follow_from_unlinked_candidates(gold: Annotation) -> None:
    assert gold.codes is not None
    assert gold.codes_presumed is not None
    linked = FAMILIES.get(gold.etiology or Etiology.NOT_STATED, set())
    affirmed_causes = {family for family, c in (("M51", Condition.DISC_DISORDER), ("M47", Condition.SPONDYLOSIS)) if affirmed(gold, c)}
    if not is_coded(gold) or gold.etiology is Etiology.OTHER or affirmed_causes <= linked:
        assert gold.codes_presumed == gold.codes
    else:
        assert {code[:3] for code in gold.codes_presumed} == linked | affirmed_causes


@each_note
def test_symptom_codes_follow_from_conditions_and_side(gold: Annotation) -> None:
    bars = (Condition.DISC_DISORDER, Condition.SPONDYLOSIS, Condition.STENOSIS)
    back = affirmed(gold, Condition.LOW_BACK_PAIN)
    if gold.codes:
        expected = set()
    elif affirmed(gold, Condition.SCIATICA):
        expected = {("M54.4" if back else "M54.3") + digit for digit in SIDES.get(gold.laterality or Laterality.NOT_STATED, "0")}
    else:
        expected = {"M54.50"} if back and not any(affirmed(gold, c) for c in bars) else set()
    assert gold.symptom_codes == expected


# --- what the corpus covers


def test_there_are_enough_notes_of_every_kind() -> None:
    assert len(GOLD) >= 120
    assert {gold.note_type for gold in GOLD.values()} == set(NoteType)
    told = re.findall(r"^\| `(\w+)` \|", (CORPUS / "guidelines.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert {note_id.partition("-")[0] for note_id in GOLD} == set(told)


def test_every_code_of_the_engine_occurs() -> None:
    assert {code for a in GOLD.values() for code in (a.codes or frozenset()) | (a.symptom_codes or frozenset())} == ENGINE_CODES


def test_every_element_occurs_in_every_status() -> None:
    assert {e: {a.status(e) for a in GOLD.values()} for e in Element} == STATUSES


def test_every_warning_occurs(nlp: Language) -> None:
    """Of the record, since gold has no warnings: for each kind the corpus has a note that raises it."""
    raised = {warning.kind for note_id, text in TEXTS.items() for warning in review(text, nlp=nlp, note_id=note_id).warnings}
    assert set(load_warnings().kinds) - raised == set()


def test_every_cause_and_side_occurs() -> None:
    assert {a.etiology for a in GOLD.values()} == set(Etiology)
    assert {a.laterality for a in GOLD.values()} == set(Laterality)


def test_the_linkage_policies_differ_in_some_notes() -> None:
    assert Counter(a.codes != a.codes_presumed for a in GOLD.values())[True] >= 4


def test_a_third_are_hard_negatives() -> None:
    """Notes without a code of the radiculopathy families, whatever the policy."""
    assert sum(not a.codes and not a.codes_presumed for a in GOLD.values()) >= len(GOLD) / 3


def test_a_third_holds_no_current_root_problem() -> None:
    unaffected = [a for a in GOLD.values() if not a.is_radicular and not affirmed(a, Condition.SCIATICA)]
    assert len(unaffected) >= len(GOLD) / 3


def test_notes_are_long_and_short() -> None:
    lengths = sorted(map(len, TEXTS.values()))
    assert 300 <= lengths[0] <= 400
    assert 7000 <= lengths[-1] <= 8000
