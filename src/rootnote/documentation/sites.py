"""The sites of findings: which roots they belong to, which are recognisable territories, and which raise a flag.

Source: facts.md section 4. The names stand in ``data/anatomy.toml``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from rootnote.anatomy import LUMBAR_ROOTS
from rootnote.coding.tablefile import STRICT, load_table, require_unique
from rootnote.errors import RuleError
from rootnote.facts.model import Finding, FindingKind
from rootnote.language.notation import one_of

SITE_FILE = "anatomy.toml"


class Flag(StrEnum):
    """What a finding at a site can mean beyond the roots it belongs to."""

    CAUDA_EQUINA = "cauda_equina"
    UPPER_MOTOR_NEURONE = "upper_motor_neurone"
    MYELOPATHY = "myelopathy"
    STOCKING_LOSS = "stocking_loss"
    TRANSITIONAL_ANATOMY = "transitional_anatomy"


@dataclass(frozen=True, slots=True)
class Site:
    """A named place on the leg, or a sign, with its roots from above (possibly none).

    ``specific`` says that its flag counts in a note about something else too.
    """

    __pydantic_config__ = STRICT

    name: str
    roots: tuple[str, ...] = ()
    flag: Flag | None = None
    specific: bool = True


@dataclass(frozen=True, slots=True)
class SiteFile:
    """The file as it is written."""

    __pydantic_config__ = STRICT

    hyperactive_grades: tuple[str, ...]
    lively_grades: tuple[str, ...]
    crossed: tuple[str, ...]
    territory: tuple[Site, ...]
    part: tuple[Site, ...]
    muscle: tuple[Site, ...]
    reflex: tuple[Site, ...]
    sign: tuple[Site, ...]


class SiteTable:
    """Sites by the kind of finding that names them."""

    def __init__(self, content: SiteFile) -> None:
        self.hyperactive_grades = frozenset(content.hyperactive_grades)
        self._lively = self.hyperactive_grades.union(content.lively_grades)
        self._crossed = re.compile(rf"\b(?:{one_of(content.crossed, ' ')})\b", re.I)
        self._territories = frozenset(site.name for site in content.territory)
        skin = (*content.territory, *content.part)
        by_kind = {
            FindingKind.SYMPTOM: skin,
            FindingKind.SENSORY: skin,
            FindingKind.MOTOR: content.muscle,
            FindingKind.REFLEX: content.reflex,
            FindingKind.SIGN: tuple(site for site in (*skin, *content.reflex) if site.flag),
        }
        self._sites: dict[FindingKind, dict[str, Site]] = {}
        for kind in FindingKind:
            sites = (*by_kind.get(kind, ()), *content.sign)
            require_unique(SITE_FILE, "site", [site.name for site in sites])
            self._sites[kind] = {site.name: site for site in sites}
        for site in (*skin, *content.muscle, *content.reflex, *content.sign):
            if not LUMBAR_ROOTS.issuperset(site.roots):
                raise RuleError(f"{SITE_FILE}: '{site.name}', roots: not all are lumbar or sacral roots")

    def of(self, finding: Finding) -> Site | None:
        """The site of a finding; ``None`` when it has none or one that the table lacks."""
        return self._sites[finding.kind].get(finding.site) if finding.site else None

    def roots(self, finding: Finding) -> tuple[str, ...]:
        """The roots that a finding points to: the one it names, else those of its site; possibly none, as of a lively reflex."""
        if self.is_lively(finding):
            return ()
        if finding.root:
            return (finding.root,)
        site = self.of(finding)
        return site.roots if site else ()

    def is_lively(self, finding: Finding) -> bool:
        """Whether a finding is a reflex livelier than it should be, which no root explains."""
        return finding.kind is FindingKind.REFLEX and finding.grade in self._lively

    def is_crossed(self, finding: Finding) -> bool:
        """Whether a finding is a tension sign of one leg that gives pain in the other."""
        told = " ".join([finding.site or "", finding.evidence.text])
        return finding.kind is FindingKind.SLR and self._crossed.search(told) is not None

    def flag(self, finding: Finding) -> Flag | None:
        """The flag that a finding raises by its site, if any."""
        site = self.of(finding)
        return site.flag if site else None

    def is_specific(self, finding: Finding) -> bool:
        """Whether the flag of a finding has no other everyday cause."""
        site = self.of(finding)
        return site is not None and site.specific

    def is_placed(self, finding: Finding) -> bool:
        """Whether a finding lies on a named dermatome or a recognisable territory."""
        return bool(finding.root) or finding.site in self._territories


@cache
def load_sites() -> SiteTable:
    """The sites that rootnote ships.

    Raises ``RuleError`` when the file does not fit.
    """
    return SiteTable(load_table(SITE_FILE, SiteFile))
