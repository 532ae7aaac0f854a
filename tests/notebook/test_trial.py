"""A site's rules on trial: one that is plainly wrong, so that it changes codes and gaps whatever rootnote's own rules learn."""

from pathlib import Path

import pytest

from rootnote.annotation.annotations import read_annotations
from rootnote.errors import RuleError, SourceError
from rootnote.notebook.batch import Batch
from rootnote.notebook.trial import Trial, write_rules

RULE = """
[[rule]]
id = "site.back_pain"
label = "RADICULOPATHY"
value = "radicular"
phrases = ["low back pain", "chronic mechanical low back pain without radiculopathy"]
source = "a test"
yes = ["Low back pain."]
no = ["Knee pain."]
"""
DENIED = "clinic-13-low-back-pain-only"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("site") / "site.toml"


@pytest.fixture(scope="module")
def trial(batch: Batch, site: Path) -> Trial:
    return Trial.of(batch, write_rules(site, RULE))


def test_every_change_is_counted_and_listed(trial: Trial, batch: Batch) -> None:
    counts = trial.summary().set_index("")["notes"]
    assert (counts["notes read"], counts["records that change"]) == (len(batch), len(trial.changed))
    table = trial.table().set_index("note")
    assert list(table.index) == list(trial.changed)
    assert counts["notes that gain a code"] == (table["codes gained"] != "").sum() > 0
    assert counts["notes with a gap opened"] == (table["gaps opened"] != "").sum() > 0
    row = table.loc[DENIED]
    assert row["codes gained"].splitlines() == ["M54.16 (codes)", "M54.16 (codes presumed)"]
    assert row["codes lost"] == "M54.50 (symptom codes)"
    assert "radiculopathy: negated → affirmed" in row["diagnoses and elements"].splitlines()
    for note_id in batch.records.keys() - trial.changed.keys():
        assert batch.records[note_id].codes == trial.after.records[note_id].codes


def test_charts_have_gains_to_the_right_and_losses_to_the_left(trial: Trial) -> None:
    (axes,) = trial.codes_chart().figure.axes
    lengths = [bar.get_width() for bar in axes.patches]
    assert min(lengths) < 0 < max(lengths)
    (axes,) = trial.gaps_chart().figure.axes
    opened = sum(len(one.gaps_opened) for one in trial.changed.values())
    closed = sum(len(one.gaps_closed) for one in trial.changed.values())
    assert sum(bar.get_width() for bar in axes.patches) == closed - opened


def test_figures_against_gold_show_what_it_costs(trial: Trial, gold: Path, tmp_path: Path) -> None:
    figures = trial.against(gold).set_index("figure")
    assert figures.loc["codes exact", "difference"] < 0
    assert (figures["with"] - figures["without"] == figures["difference"]).all()
    assert (figures["difference"] != 0).all()
    lines = gold.read_text(encoding="utf-8").splitlines()
    others = [line for line, note_id in zip(lines, read_annotations(gold), strict=True) if note_id not in trial.after.records]
    (tmp_path / "others.jsonl").write_text("\n".join(others), encoding="utf-8")
    with pytest.raises(SourceError, match="others.jsonl: it has none of the notes of this batch$"):
        trial.against(tmp_path / "others.jsonl")


def test_a_changed_note_is_shown_before_and_after(trial: Trial) -> None:
    markup = trial.show(DENIED).markup
    assert "without: radiculopathy: negated" in markup
    assert "with: radiculopathy" in markup
    with pytest.raises(SourceError, match="heart-sounds-physical: its record does not change$"):
        trial.show("clinic-24-heart-sounds-physical")


def test_rules_that_are_wrong_are_refused(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match=r"^site.toml: site.back_pain: 'yes': does not match 'Left knee.'$"):
        write_rules(tmp_path / "site.toml", RULE.replace("Low back pain.", "Left knee."))


def test_rules_changed_under_the_same_path_are_read_anew(trial: Trial, batch: Batch, site: Path) -> None:
    other = Trial.of(batch, write_rules(site, RULE.replace("low back pain", "hiccups").replace("Low back pain", "Hiccups")))
    assert other.changed == {}
    assert other.table().empty
    assert other.codes_chart()._repr_png_()
    assert trial.changed
