"""The phrase tables of tests/phrases: each row is one test (see tests/phrases/README.md)."""

from __future__ import annotations

import functools
import json
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from spacy.language import Language

import rootnote

TABLES = Path(__file__).parent / "phrases"

CONDITIONS = frozenset(
    {"radiculopathy", "sciatica", "low_back_pain", "disc_disorder", "spondylosis", "stenosis", "other_region_radiculopathy"}
)
STATUSES = frozenset({"affirmed", "uncertain", "negated", "historical", "absent"})
DOCUMENTED = frozenset({"documented", "not_documented"})
EXAM = frozenset({"abnormal", "normal", "not_documented"})
ELEMENTS: Mapping[str, frozenset[str]] = {
    "nerve_root_or_region": DOCUMENTED,
    "laterality": DOCUMENTED,
    "radicular_symptoms": DOCUMENTED | {"denied"},
    "dermatomal_distribution": DOCUMENTED,
    "sensory_exam": EXAM,
    "reflex_exam": EXAM,
    "motor_exam": EXAM,
    "straight_leg_raise": frozenset({"positive", "negative", "not_documented"}),
    "imaging": DOCUMENTED,
    "electrodiagnostics": DOCUMENTED,
    "etiology_statement": DOCUMENTED,
    "chronicity": DOCUMENTED,
    "conservative_treatment": DOCUMENTED,
}
LISTS = frozenset({"codes", "codes_presumed", "symptom_codes", "region", "imaging_levels", "unlinked_candidates"})
WORDS = frozenset({"laterality", "etiology", "note_type"})
FINDING_KEYS = frozenset({"kind", "assertion", "side", "root", "level", "grade", "site"})
ROW_KEYS = frozenset({"id", "class", "why", "text", "expect", "evidence", "doubt", "known_gap"})
REQUIRED = ("id", "class", "why", "text", "expect")


