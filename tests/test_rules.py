"""The rule files: each rule does what its own examples say, each is used, and a file that is not as it must be is refused by name."""

import ast
import importlib
import inspect
import pkgutil
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator
from math import prod
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from spacy.language import Language
from thinc.api import Config

import rootnote
from rootnote import facts, language
from rootnote.errors import RuleError
from rootnote.facts.causes import cause_words
from rootnote.facts.conditions import denied_before, ended, ending_words, governing, statement_words
from rootnote.facts.exam import exam_words, told_exams
from rootnote.facts.note import code_words
from rootnote.facts.spine import finding_kinds
from rootnote.facts.studies import needle_films, studies_made, study_reports, study_words
from rootnote.facts.symptoms import place_words
from rootnote.facts.times import time_words
from rootnote.facts.treatment import treatment_words
from rootnote.language import (
    measure_words,
    note_words,
    persons,
    prefilter,
    present_lines,
    problem_lists,
    rulefile,
    sentences,
    side_letters,
    spoken_marks,
    talk,
    verdict_words,
)
from rootnote.language.examples import Examples
from rootnote.language.measures import MEASURES
from rootnote.language.notation import expand, parts_of
from rootnote.language.pipeline import default_config
from rootnote.language.rulefile import RULES, ContextRule, Rule, SectionHeading, context_rules, read_rules, read_words
from rootnote.language.sections import NO_SECTION
from rootnote.language.targets import MASK

SETTINGS: dict[str, Any] = Config().from_disk(default_config())["components"]
TARGET_FILES = [name for layer in SETTINGS["rootnote_targets"]["layers"] for name in layer]
CONTEXT_RULES = context_rules(SETTINGS["rootnote_context"]["rules"])
SECTION_FILE = SETTINGS["rootnote_sections"]["rules"]
#: Files of words, read by the modules that need them and not named in the pipeline.
WORD_FILES = {
    "words.toml",
    "measures.toml",
    "governing.toml",
    "ended.toml",
    "code_words.toml",
    "ending_words.toml",
    "exam_words.toml",
    "place_words.toml",
    "statement_words.toml",
    "study_words.toml",
    "time_words.toml",
    "treatment_words.toml",
    "spoken_marks.toml",
    "dictation_parts.toml",
    "problem_lists.toml",
    "relevance.toml",
    "note_types.toml",
    "study_reports.toml",
    "talk.toml",
    "persons.toml",
    "verdicts.toml",
    "withheld.toml",
    "films.toml",
    "finding_kinds.toml",
    "studies_made.toml",
    "told_exams.toml",
    "denied_before.toml",
    "cause_words.toml",
    "present_lines.toml",
    "side_letters.toml",
}

FILES: dict[str, tuple[Rule | ContextRule, ...]] = {
    **{name: read_rules(RULES / name, Rule) for name in TARGET_FILES},
    **{file: tuple(rule for rule in CONTEXT_RULES if CONTEXT_RULES[rule] == file) for file in CONTEXT_RULES.values()},
}
TARGET_RULES = [rule for name in TARGET_FILES for rule in FILES[name] if isinstance(rule, Rule)]
_MOST_SEQUENCES = 170_000
_LINE = 140
EVERY_RULE = [pytest.param(rule, id=rule.id) for rules in FILES.values() for rule in rules]


@pytest.fixture(scope="module")
def examples(nlp: Language) -> Examples:
    return Examples(nlp, [rule for rules in FILES.values() for rule in rules])


@pytest.mark.parametrize("rule", EVERY_RULE)
def test_rule_does_what_its_examples_say(rule: Rule | ContextRule, examples: Examples) -> None:
    assert list(examples.failures(rule)) == []


@pytest.mark.parametrize("rule", EVERY_RULE)
def test_rule_has_examples_of_both_kinds(rule: Rule | ContextRule) -> None:
    assert rule.yes
    assert rule.no


def test_every_rule_file_is_used() -> None:
    shipped = [*RULES.iterdir(), *(RULES / SETTINGS["rootnote_context"]["rules"]).iterdir()]
    assert sorted(file.name for file in shipped if file.is_file()) == sorted({*FILES, SECTION_FILE, *WORD_FILES})


def test_ids_are_unique_over_all_files() -> None:
    ids = [rule.id for rules in FILES.values() for rule in rules]
    assert sorted(ids) == sorted(set(ids))


