"""What a result depends on, so that a later run knows which results still hold."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeAlias

from spacy.language import Language

from rootnote.coding.linkage import Linkage
from rootnote.coding.setting import Setting
from rootnote.language.pipeline import added_rules
from rootnote.record import NoteRecord
from rootnote.reviewer import loaded
from rootnote.source import Encoding, Failure, Note
from rootnote.versions import Versions, current_versions, rules_version

#: What comes of an item: its record, or why there is none.
Result: TypeAlias = NoteRecord | Failure


@dataclass(frozen=True, slots=True)
class Settings:
    """How notes are read: what a record depends on besides the note and the versions."""

    setting: Setting = Setting.OUTPATIENT
    linkage: Linkage = Linkage.EXPLICIT
    config: Path | None = None


@dataclass(frozen=True, slots=True)
class Identity:
    """A note, the settings and the versions. The names are those of a record's keys; the rules' version covers a site's own rules."""

    id: str
    text_sha256: str
    encoding: Encoding
    setting: Setting
    linkage: Linkage
    versions: Versions


@dataclass(frozen=True, slots=True)
class ReviewFailure(Failure):
    """A note that was read but can't be processed, with what that depends on."""

    identity: Identity


def identify(note: Note, settings: Settings, nlp: Language | None = None) -> Identity:
    """What the result of this note depends on. Without ``nlp`` the pipeline is loaded; raises ``RuleError`` when that can't be."""
    versions = _versions(settings.config) if nlp is None else _versions_of(nlp)
    text_sha256 = sha256(note.text.encode()).hexdigest()
    return Identity(note.id, text_sha256, note.encoding, settings.setting, settings.linkage, versions)


def key_of(row: Mapping[str, Any]) -> bytes | None:
    """16 bytes for the JSON object of an identity, record or failure; None for a failure to read a note, which is found anew each time."""
    if any(name not in row for name in _NAMES):
        return None
    return sha256(json.dumps([row[name] for name in _NAMES], sort_keys=True).encode()).digest()[:16]


def as_row(identity: Identity) -> dict[str, Any]:
    """The JSON object of an identity."""
    return asdict(identity)


_NAMES = ("id", "text_sha256", "encoding", "setting", "linkage", "versions")


@cache
def _versions(config: Path | None) -> Versions:
    return _versions_of(loaded(config))


def _versions_of(nlp: Language) -> Versions:
    return current_versions(rules_version(added_rules(nlp)))
