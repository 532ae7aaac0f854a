"""Mutated real notes: two thousand of those that ``make fuzz`` makes, and what it says of one that fails."""

from __future__ import annotations

from random import Random

import pytest
import typer

import rootnote.reviewer
from robustness.fuzz import examine_each, main
from robustness.mutations import OPERATORS, mutant, real_notes

SEED = 8
#: The notes, and those that one process of a test run takes at a time.
COUNT, STEP = 2000, 500


@pytest.mark.parametrize("first", range(0, COUNT, STEP))
def test_two_thousand_mutated_notes_have_sound_records(first: int) -> None:
    found = list(examine_each(range(first, first + STEP), SEED, jobs=1))
    assert [one.number for one in found] == list(range(first, first + STEP))
    assert [(one.number, one.operators, one.faults) for one in found if one.faults] == []
    assert {name for one in found for name in one.operators} >= OPERATORS.keys()
    assert sum(one.in_scope for one in found) > 50


def test_mutated_note_depends_on_seed_number_and_notes_only() -> None:
    again = [mutant(SEED, number, real_notes()) for number in range(50)]
    assert again == [mutant(SEED, number, real_notes()) for number in range(50)]
    assert len({one.text for one in again}) == 50
    assert again[0] != mutant(SEED + 1, 0, real_notes())
    assert again[0] != mutant(SEED, 0, (("Sciatica.",),))


@pytest.mark.parametrize("name", OPERATORS)
def test_operator_changes_notes(name: str) -> None:
    own = real_notes()[0][:20]
    changed = [OPERATORS[name](Random(number), text) for number, text in enumerate(own)]  # noqa: S311
    assert sum(after != before for after, before in zip(changed, own, strict=True)) > 10
    assert all(each.encode() for each in changed), "no valid Unicode"


@pytest.mark.parametrize("name", OPERATORS)
@pytest.mark.parametrize("text", ["", " ", "\n", "a", "é"])
def test_operator_takes_any_text(name: str, text: str) -> None:
    for number in range(20):
        assert isinstance(OPERATORS[name](Random(number), text), str)  # noqa: S311


def test_failing_note_is_named_by_seed_and_number_without_its_text(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def quote(doc: object) -> None:
        raise ValueError(str(doc))

    monkeypatch.setattr(rootnote.reviewer, "collect", quote)
    with pytest.raises(typer.Exit):
        main(count=2, first=3, seed=SEED, jobs=1)
    out = capfd.readouterr().out
    assert f"note 3 of seed {SEED}" in out
    assert "ValueError in rootnote.reviewer" in out
    assert "2 failed" in out
    words = set(mutant(SEED, 3, real_notes()).text.split())
    assert not [word for word in words if len(word) > 15 and word in out]
