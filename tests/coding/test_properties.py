"""What holds of the coding engine for any facts."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from coding.factsets import finding, note
from coding.strategies import THOROUGH, facts
from rootnote.coding.assign import Coding, assign_codes
from rootnote.coding.setting import Setting
from rootnote.coding.table import Family, load_codes
from rootnote.facts.model import Cause, Condition, FindingKind, NoteFacts
from rootnote.language.note_words import REPORT_TYPES


def code(one: NoteFacts, setting: Setting) -> Coding:
    return assign_codes(one, load_codes(), setting=setting)


SETTINGS = st.sampled_from(Setting)


@THOROUGH
@given(facts(), SETTINGS)
def test_no_list_holds_a_pair_that_excludes1_keeps_apart(one: NoteFacts, setting: Setting) -> None:
    coding = code(one, setting)
    for codes in (coding.codes, coding.codes_presumed, coding.symptom_codes):
        assert len(set(codes)) == len(codes)
        assert not [pair for pair in combinations(codes, 2) if load_codes().exclusion(*pair)]


@THOROUGH
@given(facts(), SETTINGS)
def test_no_code_without_a_condition_that_is_coded_in_the_setting(one: NoteFacts, setting: Setting) -> None:
    def holds(condition: Condition) -> bool:
        status = one.status(condition)
        return status == "affirmed" or (setting is Setting.INPATIENT and status == "uncertain")

    coding = code(one, setting)
    if coding.codes or coding.codes_presumed:
        assert holds(Condition.RADICULOPATHY) or (holds(Condition.SCIATICA) and holds(Condition.DISC_DISORDER))
    if coding.symptom_codes:
        assert not coding.codes
        assert holds(Condition.SCIATICA) or holds(Condition.LOW_BACK_PAIN)
    families = {load_codes().family(each) for each in (*coding.codes, *coding.codes_presumed)}
    linked = {level for link in one.etiology.links if link.cause is Cause.DISC for level in link.levels}
    above = one.status(Condition.DISC_DISORDER) == "absent" and bool(linked) and all(level.startswith("T") for level in linked)
    assert Family.DISC_WITH_RADICULOPATHY not in families or holds(Condition.DISC_DISORDER) or above
    assert Family.SPONDYLOSIS_WITH_RADICULOPATHY not in families or holds(Condition.SPONDYLOSIS)
    if setting is Setting.INPATIENT and one.note_type in REPORT_TYPES:
        assert coding == Coding()


@THOROUGH
@given(facts())
def test_every_outpatient_code_cites_an_affirmed_mention_of_what_it_names(one: NoteFacts) -> None:
    named = (Condition.RADICULOPATHY, Condition.SCIATICA, Condition.LOW_BACK_PAIN)
    affirmed = {mention.evidence for each in named for mention in one.conditions[each].mentions if mention.assertion == "affirmed"}
    for detail in code(one, Setting.OUTPATIENT).details:
        assert affirmed.intersection(detail.evidence)


@THOROUGH
@given(facts(), SETTINGS)
def test_presumed_is_never_less_specific_than_explicit(one: NoteFacts, setting: Setting) -> None:
    coding = code(one, setting)
    assert bool(coding.codes) == bool(coding.codes_presumed)
    named = {each for each in coding.codes if load_codes().family(each) is not Family.RADICULOPATHY}
    assert named <= set(coding.codes_presumed)
    if named:
        assert all(load_codes().family(each) is not Family.RADICULOPATHY for each in coding.codes_presumed)


@THOROUGH
@given(facts(), SETTINGS, st.sampled_from(list(FindingKind)), st.sampled_from(["affirmed", "negated", "historical"]))
def test_an_unrelated_fact_changes_nothing(one: NoteFacts, setting: Setting, kind: FindingKind, assertion: str) -> None:
    more = finding(kind, assertion=assertion, side="left", root="L4", level="L3-L4")
    other = note(other_region_radiculopathy="affirmed")[0].conditions[Condition.OTHER_REGION_RADICULOPATHY]
    changed = replace(
        one,
        findings=(*one.findings, more),
        rejected=(more,),
        sections=("family",),
        conditions={**one.conditions, Condition.OTHER_REGION_RADICULOPATHY: other},
    )
    assert code(changed, setting) == code(one, setting)


@THOROUGH
@given(facts(), st.sampled_from(["negated", "historical", "absent"]))
def test_taking_the_diagnosis_back_takes_its_code_back(one: NoteFacts, status: str) -> None:
    gone = note(radiculopathy=status, sciatica=status, low_back_pain=status)[0].conditions
    assert (
        code(replace(one, conditions={**one.conditions, **{key: gone[key] for key in list(Condition)[:3]}}), Setting.OUTPATIENT) == Coding()
    )


@THOROUGH
@given(facts(), SETTINGS)
def test_every_step_rests_on_a_rule_and_every_code_on_evidence(one: NoteFacts, setting: Setting) -> None:
    for detail in code(one, setting).details:
        assert detail.evidence
        for step in detail.steps:
            assert step.source
            assert "None" not in step.decided
            assert "None" not in (step.would_change or "")
            assert "{" not in step.decided + (step.would_change or "")
        assert all(barred.by == detail.code for barred in detail.excludes1)
