"""A site's own rules: one TOML file with its target rules, context rules, headings and spellings, put beside rootnote's.

    [words]        spellings of words that rootnote's rules are written with: radiculopathy = ["radx"]
    [[rule]]       phrases of a target: label and value are those of rootnote's rules, or label MASK and the label to keep from firing
    [[context]]    phrases that change the assertion of targets
    [[section]]    headings of a section category

A site adds; it can't change or remove a rule of rootnote's.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import unquote

from spacy.language import Language

from rootnote.errors import RuleError
from rootnote.language.context import Context
from rootnote.language.measures import MEASURES
from rootnote.language.rulefile import (
    CONTEXT_FOLDER,
    RULES,
    ContextRule,
    Rule,
    SectionHeading,
    context_rules,
    read_misheard,
    read_rules,
    read_text,
    read_words,
    target_rules,
    to_rules,
    to_tables,
)
from rootnote.language.sections import Sections, parts_of_headings
from rootnote.language.targets import MASK, Targets

_WORD = re.compile(r"(?<!\w)[^\W\d_]+(?!\w)")

R = TypeVar("R", Rule, ContextRule)


@dataclass(frozen=True, slots=True)
class SiteRules:
    """What one site file holds, each part in file order; any may be empty. ``words``: rootnote's word to the site's spellings of it."""

    file: str
    rules: tuple[Rule, ...]
    context: tuple[ContextRule, ...]
    headings: tuple[SectionHeading, ...]
    words: Mapping[str, tuple[str, ...]]


def read_site_rules(path: Path) -> SiteRules:
    """The rules of a site file. Raises ``RuleError`` naming file, rule and key for anything that is not as it must be, one line each."""
    return _to_site_rules(path.name, read_text(path))


def _to_site_rules(name: str, text: str) -> SiteRules:
    content = to_tables(name, text, {"words", "rule", "context", "section"})
    return SiteRules(
        name,
        to_rules(name, content.get("rule", []), Rule, "rule"),
        to_rules(name, content.get("context", []), ContextRule, "context"),
        to_rules(name, content.get("section", []), SectionHeading, "section"),
        _to_words(name, content.get("words", {})),
    )


def _to_words(name: str, table: Any) -> Mapping[str, tuple[str, ...]]:
    if not isinstance(table, dict):
        raise RuleError(f"{name}: expected one [words] table")
    for word, spellings in table.items():
        if not isinstance(spellings, list) or not spellings or not all(isinstance(text, str) and text.strip() for text in spellings):
            raise RuleError(f"{name}: words: {word!r} must be a list of spellings, none of them empty")
        if not _WORD.fullmatch(word):
            raise RuleError(f"{name}: words: {word!r} must be one word")
    words: dict[str, tuple[str, ...]] = {}
    taken: dict[str, str] = {}
    for word, spellings in ((key.lower(), tuple(map(str.lower, texts))) for key, texts in table.items()):
        if word in words:
            raise RuleError(f"{name}: words: {word!r} stands twice")
        words[word] = spellings
        for spelling in spellings:
            if (other := taken.setdefault(" ".join(spelling.split()), word)) != word:
                raise RuleError(f"{name}: words: {spelling!r} is a spelling of {other!r} and of {word!r}")
    return words


class _Spellings:
    """Writes a site's spellings into the phrases of rules, as alternatives beside the word that they stand for."""

    def __init__(self, site: SiteRules) -> None:
        self._file = site.file
        self._words = tuple(site.words)
        self._norms = read_words(RULES / "words.toml")
        self._spellings = {self._norm(word): "|".join(map(_escaped, spellings)) for word, spellings in site.words.items()}

    def _norm(self, word: str) -> str:
        return self._norms.get(word, word)

    def _respell(self, match: re.Match[str]) -> str:
        spellings = self._spellings.get(self._norm(match.group()))
        return f"({match.group()}|{spellings})" if spellings else match.group()

    def into(self, rules: Iterable[R]) -> tuple[R, ...]:
        """The rules with the spellings in their phrases."""
        return tuple(replace(rule, phrases=tuple(_WORD.sub(self._respell, phrase) for phrase in rule.phrases)) for rule in rules)

    def check(self, rules: Iterable[Rule | ContextRule]) -> None:
        """Raises ``RuleError`` for a word that stands in none of the rules, so that its spellings would do nothing, for one that is itself
        a misspelling, and for two that are the same to rootnote, of which one would be lost.
        """
        known = {self._norm(word) for rule in rules for phrase in rule.phrases for word in _WORD.findall(phrase)}
        misheard = read_misheard(RULES / "words.toml")
        norms: dict[str, str] = {}
        for word in self._words:
            norm, place = self._norm(word), f"{self._file}: words: {word!r}"
            if word in misheard:
                raise RuleError(f"{place} is a misspelling that rootnote reads as {norm!r}; put the spellings there")
            if norm not in known:
                raise RuleError(f"{place} is no word of rootnote's rules")
            if (other := norms.setdefault(norm, word)) != word:
                raise RuleError(f"{place} is the same word as {other!r} to rootnote; put all spellings at one of them")


