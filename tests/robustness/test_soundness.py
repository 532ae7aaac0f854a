"""What is checked of every mutated note finds records that are wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from spacy.language import Language

from rootnote.facts.model import Assertion, Condition, Evidence
from rootnote.record import NoteRecord
from rootnote.reviewer import review
from soundness import faults, faults_of_form

TEXT = "EXAM: Numb left foot.\nASSESSMENT: Left S1 radiculopathy due to L5-S1 disc herniation.\n"

Tamper = Callable[[NoteRecord], NoteRecord]


@pytest.fixture(scope="module")
def record(nlp: Language) -> NoteRecord:
    return review(TEXT, nlp=nlp)


def misplaced(record: NoteRecord) -> NoteRecord:
    first, *rest = record.findings
    return replace(record, findings=(replace(first, evidence=(Evidence(0, 4, "LEFT"),)), *rest))


def beyond_the_end(record: NoteRecord) -> NoteRecord:
    first, *rest = record.findings
    return replace(record, findings=(replace(first, evidence=(Evidence(len(TEXT), len(TEXT), ""),)), *rest))


def pair(record: NoteRecord) -> NoteRecord:
    (detail,) = record.code_details
    return replace(record, codes=("M51.17", "M54.17"), code_details=(detail, replace(detail, code="M54.17")))


def unaffirmed(record: NoteRecord) -> NoteRecord:
    key = Condition.RADICULOPATHY
    mentions = tuple(replace(one, assertion=Assertion.NEGATED) for one in record.condition_evidence[key])
    return replace(record, condition_evidence={**record.condition_evidence, key: mentions})


def leading(record: NoteRecord) -> NoteRecord:
    first, *rest = record.gaps
    return replace(record, gaps=(replace(first, query=first.query.replace("?", ", please document it?")), *rest))


def two_queries(record: NoteRecord) -> NoteRecord:
    first, *rest = record.gaps
    return replace(record, gaps=(replace(first, query=f"{first.query}\n\n{first.query}"), *rest))


def test_sound_record_has_no_fault(record: NoteRecord) -> None:
    assert [*faults(record, TEXT), *faults_of_form(record)] == []


@pytest.mark.parametrize(
    ("tamper", "expected"),
    [
        pytest.param(misplaced, "the evidence is not what stands there", id="other-words"),
        pytest.param(beyond_the_end, "the evidence is not what stands there", id="beyond-the-end"),
        pytest.param(pair, "M51.17 and M54.17 stand together", id="excludes1"),
        pytest.param(unaffirmed, "M51.17 cites no affirmed mention", id="code-without-affirmed-evidence"),
        pytest.param(lambda record: replace(record, code_details=()), "M51.17 cites no affirmed mention", id="code-without-evidence"),
        pytest.param(leading, "breaks the rule directive", id="query-that-directs"),
        pytest.param(two_queries, "a query reads back as 2", id="two-queries"),
    ],
)
def test_fault_is_found_and_told_without_words_of_the_note(record: NoteRecord, tamper: Tamper, expected: str) -> None:
    found = list(faults(tamper(record), TEXT))
    assert any(expected in fault for fault in found)
    assert not any(word in fault for fault in found for word in ("Numb", "herniation", "LEFT"))


@pytest.mark.parametrize(
    "change", [{"text_sha256": "0"}, {"imaging_levels": ("L5",)}, {"completeness": None}], ids=lambda change: next(iter(change))
)
def test_record_outside_the_schema_is_found(record: NoteRecord, change: dict[str, object]) -> None:
    assert list(faults_of_form(replace(record, **change)))
