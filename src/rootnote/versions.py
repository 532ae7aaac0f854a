"""What makes a record: the program, its rules and the code set, each by its version."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Annotated

from pydantic import Field

from rootnote.coding.table import load_codes


@dataclass(frozen=True, slots=True)
class Versions:
    """What made the record: the program, its rules (a digest of every table, and after a plus that of a site's own file), the code set."""

    rootnote: Annotated[str, Field(description="The version of the program.")]
    rules: Annotated[
        str, Field(description="A digest of the rules and tables; after a plus, one of a site's own rules or of another pipeline config.")
    ]
    icd10cm: Annotated[str, Field(description="The edition of the code set.")]


def current_versions(rules: str) -> Versions:
    """What a record made now, with rules of this version, names as its versions."""
    return Versions(_program_version(), rules, load_codes().edition)


def rules_version(added: str = "") -> str:
    """The version of the shipped rules, with a plus and the digest of what was added to them (a site file, another config), if anything."""
    return f"{shipped_rules_version()}+{added}" if added else shipped_rules_version()


@cache
def shipped_rules_version() -> str:
    """The digest of every table and rule file that rootnote ships: the first 12 hexadecimal digits of its SHA-256."""
    digest = sha256()
    for name, content in sorted(_tables(files("rootnote").joinpath("data"))):
        digest.update(f"{name}\n{len(content)}\n".encode() + content)
    return digest.hexdigest()[:12]


def _tables(folder: Traversable, above: str = "") -> Iterator[tuple[str, bytes]]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _tables(entry, f"{above}{entry.name}/")
        elif entry.name.endswith(".toml"):
            # Line ends as git gives them on any system, so that the digest is the same everywhere.
            yield f"{above}{entry.name}", entry.read_bytes().replace(b"\r\n", b"\n")


@cache
def _program_version() -> str:
    try:
        return version("rootnote")
    except PackageNotFoundError:
        return "0+checkout"