def _escaped(spelling: str) -> str:
    """A spelling with the marks of the phrase notation taken as they stand."""
    return re.sub(r"[\\()\[\]|]", r"\\\g<0>", spelling)


def _with_labels(site: SiteRules, layers: Sequence[Sequence[Rule]]) -> list[list[Rule]]:
    """The layers with each site rule in the first one that has its label, where longer phrases hide shorter ones."""
    ids = {rule.id for layer in layers for rule in layer}
    values: dict[str, set[str]] = {}
    for layer in layers:
        for rule in layer:
            values.setdefault(rule.label, set()).add(rule.value)
    added = [list(layer) for layer in layers]
    for rule in site.rules:
        place = f"{site.file}: {rule.id}"
        if rule.id in ids:
            raise RuleError(f"{place}: 'id' is that of a rule of rootnote's")
        key, label = ("value", rule.value) if rule.label == MASK else ("label", rule.label)
        if label not in values:
            raise RuleError(f"{place}: {key!r} {label!r} is no label; known are {', '.join(sorted(values))}")
        if rule.label != MASK and rule.value not in values[label]:
            raise RuleError(f"{place}: 'value' {rule.value!r} is none of {label}; known are {', '.join(map(repr, sorted(values[label])))}")
        next(layer for layer in added if any(other.label == label for other in layer)).append(rule)
    _check_context(site, values.keys() | MEASURES)
    return added


def _check_context(site: SiteRules, labels: set[str]) -> None:
    for rule in site.context:
        for label in rule.labels:
            if label not in labels:
                raise RuleError(f"{site.file}: {rule.id}: 'labels' {label!r} is no label; known are {', '.join(sorted(labels))}")


@Language.factory("rootnote_site_targets", assigns=["doc.spans"], default_config={"layers": []})
def make_site_targets(nlp: Language, name: str, layers: list[list[str]], site: dict[str, str]) -> Targets:
    """The target component with the rules of a site file beside those of ``data/rules``."""
    rules = _in_settings(site)
    own = [target_rules(tuple(files)) for files in layers]
    spellings = _Spellings(rules)
    spellings.check([*(rule for layer in own for rule in layer), *context_rules(CONTEXT_FOLDER)])
    return Targets(nlp, [spellings.into(layer) for layer in _with_labels(rules, own)])


@Language.factory(
    "rootnote_site_context",
    assigns=["span._.assertion", "span._.cue"],
    default_config={"rules": CONTEXT_FOLDER, "group": "targets", "plain": []},
)
def make_site_context(nlp: Language, name: str, rules: str, group: str, plain: list[str], site: dict[str, str]) -> Context:
    """The assertion component with the context rules of a site file beside those of ``data/rules``."""
    added = _in_settings(site)
    own = context_rules(rules)
    ids = {rule.id for rule in own}
    for rule in added.context:
        if rule.id in ids:
            raise RuleError(f"{added.file}: {rule.id}: 'id' is that of a rule of rootnote's")
    return Context(nlp, (*_Spellings(added).into(own), *added.context), group, plain)


@Language.factory("rootnote_site_sections", assigns=["doc.spans"], default_config={"rules": "sections.toml"})
def make_site_sections(nlp: Language, name: str, rules: str, site: dict[str, str]) -> Sections:
    """The section component with the headings of a site file beside those of ``data/rules``."""
    added = _in_settings(site)
    own = read_rules(RULES / rules, SectionHeading, table="section")
    _check_headings(added, own)
    return Sections((*own, *added.headings))


def _check_headings(site: SiteRules, own: Iterable[SectionHeading]) -> None:
    """Raises ``RuleError`` for an unknown category, and for a heading that would no longer open the section that it opens now."""
    opened = {parts: heading.category for heading in own for parts in parts_of_headings(heading)}
    known = set(opened.values())
    for heading in site.headings:
        place = f"{site.file}: {heading.category}"
        if heading.category not in known:
            raise RuleError(f"{place}: 'category' is unknown; known are {', '.join(sorted(known))}")
        for parts in parts_of_headings(heading):
            if (other := opened.setdefault(parts, heading.category)) != heading.category:
                raise RuleError(f"{place}: 'headings' {' '.join(parts)!r} is a heading of {other} already")


def _in_settings(site: Mapping[str, str]) -> SiteRules:
    """The rules that ``add_site_rules`` has put into a config."""
    return _to_site_rules(site["name"], unquote(site["text"]))


#: The components that a site file adds to, and the factories that make them with it.
_FACTORIES = {
    "rootnote_targets": "rootnote_site_targets",
    "rootnote_context": "rootnote_site_context",
    "rootnote_sections": "rootnote_site_sections",
}


def add_site_rules(settings: dict[str, Any], site: Path) -> None:
    """Changes a pipeline config so that its components also hold the rules of a site file.

    The config takes the name and text of the file, not its path: a pipeline can be saved, and loaded where the file is not.
    """
    kept = {"name": site.name, "text": read_text(site).replace("%", "%25").replace("$", "%24")}  # "$" refers to settings in a config
    for component in settings["components"].values():
        if component["factory"] in _FACTORIES:
            component.update(factory=_FACTORIES[component["factory"]], site=kept)
