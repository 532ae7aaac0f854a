"""The coding engine over the table of fact sets, in both settings, with its steps."""

from __future__ import annotations

from itertools import product

import pytest

from coding.factsets import FactSet, note, read_factsets
from rootnote.coding.assign import Coding, assign_codes
from rootnote.coding.decisions import load_decisions
from rootnote.coding.setting import Setting
from rootnote.coding.table import load_codes
from rootnote.coding.uncoded import find_reasons

FACTSETS = read_factsets()
CASES = [pytest.param(one, setting, id=f"{one.id}-{setting}") for one in FACTSETS for setting in Setting]


@pytest.mark.parametrize(("factset", "setting"), CASES)
def test_fact_set_gives_its_codes(factset: FactSet, setting: Setting) -> None:
    coding = assign_codes(factset.facts, load_codes(), setting=setting)
    expected = factset.outpatient if setting is Setting.OUTPATIENT else factset.inpatient
    assert (coding.codes, coding.codes_presumed, coding.symptom_codes) == (expected.codes, expected.presumed, expected.symptom)


def test_the_table_is_large_enough() -> None:
    assert len(FACTSETS) >= 150


@pytest.mark.parametrize(("factset", "setting"), CASES)
def test_every_code_has_a_detail_with_steps(factset: FactSet, setting: Setting) -> None:
    table = load_codes()
    coding = assign_codes(factset.facts, table, setting=setting)
    listed = {
        "explicit": set(coding.codes) - set(coding.codes_presumed),
        "presumed": set(coding.codes_presumed) - set(coding.codes),
        "both": set(coding.codes) & set(coding.codes_presumed),
        "symptom": set(coding.symptom_codes),
    }
    assert len(coding.details) == sum(map(len, listed.values()))
    for detail in coding.details:
        assert detail.code in listed[detail.policy]
        assert detail.description == table.title(detail.code)
        assert table.rows[detail.code].billable
        assert detail.steps
        assert detail.evidence


def test_every_decision_is_taken_by_some_fact_set() -> None:
    taken = set()
    for one, setting in product(FACTSETS, Setting):
        coding = assign_codes(one.facts, load_codes(), setting=setting)
        steps = [step for detail in coding.details for step in detail.steps]
        taken |= {step.rule for step in (*steps, *find_reasons(one.facts, coding, load_codes(), setting))}
    assert taken == set(load_decisions())


def coding_of(**given: object) -> Coding:
    return assign_codes(note(**given)[0], load_codes())  # type: ignore[arg-type]


def steps_of(coding: Coding, code: str) -> dict[str, str | None]:
    return {step.rule: step.would_change for detail in coding.details if detail.code == code for step in detail.steps}


def test_step_says_which_sentence_would_change_an_uncaused_code() -> None:
    steps = steps_of(coding_of(radiculopathy="affirmed", regions=["lumbosacral"], location="S1"), "M54.17")
    assert steps["cause.none"] == "If the disc were the cause: M51.17; spondylosis: M47.27."
    assert steps["region.documented"] == "If a root or level of another region were named: lumbar M54.16, sacral M54.18."


def test_step_of_a_presumed_code_says_what_undoes_the_presumption() -> None:
    coding = coding_of(radiculopathy="affirmed", disc_disorder="affirmed", regions=["lumbar"], candidates=["disc L4-L5"])
    assert steps_of(coding, "M51.16")["cause.presumed"] == "If the author called it unrelated, or named another cause: M54.16."


def test_a_change_without_a_code_is_left_out() -> None:
    coding = coding_of(radiculopathy="affirmed", spondylosis="affirmed", regions=["sacral"])
    assert steps_of(coding, "M54.18")["cause.none"] == "If the disc were the cause: M51.17; spondylosis: M47.28."


def test_barred_code_and_its_note_are_in_the_reasons() -> None:
    given = {"radiculopathy": "affirmed", "sciatica": "affirmed", "disc_disorder": "affirmed", "regions": ["lumbosacral"]}
    coding = coding_of(**given, etiology="disc", links=["disc L5-S1"], sciatica_sides=["left"])
    (detail,) = coding.details
    assert [(one.code, one.by, one.listed_under) for one in detail.excludes1] == [
        ("M54.17", "M51.17", "M54.1"),
        ("M54.32", "M51.17", "M54.3"),
    ]
    assert any(step.decided.startswith("Not coded beside M51.17: M54.17; M54.1 Excludes1") for step in detail.steps)


def test_symptom_that_no_note_bars_is_dropped_as_integral() -> None:
    coding = coding_of(radiculopathy="affirmed", low_back_pain="affirmed", regions=["lumbar"])
    (detail,) = coding.details
    assert detail.excludes1 == ()
    assert "M54.50" in next(step.decided for step in detail.steps if step.rule == "symptom.integral")


def test_evidence_of_a_code_is_in_order_and_names_diagnosis_and_link() -> None:
    given = {"radiculopathy": "affirmed", "disc_disorder": "affirmed", "regions": ["lumbar"]}
    (detail,) = coding_of(**given, etiology="disc", links=["disc L4-L5"]).details
    assert [item.text for item in detail.evidence] == ["affirmed radiculopathy", "due to disc L4-L5"]
