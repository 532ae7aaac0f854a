"""Every error rootnote raises on purpose.

    RootnoteError
    ├── RuleError        a rule file, table or pipeline setting is wrong (file, rule id and key are named)
    ├── SourceError      an input path, file or row can't be read (file or row is named)
    ├── NoteError        one note can't be processed; the batch goes on
    ├── OutputError      a result can't be written
    └── RecordError      a record read from outside does not fit the schema

No message of these ever holds text of a note.
"""

from __future__ import annotations


class RootnoteError(Exception):
    """Base of all errors that rootnote raises on purpose."""


class RuleError(RootnoteError):
    """A rule file, table or pipeline setting is wrong."""


class SourceError(RootnoteError):
    """An input path, file or row can't be read."""


class NoteError(RootnoteError):
    """One note can't be processed; its batch goes on."""


class OutputError(RootnoteError):
    """A result can't be written."""


class RecordError(RootnoteError):
    """A record read from outside does not fit the schema."""


def why_unreadable(error: OSError | UnicodeDecodeError) -> str:
    """Why a file can't be read as text, without a word of it.

    >>> why_unreadable(FileNotFoundError())
    'there is no such file or folder'
    """
    if isinstance(error, FileNotFoundError):
        return "there is no such file or folder"
    if isinstance(error, UnicodeDecodeError):
        return f"not readable as UTF-8 text (byte {error.start})"
    return f"not readable ({error.strerror or type(error).__name__})"
