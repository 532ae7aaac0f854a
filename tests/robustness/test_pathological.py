"""Texts of the worst kinds: sound records, and work that grows no faster than the text."""

from __future__ import annotations

from cProfile import Profile

import pytest
from spacy.language import Language

from robustness.pathological import KINDS
from rootnote.record import NoteRecord
from rootnote.reviewer import review
from soundness import faults, faults_of_form

_SHORT, _LONG = 1_500, 6_000


def counted(text: str, nlp: Language) -> tuple[NoteRecord, int]:
    """The record, and how many functions were called on the way, Python's own included: the work that does not depend on the machine."""
    profile = Profile()
    record = profile.runcall(review, text, nlp=nlp)
    return record, sum(entry.callcount for entry in profile.getstats())


@pytest.mark.parametrize("kind", KINDS)
def test_work_grows_no_faster_than_the_text(nlp: Language, kind: str) -> None:
    review(KINDS[kind](_SHORT // 2), nlp=nlp)  # what is kept for later notes is made once, and nothing of the note that is counted
    record, few = counted(KINDS[kind](_SHORT), nlp)
    longer, many = counted(KINDS[kind](_LONG), nlp)
    assert many < 1.5 * few * _LONG / _SHORT + 5 * _LONG, "some calls for a character are those of long sentences only"
    for one, text in ((record, KINDS[kind](_SHORT)), (longer, KINDS[kind](_LONG))):
        assert [*faults(one, text), *faults_of_form(one)] == []
        assert len(one.to_json()) < 20_000 + 80 * len(text)


@pytest.mark.parametrize("kind", ["one word", "line feeds", "NULs", "combining characters", "emoji", "open brackets", "spaces", "commas"])
def test_a_million_characters_without_a_target_have_an_empty_record(nlp: Language, kind: str) -> None:
    record = review(KINDS[kind](1_000_000), nlp=nlp)
    assert (record.scope, record.findings, record.codes) == ("none", (), ())