def words_in_code() -> Iterator[str]:
    """Every text in the code of the package, whole and split at white space."""
    for file in Path(rootnote.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value
                yield from node.value.split()


def test_every_label_is_used_in_the_code() -> None:
    assert {rule.label for rule in TARGET_RULES} - set(words_in_code()) == set()


LABELS = {rule.label for rule in TARGET_RULES} | set(MEASURES)
IDS = {rule.id for rules in FILES.values() for rule in rules}
SECTIONS = {section.category for section in read_rules(RULES / SECTION_FILE, SectionHeading, "section")} | {NO_SECTION}
#: The label that the code gives itself, and how what it says of an assertion itself begins.
OF_CODE, SAID_BY_CODE = {"SENSORY_GRADE"}, ("answer.", "verdict.")
#: The methods that look for labels, and those of sets that hold them against others.
LOOKUPS, SET_METHODS = {"of", "has", "targets", "between"}, {"isdisjoint", "intersection", "issubset", "issuperset"}


def asked_of(*attributes: str, lookups: Iterable[str] = ()) -> set[str]:
    """The texts that the code holds against attributes of these names, or looks up by these methods; constants by their value."""
    found: set[str] = set()
    for package in (facts, language):
        for info in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            module = importlib.import_module(info.name)
            for node in ast.walk(ast.parse(inspect.getsource(module))):
                found.update(text for one in held_against(node, attributes, lookups) for text in texts_in(one, module))
    return found


def held_against(node: ast.AST, attributes: Iterable[str], lookups: Iterable[str]) -> list[ast.expr]:
    """What a comparison, an operation or a call holds against attributes of these names, or looks up."""
    match node:
        case ast.Call(func=ast.Attribute(attr=method), args=sought) if method in lookups:
            return sought
        case ast.Call(func=ast.Attribute(value=one, attr=method), args=others) if method in SET_METHODS:
            sides = [one, *others]
        case ast.Compare(left=one, comparators=others):
            sides = [one, *others]
        case ast.BinOp(left=one, right=other):
            sides = [one, other]
        case _:
            return []
    against = [side for side in sides if getattr(side, "attr", getattr(side, "id", None)) not in attributes]
    return against if len(against) < len(sides) else []


def texts_in(expression: ast.expr, module: ModuleType) -> Iterator[str]:
    """The texts in an expression, with those of the module's constants that it names."""
    for node in ast.walk(expression):
        value = vars(module).get(node.id) if isinstance(node, ast.Name) else getattr(node, "value", None)
        values = [value] if isinstance(value, str) else value if isinstance(value, tuple | frozenset | dict) else []
        yield from (text for text in values if isinstance(text, str))


def test_every_label_that_the_code_asks_for_exists() -> None:
    asked = {text for text in asked_of("label", lookups=LOOKUPS) if re.fullmatch("[A-Z][A-Z_]+", text)}
    assert asked - LABELS - OF_CODE == set()


def test_every_rule_that_the_code_asks_for_exists() -> None:
    asked = {text for text in asked_of("rule", "cue") if re.fullmatch(r"\w+\.\w+", text)}
    assert {text for text in asked - IDS if not text.startswith(SAID_BY_CODE)} == set()


def test_every_section_that_the_code_asks_for_exists() -> None:
    assert asked_of("section", "sections") - SECTIONS - {""} == set()


def test_labels_of_the_pipeline_exist() -> None:
    limited = {label for rule in CONTEXT_RULES for label in rule.labels}
    assert limited - LABELS == set()
    assert set(SETTINGS["rootnote_context"].get("plain", ())) - LABELS == set()


def test_phrases_of_targets_stand_for_few_enough_sequences_to_be_written_out() -> None:
    """A test writes them out; a phrase of millions is better written as several."""
    sizes = {phrase: prod(map(len, parts_of(phrase))) for rule in TARGET_RULES for phrase in rule.phrases}
    assert [phrase for phrase, size in sizes.items() if size > _MOST_SEQUENCES] == []


@pytest.mark.parametrize("rule", [param for param in EVERY_RULE if isinstance(param.values[0], Rule) and param.values[0].label != MASK])
def test_phrase_of_a_rule_is_no_other_rules_of_the_same_label(rule: Rule) -> None:
    """Two rules with one label and the same words would find everything twice."""
    others = {words for other in TARGET_RULES if other.label == rule.label and other.value == rule.value and other.id != rule.id
              for phrase in other.phrases for words in expand(phrase)}  # fmt: skip
    assert others.intersection(words for phrase in rule.phrases for words in expand(phrase)) == set()


GOOD = {
    "id": '"disc.test"',
    "label": '"DISC"',
    "phrases": '["slipped disc"]',
    "source": '"a test"',
    "yes": '["a slipped disc"]',
    "no": '["a disc"]',
}
GOOD_CONTEXT = {
    "id": '"negated.test"',
    "category": '"negated"',
    "direction": '"FORWARD"',
    "phrases": '["nix"]',
    "source": '"a test"',
}
GOOD_SECTION = {"category": '"plan"', "headings": '["next steps"]'}


def as_toml(table: str, *rules: dict[str, str]) -> str:
    return "\n".join(f"[[{table}]]\n" + "\n".join(f"{key} = {value}" for key, value in rule.items()) for rule in rules)


def without(rule: dict[str, str], key: str) -> dict[str, str]:
    return {name: value for name, value in rule.items() if name != key}


BAD_RULES = [
    pytest.param({**GOOD, "phrase": '["disc"]'}, "disc.test: unknown key 'phrase'", id="unknown-key"),
    pytest.param(without(GOOD, "source"), "disc.test: without source", id="key-missing"),
    pytest.param(without(GOOD, "id"), "table 1: without id", id="id-missing"),
    pytest.param({**GOOD, "label": '"Disc disorder"'}, "disc.test: 'label' must be a label", id="bad-label"),
    pytest.param({**GOOD, "label": '""'}, "disc.test: 'label' must be text", id="empty-label"),
    pytest.param({**GOOD, "phrases": "[]"}, "disc.test: 'phrases' must not be empty", id="no-phrases"),
    pytest.param({**GOOD, "phrases": '["disc", " "]'}, "disc.test: 'phrases' must be a list of words", id="empty-phrase"),
    pytest.param({**GOOD, "phrases": '"disc"'}, "disc.test: 'phrases' must be a list of words", id="phrases-as-text"),
    pytest.param({**GOOD, "phrases": '["[disc]"]'}, "disc.test: phrase '[disc]': can be empty", id="phrase-that-can-be-empty"),
    pytest.param({**GOOD, "phrases": '["(disc"]'}, "disc.test: phrase '(disc': an opening bracket", id="bracket-not-closed"),
    pytest.param({**GOOD, "phrases": '["disc)"]'}, "disc.test: phrase 'disc)': a closing bracket", id="bracket-not-opened"),
    pytest.param({**GOOD, "phrases": f'["{"(a|b|c|d)" * 6}"]'}, "disc.test: phrase .*4096 sequences", id="too-many-sequences"),
    pytest.param({**GOOD, "source": "3"}, "disc.test: 'source' must be text", id="number-for-text"),
]
BAD_CONTEXT_RULES = [
    pytest.param({**GOOD_CONTEXT, "category": '"denied"'}, "negated.test: 'category' must be one of .*negated", id="unknown-category"),
    pytest.param({**GOOD_CONTEXT, "direction": '"forward"'}, "negated.test: 'direction' must be one of FORWARD", id="unknown-direction"),
    pytest.param({**GOOD_CONTEXT, "max_scope": "0"}, "negated.test: 'max_scope' must be a whole number", id="no-scope"),
    pytest.param({**GOOD_CONTEXT, "max_scope": "true"}, "negated.test: 'max_scope' must be a whole number", id="scope-not-a-number"),
    pytest.param({**GOOD_CONTEXT, "labels": '["disc"]'}, "negated.test: 'labels' must be labels", id="bad-labels"),
]
BAD_SECTIONS = [
    pytest.param({**GOOD_SECTION, "headings": "[]"}, "plan: 'headings' must not be empty", id="no-headings"),
    pytest.param(without(GOOD_SECTION, "category"), "table 1: without category", id="no-category"),
]


@pytest.mark.parametrize(
    ("kind", "table", "rule", "message"),
    [
        *(pytest.param(Rule, "rule", *param.values, id=f"target-{param.id}") for param in BAD_RULES),
        *(pytest.param(ContextRule, "rule", *param.values, id=f"context-{param.id}") for param in BAD_CONTEXT_RULES),
        *(pytest.param(SectionHeading, "section", *param.values, id=f"section-{param.id}") for param in BAD_SECTIONS),
    ],
)
def test_wrong_rule_is_refused_by_file_and_key(tmp_path: Path, kind: type, table: str, rule: dict[str, str], message: str) -> None:
    file = tmp_path / "bad.toml"
    file.write_text(as_toml(table, rule), encoding="utf-8")
    with pytest.raises(RuleError) as error:
        read_rules(file, kind, table)
    assert str(error.value).startswith("bad.toml: ")
    assert matches(message, str(error.value))


def matches(pattern: str, text: str) -> bool:
    """Whether the parts of a pattern, apart by ``.*``, stand in a text in this order."""
    at = 0
    for part in pattern.split(".*"):
        at = text.find(part, at)
        if at < 0:
            return False
    return True


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param("[[rule", "not readable as TOML", id="broken"),
        pytest.param("x = 1", "unknown key 'x'", id="unknown-top-level-key"),
        pytest.param("", "expected [[rule]] tables", id="empty"),
        pytest.param("rule = [1]", "table 1: not a table", id="not-a-table"),
        pytest.param(as_toml("rule", GOOD, GOOD), "disc.test: stands twice", id="duplicate-id"),
    ],
)
def test_wrong_file_is_refused_by_name(tmp_path: Path, content: str, message: str) -> None:
    file = tmp_path / "bad.toml"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(RuleError) as error:
        read_rules(file, Rule)
    assert str(error.value).startswith("bad.toml: ")
    assert message in str(error.value)


