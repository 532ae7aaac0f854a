"""A site's own rules: what the example file adds, how a wrong file is refused, and the commands about rules."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import spacy
from spacy.language import Language

import rootnote
from rootnote.cli import main
from rootnote.language.rulefile import RULES, SectionHeading, read_rules

EXAMPLE = Path(__file__).parent.parent / "pipelines" / "site.example.toml"

Run = Callable[..., tuple[object, str, str]]


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str]) -> Run:
    """Runs the command with arguments, in this process: exit code, standard output, standard error."""

    def run_command(*arguments: str | Path) -> tuple[object, str, str]:
        with pytest.raises(SystemExit) as exit_:
            main([str(argument) for argument in arguments])
        return exit_.value.code, *capfd.readouterr()

    return run_command


@pytest.fixture(scope="module")
def site() -> Language:
    return rootnote.load(EXAMPLE)


@pytest.mark.parametrize(
    ("text", "condition", "before", "after"),
    [
        pytest.param("Left S1 rdcp.", "radiculopathy", "absent", "affirmed", id="spelling"),
        pytest.param("Left L5 radio cooler path.", "radiculopathy", "absent", "affirmed", id="spelling-of-several-words"),
        pytest.param("No rdcp.", "radiculopathy", "absent", "negated", id="spelling-is-negated-like-the-word"),
        pytest.param("Severe frmnl stenosis at L4-5.", "stenosis", "affirmed", "affirmed", id="spelling-in-a-longer-phrase"),
        pytest.param("A blown lumbar disc at L4-5.", "disc_disorder", "absent", "affirmed", id="target"),
        pytest.param("Nix for lumbar radiculopathy.", "radiculopathy", "affirmed", "negated", id="trigger"),
        pytest.param("No charge for his sciatica.", "sciatica", "negated", "affirmed", id="pseudo-trigger"),
        pytest.param("TALKED OVER WITH PATIENT:\nSciatica.", "sciatica", "affirmed", "absent", id="heading"),
        pytest.param("Left S1 radiculopathy.", "radiculopathy", "affirmed", "affirmed", id="what-rootnote-knows-stays"),
        pytest.param("No lumbar radiculopathy.", "radiculopathy", "negated", "negated", id="its-triggers-stay"),
    ],
)
def test_example_file_adds_to_what_rootnote_knows(
    text: str, condition: str, before: str, after: str, nlp: Language, site: Language
) -> None:
    read = [json.loads(rootnote.review(text, nlp=pipeline).to_json())["conditions"][condition] for pipeline in (nlp, site)]
    assert read == [before, after]


def test_mask_of_a_site_keeps_a_rule_quiet(nlp: Language, site: Language) -> None:
    labels = []
    for pipeline in (nlp, site):
        doc = pipeline("Goes to the sciatica support group.")
        labels.append("SCIATICA" in [span.label_ for span in doc.spans["targets"]])
    assert labels == [True, False]


def test_loading_a_site_file_changes_no_other_pipeline(nlp: Language, site: Language) -> None:
    assert site is not rootnote.load()
    assert rootnote.review("Left S1 rdcp.", nlp=rootnote.load()).codes == ()


def test_record_says_which_rule_of_the_site_found_something(site: Language) -> None:
    record = json.loads(rootnote.review("MRI shows a blown lumbar disc at L4-5.", nlp=site).to_json())
    assert [evidence["rule"] for evidence in record["condition_evidence"]["disc_disorder"]] == ["site.disc.blown"]


def test_component_takes_a_site_file() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("rootnote", config={"config": str(EXAMPLE)})
    assert nlp("Left S1 rdcp.")._.rootnote.codes == ("M54.17",)


def test_saved_pipeline_has_the_rules_of_a_site_file_that_is_gone(tmp_path: Path) -> None:
    file = tmp_path / "site.toml"
    file.write_text(
        '# ${words.x} and %(x)s, $5\n[words]\nradiculopathy = ["rdcp"]\n[[section]]\ncategory = "plan"\nheadings = ["next ${}"]\n'
    )
    nlp = rootnote.load(file)
    nlp.to_disk(tmp_path / "saved")
    file.unlink()
    text = "Left S1 rdcp."
    record = rootnote.review(text, nlp=nlp)
    assert rootnote.review(text, nlp=spacy.load(tmp_path / "saved")).to_json() == record.to_json()
    assert record.codes == ("M54.17",)


@pytest.mark.parametrize("command", ["scan", "explain"])
def test_commands_take_a_site_file(run: Run, tmp_path: Path, command: str) -> None:
    note = tmp_path / "note.txt"
    note.write_text("ASSESSMENT: Left S1 rdcp.\n", encoding="utf-8")
    assert "M54.17" not in run(command, note)[1]
    code, out, _ = run(command, note, "--config", EXAMPLE)
    assert code == 0
    assert "M54.17" in out


def test_several_processes_read_with_a_site_file(run: Run, tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.txt").write_text("ASSESSMENT: Left S1 rdcp.\n", encoding="utf-8")
    code, out, _ = run("scan", tmp_path, "--config", EXAMPLE, "--jobs", "2")
    assert code == 0
    assert [json.loads(line)["codes"] for line in out.splitlines()] == [["M54.17"], ["M54.17"]]


def test_example_file_passes_its_check(run: Run) -> None:
    assert run("rules", "check", EXAMPLE) == (0, "", "site.example.toml: all right\n")


RULE = """
[[rule]]
id = "site.disc"
label = "DISC"
value = "disorder"
phrases = ["blown disc"]
source = "a test"
yes = ["a blown lumbar disc", "a blown disc"]
no = ["a lumbar disc"]
"""
CONTEXT = """
[[context]]
id = "site.nix"
category = "negated"
direction = "FORWARD"
phrases = ["nix"]
source = "a test"
"""

WRONG = [
    pytest.param(RULE.replace("label =", "lable ="), ["site.disc: unknown key 'lable'"], id="unknown-key"),
    pytest.param(
        RULE.replace('"DISC"', '"DISK"'), ["site.disc: 'label' 'DISK' is no label; known are ABOVE, AGGRAVATES"], id="unknown-label"
    ),
    pytest.param(RULE.replace('"DISC"', '"MASK"'), ["site.disc: 'value' 'disorder' is no label"], id="mask-of-nothing"),
    pytest.param(RULE.replace('"disorder"', '"bad"'), ["site.disc: 'value' 'bad' is none of DISC"], id="unknown-value"),
    pytest.param(RULE.replace("site.disc", "sciatica"), ["sciatica: 'id' is that of a rule of rootnote's"], id="id-of-rootnote"),
    pytest.param(RULE + RULE, ["site.disc: stands twice"], id="duplicate-id"),
    pytest.param(RULE.replace('["blown disc"]', '["[disc]"]'), ["site.disc: phrase '[disc]': can be empty"], id="empty-phrase"),
    pytest.param(RULE, ["site.disc: 'yes': does not match 'a blown lumbar disc'"], id="example-that-does-not-match"),
    pytest.param(CONTEXT.replace('"negated"', '"denied"'), ["site.nix: 'category' must be one of"], id="unknown-category"),
    pytest.param(CONTEXT.replace("site.nix", "present"), ["present: 'id' is that of a rule of rootnote's"], id="context-id-of-rootnote"),
    pytest.param(CONTEXT + 'labels = ["DISK"]', ["site.nix: 'labels' 'DISK' is no label"], id="context-of-an-unknown-label"),
    pytest.param('[[section]]\ncategory = "talk"\nheadings = ["talk"]', ["talk: 'category' is unknown; known are"], id="unknown-section"),
    pytest.param("[words]\nradiculopathy = []", ["words: 'radiculopathy' must be a list"], id="no-spellings"),
    pytest.param('[words]\n"lumbar disc" = ["ld"]', ["words: 'lumbar disc' must be one word"], id="two-words"),
    pytest.param('[words]\nzebra = ["zbr"]', ["words: 'zebra' is no word of rootnote's rules"], id="word-of-no-rule"),
    pytest.param(
        '[words]\nradiculopaty = ["rdcp"]',
        ["words: 'radiculopaty' is a misspelling that rootnote reads as 'radiculopathy'; put the spellings there"],
        id="misspelled-word",
    ),
    pytest.param('[words]\nRadiculopathy = ["rdcp"]\nradiculopathy = ["rdx"]', ["words: 'radiculopathy' stands twice"], id="word-twice"),
    pytest.param('[words]\ndisc = ["dsk"]\ndisk = ["dsc"]', ["words: 'disk' is the same word as 'disc' to rootnote"], id="one-word-in-two"),
    pytest.param(
        '[words]\nradiculopathy = ["RX"]\nstenosis = ["rx"]',
        ["words: 'rx' is a spelling of 'radiculopathy' and of 'stenosis'"],
        id="spelling-of-two-words",
    ),
    pytest.param(
        '[[section]]\ncategory = "assessment"\nheadings = ["in my view", "plan"]',
        ["assessment: 'headings' 'plan' is a heading of plan already"],
        id="heading-of-another-section",
    ),
    pytest.param(
        '[[section]]\ncategory = "exam"\nheadings = ["noted by (touch|eye)"]\n[[section]]\ncategory = "plan"\nheadings = ["Noted by EYE"]',
        ["plan: 'headings' 'noted by eye' is a heading of exam already"],
        id="heading-of-two-sections",
    ),
    pytest.param('[[section]]\ncategory = "hpi"\nheadings = ["C/C"]', ["hpi: 'headings' 'c / c' is a heading of"], id="heading-of-signs"),
    pytest.param("[[words]]\nx = 1", ["expected one [words] table"], id="words-as-list"),
    pytest.param("[[rules]]\nid = 'x'", ["unknown key 'rules'; known are [[context]], [[rule]], [[section]], [words]"], id="unknown-table"),
    pytest.param("[[rule", ["not readable as TOML"], id="broken"),
    pytest.param(
        RULE.replace("label =", "lable =") + RULE.replace("site.disc", "site.two").replace('"blown disc"', ""),
        ["site.disc: unknown key", "site.two: 'phrases' must not be empty"],
        id="two-problems",
    ),
]


@pytest.mark.parametrize(("content", "problems"), WRONG)
def test_check_names_file_and_key_of_each_problem(run: Run, tmp_path: Path, content: str, problems: list[str]) -> None:
    file = tmp_path / "site.toml"
    file.write_text(content, encoding="utf-8")
    code, out, err = run("rules", "check", file)
    assert code == 1
    assert len(out.splitlines()) == len(problems)
    for line, problem in zip(out.splitlines(), problems, strict=True):
        assert line.startswith(f"site.toml: {problem}")
    assert err == f"site.toml: {len(problems)} wrong\n"


def test_a_heading_that_rootnote_has_in_the_same_section_may_stand_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "site.toml"
    file.write_text('[[section]]\ncategory = "plan"\nheadings = ["plan", "what comes next"]\n', encoding="utf-8")
    assert rootnote.load(file)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_a_byte_order_mark_is_no_part_of_a_file(tmp_path: Path, run: Run, encoding: str) -> None:
    file = tmp_path / "site.toml"
    file.write_text('[words]\nradiculopathy = ["rdcp"]\n', encoding=encoding)
    assert run("rules", "check", file) == (0, "", "site.toml: all right\n")
    assert rootnote.review("Left S1 rdcp.", nlp=rootnote.load(file)).codes == ("M54.17",)


def test_scan_refuses_a_wrong_site_file_by_name(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "site.toml"
    file.write_text(RULE.replace("label =", "lable ="), encoding="utf-8")
    (tmp_path / "note.txt").write_text("Sciatica.\n", encoding="utf-8")
    code, out, err = run("scan", tmp_path, "--config", file)
    assert (code, out) == (2, "")
    assert "site.toml: site.disc: unknown key 'lable'" in err


@pytest.mark.parametrize(
    ("arguments", "shown"),
    [
        pytest.param(["--label", "SCIATICA"], ["sciatica  SCIATICA  conditions.toml", "source: "], id="target-label"),
        pytest.param(["--label", "sciatica"], ["sciatica  SCIATICA  conditions.toml"], id="label-in-lower-case"),
        pytest.param(["--label", "negated"], ["negated.behind  negated backward, 3 words  negated.toml", "matches: "], id="category"),
        pytest.param(["--label", "ros"], ["section ros  sections.toml", "review of [the] system[s]"], id="section-category"),
        pytest.param([str(EXAMPLE)], ["site.disc.blown  DISC = disorder  site.example.toml", "section assessment"], id="site-file"),
        pytest.param([], ["sciatica  SCIATICA", "negated.behind", "section ros"], id="everything"),
    ],
)
def test_rules_are_shown_with_what_they_match_and_where_they_come_from(run: Run, arguments: list[str], shown: list[str]) -> None:
    code, out, err = run("rules", "show", *arguments)
    assert (code, err) == (0, "")
    for words in shown:
        assert words in out


def test_only_rules_of_the_label_are_shown(run: Run) -> None:
    out = run("rules", "show", "--label", "SCIATICA")[1]
    heads = [line for line in out.splitlines() if line and not line.startswith(" ")]
    assert heads
    assert all(" SCIATICA" in head for head in heads)


def test_unknown_label_is_told_with_the_known_ones(run: Run) -> None:
    code, out, err = run("rules", "show", "--label", "DISK")
    assert (code, out) == (1, "")
    assert "'DISK'" in err
    assert "DISC, " in err


@pytest.mark.parametrize("arguments", [["rules", "check"], ["rules", "check", "gone.toml"], ["rules", "show", "gone.toml"]])
def test_missing_rule_file_is_a_usage_error(run: Run, arguments: list[str]) -> None:
    assert run(*arguments)[0] == 2


def test_the_example_file_names_only_known_categories() -> None:
    assert {heading.category for heading in read_rules(RULES / "sections.toml", SectionHeading, table="section")} >= {"assessment", "risks"}
