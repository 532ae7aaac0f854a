"""What a record warns of, and what must not alarm."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coding.factsets import finding, note
from coding.strategies import THOROUGH, notes
from documentation.warned import BARE, CROSSED, L5, S1, TWO, A, because, deed, disc, sign, warn
from rootnote.coding.assign import assign_codes
from rootnote.coding.setting import Setting
from rootnote.coding.table import load_codes
from rootnote.documentation.queries import load_query_rules
from rootnote.documentation.sites import load_sites
from rootnote.documentation.warnings import find_warnings, load_warnings
from rootnote.facts.model import Assertion, Condition, ConditionFact, Evidence, Mention, NoteFacts

CASES: list[Any] = [
    pytest.param({**S1}, [], id="nothing-to-warn-of"),
    # Urgent signs.
    pytest.param({"low_back_pain": A, "findings": [finding("sensory", site="saddle")]}, ["cauda_equina"], id="saddle-loss"),
    pytest.param({"findings": [finding("symptom", site="saddle")]}, ["cauda_equina"], id="saddle-numbness-out-of-scope"),
    pytest.param({"low_back_pain": A, "findings": [finding("symptom", site="bladder")]}, ["cauda_equina"], id="retention"),
    pytest.param({"low_back_pain": A, "findings": [finding("reflex", site="anal")]}, ["cauda_equina"], id="anal-wink-lost"),
    pytest.param(
        {"low_back_pain": A, "findings": [finding("symptom", "", "uncertain", site="bowel")]}, ["cauda_equina"], id="possible-is-urgent"
    ),
    pytest.param({"low_back_pain": A, "findings": [finding("sensory", "", "negated", site="saddle")]}, [], id="saddle-normal"),
    pytest.param({"low_back_pain": A, "findings": [finding("symptom", "", "negated", site="bladder")]}, [], id="denies-retention"),
    pytest.param({"low_back_pain": A, "findings": [finding("reflex", site="clonus")]}, ["upper_motor_neurone"], id="clonus"),
    pytest.param({"low_back_pain": A, "findings": [finding("reflex", site="knee", grade="4+")]}, ["upper_motor_neurone"], id="knee-4-plus"),
    pytest.param({"low_back_pain": A, "findings": [finding("reflex", site="knee", grade="brisk")]}, [], id="brisk-is-common"),
    pytest.param({"low_back_pain": A, "findings": [finding("reflex", site="knee", grade="3+")]}, [], id="3-plus-is-common"),
    pytest.param({"low_back_pain": A, "findings": [finding("motor", site="babinski")]}, ["upper_motor_neurone"], id="babinski"),
    pytest.param({"low_back_pain": A, "findings": [finding("reflex", "", "negated", site="babinski")]}, [], id="toes-down"),
    pytest.param({"low_back_pain": A, "findings": [finding("reflex", site="ankle", grade="0")]}, [], id="absent-reflex-is-lower"),
    pytest.param({"findings": [finding("reflex", site="clonus")]}, [], id="clonus-out-of-scope"),
    # Sides.
    pytest.param({**BARE, "laterality": "conflicting"}, ["side_conflict"], id="two-sides"),
    pytest.param({**BARE, "laterality": "bilateral"}, [], id="both-sides-is-no-conflict"),
    pytest.param({**S1, "roots": ["S1 right"]}, ["side_discordance"], id="root-on-the-other-side"),
    pytest.param({**S1, "findings": [finding("reflex", site="ankle", side="right")]}, ["side_discordance"], id="reflex-on-the-other-side"),
    pytest.param({**S1, "findings": [finding("symptom", site="leg", side="right")]}, ["side_discordance"], id="symptom-on-the-other-side"),
    pytest.param({**S1, "findings": [finding("imaging", level="L5-S1", side="right")]}, ["side_discordance"], id="image-on-the-other-side"),
    pytest.param({**S1, "findings": [finding("imaging", level="L5-S1", side="bilateral")]}, [], id="image-on-both-sides"),
    pytest.param({**S1, "findings": [finding("reflex", "", "negated", site="ankle", side="right")]}, [], id="normal-other-side"),
    pytest.param({**S1, "findings": [finding("slr", site="crossed", side="right")]}, [], id="crossed-slr"),
    pytest.param(
        {**S1, "findings": [finding("reflex", "R", site="ankle", side="right"), finding("reflex", "L", site="ankle", side="left")]},
        [],
        id="both-ankles",
    ),
    pytest.param(
        {**S1, "findings": [finding("electrodiagnostic", "denervation", side="right")]}, ["side_discordance"], id="emg-on-the-other-side"
    ),
    # Root against level and zone.
    pytest.param({**L5, "imaging_levels": ["L2-L3"]}, ["root_level_discordance"], id="root-out-of-reach"),
    pytest.param({**L5, "imaging_levels": ["L4-L5"]}, [], id="traversing-root"),
    pytest.param({**L5, "imaging_levels": ["L5-S1"]}, [], id="exiting-root"),
    pytest.param({**L5, "imaging_levels": ["L2-L3", "L4-L5"]}, [], id="one-level-reaches-it"),
    pytest.param({**L5}, [], id="no-level-no-discord"),
    pytest.param(
        {**L5, "imaging_levels": ["L5-S1"], "findings": [finding("imaging", level="L5-S1", zone="paracentral")]},
        ["root_level_discordance"],
        id="paracentral-misses-the-exiting-root",
    ),
    pytest.param(
        {**L5, "imaging_levels": ["L4-L5"], "findings": [finding("imaging", level="L4-L5", zone="foraminal")]},
        ["root_level_discordance"],
        id="foraminal-misses-the-traversing-root",
    ),
    pytest.param(
        {
            **S1,
            "imaging_levels": ["L5-S1"],
            "findings": [finding("imaging", "stenosis", level="L5-S1", zone="foraminal"), finding("imaging", "bulge", level="L5-S1")],
        },
        [],
        id="a-finding-without-zone-reaches-both",
    ),
    pytest.param(
        {**S1, "disc_disorder": A, "etiology": "disc", "links": ["disc L4-L5"], "imaging_levels": ["L4-L5", "L5-S1"]},
        ["root_level_discordance"],
        id="the-linked-level-counts",
    ),
    pytest.param({**S1, "roots": ["S2"], "imaging_levels": ["L4-L5"]}, [], id="sacral-roots-have-no-disc"),
    # Root against examination.
    pytest.param({**L5, "findings": [finding("reflex", site="knee")]}, ["exam_root_discordance"], id="knee-jerk-is-not-l5"),
    pytest.param({**L5, "findings": [finding("motor", site="toe walk")]}, ["exam_root_discordance"], id="toe-walk-is-not-l5"),
    pytest.param({**L5, "findings": [finding("sensory", root="S1")]}, ["exam_root_discordance"], id="dermatome-of-another-root"),
    pytest.param({**L5, "findings": [finding("motor", site="ehl"), finding("sensory", site="great toe")]}, [], id="exam-agrees"),
    pytest.param(
        {**L5, "findings": [finding("motor", site="ehl"), finding("reflex", site="ankle")]}, ["exam_root_partly"], id="exam-agrees-in-part"
    ),
    pytest.param({**L5, "findings": [finding("reflex", "", "negated", site="knee")]}, [], id="a-normal-test-is-no-discord"),
    pytest.param({**L5, "findings": [finding("reflex", site="knee", grade="3+")]}, [], id="a-lively-reflex-is-no-roots"),
    pytest.param({**L5, "findings": [finding("reflex", site="knee", grade="absent")]}, ["exam_root_discordance"], id="an-absent-one-is"),
    pytest.param({**S1, "findings": [finding("reflex", site="ankle", side="right", grade="brisk")]}, [], id="lively-on-the-other-side"),
    pytest.param({**L5, "findings": [finding("motor", site="leg")]}, [], id="no-roots-no-discord"),
    pytest.param({**BARE, "findings": [finding("reflex", site="knee")]}, [], id="no-named-root"),
    pytest.param({**BARE, "findings": [finding("reflex", site="ankle")]}, ["region_unspecific"], id="lumbar-with-s1-signs"),
    pytest.param({**BARE, "findings": [finding("reflex", site="ankle"), finding("motor", site="ehl")]}, [], id="lumbar-with-mixed-signs"),
    pytest.param({**BARE, "location": "L4-5", "findings": [finding("reflex", site="ankle")]}, [], id="a-level-is-named"),
    # Region of the cause, a second problem, the procedure.
    pytest.param(
        {**S1, "disc_disorder": A, "etiology": "disc", "links": ["disc lumbar"]}, ["cause_region"], id="lumbar-disc-with-an-s1-root"
    ),
    pytest.param(
        {"radiculopathy": A, "regions": ["lumbosacral"], "location": "lumbosacral", **disc("L4-L5")},
        ["cause_region"],
        id="l4-5-disc-with-lumbosacral",
    ),
    pytest.param({**S1, **disc("L5-S1")}, [], id="cause-in-the-region"),
    pytest.param({**BARE, **disc("")}, [], id="cause-without-a-place"),
    pytest.param({**TWO, **disc("L5-S1")}, ["second_problem"], id="one-of-two-regions-has-a-cause"),
    pytest.param({**TWO, **disc("L3-L4 L5-S1")}, [], id="both-regions-have-a-cause"),
    pytest.param({**CROSSED, **disc("L4-L5")}, ["root_level_discordance", "second_problem"], id="a-root-of-the-other-side"),
    pytest.param({**CROSSED, **disc("L4-L5 L5-S1")}, [], id="both-sides-are-reached"),
    pytest.param({**CROSSED, "roots": ["L5", "S1 left"], **disc("L4-L5")}, ["root_level_discordance"], id="the-side-reached-is-not-known"),
    pytest.param({**TWO}, [], id="neither-region-has-a-cause"),
    pytest.param({**S1, "findings": [deed("transforaminal", root="L4")]}, ["procedure_discordance"], id="another-root-injected"),
    pytest.param({**S1, "findings": [deed("transforaminal", root="S1")]}, [], id="the-root-injected"),
    pytest.param({**S1, "findings": [deed("transforaminal", level="L5-S1")]}, [], id="the-level-injected"),
    pytest.param({**S1, "findings": [deed("interlaminar", level="L4-L5")]}, [], id="interlaminar-spreads"),
    pytest.param({**S1, "findings": [deed("decompression", level="L2-L3")]}, ["procedure_discordance"], id="another-level-operated"),
    pytest.param({**S1, "findings": [deed("decompression", level="L2-L3", section="psh")]}, [], id="operated-at-another-level-long-ago"),
    pytest.param({**BARE, "findings": [deed("transforaminal", root="L4")]}, [], id="no-root-no-discord-with-the-procedure"),
    pytest.param(
        {**BARE, **disc("L4-L5"), "findings": [deed("transforaminal", level="L2-L3")]},
        ["procedure_discordance"],
        id="another-level-than-the-linked-one-injected",
    ),
    pytest.param({**S1, "findings": [deed("facet", level="L2-L3")]}, ["facet_procedure"], id="facet-levels-are-no-roots"),
    pytest.param(
        {"sciatica": A, "regions": ["lumbar", "sacral"], **disc("T12-L1")}, [], id="no-second-problem-and-no-region-without-radiculopathy"
    ),
    # Words read as others.
    pytest.param({**S1, "misheard": ["S1", "radiculopathy", "S1"]}, ["misheard"], id="misheard"),
    pytest.param({"misheard": ["S1"]}, [], id="misheard-out-of-scope"),
    # What is named as nobody's.
    pytest.param({"low_back_pain": A, "unattributed": ["radiculopathy"]}, ["unattributed"], id="root-disease-of-nobody"),
    pytest.param({"unattributed": ["sciatica", "radiculopathy"]}, ["unattributed"], id="root-disease-of-nobody-out-of-scope"),
    # Printed codes: what no words state.
    pytest.param({"printed": ["M54.16"]}, ["printed_code"], id="radiculopathy-only-as-a-code"),
    pytest.param({"low_back_pain": A, "printed": ["M54.41"]}, ["printed_code"], id="sciatica-only-as-a-code"),
    pytest.param(
        {**BARE, "radiculopathy": "negated", "low_back_pain": A, "printed": ["M54.16"]}, ["printed_code"], id="code-of-what-is-denied"
    ),
    pytest.param({"radiculopathy": "historical", "printed": ["M51.16"]}, ["printed_code"], id="code-of-what-is-over"),
    pytest.param(
        {**S1, "radiculopathy": "uncertain", "printed": ["M54.17"]}, ["printed_code", "uncertain_diagnosis"], id="code-of-what-is-possible"
    ),
    pytest.param({**S1, "printed": ["M51.26"]}, ["printed_code"], id="disc-only-as-a-code"),
    pytest.param({"low_back_pain": A, "printed": ["M51.26"]}, [], id="disc-only-as-a-code-without-radiculopathy"),
    pytest.param({"low_back_pain": A, "printed": ["M54.50", "M54.59", "M48.061", "M54.12"]}, [], id="codes-of-nothing-radicular-here"),
    pytest.param({"printed": ["M5416"]}, ["printed_code"], id="code-without-its-point"),
    pytest.param({"printed": ["M5499", "M5100"]}, [], id="a-number-that-is-no-code"),
    pytest.param({"printed": ["M54.1-", "M51.36-"]}, [], id="a-heading-left-open"),
    # Printed codes: what the words lead to.
    pytest.param({**S1, "printed": ["M54.17"]}, [], id="the-code-of-the-words"),
    pytest.param({**S1, "printed": ["M54.16"]}, ["printed_code_discordance"], id="code-of-another-region"),
    pytest.param({**S1, "printed": ["M54.10"]}, ["printed_code_discordance"], id="code-without-region"),
    pytest.param({**S1, **disc("L5-S1"), "printed": ["M51.16"]}, ["printed_code_discordance"], id="disc-code-of-another-region"),
    pytest.param({**S1, **disc("L5-S1"), "printed": ["M54.17"]}, ["printed_code_discordance"], id="code-without-the-linked-cause"),
    pytest.param({**S1, **disc("L5-S1"), "printed": ["M51.17", "M54.50", "M48.061"]}, [], id="plain-additional-codes"),
    pytest.param({**S1, "printed": ["M51.17"]}, ["printed_code_discordance"], id="code-of-a-cause-that-no-words-state"),
    pytest.param(
        {**S1, "disc_disorder": A, "candidates": ["disc L5-S1"], "printed": ["M51.17"]}, ["unlinked_cause"], id="code-of-the-presumed-link"
    ),
    pytest.param(
        {**S1, "disc_disorder": A, "candidates": ["disc L5-S1"], "printed": ["M51.27"]},
        ["printed_code_discordance", "unlinked_cause"],
        id="disc-code-that-says-without-radiculopathy",
    ),
    pytest.param(
        {**S1, "disc_disorder": A, "candidates": ["disc L5-S1"], "printed": ["M51.27", "M54.17"]},
        ["unlinked_cause"],
        id="disc-and-radiculopathy-coded-apart-as-written",
    ),
    pytest.param({**S1, **disc("L5-S1"), "printed": ["M51.17", "M51.27"]}, ["printed_code_discordance"], id="one-disc-coded-twice"),
    pytest.param({**S1, **disc("L5-S1"), "printed": ["M51.26"]}, ["printed_code_discordance"], id="disc-code-of-a-level-without-finding"),
    pytest.param(
        {**S1, **disc("L5-S1"), "imaging_levels": ["L4-L5", "L5-S1"], "printed": ["M51.369"]}, [], id="disc-code-of-a-further-level"
    ),
    pytest.param(
        {**BARE, "spondylosis": A, "etiology": "spondylosis", "links": ["spondylosis L4-L5"], "printed": ["M47.816"]},
        ["printed_code_discordance"],
        id="spondylosis-code-that-says-without-radiculopathy",
    ),
    pytest.param({"spondylosis": A, "low_back_pain": A, "printed": ["M47.816"]}, [], id="spondylosis-without-radiculopathy"),
    pytest.param({**BARE, "printed": ["M54.12"]}, ["printed_code_discordance"], id="cervical-code-of-a-lumbar-problem"),
    pytest.param({**BARE, "printed": ["M54.12 neck"]}, [], id="cervical-code-beside-the-neck"),
    pytest.param({**BARE, "printed": ["M54.12", "M54.16"]}, [], id="cervical-code-of-another-problem"),
    pytest.param({**BARE, "other_region_radiculopathy": "historical", "printed": ["M54.12"]}, [], id="cervical-code-of-what-is-spoken-of"),
    pytest.param({**BARE, "printed": ["M47.812", "M51.24"]}, [], id="plain-codes-of-other-regions"),
    pytest.param({"sciatica": A, "sciatica_sides": ["right"], "printed": ["M54.31"]}, [], id="the-side-of-the-words"),
    pytest.param({"sciatica": A, "sciatica_sides": ["right"], "printed": ["M54.32"]}, ["printed_code_discordance"], id="another-side"),
    pytest.param({"sciatica": A, "sciatica_sides": ["right"], "printed": ["M54.16"]}, ["printed_code_discordance"], id="sciatica-is-less"),
    pytest.param(
        {"sciatica": A, "sciatica_sides": ["right"], "disc_disorder": A, "printed": ["M51.17"]},
        ["sciatica_with_disc"],
        id="whether-the-disc-causes-the-sciatica-is-asked-already",
    ),
    pytest.param(
        {"sciatica": A, "sciatica_sides": ["left"], **disc("L5-S1"), "printed": ["M54.32"]},
        ["printed_code_discordance"],
        id="sciatica-from-a-disc-is-no-symptom-code",
    ),
    pytest.param(
        {**S1, "sciatica": A, "sciatica_sides": ["left"], "printed": ["M54.32"]},
        ["sciatica_with_radiculopathy"],
        id="sciatica-stated-beside-a-radiculopathy",
    ),
    pytest.param({**S1, "printed": ["M54.32"]}, ["printed_code_discordance"], id="sciatica-not-stated-beside-a-radiculopathy"),
    pytest.param({"stenosis": A, "printed": ["M48.062"]}, ["printed_code_discordance"], id="claudication-only-as-a-code"),
    pytest.param(
        {"stenosis": A, "findings": [sign("claudication")], "printed": ["M48.061"]},
        ["printed_code_discordance"],
        id="claudication-not-coded",
    ),
    pytest.param({"stenosis": A, "findings": [sign("claudication")], "printed": ["M48.062"]}, [], id="stenosis-as-stated"),
    # Printed codes: what is no code of the edition.
    pytest.param({"low_back_pain": A, "printed": ["M54.5"]}, ["printed_code_invalid"], id="a-code-that-was-split"),
    pytest.param({"disc_disorder": A, "printed": ["M51.36"]}, ["printed_code_invalid"], id="another-code-that-was-split"),
    pytest.param({"low_back_pain": A, "printed": ["M54.51", "M54.55"]}, ["printed_code_invalid"], id="no-such-code"),
    pytest.param({**S1, "printed": ["M54.4"]}, ["printed_code_discordance", "printed_code_invalid"], id="split-and-of-another-kind"),
    pytest.param({"low_back_pain": A, "printed": ["M53.2", "M46.47", "M54.2"]}, [], id="codes-that-are-not-looked-for"),
    # Other regions.
    pytest.param({**S1, "other_region_radiculopathy": A}, ["other_region"], id="neck-beside-back"),
    pytest.param({**S1, "rejected": [finding("imaging", "", "historical", level="C5-C6")]}, ["other_region"], id="cervical-disc"),
    pytest.param({"other_region_radiculopathy": A}, [], id="neck-alone-is-out-of-scope"),
    # Pairs.
    pytest.param({**S1, "sciatica": A}, ["sciatica_with_radiculopathy"], id="sciatica-beside-radiculopathy"),
    pytest.param({**S1, "sciatica": "historical"}, [], id="sciatica-of-the-past"),
    pytest.param({"sciatica": A, "disc_disorder": A}, ["sciatica_with_disc"], id="sciatica-with-unlinked-disc"),
    pytest.param({"sciatica": A, "disc_disorder": A, "etiology": "disc", "links": ["disc L4-L5"]}, [], id="sciatica-from-the-disc"),
    pytest.param({**S1, "disc_disorder": A, "candidates": ["disc L5-S1"]}, ["unlinked_cause"], id="unlinked-disc"),
    pytest.param({**S1, "disc_disorder": A, "etiology": "disc", "links": ["disc L5-S1"]}, [], id="linked-disc"),
    pytest.param({**S1, "radiculopathy": "uncertain"}, ["uncertain_diagnosis"], id="uncertain-radiculopathy"),
    pytest.param({**BARE, "etiology": "other", "links": ["other"]}, ["other_cause"], id="other-cause"),
    pytest.param({**BARE, "stenosis": A, **because("stenosis")}, ["stenosis_besides"], id="stenosis-the-cause"),
    pytest.param({**BARE, "stenosis": A, **because("cyst")}, ["stenosis_besides", "other_cause"], id="stenosis-beside-a-cyst"),
    pytest.param(
        {**BARE, **because("stenosis"), "findings": [sign("claudication")]}, ["claudication_besides"], id="stenosis-with-claudication"
    ),
    pytest.param(
        {**BARE, "stenosis": A, "findings": [sign("claudication")]}, ["claudication_besides"], id="claudication-beside-a-root-without-cause"
    ),
    pytest.param(
        {**S1, **disc("L5-S1"), "stenosis": A, "findings": [sign("claudication")]},
        ["claudication_besides"],
        id="claudication-beside-a-linked-disc",
    ),
    pytest.param({**S1, **disc("L5-S1"), "stenosis": A}, [], id="stenosis-beside-a-linked-disc"),
    pytest.param({**S1, "stenosis": "uncertain", "findings": [sign("claudication")]}, [], id="claudication-without-a-sure-stenosis"),
    pytest.param({**S1, "stenosis": A, "findings": [sign("claudication", "uncertain")]}, [], id="claudication-only-possible"),
    pytest.param({"stenosis": A, "findings": [sign("claudication")]}, [], id="claudication-beside-no-code"),
    pytest.param(
        {**BARE, **because("stenosis"), "findings": [sign("claudication", "negated")]},
        ["stenosis_alone"],
        id="stenosis-without-claudication",
    ),
    pytest.param({**BARE, **because("malalignment")}, ["other_cause"], id="scoliosis"),
    pytest.param({**BARE, **because("scar")}, ["other_cause"], id="scar"),
    pytest.param({**BARE, **because("tumor")}, ["tumor_cause"], id="tumour"),
    pytest.param({**BARE, **because("trauma")}, ["injury_cause"], id="injury"),
    pytest.param({**BARE, **because("zoster")}, ["zoster_cause"], id="zoster"),
    pytest.param({**BARE, **because("diabetes")}, ["diabetes_cause"], id="diabetes"),
    pytest.param({**BARE, **because("spondylolisthesis")}, ["slip_besides"], id="slip"),
    pytest.param({**BARE, **because("postlaminectomy"), "findings": [sign("postlaminectomy")]}, ["postlaminectomy"], id="told-once"),
    pytest.param({**BARE, "findings": [sign("postlaminectomy")]}, ["postlaminectomy"], id="postlaminectomy"),
    pytest.param({**BARE, "radiculopathy": "uncertain", **because("tumor")}, ["uncertain_diagnosis"], id="cause-of-nothing-coded"),
    # Other disorders.
    pytest.param({**BARE, "findings": [sign("myelopathy")]}, ["myelopathy"], id="myelopathy"),
    pytest.param({**BARE, "findings": [sign("myelopathy", "negated")]}, [], id="without-myelopathy"),
    pytest.param({"findings": [sign("cauda equina")]}, ["cauda_equina"], id="cauda-equina-out-of-scope"),
    pytest.param({"findings": [sign("bladder")]}, [], id="bladder-out-of-scope"),
    pytest.param({"findings": [sign("bladder"), sign("saddle")]}, ["cauda_equina"], id="bladder-and-saddle-out-of-scope"),
    pytest.param(
        {"disc_disorder": A, "findings": [sign("disc degeneration"), finding("symptom")]}, ["degeneration_with_leg_pain"], id="degeneration"
    ),
    pytest.param({"disc_disorder": A, "findings": [sign("disc degeneration")]}, [], id="degeneration-without-pain"),
    pytest.param(
        {"disc_disorder": A, "low_back_pain": A, "findings": [sign("disc degeneration")]},
        ["degeneration_with_back_pain"],
        id="degeneration-with-back-pain",
    ),
    pytest.param({"disc_disorder": A, "findings": [finding("symptom")]}, [], id="herniation-with-leg-symptoms"),
    pytest.param({**BARE, "disc_disorder": A, "findings": [sign("disc degeneration"), finding("symptom")]}, [], id="coded-radiculopathy"),
    # Procedures.
    pytest.param({**BARE, "findings": [deed("facet")]}, ["facet_procedure"], id="facet"),
    pytest.param({**BARE, "findings": [deed("facet", section="hpi")]}, [], id="facet-of-the-past"),
    pytest.param({**BARE, "findings": [deed("facet")], **because("cyst")}, ["other_cause"], id="facet-for-a-cyst"),
    pytest.param({"low_back_pain": A, "findings": [deed("facet")]}, [], id="facet-for-back-pain"),
    pytest.param({**S1, "findings": [deed("transforaminal", side="right")]}, ["side_discordance"], id="injected-on-the-other-side"),
    pytest.param({**S1, "findings": [deed("decompression", side="right", section="psh")]}, [], id="operated-long-ago"),
    pytest.param({**BARE, "findings": [finding("procedure", "", "negated", site="facet", section="plan")]}, [], id="facet-declined"),
    # Tension signs.
    pytest.param({**S1, "findings": [finding("slr", site="slr", side="right")]}, ["side_discordance"], id="tension-on-the-other-side"),
    pytest.param({**S1, "findings": [finding("slr", site="slr", side="left")]}, [], id="tension-on-the-side"),
    pytest.param(
        {**S1, "findings": [finding("slr", "right raise hurts the opposite leg", site="slr", side="right")]},
        [],
        id="tension-of-the-opposite-leg",
    ),
    # Patterns.
    pytest.param({**BARE, "findings": [finding("sensory", site="stocking")]}, ["stocking_loss"], id="stocking"),
    pytest.param({**BARE, "findings": [finding("imaging", site="transitional vertebra")]}, ["transitional_anatomy"], id="transitional"),
]


@pytest.mark.parametrize(("given", "kinds"), CASES)
def test_kinds(given: dict[str, Any], kinds: Sequence[str]) -> None:
    assert [one.kind for one in warn(**given)] == kinds


OSTEOPHYTES: list[Any] = [
    pytest.param(["osteophytes"], ["osteophytes_alone"], id="osteophytes"),
    pytest.param(["Bony spurs", "osteophytic ridge"], ["osteophytes_alone"], id="spurs"),
    pytest.param(["osteophytes", "spondylosis"], [], id="spondylosis-is-named-too"),
    pytest.param(["disc-osteophyte complex"], [], id="disc-osteophyte-complex"),
]


@pytest.mark.parametrize(("words", "kinds"), OSTEOPHYTES)
def test_osteophytes_alone(words: list[str], kinds: list[str]) -> None:
    facts, text = note(**BARE, spondylosis=A, etiology="spondylosis", links=["spondylosis L4-L5"])
    said = tuple(Mention(Assertion.AFFIRMED, Evidence(0, len(one), one), "imaging", "test") for one in words)
    facts = replace(facts, conditions={**facts.conditions, Condition.SPONDYLOSIS: ConditionFact(Assertion.AFFIRMED, said)})
    coding = assign_codes(facts, load_codes())
    raised = find_warnings(facts, text, coding, load_codes(), load_sites(), Setting.OUTPATIENT)
    assert [one.kind for one in raised] == kinds
    assert all("M25.78" in one.message for one in raised)


def test_every_kind_is_raised_by_some_case() -> None:
    assert {kind for case in (*CASES, *OSTEOPHYTES) for kind in case.values[1]} == set(load_warnings().kinds)


def test_a_warning_that_the_author_can_settle_asks_for_it_with_both_statements_quoted() -> None:
    (raised,) = warn(**{**S1, "findings": [finding("reflex", "right ankle jerk absent", site="ankle", side="right")]})
    assert raised.query is not None
    assert raised.query.text().splitlines() == [
        "Side of the problem",
        "The note says: “on the left side”; “right ankle jerk absent” (exam).",
        "On which side is each of the statements quoted?",
        *("☐ Right", "☐ Left", "☐ Both", "☐ A different side for each: __", "☐ Other: __", "☐ Unable to determine"),
    ]


@THOROUGH
@given(notes(), st.sampled_from(Setting))
def test_any_warning_stands_in_the_note_and_asks_compliantly(one: tuple[NoteFacts, str], setting: Setting) -> None:
    facts, text = one
    raised = find_warnings(facts, text, assign_codes(facts, load_codes(), setting=setting), load_codes(), load_sites(), setting)
    assert [warning.urgent for warning in raised] == sorted((warning.urgent for warning in raised), reverse=True)
    for warning in raised:
        assert warning.evidence
        assert all(text[place.start : place.end] == place.text for place in warning.evidence)
        assert not any(sign in warning.message for sign in ("{", "}", "None"))
        if warning.query is not None:
            assert not load_query_rules().faults(warning.query)


def test_urgent_comes_first_and_is_marked() -> None:
    raised = warn(**{**S1, "laterality": "conflicting"}, sciatica=A, findings=[finding("symptom", site="bladder")])
    assert [(one.kind, one.urgent) for one in raised] == [
        ("cauda_equina", True),
        ("side_conflict", False),
        ("sciatica_with_radiculopathy", False),
    ]
    assert "G83.4" in raised[0].message


def test_uncertain_is_coded_for_an_inpatient_so_it_is_no_warning() -> None:
    assert warn(Setting.INPATIENT, **{**S1, "radiculopathy": "uncertain"}) == ()