def test_every_wrong_rule_of_a_file_is_told(tmp_path: Path) -> None:
    file = tmp_path / "bad.toml"
    file.write_text(as_toml("rule", {**GOOD, "label": '"x"'}, {**GOOD, "phrases": "[]"}), encoding="utf-8")
    with pytest.raises(RuleError) as error:
        read_rules(file, Rule)
    assert len(str(error.value).splitlines()) == 2


def test_missing_file_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match=r"gone\.toml: there is no such file or folder"):
        read_rules(tmp_path / "gone.toml", Rule)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param("[norm]\ndisc = 'disk'", "disc: must be a list", id="text-for-list"),
        pytest.param("[norm]\ndisc = ['Disk']", "disc: must be a list of spellings in lower case", id="capitals"),
        pytest.param("[norm]\ndisc = ['disk']\ndisque = ['disk']", "disk: stands under two norms", id="two-norms"),
        pytest.param("[norms]\ndisc = ['disk']", "unknown key 'norms'", id="unknown-table"),
    ],
)
def test_wrong_words_are_refused_by_file_and_word(tmp_path: Path, content: str, message: str) -> None:
    file = tmp_path / "words.toml"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(RuleError) as error:
        read_words(file)
    assert str(error.value).startswith("words.toml: ")
    assert message in str(error.value)


