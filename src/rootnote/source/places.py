"""Which of some files a run reads: told by what a file is, not by how it is called."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from io import UnsupportedOperation
from os import fstat
from pathlib import Path
from typing import TypeAlias

from rootnote.source.folders import entries_below, is_text_name

#: Device and number of what is there; the real path of what is not.
Identity: TypeAlias = tuple[int, int] | str


def identity(path: Path | str) -> Identity:
    """The same for two paths to one file, through links and in any spelling that the file system takes for the same."""
    try:
        status = Path(path).stat()
    except OSError:
        return str(Path(path).resolve())
    return status.st_dev, status.st_ino


def first_read(files: Iterable[Path], paths: Iterable[Path | str]) -> Path | None:
    """The first of the files that is read when the paths are, or would be once it is there; None when there is none.

    "-" is the file that standard input comes from. A text file in a folder of notes is a note, and links are followed as in reading.
    """
    wanted = {identity(file): file for file in files}
    if not wanted:
        return None
    above = {parent: _folders_above(parent) for parent in {file.parent for file in wanted.values()}}
    for path in paths:
        place = identity(path)
        inside = (file for file in wanted.values() if is_text_name(file.name) and place in above[file.parent])
        if Path(path).is_dir() and (file := next(inside, None)):
            return file
        for read in _identities(path):
            if read in wanted:
                return wanted[read]
    return None


def _folders_above(folder: Path) -> set[Identity]:
    real = folder.resolve()
    return {identity(one) for one in (real, *real.parents)}


def _identities(path: Path | str) -> Iterator[Identity]:
    """The identities of all files that reading a path reads."""
    if str(path) == "-":
        yield from _standard_input()
    elif Path(path).is_dir():
        yield from (identity(entry.path) for entry in entries_below(path) if is_text_name(entry.name))
    else:
        yield identity(path)


def _standard_input() -> Iterator[Identity]:
    try:
        status = fstat(sys.stdin.fileno())
    except (UnsupportedOperation, ValueError):  # none, or not the operating system's
        return
    yield status.st_dev, status.st_ino
