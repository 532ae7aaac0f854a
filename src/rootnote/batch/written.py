"""Results that a run wrote as lines, read again beside the notes that they are of."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from hashlib import sha256
from itertools import zip_longest
from pathlib import Path

from rootnote.batch.formats import Format
from rootnote.batch.identity import Result
from rootnote.batch.outcomes import Outcome, outcome_of
from rootnote.errors import RecordError, SourceError, why_unreadable
from rootnote.record import NoteRecord
from rootnote.source import Failure, Note


def written_outcomes(path: Path, notes: Iterable[Note | Failure]) -> Iterator[Outcome]:
    """The outcomes in a file of lines, each of the note in the same place: those that the run read, in the same order.

    Raises ``SourceError`` naming the file and the line when a line is no record, or not that of its note.
    """
    try:
        with path.open("rb") as lines:
            for number, (line, note) in enumerate(zip_longest(lines, notes), start=1):
                if line is None or note is None or not _is_of(result := _result(line, f"{path}, line {number}"), note):
                    raise SourceError(f"{path}, line {number}: not of the next note; name the notes that the run read, in its order")
                yield outcome_of(result, Format.JSONL)
    except OSError as error:
        raise SourceError(f"{path}: {why_unreadable(error)}") from None


def _result(line: bytes, place: str) -> Result:
    try:
        row = json.loads(line)
        if isinstance(row, dict) and isinstance(row.get("error"), str) and isinstance(row.get("id"), str):
            return Failure(row["id"], row["error"])
        return NoteRecord.from_json(line)
    except (ValueError, RecordError) as error:
        reason = str(error) if isinstance(error, RecordError) else "not JSON"
    raise SourceError(f"{place}: not a record ({reason})")


def _is_of(result: Result, note: Note | Failure) -> bool:
    if result.id != note.id or isinstance(result, Failure):
        return result.id == note.id
    return isinstance(note, Note) and result.text_sha256 == sha256(note.text.encode()).hexdigest()
