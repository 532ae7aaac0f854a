"""Where notes come from: files, folders, tables and standard input, each note with the text exactly as it stands there.

Nothing is normalised: line ends, spaces and control characters stay, so that offsets fit the untouched note. Only a byte order mark at the
very start is left out, for it is no character of the text. A note names its encoding: read a text file with it to use the offsets.
What can't be read comes out as a ``Failure`` in its place and the rest goes on; its message names the file or row, never words of a note.
"""

from rootnote.source.columns import Columns
from rootnote.source.notes import MAX_CHARACTERS, Encoding, Failure, Note
from rootnote.source.reading import read_notes, require_notes

__all__ = ["MAX_CHARACTERS", "Columns", "Encoding", "Failure", "Note", "read_notes", "require_notes"]
