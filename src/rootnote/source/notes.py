"""A note, or why there is none; and how bytes become its text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum

from rootnote.errors import SourceError

#: The longest note that is read, in characters. It is also spaCy's own limit; the longest operative reports have a fiftieth of it.
MAX_CHARACTERS = 1_000_000

#: No code point takes more than four bytes of UTF-8.
MOST_BYTES = 4 * MAX_CHARACTERS

BOM = b"\xef\xbb\xbf"

# What no Windows program writes into a text: control characters, and the five bytes that Windows-1252 leaves undefined.
_NOT_WINDOWS = re.compile(rb"[\x00-\x08\x0e-\x1f\x7f\x81\x8d\x8f\x90\x9d]")
# Letters that are whole in UTF-8: the file is UTF-8 with a fault somewhere, and as Windows-1252 its words would be wrong.
_WHOLE_IN_UTF8 = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")


class Encoding(StrEnum):
    """How the bytes of a note become the text that offsets count in; each is a name that Python's ``open`` knows."""

    UTF_8 = "utf-8"
    UTF_8_WITH_BOM = "utf-8-sig"
    WINDOWS_1252 = "windows-1252"


@dataclass(frozen=True, slots=True)
class Note:
    """One note: an id that is unique in its run, the untouched text, and the encoding that it was read with."""

    id: str
    text: str = field(repr=False)  # a log or a traceback of others may show a note
    encoding: Encoding = Encoding.UTF_8


@dataclass(frozen=True, slots=True)
class Failure:
    """A note that can't be read or processed. ``error`` holds no text of it."""

    id: str
    error: str


@dataclass(frozen=True, slots=True)
class NothingRead(Failure):
    """A path that gives no note at all: it is not there, holds none, or is nothing that can be read as notes."""


def decode(note_id: str, content: bytes) -> Note:
    """The note of a text file's bytes. Raises ``SourceError`` when they are none: empty, too long, binary, or in another encoding."""
    if b"\0" in content:
        raise SourceError("binary: it holds NUL bytes (UTF-16 text must be converted to UTF-8)")
    if len(content) > MOST_BYTES:
        raise SourceError(f"longer than {MAX_CHARACTERS:,} characters")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        fault = error.start
    else:
        return Note(note_id, checked(text), Encoding.UTF_8_WITH_BOM if content.startswith(BOM) else Encoding.UTF_8)
    return Note(note_id, checked(_decode_windows(content, fault)), Encoding.WINDOWS_1252)


def _decode_windows(content: bytes, position: int) -> str:
    if _NOT_WINDOWS.search(content) or _WHOLE_IN_UTF8.search(content):
        raise SourceError(f"not UTF-8 (byte {position}), nor Windows-1252; convert it first")
    return content.decode(Encoding.WINDOWS_1252)


def checked(text: str) -> str:
    """The same text. Raises ``SourceError`` when it is empty, too long or no valid Unicode."""
    if not text.strip():
        raise SourceError("empty")
    if len(text) > MAX_CHARACTERS:
        raise SourceError(f"longer than {MAX_CHARACTERS:,} characters")
    if not text.isascii() and printable(text) != text:
        raise SourceError("half a surrogate pair stands in it, which is no valid Unicode")
    return text


def printable(name: str) -> str:
    r"""The name with what can't stand in UTF-8 output, bytes of a file name that are no UTF-8 and halves of surrogate pairs, spelled out.

    Names that differ stay different.

    >>> printable("visit\udcff")
    'visit\\udcff'
    """
    return name.encode(errors="backslashreplace").decode()