class PhraseTableError(ValueError):
    """A phrase table that is not well formed: names the file, the row and the key."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """One row of a phrase table: a text and what its record must say."""

    table: str
    id: str
    text: str
    expect: Mapping[str, Any]
    evidence: Mapping[str, str]
    known_gap: str | None


def _refuse(keys: Sequence[str], where: str) -> None:
    if keys:
        raise PhraseTableError(f"{where}: unknown {', '.join(sorted(keys))}")


def _check_expectation(expect: Mapping[str, Any], where: str) -> None:
    known = LISTS | WORDS | {"conditions", "elements", "roots", "findings"}
    _refuse([key for key in expect if key not in known], where)
    for name, status in expect.get("conditions", {}).items():
        _refuse([] if name in CONDITIONS and status in STATUSES else [f"condition {name} = {status}"], where)
    for name, status in expect.get("elements", {}).items():
        _refuse([] if status in ELEMENTS.get(name, ()) else [f"element {name} = {status}"], where)
    for finding in expect.get("findings", ()):
        _refuse([key for key in finding if key not in FINDING_KEYS], f"{where}, finding")


def read_table(path: Path) -> tuple[Phrase, ...]:
    """The rows of one table, in the order of the file.

    Raises ``PhraseTableError`` for an unknown key or word, a duplicate id, a row without expectation or evidence that the text lacks.
    """
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    _refuse([key for key in data if key != "row"], path.name)
    rows: dict[str, Phrase] = {}
    for number, row in enumerate(data.get("row", ()), start=1):
        where = f"{path.name}, row {row.get('id', number)}"
        _refuse([key for key in row if key not in ROW_KEYS], where)
        if missing := [key for key in REQUIRED if not row.get(key)]:
            raise PhraseTableError(f"{where}: without {', '.join(missing)}")
        if row["id"] in rows:
            raise PhraseTableError(f"{where}: id given twice")
        _check_expectation(row["expect"], where)
        evidence = row.get("evidence", {})
        _refuse([name for name in evidence if name not in ELEMENTS.keys() | CONDITIONS], f"{where}, evidence")
        _refuse([f"evidence for {name}" for name, quote in evidence.items() if quote not in row["text"]], where)
        rows[row["id"]] = Phrase(path.stem, row["id"], row["text"], row["expect"], evidence, row.get("known_gap"))
    return tuple(rows.values())


@functools.cache
def read_tables() -> tuple[Phrase, ...]:
    """The rows of all tables, by file name."""
    return tuple(phrase for path in sorted(TABLES.glob("*.toml")) for phrase in read_table(path))


def _without_order(value: Any) -> Any:
    return sorted(value) if isinstance(value, list) else value


def _roots(record: Mapping[str, Any]) -> list[str]:
    return sorted(root["root"] + (f":{root['side']}" if root["side"] else "") for root in record["roots"])


def _found(record: Mapping[str, Any], name: str, quote: str, text: str) -> bool:
    places = record["elements"][name]["evidence"] if name in ELEMENTS else record["condition_evidence"].get(name, [])
    start = text.index(quote)
    return any(place["start"] < start + len(quote) and start < place["end"] for place in places)


def differences(phrase: Phrase, record: Mapping[str, Any]) -> Iterator[str]:
    """What the record says otherwise than the row expects, one line each; nothing when they agree."""
    for key, wanted in phrase.expect.items():
        if key in ("conditions", "elements"):
            for name, status in wanted.items():
                got = record[key][name] if key == "conditions" else record[key][name]["status"]
                if got != status:
                    yield f"{key}.{name}: expected {status}, got {got}"
        elif key == "findings":
            for finding in wanted:
                if not any(finding.items() <= other.items() for other in record["findings"]):
                    yield f"findings: nothing like {finding}"
        else:
            got = _roots(record) if key == "roots" else record[key]
            if _without_order(got) != _without_order(wanted):
                yield f"{key}: expected {wanted}, got {got}"
    for name, quote in phrase.evidence.items():
        if not _found(record, name, quote, phrase.text):
            yield f"evidence.{name}: not at {quote!r}"


def _param(phrase: Phrase) -> Any:
    marks = [pytest.mark.xfail(reason=phrase.known_gap, strict=True)] if phrase.known_gap else []
    return pytest.param(phrase, id=f"{phrase.table}-{phrase.id}", marks=marks)


@pytest.mark.parametrize("phrase", [_param(phrase) for phrase in read_tables()])
def test_phrase(phrase: Phrase, nlp: Language) -> None:
    record = json.loads(rootnote.review(phrase.text, nlp=nlp).to_json())
    assert list(differences(phrase, record)) == []


ROW = """
[[row]]
id = "a-row"
class = "a class"
why = "a reason"
text = "Left lumbar radiculopathy."
"""


@pytest.mark.parametrize(
    ("table", "message"),
    [
        pytest.param(ROW, "without expect", id="no-expectation"),
        pytest.param(ROW + "expect.code = []", "unknown code", id="unknown-key-of-the-record"),
        pytest.param(ROW + "expect.codes = []\nreason = 1", "unknown reason", id="unknown-key-of-the-row"),
        pytest.param(ROW + 'expect.conditions.stenosis = "yes"', "unknown condition stenosis = yes", id="unknown-status"),
        pytest.param(ROW + 'expect.elements.imaging = "normal"', "unknown element imaging = normal", id="status-of-another-element"),
        pytest.param(ROW + 'expect.codes = []\nevidence.imaging = "MRI"', "unknown evidence for imaging", id="evidence-not-in-text"),
        pytest.param((ROW + "expect.codes = []") * 2, "id given twice", id="duplicate-id"),
        pytest.param("[[rows]]", "unknown rows", id="unknown-table"),
    ],
)
def test_a_malformed_table_is_refused(tmp_path: Path, table: str, message: str) -> None:
    path = tmp_path / "table.toml"
    path.write_text(table, encoding="utf-8")
    with pytest.raises(PhraseTableError, match=rf"table\.toml.*{message}"):
        read_table(path)


def test_a_difference_is_told_by_its_key(tmp_path: Path) -> None:
    path = tmp_path / "table.toml"
    path.write_text(ROW + 'expect.codes = ["M54.16"]\nexpect.roots = ["L5:left", "S1"]', encoding="utf-8")
    record = {"codes": ["M54.17"], "roots": [{"root": "S1", "side": None}, {"root": "L5", "side": "left"}]}
    assert list(differences(read_table(path)[0], record)) == ["codes: expected ['M54.16'], got ['M54.17']"]
