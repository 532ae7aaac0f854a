"""Disagreements of one note, what depends on them, and the ranking of those of many."""

import json
from collections import Counter
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console
from spacy.language import Language

from rootnote.audit.dependence import ORDER, Dependence
from rootnote.audit.entries import Auditor, Entry, as_dict
from rootnote.audit.pipeline import load_audit
from rootnote.audit.ranking import Audit, audit_notes
from rootnote.coding.linkage import Linkage
from rootnote.coding.setting import Setting
from rootnote.errors import RuleError
from rootnote.facts.collect import facts_of
from rootnote.facts.model import Assertion, Condition
from rootnote.facts.reading import read
from rootnote.report.audit import audit_table
from rootnote.reviewer import review
from rootnote.source import Failure, Note

#: One note for each thing that can depend on a reading; each has one disagreement that reaches as far.
NOTES = {
    Dependence.CODE: "ASSESSMENT: Six year history of left sciatica.",
    Dependence.GAP_A: "ASSESSMENT: Rule out left lumbar radiculopathy.",
    Dependence.GAP_B: "ASSESSMENT: S1 radiculopathy.\nHPI: She can no longer garden because of pain in the back of the left calf.",
    Dependence.GAP_C: "ASSESSMENT: Left S1 radiculopathy.\nHPI: Gabapentin was not tolerated.",
    Dependence.WARNING: "ASSESSMENT: Left S1 radiculopathy.\nPLAN: Notify us of loss of bladder control.",
    Dependence.STATUS: "ASSESSMENT: Left S1 radiculopathy. A two month history of low back pain.",
    Dependence.NOTHING: "ASSESSMENT: Left S1 radiculopathy.\nHPI: He denies having pain in the ears.",
}


def rows(auditor: Auditor, text: str) -> list[dict[str, Any]]:
    return [json.loads(json.dumps(as_dict(entry))) for entry in auditor.entries(Note("n", text))]


