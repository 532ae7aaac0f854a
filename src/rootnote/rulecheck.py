"""A site's own rules put to the test of their own examples."""

from __future__ import annotations

from pathlib import Path

from spacy.language import Language

from rootnote.errors import RuleError
from rootnote.language.examples import Examples
from rootnote.language.pipeline import load
from rootnote.language.rulefile import ContextRule, Rule
from rootnote.language.siterules import read_site_rules


def load_checked(file: Path) -> Language:
    """The pipeline with a site's own rules beside rootnote's, once every key, label and example in them is right.

    Raises ``RuleError`` with a line for each thing that is wrong, naming file, rule and key.
    """
    site = read_site_rules(file)
    pipeline = load(file)
    rules: list[Rule | ContextRule] = [*site.rules, *site.context]
    examples = Examples(pipeline, rules)
    if problems := [f"{file.name}: {problem}" for rule in rules for problem in examples.failures(rule)]:
        raise RuleError("\n".join(problems))
    return pipeline