def test_no_spelling_is_a_norm_itself() -> None:
    norms = tomllib.loads((RULES / "words.toml").read_text(encoding="utf-8"))["norm"]
    assert read_words(RULES / "words.toml").keys() & norms.keys() == set()


#: Each file of words with its module, and what reads it.
WORDS: list[Any] = [
    pytest.param(cause_words, lambda nlp: cause_words.cause_words.__wrapped__(), id="cause_words"),
    pytest.param(code_words, lambda nlp: code_words.code_words.__wrapped__(), id="code_words"),
    pytest.param(ending_words, lambda nlp: ending_words.ending_words.__wrapped__(), id="ending_words"),
    pytest.param(exam_words, lambda nlp: exam_words.exam_words.__wrapped__(), id="exam_words"),
    pytest.param(place_words, lambda nlp: place_words.place_words.__wrapped__(), id="place_words"),
    pytest.param(statement_words, lambda nlp: statement_words.statement_words.__wrapped__(), id="statement_words"),
    pytest.param(study_words, lambda nlp: study_words.study_words.__wrapped__(), id="study_words"),
    pytest.param(time_words, lambda nlp: time_words.time_words.__wrapped__(), id="time_words"),
    pytest.param(treatment_words, lambda nlp: treatment_words.treatment_words.__wrapped__(), id="treatment_words"),
    pytest.param(measure_words, lambda nlp: measure_words.measure_words.__wrapped__(), id="measures"),
    pytest.param(talk, lambda nlp: talk.talk_words.__wrapped__(), id="talk"),
    pytest.param(verdict_words, lambda nlp: verdict_words.verdict_words.__wrapped__(), id="verdicts"),
    pytest.param(persons, lambda nlp: persons.Persons(nlp.tokenizer), id="persons"),
    pytest.param(governing, lambda nlp: governing.governing_words.__wrapped__(), id="governing"),
    pytest.param(ended, lambda nlp: ended._patterns.__wrapped__(), id="ended"),
    pytest.param(needle_films, lambda nlp: needle_films._patterns.__wrapped__(), id="films"),
    pytest.param(finding_kinds, lambda nlp: finding_kinds._words.__wrapped__(), id="finding_kinds"),
    pytest.param(studies_made, lambda nlp: studies_made.patterns.__wrapped__(), id="studies_made"),
    pytest.param(told_exams, lambda nlp: told_exams.patterns.__wrapped__(), id="told_exams"),
    pytest.param(denied_before, lambda nlp: denied_before._patterns.__wrapped__(), id="denied_before"),
    pytest.param(present_lines, lambda nlp: present_lines._patterns.__wrapped__(), id="present_lines"),
    pytest.param(side_letters, lambda nlp: side_letters._patterns.__wrapped__(), id="side_letters"),
    pytest.param(note_words, lambda nlp: note_words.note_words.__wrapped__(), id="note_types"),
    pytest.param(study_reports, lambda nlp: study_reports.report_words.__wrapped__(), id="study_reports"),
    pytest.param(problem_lists, lambda nlp: problem_lists.list_words.__wrapped__(), id="problem_lists"),
    pytest.param(sentences, lambda nlp: sentences.part_words.__wrapped__(), id="dictation_parts"),
    pytest.param(prefilter, lambda nlp: prefilter.relevance.__wrapped__(), id="relevance"),
    pytest.param(spoken_marks, lambda nlp: spoken_marks.marks.__wrapped__(), id="spoken_marks"),
]