def places(row: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every place of the note that a row names."""
    yield from (row[key] for key in ("sentence", "short", "long") if key in row)
    yield from row.get("targets", ())
    yield from row.get("entities", ())
    yield from (one["trigger"] for one in row.get("said", ()) if one["trigger"])


@pytest.mark.parametrize("depends", NOTES)
def test_what_depends_on_a_reading(auditor: Auditor, depends: Dependence) -> None:
    (row,) = rows(auditor, NOTES[depends])
    assert row["depends"] == depends
    assert bool(row["changes"]) == (depends is not Dependence.NOTHING)


def test_negspacy_reads_otherwise(auditor: Auditor) -> None:
    (row,) = rows(auditor, NOTES[Dependence.GAP_A])
    assert (row["assertion"], row["other"], row["against"]) == ("uncertain", "negated", ["negspacy"])
    assert [(one["reader"], one["assertion"], one["trigger"]["text"]) for one in row["said"]] == [
        ("rootnote", "uncertain", "Rule out"),
        ("negspacy", "negated", "Rule out"),
        ("medspacy", "uncertain", "Rule out"),
    ]
    assert [one["text"] for one in row["targets"]] == ["radiculopathy"]
    assert {"element": "nerve_root_or_region", "priority": "A"} in row["changes"]["gaps_closed"]


def test_medspacy_reads_otherwise(auditor: Auditor) -> None:
    (row,) = rows(auditor, NOTES[Dependence.CODE])
    assert (row["assertion"], row["other"], row["against"]) == ("affirmed", "historical", ["medspacy"])
    assert row["said"][2] == {
        "reader": "medspacy",
        "assertion": "historical",
        "rule": "HISTORICAL: history",
        "trigger": {"start": 21, "end": 28, "text": "history"},
    }
    assert row["changes"]["codes"] == [{"code": "M54.32", "listed_in": "symptom_codes", "change": "removed"}]


def test_a_reader_that_finds_nothing_contradicts_only_what_stands_in_the_sentence(auditor: Auditor) -> None:
    assert rows(auditor, "FAMILY HISTORY: Sciatica.") == []
    assert rows(auditor, "Denies:\n- sciatica\n- numbness\n") == []
    (row,) = rows(auditor, "ASSESSMENT: Sciatica can be discounted, and is excluded.")
    assert (row["assertion"], row["other"]) == ("negated", "affirmed")
    assert [one["trigger"] for one in row["said"][1:]] == [None, None]


def test_a_warning_that_stays_with_other_words_is_neither_settled_nor_raised(auditor: Auditor) -> None:
    text = "ASSESSMENT: Left S1 radiculopathy.\nEXAM: Saddle anesthesia.\nPLAN: Notify us of loss of bladder control."
    (entry,) = auditor.entries(Note("n", text))
    (row,) = rows(auditor, text)
    assert row["depends"] == "status"
    assert [row["changes"][f"warnings_{what}"] for what in ("settled", "raised", "reworded")] == [[], [], [{"kind": "cauda_equina"}]]
    shown = StringIO()
    Console(width=200, file=shown).print(audit_table(Audit(1, Counter({entry.depends: 1}), [entry])))
    assert "warning: cauda equina, with other words" in shown.getvalue()


def test_a_heading_that_is_a_target_with_its_colon_is_judged(auditor: Auditor) -> None:
    assert rows(auditor, "FINAL DIAGNOSIS:\nLumbar spondylosis with left L4 radiculopathy\n") == []


def test_only_targets_that_make_a_difference_are_named(auditor: Auditor) -> None:
    (row,) = rows(auditor, "ASSESSMENT: Six year history of left sciatica, worse with sitting and better with a pillow.")
    assert {one["text"] for one in row["targets"]} == {"sciatica"}


def test_a_short_form_that_the_note_defines(auditor: Auditor) -> None:
    text = "HPI: Possible lumbosacral radiculopathy (LumR).\nASSESSMENT: Left LumR, EMG agrees."
    row = next(row for row in rows(auditor, text) if row["kind"] == "abbreviation")
    assert (row["short"]["text"], row["long"]["text"]) == ("LumR", "lumbosacral radiculopathy")
    assert row["depends"] == "code"
    assert {"code": "M54.17", "listed_in": "codes", "change": "added"} in row["changes"]["codes"]


def test_a_short_form_that_stands_nowhere_else_changes_nothing(auditor: Auditor) -> None:
    (row,) = rows(auditor, "ASSESSMENT: Left lumbosacral radiculopathy (LumR).")
    assert (row["kind"], row["depends"]) == ("abbreviation", "nothing")


def test_second_readers_change_no_record(readers: Language, nlp: Language) -> None:
    for text in NOTES.values():
        assert review(text, nlp=readers) == review(text, nlp=nlp)


def test_other_assertions_of_targets_give_other_facts(nlp: Language) -> None:
    reading = read(nlp(NOTES[Dependence.CODE]))
    sciatica = next(reading.targets("SCIATICA"))
    assert facts_of(reading.asserting({})) == facts_of(reading.asserting({sciatica: Assertion.AFFIRMED})) == facts_of(reading)
    denied = facts_of(reading.asserting({sciatica: Assertion.NEGATED}))
    assert denied.status(Condition.SCIATICA) is Assertion.NEGATED


def test_setting_is_that_of_the_records(readers: Language) -> None:
    (row,) = rows(Auditor(readers, Setting.INPATIENT), "DISCHARGE DIAGNOSIS: Rule out left lumbar radiculopathy.")
    assert row["depends"] == "code"


def test_ranking_and_counts(auditor: Auditor) -> None:
    notes = [Note(depends, text) for depends, text in reversed(NOTES.items())]
    audit = audit_notes([*notes, Failure("torn", "torn: empty")], auditor)
    assert [entry.id for entry in audit.entries] == list(NOTES)
    assert audit.counts == dict.fromkeys(NOTES, 1)
    assert (audit.notes, [one.id for one in audit.failures]) == (len(NOTES) + 1, ["torn"])
    first = audit_notes(notes, auditor, 2)
    assert first.entries == audit.entries[:2]
    assert first.counts == audit.counts


def test_among_equals_more_readers_then_a_trigger_then_the_earlier_come_first(auditor: Auditor) -> None:
    texts = {
        "silent": "ASSESSMENT: Suspected left sciatica.",
        "first": "ASSESSMENT: Six year history of left sciatica.",
        "second": "ASSESSMENT: Five year history of left sciatica.",
        "both": "ASSESSMENT: Left sciatica is excluded.",
    }
    audit = audit_notes((Note(name, text) for name, text in texts.items()), auditor)
    assert [(entry.id, entry.depends) for entry in audit.entries] == [(name, "code") for name in ("both", "first", "second", "silent")]


def test_codes_of_the_leading_list_come_first(readers: Language) -> None:
    presumed = "ASSESSMENT: Left lumbar radiculopathy. Six year history of L4-5 disc herniation."
    notes = [Note("presumed", presumed), Note("explicit", NOTES[Dependence.CODE])]
    ids = {linkage: [entry.id for entry in audit_notes(notes, Auditor(readers, linkage=linkage)).entries] for linkage in Linkage}
    assert ids == {Linkage.EXPLICIT: ["explicit", "presumed"], Linkage.PRESUMED: ["presumed", "explicit"]}


def test_a_note_that_fails_is_named_without_its_words(auditor: Auditor, monkeypatch: pytest.MonkeyPatch) -> None:
    def quote(self: Auditor, note: Note) -> list[Entry]:
        raise ValueError(note.text)

    monkeypatch.setattr(Auditor, "entries", quote)
    audit = audit_notes([Note("n", "Left sciatica.")], auditor)
    (failure,) = audit.failures
    assert failure.error.startswith("n: ValueError in rootnote.audit.ranking line ")
    assert "sciatica" not in failure.error


def test_no_pipeline_is_audited_whose_targets_nobody_asserts(tmp_path: Path) -> None:
    (tmp_path / "bare.cfg").write_text('[nlp]\nlang = "en"\npipeline = []\n')
    with pytest.raises(RuleError, match=r"audit\.cfg: the pipeline has no component rootnote_context"):
        load_audit(tmp_path / "bare.cfg")


def test_a_sites_rules_are_audited(tmp_path: Path) -> None:
    site = tmp_path / "site.toml"
    site.write_text('[[context]]\nid = "site.hedge"\ncategory = "uncertain"\ndirection = "FORWARD"\nphrases = ["hmm"]\nsource = "site"\n')
    (row,) = rows(Auditor(load_audit(site)), "ASSESSMENT: Hmm left sciatica.")
    assert row["said"][0] == {
        "reader": "rootnote",
        "assertion": "uncertain",
        "rule": "site.hedge",
        "trigger": {"start": 12, "end": 15, "text": "Hmm"},
    }


HOSTILE = ("no ", "denies ", "history of ", "rule out ", "but ", "(", ") ", "LR ", "(LR) ", "sciatica ", "low back pain ", "radiculopathy ")
ODD = ("\n", ". ", ": ", "\r\n", "\x00", "\u202e", "e\u0301", "😀", "\t", "[ ] ", "\ufeff", "If ", "mother ", "- ")


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(HOSTILE + ODD), max_size=30).map("".join))
def test_any_text_is_audited_and_every_place_holds_its_words(auditor: Auditor, text: str) -> None:
    for row in rows(auditor, text):
        assert row["depends"] in ORDER
        assert all(text[place["start"] : place["end"]] == place["text"] for place in places(row))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("(" * 3_000 + ")" * 3_000, id="brackets"),
        pytest.param("no but " * 1_000 + "sciatica", id="triggers-that-end-others"),
        pytest.param("history of sciatica " * 300, id="one-long-sentence"),
        pytest.param("Six year history of sciatica.\n" * 50, id="many-sentences"),
        pytest.param("Gout (GT). " * 300, id="many-definitions"),
        pytest.param("", id="empty"),
    ],
)
def test_hostile_text_is_audited(auditor: Auditor, text: str) -> None:
    for row in rows(auditor, text):
        assert all(text[place["start"] : place["end"]] == place["text"] for place in places(row))
