"""The sites of findings: the names that the rules give them, and the roots they point to."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from importlib.resources import files

import pytest

from coding.factsets import finding
from rootnote.coding.tablefile import load_table
from rootnote.documentation.sites import SITE_FILE, Site, SiteFile, load_sites

CONTENT = load_table(SITE_FILE, SiteFile)
TABLES = {
    "TERRITORY": CONTENT.territory,
    "LEG": CONTENT.part,
    "MUSCLE": CONTENT.muscle,
    "MUSCLE_SHORT": CONTENT.muscle,
    "WALK": CONTENT.muscle,
    "REFLEX": CONTENT.reflex,
}
#: Values of reflex rules that name no reflex: any of them, and a change of any.
NO_SITE = frozenset({"any", "changed"})


def named_by_rules() -> Iterator[tuple[str, str]]:
    """The label and value of every rule whose value is a site."""
    for path in files("rootnote").joinpath("data", "rules").iterdir():
        if path.is_dir():
            continue  # context rules have no sites
        for rule in tomllib.loads(path.read_text(encoding="utf-8")).get("rule", []):
            if rule.get("label") in TABLES and rule.get("value", "") not in NO_SITE:
                yield rule["label"], rule.get("value", "")


@pytest.mark.parametrize(("label", "value"), sorted(set(named_by_rules())))
def test_site_of_a_rule_stands_in_its_table(label: str, value: str) -> None:
    assert value in {site.name for site in TABLES[label]}


@pytest.mark.parametrize(
    ("kind", "site", "roots"),
    [
        pytest.param("reflex", "ankle", ("S1", "S2"), id="ankle-reflex"),
        pytest.param("sensory", "ankle", (), id="ankle-skin"),
        pytest.param("motor", "ehl", ("L5",), id="ehl"),
        pytest.param("symptom", "dorsum of foot", ("L5",), id="territory"),
        pytest.param("sensory", "leg", (), id="part"),
        pytest.param("imaging", "ankle", (), id="another-kind"),
        pytest.param("motor", "no such muscle", (), id="unknown"),
    ],
)
def test_roots(kind: str, site: str, roots: tuple[str, ...]) -> None:
    assert load_sites().roots(finding(kind, site=site)) == roots


def test_a_named_root_outweighs_the_site() -> None:
    assert load_sites().roots(finding("sensory", site="lateral foot", root="L5")) == ("L5",)


@pytest.mark.parametrize("site", [pytest.param(site, id=site.name) for site in (*CONTENT.territory, *CONTENT.muscle, *CONTENT.reflex)])
def test_every_territory_muscle_and_reflex_has_roots_from_above(site: Site) -> None:
    assert site.roots
    assert list(site.roots) == sorted(site.roots)
