"""What lies in a folder of notes: text files, which are read, and what is left out."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

#: An ending that says what kind of file it is; any other may be part of a name.
_ENDING = re.compile(r"\.[a-z0-9]{1,8}")

LINKS = "links to folders"
NO_ENDING = "without an ending"


def is_text_name(name: str) -> bool:
    """Whether a file of a folder is read, by its name.

    >>> is_text_name("visit-1.TXT"), is_text_name("visit-1.docx")
    (True, False)
    """
    return name.lower().endswith(".txt")


def names_in(folder: Path) -> Iterator[str]:
    """Text files and, with a slash, folders: so a folder sorts among files as the paths below it do.

    Links to folders are left out, for they can lead in circles. Raises ``OSError`` when the folder can't be read.
    """
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                if not entry.is_symlink():
                    yield f"{entry.name}/"
            elif is_text_name(entry.name):
                yield entry.name


def entries_below(folder: Path | str) -> Iterator[os.DirEntry[str]]:
    """The files of a folder and its subfolders, and the links to folders in them, in no order; what can't be read is passed over."""
    waiting = [str(folder)]
    while waiting:
        with suppress(OSError), os.scandir(waiting.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(entry.path)
                else:
                    yield entry


def left_out(paths: Iterable[Path | str]) -> Counter[str]:
    """How many files of the folders among the paths are no text files, by ending, and how many links lead to folders."""
    folders = (path for path in paths if Path(path).is_dir())
    return Counter(
        LINKS if entry.is_dir() else _ending(entry.name)
        for folder in folders
        for entry in entries_below(folder)
        if not is_text_name(entry.name) or entry.is_dir()
    )


def _ending(name: str) -> str:
    ending = Path(name).suffix.lower()
    return ending if _ENDING.fullmatch(ending) else NO_ENDING
