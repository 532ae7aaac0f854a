"""What must hold of the record of any text. Faults are told without words of the text, which may be a real note's."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import combinations
from typing import Any

import jsonschema

from rootnote.coding.setting import Setting
from rootnote.coding.table import load_codes
from rootnote.documentation.queries import load_query_rules
from rootnote.documentation.querytext import read_queries
from rootnote.errors import RecordError
from rootnote.facts.model import Assertion, Condition
from rootnote.record import NoteRecord

_CODED = (Condition.RADICULOPATHY, Condition.SCIATICA, Condition.LOW_BACK_PAIN)


def faults(record: NoteRecord, text: str) -> Iterator[str]:
    """What is wrong with the record of a text."""
    yield from _misplaced(json.loads(record.to_json()), text)
    yield from _badly_coded(record)
    asked = [(gap.element, gap.query) for gap in record.gaps] + [(one.kind, one.query) for one in record.warnings if one.query]
    for about, words in asked:
        queries = read_queries(words)
        if len(queries) != 1:
            yield f"{about}: a query reads back as {len(queries)}"
        for query in queries:
            yield from (f"{about}: {fault.part} of its query breaks the rule {fault.rule}" for fault in load_query_rules().faults(query))


def faults_of_form(record: NoteRecord) -> Iterator[str]:
    """Where a record differs from its schema or comes back changed from its JSON."""
    written = record.to_json()
    try:
        back = NoteRecord.from_json(written)
    except RecordError as error:
        yield f"it can't be read back: {error}"
    else:
        if back != record or back.to_json() != written:
            yield "it comes back changed from its JSON"
    for error in _validator().iter_errors(json.loads(written)):
        yield f"the schema has no such thing at {'.'.join(map(str, error.absolute_path))}: {error.validator}"


def _misplaced(value: object, text: str, path: str = "record") -> Iterator[str]:
    if isinstance(value, dict):
        if value.keys() >= {"start", "end", "text"} and not _is_at_its_place(value, text):
            yield f"{path}: the evidence is not what stands there"
        for key, part in value.items():
            yield from _misplaced(part, text, f"{path}.{key}")
    elif isinstance(value, list):
        for part in value:
            yield from _misplaced(part, text, path)


def _is_at_its_place(place: Mapping[str, Any], text: str) -> bool:
    return 0 <= place["start"] < place["end"] <= len(text) and text[place["start"] : place["end"]] == place["text"]


def _badly_coded(record: NoteRecord) -> Iterator[str]:
    affirmed = {
        (one.start, one.end)
        for condition in _CODED
        for one in record.condition_evidence[condition]
        if one.assertion is Assertion.AFFIRMED or (record.setting is Setting.INPATIENT and one.assertion is Assertion.UNCERTAIN)
    }
    details = {detail.code: detail for detail in record.code_details}
    for codes in (record.codes, record.codes_presumed, record.symptom_codes):
        for one, other in combinations(codes, 2):
            if one == other or load_codes().exclusion(one, other):
                yield f"{one} and {other} stand together"
        for code in codes:
            if code not in details or affirmed.isdisjoint((each.start, each.end) for each in details[code].evidence):
                yield f"{code} cites no affirmed mention"


@cache
def _validator() -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(NoteRecord.json_schema())
