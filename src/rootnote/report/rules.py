"""Rules as text for the terminal: what each matches and where it comes from."""

from __future__ import annotations

from rich.text import Text

from rootnote.language.rulefile import AnyRule, ContextRule, Rule, SectionHeading


def label_of(rule: AnyRule) -> str:
    """The label of a target rule, the category of any other: the word that ``rules show --label`` asks for."""
    return rule.label if isinstance(rule, Rule) else rule.category


def rule_sheet(rule: AnyRule, file: str) -> Text:
    """One rule, several lines: id, label and value, file; then its phrases in rule notation, its source and its examples."""
    text = Text()
    if isinstance(rule, SectionHeading):
        text.append(f"section {rule.category}", style="bold").append(f"  {file}\n")
        return text.append(f"  headings: {', '.join(rule.headings)}\n")
    text.append(rule.id, style="bold").append(f"  {_what(rule)}  {file}\n")
    text.append(f"  matches: {', '.join(rule.phrases)}\n")
    for name, examples in (("yes", rule.yes), ("no", rule.no)):
        if examples:
            text.append(f"  {name}: {'; '.join(examples)}\n")
    return text.append(f"  source: {rule.source}\n")


def _what(rule: Rule | ContextRule) -> str:
    if isinstance(rule, Rule):
        return f"{rule.label} = {rule.value}" if rule.value else rule.label
    limits = [f"{rule.max_scope} words" if rule.max_scope else "", f"only {', '.join(rule.labels)}" if rule.labels else ""]
    names = dict.fromkeys((rule.category, rule.direction.lower()))
    return ", ".join([" ".join(names), *filter(None, limits)])
