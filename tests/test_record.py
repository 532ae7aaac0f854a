"""The record: what it holds, its bytes, its schema, and records that come from outside."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

import jsonschema
import pytest
from hypothesis import given

from coding.factsets import finding, note
from coding.strategies import THOROUGH, notes
from rootnote.coding.linkage import Linkage
from rootnote.coding.setting import Setting
from rootnote.errors import RecordError
from rootnote.facts.model import Condition, NoteFacts
from rootnote.record import NoteRecord, build_record
from rootnote.versions import shipped_rules_version

A = "affirmed"
KEYS = [
    *("schema_version", "id", "text_sha256", "encoding", "note_type", "scope", "setting", "linkage", "versions", "conditions"),
    *(
        "condition_evidence",
        "roots",
        "region",
        "laterality",
        "imaging_levels",
        "etiology",
        "unlinked_candidates",
        "codes",
        "codes_presumed",
        "symptom_codes",
    ),
    *("code_details", "decisions", "elements", "completeness", "gaps", "warnings", "findings"),
]


def sample() -> tuple[NoteFacts, str]:
    return note(
        radiculopathy=A,
        disc_disorder=A,
        sciatica=A,
        regions=["lumbosacral", "lumbar"],
        roots=["S1 left", "S1 left", "L4"],
        location="left S1",
        laterality="left",
        imaging_levels=["L5-S1", "L4-L5", "L5-S1"],
        candidates=["spondylosis", "disc L5-S1", "disc"],
        findings=[finding("reflex", "Achilles reflex é absent", site="ankle", side="left", grade="0"), finding("symptom", site="bladder")],
        rejected=[finding("imaging", "MRI ordered", "ordered")],
    )


def record_of(**given: Any) -> NoteRecord:
    facts, text = note(**given)
    return build_record("one", text, facts)


def test_keys_are_those_of_the_design_in_a_fixed_order() -> None:
    facts, text = sample()
    assert list(json.loads(build_record("one", text, facts).to_json())) == KEYS


def test_facts_become_the_words_of_the_guide() -> None:
    facts, text = sample()
    record = json.loads(build_record("one", text, facts).to_json())
    assert record["text_sha256"] == sha256(text.encode()).hexdigest()
    assert record["conditions"]["radiculopathy"] == "affirmed"
    assert record["roots"] == [{"root": "S1", "side": "left"}, {"root": "L4", "side": None}]
    assert record["region"] == ["lumbar", "lumbosacral"]
    assert record["imaging_levels"] == ["L4-L5", "L5-S1"]
    assert record["unlinked_candidates"] == ["disc", "spondylosis"]
    assert record["laterality"] == "left"
    assert record["codes"] == ["M54.16", "M54.17"]
    assert record["warnings"][0]["kind"] == "cauda_equina"
    assert record["elements"]["reflex_exam"]["status"] == "abnormal"


def test_absent_keys_of_a_finding_are_left_out_and_nothing_else_is() -> None:
    facts, text = sample()
    record = json.loads(build_record("one", text, facts).to_json())
    assert list(record["findings"][0]) == ["kind", "assertion", "side", "site", "grade", "section", "rule", "evidence"]
    of_a_gap = {"element", "priority", "why", "query", "searched", "nearest_rejected", "rejected_because"}
    assert all(set(gap) == of_a_gap for gap in record["gaps"])


def test_condition_evidence_has_section_and_rule() -> None:
    (mention,) = record_of(low_back_pain=A).condition_evidence[Condition.LOW_BACK_PAIN]
    assert (mention.text, mention.section, mention.rule) == ("affirmed low_back_pain", "assessment", "test.low_back_pain")


@pytest.mark.parametrize(
    ("given", "scope"),
    [
        pytest.param({"radiculopathy": A}, "radiculopathy", id="affirmed"),
        pytest.param({"radiculopathy": "uncertain"}, "radiculopathy", id="uncertain"),
        pytest.param({"radiculopathy": "negated", "low_back_pain": A}, "lumbar", id="negated-with-back-pain"),
        pytest.param({"stenosis": "uncertain"}, "lumbar", id="uncertain-stenosis"),
        pytest.param({"other_region_radiculopathy": A}, "none", id="neck"),
        pytest.param({"radiculopathy": "historical"}, "none", id="historical"),
        pytest.param({}, "none", id="nothing"),
    ],
)
def test_scope(given: dict[str, str], scope: str) -> None:
    assert record_of(**given).scope == scope


def test_candidates_are_listed_only_beside_a_current_radiculopathy() -> None:
    assert record_of(radiculopathy="historical", disc_disorder=A, candidates=["disc"]).unlinked_candidates == ()
    assert record_of(radiculopathy="uncertain", disc_disorder=A, candidates=["disc"]).unlinked_candidates == ("disc",)


def test_setting_and_linkage_are_kept_and_both_lists_always_stand() -> None:
    facts, text = note(radiculopathy="uncertain", disc_disorder=A, candidates=["disc L4-L5"])
    record = build_record("one", text, facts, setting=Setting.INPATIENT, linkage=Linkage.PRESUMED)
    assert (record.setting, record.linkage) == (Setting.INPATIENT, Linkage.PRESUMED)
    assert (record.codes, record.codes_presumed) == (("M54.16",), ("M51.16",))


def test_versions_name_the_rules_that_were_used() -> None:
    facts, text = note()
    assert build_record("one", text, facts).versions.rules == shipped_rules_version()
    assert build_record("one", text, facts, rules_version="site").versions.rules == "site"
    assert len(shipped_rules_version()) == 12


def test_unknown_note_type_is_refused() -> None:
    facts, text = note(note_type="letter")
    with pytest.raises(ValueError, match="letter"):
        build_record("one", text, facts)


@THOROUGH
@given(notes())
def test_json_round_trip_schema_and_evidence(one: tuple[NoteFacts, str]) -> None:
    facts, text = one
    record = build_record("naïve/id", text, facts)
    line = record.to_json()
    assert "\n" not in line
    assert line == build_record("naïve/id", text, facts).to_json()
    read = NoteRecord.from_json(line)
    assert read == record
    assert read.to_json() == line
    VALIDATOR.validate(json.loads(line))
    for item in evidence_in(json.loads(line)):
        assert text[item["start"] : item["end"]] == item["text"]


SCHEMA = NoteRecord.json_schema()
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


def evidence_in(value: Any) -> list[dict[str, Any]]:
    """Every object with start, end and text, wherever it stands in a record."""
    if isinstance(value, dict):
        here = [value] if {"start", "end", "text"} <= set(value) else []
        return here + [item for part in value.values() for item in evidence_in(part)]
    return [item for part in value for item in evidence_in(part)] if isinstance(value, list) else []


def test_schema_is_valid_closed_and_lists_every_key() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert list(SCHEMA["properties"]) == KEYS
    assert SCHEMA["required"] == KEYS
    objects = [SCHEMA, *(one for one in SCHEMA["$defs"].values() if one["type"] == "object")]
    assert all(one["additionalProperties"] is False for one in objects)


def test_schema_describes_only_finding_keys_as_optional() -> None:
    optional = {name: set(one["properties"]) - set(one["required"]) for name, one in SCHEMA["$defs"].items() if one["type"] == "object"}
    assert {name for name, keys in optional.items() if keys} == {"FindingRecord"}


def test_schema_describes_every_key_in_words() -> None:
    objects = {name: one for name, one in SCHEMA["$defs"].items() if one["type"] == "object" and name != "Evidence"}
    bare = [
        f"{name}.{key}"
        for name, one in {"record": SCHEMA, **objects}.items()
        for key, row in one["properties"].items()
        if not row.get("description")
    ]
    assert bare == []
    assert '{"id", "error"}' in SCHEMA["description"]


PLANTED = "Jane Roe"
SPOILED: list[Any] = [
    pytest.param(lambda row: row.pop("codes"), "codes: missing", id="key-missing"),
    pytest.param(lambda row: row.update({PLANTED: 1}), "record: ", id="key-unknown"),
    pytest.param(lambda row: row["versions"].update({PLANTED: 1}), "versions: ", id="nested-key-unknown"),
    pytest.param(lambda row: row["gaps"][0].update({PLANTED: 1}), "gaps.0: ", id="key-of-a-gap-unknown"),
    pytest.param(
        lambda row: row["code_details"][0]["steps"][0].pop("rule"), "code_details.0.steps.0.rule: missing", id="step-without-rule"
    ),
    pytest.param(lambda row: row.update(note_type=PLANTED), "note_type: enum", id="word-not-allowed"),
    pytest.param(lambda row: row.update(codes=PLANTED), "codes: tuple type", id="list-expected"),
    pytest.param(lambda row: row.update(schema_version=2), "schema_version: ", id="another-schema-version"),
    pytest.param(lambda row: row.update(text_sha256=PLANTED), "text_sha256: ", id="no-digest"),
    pytest.param(lambda row: row.update(completeness=1.5), "completeness: ", id="share-above-one"),
    pytest.param(lambda row: row["roots"][0].update(root=PLANTED), "roots.0.root: string pattern", id="no-root"),
    pytest.param(lambda row: row.update(imaging_levels=["L5/S1"]), "imaging_levels.0: string pattern", id="no-level"),
    pytest.param(lambda row: row.update(codes=["M5417"]), "codes.0: string pattern", id="no-code"),
    pytest.param(lambda row: row.update(codes=["M99.99"]), "codes.0: no code of the code set", id="code-of-no-code-set"),
    pytest.param(lambda row: row.update(symptom_codes=["M54"]), "symptom_codes.0: no code of the code set", id="heading-for-a-code"),
    pytest.param(
        lambda row: row["code_details"].insert(0, {**row["code_details"][0], "code": "M54.99"}),
        "code_details.0.code: no code of the code set",
        id="details-of-no-code",
    ),
    pytest.param(lambda row: row.update(symptom_codes=["M54.31"]), "symptom_codes.0: not among code_details", id="code-without-details"),
    pytest.param(
        lambda row: row["versions"].update(icd10cm="FY1999") or row.update(codes=["M99.99"]),
        "codes.0: not among code_details",
        id="code-of-another-edition-without-details",
    ),
    pytest.param(lambda row: row.update(id=7), "id: string type", id="number-for-a-word"),
    pytest.param(lambda row: row["conditions"].pop("stenosis"), "conditions: too short", id="condition-missing"),
    pytest.param(lambda row: row["conditions"].update(stenosis="hypothetical"), "conditions.stenosis: enum", id="status-not-of-the-guide"),
    pytest.param(lambda row: row["elements"].update({PLANTED: row["elements"].pop("imaging")}), "elements: enum", id="unknown-element"),
    pytest.param(
        lambda row: row["findings"][0]["evidence"][0].update(start="0"), "findings.0.evidence.0.start: int type", id="offset-is-text"
    ),
]


@pytest.mark.parametrize(("spoil", "message"), SPOILED)
def test_record_from_outside_is_refused_without_its_words(spoil: Any, message: str) -> None:
    facts, text = sample()
    row = json.loads(build_record("one", text, facts).to_json())
    spoil(row)
    with pytest.raises(RecordError) as raised:
        NoteRecord.from_json(json.dumps(row))
    assert str(raised.value).startswith(message)
    assert PLANTED not in str(raised.value)
    assert raised.value.__cause__ is None
    assert raised.value.__context__ is None


def test_a_code_of_another_edition_may_be_one_that_this_one_lacks() -> None:
    facts, text = sample()
    line = build_record("one", text, facts).to_json()
    row = json.loads(line.replace("M54.16", "M54.91"))
    row["versions"]["icd10cm"] = "FY2031"
    assert NoteRecord.from_json(json.dumps(row)).codes == ("M54.91", "M54.17")


@pytest.mark.parametrize("line", ["", "{", "[]", "null", '"Jane Roe"', b"\xff"], ids=["empty", "open", "list", "null", "string", "bytes"])
def test_no_record_at_all(line: str | bytes) -> None:
    with pytest.raises(RecordError) as raised:
        NoteRecord.from_json(line)
    assert PLANTED not in str(raised.value)