def first_list(value: str) -> Callable[[str], str]:
    """A change of a file that puts a value in place of the first list of words."""
    return lambda text: re.sub(r"(?m)^(\w+) = \[[^]]*\]", rf"\1 = {value}", text, count=1)


KEYS = r"expected \[words\] with the keys "


@pytest.mark.parametrize(("module", "read"), WORDS)
@pytest.mark.parametrize(
    ("change", "message"),
    [
        pytest.param(lambda text: text + "[words", "not readable as TOML", id="broken"),
        pytest.param(lambda text: text + "\n[wards]\n", "unknown key 'wards'", id="unknown-table"),
        pytest.param(lambda text: text.replace("[words]", "[[words]]"), KEYS, id="no-table"),
        pytest.param(lambda text: re.sub(r"(?m)^\w+ = ", "wrods = ", text, count=1), KEYS, id="unknown-key"),
        pytest.param(first_list('"left"'), "must be a list of words", id="one-word"),
        pytest.param(first_list("[]"), "must be a list of words", id="none"),
        pytest.param(first_list('["a", " "]'), "must be a list of words, none of them empty", id="empty-word"),
        pytest.param(first_list('["(a|b"]'), "phrase .*an opening bracket is not closed", id="bracket-not-closed"),
    ],
)
def test_wrong_list_of_words_is_refused_by_file_and_key(
    nlp: Language, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: Any, read: Any, change: Any, message: str
) -> None:
    name = module._FILE
    (tmp_path / name).write_text(change((RULES / name).read_text(encoding="utf-8")), encoding="utf-8")
    for reader in (rulefile, module):
        monkeypatch.setattr(reader, "RULES", tmp_path, raising=False)
    with pytest.raises(RuleError, match=f"^{name}: .*{message}"):
        read(nlp)


@pytest.mark.parametrize("change", [lambda text: text.replace("[marks]", "[mark]"), lambda text: text.replace('","', "1")])
def test_wrong_spoken_mark_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: Callable[[str], str]) -> None:
    file = tmp_path / spoken_marks._FILE
    file.write_text(change((RULES / file.name).read_text(encoding="utf-8")), encoding="utf-8")
    monkeypatch.setattr(spoken_marks, "RULES", tmp_path)
    with pytest.raises(RuleError, match=rf"^{file.name}: (unknown key 'mark'|expected \[marks\] with the text of each)"):
        spoken_marks.marks.__wrapped__()


@pytest.mark.parametrize("folder", ["no_such_folder", "words.toml"])
def test_folder_without_context_rules_is_refused(folder: str) -> None:
    with pytest.raises(RuleError, match=f"^{folder}: no folder of rule files$"):
        context_rules(folder)


def test_id_in_two_context_files_is_refused(tmp_path: Path) -> None:
    for name in ("one.toml", "two.toml"):
        (tmp_path / name).write_text(as_toml("rule", GOOD_CONTEXT), encoding="utf-8")
    with pytest.raises(RuleError, match=r"^two\.toml: negated\.test: stands in one\.toml too$"):
        context_rules(str(tmp_path))  # an absolute path stands for itself


def test_a_long_line_holds_one_phrase() -> None:
    files = [*Path(str(RULES)).glob("*.toml"), *Path(str(RULES)).glob("*/*.toml")]
    lines = [(file.name, number, line) for file in files for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)]
    crowded = [
        (name, number) for name, number, line in lines if len(line) > _LINE and line[0] != "#" and re.search(r"""["'], ["']""", line)
    ]
    assert crowded == [], "lists are written with up to 140 characters in a line, so that a change of one phrase shows as one"
