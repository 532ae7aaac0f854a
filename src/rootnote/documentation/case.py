"""What a check for warnings looks at: the facts of a note with its codes, and shortcuts into both."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from rootnote.anatomy import LUMBAR_REGIONS, Region
from rootnote.coding.assign import Coding
from rootnote.coding.linkage import CodedCause, Linkage, causes_of, radicular_regions, settle_doubt
from rootnote.coding.setting import Setting
from rootnote.coding.table import UNSPECIFIED, CodeTable, Family
from rootnote.coding.tablefile import STRICT
from rootnote.documentation.sites import Flag, SiteTable
from rootnote.facts.model import Assertion, Condition, Evidence, Finding, FindingKind, NoteFacts


@dataclass(frozen=True, slots=True)
class OsteophyteWords:
    """Parts of words, in lower case, that name osteophytes, and that tell of more than these."""

    __pydantic_config__ = STRICT

    named: tuple[str, ...]
    more: tuple[str, ...]

    def alone_in(self, text: str) -> bool:
        """Whether a text names osteophytes and nothing more."""
        lower = text.lower()
        return any(part in lower for part in self.named) and not any(part in lower for part in self.more)


@dataclass(frozen=True, slots=True)
class Case:
    """One note as the checks see it."""

    facts: NoteFacts
    coding: Coding
    table: CodeTable
    sites: SiteTable
    setting: Setting
    osteophytes: OsteophyteWords

    def found(self, *kinds: FindingKind) -> list[Finding]:
        """The findings of some kinds that are there: abnormal, positive, present."""
        return [finding for finding in self.facts.findings if finding.kind in kinds and finding.assertion is Assertion.AFFIRMED]

    def flagged(self, flag: Flag) -> list[Finding]:
        """The findings, sure or possible, whose site raises a flag."""
        return [finding for finding in self.facts.findings if finding.assertion.is_current and self.sites.flag(finding) is flag]

    def causes(self, linkage: Linkage) -> tuple[CodedCause, ...]:
        """The disc disorder and spondylosis that are coded as causes under a policy."""
        return causes_of(settle_doubt(self.facts, self.setting), self.setting, linkage)

    def codes(self, families: Iterable[Family], regions: Iterable[Region] = ()) -> list[str]:
        """The codes of some families for some regions, else for those of the radiculopathy, else all lumbar ones."""
        found: dict[str, None] = {}
        for family in families:
            wanted = self._codes_at(family, tuple(regions) or radicular_regions(self.facts)) or self._codes_at(family, LUMBAR_REGIONS)
            found.update(dict.fromkeys(wanted))
        return list(found)

    def affirms(self, condition: Condition) -> bool:
        """Whether a condition is affirmed."""
        return self.facts.status(condition) is Assertion.AFFIRMED

    def _codes_at(self, family: Family, regions: Iterable[Region]) -> list[str]:
        found = [code for where in regions if (code := self.table.find(family, where))]
        return found or [code for code in (self.table.find(family, UNSPECIFIED),) if code]


#: What a check raises: kind, the statements that give rise to it, and what fills its message.
Raised: TypeAlias = Iterator[tuple[str, Iterable[Evidence], dict[str, str]]]

Check: TypeAlias = Callable[[Case], Raised]


def places(findings: Iterable[Finding]) -> tuple[Evidence, ...]:
    """Where some findings are stated."""
    return tuple(finding.evidence for finding in findings)
