"""Whether a site's own rules are as they must be: every key, every label and every example."""

from __future__ import annotations

from pathlib import Path

from rootnote.errors import RuleError
from rootnote.language.examples import Examples
from rootnote.language.pipeline import load
from rootnote.language.rulefile import ContextRule, Rule
from rootnote.language.siterules import read_site_rules


def problems_of(file: Path) -> tuple[str, ...]:
    """What is wrong with the rules of a site file, a sentence each that names file, rule and key; empty when all is right."""
    try:
        site = read_site_rules(file)
        rules: list[Rule | ContextRule] = [*site.rules, *site.context]
        examples = Examples(load(file), rules)
        return tuple(f"{file.name}: {problem}" for rule in rules for problem in examples.failures(rule))
    except RuleError as error:
        return tuple(str(error).splitlines())
